"""Hours and working hours: elapsed time through daylight-saving changes, and time while offices are open."""

import datetime as dt
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from govrules.counting.calendar import WorkingCalendar
from govrules.counting.days import EndlessPauseError, Step
from govrules.counting.errors import CountingError
from govrules.counting.pauses import Moment, Pause
from govrules.declaring import frozen
from govrules.diagnostics import Help
from govrules.diagnostics.codes import time as codes
from govrules.model.convention import Convention
from govrules.model.period import Part, Period, Unit

_DAY = dt.timedelta(days=1)
_ZERO = dt.timedelta(0)
_UNIT_ZH = {
    Unit.HOURS: "小时",
    Unit.MINUTES: "分钟",
    Unit.SECONDS: "秒",
    Unit.WORKING_HOURS: "工作小时",
    Unit.WORKING_MINUTES: "工作分钟",
    Unit.WORKING_SECONDS: "工作秒",
}


@frozen
class Zone:
    """The local clock: a time zone, or none, when wall-clock times stand for themselves."""

    zone: dt.tzinfo | None

    def local(self, moment: dt.datetime) -> dt.datetime:
        """The wall clock at `moment`, without a zone; `fold` tells the second of two equal readings."""
        if moment.tzinfo is None or self.zone is None:
            return moment.replace(tzinfo=None)
        return moment.astimezone(self.zone).replace(tzinfo=None)

    def elapsed(self, moment: dt.datetime) -> dt.datetime:
        """`moment` on a clock that runs evenly."""
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=self.zone or dt.UTC)
        # Without a zone the wall clock is all there is, and it is taken to run evenly.
        return moment.astimezone(dt.UTC) if self.zone is not None else moment.replace(tzinfo=dt.UTC)

    def from_elapsed(self, moment: dt.datetime) -> dt.datetime:
        if self.zone is None:
            return moment.replace(tzinfo=None)
        return moment.astimezone(self.zone)

    def from_local(self, moment: dt.datetime) -> dt.datetime:
        """The instant of a wall-clock time: aware where the zone is known.

        A time that the clocks skip is read with the offset before the change, one that they repeat is the
        first of the two.
        """
        if self.zone is None:
            return moment
        aware = moment.replace(tzinfo=self.zone)
        return aware.astimezone(dt.UTC).astimezone(self.zone)

    def midnight(self, day: dt.date) -> dt.datetime:
        """The instant at which `day` begins."""
        return self.from_local(dt.datetime.combine(day, dt.time.min))


@frozen
class ClockSpan:
    """A paused stretch [start, end) on one clock; no end where nothing has ended it."""

    start: dt.datetime
    end: dt.datetime | None


def zone_named(name: str) -> ZoneInfo:
    """The time zone of the IANA database by that name.

    Raises:
        CountingError: there is none.
    """
    try:
        return ZoneInfo(name)
    # A name that is no path of the database is a ValueError, one that leads nowhere a KeyError or OSError.
    except (KeyError, ValueError, OSError) as error:
        raise CountingError(
            codes.UNKNOWN_TIME_ZONE,
            {"name": name},
            help=(Help(en="write it as `Asia/Shanghai`", zh="请写作 `Asia/Shanghai`"),),
        ) from error


def require_instant(trigger: Moment, unit: Unit) -> dt.datetime:
    """`trigger`, which must be an instant.

    Raises:
        CountingError: a bare date.
    """
    if isinstance(trigger, dt.datetime):
        return trigger
    raise CountingError(
        codes.CLOCK_NEEDS_INSTANT, {"unit": unit.value, "unit_zh": _UNIT_ZH[unit], "day": trigger}
    )


def count_clock(
    period: Period,
    trigger: dt.datetime,
    *,
    step: Step,
    calendar: WorkingCalendar,
    convention: Convention,
    pauses: Iterable[Pause],
    zone: Zone,
) -> dt.datetime:
    """Where a period in hours (or working hours, minutes) from `trigger` ends.

    Raises:
        CountingError: working hours in a calendar without office hours, a cap on pauses in days.
        EndlessPauseError: the count runs into a pause without an end.
    """
    spans = _clock_spans(list(pauses), period, convention, zone)
    at = _next_full_hour(trigger, zone, step) if convention.hours == "next_full_hour" else trigger
    for part in period.parts:
        if part.unit.is_working_clock:
            at = _working(part, at, step, calendar, convention, spans, zone)
        else:
            at = _elapsed(part, at, step, calendar, spans, zone)
    return zone.from_elapsed(zone.elapsed(at))


def _next_full_hour(trigger: dt.datetime, zone: Zone, step: Step) -> dt.datetime:
    """The full hour that the local clock shows next; one that it shows already is full."""
    local = zone.local(trigger)
    past = dt.timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    if not past:
        return trigger
    moved = past if step == -1 else dt.timedelta(hours=1) - past
    return zone.from_elapsed(zone.elapsed(trigger) + step * moved)


