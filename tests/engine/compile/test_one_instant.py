"""What else happened at the instant of a trigger matters only where it triggers the same clause."""

import datetime as dt

import pytest

from govrules.engine.compile.evaluating import run_of
from govrules.engine.compile.findings import Run
from govrules.model.events import Event
from tests.engine.compile.same import assert_same
from tests.engine.rules import END, at, on, rules

RULES = """
events:
  asked: {data: {task: string, well: bool}}
  noted: {}
  answered: {data: {task: string}}
clauses:
  answer: {duty: {when: asked, must: answered, within: 2 days}}
  answer_each: {duty: {when: asked, must: answered, within: 2 days, repeat: each}}
  ask_well: {requirement: {when: asked | noted, require: event.well}}
  by_task: {per: [case, task], duty: {when: asked, must: answered, within: 3 days, repeat: each}}
"""


def broken(*events: Event) -> Run:
    assert_same(rules(RULES), *events)
    run = run_of(rules(RULES), events, as_of=END)
    assert run is not None
    assert run.field("violations")
    return run


@pytest.mark.parametrize("when", [2, at(2, 9)], ids=["date", "instant"])
def test_what_happened_besides_at_one_instant_needs_no_second_judgement(when: int | dt.datetime) -> None:
    events = (on(when, "asked", task="a"), on(when, "answered", task="b"), on(20, "answered", task="a"))
    if not isinstance(when, int):
        events = (*events[:2], on(at(20, 9), "answered", task="a"))
    assert not broken(*events).judged


def test_two_triggers_at_one_instant_are_told_apart_where_both_are_judged() -> None:
    events = (on(2, "asked", task="a", well=True), on(2, "asked", task="a", well=False), on(20, "answered"))
    assert broken(*events).judged
    assert broken(on(2, "asked", task="a", well=False), on(2, "noted")).judged


def test_triggers_of_two_parts_at_one_instant_need_none() -> None:
    text = RULES[: RULES.index("  answer:")] + RULES[RULES.index("  by_task:") :]
    events = (on(2, "asked", task="a"), on(2, "asked", task="b"), on(20, "answered", task="a"))
    assert_same(rules(text), *events)
    run = run_of(rules(text), events, as_of=END)
    assert run is not None
    found = run.field("violations")
    assert isinstance(found, tuple)
    assert [each.slice for each in found] == [(("task", "a"),), (("task", "b"),)]
    assert not run.judged


KEPT = """
case: {asked: {type: bool}}
events: {decided: {}, noted: {}}
clauses:
  ask_first: {requirement: {when: decided, require: happened(noted) or case.asked}}
"""


@pytest.mark.parametrize(
    ("log", "judged"),
    [
        ((on(2, "noted"), on(3, "decided")), False),
        ((on(2, "noted", asked=False), on(3, "decided", asked=True)), False),
        ((on(3, "noted"), on(3, "decided")), True),
        ((on(3, "noted", asked=True), on(3, "decided")), True),
        ((on(at(3, 9), "noted"), on(at(3, 9), "decided")), False),
    ],
)
def test_what_was_kept_is_read_twice_only_where_the_order_of_a_day_may_matter(
    log: tuple[Event, ...], *, judged: bool
) -> None:
    assert_same(rules(KEPT), *log)
    run = run_of(rules(KEPT), log, as_of=END)
    assert run is not None
    assert run.field("obligations")
    assert bool(run.judged) == judged
