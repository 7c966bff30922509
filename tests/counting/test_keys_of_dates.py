"""Every key of a convention that moves a date, worked out by hand."""

import datetime as dt
from typing import Any

import attrs
import pytest

from govrules.counting.due import Extension, Pause, Running, count, due
from govrules.counting.errors import CountingError, OutsideCalendarError, StillPausedError
from govrules.diagnostics.codes import time as codes
from govrules.model.calendar import DayKind
from govrules.model.convention import Convention
from govrules.model.period import Period
from tests.counting.offices import at, day, due_after, due_before, office


@pytest.mark.parametrize(
    ("keys", "expected"),
    [({}, "2021-11-11"), ({"days_are": "working"}, "2021-11-15")],
)
def test_bare_days_mean_what_the_convention_says(keys: dict[str, Any], expected: str) -> None:
    # Ten days from Monday 1 November: Thursday 11; ten working days: Monday 15.
    assert due_after("10 days", "2021-11-01", **keys).date == day(expected)


def test_calendar_days_are_never_working_days() -> None:
    assert due_after("10 calendar days", "2021-11-01", days_are="working").date == day("2021-11-11")


@pytest.mark.parametrize(
    ("period", "trigger", "expected"),
    [
        ("5 working days", "2021-11-01", "2021-11-05"),  # Monday is day 1
        ("5 working days", "2021-11-06", "2021-11-12"),  # Saturday does not count, Monday 8 is day 1
        ("10 days", "2021-11-01", "2021-11-10"),
        ("1 month", "2023-01-31", "2023-02-28"),
        ("3 months", "2023-04-01", "2023-06-30"),
        ("2 months", "2023-01-01", "2023-02-28"),
    ],
)
def test_an_included_first_day_is_day_one(period: str, trigger: str, expected: str) -> None:
    found = due_after(period, trigger, first_day="included", last_day_off="stays")
    assert found.date == day(expected)


def test_only_the_first_part_includes_its_first_day() -> None:
    # 1 to 5 November, then the 6th to the 8th.
    found = due_after("5 days then 3 days", "2021-11-01", first_day="included")
    assert found.date == day("2021-11-08")


@pytest.mark.parametrize(
    ("keys", "expected"),
    [({}, "2020-01-31"), ({"start_on_day_off": "move"}, "2020-02-03")],
)
def test_twenty_working_days_from_a_saturday_end_on_either_of_two_days(
    keys: dict[str, Any], expected: str
) -> None:
    # Two UK government systems disagree here: 20 working days from Saturday 2020-01-04.
    assert due_after("20 working days", "2020-01-04", **keys).date == day(expected)


def test_a_start_moves_in_the_counting_direction() -> None:
    found = due_before("1 working day", "2021-11-06", start_on_day_off="move")
    assert (found.origin, found.date) == (day("2021-11-05"), day("2021-11-04"))


def test_a_start_moves_for_months_as_well() -> None:
    # Saturday 6 November starts on Monday 8.
    assert due_after("1 month", "2021-11-06", start_on_day_off="move").date == day("2021-12-08")


@pytest.mark.parametrize(
    ("trigger", "keys", "expected"),
    [
        ("2021-11-05 15:59", {}, "2021-11-05"),
        ("2021-11-05 16:00", {}, "2021-11-06"),
        ("2021-11-05 16:00", {"cutoff_to": "next_working_day"}, "2021-11-08"),
        ("2021-11-05", {}, "2021-11-05"),
    ],
)
def test_what_comes_at_or_after_the_cutoff_comes_a_day_later(
    trigger: str, keys: dict[str, Any], expected: str
) -> None:
    found = due_after("1 day", trigger, cutoff="16:00", last_day_off="stays", **keys)
    assert (found.origin, found.date) == (day(expected), day(expected) + dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        ("corresponding_day", "2024-05-29"),
        ("from_next_day", "2024-05-31"),
        ("month_end_sticks", "2024-05-31"),
    ],
)
def test_three_months_from_the_twenty_ninth_of_february(months: str, expected: str) -> None:
    assert due_after("3 months", "2024-02-29", months=months, last_day_off="stays").date == day(expected)


