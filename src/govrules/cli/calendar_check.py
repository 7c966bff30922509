"""`govrules calendar check`: what is wrong, or looks wrong, in a calendar."""

import argparse
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from govrules.cli import time_packs
from govrules.cli.calendar_diff import day_runs
from govrules.cli.inputs import SEARCH
from govrules.cli.screen import Line, Screen, clean, line
from govrules.cli.specification import Command, Option, Words
from govrules.diagnostics import Diagnostic, DiagnosticsError, Language, Span
from govrules.model.calendar import Calendar
from govrules.model.text import Text

if TYPE_CHECKING:
    from govrules.counting.difference import CalendarDifference

_BASE = re.compile(r"^base:[ ]*[\"']?([^\s\"'#]+)", re.MULTILINE)
MOST = 20
"""lines of the comparison: another region differs on hundreds of days"""
_COUNTRY = re.compile(r"([a-z]{2})(?:-.*)?")


def run(given: argparse.Namespace, screen: Screen) -> int:
    """Read the calendar, doubt it, and hold it against the package `holidays`."""
    from govrules.cli.run import FINE, FOUND

    name = given.words[0]
    path = time_packs.find_file(name, "calendar", given.search)
    try:
        found = time_packs.calendar(str(path), given.search, screen)
    except DiagnosticsError as error:
        screen.diagnostics(error.diagnostics)
        # A file that is missing is no calendar with a mistake.
        return FOUND if any(each.span and each.span.line for each in error.diagnostics) else _unusable()
    text = path.read_text(encoding="utf-8-sig")
    warnings = list(_doubted(found, text, str(path), given.search, screen))
    screen.diagnostics(warnings)
    if warnings:
        screen.err.write("\n")
    screen.lines(_report(found, len(warnings), _against(given.against, found), screen.lang))
    return FOUND if warnings and given.strict else FINE


def _unusable() -> int:
    from govrules.cli.run import UNUSABLE

    return UNUSABLE


def _doubted(
    found: Calendar, text: str, file: str, search: Sequence[str], screen: Screen
) -> Iterator[Diagnostic]:
    """What looks wrong, each at the line of the file that speaks of it."""
    from govrules.counting.doubts import doubts

    lies_over = _BASE.search(text)
    base = time_packs.calendar(lies_over[1], search, screen) if lies_over else None
    for each in doubts(found, base=base):
        if each.reference:
            wanted = re.compile(rf"reference:[ ]*[\"']?({re.escape(each.reference)})")
        elif each.day is not None:
            wanted = re.compile(f"({each.day})")
        else:
            wanted = None
        yield attrs.evolve(each.diagnostic, span=_place(text, wanted, file))


def _place(text: str, wanted: re.Pattern[str] | None, file: str) -> Span:
    """The first line that holds what is wanted; the whole file where none does."""
    for number, source in enumerate(text.splitlines(), start=1):
        found = wanted.search(source) if wanted is not None else None
        if found is not None:
            return Span(file, number, found.start(1) + 1, found.end(1) + 1, source)
    return Span(file)


# Held against the package `holidays`


@attrs.frozen
class Against:
    """A calendar beside what the package `holidays` has for the country now."""

    country: str
    version: str
    difference: "CalendarDifference"


def _against(asked: str | None, found: Calendar) -> Against | None:
    """The country that is asked for, else the one that the calendar is named after; None where none is known.

    Raises:
        DiagnosticsError: a country that is asked for and that the package does not know.
    """
    from govrules.counting.difference import compare_calendars
    from govrules.counting.errors import CountingError
    from govrules.counting.notices import freeze

    if asked == "none":
        return None
    named = _COUNTRY.fullmatch(found.name)
    country = asked or (named[1].upper() if named else None)
    if country is None:
        return None
    code, _, subdivision = country.partition("-")
    try:
        theirs = freeze(
            code,
            years=range(found.first_day.year, found.last_day.year + 1),
            announced_until=found.announced_until,
            subdivision=subdivision or None,
            keep=found,
        )
    except CountingError as error:
        if asked is None:
            return None
        raise DiagnosticsError([error.diagnostic()]) from None
    return Against(country, theirs.made_with, compare_calendars(theirs, found))


