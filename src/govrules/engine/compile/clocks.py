"""How far the clocks of a zone are ahead of UTC, and when they are moved.

The tz database is asked at every fifth day, once for each zone: what it says does not depend on any log.
"""

import datetime as dt
from bisect import bisect_left
from functools import lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo

from govrules.model.columns import DAY, instant_of

Move: TypeAlias = tuple[int, int, int]
"""about when the clocks are moved, at most an hour too late; how far ahead they were, and are then"""

_STEP = 5 * DAY
"""no zone has moved its clocks twice within so short a time since 1970"""
_HOUR = DAY // 24
_YEAR = 366 * DAY
_CENTURIES = 200 * _YEAR
_MICROSECOND = dt.timedelta(microseconds=1)
_NOTHING = dt.timedelta(0)


class Clocks:
    """The clocks of one zone.

    Instants are microseconds since 1970-01-01T00:00Z, and so are the differences to UTC.
    """

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        # Replaced as a whole, so that whoever reads it meanwhile has one that is right.
        self._seen: tuple[int, int, tuple[Move, ...]] | None = None
        self._steady = (0, -1, 0)
        self._by_day: dict[int, int] = {}

    def ahead(self, micros: int) -> int:
        """How far the clocks are ahead of UTC at an instant."""
        moment = instant_of(micros)
        try:
            moment = moment.astimezone(self.zone)
        except OverflowError:
            # Within a day of year 1 and of year 9999 no other zone's clock can be written.
            return 0
        return (moment.utcoffset() or _NOTHING) // _MICROSECOND

    def ahead_on(self, utc_day: int) -> int | None:
        """How far they are ahead on a whole day of UTC; None where they are moved on it.

        Args:
            utc_day: the number of days since 1970-01-01.
        """
        first, last = self._at_midnight(utc_day), self._at_midnight(utc_day + 1)
        return first if first == last else None

    def _at_midnight(self, utc_day: int) -> int:
        found = self._by_day.get(utc_day)
        if found is None:
            found = self._by_day[utc_day] = self.ahead(utc_day * DAY)
        return found

    def moves(self, first: int, last: int) -> tuple[Move, ...]:
        """The moves from one instant since 1970 to another, both included, and perhaps one just before."""
        low, high = first // _STEP, last // _STEP + 1
        seen = self._seen
        if seen is None:
            seen = (low, high, self._moves(low, high))
        if low < seen[0]:
            seen = (low, seen[1], (*self._moves(low, seen[0]), *seen[2]))
        if high > seen[1]:
            seen = (seen[0], high, (*seen[2], *self._moves(seen[1], high)))
        self._seen = seen
        found = seen[2]
        return found[bisect_left(found, (first,)) : bisect_left(found, (last + _HOUR + 1,))]

    def steady(self, first: int, last: int) -> int | None:
        """How far the clocks are ahead from one instant to another; None where they are moved meanwhile.

        Whoever asks about one case after the other asks within a few years, in which the answer is the same.
        """
        low, high, offset = self._steady
        if low <= first and last <= high:
            return offset
        if self.moves(first, last):
            return None
        offset = self.ahead(first)
        if first > _YEAR and last < _CENTURIES:
            # Between two moves it is the same, wherever one asks.
            low, high = first - _YEAR, last + _YEAR
            moves = [at for at, _, _ in self.moves(low, high)]
            low = max((at + 1 for at in moves if at < first), default=low)
            high = min((at - _HOUR - 1 for at in moves if at >= first), default=high)
            self._steady = (low, high, offset)
        return offset

    def _moves(self, low: int, high: int) -> tuple[Move, ...]:
        """Those between two looks."""
        found: list[Move] = []
        before = self.ahead(low * _STEP)
        for step in range(low, high):
            after = self.ahead((step + 1) * _STEP)
            if after != before:
                found.append((self._when(step * _STEP, before), before, after))
            before = after
        return tuple(found)

    def _when(self, low: int, before: int) -> int:
        high = low + _STEP
        while high - low > _HOUR:
            middle = (low + high) // 2
            if self.ahead(middle) == before:
                low = middle
            else:
                high = middle
        return high


@lru_cache(maxsize=64)
def clocks_of(zone: ZoneInfo) -> Clocks:
    """The clocks of a zone; what was looked up is kept."""
    return Clocks(zone)
