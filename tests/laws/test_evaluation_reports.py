"""A second opinion on what is reported of a duty: who answers, when it warned, how late it was.

The duty counts days or hours, may be extended up to a cap, and passes from hand to hand.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from govrules.model.findings import Holder
from tests.laws.plain_judge import Key, PlainEvent, at_or_after
from tests.laws.simple_world import days, event, judged, moment_of, read_by

ONE = dt.timedelta(days=1)
EVENTS = """
events:
  began: {data: {desk: string}}
  done: {}
  longer: {data: {days: integer}}
  handed: {data: {to: string}}
  departure_recorded: {data: {clause: string, reasons: string}}
"""


@attrs.frozen
class Rule:
    """A duty in figures."""

    amount: int
    hours: bool
    cap: int | None
    times: int | None
    left: int | None
    used: int | None
    """in percent"""
    strength: str

    def text(self) -> str:
        unit = "hours" if self.hours else "calendar days"
        extend = "when: longer, add: event.days"
        extend += f", at_most: {self.cap} calendar days" if self.cap is not None else ""
        extend += f", times: {self.times}" if self.times is not None else ""
        warn = [f"{self.left} calendar days left"] if self.left else []
        warn += [f"{self.used}% used"] if self.used else []
        lines = [
            f"strength: {self.strength}",
            "responsible: {first: trigger.desk, passes: {on: handed, to: event.to}}",
            "duty:",
            "  when: began",
            "  must: done",
            f"  within: {self.amount} {unit}",
            *([] if self.hours else [f"  extend: {{{extend}}}"]),
            *([f"  warn: [{', '.join(warn)}]"] if warn else []),
        ]
        return f"{EVENTS}clauses:\n  c:\n" + "".join(f"    {line}\n" for line in lines)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    hours = draw(st.integers(0, 3)) == 0
    return Rule(
        amount=draw(st.integers(1, 60 if hours else 8)),
        hours=hours,
        cap=draw(st.none() | st.integers(1, 5)),
        times=draw(st.none() | st.integers(1, 2)),
        left=draw(st.none() | st.integers(1, 4)),
        used=draw(st.none() | st.sampled_from([50, 75, 90])),
        strength=draw(st.sampled_from(["must", "must", "should", "in_principle"])),
    )


@st.composite
def histories(draw: st.DrawFn, rule: Rule) -> list[PlainEvent]:
    """One case: it begins once, and most of what happens to it happens about its due end."""
    start = draw(days(9))
    found = [event(draw, "began", start, {"desk": draw(st.sampled_from(["a", "b", None]))})]
    if draw(st.integers(0, 2)) == 0:
        # Who had something in hand before the duty arose is no concern of it.
        earlier = start - draw(st.integers(1, 3)) * ONE
        found.append(event(draw, "handed", earlier, {"to": "d"}))
    ends = [start + (rule.amount // 24 if rule.hours else rule.amount) * ONE]
    for _ in range(draw(st.integers(0, 2))):
        added = draw(st.integers(1, 4))
        day = draw(st.sampled_from([start + draw(st.integers(0, 3)) * ONE, ends[-1], ends[-1] + ONE]))
        found.append(event(draw, "longer", day, {"days": added}))
        ends.append(ends[-1] + min(added, rule.cap or added) * ONE)
    bears = ["done", "done", "handed", "handed", "departure_recorded"]
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(bears))
        data: dict[str, Any] = {}
        if kind == "handed":
            data = {"to": draw(st.sampled_from(["b", "c", "d", None]))}
        if kind == "departure_recorded":
            data = {
                "clause": draw(st.sampled_from(["c", "x"])),
                "reasons": draw(st.sampled_from(["flood", ""])),
            }
        day = draw(st.sampled_from([start, *ends, ends[-1]])) + draw(st.integers(-1, 2)) * ONE
        found.append(event(draw, kind, day, data))
    unique: list[PlainEvent] = []
    for each in found:
        # Two events of one moment would be taken in the order of their content.
        if not any(each.key == other.key and each.type == other.type for other in unique):
            unique.append(each)
    return unique


Row = dict[str, Any]


@attrs.define
class Run:
    """The life of the one obligation of a case, event by event."""

    rule: Rule
    trigger: PlainEvent
    events: Sequence[PlainEvent]
    as_of: dt.date
    added: int = 0
    taken: int = 0
    rung: dict[str, tuple[dt.date, str]] = attrs.field(factory=dict)

    @property
    def end(self) -> int:
        """The minute at which the time is up."""
        if self.rule.hours:
            return self.trigger.key[0] + 60 * self.rule.amount
        return (self.trigger.day.toordinal() + self.rule.amount + self.added + 1) * 1440

    @property
    def due(self) -> dt.date:
        # 24:00 belongs to the day that it closes; of hours that end at midnight the next day has begun.
        return dt.date.fromordinal((self.end if self.rule.hours else self.end - 1) // 1440)

    def is_late(self, each: PlainEvent) -> bool:
        return each.day > self.due if each.minute is None else each.key[0] > self.end

    def row(self) -> Row:
        # What extends is looked at before what fulfils at the same moment.
        marks = sorted(
            (
                each
                for each in self.events
                if each.type in {"done", *(() if self.rule.hours else ("longer",))}
                and at_or_after(each, self.trigger)
            ),
            key=lambda each: (each.key, each.type == "done"),
        )
        state, closing = "pending", None
        for mark in marks:
            self.ring(mark.key)
            if self.is_late(mark):
                state = "overdue"
                break
            if mark.type == "done":
                state, closing = "met", mark
                break
            self.extend(mark)
        if state == "pending":
            self.ring(((self.as_of.toordinal() + 1) * 1440, 0), last=True)
            if self.end <= (self.as_of.toordinal() + 1) * 1440:
                state = "overdue"
        if state == "overdue":
            closing = next((each for each in marks if each.type == "done" and self.is_late(each)), None)
            state = "met_late" if closing else "overdue"
        return self.said(state, closing)

    def extend(self, mark: PlainEvent) -> None:
        if self.rule.times is not None and self.taken >= self.rule.times:
            return
        self.taken += 1
        self.added += mark.data["days"]
        if self.rule.cap is not None:
            self.added = min(self.added, self.rule.cap)

    def ring(self, before: Key, *, last: bool = False) -> None:
        """The warnings that are reached before a moment, by the due end as it stands; each rings once."""
        for name, day, at, at_dawn in self.warnings():
            # What rings when a day begins rings before an event of that day, and at midnight not yet.
            reached = (at, 0.5) < before or (last and not at_dawn and at <= before[0])
            if reached:
                self.rung.setdefault(name, (day, str(self.due)))

    def warnings(self) -> Iterator[tuple[str, dt.date, int, bool]]:
        start = self.trigger.key[0]
        if self.rule.left:
            day = self.due - self.rule.left * ONE
            at, at_dawn = day.toordinal() * 1440, True
            if start > at:
                day, at, at_dawn = self.trigger.day, start, self.trigger.minute is None
            yield f"{self.rule.left} calendar day left", day, at, at_dawn
        if self.rule.used and self.rule.hours:
            at = start + 60 * self.rule.amount * self.rule.used // 100
            yield f"{self.rule.used}% used", dt.date.fromordinal(at // 1440), at, False
        elif self.rule.used:
            whole = self.rule.amount + self.added
            day = self.trigger.day - (-whole * self.rule.used // 100) * ONE
            yield f"{self.rule.used}% used", day, (day.toordinal() + 1) * 1440, False

    def said(self, state: str, closing: PlainEvent | None) -> Row:
        until = closing.key if closing else ((self.as_of.toordinal() + 1) * 1440, 1)
        passes = [
            each
            for each in self.events
            if each.type == "handed" and at_or_after(each, self.trigger) and each.key < until
        ]
        held = [(self.trigger.data.get("desk"), self.trigger), *((e.data.get("to"), e) for e in passes)]
        missed = state in {"overdue", "met_late"}
        # Who answers for a breach had the case in hand before the time was up, beyond doubt.
        end_day = dt.date.fromordinal(self.end // 1440)
        before_end = [
            each
            for each in held
            if each[1] is self.trigger
            or (each[1].day < end_day if each[1].minute is None else each[1].key[0] < self.end)
        ]
        answers = (before_end if missed else held)[-1][0]
        departed = (
            missed
            and self.rule.strength == "in_principle"
            and any(
                each.type == "departure_recorded"
                and each.data["clause"] == "c"
                and each.data["reasons"]
                and not self.is_late(each)
                for each in self.events
            )
        )
        accused = missed and not departed
        late = ((closing.day if closing else self.as_of) - self.due).days
        return {
            "state": state,
            "due": self.due,
            "fulfilled": moment_of(closing),
            "holders": [(party, moment_of(each)) for party, each in held],
            "answers": answers,
            "departed": departed,
            "accused": ("shortfall" if self.rule.strength == "should" else "violation") if accused else None,
            "accused party": answers if accused else None,
            "late": max(late, 0) if accused else None,
            "warned": sorted((name, *each) for name, each in self.rung.items()),
        }


def held_by(each: Holder) -> tuple[str | None, str]:
    at = each.since.local
    return each.party, f"{at:%Y-%m-%d}" if each.since.bare else f"{at:%Y-%m-%d %H:%M}"


@settings(max_examples=settings().max_examples * 2)
@given(rules(), st.data())
def test_what_is_said_of_a_duty_is_what_happened(rule: Rule, data: st.DataObject) -> None:
    cases = data.draw(st.lists(histories(rule), min_size=1, max_size=3))
    latest = max(each.day for events in cases for each in events)
    as_of = latest + data.draw(st.integers(-6, 9)) * ONE
    found = judged(rule.text(), cases, as_of)
    said: dict[str, Row] = {}
    accused = {each.obligation: each for each in (*found.violations, *found.shortfalls)}
    for one in found.obligations:
        violation = accused.get(one.id)
        said[one.case] = {
            "state": one.state,
            "due": one.due,
            "fulfilled": moment_of(one.fulfilled),
            "holders": [held_by(each) for each in one.holders],
            "answers": one.responsible,
            "departed": "departure recorded" in one.basis,
            "accused": violation.kind if violation else None,
            "accused party": violation.responsible if violation else None,
            "late": violation.late_by_days if violation else None,
            "warned": sorted(
                (each.rule.replace("days", "day"), each.date, str(each.due))
                for each in found.alerts
                if each.obligation == one.id
            ),
        }
    expected: dict[str, Row] = {}
    for number, events in enumerate(cases):
        read = read_by(events, as_of)
        trigger = next((each for each in read if each.type == "began"), None)
        if trigger is None:
            continue
        if rule.hours and trigger.minute is None:
            assert said.pop(f"case-{number}")["state"] == "unknown"
            continue
        expected[f"case-{number}"] = Run(rule, trigger, read, as_of).row()
    assert said == expected, rule.text()
