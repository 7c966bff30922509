"""A history as a scenario file writes it, so that what a test found can be pasted, checked and kept."""

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from govrules.engine.happenings import NO_CASE
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event, Time
from govrules.model.findings import AnyFinding, Lapse, LateDecision, Obligation, Unknown, Violation
from govrules.model.frozen import thaw
from govrules.model.policy import Rulebook
from govrules.model.records import Record

_PLAIN = re.compile(r"[A-Za-z\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff_./ -]*(?<! )|\d{4}-\d\d-\d\d")
_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
_OWN = ("case", "type", "time", "id", "unit", "actor", "data")
ONE_CASE = "found"
"""the name of the scenario of a history with several cases"""


def scenario_text(
    rulebook: Rulebook,
    events: Iterable[Event],
    *,
    as_of: Time | None = None,
    title: str = "",
    found: Evaluation | None = None,
    records: Iterable[Record] = (),
) -> str:
    """A scenario file with one scenario: these events, read up to `as_of`.

    Args:
        rulebook: whose policies are under test.
        events: of one case, whose name becomes that of the scenario, or of several.
        as_of: a date, or an instant.
        title: what the reader is told.
        found: findings to write as expectations, to be checked by hand; without them nothing is expected.
        records: what is on record beside the events.

    >>> import govrules as gr
    >>> rules = gr.load("cn/licensing-law").or_raise()
    >>> event = Event("case-1", "accepted", dt.date(2025, 9, 22), unit="市住建局", data={"joint": False})
    >>> print(scenario_text(rules, [event], as_of=dt.date(2025, 10, 1)))
    govrules: 1
    scenarios: cn-licensing-law
    cases:
      case-1:
        given:
        - {time: 2025-09-22, type: accepted, unit: 市住建局, joint: false}
        as_of: 2025-10-01
        expect: []
    """
    listed = tuple(events)
    zone = _zone(rulebook)
    cases = sorted({each.case for each in listed})
    single = len(cases) == 1 and re.fullmatch(r"[A-Za-z\u4e00-\u9fff][\w-]*", cases[0]) is not None
    name = cases[0] if single else ONE_CASE
    policies = list(dict.fromkeys(policy.id for policy in rulebook.policies))
    tested = policies[0] if len(policies) == 1 else _value(policies)
    lines = [
        "govrules: 1",
        f"scenarios: {tested}",
        "cases:",
        f"  {name}:",
    ]
    if title:
        lines.append(f"    title: {_scalar(title)}")
    lines += _records(records)
    lines.append("    given:" if listed else "    given: []")
    lines += [f"    - {_event(each, zone, named=not single)}" for each in listed]
    if as_of is not None:
        lines.append(f"    as_of: {_time(as_of, zone)}")
    named = () if single else tuple(cases)
    expected = [] if found is None else list(_expectations(rulebook, found, cases=named))
    lines.append("    expect:" if expected else "    expect: []")
    lines += [f"    - {each}" for each in expected]
    return "\n".join(lines)


def flow(mapping: Mapping[str, object]) -> str:
    """A mapping on one line, as YAML writes it."""
    return "{" + ", ".join(f"{_key(key)}: {_value(value)}" for key, value in mapping.items()) + "}"


def _zone(rulebook: Rulebook) -> ZoneInfo | None:
    zones = {policy.time_zone for policy in rulebook.policies}
    return ZoneInfo(zones.pop()) if len(zones) == 1 else None


class _Raw(str):
    """Text that is written as it is."""

    __slots__ = ()


def _records(records: Iterable[Record]) -> Iterator[str]:
    """By kind and key; several rows of one key are its history."""
    by_kind: dict[str, dict[str, list[dict[str, object]]]] = {}
    for each in records:
        row = {name: value for name, value in each.to_dict().items() if name not in {"record", "key"}}
        for name in ("from", "until"):
            if name in row:
                row[name] = _Raw(row[name])
        by_kind.setdefault(each.kind, {}).setdefault(each.key, []).append(row)
    if by_kind:
        yield "    records:"
    for kind, by_key in by_kind.items():
        yield f"      {_key(kind)}:"
        for key, rows in by_key.items():
            yield f"        {_key(key)}: {_value(rows if len(rows) > 1 else rows[0])}"


