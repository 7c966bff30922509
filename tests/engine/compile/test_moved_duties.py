"""Pauses that are paired by a field, and ends of duties with a limit that is looked up, are walked."""

from tests.engine.compile.same import assert_compiled, assert_same_of_many
from tests.engine.rules import at, on, rules

TEXT = """
events:
  received: {data: {limit: period}}
  decided: {}
  stopped: {data: {procedure: string}}
  resumed: {data: {procedure: string}}
  withdrawn: {}
  told: {}
clauses:
  decide:
    duty:
      when: received
      must: decided
      within: 4 working days
      pause: {from: stopped, to: resumed, per: procedure}
      end_on: withdrawn
  tell:
    duty: {when: received, must: told, within: trigger.limit, end_on: withdrawn}
"""


def test_a_pause_may_be_paired_by_a_field() -> None:
    assert_compiled(
        rules(TEXT),
        on(at(2, 9), "received", limit="20 days"),
        on(at(3, 9), "stopped", procedure="hearing"),
        on(at(5, 9), "resumed", procedure="hearing"),
        on(at(5, 17), "told"),
        on(at(9, 9), "decided"),
    )


def test_a_duty_with_a_limit_that_is_looked_up_may_end() -> None:
    assert_compiled(rules(TEXT), on(at(2, 9), "received", limit="5 days"), on(at(4, 9), "withdrawn"))


def test_both_say_the_same_of_any_moved_duty() -> None:
    kinds = ("received", "decided", "stopped", "stopped", "resumed", "resumed", "withdrawn", "told")
    said = {"limit": ("5 days", "3 working days", "20 days"), "procedure": ("a", "a", "a", "b", None)}
    assert assert_same_of_many(rules(TEXT), kinds, said, number=160, most=7) > 20
