"""The naive way: an interpreter that walks the clauses of a rulebook, as objects, over the events of a case.

What somebody writes first who holds rules as data: for each case and each clause the events are gone
through, patterns are matched and conditions computed by walking their trees, and working days are looked up
by bisection in a list. It knows what the two rulebooks beside it say and nothing more; it explains nothing.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import add, eq, ge, gt, le, lt, mod, mul, ne, sub
from typing import Any

import attrs

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
    EventName,
    Expression,
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
        for place, event in enumerate(events):
            if (
                _matches(body.when, event)
                and _holds(clause.if_, events, place)
                and _value(body.require.expression, events, place) is False
            ):
                found.append((case, clause.id, 0))
    elif isinstance(body, Prohibition):
        for place, event in enumerate(events):
            if _matches(body.when, event) and _holds(clause.if_, events, place):
                found.append((case, clause.id, 0))


# -- duties ------------------------------------------------------------------------------------------------


def _duty(
    clause: Clause, body: Duty, case: str, events: list[Happening], last: int, found: list[Breach]
) -> None:
    triggers = [
        place
        for place, event in enumerate(events)
        if _matches(body.when, event) and _holds(clause.if_, events, place)
    ]
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


@attrs.frozen
class _Course:
    due: int
    broken: bool
    closed: int
    """the place of the event that met the duty, else beyond the last"""


def _course(body: Duty, events: list[Happening], place: int, until: int, last: int) -> _Course:
    """What became of the duty that the event at a place began; `until` another takes its stead."""
    limit = body.within[0].limit
    assert isinstance(limit, Period)
    begun = events[place].day
    parts = list(limit.parts)
    stops: list[tuple[int, int]] = []
    stopped: int | None = None
    due = _due(begun, parts, stops)
    for later in range(place + 1, len(events)):
        event = events[later]
        late = stopped is None and event.day > due
        if later >= until:
            # Replaced: nothing is owed any more, but what was late before stays so.
            return _Course(due, late, later)
        if _matches(body.must, event):
            return _Course(due, late, later)
        if late:
            continue
        for pause in body.pause:
            # A pause that begins on the last day would take out the days after it: none that is left.
            if stopped is None and event.day < due and _matches(pause.start, event):
                stopped = event.day
            elif stopped is not None and _matches(pause.end, event):
                stops.append((stopped, event.day))
                stopped = None
                due = _due(begun, parts, stops)
        for extend in body.extend:
            if len(parts) <= (extend.times or 0) and _matches(extend.when, event):
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


def _matches(pattern: Pattern, event: Happening) -> bool:
    if isinstance(pattern, Happens):
        return pattern.event == event.type
    assert isinstance(pattern, OneOf)
    return any(_matches(each, event) for each in pattern.options)


def _holds(condition: Condition | None, events: list[Happening], place: int) -> bool:
    return condition is None or _value(condition.expression, events, place) is True


def _value(expression: Expression, events: list[Happening], place: int) -> Any:
    """The value of an expression at an event; None where it is unknown."""
    match expression:
        case Constant(value):
            return value
        case Lookup("event", (name,)):
            return getattr(events[place], name)
        case Lookup("case", (name,)):
            given = (getattr(events[each], name) for each in range(place, -1, -1))
            return next((each for each in given if each is not None), None)
        case Not(operand):
            value = _value(operand, events, place)
            return None if value is None else not value
        case And(operands):
            return _joined([_value(each, events, place) for each in operands], False)
        case Or(operands):
            return _joined([_value(each, events, place) for each in operands], True)
        case Compare(first, ((sign, second),)):
            return _computed(sign, _value(first, events, place), _value(second, events, place))
        case Arithmetic(sign, left, right):
            return _computed(sign, _value(left, events, place), _value(right, events, place))
        case Call("given", fields):
            return all(_value(each, events, place) is not None for each in fields)
        case Call("count", (EventName(name),)):
            return sum(events[each].type == name for each in range(place + 1))
        case Call("happened", (EventName(name),)):
            return any(events[each].type == name for each in range(place + 1))
    raise NotImplementedError(expression)


def _joined(values: list[Any], decisive: bool) -> Any:
    """`and` (False decides) or `or` (True decides): what is certain stays certain."""
    if decisive in values:
        return decisive
    return None if None in values else not decisive


def _computed(sign: str, left: Any, right: Any) -> Any:
    return None if left is None or right is None else _SIGNS[sign](left, right)
