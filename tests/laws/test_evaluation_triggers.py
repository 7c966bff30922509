"""A second opinion on what triggers a clause, and for whom: patterns, days of the calendar, populations."""

import calendar
import datetime as dt
from collections.abc import Sequence
from typing import Any, TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws.plain_judge import PlainEvent, at_or_after
from tests.laws.simple_world import FIRST, days, event, judged, moment_of, read_by

ONE = dt.timedelta(days=1)
Tree: TypeAlias = Any
"""a name, or `("or" | "all" | "in_order", tree, ...)`"""


def last_day_of(events: Sequence[Sequence[PlainEvent]]) -> dt.date:
    return max(each.day for own in events for each in own)


# -- patterns ------------------------------------------------------------------------------------------

NAMES = "events: {a: {data: {x: bool}}, b: {}, c: {}, good: {is: a, if: event.x}}\n"
TREES: st.SearchStrategy[Tree] = st.recursive(
    st.sampled_from(["a", "b", "c", "good"]),
    lambda inner: st.lists(inner, min_size=2, max_size=3, unique_by=str).flatmap(
        lambda parts: st.sampled_from(["or", "all", "in_order"]).map(lambda head: (head, *parts))
    ),
    max_leaves=4,
)


def said(tree: Tree) -> str:
    if isinstance(tree, str):
        return tree
    head, *parts = tree
    inner = ", ".join(said(each) for each in parts)
    return f"[{inner}]" if head == "or" else f"{{{head}: [{inner}]}}"


def happens(tree: Tree, events: Sequence[PlainEvent]) -> list[PlainEvent]:
    """The events with which a pattern is complete; after each, `all` and `in_order` begin anew."""
    if tree == "good":
        return [each for each in events if each.type == "a" and each.data["x"]]
    if isinstance(tree, str):
        return [each for each in events if each.type == tree]
    head, *parts = tree
    completing = [happens(each, events) for each in parts]
    if head == "or":
        return [each for each in events if any(each in option for option in completing)]
    found: list[PlainEvent] = []
    have: set[int] = set()
    for each in events:
        numbers = {number for number, option in enumerate(completing) if each in option}
        if head == "all":
            have |= numbers
        elif len(have) in numbers:
            have.add(len(have))
        if len(have) == len(parts):
            found.append(each)
            have = set()
    return found


@st.composite
def in_a_row(draw: st.DrawFn) -> list[PlainEvent]:
    """Events of which everybody knows the order."""
    minutes = draw(st.lists(st.integers(0, 5 * 1440), min_size=1, max_size=9, unique=True))
    return [
        PlainEvent(
            draw(st.sampled_from("aabbc")), FIRST + at // 1440 * ONE, at % 1440, None, {"x": bool(at % 3)}
        )
        for at in sorted(minutes)
    ]


@given(TREES, st.lists(in_a_row(), min_size=1, max_size=3), st.integers(-1, 3))
def test_a_pattern_happens_when_its_last_part_does(
    tree: Tree, cases: list[list[PlainEvent]], more: int
) -> None:
    text = (
        f"{NAMES}clauses:\n  c:\n    requirement:\n      when: {said(tree)}\n      require: count(b) <= 1\n"
    )
    as_of = last_day_of(cases) + more * ONE
    found = judged(text, cases, as_of)
    rows = sorted((each.case, moment_of(each.trigger), each.state) for each in found.obligations)
    expected = []
    for number, events in enumerate(cases):
        read = read_by(events, as_of)
        for each in happens(tree, read):
            few = sum(other.type == "b" and other.key <= each.key for other in read) <= 1
            expected.append((f"case-{number}", moment_of(each), "met" if few else "violated"))
    assert rows == sorted(expected), text


# -- days of the calendar ------------------------------------------------------------------------------

PERIODS = ["year", "quarter", "month", "week", "day"]


def is_border(day: dt.date, period: str, at: str) -> bool:
    """Whether a day is the first or the last of a calendar period."""
    if at == "end":
        following = day + ONE
        return is_border(following, period, "start")
    months = {"year": 12, "quarter": 3, "month": 1}.get(period)
    if months is not None:
        return day.day == 1 and (day.month - 1) % months == 0
    return period == "day" or day.weekday() == calendar.MONDAY


