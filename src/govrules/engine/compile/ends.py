"""Due ends that depend on no log: each is counted once, and kept from one log to the next.

What is counted is what the reference counts. Only the plainest count, of working days with a fixed number of
days stood still, is done here a second time, by index; a law holds the two against each other.
"""

import datetime as dt
from collections.abc import Callable
from itertools import accumulate
from typing import TypeAlias

import attrs

from govrules.counting.calendar import WorkingCalendar, working_calendar
from govrules.counting.due import Due, ends_of_dates
from govrules.counting.errors import CountingError
from govrules.counting.known import as_known
from govrules.counting.steps import counted_part
from govrules.engine.compile.writing import HandOver
from govrules.engine.counts import Counting
from govrules.engine.moments import at_clock, project, start_of_day, utc
from govrules.engine.values import Missing
from govrules.model.columns import DAY, EPOCH, instant_of, micros
from govrules.model.convention import Convention
from govrules.model.findings import Moment
from govrules.model.period import Period
from govrules.model.remembered import remembered

End: TypeAlias = tuple[int, int, int, int, int]
"""from which microsecond on an instant is late, and a bare date; the due end; the last day in time; and from
which day on a pause may come too late to stop anything"""
Stops: TypeAlias = tuple[tuple[int, int], ...]
"""the local days on which pauses began and ended"""

_SUMMED = frozenset({"unrolled", "trigger"})
"""what an extension may be counted from and still be the same as a longer limit"""
_MOST = 50_000
"""so many ends of one limit are kept"""


UNKNOWN_END: End = (0, 0, 0, 0, 0)
"""of a count that has none; told by the object that it is"""


def micros_of(clock: dt.datetime) -> int:
    """The microseconds of a UTC clock without zone since 1970."""
    return micros(clock.replace(tzinfo=dt.UTC))


def counts_by_day(counting: Counting, period: Period) -> bool:
    """Whether a due end depends on the local day alone that it is counted from."""
    convention = counting.convention
    if not isinstance(convention, Convention) or period.is_clock:
        return False
    return convention.cutoff is None and convention.day_ends != "same_time"


def end_of(due: object, day: int = 0) -> End:
    """A due end in numbers.

    Args:
        day: the day on which the count ends, where it is known.

    Raises:
        HandOver: the count stands still.
    """
    if isinstance(due, Missing):
        return UNKNOWN_END
    if not isinstance(due, Due):
        raise HandOver
    return _end(due.late_from, due.date, day, at_once=due.late_at_once)


def _end(late_from: dt.datetime, on: dt.date, day: int, *, at_once: bool) -> End:
    ends, last = micros_of(utc(late_from)), on.toordinal()
    first_late = late_from.date().toordinal() if at_once else last + 1
    return (ends if at_once else ends + 1, (first_late - EPOCH) * DAY, ends, last, day)


class DayEnds(dict[int, End]):
    """The ends of the working days on which counts end, wherever they began.

    Raises:
        HandOver: there is no certain answer.
    """

    def __init__(self, counting: Counting) -> None:
        super().__init__()
        self.counting = counting
        assert counting.calendar is not None
        assert isinstance(counting.convention, Convention)
        # A working day on which a count ends is not moved, as a date given by the data is not.
        self._end = ends_of_dates(
            calendar=counting.calendar,
            convention=counting.convention,
            time_zone=counting.view.zone,
            known_at=counting.view.known_at,
        )

    def __missing__(self, day: int) -> End:
        date = dt.date.fromordinal(day)
        try:
            on, late_from, at_once = self._end(date)
        except CountingError:
            raise HandOver from None
        self[day] = found = _end(late_from, on, day, at_once=at_once)
        return found


