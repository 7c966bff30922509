"""When to warn: so much left of a period, or so much of it used up."""

import datetime as dt
from fractions import Fraction

from govrules.counting import clock
from govrules.counting.days import IndexedDays
from govrules.counting.errors import CountingError
from govrules.counting.months import months_from
from govrules.counting.request import date_pauses, period_of, start_day
from govrules.counting.result import Count, Due
from govrules.counting.steps import counted_part
from govrules.declaring import frozen
from govrules.diagnostics.codes import time as codes
from govrules.model.convention import Convention
from govrules.model.period import Part, Period, Unit


@frozen
class WarningPoint:
    """From `at` on a warning is given.

    `date` is the day of the warning: a day on whose morning there is so much left begins at `at`, and a day
    by whose evening a share is used up ends at it.
    """

    date: dt.date
    at: dt.datetime


def warning_point(due: Due, lead: Period | Fraction) -> WarningPoint:
    """The point at which a warning falls due.

    A lead in days rings when the day begins that lies so many counted days before the due day: of a duty due
    on a Friday, `1 working day left` rings on Thursday at 00:00, so that the officer sees it that morning.
    So a city's rule on e-supervision has it (某市电子监察规定第七条, fsou 17030624): 「在办理时限到期前的
    一个工作日，发出提示信号」, on the working day before the one on which the time expires.

    Args:
        due: a due date found by counting onward.
        lead: a period that is left (`2 working days left`), or the share that is used up (`90% used`).
            A lead in days is counted backward with the calendar and the pauses of the duty itself, the due
            day excluded; one in hours is so many hours before the due end.
            For periods in days the share is the end of counted day ⌈0.9 n⌉, for months the same of the days
            that they hold; for hours it is that share of the hours.

    Raises:
        CountingError: the count leaves the calendar.
        ValueError: a share outside 0 to 1, or of a date given in the data, which has no length.

    >>> from govrules.counting.due import due
    >>> from govrules.model.calendar import Calendar
    >>> office = Calendar.of("office", first_day=dt.date(2025, 1, 1), last_day=dt.date(2025, 12, 31))
    >>> found = due("10 working days", after=dt.date(2025, 3, 3), calendar=office)
    >>> warning_point(found, Period.parse("2 working days")).date, warning_point(found, Fraction(9, 10)).date
    (datetime.date(2025, 3, 13), datetime.date(2025, 3, 14))
    """
    if not isinstance(lead, Period) and not 0 <= lead <= 1:
        raise ValueError("the share must lie between 0 and 1")
    try:
        return _left(due, lead) if isinstance(lead, Period) else _used(due, lead)
    except OverflowError:
        raise due.count.calendar.outside(1) from None


def counted_day(due: Due, n: int) -> dt.date:
    """The n-th counted day of a period in days, extensions and pauses included.

    Args:
        n: at least 1; a day beyond the period is counted on in the same way.

    Raises:
        CountingError: the count leaves the calendar.
        ValueError: a period in hours, or a date given in the data.
    """
    days, start, working, included = _counting(due)
    return dt.date.fromordinal(days.nth(start, n, due.count.step, working=working, included=included))


def _left(due: Due, lead: Period) -> WarningPoint:
    zone = clock.Zone(due.count.time_zone)
    if lead.is_clock:
        at = clock.count_clock(
            lead,
            due.end,
            step=-1,
            calendar=due.count.calendar,
            convention=Convention(),
            pauses=due.count.pauses,
            zone=zone,
        )
        return WarningPoint(zone.local(at).date(), at)
    day = due.date.toordinal()
    days = _days(due)
    for part in lead.parts:
        counted = counted_part(part, due.count.convention)
        if counted.amount == 0:
            continue
        if counted.family == "months":
            back = months_from(dt.date.fromordinal(day), counted.amount, convention=Convention(), step=-1)
            day = back.toordinal()
            continue
        day = days.nth(day, counted.amount, -1, working=counted.family == "working")
    date = dt.date.fromordinal(day)
    return WarningPoint(date, zone.midnight(date))


def _used(due: Due, share: Fraction) -> WarningPoint:
    if due.count.period is None:
        raise ValueError("a date given in the data has no length to use up")
    if period_of(due.count).is_clock:
        return _clock_used(due, share)
    days, start, working, included = _counting(due)
    step = due.count.step
    end = due.unrolled.toordinal()
    total = _total(days, start, end, working=working, included=included, step=step)
    wanted = -(-(share.numerator * total) // share.denominator)
    if wanted < 1:
        return _end_of(due, due.origin.toordinal())
    return _end_of(due, days.nth(start, wanted, step, working=working, included=included))


def _clock_used(due: Due, share: Fraction) -> WarningPoint:
    count = due.count
    assert isinstance(count.trigger, dt.datetime)
    parts = [*period_of(count).parts, *(part for each in count.extensions for part in each.period.parts)]
    seconds = [part.amount * part.unit.seconds for part in parts]
    total = sum(seconds) * share
    left = -(-total.numerator // total.denominator)
    used: list[Part] = []
    for part, length in zip(parts, seconds, strict=True):
        taken = min(left, length)
        unit = Unit.WORKING_SECONDS if part.unit.is_working_clock else Unit.SECONDS
        used.append(Part(taken, unit))
        left -= taken
    zone = clock.Zone(count.time_zone)
    at = clock.count_clock(
        Period(tuple(used)),
        count.trigger,
        step=count.step,
        calendar=count.calendar,
        convention=count.convention,
        pauses=count.pauses,
        zone=zone,
    )
    return WarningPoint(zone.local(at).date(), at)


def _counting(due: Due) -> tuple[IndexedDays, int, bool, bool]:
    """How the days of a period are numbered: from where, working days or all, the first one included."""
    count = due.count
    if count.period is None or count.period.is_clock:
        raise ValueError("only periods of days, weeks, months and years have counted days")
    parts = [*count.period.parts, *(part for each in count.extensions for part in each.period.parts)]
    working = all(counted_part(part, count.convention).family == "working" for part in parts)
    return _days(due), due.origin.toordinal(), working, count.convention.first_day == "included"


def _days(due: Due) -> IndexedDays:
    count: Count = due.count
    return IndexedDays(count.calendar, date_pauses(count, start_day(count)[0]))


def _total(days: IndexedDays, start: int, end: int, *, working: bool, included: bool, step: int) -> int:
    first = start if included else start + step
    low, high = min(first, end), max(first, end)
    if step * (end - first) < 0:
        return 0
    if not working:
        return high - low + 1 - days.stopped(low - 1, high, 1)
    rank = days.calendar.rank
    paused = sum(
        max(0, rank(min(high, last)) - rank(max(low, begin) - 1))
        for begin, last in days.paused
        if begin <= high and last >= low
    )
    return rank(high) - rank(low - 1) - paused


def _end_of(due: Due, day: int) -> WarningPoint:
    date = dt.date.fromordinal(day)
    if date >= dt.date.max:
        raise CountingError(codes.DAY_OUTSIDE_CALENDAR, due.count.calendar.outside(day).values)
    return WarningPoint(date, clock.Zone(due.count.time_zone).midnight(date + dt.timedelta(days=1)))
