"""Who answers is told by records where the trigger says it, or the case had said it by then."""

import datetime as dt

import attrs
import pytest

from govrules.engine.batch import evaluate
from govrules.engine.compile.evaluating import run_of
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event
from govrules.model.findings import Violation
from govrules.model.outcomes import outcome_of
from tests.engine.compile.same import assert_same
from tests.engine.rules import END, at, on, rules

RULES = """
case: {handler: {type: string}}
events: {opened: {}, asked: {data: {task: string, reached: string}}, answered: {}, barred: {}}
clauses:
  of_the_case:
    responsible: case.handler
    duty: {when: asked, must: answered, within: 2 days, repeat: each, warn: 1 day left}
  of_either:
    responsible: event.reached if given(event.reached) else case.handler
    duty: {when: asked, must: answered, within: 3 days, repeat: each}
  barred: {responsible: case.handler, prohibition: {when: barred}}
  of_tasks:
    responsible: case.handler
    per: [case, task]
    duty: {when: asked, must: answered, within: 3 days}
"""


def told(*events: Event) -> dict[str, str | None]:
    assert_same(rules(RULES), *events)
    run = run_of(rules(RULES), events, as_of=END)
    assert run is not None
    found = run.field("violations")
    assert isinstance(found, tuple)
    assert not run.judged
    assert all(isinstance(each, Violation) for each in found)
    return {each.clause: each.responsible for each in found}


@pytest.mark.parametrize("bare", [True, False], ids=["dates", "instants"])
def test_the_case_says_who_answers_for_what_was_triggered_by_then(*, bare: bool) -> None:
    def when(day: int) -> dt.datetime | int:
        return day if bare else at(day, 9)

    log = (
        on(when(2), "opened", handler="first"),
        on(when(3), "asked", task="a", reached="desk"),
        on(when(4), "barred", handler="second"),
        on(when(9), "opened", handler="third"),
    )
    assert told(*log) == {
        "of_the_case": "first",
        "of_either": "desk",
        "barred": "second",
        "of_tasks": "first",
    }
    assert told(on(when(3), "asked", task="a")) == dict.fromkeys(("of_the_case", "of_either", "of_tasks"))


def test_what_counts_outcomes_by_party_reads_it_in_the_same_way() -> None:
    log = [
        attrs.evolve(each, case=case)
        for case in ("a", "b")
        for each in (on(2, "opened", handler=f"desk {case}"), on(3, "asked", task="t"))
    ]
    compiled = evaluate(rules(RULES), log, as_of=END, engine="compiled")
    plain = evaluate(rules(RULES), log, as_of=END, engine="reference")
    counted = Evaluation.outcomes(compiled, party=True)
    assert set(counted) == {outcome_of(each, party=True) for each in plain.obligations}
