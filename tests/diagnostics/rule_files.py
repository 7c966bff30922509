"""A rule file around a fragment: each line goes to the place where its key belongs."""

import re
from pathlib import Path

from govrules.model.clauses import KINDS
from govrules.rulefile.load import load

VOCABULARY = """\
govrules: 1
vocabulary: words
events:
  accepted: {title: accepted, data: {urgent: bool, due_on: date, unit: string, role: string, kind: string, \
joint: bool, grade: string, items: list, opinion: string, outcome: [granted, refused], person: string}}
  decided: {title: decided, data: {outcome: [granted, refused]}}
  approved: {title: approved, data: {role: string, plan: string}}
  listed: {title: listed}
  withdrawn: {title: withdrawn}
  received: {title: received}
  replied: {title: replied}
  inspection: {title: inspected}
  meeting_held: {title: meeting, data: {due_on: date}}
  transferred: {title: transferred, data: {to_unit: string}}
  check_made: {title: checked}
  closed: {title: closed}
  begun: {title: begun}
  done: {title: done}
  dereliction_found: {title: dereliction found, data: {person: string}}
  measure_imposed: {title: imposed}
  measure_dismissed: {title: dismissed}
  item_listed: {title: listed}
  item_set: {title: set}
  licence_granted: {is: decided, if: event.outcome == "granted"}
  受理: {title: 受理}
records:
  item:
    set_by: item_set
    data: {promised_limit: period, mode: string, limit: integer, tacit: bool}
"""

_HEAD = {
    "govrules": "govrules: 1",
    "policy": "policy: my-policy",
    "title": "title: tried",
    "calendar": "calendar: cn",
    "convention": "convention: cn-civil-code",
    "time_zone": "time_zone: Asia/Shanghai",
    "include": "include: [vocabulary.yaml]",
    "source": "source: {status: read, address: https://example.org}",
    "case": "case: {joint: bool}",
    "parameters": "parameters:\n"
    "  opinion_days: {type: period, values: {2020-01-01: 5 days}}\n"
    "  soon: {type: period, values: {2020-01-01: 5 days}}\n"
    "  longest: {type: integer, values: {2020-01-01: 20}}\n"
    "  who_counts: {type: choice, choices: [day, hour], values: {2020-01-01: day}}",
    "measures": "measures:\n  ladder: [admonition, removal]\n  imposed: measure_imposed\n"
    "  dismissed: measure_dismissed",
}
_DOCUMENT = (*_HEAD, "issuer", "document", "reviewed", "in_force", "records", "events", "clauses", "sets")
_CLAUSE = (
    *("cite", "quote", "gloss", "strength", "responsible", "tags", "unless", "severity", "displaces"),
    *("transition", "versions", "not_checkable", "note", *KINDS),
)
_BODY = {
    "duty": {"when": "when: accepted", "must": "must: decided", "within": "within: 20 days"},
    "requirement": {"when": "when: accepted", "require": "require: given(event.unit)"},
    "quota": {"count": "count: meeting_held", "every": "every: year", "at_most": "at_most: 3"},
    "accountability": {"on": "on: dereliction_found", "answerable": "answerable: trigger.person"},
}
_OF_KIND = {
    "requirement": ("require",),
    "quota": ("count", "sum", "every", "at_most", "until", "per", "distinct"),
    "accountability": ("on", "answerable", "propose", "decided_by", "adjust", "repeated"),
}
_OTHERS = """\
  decide:
    title: decide
    tags: [first_asked]
    duty: {when: begun, must: done, within: 5 days}
  answer_for_delay:
    title: answer
    accountability: {on: {violation: decide}, answerable: '"A"', propose: admonition}
"""


def blocks(fragment: str) -> list[tuple[str, str]]:
    """The entries of a fragment, each with its key: a line that is not indented begins one."""
    found: list[tuple[str, str]] = []
    for line in fragment.split("\n"):
        key = re.match(r"(?:- |\{)?\"?([\w-]+)", line)
        if found and (not key or line[:1] in " \t\u3000-"):
            found[-1] = (found[-1][0], f"{found[-1][1]}\n{line}")
        else:
            found.append((key[1] if key else "", line))
    return found


def around(fragment: str, kind: str = "duty", *, whole_clauses: bool = False) -> str:
    """A rule file that says what the fragment says, and else what is needed around it.

    Args:
        fragment: keys of the file, of a clause or of its body.
        kind: of the clause whose body the rest stands in, unless a key tells.
        whole_clauses: the fragment's keys are names of clauses.
    """
    given = blocks(fragment)
    if whole_clauses:
        clauses = "\n".join(_indented(text, 2) for _, text in given)
        return "\n".join([*_HEAD.values(), "clauses:", clauses, _OTHERS])
    document = {key: text for key, text in given if key in _DOCUMENT}
    clause = [text for key, text in given if key in _CLAUSE]
    body = [(key, text) for key, text in given if key not in _DOCUMENT and key not in _CLAUSE]
    for each, keys in _OF_KIND.items():
        if any(key in keys for key, _ in body):
            kind = each
    if any(key in KINDS or key == "not_checkable" for key, _ in given):
        inner: list[str] = []
    else:
        says = {key for key, _ in body}
        defaults = [text for key, text in _BODY[kind].items() if key not in says]
        inner = [f"{kind}:", *(_indented(text, 2) for text in (*defaults, *(text for _, text in body)))]
    head = [*(text for key, text in _HEAD.items() if key not in document), *document.values()]
    if "clauses" in document:
        return "\n".join([*head, ""])
    lines = [*clause, *inner]
    return "\n".join(
        [*head, "clauses:", "  tried:", "    title: tried", _indented("\n".join(lines), 4), _OTHERS]
    )


def _indented(text: str, depth: int) -> str:
    return "\n".join(" " * depth + line for line in text.split("\n"))


def codes_of_rules(text: str, folder: Path) -> set[str]:
    """What `govrules check` tells of a rule file."""
    (folder / "vocabulary.yaml").write_text(VOCABULARY, encoding="utf-8")
    (folder / "tried.yaml").write_bytes(text.encode())
    return {each.code.id for each in load(folder / "tried.yaml").diagnostics}