def _clock_spans(
    pauses: list[Pause], period: Period, convention: Convention, zone: Zone
) -> tuple[ClockSpan, ...]:
    """Pauses as instants [start, end) in order and disjoint; a bare date is the beginning of its day."""
    raw: list[ClockSpan] = []
    for pause in pauses:
        start = _instant(pause.start, zone)
        end = None if pause.end is None else _instant(pause.end, zone)
        if end is not None and end < start:
            raise CountingError(codes.PAUSE_ENDS_BEFORE_START, {"start": pause.start, "end": pause.end})
        raw.append(ClockSpan(start, end))
    joined: list[ClockSpan] = []
    for span in sorted(raw, key=lambda each: each.start):
        last = joined[-1] if joined else None
        if last is not None and (last.end is None or span.start <= last.end):
            ends = (last.end, span.end)
            end = None if ends[0] is None or ends[1] is None else max(ends[0], ends[1])
            joined[-1] = ClockSpan(last.start, end)
        else:
            joined.append(span)
    return _capped(joined, period, convention)


def _capped(spans: list[ClockSpan], period: Period, convention: Convention) -> tuple[ClockSpan, ...]:
    cap = convention.pause_cap
    if cap is None:
        return tuple(spans)
    unit = cap.parts[0].unit
    if unit not in {Unit.HOURS, Unit.MINUTES}:
        raise CountingError(codes.PAUSE_CAP_OF_ANOTHER_KIND, {"cap": cap, "period": period})
    left = dt.timedelta(seconds=cap.parts[0].amount * unit.seconds)
    result: list[ClockSpan] = []
    for span in spans:
        if left <= _ZERO:
            break
        end = span.start + left if span.end is None else min(span.end, span.start + left)
        left -= end - span.start
        result.append(ClockSpan(span.start, end))
    return tuple(result)


def _instant(moment: Moment, zone: Zone) -> dt.datetime:
    if isinstance(moment, dt.datetime):
        return zone.elapsed(moment)
    return zone.elapsed(zone.midnight(moment))


# Elapsed hours


def _elapsed(
    part: Part,
    start: dt.datetime,
    step: Step,
    calendar: WorkingCalendar,
    spans: tuple[ClockSpan, ...],
    zone: Zone,
) -> dt.datetime:
    at = zone.elapsed(start)
    left = dt.timedelta(seconds=part.amount * part.unit.seconds)
    if not left:
        return start
    stopped = _with_recess(spans, calendar, zone)
    for span in stopped if step == 1 else reversed(stopped):
        if step == 1:
            if span.end is not None and span.end <= at:
                continue
            if at + left <= span.start:
                break
            left -= max(_ZERO, span.start - at)
            if span.end is None:
                raise EndlessPauseError
            at = span.end
        else:
            end = at if span.end is None else min(at, span.end)
            if span.start >= at:
                continue
            if at - left >= end:
                break
            left -= at - end
            at = span.start
    return zone.from_elapsed(at + step * left)


def _with_recess(
    spans: tuple[ClockSpan, ...], calendar: WorkingCalendar, zone: Zone
) -> tuple[ClockSpan, ...]:
    """A recess counts for no unit, so its days stand still like a pause."""
    if not calendar.recess_spans:
        return spans
    recess = [
        Pause(dt.date.fromordinal(low), dt.date.fromordinal(high + 1)) for low, high in calendar.recess_spans
    ]
    instants = [
        ClockSpan(_instant(each.start, zone), _instant(each.end or each.start, zone)) for each in recess
    ]
    joined: list[ClockSpan] = []
    for span in sorted([*spans, *instants], key=lambda each: each.start):
        last = joined[-1] if joined else None
        if last is not None and (last.end is None or span.start <= last.end):
            end = None if last.end is None or span.end is None else max(last.end, span.end)
            joined[-1] = ClockSpan(last.start, end)
        else:
            joined.append(span)
    return tuple(joined)


# Working hours, on the wall clock


def _working(
    part: Part,
    start: dt.datetime,
    step: Step,
    calendar: WorkingCalendar,
    convention: Convention,
    spans: tuple[ClockSpan, ...],
    zone: Zone,
) -> dt.datetime:
    if calendar.data.hours is None or not any(calendar.data.hours.week):
        raise CountingError(
            codes.NO_OFFICE_HOURS,
            {"calendar": calendar.name, "unit": part.unit.value, "unit_zh": _UNIT_ZH[part.unit]},
        )
    local_spans = [
        ClockSpan(
            zone.local(zone.from_elapsed(span.start)),
            None if span.end is None else zone.local(zone.from_elapsed(span.end)),
        )
        for span in spans
    ]
    at = zone.local(start)
    left = dt.timedelta(seconds=part.amount * part.unit.seconds)
    if step == 1:
        return zone.from_local(_working_onward(at, left, calendar, convention, local_spans))
    return zone.from_local(_working_back(at, left, calendar, convention, local_spans))


