"""What moves the due end of a planned duty: a pause, an extension."""

import datetime as dt

from govrules.counting.due import Due, Extension, Pause
from govrules.model.clauses import Duty
from govrules.model.period import Period
from govrules.testing.chance import pick, rarely
from govrules.testing.drafts import Draft
from govrules.testing.steps import occurring

_DAY = dt.timedelta(days=1)


def paused(draft: Draft, body: Duty, day: dt.date, due: Due) -> tuple[tuple[Pause, ...], tuple[dt.date, ...]]:
    """A pause that chance may want between a trigger and its due end, with the days that it moves."""
    rules = [each for each in body.pause if each.if_ is None and each.at_most is None]
    room = (due.date - day).days - 1
    if not rules or room < 2 or not rarely(draft.chance, 3):
        return (), ()
    rule = pick(draft.chance, rules)
    start = day + _DAY * draft.chance.number(1, room)
    end = start + _DAY * draft.chance.number(0, 12)
    pair = {name: f"{name}-1" for name in rule.per}
    starts, ends = occurring(rule.start, draft.policy), occurring(rule.end, draft.policy)
    for first in starts:
        for last in ends:
            known = {**first[-1].data, **last[-1].data}
            paired = {**pair, **{name: known[name] for name in pair if name in known}}
            fits = all(
                each.data.get(name, value) == value
                for each in (first[-1], last[-1])
                for name, value in paired.items()
            )
            if fits:
                draft.add(first[-1].with_data(paired), start)
                draft.add(last[-1].with_data(paired), end)
                return (Pause(start, end, rule.days),), (end,)
    return (), ()


def extended(
    draft: Draft, body: Duty, day: dt.date, due: Due
) -> tuple[tuple[Extension, ...], tuple[dt.date, ...]]:
    """An extension that chance may want between a trigger and its due end, with the days that it moves."""
    rules = [
        each
        for each in body.extend
        if each.if_ is None and each.at_most is None and isinstance(each.add, Period)
    ]
    room = (due.date - day).days - 1
    if not rules or room < 1 or not rarely(draft.chance, 3):
        return (), ()
    rule = pick(draft.chance, rules)
    ways = occurring(rule.when, draft.policy)
    if not ways or not isinstance(rule.add, Period):
        return (), ()
    on = day + _DAY * draft.chance.number(1, room)
    for step in pick(draft.chance, ways):
        draft.add(step, on)
    return (Extension(rule.add, on),), (on,)
