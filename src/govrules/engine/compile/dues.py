"""Due ends for the compiled evaluator: one for each day, or instant, that anything is counted from.

What is counted is what the reference counts. Only the plainest count, of working days with a fixed number of
days stood still, is done here a second time, by index; a law holds the two against each other.
"""

import datetime as dt
from itertools import accumulate
from typing import TypeAlias

import attrs

from govrules.counting.calendar import WorkingCalendar, working_calendar
from govrules.counting.due import Due, Extension, Pause
from govrules.counting.known import as_known
from govrules.counting.result import Running
from govrules.counting.steps import counted_part
from govrules.engine.compile.writing import HandOver
from govrules.engine.counts import Counting
from govrules.engine.moments import at_clock, project, start_of_day, utc
from govrules.model.columns import DAY, EPOCH
from govrules.model.convention import Convention
from govrules.model.findings import Moment
from govrules.model.period import Period
from govrules.model.remembered import remembered

Entry: TypeAlias = tuple[int, bool, int, int]
"""from which microsecond on an event is late; whether that time has come by `as_of`; the last day in time;
and from which day on a pause may come too late to stop anything"""
Stops: TypeAlias = tuple[tuple[int, int], ...]
"""the local days on which pauses began and ended"""

_BEGINNING = dt.datetime(1970, 1, 1)  # noqa: DTZ001
_MICROSECOND = dt.timedelta(microseconds=1)


def micros_of(clock: dt.datetime) -> int:
    """The microseconds of a UTC clock without zone since 1970."""
    return (clock - _BEGINNING) // _MICROSECOND


def counts_by_day(counting: Counting, period: Period) -> bool:
    """Whether a due end depends on the local day alone that it is counted from."""
    convention = counting.convention
    if not isinstance(convention, Convention) or period.is_clock:
        return False
    return convention.cutoff is None and convention.day_ends != "same_time"


