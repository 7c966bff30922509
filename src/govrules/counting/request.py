"""From what was asked to what is counted: local days, the cut-off, the dates that pauses take out."""

import datetime as dt

from govrules.counting.clock import Zone
from govrules.counting.days import IndexedDays, WalkingDays
from govrules.counting.errors import CountingError
from govrules.counting.pauses import Moment, Spans, capped, paused_spans
from govrules.counting.result import Count
from govrules.counting.steps import DateExtension, DateRequest
from govrules.diagnostics.codes import time as codes
from govrules.model.period import Period, Unit


def period_of(request: Count) -> Period:
    """The period counted; only a date given in the data has none."""
    assert request.period is not None
    return request.period


def local_day(request: Count, moment: Moment) -> int:
    """Step 1: the local day of a date or instant, as an ordinal."""
    if isinstance(moment, dt.datetime):
        return Zone(request.time_zone).local(moment).toordinal()
    return moment.toordinal()


def start_day(request: Count) -> tuple[int, int | None]:
    """Steps 1 and 2: the local day after the cut-off, and the latest working day that this leans on."""
    day = local_day(request, request.trigger)
    cutoff = request.convention.cutoff
    # A bare date is never after the cut-off: nobody knows its hour.
    if cutoff is None or not isinstance(request.trigger, dt.datetime):
        return day, None
    if Zone(request.time_zone).local(request.trigger).time() < cutoff:
        return day, None
    if request.convention.cutoff_to == "next_day":
        return day + 1, None
    moved = request.calendar.next_from(day + 1)
    return moved, moved


def date_request(request: Count, day: int) -> DateRequest:
    """Steps 3 to 8 of this count, from a day on."""
    period = period_of(request)
    for extension in request.extensions:
        if extension.period.is_clock:
            raise CountingError(
                codes.EXTENSION_OF_ANOTHER_KIND, {"period": period, "extension": extension.period}
            )
    return DateRequest(
        period=period,
        day=day,
        step=request.step,
        calendar=request.calendar,
        roll_calendar=request.roll_calendar,
        convention=request.convention,
        kind=request.kind,
        extensions=tuple(
            DateExtension(
                extension.period,
                None if extension.approved is None else local_day(request, extension.approved),
            )
            for extension in request.extensions
        ),
    )


def days_for(request: Count, day: int) -> IndexedDays:
    """The fast way to count days for this request."""
    return IndexedDays(request.calendar, date_pauses(request, day))


def walking_days_for(request: Count, day: int) -> WalkingDays:
    """The reference way to count days for this request."""
    return WalkingDays(request.calendar, date_pauses(request, day))


def date_pauses(request: Count, day: int) -> Spans:
    """The dates that this count's pauses take out, under its cap."""
    if not request.pauses:
        return ()
    spans = paused_spans(
        request.pauses,
        pause_days=request.convention.pause_days,
        local_day=lambda moment: local_day(request, moment),
    )
    cap = request.convention.pause_cap
    if cap is None:
        return spans
    return _capped_dates(request, spans, cap, day)


def _capped_dates(request: Count, spans: Spans, cap: Period, day: int) -> Spans:
    """The spans up to the cap. Pauses that were over before the trigger do not use it up."""
    part = cap.parts[0]
    if part.unit.is_clock:
        raise CountingError(codes.PAUSE_CAP_OF_ANOTHER_KIND, {"cap": cap, "period": request.period})
    if request.step == 1:
        spans = tuple((max(low, day), high) for low, high in spans if high >= day)
    else:
        spans = tuple((low, min(high, day)) for low, high in spans if low <= day)
    if part.unit is Unit.WEEKS:
        return capped(spans, part.amount * 7)
    working = part.unit is Unit.WORKING_DAYS or (
        part.unit is Unit.DAYS and request.convention.days_are == "working"
    )
    return capped(spans, part.amount, counts=request.calendar.works if working else None)


def open_since(request: Count) -> Moment:
    """The start of the pause that never ended; where several are open, the earliest."""
    still = [pause.start for pause in request.pauses if pause.end is None]
    return min(still, key=lambda moment: local_day(request, moment))
