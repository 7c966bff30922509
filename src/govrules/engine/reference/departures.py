"""Departures from an `in_principle` clause: recorded, with reasons, in time."""

from collections.abc import Iterator, Mapping

import attrs

from govrules.engine.conditions import holds
from govrules.engine.context import Context
from govrules.engine.happenings import Happening
from govrules.engine.moments import Key, is_after
from govrules.engine.values import Value, both, either
from govrules.model.clauses import Clause
from govrules.model.findings import Moment
from govrules.model.policy import DEPARTURE


def departed(clause: Clause, context: Context, by: Key, moment: Moment) -> Value:
    """Whether the case records a departure from the clause, with reasons, at or before a moment.

    Unknown where it does not say whether an event is one: a named event may stand for departures, or be one.
    """
    return either(_is_departure(each, context) for each in _named(clause, context, by, moment))


def _named(clause: Clause, context: Context, by: Key, moment: Moment) -> Iterator[Happening]:
    """The events in time that name the clause and give reasons."""
    for happening in context.case_history:
        data: Mapping[str, object] = happening.event.data
        named = data.get("clause") in {clause.id, clause.full_id}
        reasons = data.get("reasons")
        given = bool(reasons) and not (isinstance(reasons, str) and not reasons.strip())
        # Where one of the two is a bare date nobody knows their order, which is read in the office's favour.
        in_time = happening.key <= by or is_after(moment, happening.known)[0]
        if named and given and in_time:
            yield happening


def _is_departure(happening: Happening, context: Context) -> Value:
    """Whether an event is a departure by its own name, or by what is declared under its name."""
    vocabulary = context.view.vocabulary
    departure, conditions = vocabulary.meaning(DEPARTURE)
    base, own = vocabulary.meaning(happening.type)
    if not happening.given or base != departure:
        return False
    here = attrs.evolve(context.at(happening), strict=False)
    needed = conditions if happening.type == base else own
    return both(holds(each, here) for each in needed)
