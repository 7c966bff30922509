"""The counting of working days for whole arrays of dates at once, with numpy (the extra `fast`).

Every function answers each element as the method of the same name of `WorkingCalendar` does, and raises
what that method raises for the first element, in order, that has no answer.

Dates are `datetime64` of days or finer (the time of day is cut off), or objects that are dates.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from govrules.counting.calendar import WorkingCalendar, working_calendar
from govrules.counting.errors import CountingError
from govrules.declaring import frozen
from govrules.diagnostics.codes import time as codes
from govrules.model.calendar import Calendar


class NumpyMissingError(CountingError, ImportError):
    """numpy is not installed."""


try:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray
except ImportError:
    raise NumpyMissingError(codes.NUMPY_MISSING, {}) from None

__all__ = [
    "NumpyMissingError",
    "last_working_day",
    "next_working_day",
    "nth_working_day_after",
    "nth_working_day_before",
    "working_days_between",
]

AnyCalendar: TypeAlias = Calendar | WorkingCalendar
Dates: TypeAlias = "NDArray[np.datetime64]"
Numbers: TypeAlias = "NDArray[np.int64]"

_EPOCH = 719_163
"""the ordinal of 1970-01-01, from which numpy counts days"""
_UNITS = frozenset({"D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as"})


def nth_working_day_after(calendar: AnyCalendar, days: ArrayLike, n: ArrayLike) -> Dates:
    """The n-th working day after each day, which is itself not counted.

    Args:
        days: dates of any shape.
        n: at least 1; one number for all, or an array that numpy can broadcast with `days`.

    Raises:
        OutsideCalendarError: a count leaves the calendar.
        CountingError: an element is no date.
        ValueError: `n` below 1.
        TypeError: `days` are no dates, or `n` no whole numbers.

    >>> import datetime as dt
    >>> office = Calendar.of("office", first_day=dt.date(2025, 1, 1), last_day=dt.date(2025, 12, 31))
    >>> nth_working_day_after(office, np.array(["2025-03-06", "2025-03-08"], "datetime64[D]"), 5)
    array(['2025-03-13', '2025-03-14'], dtype='datetime64[D]')
    """
    working = working_calendar(calendar)
    index = _index(working)
    ordinals, amounts = _paired(_ordinals(days), _whole(n))
    places = ordinals - index.first + 1
    if _within(places, 0, index.length) and _within(amounts, 1, index.working.size):
        at = index.ranks.take(places) + (amounts - 1)
        if _within(at, 0, index.working.size - 1):
            return index.working.take(at)
    raise _first_error(working.nth_after, ordinals, amounts)


def nth_working_day_before(calendar: AnyCalendar, days: ArrayLike, n: ArrayLike) -> Dates:
    """The n-th working day before each day, which is itself not counted.

    Args:
        days: dates of any shape.
        n: at least 1; one number for all, or an array that numpy can broadcast with `days`.

    Raises:
        OutsideCalendarError: a count leaves the calendar.
        CountingError: an element is no date.
        ValueError: `n` below 1.
        TypeError: `days` are no dates, or `n` no whole numbers.

    >>> import datetime as dt
    >>> office = Calendar.of("office", first_day=dt.date(2025, 1, 1), last_day=dt.date(2025, 12, 31))
    >>> nth_working_day_before(office, [dt.date(2025, 3, 10)], 3)
    array(['2025-03-05'], dtype='datetime64[D]')
    """
    working = working_calendar(calendar)
    index = _index(working)
    ordinals, amounts = _paired(_ordinals(days), _whole(n))
    places = ordinals - index.first
    if _within(places, 0, index.length) and _within(amounts, 1, index.working.size):
        at = index.ranks.take(places) - amounts
        if _within(at, 0, index.working.size - 1):
            return index.working.take(at)
    raise _first_error(working.nth_before, ordinals, amounts)


def next_working_day(calendar: AnyCalendar, days: ArrayLike) -> Dates:
    """Each day itself where it is a working day, else the next one.

    Args:
        days: dates of any shape.

    Raises:
        OutsideCalendarError: there is none in the calendar.
        CountingError: an element is no date.
        TypeError: `days` are no dates.

    >>> import datetime as dt
    >>> office = Calendar.of("office", first_day=dt.date(2025, 1, 1), last_day=dt.date(2025, 12, 31))
    >>> next_working_day(office, np.array(["2025-03-07", "2025-03-08"], "datetime64[D]"))
    array(['2025-03-07', '2025-03-10'], dtype='datetime64[D]')
    """
    working = working_calendar(calendar)
    index = _index(working)
    ordinals = _ordinals(days)
    places = ordinals - index.first
    if _within(places, 0, index.length - 1):
        at = index.ranks.take(places)
        if _within(at, 0, index.working.size - 1):
            return index.working.take(at)
    raise _first_error(working.next_from, ordinals)


def last_working_day(calendar: AnyCalendar, days: ArrayLike) -> Dates:
    """Each day itself where it is a working day, else the last one before.

    Args:
        days: dates of any shape.

    Raises:
        OutsideCalendarError: there is none in the calendar.
        CountingError: an element is no date.
        TypeError: `days` are no dates.

    >>> import datetime as dt
    >>> office = Calendar.of("office", first_day=dt.date(2025, 1, 1), last_day=dt.date(2025, 12, 31))
    >>> last_working_day(office, np.array(["2025-03-07", "2025-03-08"], "datetime64[D]"))
    array(['2025-03-07', '2025-03-07'], dtype='datetime64[D]')
    """
    working = working_calendar(calendar)
    index = _index(working)
    ordinals = _ordinals(days)
    places = ordinals - index.first + 1
    if _within(places, 0, index.length):
        at = index.ranks.take(places) - 1
        if _within(at, 0, index.working.size - 1):
            return index.working.take(at)
    raise _first_error(working.last_until, ordinals)


def working_days_between(calendar: AnyCalendar, start: ArrayLike, end: ArrayLike) -> Numbers:
    """The number of working days in (start, end] of each pair; negative where `end` lies before `start`.

    Args:
        start: dates of any shape, not counted themselves.
        end: dates that numpy can broadcast with `start`, counted themselves.

    Raises:
        OutsideCalendarError: a day lies outside the calendar.
        CountingError: an element is no date.
        TypeError: `start` or `end` are no dates.

    >>> import datetime as dt
    >>> office = Calendar.of("office", first_day=dt.date(2025, 1, 1), last_day=dt.date(2025, 12, 31))
    >>> ends = np.array(["2025-03-13", "2025-03-05"], "datetime64[D]")
    >>> working_days_between(office, dt.date(2025, 3, 6), ends)
    array([ 5, -1])
    """
    working = working_calendar(calendar)
    index = _index(working)
    starts, ends = _paired(_ordinals(start), _ordinals(end))
    if all(_within(ordinals - index.first + 1, 0, index.length) for ordinals in (starts, ends)):
        ranks = index.ranks
        return ranks.take(ends - index.first + 1) - ranks.take(starts - index.first + 1)
    raise _first_error(lambda first, last: working.rank(last) - working.rank(first), starts, ends)


@frozen(eq=False)
class _Index:
    """R and W of a calendar as arrays, R from the day before the first."""

    first: int
    length: int
    ranks: Numbers
    working: Dates


@lru_cache(maxsize=64)
def _index(calendar: WorkingCalendar) -> _Index:
    first, last = calendar.data.first_day.toordinal(), calendar.data.last_day.toordinal()
    ranks = np.array([calendar.rank(ordinal) for ordinal in range(first - 1, last + 1)], dtype=np.int64)
    working = np.flatnonzero(np.diff(ranks)) + (first - _EPOCH)
    return _Index(first=first, length=last - first + 1, ranks=ranks, working=working.astype("datetime64[D]"))


def _ordinals(days: ArrayLike) -> Numbers:
    array = np.asarray(days)
    if array.dtype.kind == "O":
        return _ordinals_of_objects(array)
    if array.dtype.kind == "M" and np.datetime_data(array.dtype)[0] in _UNITS:
        return array.astype("datetime64[D]").astype(np.int64) + _EPOCH
    raise TypeError(f"dates are needed (`datetime64[D]`), not `{array.dtype}`")


def _ordinals_of_objects(array: "NDArray[Any]") -> Numbers:
    # One by one: numpy would read a time with a zone as its day in UTC.
    found = np.empty(array.size, dtype=np.int64)
    for place, day in enumerate(array.ravel().tolist()):
        try:
            found[place] = day.toordinal()
        except (AttributeError, TypeError, ValueError):
            raise _no_date(place) from None
    return found.reshape(array.shape)


def _whole(numbers: ArrayLike) -> Numbers:
    array = np.asarray(numbers)
    if array.dtype.kind not in "iu":
        raise TypeError(f"whole numbers are needed, not `{array.dtype}`")
    return array.astype(np.int64)


def _paired(left: Numbers, right: Numbers) -> tuple[Numbers, Numbers]:
    shape = np.broadcast_shapes(left.shape, right.shape)
    if 0 in shape:
        # Where nothing is asked, nothing can be wrong with the other side.
        nothing = np.empty(shape, dtype=np.int64)
        return nothing, nothing
    return left, right


def _within(values: Numbers, low: int, high: int) -> bool:
    return bool(np.all((values >= low) & (values <= high)))


_NO_DATE = int(np.datetime64("NaT", "D").astype(np.int64)) + _EPOCH


def _first_error(answer: Callable[..., int], *arrays: Numbers) -> Exception:
    """Ask for one element after the other, until the one that made the whole fail raises."""
    elements: Sequence[NDArray[Any]] = np.broadcast_arrays(*arrays)
    for place, values in enumerate(zip(*(each.ravel().tolist() for each in elements), strict=True)):
        if _NO_DATE in values:
            return _no_date(place)
        try:
            answer(*values)
        except (CountingError, ValueError) as error:
            return error
    raise AssertionError("every element has an answer by itself")


def _no_date(place: int) -> CountingError:
    return CountingError(codes.NO_DATE_IN_ARRAY, {"position": place})
