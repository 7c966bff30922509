"""What requirements and prohibitions share: one obligation for each event that they speak of."""

from govrules.engine import reasons
from govrules.engine.conditions import holds
from govrules.engine.context import Fact, Verdict
from govrules.engine.found import Found
from govrules.engine.happenings import VIOLATION, Derived, breach_event
from govrules.engine.mentions import contradiction
from govrules.engine.moments import Key, instant_from, plain
from govrules.engine.reference.departures import departed
from govrules.engine.reference.outcome import instant_of
from govrules.engine.reference.responsible import holders
from govrules.engine.triggers import Trigger, identity, unknown
from govrules.engine.values import Missing
from govrules.model.events import Event
from govrules.model.findings import Basis, Holder, Moment, Obligation, Reason, Shortfall, State, Violation


def report(trigger: Trigger, kept: bool | Reason, found: Found, *, same_day: bool = False) -> None:
    """The findings about one event under a requirement or prohibition.

    Args:
        kept: whether the clause was kept, or why that is unknown.
        same_day: whether the order of two events of one day was read in the office's favour.
    """
    clause, happening, context = trigger.clause, trigger.happening, trigger.context
    own_id = found.new_id(identity(clause, trigger.case, trigger.slice, happening.at))
    state: State = "met"
    reason: Reason | None = None
    basis: tuple[Basis, ...] = ("same day",) if same_day else ()
    excused = holds(clause.unless, context) if clause.unless is not None and kept is not True else False
    if isinstance(kept, Reason):
        state, reason = "unknown", kept
    if excused is True and clause.unless is not None:
        state, reason = "excused", reasons.excused_at_event(clause.unless.text)
    elif isinstance(excused, Missing) and kept is False:
        state, reason = "unknown", excused.reason
    elif kept is False and (contradicted := contradiction(clause, context)) is not None:
        state, reason = "unknown", contradicted
    elif kept is False:
        state = "violated"
        if clause.strength == "in_principle":
            has_departed = departed(clause, context, happening.key, happening.known)
            if isinstance(has_departed, Missing):
                state, reason = "unknown", has_departed.reason
            elif has_departed is True:
                basis = (*basis, "departure recorded")
    until = (happening.key[0], happening.key[1] + 1)
    held = holders(clause, happening, trigger.entries, context, until, found)
    obligation = Obligation(
        id=own_id,
        policy=clause.policy,
        clause=clause.id,
        case=trigger.case,
        slice=trigger.slice,
        clause_kind=clause.kind,
        state=state,
        trigger=happening.evidence(),
        responsible=held[0].party if held else None,
        holders=held,
        basis=basis,
        reason=reason,
        version_from=clause.in_force.start or context.view.policy.in_force.start,
        strength=clause.strength,
    )
    found.obligations.append(obligation)
    if state == "unknown" and reason is not None:
        unknown(found, clause, happening, trigger.slice, reason, own_id)
    verdict: Verdict = "other"
    if state == "violated" and "departure recorded" not in basis:
        verdict = _violate(trigger, obligation, held, found)
    elif state in {"met", "unknown"}:
        verdict = "met" if state == "met" else "unknown"
    found.facts.append(
        Fact(clause.full_id, trigger.case, trigger.slice, verdict, happening.key, happening.key)
    )


def _violate(trigger: Trigger, obligation: Obligation, held: tuple[Holder, ...], found: Found) -> Verdict:
    clause, happening = trigger.clause, trigger.happening
    zone = trigger.context.view.zone
    kind = Shortfall if clause.strength == "should" else Violation
    at = instant_from(happening.known, zone)
    violation = kind(
        id=f"{obligation.id}/{kind.kind}",
        policy=clause.policy,
        clause=clause.id,
        case=trigger.case,
        slice=trigger.slice,
        obligation=obligation.id,
        clause_kind=clause.kind,
        trigger=obligation.trigger,
        at=at,
        unit=trigger.unit,
        responsible=held[0].party if held else None,
        basis=obligation.basis,
        strength=clause.strength,
        severity=clause.severity,
        tags=clause.tags,
    )
    if isinstance(violation, Shortfall):
        found.shortfalls.append(violation)
        return "other"
    found.violations.append(violation)
    event = breach_event(happening.event, trigger.slice)
    found.derived.append(heard_at_once(violation, event, happening.at, happening.key))
    return "violated"


def heard_at_once(violation: Violation, event: Event, at: Moment, key: Key) -> Derived:
    """A violation by an event itself as something that clauses wait for.

    Args:
        event: as `breach_event` makes it.
        at: of the event by which the clause is broken; `key` is its place in the order of happenings.
    """
    return Derived(event, plain(at), instant_of(key), key[1] + 1, violation.id, violation, VIOLATION)
