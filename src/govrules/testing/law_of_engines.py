"""The first law of evaluation: the compiled and the reference evaluator say the same, field by field."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from functools import partial

import attrs
from hypothesis import strategies as st

from govrules.engine.batch import Engine, Events, evaluate
from govrules.engine.compile.evaluating import run_of
from govrules.engine.compile.variants import has_numpy, judged_together
from govrules.engine.compile.verdicts import Verdict, verdicts
from govrules.model.evaluation import Evaluation
from govrules.model.events import Time
from govrules.model.policy import Rulebook
from govrules.testing.any_history import histories
from govrules.testing.coded_rows import in_coded_columns
from govrules.testing.history import History
from govrules.testing.law import REFERENCE, Difference, Judge, Law, differing, judged
from govrules.testing.noise import noisy


def _histories(rulebook: Rulebook) -> list[tuple[str, st.SearchStrategy[History]]]:
    def or_noisy(history: History) -> st.SearchStrategy[History]:
        return st.one_of(st.just(history), noisy(history, bare_dates=False))

    return [("", histories(rulebook).flatmap(or_noisy))]


def _same(history: History, judge: Judge) -> Difference | None:
    if judge is REFERENCE:
        what = difference_of(history)
    else:
        plain, other = judged(history, _by_reference), judged(history, judge)
        what = differing(history.rulebook, plain, other) or _fields(plain, other, _NAMES)
    return Difference(what, history) if what else None


_by_reference = partial(evaluate, engine="reference")
_NAMES = tuple(each.name for each in attrs.fields(Evaluation))
_ACCOUNTS = ("ignored", "quality", "provenance")


def difference_of(history: History, *, known_at: dt.date | None = None, dated: bool = True) -> str:
    """How the compiled and the reference evaluator differ about a history; empty where they agree.

    Besides the findings it is compared what the programs themselves say of each obligation, in the cases that
    they do not hand over: the findings of both evaluators are written by the reference.

    Args:
        known_at: count with the days off that had been announced up to and including this day.
        dated: whether the history's `as_of` is given; else the log is read up to its end.
    """
    as_of = history.as_of if dated else None

    def found(engine: Engine, events: Events = history.events) -> Evaluation:
        return evaluate(
            history.rulebook,
            events,
            as_of=as_of,
            known_at=known_at,
            records=history.records,
            engine=engine,
        )

    plain = found("reference")
    alone = len(history.events) + 1
    ways = [(1, False, False), (alone, False, False), (alone, False, True)]
    ways += [(1, True, False)] if has_numpy() else []
    for fewest, in_arrays, on_benches in ways:
        # What numpy finds by the codes of values, the other ways find by the values themselves.
        events = in_coded_columns(history.events) if in_arrays else history.events
        # Cases of one variant together, each by itself, on a bench, and together with numpy.
        with judged_together(fewest, in_arrays=in_arrays, on_benches=on_benches):
            # Each asked for first: what judges every case once more hides what the programs left out.
            what = _fields(plain, found("compiled", events), _ACCOUNTS)
            if not what:
                other = found("compiled", events)
                # A summary is told before anything else has been judged.
                what = _summary(plain, other)
                rest = [name for name in _NAMES if name not in _ACCOUNTS]
                what = what or differing(history.rulebook, plain, other) or _fields(plain, other, rest)
            what = what or _verdicts(history, plain, as_of, known_at)
        if what:
            return what
    return ""


def _fields(plain: Evaluation, other: Evaluation, names: Sequence[str]) -> str:
    """The fields in which two evaluations differ; which evaluator made them is no difference."""
    lines: list[str] = []
    for name in names:
        first, second = getattr(plain, name), getattr(other, name)
        if name == "provenance" and second is not None:
            second = attrs.evolve(second, engine=first.engine)
        if first != second:
            lines.append(f"{name}: {first} and {second}")
    return "\n".join(lines)


def _summary(plain: Evaluation, other: Evaluation) -> str:
    """How what a summary asks for differs from what stands in the obligations of the reference."""
    counts = Counter((each.full_clause, each.state) for each in plain.obligations)
    if dict(other.counts) != counts:
        return f"counts: {dict(counts)} and {dict(other.counts)}"
    cases = sorted({each.case for each in plain.obligations})
    if list(other.cases) != cases:
        return f"cases: {cases} and {list(other.cases)}"
    first, second = (Counter(each.outcomes(unit=True, party=True)) for each in (plain, other))
    lines = [f"- {each}" for each in first - second] + [f"+ {each}" for each in second - first]
    return "\n".join(lines)


def _verdicts(history: History, plain: Evaluation, as_of: Time | None, known_at: dt.date | None) -> str:
    """How what the programs say of obligations differs from what the reference finds."""
    run = run_of(history.rulebook, history.events, as_of=as_of, known_at=known_at, records=history.records)
    if run is None:
        return ""
    said = Counter(verdicts(run))
    handed = {run.columns.cases[case] for case in run.handed_over}
    found = Counter(
        Verdict.of(each)
        for each in plain.obligations
        if each.case not in handed and run.apart.leaves(each.full_clause)
    )
    lines = [f"- {each}" for each in (found - said)] + [f"+ {each}" for each in (said - found)]
    return "\n".join(lines)


LAW = Law(
    "both evaluators say the same",
    "what evaluation means, law 1",
    "the compiled and the reference evaluator agree, field by field",
    _histories,
    _same,
)
