"""What users see of quotas, of gaps, and of who answers with which measure, whole, in both languages."""

import csv
import io
import json
from pathlib import Path

import pytest

from govrules.cli.answer_rows import STATES
from govrules.cli.words import WORDS
from govrules.diagnostics import Language
from tests.cli.conftest import Run
from tests.cli.golden import assert_golden

FOLDER = Path(__file__).parent / "district"
LANGUAGES: tuple[Language, ...] = ("en", "zh")
INPUTS = (
    str(FOLDER / "district.yaml"),
    "--events",
    str(FOLDER / "events.jsonl"),
    "--records",
    str(FOLDER / "posts.csv"),
    "--as-of",
    "2025-12-31",
)
TELLING = (
    "fewer_meetings:-:教育局@2024-01-01/unknown",
    "fewer_meetings:-:教育局@2025-01-01/violation",
    "costs:-@2025-01-01",
    "meeting_cap:-:民政局@2025-01-01",
    "sampled:-:k1@2025-03-01/violation",
    "training:-@2025-01-01/violation",
    "manned:-:值班室@2024-01-02",
    "manned:-:值班室@2024-01-02/violation@2025-01-02T08:00:00+08:00",
    "stand_in:P:窗口1@2025-03-03T10:00:00+08:00/violation@2025-03-04T09:00:00+08:00",
    "heads:Q1@2025-01-08T00:00:00+08:00(tell_at_once@2025-01-06)/head",
    "heads:K@2025-03-04(sampled:-:k1@2025-03-01)/head/unknown",
    "harm:Q1@2025-01-25(tell_at_once@2025-01-06)/direct",
    "harm:Q1@2025-01-25(tell_at_once@2025-01-06)/leader",
    "harm:Q2@2025-02-25(tell_at_once@2025-02-06)/direct",
    "harm:Q2@2025-02-25(tell_at_once@2025-02-06)/violation",
    "harm:Q3@2025-03-25(tell_at_once@2025-03-06)/leader",
    "thrice:Q3@2025-03-08T00:00:00+08:00(tell_at_once@2025-03-06)/responsible",
)
"""one finding of every sort, by the end of its id"""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_report_counts_measures_and_groups(govrules: Run, lang: Language) -> None:
    ran = govrules("evaluate", *INPUTS, "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    assert_golden(f"district.{lang}.txt", ran.out.replace(str(FOLDER), "."))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_attributions_and_measures_one_by_one(govrules: Run, lang: Language) -> None:
    ran = govrules("evaluate", *INPUTS, "--lang", lang, "--show", "attributions,measures")
    assert_golden(f"district-answers.{lang}.txt", ran.out)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_explanations_of_every_sort(govrules: Run, lang: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    texts = []
    for each in TELLING:
        found = govrules("explain", *INPUTS, "--finding", f"demo-district/{each}", "--lang", lang)
        assert (found.code, found.err) == (0, "")
        texts.append(found.out.replace(f"{FOLDER}/", ""))
    assert_golden(f"district-explain.{lang}.txt", "\n".join(texts))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_csv_of_what_was_broken_and_who_answers(govrules: Run, lang: Language) -> None:
    shown = "violations,attributions,measures"
    ran = govrules("evaluate", *INPUTS, "--lang", lang, "--format", "csv", "--show", shown)
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert {row["kind"] for row in rows} == {"violation", "attribution", "measure"}
    assert_golden(f"district.{lang}.csv", ran.out.replace("\r\n", "\n"))


def test_json_lines_of_a_group_hold_its_findings_alone(govrules: Run) -> None:
    ran = govrules("evaluate", *INPUTS, "--format", "jsonl", "--show", "measures")
    found = [json.loads(each) for each in ran.out.splitlines()]
    assert {each["kind"] for each in found} == {"measure"}
    assert {each["state"] for each in found} == set(STATES)


@pytest.mark.parametrize(
    ("kinds", "code"), [("measure", 1), ("attribution", 1), ("lapse", 0), ("measure,lapse", 1)]
)
def test_the_exit_code_tells_of_measures_and_attributions(govrules: Run, kinds: str, code: int) -> None:
    assert govrules("evaluate", *INPUTS, "--fail-on", kinds).code == code


def test_what_no_case_has_is_found_by_its_slice_and_explained_as_a_dash(govrules: Run) -> None:
    ran = govrules("explain", *INPUTS, "--case", "-")
    headings = [each for each in ran.out.splitlines() if each.startswith("值班室: ")]
    assert (ran.code, headings) == (0, ["值班室: Manned day and night"] * 3)


def test_every_state_of_a_measure_has_its_words() -> None:
    for lang in LANGUAGES:
        assert {f"measure_{each}" for each in STATES} <= set(WORDS[lang])
        assert {f"summary_{each}" for each in STATES} <= set(WORDS[lang])
