"""`--processes`: several processes print what one prints, byte for byte."""

import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import pytest

from govrules.cli import inputs
from govrules.engine import batch
from govrules.formats import columnar
from govrules.formats.stretches import installed
from govrules.parallel import apart, crew
from tests.cli.conftest import Run
from tests.cli.test_long_logs import FORMS, RULES, Row, json_lines, rows, table

pytestmark = [
    pytest.mark.skipif(not installed("msgspec"), reason="a log is taken apart where msgspec is there"),
    # Newer Pythons warn of copies of a process with threads: those of other tests' libraries do nothing here.
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),
]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(crew, "start_method", lambda: "fork")
    # However short the log is.
    monkeypatch.setattr(columnar, "SMALL", 0)
    monkeypatch.setattr(inputs, "LONG", 0)
    monkeypatch.setattr(batch, "MANY", 100)
    monkeypatch.setattr(apart, "SMALL", 0)
    monkeypatch.setattr(apart, "FEW", 0)
    yield
    assert multiprocessing.active_children() == []


def in_order(seed: int) -> list[Row]:
    return sorted(rows(seed), key=lambda row: str(row["case"]))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("write", [json_lines, table])
def test_several_processes_print_what_one_prints(
    form: str, write: object, govrules: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(write)
    words = ("evaluate", RULES, "--events", write(in_order(1)), "--as-of", "2025-12-31", *FORMS[form])
    one = govrules(*words)
    monkeypatch.setattr(inputs, "_read", None)
    assert govrules(*words, "--processes", "2") == one
    assert one.out


def test_of_a_log_in_no_order_several_processes_judge_the_cases(
    govrules: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("evaluate", RULES, "--events", json_lines(rows(1)), "--show", "all")
    one = govrules(*words)
    monkeypatch.setattr(inputs.Material, "evaluate", None)
    assert govrules(*words, "--processes", "2") == one


def test_a_log_that_cannot_be_taken_apart_is_told_of_as_ever(govrules: Run) -> None:
    found = in_order(1)
    found[7]["time"] = "2025-02-30"
    words = ("evaluate", RULES, "--events", json_lines(found))
    one = govrules(*words)
    assert govrules(*words, "--processes", "3") == one
    assert one.code == 2


def test_a_bundle_keeps_what_it_keeps(govrules: Run) -> None:
    words = ("evaluate", RULES, "--events", json_lines(in_order(1)), "--as-of", "2025-12-31")
    one = govrules(*words, "--bundle", "one")
    assert govrules(*words, "--bundle", "two", "--processes", "2") == one
    assert [each.name for each in sorted(Path("one").rglob("*"))] == [
        each.name for each in sorted(Path("two").rglob("*"))
    ]


@pytest.mark.parametrize("wrong", ["0", "-1", "two", "1.5", "", "9999999"])
def test_a_number_of_processes_is_a_whole_one_from_one(wrong: str, govrules: Run) -> None:
    ran = govrules("evaluate", RULES, "--events", json_lines(in_order(1)), f"--processes={wrong}")
    assert ran.code == 2
    assert "GR605" in ran.err
