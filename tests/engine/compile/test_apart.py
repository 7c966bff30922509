"""Clauses that cross cases, and what else has no program, are judged apart; all others keep theirs."""

import random

import pytest

from govrules.engine.batch import evaluate
from govrules.engine.compile.evaluating import run_of
from govrules.engine.compile.findings import Run
from govrules.testing.chance import Thrown
from tests.engine.compile.same import assert_same
from tests.engine.rules import END, on, rules
from tests.laws.crossing_rules import crossing
from tests.laws.engines import Looked, tried
from tests.laws.ordinary_logs import asked_of
from tests.laws.ordinary_rules import rulebook_of

TEXT = """
events: {{asked: {{}}, answered: {{}}, told: {{}}, met_with: {{}}}}
clauses:
  reply: {{duty: {{when: asked, must: answered, within: 2 days}}}}
  other: {other}
"""
QUOTA = "{quota: {per: unit, count: told, every: month, at_most: 1}}"
HEADS = "{accountability: {per: unit, on: {violation: reply}, answerable: {head: event.unit}}}"
DEEMS = "{duty: {when: asked, must: told, within: 3 days, on_lapse: {deem: met_with}}}"

KINDS = ("asked", "told", "asked", "told", "told", "answered", "met_with")


def apart(other: str, *kinds: str) -> Run:
    """A clause beside a common duty, over a case for each event; both evaluators say the same."""
    rulebook = rules(TEXT.format(other=other))
    events = [on(2 + place, kind, case=f"c{place}", unit="u") for place, kind in enumerate(kinds)]
    assert_same(rulebook, *events)
    run = run_of(rulebook, events, as_of=END)
    assert run is not None
    return run


def test_a_clause_that_crosses_cases_is_judged_apart_and_the_common_duty_by_its_program() -> None:
    run = apart(QUOTA, "asked", "told", "told")
    assert run.apart.clauses == {"p/other"}
    assert run.handed_over == frozenset()
    assert [slot.clause.id for slot in run.logs[0].program.slots] == ["reply"]


def test_a_clause_of_which_no_event_occurs_is_not_judged() -> None:
    run = apart(QUOTA, "asked", "answered")
    assert run.apart.clauses == frozenset()
    assert run.apart.asleep == {"p/other"}
    assert run.across is None


def test_what_hears_of_breaches_hears_of_those_that_a_program_found() -> None:
    run = apart(HEADS, "asked", "asked", "told")
    assert run.apart.listens
    assert run.handed_over == frozenset()
    attributions = run.field("attributions")
    assert isinstance(attributions, tuple)
    assert len(attributions) == 2


def answering(run: Run) -> frozenset[str]:
    """The clauses that are judged when somebody asks who answers."""
    return run.apart.answering.clauses if run.apart.answering is not None else frozenset()


def test_who_answers_is_judged_when_it_is_asked_for() -> None:
    rulebook = rules(TEXT.format(other=HEADS) + f"  many: {QUOTA}\n")
    events = [on(2 + place, kind, case=f"c{place}", unit="u") for place, kind in enumerate(KINDS)]
    plain = evaluate(rulebook, events, as_of=END, engine="reference")
    for first in ("violations", "attributions", "quality"):
        run = run_of(rulebook, events, as_of=END)
        assert run is not None
        assert answering(run) == {"p/other"}
        run.field(first)
        assert ("answerable" in vars(run)) == (first != "violations")
        for name in ("violations", "attributions", "ignored", "quality", "obligations"):
            assert run.field(name) == getattr(plain, name)


@pytest.mark.parametrize(
    ("clauses", "wanted"),
    [
        ("{accountability: {on: {violation: reply}, answerable: {head: event.unit}}}", {"p/other"}),
        (
            "{accountability: {on: {violation: reply}, answerable: {head: event.unit}, propose: warning}}\n"
            "  milder: {accountability: {on: {proposed: any}, adjust: lower}}",
            {"p/other", "p/milder"},
        ),
        (
            "{accountability: {on: {violation: reply}, answerable: {head: event.unit}, propose: warning,"
            " within: 2 days}}\n"
            "  milder: {accountability: {on: {proposed: any}, adjust: lower}}\n"
            "  twice: {accountability: {on: told, answerable: {head: event.unit}, propose: warning}}",
            set[str](),
        ),
        (
            "{accountability: {on: {violation: reply}, answerable: {head: event.unit}, propose: warning}}\n"
            "  then: {duty: {when: {proposed: other}, must: answered, within: 2 days}}",
            set[str](),
        ),
    ],
)
def test_what_something_else_hangs_on_is_judged_at_once(clauses: str, wanted: set[str]) -> None:
    rulebook = rules(
        "measures: {ladder: [hint, warning], imposed: met_with, dismissed: told}" + TEXT.format(other=clauses)
    )
    events = [on(2 + place, kind, case=f"c{place % 2}", unit="u") for place, kind in enumerate(KINDS)]
    assert_same(rulebook, *events)
    run = run_of(rulebook, events, as_of=END)
    assert run is not None
    assert answering(run) == wanted


def test_a_clause_of_which_programs_depend_keeps_its_cases() -> None:
    run = apart(DEEMS, "asked", "told")
    assert run.apart.clauses == frozenset()


def test_programs_decide_most_cases_beside_clauses_that_cross_them() -> None:
    chance, found = Thrown(random.Random(2)), Looked()
    for _ in range(25):
        rulebook, near = rulebook_of(chance, more=crossing)
        for _ in range(3):
            found += tried(asked_of(chance, rulebook, near), "", new=True)
    assert found.differences == ()
    assert found.tried == 75
    assert found.decided > 0.45 * found.cases
    assert found.obligations > 0.5 * found.decided


def test_what_hears_of_a_breach_is_apart_though_others_ask_whether_the_duty_was_kept() -> None:
    """Whether it was is not asked by whoever hears of its breach alone, but by a clause without a program."""
    text = """
    events: {asked: {}, answered: {}, urged: {}, harmed: {}}
    clauses:
      reply: {duty: {when: asked, must: answered, within: 2 days}}
      once: {requirement: {per: [case, unit], when: urged, require: 'not violated("reply")'}}
      heads: {accountability: {on: {all: [{violation: reply}, harmed]}, answerable: {head: event.unit}}}
    """
    log = [on(2, "asked", case="a", unit="u"), on(6, "harmed", case="a", unit="u")]
    log += [on(2, "asked", case="b", unit="u"), on(9, "urged", case="b", unit="u")]
    assert_same(rules(text), *log)
    run = run_of(rules(text), log, as_of=END)
    assert run is not None
    assert run.apart.clauses == {"p/heads"}
    found = run.field("attributions")
    assert isinstance(found, tuple)
    assert len(found) == 1
    assert [each.cases for each in run.judged] == [("b",)]
