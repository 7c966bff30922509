"""Clauses about parts of a case, as `per: [case, task]` makes them: each part is walked as a case of its own.

So is what concerns one member of a list that the trigger holds (`for_each: {unit: trigger.departments}`).

The clauses of one policy that are about the same parts have a program of their own, with the lines of any
other program. It is run over a log in which the events of each part stand side by side (`sliced.py`).
"""

from collections.abc import Iterable

import attrs

from govrules.engine.compile.duty_forms import CompiledDuty
from govrules.engine.compile.events import CompiledEvents
from govrules.engine.compile.names import CaseSaid, Names
from govrules.engine.compile.writing import NotCompiledError
from govrules.engine.mentions import conditions_of, named_in, patterns_of
from govrules.engine.slices import crosses_cases, fields_of
from govrules.engine.view import View
from govrules.model.clauses import Clause, Duty, Population, Prohibition, Requirement
from govrules.model.conditions import Lookup
from govrules.model.patterns import event_names


@attrs.frozen
class Parts:
    """What makes the parts of a case that a clause is about."""

    fields: tuple[str, ...] = ()
    """an event belongs to the part that it names in these; none where the case itself is the only part"""
    population: Population | None = None
    """the list at the trigger whose members make the parts; None where any event may name one"""


WHOLE = Parts()
"""the case itself"""


@attrs.frozen
class Slicing:
    """What a program over parts of cases has to know of their events."""

    parts: Parts
    triggers: frozenset[str]
    """the types of what triggers a clause"""
    only_triggers: frozenset[str]
    """those of them that are nothing else to any of the clauses"""
    named: frozenset[str]
    """those of which only some events trigger it, by the condition of a named event"""
    must: frozenset[str]
    """the types of what meets a duty"""
    attributes: frozenset[str]
    """the attributes of the case that are asked for: whatever part sets them, they hold in each"""


def parts_of(clause: Clause) -> Parts:
    """The parts of a case that a clause is about.

    Raises:
        NotCompiledError: it is left to the reference, and why.
    """
    fields, population = fields_of(clause), clause.for_each
    if "case" not in clause.per or crosses_cases(clause):
        raise NotCompiledError("it is judged across cases, or for each of several")
    if population is not None:
        if fields or not _is_in_trigger(population):
            raise NotCompiledError("it is judged across cases, or for each of several")
        fields = (population.variable,)
    if not fields:
        return WHOLE
    if not isinstance(clause.body, Duty | Requirement | Prohibition) or {"time", "date"} & set(fields):
        raise NotCompiledError("it is judged across cases, or for each of several")
    if clause.strength == "in_principle":
        raise NotCompiledError("a departure from it is recorded for the case, and it is about a part of it")
    return Parts(fields, population)


def _is_in_trigger(population: Population) -> bool:
    """Whether the members stand in the data of the trigger."""
    if population.records is not None or population.where is not None:
        return False
    return all(
        isinstance(each, Lookup) and each.root in {"trigger", "event"} and len(each.path) == 1
        for each in population.values
    )


def slicing(parts: Parts, compiled: "Iterable[CompiledDuty | CompiledEvents]", names: Names) -> Slicing:
    """What a program with these clauses has to know."""
    clauses = list(compiled)
    triggers = frozenset[str]().union(*(each.when.bases for each in clauses))
    met = (each.must.bases for each in clauses if isinstance(each, CompiledDuty))
    other = frozenset(base for each in clauses for base in _beside_its_trigger(each.clause, names.view))
    if parts.population is not None:
        # Beside these, others hear of what silence deems for a member, whoever stands in their lists.
        duties = (each for each in clauses if isinstance(each, CompiledDuty))
        other = other.union(*(each.heard_beside or () for each in duties))
    named = frozenset[str]().union(
        *(each.when.bases for each in clauses if any(map(names.is_named, each.when.types)))
    )
    bound = (names.bound, *(each.bound for each in names.named.values() if each is not None))
    attributes = frozenset(
        thing.attribute for things in bound for thing in things if isinstance(thing, CaseSaid)
    )
    return Slicing(parts, triggers, triggers - other, named, frozenset[str]().union(*met), attributes)


def _beside_its_trigger(clause: Clause, view: View) -> Iterable[str]:
    """The types of events that a clause speaks of, other than as its trigger."""
    assert isinstance(clause.body, Duty | Requirement | Prohibition)
    patterns = list(patterns_of(clause))
    patterns.remove(clause.body.when)
    names = [name for each in patterns for name in event_names(each)]
    names += [name for each in conditions_of(clause) for name in named_in(each.expression)]
    spoken = {*names, *event_names(clause.body.when)}
    for name in spoken:
        for each in view.vocabulary.meaning(name)[1]:
            names += named_in(each.expression)
    return (view.vocabulary.meaning(name)[0] for name in names)
