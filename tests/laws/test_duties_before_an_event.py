"""What must come before an event: what was settled before that event stays settled when it comes."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govrules.engine.batch import evaluate
from govrules.model.events import Event
from govrules.model.policy import Rulebook
from tests.engine.rules import at, on, rules

TEXT = """
events: {planned: {}, told: {}, held: {}, withdrawn: {}, noted: {}}
clauses:
  tell:
    duty: {when: planned, must: told, before: held, BODY}
  kept:
    requirement: {when: noted, require: met(tell)}
"""
LEADS = ["", "at_least: 1 working day, ", "at_least: 3 days, "]
RULEBOOKS = [
    rules(TEXT.replace("BODY", f"{lead}end_on: withdrawn, early: {early}, repeat: {repeat}"))
    for lead in LEADS
    for early in ("counts", "does_not")
    for repeat in ("ignore", "each", "replace")
]
SETTLED = {"met", "met_late", "ended", "violated", "lapsed"}
KINDS = ["planned", "planned", "told", "told", "held", "withdrawn", "noted", "noted"]


@st.composite
def events(draw: st.DrawFn) -> Event:
    number = draw(st.integers(2, 14))
    hour = draw(st.sampled_from([None, None, 9, 15]))
    return on(number if hour is None else at(number, hour), draw(st.sampled_from(KINDS)))


def settled(rulebook: Rulebook, log: list[Event], as_of: dt.date) -> dict[str, Any]:
    found = evaluate(rulebook, log, as_of=as_of)
    certain = {each.id: each for each in found.obligations if each.state in SETTLED}
    return {**certain, **{each.id: each for each in found.violations if each.obligation in certain}}


@pytest.mark.parametrize("rulebook", RULEBOOKS)
@settings(max_examples=settings().max_examples // 2)
@given(st.lists(events(), min_size=2, max_size=8), st.integers(1, 15), st.integers(1, 15))
def test_what_was_settled_before_the_event_stays_settled(
    rulebook: Rulebook, log: list[Event], days: int, more: int
) -> None:
    as_of = dt.date(2026, 3, 1) + dt.timedelta(days=days)
    before = settled(rulebook, log, as_of)
    after = settled(rulebook, log, as_of + dt.timedelta(days=more))
    assert {each: after.get(each) for each in before} == before
