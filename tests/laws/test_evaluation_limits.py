"""A second opinion on limits: where they are kept, and which of them holds on the day of the trigger."""

import datetime as dt
import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.laws.plain_judge import PlainEvent, at_or_after
from tests.laws.simple_world import FIRST, days, event, judged, moment_of, read_by

ONE = dt.timedelta(days=1)
LONG_AGO = dt.date(2020, 1, 1)
EVENTS = """
records:
  item: {set_by: listed, ended_by: removed, data: {limit: period, note: string}}
events:
  began: {data: {term: period, city: string, item: string, which: string}}
  done: {}
  listed: {data: {item: string, limit: period, note: string}}
  removed: {data: {item: string}}
"""
Kept: TypeAlias = Literal["parameter", "record", "trigger", "share", "readings", "versions"]
KEPT: tuple[Kept, ...] = ("parameter", "record", "trigger", "share", "readings", "versions")
Unknown: TypeAlias = Literal["unknown"]


@attrs.frozen
class Dated:
    """A value of a parameter: so many days, from a day on, until another, for one city or for all."""

    start: dt.date
    until: dt.date | None
    city: str | None
    amount: int


@attrs.frozen
class Rule:
    kept: Kept
    values: Sequence[Dated]
    amounts: tuple[int, int]
    less: int
    round: str | None
    begins: dt.date
    transition: str

    def text(self) -> str:
        one, other = self.amounts
        within = {
            "parameter": "params.limit",
            "record": "item.limit",
            "trigger": "trigger.term",
            "share": f"{{of: trigger.term, less: {self.less}%"
            + (f", round: {self.round}}}" if self.round else "}"),
            "readings": f"{{readings: {{narrow: {one} calendar days, wide: {other} calendar days}}, "
            "use: trigger.which}",
            "versions": f"{one} calendar days",
        }[self.kept]
        lines = []
        if self.kept == "versions":
            lines = [
                "versions:",
                f"- {{from: {LONG_AGO}}}",
                f"- {{from: {self.begins}, transition: {self.transition}, "
                f"duty: {{within: {other} calendar days}}}}",
            ]
        lines.append(f"duty: {{when: began, must: done, within: {within}, repeat: each}}")
        parameters = ""
        if self.kept == "parameter":
            rows = [
                f"    - {{from: {each.start}"
                + (f", until: {each.until}" if each.until else "")
                + (f', for: trigger.city == "{each.city}"' if each.city else "")
                + f", value: {each.amount} calendar days}}\n"
                for each in self.values
            ]
            parameters = "parameters:\n  limit:\n    type: period\n    values:\n" + "".join(rows)
        return f"{parameters}{EVENTS}clauses:\n  c:\n" + "".join(f"    {line}\n" for line in lines)


@st.composite
def rules(draw: st.DrawFn, kept: Kept) -> Rule:
    values: list[Dated] = []
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.one_of(st.just(LONG_AGO), days(12)))
        until = draw(st.none() | st.integers(1, 8).map(lambda length: FIRST + length * ONE))
        city = draw(st.sampled_from([None, None, "x", "y"]))
        if (until is None or start < until) and not any(
            (each.start, each.city) == (start, city) for each in values
        ):
            values.append(Dated(start, until, city, len(values) + 2))
    return Rule(
        kept=kept,
        values=values or [Dated(LONG_AGO, None, None, 3)],
        amounts=(draw(st.integers(1, 9)), draw(st.integers(1, 9))),
        less=draw(st.sampled_from([10, 30, 50])),
        round=draw(st.sampled_from([None, "up", "down", "half_up"])),
        begins=draw(days(12)),
        transition=draw(st.sampled_from(["trigger", "immediate", "milder", "milder"])),
    )


@st.composite
def histories(draw: st.DrawFn, rule: Rule) -> list[PlainEvent]:
    found: list[PlainEvent] = []
    kinds = ["began", "began", "done"]
    if rule.kept == "record":
        kinds = ["began", "began", "listed", "listed", "removed"]
    borders = [day for each in rule.values for day in (each.start, each.until) if day is not None]
    borders = [rule.begins] if rule.kept == "versions" else borders
    # Most of what is asked is asked about the days on which something begins or ends.
    near = [each for each in borders if each >= FIRST] or [FIRST]
    for _ in range(draw(st.integers(1, 7))):
        kind = draw(st.sampled_from(kinds))
        data: dict[str, Any] = {}
        if kind == "began":
            data = {
                "term": draw(
                    st.sampled_from(["2 calendar days", "5 calendar days", "10 calendar days", None])
                ),
                "city": draw(st.sampled_from(["x", "y", "z", None])),
                "item": draw(st.sampled_from(["A", "A", "B", None])),
                "which": draw(st.sampled_from(["narrow", "wide", None])),
            }
        if kind in {"listed", "removed"}:
            data = {"item": draw(st.sampled_from(["A", "A", "B"]))}
        if kind == "listed":
            # What is not given leaves what was.
            data["limit"] = draw(st.sampled_from(["3 calendar days", "4 calendar days", None]))
            data["note"] = draw(st.sampled_from([None, "n"]))
        day = draw(st.one_of(days(12), st.sampled_from(near), st.sampled_from(near)))
        day += draw(st.integers(-1, 1)) * ONE
        if kind == "began" and rule.kept == "versions":
            day = rule.begins - draw(st.integers(-1, rule.amounts[0] + 1)) * ONE
        found.append(event(draw, kind, day, data))
    return found


