"""Conditions as durable-rules tests them: fields beside constants, without any `not`.

A field is named after the look-up and the kind of its value, as `event.loss:number`: durable-rules takes the
text `3` for the number 3, which govrules does not. What is missing is a field that is not there, and never
matches: since `not` is moved inward first, an unknown condition holds nowhere, as under Kleene's logic.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TypeAlias

import attrs

from govrules.adapters.durable_rules import reasons
from govrules.engine.values import is_number
from govrules.model.conditions import (
    And,
    Call,
    Compare,
    Constant,
    Expression,
    ListOf,
    Lookup,
    Not,
    Or,
    Scalar,
)
from govrules.model.events import iso_time
from govrules.model.findings import Reason
from govrules.model.written import written
from govrules.rulefile.references import parts

Json: TypeAlias = Mapping[str, object]
HISTORY = frozenset({"happened", "count", "first", "last", "met", "violated"})
LARGEST = 2**63 - 1
"""the largest whole number that durable-rules can hold"""
_OPERATORS = {
    "present": "$ex",
    "absent": "$nex",
    "!=": "$neq",
    "<": "$lt",
    "<=": "$lte",
    ">": "$gt",
    ">=": "$gte",
}
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_TURNED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
DECLARED: TypeAlias = Callable[[Lookup], frozenset[str | None]]
"""the types that a look-up may be declared as; None where it is not declared"""


class RefusalError(Exception):
    """Something that durable-rules cannot be asked."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.en)
        self.reason = reason


@attrs.frozen
class Leaf:
    """A test of one field; `lookup` says from where its value comes, None that every fact has it."""

    lookup: "Lookup | Call | None"
    test: tuple[str, str, Scalar]
    """operator, field, constant"""

    def json(self) -> Json:
        return field_test(*self.test)


@attrs.frozen
class Every:
    """All of several; none at all holds always."""

    of: tuple["Test", ...] = ()


@attrs.frozen
class Some:
    """Any of several; none at all holds never."""

    of: tuple["Test", ...] = ()


Test: TypeAlias = Leaf | Every | Some
ALWAYS, NEVER = Every(), Some()


def field_test(sign: str, field: str, constant: object) -> Json:
    """A test as durable-rules writes it.

    >>> field_test(">", "event.loss:number", 0)
    {'$gt': {'event.loss:number': 0}}
    """
    return {field: constant} if sign == "==" else {_OPERATORS[sign]: {field: constant}}


def key(expression: Expression) -> str:
    """The name under which a fact gives the value of an expression."""
    match expression:
        case Lookup():
            return str(expression)
        case Constant(value):
            return repr(value)
        case ListOf(items):
            return f"[{', '.join(key(each) for each in items)}]"
        case Call(function, arguments, named):
            inside = [*(key(each) for each in arguments), *(f"{name}={key(each)}" for name, each in named)]
            return f"{function}({', '.join(inside)})"
    return written(expression)


def tested(expression: Expression, text: str, declared: DECLARED, *, holds: bool) -> Test:
    """What must be tested for an expression to be certainly true, or with `holds=False` certainly false.

    Args:
        holds: whether it has to be true.
        text: the condition as it is written, for the reason of a refusal.
        declared: the types that a look-up may have by declaration.

    Raises:
        RefusalError: it asks for more than fields beside constants.
    """

    def inner(each: Expression, *, holds: bool) -> Test:
        return tested(each, text, declared, holds=holds)

    match expression:
        case Constant(bool() as value):
            return ALWAYS if value is holds else NEVER
        case Not(operand):
            return inner(operand, holds=not holds)
        case And(operands) | Or(operands):
            tests = tuple(inner(each, holds=holds) for each in operands)
            return Every(tests) if isinstance(expression, And) is holds else Some(tests)
        case Compare(first, rest):
            tests = ()
            left = first
            for sign, right in rest:
                tests = (*tests, _comparison(left, sign, right, text, declared, holds))
                left = right
            return Every(tests) if holds else Some(tests)
        case Call("given", (only,)) if isinstance(only, Lookup | Call) and _is_plain_or_post(only):
            return Leaf(expression, ("==", f"{key(expression)}:bool", int(holds)))
        case Lookup() if _is_plain(expression):
            return Leaf(expression, ("==", f"{key(expression)}:bool", int(holds)))
    raise RefusalError(_why(expression, text))


def leaves(test: Test) -> tuple[Leaf, ...]:
    """Every single test within."""
    return (test,) if isinstance(test, Leaf) else tuple(one for each in test.of for one in leaves(each))


def as_json(test: Test) -> Json | None:
    """A test of one fact as durable-rules writes it; None where it holds always.

    Raises:
        ValueError: it holds never, for which durable-rules has no words; see `simplified`.
    """
    match simplified(test):
        case Leaf() as leaf:
            return leaf.json()
        case Every(()):
            return None
        case Some(()):
            raise ValueError("a test that holds never")
        case Every(tests):
            return {"$and": [as_json(each) for each in tests]}
        case Some(tests):
            return {"$or": [as_json(each) for each in tests]}


