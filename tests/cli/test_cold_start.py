"""What a command imports before it can begin: it is a new process every time, and each module counts."""

import gc
import json
import subprocess
import sys
from pathlib import Path

import pytest

from govrules.cli import main

# Needed for some formats, commands or tests alone, and slow to import.
PACKAGES = {
    *("cattrs", "dateutil", "holidays", "hypothesis", "jinja2", "narwhals", "numpy", "openpyxl", "pandas"),
    *("polars", "pyarrow", "pytest", "rich"),
}
HEAVY = PACKAGES | {
    *("asyncio", "calendar", "email", "importlib.metadata", "multiprocessing", "shutil", "tempfile"),
}
# The rooms without which nothing is evaluated and shown.
ROOMS = {"cli", "counting", "diagnostics", "engine", "explaining", "formats", "model", "packs", "rulefile"}
HELPERS = {"declaring", "version"}
# How clauses are judged of which the Licensing Law has none.
OTHER_KINDS = {f"govrules.engine.reference.{kind}" for kind in ("accountability", "maintenance", "quota")}

EVENTS = (
    {"case": "c1", "type": "accepted", "time": "2025-03-03", "unit": "office 1"},
    {"case": "c1", "type": "decided", "time": "2025-06-03", "unit": "office 1", "outcome": "refused"},
)
PROGRAM = """
import sys
from govrules.cli import main
code = main(sys.argv[1:])
print(code, *sorted(sys.modules), sep="\\n", file=sys.stderr)
"""


def imported(*words: str) -> set[str]:
    """The modules of a process that has run a command, which must have gone well."""
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words],
        capture_output=True,
        text=True,
        check=True,
        stdin=subprocess.DEVNULL,
    )
    code, *modules = ran.stderr.split()
    assert (code, ran.stdout != "") == ("0", True)
    return set(modules)


@pytest.fixture(name="events", scope="module")
def fixture_events(tmp_path_factory: pytest.TempPathFactory) -> str:
    file: Path = tmp_path_factory.mktemp("cold") / "events.jsonl"
    file.write_text("".join(f"{json.dumps(each)}\n" for each in EVENTS), encoding="utf-8")
    return str(file)


def test_evaluating_imports_what_evaluating_takes(events: str) -> None:
    modules = imported("evaluate", "cn/licensing-law", "--events", events)
    rooms = {name.split(".")[1] for name in modules if name.startswith("govrules.")}
    assert "govrules.engine.batch" in modules
    assert (modules & (HEAVY | OTHER_KINDS), rooms - HELPERS) == (set(), ROOMS)


def test_checking_imports_nothing_that_evaluates() -> None:
    modules = imported("check", "cn/licensing-law")
    rooms = {name.split(".")[1] for name in modules if name.startswith("govrules.")}
    assert (modules & HEAVY, rooms - HELPERS) == (
        set(),
        {"cli", "counting", "diagnostics", "model", "packs", "rulefile"},
    )


def test_the_help_imports_no_rules_and_no_yaml() -> None:
    modules = imported("--help")
    assert modules & (PACKAGES | {"yaml", "govrules.rulefile.load", "govrules.engine.batch"}) == set()


def test_a_program_that_calls_the_command_keeps_its_own_garbage_collection(
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = (gc.get_threshold(), gc.isenabled(), gc.get_freeze_count())
    assert main(["--version"]) == 0
    assert (gc.get_threshold(), gc.isenabled(), gc.get_freeze_count()) == before
    assert capsys.readouterr().out.startswith("govrules ")
