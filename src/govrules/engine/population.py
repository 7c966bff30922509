"""Populations: who or what a clause must see even when no event names it."""

from collections.abc import Callable, Mapping

import attrs

from govrules.declaring import evolve, frozen
from govrules.engine import reasons
from govrules.engine.conditions import evaluate, holds
from govrules.engine.context import Context
from govrules.engine.entries import Entries
from govrules.engine.happenings import Entry, Happening
from govrules.engine.lookups import declared_field
from govrules.engine.slices import value_in
from govrules.engine.values import Missing, Value, text_of
from govrules.engine.view import View
from govrules.model.clauses import Population
from govrules.model.conditions import Lookup
from govrules.model.findings import Reason


@frozen
class Member:
    """One member: its value in the conditions, and as text in the slice of a finding."""

    value: Value
    text: str


def members(population: Population, context: Context) -> tuple[Member, ...] | Missing:
    """The members over which `for_each` runs at this trigger.

    An event that itself names a record of the kind is about that record alone.
    """
    doubts: tuple[Reason, ...] = ()
    if population.records is not None:
        trigger = context.trigger
        named = trigger.event.data.get(population.variable) if trigger is not None else None
        keys = (
            (text_of(named),)
            if named is not None
            else context.view.records.in_force(population.records, context.reached)
        )
        found: list[Value] = list(keys)
        # A record that rests on contradicted events may be in force or not.
        records, now = context.view.records, context.reached
        asked = keys if named is not None else records.named(population.records, now)
        doubts = tuple(
            doubt for key in asked if (doubt := records.doubt(population.records, key, now)) is not None
        )
    else:
        found = []
        for expression in population.values:
            value = evaluate(expression, context)
            if isinstance(value, Missing):
                return value
            if isinstance(expression, Lookup) and not isinstance(value, tuple):
                # A cell of a table may hold one name or several: what it means is not for us to guess.
                return Missing.because(reasons.wrong_type(str(expression), "list"))
            found += list(value) if isinstance(value, tuple) else [value]
    chosen: dict[str, Member] = {}
    for value in found:
        if isinstance(value, Missing):
            doubts += value.reasons
            continue
        names = {**context.names, population.variable: value}
        fits = population.where is None or holds(population.where, evolve(context, names=names))
        if isinstance(fits, Missing):
            doubts += fits.reasons
        elif fits is True:
            chosen.setdefault(text_of(value), Member(value, text_of(value)))
    return Missing(doubts) if doubts else tuple(chosen[text] for text in sorted(chosen))


def concerning(
    entries: Entries,
    variable: str,
    member: Member,
    view: View,
    *,
    must_name: bool,
    everywhere: bool,
) -> Entries:
    """What one member sees: the happenings that name it, and those that name nobody.

    Args:
        must_name: an event that names nobody is in doubt, as a fulfilment is: it may be another member's.
        everywhere: the entries are of all cases, so that what names nobody belongs to none of them.
    """

    def of_nobody(entry: Entry) -> Entry | None:
        happening = entry.happening
        if not happening.given:
            return entry
        if everywhere:
            return None
        declared = declared_field(happening, variable, view) is not None
        return _unnamed(entry, variable, happening) if must_name or declared else entry

    key = ("concerning", id(view), must_name, everywhere)
    return _naming(entries, variable, key, of_nobody).of(member.text)


@frozen(eq=False)
class Naming:
    """The entries of a slice by whom they name, each found once for all members and triggers."""

    entries: Entries
    by_name: Mapping[str, list[int]]
    """the places of those that name somebody"""
    nobody: Mapping[int, Entry]
    """by their places those that name nobody, as each member sees them"""
    _seen: dict[str, Entries] = attrs.field(factory=dict)

    def of(self, name: str) -> Entries:
        found = self._seen.get(name)
        if found is None:
            own, entries, nobody = self.by_name.get(name, ()), self.entries, self.nobody
            found = self._seen[name] = Entries(
                nobody[place] if place in nobody else entries[place] for place in sorted((*own, *nobody))
            )
        return found


def anybody(entries: Entries, variable: str, types: frozenset[str] | None, *, everywhere: bool) -> "Naming":
    """What the members of a population see over time: what names nobody may be any member's.

    Args:
        types: the event types of which the clause speaks, None for all; of others only what names a member
            is seen, and in a case of its own what names nobody.
        everywhere: the entries are of all cases.
    """

    def of_nobody(entry: Entry) -> Entry | None:
        if types is None or entry.happening.type in types:
            return _unnamed(entry, variable, entry.happening)
        return None if everywhere else entry

    return _naming(entries, variable, ("anybody", types, everywhere), of_nobody)


def _naming(
    entries: Entries, variable: str, key: tuple[object, ...], of_nobody: Callable[[Entry], Entry | None]
) -> "Naming":
    """Whom the entries name; found once for all clauses, members and triggers that ask alike.

    Args:
        of_nobody: how each member sees an entry that names nobody; None where none sees it.
    """
    known = entries.memory.get((*key, variable))
    if isinstance(known, Naming):
        return known
    by_name: dict[str, list[int]] = {}
    nobody: dict[int, Entry] = {}
    for place, entry in enumerate(entries):
        value = value_in(entry.happening, variable)
        if value is not None:
            by_name.setdefault(value, []).append(place)
        elif (own := of_nobody(entry)) is not None:
            nobody[place] = own
    found = entries.memory[(*key, variable)] = Naming(entries, by_name, nobody)
    return found


def _unnamed(entry: Entry, variable: str, happening: Happening) -> Entry:
    return Entry(
        happening, entry.lacks or reasons.slice_field_missing(variable, happening.type, happening.at)
    )
