"""`govrules stats`."""

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pytest

import govrules as gr
from govrules.formats.write import write_events
from tests.cli.conftest import Run
from tests.cli.golden import assert_golden
from tests.reporting import office
from tests.reporting.test_indicators import DECISIONS

AS_OF = ("--as-of", "2025-09-30")


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    monkeypatch.chdir(tmp_path)
    Path("office.yaml").write_text(office.RULES, encoding="utf-8")
    write_events(DECISIONS, "events.jsonl")
    return ("stats", "office.yaml", "--events", "events.jsonl", *AS_OF)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_figures_with_their_definitions(govrules: Run, given: tuple[str, ...], lang: str) -> None:
    ran = govrules(*given, "--by", "clause,unit", "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    assert_golden(f"stats.{lang}.txt", ran.out)


def test_as_csv_one_row_for_each_group(govrules: Run, given: tuple[str, ...]) -> None:
    rows = list(csv.DictReader(io.StringIO(govrules(*given, "--by", "clause", "--format", "csv").out)))
    [decide] = [each for each in rows if each["clause"] == "office/decide"]
    assert {
        key: decide[key] for key in ("judged", "on_time_rate", "share_used", "age_to_5", "age_to_20")
    } == {
        "judged": "4",
        "on_time_rate": "0.5",
        "share_used": "1.0",
        "age_to_5": "1",
        "age_to_20": "1",
    }


def test_as_json_with_the_definitions(govrules: Run, given: tuple[str, ...]) -> None:
    found = json.loads(govrules(*given, "--by", "unit", "--format", "json").out)
    assert list(found) == ["govrules", "format", "by", "groups", "definitions"]
    assert [each["unit"] for each in found["groups"]] == ["乙局", "甲局"]


def test_a_grouping_that_there_is_not_is_told(govrules: Run, given: tuple[str, ...]) -> None:
    ran = govrules(*given, "--by", "week")
    assert (ran.code, ran.out) == (2, "")
    assert "clause" in ran.err


def test_a_log_without_duties_says_so(govrules: Run, given: tuple[str, ...]) -> None:
    write_events([gr.Event("x", "filed", dt.date(2025, 9, 15))], "events.jsonl")
    ran = govrules(*given)
    assert (ran.code, ran.out) == (0, "no duties\n")
