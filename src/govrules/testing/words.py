"""What a rulebook's histories are made of: event types, their fields, and values that rules tell apart."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

import attrs

from govrules.model.accountability import Accountability
from govrules.model.clauses import Clause, Duty, InterruptRule, NotCheckable, PauseRule
from govrules.model.conditions import Compare, Constant, ListOf, Lookup
from govrules.model.dependence import dependence, parts
from govrules.model.maintenance import Hold, Maintenance, Window
from govrules.model.patterns import AllOf, InOrder, event_names
from govrules.model.period import Period
from govrules.model.policy import EventType, Field, Rulebook
from govrules.model.quota import Quota
from govrules.testing.chance import Chance, pick, rarely
from govrules.testing.depends import behind, logged, mentioned, types_of

UNITS = ("unit-1", "unit-2", "unit-3")
"""offices, where a rule does not name one"""
_SENT = "dispatched_at"
"""the field that says when something was sent, where posting in time is in time"""
PERIODS = ("3 working days", "7 days", "1 month", "no limit", "二十日", "4 hours")


@attrs.frozen
class Word:
    """An event type as histories use it."""

    type: str
    fields: tuple[Field, ...]
    values: Mapping[str, tuple[object, ...]]
    """for each field, the values that some condition compares it with"""


@attrs.frozen
class Theme:
    """One clause, as the subject of a case."""

    clause: Clause
    triggers: tuple[str, ...]
    answers: tuple[str, ...]
    """the types that meet it"""
    spoken: tuple[str, ...]
    """every type that it speaks of"""
    setters: tuple[str, ...]
    """the types that set the records which it looks into"""
    turns: tuple[str, ...]
    """the types that end, excuse or pause it: one alone turns a case"""
    bundles: tuple[tuple[str, ...], ...]
    """types that mean something only together: a pause's two ends, the parts of one pattern"""


@attrs.frozen
class Words:
    """The words of a rulebook, with named events traced to what a log can hold."""

    types: Mapping[str, Word]
    themes: tuple[Theme, ...]
    periods: tuple[str, ...]
    """limits that the clauses write, shortest text first"""


def words_of(rulebook: Rulebook) -> Words:
    """The words of a rulebook."""
    declared = types_of(rulebook)
    constants = _constants(rulebook)
    extra = _extra_fields(rulebook)
    words: dict[str, Word] = {}
    for name, event in declared.items():
        if event.is_ is None:
            fields = {**{each.name: each for each in extra}, **dict(event.data)}
            words[name] = Word(name, tuple(fields[each] for each in sorted(fields)), constants)
    setting = {name: kind.set_by for policy in rulebook.policies for name, kind in policy.records.items()}
    waits = dependence(rulebook).waits
    by_name = {each.full_id: each for each in rulebook.clauses}
    themes = tuple(
        _theme(clause, [by_name[each] for each in sorted(waits[clause.full_id])], declared, words, setting)
        for clause in rulebook.clauses
        if not isinstance(clause.body, NotCheckable)
    )
    written = {str(part) for clause in rulebook.clauses for part in parts(clause) if isinstance(part, Period)}
    return Words(words, themes, tuple(sorted(written, key=lambda text: (len(text), text))))


def _theme(
    clause: Clause,
    awaited: Iterable[Clause],
    declared: Mapping[str, EventType],
    words: Mapping[str, Word],
    setting: Mapping[str, tuple[str, ...]],
) -> Theme:
    def in_log(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted({name for each in names if (name := logged(each, declared)) in words}))

    named = mentioned(clause)
    begins = _beginning(clause)
    if isinstance(clause.body, Accountability):
        # Its own event counts for little unless there is a breach.
        begins = frozenset().union(*map(_beginning, awaited)) or begins
    roots = {part.root for part in parts(clause) if isinstance(part, Lookup)}
    if clause.for_each is not None and clause.for_each.records is not None:
        roots.add(clause.for_each.records)
    return Theme(
        clause=clause,
        # What days of the calendar or other clauses trigger needs no event of its own, but a case.
        triggers=in_log(begins) or tuple(sorted(words))[:1],
        answers=in_log(event_names(clause.body.must)) if isinstance(clause.body, Duty) else (),
        spoken=in_log(named | behind(named, declared)),
        setters=in_log(name for root in sorted(roots & set(setting)) for name in setting[root]),
        turns=in_log(_turning(clause)),
        bundles=tuple(
            tuple(logged(each, declared) for each in names) for names in _together(clause) if names
        ),
    )


