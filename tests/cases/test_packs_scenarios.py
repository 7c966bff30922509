"""The rule packs on the histories that stand beside them: each clause kept, and each broken."""

from collections import defaultdict

import pytest

import govrules as gr
from govrules.model.clauses import NotCheckable
from govrules.packs import rules_root
from govrules.scenarios.run import Report, run

PACKS = rules_root() / "cn"

KEPT = {"met"}
BROKEN = {"violation", "shortfall", "lapse"}
# Their texts set no time, so that they stay open until they are done.
WITHOUT_LIMIT = {"cn-district-eight-systems/explain_to_visitors", "cn-licensing-law/tell_time_needed"}


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
    checkable = {
        clause.full_id
        for clause in gr.load(PACKS).or_raise().clauses
        if not isinstance(clause.body, NotCheckable)
    }
    assert {clause for clause in checkable if not seen[clause] & KEPT} == set()
    assert {clause for clause in checkable if not seen[clause] & BROKEN} == WITHOUT_LIMIT
