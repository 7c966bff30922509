"""Random case histories in a rulebook's own words.

Events drawn blindly from a vocabulary seldom trigger anything. Each case here has a theme: one clause, whose
trigger comes first and whose other events come more often than the rest of the vocabulary.
Dates lie around the Spring Festival and the National Day of 2025, where make-up working days are.
Values are those that the conditions of the rules compare with, and now and then one is missing.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs
from hypothesis import strategies as st

from govrules.model.clauses import Clause, Duty, InterruptRule, PauseRule, Prohibition, Requirement
from govrules.model.conditions import Call, Compare, Constant, EventName, ListOf, Lookup
from govrules.model.events import Event
from govrules.model.frozen import EMPTY
from govrules.model.patterns import AllOf, Happens, InOrder, Lapsed, Violated, event_names
from govrules.model.policy import EventType, Field, FieldType, Rulebook

SHANGHAI = dt.timezone(dt.timedelta(hours=8))
SEASONS = (dt.date(2025, 1, 13), dt.date(2025, 9, 15))
"""two weeks before the Spring Festival and before the National Day"""
HORIZON = dt.date(2025, 12, 20)
PERIODS = ("no limit", "3 working days", "7 days", "1 month", "二十日", "4 hours")
UNITS = ("市住建局", "市规划局", "市水利局")
CLOCKS = (dt.time(0, 0), dt.time(9, 0), dt.time(12, 0), dt.time(17, 30), dt.time(23, 59, 59))


@attrs.frozen
class Word:
    """An event type as histories use it: its fields, and the values that the rules tell apart."""

    type: str
    fields: tuple[Field, ...]
    values: Mapping[str, tuple[object, ...]]


@attrs.frozen
class Vocabulary:
    words: Mapping[str, Word]
    themes: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
    """clause -> the types that trigger it, and all types that it speaks of"""
    setters: Mapping[str, tuple[str, ...]]
    """clause -> the types that set the records which it looks into"""
    answers: Mapping[str, tuple[str, ...]]
    """clause -> the types that meet it"""
    bundles: Mapping[str, tuple[tuple[str, ...], ...]]
    """clause -> types that mean something only together: a pause's start and end, the parts of one pattern"""


def parts(value: object) -> Iterator[Any]:
    """A frozen value and everything in it, whatever it is made of."""
    yield value
    kind: Any = type(value)
    if attrs.has(kind):
        for field in attrs.fields(kind):
            if field.name != "span":
                yield from parts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from parts(each)


def mentioned(value: object) -> set[str]:
    """The events that a clause or condition speaks of, as written."""
    found = {each.event for each in parts(value) if isinstance(each, Happens)}
    return found | {each.name for each in parts(value) if isinstance(each, EventName)}


def vocabulary(rules: Rulebook) -> Vocabulary:
    """The words of a rulebook, with named events traced to what a log can hold."""
    types: dict[str, EventType] = {}
    for policy in rules.policies:
        types.update(policy.events)

    def logged(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted({_logged(name, types) for name in names}))

    constants = _constants(rules)
    extra = _extra_fields(rules)
    words: dict[str, Word] = {}
    for name, event in types.items():
        if event.is_ is None:
            declared = dict(event.data)
            fields = {**{each.name: each for each in extra}, **declared}
            words[name] = Word(name, tuple(fields[each] for each in sorted(fields)), constants)
    themes = {}
    for clause in rules.clauses:
        if isinstance(clause.body, Duty | Requirement | Prohibition):
            triggers = logged(event_names(clause.body.when)) or tuple(sorted(words))[:1]
            spoken = logged(mentioned(clause) | _behind(mentioned(clause), types))
            themes[clause.full_id] = (triggers, tuple(each for each in spoken if each in words))
    records = {name: each for policy in rules.policies for name, each in policy.records.items()}
    setters = {
        clause.full_id: tuple(
            sorted({name for root in _roots(clause) & set(records) for name in records[root].set_by})
        )
        for clause in rules.clauses
    }
    bundles = {
        clause.full_id: tuple(
            tuple(_logged(each, types) for each in names) for names in _together(clause) if names
        )
        for clause in rules.clauses
    }
    answers = {
        clause.full_id: logged(event_names(clause.body.must))
        for clause in rules.clauses
        if isinstance(clause.body, Duty)
    }
    return Vocabulary(words, themes, setters, answers, bundles)