@pytest.mark.parametrize(
    ("months", "trigger", "expected"),
    [
        ("corresponding_day", "2024-02-28", "2024-05-28"),
        ("from_next_day", "2024-02-28", "2024-05-28"),
        ("month_end_sticks", "2024-02-28", "2024-05-28"),
        ("from_next_day", "2024-01-30", "2024-02-29"),
        ("month_end_sticks", "2023-02-28", "2023-03-31"),
        ("month_end_sticks", "2023-03-31", "2023-04-30"),
        ("month_end_sticks", "2023-01-30", "2023-02-28"),
    ],
)
def test_one_or_three_months_by_each_rule(months: str, trigger: str, expected: str) -> None:
    period = "3 months" if trigger.startswith("2024-02") else "1 month"
    assert due_after(period, trigger, months=months, last_day_off="stays").date == day(expected)


def test_months_counted_back_take_the_corresponding_day() -> None:
    found = [
        due_before("1 month", "2024-03-31", months=rule, last_day_off="stays").date
        for rule in ("corresponding_day", "from_next_day", "month_end_sticks")
    ]
    assert found == [day("2024-02-29")] * 3


@pytest.mark.parametrize(
    ("missing", "expected"), [("month_end", "2023-02-28"), ("next_month_start", "2023-03-01")]
)
def test_a_month_from_the_thirty_first_of_january(missing: str, expected: str) -> None:
    found = due_after("1 month", "2023-01-31", missing_day=missing, last_day_off="stays")
    assert found.date == day(expected)


def test_months_are_added_from_the_origin_and_chained_only_by_then() -> None:
    assert due_after("2 months", "2023-01-31", last_day_off="stays").date == day("2023-03-31")
    assert due_after("1 month then 1 month", "2023-01-31", last_day_off="stays").date == day("2023-03-28")


def test_a_year_is_twelve_months_and_a_week_seven_days() -> None:
    assert due_after("1 year", "2024-02-29", last_day_off="stays").date == day("2025-02-28")
    assert due_after("3 weeks", "2021-11-01", days_are="working").date == day("2021-11-22")


def test_the_order_of_parts_matters() -> None:
    # EPO T 2056/08: ten days and then two months from 21 July 2008.
    assert due_after("10 days then 2 months", "2008-07-21", last_day_off="stays", calendar=None).date == day(
        "2008-09-30"
    )
    assert due_after("2 months then 10 days", "2008-07-21", last_day_off="stays").date == day("2008-10-01")


def test_to_month_end_carries_on_to_the_last_day() -> None:
    assert due_after("2 years, to month end", "2022-02-10", last_day_off="stays").date == day("2024-02-29")


def test_to_month_end_has_no_meaning_backward() -> None:
    with pytest.raises(CountingError) as caught:
        due_before("2 months, to month end", "2022-02-10")
    assert caught.value.code is codes.BACKWARD_TO_MONTH_END


@pytest.mark.parametrize(
    ("rule", "after", "before"),
    [
        # Five days from Monday 1 end on Saturday 6; four days back from Wednesday 10 on Saturday 6.
        ("onward", "2021-11-08", "2021-11-05"),
        ("next", "2021-11-08", "2021-11-08"),
        ("previous", "2021-11-05", "2021-11-05"),
        ("stays", "2021-11-06", "2021-11-06"),
    ],
)
def test_a_last_day_off_moves_as_the_rule_says(rule: str, after: str, before: str) -> None:
    onward = due_after("5 days", "2021-11-01", last_day_off=rule)
    assert (onward.unrolled, onward.date) == (day("2021-11-06"), day(after))
    assert due_before("4 days", "2021-11-10", last_day_off=rule).date == day(before)


def test_moving_back_never_reaches_the_origin() -> None:
    # One day from Friday is Saturday; the Friday before it is the origin, so it moves on to Monday.
    assert due_after("1 day", "2021-11-05", last_day_off="previous").date == day("2021-11-08")


def test_amount_zero_is_the_origin_and_may_move_back() -> None:
    assert due_after("0 days", "2021-11-06").date == day("2021-11-08")
    assert due_after("0 days", "2021-11-06", last_day_off="previous").date == day("2021-11-05")
    assert due_after("0 days", "2021-11-06", clear_days=True, last_day_off="stays").date == day("2021-11-06")


def test_each_kind_of_duty_may_move_differently() -> None:
    convention = Convention().with_keys(last_day_off={"limit": "onward", "deemed": "stays"})
    found = [
        due("5 days", after=day("2021-11-01"), calendar=office(), convention=convention, kind=kind).date
        for kind in ("limit", "deemed", "expiry")
    ]
    assert found == [day("2021-11-08"), day("2021-11-06"), day("2021-11-08")]


