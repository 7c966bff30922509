"""The proof of a due date: what each day was, and which step moved it."""

from govrules.counting.due import Extension, Pause, Running, count, due
from govrules.counting.proof import walk_running
from govrules.counting.render import render_month, render_steps, render_trace
from govrules.counting.trace import TraceStep
from govrules.model.convention import Convention
from govrules.model.period import Period
from govrules.model.text import Text
from tests.counting.offices import OFFICE_HOURS, at, day, due_after, office


def test_each_day_says_what_it_was() -> None:
    pause = Pause(day("2021-11-03"), day("2021-11-04"))
    calendar = office("2021-11-05", make_up=["2021-11-06"])
    found = due("3 working days", after=day("2021-11-01"), calendar=calendar, pauses=[pause])
    of = "3 working days"
    assert found.trace == (
        TraceStep("trigger", day("2021-11-01")),
        TraceStep("first_day", day("2021-11-01"), of=of),
        TraceStep("day", day("2021-11-02"), number=1, why="working", of=of),
        TraceStep("day", day("2021-11-03"), number=2, why="working", of=of),
        TraceStep("day", day("2021-11-04"), why="paused", of=of),
        TraceStep("day", day("2021-11-05"), why="statutory", name=Text(), of=of),
        TraceStep("day", day("2021-11-06"), number=3, why="make_up", of=of),
        TraceStep("due_end", day("2021-11-06"), to=at("2021-11-07 00:00")),
    )


def test_each_step_that_moves_the_date_says_so() -> None:
    convention = Convention().with_keys(
        cutoff="16:00", start_on_day_off="move", clear_days=True, extend_from="unrolled"
    )
    found = due(
        "1 month, to month end",
        after=at("2021-11-05 17:00"),
        calendar=office(),
        convention=convention,
        extensions=[Extension(Period.parse("2 days"))],
    )
    assert [(step.action, step.date, step.to) for step in found.trace] == [
        ("trigger", day("2021-11-05"), None),
        ("cutoff", day("2021-11-05"), day("2021-11-06")),
        ("start_moved", day("2021-11-06"), day("2021-11-08")),
        ("first_day", day("2021-11-08"), None),
        ("months", day("2021-11-08"), day("2021-12-08")),
        ("month_end", day("2021-12-08"), day("2021-12-31")),
        ("clear_day", day("2021-12-31"), day("2022-01-01")),
        ("extension", day("2022-01-01"), None),
        ("first_day", day("2022-01-01"), None),
        ("day", day("2022-01-02"), None),
        ("day", day("2022-01-03"), None),
        ("due_end", day("2022-01-03"), at("2022-01-04 00:00")),
    ]


def test_the_days_it_rolls_over_say_why() -> None:
    found = due_after("5 days", "2021-11-01")
    assert [(step.action, step.date, step.number, step.why) for step in found.trace[-5:]] == [
        ("day", day("2021-11-06"), 5, "any_day"),
        ("rolling", day("2021-11-06"), None, "weekend"),
        ("rolling", day("2021-11-07"), None, "weekend"),
        ("rolled", day("2021-11-06"), None, None),
        ("due_end", day("2021-11-08"), None, None),
    ]


def test_months_that_were_paused_show_the_days_made_good() -> None:
    pause = Pause(day("2021-11-10"), day("2021-11-12"))
    found = due("1 month", after=day("2021-11-01"), calendar=office(), pauses=[pause])
    assert [(step.action, step.date, step.number, step.amount) for step in found.trace] == [
        ("trigger", day("2021-11-01"), None, None),
        ("first_day", day("2021-11-01"), None, None),
        ("months", day("2021-11-01"), None, None),
        ("months_paused", day("2021-12-01"), None, 2),
        ("day", day("2021-12-02"), 1, None),
        ("day", day("2021-12-03"), 2, None),
        ("due_end", day("2021-12-03"), None, None),
    ]


def test_a_running_count_shows_how_far_it_came() -> None:
    found = count(
        "3 working days", after=day("2021-11-01"), calendar=office(), pauses=[Pause(day("2021-11-02"))]
    )
    assert isinstance(found, Running)
    assert render_steps(walk_running(found)) == (
        "2021-11-01 Mon      trigger\n"
        "2021-11-01 Mon      first day, not counted: 3 working days\n"
        "2021-11-02 Tue   1  working day\n"
        "2021-11-02 Tue      paused, and nothing has ended it"
    )


def test_working_hours_show_openings_and_closings() -> None:
    found = due_after("4 working hours", "2021-11-05 15:00", calendar=office(hours=OFFICE_HOURS))
    assert render_trace(found) == (
        "4 working hours after 2021-11-05 15:00, calendar office, convention default\n"
        "2021-11-05 Fri      trigger\n"
        "2021-11-05 Fri      4 working hours by the clock\n"
        "2021-11-05 Fri      opens 2021-11-05 09:00\n"
        "2021-11-05 Fri      closes 2021-11-05 12:00\n"
        "2021-11-05 Fri      opens 2021-11-05 13:00\n"
        "2021-11-05 Fri      closes 2021-11-05 17:00\n"
        "2021-11-06 Sat   -  weekend\n"
        "2021-11-07 Sun   -  weekend\n"
        "2021-11-08 Mon      opens 2021-11-08 09:00\n"
        "2021-11-08 Mon      closes 2021-11-08 12:00\n"
        "2021-11-08 Mon      opens 2021-11-08 13:00\n"
        "2021-11-08 Mon      closes 2021-11-08 17:00\n"
        "2021-11-08 Mon      due, until 11:00\n"
        "all days it leans on are announced"
    )


def test_the_proof_in_chinese() -> None:
    found = due_after("二日", "2021-11-05", last_day_off="stays")
    assert render_trace(found, lang="zh") == (
        "2021-11-05 之后 2日，日历 office，计算规则 default\n"
        "2021-11-05 周五      触发\n"
        "2021-11-05 周五      开始的当日，不计入：2日\n"
        "2021-11-06 周六   1\n"
        "2021-11-07 周日   2\n"
        "2021-11-07 周日      遇休息日不顺延\n"
        "2021-11-07 周日      届满，截至 24:00\n"
        "所涉日期均已公布"
    )


def test_the_proof_as_a_month() -> None:
    pause = Pause(day("2021-11-03"), day("2021-11-04"))
    found = due("4 working days", after=day("2021-11-01"), calendar=office(), pauses=[pause])
    assert render_month(found) == (
        "2021-11\n"
        "  Mon  Tue  Wed  Thu  Fri  Sat  Sun\n"
        "    1    2    3    4    5    6    7\n"
        "    >    1    2    =    3    .    .\n"
        "    8    9   10   11   12   13   14\n"
        "   4*\n"
        "\n"
        "> start   number: counted day   . not counted   = paused   * due"
    )