def _together(clause: Clause) -> Iterator[tuple[str, ...]]:
    for part in parts(clause):
        if isinstance(part, AllOf | InOrder):
            yield tuple(name for each in part.parts for name in sorted(event_names(each)))
        elif isinstance(part, PauseRule | InterruptRule):
            yield tuple(name for each in (part.start, part.end) for name in sorted(event_names(each)))


def _logged(name: str, types: Mapping[str, EventType]) -> str:
    """The event that a log holds where the rules speak of a named event."""
    while name in types and (base := types[name].is_) is not None:
        name = base
    return name


def _roots(value: object) -> set[str]:
    return {each.root for each in parts(value) if isinstance(each, Lookup)}


def _behind(names: set[str], types: Mapping[str, EventType]) -> set[str]:
    """Events that the conditions of named events speak of."""
    return {
        other for name in names if name in types and types[name].if_ for other in mentioned(types[name].if_)
    }


def _constants(rules: Rulebook) -> dict[str, tuple[object, ...]]:
    """For each field, the values that some condition compares it with."""
    found: dict[str, set[Any]] = {}
    conditions: list[object] = [*rules.clauses]
    for policy in rules.policies:
        conditions += [each.if_ for each in policy.events.values()]
    for each in (part for condition in conditions for part in parts(condition)):
        if isinstance(each, Compare):
            sides = (each.first, *(side for _, side in each.rest))
            names = [side.path[-1] for side in sides if isinstance(side, Lookup) and side.path]
            values = [
                part.value
                for side in sides
                if isinstance(side, Constant | ListOf)
                for part in parts(side)
                if isinstance(part, Constant)
            ]
            for name in names:
                found.setdefault(name, set()).update(values)
    return {name: tuple(sorted(values, key=repr)) for name, values in found.items()}


def _extra_fields(rules: Rulebook) -> tuple[Field, ...]:
    """Fields that any event may carry: what slices a clause, finds a record, or describes the case."""
    names = {name for clause in rules.clauses for name in clause.per if name != "case"}
    for policy in rules.policies:
        names |= set(policy.records)
        names |= {name for name in policy.case if name not in names}
    declared: dict[str, Field] = {}
    for policy in rules.policies:
        declared.update(policy.case)
    return tuple(declared.get(name, Field(name, "string")) for name in sorted(names))


# -- strategies ---------------------------------------------------------------------------------------


def days() -> st.SearchStrategy[dt.date]:
    """Days near a holiday with make-up working days."""
    offsets = st.integers(0, 35).map(lambda days: dt.timedelta(days=days))
    return st.builds(lambda season, offset: season + offset, st.sampled_from(SEASONS), offsets)


def times(day: dt.date) -> st.SearchStrategy[dt.date | dt.datetime]:
    """A bare date, or an instant of that day in the policies' zone, some of them written in UTC."""

    def instant(clock: dt.time, utc: bool) -> dt.datetime:
        local = dt.datetime.combine(day, clock, tzinfo=SHANGHAI)
        return local.astimezone(dt.UTC) if utc else local

    return st.just(day) | st.builds(instant, st.sampled_from(CLOCKS), st.booleans())


def values(field: Field, day: dt.date, known: tuple[object, ...]) -> st.SearchStrategy[object]:
    """A value of a field's type; of text, one that the rules compare with."""
    kind: FieldType = field.type
    soon = st.integers(-10, 40).map(lambda offset: (day + dt.timedelta(days=offset)).isoformat())
    match kind:
        case "bool":
            return st.booleans()
        case "choice":
            return st.sampled_from(field.choices)
        case "date":
            return soon
        case "instant":
            return soon.map(lambda text: f"{text}T17:00:00+08:00")
        case "period":
            return st.sampled_from(PERIODS)
        case "list":
            return st.lists(st.sampled_from(UNITS), max_size=3, unique=True)
        case "integer" | "number":
            return st.integers(0, 3)
    if "unit" in field.name:
        return st.sampled_from(UNITS)
    # Two names are enough for two of a kind to overlap in one case.
    pool = (*known, f"{field.name}-1", f"{field.name}-2") if known else (f"{field.name}-1", f"{field.name}-2")
    return st.sampled_from(pool)


@st.composite
def events(
    draw: st.DrawFn, word: Word, case: str, day: dt.date, shared: Mapping[str, object] = EMPTY
) -> Event:
    """One event of a type on a day; each field is there four times in five, those of `shared` always."""
    data = {
        field.name: shared[field.name]
        if field.name in shared
        else draw(values(field, day, word.values.get(field.name, ())))
        for field in word.fields
        if field.name in shared or draw(st.integers(0, 4))
    }
    return Event(
        case,
        word.type,
        draw(times(day)),
        id=draw(st.none() | st.integers(1, 3).map(lambda number: f"{case}-{word.type}-{number}")),
        unit=draw(st.none() | st.sampled_from(UNITS)),
        data=data,
    )


