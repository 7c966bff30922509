"""A pause that runs already when the duty arises stops its clock from the first day."""

import datetime as dt

import pytest

from govrules.engine.batch import evaluate
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
  accepted: {}
  decided: {}
  hearing_started: {data: {hearing: string}}
  hearing_ended: {data: {hearing: string}}
clauses:
  decide:
    duty:
      when: accepted
      must: decided
      within: 5 working days
      pause: [{from: hearing_started, to: hearing_ended, per: hearing}]
"""


def when(text: str) -> dt.date:
    return dt.datetime.fromisoformat(f"{text}+08:00") if "T" in text else dt.date.fromisoformat(text)


def judged(*events: tuple[str, str, str]) -> list[tuple[str, dt.date | None]]:
    """The state and due date, from (time, type, hearing)."""
    log = [
        Event("c", kind, when(time), data={"hearing": name} if name else {}) for time, kind, name in events
    ]
    found = evaluate(load_text(RULES).or_raise(), log, as_of=dt.date(2025, 6, 30))
    return [(each.state, each.due) for each in found.obligations]


@pytest.mark.parametrize(
    ("started", "accepted"), [("2025-03-01", "2025-03-03"), ("2025-03-03T09:59", "2025-03-03T10:00")]
)
def test_a_hearing_that_began_before_the_acceptance_is_not_counted(started: str, accepted: str) -> None:
    # It ends on Thursday 6 March; five working days from Friday 7 end on Thursday 13.
    assert judged(
        (started, "hearing_started", "a"),
        (accepted, "accepted", ""),
        ("2025-03-06", "hearing_ended", "a"),
        ("2025-03-13", "decided", ""),
    ) == [("met", dt.date(2025, 3, 13))]


def test_one_that_ended_before_takes_nothing_out() -> None:
    assert judged(
        ("2025-02-20", "hearing_started", "a"),
        ("2025-02-25", "hearing_ended", "a"),
        ("2025-03-03", "accepted", ""),
        ("2025-03-10", "decided", ""),
    ) == [("met", dt.date(2025, 3, 10))]


def test_an_end_ends_its_own_hearing_alone() -> None:
    assert judged(
        ("2025-02-20", "hearing_started", "a"),
        ("2025-02-21", "hearing_started", "b"),
        ("2025-02-25", "hearing_ended", "a"),
        ("2025-03-03", "accepted", ""),
        ("2025-03-06", "hearing_ended", "b"),
        ("2025-03-14", "decided", ""),
    ) == [("met_late", dt.date(2025, 3, 13))]


def test_one_that_never_ends_keeps_the_clock_stopped() -> None:
    assert judged(("2025-02-20", "hearing_started", "a"), ("2025-03-03", "accepted", "")) == [
        ("paused", None)
    ]
