"""The reference page of conventions and calendars, made from the files themselves.

`python -m tests.cases.time.reference_page` writes it; a test holds the page against its files.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from govrules import packs
from govrules.api import calendar, convention
from govrules.model.calendar import Calendar
from govrules.model.convention import Convention
from govrules.model.source import Source
from tests.cases.time.table import read

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "conventions.md"

_HEAD = """\
# Conventions and calendars that ship

How each body of law counts, key by key, and the days off that go with it.
What a key means stands in [](time.md); one that is not listed has its first value there.

*cases* is the number of published dates that the tests hold the convention against;
with fewer than three it is marked untested.
*read* says how far the law was read: `read` is its text, in a copy at the address in the file;
`secondary` is a report of it; `none` means that nothing but the citation is known.
A choice that no text decides is a note in the file.

This page is made from the files by `python -m tests.cases.time.reference_page`;
write to the files, not here.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *_overview(), "", *_sections(), *_calendars()]) + "\n"


def cases() -> Counter[str]:
    """How many published dates name each convention."""
    return Counter(
        row["convention"] for name in ("legal.csv", "engine.csv", "further.csv") for row in read(name)
    )


def _overview() -> Iterator[str]:
    found = cases()
    yield "| convention | law | in force | cases |"
    yield "|---|---|---|---|"
    for name in packs.names("convention"):
        each = convention(name)
        count = f"{found[name]}" if each.tested else f"{found[name]}, untested"
        yield f"| [`{name}`](#{name}) | {each.title.en} | {_in_force(each)} | {count} |"


def _in_force(each: Convention) -> str:
    since, until = each.in_force_from, each.in_force_until
    if since and until:
        return f"{since} until before {until}"
    if until:
        return f"until before {until}"
    return f"from {since}" if since else ""


def _sections() -> Iterator[str]:
    for name in packs.names("convention"):
        each = convention(name)
        yield f"## {name}"
        yield ""
        yield f"{each.title.en}. {each.title.zh}。 Source: {_source(each.source)}."
        yield ""
        yield "| key | value | by | read |"
        yield "|---|---|---|---|"
        plain = each.to_plain()
        for key in each.citations:
            citation = each.citations[key]
            by = citation.cite or "a choice made here"
            status = (citation.source or each.source).status if citation.cite else ""
            yield f"| `{key}` | `{_value(plain[key])}` | {by} | {status} |"
        yield ""


def _value(plain: object) -> str:
    if isinstance(plain, dict):
        return "{" + ", ".join(f"{key}: {_value(value)}" for key, value in plain.items()) + "}"
    if isinstance(plain, bool):
        return str(plain).lower()
    return "none" if plain is None else str(plain)


def _source(source: Source) -> str:
    return f"{source.status}, <{source.address}>" if source.address else source.status


def _calendars() -> Iterator[str]:
    yield "## Calendars"
    yield ""
    yield "`—` under *announced until* means that no day of the calendar waits for an announcement."
    yield ""
    yield "| calendar | days | from | until | announced until | made with |"
    yield "|---|---|---|---|---|---|"
    for name in packs.names("calendar"):
        each = calendar(name)
        horizon = each.announced_until or "—"
        span = f"{each.first_day} | {each.last_day} | {horizon}"
        yield f"| `{name}` | {each.title.en} | {span} | {_made_with(each)} |"


def _made_with(each: Calendar) -> str:
    return each.made_with or "written by hand"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
