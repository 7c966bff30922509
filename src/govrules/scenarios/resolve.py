"""Scenarios against their rules: names to clauses, wall clocks to instants, and what can never come true."""

import datetime as dt
from collections.abc import Collection, Iterator

import attrs

from govrules.diagnostics import Code, Diagnostic, Help, Span
from govrules.diagnostics.codes import scenarios as codes
from govrules.engine.slices import crosses_cases
from govrules.model.clauses import Clause, Duty, NotCheckable
from govrules.model.events import Event, EventError
from govrules.model.limits import Readings
from govrules.model.policy import Rulebook
from govrules.model.views import STANCES
from govrules.scenarios.model import Check, Expectation, Given, Scenario, WrittenTime
from govrules.scenarios.sheet import Sheet, did_you_mean
from govrules.scenarios.values import in_zone, shown
from govrules.scenarios.words import MEANT, attributes_of


@attrs.frozen
class Resolved:
    """A scenario that is ready to run, or what stands in its way."""

    events: tuple[Event, ...]
    checks: tuple[Check, ...]
    diagnostics: tuple[Diagnostic, ...]


def zone_of(rules: Rulebook) -> str | None:
    """The one time zone of all policies, or None where they differ."""
    zones = {policy.time_zone for policy in rules.policies}
    return zones.pop() if len(zones) == 1 else None


def resolve(scenario: Scenario, rules: Rulebook, *, policies: Collection[str] = ()) -> Resolved:
    """The events and expectations of a scenario in the words of its rules.

    Args:
        scenario: as it was read, without mistakes of its own.
        rules: what it is tested against, with its parameters set.
        policies: whose clauses a bare name means first, where several policies have such a clause.
    """
    sheet = Sheet()
    zone = zone_of(rules)
    default = _default_case(scenario)
    expected_ignored = {
        each.subject for check in scenario.checks for each in check.expect if each.word == "ignored"
    }
    known = _event_types(rules)
    aliases = _aliases(rules)
    events: list[Event] = []
    for written in scenario.given:
        given = attrs.evolve(written, type=aliases.get(written.type, written.type))
        if known and given.type not in known and given.type not in expected_ignored:
            help_ = did_you_mean(given.type, sorted(known))
            sheet.note(codes.UNKNOWN_EVENT, given.span, {"type": shown(given.type)}, help=help_[:1])
        event = _event(given, default, zone, sheet)
        if event is not None:
            events.append(event)
    cases = {each.case for each in events} or {default}
    checks = tuple(_check(each, rules, policies, default, cases, zone, sheet) for each in scenario.checks)
    return Resolved(tuple(events), checks, tuple(sheet.problems))


def _default_case(scenario: Scenario) -> str:
    """The scenario's id, or the one case that all of its events name."""
    named = {each.case for each in scenario.given}
    if len(named) == 1:
        return next(iter(named)) or scenario.id
    return scenario.id


def _event_types(rules: Rulebook) -> set[str]:
    declared = {name for policy in rules.policies for name in policy.events}
    # What people say of findings is understood without being declared.
    return declared | {word for word, _ in STANCES} if declared else declared


def _aliases(rules: Rulebook) -> dict[str, str]:
    """What source systems call an event, where that means one event and is no event's own name."""
    found: dict[str, set[str]] = {}
    for policy in rules.policies:
        for event in policy.events.values():
            for name in event.names:
                found.setdefault(name, set()).add(event.name)
    own = _event_types(rules)
    return {name: next(iter(types)) for name, types in found.items() if len(types) == 1 and name not in own}


def _event(given: Given, default: str, zone: str | None, sheet: Sheet) -> Event | None:
    time = _time(given.time, zone, given.span, sheet)
    if time is None:
        return None
    try:
        return Event(
            given.case or default,
            given.type,
            time,
            id=given.id,
            unit=given.unit,
            actor=given.actor,
            data=given.data,
            source=str(given.span) if given.span is not None else None,
        )
    except EventError as error:
        values = {"key": error.field, "problem_en": error.problem, "problem_zh": "不是事件所能含的值"}
        sheet.note(codes.INVALID_EVENT, given.span, values)
        return None


def _time(time: WrittenTime, zone: str | None, span: Span | None, sheet: Sheet) -> WrittenTime | None:
    found = in_zone(time, zone, span)
    if isinstance(found, Diagnostic):
        sheet.problems.append(found)
        return None
    return found


