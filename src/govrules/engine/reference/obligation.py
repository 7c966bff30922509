"""From the course of one obligation to the findings that report it, and to what they bring about."""

import datetime as dt

import attrs

from govrules.counting.due import Due
from govrules.engine import reasons
from govrules.engine.counts import Counting
from govrules.engine.found import Found, Remark
from govrules.engine.happenings import LAPSE, Derived
from govrules.engine.limits import Resolved, shown
from govrules.engine.moments import Key, fixed, last_day_read, project
from govrules.engine.reference.breaches import violate
from govrules.engine.reference.course import Course
from govrules.engine.reference.held_days import with_days
from govrules.engine.reference.judgement import Judged, Judgement, fact, finding_event
from govrules.engine.reference.outcome import (
    Ending,
    at_the_due_end,
    basis_of,
    deemed_event,
    effective_end,
    ending,
    horizon_of,
    instant_of,
    known_key,
)
from govrules.engine.reference.responsible import holders
from govrules.engine.triggers import Trigger, unknown
from govrules.engine.values import Missing
from govrules.model.clauses import Clause, Duty
from govrules.model.findings import (
    Alert,
    Evidence,
    Lapse,
    Obligation,
    OtherReading,
    Reason,
    State,
)
from govrules.model.limits import NoLimit
from govrules.model.period import Period

Other = tuple[str, "Period | NoLimit | Missing", Due | None]


def judge(
    trigger: Trigger,
    clause: Clause,
    name: str | None,
    course: Course,
    resolved: Resolved,
    others: tuple[Other, ...],
    counting: Counting,
    found: Found,
) -> Judged:
    """The obligation, and every finding about it, added to `found`."""
    body = clause.body
    assert isinstance(body, Duty)
    own_id = found.new_id(f"{trigger.id}#{name}" if name else trigger.id)
    closed = course.fulfilled or course.ended
    until: Key = closed.happening.key if closed is not None else counting.view.as_of_key
    held = holders(clause, trigger.happening, trigger.entries, trigger.context, until, found)
    limit = limit_words(body, resolved)
    readings = tuple(other_reading(each) for each in others)
    case = Judgement(
        trigger, clause, body, name, course, counting, found, own_id, held, limit, resolved.reading, readings
    )
    found.use(*course.used, *(occurrence.happening for occurrence in (closed,) if occurrence is not None))
    if course.known_from is not None:
        found.use(course.known_from)
    for each in course.set_aside:
        found.set_aside(each.happening, each.reason, clause.full_id)
        if each.reason.code in {"nothing-paused", "nothing-interrupted"}:
            found.remarks.append(
                Remark("impossible order", clause.full_id, trigger.case, unless_used=each.happening.rank)
            )
    result = _judged(case)
    found.obligations.append(result.obligation)
    _warn(case)
    return result


def limit_words(body: Duty, resolved: Resolved) -> str | None:
    """The limit in canonical words; None where it is unknown, which is not the same as none."""
    if not resolved.is_known:
        return None
    if body.by is not None:
        return f"by {body.by}"
    if body.before is not None:
        lead = "" if isinstance(resolved.limit, NoLimit) else f"at least {shown(resolved.limit)} "
        return f"{lead}before {_anchor_words(body)}"
    return shown(resolved.limit)


def _anchor_words(body: Duty) -> str:
    from govrules.model.conditions import Lookup
    from govrules.model.patterns import event_names

    assert body.before is not None
    anchor = body.before.anchor
    return str(anchor) if isinstance(anchor, Lookup) else " | ".join(sorted(event_names(anchor)))


def other_reading(other: Other) -> OtherReading:
    """How a finding tells of a reading that was not used."""
    name, limit, due = other
    words = "unknown" if isinstance(limit, Missing) else shown(limit)
    return OtherReading(name, words, due.date if due is not None else None)


# -- the state -----------------------------------------------------------------------------------------


def _judged(case: Judgement) -> Judged:
    course, due = case.course, case.course.due
    waiting = case.body.before is not None and case.body.before.at_least is not None and due is None
    if course.doubt is not None:
        return _unknown(case, course.doubt)
    if course.fired and due is not None:
        return _fired(case, due)
    if course.fulfilled is not None and not waiting:
        if course.fulfilled.doubt is not None:
            return _unknown(case, course.fulfilled.doubt)
        known = [each.key for each in (course.fulfilled.happening, course.known_from) if each is not None]
        fact(case, "met", max(known))
        return Judged(course, _obligation(case, "met"))
    fact(case, "other", case.trigger.happening.key)
    if course.ended is not None:
        at = course.ended.happening
        reason = (
            reasons.replaced(at.at)
            if case.trigger.replaced_by is not None and at is case.trigger.replaced_by.happening
            else reasons.ended_by(at.type, at.at)
        )
        return Judged(course, _obligation(case, "ended", reason=reason))
    return Judged(course, _obligation(case, "paused" if course.paused else "pending"))


def _unknown(case: Judgement, reason: Reason) -> Judged:
    trigger = case.trigger
    unknown(case.found, case.clause, trigger.happening, trigger.slice, reason, case.id)
    fact(case, "unknown", trigger.happening.key)
    course = attrs.evolve(case.course, due=None)
    return Judged(course, _obligation(attrs.evolve(case, course=course), "unknown", reason=reason))


