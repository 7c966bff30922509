"""What one calendar says otherwise than another, day by day: what an update changes."""

import datetime as dt
from functools import cached_property
from typing import Literal, TypeAlias

from govrules.counting.calendar import Basis, DayStatus, WorkingCalendar, working_calendar
from govrules.declaring import frozen
from govrules.model.calendar import Calendar, Notice

Change: TypeAlias = Literal["counts", "kind", "name"]
"""whether a day changes between worked and off (or in and out of a recess), its kind alone, its name alone"""

_PLAIN = frozenset({"working", "weekend"})


@frozen
class DayDifference:
    """A day that two calendars both know, and of which they say different things."""

    before: DayStatus
    after: DayStatus
    basis: Basis
    """whether the old calendar held the day for announced"""

    @property
    def date(self) -> dt.date:
        return self.after.date

    @property
    def change(self) -> Change:
        """What of the day changes: the first of its counting, its kind and its name that does."""
        if _counting(self.before) != _counting(self.after):
            return "counts"
        return "kind" if self.before.kind != self.after.kind else "name"


@frozen(slots=False)
class CalendarDifference:
    """Two calendars side by side."""

    old: WorkingCalendar
    new: WorkingCalendar
    days: tuple[DayDifference, ...]
    """days that both know, in order"""
    only_new: tuple[DayStatus, ...]
    """days that the new calendar alone knows and that are no plain working day or weekend"""
    only_old: tuple[DayStatus, ...]
    """the same of the old calendar: days that the update drops"""

    @property
    def first(self) -> dt.date:
        """The first day that both know."""
        return max(self.old.data.first_day, self.new.data.first_day)

    @property
    def last(self) -> dt.date:
        """The last day that both know."""
        return min(self.old.data.last_day, self.new.data.last_day)

    @property
    def same(self) -> bool:
        """Whether no count can come out otherwise."""
        return self.old.sha256 == self.new.sha256

    @cached_property
    def broken_promises(self) -> tuple[DayDifference, ...]:
        """Days that the old calendar held for announced and that now count otherwise: dates have moved."""
        return tuple(each for each in self.days if each.change == "counts" and each.basis == "announced")

    @property
    def notices_added(self) -> tuple[Notice, ...]:
        return tuple(each for each in self.new.data.notices if each not in self.old.data.notices)

    @property
    def notices_removed(self) -> tuple[Notice, ...]:
        return tuple(each for each in self.old.data.notices if each not in self.new.data.notices)


def compare_calendars(old: Calendar | WorkingCalendar, new: Calendar | WorkingCalendar) -> CalendarDifference:
    """What `new` says otherwise than `old`.

    Args:
        old: the calendar as it was.
        new: the calendar as it is to be; another name is no difference.

    >>> old = Calendar.of("office", first_day=dt.date(2025, 1, 1), last_day=dt.date(2025, 12, 31))
    >>> new = Calendar.of("office", first_day=dt.date(2025, 1, 1), last_day=dt.date(2025, 12, 31),
    ...                   days_off=[dt.date(2025, 10, 1)])
    >>> [(each.date.isoformat(), each.change) for each in compare_calendars(old, new).days]
    [('2025-10-01', 'counts')]
    """
    before = old if isinstance(old, WorkingCalendar) else working_calendar(old)
    after = new if isinstance(new, WorkingCalendar) else working_calendar(new)
    days = [
        DayDifference(before.why_not(day), after.why_not(day), before.basis(day))
        for day in _days(after)
        if day in before and before.why_not(day) != after.why_not(day)
    ]
    return CalendarDifference(
        before, after, tuple(days), only_new=_only(after, before), only_old=_only(before, after)
    )


def _only(one: WorkingCalendar, other: WorkingCalendar) -> tuple[DayStatus, ...]:
    found = (one.why_not(day) for day in _days(one) if day not in other)
    return tuple(each for each in found if each.kind not in _PLAIN)


def _days(calendar: WorkingCalendar) -> list[dt.date]:
    first, last = calendar.data.first_day.toordinal(), calendar.data.last_day.toordinal()
    return [dt.date.fromordinal(day) for day in range(first, last + 1)]


def _counting(status: DayStatus) -> tuple[bool, bool]:
    return status.is_working, status.kind == "recess"