class Ends:
    """The due ends of one limit.

    Asked by local day where that alone decides, else by microseconds.

    Raises:
        HandOver: there is no certain answer.
    """

    def __init__(
        self, counting: Counting, period: Period, days_of: Callable[[Counting], DayEnds] = DayEnds
    ) -> None:
        """Args: days_of: the ends of working days, which limits may share that are counted alike."""
        self.counting = counting
        self.period = period
        self.by_day = counts_by_day(counting, period)
        self.index = _index_of(counting, period)
        self.onward = _onward_of(counting, period) if self.index is None else None
        plainly = self.index is not None or self.onward is not None
        self.days = days_of(counting) if plainly else None
        self._known: dict[tuple[int, bool], End] = {}
        self._longer: dict[Period, int | None] = {}

    def at(self, asked: int, *, bare: bool) -> End:
        """The due end of what is counted from a day, or an instant; the long way."""
        found = self._known.get((asked, bare))
        if found is None:
            if len(self._known) >= _MOST:
                self._known.clear()
            due = self.counting.after(self.period, self.origin(asked, bare=bare))
            self._known[asked, bare] = found = end_of(due)
        return found

    def longer(self, added: Period) -> int | None:
        """By how many working days an extension makes the limit longer; None where it is no such thing."""
        if added not in self._longer:
            convention, more = self.counting.convention, None
            if isinstance(convention, Convention) and convention.extend_from in _SUMMED:
                more = working_days(added, convention)
            self._longer[added] = more
        return self._longer[added]

    def origin(self, asked: int, *, bare: bool) -> Moment:
        """The moment that is counted from."""
        if bare:
            return start_of_day(dt.date.fromordinal(asked if self.by_day else asked // DAY + EPOCH))
        if self.by_day:
            # Any instant of the day will do: noon, which no zone skips.
            local = dt.datetime.combine(dt.date.fromordinal(asked), dt.time(12))
            return at_clock(local, self.counting.view.zone)
        return project(instant_of(asked), self.counting.view.zone)


# -- the plain count, by index ---------------------------------------------------------------------------

_PLAIN = (
    "first_day", "start_on_day_off", "cutoff", "clear_days", "pause_days", "pause_cap", "rest_run",
    "roll_calendar",
)  # fmt: skip
"""the keys of a convention that must have their first values. Which rule holds for a last day off is all one,
since a working day that is not paused is never moved; when a day ends, the count of one day says."""


@attrs.frozen(eq=False)
class Index:
    """A number of working days, counted by the numbers of working days."""

    days: list[int]
    """the ordinals of all working days"""
    ranks: list[int]
    """for each day of the calendar how many working days there are up to it, included"""
    amount: int
    first: int
    """the first day of the calendar"""
    last: int

    def due(self, origin: int, stops: Stops, more: int) -> int | None:
        """The day of the due end; None where it leaves the calendar, of which the long way tells."""
        # Stops are in order, and none begins before the origin.
        if not self.first <= origin <= self.last or (stops and stops[-1][1] > self.last):
            return None
        at, left = self.left(origin, stops, more)
        place = at + left - 1
        return self.days[place] if place < len(self.days) else None

    def left(self, origin: int, stops: Stops, more: int) -> tuple[int, int]:
        """How many working days have passed when the last pause ends, and how many are left.

        Once the last day was counted, none is left or fewer, and pauses change nothing any more.
        """
        ranks, first = self.ranks, self.first
        at = ranks[origin - first]
        left = self.amount + more
        for start, end in stops:
            # The day of the start is counted, that of the end is not.
            before = ranks[start - first] - at
            if before > 0:
                left -= before
                at += before
            if left <= 0:
                break
            at = max(at, ranks[end - first])
        return at, left


@attrs.frozen(eq=False)
class Onward:
    """A number of calendar days, and onward from a last day off to a working day."""

    days: list[int]
    ranks: list[int]
    """both as in `Index`"""
    amount: int
    first: int
    last: int

    def due(self, origin: int) -> int | None:
        """The day of the due end; None where it leaves the calendar."""
        end = origin + self.amount
        if origin < self.first or end > self.last:
            return None
        place = self.ranks[end - 1 - self.first]
        return self.days[place] if place < len(self.days) else None


def _plainly(counting: Counting) -> tuple[Convention, WorkingCalendar] | None:
    """The convention and the calendar, where days are counted in the plainest way."""
    convention = counting.convention
    if not isinstance(convention, Convention) or counting.calendar is None or counting.view.refuse_projected:
        return None
    plainly = Convention()
    if convention.day_ends == "same_time" or any(
        getattr(convention, key) != getattr(plainly, key) for key in _PLAIN
    ):
        return None
    known = counting.view.known_at
    calendar = counting.calendar if known is None else as_known(counting.calendar, known)
    return convention, working_calendar(calendar)


def _index_of(counting: Counting, period: Period) -> Index | None:
    """Working days by number, where the count is the plain one."""
    found = _plainly(counting)
    amount = working_days(period, found[0]) if found is not None else None
    if found is None or amount is None:
        return None
    data = found[1].data
    return Index(*_numbered(found[1]), amount, data.first_day.toordinal(), data.last_day.toordinal())


def _onward_of(counting: Counting, period: Period) -> Onward | None:
    """Calendar days by number, where the count is the plain one and a last day off is moved onward."""
    found = _plainly(counting)
    if found is None or len(period.parts) != 1 or period.to_month_end or period.is_clock:
        return None
    convention, working = found
    part = counted_part(period.parts[0], convention)
    rolls = convention.last_day_off.for_kind(counting.kind) in {"onward", "next"}
    # A day of recess counts for no unit.
    if part.family != "calendar" or part.amount < 1 or not rolls or working.recess_days:
        return None
    data = working.data
    return Onward(*_numbered(working), part.amount, data.first_day.toordinal(), data.last_day.toordinal())


def _number(working: WorkingCalendar) -> tuple[list[int], list[int]]:
    """The working days of a calendar, and for each of its days how many there are up to it."""
    first, last = working.data.first_day.toordinal(), working.data.last_day.toordinal()
    works = [working.is_working_day(dt.date.fromordinal(day)) for day in range(first, last + 1)]
    return [first + place for place, each in enumerate(works) if each], list(accumulate(works))


_numbered = remembered(_number)


def working_days(period: Period, convention: Convention) -> int | None:
    """The number of working days that a period is; None where it is anything else."""
    if len(period.parts) != 1 or period.to_month_end or period.is_clock:
        return None
    part = counted_part(period.parts[0], convention)
    return part.amount if part.family == "working" and part.amount > 0 else None
