"""Duties met by dispatch, or before they begin, are compiled."""

from govrules.model.convention import Convention
from tests.engine.compile.same import assert_compiled, assert_same_of_many
from tests.engine.rules import at, on, rules

TEXT = """
events:
  received: {}
  decided: {data: {dispatched_at: date}}
  held: {}
  invited: {}
clauses:
  decide:
    duty: {when: received, must: decided, within: 5 working days}
  again:
    duty: {when: received, must: decided, within: 8 days, repeat: replace}
  invite:
    duty: {when: received, must: invited, before: held, early: counts}
  early:
    duty: {when: held, must: invited, within: 3 days, early: counts, repeat: each}
"""
BOOK = rules(TEXT, convention=Convention(fulfilled_by="dispatch"))


def test_what_does_not_say_when_it_was_sent_counts_at_its_own_time() -> None:
    assert_compiled(BOOK, on(at(2, 9), "received"), on(at(12, 9), "decided"))


def test_what_came_before_the_trigger_may_count() -> None:
    assert_compiled(
        BOOK,
        on(at(2, 9), "invited"),
        on(at(3, 9), "received"),
        on(at(4, 9), "decided"),
        on(at(6, 9), "held"),
    )


def test_both_say_the_same_of_any_dispatch() -> None:
    kinds = ("received", "decided", "decided", "held", "invited")
    said = {"dispatched_at": (None, None, "2026-03-04", "soon")}
    assert assert_same_of_many(BOOK, kinds, said, number=120) > 20