def _report(found: Calendar, doubted: int, against: Against | None, lang: Language) -> Iterator[Line]:
    words = _WORDS[lang]
    title = found.title.text(lang)
    yield line((clean(f"{found.name}{words['colon']}{title}" if title else found.name), "heading"))
    yield line("  ", words["span"].format(first=found.first_day, last=found.last_day))
    if found.announced_until is None:
        yield line("  ", words["no_horizon"])
    else:
        yield line("  ", words["horizon"].format(horizon=found.announced_until, rest=_rest(found, lang)))
    yield line("  ", words["days"].format(off=len(found.days_off), make_up=len(found.make_up)))
    yield line("  ", words["notices"].format(count=len(found.notices)))
    key = "sound" if not doubted else "one_doubt" if doubted == 1 else "doubts"
    yield line("  ", (words[key].format(count=doubted), "warn" if doubted else "good"))
    yield line()
    if against is None:
        yield line((words["not_compared"], "dim"))
        return
    differing = [each for each in against.difference.days if each.change == "counts"]
    said = {"country": against.country, "version": against.version, "count": len(differing)}
    if not differing:
        yield line((words["as_theirs"].format(**said), "dim"))
        return
    yield line((words["unlike_theirs"].format(**said), "dim"))
    shown = list(day_runs([(each.after, each.before, each.after) for each in differing], lang))
    yield from shown[:MOST]
    if len(shown) > MOST:
        yield line("  ", (words["more"].format(count=len(shown) - MOST), "dim"))


def _rest(found: Calendar, lang: Language) -> str:
    assert found.announced_until is not None, "only asked of a calendar with a horizon"
    left = (found.last_day - found.announced_until) // dt.timedelta(days=1)
    if left <= 0:
        return ""
    return f"，其后 {left} 日为推定" if lang == "zh" else f", the {left} days after it are projected"


_WORDS: Mapping[Language, Mapping[str, str]] = MappingProxyType(
    {
        "en": {
            "colon": ": ",
            "span": "{first} to {last}",
            "horizon": "announced up to {horizon}{rest}",
            "no_horizon": "no day waits for an announcement",
            "days": "days off beside weekends: {off}; make-up working days: {make_up}",
            "notices": "notices: {count}",
            "sound": "nothing looks wrong",
            "one_doubt": "1 thing looks wrong",
            "doubts": "{count} things look wrong",
            "not_compared": "Not compared with the package `holidays`: --against CODE names the country.",
            "as_theirs": "For information: {version} has the same working days for {country}.",
            "more": "and {count} more",
            "unlike_theirs": (
                "For information: {version} for {country} differs on {count} days (theirs -> this calendar):"
            ),
        },
        "zh": {
            "colon": "：",
            "span": "{first} 至 {last}",
            "horizon": "已公布至 {horizon}{rest}",
            "no_horizon": "没有须待公布的日期",
            "days": "除周末外休息 {off} 日，补班 {make_up} 日",
            "notices": "通知 {count} 件",
            "sound": "未见可疑之处",
            "one_doubt": "可疑之处 1 处",
            "doubts": "可疑之处 {count} 处",
            "not_compared": "未与 `holidays` 包比较：可用 --against 代码 指明国家。",
            "as_theirs": "供参考：{version} 中 {country} 的工作日与此相同。",
            "more": "另有 {count} 行",
            "unlike_theirs": "供参考：{version} 中 {country} 有 {count} 日与此不同（该包 -> 本日历）：",
        },
    }
)

COMMAND = Command(
    name="calendar check",
    summary=Text(en="find what is wrong, or looks wrong, in a calendar", zh="检查日历中的错误和可疑之处"),
    words=Words(
        metavar="NAME",
        help=Text(en="a calendar by name, as cn, or as a file", zh="日历的名称（如 cn）或文件"),
        what=Text(en="a calendar, as `cn`", zh="日历，如 `cn`"),
        at_most=1,
    ),
    options=(
        Option(
            "--against",
            Text(
                en="compare with this country of the package `holidays`, as CN or US-CA, or `none`; where "
                "left out, the country that the name begins with",
                zh="与 `holidays` 包中的该国家或地区比较，如 CN、US-CA，或 `none`；"
                "省略时按名称开头的国家代码",
            ),
            metavar="CODE",
        ),
        Option("--strict", Text(en="exit code 1 where anything looks wrong", zh="有可疑之处时退出码为 1")),
        SEARCH,
    ),
    run=run,
    notes=Text(
        en="Exit code 1 where the file has errors. The comparison with `holidays` is information: for a year "
        "that is not announced, that package estimates.",
        zh="文件有错误时退出码为 1。与 `holidays` 包的比较仅供参考：对尚未公布的年份，该包只是估计。",
    ),
    examples=("govrules calendar check cn", "govrules calendar check my-office.yaml --against DE-NW"),
)