def test_only_the_last_step_asks_the_roll_calendar() -> None:
    # Friday 5 is off in the counting calendar, Monday 8 in the one for the last day.
    found = due(
        "5 days",
        after=day("2021-11-01"),
        calendar=office("2021-11-05"),
        roll_calendar=attrs.evolve(office("2021-11-08"), name="courts"),
    )
    assert found.date == day("2021-11-09")
    counted = due(
        "4 working days",
        after=day("2021-11-01"),
        calendar=office("2021-11-05"),
        roll_calendar=attrs.evolve(office("2021-11-08"), name="courts"),
    )
    assert (counted.unrolled, counted.date) == (day("2021-11-08"), day("2021-11-09"))


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("7 days", "2021-11-10"),  # short: seven working days
        ("8 days", "2021-11-09"),  # long: eight calendar days
        ("7 calendar days", "2021-11-08"),
        ("1 week", "2021-11-08"),
    ],
)
def test_short_periods_are_judged_as_written(period: str, expected: str) -> None:
    # 行政处罚法 85: two, three, five and seven days are working days.
    short = {"up_to": "7 days", "count_as": "working days"}
    assert due_after(period, "2021-11-01", short_periods=short).date == day(expected)


def test_an_extension_is_judged_apart_from_the_period() -> None:
    convention = Convention().with_keys(short_periods={"up_to": "7 days", "count_as": "working days"})
    found = due(
        "8 days",
        after=day("2021-11-01"),
        calendar=office(),
        convention=convention,
        extensions=[Extension(Period.parse("7 days"))],
    )
    # Eight calendar days to Tuesday 9, seven working days more to Thursday 18.
    assert found.date == day("2021-11-18")


def test_clear_days_end_on_the_day_beyond() -> None:
    # UK CPR 2.8: three clear days before Friday 20 October 2023, weekends not counted.
    assert due_before("3 working days", "2023-10-20", clear_days=True).date == day("2023-10-16")
    assert due_after("28 days", "2023-10-01", clear_days=True).date == day("2023-10-30")


@pytest.mark.parametrize(
    ("brackets", "expected"),
    [
        # Ten days from Monday 1 end on Thursday 11; paused from Wednesday 3 to Friday 5.
        ("(]", "2021-11-13"),  # takes out 4 and 5
        ("[)", "2021-11-13"),  # takes out 3 and 4
        ("[]", "2021-11-14"),  # takes out 3, 4 and 5
        ("()", "2021-11-12"),  # takes out 4
    ],
)
def test_a_pause_takes_out_the_days_within_its_brackets(brackets: str, expected: str) -> None:
    convention = Convention().with_keys(pause_days=brackets, last_day_off="stays")
    pause = Pause(day("2021-11-03"), day("2021-11-05"))
    found = due("10 days", after=day("2021-11-01"), calendar=office(), convention=convention, pauses=[pause])
    assert found.date == day(expected)


def test_a_pause_may_have_brackets_of_its_own() -> None:
    pause = Pause(day("2021-11-03"), day("2021-11-05"), days="[]")
    found = due("10 days", after=day("2021-11-01"), calendar=office(), pauses=[pause])
    assert (found.unrolled, found.date) == (day("2021-11-14"), day("2021-11-15"))


def test_instants_of_a_pause_count_by_their_local_days() -> None:
    # 17:00 UTC on the 2nd is 01:00 on the 3rd in Shanghai.
    start = dt.datetime(2021, 11, 2, 17, tzinfo=dt.UTC)
    end = dt.datetime(2021, 11, 4, 17, tzinfo=dt.UTC)
    found = due(
        "10 days",
        after=day("2021-11-01"),
        calendar=office(),
        pauses=[Pause(start, end)],
        time_zone="Asia/Shanghai",
    )
    assert found.unrolled == day("2021-11-13")


def test_rolling_onward_also_skips_paused_days() -> None:
    # Five days end on Saturday 6; Monday 8 and Tuesday 9 are paused.
    pause = Pause(day("2021-11-07"), day("2021-11-09"))
    assert due("5 days", after=day("2021-11-01"), calendar=office(), pauses=[pause]).date == day("2021-11-10")


