"""Findings that no trigger brings about: what quotas and what must hold share."""

import datetime as dt

import attrs

from govrules.engine import reasons
from govrules.engine.conditions import holds
from govrules.engine.context import Context, Fact, Verdict
from govrules.engine.found import Found
from govrules.engine.happenings import NO_CASE, VIOLATION, Derived, Happening
from govrules.engine.mentions import conflicting
from govrules.engine.moments import Key, fixed, plain, utc
from govrules.engine.patterns import occurrences
from govrules.engine.reference.departures import departed
from govrules.engine.reference.outcome import instant_of
from govrules.engine.reference.responsible import party
from govrules.engine.rosters import Subject
from govrules.engine.triggers import Version
from govrules.engine.values import Missing, Value
from govrules.model.clauses import Clause
from govrules.model.events import Event
from govrules.model.findings import Gap, Moment, Obligation, Reason, Shortfall, Tally, Unknown, Violation


@attrs.frozen(eq=False)
class Judged:
    """The moment at which a clause is found broken, or would be."""

    context: Context
    """read at that moment"""
    at: dt.datetime
    """the first instant late, or that of the event"""
    known: Key
    generation: int
    """of what follows from it"""
    event: Happening | None = None
    """the event that broke it; None where time alone did"""


@attrs.frozen
class Silence:
    """What becomes of a breach: it stands, or is excused, departed from, or unknown."""

    kind: str
    reason: Reason | None = None


def stands(clause: Clause, judged: Judged, since: Moment | None, unread: bool) -> Silence:
    """Whether a breach stands.

    Args:
        since: from when on a departure may be recorded; None is any time before.
        unread: whether rows that could not be read may hold an excuse.
    """
    context = judged.context
    conflict = conflicting(clause, context)
    if conflict is not None:
        return Silence("unknown", conflict)
    excusable = clause.unless is not None or clause.strength == "in_principle"
    if clause.unless is not None:
        excused = holds(clause.unless, context)
        if isinstance(excused, Missing):
            return Silence("unknown", excused.reason)
        if excused is True:
            return Silence("excused", _excuse(clause, judged))
    if clause.strength == "in_principle":
        found = _departed(clause, judged, since)
        if isinstance(found, Missing):
            return Silence("unknown", found.reason)
        if found is True:
            return Silence("departed")
    if unread and excusable:
        return Silence("unknown", reasons.unread_rows())
    return Silence("breach")


def _excuse(clause: Clause, judged: Judged) -> Reason:
    text = clause.unless.text if clause.unless is not None else ""
    return reasons.excused_at_event(text) if judged.event is not None else reasons.excused(text)


def _departed(clause: Clause, judged: Judged, since: Moment | None) -> Value:
    """Across cases any event of the slice may record a departure, but only within the time counted."""
    context = judged.context
    history = (
        *context.case_history,
        *(each.happening for each in context.entries if each.lacks is None),
    )
    if since is not None:
        history = tuple(each for each in history if each.known.date >= since.date)
    here = attrs.evolve(context, case_history=history)
    return departed(clause, here, judged.known, context.moment)


def responsible(clause: Clause, context: Context, subject: Subject, found: Found) -> str | None:
    """Who answers at a moment: the first party, or the one to whom it was passed on last by then."""
    if clause.responsible is None:
        return None
    named = party(clause.responsible.first, context)
    passes = [
        (each.happening, rule.to)
        for rule in clause.responsible.passes
        for each in occurrences(rule.on, subject.entries, context, clause)
        if each.doubt is None and each.happening.key <= context.reached
    ]
    found.use(*(happening for happening, _ in passes))
    if passes:
        happening, to = max(passes, key=lambda each: each[0].order)
        named = party(to, context.at(happening))
    return named


def case_of(version: Version, event: Happening | None) -> str:
    """The case of a finding: its own, or that of the one event that gave rise to it."""
    if version.scope.case is not None:
        return version.scope.case
    return event.event.case if event is not None else NO_CASE


def violate(
    obligation: Obligation,
    clause: Clause,
    subject: Subject,
    judged: Judged,
    found: Found,
    *,
    id: str,
    tally: Tally | None = None,
    gap: Gap | None = None,
    trigger: Happening | None = None,
    party: str | None,
) -> None:
    """The violation or shortfall, and the happening that other clauses may wait for."""
    kind = Shortfall if clause.strength == "should" else Violation
    source = judged.event or trigger
    unit = subject.unit or (source.event.unit if source is not None else None)
    violation = kind(
        id=f"{id.replace('/violation', '/' + kind.kind)}",
        policy=clause.policy,
        clause=clause.id,
        case=obligation.case,
        slice=obligation.slice,
        obligation=obligation.id,
        clause_kind=clause.kind,
        trigger=source.evidence() if source is not None else None,
        # What is one too many is broken there and then, however much time there is for what is too few.
        due=None if judged.event is not None else obligation.due,
        due_end=None if judged.event is not None else obligation.due_end,
        at=judged.at,
        unit=unit,
        responsible=party,
        basis=obligation.basis,
        strength=clause.strength,
        severity=clause.severity,
        tags=clause.tags,
        tally=tally,
        gap=gap,
    )
    if isinstance(violation, Shortfall):
        found.shortfalls.append(violation)
        return
    found.violations.append(violation)
    found.derived.append(
        Derived(
            _violation_event(obligation, subject, judged, source, unit),
            plain(judged.event.known) if judged.event is not None else judged.at,
            instant_of(judged.known),
            judged.generation,
            violation.id,
            attrs.evolve(violation, gap=Gap(gap.start, None)) if gap is not None else violation,
            VIOLATION,
        )
    )


def _violation_event(
    obligation: Obligation,
    subject: Subject,
    judged: Judged,
    source: Happening | None,
    unit: str | None,
) -> Event:
    """A violation as an event to wait for: it carries its slice, and the data of an event that broke it."""
    own = {name: _as_data(subject.names.get(name, text)) for name, text in obligation.slice}
    data = {**own, **(source.event.data if source is not None else {}), **own}
    time = source.event.time if source is not None else fixed(judged.at)
    actor = source.event.actor if source is not None else None
    return Event(obligation.case, "violation", time, unit=unit, actor=actor, data=data)


def _as_data(value: Value) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value


def fact(
    version: Version, obligation: Obligation, verdict: Verdict, known: Key, since: Key, found: Found
) -> None:
    """What the obligation came to, for conditions that ask."""
    found.facts.append(Fact(version.clause.full_id, obligation.case, obligation.slice, verdict, known, since))


def say_unknown(obligation: Obligation, reason: Reason, found: Found, *, what: str = "unknown") -> None:
    """A finding that says why there is no verdict."""
    found.unknowns.append(unknown_of(obligation, reason, found.new_id(f"{obligation.id}/{what}")))


def unknown_of(obligation: Obligation, reason: Reason, own_id: str) -> Unknown:
    """What says that nobody knows what became of an obligation, under an id of its own."""
    return Unknown(
        id=own_id,
        policy=obligation.policy,
        clause=obligation.clause,
        case=obligation.case,
        slice=obligation.slice,
        reason=reason,
        trigger=obligation.trigger,
        obligation=obligation.id,
    )


def midnight_key(end: dt.datetime) -> Key:
    """Just after an instant: what time alone brings about there."""
    return (utc(end), 1)
