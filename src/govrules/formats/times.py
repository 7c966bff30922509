"""Times of many rows at once, as microseconds: the usual forms by table, all others by `instants`."""

import datetime as dt
import re
from array import array
from collections.abc import Callable, Iterator, Sequence
from operator import add, itemgetter

from govrules.formats.instants import Reading, time_reader
from govrules.model.columns import DAY, EPOCH, micros

_HOUR = 3_600_000_000
_DAY_AND_HOUR = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HOUR_AND_MINUTE = re.compile(r"[T ]([0-9]{2}):([0-9]{2})")
_SECONDS = r"(:[0-9]{2})[.,]([0-9]{1,12})((?:[^0-9.,].*)?)"
_MINUTES_AND_SECONDS = rf"(:[0-9]{{2}}{_SECONDS[1:]}"
_LONGEST_REST = 40
_day, _minute, _after_minute, _hour, _after_hour = (
    itemgetter(slice(start, end)) for start, end in ((0, 10), (10, 16), (16, None), (0, 13), (13, None))
)


class UncleanError(Exception):
    """Something that only the reader row by row can treat, or tell. Never leaves this room."""


class _OtherFormError(Exception):
    """A text in a form that the tables do not hold."""


class _ByDay(dict[str, int]):
    """`2026-03-02`, as microseconds."""

    def __missing__(self, text: str) -> int:
        if not _DATE.fullmatch(text):
            raise _OtherFormError
        try:
            found = (dt.date.fromisoformat(text).toordinal() - EPOCH) * DAY
        except ValueError:
            raise _OtherFormError from None
        self[text] = found
        return found


class _ByHour(dict[str, int]):
    """`2026-03-02T09`, as microseconds: by the clock, or in a zone in which that hour is like any other."""

    def __init__(self, zone: dt.tzinfo | None) -> None:
        super().__init__()
        self._zone = zone

    def __missing__(self, text: str) -> int:
        match = _DAY_AND_HOUR.fullmatch(text)
        if match is None:
            raise _OtherFormError
        try:
            start = dt.datetime.fromisoformat(f"{match[1]}T{match[2]}")
        except ValueError:
            raise _OtherFormError from None
        found = (start.toordinal() - EPOCH) * DAY + start.hour * _HOUR
        if self._zone is not None:
            end = start.replace(minute=59, second=59, microsecond=999_999)
            offsets = {
                each.replace(tzinfo=self._zone, fold=fold).utcoffset()
                for each in (start, end)
                for fold in (0, 1)
            }
            offset = offsets.pop()
            if offsets or offset is None:
                raise _OtherFormError
            found -= offset // dt.timedelta(microseconds=1)
        self[text] = found
        return found


class _ByMinute(dict[str, int]):
    """`T09:30`, as microseconds."""

    def __missing__(self, text: str) -> int:
        match = _HOUR_AND_MINUTE.fullmatch(text)
        if match is None or int(match[1]) > 23 or int(match[2]) > 59:
            raise _OtherFormError
        self[text] = found = int(match[1]) * _HOUR + int(match[2]) * 60_000_000
        return found


class _ByRest(dict[str, int]):
    """What follows the hour or the minute, as `:30:00` or `:00+08:00`, in microseconds."""

    def __init__(self, before: str, fraction: str, read: Callable[[object], Reading]) -> None:
        super().__init__()
        self._before = before
        self._fraction = re.compile(fraction)
        self._read = read

    def __missing__(self, text: str) -> int:
        # Digits that follow an hour without a colon are read after `T` alone.
        if not text.isascii() or len(text) > _LONGEST_REST or text[:1].isdigit():
            raise _OtherFormError
        fraction = self._fraction.fullmatch(text)
        if fraction is not None:
            # Not kept: there is no end of them.
            return self[fraction[1] + fraction[3]] + int(fraction[2][:6].ljust(6, "0"))
        # Whatever may stand here means the same after every hour and minute, so one of them is asked.
        time, problem = self._read(f"{self._before}{text}")
        if problem is not None or not isinstance(time, dt.datetime):
            raise _OtherFormError
        self[text] = found = micros(time) - _CLOCK_BEGAN
        return found


_CLOCK_BEGAN = micros(dt.date(2000, 1, 1))


class Times:
    """Reads the times of a log, block by block, into `micros` and `bare`."""

    def __init__(self, zone: dt.tzinfo | None) -> None:
        self.micros = array("q")
        self.bare = bytearray()
        self._read = time_reader(zone=zone)
        self._days = _ByDay()
        self._minutes = _ByMinute()
        self._rests = _ByRest("2000-01-01T00:00", _SECONDS, time_reader())
        self._hours = _ByHour(zone)
        # Of a clock time without offset, what follows the hour is read as in a zone that is UTC.
        self._clocks = _ByRest("2000-01-01T00", _MINUTES_AND_SECONDS, _without_offset)
        self._ways = (self._with_offset,) if zone is None else (self._with_offset, self._in_zone)

    def add(self, texts: Sequence[str]) -> None:
        """The times of the rows that follow.

        Raises:
            UncleanError: one of them is no time, or there is something to say of it.
        """
        lengths = set(map(len, texts))
        if lengths == {10} and self._extended(map(self._days.__getitem__, texts)):
            self.bare += b"\1" * len(texts)
        elif 10 not in lengths and any(self._extended(way(texts)) for way in self._ways):
            self.bare += bytes(len(texts))
        else:
            for text in texts:
                self._add_one(text)

    def add_known(self, found: "array[int]", *, bare: bool) -> None:
        """The times of the rows that follow, which are known."""
        self.micros.extend(found)
        self.bare += (b"\1" if bare else b"\0") * len(found)

    def _with_offset(self, texts: Sequence[str]) -> Iterator[int]:
        # Three small tables are faster than two large ones: they stay in the cache of the processor.
        days = map(self._days.__getitem__, map(_day, texts))
        minutes = map(self._minutes.__getitem__, map(_minute, texts))
        return map(add, days, map(add, minutes, map(self._rests.__getitem__, map(_after_minute, texts))))

    def _in_zone(self, texts: Sequence[str]) -> Iterator[int]:
        hours = map(self._hours.__getitem__, map(_hour, texts))
        return map(add, hours, map(self._clocks.__getitem__, map(_after_hour, texts)))

    def _extended(self, found: Iterator[int]) -> bool:
        """Whether all of them were found, and are noted."""
        before = len(self.micros)
        try:
            self.micros.extend(found)
        except _OtherFormError:
            del self.micros[before:]
            return False
        return True

    def _add_one(self, text: str) -> None:
        if len(text) == 10 and self._extended(map(self._days.__getitem__, (text,))):
            self.bare.append(1)
        elif len(text) != 10 and any(self._extended(way((text,))) for way in self._ways):
            self.bare.append(0)
        else:
            time, problem = self._read(text)
            if time is None or problem is not None:
                raise UncleanError
            self.micros.append(micros(time))
            self.bare.append(not isinstance(time, dt.datetime))


def _without_offset(text: object) -> Reading:
    # Read without a zone, such a time is refused; one that carries an offset is not, and is no clock time.
    if time_reader()(text)[1] is None:
        return None, None
    return time_reader(zone=dt.UTC)(text)
