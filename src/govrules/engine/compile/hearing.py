"""What clauses judged apart hear of breaches and lapses which programs found, made from what is shown.

It is what the reference hands on of them. Only the `counts_from` of a breach is left out: nobody counts from
anything but a lapse.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from govrules.engine.compile.apart import Apart
from govrules.engine.compile.shown import Shown
from govrules.engine.found import Found
from govrules.engine.happenings import LAPSE, VIOLATION, Derived, breach_event
from govrules.engine.moments import Key, just_after, key_of, not_before
from govrules.engine.reference.breaches import heard_of
from govrules.engine.reference.event_clauses import heard_at_once
from govrules.engine.reference.outcome import end_on_its_day, instant_of
from govrules.engine.strata import order_of
from govrules.engine.view import View
from govrules.model.findings import Evidence, Lapse, LateDecision, Obligation, Shortfall, Violation
from govrules.model.policy import Rulebook


def heard_by(apart: Apart, rulebook: Rulebook) -> frozenset[str]:
    """The clauses (`policy/clause`) of whose breaches some clause hears that is judged apart."""
    ears = order_of(rulebook).ears
    hearing = (ears[name] for name in apart.clauses)
    return frozenset[str]().union(*(each.clauses for each in hearing if VIOLATION in each.kinds))


def handed_on(broken: Iterable[Shown], heard: frozenset[str], views: Sequence[View]) -> tuple[Found, ...]:
    """What breaches bring about of which somebody hears, by clause.

    Args:
        broken: obligations, with what was broken of them, as they are shown.
        heard: the clauses (`policy/clause`) of whose breaches anybody hears.
    """
    zones = {view.policy.id: view.zone for view in views}
    found: dict[str, Found] = {}
    for shown in broken:
        each = shown.broken
        if each is None or isinstance(each, Shortfall) or each.full_clause not in heard:
            continue
        of_clause = found.setdefault(each.full_clause, Found())
        of_clause.derived.append(derived(each, shown.obligation.anchor, zones[each.policy]))
    return tuple(found.values())


def derived(violation: Violation, anchor: Evidence | None, zone: ZoneInfo) -> Derived:
    """A violation as something that clauses wait for.

    Args:
        anchor: the event that its duty had to come before.
    """
    trigger = violation.trigger
    assert trigger is not None
    event, key = breach_event(trigger.event, violation.slice), key_of(trigger.at, zone)
    if violation.clause_kind != "duty":
        # A requirement is broken by the event itself.
        return heard_at_once(violation, event, trigger.at, key)
    known = _known(violation, key)
    if anchor is not None:
        known = not_before(known, key_of(anchor.known, zone))
    return heard_of(violation, event, known)


def lapses_handed_on(
    lapsed: Iterable[Shown], views: Sequence[View]
) -> tuple[tuple[Found, ...], tuple[str, ...]]:
    """What lapses bring about, by clause, and the cases of those that only the reference can hand on.

    Args:
        lapsed: obligations that lapsed, as they are shown.
    """
    by_policy = {view.policy.id: view for view in views}
    found: dict[str, Found] = {}
    left: list[str] = []
    for each in lapsed:
        assert each.lapse is not None
        view = by_policy[each.lapse.policy]
        if each.unrolled is None or _is_repeated(each.lapse, each.late, view):
            left.append(each.lapse.case)
            continue
        brought = lapse_derived(each.lapse, each.obligation, each.unrolled, view.zone)
        found.setdefault(each.lapse.full_clause, Found()).derived += brought
    return tuple(found.values()), tuple(left)


def lapse_derived(lapse: Lapse, obligation: Obligation, unrolled: dt.date, zone: ZoneInfo) -> list[Derived]:
    """A lapse as something that clauses wait for, behind what it deems."""
    trigger = lapse.trigger
    assert trigger is not None
    assert obligation.late_from is not None
    assert lapse.at is not None
    assert lapse.due is not None
    late_from = obligation.late_from
    passed = just_after(late_from, at_once=late_from > lapse.at)
    known = not_before(passed, key_of(trigger.at, zone))
    instant, event = instant_of(known), breach_event(trigger.event, lapse.slice)
    waited = Derived(
        event, end_on_its_day(lapse.due, lapse.at), instant, known[1], lapse.id, lapse, LAPSE, unrolled
    )
    if lapse.deemed is None:
        return [waited]
    deemed = lapse.deemed.event
    return [Derived(deemed, deemed.time, instant, known[1], lapse.id, lapse, ""), waited]


def _is_repeated(lapse: Lapse, late: Iterable[LateDecision], view: View) -> bool:
    """Whether an event came later of the type that was deemed: it triggers nothing anywhere."""
    if lapse.deemed is None:
        return False
    resolve = view.vocabulary.resolve
    came = {resolve(each.event.event.type) for each in late if each.event is not None}
    return resolve(lapse.deemed.event.type) in came


def _known(violation: Violation, trigger: Key) -> Key:
    """When the breach of a duty is known: just after its due end, and not before its trigger."""
    assert violation.at is not None
    assert violation.due_end is not None
    # Where lateness begins behind the due end, its first instant is late.
    return not_before(just_after(violation.at, at_once=violation.at > violation.due_end), trigger)
