"""Files of records: whatever form they have, the same records come out."""

import datetime as dt
import gzip
import json
from pathlib import Path

import openpyxl
import pytest

import govrules as gr
from govrules.diagnostics import DiagnosticsError
from govrules.engine.batch import evaluate
from govrules.formats.records import read_records
from govrules.model.arguments import ArgumentError
from govrules.model.records import Record
from tests.engine.rules import END, day, on, rules

TABLE = """\
record,key,from,until,unit,role,holder,rooms
post,p1,2025-01-01,2026-03-10,教育局,局长,甲,
post,p1,2026-03-10,,教育局,局长,乙,3
unit,教育局,,,,,,
"""
RECORDS = (
    Record(
        "post",
        "p1",
        {"unit": "教育局", "role": "局长", "holder": "甲"},
        start=dt.date(2025, 1, 1),
        until=dt.date(2026, 3, 10),
    ),
    Record(
        "post",
        "p1",
        {"unit": "教育局", "role": "局长", "holder": "乙", "rooms": 3},
        start=dt.date(2026, 3, 10),
    ),
    Record("unit", "教育局"),
)


def as_text(records: tuple[Record, ...]) -> tuple[Record, ...]:
    """The same records as a table of nothing but text holds them."""
    return tuple(
        Record(
            each.kind,
            each.key,
            {name: str(value) for name, value in each.data.items()},
            start=each.start,
            until=each.until,
        )
        for each in records
    )


def write(folder: Path, name: str) -> Path:
    path = folder / name
    rows = [each.to_dict() for each in RECORDS]
    match path.suffix:
        case ".csv":
            path.write_text(TABLE, encoding="utf-8-sig" if "excel" in name else "utf-8")
        case ".gz":
            path.write_bytes(gzip.compress(TABLE.encode()))
        case ".tsv":
            path.write_text(TABLE.replace(",", "\t"), encoding="utf-8")
        case ".json":
            path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
        case ".jsonl":
            path.write_text("\n".join(json.dumps(each) for each in rows), encoding="utf-8")
        case ".yaml":
            path.write_text("".join(f"- {json.dumps(each, ensure_ascii=False)}\n" for each in rows), "utf-8")
        case ".xlsx":
            book = openpyxl.Workbook()
            sheet = book.active
            assert sheet is not None
            header = TABLE.splitlines()[0].split(",")
            sheet.append(header)
            for each in RECORDS:
                row: dict[str, object] = {"record": each.kind, "key": each.key, "from": each.start}
                row |= {"until": each.until, **each.data}
                sheet.append([row.get(name) for name in header])
            book.save(path)
    return path


@pytest.mark.parametrize("name", ["a.csv", "excel.csv", "a.csv.gz", "a.tsv"])
def test_a_table_of_text_gives_the_records_with_text(tmp_path: Path, name: str) -> None:
    found = read_records(write(tmp_path, name))
    assert (found.records, found.diagnostics, found.rows) == (as_text(RECORDS), (), 3)


@pytest.mark.parametrize("name", ["a.xlsx", "a.json", "a.jsonl", "a.yaml"])
def test_a_form_that_knows_numbers_gives_the_same_records(tmp_path: Path, name: str) -> None:
    found = read_records(write(tmp_path, name))
    assert (found.records, found.diagnostics, found.rows) == (RECORDS, (), 3)
    assert list(found) == list(RECORDS)
    assert (found[0], found[1:], len(found)) == (RECORDS[0], RECORDS[1:], 3)


def test_an_office_table_in_its_own_encoding_is_read_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(TABLE.encode("gb18030"))
    guessed = read_records(path)
    assert (guessed.records, [each.code.name for each in guessed.diagnostics]) == (
        as_text(RECORDS),
        ["encoding-guessed"],
    )
    assert guessed.ok
    assert read_records(path, encoding="gb18030").diagnostics == ()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("nothing.csv", "records-missing"),
        ("nothing.yaml", "records-missing"),
        ("folder.csv", "records-unreadable"),
        ("folder.yaml", "records-unreadable"),
    ],
)
def test_a_path_that_leads_to_no_file_is_told(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "folder.yaml").mkdir()
    found = read_records(tmp_path / name)
    assert ([each.code.name for each in found.diagnostics], found.records, found.ok) == ([code], (), False)
    with pytest.raises(DiagnosticsError):
        found.or_raise()


def test_what_is_no_path_is_told_at_the_call() -> None:
    with pytest.raises(ArgumentError, match="path"):
        read_records(3)  # type: ignore[arg-type]


RULES = rules("""
records:
  post: {data: {unit: list, role: string, holder: string, rooms: integer}}
  unit: {}
events:
  asked: {data: {who: string}}
clauses:
  tried: {requirement: {when: asked, require: event.who == holder("局长")}}
""")


def test_a_file_is_evaluated_with_and_its_errors_refused(tmp_path: Path) -> None:
    found = gr.read_records(write(tmp_path, "a.csv"))
    asked = [on(each, "asked", unit="教育局", who="甲", case=str(each)) for each in (9, 10)]
    result = evaluate(RULES, asked, as_of=END, records=found)
    assert [(each.case, each.state) for each in result.obligations] == [("10", "violated"), ("9", "met")]
    bad = tmp_path / "bad.csv"
    bad.write_text(TABLE.replace("2026-03-10,,", ",,") + "psot,p3,,,,,,\n", encoding="utf-8")
    with pytest.raises(DiagnosticsError) as caught:
        evaluate(RULES, asked, as_of=END, records=read_records(bad))
    assert [each.code.name for each in caught.value.diagnostics] == [
        "records-contradict",
        "record-kind-unknown",
    ]


def test_in_a_field_declared_as_list_a_cell_may_hold_several(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("record,key,unit,role,holder\npost,p,教育局；卫生局、文化局,局长,甲\n", encoding="utf-8")
    asked = [on(2, "asked", unit=each, who="甲", case=each) for each in ("卫生局", "文化局", "公安局")]
    result = evaluate(RULES, asked, as_of=day(3), records=read_records(path))
    assert {each.case: each.state for each in result.obligations} == {
        "卫生局": "met",
        "文化局": "met",
        "公安局": "unknown",
    }
