"""Workbooks: dates as Excel keeps them, failed formulas, sheets, damage, a machine without openpyxl."""

import datetime as dt
import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from govrules.formats.log import EventLog
from govrules.formats.mapping_file import parse_mapping
from govrules.formats.read import read_events
from govrules.model.events import Event

HEADER = ["case", "type", "time", "unit", "fee"]


def workbook(path: Path, fill: Callable[[Worksheet], None], *, mac: bool = False) -> Path:
    book = openpyxl.Workbook()
    if mac:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    fill(sheet)
    book.save(path)
    return path


def told(log: EventLog) -> list[tuple[str, str, int]]:
    return [(each.severity, each.code.name, each.span.line if each.span else 0) for each in log.diagnostics]


@pytest.mark.parametrize("mac", [False, True])
def test_dates_are_read_as_excel_shows_them(tmp_path: Path, mac: bool) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(HEADER)
        sheet.append(["c1", "受理", dt.date(2026, 3, 2), "一科", 12.5])
        sheet.append(["c1", "办结", dt.datetime(2026, 3, 2, 9, 30), " 二科 ", 3])  # noqa: DTZ001
        sheet.append(["c2", "受理", "2026年3月2日", None, None])
        sheet.append([])
        sheet.append([17, "受理", dt.datetime(2026, 3, 2), None, True])  # noqa: DTZ001
        sheet.cell(6, 3).number_format = "yyyy-mm-dd hh:mm"
        sheet.append(["c3", "受理", dt.datetime(2026, 3, 2)])  # noqa: DTZ001
        sheet.cell(7, 3).number_format = 'yyyy"h"mm"月"dd'

    log = read_events(workbook(tmp_path / "log.xlsx", fill, mac=mac), time_zone="Asia/Shanghai")
    midnight = dt.datetime.fromisoformat("2026-03-02T00:00:00+08:00")
    assert (log.events, log.diagnostics, log.rows) == (
        (
            Event("c1", "受理", dt.date(2026, 3, 2), unit="一科", data={"fee": 12.5}),
            Event("c1", "办结", midnight.replace(hour=9, minute=30), unit="二科", data={"fee": 3}),
            Event("c2", "受理", dt.date(2026, 3, 2)),
            Event("17", "受理", midnight, data={"fee": True}),
            Event("c3", "受理", dt.date(2026, 3, 2)),
        ),
        (),
        5,
    )
    assert [event.source for event in log] == [f"log.xlsx:{line}" for line in (2, 3, 4, 6, 7)]
    assert log.encoding is None


@pytest.mark.parametrize("mac", [False, True])
def test_a_number_in_the_time_column_is_a_serial_of_its_workbook(tmp_path: Path, mac: bool) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(HEADER[:3])
        sheet.append(["c1", "a", 46083 - (1462 if mac else 0)])
        sheet.append(["c1", "a", 20260302])
        sheet.append(["c1", "a", 46083.5 - (1462 if mac else 0)])

    log = read_events(workbook(tmp_path / "log.xlsx", fill, mac=mac))
    assert [event.time for event in log] == [dt.date(2026, 3, 2)] * 2
    assert told(log) == [("error", "no-zone", 4)]


