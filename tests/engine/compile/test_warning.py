"""Warnings are told from what a program recorded, where that tells them; both evaluators give the same."""

import datetime as dt

import pytest

from govrules.engine.batch import evaluate
from govrules.engine.compile.findings import Run
from govrules.model.events import Event
from govrules.model.findings import Alert
from tests.engine.compile.same import assert_same, assert_same_of_many
from tests.engine.rules import at, on, rules

TEXT = """
parameters:
  lead: {type: period, values: {2004-07-01: 2 working days, 2026-03-10: 1 working day}}
records:
  unit: {set_by: [registered], data: {kind: string}}
events:
  received: {}
  replied: {}
  withdrawn: {}
  transferred: {data: {to_unit: string}}
  paused: {data: {why: string}}
  went_on: {data: {why: string}}
  stopped: {if: event.why == "hearing", is: paused}
  resumed: {if: event.why == "hearing", is: went_on}
  registered: {data: {kind: string}}
clauses:
  reply:
    responsible: {first: trigger.unit, passes: {on: transferred, to: event.to_unit}}
    duty:
      when: received
      must: replied
      within: 5 working days
      pause: {from: stopped, to: resumed}
      end_on: withdrawn
      warn: [params.lead left, 50% used, 100 days left]
  answer:
    responsible: trigger.unit
    duty: {when: received, must: replied, within: 8 days, warn: [3 days left, 90% used]}
"""


def warned(*events: Event, as_of: dt.date) -> tuple[Alert, ...]:
    assert_same(rules(TEXT), *events, as_of=as_of)
    return evaluate(rules(TEXT), events, as_of=as_of, engine="compiled").alerts


def test_no_case_is_judged_again_for_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    events = [
        *(Event(f"c{number}", "received", at(2, 9), unit="Office") for number in range(6)),
        *(Event(f"c{number}", "replied", at(day, 17)) for number, day in ((0, 2), (1, 4), (2, 9), (3, 20))),
        Event("c4", "withdrawn", at(5, 9)),
    ]
    expected = warned(*events, as_of=dt.date(2026, 3, 8))
    assert len(expected) == 17
    judged: set[int] = set()
    monkeypatch.setattr(Run, "judge", lambda _, cases: judged.update(cases))
    found = evaluate(rules(TEXT), events, as_of=dt.date(2026, 3, 8), engine="compiled")
    assert (found.alerts, judged) == (expected, set())


def test_a_warning_at_the_instant_of_the_reply_is_as_in_the_reference() -> None:
    for day in (4, 5, 6):
        for time in (at(day, 0), at(day, 0, 1), dt.date(2026, 3, day)):
            given = warned(on(at(2, 9), "received"), on(time, "replied"), as_of=dt.date(2026, 3, 31))
            assert given


def test_both_say_the_same_of_any_duty_that_warns() -> None:
    kinds = ("received", "received", "replied", "withdrawn", "transferred", "paused", "went_on", "registered")
    said = {"why": ("hearing", "hearing", "lunch", None), "to_unit": ("Other", None), "kind": ("a",)}
    assert assert_same_of_many(rules(TEXT), kinds, said, number=160, most=5) > 20


def test_a_warning_is_given_at_its_instant_whatever_was_asked_earlier_on_that_day() -> None:
    rulebook = rules(TEXT)
    for day in range(2, 13):
        for hour in (12, 23):
            assert_same(rulebook, Event("c", "received", at(2, 9), unit="Office"), as_of=at(day, hour))
        assert_same(rulebook, Event("c", "received", at(2, 9), unit="Office"), as_of=at(day + 1, 0))
