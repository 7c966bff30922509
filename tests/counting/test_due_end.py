"""The due end, the instant a thing is late from, and dates given in the data."""

import datetime as dt
from zoneinfo import ZoneInfo

import attrs
import pytest

from govrules.counting.due import due, due_by_date
from govrules.counting.errors import CountingError, NotAnnouncedError
from govrules.diagnostics.codes import time as codes
from govrules.model.calendar import OfficeHours
from govrules.model.convention import Convention
from tests.counting.offices import DAY_HOURS, OFFICE_HOURS, at, day, due_after, due_before, office


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("midnight", "2021-11-05 00:00"),
        ("close_of_business", "2021-11-04 17:00"),
        ("16:00", "2021-11-04 16:00"),
        ("same_time", "2021-11-04 10:20"),
    ],
)
def test_a_day_ends_as_the_convention_says(rule: str, expected: str) -> None:
    found = due_after("3 days", "2021-11-01 10:20", calendar=office(hours=OFFICE_HOURS), day_ends=rule)
    assert (found.date, found.end) == (day("2021-11-04"), at(expected))


def test_without_office_hours_business_closes_at_midnight() -> None:
    assert due_after("3 days", "2021-11-01", day_ends="close_of_business").end == at("2021-11-05 00:00")


def test_a_half_day_closes_early_and_counts_as_a_whole_one() -> None:
    hours = OfficeHours(week=OFFICE_HOURS.week, days={day("2021-11-04"): (DAY_HOURS[0],)})
    calendar = office(hours=hours)
    found = due_after("3 working days", "2021-11-01", calendar=calendar, day_ends="close_of_business")
    assert found.end == at("2021-11-04 12:00")


@pytest.mark.parametrize(
    ("trigger", "expected"),
    [
        ("2021-11-01 18:30", "2021-11-05 09:00"),  # shut at 18:30 on Thursday: Friday's opening
        ("2021-11-01 12:30", "2021-11-04 13:00"),  # shut over noon
        ("2021-11-01 08:00", "2021-11-04 09:00"),
        ("2021-11-01", "2021-11-05 00:00"),  # a bare date has no clock
    ],
)
def test_the_same_time_moves_to_the_next_opening(trigger: str, expected: str) -> None:
    calendar = office(hours=OFFICE_HOURS)
    assert due_after("3 days", trigger, calendar=calendar, day_ends="same_time").end == at(expected)


def test_backward_the_same_time_moves_to_the_previous_closing() -> None:
    calendar = office(hours=OFFICE_HOURS)
    found = due_before("3 days", "2021-11-04 08:00", calendar=calendar, day_ends="same_time")
    assert (found.date, found.end) == (day("2021-10-29"), at("2021-10-29 17:00"))


def test_an_aware_trigger_is_projected_onto_the_time_zone() -> None:
    # 23:30 UTC on 1 November is already the 2nd in Shanghai.
    trigger = dt.datetime(2021, 11, 1, 23, 30, tzinfo=dt.UTC)
    found = due("3 days", after=trigger, calendar=office(), time_zone="Asia/Shanghai")
    assert (found.date, found.end) == (
        day("2021-11-05"),
        dt.datetime(2021, 11, 6, tzinfo=ZoneInfo("Asia/Shanghai")),
    )


def test_the_calendar_s_time_zone_stands_in_and_then_the_trigger_s_own() -> None:
    trigger = dt.datetime(2021, 11, 1, 23, 30, tzinfo=dt.UTC)
    in_berlin = due("3 days", after=trigger, calendar=office(time_zone="Europe/Berlin"))
    assert in_berlin.date == day("2021-11-05")
    assert due("3 days", after=trigger, calendar=office()).end == dt.datetime(2021, 11, 5, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("rule", "late_from", "at_once", "first_late_day"),
    [
        # Four days from Monday 1 end on Friday 5.
        ("due_end", "2021-11-06 00:00", False, "2021-11-06"),
        # The end of the day is the due end itself, and at the due end it is in time.
        ("end_of_day", "2021-11-06 00:00", False, "2021-11-06"),
        ("next_working_day", "2021-11-08 00:00", True, "2021-11-08"),
    ],
)
def test_late_from_when_the_convention_says(
    rule: str, late_from: str, at_once: bool, first_late_day: str
) -> None:
    found = due_after("4 days", "2021-11-01", breach_at=rule)
    assert (found.late_from, found.late_at_once) == (at(late_from), at_once)
    assert found.is_late(day(first_late_day))
    assert not found.is_late(day(first_late_day) - dt.timedelta(days=1))
    assert found.is_late(at(late_from)) is at_once
    assert found.is_late(at(late_from) + dt.timedelta(seconds=1))
    assert not found.is_late(at(late_from) - dt.timedelta(seconds=1))


def test_a_bare_date_gets_the_benefit_of_the_doubt() -> None:
    found = due_after("3 days", "2021-11-01", day_ends="16:00")
    assert not found.is_late(day("2021-11-04"))
    assert found.is_late(at("2021-11-04 16:01"))


