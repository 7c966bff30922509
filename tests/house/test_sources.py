"""What every source file keeps to."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.house.sources import ROOT, modules, parsed, tracked_files

LONGEST_MODULE = 450

# Everything that is needed only by some commands or formats, or takes long to import.
HEAVY = ("cattrs", "yaml", "holidays", "dateutil", "rich", "openpyxl", "hypothesis", "pytest", "jinja2")

# How the clock is read. Measuring how long something takes (`perf_counter`, `monotonic`) decides nothing.
CLOCKS = {"now", "today", "utcnow", "localtime", "gmtime", "time_ns"}

# Places of one person's machine; written in pieces, so that this file may hold them.
MACHINES = re.compile(
    r"(?<![\w.<-])/(?:wo{1}rk|ho{1}me|Us{1}ers|ro{1}ot|tmp/(?:ve{1}nv|br{1}ief))/?(?![\w-])|[A-Z]:\\Users"
)


def test_no_module_is_longer_than_one_concept_needs() -> None:
    lengths = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in modules().items()}
    assert lengths
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_importing_govrules_imports_nothing_heavy() -> None:
    program = f"import sys, govrules; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    assert done.stdout.split() == []


def clock_readings(tree: ast.Module) -> Iterator[int]:
    imported = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "time"
        for alias in node.names
        if alias.name in CLOCKS | {"time"}
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            base = node.value.id if isinstance(node.value, ast.Name) else ""
            if node.attr in CLOCKS or (base, node.attr) == ("time", "time"):
                yield node.lineno
        elif isinstance(node, ast.Name) and node.id in imported:
            yield node.lineno


def test_nothing_reads_the_clock() -> None:
    readings = [f"{name}:{line}" for name, path in modules().items() for line in clock_readings(parsed(path))]
    assert readings == []


@pytest.mark.parametrize(
    "text",
    [
        "dt.datetime.now(zone)",
        "date.today()",
        "datetime.utcnow()",
        "import time\ntime.time()",
        "from time import time as t\nt()",
        "default = dt.date.today",
    ],
)
def test_the_watch_sees_every_reading_of_the_clock(text: str) -> None:
    assert len(list(clock_readings(ast.parse(text)))) == 1


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    files = tracked_files()
    assert ROOT / "pyproject.toml" in files
    found = []
    for path in files:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        lines = enumerate(text.splitlines(), 1)
        found += [f"{path.relative_to(ROOT)}:{number}" for number, line in lines if MACHINES.search(line)]
    assert found == []


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("open('/wor" + "k/main/x')", True),
        ("see /wor" + "k/shared", True),
        ("/ho" + "me/somebody/x", True),
        ("/tmp/ve" + "nv/bin/python", True),
        ("C:\\Use" + "rs\\somebody", True),
        ("the docs/wor" + "k/plan page", False),
        ("a /wor" + "king day", False),
        ("$TMPDIR/ho" + "me", False),
    ],
)
def test_the_watch_knows_a_machine_path(text: str, seen: bool) -> None:
    assert bool(MACHINES.search(text)) == seen
