"""Counting days in two ways that must agree: walking each day (the reference), and by index (the fast path).

Both count on ordinals. A counted day is one that is not paused and no recess; counting working days, it is
also a working day.
"""

from collections.abc import Callable
from typing import Literal, Protocol, TypeAlias

import attrs

from govrules.counting.calendar import WorkingCalendar
from govrules.counting.pauses import FOREVER, Spans, merged
from govrules.declaring import frozen

Step: TypeAlias = Literal[1, -1]
Seen: TypeAlias = Callable[[int, int | None, bool], None]
"""called with a day, its number where it is counted, and whether it is paused"""

LAST_ORDINAL = FOREVER - 1


class EndlessPauseError(Exception):
    """The count runs into a pause that has not ended. Never leaves this package."""


class Days(Protocol):
    """What the order of computation needs to know about days."""

    def nth(self, start: int, n: int, step: Step, *, working: bool, included: bool = False) -> int:
        """The n-th counted day from `start`, which counts only where `included`; n is at least 1."""
        ...

    def stopped(self, start: int, end: int, step: Step) -> int:
        """How many days in (start, end] are paused or in recess; backward, in [end, start)."""
        ...

    def roll(self, day: int, step: Step, calendar: WorkingCalendar, *, skip_paused: bool) -> int:
        """The first working day of `calendar` from `day` on, `day` included."""
        ...


@frozen
class WalkingDays:
    """The reference: looks at each day in turn."""

    calendar: WorkingCalendar
    paused: Spans
    seen: Seen | None = None

    def nth(self, start: int, n: int, step: Step, *, working: bool, included: bool = False) -> int:
        day = start if included else start + step
        number = 0
        while True:
            self._check(day, step)
            counts = self._counts(day, working=working)
            number += counts
            if self.seen is not None:
                self.seen(day, number if counts else None, self._is_paused(day))
            if number == n:
                return day
            day += step

    def stopped(self, start: int, end: int, step: Step) -> int:
        return sum(
            self._is_paused(day) or self._in_recess(day) for day in range(start + step, end + step, step)
        )

    def roll(self, day: int, step: Step, calendar: WorkingCalendar, *, skip_paused: bool) -> int:
        while not calendar.works(day) or (skip_paused and self._is_paused(day)):
            if skip_paused:
                self._check(day, step)
            if self.seen is not None:
                self.seen(day, None, skip_paused and self._is_paused(day))
            day += step
        return day

    def _counts(self, day: int, *, working: bool) -> bool:
        if self._is_paused(day) or self._in_recess(day):
            return False
        return not working or self.calendar.works(day)

    def _check(self, day: int, step: Step) -> None:
        if not 1 <= day <= LAST_ORDINAL:
            raise self.calendar.outside(day)
        if step == 1 and any(low <= day and high == FOREVER for low, high in self.paused):
            raise EndlessPauseError

    def _is_paused(self, day: int) -> bool:
        return any(low <= day <= high for low, high in self.paused)

    def _in_recess(self, day: int) -> bool:
        if not self.calendar.recess_days:
            return False
        # A calendar that has recesses cannot tell about those beyond its days.
        self.calendar.works(day)
        return day in self.calendar.recess_days


@frozen
class IndexedDays:
    """The fast path: the formulas of the reference page, stepping over pauses instead of days."""

    calendar: WorkingCalendar
    paused: Spans
    _stopped: Spans = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        spans = self.calendar.recess_spans
        object.__setattr__(self, "_stopped", merged([*self.paused, *spans]) if spans else self.paused)

    def nth(self, start: int, n: int, step: Step, *, working: bool, included: bool = False) -> int:
        before = start - step if included else start
        if working:
            return self._working_after(before, n) if step == 1 else self._working_before(before, n)
        return self._after(before, n) if step == 1 else self._before(before, n)

    def stopped(self, start: int, end: int, step: Step) -> int:
        low, high = (start + 1, end) if step == 1 else (end, start - 1)
        if low > high:
            return 0
        self._check_recess(high if step == 1 else low)
        return sum(
            max(0, min(high, span_high) - max(low, span_low) + 1) for span_low, span_high in self._stopped
        )

    def roll(self, day: int, step: Step, calendar: WorkingCalendar, *, skip_paused: bool) -> int:
        while True:
            day = calendar.next_from(day) if step == 1 else calendar.last_until(day)
            inside = next((span for span in self.paused if span[0] <= day <= span[1]), None)
            if not skip_paused or inside is None:
                return day
            if step == 1 and inside[1] == FOREVER:
                raise EndlessPauseError
            day = inside[1] + 1 if step == 1 else inside[0] - 1

    def _working_after(self, before: int, n: int) -> int:
        calendar = self.calendar
        if not self.paused:
            return calendar.nth_after(before, n)
        last = calendar.data.last_day.toordinal()
        for low, high in self.paused:
            low = max(low, before + 1)
            if high < low:
                continue
            if low > last:
                break
            ahead = calendar.rank(low - 1) - calendar.rank(before)
            if ahead >= n:
                break
            if high == FOREVER:
                raise EndlessPauseError
            if high >= last:
                raise calendar.outside(last + 1)
            # Counting goes on behind the pause with what is left.
            n -= ahead
            before = high
        return calendar.nth_after(before, n)

    def _working_before(self, before: int, n: int) -> int:
        calendar = self.calendar
        first = calendar.data.first_day.toordinal()
        for low, high in reversed(self.paused):
            high = min(high, before - 1)
            if high < low:
                continue
            if high < first:
                break
            between = calendar.rank(before - 1) - calendar.rank(high)
            if between >= n:
                break
            if low <= first:
                raise calendar.outside(first - 1)
            n -= between
            before = low
        return calendar.nth_before(before, n)

    def _after(self, before: int, n: int) -> int:
        end = before + n
        for low, high in self._stopped:
            low = max(low, before + 1)
            if high < low:
                continue
            if end < low:
                break
            if high == FOREVER:
                raise EndlessPauseError
            end += high - low + 1
        self._check_recess(end)
        return end

    def _before(self, before: int, n: int) -> int:
        end = before - n
        for low, high in reversed(self._stopped):
            high = min(high, before - 1)
            if high < low:
                continue
            if end > high:
                break
            end -= high - low + 1
        self._check_recess(end)
        return end

    def _check_recess(self, day: int) -> None:
        if not 1 <= day <= LAST_ORDINAL:
            raise self.calendar.outside(day)
        if self.calendar.recess_days:
            # A calendar that has recesses cannot tell about those beyond its days.
            self.calendar.works(day)
