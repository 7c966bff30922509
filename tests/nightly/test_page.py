"""The page of nightly figures: what a folder of results comes to."""

import json
from pathlib import Path

import pytest

from tests.examples_seen import examples
from tests.nightly.page import BEGINS, MOST_RUNS, Part, main, parts, section, with_section


def results(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return folder


def ended(code: int = 0) -> str:
    return json.dumps({"seconds": 90, "code": code})


def law(outcome: str, looked_at: int) -> str:
    return json.dumps({"test": f"test_{outcome}", "outcome": outcome, "seconds": 1.0, "examples": looked_at})


HISTORIES = json.dumps(
    {"seed": 7, "histories": 1200, "different": 1000, "questions": 50, "seconds": 9, "differences": 0}
)
ENGINES = {"seed": 7, "seconds": 9, "tried": 900, "different": 800, "cases": 2000, "decided": 1000}
FUZZ = json.dumps({"targets": 9, "examples": 12345, "seconds": 60, "found": 0})


def test_parts_that_did_not_run_are_left_out(tmp_path: Path) -> None:
    assert parts(tmp_path) == []
    assert main([str(tmp_path)]) == 1


def test_laws_count_tests_and_examples(tmp_path: Path) -> None:
    lines = f"{law('passed', 500)}\n{law('passed', 1500)}\n"
    results(tmp_path, laws__ended__json=ended(), laws__jsonl=lines)
    assert parts(tmp_path) == [
        Part("laws of the suite, many examples", "2 tests, 2,000 examples", 90, "nothing", good=True)
    ]


def test_a_part_whose_time_was_up_is_no_failure_but_says_so(tmp_path: Path) -> None:
    results(tmp_path, laws__ended__json=ended(124), laws__jsonl=law("passed", 5) + "\n")
    [part] = parts(tmp_path)
    assert (part.tried, part.good) == ("1 tests, 5 examples, until the time was up", True)


def test_a_law_that_failed_is_named(tmp_path: Path) -> None:
    results(tmp_path, laws__ended__json=ended(1), laws__jsonl=law("failed", 5) + "\n")
    [part] = parts(tmp_path)
    assert (part.found, part.good) == ("`test_failed`", False)
    assert main([str(tmp_path)]) == 1


@pytest.mark.parametrize("name", ["laws", "histories", "engines", "fuzz", "faults"])
def test_a_part_that_broke_off_without_figures_is_a_failure(name: str, tmp_path: Path) -> None:
    results(tmp_path, **{f"{name}__ended__json": ended(3)})
    assert [each.good for each in parts(tmp_path)] == [False]


@pytest.mark.parametrize(("differences", "found"), [(0, "no difference"), (3, "3 differences")])
def test_the_two_evaluators_say_on_how_many_cases_they_agree(
    differences: int, found: str, tmp_path: Path
) -> None:
    results(
        tmp_path,
        engines__ended__json=ended(int(differences > 0)),
        engines__json=json.dumps({**ENGINES, "differences": differences}),
        engines__md="| rulebooks |\n",
    )
    tried = "800 different histories with 2,000 cases, 50% of them decided by programs; seed 7"
    assert parts(tmp_path) == [
        Part(
            "both evaluators on random rulebooks", tried, 90, found, good=not differences,
            details="| rulebooks |\n",
        )
    ]  # fmt: skip


def test_histories_and_fuzzing_bring_their_tables(tmp_path: Path) -> None:
    results(
        tmp_path,
        histories__ended__json=ended(),
        histories__json=HISTORIES,
        histories__md="| law |\n",
        fuzz__ended__json=ended(),
        fuzz__json=FUZZ,
        fuzz__md="| target |\n",
    )
    assert parts(tmp_path) == [
        Part(
            "laws over the shipped packs",
            "1,000 different histories (1,200 in all), 50 questions of counting; seed 7",
            90,
            "no difference",
            good=True,
            details="| law |\n",
        ),
        Part("fuzzing", "9 targets, 12,345 examples", 90, "nothing", good=True, details="| target |\n"),
    ]


def test_faults_are_counted_also_where_the_run_was_stopped(tmp_path: Path) -> None:
    log = "without any fault   all laws hold   10 examples\n101 a-name   killed   3 examples\n"
    results(tmp_path, faults__ended__json=ended(137), faults__log=log)
    [part] = parts(tmp_path)
    assert (part.tried, part.good) == ("1 of 1 killed, until the time was up", True)
    results(tmp_path, faults__ended__json=ended(1), faults__log=log + "\nKilled: 29 of 30, in 5 seconds.\n")
    [part] = parts(tmp_path)
    assert (part.tried, part.good) == ("29 of 30 killed", False)


def test_a_section_has_a_row_for_each_part_and_then_their_tables() -> None:
    found = [
        Part("one", "a", 30, "nothing", good=True),
        Part("two", "b", 600, "x", good=False, details="| t |"),
    ]
    assert section(found, date="2026-11-22", made_with="all of it.") == (
        "### 2026-11-22\n\nall of it.\n\n| part | tried | minutes | found |\n|---|---|---:|---|\n"
        "| one | a | less than 1 | nothing |\n| two | b | 10 | x |\n\nTwo:\n\n| t |\n"
    )


def test_the_newest_run_comes_first_and_the_oldest_go() -> None:
    page = f"# Page\n\ntext\n\n{BEGINS}\n"
    for number in range(MOST_RUNS + 2):
        page = with_section(page, f"### run {number}\n\nfigures\n")
    runs = [line for line in page.splitlines() if line.startswith("### ")]
    assert runs == [f"### run {number}" for number in range(MOST_RUNS + 1, 1, -1)]
    assert page.startswith(f"# Page\n\ntext\n\n{BEGINS}\n\n### run {MOST_RUNS + 1}\n\nfigures\n\n### run")


def test_a_page_without_a_mark_is_left_alone() -> None:
    with pytest.raises(ValueError, match="runs"):
        with_section("# Page\n", "### run\n")


def test_examples_are_those_of_all_phases() -> None:
    said = (
        "a law:\n\n  - during reuse phase (0.01 seconds):\n"
        "    - 2 passing examples, 0 failing examples, 1 invalid examples\n"
        "  - during generate phase (1 seconds):\n"
        "    - 97 passing examples, 1 failing examples, 0 invalid examples\n"
    )
    assert examples(said) == 101
    assert examples("") == 0