@st.composite
def bundles(draw: st.DrawFn, words: Sequence[Word], case: str, day: dt.date) -> list[Event]:
    """Events one after the other that agree in their fields, as the two ends of one hearing do."""
    shared: dict[str, object] = {}
    for word in words:
        for field in word.fields:
            shared.setdefault(field.name, draw(values(field, day, word.values.get(field.name, ()))))
    found = []
    for word in words:
        found.append(draw(events(word, case, day, shared)))
        day += dt.timedelta(days=draw(st.integers(0, 12)))
    return found


@st.composite
def cases(draw: st.DrawFn, words: Vocabulary, case: str) -> list[Event]:
    """One case: a trigger of its theme, then whatever else happened, some of it twice."""
    theme = draw(st.sampled_from(sorted(words.themes)))
    triggers, spoken = words.themes[theme]
    start = draw(days())
    first = words.words[draw(st.sampled_from(triggers))]
    found = [draw(events(first, case, start))]
    for setter in words.setters[theme]:
        for _ in range(draw(st.integers(0, 2))):
            day = start - dt.timedelta(days=draw(st.integers(0, 10)))
            found.append(draw(events(words.words[setter], case, day)))
    for bundle in words.bundles[theme]:
        if draw(st.booleans()):
            day = start + dt.timedelta(days=draw(st.integers(0, 25)))
            found += draw(bundles([words.words[each] for each in bundle], case, day))
    for answer in words.answers.get(theme, ()):
        if draw(st.booleans()):
            day = min(start + dt.timedelta(days=draw(st.integers(0, 60))), HORIZON)
            found.append(draw(events(words.words[answer], case, day)))
    everything = sorted(words.words)
    for _ in range(draw(st.integers(0, 5))):
        pool = everything if not spoken or draw(st.integers(0, 5)) == 0 else spoken
        offset = draw(st.integers(0, 3) | st.integers(-2, 45) | st.integers(0, 80))
        day = min(start + dt.timedelta(days=offset), HORIZON)
        found.append(draw(events(words.words[draw(st.sampled_from(pool))], case, day)))
    found += [each for each in found if draw(st.integers(0, 9)) == 0]
    return found


@st.composite
def histories(draw: st.DrawFn, words: Vocabulary, *, most: int = 3) -> list[Event]:
    """Several cases, their events in any order."""
    found: list[Event] = []
    for number in range(1, draw(st.integers(1, most)) + 1):
        found += draw(cases(words, f"case-{number}"))
    return list(draw(st.permutations(found)))


def depends_on(rules: Rulebook, removed: str) -> set[str]:
    """The clauses whose findings may change when one clause is taken out, itself included.

    A clause depends on another whose verdict it asks for, which it displaces, or whose lapse deems an event
    that it speaks of; and on whatever these depend on.
    """
    reached = {removed}
    while True:
        more = {clause.full_id for clause in rules.clauses if _touched(clause, reached, rules)} - reached
        if not more:
            return reached
        reached |= more


def _touched(clause: Clause, reached: set[str], rules: Rulebook) -> bool:
    sources = [each for each in rules.clauses if each.full_id in reached]
    names = {name for each in sources for name in (each.id, each.full_id)}
    asked = {
        str(part.value if isinstance(part, Constant) else part.name)
        for call in parts(clause)
        if isinstance(call, Call) and call.function in {"met", "violated", "lapsed"}
        for part in parts(call)
        if isinstance(part, Constant | EventName)
    }
    waited = {name for part in parts(clause) if isinstance(part, Violated | Lapsed) for name in part.clauses}
    displaced = {name for each in sources for name in each.displaces}
    if asked & names or waited & names or {clause.id, clause.full_id} & displaced:
        return True
    deemed = {
        rule.deem
        for each in sources
        if isinstance(each.body, Duty)
        for rule in each.body.on_lapse
        if rule.deem
    }
    types: dict[str, EventType] = {}
    for policy in rules.policies:
        types.update(policy.events)
    spoken = mentioned(clause)
    spoken |= {types[name].is_ or name for name in spoken if name in types}
    spoken |= _behind(spoken, types)
    return bool(spoken & deemed)
