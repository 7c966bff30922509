"""What a rule file refers to by name, each with its place, for the checks across files."""

from collections.abc import Iterator
from typing import Literal, TypeAlias

from govrules.declaring import frozen
from govrules.diagnostics import Span
from govrules.model.conditions import (
    And,
    Arithmetic,
    Call,
    Compare,
    Constant,
    EventName,
    Expression,
    IfElse,
    ListOf,
    Lookup,
    Negative,
    Not,
    Or,
)
from govrules.rulefile.functions import SIGNATURES

ReferenceKind: TypeAlias = Literal[
    "event", "clause", "tag", "look-up", "comparison", "record", "convention", "measure", "decision"
]


@frozen
class Scope:
    """What the words of one place may speak of."""

    event: frozenset[str] = frozenset()
    """the event types that `event` can be; empty where nothing is known"""
    trigger: frozenset[str] = frozenset()
    variables: frozenset[str] = frozenset()
    """names that `for_each` gives"""
    absent: frozenset[str] = frozenset()
    """roots of look-ups that stand for nothing here, though they do elsewhere"""


@frozen
class Reference:
    """One word at one place.

    `wanted` is the type of parameter that the place needs, for a comparison the constant, for the name of a
    clause the kind it must have.
    """

    kind: ReferenceKind
    name: str
    span: Span
    citation: str | None
    scope: Scope = Scope()
    wanted: object = None
    clause: str | None = None
    """the id of the clause in which it stands"""


def parts(expression: Expression) -> Iterator[Expression]:
    """The expression and everything in it, outermost first."""
    yield expression
    match expression:
        case ListOf(items):
            inner: tuple[Expression, ...] = items
        case Not(operand) | Negative(operand):
            inner = (operand,)
        case And(operands) | Or(operands):
            inner = operands
        case Compare(first, rest):
            inner = (first, *(each for _, each in rest))
        case Arithmetic(_, left, right):
            inner = (left, right)
        case IfElse(condition, value, otherwise):
            inner = (condition, value, otherwise)
        case Call(_, arguments, named):
            inner = (*arguments, *(each for _, each in named))
        case _:
            inner = ()
    for each in inner:
        yield from parts(each)


def comparisons(expression: Expression) -> Iterator[tuple[Lookup, Constant]]:
    """Every look-up that is held against a constant for equality."""
    for each in parts(expression):
        if not isinstance(each, Compare):
            continue
        left = each.first
        for operator, right in each.rest:
            if operator in ("==", "!="):
                if isinstance(left, Lookup) and isinstance(right, Constant):
                    yield left, right
                elif isinstance(left, Constant) and isinstance(right, Lookup):
                    yield right, left
            elif operator in ("in", "not in") and isinstance(left, Lookup) and isinstance(right, ListOf):
                yield from ((left, item) for item in right.items if isinstance(item, Constant))
            left = right


def named_events(expression: Expression) -> Iterator[tuple[Literal["event", "clause"], EventName]]:
    """Every event or clause that a history function names."""
    for each in parts(expression):
        if isinstance(each, Call):
            takes = SIGNATURES[each.function].takes
            for argument in each.arguments:
                if isinstance(argument, EventName):
                    yield ("clause" if takes == "clause" else "event"), argument


def lookups(expression: Expression) -> Iterator[Lookup]:
    return (each for each in parts(expression) if isinstance(each, Lookup))
