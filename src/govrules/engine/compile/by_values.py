"""Clauses of which what is said decides: written as functions of values, besides those over cases.

    def values_publish(put, K, find, T, a, b, t, tt, outcome_of_decided):
        holds = (None if (_1 := outcome_of_decided[t]) is None else _1 == 'granted')
        if holds is None:
            put((6, t, 10, -1, NO_LIMIT))
        if holds:
            put((6, t, -1, -1, NO_LIMIT))

What it says of an event depends on nothing but the values that stand there, what the case has said of itself
by then, and the types of the events up to there. So it is asked once for each different value (`saying.py`),
whatever the number of cases. Places are distances from the first event of the case, and so are times: no two
events stand at one instant.
"""

import ast
from collections.abc import Iterable

import attrs

from govrules.declaring import frozen
from govrules.engine.compile.breaching import at_trigger
from govrules.engine.compile.duty_forms import CompiledDuty
from govrules.engine.compile.events import CompiledEvents, write_events
from govrules.engine.compile.lines import Lines, comment, under, write_condition
from govrules.engine.compile.names import CaseValue, FieldColumn, Names
from govrules.engine.compile.writing import Writer

SAID = "# decided by what is said, of each different value once:"
"""the line of a program behind which the functions of this module stand"""
ARISES = -1
"""in place of a state: that the trigger opens an obligation, of which nothing more is known"""
GIVEN = ("put", "K", "find", "T", "a", "b", "t", "tt")
"""what each of these functions is given before the values"""
_OF_TYPES = frozenset({"K", "find", "T"})
_GLOBALS = frozenset({"NO_LIMIT", "past"})
_SORTS = frozenset({"text", "integer", "number", "bool", "day", "given", "length"})
"""of which equal values of one type say the same"""


@frozen
class ByValues:
    """A clause as a function of what is said."""

    function: str
    parameters: tuple[FieldColumn | CaseValue, ...]
    by_types: bool
    """whether it asks for the events before"""


def write_by_values(
    compiled: CompiledDuty | CompiledEvents, lines: Lines
) -> tuple[ByValues, list[str]] | None:
    """A clause as a function of values, and its lines; None where more than values decides."""
    names, clause = lines.names, compiled.clause
    if clause.strength == "in_principle":
        return None
    body = Writer(depth=1)
    of_values = attrs.evolve(lines, write=body, in_force=None, ended=True)
    if isinstance(compiled, CompiledEvents):
        if compiled.window is not None:
            return None
        write_events(compiled, of_values)
    else:
        slot = compiled.slots[0].number
        test = write_condition(clause.if_, at_trigger(compiled), of_values, slot)
        with under(body, test):
            body(f"put(({slot}, t, {ARISES}, -1, NO_LIMIT))")
    asked = _asked(body.lines)
    parameters = _parameters(asked, names)
    if parameters is None:
        return None
    function = names.fresh(f"values_{clause.id}")
    head = f"def {function}({', '.join((*GIVEN, *parameters))}):"
    found = ByValues(function, tuple(parameters.values()), not _OF_TYPES.isdisjoint(asked))
    return found, [comment(clause), head, *body.lines]


def _asked(lines: Iterable[str]) -> frozenset[str]:
    """The names that lines ask for and do not give themselves."""
    found = ast.walk(ast.parse("\n".join(["def it():", *lines])))
    names = [each for each in found if isinstance(each, ast.Name)]
    given = {each.id for each in names if isinstance(each.ctx, ast.Store)}
    return frozenset(each.id for each in names) - given


def _parameters(asked: frozenset[str], names: Names) -> dict[str, FieldColumn | CaseValue] | None:
    found: dict[str, FieldColumn | CaseValue] = {}
    for thing, name in names.bound.items():
        if name in asked:
            if not isinstance(thing, FieldColumn) or thing.sort not in _SORTS:
                return None
            found[name] = thing
    found.update((name, each) for name, each in names.case_values.items() if name in asked)
    return found if asked <= {*GIVEN, *_GLOBALS, *found} else None
