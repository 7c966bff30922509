"""Times of many rows at once, as microseconds: the usual forms by table, all others by `instants`."""

import datetime as dt
from array import array
from collections.abc import Callable, Iterator, Sequence
from operator import add, itemgetter
from typing import TYPE_CHECKING

from govrules.formats.instants import time_reader
from govrules.formats.time_tables import (
    ByDay,
    ByHour,
    ByMinute,
    OtherFormError,
    by_what_follows_the_hour,
    by_what_follows_the_minute,
)
from govrules.formats.times_alike import SHORTEST, Alike
from govrules.model.columns import micros

if TYPE_CHECKING:
    from govrules.formats.written_times import InArrays, WrittenTimes

_day, _minute, _after_minute, _hour, _after_hour = (
    itemgetter(slice(start, end)) for start, end in ((0, 10), (10, 16), (16, None), (0, 13), (13, None))
)


class UncleanError(Exception):
    """Something that only the reader row by row can treat, or tell. Never leaves this room."""


class Times:
    """Reads the times of a log, block by block, into `micros` and `bare`."""

    def __init__(self, zone: dt.tzinfo | None) -> None:
        self.micros = array("q")
        self.bare = bytearray()
        self._read = time_reader(zone=zone)
        self._days = ByDay()
        self._minutes = ByMinute()
        self._rests = by_what_follows_the_minute()
        self._hours = ByHour(zone)
        self._clocks = by_what_follows_the_hour()
        self._alike = Alike(zone, self._days, self._minutes, self._rests, self._clocks)
        self._ways = (self._with_offset,) if zone is None else (self._with_offset, self._in_zone)
        self._in_arrays: InArrays | None = None
        self._zone = zone

    def add(self, texts: Sequence[str]) -> None:
        """The times of the rows that follow.

        Raises:
            UncleanError: one of them is no time, or there is something to say of it.
        """
        if len(texts[0]) >= SHORTEST and self._extended(self._alike.times, texts):
            self.bare += bytes(len(texts))
            return
        lengths = set(map(len, texts))
        if lengths == {10} and self._extended(self._dates, texts):
            self.bare += b"\1" * len(texts)
        elif 10 not in lengths and any(self._extended(way, texts) for way in self._ways):
            self.bare += bytes(len(texts))
        else:
            for text in texts:
                self._add_one(text)

    def add_written(self, written: "WrittenTimes") -> None:
        """The times of the rows that follow, where they stand in a file.

        Raises:
            UncleanError: as `add`.
        """
        if self._in_arrays is None:
            from govrules.formats.written_times import InArrays

            tables = self._days, self._minutes, self._rests, self._clocks
            self._in_arrays = InArrays(self._zone, *tables)
        try:
            found, bare = self._in_arrays.times(written)
        except OtherFormError:
            self.add(written.texts())
            return
        self.micros.frombytes(found.tobytes())
        self.bare += (b"\1" if bare else b"\0") * len(found)

    def add_known(self, found: "array[int]", *, bare: bool) -> None:
        """The times of the rows that follow, which are known."""
        self.micros.extend(found)
        self.bare += (b"\1" if bare else b"\0") * len(found)

    def _dates(self, texts: Sequence[str]) -> Iterator[int]:
        return map(self._days.__getitem__, texts)

    def _with_offset(self, texts: Sequence[str]) -> Iterator[int]:
        # Three small tables are faster than two large ones: they stay in the cache of the processor.
        days = map(self._days.__getitem__, map(_day, texts))
        minutes = map(self._minutes.__getitem__, map(_minute, texts))
        return map(add, days, map(add, minutes, map(self._rests.__getitem__, map(_after_minute, texts))))

    def _in_zone(self, texts: Sequence[str]) -> Iterator[int]:
        hours = map(self._hours.__getitem__, map(_hour, texts))
        return map(add, hours, map(self._clocks.__getitem__, map(_after_hour, texts)))

    def _extended(self, way: Callable[[Sequence[str]], Iterator[int]], texts: Sequence[str]) -> bool:
        """Whether all of them can be read so, and are noted."""
        before = len(self.micros)
        try:
            self.micros.extend(way(texts))
        except OtherFormError:
            del self.micros[before:]
            return False
        return True

    def _add_one(self, text: str) -> None:
        if len(text) == 10 and self._extended(self._dates, (text,)):
            self.bare.append(1)
        elif len(text) != 10 and any(self._extended(way, (text,)) for way in self._ways):
            self.bare.append(0)
        else:
            time, problem = self._read(text)
            if time is None or problem is not None:
                raise UncleanError
            self.micros.append(micros(time))
            self.bare.append(not isinstance(time, dt.datetime))
