"""The rule packs on the histories that stand beside them: each clause kept, and each broken."""

from collections import defaultdict

import pytest

import govrules as gr
from govrules.model.clauses import NotCheckable
from govrules.packs import rules_root
from govrules.scenarios.coverage import is_never_late
from govrules.scenarios.run import Report, run
from tests.cases.kept_and_broken import BROKEN, KEPT, is_kept_in_silence
from tests.cases.tried import adjusts

PACKS = rules_root() / "cn"


@pytest.fixture(scope="module")
def report() -> Report:
    return run([PACKS])


def test_the_packs_load_without_a_single_remark() -> None:
    assert gr.load(PACKS).diagnostics == ()


def test_every_scenario_is_as_expected(report: Report) -> None:
    assert report.results
    assert report.diagnostics == ()
    assert [result.id for result in report.results if result.status != "passed"] == []


def test_every_clause_is_tried_on_a_history_that_keeps_it_and_one_that_breaks_it(report: Report) -> None:
    seen: dict[str, set[str]] = defaultdict(set)
    for result in report.results:
        assert result.check is not None
        for each in result.check.expect:
            seen[each.subject].add(each.word)
    checkable = [
        clause for clause in gr.load(PACKS).or_raise().clauses if not isinstance(clause.body, NotCheckable)
    ]

    def without(words: frozenset[str]) -> set[str]:
        return {each.full_id for each in checkable if not seen[each.full_id] & words}

    assert without(KEPT) <= {each.full_id for each in checkable if is_kept_in_silence(each)}
    # What only lifts or lowers measures has no finding of its own: they stand on those of others.
    adjusting = {each.full_id for each in checkable if adjusts(each)}
    assert without(BROKEN) - adjusting == {each.full_id for each in checkable if is_never_late(each)}
