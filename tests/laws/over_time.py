"""What clauses over time have in common: what is found of them hangs on no later event, and on no order."""

import datetime as dt
from collections.abc import Iterable, Sequence

import attrs

import govrules as gr
from govrules.model.events import Event
from govrules.model.policy import Rulebook
from tests.laws.plain_judge import PlainEvent


@attrs.frozen
class Log:
    """A log that says of which cases rows are unread."""

    events: Sequence[Event]
    incomplete_cases: frozenset[str] = frozenset()


def changes_of(day: dt.date, events: Iterable[PlainEvent]) -> list[PlainEvent]:
    """What sets and ends a record on a day, in order: bare dates first, an end before a beginning."""
    found = [each for each in events if each.day == day and each.type in {"listed", "delisted"}]
    return sorted(
        found,
        key=lambda each: (
            -1 if each.minute is None else each.minute,
            each.minute is None and each.type == "listed",
        ),
    )


def same_whatever_comes_later(rulebook: Rulebook, log: Sequence[Event], as_of: dt.date) -> None:
    """What is found at `as_of` is found without the events after it, in whatever order they come."""
    whole = gr.evaluate(rulebook, log, as_of=as_of)
    until = dt.datetime.combine(as_of + dt.timedelta(days=1), dt.time(), dt.timezone(dt.timedelta(hours=8)))
    read = [
        each
        for each in log
        if (each.time <= until if isinstance(each.time, dt.datetime) else each.time <= as_of)
    ]
    part = gr.evaluate(rulebook, [*reversed(read), *read], as_of=as_of)
    assert (part.obligations, part.violations, part.unknowns) == (
        whole.obligations,
        whole.violations,
        whole.unknowns,
    )


def settled_for_good(rulebook: Rulebook, log: Sequence[Event], as_of: dt.date, later: dt.date) -> None:
    """A later look changes only what was pending or unknown; a gap may end, and another be added.

    What ends without having begun shows that the log does not hold all: then a gap may be none after all.
    """
    before, after = (gr.evaluate(rulebook, log, as_of=each) for each in (as_of, later))
    states = {each.id: each.state for each in after.obligations}
    withdrawn = any(note.code == "impossible order" for note in after.quality.notes)
    for each in before.obligations:
        if each.state in {"met", "violated", "excused"}:
            assert states[each.id] == each.state or (withdrawn and each.state == "violated")
    broken = {each.id: each.at for each in after.violations}
    for violation in before.violations:
        assert withdrawn or broken[violation.id] == violation.at
    old = {each.id for each in before.violations}
    end = dt.datetime.combine(as_of + dt.timedelta(days=1), dt.time(), dt.timezone(dt.timedelta(hours=8)))
    open_before = {each.id for each in before.obligations if each.state in {"pending", "unknown"}}
    for violation in after.violations:
        known_before = violation.obligation in {each.id for each in before.obligations}
        assert (
            violation.id in old
            or violation.at is None
            or violation.at >= end
            or violation.obligation in open_before
            or not known_before
        )
