"""Every way of writing a date or time: understood exactly, or refused with the reason."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from govrules.formats.instants import EXCEL_1900, EXCEL_1904, format_problem, shown, time_reader

SHANGHAI = ZoneInfo("Asia/Shanghai")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAY = dt.date(2025, 3, 4)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    "text",
    [
        "2025-03-04",
        "2025-3-4",
        "2025/3/4",
        "2025/03/04",
        "2025.3.4",
        "20250304",
        "2025年3月4日",
        "2025年03月04号",
        "2025 年 3 月 4 日",
        "２０２５年３月４日",
        " 2025-03-04 ",
    ],
)
def test_a_date_alone_is_a_bare_date(text: str) -> None:
    assert time_reader()(text) == (DAY, None)
    assert time_reader(zone=SHANGHAI)(text) == (DAY, None)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2025-03-04T09:30:00Z", "2025-03-04T09:30:00+00:00"),
        ("2025-03-04 09:30 UTC", "2025-03-04T09:30:00+00:00"),
        ("2025-03-04 09:30:00+08:00", "2025-03-04T09:30:00+08:00"),
        ("2025-03-04T09:30:00+0800", "2025-03-04T09:30:00+08:00"),
        ("2025-03-04T09:30+08", "2025-03-04T09:30:00+08:00"),
        ("2025-03-04T09:30:00.5-03:30", "2025-03-04T09:30:00.500000-03:30"),
        ("2025-03-04T09:30:00,123456789Z", "2025-03-04T09:30:00.123456+00:00"),
        ("1900-01-01T00:00:00+08:05:43", "1900-01-01T00:00:00+08:05:43"),
        ("20250304T093000Z", "2025-03-04T09:30:00+00:00"),
        ("20250304T0930+0800", "2025-03-04T09:30:00+08:00"),
        ("2025/3/4 9:30+08:00", "2025-03-04T09:30:00+08:00"),
    ],
)
def test_an_offset_makes_an_instant_whatever_zone_is_given(text: str, instant: str) -> None:
    assert time_reader()(text) == (at(instant), None)
    found, problem = time_reader(zone=AMSTERDAM)(text)
    assert (found.isoformat() if found else None, problem) == (instant, None)


@pytest.mark.parametrize(
    "text",
    [
        "2025-03-04 09:30:00",
        "2025-03-04T09:30",
        "2025/3/4 9:30",
        "2025.3.4 9:30:00",
        "2025年3月4日 9:30",
        "2025年3月4日9时30分",
        "2025年3月4日 9点30分0秒",
        "2025-03-04　09：30",
        "20250304093000",
        "202503040930",
    ],
)
def test_a_time_of_day_needs_a_zone_and_takes_the_one_given(text: str) -> None:
    found, problem = time_reader()(text)
    assert found is None
    assert problem is not None
    assert problem.code.name == "no-zone"
    assert time_reader(zone=SHANGHAI)(text) == (at("2025-03-04T09:30:00+08:00"), None)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("2026-02-30", "impossible-day"),
        ("2008年9月31日", "impossible-day"),
        ("2025-02-29", "impossible-day"),
        ("20251301", "impossible-day"),
        ("0000-01-01", "impossible-day"),
        ("2025-03-04 24:00Z", "impossible-clock"),
        ("2025-03-04 09:60Z", "impossible-clock"),
        ("2025-03-04 23:59:60Z", "impossible-clock"),
        ("2025-03-04 09:00+24:00", "impossible-clock"),
        ("2025-03-04 09:00+08:75", "impossible-clock"),
        ("03/04/2025", "day-or-month"),
        ("25/12/2025 10:00", "day-or-month"),
        ("4.3.25", "day-or-month"),
        ("2025-03", "not-a-time"),
        ("2025-03-0409:30", "not-a-time"),
        ("2025-03-040930", "not-a-time"),
        ("2025-03-04Z", "not-a-time"),
        ("2025-03/04", "not-a-time"),
        ("2025-W10-2", "not-a-time"),
        ("2025-03-04 09:30 CST", "not-a-time"),
        ("2025-03-04 09:30 PM", "not-a-time"),
        ("4 Mar 2025", "not-a-time"),
        ("45720", "not-a-time"),
        ("二〇二五年三月四日", "not-a-time"),
        ("2025-03-04" + " " * 100_000 + "x", "not-a-time"),
        ("", "not-a-time"),
        (45720, "not-a-time"),
        (True, "not-a-time"),
        (["2025-03-04"], "not-a-time"),
        (dt.time(9), "not-a-time"),
    ],
)
def test_what_is_not_certain_is_refused(text: object, problem: str) -> None:
    found, told = time_reader(zone=SHANGHAI)(text)
    assert (found, told.code.name if told else None) == (None, problem)


@pytest.mark.parametrize(
    ("format", "text", "expected"),
    [
        ("%d/%m/%Y", "04/03/2025", DAY),
        ("%m/%d/%Y", "03/04/2025", DAY),
        ("%d.%m.%y", "4.3.25", DAY),
        ("%d/%m/%Y %H:%M", "04/03/2025 09:30", at("2025-03-04T09:30:00+08:00")),
        ("%Y-%m-%dT%H:%M:%S.%f%z", "2025-03-04T09:30:00.5+0100", at("2025-03-04T09:30:00.5+01:00")),
        ("%I:%M %p %d %b %Y", "09:30 PM 04 Mar 2025", at("2025-03-04T21:30:00+08:00")),
        ("excel", "45720", DAY),
        ("excel", 45720.5, at("2025-03-04T12:00:00+08:00")),
        ("unix", "1741051800", at("2025-03-04T01:30:00+00:00")),
        ("unix_ms", 1741051800500, at("2025-03-04T01:30:00.5+00:00")),
    ],
)
def test_a_format_decides(format: str, text: object, expected: dt.date) -> None:
    assert not format_problem(format)
    assert time_reader(zone=SHANGHAI, format=format)(text) == (expected, None)


@pytest.mark.parametrize(
    ("format", "text", "problem"),
    [
        ("%d/%m/%Y", "2025-03-04", "not-in-format"),
        ("%d/%m/%Y", "30/02/2026", "impossible-day"),
        ("%d/%m/%Y", "04/03/2025 09:30", "not-in-format"),
        ("excel", "2025-03-04", "not-in-format"),
        ("excel", "60", "not-a-time"),
        ("excel", "9e99", "not-in-format"),
        ("unix", 1e300, "not-in-format"),
        ("unix", float("nan"), "not-in-format"),
    ],
)
def test_with_a_format_nothing_else_is_tried(format: str, text: object, problem: str) -> None:
    found, told = time_reader(zone=SHANGHAI, format=format)(text)
    assert (found, told.code.name if told else None) == (None, problem)


@pytest.mark.parametrize(
    "format",
    [
        "",
        "dd/mm/yyyy",
        "%d/%m",
        "%H:%M",
        "%x",
        "%c",
        "%d/%m/%Y %Z",
        "%d/%d/%Y",
        "%Y%y-%m-%d",
        "%d/%m/%Y %I:%M",
        "%",
    ],
)
def test_a_format_that_names_no_certain_day_is_none(format: str) -> None:
    assert format_problem(format)


def test_serial_numbers_are_read_where_a_workbook_holds_them() -> None:
    assert time_reader(excel_epoch=EXCEL_1900)(45720) == (DAY, None)
    assert time_reader(excel_epoch=EXCEL_1904)(44258.0) == (DAY, None)
    assert time_reader(excel_epoch=EXCEL_1900)(20250304) == (DAY, None)
    assert time_reader(excel_epoch=EXCEL_1900)(20250304.0) == (DAY, None)
    found, problem = time_reader(excel_epoch=EXCEL_1900)(20250230)
    assert (found, problem.code.name if problem else None) == (None, "impossible-day")
    for number in (0, -1, 60, 3_000_000, float("inf"), float("nan")):
        assert time_reader(excel_epoch=EXCEL_1900)(number)[0] is None


def test_the_noise_of_a_serial_number_is_rounded_away() -> None:
    nine_thirty = 45720 + 9.5 / 24
    read = time_reader(zone=SHANGHAI, excel_epoch=EXCEL_1900)
    assert read(nine_thirty + 1e-10) == (at("2025-03-04T09:30:00+08:00"), None)


def test_a_column_of_days_gives_the_day_in_its_zone() -> None:
    read = time_reader(zone=SHANGHAI, dates=True)
    assert read("2025-03-03T16:00:00Z") == (DAY, None)
    assert read("2025-03-04 00:00:00") == (DAY, None)
    assert read("2025-03-04") == (DAY, None)
    assert time_reader(dates=True)("2025-03-04 23:59") == (DAY, None)
    assert time_reader(dates=True)("2025-03-04T23:59-11:00") == (DAY, None)


def test_the_repeated_hour_is_the_first_and_warns() -> None:
    found, problem = time_reader(zone=AMSTERDAM)("2011-10-30 02:30")
    assert found == at("2011-10-30T02:30:00+02:00")
    assert problem is not None
    assert (problem.code.name, problem.severity) == ("time-twice", "warning")


def test_the_skipped_hour_is_read_an_hour_later_and_warns() -> None:
    found, problem = time_reader(zone=AMSTERDAM)("2011-03-27 02:30")
    assert found == at("2011-03-27T03:30:00+02:00")
    assert problem is not None
    assert (problem.code.name, problem.severity) == ("time-never", "warning")
    assert problem.values["used"] == "2011-03-27 03:30:00+02:00"


def test_an_offset_in_the_repeated_hour_needs_no_warning() -> None:
    assert time_reader(zone=AMSTERDAM)("2011-10-30 02:30+01:00") == (at("2011-10-30T02:30:00+01:00"), None)


def test_the_ends_of_time_do_not_break() -> None:
    assert time_reader(zone=SHANGHAI, dates=True)("9999-12-31T23:00:00-08:00")[0] is None
    assert time_reader(zone=SHANGHAI)("0001-01-01 00:00:00")[0] is not None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2026-02-30", "2026-02-30"),
        ("2008年9月31日 下午3时", "2008年9月31日 下午3时"),
        ("31 February 2026 PM", "31 February 2026 PM"),
        ("110101199003071234", "…"),
        ("13800138000", "…"),
        ("20250230093000", "20250230093000"),
        ("李四 2025-03-04", "… 2025-03-04"),
        ("`2025`\n", "…2025……"),
        ("1" * 5 + "-" * 100, "11111" + "-" * 35 + "…"),
        (["x"], "…"),
    ],
)
def test_what_is_shown_of_a_value_names_nobody(value: object, text: str) -> None:
    assert shown(value) == text


@st.composite
def nearly_plain(draw: st.DrawFn) -> str:
    """A time in the plainest of forms, with at most two signs that may be others."""
    when = draw(st.datetimes())
    offset = draw(st.sampled_from(["", "+08:00", "-03:30", "+00:00"]))
    written = when.replace(microsecond=0).isoformat() + offset
    signs = list(written if draw(st.booleans()) else written[:10])
    for _ in range(draw(st.integers(0, 2))):
        signs[draw(st.integers(0, len(signs) - 1))] = draw(st.sampled_from("0123456789-+:.T Wz\u0661\uff11"))
    return "".join(signs)


@given(nearly_plain())
@example("2025-03-04T24:00:00")
@example("2025-03-04T09:30:00+08:60")
@example("2025-03-04T09:30:00+24:00")
@example("2025-02-29")
@example("2025-W01-1")
@example("0000-03-04")
def test_the_plainest_form_is_read_as_among_all_others(text: str) -> None:
    # With a blank before it, it is no longer the plainest.
    found, problem = time_reader()(text)
    other, other_problem = time_reader()(f" {text}")
    assert (found, type(found), problem and problem.code) == (
        other,
        type(other),
        other_problem and other_problem.code,
    )
    if isinstance(found, dt.datetime) and isinstance(other, dt.datetime):
        assert (found.isoformat(), type(found.tzinfo)) == (other.isoformat(), type(other.tzinfo))
