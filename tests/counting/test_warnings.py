"""When to warn."""

from fractions import Fraction

import pytest

from govrules.counting.due import Pause, due, due_by_date
from govrules.counting.warnings import WarningPoint, counted_day, warning_point
from govrules.model.convention import Convention
from govrules.model.period import Period
from tests.counting.offices import OFFICE_HOURS, at, day, due_after, office


@pytest.mark.parametrize(
    ("period", "left", "expected"),
    [
        # Ten working days from Monday 1 end on Monday 15; the second working day before it is Thursday 11.
        ("10 working days", "2 working days", "2021-11-11"),
        ("10 working days", "2 days", "2021-11-13"),
        ("20 days", "1 week", "2021-11-15"),
        # Six months to Monday 2 May 2022 (1 May is a Sunday); a month before it.
        ("6 months", "1 month", "2022-04-02"),
    ],
)
def test_so_much_is_left_on_the_morning_of_a_day(period: str, left: str, expected: str) -> None:
    found = due_after(period, "2021-11-01")
    assert warning_point(found, Period.parse(left)) == WarningPoint(day(expected), at(f"{expected} 00:00"))


def test_the_working_day_before_a_friday_is_thursday_and_before_a_monday_friday() -> None:
    # 某市电子监察规定第七条: a signal is given on the working day before the time expires.
    friday, monday = due_after("4 working days", "2021-11-01"), due_after("5 working days", "2021-11-01")
    one = Period.parse("1 working day")
    assert (friday.date, monday.date) == (day("2021-11-05"), day("2021-11-08"))
    assert warning_point(friday, one) == WarningPoint(day("2021-11-04"), at("2021-11-04 00:00"))
    assert warning_point(monday, one) == WarningPoint(day("2021-11-05"), at("2021-11-05 00:00"))


def test_before_a_due_day_that_is_off_working_days_are_counted_all_the_same() -> None:
    # Due on Saturday 6; the working days before it are Friday 5 and Thursday 4.
    found = due_after("5 days", "2021-11-01", last_day_off="stays")
    assert warning_point(found, Period.parse("2 working days")) == WarningPoint(
        day("2021-11-04"), at("2021-11-04 00:00")
    )


def test_paused_days_are_not_left() -> None:
    pause = Pause(day("2021-11-09"), day("2021-11-12"))
    found = due("10 working days", after=day("2021-11-01"), calendar=office(), pauses=[pause])
    assert found.date == day("2021-11-18")
    assert warning_point(found, Period.parse("4 working days")).date == day("2021-11-09")


@pytest.mark.parametrize(
    ("period", "share", "expected"),
    [
        ("10 working days", Fraction(9, 10), "2021-11-12"),  # counted day 9
        ("7 working days", Fraction(9, 10), "2021-11-10"),  # ⌈6.3⌉ = 7, the last
        ("20 days", Fraction(9, 10), "2021-11-19"),  # counted day 18
        ("1 month", Fraction(1, 2), "2021-11-16"),  # counted day 15 of 30
        ("10 working days", Fraction(0), "2021-11-01"),
        ("10 working days", Fraction(1), "2021-11-15"),
    ],
)
def test_so_much_is_used_at_the_end_of_a_counted_day(period: str, share: Fraction, expected: str) -> None:
    assert warning_point(due_after(period, "2021-11-01"), share).date == day(expected)


def test_hours_are_used_by_the_clock() -> None:
    found = due_after("10 hours", "2021-11-01 08:00")
    assert warning_point(found, Fraction(9, 10)).at == at("2021-11-01 17:00")
    assert warning_point(found, Period.parse("2 hours")).at == at("2021-11-01 16:00")
    working = due_after("10 working hours", "2021-11-01 09:00", calendar=office(hours=OFFICE_HOURS))
    assert warning_point(working, Fraction(9, 10)).at == at("2021-11-02 11:00")
    assert warning_point(working, Period.parse("2 working hours")).at == at("2021-11-02 10:00")


def test_a_counted_day_is_found_by_its_number() -> None:
    pause = Pause(day("2021-11-02"), day("2021-11-04"))
    found = due("10 working days", after=day("2021-11-01"), calendar=office(), pauses=[pause])
    assert [counted_day(found, n) for n in (1, 2, 10)] == [
        day("2021-11-02"),
        day("2021-11-05"),
        found.date,
    ]
    included = due_after("10 working days", "2021-11-01", first_day="included")
    assert counted_day(included, 1) == day("2021-11-01")


def test_a_date_in_the_data_can_have_so_much_left_but_no_share_used() -> None:
    found = due_by_date(day("2021-11-15"), calendar=office(), convention=Convention())
    assert warning_point(found, Period.parse("2 working days")).date == day("2021-11-11")
    with pytest.raises(ValueError, match="no length"):
        warning_point(found, Fraction(9, 10))
