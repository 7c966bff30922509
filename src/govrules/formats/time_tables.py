"""Tables of what the parts of a time mean in microseconds, each looked up once."""

import datetime as dt
import re
from collections.abc import Callable, Mapping

from govrules.formats.instants import Reading, time_reader
from govrules.model.columns import DAY, EPOCH, micros

_HOUR = 3_600_000_000
_DAY_AND_HOUR = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HOUR_AND_MINUTE = re.compile(r"[T ]([0-9]{2}):([0-9]{2})")
_SECONDS = r"(:[0-9]{2})[.,]([0-9]{1,12})((?:[^0-9.,].*)?)"
_MINUTES_AND_SECONDS = rf"(:[0-9]{{2}}{_SECONDS[1:]}"
_LONGEST_REST = 40
_CLOCK_BEGAN = micros(dt.date(2000, 1, 1))


class OtherFormError(Exception):
    """A text in a form that the tables do not hold."""


class ByDay(dict[str, int]):
    """`2026-03-02`, as microseconds."""

    def __missing__(self, text: str) -> int:
        if not _DATE.fullmatch(text):
            raise OtherFormError
        try:
            found = (dt.date.fromisoformat(text).toordinal() - EPOCH) * DAY
        except ValueError:
            raise OtherFormError from None
        self[text] = found
        return found


class ByDayInZone(dict[str, int]):
    """`2026-03-02`, as microseconds of its 00:00 in a zone in which no clock is moved on that day."""

    def __init__(self, zone: dt.tzinfo, by_day: Mapping[str, int]) -> None:
        super().__init__()
        self._zone, self._by_day = zone, by_day

    def __missing__(self, text: str) -> int:
        found = self._by_day[text]
        start = dt.datetime.fromisoformat(text)
        # Since then no zone has moved its clocks twice within one day.
        if start.year < 1970:
            raise OtherFormError
        end = start.replace(hour=23, minute=59, second=59, microsecond=999_999)
        self[text] = found = found - _only_offset(self._zone, start, end)
        return found


def _only_offset(zone: dt.tzinfo, *clocks: dt.datetime) -> int:
    """In microseconds, if it is one for all these clock times."""
    found = {each.replace(tzinfo=zone, fold=fold).utcoffset() for each in clocks for fold in (0, 1)}
    offset = found.pop()
    if found or offset is None:
        raise OtherFormError
    return offset // dt.timedelta(microseconds=1)


class ByHour(dict[str, int]):
    """`2026-03-02T09`, as microseconds: by the clock, or in a zone in which that hour is like any other."""

    def __init__(self, zone: dt.tzinfo | None) -> None:
        super().__init__()
        self._zone = zone

    def __missing__(self, text: str) -> int:
        match = _DAY_AND_HOUR.fullmatch(text)
        if match is None:
            raise OtherFormError
        try:
            start = dt.datetime.fromisoformat(f"{match[1]}T{match[2]}")
        except ValueError:
            raise OtherFormError from None
        found = (start.toordinal() - EPOCH) * DAY + start.hour * _HOUR
        if self._zone is not None:
            found -= _only_offset(self._zone, start, start.replace(minute=59, second=59, microsecond=999_999))
        self[text] = found
        return found


class ByMinute(dict[str, int]):
    """`T09:30`, as microseconds."""

    def __missing__(self, text: str) -> int:
        match = _HOUR_AND_MINUTE.fullmatch(text)
        if match is None or int(match[1]) > 23 or int(match[2]) > 59:
            raise OtherFormError
        self[text] = found = int(match[1]) * _HOUR + int(match[2]) * 60_000_000
        return found


class ByRest(dict[str, int]):
    """What follows the hour or the minute, as `:30:00` or `:00+08:00`, in microseconds."""

    def __init__(self, before: str, fraction: str, read: Callable[[object], Reading]) -> None:
        super().__init__()
        self._before = before
        self._fraction = re.compile(fraction)
        self._read = read

    def __missing__(self, text: str) -> int:
        # Digits that follow an hour without a colon are read after `T` alone.
        if not text.isascii() or len(text) > _LONGEST_REST or text[:1].isdigit():
            raise OtherFormError
        fraction = self._fraction.fullmatch(text)
        if fraction is not None:
            # Not kept: there is no end of them.
            return self[fraction[1] + fraction[3]] + int(fraction[2][:6].ljust(6, "0"))
        # Whatever may stand here means the same after every hour and minute, so one of them is asked.
        time, problem = self._read(f"{self._before}{text}")
        if problem is not None or not isinstance(time, dt.datetime):
            raise OtherFormError
        self[text] = found = micros(time) - _CLOCK_BEGAN
        return found


def by_what_follows_the_minute() -> ByRest:
    """`:30+08:00`; what carries no offset is of another form."""
    return ByRest("2000-01-01T00:00", _SECONDS, time_reader())


def by_what_follows_the_hour() -> ByRest:
    """`:30:00` without an offset, as in a zone that is UTC."""
    return ByRest("2000-01-01T00", _MINUTES_AND_SECONDS, _without_offset)


def _without_offset(text: object) -> Reading:
    # Read without a zone, such a time is refused; one that carries an offset is not, and is no clock time.
    if time_reader()(text)[1] is None:
        return None, None
    return time_reader(zone=dt.UTC)(text)
