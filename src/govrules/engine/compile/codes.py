"""Expressions of the source, and what declared values are once they are read."""

from collections.abc import Callable
from typing import Literal, TypeAlias

import attrs

from govrules.engine.vocabulary import Vocabulary
from govrules.model.conditions import Expression, Lookup
from govrules.model.policy import Field, Policy

Sort: TypeAlias = Literal[
    "bool", "text", "integer", "number", "limit", "time", "day", "moment", "length", "other"
]  # fmt: skip
Writes: TypeAlias = Callable[[list[str]], str]
FIXED_FIELDS = frozenset({"unit", "actor"})


@attrs.frozen
class Code:
    """An expression of the source: None is unknown."""

    text: str
    sort: Sort
    certain: bool = False
    """whether it is never unknown"""
    atom: bool = False
    """whether it may be written twice: a name or a constant"""
    asked: bool = False
    """whether it is asked of the reference, which takes longer"""


@attrs.frozen
class Reading:
    """From where a condition is read: names of variables of the source."""

    event: str
    """the place of the event it is read at"""
    event_types: frozenset[str]
    trigger: str | None
    trigger_types: frozenset[str]
    past: str
    """the last microsecond that is past"""
    alone: bool = False
    """whether it is the condition of a named event, which knows of no trigger"""
    ended: bool = False
    """whether the case is read up to the event only, so that all of it is past"""


def is_limited(vocabulary: Vocabulary, name: str) -> bool:
    """Whether an event is declared as recorded for a span of time only."""
    base, _ = vocabulary.meaning(name)
    return any(
        (declared := vocabulary.types.get(each)) is not None and declared.recorded is not None
        for each in {vocabulary.resolve(name), base}
    )


def is_unset(expression: Expression, policy: Policy) -> bool:
    """Whether it is a parameter that is declared, and of which nobody has said what it is: it is unknown."""
    match expression:
        case Lookup("params", (name,)):
            declared = policy.parameters.get(name)
            return declared is not None and not declared.values
    return False


READ_AS = {"limit": {"period", "integer", "string"}, "time": {"date", "instant", "string"}}
SORT_OF: dict[type, Sort] = {bool: "bool", str: "text", int: "integer"}


def sort_in(vocabulary: Vocabulary, event_type: str, field: str) -> Sort:
    declared = vocabulary.field(event_type, field)
    if declared is None:
        return "other"
    return "day" if declared.type == "date" else sort_of(declared)


def sort_of(declared: Field) -> Sort:
    """What a declared value is once it has been read."""
    match declared.type:
        case "string":
            return "text"
        case "choice" if declared.choices and all(isinstance(each, str) for each in declared.choices):
            return "text"
        case "integer":
            return "integer"
        case "number":
            return "number"
        case "bool":
            return "bool"
    return "other"
