"""An expression written down and read again is the same."""

import pytest
from hypothesis import given

import govrules as gr
from govrules.model.conditions import Condition
from govrules.model.dependence import parts
from govrules.model.written import written
from govrules.rulefile.expression import parse_expression
from govrules.testing import conditions


def again(text: str) -> object:
    return parse_expression(text).expression


@pytest.mark.parametrize(
    "text",
    [
        "event.a + event.b - (event.c - 1) * 2",
        "(event.a + 1) * -event.b",
        "not (happened(x) and event.a) or event.b",
        "not event.a == 1",
        "(event.a or event.b) and event.c",
        '"x" in ["x", \'y"\'] and event.n not in [1, 2.5]',
        "1 < event.a <= 3",
        "(1 < event.a) == event.b",
        "event.a if given(event.a) else event.b if event.c else null",
        "(event.a if event.b else event.c) + 1",
        'days_between(event.at, trigger.at) <= 3 and holder("局长", of=unit) == event.person',
        "true and false",
    ],
)
def test_no_parentheses_are_lost_and_none_are_needless(text: str) -> None:
    expression = parse_expression(text).expression
    assert expression is not None
    assert written(expression) == text
    assert again(written(expression)) == expression


@given(conditions())
def test_any_condition_is_read_again(condition: Condition) -> None:
    assert again(written(condition.expression)) == condition.expression


def test_every_condition_of_the_packs_is_read_again() -> None:
    found = [
        part.expression
        for clause in gr.load("cn/hubei-2008-36", "cn/licensing-law").or_raise().clauses
        for part in parts(clause)
        if isinstance(part, Condition)
    ]
    assert len(found) > 50
    assert [each for each in found if again(written(each)) != each] == []
