"""Duties that several events meet together are compiled."""

import pytest

from govrules.model.convention import Convention
from tests.engine.compile.same import assert_compiled, assert_same_of_many
from tests.engine.rules import at, on, rules

TEXT = """
events:
  assigned: {}
  concluded: {data: {dispatched_at: date}}
  reported: {}
  published: {}
  stopped: {}
  resumed: {}
clauses:
  both:
    duty: {when: assigned, must: {all: [concluded, reported]}, within: 4 working days}
  in_turn:
    duty: {when: assigned, must: {in_order: [concluded, reported | published]}, within: 6 days, repeat: each}
  the_other_way:
    duty: {when: assigned, must: {in_order: [reported, concluded]}, within: 6 days, repeat: each}
  twice:
    duty: {when: assigned, must: {in_order: [reported, reported]}, within: 8 days, repeat: replace}
  paused:
    duty:
      when: assigned
      must: {all: [concluded, published]}
      within: {short: 2 working days, long: 9 days}
      pause: {from: stopped, to: resumed}
  noted:
    requirement: {when: concluded | reported, require: happened(assigned)}
"""
KINDS = ("assigned", "concluded", "concluded", "reported", "reported", "published", "stopped", "resumed")


def test_several_events_together_meet_a_duty() -> None:
    kinds = ("assigned", "reported", "concluded", "reported", "published")
    assert_compiled(rules(TEXT), *(on(at(day, 9), kind) for day, kind in enumerate(kinds, 2)))
    assert_compiled(rules(TEXT), on(at(2, 9), "assigned"), on(at(3, 9), "concluded"))


def test_events_at_one_instant_are_told_apart() -> None:
    assert_compiled(
        rules(TEXT), on(at(2, 9), "assigned"), on(at(3, 9), "reported"), on(at(3, 9), "concluded")
    )


@pytest.mark.parametrize("convention", [Convention(), Convention(fulfilled_by="dispatch")])
def test_both_say_the_same_of_any_several(convention: Convention) -> None:
    said = {"dispatched_at": (None, None, "2026-03-04")}
    assert assert_same_of_many(rules(TEXT, convention=convention), KINDS, said, number=120, most=9) > 60
