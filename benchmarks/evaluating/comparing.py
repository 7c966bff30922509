"""The whole workload, by hand and by govrules: from a file, and in memory."""

import gc
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from measuring import Spread, table

import govrules as gr
from evaluating import closures, logs, naive, ours, sql
from evaluating.files import Files
from evaluating.logs import Breach, Table
from evaluating.running import Section, Target, Times, in_turn, ratio, same, speed
from evaluating.workload import HARD_RULES, RULES, last_day, licences, matters

LAST = last_day().toordinal()
FINDINGS = "govrules, its violations as findings"
PLAIN = "govrules, without numpy"
RECORDED = "govrules, every obligation recorded"
FIRST = "govrules, a rulebook not used before"
"""of one that was, the programs and the due ends that were counted are still there"""
SAMPLE = 1000
"""cases on which everybody is held against the reference"""


def floor(columns: Table) -> int:
    """A bare loop over the events: nothing that looks at each of them once can be faster."""
    seen = 0
    for kind, day in zip(columns.kinds, columns.days, strict=True):
        if kind == 3:
            seen += day
    return seen


def check(files: Files) -> None:
    """Hold what is written by hand, and the compiled evaluator, against the reference."""
    for draw, rules, count, hard in ((licences, RULES, SAMPLE, False), (matters, HARD_RULES, 100, True)):
        rows = list(draw(count))
        rulebook = ours.rulebook(rules)
        expected = ours.reference(rulebook, rows)
        same("naive", naive.breaches(rulebook, logs.happenings_of(rows), LAST), expected)
        path = files.log("jsonl", count, hard=hard)
        if ours.compiled_available():
            same("govrules, compiled", ours.decided_file(rulebook, path), expected)
            same("govrules, findings", ours.breaches(ours.evaluate_file(rulebook, path)), expected)
        if hard:
            continue
        for ending in ("jsonl", "parquet"):
            path = files.log(ending, count)
            same("closures", closures.breaches(logs.read_table(path), LAST), expected)
            same("DuckDB", sql.breaches(sql.connect(), path, LAST), expected)


def _by_closures(path: Path) -> list[Breach]:
    return closures.breaches(logs.read_table(path), LAST)


def _by_naive(rulebook: gr.Rulebook, path: Path) -> list[Breach]:
    return naive.breaches(rulebook, logs.read_objects(path), LAST)


def _as_findings(rulebook: gr.Rulebook, path: Path) -> list[Breach]:
    return ours.breaches(ours.evaluate_file(rulebook, path))


# -- from a file -------------------------------------------------------------------------------------------


def from_files(files: Files, cases: int, rounds: int) -> Section:
    rulebook = ours.rulebook()
    database = sql.connect(threads=2)
    lines: list[str] = []
    targets: list[Target] = []
    expected = closures.breaches(logs.read_table(files.log("parquet", cases)), LAST)
    for ending, title in (("jsonl", "JSON Lines"), ("parquet", "Parquet")):
        path = files.log(ending, cases)
        count = files.counts[path]
        ways: dict[str, Callable[[], Any]] = {
            "reading alone, by hand": partial(logs.read_table, path),
            "closures": partial(_by_closures, path),
            "DuckDB, SQL by hand, two threads": partial(sql.breaches, database, path, LAST),
        }
        if ending == "jsonl":
            ways["reading alone, by hand"] = partial(logs.read_objects, path)
            ways["naive interpreter"] = partial(_by_naive, rulebook, path)
        if ours.compiled_available() and ours.reads(path):
            ways["reading alone, govrules"] = partial(ours.read, path)
            ways["govrules"] = partial(ours.decided_file, rulebook, path)
            ways[FINDINGS] = partial(_as_findings, rulebook, path)
        for name, run in ways.items():
            if not name.startswith("reading"):
                same(f"{name} ({title})", run(), expected)
        times = in_turn(ways, rounds)
        lines += [f"From a file of {title}, {count:,} events:", ""]
        lines += _rows(count, times, "DuckDB, SQL by hand, two threads", "DuckDB")
        lines.append("")
        measured = (
            ratio(times, "DuckDB, SQL by hand, two threads", "govrules") if "govrules" in times else None
        )
        targets.append(Target(f"no slower than SQL in DuckDB on two threads, {title}", measured, 1.0))
    return Section("evaluating files", tuple(lines[:-1]), tuple(targets))


