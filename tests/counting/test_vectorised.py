"""Counting with arrays: worked examples, and what is refused."""

import datetime as dt
import importlib
import sys

import pytest

from govrules.counting.calendar import working_calendar
from govrules.counting.errors import CountingError, OutsideCalendarError
from govrules.diagnostics.codes import time as codes
from govrules.model.calendar import Calendar

np = pytest.importorskip("numpy")
vectorised = importlib.import_module("govrules.counting.vectorised")

OFFICE = Calendar.of(
    "office",
    first_day=dt.date(2025, 1, 1),
    last_day=dt.date(2025, 12, 31),
    days_off=[dt.date(2025, 10, day) for day in (1, 2, 3, 6, 7, 8)],
    make_up=[dt.date(2025, 9, 28), dt.date(2025, 10, 11)],
)


def days(*written: str) -> list[dt.date]:
    return [dt.date.fromisoformat(each) for each in written]


def array(*written: str, unit: str = "D") -> object:
    return np.array(written, dtype=f"datetime64[{unit}]")


def test_make_up_days_and_days_off_count_as_they_do_one_by_one() -> None:
    asked = array("2025-09-26", "2025-09-30", "2025-10-05")
    assert vectorised.nth_working_day_after(OFFICE, asked, 2).tolist() == days(
        "2025-09-29", "2025-10-10", "2025-10-10"
    )
    assert vectorised.nth_working_day_before(OFFICE, asked, 2).tolist() == days(
        "2025-09-24", "2025-09-28", "2025-09-29"
    )
    assert vectorised.next_working_day(OFFICE, asked).tolist() == days(
        "2025-09-26", "2025-09-30", "2025-10-09"
    )
    assert vectorised.last_working_day(OFFICE, asked).tolist() == days(
        "2025-09-26", "2025-09-30", "2025-09-30"
    )
    assert vectorised.working_days_between(OFFICE, asked, dt.date(2025, 10, 11)).tolist() == [6, 3, 3]


def test_one_day_and_several_numbers_are_broadcast() -> None:
    found = vectorised.nth_working_day_after(OFFICE, dt.date(2025, 9, 30), np.array([[1, 2], [3, 4]]))
    assert found.tolist() == [days("2025-10-09", "2025-10-10"), days("2025-10-11", "2025-10-13")]


def test_one_day_gives_one_day() -> None:
    assert vectorised.next_working_day(OFFICE, dt.date(2025, 10, 1)) == np.datetime64("2025-10-09")


def test_no_days_give_no_days_whatever_the_number() -> None:
    for n in (0, 5, 1000):
        assert vectorised.nth_working_day_after(OFFICE, array(), n).tolist() == []
    assert vectorised.working_days_between(OFFICE, array(), dt.date(1999, 1, 1)).tolist() == []


def test_a_time_of_day_belongs_to_its_day() -> None:
    # With a zone, its local day: in UTC this is still the day before.
    aware = dt.datetime(2025, 10, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    local = dt.datetime.combine(dt.date(2025, 10, 1), dt.time(23))
    for asked in (array("2025-10-01T23:59:59.9", unit="ns"), [local], [aware]):
        assert vectorised.working_days_between(OFFICE, dt.date(2025, 9, 30), asked).tolist() == [0]
        assert vectorised.next_working_day(OFFICE, asked).tolist() == days("2025-10-09")


def test_the_first_day_outside_the_calendar_is_named() -> None:
    asked = array("2025-12-01", "2026-02-01", "2027-02-01")
    with pytest.raises(OutsideCalendarError) as caught:
        vectorised.nth_working_day_after(OFFICE, asked, 1)
    with pytest.raises(OutsideCalendarError) as alone:
        working_calendar(OFFICE).nth_working_day_after(dt.date(2026, 2, 1), 1)
    assert caught.value.diagnostic() == alone.value.diagnostic()


@pytest.mark.parametrize("n", [0, -1, [3, 0]])
def test_a_count_begins_at_one(n: object) -> None:
    for function in (vectorised.nth_working_day_after, vectorised.nth_working_day_before):
        with pytest.raises(ValueError, match="begins at 1"):
            function(OFFICE, array("2025-03-03", "2025-03-04"), n)


def test_a_number_beyond_all_calendars_does_not_wrap_around() -> None:
    for function in (vectorised.nth_working_day_after, vectorised.nth_working_day_before):
        with pytest.raises(OutsideCalendarError):
            function(OFFICE, array("2025-03-03"), 2**63 - 1)


@pytest.mark.parametrize("missing", [None, "NaT", "words"])
def test_a_missing_date_is_named_by_its_position(missing: object) -> None:
    asked = array("2025-03-03", "NaT") if missing == "NaT" else [dt.date(2025, 3, 3), missing]
    for function in (vectorised.next_working_day, vectorised.last_working_day):
        with pytest.raises(CountingError) as caught:
            function(OFFICE, np.array(asked, dtype=object) if missing != "NaT" else asked)
        assert (caught.value.code, caught.value.values) == (codes.NO_DATE_IN_ARRAY, {"position": 1})


@pytest.mark.parametrize(
    "asked", [[20250303], [20250303.0], ["2025-03-03"], np.array(["2025-03"], dtype="datetime64[M]")]
)
def test_what_is_no_date_is_not_taken_for_one(asked: object) -> None:
    with pytest.raises(TypeError, match="dates are needed"):
        vectorised.next_working_day(OFFICE, asked)


@pytest.mark.parametrize("n", [2.5, 2.0, "2", True])
def test_what_is_no_whole_number_is_not_taken_for_one(n: object) -> None:
    with pytest.raises(TypeError, match="whole numbers are needed"):
        vectorised.nth_working_day_after(OFFICE, array("2025-03-03"), n)


def test_without_numpy_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)
    monkeypatch.delitem(sys.modules, "govrules.counting.vectorised")
    with pytest.raises(
        ImportError,
        match=r"^counting with arrays needs the package `numpy`: `pip install 'govrules\[fast\]'`$",
    ):
        importlib.import_module("govrules.counting.vectorised")
