"""Random case histories in a rulebook's own words.

Events drawn blindly from a vocabulary seldom trigger anything. Each case here has a theme: one clause, whose
trigger comes first and whose other events come more often than the rest of the vocabulary.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import attrs
from hypothesis import strategies as st

from govrules.model.clauses import Clause, Duty, Prohibition, Requirement
from govrules.model.events import Event, Time
from govrules.model.frozen import EMPTY
from govrules.model.patterns import event_names
from govrules.model.policy import Rulebook
from govrules.testing.chance import Chance, Drawn, pick, rarely, several
from govrules.testing.drafts import Draft, in_slice, trigger_ways, write_before
from govrules.testing.ground import Ground, ground_of
from govrules.testing.history import History
from govrules.testing.steps import NoWayError
from govrules.testing.terms import SHORT, set_limit
from govrules.testing.words import UNITS, Theme, Word, value_for

_DAY = dt.timedelta(days=1)
_CLOCKS = (dt.time(9), dt.time(17, 30), dt.time(0), dt.time(23, 59, 59))
_LATER = (400, 120, 30, 7, 1, 0)
"""days from the last event to `as_of`: first so many that everything is settled"""


def histories(
    rulebook: Rulebook,
    *,
    clause: str | None = None,
    also: Iterable[str] = (),
    cases: int = 2,
    most: int = 6,
) -> st.SearchStrategy[History]:
    """Case histories in the words of a rulebook: any order of events, complete or not, sensible or not.

    Args:
        rulebook: its events, fields, values, calendars and dates are what histories are made of.
        clause: the clause that every case is about (`decide`, or `policy/decide`); left out, any.
        also: event types that are to come often, though no clause speaks of them.
        cases: at most so many cases.
        most: at most so many events in a case beside its trigger and what belongs with it.

    Raises:
        ValueError: the rulebook has no such clause or event, or no clause that a machine can check.

    >>> import govrules as gr
    >>> rules = gr.load("cn/licensing-law").or_raise()
    >>> histories(rules, clause="decide")  # doctest: +ELLIPSIS
    random_history(...)
    """
    ground = ground_of(rulebook)
    themes = tuple(each for each in ground.words.themes if clause is None or names(each.clause, clause))
    if not themes:
        raise ValueError("the rulebook has no clause to check" if clause is None else f"no clause `{clause}`")
    wanted = tuple(also)
    unknown = [each for each in wanted if each not in ground.words.types]
    if unknown:
        raise ValueError(f"the rulebook has no event `{unknown[0]}` that a log can hold")
    if wanted:
        themes = tuple(
            attrs.evolve(each, spoken=(*wanted, *each.spoken), turns=(*wanted, *each.turns))
            for each in themes
        )
    return random_history(ground, themes, cases, most)


def names(clause: Clause, written: str) -> bool:
    """Whether a clause is meant by `decide` or `policy/decide`."""
    return written in {clause.id, clause.full_id}


@st.composite
def random_history(
    draw: st.DrawFn, ground: Ground, themes: tuple[Theme, ...], cases: int, most: int
) -> History:
    return throw_history(Drawn(draw), ground, themes=themes, cases=cases, most=most)


def throw_history(
    chance: Chance, ground: Ground, *, themes: Sequence[Theme] | None = None, cases: int = 2, most: int = 6
) -> History:
    """A history by any source of choices: for runs of many thousands, where hypothesis takes its time."""
    found: list[Event] = []
    for number in several(chance, 1, cases):
        theme = pick(chance, themes or ground.words.themes)
        found += _case(chance, ground, theme, f"case-{number + 1}", most)
    found.sort(key=lambda each: (each.case, _day(each, ground)))
    days = sorted(_day(each, ground) for each in found)
    if rarely(chance, 3):
        # In the middle of the story, best where it turns, with what comes later already in the log.
        turns = {turn for theme in themes or ground.words.themes for turn in theme.turns}
        as_of = pick(chance, [_day(each, ground) for each in found if each.type in turns] or days[::-1])
    else:
        as_of = min(days[-1] + _DAY * pick(chance, _LATER), max(ground.last_day, days[-1]))
    return History(ground.rulebook, tuple(found), as_of)


def _day(event: Event, ground: Ground) -> dt.date:
    time = event.time
    return time.astimezone(ground.zone).date() if isinstance(time, dt.datetime) else time


def _case(chance: Chance, ground: Ground, theme: Theme, case: str, most: int) -> list[Event]:
    """One case: a trigger of its theme, then whatever else happened."""
    words = ground.words
    start = pick(chance, ground.days) if rarely(chance, 2) else ground.days[0]
    start += _DAY * (chance.number(-30, 3) if start != ground.days[0] else chance.number(0, 6))
    begins = _begins(ground, theme)
    if begins is not None and rarely(chance, 2):
        start = begins
    alone = rarely(chance, 2)
    # The plainest trigger is one that holds good; every other time it is as careless as a log may be.
    careless = not alone and rarely(chance, 2)
    found = [] if careless else _well_made(chance, ground, theme, case, start)
    if not found:
        found = [_event(chance, ground, words.types[pick(chance, theme.triggers)], case, start)]
    for setter in theme.setters:
        for _ in several(chance, 0, 2):
            day = start - _DAY * chance.number(0, 10)
            found.append(_event(chance, ground, words.types[setter], case, day))
    if alone:
        return found + _one_thing(chance, ground, theme, case, start)
    for bundle in theme.bundles:
        if rarely(chance, 2):
            found += _together(chance, ground, bundle, case, start + _DAY * chance.number(0, 25))
    for turn in theme.turns:
        if rarely(chance, 2):
            day = start + _DAY * chance.number(0, 6)
            found.append(_event(chance, ground, words.types[turn], case, day))
    for answer in theme.answers:
        if rarely(chance, 2):
            # As often long after most limits as within them.
            days = chance.number(45, 90) if rarely(chance, 3) else chance.number(0, 60)
            found.append(_event(chance, ground, words.types[answer], case, start + _DAY * days))
    everything = tuple(sorted(words.types))
    for _ in several(chance, 0, most):
        pool = everything if not theme.spoken or rarely(chance, 6) else theme.spoken
        word = words.types[pick(chance, pool)]
        day = start + _DAY * pick(chance, (chance.number(0, 3), chance.number(-2, 45), chance.number(0, 80)))
        found.append(_event(chance, ground, word, case, day))
    return found


def _begins(ground: Ground, theme: Theme) -> dt.date | None:
    """The first day of a clause that days of the calendar trigger: it looks at what is on record by then."""
    clause = theme.clause
    if not isinstance(clause.body, Duty | Requirement | Prohibition) or event_names(clause.body.when):
        return None
    first = clause.in_force.start or ground.rulebook.policy_of(clause).in_force.start
    return first if first in ground.days else None


def _one_thing(chance: Chance, ground: Ground, theme: Theme, case: str, start: dt.date) -> list[Event]:
    """What happens alone, so that nothing else hides what comes of it.

    It is an answer long after most limits, the first of two that belong together (a pause without an end), or
    whatever else ends, excuses or pauses the clause.
    """
    begun = tuple(each[0] for each in theme.bundles if each[0] in ground.words.types)
    late = (theme.answers, 45, 90)
    # A late answer comes to less where silence is one already, so it is tried twice as often.
    ways = [each for each in (late, (begun, 0, 3), (theme.turns, 0, 3), late) if each[0]]
    if not ways:
        return []
    things, least, most = pick(chance, ways)
    day = start + _DAY * chance.number(least, most)
    return [_event(chance, ground, ground.words.types[pick(chance, things)], case, day)]


def _well_made(chance: Chance, ground: Ground, theme: Theme, case: str, day: dt.date) -> list[Event]:
    """A trigger whose `if` holds, in a slice and with a limit; nothing where none is known."""
    clause = theme.clause
    if not isinstance(clause.body, Duty | Requirement | Prohibition):
        return []
    policy = ground.rulebook.policy_of(clause)
    draft = Draft(ground, policy, clause, case, chance)
    try:
        ways = trigger_ways(clause, policy)
        series = pick(chance, ways)
        trigger = in_slice(draft, series[-1])
        if isinstance(clause.body, Duty):
            for number, each in enumerate(clause.body.within):
                text = SHORT[number % len(SHORT)]
                trigger = set_limit(each.limit, trigger, policy, day, text).trigger
        trigger = write_before(draft, trigger, day)
        for step in series[:-1]:
            draft.add(step, day)
        draft.add(trigger, day, shared=False)
    except NoWayError:
        return []
    return draft.events


def _event(
    chance: Chance,
    ground: Ground,
    word: Word,
    case: str,
    day: dt.date,
    shared: Mapping[str, object] = EMPTY,
) -> Event:
    """One event of a type on a day; a field is there four times in five, those of `shared` always."""
    data: dict[str, object] = {}
    for field in word.fields:
        if field.name in shared:
            data[field.name] = shared[field.name]
        elif chance.number(0, 4):
            data[field.name] = _value(chance, ground, word, field.name, day)
    return Event(
        case,
        word.type,
        _time(chance, ground, day),
        id=f"{word.type}-{chance.number(1, 3)}" if rarely(chance, 4) else None,
        unit=pick(chance, UNITS) if rarely(chance, 2) else None,
        data=data,
    )


def _value(chance: Chance, ground: Ground, word: Word, name: str, day: dt.date) -> object:
    [field] = [each for each in word.fields if each.name == name]
    return value_for(field, day, chance, known=word.values.get(name, ()), periods=ground.words.periods)


def _together(chance: Chance, ground: Ground, types: tuple[str, ...], case: str, day: dt.date) -> list[Event]:
    """Events one after the other that agree in their fields, as the two ends of one hearing do."""
    words = [ground.words.types[each] for each in types if each in ground.words.types]
    shared: dict[str, object] = {}
    for word in words:
        for field in word.fields:
            if field.name not in shared:
                shared[field.name] = _value(chance, ground, word, field.name, day)
    found = []
    for word in words:
        found.append(_event(chance, ground, word, case, day, shared))
        day += _DAY * chance.number(0, 12)
    return found


def _time(chance: Chance, ground: Ground, day: dt.date) -> Time:
    """A bare date, or an instant of that day in the policies' zone, some of them written in UTC."""
    if not rarely(chance, 2):
        return day
    local = dt.datetime.combine(day, pick(chance, _CLOCKS), tzinfo=ground.zone)
    return local.astimezone(dt.UTC) if rarely(chance, 3) else local
