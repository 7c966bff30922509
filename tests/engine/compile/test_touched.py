"""Clauses apart are judged over cases that they may be about, and find what they find in the whole log."""

import random

import attrs
import pytest

from govrules.engine.compile.evaluating import run_of
from govrules.engine.compile.findings import Run
from govrules.engine.compile.touched import spoken_of
from govrules.model.events import Event
from govrules.testing.chance import Thrown
from govrules.testing.law_of_engines import difference_of
from tests.engine.compile.same import assert_same
from tests.engine.rules import END, on, rules
from tests.laws.crossing_rules import crossing
from tests.laws.ordinary_logs import asked_of
from tests.laws.ordinary_rules import rulebook_of
from tests.laws.test_evaluation_apart import together

TEXT = """
events:
  asked: {{}}
  answered: {{}}
  told: {{data: {{person: string}}}}
  told_again: {{is: told, if: happened(written)}}
  written: {{}}
  noted: {{data: {{person: string}}}}
  logged: {{recorded: {{from: 2026-01-01}}}}
parameters:
  most: {{type: integer, values: [{{from: 2026-01-01, value: 1, for: happened(noted)}}]}}
clauses:
  reply: {{duty: {{when: asked, must: answered, within: 2 days}}}}
  other: {other}
"""
QUOTA = "{quota: {per: person, count: told, every: month, at_most: 1}}"
REQUIRED = "{requirement: {per: person, when: told, require: happened(written)}}"


def judged(other: str, *events: Event) -> tuple[Run, tuple[str, ...]]:
    """The cases over which a clause beside a common duty is judged; both evaluators say the same."""
    rulebook = rules(TEXT.format(other=other))
    assert_same(rulebook, *events)
    run = run_of(rulebook, events, as_of=END)
    assert run is not None
    assert run.apart.clauses == {"p/other"}
    found = run.across or run.answerable
    assert found is not None
    return run, found.cases


def test_a_case_of_which_a_clause_does_not_speak_is_left_out() -> None:
    events = [on(3, "asked", case="a"), on(4, "asked", case="b"), on(5, "told", case="c", person="x")]
    # The log begins with the first of them.
    assert judged(QUOTA, *events)[1] == ("a", "c")


@pytest.mark.parametrize("other", [QUOTA, REQUIRED])
def test_the_case_in_which_a_slice_was_named_first_is_kept(other: str) -> None:
    events = [
        on(2, "asked", case="a"),
        on(5, "noted", case="b", person="x"),
        on(4, "noted", case="c", person="x"),
        on(6, "told", case="d", person="x"),
        on(6, "written", case="d"),
    ]
    assert judged(other, *events)[1] == ("a", "c", "d")


def test_of_a_slice_that_no_event_names_of_which_it_speaks_a_requirement_finds_nothing() -> None:
    events = [
        on(2, "asked", case="a"),
        on(4, "noted", case="b", person="y"),
        on(6, "told", case="d", person="x"),
    ]
    assert judged(REQUIRED, *events)[1] == ("a", "d")
    assert judged(QUOTA, *events)[1] == ("a", "b", "d")


def test_what_a_clause_hears_of_is_kept() -> None:
    heads = "{accountability: {per: unit, on: {violation: reply}, answerable: {head: event.unit}}}"
    kinds = ("asked", "noted", "asked", "noted", "answered")
    events = [on(2 + place, kind, case=f"c{place}", unit="u") for place, kind in enumerate(kinds)]
    run, cases = judged(heads, *events)
    assert cases == ("c0", "c2")
    attributions = run.field("attributions")
    assert isinstance(attributions, tuple)
    assert len(attributions) == 2


def test_what_a_clause_speaks_of_by_other_names_is_among_its_words() -> None:
    def spoken(other: str) -> set[str] | None:
        policy = rules(TEXT.format(other=other)).policies[0]
        found = spoken_of(policy.clauses[1], policy)
        return None if found is None else policy.events.keys() & found

    assert spoken(QUOTA) == {"told"}
    assert spoken("{requirement: {per: policy, when: asked, require: count(told_again) >= 1}}") == {
        "asked",
        "told",
        "written",
    }
    assert spoken("{quota: {per: policy, count: asked, every: month, at_most: params.most}}") == {
        "asked",
        "noted",
    }
    # Over which time it is recorded may hang on the first event of a slice, whatever that is.
    assert spoken("{quota: {per: policy, count: logged, every: month, at_most: 1}}") is None


def test_clauses_over_the_whole_log_find_in_long_logs_what_the_reference_finds() -> None:
    chance, left_out = Thrown(random.Random(6)), 0
    for _ in range(12):
        rulebook, near = rulebook_of(chance, more=crossing)
        asked = together([asked_of(chance, rulebook, near) for _ in range(6)])
        history = asked.history
        assert difference_of(history, known_at=asked.known_at, dated=asked.dated) == ""
        run = run_of(rulebook, history.events, as_of=history.as_of if asked.dated else None)
        if run is not None and run.across is not None:
            left_out += len(run.columns.cases) - len(run.across.cases)
    assert left_out > 20


def test_of_two_events_that_name_a_slice_first_that_of_the_earlier_case_is_kept() -> None:
    first, second = (on(3, "noted", case=case, person="x") for case in "bc")
    events = [on(2, "asked", case="a"), second, first, on(6, "told", case="d", person="x")]
    assert judged(QUOTA, *events)[1] == ("a", "b", "d")
    events[2] = attrs.evolve(first, data={})
    assert judged(QUOTA, *events)[1] == ("a", "c", "d")
