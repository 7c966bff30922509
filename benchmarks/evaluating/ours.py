"""govrules as it is measured: from a rulebook and a file, or a log in memory, to its violations."""

import datetime as dt
import inspect
import re
import tempfile
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any, TypeVar

import attrs

import govrules as gr
from evaluating.logs import Breach
from evaluating.workload import RULES, Row, events, last_day

FIELDS = ("unit", "assigned", "outcome", "reasons", "amount")
HARD_FIELDS = ("grade", "amount", "step", "level")
"""what the clauses ask of events; a log that is read without them is read once more for each"""
Judged = TypeVar("Judged")
NOT_THERE_YET = "not there yet"


def compiled_available() -> bool:
    """Whether `gr.evaluate` has its compiled evaluator."""
    return "engine" in inspect.signature(gr.evaluate).parameters


def columns_available() -> bool:
    """Whether a file can be read without an object for each event."""
    return hasattr(gr, "read_columns")


def processes_available() -> bool:
    """Whether a file can be taken apart for several processes."""
    return hasattr(gr, "evaluate_file")


def rulebook(
    rules: Path = RULES, only: Collection[str] | None = None, copies: int = 1, of_others: bool = False
) -> gr.Rulebook:
    """The rules of a file.

    Args:
        only: the clauses that are kept; None: all.
        copies: how many policies there are, each with all clauses, under names of their own.
        of_others: whether the policies but the first speak of event types that never happen.
    """
    loaded = gr.load(rules).or_raise()
    if copies > 1:
        loaded = _copied(rules, copies, of_others)
    return attrs.evolve(
        loaded,
        policies=tuple(
            attrs.evolve(
                policy, clauses=tuple(each for each in policy.clauses if only is None or each.id in only)
            )
            for policy in loaded.policies
        ),
    )


def _copied(rules: Path, copies: int, of_others: bool) -> gr.Rulebook:
    """As an office has it that works under several texts: files of one form, under names of their own."""
    text = rules.read_text(encoding="utf-8")
    (policy,) = gr.load(rules).or_raise().policies
    words = re.compile(rf"(?<![\w.])({'|'.join(sorted(policy.events, key=len, reverse=True))})(?![\w\"])")
    with tempfile.TemporaryDirectory() as folder:
        for number in range(copies):
            copy = text.replace(f"policy: {policy.id}", f"policy: {policy.id}-{number}")
            if of_others and number:
                copy = words.sub(rf"\1_{number}", copy)
            Path(folder, f"{number}.yaml").write_text(copy, encoding="utf-8")
        return gr.load(folder).or_raise()


def unused(rules: Path = RULES) -> gr.Rulebook:
    """The rules of a file, and nothing left of what was written, compiled or looked up for them before."""
    from govrules.engine.compile import clocks, running

    running._compiled.cache_clear()
    clocks.clocks_of.cache_clear()
    return rulebook(rules)


def breaches(result: Any) -> list[Breach]:
    """The violations of an evaluation in the form that everybody returns."""
    return sorted(
        (each.case, each.clause, each.due.toordinal() if each.due else 0) for each in result.violations
    )


def reference(rules: gr.Rulebook, rows: Iterable[Row]) -> list[Breach]:
    """What the executable specification finds, which is slow and decides."""
    return breaches(_evaluate(rules, list(events(rows)), engine="reference"))


def decided(rules: gr.Rulebook, log: Any, last: dt.date | None = None) -> list[Breach]:
    """What the compiled programs say was broken, in the form that everybody returns; no finding is made.

    Of the cases that they hand over, the reference says it.
    """
    from govrules.engine.compile.duty_forms import UNKNOWNS

    run = _walked(rules, log, last)
    if run is None:
        return breaches(_evaluate(rules, log, engine="reference", last=last))
    run.judge(())
    found = [
        (each.case, each.clause, each.due.toordinal() if each.due else 0)
        for one in run.found
        for each in one.violations
    ]
    cases, starts = run.columns.cases, run.columns.starts
    for walked in run.breaches:
        names = [slot.clause.id for slot in walked.log.program.slots]
        for slot, trigger, became, _, due in walked.records:
            case = bisect_right(starts, trigger) - 1
            if not run.is_judged(case) and became not in UNKNOWNS:
                found.append((cases[case], names[slot], due[2] if due else 0))
    return sorted(found)


def recorded(rules: gr.Rulebook, log: Any, last: dt.date | None = None) -> int:
    """How many obligations the programs keep a record of: its trigger, state, due end, and what closed it."""
    run = _walked(rules, log, last)
    assert run is not None
    return sum(len(walked.records) for walked in run.everything)


def without_numpy(judge: Callable[..., Judged], rules: gr.Rulebook, log: Any) -> Judged:
    """The same with lists in place of arrays."""
    from govrules.engine.compile.variants import with_numpy

    with with_numpy(False):
        return judge(rules, log)


def _walked(rules: gr.Rulebook, log: Any, last: dt.date | None) -> Any:
    """The programs of a rulebook over a log; None where they gain nothing."""
    from govrules.engine.compile.findings import Run
    from govrules.engine.displacement import standing

    columns = getattr(log, "columns", log)
    return Run.of(standing(rules), columns, last or last_day(), None, (), columns.incomplete_cases)


def evaluate_columns(rules: gr.Rulebook, log: Any, last: dt.date | None = None) -> Any:
    """What the compiled evaluator makes of a log that was read."""
    return _evaluate(rules, log, engine="compiled", last=last)


def evaluate_file(rules: gr.Rulebook, path: Path, last: dt.date | None = None) -> Any:
    """From a file to the evaluation."""
    return evaluate_columns(rules, read(path), last)


def decided_file(rules: gr.Rulebook, path: Path, last: dt.date | None = None) -> list[Breach]:
    """From a file to what was broken."""
    return decided(rules, read(path), last)


def reads(path: Path) -> bool:
    """Whether files of this form can be read yet."""
    try:
        read(path)
    except gr.DiagnosticsError:
        return False
    return True


def read(path: Path) -> Any:
    """A log, and with it the fields that the rules ask of events."""
    if not columns_available():
        return gr.read_events(path).or_raise()
    reader: Any = gr.read_columns
    return reader(path, fields=HARD_FIELDS if "hard" in path.name else FIELDS).or_raise()


def found_in_processes(rules: gr.Rulebook, path: Path, processes: int) -> Any:
    """From a file to its violations as findings, by the call that users make."""
    return gr.evaluate_file(rules, path, as_of=last_day(), processes=processes).violations


def _evaluate(rules: gr.Rulebook, log: Any, *, engine: str, last: dt.date | None = None) -> Any:
    evaluate: Any = gr.evaluate
    chosen = {"engine": engine} if compiled_available() else {}
    return evaluate(rules, log, as_of=last or last_day(), **chosen)
