"""The first law of evaluation: the compiled and the reference evaluator say the same, field by field."""

from collections import Counter
from functools import partial

import attrs
from hypothesis import strategies as st

from govrules.engine.batch import evaluate
from govrules.engine.compile.findings import run_of
from govrules.engine.compile.verdicts import Verdict, verdicts
from govrules.model.evaluation import Evaluation
from govrules.model.policy import Rulebook
from govrules.testing.any_history import histories
from govrules.testing.history import History
from govrules.testing.law import REFERENCE, Difference, Judge, Law, differing, judged
from govrules.testing.noise import noisy


def _histories(rulebook: Rulebook) -> list[tuple[str, st.SearchStrategy[History]]]:
    def or_noisy(history: History) -> st.SearchStrategy[History]:
        return st.one_of(st.just(history), noisy(history, bare_dates=False))

    return [("", histories(rulebook).flatmap(or_noisy))]


def _same(history: History, judge: Judge) -> Difference | None:
    plain = judged(history, partial(evaluate, engine="reference"))
    other = judged(history, judge if judge is not REFERENCE else partial(evaluate, engine="compiled"))
    what = differing(history.rulebook, plain, other) or _fields(plain, other)
    if not what and judge is REFERENCE:
        what = _verdicts(history, plain)
    return Difference(what, history) if what else None


def _fields(plain: Evaluation, other: Evaluation) -> str:
    """The fields in which two evaluations differ; which evaluator made them is no difference."""
    names: list[str] = []
    for field in attrs.fields(Evaluation):
        first, second = getattr(plain, field.name), getattr(other, field.name)
        if field.name == "provenance" and second is not None:
            second = attrs.evolve(second, engine=first.engine)
        if first != second:
            names.append(f"{field.name}: {first} and {second}")
    return "\n".join(names)


def _verdicts(history: History, plain: Evaluation) -> str:
    """How what the programs say of obligations differs from what the reference finds."""
    run = run_of(history.rulebook, history.events, as_of=history.as_of, records=history.records)
    if run is None:
        return ""
    said = Counter(verdicts(run))
    handed = {run.columns.cases[case] for case in run.handed_over}
    found = Counter(Verdict.of(each) for each in plain.obligations if each.case not in handed)
    lines = [f"- {each}" for each in (found - said)] + [f"+ {each}" for each in (said - found)]
    return "\n".join(lines)


LAW = Law(
    "both evaluators say the same",
    "what evaluation means, law 1",
    "the compiled and the reference evaluator agree, field by field",
    _histories,
    _same,
)