@given(
    st.tuples(st.sampled_from(PERIODS), st.sampled_from(["start", "end"]))
    | st.sampled_from(["date", "in_force"]),
    st.lists(st.lists(days(80), min_size=1, max_size=3), min_size=1, max_size=3),
    days(80),
    days(80),
    st.integers(1, 80),
    st.integers(0, 40),
)
def test_a_day_of_the_calendar_triggers_for_every_case_that_has_begun(
    when: Any, cases: list[list[dt.date]], day: dt.date, start: dt.date, length: int, more: int
) -> None:
    until = start + length * ONE
    pattern = {"date": f"{{date: {day}}}", "in_force": "in_force"}.get(
        when
    ) or f"{{every: {when[0]}, at: {when[1]}}}"
    text = (
        f"events: {{a: {{}}, done: {{}}}}\nclauses:\n  c:\n    in_force: {{from: {start}, until: {until}}}\n"
        f"    duty: {{when: {pattern}, must: done, within: 2 calendar days, repeat: each}}\n"
    )
    as_of = max(each for own in cases for each in own) + more * ONE
    drawn = [[PlainEvent("a", each, None) for each in own] for own in cases]
    found = judged(text, drawn, as_of)
    rows = sorted(
        (each.case, each.trigger.at.date, each.due) for each in found.obligations if each.trigger is not None
    )
    expected = []
    for number, own in enumerate(cases):
        span = [min(own) + offset * ONE for offset in range(max((as_of - min(own)).days + 1, 0))]
        for each in (each for each in span if start <= each < until):
            if when == "date":
                triggers = each == day
            else:
                triggers = each == start if when == "in_force" else is_border(each, *when)
            if triggers:
                expected.append((f"case-{number}", each, each + 2 * ONE))
    assert rows == sorted(expected), text


# -- members -------------------------------------------------------------------------------------------

REGISTER = """
records: {item: {set_by: listed, ended_by: removed, data: {open: bool}}}
events:
  listed: {data: {item: string, open: bool}}
  removed: {data: {item: string}}
  asked: {data: {}}
  used: {data: {item: string}}
  shown: {data: {item: string}}
"""


@st.composite
def registered(draw: st.DrawFn) -> list[list[PlainEvent]]:
    """Cases that list, remove, use and ask about items, no two of them at one moment.

    No item changes twice in a day: where the order of two changes is not known, its record is in doubt.
    """
    cases: list[list[PlainEvent]] = [[] for _ in range(draw(st.integers(1, 2)))]
    seen: set[Any] = set()
    for _ in range(draw(st.integers(1, 9))):
        kind = draw(st.sampled_from(["listed", "listed", "removed", "asked", "asked", "used", "shown"]))
        data: dict[str, Any] = {} if kind == "asked" else {"item": draw(st.sampled_from("AB"))}
        if kind == "listed":
            data["open"] = draw(st.booleans())
        each = event(draw, kind, draw(days(6)), data)
        marks = {each.key, *([(each.day, data["item"])] if kind in {"listed", "removed"} else [])}
        if not marks & seen:
            draw(st.sampled_from(cases)).append(each)
        seen |= marks
    return [each for each in cases if each]


def members(trigger: PlainEvent, everything: Sequence[PlainEvent]) -> list[str]:
    """The items in force at a trigger that are open on its day; one that it names itself is meant alone."""
    found = []
    for item in "AB":
        facts: bool | None = None
        at_trigger: bool | None = None
        for each in everything:
            if (
                each.data.get("item") != item
                or each.type not in {"listed", "removed"}
                or each.day > trigger.day
            ):
                continue
            facts = each.data["open"] if each.type == "listed" else None
            # What is set on a day holds from its beginning, which comes after 24:00 of the day before.
            if (each.day.toordinal() * 1440, 1) <= trigger.key:
                at_trigger = facts
        named = trigger.data.get("item")
        if facts and (named == item or (named is None and at_trigger is not None)):
            found.append(item)
    return found


@settings(max_examples=settings().max_examples * 3 // 2)
@given(registered(), st.integers(-1, 3))
def test_every_member_of_a_population_is_asked_about_and_no_other(
    cases: list[list[PlainEvent]], more: int
) -> None:
    text = (
        f"{REGISTER}clauses:\n  c:\n    for_each: item where item.open\n"
        "    duty: {when: asked | used, must: shown, within: 2 calendar days, repeat: each}\n"
    )
    as_of = last_day_of(cases) + more * ONE
    found = judged(text, cases, as_of)
    read = [read_by(events, as_of) for events in cases]
    everything = sorted((each for events in read for each in events), key=lambda each: each.key)
    rows = sorted(
        (each.case, dict(each.slice)["item"], moment_of(each.trigger), moment_of(each.fulfilled))
        for each in found.obligations
    )
    expected = []
    for number, events in enumerate(read):
        for trigger in (each for each in events if each.type in {"asked", "used"}):
            for item in members(trigger, everything):
                shown = [
                    each
                    for each in events
                    if each.type == "shown" and each.data["item"] == item and at_or_after(each, trigger)
                ]
                expected.append(
                    (f"case-{number}", item, moment_of(trigger), moment_of(shown[0] if shown else None))
                )
    assert sorted(rows, key=repr) == sorted(expected, key=repr)
