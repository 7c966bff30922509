"""Conditions: the parsed form of the small expression language, as plain values.

A condition is read under Kleene's strong three-valued logic (S. C. Kleene, *Introduction to
Metamathematics*, 1952, section 64): what is missing is unknown, and only a certain outcome is a verdict.
"""

from typing import Literal, TypeAlias

import attrs

from govrules.declaring import frozen

Scalar: TypeAlias = str | int | float | bool | None
ComparisonOperator: TypeAlias = Literal["==", "!=", "<", "<=", ">", ">=", "in", "not in"]
ArithmeticOperator: TypeAlias = Literal["+", "-", "*", "/", "//", "%"]

FUNCTIONS: frozenset[str] = frozenset(
    {
        # history of the slice
        "happened", "count", "first", "last", "met", "violated",
        # dated facts
        "was", "holder", "holders", "superior",
        # values
        "given", "days_between", "start_of", "len", "min", "max", "sum", "any", "all",
    }
)  # fmt: skip
"""the functions that a condition may call"""


def _place() -> int:
    return attrs.field(default=0, eq=False, repr=False)


@frozen
class Constant:
    """A constant: a number, a string, true, false or null."""

    value: Scalar
    start: int = _place()
    end: int = _place()


@frozen
class Lookup:
    """A dotted look-up: `event.role`, `item.legal_limit`, `params.opinion_days`; a lone root is `unit`."""

    root: str
    path: tuple[str, ...] = ()
    start: int = _place()
    end: int = _place()

    def __str__(self) -> str:
        return ".".join((self.root, *self.path))


@frozen
class EventName:
    """A bare word that names an event type, as the argument of `happened(plan_filed)`."""

    name: str
    start: int = _place()
    end: int = _place()


@frozen
class ListOf:
    """A list of expressions: `["常务会", "市长办公会"]`."""

    items: tuple["Expression", ...]
    start: int = _place()
    end: int = _place()


@frozen
class Not:
    operand: "Expression"
    start: int = _place()
    end: int = _place()


@frozen
class And:
    operands: tuple["Expression", ...]
    start: int = _place()
    end: int = _place()


@frozen
class Or:
    operands: tuple["Expression", ...]
    start: int = _place()
    end: int = _place()


@frozen
class Compare:
    """A chain of comparisons, as Python reads it: `a < b < c` compares `b` twice and joins with `and`."""

    first: "Expression"
    rest: tuple[tuple[ComparisonOperator, "Expression"], ...]
    start: int = _place()
    end: int = _place()


@frozen
class Arithmetic:
    operator: ArithmeticOperator
    left: "Expression"
    right: "Expression"
    start: int = _place()
    end: int = _place()


@frozen
class Negative:
    operand: "Expression"
    start: int = _place()
    end: int = _place()


@frozen
class IfElse:
    """`value if condition else otherwise`."""

    condition: "Expression"
    value: "Expression"
    otherwise: "Expression"
    start: int = _place()
    end: int = _place()


@frozen
class Call:
    """A call of one of `FUNCTIONS`, with positional and named arguments."""

    function: str
    arguments: tuple["Expression", ...] = ()
    named: tuple[tuple[str, "Expression"], ...] = ()
    start: int = _place()
    end: int = _place()


Expression: TypeAlias = (
    Constant | Lookup | EventName | ListOf | Not | And | Or | Compare | Arithmetic | Negative | IfElse | Call
)


@frozen
class Condition:
    """An expression and the text it was read from; `start` and `end` of its parts are offsets into it."""

    text: str
    expression: Expression

    def __str__(self) -> str:
        return self.text
