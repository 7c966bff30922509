"""Conditions in the generated source hold, and are unknown, where those of the reference are."""

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govrules.engine.batch import evaluate
from govrules.engine.compile.evaluating import run_of
from govrules.model.policy import Rulebook
from govrules.rulefile.load import load_text
from govrules.testing import conditions
from govrules.testing.chance import Thrown
from govrules.testing.law_of_engines import difference_of
from tests.laws.ordinary_logs import asked_of
from tests.laws.ordinary_rules import ERAS, condition_of

HEAD = """\
govrules: 1
policy: asked
time_zone: Asia/Shanghai
calendar: cn
convention: cn-civil-code
parameters:
  most: {type: integer, values: {2020-01-01: 3, 2023-10-01: 2}}
case:
  joint: {type: bool, default: false}
  size: {type: integer}
events:
  received:
    data: {urgent: bool, grade: [simple, complex], amount: integer, share: number, note: string}
  accepted: {data: {urgent: bool, amount: integer, note: string}}
  decided: {data: {outcome: [granted, refused], days: integer, urgent: bool}}
  told: {}
  settled: {}
  withdrawn: {}
clauses:
"""


def asking(text: str, trigger: str) -> Rulebook:
    """A policy of one clause that requires a condition at each event of a type."""
    clause = f"  holds: {{requirement: {{when: {trigger}, require: '{text}'}}}}\n"
    return load_text(HEAD + clause).or_raise()


def verdicts(rulebook: Rulebook, chance: Thrown) -> Counter[str]:
    """What both evaluators say of the condition at each event of a log; it is the same."""
    asked = asked_of(chance, rulebook, ERAS[0][1])
    history = asked.history
    what = difference_of(history)
    assert not what, what
    plain = evaluate(rulebook, history.events, as_of=history.as_of, engine="reference")
    run = run_of(rulebook, history.events, as_of=history.as_of)
    if run is None:
        return Counter({"left to the reference": len(plain.obligations)})
    handed = {run.columns.cases[case] for case in run.handed_over}
    return Counter(
        f"{each.state}, handed over" if each.case in handed else each.state for each in plain.obligations
    )


@settings(max_examples=settings().max_examples // 2, deadline=None)
@given(st.data())
def test_a_random_condition_holds_where_the_reference_says(data: st.DataObject) -> None:
    text = data.draw(conditions(events=("accepted", "decided", "told"))).text
    seed = data.draw(st.integers(0, 10_000))
    verdicts(asking(text, "decided"), Thrown(random.Random(seed)))


@pytest.mark.parametrize("trigger", ["received", "accepted"])
def test_conditions_on_data_are_decided_either_way_or_unknown(trigger: str) -> None:
    chance = Thrown(random.Random(2))
    found = Counter[str]()
    for _ in range(40):
        rulebook = asking(condition_of(chance, trigger), trigger)
        for _ in range(3):
            found += verdicts(rulebook, chance)
    assert found["met"] > 20
    assert found["violated"] > 20
    assert found["unknown"] > 0
