"""Chains of comparisons, choices, dates and moments in conditions are compiled."""

from tests.engine.compile.same import assert_compiled, assert_same_of_many
from tests.engine.rules import at, on, rules

TEXT = """
parameters:
  most: {type: integer, values: [{from: 2020-01-01, value: 3}, {from: 2026-03-10, value: 5}]}
events:
  received: {data: {level: integer, due_on: date}}
  decided: {data: {level: integer, valid_until: date}}
  asked: {}
clauses:
  chain:
    requirement: {when: received, require: 1 <= event.level <= params.most}
  choice:
    requirement: {when: decided, require: event.level < (3 if happened(asked) else 5)}
  in_time:
    requirement: {when: decided, require: event.valid_until >= event.date}
  before_a_day:
    requirement: {when: received, require: event.due_on > "2026-03-10"}
  soon:
    requirement: {when: decided, require: 'days_between(first(received), event.date) <= 5'}
  last:
    requirement: {when: decided, require: 'days_between(last(received), event.valid_until) > 2'}
"""


def test_conditions_may_compare_dates_and_choose() -> None:
    assert_compiled(
        rules(TEXT),
        on(at(2, 9), "received", level=4, due_on="2026-03-09"),
        on(at(3, 9), "asked"),
        on(at(9, 9), "decided", level=3, valid_until="2026-03-08"),
    )


def test_both_say_the_same_of_any_conditions() -> None:
    said = {
        "level": (1, 3, 4, 5, None),
        "due_on": ("2026-03-10", "2026-03-11", "2026-03-11T09:00:00+08:00", "soon"),
        "valid_until": ("2026-03-05", "2026-03-12", None),
        "date": (None, None, None, "2026-03-04"),
    }
    assert assert_same_of_many(rules(TEXT), ("received", "decided", "asked"), said, number=120) > 20
