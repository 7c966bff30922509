"""How a source system spells a value is nobody's breach."""

import datetime as dt

import pytest

from govrules.engine.batch import evaluate
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event
from govrules.rulefile.load import load_text

RULES = """
govrules: 1
policy: p
in_force: {from: 2020-01-01}
calendar: cn
convention: cn-civil-code
time_zone: Asia/Shanghai
events:
  signed: {data: {role: [head, deputy], copies: {choices: [1, 2]}}}
  asked: {data: {organs: list}}
  asked_loosely: {}
  answered: {data: {unit: string}}
clauses:
  by_the_head: {requirement: {when: signed, require: event.role == "head"}}
  two_copies: {requirement: {when: signed, if: given(event.copies), require: event.copies == 2}}
  each_answers:
    for_each: {unit: trigger.organs}
    duty: {when: asked, must: answered, within: 5 working days}
  each_answers_loosely:
    for_each: {unit: trigger.organs}
    duty: {when: asked_loosely, must: answered, within: 5 working days}
"""
DAY = dt.date(2025, 3, 3)


def judged(*events: Event) -> Evaluation:
    return evaluate(load_text(RULES).or_raise(), events, as_of=dt.date(2025, 6, 30))


def signed(**data: object) -> Evaluation:
    return judged(Event("c", "signed", DAY, data=data))


def test_a_value_that_is_none_of_the_choices_declared_is_unknown() -> None:
    found = signed(role="Head")
    assert found.violations == ()
    assert [(each.clause, each.reason.code, each.reason.en) for each in found.unknowns] == [
        (
            "by_the_head",
            "not-a-choice",
            "the value of `event.role` is none of those declared: `head`, `deputy`",
        )
    ]


def test_a_declared_choice_decides() -> None:
    assert [each.clause for each in signed(role="deputy").violations] == ["by_the_head"]
    assert signed(role="head").violations == ()


def test_a_choice_that_is_a_number_may_come_as_text() -> None:
    found = signed(role="head", copies="2")
    assert (found.violations, found.unknowns) == ((), ())
    assert [each.clause for each in signed(role="head", copies="1").violations] == ["two_copies"]


@pytest.mark.parametrize("event", ["asked", "asked_loosely"])
@pytest.mark.parametrize("organs", ["A;B", "A"])
def test_a_text_is_no_list_of_names(event: str, organs: str) -> None:
    found = judged(
        Event("c", event, DAY, data={"organs": organs}),
        Event("c", "answered", DAY + dt.timedelta(1), unit="A"),
        Event("c", "answered", DAY + dt.timedelta(1), unit="B"),
    )
    assert found.violations == ()
    assert [(each.reason.code, each.reason.en) for each in found.unknowns] == [
        ("wrong-type", "the value of `trigger.organs` is not a list")
    ]


@pytest.mark.parametrize("event", ["asked", "asked_loosely"])
def test_a_list_names_its_members(event: str) -> None:
    found = judged(
        Event("c", event, DAY, data={"organs": ["A", "B"]}),
        Event("c", "answered", DAY + dt.timedelta(1), unit="A"),
    )
    assert [each.responsible or dict(each.slice)["unit"] for each in found.violations] == ["B"]