def _event(event: Event, zone: ZoneInfo | None, *, named: bool) -> str:
    found: dict[str, object] = {"time": _Raw(_time(event.time, zone)), "type": event.type}
    if named:
        found["case"] = event.case
    for name in ("id", "unit", "actor"):
        if (value := getattr(event, name)) is not None:
            found[name] = value
    hidden: dict[str, object] = {}
    for key, value in event.data.items():
        (hidden if key in _OWN else found)[key] = thaw(value)
    if hidden:
        found["data"] = hidden
    return flow(found)


def _time(time: Time, zone: ZoneInfo | None) -> str:
    if not isinstance(time, dt.datetime):
        return time.isoformat()
    local = time if zone is None else time.astimezone(zone)
    spec = "microseconds" if local.microsecond else "seconds" if local.second else "minutes"
    bare = local.replace(tzinfo=None, fold=0)
    # A clock that is shown twice when clocks are put back needs its offset.
    clear = zone is not None and (
        bare.replace(tzinfo=zone).utcoffset() == bare.replace(tzinfo=zone, fold=1).utcoffset()
    )
    return f'"{(bare if clear else local).isoformat(timespec=spec)}"'


def _key(key: str) -> str:
    return _scalar(key)


def _scalar(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)


def _value(value: object) -> str:
    match value:
        case _Raw():
            return str(value)
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case str():
            return _scalar(value)
        case dt.date():
            return value.isoformat()
        case Mapping():
            return flow(value)
        case list() | tuple():
            return f"[{', '.join(_value(each) for each in value)}]"
    return json.dumps(str(value), ensure_ascii=False)


# -- findings as expectations ----------------------------------------------------------------------------


def _expectations(rulebook: Rulebook, found: Evaluation, *, cases: Sequence[str]) -> Iterator[str]:
    """The fewest lines that an exact scenario needs; `cases` are to be named, if there are any."""
    ids = [clause.full_id for clause in rulebook.clauses]
    spoken = {
        getattr(each, "obligation", None) for each in (*found.violations, *found.shortfalls, *found.lapses)
    }
    spoken |= {each.obligation for each in found.unknowns}
    for finding in found:
        if isinstance(finding, Obligation) and (finding.id in spoken or finding.state == "unknown"):
            continue
        # Scenarios know only cases of events; what belongs to none is found under any of them.
        case = cases[0] if cases and finding.case == NO_CASE else finding.case
        yield flow(_expectation(finding, _short(finding, ids), case=case if cases else None))


def _short(finding: AnyFinding, ids: list[str]) -> str:
    alike = {each for each in ids if each.rpartition("/")[2] == finding.clause}
    return finding.clause if alike == {finding.full_clause} else finding.full_clause


def _expectation(finding: AnyFinding, clause: str, *, case: str | None) -> dict[str, object]:
    line: dict[str, object] = {
        finding.state if isinstance(finding, Obligation) else finding.kind: clause,
    }
    if case is not None:
        line["case"] = case
    line |= dict(finding.slice)
    match finding:
        case Obligation() | Violation() | Lapse():
            if finding.limit_name is not None:
                line["limit"] = finding.limit_name
            if finding.due is not None:
                line["due"] = finding.due
        case LateDecision() if finding.late_by_days is not None:
            line["late_by_days"] = finding.late_by_days
        case Unknown() if finding.reason.code:
            line["reason"] = finding.reason.code
    return line


def finding_lines(rulebook: Rulebook, findings: Iterable[AnyFinding]) -> list[str]:
    """Findings one a line, in the words of scenarios, each with its case."""
    ids = [clause.full_id for clause in rulebook.clauses]
    return [flow(_expectation(each, _short(each, ids), case=each.case)) for each in findings]