def test_months_move_on_by_the_days_that_were_paused() -> None:
    # One month from 1 November ends on 1 December; 11 to 20 November are paused: ten days more.
    pause = Pause(day("2021-11-10"), day("2021-11-20"))
    found = due("1 month", after=day("2021-11-01"), calendar=office(), pauses=[pause])
    assert (found.unrolled, found.date) == (day("2021-12-11"), day("2021-12-13"))


def test_months_from_a_paused_trigger_begin_on_the_first_unpaused_day() -> None:
    pause = Pause(day("2021-10-25"), day("2021-11-04"))
    found = due("1 month", after=day("2021-11-01"), calendar=office(), pauses=[pause])
    assert (found.origin, found.unrolled) == (day("2021-11-01"), day("2021-12-05"))


def test_a_recess_counts_for_no_unit() -> None:
    closed = office("2021-11-03", "2021-11-04", kind=DayKind.RECESS)
    assert due_after("10 days", "2021-11-01", calendar=closed, last_day_off="stays").date == day("2021-11-13")
    assert due_after("1 month", "2021-11-01", calendar=closed, last_day_off="stays").date == day("2021-12-03")
    assert due_after("48 hours", "2021-11-02 12:00", calendar=closed).end == at("2021-11-06 12:00")


def test_paused_days_beyond_the_cap_count() -> None:
    # Ten days are paused and seven of them may be.
    pause = Pause(day("2021-11-03"), day("2021-11-13"))
    for cap, expected in (("7 days", "2021-11-18"), ("1 week", "2021-11-18"), ("none", "2021-11-21")):
        convention = Convention().with_keys(pause_cap=cap, last_day_off="stays")
        found = due(
            "10 days", after=day("2021-11-01"), calendar=office(), convention=convention, pauses=[pause]
        )
        assert found.date == day(expected), cap


def test_a_cap_in_working_days_is_used_up_by_working_days() -> None:
    # Paused 4 to 13: the 4th, 5th and 8th are three working days; the weekend between uses up nothing.
    pause = Pause(day("2021-11-03"), day("2021-11-13"))
    convention = Convention().with_keys(pause_cap="3 working days", last_day_off="stays")
    found = due("10 days", after=day("2021-11-01"), calendar=office(), convention=convention, pauses=[pause])
    assert found.date == day("2021-11-16")


def test_a_capped_pause_that_never_ended_still_has_a_due_date() -> None:
    convention = Convention().with_keys(pause_cap="7 days", last_day_off="stays")
    pause = Pause(day("2021-11-03"))
    found = due("10 days", after=day("2021-11-01"), calendar=office(), convention=convention, pauses=[pause])
    assert found.date == day("2021-11-18")


def test_a_pause_that_never_ended_leaves_no_due_date() -> None:
    pause = Pause(day("2021-11-03"))
    found = count("10 days", after=day("2021-11-01"), calendar=office(), pauses=[pause])
    assert isinstance(found, Running)
    assert found.since == day("2021-11-03")
    with pytest.raises(StillPausedError):
        due("10 days", after=day("2021-11-01"), calendar=office(), pauses=[pause])


def test_a_pause_after_the_due_day_leaves_it_alone() -> None:
    pause = Pause(day("2021-11-15"))
    assert due("10 days", after=day("2021-11-01"), calendar=office(), pauses=[pause]).date == day(
        "2021-11-11"
    )


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        # One month from 31 January 2023 ends on Tuesday 28 February.
        ("unrolled", "2023-03-28"),
        ("trigger", "2023-03-31"),
        ("rolled", "2023-03-28"),
        ("approval", "2023-03-10"),
    ],
)
def test_an_extension_of_months_counts_from_where_the_rule_says(rule: str, expected: str) -> None:
    convention = Convention().with_keys(extend_from=rule, last_day_off="stays")
    found = due(
        "1 month",
        after=day("2023-01-31"),
        calendar=office(),
        convention=convention,
        extensions=[Extension(Period.parse("1 month"), approved=day("2023-02-10"))],
    )
    assert found.date == day(expected)


