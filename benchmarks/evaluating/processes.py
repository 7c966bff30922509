"""What is measured in processes of their own: the cold start, two processes against one, and memory."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from measuring import Spread, table

from evaluating import ours
from evaluating.files import Files
from evaluating.running import Section, Target
from evaluating.workload import RULES, last_day

SMALL = 156
"""cases with a thousand events and a few"""
COMMAND = "import sys; from govrules.cli import main; sys.exit(main())"
BENCHMARKS = Path(__file__).parent.parent

# -- the cold start ----------------------------------------------------------------------------------------


def cold_start(files: Files, _: int, rounds: int) -> Section:
    """`govrules evaluate` on a thousand events in a new process; modules stay compiled, as by pip."""
    path = files.log("jsonl", SMALL)
    end = last_day().isoformat()
    programs = {
        '`python -c "import attrs, cattrs, yaml"`': ["-c", "import attrs, cattrs, yaml"],
        "`govrules evaluate`": ["-c", COMMAND, "evaluate", str(RULES), "--events", str(path), "--as-of", end],
        "`govrules evaluate --format json --output FILE`": [
            "-c", COMMAND, "evaluate", str(RULES), "--events", str(path), "--as-of", end,
            "--format", "json", "--output", str(files.folder / "found.json"),
        ],
    }  # fmt: skip
    times: dict[str, list[float]] = {name: [] for name in programs}
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as compiled:
        environment = {**kept, "PYTHONPYCACHEPREFIX": compiled}
        for number in range(rounds + 1):
            for name, program in programs.items():
                taken = _seconds(program, environment)
                if number:
                    times[name].append(taken)
    base, ours_ = list(programs)[:2]
    rows = [
        (
            name,
            Spread.of(1000 * taken for taken in each).text(),
            Spread.of_ratios(each, times[base]).text(),
        )
        for name, each in times.items()
    ]
    lines = table((f"a new process, {files.counts[path]:,} events", "milliseconds", "times the import"), rows)
    target = Target(
        "a cold `govrules evaluate` on 1,000 events with one policy in at most 5 times the import",
        Spread.of_ratios(times[ours_], times[base]),
        5,
        at_most=True,
    )
    return Section("evaluating cold", tuple(lines), (target,))


def _seconds(program: Sequence[str], environment: Mapping[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, *program], check=True, env=environment, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


# -- two processes -----------------------------------------------------------------------------------------


def two_processes(files: Files, cases: int, rounds: int) -> Section:
    """One process and two, from the same file of JSON Lines to the same violations, as findings.

    Each is called in a process of its own, which has loaded the rules and evaluated a small log before.
    """
    asked = "two processes at least 1.7 times one on JSON Lines"
    if not ours.processes_available():
        return Section("evaluating processes", (ours.NOT_THERE_YET,), (Target(asked, None, 1.7),))
    path, small = files.log("jsonl", cases), files.log("jsonl", SMALL)
    times: dict[int, list[float]] = {1: [], 2: []}
    for number in range(rounds + 1):
        found = set()
        for processes, taken in times.items():
            told = _child("evaluate", str(path), str(processes), str(small))
            found.add(told["violations"])
            if number:
                taken.append(float(told["seconds"]))
        if len(found) != 1:
            raise SystemExit(f"one process and two do not find the same: {found}")
    count = files.counts[path]
    gained = Spread.of_ratios(times[1], times[2])
    rows = [
        (str(processes), Spread.of(count / taken / 1e6 for taken in each).text())
        for processes, each in times.items()
    ]
    lines = (
        *table((f"processes, {count:,} events", "million events a second"), rows),
        "",
        f"Gain: {gained.text()}.",
    )
    return Section("evaluating processes", lines, (Target(asked, gained, 1.7),))


# -- memory ------------------------------------------------------------------------------------------------


def memory(files: Files, cases: int, _: int) -> Section:
    """The most memory that a process held that evaluates a file; ten million events if asked for."""
    asked = "10 million events within 1.5 GB"
    if not ours.compiled_available():
        return Section("evaluating memory", (ours.NOT_THERE_YET,), (Target(asked, None, 1.5, at_most=True),))
    path = files.log("jsonl", cases)
    count = files.counts[path]
    told = _child("decide", str(path))
    gigabytes = int(told["kilobytes"]) / 1e6
    bare = int(_child("nothing")["kilobytes"]) / 1e6
    rows = [
        ("Python and govrules, imported", f"{bare:.2f}"),
        (f"from a file of {count:,} events to {int(told['violations']):,} violations", f"{gigabytes:.2f}"),
    ]
    whole = count >= 9_900_000
    target = Target(asked, Spread.of([gigabytes]) if whole else None, 1.5, at_most=True)
    return Section("evaluating memory", tuple(table(("process", "most memory, GB"), rows)), (target,))


def _child(*arguments: str) -> dict[str, str]:
    """What a process of `child.py` tells, word by word."""
    path = os.pathsep.join([str(BENCHMARKS), *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run(
        [sys.executable, "-m", "evaluating.child", *arguments],
        check=True,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    return dict(line.split("=", 1) for line in done.stdout.splitlines())
