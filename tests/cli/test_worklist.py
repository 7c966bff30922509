"""`govrules worklist`."""

import csv
import io
import json
from pathlib import Path

import pytest

from govrules.formats.write import write_events
from tests.cli.conftest import Run
from tests.cli.golden import assert_golden
from tests.reporting import office

DAY = ("--day", "2025-09-24")


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    monkeypatch.chdir(tmp_path)
    Path("office.yaml").write_text(office.RULES, encoding="utf-8")
    write_events(office.EVENTS, "events.jsonl")
    return ("worklist", "office.yaml", "--events", "events.jsonl")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_list_of_a_morning(govrules: Run, given: tuple[str, ...], lang: str) -> None:
    ran = govrules(*given, *DAY, "--show", "all", "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    assert_golden(f"worklist.{lang}.txt", ran.out)


@pytest.mark.parametrize("by", ["unit", "party", "clause"])
def test_the_list_grouped(govrules: Run, given: tuple[str, ...], by: str) -> None:
    assert_golden(f"worklist-{by}.en.txt", govrules(*given, *DAY, "--by", by).out)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_has_changed_since_the_list_that_was_kept(
    govrules: Run, given: tuple[str, ...], lang: str
) -> None:
    kept = govrules(*given, "--day", "2025-09-22", "--format", "json", "--output", "before.json")
    assert (kept.code, kept.out, kept.err) == (0, "", "")
    ran = govrules(*given, *DAY, "--since", "before.json", "--show", "today", "--lang", lang)
    assert_golden(f"worklist-since.{lang}.txt", ran.out)


def test_as_json_with_the_changes(govrules: Run, given: tuple[str, ...]) -> None:
    govrules(*given, *DAY, "--format", "json", "--output", "before.json")
    found = json.loads(govrules(*given, *DAY, "--format", "json", "--since", "before.json").out)
    assert list(found) == ["govrules", "format", "as_of", "day", "tasks", "changes"]
    assert (found["format"], found["day"], len(found["tasks"]), found["changes"]) == (1, "2025-09-24", 8, [])


def test_as_csv(govrules: Run, given: tuple[str, ...]) -> None:
    found = list(csv.DictReader(io.StringIO(govrules(*given, *DAY, "--format", "csv", "--unit", "甲局").out)))
    assert [(each["case"], each["due"], each["working_days_left"]) for each in found] == [
        ("late", "2025-09-22", "-2"),
        ("today", "2025-09-24", "0"),
    ]


@pytest.mark.parametrize(("form", "begins"), [("xlsx", b"PK"), ("ics", b"BEGIN:VCALENDAR")])
def test_a_workbook_and_a_calendar_are_written_whole(
    govrules: Run, given: tuple[str, ...], form: str, begins: bytes
) -> None:
    ran = govrules(*given, *DAY, "--format", form, "--output", f"list.{form}")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert Path(f"list.{form}").read_bytes().startswith(begins)


MISTAKES = {
    "a workbook without a file": (("--format", "xlsx"), "GR661"),
    "a day and an instant": ((*DAY, "--as-of", "2025-09-24"), "GR6"),
    "a day that does not exist": (("--day", "2025-02-30"), "GR609"),
    "a list that was never kept": (("--since", "none.json"), "GR0"),
    "no list": (("--since", "events.jsonl"), "GR660"),
    "a section that there is not": (("--show", "tomorrow"), "GR6"),
    "a folder that does not exist": (("--format", "ics", "--output", "no/such/list.ics"), "GR631"),
}


@pytest.mark.parametrize(("words", "code"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_slip_is_told_and_nothing_is_written(
    govrules: Run, given: tuple[str, ...], words: tuple[str, ...], code: str
) -> None:
    before = sorted(each.name for each in Path().iterdir())
    ran = govrules(*given, *words)
    assert (ran.code, ran.out) == (2, "")
    assert f"error[{code}" in ran.err
    assert sorted(each.name for each in Path().iterdir()) == before