def _fired(case: Judgement, due: Due) -> Judged:
    """The time ran out: what the clause says silence means."""
    course, trigger = case.course, case.trigger
    known = known_key(due, trigger.happening, course.known_from)
    end = ending(case.clause, case.body, course, due, case.name, trigger.happening, trigger.context, known)
    if end.silence == "unknown" and end.reason is not None:
        return _unknown(case, end.reason)
    if end.silence == "excused":
        fact(case, "other", known)
        return Judged(course, _obligation(case, "excused", reason=end.reason))
    lapses = end.rule is not None and (end.rule.deem is not None or end.silence == "no breach")
    if lapses:
        return _lapsed(case, due, end, known)
    return _breached(case, due, end, known)


def _breached(case: Judgement, due: Due, end: Ending, known: Key) -> Judged:
    course = case.course
    state: State = "met_late" if course.fulfilled is not None else "overdue"
    late = course.ended_late
    reason = reasons.ended_late(late.happening.type, late.happening.at) if late is not None else None
    obligation = _obligation(case, state, reason=reason, departed=end.departed)
    if end.departed:
        fact(case, "other", known)
    else:
        fulfilled = course.fulfilled.happening if course.fulfilled is not None else None
        until = fulfilled or (late.happening if late is not None else None)
        violate(case, due, obligation, fulfilled, known, open_ended=True, until=until)
    return Judged(course, obligation)


def _lapsed(case: Judgement, due: Due, end: Ending, known: Key) -> Judged:
    """Silence has an outcome: a lapse is a finding of its own, never merged with a later decision."""
    rule, trigger = end.rule, case.trigger
    assert rule is not None
    context = at_the_due_end(due, trigger.context, known)
    lapse_id = f"{case.id}/lapse"
    deemed: Evidence | None = None
    view = case.counting.view
    if rule.deem is not None:
        built = deemed_event(rule, due, trigger.happening, trigger.slice, case.counting, context)
        if isinstance(built, Reason):
            return _unknown(case, built)
        event, effective = built
        deemed = Evidence(
            event, project(effective, view.zone), project(instant_of(known), view.zone), lapse_id
        )
    # Where silence is an answer of its own, what comes later is reported beside it, never as its fulfilment.
    silent = attrs.evolve(case, course=attrs.evolve(case.course, fulfilled=None))
    obligation = _obligation(silent, "lapsed", departed=end.departed)
    breach = end.silence == "breach" and not end.departed
    lapse = Lapse(
        id=lapse_id,
        **case.common,  # type: ignore[arg-type]
        obligation=case.id,
        limit_name=case.name,
        trigger=trigger.happening.evidence(),
        due=due.date,
        at=fixed(due.end),
        deemed=deemed,
        breach=breach,
        responsible=case.held_at(due.late_from),
        basis=obligation.basis,
        horizon=obligation.horizon,
    )
    case.found.lapses.append(lapse)
    if breach:
        violate(silent, due, obligation, None, known, open_ended=False)
    else:
        fact(case, "other", known)
    instant, generation = instant_of(known), known[1]
    if deemed is not None:
        case.found.derived.append(
            Derived(deemed.event, deemed.event.time, instant, generation, lapse_id, lapse, "")
        )
    case.found.derived.append(
        Derived(
            finding_event(case),
            effective_end(due),
            instant,
            generation,
            lapse_id,
            lapse,
            LAPSE,
            due.unrolled,
        )
    )
    return Judged(case.course, obligation, lapse, project(instant, view.zone))


def _obligation(
    case: Judgement, state: State, *, reason: Reason | None = None, departed: bool = False
) -> Obligation:
    course, due = case.course, case.course.due
    late_from = fixed(due.late_from) if due is not None else None
    return Obligation(
        id=case.id,
        **case.common,  # type: ignore[arg-type]
        clause_kind="duty",
        state=state,
        trigger=case.trigger.happening.evidence(),
        limit_name=case.name,
        limit=case.limit,
        due=due.date if due is not None else None,
        due_end=fixed(due.end) if due is not None else None,
        late_from=late_from,
        fulfilled=course.fulfilled.happening.evidence() if course.fulfilled is not None else None,
        responsible=case.held_at(late_from if course.fired else None),
        holders=with_days(case.holders, _held_until(case, state), case.counting),
        pauses=course.pauses,
        extensions=course.extensions,
        reading=case.reading,
        other_readings=case.other_readings,
        basis=basis_of(course, departed=departed),
        horizon=horizon_of(course),
        reason=reason,
        version_from=_version_from(case),
        strength=case.clause.strength,
        anchor=course.known_from.evidence() if course.known_from is not None else None,
        counted_from=course.counted_from if due is not None or course.paused else None,
    )


def _held_until(case: Judgement, state: State) -> dt.date:
    """The last day on which anybody held the case for the sake of this duty."""
    course = case.course
    closed = course.fulfilled or course.ended
    if closed is not None:
        return closed.happening.known.date
    last = last_day_read(case.counting.view.as_of)
    if state in {"lapsed", "excused"} and course.due is not None:
        # The end of the time settled it, whatever became of the case afterwards.
        return min(course.due.date, last)
    return last


def _version_from(case: Judgement) -> dt.date | None:
    return case.clause.in_force.start or case.counting.view.policy.in_force.start


def _warn(case: Judgement) -> None:
    for rung in case.course.rung:
        case.found.alerts.append(
            Alert(
                id=case.found.new_id(f"{case.id}/alert/{rung.number}"),
                **case.common,  # type: ignore[arg-type]
                obligation=case.id,
                rule=rung.rule,
                at=rung.at,
                due=rung.due,
                responsible=case.held_at(rung.at),
                date=rung.date,
            )
        )
