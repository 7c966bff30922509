"""Where clocks are turned back, and the cases in which something happened meanwhile.

For an hour or so the wall clock shows every time twice, and what comes first by the clock does not come first
in time. The reference knows what that means for triggers; such cases are handed over.
"""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from govrules.engine.moments import project
from govrules.model.columns import DAY, Columns

_STEP = 5 * DAY
"""no zone has turned its clocks back and on again within so short a time since 1970"""
_CENTURIES = 300 * 366 * DAY
"""in a log that says it spans more, something is wrong"""
_BEGINNING = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def turned_back(columns: Columns, zone: ZoneInfo) -> frozenset[int]:
    """The cases with an event on or next to a day of UTC on which the clocks of a zone are turned back."""
    if not len(columns.times):
        return frozenset()
    first, last = max(columns.first_time, 0), columns.last_time
    if last - first > _CENTURIES:
        return frozenset(range(len(columns.cases)))
    days = {day for at in _turns(first, last, zone) for day in _around(at)}
    if not days:
        return frozenset()
    starts = columns.starts
    found: set[int] = set()
    case = 0
    for place, time in enumerate(columns.times):
        if time // DAY in days:
            while starts[case + 1] <= place:
                case += 1
            found.add(case)
    return frozenset(found)


def _around(micros: int) -> tuple[int, int, int]:
    day = micros // DAY
    return (day - 1, day, day + 1)


def _turns(first: int, last: int, zone: ZoneInfo) -> Iterator[int]:
    """About when the clocks were turned back between two instants."""
    at = first - _STEP
    before = _offset(at, zone)
    while at < last + _STEP:
        low, at = at, at + _STEP
        after = _offset(at, zone)
        if after < before:
            high = at
            while high - low > DAY // 24:
                middle = (low + high) // 2
                if _offset(middle, zone) == before:
                    low = middle
                else:
                    high = middle
            yield high
        before = after


def _offset(micros: int, zone: ZoneInfo) -> dt.timedelta:
    moment = project(_BEGINNING + dt.timedelta(microseconds=micros), zone)
    assert moment.instant is not None
    return moment.instant.utcoffset() or dt.timedelta(0)
