"""The order of computation for periods in days, weeks, months and years: steps 3 to 8 of the reference page.

One function holds the order; what counts days is passed in (walking or by index).
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias

from govrules.counting.calendar import WorkingCalendar
from govrules.counting.days import Days, Step
from govrules.counting.errors import CountingError
from govrules.counting.months import end_of_month, months_from
from govrules.counting.trace import Action
from govrules.declaring import frozen
from govrules.diagnostics.codes import time as codes
from govrules.model.convention import Convention, LimitKind
from govrules.model.period import Part, Period, Unit

Family: TypeAlias = Literal["working", "calendar", "months"]
Log: TypeAlias = Callable[..., None]


@frozen
class CountedPart:
    """A part as it is counted: its family, its amount in that family, and how it was written."""

    family: Family
    amount: int
    written: str


@frozen
class DateExtension:
    """An extension with the local day of its approval."""

    period: Period
    approved: int | None


@frozen
class DateRequest:
    """Everything that steps 3 to 8 need; days are ordinals."""

    period: Period
    day: int
    """the trigger's local day, after the cut-off"""
    step: Step
    calendar: WorkingCalendar
    roll_calendar: WorkingCalendar
    convention: Convention
    kind: LimitKind
    extensions: tuple[DateExtension, ...] = ()


@frozen
class DateResult:
    origin: int
    unrolled: int
    due: int
    leans_until: int | None
    """the latest day of which it mattered whether it is worked"""


def counted_part(part: Part, convention: Convention) -> CountedPart:
    """How a part is counted: what bare days are, short parts, a week of 7 days, a year of 12 months."""
    written = str(part)
    match part.unit:
        case Unit.WORKING_DAYS:
            return CountedPart("working", part.amount, written)
        case Unit.DAYS:
            short = convention.short_periods
            working = convention.days_are == "working" or (short is not None and part.amount <= short.up_to)
            return CountedPart("working" if working else "calendar", part.amount, written)
        case Unit.CALENDAR_DAYS:
            return CountedPart("calendar", part.amount, written)
        case Unit.WEEKS:
            return CountedPart("calendar", part.amount * 7, written)
        case Unit.MONTHS:
            return CountedPart("months", part.amount, written)
        case Unit.YEARS:
            return CountedPart("months", part.amount * 12, written)
    raise ValueError(f"{part.unit.value} are no dates")


def count_dates(request: DateRequest, days: Days, log: Log | None = None) -> DateResult:
    """Steps 3 to 8.

    Raises:
        CountingError: the count leaves the calendar, an extension that cannot be counted.
        EndlessPauseError: the count runs into a pause without an end.
    """
    return _Count(request, days, log).run()


