"""Populations: who or what a clause must see even when no event names it."""

import attrs

from govrules.declaring import frozen
from govrules.engine import reasons
from govrules.engine.conditions import evaluate, holds
from govrules.engine.context import Context
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
        fits = holds(population.where, attrs.evolve(context, names=names))
        if isinstance(fits, Missing):
            doubts += fits.reasons
        elif fits is True:
            chosen.setdefault(text_of(value), Member(value, text_of(value)))
    return Missing(doubts) if doubts else tuple(chosen[text] for text in sorted(chosen))


def concerning(
    entries: tuple[Entry, ...],
    variable: str,
    member: Member,
    view: View,
    *,
    must_name: bool,
    everywhere: bool,
) -> tuple[Entry, ...]:
    """What one member sees: the happenings that name it, and those that name nobody.

    Args:
        must_name: an event that names nobody is in doubt, as a fulfilment is: it may be another member's.
        everywhere: the entries are of all cases, so that what names nobody belongs to none of them.
    """
    found: list[Entry] = []
    for entry in entries:
        value = value_in(entry.happening, variable)
        if value == member.text or (value is None and not entry.happening.given):
            found.append(entry)
        elif value is None and not everywhere:
            declared = declared_field(entry.happening, variable, view) is not None
            found.append(_unnamed(entry, variable, entry.happening) if must_name or declared else entry)
    return tuple(found)


def _unnamed(entry: Entry, variable: str, happening: Happening) -> Entry:
    reason = reasons.slice_field_missing(variable, happening.type, happening.at)
    return Entry(happening, entry.lacks or reason)