def parameter(rule: Rule, trigger: PlainEvent) -> int | Unknown:
    """What was set for a city goes before what holds for all, then the latest."""
    held = [
        each
        for each in rule.values
        if each.start <= trigger.day and (each.until is None or trigger.day < each.until)
    ]
    city = trigger.data.get("city")
    narrow = [each for each in held if each.city is not None and each.city == city]
    if city is None and any(each.city is not None for each in held):
        return "unknown"
    chosen = max(
        narrow or [each for each in held if each.city is None], key=lambda each: each.start, default=None
    )
    return chosen.amount if chosen else "unknown"


def record(
    trigger: PlainEvent, events: Sequence[PlainEvent], everything: Sequence[PlainEvent]
) -> int | Unknown:
    """The last limit given for the item by the end of the trigger's day, if it is in force by then."""
    named = [each.data["item"] for each in events if "item" in each.data and at_or_after(trigger, each)]
    item = trigger.data.get("item") or (named[-1] if named else None)
    limit: int | Unknown = "unknown"
    for each in everything:
        if each.day > trigger.day or each.data.get("item") != item:
            continue
        if each.type == "removed":
            limit = "unknown"
        elif each.type == "listed" and "limit" in each.data:
            limit = int(each.data["limit"].split()[0])
    return limit


def rounded(amount: Fraction, how: str | None) -> int:
    if how == "down":
        return math.floor(amount)
    return math.floor(amount + Fraction(1, 2)) if how == "half_up" else math.ceil(amount)


def amount_of(
    rule: Rule, trigger: PlainEvent, events: Sequence[PlainEvent], everything: Sequence[PlainEvent]
) -> int | Unknown:
    if rule.kept == "parameter":
        return parameter(rule, trigger)
    if rule.kept == "record":
        return record(trigger, events, everything)
    if rule.kept == "readings":
        which = trigger.data.get("which")
        return "unknown" if which is None else rule.amounts[["narrow", "wide"].index(which)]
    if "term" not in trigger.data:
        return "unknown"
    whole = int(trigger.data["term"].split()[0])
    return whole if rule.kept == "trigger" else rounded(Fraction(whole * (100 - rule.less), 100), rule.round)


def under_versions(
    rule: Rule, trigger: PlainEvent, events: Sequence[PlainEvent], as_of: dt.date
) -> dt.date | Unknown:
    """Which version decides, and the due day that it gives."""
    first, second = (trigger.day + amount * ONE for amount in rule.amounts)
    if trigger.day >= rule.begins:
        return second
    done_before = any(
        each.type == "done" and at_or_after(each, trigger) and each.key < (rule.begins.toordinal() * 1440, 1)
        for each in events
    )
    is_open = rule.begins <= as_of and rule.begins <= first and not done_before
    if rule.transition == "trigger" or not is_open:
        return first
    if rule.transition == "milder":
        return max(first, second)
    return second if second >= rule.begins else "unknown"


@pytest.mark.parametrize("kept", KEPT)
@given(data=st.data())
def test_a_limit_is_the_one_that_holds_for_the_trigger(kept: Kept, data: st.DataObject) -> None:
    rule = data.draw(rules(kept))
    drawn = data.draw(st.lists(histories(rule), min_size=1, max_size=3))
    # Of two events of one moment that name an item, or two triggers, content would settle the order; and two
    # that say different things of an item on one day may leave it in doubt, which is no matter of limits.
    cases: list[list[PlainEvent]] = []
    seen: set[Any] = set()
    for number, events in enumerate(drawn):
        cases.append([])
        for each in events:
            marks: set[Any] = {(number, each.key)} if each.type == "began" or "item" in each.data else set()
            marks |= {(each.day, each.data["item"])} if each.type in {"listed", "removed"} else set()
            if not marks & seen:
                cases[-1].append(each)
            seen |= marks
    as_of = max(each.day for events in drawn for each in events) + data.draw(st.integers(-2, 9)) * ONE
    found = judged(rule.text(), cases, as_of)
    rows = {
        (each.case, moment_of(each.trigger)): "unknown" if each.state == "unknown" else each.due
        for each in found.obligations
    }
    read = [read_by(events, as_of) for events in cases]
    everything = sorted((each for events in read for each in events), key=lambda each: each.key)
    expected: dict[Any, Any] = {}
    for number, events in enumerate(read):
        for trigger in (each for each in events if each.type == "began"):
            if rule.kept == "versions":
                due: dt.date | Unknown = under_versions(rule, trigger, events, as_of)
            else:
                amount = amount_of(rule, trigger, events, everything)
                due = "unknown" if amount == "unknown" else trigger.day + amount * ONE
            expected[f"case-{number}", moment_of(trigger)] = due
    assert rows == expected, rule.text()
    others = {
        (each.case, moment_of(each.trigger)): [(other.name, other.due) for other in each.other_readings]
        for each in found.obligations
        if each.reading is not None
    }
    if rule.kept == "readings":
        assert others == {
            (f"case-{number}", moment_of(each)): [
                (name, each.day + amount * ONE)
                for name, amount in zip(("narrow", "wide"), rule.amounts, strict=True)
                if name != each.data["which"]
            ]
            for number, events in enumerate(read)
            for each in events
            if each.type == "began" and "which" in each.data
        }
