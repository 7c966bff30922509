"""A condition of which nobody knows whether it holds leaves its case with the programs."""

import datetime as dt
from typing import Any

import pytest

from govrules.engine.batch import Engine, evaluate
from govrules.engine.compile.evaluating import run_of
from govrules.model.events import Event
from tests.engine.compile.same import assert_compiled, assert_same, assert_same_of_many
from tests.engine.rules import END, at, on, rules

TEXT = """
events:
  asked:
    data: {amount: integer, share: number, urgent: bool, due_on: date, note: string, other: any, word: any}
  answered: {}
  stopped: {}
case:
  joint: bool
clauses:
  opened_perhaps:
    if: event.amount > 5
    duty: {when: asked, must: answered, within: 3 working days}
  required_perhaps:
    requirement: {when: asked, require: event.amount > 5}
  excused_perhaps:
    unless: event.urgent
    requirement: {when: asked, require: event.amount > 5}
  forbidden_perhaps:
    if: event.amount > 5
    unless: case.joint
    prohibition: {when: asked}
  late_perhaps:
    unless: case.joint
    duty: {when: asked, must: answered, within: 3 working days, repeat: each}
  lapsed_perhaps:
    duty:
      when: asked
      must: answered
      within: 2 working days
      on_lapse:
        - {if: trigger.amount > 7, breach: true}
        - {if: case.joint, breach: false}
        - {breach: true}
  of_no_declared_kind:
    requirement: {when: asked, require: 'event.other > 3 or event.word in ["a", "b"]'}
  the_same_either_way:
    requirement: {when: asked, require: (4 if event.urgent else 4) > 3}
  by_a_day:
    if: event.date <= event.due_on
    requirement: {when: asked, require: event.share >= 0.5 and event.note != "no"}
"""
ALONE = """
events:
  asked: {data: {amount: integer}}
  answered: {}
clauses:
  opened_perhaps:
    if: event.amount > 5
    duty: {when: asked, must: answered, within: 3 working days}
"""
ENGINES: tuple[Engine, Engine] = ("compiled", "reference")
SAID = {
    "amount": (3, 6, 9, "many", None, None),
    "urgent": (True, False, "perhaps", None),
    "joint": (True, None, None, None),
    "other": (2, 4, 4.5, "5", True, None),
    "word": ("a", "c", 3, None),
    "share": (0.5, 1, "half", None),
    "note": ("no", "yes", 5, None),
    "due_on": ("2026-03-10", "soon", None),
}


@pytest.mark.parametrize("said", [{}, {"amount": 6}, {"amount": "many", "urgent": True}, {"joint": True}])
def test_what_is_unknown_is_recorded_as_such(said: dict[str, Any]) -> None:
    assert_compiled(rules(TEXT), on(at(2, 9), "asked", **said), on(at(16, 9), "answered"))
    assert_compiled(rules(TEXT), on(dt.date(2026, 3, 2), "asked", **said))


def test_who_asks_for_violations_alone_has_no_case_judged_once_more() -> None:
    events = (on(at(2, 9), "asked"), on(at(2, 9), "answered"), on(at(3, 9), "asked", amount=6, urgent=True))
    run = run_of(rules(TEXT), events, as_of=END)
    assert run is not None
    run.field("violations")
    assert run.judged == []
    run.field("unknowns")
    assert [len(each.cases) for each in run.judged] == [1]


@pytest.mark.parametrize("name", ["obligations", "violations", "unknowns", "ignored", "quality", "alerts"])
@pytest.mark.parametrize("text", [TEXT, ALONE])
def test_each_field_is_right_though_nothing_was_asked_before(name: str, text: str) -> None:
    events = (on(at(2, 9), "asked", other=1), on(at(12, 9), "answered"), on(at(16, 9), "asked", amount=9))
    fast, slow = (evaluate(rules(text), events, as_of=END, engine=each) for each in ENGINES)
    assert getattr(fast, name) == getattr(slow, name)


@pytest.mark.parametrize("text", [TEXT, ALONE])
@pytest.mark.parametrize("amount", [None, 9])
def test_what_is_unknown_is_counted_and_found_by_its_state(text: str, amount: int | None) -> None:
    events = (
        on(at(2, 9), "asked", other=1),
        on(at(12, 9), "answered"),
        on(at(16, 9), "asked", amount=amount),
    )
    for ask in (
        lambda found: (found.counts, found.cases),
        lambda found: found.in_state("unknown"),
        lambda found: found.in_state("overdue", "unknown"),
    ):
        fast, slow = (evaluate(rules(text), events, as_of=END, engine=each) for each in ENGINES)
        assert ask(fast) == ask(slow)


def test_both_say_the_same_of_anything_unknown() -> None:
    assert assert_same_of_many(rules(TEXT), ("asked", "asked", "answered"), SAID, number=160) > 80


def test_a_text_that_spells_a_day_is_left_to_the_reference_in_whatever_long_log_it_stands() -> None:
    text = "by_a_day: {requirement: {when: asked, require: event.word < event.due_on}}"
    rulebook = rules(TEXT.split("clauses:")[0] + "clauses:\n  " + text + "\n")
    events = [
        Event(f"c{number:02}", "asked", at(2, 9), data={"word": "2026-03-01", "due_on": "2026-03-09"})
        for number in range(20)
    ]
    assert_same(rulebook, *events)
    run = run_of(rulebook, events, as_of=END)
    assert run is not None
    assert len(run.handed_over) == 20


@pytest.mark.parametrize(("name", "value"), [("other", 4.5), ("date", "2026-03-05")])
def test_a_value_that_compares_in_a_way_of_its_own_is_left_to_the_reference(name: str, value: object) -> None:
    event = Event("c", "asked", dt.date(2026, 3, 2), data={name: value, "due_on": "2026-03-04"})
    run = run_of(rules(TEXT), [event], as_of=END)
    assert run is not None
    assert run.handed_over == frozenset({0})
