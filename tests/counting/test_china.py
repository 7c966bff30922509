"""The frozen calendar of China: against an independent package, against its maker, and as it was known."""

import datetime as dt
from pathlib import Path

import chinese_calendar
import pytest

from govrules.counting.calendar import working_calendar
from govrules.counting.due import due
from govrules.counting.known import as_known
from govrules.counting.notices import freeze
from govrules.editing.formatter import formatted
from govrules.model.calendar import Calendar, DayKind
from govrules.rulefile.calendar_file import read_calendar
from govrules.rulefile.calendar_writer import write_calendar
from tests.counting.offices import day

FILE = Path(__file__).parents[2] / "rules" / "calendars" / "cn.yaml"
ONE = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def text() -> str:
    return FILE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def china(text: str) -> Calendar:
    found = read_calendar(text, file="cn.yaml")
    assert found.diagnostics == ()
    assert found.calendar is not None
    return found.calendar


def test_it_spans_2004_to_the_last_announced_year(china: Calendar) -> None:
    assert (china.first_day, china.last_day, china.announced_until) == (
        day("2004-01-01"),
        day("2026-12-31"),
        day("2026-12-28"),
    )


def test_it_equals_an_independent_package_day_by_day(china: Calendar) -> None:
    ready = working_calendar(china)
    differing = []
    current = china.first_day
    while current <= china.last_day:
        if ready.is_working_day(current) is not chinese_calendar.is_workday(current):
            differing.append(current)
        current += ONE
    # 31 December 2005 was a Saturday worked for 3 January 2006, which the other package does not know.
    assert differing == [day("2005-12-31")]


def test_freezing_again_gives_the_same_bytes(china: Calendar, text: str) -> None:
    again = freeze("CN", years=range(2004, 2027), announced_until=day("2026-12-28"), keep=china)
    assert formatted(write_calendar(again), file="cn.yaml").text == text


def test_every_swapped_day_has_its_make_up_day_and_the_reverse(china: Calendar) -> None:
    rests = {each.date: each.swapped_with for each in china.days_off if each.swapped_with}
    worked = {each.date: each.swapped_with for each in china.make_up}
    assert {rest: made for made, rest in worked.items()} == rests
    assert all(made.weekday() in china.weekend for made in worked)


def test_the_extended_spring_festival_of_2020_is_rest_and_no_statutory_holiday(china: Calendar) -> None:
    extended = [each for each in china.days_off if day("2020-01-31") <= each.date <= day("2020-02-02")]
    assert [(each.date, each.kind, each.name.zh) for each in extended] == [
        (day("2020-01-31"), DayKind.SWAPPED, "春节延长假期"),
        (day("2020-02-01"), DayKind.SWAPPED, "春节延长假期"),
        (day("2020-02-02"), DayKind.SWAPPED, "春节延长假期"),
    ]


@pytest.mark.parametrize(
    ("known_at", "expected"),
    [
        # 28 April and 5 May were worked and 2 and 3 May off by the notice of 22 March 2019.
        ("2019-03-21", {"2019-04-28": False, "2019-05-02": True, "2019-05-03": True, "2019-05-05": False}),
        ("2019-03-22", {"2019-04-28": True, "2019-05-02": False, "2019-05-03": False, "2019-05-05": True}),
    ],
)
def test_labour_day_2019_as_it_was_known(china: Calendar, known_at: str, expected: dict[str, bool]) -> None:
    ready = working_calendar(as_known(china, day(known_at)))
    assert {text: ready.is_working_day(day(text)) for text in expected} == expected


@pytest.mark.parametrize(
    ("known_at", "due_date"),
    [
        # Five working days: 31 January, the make-up Saturday 1 February, then 3, 4 and 5 February.
        ("2020-01-26", "2020-02-05"),
        # Extended to 2 February: 3 to 7 February.
        ("2020-01-27", "2020-02-07"),
        (None, "2020-02-07"),
    ],
)
def test_a_deadline_over_the_spring_festival_of_2020(
    china: Calendar, known_at: str | None, due_date: str
) -> None:
    found = due(
        "5 working days",
        after=day("2020-01-23"),
        calendar=china,
        known_at=day(known_at) if known_at else None,
    )
    assert (found.date, found.basis) == (day(due_date), "announced")


def test_the_last_days_of_2018_changed_with_the_notice_for_2019(china: Calendar) -> None:
    before = working_calendar(as_known(china, day("2018-12-05")))
    after = working_calendar(as_known(china, day("2018-12-06")))
    days = [day("2018-12-28") + ONE * step for step in range(4)]
    assert [before.is_working_day(each) for each in days] == [True, False, False, True]
    assert [after.is_working_day(each) for each in days] == [True, True, False, False]
    assert [before.basis(each) for each in days] == ["announced", "projected", "projected", "projected"]
    assert [after.basis(each) for each in days] == ["announced"] * 4


def test_beyond_the_horizon_nobody_knew_the_swapped_days(china: Calendar) -> None:
    # In June 2025 the notice for 2026 was not out: 2 January 2026 was not yet off, 1 January was by law.
    ready = working_calendar(as_known(china, day("2025-06-01")))
    days = [day("2026-01-01"), day("2026-01-02"), day("2026-01-04")]
    assert [ready.is_working_day(each) for each in days] == [False, True, False]
    assert {ready.basis(each) for each in days} == {"projected"}


def test_a_deadline_at_the_end_of_the_year_is_projected(china: Calendar) -> None:
    announced = due("5 working days", after=day("2026-12-21"), calendar=china)
    projected = due("6 working days", after=day("2026-12-21"), calendar=china)
    assert (announced.date, announced.basis) == (day("2026-12-28"), "announced")
    assert (projected.date, projected.basis, projected.horizon) == (
        day("2026-12-29"),
        "projected",
        day("2026-12-28"),
    )
