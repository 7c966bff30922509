"""How the time for an event grows with the log, the rules and the years; and one case by itself."""

import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from measuring import Spread, table

import govrules as gr
from evaluating import closures, logs, naive, ours
from evaluating.files import Files
from evaluating.running import Section, Target, Times, in_turn
from evaluating.workload import events, last_day, licences

LAST = last_day().toordinal()
REPEATED = 2000
"""how often one case is evaluated in one measurement"""


def growth(files: Files, cases: int, rounds: int) -> Section:
    """Nanoseconds an event: where they stay the same, twice the log takes twice the time."""
    lines: list[str] = []
    for title, logs_of in (
        ("cases", {f"{cases * factor // 8:,} cases": (cases * factor // 8, 5) for factor in (1, 2, 4, 8)}),
        ("years", {f"{years} years": (cases // 2, years) for years in (1, 3, 5)}),
    ):
        lines += [f"With more {title}:", "", *_of_logs(files, logs_of, rounds), ""]
    lines += ["With more rules, over the same log:", "", *_of_rules(files, cases // 8, rounds), ""]
    lines += ["From a file in order of cases, and from one in order of time:", ""]
    lines += _of_order(files, cases // 2, rounds)
    return Section("evaluating growth", tuple(lines))


def _of_logs(files: Files, logs_of: Mapping[str, tuple[int, int]], rounds: int) -> list[str]:
    rulebook = ours.rulebook()
    rows: list[tuple[str, ...]] = []
    for name, (cases, years) in logs_of.items():
        path = files.log("jsonl", cases, years=years)
        ends = last_day(years)
        columns = logs.read_table(path)
        ways: dict[str, Callable[[], Any]] = {
            "closures": partial(closures.breaches, columns, ends.toordinal())
        }
        if ours.compiled_available():
            log = ours.read(path)
            ways["govrules"] = partial(ours.decided, rulebook, log, ends)
        times = in_turn(ways, rounds)
        rows.append((name, f"{len(columns):,}", *_each(times, len(columns), ("closures", "govrules"))))
    return table(("log", "events", "closures, ns an event", "govrules, ns an event"), rows)


def _of_rules(files: Files, cases: int, rounds: int) -> list[str]:
    path = files.log("jsonl", cases)
    happenings = logs.read_objects(path)
    columns = logs.Table.of(happenings)
    log = ours.read(path) if ours.compiled_available() else None
    rows: list[tuple[str, ...]] = []
    for copies, others in ((1, False), (3, False), (10, False), (3, True), (10, True)):
        rulebook = ours.rulebook(copies=copies, of_others=others)
        ways: dict[str, Callable[[], Any]] = {"naive": partial(naive.breaches, rulebook, happenings, LAST)}
        if not others:
            ways["closures"] = partial(closures.breaches, columns, LAST, copies=copies)
        if log is not None:
            ways["govrules"] = partial(ours.decided, rulebook, log)
        times = in_turn(ways, rounds)
        name = f"{10 * copies}" + (", all but 10 about events that never happen" if others else "")
        rows.append((name, *_each(times, len(columns), ("naive", "closures", "govrules"))))
    head = ("rules", "naive, ns an event", "closures, ns an event", "govrules, ns an event")
    return table(head, rows)


def _of_order(files: Files, cases: int, rounds: int) -> list[str]:
    if not ours.compiled_available():
        return [ours.NOT_THERE_YET]
    rulebook = ours.rulebook()
    paths = {
        "ordered by case": files.log("jsonl", cases),
        "ordered by time, cases mingled": files.log("jsonl", cases, mingled=True),
    }
    times = in_turn(
        {name: partial(ours.decided_file, rulebook, path) for name, path in paths.items()},
        rounds,
    )
    count = files.counts[paths["ordered by case"]]
    rows = [
        (
            name,
            _nanoseconds(count, times[name]).text(),
            Spread.of_ratios(times[name], times["ordered by case"]).text(),
        )
        for name in times
    ]
    return table(("file", "govrules, ns an event", "times the ordered file"), rows)


def _each(times: Times, count: int, names: tuple[str, ...]) -> list[str]:
    return [
        _nanoseconds(count, times[name]).text()
        if name in times
        else (ours.NOT_THERE_YET if name == "govrules" and not ours.compiled_available() else "")
        for name in names
    ]


def _nanoseconds(count: int, seconds: list[float]) -> Spread:
    return Spread.of(1e9 * taken / count for taken in seconds)


# -- one case ----------------------------------------------------------------------------------------------


def one_case(files: Files, cases: int, rounds: int) -> Section:
    """One case of usual length, by the call that a program makes, beside a bare loop over its events."""
    del files, cases
    by_case: dict[str, list[Any]] = {}
    for event in events(licences(200)):
        by_case.setdefault(event.case, []).append(event)
    case = next(each for each in by_case.values() if len(each) == 6 and each[-1].type == "archived")
    rulebook = ours.rulebook()

    def bare() -> int:
        seen = 0
        for event in case:
            if event.type == "decided":
                seen += 1
        return seen

    read = "gr.evaluate, compiled, and its violations read"
    ways: dict[str, Callable[[], Any]] = {"a bare loop over its events": bare}
    if ours.compiled_available():
        ways["gr.evaluate, compiled"] = lambda: ours.evaluate_columns(rulebook, case)
        ways[read] = lambda: ours.evaluate_columns(rulebook, case).violations
        ways["gr.evaluate, compiled, and every obligation read"] = lambda: (
            ours.evaluate_columns(rulebook, case).obligations
        )
        ways["gr.evaluate by the reference"] = lambda: gr.evaluate(
            rulebook, case, as_of=last_day(), engine="reference"
        )
    times: Times = {name: [] for name in ways}
    for number in range(rounds + 1):
        for name, run in ways.items():
            started = time.perf_counter()
            for _ in range(REPEATED):
                run()
            if number:
                times[name].append((time.perf_counter() - started) / REPEATED)
    if ours.compiled_available():
        times[f"{read}, of a rulebook not used before"] = [_first(case) for _ in range(rounds)]
    base = times["a bare loop over its events"]
    rows = [
        (name, Spread.of(1e6 * taken for taken in each).text(), Spread.of_ratios(each, base).text())
        for name, each in times.items()
    ]
    if not ours.compiled_available():
        rows.append(("gr.evaluate", ours.NOT_THERE_YET, ""))
    lines = table((f"one case of {len(case)} events", "microseconds", "times the bare loop"), rows)
    # An evaluation of which nothing is read has decided nothing.
    measured = Spread.of_ratios(times[read], base) if read in times else None
    asked = "one case through the library call in at most 40 times a bare loop over its events"
    return Section("evaluating one case", tuple(lines), (Target(asked, measured, 40, at_most=True),))


def _first(case: list[Any]) -> float:
    """The seconds of the first evaluation by a rulebook that was just read, which writes its programs."""
    rulebook = ours.unused()
    started = time.perf_counter()
    assert ours.evaluate_columns(rulebook, case).violations is not None
    return time.perf_counter() - started
