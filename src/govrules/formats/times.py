"""Times of many rows at once, as microseconds: the usual forms by table, all others by `instants`."""

import datetime as dt
import re
from array import array
from collections.abc import Callable, Sequence
from operator import add, itemgetter

from govrules.formats.instants import Reading, time_reader
from govrules.model.columns import DAY, EPOCH, micros

_HOUR = 3_600_000_000
_DAY_AND_HOUR = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MINUTE_AND_SECOND = re.compile(r":([0-9]{2}):([0-9]{2})(?![.,0-9])")
_LENGTH = len("2026-03-02T09")
_head: "itemgetter[slice[None, int, None]]" = itemgetter(slice(None, _LENGTH))
_tail: "itemgetter[slice[int, None, None]]" = itemgetter(slice(_LENGTH, None))
_MOST_KEPT = 50_000
"""texts of a table: with fractions of seconds there is no end of them"""


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


class _ByClock(dict[str, int]):
    """What follows the hour, as `:30:00+08:00`, in microseconds from the hour by the clock."""

    def __init__(self, read: Callable[[object], Reading]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> int:
        if not text.startswith(":") or not text.isascii():
            raise _OtherFormError
        # Whatever may stand here means the same after every hour, so one of them is asked.
        time, problem = self._read(f"2000-01-01T00{text}")
        if problem is not None or not isinstance(time, dt.datetime):
            raise _OtherFormError
        found = micros(time) - _CLOCK_BEGAN
        usual = _MINUTE_AND_SECOND.match(text)
        if usual is None:
            self[text] = found
            return found
        # The whole hour at once: asking for each of its seconds takes a tenth of the time of a large log.
        offset, rest = found - int(usual[1]) * 60_000_000 - int(usual[2]) * 1_000_000, text[usual.end() :]
        for second in range(3600):
            self[f":{second // 60:02}:{second % 60:02}{rest}"] = offset + second * 1_000_000
        return found


_CLOCK_BEGAN = micros(dt.date(2000, 1, 1))


class Times:
    """Reads the times of a log, block by block, into `micros` and `bare`."""

    def __init__(self, zone: dt.tzinfo | None) -> None:
        self.micros = array("q")
        self.bare = bytearray()
        self._read = time_reader(zone=zone)
        self._days = _ByDay()
        with_offset = (_ByHour(None), _ByClock(time_reader()))
        # Of a clock time without offset, what follows the hour is read as in a zone that is UTC.
        in_zone = (_ByHour(zone), _ByClock(_without_offset)) if zone is not None else None
        self._tables = [with_offset] if in_zone is None else [with_offset, in_zone]

    def add(self, texts: Sequence[str]) -> None:
        """The times of the rows that follow.

        Raises:
            UncleanError: one of them is no time, or there is something to say of it.
        """
        before = len(self.micros)
        lengths = set(map(len, texts))
        try:
            if lengths == {10}:
                self.micros.extend(map(self._days.__getitem__, texts))
                self.bare += b"\1" * len(texts)
                return
            if 10 not in lengths and self._from_tables(texts):
                self.bare += bytes(len(texts))
                return
        except _OtherFormError:
            pass
        del self.micros[before:]
        for text in texts:
            self._add_one(text)

    def add_known(self, found: "array[int]", *, bare: bool) -> None:
        """The times of the rows that follow, which are known."""
        self.micros.extend(found)
        self.bare += (b"\1" if bare else b"\0") * len(found)

    def _from_tables(self, texts: Sequence[str]) -> bool:
        before = len(self.micros)
        for hours, clocks in self._tables:
            if len(clocks) > _MOST_KEPT:
                clocks.clear()
            try:
                of_hours = map(hours.__getitem__, map(_head, texts))
                of_clocks = map(clocks.__getitem__, map(_tail, texts))
                self.micros.extend(map(add, of_hours, of_clocks))
            except _OtherFormError:
                del self.micros[before:]
            else:
                return True
        return False

    def _add_one(self, text: str) -> None:
        try:
            if len(text) == 10:
                self.micros.append(self._days[text])
                self.bare.append(1)
                return
        except _OtherFormError:
            pass
        for hours, clocks in self._tables:
            try:
                self.micros.append(hours[text[:_LENGTH]] + clocks[text[_LENGTH:]])
            except _OtherFormError:
                continue
            self.bare.append(0)
            return
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