def test_an_extension_may_count_from_the_rolled_end() -> None:
    # Five days end on Saturday 6, rolled to Monday 8; three days more.
    extension = Extension(Period.parse("3 days"))
    found = {
        rule: due(
            "5 days",
            after=day("2021-11-01"),
            calendar=office(),
            convention=Convention().with_keys(extend_from=rule),
            extensions=[extension],
        ).date
        for rule in ("unrolled", "rolled", "trigger")
    }
    assert found == {"unrolled": day("2021-11-09"), "rolled": day("2021-11-11"), "trigger": day("2021-11-09")}


def test_an_extension_from_its_approval_is_never_earlier_than_without() -> None:
    convention = Convention().with_keys(extend_from="approval")
    found = due(
        "20 days",
        after=day("2021-11-01"),
        calendar=office(),
        convention=convention,
        extensions=[Extension(Period.parse("5 days"), approved=day("2021-11-02"))],
    )
    assert found.unrolled == day("2021-11-21")


def test_an_extension_from_its_approval_needs_one() -> None:
    convention = Convention().with_keys(extend_from="approval")
    with pytest.raises(CountingError) as caught:
        due(
            "20 days",
            after=day("2021-11-01"),
            calendar=office(),
            convention=convention,
            extensions=[Extension(Period.parse("5 days"))],
        )
    assert caught.value.code is codes.APPROVAL_WITHOUT_DATE


def test_unlike_units_are_appended_when_counted_from_the_trigger() -> None:
    convention = Convention().with_keys(extend_from="trigger")
    found = due(
        "10 working days",
        after=day("2021-11-01"),
        calendar=office(),
        convention=convention,
        extensions=[Extension(Period.parse("3 days")), Extension(Period.parse("5 working days"))],
    )
    # Fifteen working days to Monday 22, then three days to Thursday 25.
    assert found.date == day("2021-11-25")


@pytest.mark.parametrize(
    ("at_least", "days_off", "expected"),
    [
        # 税收征管法实施细则 109, May 2024: 1 to 5 May off, the 11th worked: due 22 May and not 15 May.
        (3, ("2024-05-01", "2024-05-02", "2024-05-03"), "2024-05-22"),
        (6, ("2024-05-01", "2024-05-02", "2024-05-03"), "2024-05-15"),
    ],
)
def test_long_rest_inside_a_period_lengthens_it(
    at_least: int, days_off: tuple[str, ...], expected: str
) -> None:
    calendar = office(*days_off, make_up=["2024-05-11"])
    found = due_after("15 days", "2024-04-30", calendar=calendar, rest_run={"at_least": at_least})
    assert found.date == day(expected)


def test_a_closure_is_no_rest() -> None:
    closed = office("2024-05-01", "2024-05-02", "2024-05-03", kind=DayKind.CLOSURE)
    found = due_after("15 days", "2024-04-30", calendar=closed, rest_run={"at_least": 3})
    assert found.date == day("2024-05-15")


def test_a_run_is_clipped_to_the_period() -> None:
    # Of 30 April to 2 May only 1 and 2 May lie inside, which is no run of three.
    calendar = office("2024-04-30", "2024-05-01", "2024-05-02")
    found = due_after("15 days", "2024-04-30", calendar=calendar, rest_run={"at_least": 3})
    assert found.date == day("2024-05-15")


def test_a_count_that_leaves_the_calendar_names_it_and_the_day() -> None:
    with pytest.raises(OutsideCalendarError) as caught:
        due_after("20 working days", "2030-12-20")
    assert dict(caught.value.values) == {
        "day": day("2031-01-01"),
        "calendar": "office",
        "first": day("2015-01-01"),
        "last": day("2030-12-31"),
    }


def test_what_does_not_ask_the_calendar_may_leave_it() -> None:
    # The term of a right is counted in years and never moved.
    assert due_after("10 years", "2025-02-28", last_day_off="stays").date == day("2035-02-28")


def test_a_pause_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(CountingError) as caught:
        due(
            "10 days",
            after=day("2021-11-01"),
            calendar=office(),
            pauses=[Pause(day("2021-11-05"), day("2021-11-03"))],
        )
    assert caught.value.code is codes.PAUSE_ENDS_BEFORE_START


def test_hours_do_not_extend_days() -> None:
    with pytest.raises(CountingError) as caught:
        due(
            "10 days",
            after=day("2021-11-01"),
            calendar=office(),
            extensions=[Extension(Period.parse("5 hours"))],
        )
    assert caught.value.code is codes.EXTENSION_OF_ANOTHER_KIND
