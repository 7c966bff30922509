"""Plans for requirements and prohibitions: an event, or a day, that keeps the clause or breaks it."""

import datetime as dt
from collections.abc import Sequence

from govrules.model.clauses import Prohibition, Requirement
from govrules.testing.calendar_days import day_of
from govrules.testing.chance import pick
from govrules.testing.drafts import Draft, in_slice, names_of, trigger_ways
from govrules.testing.planned import Outcome, Plan, planned, write_trigger
from govrules.testing.solving import Needs
from govrules.testing.steps import NoWayError, Step, occurring, ways_of

_DAY = dt.timedelta(days=1)
More = Sequence[tuple[Needs, ...]]
"""what else must hold of the trigger, one way of each"""


def requirement(draft: Draft, body: Requirement, outcome: Outcome, day: dt.date, more: More = ()) -> Plan:
    kept = outcome == "met"
    names = names_of(draft.clause, member_of(draft))
    ways = []
    for series in _triggers(draft, [*more, *([] if kept else [not_excused(draft)])]):
        for needs in ways_of(body.require, kept, draft.policy, series[-1].type, names=names):
            joined = series[-1].needing(needs, draft.policy)
            if joined is not None:
                ways.append((*series[:-1], joined))
    if not ways:
        raise NoWayError("no event is known that makes its conditions come out")
    series = pick(draft.chance, ways)
    day = _day(draft, series, day)
    write_trigger(draft, series, day)
    return planned(draft, outcome, day)


def member_of(draft: Draft) -> str | None:
    """The member of `for_each` that the draft is about."""
    population = draft.clause.for_each
    return draft.named(population.variable) if population is not None else None


def _triggers(draft: Draft, more: More) -> tuple[tuple[Step, ...], ...]:
    wanted = [each for each in more if each]
    return trigger_ways(draft.clause, draft.policy, more=wanted, days=True, member=member_of(draft))


def not_excused(draft: Draft) -> tuple[Needs, ...]:
    clause = draft.clause
    if clause.unless is None:
        return ()
    return ways_of(clause.unless, False, draft.policy, None, names=names_of(clause, member_of(draft)))


def _day(draft: Draft, series: tuple[Step, ...], day: dt.date) -> dt.date:
    on = series[-1].on
    return day if on is None else day_of(on, draft.clause, draft.policy, day)


def prohibition(draft: Draft, body: Prohibition, outcome: Outcome, day: dt.date, more: More = ()) -> Plan:
    if outcome == "met":
        raise NoWayError("a prohibition is kept by what does not happen")
    series = pick(draft.chance, _triggers(draft, [*more, not_excused(draft)]))
    day = _day(draft, series, day)
    start = day - _DAY * draft.chance.number(1, 5)
    if body.during is not None and isinstance(body.during.end, str) and start.month != day.month:
        day, start = day.replace(day=2), day.replace(day=1)
    # The slice is worked out first, so that what begins the time lies in it.
    in_slice(draft, series[-1])
    if body.during is not None:
        for step in pick(draft.chance, occurring(body.during.start, draft.policy)):
            draft.add(step, start)
    write_trigger(draft, series, day)
    return planned(draft, outcome, day)
