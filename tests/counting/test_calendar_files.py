"""Calendar files: what they say, what is wrong with them, and writing them back."""

import attrs
import pytest

from govrules.counting.calendar import working_calendar
from govrules.model.calendar import (
    Calendar,
    DayChange,
    DayKind,
    DayOff,
    MakeUpDay,
    Notice,
    OfficeHours,
)
from govrules.model.source import Source
from govrules.model.text import Text
from govrules.rulefile.calendar_file import read_calendar
from govrules.rulefile.calendar_writer import write_calendar
from tests.counting.offices import day, office

FULL = """\
govrules: 1
calendar: town
title: {zh: 某市, en: A town}
time_zone: Asia/Shanghai
weekend: [sat, sun]
first_day: 2025-01-01
last_day: 2025-12-31
announced_until: 2025-12-28
source: {status: read, address: "https://example.org/days"}
made_with: by hand
note: Only for this test.
hours:
  mon-thu: 09:00-12:00, 13:00-17:00
  fri: 09:00-12:00
  make_up: 09:00-12:00
  2025-10-09: 10:00-12:00
  2025-12-24: closed
names: {国庆节: National Day}
notices:
- reference: 某办发〔2024〕1号
  title: {zh: 通知}
  published: 2024-11-12
  announces_until: 2025-12-28
- reference: 某办发〔2025〕2号
  published: 2025-03-01
  supersedes: 某办发〔2024〕1号
  source: {status: none}
  changes: {2025-10-08: ordinary, 2025-10-11: ordinary, 2025-10-07: statutory, 2025-09-28: make_up}
days_off:
  statutory:
    2025-10-01..2025-10-03: 国庆节
  swapped:
    2025-10-08: 2025-10-11
  closure:
    2025-11-03: {zh: 搬迁, en: moving house}
  recess:
    2025-08-04..2025-08-08: 休庭
make_up:
  2025-10-11: 2025-10-08
"""


def read(text: str) -> Calendar:
    found = read_calendar(text, file="town.yaml")
    assert found.diagnostics == ()
    assert found.calendar is not None
    return found.calendar


def test_a_file_says_everything_a_calendar_holds() -> None:
    morning, day_hours = ((540, 720),), ((540, 720), (780, 1020))
    national = Text(zh="国庆节", en="National Day")
    assert read(FULL) == Calendar(
        name="town",
        title=Text(zh="某市", en="A town"),
        time_zone="Asia/Shanghai",
        first_day=day("2025-01-01"),
        last_day=day("2025-12-31"),
        announced_until=day("2025-12-28"),
        source=Source("read", "https://example.org/days"),
        made_with="by hand",
        hours=OfficeHours(
            week=(*((day_hours,) * 4), morning, (), ()),
            make_up=morning,
            days={day("2025-10-09"): ((600, 720),), day("2025-12-24"): ()},
        ),
        days_off=(
            *(DayOff(day(f"2025-08-0{number}"), DayKind.RECESS, Text.of("休庭")) for number in range(4, 9)),
            *(DayOff(day(f"2025-10-0{number}"), DayKind.STATUTORY, national) for number in (1, 2, 3)),
            DayOff(
                day("2025-10-08"),
                DayKind.SWAPPED,
                Text(zh="与 2025-10-11 调休", en="moved from 2025-10-11"),
                day("2025-10-11"),
            ),
            DayOff(day("2025-11-03"), DayKind.CLOSURE, Text(zh="搬迁", en="moving house")),
        ),
        make_up=(
            MakeUpDay(
                day("2025-10-11"),
                Text(zh="补 2025-10-08 休息", en="worked for 2025-10-08"),
                day("2025-10-08"),
            ),
        ),
        notices=(
            Notice(
                "某办发〔2024〕1号",
                day("2024-11-12"),
                day("2025-12-28"),
                title=Text(zh="通知"),
            ),
            Notice(
                "某办发〔2025〕2号",
                day("2025-03-01"),
                supersedes="某办发〔2024〕1号",
                changes=(
                    DayChange(day("2025-10-08")),
                    DayChange(day("2025-10-11")),
                    DayChange(day("2025-10-07"), DayOff(day("2025-10-07"))),
                    DayChange(day("2025-09-28"), MakeUpDay(day("2025-09-28"))),
                ),
            ),
        ),
    )


def test_what_is_written_reads_the_same() -> None:
    calendar = read(FULL)
    again = read(write_calendar(calendar))
    assert (again, again.note, again.sha256) == (calendar, "Only for this test.", calendar.sha256)
    assert write_calendar(again) == write_calendar(calendar)


