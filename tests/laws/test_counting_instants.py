"""Instants, cut-offs, due ends and hours, each against a count that looks at every minute."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Literal
from zoneinfo import ZoneInfo

import attrs
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from govrules.counting.due import Due, Extension, Pause, Running, count
from govrules.counting.errors import OutsideCalendarError
from govrules.model.calendar import Calendar, Interval, OfficeHours
from govrules.model.convention import Convention
from govrules.model.period import Period, Unit
from tests.laws import counting_strategies as random
from tests.laws.bruteforce import NeverEndsError, OutsideError, PlainCalendar, PlainQuestion, answer

MINUTE = dt.timedelta(minutes=1)
ONE = dt.timedelta(days=1)
ZONES = st.sampled_from(
    [ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York"), ZoneInfo("Pacific/Auckland")]
)
"""one without and two with clocks that change within the half year of the days drawn"""
CHANGES = st.builds(
    lambda change, days: (ZoneInfo(change[0]), change[1] - days * ONE),
    st.sampled_from(
        [
            ("America/New_York", dt.date(2023, 11, 5)),
            ("America/New_York", dt.date(2024, 3, 10)),
            ("Pacific/Auckland", dt.date(2024, 4, 7)),
        ]
    ),
    st.integers(-1, 2),
)
"""days about those on which the clocks of a zone change"""
PLACES = st.one_of(st.tuples(ZONES, random.near()), CHANGES, CHANGES)
OFFSETS = st.sampled_from([dt.UTC, dt.timezone(dt.timedelta(hours=9)), dt.timezone(-dt.timedelta(hours=11))])
CLOCKS = st.sampled_from(
    [dt.time(0), dt.time(0, 30), dt.time(9), dt.time(12), dt.time(16), dt.time(17, 30), dt.time(23, 59)]
)
few = settings(max_examples=max(settings().max_examples // 2, 20))


@st.composite
def instants(draw: st.DrawFn, zone: ZoneInfo, day: dt.date, *, offset: bool = True) -> dt.datetime:
    """An instant of a local day, written on the local clock or with another offset."""
    local = dt.datetime.combine(day, draw(CLOCKS), tzinfo=zone)
    return local.astimezone(draw(OFFSETS)) if offset and draw(st.booleans()) else local


@st.composite
def in_time(draw: st.DrawFn) -> tuple[random.Asked, ZoneInfo, dt.datetime, random.Asked]:
    """A question in bare dates, and the same in instants of these days."""
    asked = draw(random.questions())
    zone = draw(ZONES)
    trigger = draw(instants(zone, asked.trigger))

    def timed(day: dt.date | None) -> dt.datetime | None:
        return None if day is None else draw(instants(zone, day))

    # A pause of no length might be written to end before it starts.
    whole = tuple(each for each in asked.pauses if each.end is None or each.end > each.start)
    asked = attrs.evolve(asked, pauses=whole)
    pauses = tuple(Pause(timed(each.start) or each.start, timed(each.end)) for each in whole)
    extensions = tuple(Extension(each.period, timed(each.approved)) for each in asked.extensions)
    return asked, zone, trigger, attrs.evolve(asked, pauses=pauses, extensions=extensions)


def after_cutoff(day: dt.date, local: dt.time, convention: Convention, calendar: PlainCalendar) -> dt.date:
    if convention.cutoff is None or local < convention.cutoff:
        return day
    day += ONE
    while convention.cutoff_to == "next_working_day" and not calendar.works(day):
        day += ONE
    return day


@given(in_time(), st.none() | CLOCKS, st.sampled_from(["next_day", "next_working_day"]))
@settings(max_examples=settings().max_examples * 2)
def test_instants_count_as_their_local_days_after_the_cut_off(
    question: tuple[random.Asked, ZoneInfo, dt.datetime, random.Asked],
    cutoff: dt.time | None,
    to: Literal["next_day", "next_working_day"],
) -> None:
    asked, zone, trigger, timed = question
    convention = attrs.evolve(asked.convention, cutoff=cutoff, cutoff_to=to)
    after, before = (trigger, None) if asked.forward else (None, trigger)
    calendar = random.plain_calendar(asked.calendar)
    try:
        found: object = count(
            asked.period,
            after=after,
            before=before,
            calendar=asked.calendar,
            convention=convention,
            pauses=timed.pauses,
            extensions=timed.extensions,
            time_zone=zone,
        )
    except OutsideCalendarError:
        found = "outside"
    plain = PlainQuestion(
        parts=random.plain_parts(asked.period),
        trigger=after_cutoff(asked.trigger, trigger.astimezone(zone).time(), convention, calendar),
        forward=asked.forward,
        calendar=calendar,
        keys=random.plain_keys(convention),
        pauses=random.plain_pauses(asked.pauses, convention.pause_days),
        extensions=[(random.plain_parts(each.period), each.approved) for each in asked.extensions],
    )
    expected: object
    try:
        forced = answer(plain)
        expected = (forced.origin, forced.unrolled, forced.due)
    except OutsideError:
        expected = "outside"
    except NeverEndsError:
        expected = "never ends"
    if isinstance(found, Running):
        found = "never ends"
    assert (found if not isinstance(found, Due) else (found.origin, found.unrolled, found.date)) == expected


# -- the due end ---------------------------------------------------------------------------------------


@st.composite
def offices(draw: st.DrawFn, *, recess: bool = True) -> Calendar:
    """A calendar with office hours, a lunch break on most days, half days now and then."""
    calendar = draw(random.calendars(recess=recess))
    pieces: list[tuple[Interval, ...]] = [
        ((540, 720), (780, 1020)),
        ((510, 690), (840, 1050)),
        ((600, 960),),
    ]
    usual = draw(st.sampled_from(pieces))
    friday = draw(st.sampled_from([usual, ((540, 720),)]))
    saturday = draw(st.sampled_from([(), ((540, 660),)]))
    week = (usual, usual, usual, usual, friday, saturday, ())
    half = dict.fromkeys(draw(st.lists(random.near(200), max_size=2)), ((480, 700),))
    make_up = draw(st.sampled_from([(), ((570, 750),)]))
    return attrs.evolve(calendar, hours=OfficeHours(week=week, make_up=make_up, days=half))


def open_on(calendar: Calendar, plain: PlainCalendar, day: dt.date) -> tuple[Interval, ...]:
    hours = calendar.hours
    assert hours is not None
    if not plain.works(day):
        return ()
    if day in hours.days:
        return hours.days[day]
    own = hours.week[day.weekday()]
    if own or day.weekday() not in calendar.weekend:
        return own
    return hours.make_up or hours.week[0]


def wall(day: dt.date, minute: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time()) + minute * MINUTE


def end_of(
    asked: random.Asked, day: dt.date, local: dt.datetime, rule: object
) -> tuple[dt.date, dt.datetime]:
    """The due end on a due day, on the wall clock, and the day it belongs to."""
    plain = random.plain_calendar(asked.calendar)
    if isinstance(rule, dt.time):
        return day, dt.datetime.combine(day, rule)
    if rule == "close_of_business" and (spans := open_on(asked.calendar, plain, day)):
        return day, wall(day, spans[-1][1])
    if rule == "same_time":
        at = dt.datetime.combine(day, local.time())
        if any(wall(day, low) <= at < wall(day, high) for low, high in open_on(asked.calendar, plain, day)):
            return day, at
        step = ONE if asked.forward else -ONE
        for offset in range(200):
            other = day + offset * step
            edges = [
                wall(other, span[0 if asked.forward else 1]) for span in open_on(asked.calendar, plain, other)
            ]
            edges = [edge for edge in edges if (edge >= at if asked.forward else edge <= at)]
            if edges:
                found = min(edges) if asked.forward else max(edges)
                return found.date(), found
    return day, dt.datetime.combine(day + ONE, dt.time())


@few
@given(
    random.questions(),
    offices(),
    ZONES,
    st.sampled_from(["midnight", "close_of_business", "same_time", dt.time(16)]),
    st.sampled_from(["due_end", "end_of_day", "next_working_day"]),
    st.data(),
)
def test_a_due_end_is_in_time_and_the_next_moment_is_late(
    asked: random.Asked, calendar: Calendar, zone: ZoneInfo, ends: Any, breach: Any, data: st.DataObject
) -> None:
    asked = attrs.evolve(
        asked,
        calendar=calendar,
        convention=attrs.evolve(asked.convention, day_ends=ends, breach_at=breach),
        pauses=(),
    )
    trigger = data.draw(instants(zone, asked.trigger))
    found = count(
        asked.period,
        after=trigger if asked.forward else None,
        before=None if asked.forward else trigger,
        calendar=calendar,
        convention=asked.convention,
        extensions=asked.extensions,
        time_zone=zone,
    )
    assert isinstance(found, Due)
    plain = random.plain_calendar(calendar)
    counted = answer(
        PlainQuestion(
            parts=random.plain_parts(asked.period),
            trigger=asked.trigger,
            forward=asked.forward,
            calendar=plain,
            keys=random.plain_keys(asked.convention),
            extensions=[(random.plain_parts(each.period), each.approved) for each in asked.extensions],
        )
    )
    local = trigger.astimezone(zone).replace(tzinfo=None)
    day, end = end_of(asked, counted.due, local, ends)
    instant = end.replace(tzinfo=zone)
    assert (found.date, found.end) == (day, instant)
    following = day + ONE
    while breach == "next_working_day" and not plain.works(following):
        following += ONE
    tick = dt.timedelta(microseconds=1)
    first = dt.datetime.combine(following, dt.time(), tzinfo=zone).astimezone(dt.UTC)
    last = first - tick
    # At the due end it is in time, whatever `breach_at` says.
    if breach == "due_end" or first <= instant:
        last, first = instant.astimezone(dt.UTC), instant.astimezone(dt.UTC) + tick
    asked_at = data.draw(OFFSETS)
    assert (found.is_late(last.astimezone(asked_at)), found.is_late(first.astimezone(asked_at))) == (
        False,
        True,
    )
    assert (found.is_late(following - ONE), found.is_late(following)) == (False, True)


# -- hours ---------------------------------------------------------------------------------------------


@st.composite
def stops(draw: st.DrawFn, start: dt.datetime) -> tuple[Pause, ...]:
    """Pauses of whole minutes about an instant."""
    spans = st.tuples(st.integers(-2000, 9000), st.integers(0, 4000))
    return tuple(
        Pause(
            start.astimezone(dt.UTC) + low * MINUTE,
            start.astimezone(dt.UTC) + (low + length) * MINUTE,
        )
        for low, length in draw(st.lists(spans, max_size=3))
    )


def is_stopped(pauses: tuple[Pause, ...], at: dt.datetime) -> bool:
    return any(each.start <= at < each.end for each in pauses)  # type: ignore[operator]


@given(random.calendars(), PLACES, st.integers(1, 70), st.booleans(), st.data())
def test_hours_are_as_many_minutes_as_pass_unpaused(
    calendar: Calendar, place: tuple[ZoneInfo, dt.date], hours: int, forward: bool, data: st.DataObject
) -> None:
    zone, day = place
    trigger = data.draw(instants(zone, day))
    pauses = data.draw(stops(trigger))
    plain = random.plain_calendar(calendar)
    at, left = trigger.astimezone(dt.UTC), 60 * hours
    while left:
        minute = at if forward else at - MINUTE
        counts = not is_stopped(pauses, minute) and not plain.recess(minute.astimezone(zone).date())
        left -= counts
        at += MINUTE if forward else -MINUTE
    found = count(
        Period.of(hours, Unit.HOURS),
        after=trigger if forward else None,
        before=None if forward else trigger,
        calendar=calendar,
        pauses=pauses,
        time_zone=zone,
    )
    assert isinstance(found, Due)
    # In UTC, since instants of the repeated hour of autumn never equal those of another zone.
    assert (found.end.astimezone(dt.UTC), found.date) == (at, at.astimezone(zone).date())


def open_minutes(
    calendar: Calendar, plain: PlainCalendar, start: dt.datetime, forward: bool
) -> Iterator[dt.datetime]:
    """The minutes of the wall clock at which the office is open, from `start` on or back."""
    day = start.date()
    while True:
        spans = open_on(calendar, plain, day)
        minutes = [minute for low, high in spans for minute in range(low, high)]
        for minute in minutes if forward else reversed(minutes):
            at = wall(day, minute)
            if at >= start if forward else at < start:
                yield at
        day += ONE if forward else -ONE


@few
@given(
    offices(),
    PLACES,
    st.integers(1, 900),
    st.booleans(),
    st.sampled_from(["close", "next_opening"]),
    st.data(),
)
def test_working_minutes_are_the_open_ones_of_the_wall_clock(
    calendar: Calendar,
    place: tuple[ZoneInfo, dt.date],
    amount: int,
    forward: bool,
    at_close: Any,
    data: st.DataObject,
) -> None:
    zone, day = place
    trigger = data.draw(instants(zone, day))
    pauses = data.draw(stops(trigger))
    stopped = [
        (each.start.astimezone(zone).replace(tzinfo=None), each.end.astimezone(zone).replace(tzinfo=None))  # type: ignore[union-attr, attr-defined]
        for each in pauses
    ]
    # On the hour that the clocks repeat the wall clock does not tell when a pause was.
    assume(all(low <= high for low, high in stopped))
    plain = random.plain_calendar(calendar)
    start = trigger.astimezone(zone).replace(tzinfo=None)
    minutes = open_minutes(calendar, plain, start, forward)
    left = amount
    for minute in minutes:
        left -= not any(low <= minute < high for low, high in stopped)
        if not left:
            break
    end = minute + MINUTE if forward else minute
    following = next(minutes)
    is_closing = following != end if forward else following != end - MINUTE
    if at_close == "next_opening" and is_closing:
        end = following if forward else following + MINUTE
    found = count(
        Period.of(amount, Unit.WORKING_MINUTES),
        after=trigger if forward else None,
        before=None if forward else trigger,
        calendar=calendar,
        convention=Convention(at_close=at_close),
        pauses=pauses,
        time_zone=zone,
    )
    assert isinstance(found, Due)
    assert found.end == end.replace(tzinfo=zone)
