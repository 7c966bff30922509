"""Patterns: what must happen for a clause to be triggered, met, paused or ended."""

import datetime as dt
from typing import Literal, TypeAlias

from govrules.declaring import frozen


@frozen
class Happens:
    """An event type, or a named event (one that `is` another event `if` a condition holds)."""

    event: str


@frozen
class OneOf:
    """`a | b`, or a list: any of several; the first to happen counts."""

    options: tuple["Pattern", ...]


@frozen
class AllOf:
    """`{all: [a, b]}`: happens when the last of its parts has, in whatever order."""

    parts: tuple["Pattern", ...]


@frozen
class InOrder:
    """`{in_order: [a, b]}`: each part after the one before; happens with the last."""

    parts: tuple["Pattern", ...]


@frozen
class Violated:
    """`{violation: clause | "tag:x" | any}`: a clause was violated in the same slice.

    `clauses` and `tags` are alternatives; both empty means any clause.
    """

    clauses: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@frozen
class Lapsed:
    """`{lapse: clause}`: the time of a duty ran out and something was deemed."""

    clauses: tuple[str, ...]


@frozen
class Proposed:
    """`{proposed: clause | any}`: a measure was proposed under one of the clauses; empty means any clause."""

    clauses: tuple[str, ...] = ()


@frozen
class OnDate:
    """`{date: 2018-12-31}`: a day of the calendar, the policy's own midnight at its end."""

    date: dt.date


@frozen
class Every:
    """`{every: quarter, at: end}`: the first or last day of each calendar period in force."""

    period: Literal["year", "quarter", "month", "week", "day"]
    at: Literal["start", "end"] = "end"


@frozen
class Begins:
    """`in_force`: the day on which the clause begins to apply."""


Pattern: TypeAlias = (
    Happens | OneOf | AllOf | InOrder | Violated | Lapsed | Proposed | OnDate | Every | Begins
)


def event_names(pattern: Pattern) -> frozenset[str]:
    """The event types and named events that a pattern speaks of, not resolved."""
    match pattern:
        case Happens(event):
            return frozenset({event})
        case OneOf(parts) | AllOf(parts) | InOrder(parts):
            return frozenset().union(*(event_names(each) for each in parts))
        case _:
            return frozenset()


def clause_names(pattern: Pattern) -> frozenset[str]:
    """The clauses whose violation or lapse a pattern waits for, as written."""
    match pattern:
        case Violated(clauses=clauses) | Lapsed(clauses=clauses) | Proposed(clauses=clauses):
            return frozenset(clauses)
        case OneOf(parts) | AllOf(parts) | InOrder(parts):
            return frozenset().union(*(clause_names(each) for each in parts))
        case _:
            return frozenset()