def test_hours_of_each_kind_of_day() -> None:
    ready = working_calendar(read(FULL))
    asked = ("2025-10-10", "2025-10-11", "2025-10-09", "2025-10-01", "2025-10-12", "2025-12-24")
    assert [ready.hours_on(day(each)) for each in asked] == [
        ((540, 720),),
        ((540, 720),),
        ((600, 720),),
        (),
        (),
        (),
    ]


def test_a_make_up_day_without_hours_of_its_own_keeps_those_of_the_week() -> None:
    week = (((540, 1020),), *((((600, 960),),) * 4), (), ())
    calendar = attrs.evolve(office(make_up=["2021-11-06"]), hours=OfficeHours(week=week))
    assert working_calendar(calendar).hours_on(day("2021-11-06")) == ((540, 1020),)


def test_a_file_may_build_on_another_calendar() -> None:
    text = """\
govrules: 1
calendar: province
base: town
days_off:
  closure: {2025-10-11: 封控, 2025-10-13: 封控}
"""
    town = read(FULL)
    found = read_calendar(text, file="province.yaml", find={"town": town}.get).calendar
    assert found is not None
    assert (found.name, found.make_up, found.last_day, found.hours, found.announced_until) == (
        "province",
        (),
        town.last_day,
        town.hours,
        town.announced_until,
    )
    ready = working_calendar(found)
    assert [ready.why_not(day(f"2025-10-{number}")).kind for number in ("08", "10", "11", "13")] == [
        "swapped",
        "working",
        "closure",
        "closure",
    ]


MINIMAL = "govrules: 1\ncalendar: town\nfirst_day: 2025-01-01\nlast_day: 2025-12-31\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("govrules: 1\ncalendar: town\n", ["1:1 GR102", "1:1 GR102"]),
        (MINIMAL + "weekend: [sat, sunn]\n", ["5:16 GR106"]),
        (MINIMAL + "hollidays: {}\n", ["5:1 GR101"]),
        (MINIMAL + "days_off: {statutory: {2025-02-30: a}}\n", ["5:24 GR105"]),
        (MINIMAL + "days_off: {statutory: {2025-02-03..2025-02-01: a}}\n", ["5:24 GR105"]),
        (MINIMAL + "days_off: {public: {2025-02-03: a}}\n", ["5:12 GR101"]),
        (
            MINIMAL + "days_off:\n  statutory:\n    2025-02-03..2025-02-05: a\n    2025-02-04: b\n",
            ["8:5 GR331"],
        ),
        (MINIMAL + "days_off: {statutory: {2026-01-01: a}}\n", ["5:1 GR332"]),
        (
            MINIMAL + "days_off: {statutory: {2025-02-08: a}}\nmake_up: {2025-02-08: 2025-02-04}\n",
            ["6:1 GR330"],
        ),
        (MINIMAL + "make_up: {2025-02-04: 2025-02-08}\n", ["5:1 GR333"]),
        (MINIMAL + "hours: {mon: 9 to 5}\n", ["5:14 GR334"]),
        (MINIMAL + "hours: {mon: 13:00-17:00, tue-xx: 09:00-12:00}\n", ["5:27 GR334"]),
        (MINIMAL + "hours: {mon: '13:00-17:00, 09:00-12:00'}\n", ["5:14 GR334"]),
        (MINIMAL + "base: nowhere\n", ["5:7 GR336"]),
        (MINIMAL + "time_zone: Beijing\n", ["5:12 GR339"]),
        (MINIMAL + "time_zone: ../../etc/passwd\n", ["5:12 GR339"]),
        ("govrules: 1\ncalendar: town\nfirst_day: 2025-12-31\nlast_day: 2025-01-01\n", ["4:1 GR335"]),
        ("govrules: 1\ncalendar: town\nfirst_day: 2025-01-01\nlast_day: 9999-12-31\n", ["4:1 GR337"]),
        (
            MINIMAL + "notices: [{published: 2025-01-01, changes: {2025-02-03: gone}}]\n",
            ["5:11 GR102", "5:57 GR106"],
        ),
        ("- a\n- b\n", ["1:1 GR103"]),
        ("[" * 50_000, ["1:61 GR012"]),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, expected: list[str]) -> None:
    found = read_calendar(text, file="town.yaml")
    assert found.calendar is None
    places = [
        f"{each.span.line}:{each.span.column} {each.code.id}" for each in found.diagnostics if each.span
    ]
    assert places == expected