def _beginning(clause: Clause) -> frozenset[str]:
    """What a clause is triggered by, counts, waits for or sees begin."""
    match clause.body:
        case Quota(count):
            return event_names(count)
        case Maintenance(hold, throughout):
            return event_names(hold.start if throughout.start is None else throughout.start)
        case Accountability(on):
            return event_names(on)
        case NotCheckable():
            return frozenset()
    return event_names(clause.body.when)


def _turning(clause: Clause) -> Iterator[str]:
    if clause.unless is not None:
        yield from mentioned(clause.unless)
    if isinstance(clause.body, Quota):
        # One is seldom too many.
        yield from event_names(clause.body.count)
    if isinstance(clause.body, Duty):
        for start in (
            *(each.start for each in clause.body.pause),
            *(each.start for each in clause.body.interrupt),
        ):
            yield from event_names(start)
        if clause.body.end_on is not None:
            yield from event_names(clause.body.end_on)


def _together(clause: Clause) -> Iterator[tuple[str, ...]]:
    for part in parts(clause):
        if isinstance(part, AllOf | InOrder):
            yield tuple(name for each in part.parts for name in sorted(event_names(each)))
        elif isinstance(part, PauseRule | InterruptRule | Hold | Window):
            ends = [each for each in (part.start, part.end) if each is not None]
            yield tuple(name for each in ends for name in sorted(event_names(each)))


def _constants(rulebook: Rulebook) -> dict[str, tuple[object, ...]]:
    """For each field, the values that some condition compares it with."""
    found: dict[str, dict[object, None]] = {}
    conditions: list[object] = [*rulebook.clauses]
    for policy in rulebook.policies:
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
                found.setdefault(name, {}).update(dict.fromkeys(values))
    return {name: tuple(sorted(values, key=repr)) for name, values in found.items()}


def _extra_fields(rulebook: Rulebook) -> tuple[Field, ...]:
    """Fields that any event may carry: what slices a clause, finds a record, or describes the case."""
    names = {name for clause in rulebook.clauses for name in clause.per if name != "case"}
    names |= {
        clause.for_each.variable
        for clause in rulebook.clauses
        if clause.for_each is not None and clause.for_each.records is None
    }
    declared: dict[str, Field] = {}
    for policy in rulebook.policies:
        names |= {*policy.records, *policy.case}
        declared.update(policy.case)
    used = {policy.convention for policy in rulebook.policies}
    if any(each.fulfilled_by == "dispatch" for name, each in rulebook.conventions.items() if name in used):
        declared[_SENT] = Field(_SENT, "date")
        names.add(_SENT)
    # The unit that acted stands beside the data.
    return tuple(declared.get(name, Field(name, "string")) for name in sorted(names - {"unit", "actor"}))


# -- values --------------------------------------------------------------------------------------------


def value_for(
    field: Field,
    day: dt.date,
    chance: Chance,
    *,
    known: tuple[object, ...] = (),
    periods: tuple[str, ...] = (),
) -> object:
    """A value of a field's type; of text, one that the rules compare with.

    Args:
        field: its name, type and choices.
        day: dates lie around it.
        chance: chooses.
        known: values that the rules compare the field with.
        periods: limits that the rules write.
    """
    if field.name == _SENT and field.type == "date":
        # What was sent arrives on the same day, or some days later.
        return (day - dt.timedelta(days=chance.number(0, 10))).isoformat()
    match field.type:
        case "bool":
            return chance.number(0, 1) == 1
        case "choice" if field.choices:
            return pick(chance, field.choices)
        case "date":
            return (day + dt.timedelta(days=_offset(chance))).isoformat()
        case "instant":
            return f"{day + dt.timedelta(days=_offset(chance))}T17:00:00+08:00"
        case "period":
            return pick(chance, (*periods[:4], *PERIODS))
        case "list":
            # The values that rules look for in it come first, so that a short list has one.
            options = (*known, *UNITS)
            return list(options[: chance.number(0, len(options))])
        case "integer" | "number":
            numbers = [each for each in known if isinstance(each, int | float) and not isinstance(each, bool)]
            around = [each + more for each in numbers for more in (0, 1, -1)]
            return pick(chance, around) if around else chance.number(0, 3)
    if "unit" in field.name:
        return pick(chance, UNITS)
    # Two names are enough for two of a kind to overlap in one case.
    names = (f"{field.name}-1", f"{field.name}-2")
    return pick(chance, (*known, *names))


def _offset(chance: Chance) -> int:
    """Days ahead, and now and then behind."""
    return -chance.number(1, 10) if rarely(chance, 5) else chance.number(0, 40)