def _working_onward(
    at: dt.datetime,
    left: dt.timedelta,
    calendar: WorkingCalendar,
    convention: Convention,
    spans: list[ClockSpan],
) -> dt.datetime:
    ended_at_close: dt.datetime | None = None
    for opening, closing in _open_from(calendar, at):
        if ended_at_close is not None:
            return opening
        if closing <= at:
            continue
        cursor = max(at, opening)
        for low, high in _unpaused(cursor, closing, spans):
            if left <= high - low:
                end = low + left
                if end == closing and left > _ZERO and convention.at_close == "next_opening":
                    ended_at_close = end
                    break
                return end
            left -= high - low
    raise AssertionError("the calendar ends in an error, never in silence")


def _working_back(
    at: dt.datetime,
    left: dt.timedelta,
    calendar: WorkingCalendar,
    convention: Convention,
    spans: list[ClockSpan],
) -> dt.datetime:
    ended_at_opening = False
    for opening, closing in _open_until(calendar, at):
        if ended_at_opening:
            return closing
        if opening >= at:
            continue
        cursor = min(at, closing)
        for low, high in reversed(_unpaused(opening, cursor, spans, endless=False)):
            if left <= high - low:
                end = high - left
                if end == opening and left > _ZERO and convention.at_close == "next_opening":
                    ended_at_opening = True
                    break
                return end
            left -= high - low
    raise AssertionError("the calendar ends in an error, never in silence")


def _unpaused(
    low: dt.datetime, high: dt.datetime, spans: list[ClockSpan], *, endless: bool = True
) -> list[tuple[dt.datetime, dt.datetime]]:
    """What is left of [low, high) without the pauses."""
    pieces: list[tuple[dt.datetime, dt.datetime]] = []
    cursor = low
    for span in spans:
        if span.end is not None and span.end <= cursor:
            continue
        if span.start >= high:
            break
        if span.start > cursor:
            pieces.append((cursor, span.start))
        if span.end is None:
            if endless and not pieces:
                raise EndlessPauseError
            return pieces
        cursor = max(cursor, span.end)
        if cursor >= high:
            return pieces
    pieces.append((cursor, high))
    return pieces


def _open_from(calendar: WorkingCalendar, at: dt.datetime) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """The stretches [opening, closing) from the day of `at` on; an error where the calendar ends."""
    day = at.date()
    while True:
        for opening, closing in calendar.hours_on(day):
            yield _wall(day, opening), _wall(day, closing)
        day += _DAY


def _open_until(calendar: WorkingCalendar, at: dt.datetime) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """The same backward, from the day of `at`."""
    day = at.date()
    while True:
        for opening, closing in reversed(calendar.hours_on(day)):
            yield _wall(day, opening), _wall(day, closing)
        day -= _DAY


def _wall(day: dt.date, minutes: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min) + dt.timedelta(minutes=minutes)


def is_open(calendar: WorkingCalendar, at: dt.datetime) -> bool:
    """Whether the office is open at the wall-clock time `at`."""
    return any(
        _wall(at.date(), opening) <= at < _wall(at.date(), closing)
        for opening, closing in calendar.hours_on(at.date())
    )


def working_time_between(
    start: dt.datetime,
    end: dt.datetime,
    *,
    calendar: WorkingCalendar,
    pauses: Iterable[Pause] = (),
    time_zone: dt.tzinfo | None = None,
) -> dt.timedelta:
    """How long the office was open in [start, end) by the wall clock, without the pauses.

    Negative where `end` lies before `start`.

    Args:
        time_zone: the office's; where it is None, the wall clocks of `start` and `end` as they stand.

    Raises:
        OutsideCalendarError: a day that the calendar does not know.
    """
    if end < start:
        return -working_time_between(end, start, calendar=calendar, pauses=pauses, time_zone=time_zone)
    zone = Zone(time_zone)
    spans = [
        ClockSpan(
            zone.local(zone.from_elapsed(span.start)),
            None if span.end is None else zone.local(zone.from_elapsed(span.end)),
        )
        for span in _clock_spans(list(pauses), Period.of(0, Unit.HOURS), Convention(), zone)
    ]
    low, high = zone.local(start), zone.local(end)
    total = _ZERO
    day = low.date()
    while day <= high.date():
        for opening, closing in calendar.hours_on(day):
            piece = max(_wall(day, opening), low), min(_wall(day, closing), high)
            if piece[0] < piece[1]:
                pieces = _unpaused(*piece, spans, endless=False)
                total += sum((each[1] - each[0] for each in pieces), _ZERO)
        day += _DAY
    return total


def nearest_open(calendar: WorkingCalendar, at: dt.datetime, step: Step) -> dt.datetime:
    """The next opening after `at` on the wall clock; backward, the previous closing."""
    if step == 1:
        return next(opening for opening, _ in _open_from(calendar, at) if opening >= at)
    return next(closing for _, closing in _open_until(calendar, at) if closing <= at)
