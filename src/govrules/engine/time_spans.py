"""Sets of instants, as disjoint half-open spans in order: when something holds, and when it should."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import TypeAlias
from zoneinfo import ZoneInfo

from govrules.engine.day_spans import BEYOND, FIRST, Days
from govrules.engine.moments import fixed, utc

Span: TypeAlias = tuple[dt.datetime, dt.datetime]
"""[start, until) on the clocks of UTC, without zone"""
Spans: TypeAlias = tuple[Span, ...]

BEGINNING = dt.datetime(1, 1, 1)  # noqa: DTZ001
END = dt.datetime(9999, 12, 31, 23, 59, 59, 999999)  # noqa: DTZ001
ALWAYS: Spans = ((BEGINNING, END),)


def joined(spans: Iterable[Span]) -> Spans:
    """The instants that lie in any of the spans; touching spans are one."""
    found: list[Span] = []
    for start, until in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        elif start < until:
            found.append((start, until))
    return tuple(found)


def shared(one: Spans, other: Spans) -> Spans:
    """The instants that lie in both."""
    found: list[Span] = []
    place = 0
    for start, until in one:
        while place < len(other) and other[place][1] <= start:
            place += 1
        following = place
        while following < len(other) and other[following][0] < until:
            found.append((max(start, other[following][0]), min(until, other[following][1])))
            following += 1
    return tuple(found)


def inside(spans: Spans, span: Span) -> Spans:
    """The instants of the first that lie in the second, of which it is looked at those near it alone."""
    first = bisect_right(spans, span[0], key=lambda each: each[1])
    past = bisect_left(spans, span[1], lo=first, key=lambda each: each[0])
    return shared(spans[first:past], (span,))


def without(one: Spans, other: Spans) -> Spans:
    """The instants of the first that do not lie in the second."""
    edges = [BEGINNING, *(edge for span in other for edge in span), END]
    rest = tuple((a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b)
    return shared(one, rest)


def of_days(days: Days, zone: ZoneInfo) -> Spans:
    """The instants of days, from the 00:00 that begins each to its 24:00."""
    return joined((midnight(start, zone), midnight(until, zone)) for start, until in days)


def midnight(ordinal: int, zone: ZoneInfo) -> dt.datetime:
    """00:00 of a day, on the clocks of UTC."""
    if ordinal <= FIRST:
        return BEGINNING
    if ordinal >= BEYOND:
        return END
    return at_clock(dt.date.fromordinal(ordinal), 0, zone)


def at_clock(day: dt.date, minutes: int, zone: ZoneInfo) -> dt.datetime:
    """So many minutes after 00:00 on the wall clock, as UTC; 1440 is 00:00 of the next day."""
    local = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minutes)
    return utc(local.replace(tzinfo=zone))


def local(instant: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """An instant of UTC on the clocks of a zone, with its offset."""
    aware = instant.replace(tzinfo=dt.UTC)
    try:
        return fixed(aware.astimezone(zone))
    except OverflowError:
        return aware
