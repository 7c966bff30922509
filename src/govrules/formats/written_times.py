"""Times as they stand in a block of a file, read by numpy: each day, each minute and each rest once."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from govrules.formats.byte_texts import Content, Interned, Places
from govrules.formats.time_tables import ByDayInZone, OtherFormError
from govrules.formats.times_alike import SHORTEST

_DAY = 10
"""characters of `2026-03-02`"""
_MOST_DAYS = 1 << 14
_MOST_CLOCKS = 4096
"""different times of day, or rests of them; where there are more, nearly every time ends in another way"""
_LONGEST = 60
_Read: TypeAlias = Callable[[str], int]


@attrs.frozen(eq=False)
class WrittenTimes:
    """The times of some rows, where they stand."""

    content: Content
    starts: Places
    ends: Places

    def __len__(self) -> int:
        return len(self.starts)

    def texts(self) -> list[str]:
        """Raises UncleanError where one of them is no text."""
        return self.content.texts(self.starts, self.ends)


class _Table:
    """What parts of times mean in microseconds."""

    def __init__(self, read: _Read, most: int = _MOST_CLOCKS) -> None:
        self._interned = Interned(most)
        self._read = read
        self._full = False
        self._values: Places = np.empty(0, np.int64)

    def of(self, content: Content, starts: Places, ends: Places) -> Places:
        """Raises OtherFormError where it does not hold one of them."""
        codes = None if self._full else self._interned.codes(content, starts, ends)
        if codes is None:
            self._full = True
            raise OtherFormError
        known = len(self._values)
        if known < len(self._interned.texts):
            try:
                new = [self._read(each.decode("ascii")) for each in self._interned.texts[known:]]
            except UnicodeDecodeError:
                raise OtherFormError from None
            self._values = np.append(self._values, np.array(new, np.int64))
        found: Places = self._values[codes]
        return found


class _Clock:
    """What follows the day, in microseconds: in one table, or, where it is too large, in two."""

    def __init__(self, minutes: _Read, rests: _Read) -> None:
        at = SHORTEST - _DAY
        self._whole = _Table(lambda text: minutes(text[:at]) + rests(text[at:]))
        self._minutes, self._rests = _Table(minutes), _Table(rests)

    def of(self, content: Content, starts: Places, ends: Places) -> Places:
        """Raises OtherFormError where the tables do not hold one of them."""
        try:
            return self._whole.of(content, starts, ends)
        except OtherFormError:
            between = starts + (SHORTEST - _DAY)
            return self._rests.of(content, between, ends) + self._minutes.of(content, starts, between)


class InArrays:
    """Reads times of one form, as `Alike` does."""

    def __init__(
        self,
        zone: dt.tzinfo | None,
        days: Mapping[str, int],
        minutes: Mapping[str, int],
        rests: Mapping[str, int],
        clocks: Mapping[str, int],
    ) -> None:
        self._days = _Table(days.__getitem__, _MOST_DAYS)
        self._offset = _Clock(minutes.__getitem__, rests.__getitem__)
        self._days_in_zone = self._clock = None
        if zone is not None:
            self._days_in_zone = _Table(ByDayInZone(zone, days).__getitem__, _MOST_DAYS)
            self._clock = _Clock(minutes.__getitem__, lambda rest: clocks[f":00{rest}"])

    def times(self, written: WrittenTimes) -> tuple[NDArray[np.int64], bool]:
        """The times, and whether they are bare dates.

        Raises:
            OtherFormError: they are not all of one usual form.
        """
        content, starts, ends = written.content, written.starts, written.ends
        sizes = ends - starts
        shortest, longest = int(sizes.min()), int(sizes.max())
        if shortest == longest == _DAY:
            return self._days.of(content, starts, ends), True
        if shortest < SHORTEST or longest > _LONGEST:
            raise OtherFormError
        after_day = starts + _DAY
        try:
            found, days = self._offset.of(content, after_day, ends), self._days
        except OtherFormError:
            if self._days_in_zone is None or self._clock is None:
                raise
            found, days = self._clock.of(content, after_day, ends), self._days_in_zone
        return found + days.of(content, starts, after_day), False
