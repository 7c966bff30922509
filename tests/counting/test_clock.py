"""Hours and working hours, worked out by hand."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from govrules.counting.calendar import working_calendar
from govrules.counting.clock import working_time_between
from govrules.counting.due import Extension, Pause, Running, count, due
from govrules.counting.errors import CountingError
from govrules.diagnostics.codes import time as codes
from govrules.model.calendar import OfficeHours
from govrules.model.convention import Convention
from govrules.model.period import Period
from tests.counting.offices import OFFICE_HOURS, at, day, due_after, due_before, office

OPEN = office(hours=OFFICE_HOURS)
BERLIN = ZoneInfo("Europe/Berlin")


def test_hours_run_through_weekends() -> None:
    assert due_after("24 hours", "2021-11-05 10:15").end == at("2021-11-06 10:15")
    assert due_after("90 minutes", "2021-11-05 10:15").end == at("2021-11-05 11:45")
    assert due_before("24 hours", "2021-11-05 10:15").end == at("2021-11-04 10:15")


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        # The clocks go forward on 28 March 2021 and back on 31 October 2021.
        (dt.datetime(2021, 3, 27, 12, tzinfo=BERLIN), dt.datetime(2021, 3, 28, 13, tzinfo=BERLIN)),
        (dt.datetime(2021, 10, 30, 12, tzinfo=BERLIN), dt.datetime(2021, 10, 31, 11, tzinfo=BERLIN)),
    ],
)
def test_hours_are_elapsed_time_through_daylight_saving(start: dt.datetime, expected: dt.datetime) -> None:
    found = due("24 hours", after=start, calendar=office(), time_zone="Europe/Berlin")
    assert (found.end, found.end.hour) == (expected, expected.hour)


def test_hours_from_a_bare_date_are_refused() -> None:
    with pytest.raises(CountingError) as caught:
        due_after("24 hours", "2021-11-05")
    assert caught.value.code is codes.CLOCK_NEEDS_INSTANT


@pytest.mark.parametrize(
    ("start", "expected"),
    [("2021-11-05 10:15", "2021-11-05 14:00"), ("2021-11-05 10:00", "2021-11-05 13:00")],
)
def test_hours_may_begin_with_the_next_full_hour(start: str, expected: str) -> None:
    assert due_after("3 hours", start, hours="next_full_hour").end == at(expected)


@pytest.mark.parametrize(
    ("period", "start", "expected"),
    [
        ("2 working hours", "2021-11-05 09:30", "2021-11-05 11:30"),
        ("4 working hours", "2021-11-05 10:00", "2021-11-05 15:00"),  # over noon
        ("4 working hours", "2021-11-05 15:00", "2021-11-08 11:00"),  # over the weekend
        ("2 working hours", "2021-11-06 10:00", "2021-11-08 11:00"),  # shut: the next opening
        ("2 working hours", "2021-11-05 08:00", "2021-11-05 11:00"),
        ("3 working hours", "2021-11-05 12:30", "2021-11-05 16:00"),
        ("0 working hours", "2021-11-06 10:00", "2021-11-08 09:00"),
        ("30 working minutes", "2021-11-05 16:45", "2021-11-08 09:15"),
    ],
)
def test_working_hours_count_while_the_office_is_open(period: str, start: str, expected: str) -> None:
    found = due_after(period, start, calendar=OPEN)
    assert (found.date, found.end) == (at(expected).date(), at(expected))


@pytest.mark.parametrize(
    ("period", "start", "expected"),
    [
        ("2 working hours", "2021-11-05 11:30", "2021-11-05 09:30"),
        ("4 working hours", "2021-11-05 15:00", "2021-11-05 10:00"),
        ("2 working hours", "2021-11-06 10:00", "2021-11-05 15:00"),  # shut: the previous closing
        ("2 working hours", "2021-11-08 09:00", "2021-11-05 15:00"),
    ],
)
def test_working_hours_count_back(period: str, start: str, expected: str) -> None:
    assert due_before(period, start, calendar=OPEN).end == at(expected)


@pytest.mark.parametrize(
    ("rule", "onward", "back"),
    [
        ("close", "2021-11-05 17:00", "2021-11-05 09:00"),
        ("next_opening", "2021-11-08 09:00", "2021-11-04 17:00"),
    ],
)
def test_hours_used_up_exactly_at_closing(rule: str, onward: str, back: str) -> None:
    assert due_after("2 working hours", "2021-11-05 15:00", calendar=OPEN, at_close=rule).end == at(onward)
    assert due_before("2 working hours", "2021-11-05 11:00", calendar=OPEN, at_close=rule).end == at(back)


def test_working_hours_need_office_hours() -> None:
    with pytest.raises(CountingError) as caught:
        due_after("2 working hours", "2021-11-05 15:00")
    assert caught.value.code is codes.NO_OFFICE_HOURS


def test_an_open_day_of_twenty_five_hours_counts_twenty_four() -> None:
    all_day = office(hours=OfficeHours(week=(((0, 1440),),) * 7), time_zone="Europe/Berlin")
    sundays = Convention()
    start = dt.datetime(2021, 10, 30, 12, tzinfo=BERLIN)
    # Weekends are off in this calendar: what is left of Friday counts, and Monday.
    friday = dt.datetime(2021, 10, 29, 12, tzinfo=BERLIN)
    assert due("24 working hours", after=friday, calendar=all_day, convention=sundays).end == dt.datetime(
        2021, 11, 1, 12, tzinfo=BERLIN
    )
    assert working_time_between(
        start,
        dt.datetime(2021, 11, 2, tzinfo=BERLIN),
        calendar=working_calendar(all_day),
        time_zone=BERLIN,
    ) == dt.timedelta(hours=24)


@pytest.mark.parametrize(
    ("period", "calendar", "expected"),
    [
        # Paused from 11:00 to 14:00, whatever the brackets of dates say.
        ("4 hours", office(), "2021-11-05 17:00"),
        ("4 working hours", OPEN, "2021-11-05 17:00"),
    ],
)
def test_pauses_of_hours_are_instants(period: str, calendar: object, expected: str) -> None:
    pause = Pause(at("2021-11-05 11:00"), at("2021-11-05 14:00"), days="[]")
    found = due(period, after=at("2021-11-05 10:00"), calendar=calendar, pauses=[pause])  # type: ignore[arg-type]
    assert found.end == at(expected)


def test_overlapping_pauses_of_hours_count_once() -> None:
    pauses = [
        Pause(at("2021-11-05 11:00"), at("2021-11-05 13:00")),
        Pause(at("2021-11-05 12:00"), at("2021-11-05 14:00")),
        Pause(at("2021-11-05 14:00"), at("2021-11-05 15:00")),
        Pause(at("2021-11-05 16:00"), at("2021-11-05 16:00")),
    ]
    found = due("4 hours", after=at("2021-11-05 10:00"), calendar=office(), pauses=pauses)
    assert found.end == at("2021-11-05 18:00")


def test_hours_counted_back_skip_pauses_too() -> None:
    pause = Pause(at("2021-11-05 11:00"), at("2021-11-05 14:00"))
    found = due("4 hours", before=at("2021-11-05 15:00"), calendar=office(), pauses=[pause])
    assert found.end == at("2021-11-05 08:00")


def test_hours_run_into_a_pause_that_never_ended() -> None:
    pause = Pause(at("2021-11-05 11:00"))
    for period, calendar in (("4 hours", office()), ("4 working hours", OPEN)):
        found = count(period, after=at("2021-11-05 10:00"), calendar=calendar, pauses=[pause])
        assert isinstance(found, Running)
        assert found.since == at("2021-11-05 11:00")
    # An hour that is used up when the pause begins has ended.
    used_up = due("1 hour", after=at("2021-11-05 10:00"), calendar=office(), pauses=[pause])
    assert used_up.end == at("2021-11-05 11:00")


def test_a_cap_in_hours_limits_pauses_of_hours() -> None:
    convention = Convention().with_keys(pause_cap="2 hours")
    pause = Pause(at("2021-11-05 11:00"), at("2021-11-05 14:00"))
    found = due(
        "4 hours", after=at("2021-11-05 10:00"), calendar=office(), convention=convention, pauses=[pause]
    )
    assert found.end == at("2021-11-05 16:00")


def test_a_cap_in_days_has_no_meaning_for_hours() -> None:
    convention = Convention().with_keys(pause_cap="2 days")
    with pytest.raises(CountingError) as caught:
        due("4 hours", after=at("2021-11-05 10:00"), calendar=office(), convention=convention)
    assert caught.value.code is codes.PAUSE_CAP_OF_ANOTHER_KIND


def test_hours_are_extended_by_hours() -> None:
    found = due(
        "4 hours",
        after=at("2021-11-05 10:00"),
        calendar=office(),
        extensions=[Extension(Period.parse("2 hours"))],
    )
    assert found.end == at("2021-11-05 16:00")
    with pytest.raises(CountingError) as caught:
        due(
            "4 hours",
            after=at("2021-11-05 10:00"),
            calendar=office(),
            extensions=[Extension(Period.parse("2 days"))],
        )
    assert caught.value.code is codes.EXTENSION_OF_ANOTHER_KIND


def test_hours_are_never_moved_off_a_day_off() -> None:
    assert due_after("24 hours", "2021-11-05 10:15").date == day("2021-11-06")


def test_open_time_between_two_instants() -> None:
    ready = working_calendar(OPEN)
    assert working_time_between(
        at("2021-11-05 15:00"), at("2021-11-08 10:00"), calendar=ready
    ) == dt.timedelta(hours=3)
    assert working_time_between(
        at("2021-11-08 10:00"), at("2021-11-05 15:00"), calendar=ready
    ) == -dt.timedelta(hours=3)
    pause = Pause(at("2021-11-05 16:00"), at("2021-11-08 09:30"))
    assert working_time_between(
        at("2021-11-05 15:00"), at("2021-11-08 10:00"), calendar=ready, pauses=[pause]
    ) == dt.timedelta(hours=1, minutes=30)
