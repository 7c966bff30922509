"""Plans for requirements and prohibitions: an event that keeps the clause, or breaks it."""

import datetime as dt

from govrules.model.clauses import Prohibition, Requirement
from govrules.testing.chance import pick
from govrules.testing.drafts import Draft, in_slice, trigger_ways
from govrules.testing.planned import Outcome, Plan, planned, write_trigger
from govrules.testing.solving import Needs
from govrules.testing.steps import NoWayError, occurring, ways_of

_DAY = dt.timedelta(days=1)


def requirement(draft: Draft, body: Requirement, outcome: Outcome, day: dt.date) -> Plan:
    kept = outcome == "met"
    more = [() if kept else _not_excused(draft)]
    ways = []
    for series in trigger_ways(draft.clause, draft.policy, more=[each for each in more if each]):
        for needs in ways_of(body.require, kept, draft.policy, series[-1].type):
            joined = series[-1].needing(needs, draft.policy)
            if joined is not None:
                ways.append((*series[:-1], joined))
    if not ways:
        raise NoWayError("no event is known that makes its conditions come out")
    write_trigger(draft, pick(draft.chance, ways), day)
    return planned(draft, outcome, day)


def _not_excused(draft: Draft) -> tuple[Needs, ...]:
    clause = draft.clause
    return ways_of(clause.unless, False, draft.policy, None) if clause.unless is not None else ()


def prohibition(draft: Draft, body: Prohibition, outcome: Outcome, day: dt.date) -> Plan:
    if outcome == "met":
        raise NoWayError("a prohibition is kept by what does not happen")
    more = _not_excused(draft)
    series = pick(draft.chance, trigger_ways(draft.clause, draft.policy, more=[more] if more else []))
    start = day - _DAY * draft.chance.number(1, 5)
    if body.during is not None and isinstance(body.during.end, str) and start.month != day.month:
        day, start = day.replace(day=2), day.replace(day=1)
    trigger = in_slice(draft, series[-1])
    if body.during is not None:
        for step in pick(draft.chance, occurring(body.during.start, draft.policy)):
            draft.add(step, start)
    write_trigger(draft, (*series[:-1], trigger), day)
    return planned(draft, outcome, day)
