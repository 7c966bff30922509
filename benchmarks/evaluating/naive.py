"""The naive way: an interpreter that walks the clauses of a rulebook, as objects, over the events of a case.

What somebody writes first who holds rules as data: for each case and each clause the events are gone
through, patterns are matched and conditions computed by walking their trees, and working days are looked up
by bisection in a list. It knows what the two rulebooks beside it say and nothing more; it explains nothing.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import add, eq, ge, gt, le, lt, mod, mul, ne, sub
from typing import Any, NamedTuple

import govrules as gr
from evaluating.logs import Breach, Happening, histories
from evaluating.workload import working_days
from govrules.model.clauses import Clause, Duty, Prohibition, Requirement
from govrules.model.conditions import (
    And,
    Arithmetic,
    Call,
    Compare,
    Condition,
    Constant,
    Lookup,
    Not,
    Or,
)
from govrules.model.patterns import Happens, OneOf, Pattern
from govrules.model.period import Part, Period, Unit

_SIGNS: dict[str, Any] = {
    "==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge, "+": add, "-": sub, "*": mul, "%": mod
}  # fmt: skip


def breaches(rulebook: gr.Rulebook, happenings: Iterable[Happening], last: int) -> list[Breach]:
    """Every violation, sorted.

    Args:
        last: the ordinal of the day up to whose end the log is read.
    """
    found: list[Breach] = []
    clauses = [clause for policy in rulebook.policies for clause in policy.clauses]
    for case, events in histories(happenings):
        for clause in clauses:
            _judge(clause, case, events, last, found)
    return sorted(found)


def _judge(clause: Clause, case: str, events: list[Happening], last: int, found: list[Breach]) -> None:
    body = clause.body
    if isinstance(body, Duty):
        _duty(clause, body, case, events, last, found)
    elif isinstance(body, Requirement):
        found += [
            (case, clause.id, 0)
            for place in _places(body.when, clause.if_, events)
            if _value(body.require.expression, events, place) is False
        ]
    elif isinstance(body, Prohibition):
        found += [(case, clause.id, 0) for _ in _places(body.when, clause.if_, events)]


# -- duties ------------------------------------------------------------------------------------------------


def _duty(
    clause: Clause, body: Duty, case: str, events: list[Happening], last: int, found: list[Breach]
) -> None:
    triggers = _places(body.when, clause.if_, events)
    closed = -1
    for number, place in enumerate(triggers):
        if body.repeat == "ignore" and place < closed:
            continue
        until = len(events)
        if body.repeat == "replace" and number + 1 < len(triggers):
            until = triggers[number + 1]
        course = _course(body, events, place, until, last)
        closed = course.closed
        if course.broken:
            found.append((case, clause.id, course.due))


class _Course(NamedTuple):
    due: int
    broken: bool
    closed: int
    """the place of the event that met the duty, else beyond the last"""


def _course(body: Duty, events: list[Happening], place: int, until: int, last: int) -> _Course:
    """What became of the duty that the event at a place began; `until` another takes its stead."""
    fulfilling = _types(body.must)
    limit = body.within[0].limit
    assert isinstance(limit, Period)
    begun = events[place].day
    parts = limit.parts
    stops: list[tuple[int, int]] = []
    stopped: int | None = None
    due = _due(begun, parts, stops)
    for later in range(place + 1, len(events)):
        event = events[later]
        # Once it is replaced nothing is owed any more, but what was late before stays so.
        if event.type in fulfilling or later >= until:
            return _Course(due, stopped is None and event.day > due, later)
        for pause in body.pause:
            if stopped is None:
                # A pause that begins on the last day would take out the days after it: none that is left.
                if event.type in _types(pause.start) and event.day < due:
                    stopped = event.day
            elif event.type in _types(pause.end):
                stops.append((stopped, event.day))
                stopped = None
                due = _due(begun, parts, stops)
        for extend in body.extend:
            if (
                event.type in _types(extend.when)
                and len(parts) <= (extend.times or 0)
                and (stopped is not None or event.day <= due)
            ):
                assert isinstance(extend.add, Period)
                parts += extend.add.parts
                due = _due(begun, parts, stops)
    return _Course(due, stopped is None and due <= last, len(events))


def _due(begun: int, parts: Sequence[Part], stops: Sequence[tuple[int, int]]) -> int:
    """The last day in time; the day on which a pause begins counts, the day on which it ends does not."""
    every = working_days()
    if parts[0].unit is Unit.WORKING_DAYS:
        paused = sum(bisect_right(every, end) - bisect_right(every, start) for start, end in stops)
        return every[bisect_right(every, begun) + sum(each.amount for each in parts) + paused - 1]
    return every[bisect_left(every, begun + parts[0].amount)]


# -- patterns and conditions -------------------------------------------------------------------------------


def _types(pattern: Pattern) -> tuple[str, ...]:
    """The types of events that a pattern matches."""
    if isinstance(pattern, Happens):
        return (pattern.event,)
    assert isinstance(pattern, OneOf)
    return tuple(name for each in pattern.options for name in _types(each))


def _places(pattern: Pattern, condition: Condition | None, events: list[Happening]) -> list[int]:
    """Where the events stand that match a pattern and for which a condition holds."""
    types = _types(pattern)
    return [
        place
        for place, event in enumerate(events)
        if event.type in types and (condition is None or _value(condition.expression, events, place) is True)
    ]


def _value(expression: Any, events: list[Happening], place: int) -> Any:
    """The value of an expression at an event; None where it is unknown."""
    # A chain of `match` takes twice as long.
    kind = type(expression)
    if kind is Constant:
        return expression.value
    if kind is Lookup:
        (name,) = expression.path
        if expression.root == "event":
            return getattr(events[place], name)
        given = (getattr(events[each], name) for each in range(place, -1, -1))
        return next((each for each in given if each is not None), None)
    if kind is Compare:
        ((sign, second),) = expression.rest
        return _computed(sign, _value(expression.first, events, place), _value(second, events, place))
    if kind is Arithmetic:
        return _computed(
            expression.operator,
            _value(expression.left, events, place),
            _value(expression.right, events, place),
        )
    if kind is Call:
        return _called(expression.function, expression.arguments, events, place)
    if kind is Not:
        value = _value(expression.operand, events, place)
        return None if value is None else not value
    if kind is And:
        return _joined([_value(each, events, place) for each in expression.operands], False)
    if kind is Or:
        return _joined([_value(each, events, place) for each in expression.operands], True)
    raise NotImplementedError(expression)


def _called(function: str, arguments: Sequence[Any], events: list[Happening], place: int) -> Any:
    if function == "given":
        return all(_value(each, events, place) is not None for each in arguments)
    names = [each.type for each in events[: place + 1]]
    counted = names.count(arguments[0].name)
    if function == "count":
        return counted
    assert function == "happened"
    return counted > 0


def _joined(values: list[Any], decisive: bool) -> Any:
    """`and` (False decides) or `or` (True decides): what is certain stays certain."""
    if decisive in values:
        return decisive
    return None if None in values else not decisive


def _computed(sign: str, left: Any, right: Any) -> Any:
    return None if left is None or right is None else _SIGNS[sign](left, right)
