"""Explanations of what the shipped packs find in the example: every count shown is the finding's own."""

import datetime as dt
import functools

import pytest

from govrules.diagnostics import Language
from govrules.engine.batch import evaluate
from govrules.explaining import explain
from govrules.explaining.recount import recount
from govrules.explaining.view import View
from govrules.formats.read import read_events
from govrules.model.clauses import Duty
from govrules.model.evaluation import Evaluation
from govrules.model.findings import Obligation
from govrules.model.policy import Rulebook
from govrules.rulefile.load import load
from tests.house.sources import ROOT


@functools.cache
def found() -> tuple[Rulebook, Evaluation]:
    rulebook = load(ROOT / "rules" / "cn").or_raise()
    log = read_events(ROOT / "examples" / "efficiency-office" / "events.jsonl")
    return rulebook, evaluate(rulebook, log, as_of=dt.date(2025, 12, 31))


def _recountable(obligation: Obligation, view: View) -> bool:
    """A period counted from the trigger or the end of a lapse, or back from an event or a date."""
    clause = view.names.clause_of(obligation)
    return (
        clause is not None
        and isinstance(clause.body, Duty)
        and obligation.limit is not None
        and not obligation.limit.startswith(("by ", "before ", "no limit"))
        and obligation.due is not None
    )


def test_every_recount_comes_to_the_date_of_its_finding() -> None:
    rulebook, evaluation = found()
    view = View.of(evaluation, rulebook, "en")
    counted = [each for each in evaluation.obligations if _recountable(each, view)]
    again = {each.id: recount(each, view) for each in counted}
    assert len(counted) > 70
    assert [name for name, each in again.items() if each is None or not each.agrees] == []


def test_counts_back_are_shown_too() -> None:
    rulebook, evaluation = found()
    view = View.of(evaluation, rulebook, "en")
    back = [
        each for each in evaluation.obligations if (each.limit or "").startswith("at least ") and each.due
    ]
    again = [recount(each, view) for each in back]
    shown = [each for each in again if each is not None]
    assert len(shown) == len(back) >= 3
    assert [each.agrees for each in shown] == [True] * len(shown)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_finding_can_be_explained_with_and_without_its_rules(lang: Language) -> None:
    rulebook, evaluation = found()
    findings = list(evaluation)
    assert len(findings) > 150
    for each in findings:
        for text in (
            explain(each, evaluation=evaluation, rulebook=rulebook, lang=lang),
            explain(each, lang=lang),
            explain(each, evaluation=evaluation, rulebook=rulebook, lang=lang, format="markdown"),
        ):
            assert text.strip()
            assert "None" not in text
