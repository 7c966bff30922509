"""`govrules calendar diff` and `calendar check`: an amended notice, a new year, files with slips in them."""

import datetime as dt
import json
import re
from pathlib import Path

import attrs
import pytest

from govrules.api import calendar
from govrules.counting.known import as_known
from govrules.model.calendar import Calendar
from govrules.rulefile.calendar_writer import write_calendar
from tests.cli.conftest import Run
from tests.cli.golden import assert_golden

FIRST, LAST = dt.date(2018, 1, 1), dt.date(2019, 12, 31)

TABLE = """\
id,period,after,calendar,convention,note
moves,3 working days,2019-04-28,cn,cn-licensing-law,over Labour Day
stays,3 working days,2019-03-04,cn,cn-licensing-law,in March
moves by default,3 working days,2019-04-28,,,names no calendar
elsewhere,3 working days,2019-04-28,tw,tw-administrative-procedure,another calendar
paused,3 working days,2019-04-28,cn,default,
"""
LOG = """\
{"case": "L01", "type": "accepted", "time": "2019-04-02", "unit": "Licensing Office"}
{"case": "L01", "type": "decided", "time": "2019-05-02", "data": {"outcome": "refused"}}
{"case": "L02", "type": "accepted", "time": "2019-03-04", "unit": "Licensing Office"}
{"case": "L02", "type": "decided", "time": "2019-03-29", "data": {"outcome": "refused"}}
{"case": "L03", "type": "accepted", "time": "2019-04-03", "unit": "Licensing Office"}
"""


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The calendar of China for two years, as it was known before and after Labour Day was changed."""
    whole = calendar("cn")
    cut = attrs.evolve(
        whole,
        first_day=FIRST,
        last_day=LAST,
        days_off=tuple(day for day in whole.days_off if FIRST <= day.date <= LAST),
        make_up=tuple(day for day in whole.make_up if FIRST <= day.date <= LAST),
        notices=tuple(
            each
            for each in whole.notices
            if each.published is not None and dt.date(2017, 11, 1) <= each.published <= dt.date(2019, 4, 30)
        ),
        announced_until=dt.date(2019, 12, 28),
    )
    _write(tmp_path / "old.yaml", as_known(cut, dt.date(2019, 3, 1)))
    _write(tmp_path / "new.yaml", cut)
    (tmp_path / "cases.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "log.jsonl").write_text(LOG, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def _write(path: Path, data: Calendar) -> None:
    path.write_text(write_calendar(data), encoding="utf-8")


DIFF = ("calendar", "diff", "old.yaml", "new.yaml")
HOW = ("--convention", "cn-civil-code")
LOGGED = ("--events", "log.jsonl", "--rules", "cn/licensing-law", "--as-of", "2019-05-31")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_an_amendment_changes_and_which_dates_move(govrules: Run, lang: str) -> None:
    ran = govrules(*DIFF, "--table", "cases.csv", *HOW, *LOGGED, "--lang", lang)
    assert (ran.code, ran.err) == (1, "")
    assert_golden(f"calendar-diff.{lang}.txt", ran.out)


def test_the_same_as_json(govrules: Run) -> None:
    ran = govrules(*DIFF, "--table", "cases.csv", *HOW, *LOGGED, "--format", "json")
    found = json.loads(ran.out)
    assert [(each["date"], each["change"], each["was_announced"]) for each in found["days"]] == [
        ("2019-04-28", "counts", True),
        ("2019-05-02", "counts", True),
        ("2019-05-03", "counts", True),
        ("2019-05-05", "counts", True),
    ]
    assert found["days"][1]["old"] == {"kind": "working", "name": {}}
    assert found["days"][1]["new"]["kind"] == "swapped"
    assert found["new"]["notices"] == ["国办发明电〔2019〕3号"]
    assert found["due_dates"] == {
        "table": {
            "counted": 5,
            "moved": [
                {"case": "moves", "what": "3 working days", "old": "2019-05-02", "new": "2019-05-05"},
                {
                    "case": "moves by default",
                    "what": "3 working days",
                    "old": "2019-05-02",
                    "new": "2019-05-05",
                },
                {"case": "paused", "what": "3 working days", "old": "2019-05-02", "new": "2019-05-05"},
            ],
        },
        "events": {
            "counted": 3,
            "moved": [
                {
                    "case": "L01",
                    "what": "Decide within twenty working days",
                    "old": "2019-05-02",
                    "new": "2019-04-30",
                    "state": ["met", "met_late"],
                },
                {
                    "case": "L03",
                    "what": "Decide within twenty working days",
                    "old": "2019-05-03",
                    "new": "2019-05-05",
                },
            ],
        },
    }


def test_a_new_year_breaks_no_promise(govrules: Run, tmp_path: Path) -> None:
    for name, last in (("a", 2024), ("b", 2025)):
        options = ("--years", f"2023..{last}", "--announced-until", f"{last}-12-28")
        assert (
            govrules("calendar", "freeze", "CN", *options, "--output", str(tmp_path / name) + ".yaml").code
            == 0
        )
    ran = govrules("calendar", "diff", "a.yaml", "b.yaml")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[:2] == [
        "old   cn: 2023-01-01 to 2024-12-31, announced up to 2024-12-28",
        "new   cn: 2023-01-01 to 2025-12-31, announced up to 2025-12-28",
    ]
    assert lines[3] == "Days off and make-up days that only the new calendar knows: 24"


def test_a_calendar_is_like_itself(govrules: Run) -> None:
    ran = govrules("calendar", "diff", "cn", "cn", "--table", "cases.csv", *HOW)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[3:] == [
        "No count can come out otherwise.",
        "",
        "Dates of the table that move: 0 of 5",
    ]


def test_a_calendar_that_lies_over_the_changed_one_changes_with_it(govrules: Run, tmp_path: Path) -> None:
    over = "govrules: 1\ncalendar: town\nbase: cn\ndays_off: {closure: {2019-05-06: moving}}\n"
    (tmp_path / "town.yaml").write_text(over, encoding="utf-8")
    (tmp_path / "cases.csv").write_text(
        "period,after,calendar\n3 working days,2019-04-28,town.yaml\n", encoding="utf-8"
    )
    ran = govrules(*DIFF, "--table", "cases.csv", *HOW, "--format", "json")
    assert ran.code == 1
    moved = json.loads(ran.out)["due_dates"]["table"]["moved"]
    assert [(each["old"], each["new"]) for each in moved] == [("2019-05-02", "2019-05-05")]


def test_rows_that_cannot_be_counted_are_told_and_the_others_compared(govrules: Run, tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text(TABLE + "bad,3 dais,2019-04-28,,,\n", encoding="utf-8")
    ran = govrules(*DIFF, "--table", "cases.csv", *HOW)
    assert ran.code == 2
    assert ran.err.startswith("cases.csv:7:7: error[GR304]: `dais` is no unit of time\n")
    assert "Dates of the table that move: 3 of 6" in ran.out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("old.yaml",), "`govrules calendar diff` needs two calendars: the old one and the new one"),
        ((*DIFF[2:], "third"), "`govrules calendar diff` does not know what to do with `third`"),
        (
            (*DIFF[2:], "--events", "log.jsonl"),
            "`govrules calendar diff --events` needs `--rules`, the rules that the events are judged by",
        ),
        (
            (*DIFF[2:], "--rules", "cn/licensing-law"),
            "`govrules calendar diff --rules` needs `--events`, the file of events",
        ),
        (("tw", "tw", *LOGGED), "no policy of these rules counts on the calendar `tw`"),
        (("old.yaml", "cm"), "no calendar is called `cm`"),
    ],
)
def test_a_comparison_that_cannot_be_made(govrules: Run, words: tuple[str, ...], message: str) -> None:
    ran = govrules("calendar", "diff", *words)
    assert (ran.code, ran.out) == (2, "")
    assert f"]: {message}\n" in ran.err


def test_calendars_without_a_common_day(govrules: Run, tmp_path: Path) -> None:
    for name, year in (("a", 2020), ("b", 2024)):
        text = f"govrules: 1\ncalendar: x\nfirst_day: {year}-01-01\nlast_day: {year}-12-31\n"
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    ran = govrules("calendar", "diff", "a.yaml", "b.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert "one ends on 2020-12-31, the other begins on 2024-01-01" in ran.err


def test_a_horizon_beyond_the_frozen_years_is_refused(govrules: Run) -> None:
    ran = govrules("calendar", "freeze", "CN", "--years", "2024..2025", "--announced-until", "2026-12-28")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "error[GR625]: `2026-12-28` after `--announced-until` lies outside: the calendar ends with 2025\n"
        "  help: take that year in too, or announce up to 2025-12-31 at most\n"
    )


# Check

DOUBTFUL = """\
govrules: 1
calendar: cn
title: {en: Town hall, zh: 市政厅}
first_day: 2024-01-01
last_day: 2026-12-31
announced_until: 2026-12-28
hours: {mon-thu: "09:00-17:00"}
notices:
- {reference: second, published: 2025-03-22, supersedes: frist, announces_until: 2025-12-28}
- {reference: first, published: 2024-11-12}
days_off:
  statutory: {2024-01-01: 元旦, 2026-01-01: 元旦}
  swapped: {2026-01-02: 2026-01-04}
  closure: {2026-01-01: moving}
