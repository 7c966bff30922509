"""The ends of all dates: a count that no date can say is an error of counting, never a crash."""

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest

from govrules.counting.due import Pause, due, due_by_date
from govrules.counting.errors import CountingError, OutsideCalendarError
from govrules.counting.render import render_month
from govrules.counting.warnings import warning_point
from govrules.model.calendar import Calendar
from govrules.model.convention import Convention
from govrules.model.period import Period
from tests.counting.offices import day, due_after, due_before, office

LAST = Calendar.of("last", first_day=dt.date(9990, 1, 1), last_day=dt.date.max)
FIRST = Calendar.of("first", first_day=dt.date.min, last_day=dt.date(5, 1, 1))
AFTER = {"after": dt.datetime.max.replace(tzinfo=dt.UTC), "calendar": LAST}
BEFORE = {"before": dt.datetime.min.replace(tzinfo=dt.UTC), "calendar": FIRST}


@pytest.mark.parametrize(
    "period",
    [
        "1 day",
        "9999999 days",
        "9999999 working days",
        "1 month",
        "9999999 months",
        "9999999 years",
        "5 hours",
        "9999999 hours",
        "1 month then 2 weeks",
    ],
)
@pytest.mark.parametrize("trigger", [AFTER, BEFORE], ids=["after the last", "before the first"])
@pytest.mark.parametrize("roll", ["onward", "stays"])
def test_no_count_leads_beyond_all_dates(period: str, trigger: dict[str, Any], roll: str) -> None:
    with pytest.raises(OutsideCalendarError):
        due(period, convention=Convention().with_keys(last_day_off=roll), **trigger)


def test_the_last_day_of_all_has_no_midnight() -> None:
    with pytest.raises(OutsideCalendarError):
        due_by_date(dt.date.max, calendar=LAST)
    found = due_by_date(dt.date.max, calendar=LAST, convention=Convention(day_ends=dt.time(16)))
    assert found.end == dt.datetime.combine(dt.date.max, dt.time(16))


def test_a_pause_for_all_time_leaves_no_date() -> None:
    with pytest.raises(CountingError):
        due(
            "1 day",
            after=day("2021-11-01"),
            calendar=office(),
            pauses=[Pause(dt.date.min, dt.date.max)],
        )


def test_a_warning_before_all_dates_is_refused() -> None:
    found = due("1 day", after=dt.date.min, calendar=FIRST, convention=Convention(last_day_off="stays"))
    for lead in (Period.parse("9999 months"), Period.parse("9999999 hours")):
        with pytest.raises(OutsideCalendarError):
            warning_point(found, lead)


def test_a_long_period_is_shown_by_the_months_that_matter() -> None:
    found = due_after("9 years", "2021-11-01")
    assert [line for line in render_month(found).splitlines() if line.startswith("20")] == [
        "2021-11",
        "2030-11",
    ]


def test_a_share_of_the_longest_hours_is_found() -> None:
    found = due_after("9999999 hours", "2021-11-01 00:00")
    assert warning_point(found, Fraction(0)).at == dt.datetime.fromisoformat("2021-11-01 00:00")
    assert due_before("9999999 minutes", "2021-11-01 00:00").date == day("2002-10-27")