class _Count:
    """The running state of one count; lives only inside `count_dates`."""

    def __init__(self, request: DateRequest, days: Days, log: Log | None) -> None:
        self.request = request
        self.days = days
        self.log = log
        self.step = request.step
        self.convention = request.convention
        self.leans: int | None = None

    def run(self) -> DateResult:
        request = self.request
        origin = self._origin(request.day)
        parts, extensions, to_month_end = self._parts_and_extensions()
        end = self._count_parts(origin, parts, first=True)
        if to_month_end:
            end = self._to_month_end(end)
        is_zero = all(part.amount == 0 for part in parts) and not extensions and not to_month_end
        if self.convention.clear_days and not is_zero:
            self._say("clear_day", end, to=end + self.step)
            end += self.step
        for extension in extensions:
            end = self._extend(end, extension, origin)
        if self.convention.rest_run is not None and not is_zero:
            end = self._rest_run(origin, end, self.convention.rest_run.at_least)
        # Amount 0 is the origin itself, so there is no count that must not reach it.
        return DateResult(origin, end, self._roll(None if is_zero else origin, end), self.leans)

    def _origin(self, day: int) -> int:
        """Step 3."""
        if self.convention.start_on_day_off == "as_is":
            return day
        calendar = self.request.calendar
        moved = calendar.next_from(day) if self.step == 1 else calendar.last_until(day)
        self._lean(max(day, moved))
        if moved != day:
            self._say("start_moved", day, to=moved)
        return moved

    def _parts_and_extensions(self) -> tuple[Sequence[CountedPart], tuple[DateExtension, ...], bool]:
        """The parts of the period; counting extensions from the trigger, those are parts as well."""
        request = self.request
        parts = [counted_part(part, self.convention) for part in request.period.parts]
        to_month_end = request.period.to_month_end
        if self.convention.extend_from != "trigger":
            return parts, request.extensions, to_month_end
        for extension in request.extensions:
            to_month_end = to_month_end or extension.period.to_month_end
            for part in extension.period.parts:
                _add(parts, counted_part(part, self.convention))
        return parts, (), to_month_end

    def _count_parts(self, start: int, parts: Sequence[CountedPart], *, first: bool) -> int:
        """Step 4: each part from the unrolled end of the one before."""
        end = start
        for position, part in enumerate(parts):
            if part.amount == 0:
                continue
            included = first and position == 0 and self.convention.first_day == "included"
            self._say("part", end, of=part.written, family=part.family, included=included)
            try:
                end = self._count_part(end, part, included=included)
            except OverflowError:
                raise self.request.calendar.outside(_FAR[self.step]) from None
        return end

    def _count_part(self, start: int, part: CountedPart, *, included: bool) -> int:
        if part.family == "months":
            return self._months(start, part, included=included)
        working = part.family == "working"
        end = self.days.nth(start, part.amount, self.step, working=working, included=included)
        if working:
            self._lean(end if self.step == 1 else (start if included else start - 1))
        return end

    def _months(self, start: int, part: CountedPart, *, included: bool) -> int:
        """The corresponding day, then onward by as many unpaused days as were paused on the way."""
        days, step = self.days, self.step
        begin = days.nth(start, 1, step, working=False, included=True)
        end = months_from(
            dt.date.fromordinal(begin), part.amount, convention=self.convention, step=step, included=included
        ).toordinal()
        self._say("months", begin, to=end, of=part.written)
        stopped = days.stopped(begin, end, step)
        if stopped:
            self._say("months_paused", end, amount=stopped)
            end = days.nth(end, stopped, step, working=False)
        return end

    def _to_month_end(self, end: int) -> int:
        if self.step == -1:
            raise CountingError(codes.BACKWARD_TO_MONTH_END, {"period": self.request.period})
        last = end_of_month(dt.date.fromordinal(end)).toordinal()
        if last != end:
            self._say("month_end", end, to=last)
        return last

    def _extend(self, end: int, extension: DateExtension, origin: int) -> int:
        """Step 6."""
        parts = [counted_part(part, self.convention) for part in extension.period.parts]
        start = end
        if self.convention.extend_from == "rolled":
            start = self._roll(origin, end)
        elif self.convention.extend_from == "approval":
            if extension.approved is None:
                raise CountingError(codes.APPROVAL_WITHOUT_DATE, {})
            start = extension.approved
        self._say("extension", start, of=str(extension.period))
        extended = self._count_parts(start, parts, first=False)
        if extension.period.to_month_end:
            extended = self._to_month_end(extended)
        if self.convention.extend_from == "approval" and (extended - end) * self.step < 0:
            self._say("extension_no_earlier", extended, to=end)
            return end
        return extended

    def _rest_run(self, origin: int, end: int, at_least: int) -> int:
        """Step 7: runs of days off, clipped to the period, give as many working days beyond its end."""
        calendar = self.request.calendar
        rest = 0
        run = 0
        for day in range(origin + self.step, end + self.step, self.step):
            if calendar.is_rest(dt.date.fromordinal(day)):
                run += 1
                continue
            rest += run if run >= at_least else 0
            run = 0
        rest += run if run >= at_least else 0
        self._lean(max(end, origin - 1) if self.step == -1 else end)
        if not rest:
            return end
        moved = calendar.nth_after(end, rest) if self.step == 1 else calendar.nth_before(end, rest)
        self._lean(max(end, moved))
        self._say("rest_run", end, to=moved, amount=rest)
        return moved

    def _roll(self, origin: int | None, end: int) -> int:
        """Step 8."""
        rule = self.convention.last_day_off.for_kind(self.request.kind)
        if rule == "stays":
            self._say("stays", end)
            return end
        calendar = self.request.roll_calendar
        self._say("rolling", end)
        forward = rule == "next" or (rule == "onward" and self.step == 1)
        if forward:
            rolled = self.days.roll(end, 1, calendar, skip_paused=True)
        else:
            # Against the counting direction a pause is no obstacle: the days before it were open.
            rolled = self.days.roll(end, -1, calendar, skip_paused=self.step == -1)
            if self.step == 1 and origin is not None and rolled <= origin and rolled != end:
                self._lean(max(end, rolled))
                self._say("previous_at_origin", end, to=rolled)
                rolled = self.days.roll(end, 1, calendar, skip_paused=True)
        self._lean(max(end, rolled))
        if rolled != end:
            self._say("rolled", end, to=rolled)
        return rolled

    def _lean(self, day: int) -> None:
        self.leans = day if self.leans is None else max(self.leans, day)

    def _say(self, action: Action, day: int, **details: object) -> None:
        if self.log is not None:
            self.log(action, day, **details)


# A day that no calendar holds, to name where a count of months leaves every date.
_FAR = {1: dt.date.max.toordinal(), -1: 1}


def _add(parts: list[CountedPart], more: CountedPart) -> None:
    """Like units are summed, unlike ones appended."""
    for at in range(len(parts) - 1, -1, -1):
        if parts[at].family == more.family:
            parts[at] = CountedPart(
                more.family, parts[at].amount + more.amount, f"{parts[at].written} + {more.written}"
            )
            return
    parts.append(more)