make_up: {2026-01-03: 2026-01-02}
"""


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_looks_wrong_is_shown_where_it_stands(govrules: Run, tmp_path: Path, lang: str) -> None:
    (tmp_path / "town.yaml").write_text(DOUBTFUL, encoding="utf-8")
    ran = govrules("calendar", "check", "town.yaml", "--against", "none", "--lang", lang)
    assert ran.code == 0
    assert_golden(f"calendar-check.{lang}.txt", f"{ran.out}\n{ran.err}")
    assert govrules("calendar", "check", "town.yaml", "--against", "none", "--strict").code == 1


def test_a_calendar_of_the_packs_is_sound(govrules: Run) -> None:
    ran = govrules("calendar", "check", "cn", "--strict")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == "cn: China (mainland), statutory days off and make-up working days"
    assert "  nothing looks wrong" in lines
    assert lines[-1].startswith("For information: holidays ")


def test_a_difference_from_the_other_source_is_information(govrules: Run) -> None:
    ran = govrules("calendar", "check", "new.yaml", "--against", "DE", "--strict")
    assert (ran.code, ran.err) == (0, "")
    assert " for DE differs on " in ran.out
    assert "  2018-02-16                working day -> public holiday (Chinese New Year" in ran.out


def test_a_file_with_mistakes_fails_and_tells_them_all(govrules: Run, tmp_path: Path) -> None:
    text = DOUBTFUL.replace("2026-01-03: 2026-01-02", "2026-01-05: 2026-01-02, 2027-01-01: 2026-01-02")
    (tmp_path / "town.yaml").write_text(text.replace("title", "titel"), encoding="utf-8")
    ran = govrules("calendar", "check", "town.yaml")
    assert (ran.code, ran.out) == (1, "")
    assert re.findall(r"error\[(GR\d+)\]", ran.err) == ["GR101", "GR332", "GR333", "GR333"]


@pytest.mark.parametrize("name", ["cm", "missing.yaml"])
def test_a_calendar_that_is_not_there_is_no_calendar_with_mistakes(govrules: Run, name: str) -> None:
    ran = govrules("calendar", "check", name)
    assert (ran.code, ran.out) == (2, "")


def test_a_country_that_the_package_does_not_know(govrules: Run) -> None:
    ran = govrules("calendar", "check", "cn", "--against", "XX")
    assert (ran.code, ran.out) == (2, "")
    assert "error[GR338]" in ran.err
