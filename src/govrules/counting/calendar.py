"""The working days of a calendar, with the index that counts them without walking.

`R[d]` is the number of working days up to and including day d, `W[k]` the k-th working day from 0; the
formulas are those of the reference page on time.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import accumulate
from typing import Literal, TypeAlias

import attrs

from govrules.counting.errors import OutsideCalendarError
from govrules.declaring import frozen
from govrules.diagnostics import Help
from govrules.diagnostics.codes import time as codes
from govrules.model.calendar import Calendar, DayKind, DayOff, Interval
from govrules.model.remembered import remembered
from govrules.model.text import Text

Basis: TypeAlias = Literal["announced", "projected", "outside"]
StatusKind: TypeAlias = Literal["working", "make_up", "weekend", "statutory", "swapped", "closure", "recess"]

_REST_KINDS = frozenset({DayKind.STATUTORY, DayKind.SWAPPED})
# Where several calendars speak of one day, the reason that reaches furthest is the one to show.
_RANK = {DayKind.RECESS: 0, DayKind.STATUTORY: 1, DayKind.SWAPPED: 2, DayKind.CLOSURE: 3}


@frozen
class DayStatus:
    """What a day is in a calendar, and by which name."""

    date: dt.date
    kind: StatusKind
    name: Text = attrs.field(factory=Text)

    @property
    def is_working(self) -> bool:
        return self.kind in {"working", "make_up"}


# No cached properties: they give a class with slots a `__getattr__`, and one without a dictionary to search,
# and either makes every look-up of a field slow.
@frozen(eq=False)
class WorkingCalendar:
    """A calendar made ready for counting; get one with `working_calendar`.

    >>> cn = working_calendar(Calendar.of("office", first_day=dt.date(2025, 1, 1),
    ...                                   last_day=dt.date(2025, 12, 31), days_off=[dt.date(2025, 10, 1)]))
    >>> cn.is_working_day(dt.date(2025, 10, 1)), cn.nth_working_day_after(dt.date(2025, 9, 30), 1)
    (False, datetime.date(2025, 10, 2))
    """

    data: Calendar
    _first: int = attrs.field(init=False, repr=False)
    _last: int = attrs.field(init=False, repr=False)
    _off: dict[int, DayOff] = attrs.field(init=False, repr=False)
    _make_up: dict[int, Text] = attrs.field(init=False, repr=False)
    _ranks: list[int] = attrs.field(init=False, repr=False)
    """R, from `_first`"""
    _working: list[int] = attrs.field(init=False, repr=False)
    """W"""
    _dates: list[dt.date] = attrs.field(init=False, repr=False)
    """W as dates"""
    recess_days: frozenset[int] = attrs.field(init=False, repr=False)
    """the ordinals of the days that no unit counts"""
    recess_spans: tuple[tuple[int, int], ...] = attrs.field(init=False, repr=False)
    """the same as spans of ordinals, both ends included, in order"""

    def __attrs_post_init__(self) -> None:
        data = self.data
        first, last = data.first_day.toordinal(), data.last_day.toordinal()
        off: dict[int, DayOff] = {}
        for day in data.days_off:
            ordinal = day.date.toordinal()
            if ordinal not in off or _RANK[day.kind] < _RANK[off[ordinal].kind]:
                off[ordinal] = day
        make_up = {day.date.toordinal(): day.name for day in data.make_up}
        # Ordinal 1 (0001-01-01) was a Monday.
        weekly = [(first + step - 1) % 7 not in data.weekend for step in range(7)]
        length = last - first + 1
        is_working = (weekly * (length // 7 + 1))[:length]
        for ordinal in make_up:
            if first <= ordinal <= last:
                is_working[ordinal - first] = True
        for ordinal in off:
            if first <= ordinal <= last:
                is_working[ordinal - first] = False
        # Frozen instances set their derived fields once, here.
        set_field = object.__setattr__
        set_field(self, "_first", first)
        set_field(self, "_last", last)
        set_field(self, "_off", off)
        set_field(self, "_make_up", make_up)
        set_field(self, "_ranks", list(accumulate(is_working)))
        working = [first + step for step, worked in enumerate(is_working) if worked]
        set_field(self, "_working", working)
        set_field(self, "_dates", [dt.date.fromordinal(ordinal) for ordinal in working])
        recess = frozenset(day.date.toordinal() for day in data.days_off if day.kind is DayKind.RECESS)
        set_field(self, "recess_days", recess)
        set_field(self, "recess_spans", spans_of(recess))

    @property
    def name(self) -> str:
        return self.data.name

    @property
    def sha256(self) -> str:
        return self.data.sha256

    @property
    def horizon(self) -> dt.date | None:
        """The last announced day; None where nothing waits for an announcement."""
        return self.data.announced_until

    def __contains__(self, day: dt.date) -> bool:
        return self._first <= day.toordinal() <= self._last

    # Single days

    def is_working_day(self, day: dt.date) -> bool:
        """Whether offices work on `day`.

        Raises:
            OutsideCalendarError: a day that the calendar does not know.
        """
        return self.works(day.toordinal())

    def why_not(self, day: dt.date) -> DayStatus:
        """What `day` is: a working day, or why it is none, with the name of the holiday.

        Raises:
            OutsideCalendarError: a day that the calendar does not know.
        """
        ordinal = day.toordinal()
        self._check(ordinal)
        if ordinal in self._off:
            found = self._off[ordinal]
            return DayStatus(day, found.kind.value, found.name)
        if ordinal in self._make_up and day.weekday() in self.data.weekend:
            return DayStatus(day, "make_up", self._make_up[ordinal])
        return DayStatus(day, "weekend" if day.weekday() in self.data.weekend else "working")

    def basis(self, day: dt.date) -> Basis:
        """Whether `day` is announced, only projected, or outside the calendar."""
        if day not in self:
            return "outside"
        horizon = self.data.announced_until
        return "announced" if horizon is None or day <= horizon else "projected"

    def is_recess(self, day: dt.date) -> bool:
        """Whether no unit counts `day`; a day outside the calendar is no recess that it knows of."""
        return day.toordinal() in self.recess_days

    def is_rest(self, day: dt.date) -> bool:
        """Whether `day` is a weekend, statutory or swapped day off; closures and recesses are not rest."""
        ordinal = day.toordinal()
        if self.works(ordinal):
            return False
        found = self._off.get(ordinal)
        return found is None or found.kind in _REST_KINDS or day.weekday() in self.data.weekend

    # Counting

    def nth_working_day_after(self, day: dt.date, n: int) -> dt.date:
        """The n-th working day after `day`, which is itself not counted.

        Args:
            n: at least 1.

        Raises:
            OutsideCalendarError: the count leaves the calendar.
            ValueError: `n` below 1.
        """
        # The question asked most, so answered from dates at hand; whatever they do not hold is left to
        # `nth_after`, which knows the edges and the errors. A negative index would count from the end.
        at = day.toordinal() - self._first
        if at >= 0 and n >= 1:
            try:
                return self._dates[self._ranks[at] + n - 1]
            except IndexError:
                pass
        return dt.date.fromordinal(self.nth_after(day.toordinal(), n))

    def nth_working_day_before(self, day: dt.date, n: int) -> dt.date:
        """The n-th working day before `day`, which is itself not counted.

        Args:
            n: at least 1.

        Raises:
            OutsideCalendarError: the count leaves the calendar.
            ValueError: `n` below 1.
        """
        return dt.date.fromordinal(self.nth_before(day.toordinal(), n))

    def next_working_day(self, day: dt.date) -> dt.date:
        """`day` itself where it is a working day, else the next one.

        Raises:
            OutsideCalendarError: there is none in the calendar.
        """
        return dt.date.fromordinal(self.next_from(day.toordinal()))

    def last_working_day(self, day: dt.date) -> dt.date:
        """`day` itself where it is a working day, else the last one before.

        Raises:
            OutsideCalendarError: there is none in the calendar.
        """
        return dt.date.fromordinal(self.last_until(day.toordinal()))

    def working_days_between(self, start: dt.date, end: dt.date) -> int:
        """The number of working days in (start, end]; negative where `end` lies before `start`.

        Raises:
            OutsideCalendarError: either day lies outside the calendar.
        """
        return self.rank(end.toordinal()) - self.rank(start.toordinal())

    # The same on ordinals, for the counting itself

    def works(self, ordinal: int) -> bool:
        self._check(ordinal)
        at = ordinal - self._first
        return self._ranks[at] != (self._ranks[at - 1] if at else 0)

    def rank(self, ordinal: int) -> int:
        """R: working days up to and including the day; the day before the calendar's first has 0."""
        if ordinal == self._first - 1:
            return 0
        self._check(ordinal)
        return self._ranks[ordinal - self._first]

    def nth_after(self, ordinal: int, n: int) -> int:
        if n < 1:
            raise ValueError("the count begins at 1")
        at = self.rank(ordinal) + n - 1
        if at >= len(self._working):
            raise self.outside(self._last + 1)
        return self._working[at]

    def nth_before(self, ordinal: int, n: int) -> int:
        if n < 1:
            raise ValueError("the count begins at 1")
        if ordinal == self._last + 1:
            at = len(self._working) - n
        else:
            at = self.rank(ordinal - 1) - n
        if at < 0:
            raise self.outside(self._first - 1)
        return self._working[at]

    def next_from(self, ordinal: int) -> int:
        self._check(ordinal)
        at = self.rank(ordinal - 1)
        if at >= len(self._working):
            raise self.outside(self._last + 1)
        return self._working[at]

    def last_until(self, ordinal: int) -> int:
        at = self.rank(ordinal) - 1
        if at < 0:
            raise self.outside(self._first - 1)
        return self._working[at]

    # Office hours

    def hours_on(self, day: dt.date) -> tuple[Interval, ...]:
        """When the office is open on `day`, in minutes of the wall clock; empty on a day off.

        Raises:
            OutsideCalendarError: a day that the calendar does not know.
        """
        hours = self.data.hours
        if not self.works(day.toordinal()) or hours is None:
            return ()
        if day in hours.days:
            return hours.days[day]
        own = hours.week[day.weekday()]
        if own or day.weekday() not in self.data.weekend:
            return own
        return hours.make_up or next((spans for spans in hours.week if spans), ())

    def outside(self, ordinal: int) -> OutsideCalendarError:
        """The error that names the calendar and the day."""
        data = self.data
        return OutsideCalendarError(
            codes.DAY_OUTSIDE_CALENDAR,
            {
                "day": dt.date.fromordinal(max(1, min(ordinal, dt.date.max.toordinal()))),
                "calendar": data.name,
                "first": data.first_day,
                "last": data.last_day,
            },
            help=(
                Help(
                    en="extend the calendar with the days announced since, or name another calendar",
                    zh="请补充日历中已公布的日期，或改用其他日历",
                ),
            ),
        )

    def _check(self, ordinal: int) -> None:
        if not self._first <= ordinal <= self._last:
            raise self.outside(ordinal)


def spans_of(days: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Days as spans with both ends included, in order, neighbours joined.

    >>> spans_of({1, 2, 3, 7})
    ((1, 3), (7, 7))
    """
    spans: list[tuple[int, int]] = []
    for day in sorted(days):
        if spans and day == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], day)
        elif not spans or day > spans[-1][1]:
            spans.append((day, day))
    return tuple(spans)


@lru_cache(maxsize=256)
def _indexed(data: Calendar) -> WorkingCalendar:
    return WorkingCalendar(data)


_known: Callable[[Calendar], WorkingCalendar] = remembered(_indexed)


def working_calendar(calendar: "Calendar | WorkingCalendar") -> WorkingCalendar:
    """The calendar made ready for counting, made once for equal data."""
    return calendar if isinstance(calendar, WorkingCalendar) else _known(calendar)