def _check(
    check: Check,
    rules: Rulebook,
    policies: Collection[str],
    default: str,
    cases: Collection[str],
    zone: str | None,
    sheet: Sheet,
) -> Check:
    as_of = None if check.as_of is None else _time(check.as_of, zone, check.span, sheet)
    expect = tuple(
        _clocks(resolved, zone, sheet)
        for each in check.expect
        if (resolved := _expectation(each, rules, policies, default, cases, sheet)) is not None
    )
    for each in expect:
        for code, values in _too_early(each, as_of):
            sheet.note(code, each.span, values)
    return attrs.evolve(check, as_of=as_of, expect=expect)


def _clocks(expected: Expectation, zone: str | None, sheet: Sheet) -> Expectation:
    """The expectation with its wall clocks as instants of the policies' zone."""
    attributes = tuple(
        (
            name,
            _time(value, zone, expected.spans.get(name), sheet) if isinstance(value, dt.datetime) else value,
        )
        for name, value in expected.attributes
    )
    return attrs.evolve(expected, attributes=attributes)


def _expectation(
    expected: Expectation,
    rules: Rulebook,
    policies: Collection[str],
    default: str,
    cases: Collection[str],
    sheet: Sheet,
) -> Expectation | None:
    case = expected.case or default
    if case not in cases and not (expected.case is None and _is_of_no_case(expected, rules)):
        help_ = did_you_mean(case, sorted(cases))
        sheet.note(codes.UNKNOWN_CASE, expected.span, {"case": shown(case)}, help=help_)
        return None
    if expected.word == "ignored":
        _unknown_details(expected, expected.subject, (), sheet)
        return attrs.evolve(expected, case=case)
    versions = _clause(expected, rules, policies, sheet)
    if not versions:
        return None
    clause = versions[-1]
    fields = {name for each in versions for name in _slice_fields(each)}
    _unknown_details(expected, clause.id, fields, sheet)
    for reason, reason_zh in _impossible(expected, versions):
        values = {"word": expected.word, "clause": clause.id, "reason": reason, "reason_zh": reason_zh}
        sheet.note(codes.CANNOT_BE, expected.span, values)
    sliced = tuple((name, str(value)) for name, value in expected.attributes if name in fields)
    return attrs.evolve(
        expected,
        subject=clause.full_id,
        case=case,
        attributes=tuple((name, value) for name, value in expected.attributes if name not in fields),
        slice=tuple(sorted((*expected.slice, *sliced))),
    )


def _slice_fields(clause: Clause) -> tuple[str, ...]:
    own = tuple(name for name in clause.per if name != "case")
    return own if clause.for_each is None else (*own, clause.for_each.variable)


def _unknown_details(expected: Expectation, clause: str, fields: Collection[str], sheet: Sheet) -> None:
    for name, _ in expected.slice:
        if name not in fields:
            known = sorted({*attributes_of(expected.word), *fields, "case"})
            values = {"word": expected.word, "clause": shown(clause), "key": shown(name)}
            span = expected.spans.get(name, expected.span)
            sheet.note(codes.UNKNOWN_ATTRIBUTE, span, values, help=did_you_mean(MEANT.get(name, name), known))


def _is_of_no_case(expected: Expectation, rules: Rulebook) -> bool:
    """Whether findings of the clause may belong to no case, and are matched by their slice alone."""
    return any(crosses_cases(each) for each in rules.clauses if expected.subject in (each.id, each.full_id))


def _clause(
    expected: Expectation, rules: Rulebook, policies: Collection[str], sheet: Sheet
) -> tuple[Clause, ...]:
    """All versions of the clause that is meant; empty, with a note, where none or several may be."""
    name = expected.subject
    whole = rules.versions(name) if "/" in name else ()
    if whole:
        return whole
    matching = sorted({clause.full_id for clause in rules.clauses if clause.id == name})
    first = [each for each in matching if each.rpartition("/")[0] in policies]
    matching = first or matching
    if len(matching) == 1:
        return rules.versions(matching[0])
    if matching:
        holders = ", ".join(f"`{each.rpartition('/')[0]}`" for each in matching)
        help_ = (Help(en=f"write `{matching[0]}`", zh=f"请写 `{matching[0]}`"),)
        values = {"clause": shown(name), "policies": holders}
        sheet.note(codes.AMBIGUOUS_CLAUSE, expected.span, values, help=help_)
        return ()
    known = sorted({clause.full_id if "/" in name else clause.id for clause in rules.clauses})
    sheet.note(codes.UNKNOWN_CLAUSE, expected.span, {"clause": shown(name)}, help=did_you_mean(name, known))
    return ()


