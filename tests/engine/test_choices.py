"""Choices of a convention that decide what an event does, beside how days are counted."""

import pytest

from govrules.model.convention import Convention
from tests.engine.rules import at, day, ignored, judge, on, rules, states

PAUSED = """
events: {accepted: {}, decided: {}, stopped: {}, resumed: {}}
clauses:
  decide:
    duty: {when: accepted, must: decided, within: 5 working days, pause: {from: stopped, to: resumed}}
"""
EVENTS = [on(2, "accepted"), on(4, "stopped"), on(6, "stopped"), on(10, "resumed")]


@pytest.mark.parametrize(
    ("again", "due", "aside", "pauses"),
    [
        # Stopped on 4 to 10, without 5 to 10: 3, 4, 11, 12, 13.
        ("ignore", day(13), "already-paused", [(day(4), day(10))]),
        # Stopped on 6 to 10, without 7 to 10: 3, 4, 5, 6, 11.
        ("move", day(11), "paused-anew", [(day(6), day(10))]),
    ],
)
def test_a_second_start_while_paused_is_ignored_or_replaces_the_first(
    again: str, due: object, aside: str, pauses: list[object]
) -> None:
    convention = Convention().with_keys(pause_again=again)
    found = judge(rules(PAUSED, convention=convention), *EVENTS)
    [obligation] = found.obligations
    assert obligation.due == due
    assert [(each.start.at.date, each.end and each.end.at.date) for each in obligation.pauses] == pauses
    assert [(each.event.time, each.reason.code) for each in found.ignored] == [
        (day(4) if again == "move" else day(6), aside)
    ]


def test_a_second_start_cannot_replace_the_first_once_the_time_would_have_been_up() -> None:
    # Running on from 4 the time would have been up on Monday 9.
    events = [on(2, "accepted"), on(4, "stopped"), on(10, "stopped"), on(12, "resumed")]
    found = judge(rules(PAUSED, convention=Convention().with_keys(pause_again="move")), *events)
    # Without 5 to 12: 3, 4, 13, 16, 17.
    assert (states(found), ignored(found)) == (
        [("decide@2026-03-02", "overdue", day(17))],
        [("stopped", "already-paused")],
    )


POSTED = """
events: {served: {}, appealed: {}, noted: {}}
clauses:
  appeal: {duty: {when: served, must: appealed, within: 5 working days}}
"""
DISPATCH = Convention().with_keys(fulfilled_by="dispatch")


@pytest.mark.parametrize(
    ("sent", "state"),
    [
        ("2026-03-09", "met"),
        ("2026-03-10", "met_late"),
        ("2026-03-09T23:59:00+08:00", "met"),
        ("2026-03-10T00:01:00+08:00", "met_late"),
        (None, "met_late"),
    ],
)
def test_what_was_posted_in_time_is_in_time_whenever_it_arrives(sent: str | None, state: str) -> None:
    # Due on Monday 9, arrived on Thursday 12; an event that does not say when it was sent counts as it came.
    data = {} if sent is None else {"dispatched_at": sent}
    events = [on(2, "served"), on(12, "appealed", **data)]
    assert states(judge(rules(POSTED, convention=DISPATCH), *events))[0][1:] == (state, day(9))
    # By receipt it is late either way.
    assert states(judge(rules(POSTED), *events))[0][1:] == ("met_late", day(9))


def test_how_late_it_is_counts_to_the_day_it_was_sent() -> None:
    events = [on(2, "served"), on(16, "appealed", dispatched_at="2026-03-11")]
    found = judge(rules(POSTED, convention=DISPATCH), *events)
    assert [(each.late_by_days, each.late_by_working_days) for each in found.violations] == [(2, 2)]


def test_what_was_written_in_time_but_sent_later_counts_when_it_was_sent() -> None:
    events = [on(2, "served"), on(9, "appealed", dispatched_at="2026-03-12")]
    found = judge(rules(POSTED, convention=DISPATCH), *events)
    assert states(found) == [("appeal@2026-03-02", "met_late", day(9))]
    # Until then it has not been sent.
    found = judge(rules(POSTED, convention=DISPATCH), *events, as_of=day(11))
    assert states(found) == [("appeal@2026-03-02", "overdue", day(9))]


@pytest.mark.parametrize("arrived", [2, 3, 12])
def test_what_was_sent_before_the_duty_began_and_came_after_is_in_time(arrived: int) -> None:
    # Due on Monday 9: the rule of posting makes nothing late, and nothing undone.
    events = [on(2, "served"), on(arrived, "appealed", dispatched_at="2026-03-01")]
    assert states(judge(rules(POSTED, convention=DISPATCH), *events))[0][1:] == ("met", day(9))


def test_what_was_sent_and_came_before_the_duty_began_does_not_count() -> None:
    events = [on(1, "appealed", dispatched_at="2026-02-27"), on(2, "served")]
    assert states(judge(rules(POSTED, convention=DISPATCH), *events))[0][1:] == ("overdue", day(9))


def test_a_day_of_dispatch_that_cannot_be_read_leaves_the_matter_unknown() -> None:
    events = [on(2, "served"), on(at(12, 9), "appealed", dispatched_at="last week")]
    found = judge(rules(POSTED, convention=DISPATCH), *events)
    assert [each.reason.code for each in found.unknowns] == ["not-a-day"]
    assert found.violations == ()