# -- in memory ---------------------------------------------------------------------------------------------


def in_memory(files: Files, cases: int, rounds: int) -> Section:
    rulebook = ours.rulebook()
    path = files.log("jsonl", cases)
    count = files.counts[path]
    happenings = logs.read_objects(path)
    columns = Table.of(happenings)
    expected = closures.breaches(columns, LAST)
    ways: dict[str, Callable[[], Any]] = {
        "a bare loop over the events": lambda: floor(columns),
        "naive interpreter": lambda: naive.breaches(rulebook, happenings, LAST),
        "closures": lambda: closures.breaches(columns, LAST),
    }
    if ours.compiled_available():
        log = ours.read(path)
        ways["govrules"] = lambda: ours.decided(rulebook, log)
        ways[PLAIN] = lambda: ours.without_numpy(ours.decided, rulebook, log)
        ways[RECORDED] = lambda: ours.recorded(rulebook, log)
        ways[FINDINGS] = lambda: ours.breaches(ours.evaluate_columns(rulebook, log))
    for name in ("naive interpreter", "closures", "govrules", PLAIN, FINDINGS):
        if name in ways:
            same(name, ways[name](), expected)
    times = in_turn(ways, rounds)
    if ours.compiled_available():
        times[FIRST] = [_first(log, expected) for _ in range(rounds)]
    lines = [f"In memory, {count:,} events:", "", *_rows(count, times, "naive interpreter", "naive")]
    return Section("evaluating in memory", tuple(lines), tuple(_of_memory(times)))


def _first(log: Any, expected: list[Breach]) -> float:
    """The seconds of the first run by a rulebook that was just read, which writes its programs."""
    rulebook = ours.unused()
    gc.collect()
    started = time.perf_counter()
    found = ours.decided(rulebook, log)
    taken = time.perf_counter() - started
    same(FIRST, found, expected)
    return taken


def _of_memory(times: Times) -> Iterable[Target]:
    def measured(slow: str, fast: str) -> Spread | None:
        return ratio(times, slow, fast) if fast in times else None

    yield Target("at least 10 times the naive interpreter", measured("naive interpreter", "govrules"), 10)
    yield Target("at least twice the closures", measured("closures", "govrules"), 2)
    asked = "with every obligation recorded at least 7 times the naive interpreter"
    yield Target(asked, measured("naive interpreter", RECORDED), 7)


def hard(files: Files, cases: int, rounds: int) -> Section:
    """The hard log: only what can walk any rulebook takes part."""
    rulebook = ours.rulebook(HARD_RULES)
    path = files.log("jsonl", cases, hard=True)
    count = files.counts[path]
    happenings = logs.read_objects(path)
    columns = Table.of(happenings)
    ways: dict[str, Callable[[], Any]] = {
        "a bare loop over the events": lambda: floor(columns),
        "naive interpreter": lambda: naive.breaches(rulebook, happenings, LAST),
    }
    if ours.compiled_available():
        log = ours.read(path)
        ways["govrules"] = lambda: ours.decided(rulebook, log)
        ways[RECORDED] = lambda: ours.recorded(rulebook, log)
        same("govrules (hard)", ways["govrules"](), ways["naive interpreter"]())
    times = in_turn(ways, rounds)
    lines = [f"The hard log in memory, {count:,} events in {cases:,} cases:", ""]
    lines += _rows(count, times, "naive interpreter", "naive")
    return Section("evaluating hard", tuple(lines))


def _rows(count: int, times: Times, base: str, called: str) -> list[str]:
    rows = [(name, speed(count, times[name]), ratio(times, base, name).text()) for name in times]
    if "govrules" not in times:
        rows.append(("govrules", ours.NOT_THERE_YET, ""))
    return table(("way", "million events a second", f"times {called}"), rows)
