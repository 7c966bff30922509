"""The worklist as a workbook and as a calendar, read again by the packages that programs read them with."""

import datetime as dt
import io
from pathlib import Path
from typing import Any

import icalendar
import openpyxl
import pytest

import govrules as gr
from govrules.explaining.view import View
from govrules.model.policy import Rulebook
from govrules.reporting.calendar_file import as_calendar
from govrules.reporting.sheet import COLUMNS, as_workbook, headings
from govrules.reporting.tasks import Worklist
from tests.reporting import office

DAY = dt.date(2025, 9, 24)


@pytest.fixture
def rules(tmp_path: Path) -> Rulebook:
    return office.rules(tmp_path)


def listed(rules: Rulebook, *more: gr.Event, lang: str = "en") -> tuple[Worklist, View]:
    evaluation = office.on_the_morning_of(DAY, rules, *more)
    return gr.worklist(evaluation, rules), View.of(evaluation, rules, "zh" if lang == "zh" else "en")


def sheet_of(content: bytes) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.active is not None
    return [tuple(cell.value for cell in row) for row in book.active.iter_rows()]


def entries_of(content: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_workbook_has_a_row_for_each_task_under_headings_of_its_language(
    rules: Rulebook, lang: str
) -> None:
    found, view = listed(rules, lang=lang)
    heading, *rows = sheet_of(as_workbook(found, view))
    assert list(heading) == headings("zh" if lang == "zh" else "en")
    assert len(rows) == len(found.tasks)
    due = rows[0][list(COLUMNS).index("due")]
    assert isinstance(due, dt.datetime)
    assert due.isoformat() == "2025-09-22T00:00:00"
    assert [row[2] for row in rows] == ["late", "today", "week", "later", None, "paused", "done", "done"]


def test_a_case_that_looks_like_a_formula_stays_a_text_and_control_characters_go(rules: Rulebook) -> None:
    found, view = listed(rules, gr.Event("=1+1\x07", "accepted", dt.date(2025, 9, 23), unit="=HYPERLINK()"))
    book = openpyxl.load_workbook(io.BytesIO(as_workbook(found, view)))
    assert book.active is not None
    cells = [cell for row in book.active.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert [(cell.value, cell.data_type) for cell in cells] == [
        ("=1+1", "s"),
        ("=HYPERLINK()", "s"),
        ("=HYPERLINK()", "s"),
    ]


def test_a_calendar_has_an_entry_of_a_whole_day_for_each_task_with_a_date(rules: Rulebook) -> None:
    entries = entries_of(as_calendar(*listed(rules)))
    told = [(str(each["summary"]), each["dtstart"].dt.isoformat(), each.get("priority")) for each in entries]
    assert told == [
        ("late: Decide", "2025-09-22", 1),
        ("today: Decide", "2025-09-24", 5),
        ("week: Decide", "2025-09-26", 9),
        ("later: Decide", "2025-09-29", 9),
        ("Check each month", "2025-09-30", None),
    ]
    assert {each["dtstamp"].dt for each in entries} == {dt.datetime(2025, 9, 23, 16, tzinfo=dt.UTC)}
    first = entries[0]
    assert first["dtend"].dt - first["dtstart"].dt == dt.timedelta(days=1)
    assert "2025-09-22 (Mon), to the end of the day" in str(first["description"])


def test_an_entry_keeps_its_identity_when_its_day_moves(rules: Rulebook) -> None:
    def entry(*more: gr.Event) -> tuple[str, str]:
        entries = entries_of(as_calendar(*listed(rules, *more)))
        [found] = [each for each in entries if str(each["summary"]).startswith("week")]
        return str(found["uid"]), found["dtstart"].dt.isoformat()

    pause = (
        gr.Event("week", "paused", dt.date(2025, 9, 22)),
        gr.Event("week", "resumed", dt.date(2025, 9, 23)),
    )
    before, after = entry(), entry(*pause)
    assert before[0] == after[0]
    assert (before[1], after[1]) == ("2025-09-26", "2025-09-28")