def _impossible(expected: Expectation, versions: tuple[Clause, ...]) -> Iterator[tuple[str, str]]:
    """Why no version of the clause can lead to such a finding, if so."""
    bodies = [clause.body for clause in versions]
    if all(isinstance(body, NotCheckable) for body in bodies):
        yield "the clause is not checkable", "该条款不可自动核查"
        return
    duties = [body for body in bodies if isinstance(body, Duty)]
    word = expected.word
    strengths = {clause.strength for clause in versions}
    if word == "violation" and strengths == {"should"}:
        yield "a `should` clause has shortfalls", "`should` 条款只会有 shortfall"
    if word == "shortfall" and "should" not in strengths:
        yield "only a `should` clause has shortfalls", "只有 `should` 条款才有 shortfall"
    if word == "excused" and all(clause.unless is None for clause in versions):
        yield (
            "the clause has no `unless`; what a person excuses is a `view`",
            "该条款没有 `unless`；由人认可免责的写作 `view`",
        )
    if word in {"paused", "lapse", "lapsed", "late_decision", "alert", "met_late", "overdue"} and not duties:
        yield "the clause is no duty", "该条款不是义务"
        return
    if word == "violated" and len(duties) == len(bodies):
        yield "a duty is `overdue` or `met_late`", "义务的状态是 `overdue` 或 `met_late`"
    if word == "paused" and not any(duty.pause or duty.interrupt for duty in duties):
        yield "the clause has no `pause`", "该条款没有 `pause`"
    if word in {"lapse", "lapsed", "late_decision"} and not any(duty.on_lapse for duty in duties):
        yield "the clause has no `on_lapse`", "该条款没有 `on_lapse`"
    if word == "alert" and not any(duty.warn for duty in duties):
        yield "the clause has no `warn`", "该条款没有 `warn`"
    yield from _impossible_details(dict(expected.attributes), duties)


def _impossible_details(details: dict[str, object], duties: list[Duty]) -> Iterator[tuple[str, str]]:
    limit, reading, deemed = (details.get(name) for name in ("limit", "reading", "deemed"))
    limits = {each.name for duty in duties for each in duty.within}
    if limit is not None and limit not in limits:
        named = ", ".join(f"`{each}`" for each in sorted(filter(None, limits))) or "none"
        named_zh = named.replace(", ", "、").replace("none", "无")
        yield f"the named limits of the clause are: {named}", f"该条款的命名期限：{named_zh}"
    readings = {
        name
        for duty in duties
        for each in duty.within
        if isinstance(each.limit, Readings)
        for name, _ in each.limit.readings
    }
    before = [duty.before.at_least for duty in duties if duty.before is not None]
    readings |= {name for each in before if isinstance(each, Readings) for name, _ in each.readings}
    if isinstance(reading, str) and reading not in readings:
        named = ", ".join(f"`{each}`" for each in sorted(readings)) or "none"
        named_zh = named.replace(", ", "、").replace("none", "无")
        yield f"the readings of the clause are: {named}", f"该条款的读法：{named_zh}"
    deemable = {each.deem for duty in duties for each in duty.on_lapse if each.deem}
    if isinstance(deemed, str) and deemed not in deemable:
        named = ", ".join(f"`{each}`" for each in sorted(deemable)) or "nothing"
        named_zh = named.replace(", ", "、").replace("nothing", "无")
        yield f"the clause deems {named}", f"该条款视为发生的是：{named_zh}"


def _too_early(expected: Expectation, as_of: WrittenTime | None) -> Iterator[tuple[Code, dict[str, object]]]:
    """A finding that needs the due day to be over, expected at a date before it."""
    due = dict(expected.attributes).get("due")
    if as_of is None or isinstance(due, dt.datetime) or not isinstance(due, dt.date):
        return
    seen = as_of.date() if isinstance(as_of, dt.datetime) else as_of
    if expected.word in {"overdue", "met_late", "lapsed", "lapse"} and due > seen:
        yield (
            codes.CANNOT_BE,
            {
                "word": expected.word,
                "clause": expected.subject.rpartition("/")[2],
                "reason": f"it is not yet due at `as_of: {seen}`",
                "reason_zh": f"截至 `as_of: {seen}` 尚未到期",
            },
        )
