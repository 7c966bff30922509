"""When is it due: the whole order of computation, from a trigger to an instant, with its proof."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Literal

from govrules.counting import clock
from govrules.counting.calendar import working_calendar
from govrules.counting.days import EndlessPauseError
from govrules.counting.errors import CountingError, NotAnnouncedError, OutsideCalendarError
from govrules.counting.known import as_known
from govrules.counting.pauses import FOREVER, Moment, Pause
from govrules.counting.request import date_request, days_for, open_since, period_of, start_day
from govrules.counting.result import AnyCalendar, Count, Due, Extension, Running, TimeZone
from govrules.counting.steps import count_dates
from govrules.diagnostics.codes import time as codes
from govrules.model.calendar import Calendar
from govrules.model.convention import Convention, LimitKind
from govrules.model.period import Period

__all__ = [
    "AnyCalendar",
    "Calendar",
    "Count",
    "Due",
    "Extension",
    "Pause",
    "Running",
    "count",
    "due",
    "due_by_date",
    "ends_of_dates",
]


def count(
    period: Period | str,
    *,
    after: Moment | None = None,
    before: Moment | None = None,
    calendar: AnyCalendar,
    convention: Convention | None = None,
    roll_calendar: AnyCalendar | None = None,
    pauses: Iterable[Pause] = (),
    extensions: Iterable[Extension] = (),
    time_zone: TimeZone = None,
    known_at: dt.date | None = None,
    kind: LimitKind = "limit",
    unannounced: Literal["project", "raise"] = "project",
) -> Due | Running:
    """When a period ends that is counted after, or before, a trigger; `Running` while it is paused.

    Args:
        period: a `Period`, or its text.
        after: the trigger counted from onward: a date, or an instant. Exactly one of `after` and `before`.
        before: the date or instant counted back from.
        calendar: the days off; what it does not know is an error, never a plain weekday.
        convention: how to count; the defaults of `Convention` where it is left out.
        roll_calendar: another calendar for the last day alone.
        pauses: may overlap and come in any order; dates or instants.
        extensions: in the order in which they were granted.
        time_zone: the policy's, by name or as a `tzinfo`; else the calendar's, else the trigger's own.
            An instant without zone is a reading of the local wall clock.
        known_at: count with the days off that had been announced up to and including this day.
        kind: which rule of `last_day_off` holds.
        unannounced: `raise` refuses a date that leans on a day not yet announced.

    Raises:
        CountingError: a day outside the calendar (`OutsideCalendarError`), a day not announced
            (`NotAnnouncedError`), a pause that ends before it starts, hours from a bare date, working hours
            without office hours.
        PeriodError: `period` is a text that is no period.

    >>> office = Calendar.of("office", first_day=dt.date(2025, 1, 1), last_day=dt.date(2025, 12, 31))
    >>> count("5 working days", after=dt.date(2025, 3, 6), calendar=office).date
    datetime.date(2025, 3, 13)
    """
    request = _count_of(
        Period.parse(period) if isinstance(period, str) else period,
        after=after,
        before=before,
        calendar=calendar,
        convention=convention,
        roll_calendar=roll_calendar,
        pauses=pauses,
        extensions=extensions,
        time_zone=time_zone,
        known_at=known_at,
        kind=kind,
    )
    try:
        due = _clock_due(request) if period_of(request).is_clock else _date_due(request)
    except EndlessPauseError:
        return Running(since=open_since(request), count=request)
    except OverflowError:
        raise _beyond_all_dates(request) from None
    return _announced(due, unannounced)


def due(
    period: Period | str,
    *,
    after: Moment | None = None,
    before: Moment | None = None,
    calendar: AnyCalendar,
    convention: Convention | None = None,
    roll_calendar: AnyCalendar | None = None,
    pauses: Iterable[Pause] = (),
    extensions: Iterable[Extension] = (),
    time_zone: TimeZone = None,
    known_at: dt.date | None = None,
    kind: LimitKind = "limit",
    unannounced: Literal["project", "raise"] = "project",
) -> Due:
    """As `count`, for callers who need a date.

    Raises:
        StillPausedError: a pause that has not ended, so that there is no date.
        CountingError: as `count`.
        PeriodError: as `count`.

    >>> office = Calendar.of("office", first_day=dt.date(2025, 1, 1), last_day=dt.date(2025, 12, 31))
    >>> due("3 working days", before=dt.date(2025, 3, 10), calendar=office).date
    datetime.date(2025, 3, 5)
    """
    result = count(
        period,
        after=after,
        before=before,
        calendar=calendar,
        convention=convention,
        roll_calendar=roll_calendar,
        pauses=pauses,
        extensions=extensions,
        time_zone=time_zone,
        known_at=known_at,
        kind=kind,
        unannounced=unannounced,
    )
    if isinstance(result, Running):
        raise result.error()
    return result


def due_by_date(
    moment: Moment,
    *,
    calendar: AnyCalendar,
    convention: Convention | None = None,
    time_zone: TimeZone = None,
    known_at: dt.date | None = None,
) -> Due:
    """The due end of a date given in the data: it is not moved off a day off, and pauses do not touch it.

    Args:
        moment: a date, whose end the convention's `day_ends` sets, or an instant, which is the due end.
        calendar: asked only for closing times and, under `breach_at`, for the next working day.

    Raises:
        CountingError: a closing time on a day outside the calendar.

    >>> office = Calendar.of("office", first_day=dt.date(2025, 1, 1), last_day=dt.date(2025, 12, 31))
    >>> due_by_date(dt.date(2025, 3, 8), calendar=office).end
    datetime.datetime(2025, 3, 9, 0, 0)
    """
    request = _count_to(moment, calendar, convention, time_zone, known_at)
    try:
        return _due_by(request, moment)
    except OverflowError:
        raise _beyond_all_dates(request) from None


def ends_of_dates(
    *,
    calendar: AnyCalendar,
    convention: Convention | None = None,
    time_zone: TimeZone = None,
    known_at: dt.date | None = None,
) -> Callable[[dt.date], tuple[dt.date, dt.datetime, bool]]:
    """For many dates the `date`, `late_from` and `late_at_once` of `due_by_date`, without its proof.

    The function that is returned raises what `due_by_date` raises.

    >>> office = Calendar.of("office", first_day=dt.date(2025, 1, 1), last_day=dt.date(2025, 12, 31))
    >>> ends_of_dates(calendar=office)(dt.date(2025, 3, 8))
    (datetime.date(2025, 3, 8), datetime.datetime(2025, 3, 9, 0, 0), False)
    """
    # Only an instant would matter to the end of a day.
    request = _count_to(dt.date.min, calendar, convention, time_zone, known_at)

    def end_of(date: dt.date) -> tuple[dt.date, dt.datetime, bool]:
        try:
            end, day, _ = _day_end(request, date)
            late_from, late_at_once, _ = _late_from(request, end, day)
        except OverflowError:
            raise _beyond_all_dates(request) from None
        return day, late_from, late_at_once and late_from > end

    return end_of


def _count_to(
    moment: Moment,
    calendar: AnyCalendar,
    convention: Convention | None,
    time_zone: TimeZone,
    known_at: dt.date | None,
) -> Count:
    """What is asked of a moment that is given, with nothing to be counted up to it."""
    return _count_of(
        None,
        after=moment,
        before=None,
        calendar=calendar,
        convention=convention,
        roll_calendar=None,
        pauses=(),
        extensions=(),
        time_zone=time_zone,
        known_at=known_at,
        kind="limit",
    )


def _due_by(request: Count, moment: Moment) -> Due:
    zone = clock.Zone(request.time_zone)
    if isinstance(moment, dt.datetime):
        end = zone.from_local(moment) if moment.tzinfo is None else zone.from_elapsed(zone.elapsed(moment))
        return _due(request, end=end, day=end.date(), origin=None, unrolled=None, leans=None)
    end, day, leans = _day_end(request, moment)
    return _due(request, end=end, day=day, origin=moment, unrolled=moment, leans=leans)


def _beyond_all_dates(request: Count) -> OutsideCalendarError:
    """The years 1 to 9999 are all that dates can say, and no calendar reaches further."""
    return request.calendar.outside(FOREVER if request.step == 1 else 0)


def _count_of(
    period: Period | None,
    *,
    after: Moment | None,
    before: Moment | None,
    calendar: AnyCalendar,
    convention: Convention | None,
    roll_calendar: AnyCalendar | None,
    pauses: Iterable[Pause],
    extensions: Iterable[Extension],
    time_zone: TimeZone,
    known_at: dt.date | None,
    kind: LimitKind,
) -> Count:
    trigger = after if after is not None else before
    if trigger is None or (after is not None and before is not None):
        raise TypeError("exactly one of `after` and `before` is needed")
    working = working_calendar(as_known(calendar, known_at) if known_at else calendar)
    rolling = (
        working
        if roll_calendar is None
        else working_calendar(as_known(roll_calendar, known_at) if known_at else roll_calendar)
    )
    zone = time_zone if time_zone is not None else working.data.time_zone
    if isinstance(zone, str):
        zone = clock.zone_named(zone)
    if zone is None and isinstance(trigger, dt.datetime):
        zone = trigger.tzinfo
    return Count(
        period=period,
        trigger=trigger,
        direction="after" if after is not None else "before",
        calendar=working,
        roll_calendar=rolling,
        convention=convention or Convention(),
        pauses=tuple(pauses),
        extensions=tuple(extensions),
        time_zone=zone,
        known_at=known_at,
        kind=kind,
    )


# Dates


def _date_due(request: Count) -> Due:
    day, leans = start_day(request)
    result = count_dates(date_request(request, day), days_for(request, day))
    if not 1 <= result.due < FOREVER:
        raise _beyond_all_dates(request)
    end, due_day, end_leans = _day_end(request, dt.date.fromordinal(result.due))
    return _due(
        request,
        end=end,
        day=due_day,
        origin=dt.date.fromordinal(result.origin),
        unrolled=dt.date.fromordinal(result.unrolled),
        leans=_latest(leans, result.leans_until, end_leans),
    )


# The clock


def _clock_due(request: Count) -> Due:
    period = period_of(request)
    trigger = clock.require_instant(request.trigger, period.parts[0].unit)
    zone = clock.Zone(request.time_zone)
    whole = period
    for extension in request.extensions:
        if not extension.period.is_clock:
            raise CountingError(
                codes.EXTENSION_OF_ANOTHER_KIND, {"period": period, "extension": extension.period}
            )
        whole = Period(whole.parts + extension.period.parts)
    end = clock.count_clock(
        whole,
        trigger,
        step=request.step,
        calendar=request.calendar,
        convention=request.convention,
        pauses=request.pauses,
        zone=zone,
    )
    day = zone.local(end).date()
    leans = None
    if any(part.unit.is_working_clock for part in whole.parts):
        leans = max(day, zone.local(trigger).date()).toordinal()
    return _due(request, end=end, day=day, origin=zone.local(trigger).date(), unrolled=day, leans=leans)


# The due end


def _day_end(request: Count, day: dt.date) -> tuple[dt.datetime, dt.date, int | None]:
    """Step 9: the instant at which `day` ends, the day that instant belongs to, and what it leans on."""
    zone = clock.Zone(request.time_zone)
    midnight = zone.midnight(day + dt.timedelta(days=1)) if day < dt.date.max else None
    rule = request.convention.day_ends
    if isinstance(rule, dt.time):
        return zone.from_local(dt.datetime.combine(day, rule)), day, None
    if rule == "close_of_business" and request.calendar.data.hours is not None:
        spans = request.calendar.hours_on(day)
        if spans:
            minutes = max(closing for _, closing in spans)
            end = dt.datetime.combine(day, dt.time.min) + dt.timedelta(minutes=minutes)
            return zone.from_local(end), day, day.toordinal()
    if rule == "same_time" and isinstance(request.trigger, dt.datetime):
        return _same_time(request, day, zone.local(request.trigger).time())
    if midnight is None:
        raise request.calendar.outside(FOREVER)
    return midnight, day, None


def _same_time(request: Count, day: dt.date, at: dt.time) -> tuple[dt.datetime, dt.date, int | None]:
    zone = clock.Zone(request.time_zone)
    local = dt.datetime.combine(day, at)
    if request.calendar.data.hours is None or clock.is_open(request.calendar, local):
        return zone.from_local(local), day, None
    moved = clock.nearest_open(request.calendar, local, request.step)
    return zone.from_local(moved), moved.date(), max(day, moved.date()).toordinal()


def _due(
    request: Count,
    *,
    end: dt.datetime,
    day: dt.date,
    origin: dt.date | None,
    unrolled: dt.date | None,
    leans: int | None,
) -> Due:
    late_from, late_at_once, late_leans = _late_from(request, end, day)
    horizon = request.calendar.horizon
    horizons = [each for each in (horizon, request.roll_calendar.horizon) if each is not None]
    until = _latest(leans, late_leans)
    projected = until is not None and any(until > each.toordinal() for each in horizons)
    return Due(
        date=day,
        end=end,
        late_from=late_from,
        # The due end is in time whatever `breach_at` says: it only lets lateness begin later.
        late_at_once=late_at_once and late_from > end,
        origin=origin or day,
        unrolled=unrolled or day,
        basis="projected" if projected else "announced",
        horizon=horizon,
        calendar=request.calendar.name,
        calendar_sha256=request.calendar.sha256,
        convention=request.convention.name,
        count=request,
    )


def _late_from(request: Count, end: dt.datetime, day: dt.date) -> tuple[dt.datetime, bool, int | None]:
    rule = request.convention.breach_at
    if rule == "due_end":
        return end, False, None
    zone = clock.Zone(request.time_zone)
    if rule == "end_of_day":
        return zone.midnight(day + dt.timedelta(days=1)), True, None
    following = request.calendar.next_from(day.toordinal() + 1)
    return zone.midnight(dt.date.fromordinal(following)), True, following


def _announced(due: Due, unannounced: Literal["project", "raise"]) -> Due:
    if unannounced == "project" or due.basis == "announced":
        return due
    raise NotAnnouncedError(
        codes.DAY_NOT_ANNOUNCED, {"day": due.date, "calendar": due.calendar, "horizon": due.horizon}
    )


def _latest(*days: int | None) -> int | None:
    return max((day for day in days if day is not None), default=None)
