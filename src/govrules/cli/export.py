"""An evaluation as JSON, JSON Lines and CSV; `docs/reference/results.md` says what stands in them."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import partial
from importlib.util import find_spec
from itertools import islice
from typing import TypeAlias, TypeVar

import attrs

from govrules.diagnostics import Language
from govrules.engine.happenings import NO_CASE
from govrules.explaining.said import briefly, sentence
from govrules.explaining.verdict import verdict
from govrules.explaining.view import View
from govrules.model.evaluation import Evaluation
from govrules.model.findings import (
    AnyFinding,
    Attribution,
    Evidence,
    Gap,
    Ignored,
    Obligation,
    OtherReading,
    ProposedMeasure,
    Reason,
    State,
    Tally,
)
from govrules.model.policy import Rulebook
from govrules.model.serialise import all_plain, to_plain
from govrules.model.views import HumanView

Shown: TypeAlias = AnyFinding | Ignored | HumanView
_Any = TypeVar("_Any")
LINE = "\n"
AT_ONCE = 1_000
"""findings that are made before they are written"""
LONG = 1_000_000
"""characters of JSON from which on it pays to load what indents it faster"""
FORMAT = 1
"""the version of the JSON shape: changes when a field goes or changes its meaning, not when one is added"""

COLUMNS = (
    "kind",
    "case",
    "slice",
    "policy",
    "clause",
    "title",
    "state",
    "limit",
    "limit_name",
    "trigger",
    "triggered_on",
    "due",
    "due_end",
    "event",
    "happened_on",
    "effective_from",
    "late_by_days",
    "late_by_working_days",
    "responsible",
    "reading",
    "other_readings",
    "basis",
    "horizon",
    "counted",
    "at_most",
    "at_least",
    "base",
    "period_start",
    "period_until",
    "gap_start",
    "gap_until",
    "role",
    "unit",
    "measures",
    "imposed",
    "decider",
    "adjusted",
    "on",
    "reason",
    "summary",
    "id",
    "obligation",
    "views",
)

GROUP_OF_STATES: Mapping[str, tuple[State, ...]] = {
    "open": ("pending", "paused"),
    "met": ("met",),
    "closed": ("ended", "excused"),
    # These obligations stand behind findings of their own, and have no group.
    "": ("met_late", "overdue", "violated", "lapsed", "unknown"),
}

# Characters that a JSON file may hold as they are, but that would steer a terminal or hide text in it.
_UNSAFE = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
# What a spreadsheet takes for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_json(evaluation: Evaluation) -> Iterator[str]:
    """The whole evaluation, in pieces: what is written need not be held.

    Together they are `safe_json` of it.
    """
    from govrules.cli.about import version

    yield f'{{\n  "govrules": {json.dumps(version())},\n  "format": {FORMAT},\n  "evaluation": {{\n'
    for number, name in enumerate([each.name for each in attrs.fields(Evaluation)]):
        yield f'{"," if number else ""}{LINE if number else ""}    "{name}": '
        if name == "obligations":
            # The first field, and by far the longest.
            yield from _listed(evaluation.each_obligation())
        else:
            value = getattr(evaluation, name)
            if isinstance(value, tuple):
                yield from _listed(value)
            else:
                yield _safe(_indented(value and to_plain(value, kinds=True)).replace(LINE, f"{LINE}    "))
    yield "\n  }\n}\n"


def _listed(values: Iterable[Shown]) -> Iterator[str]:
    """Findings as a list in JSON, two levels deep."""
    begin, end = "[\n  [\n    [\n", "\n    ]\n  ]\n]"
    any_yet = False
    for group in _in_groups(values):
        text = _indented([[all_plain(group, kinds=True)]])
        yield f",{LINE}" if any_yet else f"[{LINE}"
        yield _safe(text[len(begin) : -len(end)])
        any_yet = True
    yield "\n    ]" if any_yet else "[]"


def _in_groups(values: Iterable[_Any]) -> Iterator[list[_Any]]:
    """Some at once: each group is written before the next is made."""
    left = iter(values)
    while group := list(islice(left, AT_ONCE)):
        yield group


def as_json_lines(findings: Iterable[Shown]) -> Iterator[str]:
    """One finding a line, in pieces of whole lines."""
    for group in _in_groups(findings):
        told = zip(group, all_plain(group), strict=True)
        yield "".join(safe_line({"kind": each.kind, **plain}) for each, plain in told)


def safe_json(value: object) -> str:
    """Any JSON, indented, with nothing in it that steers a terminal."""
    return _safe(_indented(value)) + "\n"


def _indented(value: object) -> str:
    """JSON with two spaces for each level."""
    if find_spec("msgspec") is not None:
        text = json.dumps(value, ensure_ascii=False)
        if len(text) > LONG:
            import msgspec

            # What Python indents, it writes without its quick encoder.
            return msgspec.json.format(text, indent=2)
    return json.dumps(value, ensure_ascii=False, indent=2)


def safe_line(value: object) -> str:
    """Any JSON on one line, with nothing in it that steers a terminal."""
    return _safe(json.dumps(value, ensure_ascii=False)) + "\n"


def _safe(text: str) -> str:
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def selected(evaluation: Evaluation, show: str | None) -> Iterator[Shown]:
    """The findings of the groups that `--show` names; without it all, and then the events set aside."""
    wanted = set(show.split(",")) if show else {"all"}
    for name, findings in _groups(evaluation).items():
        if name in wanted or "all" in wanted:
            yield from findings()


def _groups(evaluation: Evaluation) -> Mapping[str, Callable[[], Iterable[Shown]]]:
    """The findings of each group, which are made only if they are asked for."""
    return {
        "violations": lambda: evaluation.violations,
        "shortfalls": lambda: evaluation.shortfalls,
        "lapses": lambda: evaluation.lapses,
        "late": lambda: evaluation.late_decisions,
        "attributions": lambda: evaluation.attributions,
        "measures": lambda: evaluation.measures,
        "alerts": lambda: evaluation.alerts,
        "unknowns": lambda: evaluation.unknowns,
        **{name: partial(evaluation.each_obligation, *states) for name, states in GROUP_OF_STATES.items()},
        "views": lambda: evaluation.views,
        "ignored": lambda: evaluation.ignored,
    }


def as_csv(
    evaluation: Evaluation, show: str | None, rulebook: Rulebook | None, lang: Language
) -> Iterator[str]:
    """One finding a row, with one sentence about it in `lang`; in pieces of whole rows."""
    view = View.of(evaluation, rulebook, lang)
    yield from _csv([dict(zip(COLUMNS, COLUMNS, strict=True))])
    for group in _in_groups(selected(evaluation, show)):
        yield from _csv([_row_of(each, view) for each in group])


def _csv(rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    target = io.StringIO(newline="")
    writer = csv.DictWriter(target, COLUMNS, lineterminator="\r\n", restval="")
    writer.writerows({name: cell(value) for name, value in row.items()} for row in rows)
    yield target.getvalue()


def _row_of(finding: Shown, view: View) -> dict[str, object]:
    match finding:
        case Ignored():
            return _ignored_row(finding, view.names.lang)
        case HumanView():
            return _view_row(finding, view)
    return _row(finding, view)


def _row(finding: AnyFinding, view: View) -> dict[str, object]:
    context = view.context(finding)
    names = context.names
    happened = (
        getattr(finding, "fulfilled", None)
        or getattr(finding, "event", None)
        or getattr(finding, "decision", None)
    )
    deemed = getattr(finding, "deemed", None)
    trigger = getattr(finding, "trigger", None)
    reason: Reason | None = getattr(finding, "reason", None)
    obligation = context.obligation
    return {
        **{name: getattr(finding, name, None) for name in COLUMNS},
        "kind": finding.kind,
        "case": None if finding.case == NO_CASE else finding.case,
        "slice": _joined(f"{key}={value}" for key, value in finding.slice),
        "title": names.clause(finding),
        "limit": obligation.limit if obligation is not None else None,
        "trigger": _type(trigger),
        "triggered_on": _when(trigger),
        "event": _type(happened or deemed),
        "happened_on": _when(happened),
        "effective_from": _when(deemed),
        **_standing(finding),
        **_answer(finding),
        "other_readings": _joined(_other(each) for each in getattr(finding, "other_readings", ())),
        "basis": _joined(getattr(finding, "basis", ())),
        "reason": None if reason is None else reason.text(context.lang),
        "summary": verdict(finding, context),
        "obligation": finding.id if isinstance(finding, Obligation) else getattr(finding, "obligation", None),
        "views": _joined(briefly(finding, view)),
    }


def _standing(finding: AnyFinding) -> dict[str, object]:
    """What a quota counted against which bounds, and where what must hold did not."""
    row: dict[str, object] = {}
    tally = getattr(finding, "tally", None)
    if isinstance(tally, Tally):
        row |= {
            "counted": _interval(tally),
            "at_most": _number(tally.at_most),
            "at_least": _number(tally.at_least),
            "base": _number(tally.base),
            "period_start": tally.start,
            "period_until": tally.until,
        }
    gaps = finding.gaps if isinstance(finding, Obligation) else ()
    gap = getattr(finding, "gap", None)
    if isinstance(gap, Gap):
        gaps = (gap,)
    if gaps:
        row["gap_start"] = _joined(each.start.isoformat() for each in gaps)
        row["gap_until"] = _joined("" if each.until is None else each.until.isoformat() for each in gaps)
    return row


def _answer(finding: AnyFinding) -> dict[str, object]:
    """Who answers, and what is proposed; whoever answers stands in `responsible` in every kind of row."""
    if not isinstance(finding, Attribution):
        return {}
    row: dict[str, object] = {"responsible": finding.party, "on": _joined(finding.on)}
    found = finding.events[-1] if finding.events else None
    row |= {"trigger": _type(found), "triggered_on": _when(found)}
    if isinstance(finding, ProposedMeasure):
        row["measures"] = _joined(finding.measures)
        row["adjusted"] = _joined(f"{each.to}: {each.clause}" for each in finding.adjusted)
    return row


def _number(value: Fraction | None) -> int | float | None:
    return value if value is None else int(value) if value.denominator == 1 else float(value)


def _interval(tally: Tally) -> object:
    """A number, or `3..5`, or `3..` where nobody knows how many more there are."""
    low, high = _number(tally.low), _number(tally.high)
    return low if low == high else f"{low}..{'' if high is None else high}"


def _ignored_row(finding: Ignored, lang: Language) -> dict[str, object]:
    event = finding.event
    policy, _, clause = (finding.clause or "").partition("/")
    return {
        "kind": finding.kind,
        "case": event.case,
        "policy": policy,
        "clause": clause,
        "event": event.type,
        "happened_on": event.time.isoformat(),
        "reason": finding.reason.text(lang),
        "id": event.id,
    }


def _view_row(view: HumanView, of: View) -> dict[str, object]:
    return {
        "kind": view.kind,
        "case": None if view.case == NO_CASE else view.case,
        "policy": view.policy,
        "clause": view.clause,
        "title": of.names.title_of(view.full_clause),
        "state": view.stance,
        "event": view.evidence.event.type,
        "happened_on": str(view.evidence.at),
        "unit": view.unit,
        "on": _joined(view.findings),
        "reason": view.reason,
        "summary": sentence(view, of.names.lang),
    }


def _type(evidence: Evidence | None) -> str | None:
    return None if evidence is None else evidence.event.type


def _when(evidence: Evidence | None) -> str | None:
    return None if evidence is None else str(evidence.at)


def _other(reading: OtherReading) -> str:
    due = reading.due.isoformat() if reading.due is not None else ""
    return f"{reading.name}: {reading.limit}, {due}".rstrip(", ")


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(parts)


def cell(value: object) -> object:
    """A cell; text from the data that a spreadsheet would run as a formula gets an apostrophe in front.

    >>> cell("=1+1"), cell("L02"), cell(-3), cell(None)
    ("'=1+1", 'L02', -3, '')
    """
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
