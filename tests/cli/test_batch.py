"""`govrules due --batch`: tables of cases, well and badly written."""

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from govrules.cli.batch_report import CSV_COLUMNS
from govrules.cli.case_columns import CHINESE, COLUMNS
from govrules.model.convention import KEYS
from tests.cli.conftest import Run
from tests.cli.golden import FOLDER, assert_golden

DUE = ("due", "--batch")


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch) -> None:
    # Messages name the file as it was given.
    monkeypatch.chdir(FOLDER)


def _table(tmp_path: Path, *lines: str, encoding: str = "utf-8") -> str:
    file = tmp_path / "cases.csv"
    file.write_bytes("\n".join(lines).encode(encoding))
    return str(file)


def _rows(text: str) -> list[Mapping[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_table_with_its_differences(govrules: Run, lang: str) -> None:
    ran = govrules(*DUE, "cases.csv", "--lang", lang)
    assert ran.code == 2
    assert_golden(f"batch.{lang}.txt", ran.out)
    assert_golden(f"batch.{lang}.err.txt", ran.err)


@pytest.mark.parametrize("form", ["text", "days", "month"])
def test_a_table_as_proofs(govrules: Run, form: str) -> None:
    assert_golden(f"batch-{form}.en.txt", govrules(*DUE, "cases.csv", "--format", form).out)


def test_a_table_as_csv(govrules: Run) -> None:
    ran = govrules(*DUE, "cases.csv", "--format", "csv")
    assert ran.code == 2
    assert_golden("batch.csv", ran.out.replace("\r\n", "\n"))
    assert tuple(_rows(ran.out)[0]) == CSV_COLUMNS
    assert "error[GR656]: counted 2025-11-13, and the table expects 2025-11-12" in ran.err


def test_a_table_as_json_lines_is_one_case_a_line_with_its_trace(govrules: Run) -> None:
    ran = govrules(*DUE, "cases.csv", "--format", "jsonl")
    found = [json.loads(line) for line in ran.out.splitlines()]
    assert [(each["line"], each["id"]) for each in found] == [
        (2, "licence"),
        (3, "paused"),
        (4, "still paused"),
        (5, "labour day as amended"),
        (6, "labour day before"),
        (7, "projected"),
        (8, "own days"),
        (9, "a typing mistake"),
        (10, "hours"),
        (11, "back"),
        (12, "end of the day"),
    ]
    question = ("20 working days", "--after", "2025-09-22", "--convention", "cn-licensing-law")
    single = json.loads(govrules("due", *question, "--format", "json").out)
    assert found[0]["due"] == single["due"]
    assert (found[0]["expected"], found[0]["agrees"]) == ("2025-10-24", True)
    assert (found[2]["due"], found[2]["paused_since"]) == (None, "2025-10-10")
    assert found[5]["due"]["basis"] == "projected"
    assert found[7]["problems"] == [
        {"code": "GR304", "line": 9, "column": 20, "message": "`working` is no unit of time"}
    ]
    whole = json.loads(govrules(*DUE, "cases.csv", "--format", "json").out)
    assert (whole["format"], whole["cases"]) == (1, found)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_bad_row_is_told_with_its_line_and_column_and_stays_in_the_result(
    govrules: Run, lang: str
) -> None:
    ran = govrules(*DUE, "mistakes.csv", "--lang", lang)
    assert ran.code == 2
    assert_golden(f"batch-mistakes.{lang}.err.txt", ran.err)
    assert_golden(f"batch-mistakes.{lang}.txt", ran.out)
    rows = _rows(govrules(*DUE, "mistakes.csv", "--format", "csv").out)
    assert [int(row["line"]) for row in rows] == list(range(2, 23))
    assert [row["id"] for row in rows if row["due"]] == ["good", "last"]
    assert [row["line"] for row in rows if not row["due"] and not row["problem"]] == []


def test_what_a_row_holds_beside_its_cells_is_not_quoted(govrules: Run, tmp_path: Path) -> None:
    table = _table(
        tmp_path, "id,period,after,calendar,convention,note", "1,5 dais,2025-09-22,cn,default,Zhang San"
    )
    ran = govrules(*DUE, table)
    assert ran.code == 2
    assert "Zhang" not in ran.err + ran.out


@pytest.mark.parametrize(
    ("header", "code", "message"),
    [
        ("id,period,after,puases", "GR650", "a table of cases has no column `puases`"),
        ("id,period,after,after", "GR651", "the column `after` stands twice in the header"),
        ("id,期限,period,after", "GR651", "the column `period` stands twice in the header"),
        ("id,after", "GR652", "the table has no column `period`"),
        ("id,period", "GR652", "the table has no column `after`, `before` or `trigger`"),
    ],
)
def test_a_header_that_cannot_be_read_stops_everything(
    govrules: Run, tmp_path: Path, header: str, code: str, message: str
) -> None:
    ran = govrules(*DUE, _table(tmp_path, header, "1,5 days,2025-09-22,"))
    assert (ran.code, ran.out) == (2, "")
    assert f"error[{code}]: {message}\n" in ran.err


def test_all_that_is_wrong_with_a_header_is_told_at_once(govrules: Run, tmp_path: Path) -> None:
    ran = govrules(*DUE, _table(tmp_path, "id,peroid,afetr,id", "1,5 days,2025-09-22,x"))
    assert ran.err.count("error[GR650]") == 2
    assert ran.err.count("error[GR651]") == 1
    assert "did you mean `period`?" in ran.err
    assert "did you mean `after`?" in ran.err


@pytest.mark.parametrize("lines", [(), ("",), ("id,period,after",), ("id,period,after", "", ",,")])
def test_a_table_without_cases_passes_no_comparison(
    govrules: Run, tmp_path: Path, lines: tuple[str, ...]
) -> None:
    ran = govrules(*DUE, _table(tmp_path, *lines))
    assert (ran.code, ran.out) == (2, "")
    assert "error[GR658]" in ran.err


def test_the_exit_code_says_whether_all_is_as_expected(govrules: Run, tmp_path: Path) -> None:
    head, row = "period,after,expected", "5 days,2025-09-22"
    options = ("--calendar", "cn", "--convention", "default")
    right = govrules(*DUE, _table(tmp_path, head, f"{row},2025-09-28"), *options)
    wrong = govrules(*DUE, _table(tmp_path, head, f"{row},2025-09-27"), *options)
    bad = govrules(*DUE, _table(tmp_path, head, f"{row},2025-09-27", f"{row},soon"), *options)
    assert (right.code, wrong.code, bad.code) == (0, 1, 2)
    assert (right.err, wrong.err) == ("", "")
    assert right.out.splitlines()[-1] == "1 case: 1 dated, 1 as expected, 0 otherwise"


def test_expected_dates_may_stand_in_another_column(govrules: Run, tmp_path: Path) -> None:
    table = _table(tmp_path, "period,after,published", "5 days,2025-09-22,2025-09-27")
    options = ("--calendar", "cn", "--convention", "default")
    assert govrules(*DUE, table, *options, "--expect", "published").code == 1
    assert "error[GR650]" in govrules(*DUE, table, *options).err
    missing = govrules(*DUE, table, *options, "--expect", "publishd")
    assert "the table has no column `publishd`" in missing.err


def test_nothing_is_guessed_for_a_row_that_names_no_calendar(govrules: Run, tmp_path: Path) -> None:
    table = _table(tmp_path, "period,after", "5 days,2025-09-22")
    assert govrules(*DUE, table).err.count("error[GR653]") == 2
    assert govrules(*DUE, table, "--calendar", "cn", "--convention", "cn-civil-code").code == 0


def test_chinese_columns_and_encodings(govrules: Run, tmp_path: Path) -> None:
    lines = (
        "编号,期限,起算日,日历,计期规则,中止,延长,应为,备注",
        "甲,二十日,2025年9月22日,cn,cn-licensing-law,2025年10月10日..2025年10月15日,十日,2025/11/13,延长一次",
    )
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        ran = govrules(*DUE, _table(tmp_path, *lines, encoding=encoding), "--lang", "zh")
        assert (ran.code, ran.out.splitlines()[1].split()[:2]) == (0, ["甲", "2025-11-13"])
        assert ("GR659" in ran.err) is (encoding == "gb18030")


def test_every_chinese_column_stands_for_one_that_there_is() -> None:
    assert set(CHINESE.values()) <= set(COLUMNS)
    assert len(set(CHINESE.values())) == len(CHINESE)
    assert set(COLUMNS) & set(KEYS) == set()


def test_semicolons_tabs_quotes_and_line_breaks_inside_cells(govrules: Run, tmp_path: Path) -> None:
    table = _table(
        tmp_path,
        "id;period;after;calendar;convention;pauses;note",
        '"a ""b""";5 days;2025-09-22;cn;default;"2025-09-23..2025-09-24\n2025-09-25..2025-09-26";"x;\ny"',
        "c;5 dais;2025-09-22;cn;default;;",
    )
    ran = govrules(*DUE, table, "--format", "csv")
    rows = _rows(ran.out)
    assert [(row["line"], row["id"], row["due"]) for row in rows] == [
        ("2", 'a "b"', "2025-09-29"),
        ("5", "c", ""),
    ]
    assert f"{table}:5:5: error[GR304]" in ran.err


def test_own_days_lie_over_the_calendar_that_is_named(govrules: Run, tmp_path: Path) -> None:
    table = _table(
        tmp_path,
        "period,after,calendar,convention,days_off,closures,recess,expected",
        "3 working days,2025-03-05,cn,default,,,,2025-03-10",
        "3 working days,2025-03-05,cn,default,2025-03-07,,,2025-03-11",
        "3 working days,2025-03-05,cn,default,,2025-03-07..2025-03-10,,2025-03-12",
        "3 days,2025-03-05,cn,default,,,2025-03-06..2025-03-07,2025-03-10",
    )
    assert govrules(*DUE, table).code == 0


def test_own_days_alone_are_all_that_there_are(govrules: Run, tmp_path: Path) -> None:
    table = _table(
        tmp_path,
        "period,after,keys,weekend,days_off,expected",
        "20 working days,2020-01-04,,sat sun,,2020-01-31",
        "20 working days,2020-01-04,start_on_day_off: move,sat sun,,2020-02-03",
        "40 years,2020-01-06,last_day_off: stays,none,,2060-01-06",
        "5 working days,2025-03-05,,fri sat,2025-03-09,2025-03-13",
    )
    ran = govrules(*DUE, table, "--convention", "default")
    assert (ran.err, ran.code) == ("", 0)


def test_single_keys_may_be_columns(govrules: Run, tmp_path: Path) -> None:
    table = _table(
        tmp_path,
        "period,after,calendar,days_are,short_periods,last_day_off,pause_days,expected",
        "5 days,2025-09-22,cn,working,,,,2025-09-28",
        '5 days,2025-09-22,cn,,"{up_to: 10 days, count_as: working days}",,,2025-09-28',
        "5 days,2025-09-22,cn,,,stays,(],2025-09-27",
        "5 days,2025-09-22,cn,,,previous,[],2025-09-26",
    )
    ran = govrules(*DUE, table)
    assert (ran.err, ran.code) == ("", 0)


def test_refusing_days_not_announced_gives_no_date(govrules: Run, tmp_path: Path) -> None:
    table = _table(tmp_path, "period,after", "5 working days,2026-12-24")
    options = ("--calendar", "cn", "--convention", "default")
    assert govrules(*DUE, table, *options).code == 0
    ran = govrules(*DUE, table, *options, "--unannounced", "raise")
    assert ran.code == 2
    assert "error[GR311]: the count leans on 2026-12-31" in ran.err


def test_a_result_goes_into_a_file_whole(govrules: Run, tmp_path: Path) -> None:
    target = tmp_path / "dates.csv"
    ran = govrules(*DUE, "cases.csv", "--format", "csv", "--output", str(target))
    assert (ran.code, ran.out) == (2, "")
    assert len(_rows(target.read_text(encoding="utf-8-sig"))) == 11
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("5 days",), "`--batch` and `PERIOD` cannot stand together"),
        (("--after", "2025-09-22"), "`--batch` and `--after` cannot stand together"),
        (("--pause", "2025-09-22..2025-09-23"), "`--batch` and `--pause` cannot stand together"),
    ],
)
def test_what_a_row_says_is_no_option(govrules: Run, words: tuple[str, ...], message: str) -> None:
    ran = govrules(*DUE, "cases.csv", *words)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_what_belongs_to_tables_is_refused_without_one(govrules: Run) -> None:
    ran = govrules("due", "5 days", "--after", "2025-09-22", "--format", "csv", "--expect", "x")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("add `--batch FILE`") == 2


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("missing.csv", None, "GR001"),
        ("book.csv", b"PK\x03\x04rest", "GR006"),
        ("picture.csv", b"\x89PNG\r\n\x00\xff\xfe", "GR006"),
    ],
)
def test_a_file_that_is_no_table(
    govrules: Run, tmp_path: Path, name: str, content: bytes | None, code: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    ran = govrules(*DUE, str(tmp_path / name))
    assert (ran.code, ran.out) == (2, "")
    assert f"error[{code}]" in ran.err


def test_a_cell_cannot_run_in_a_spreadsheet_or_steer_a_terminal(govrules: Run, tmp_path: Path) -> None:
    table = _table(
        tmp_path,
        "id,period,after,calendar,convention",
        "=1+1,5 days,2025-09-22,cn,default",
        "a\x1b[31mb,5 days,2025-09-22,cn,default",
    )
    assert _rows(govrules(*DUE, table, "--format", "csv").out)[0]["id"] == "'=1+1"
    for form in ("table", "text", "jsonl"):
        ran = govrules(*DUE, table, "--format", form)
        assert (ran.code, "\x1b" in ran.out + ran.err) == (0, False)