def test_lateness_compares_instants_and_not_clocks() -> None:
    found = due("3 days", after=day("2021-11-01"), calendar=office(), time_zone="Asia/Shanghai")
    assert not found.is_late(dt.datetime(2021, 11, 4, 16, 0, tzinfo=dt.UTC))
    assert found.is_late(dt.datetime(2021, 11, 4, 16, 1, tzinfo=dt.UTC))
    # A reading without zone is the local wall clock.
    assert not found.is_late(at("2021-11-04 23:59"))
    assert found.is_late(at("2021-11-05 00:01"))


def test_a_date_in_the_data_is_never_moved() -> None:
    # Saturday 6 November stays.
    found = due_by_date(day("2021-11-06"), calendar=office())
    assert (found.date, found.unrolled, found.end) == (
        day("2021-11-06"),
        day("2021-11-06"),
        at("2021-11-07 00:00"),
    )


def test_an_instant_in_the_data_is_the_due_end() -> None:
    found = due_by_date(
        dt.datetime(2021, 11, 6, 23, 30, tzinfo=dt.UTC), calendar=office(), time_zone="Asia/Shanghai"
    )
    assert (found.date, found.end) == (day("2021-11-07"), dt.datetime(2021, 11, 6, 23, 30, tzinfo=dt.UTC))


def test_a_date_in_the_data_ends_with_the_office() -> None:
    found = due_by_date(
        day("2021-11-04"),
        calendar=office(hours=OFFICE_HOURS),
        convention=Convention(day_ends="close_of_business"),
    )
    assert found.end == at("2021-11-04 17:00")


def test_a_date_that_leans_on_a_projected_day_says_so() -> None:
    calendar = attrs.evolve(office(), announced_until=day("2021-11-05"))
    announced = due("4 working days", after=day("2021-11-01"), calendar=calendar)
    projected = due("5 working days", after=day("2021-11-01"), calendar=calendar)
    assert (announced.basis, announced.horizon) == ("announced", day("2021-11-05"))
    assert (projected.basis, projected.horizon) == ("projected", day("2021-11-05"))
    with pytest.raises(NotAnnouncedError):
        due("5 working days", after=day("2021-11-01"), calendar=calendar, unannounced="raise")


def test_a_date_that_asks_no_calendar_leans_on_none() -> None:
    calendar = attrs.evolve(office(), announced_until=day("2021-11-05"))
    found = due(
        "30 days", after=day("2021-11-01"), calendar=calendar, convention=Convention(last_day_off="stays")
    )
    assert found.basis == "announced"


def test_the_result_as_json_says_what_it_was_made_from() -> None:
    found = due("2 working days", after=day("2021-11-05"), calendar=office())
    assert found.to_dict(trace=True) == {
        "date": "2021-11-09",
        "end": "2021-11-10T00:00:00",
        "late_from": "2021-11-10T00:00:00",
        "late_at_once": False,
        "origin": "2021-11-05",
        "unrolled": "2021-11-09",
        "basis": "announced",
        "horizon": None,
        "period": "2 working days",
        "after": "2021-11-05",
        "calendar": {"name": "office", "sha256": office().sha256},
        "convention": {"name": "default", "keys": Convention().to_plain()},
        "pauses": [],
        "extensions": [],
        "known_at": None,
        "trace": [
            {"action": "trigger", "date": "2021-11-05"},
            {"action": "first_day", "date": "2021-11-05", "of": "2 working days"},
            {"action": "day", "date": "2021-11-06", "why": "weekend", "of": "2 working days"},
            {"action": "day", "date": "2021-11-07", "why": "weekend", "of": "2 working days"},
            {"action": "day", "date": "2021-11-08", "number": 1, "why": "working", "of": "2 working days"},
            {"action": "day", "date": "2021-11-09", "number": 2, "why": "working", "of": "2 working days"},
            {"action": "due_end", "date": "2021-11-09", "to": "2021-11-10T00:00:00"},
        ],
    }


def test_equal_questions_have_equal_answers() -> None:
    one = due("2 working days", after=day("2021-11-05"), calendar=office())
    assert one == due("2个工作日", after=day("2021-11-05"), calendar=office())


def test_exactly_one_trigger_is_needed() -> None:
    with pytest.raises(TypeError):
        due("2 days", calendar=office())
    with pytest.raises(TypeError):
        due("2 days", after=day("2021-11-05"), before=day("2021-11-05"), calendar=office())


@pytest.mark.parametrize("name", ["Beijing", "", "../Asia/Shanghai", "Asia"])
def test_an_unknown_time_zone_is_refused(name: str) -> None:
    with pytest.raises(CountingError) as caught:
        due("2 days", after=day("2021-11-05"), calendar=office(), time_zone=name)
    assert (caught.value.code, dict(caught.value.values)) == (codes.UNKNOWN_TIME_ZONE, {"name": name})