class Dues(dict[object, Entry]):
    """The due ends of one limit, each counted when it is first asked for.

    Asked by local day where that alone decides, else by microseconds.

    Raises:
        HandOver: there is no certain answer.
    """

    def __init__(
        self,
        counting: Counting,
        period: Period,
        *,
        bare: bool,
        as_of: int,
        ends: "dict[int, Entry] | None" = None,
    ) -> None:
        """Args: ends: entries of days, shared by limits that are counted by one calendar and convention."""
        super().__init__()
        self.ends: dict[int, Entry] = {} if ends is None else ends
        self.counting = counting
        self.period = period
        self.bare = bare
        self.as_of = as_of
        self.by_day = counts_by_day(counting, period)
        self.index = _index_of(counting, period)
        self.onward = _onward_of(counting, period) if self.index is None else None

    def __missing__(self, asked: int) -> Entry:
        found = self.index.due(asked, (), 0, self) if self.index is not None else None
        if self.onward is not None:
            found = self.onward.due(asked, self)
        self[asked] = found = found or self.entry(self.counting.after(self.period, self.origin(asked)))
        return found

    def origin(self, asked: int) -> Moment:
        """The moment that is counted from."""
        if self.bare:
            return start_of_day(dt.date.fromordinal(asked if self.by_day else asked // DAY + EPOCH))
        if self.by_day:
            # Any instant of the day will do: noon, which no zone skips.
            local = dt.datetime.combine(dt.date.fromordinal(asked), dt.time(12))
            return at_clock(local, self.counting.view.zone)
        instant = (_BEGINNING + dt.timedelta(microseconds=asked)).replace(tzinfo=dt.UTC)
        return project(instant, self.counting.view.zone)

    def entry(self, due: object, day: int = 0) -> Entry:
        """A due end as the program asks about it; see `entry_of`."""
        return entry_of(due, day, bare=self.bare, as_of=self.as_of)

    def on_day(self, day: int) -> Entry:
        """The entry of a working day on which a count ends, wherever it began."""
        found = self.ends.get(day)
        if found is None:
            # A working day on which a count ends is not moved, as a date given by the data is not.
            self.ends[day] = found = self.entry(self.counting.by(dt.date.fromordinal(day)), day)
        return found


def entry_of(due: object, day: int = 0, *, bare: bool, as_of: int) -> Entry:
    """A due end as the programs ask about it.

    Args:
        day: the day on which the count ends, where it is known.

    Raises:
        HandOver: it is none, for a reason that the reference tells.
    """
    if not isinstance(due, Due):
        raise HandOver
    ends = micros_of(utc(due.late_from))
    come = ends <= as_of
    last = due.date.toordinal()
    if bare:
        first_late = due.late_from.date().toordinal() if due.late_at_once else last + 1
        return ((first_late - EPOCH) * DAY, come, last, day)
    return (ends if due.late_at_once else ends + 1, come, last, day)


class StoppedDues:
    """The due ends of one limit with pauses and extensions.

    Asked as `Dues`, with the local days of each pause, and those on which extensions were approved. Hardly
    two cases share these, so that only what takes long is remembered.
    """

    def __init__(self, plain: Dues, added: Period | None) -> None:
        self.known: dict[object, Entry] = {}
        self.open: dict[object, bool] = {}
        self.plain = plain
        self.added = added
        convention = plain.counting.convention
        more = None
        if added is not None and isinstance(convention, Convention):
            more = _working(added, convention) if convention.extend_from in _SUMMED else None
        self.index = plain.index if added is None or more is not None else None
        self.more = more or 0

    def __call__(self, origin: int, stops: Stops, extensions: tuple[int, ...]) -> Entry:
        if self.index is not None:
            found = self.index.due(origin, stops, self.more * len(extensions), self.plain)
            if found is not None:
                return found
        key = (origin, stops, extensions)
        if key not in self.known:
            self.known[key] = self.plain.entry(
                self.plain.counting.after(
                    self.plain.period,
                    self.plain.origin(origin),
                    tuple(Pause(_date(start), _date(end)) for start, end in stops),
                    tuple(Extension(self.added, _date(day)) for day in extensions if self.added),
                )
            )
        return self.known[key]

    def is_up(self, origin: int, stops: Stops, since: int, extensions: tuple[int, ...]) -> bool:
        """Whether the last day had been counted when a pause began that has no end, so that it stops nothing.

        Args:
            since: the local day on which it began.
        """
        if self.index is not None and self.index.first <= origin <= since <= self.index.last:
            return self.index.left(origin, (*stops, (since, since)), self.more * len(extensions))[1] <= 0
        key = (origin, stops, extensions, since)
        if key not in self.open:
            pauses = [Pause(_date(start), _date(end)) for start, end in stops] + [Pause(_date(since), None)]
            found = self.plain.counting.after(
                self.plain.period,
                self.plain.origin(origin),
                tuple(pauses),
                tuple(Extension(self.added, _date(day)) for day in extensions if self.added),
            )
            self.open[key] = not isinstance(found, Running)
        return self.open[key]


def _date(ordinal: int) -> dt.date:
    return dt.date.fromordinal(ordinal)


# -- the plain count, by index ---------------------------------------------------------------------------

_SUMMED = frozenset({"unrolled", "trigger"})
_PLAIN = (
    "first_day", "start_on_day_off", "cutoff", "clear_days", "pause_days", "pause_cap", "rest_run",
    "roll_calendar",
)  # fmt: skip
"""the keys of a convention that must have their first values. Which rule holds for a last day off is all one,
since a working day that is not paused is never moved; when a day ends, the count of one day says."""


@attrs.frozen(eq=False)
class _Index:
    """A number of working days, counted by the numbers of working days."""

    days: list[int]
    """the ordinals of all working days"""
    ranks: list[int]
    """for each day of the calendar how many working days there are up to it, included"""
    amount: int
    first: int
    """the first day of the calendar"""
    last: int

    def due(self, origin: int, stops: Stops, more: int, dues: Dues) -> Entry | None:
        """The due end; None where it leaves the calendar, which the long way tells in its own words."""
        # Stops are in order, and none begins before the origin.
        if not self.first <= origin <= self.last or (stops and stops[-1][1] > self.last):
            return None
        at, left = self.left(origin, stops, more)
        place = at + left - 1
        return dues.on_day(self.days[place]) if place < len(self.days) else None

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
class _Onward:
    """A number of calendar days, and onward from a last day off to a working day."""

    days: list[int]
    ranks: list[int]
    """both as in `_Index`"""
    amount: int
    first: int
    last: int

    def due(self, origin: int, dues: Dues) -> Entry | None:
        """The due end; None where it leaves the calendar."""
        end = origin + self.amount
        if origin < self.first or end > self.last:
            return None
        place = self.ranks[end - 1 - self.first]
        if place >= len(self.days):
            return None
        late, come, day, _ = dues.on_day(self.days[place])
        # The last day was counted before it was moved, so that when a pause comes too late is not said here.
        return (late, come, day, 0)


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


def _index_of(counting: Counting, period: Period) -> _Index | None:
    """Working days by number, where the count is the plain one."""
    found = _plainly(counting)
    amount = _working(period, found[0]) if found is not None else None
    if found is None or amount is None:
        return None
    data = found[1].data
    return _Index(*_numbered(found[1]), amount, data.first_day.toordinal(), data.last_day.toordinal())


def _onward_of(counting: Counting, period: Period) -> _Onward | None:
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
    return _Onward(*_numbered(working), part.amount, data.first_day.toordinal(), data.last_day.toordinal())


def _number(working: WorkingCalendar) -> tuple[list[int], list[int]]:
    """The working days of a calendar, and for each of its days how many there are up to it."""
    first, last = working.data.first_day.toordinal(), working.data.last_day.toordinal()
    works = [working.is_working_day(dt.date.fromordinal(day)) for day in range(first, last + 1)]
    return [first + place for place, each in enumerate(works) if each], list(accumulate(works))


_numbered = remembered(_number)


def _working(period: Period, convention: Convention) -> int | None:
    """The number of working days that a period is; None where it is anything else."""
    if len(period.parts) != 1 or period.to_month_end or period.is_clock:
        return None
    part = counted_part(period.parts[0], convention)
    return part.amount if part.family == "working" and part.amount > 0 else None
