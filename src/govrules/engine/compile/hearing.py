"""What clauses that are judged apart hear of breaches which programs found, made from the violations shown.

It is what the reference hands on of a breach. Only `counts_from` is left out: nobody counts from anything but
a lapse, and where a clause apart may hear of lapses, their cases are judged by the reference.
"""

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from govrules.engine.compile.apart import Apart
from govrules.engine.found import Found
from govrules.engine.happenings import VIOLATION, Derived, breach_event
from govrules.engine.moments import Key, just_after, key_of, not_before
from govrules.engine.reference.breaches import heard_of
from govrules.engine.reference.event_clauses import heard_at_once
from govrules.engine.strata import order_of
from govrules.engine.view import View
from govrules.model.findings import Shortfall, Violation
from govrules.model.policy import Rulebook


def heard_by(apart: Apart, rulebook: Rulebook) -> frozenset[str]:
    """The clauses (`policy/clause`) of whose breaches some clause hears that is judged apart."""
    ears = order_of(rulebook).ears
    hearing = (ears[name] for name in apart.clauses)
    return frozenset[str]().union(*(each.clauses for each in hearing if VIOLATION in each.kinds))


def handed_on(
    broken: Iterable[Violation | None], heard: frozenset[str], views: Sequence[View]
) -> tuple[Found, ...]:
    """What breaches bring about of which somebody hears, by clause.

    Args:
        broken: as they are shown.
        heard: the clauses (`policy/clause`) of whose breaches anybody hears.
    """
    zones = {view.policy.id: view.zone for view in views}
    found: dict[str, Found] = {}
    for each in broken:
        if each is None or isinstance(each, Shortfall) or each.full_clause not in heard:
            continue
        found.setdefault(each.full_clause, Found()).derived.append(derived(each, zones[each.policy]))
    return tuple(found.values())


def derived(violation: Violation, zone: ZoneInfo) -> Derived:
    """A violation as something that clauses wait for."""
    trigger = violation.trigger
    assert trigger is not None
    event, key = breach_event(trigger.event, violation.slice), key_of(trigger.at, zone)
    if violation.clause_kind != "duty":
        # A requirement is broken by the event itself.
        return heard_at_once(violation, event, trigger.at, key)
    return heard_of(violation, event, _known(violation, key))


def _known(violation: Violation, trigger: Key) -> Key:
    """When the breach of a duty is known: just after its due end, and not before its trigger."""
    assert violation.at is not None
    assert violation.due_end is not None
    # Where lateness begins behind the due end, its first instant is late.
    return not_before(just_after(violation.at, at_once=violation.at > violation.due_end), trigger)
