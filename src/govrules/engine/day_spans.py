"""Sets of days, as disjoint half-open spans in order: when a clause or a record is in force."""

import datetime as dt
from collections.abc import Iterable
from typing import TypeAlias

from govrules.model.clauses import InForce

Days: TypeAlias = tuple[tuple[int, int], ...]
"""[start, until) as ordinals of days; disjoint, not touching, in order"""

FIRST = dt.date.min.toordinal()
BEYOND = dt.date.max.toordinal() + 1
EVERY_DAY: Days = ((FIRST, BEYOND),)


def days_of(span: InForce) -> Days:
    """The days of a span of time in force.

    >>> days_of(InForce(until=dt.date(1, 1, 3)))
    ((1, 3),)
    """
    start = FIRST if span.start is None else span.start.toordinal()
    until = BEYOND if span.until is None else span.until.toordinal()
    return ((start, until),) if start < until else ()


def between(first: dt.date, last: dt.date) -> Days:
    """The days from `first` to `last`, both included."""
    return ((first.toordinal(), last.toordinal() + 1),) if first <= last else ()


def union(spans: Iterable[tuple[int, int]]) -> Days:
    """The days that lie in any of the spans.

    >>> union([(5, 7), (1, 3), (3, 4)])
    ((1, 4), (5, 7))
    """
    found: list[tuple[int, int]] = []
    for start, until in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        elif start < until:
            found.append((start, until))
    return tuple(found)


def common(one: Days, other: Days) -> Days:
    """The days that lie in both.

    >>> common(((1, 4), (5, 7)), ((3, 6),))
    ((3, 4), (5, 6))
    """
    return union((max(a, c), min(b, d)) for a, b in one for c, d in other if max(a, c) < min(b, d))


def includes(days: Days, day: dt.date) -> bool:
    ordinal = day.toordinal()
    return any(start <= ordinal < until for start, until in days)


def how_many(days: Days) -> int:
    return sum(until - start for start, until in days)


def first_of(days: Days) -> dt.date | None:
    return dt.date.fromordinal(days[0][0]) if days else None