def simplified(test: Test) -> Test:
    """The same without what holds always or never on the way."""
    if isinstance(test, Leaf):
        return test
    inner = [simplified(each) for each in test.of]
    absorbing, neutral = (NEVER, ALWAYS) if isinstance(test, Every) else (ALWAYS, NEVER)
    if absorbing in inner:
        return absorbing
    same = type(test)
    flat = [one for each in inner for one in (each.of if isinstance(each, same) else (each,))]
    kept = tuple(dict.fromkeys(each for each in flat if each != neutral))
    if len(kept) == 1:
        return kept[0]
    return attrs.evolve(test, of=kept) if kept else neutral


# -- comparisons -----------------------------------------------------------------------------------------


def _comparison(
    left: Expression, sign: str, right: Expression, text: str, declared: DECLARED, holds: bool
) -> Test:
    if sign in {"in", "not in"} and isinstance(right, ListOf):
        among = (sign == "in") is holds
        tests = tuple(_comparison(left, "==", each, text, declared, among) for each in right.items)
        return Some(tests) if among else Every(tests)
    if sign not in _OPPOSITE:
        raise RefusalError(_why(Compare(left, ()), text))
    if isinstance(left, Constant) and isinstance(right, Lookup):
        left, sign, right = right, _TURNED[sign], left
    if not isinstance(left, Lookup) or not _is_plain(left) or not isinstance(right, Constant):
        raise RefusalError(_why(Compare(left, (("==", right),)), text))
    return _with_constant(left, sign if holds else _OPPOSITE[sign], right.value, text, declared(left))


def _with_constant(
    lookup: Lookup, sign: str, constant: Scalar, text: str, types: frozenset[str | None]
) -> Test:
    def leaf(kind: str, value: Scalar) -> Leaf:
        return Leaf(lookup, (sign, f"{key(lookup)}:{kind}", value))

    equality = sign in {"==", "!="}
    if types & {"period", "list"}:
        raise RefusalError(reasons.condition(text))
    if isinstance(constant, bool):
        return leaf("bool", int(constant)) if equality else NEVER
    if isinstance(constant, str):
        date = iso_time(constant)
        if isinstance(date, dt.datetime) or (not equality and (date is None or types - {"date", "instant"})):
            # Texts stand in another order there, and a text that spells an instant has a zone of its own.
            raise RefusalError(reasons.condition(text))
        tests: tuple[Leaf, ...] = (leaf("text", constant),) if equality else ()
        return Some((*tests, leaf("date", date.toordinal())) if date is not None else tests)
    if constant is not None and is_number(constant) and fits(constant):
        return leaf("number", constant)
    raise RefusalError(reasons.condition(text))


def fits(number: float) -> bool:
    """Whether durable-rules reads a number as it is: 64 bits, and no exponent."""
    return -LARGEST <= number <= LARGEST and "e" not in repr(number) and "n" not in repr(number)


def _is_plain(lookup: Lookup) -> bool:
    """Whether a look-up reads a field as it stands, and leads into no record or mapping."""
    match lookup.root:
        case "event" | "trigger" | "case":
            return len(lookup.path) == 1
        case "violation":
            return len(lookup.path) == 1 or (len(lookup.path) == 2 and lookup.path[0] == "trigger")
    return False


def _is_plain_or_post(expression: "Lookup | Call") -> bool:
    if isinstance(expression, Lookup):
        return _is_plain(expression)
    return is_post(expression)


def is_post(call: Call) -> bool:
    """Whether a call asks who held a post or stands above, by fields and constants alone."""
    inside = (*call.arguments, *(each for _, each in call.named))
    return call.function in {"holder", "holders", "superior"} and all(
        isinstance(each, Constant) or (isinstance(each, Lookup) and is_field(each)) for each in inside
    )


def reads_event_alone(expression: "Lookup | Call | None") -> bool:
    """Whether a test reads nothing but fields of the event itself."""
    if isinstance(expression, Call):
        return expression.function == "given" and all(
            isinstance(each, Lookup) and each.root == "event" for each in expression.arguments
        )
    return expression is None or expression.root == "event"


def is_field(lookup: Lookup) -> bool:
    """Whether a look-up reads one field, or a lone name as `unit`."""
    return _is_plain(lookup) or (not lookup.path and lookup.root not in {"params", "violation"})


def _why(expression: Expression, text: str) -> Reason:
    for each in parts(expression):
        if isinstance(each, Call) and each.function in HISTORY:
            return reasons.history(f"{each.function}()")
        if isinstance(each, Lookup) and each.root == "params" and each.path:
            return reasons.dated(each.path[0], text)
    return reasons.condition(text)