def test_other_dates_become_text(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append([*HEADER[:3], "due", "at", "opens"])
        due = dt.date(2026, 3, 9)
        sheet.append(["c1", "a", due, due, dt.datetime(2026, 3, 9, 16), dt.time(9, 30)])  # noqa: DTZ001

    log = read_events(workbook(tmp_path / "log.xlsx", fill))
    assert [event.data for event in log] == [
        {"due": "2026-03-09", "at": "2026-03-09T16:00:00", "opens": "09:30:00"}
    ]


def test_a_row_with_a_failed_formula_or_too_many_cells_is_bad(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(HEADER[:3])
        sheet.append(["c1", "#REF!", dt.date(2026, 3, 2)])
        sheet["B2"].data_type = "e"
        sheet.append(["c2", "a", dt.date(2026, 3, 2), "over the edge"])
        sheet.append(["c3", "a", dt.date(2026, 3, 2)])

    log = read_events(workbook(tmp_path / "log.xlsx", fill))
    assert told(log) == [("error", "excel-error-cell", 2), ("error", "field-count", 3)]
    assert ([event.case for event in log], log.rows, log.skipped) == (["c3"], 3, 2)


def test_a_sheet_is_chosen_by_name_and_a_header_by_line(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["cover"])
        book = sheet.parent
        assert book is not None
        other = book.create_sheet("办件")
        other.append(["2026 年办件明细表"])
        other.append(["办件编号", "事项", "受理日期"])
        other.append([1001, "施工许可", dt.date(2026, 3, 2)])

    path = workbook(tmp_path / "log.xlsx", fill)
    text = "govrules: 1\nmapping: m\nheader: 2\ncase: 办件编号\nsplit: [{event: 受理, time: 受理日期}]"
    mapping = parse_mapping(text).or_raise()
    log = read_events(path, mapping=mapping, sheet="办件")
    assert (log.events, log.diagnostics) == ((Event("1001", "受理", dt.date(2026, 3, 2)),), ())
    assert read_events(path, mapping=parse_mapping(f"{text}\nsheet: 办件").or_raise()) == log
    missing = read_events(path, mapping=mapping, sheet="办件 ")
    assert told(missing) == [("error", "sheet-unknown", 0)]
    assert missing.diagnostics[0].help[0].en == "did you mean `办件`?"


def test_a_workbook_without_rows_is_said(tmp_path: Path) -> None:
    assert told(read_events(workbook(tmp_path / "a.xlsx", lambda _: None))) == [("error", "log-empty", 0)]
    only_header = workbook(tmp_path / "b.xlsx", lambda sheet: sheet.append(HEADER))
    assert told(read_events(only_header)) == [("error", "no-rows", 0)]


def rewritten(path: Path, part: str, change: Callable[[str], str]) -> Path:
    changed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content.decode()).encode() if name == part else content)
    path.write_bytes(changed.getvalue())
    return path


def simple(path: Path) -> Path:
    def fill(sheet: Worksheet) -> None:
        sheet.append(HEADER[:3])
        sheet.append(["c1", "a", dt.date(2026, 3, 2)])

    return workbook(path, fill)


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("xl/workbook.xml", lambda _: "<not xml"),
        ("xl/workbook.xml", lambda _: "<workbook/>"),
        (SHEET, lambda text: text[: len(text) // 2]),
        (SHEET, lambda text: text.replace('r="A2"', 'r="A"')),
        ("[Content_Types].xml", lambda _: ""),
        ("xl/styles.xml", lambda _: "<styleSheet>"),
    ],
)
def test_a_damaged_workbook_is_said_and_gives_no_events(
    tmp_path: Path, part: str, change: Callable[[str], str]
) -> None:
    log = read_events(rewritten(simple(tmp_path / "log.xlsx"), part, change))
    assert log.events == ()
    assert [name for _, name, _ in told(log)] in (["excel-damaged"], ["log-empty"])


def test_a_row_that_claims_to_be_the_billionth_does_not_take_for_ever(tmp_path: Path) -> None:
    path = simple(tmp_path / "log.xlsx")
    rewritten(path, SHEET, lambda text: text.replace('r="2"', 'r="9999999999"').replace('2"', '9999999999"'))
    assert told(read_events(path)) == [("error", "no-rows", 0)]


def test_a_compressed_workbook_is_unpacked(tmp_path: Path) -> None:
    import gzip

    plain = simple(tmp_path / "log.xlsx")
    packed = tmp_path / "log.xlsx.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    log = read_events(packed)
    assert (log.events, log.sha256) == (read_events(plain).events, read_events(plain).sha256)


def test_without_openpyxl_the_reader_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = simple(tmp_path / "log.xlsx")
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    log = read_events(path)
    assert told(log) == [("error", "excel-missing", 0)]
    assert log.diagnostics[0].help[0].en == "`pip install 'govrules[excel]'`"
