"""A second opinion on duties that must be done before an event, by so many days or simply before it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws.plain_judge import PlainEvent, at_or_after
from tests.laws.simple_world import days, event, judged, moment_of, read_by

ONE = dt.timedelta(days=1)


@attrs.frozen
class Rule:
    at_least: int | None
    early: bool

    def text(self) -> str:
        lines = ["when: planned", "must: told", "before: held", "repeat: each"]
        lines += [f"at_least: {self.at_least} calendar days"] if self.at_least is not None else []
        lines += ["early: counts"] if self.early else []
        body = "".join(f"      {line}\n" for line in lines)
        return f"events: {{planned: {{}}, told: {{}}, held: {{}}}}\nclauses:\n  c:\n    duty:\n{body}"


Row = tuple[str, dt.date | None, str | None, bool]


def judge(rule: Rule, events: Sequence[PlainEvent], as_of: dt.date) -> Row | None:
    """The state, the due day, what met the duty, and whether somebody is accused."""
    trigger = next((each for each in events if each.type == "planned"), None)
    if trigger is None:
        return None
    bearing = [each for each in events if rule.early or at_or_after(each, trigger)]
    told = next((each for each in bearing if each.type == "told"), None)
    anchor = next((each for each in bearing if each.type == "held"), None)
    if anchor is None:
        # Nobody knows yet whether it came long enough before.
        if told is None or rule.at_least is not None:
            return "pending", None, None, False
        return "met", None, moment_of(told), False
    due = anchor.day - (rule.at_least or 0) * ONE
    end = (due.toordinal() + 1) * 1440
    if rule.at_least is None and anchor.minute is not None:
        end = anchor.key[0]
        due = dt.date.fromordinal(end // 1440)
    if told is None:
        is_over = end <= (as_of.toordinal() + 1) * 1440
        return "overdue" if is_over else "pending", due, None, is_over
    if told.day > due if told.minute is None else told.key[0] > end:
        return "met_late", due, moment_of(told), True
    settled = rule.at_least is None and told.key < anchor.key
    return "met", None if settled else due, moment_of(told), False


@st.composite
def histories(draw: st.DrawFn, rule: Rule) -> list[PlainEvent]:
    start = draw(days(9))
    held = start + draw(st.sampled_from([-1, 0, 0, 0, 1, 2, 3, 5, 8])) * ONE
    found = [event(draw, "planned", start)]
    found += [event(draw, "held", held + draw(st.sampled_from([0, 0, 2])) * ONE)] * draw(st.integers(0, 1))
    due = held - (rule.at_least or 0) * ONE
    for _ in range(draw(st.integers(0, 2))):
        day = draw(st.sampled_from([start, held, due, due])) + draw(st.integers(-1, 1)) * ONE
        found.append(event(draw, "told", day))
    return found


@settings(max_examples=settings().max_examples * 2)
@given(st.builds(Rule, st.none() | st.integers(1, 4), st.booleans()), st.data())
def test_what_must_come_before_an_event_is_judged_by_that_event(rule: Rule, data: st.DataObject) -> None:
    cases = data.draw(st.lists(histories(rule), min_size=1, max_size=3))
    as_of = max(each.day for events in cases for each in events) + data.draw(st.integers(-3, 5)) * ONE
    found = judged(rule.text(), cases, as_of)
    accused = {each.obligation for each in found.violations}
    rows: dict[str, Any] = {
        each.case: (
            each.state,
            each.due,
            None if each.state == "pending" else moment_of(each.fulfilled),
            each.id in accused,
        )
        for each in found.obligations
    }
    expected = {
        f"case-{number}": judge(rule, read_by(events, as_of), as_of) for number, events in enumerate(cases)
    }
    assert rows == {case: row for case, row in expected.items() if row is not None}, rule.text()
