"""What clauses that are judged apart hear of breaches which programs found, made from the violations shown.

It is what the reference hands on of a breach. Only `counts_from` is left out: nobody counts from anything but
a lapse, and where a clause apart may hear of lapses, their cases are judged by the reference.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

import attrs

from govrules.engine.compile.apart import Apart
from govrules.engine.found import Found
from govrules.engine.happenings import VIOLATION, Derived, carried
from govrules.engine.moments import Key, key_of, plain, utc
from govrules.engine.reference.outcome import instant_of
from govrules.engine.strata import order_of
from govrules.engine.view import View
from govrules.model.events import Event
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
    source, key = trigger.event, key_of(trigger.at, zone)
    data = carried(source, violation.slice)
    event = Event(source.case, "violation", source.time, unit=source.unit, actor=source.actor, data=data)
    if violation.clause_kind != "duty":
        # A requirement is broken by the event itself.
        at = plain(trigger.at)
        return Derived(event, at, instant_of(key), key[1] + 1, violation.id, violation, VIOLATION)
    known = _known(violation, key)
    instant = instant_of(known)
    # What a clause waits for is the breach itself; how late it became is no part of that.
    alone = attrs.evolve(violation, fulfilled=None, late_by_days=None, late_by_working_days=None)
    return Derived(event, instant, instant, known[1], violation.id, alone, VIOLATION)


def _known(violation: Violation, trigger: Key) -> Key:
    """When the breach of a duty is known: just after its due end, and not before its trigger."""
    assert violation.at is not None
    assert violation.due_end is not None
    late_from = utc(violation.at)
    # Where lateness begins behind the due end, its first instant is late.
    if violation.at > violation.due_end:
        late_from -= dt.timedelta(microseconds=1)
    known = (late_from, 1)
    return (trigger[0], trigger[1] + 1) if trigger >= known else known
