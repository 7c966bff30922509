"""Whom a clause over time is about: slices and members of populations, and the days on which it sees them.

Quotas and what must hold have no trigger that would name a member. A population is read on the first day on
which it is asked about; a record is a member on the days on which it is in force.
"""

import datetime as dt
from collections.abc import Mapping

import attrs

from govrules.declaring import evolve
from govrules.engine import reasons
from govrules.engine.conditions import holds
from govrules.engine.context import Context
from govrules.engine.day_spans import BEYOND, Days, common, first_of, union
from govrules.engine.entries import Entries
from govrules.engine.happenings import Entry, Happening, Slice
from govrules.engine.moments import Key, key_of, project, start_of_day
from govrules.engine.population import Member, anybody, members
from govrules.engine.slices import Scope, SliceView, crosses_cases, fields_of, slices, value_in
from govrules.engine.triggers import context_of
from govrules.engine.values import Missing, Value
from govrules.engine.view import View
from govrules.model.clauses import Clause
from govrules.model.findings import Reason


@attrs.frozen(eq=False)
class Subject:
    """One slice, or one member in it, with what it sees."""

    values: Slice
    names: Mapping[str, Value]
    entries: Entries
    opened: Happening | None
    """what first named the slice; None for a case, the whole log or a member"""
    member: Member | None = None
    record: str | None = None
    """the kind of record that the member is"""
    doubt: Reason | None = None
    """why it is not certain that there is such a slice"""

    @property
    def unit(self) -> str | None:
        return dict(self.values).get("unit")


@attrs.frozen
class Called:
    """A member of a population, and on which of the days asked about."""

    member: Member | None
    """None where nobody knows who the members are"""
    days: Days
    doubt: Reason | None = None
    """why it is not certain that it is a member"""


def slices_over_time(
    clause: Clause, scope: Scope, types: frozenset[str] | None, *, without: str | None = None
) -> tuple[SliceView, ...]:
    """The slices of a clause across its scope.

    Across cases an event of the clause that does not name its slice belongs to the one that its case had
    named by then. Where that is none it may be any slice's, and where they are several, any of these.

    Args:
        types: the event types of which the clause speaks; None is all.
        without: a field of `per` that the population runs over.
    """
    narrowed = attrs.evolve(clause, per=tuple(each for each in clause.per if each != without))
    found = slices(narrowed, scope)
    fields = fields_of(narrowed)
    if not fields or scope.case is not None:
        return found
    loose = [
        each
        for each in scope.happenings
        if (types is None or each.type in types) and any(value_in(each, field) is None for field in fields)
    ]
    if not loose:
        return found
    named = [_named_in(view) for view in found]
    placed: list[list[Entry]] = [[] for _ in found]
    for each in loose:
        field = next(field for field in fields if value_in(each, field) is None)
        doubt = reasons.slice_field_missing(field, each.type, each.at)
        fitting = [
            number
            for number, view in enumerate(found)
            if all(value_in(each, name) in {None, value} for name, value in view.values)
        ]
        declared = scope.view.vocabulary.field(each.type, field) is not None
        by_then = [number for number in fitting if named[number].get(each.event.case, _NEVER) <= each.key]
        candidates = fitting if declared else by_then or fitting
        is_certain = not declared and len(by_then) == 1
        for number in candidates:
            placed[number].append(Entry(each, None if is_certain else doubt))
    taken = {id(each) for each in loose}
    return tuple(
        attrs.evolve(view, entries=_in_order(view.entries, entries, taken))
        for view, entries in zip(found, placed, strict=True)
    )


_NEVER: Key = (dt.datetime.max, 0)  # noqa: DTZ901


def _named_in(view: SliceView) -> dict[str, Key]:
    """Since when each case names a slice."""
    found: dict[str, Key] = {}
    for entry in view.entries:
        happening = entry.happening
        if all(value_in(happening, name) == value for name, value in view.values):
            found.setdefault(happening.event.case, happening.key)
    return found


def _in_order(entries: Entries, placed: list[Entry], taken: set[int]) -> Entries:
    kept = [each for each in entries if id(each.happening) not in taken]
    return Entries(sorted([*kept, *placed], key=lambda each: each.happening.order))


def subject_of(view: SliceView) -> Subject:
    """A slice without a population."""
    return Subject(view.values, dict(view.values), view.entries, view.opened, doubt=view.doubt)


def subject_for(view: SliceView, clause: Clause, called: Called, types: frozenset[str] | None) -> Subject:
    """One member in a slice, with the events that name it.

    An event of the clause that names nobody may be any member's.
    """
    assert clause.for_each is not None
    variable = clause.for_each.variable
    if called.member is None:
        return Subject(view.values, dict(view.values), view.entries, view.opened, doubt=called.doubt)
    entries = anybody(view.entries, variable, types, everywhere=crosses_cases(clause)).of(called.member.text)
    return Subject(
        (*view.values, (variable, called.member.text)),
        {**dict(view.values), variable: called.member.value},
        entries,
        None,
        called.member,
        clause.for_each.records,
        called.doubt or view.doubt,
    )


def on_day(context: Context, day: dt.date) -> Context:
    """The point of view of the beginning of a day: what is dated by day and holds on it is known."""
    moment = start_of_day(day)
    return evolve(context, event=None, trigger=None, moment=moment, reached=key_of(moment, context.view.zone))


def roll(clause: Clause, scope: Scope, view: SliceView, days: Days) -> tuple[Called, ...]:
    """The members of a population on any of these days, in order."""
    population, first = clause.for_each, first_of(days)
    if population is None or first is None:
        return ()
    context = context_of(scope, view)
    if population.records is None:
        found = members(population, on_day(context, first))
        if isinstance(found, Missing):
            return (Called(None, days, found.reason),)
        return tuple(Called(each, days) for each in found)
    records = scope.view.records
    called: list[Called] = []
    for key in records.named(population.records, scope.view.as_of_key):
        present = common(presence(scope.view, population.records, key, scope.view.as_of_key), days)
        begins = first_of(present)
        if begins is None:
            continue
        here = on_day(context, begins)
        doubt = records.doubt(population.records, key, here.reached)
        names = {**context.names, population.variable: key}
        fits = population.where is None or holds(population.where, evolve(here, names=names))
        if isinstance(fits, Missing):
            doubt = doubt or fits.reason
        if fits is not False:
            called.append(Called(Member(key, key), present, doubt))
    return tuple(called)


def presence(view: View, kind: str, key: str, known: Key) -> Days:
    """The days on which a record is in force, as far as is known by a moment; without an end, all to come."""
    states = [each for each in view.records.states.get(kind, {}).get(key, ()) if each[0] <= known]
    spans: list[tuple[int, int]] = []
    for number, (since, facts) in enumerate(states):
        if facts is not None:
            until = _day(states[number + 1][0], view) if number + 1 < len(states) else BEYOND
            spans.append((_day(since, view), until))
    return union(spans)


def _day(key: Key, view: View) -> int:
    return project(key[0].replace(tzinfo=dt.UTC), view.zone).date.toordinal()
