"""Violations and shortfalls of a duty, and what they bring about."""

import datetime as dt

import attrs

from govrules.counting.due import Due
from govrules.engine.happenings import VIOLATION, Derived, Happening
from govrules.engine.moments import Key, fixed
from govrules.engine.reference.judgement import Judgement, fact, finding_event
from govrules.engine.reference.outcome import (
    instant_of,
    late_by,
)
from govrules.model.events import Event
from govrules.model.findings import (
    Obligation,
    Shortfall,
    Violation,
)


def violate(
    case: Judgement,
    due: Due,
    obligation: Obligation,
    fulfilled: Happening | None,
    known: Key,
    *,
    open_ended: bool,
    until: Happening | None = None,
) -> None:
    """The violation or shortfall; `until` is what put an end to the lateness, if anything has."""
    days, working = late_by(due.date, until, case.counting)
    is_shortfall = case.clause.strength == "should"
    kind = Shortfall if is_shortfall else Violation
    late_from = fixed(due.late_from)
    violation = kind(
        id=f"{case.id}/{kind.kind}",
        **case.common,  # type: ignore[arg-type]
        obligation=case.id,
        clause_kind="duty",
        limit_name=case.name,
        trigger=obligation.trigger,
        due=due.date,
        due_end=fixed(due.end),
        at=late_from,
        fulfilled=fulfilled.evidence() if fulfilled is not None else None,
        late_by_days=days if open_ended else None,
        late_by_working_days=working if open_ended else None,
        unit=case.trigger.unit,
        responsible=case.held_at(late_from),
        reading=case.reading,
        other_readings=case.other_readings,
        basis=obligation.basis,
        horizon=obligation.horizon,
        strength=case.clause.strength,
        severity=case.clause.severity,
        tags=case.clause.tags,
    )
    if isinstance(violation, Shortfall):
        case.found.shortfalls.append(violation)
        fact(case, "other", known)
        return
    case.found.violations.append(violation)
    fact(case, "violated", known)
    case.found.derived.append(heard_of(violation, finding_event(case), known, due.unrolled))


def heard_of(violation: Violation, event: Event, known: Key, counts_from: dt.date | None = None) -> Derived:
    """The violation of a duty as something that clauses wait for.

    Args:
        event: as `breach_event` makes it.
        known: when it is known.
    """
    instant = instant_of(known)
    # What a clause waits for is the breach itself; how late it became is no part of that.
    alone = attrs.evolve(violation, fulfilled=None, late_by_days=None, late_by_working_days=None)
    return Derived(event, instant, instant, known[1], violation.id, alone, VIOLATION, counts_from)
