"""A second opinion on prohibitions: which of the forbidden events lie in a window, and who is accused."""

import calendar
import datetime as dt
from collections.abc import Sequence
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws.plain_judge import PlainEvent, at_or_after, surely_after
from tests.laws.simple_world import days, distinct, event, judged, moment_of, read_by

EVENTS = """
events:
  act: {data: {person: string, x: bool}}
  opened: {data: {person: string}}
  closed: {data: {person: string}}
  allowed: {}
  settled: {}
  departure_recorded: {data: {clause: string, reasons: string}}
"""
WINDOWS = {
    "none": None,
    "for ever": "{from: opened}",
    "until closed": "{from: opened, to: closed}",
    "month": "{from: opened, to: end of month}",
    "quarter": "{from: opened, to: end of quarter}",
    "year": "{from: opened, to: end of year}",
}


@attrs.frozen
class Rule:
    window: str
    per: str
    strength: str
    excuse: bool
    condition: bool

    def text(self) -> str:
        lines = [f"per: {self.per}", f"strength: {self.strength}"]
        lines += ["if: trigger.x"] if self.condition else []
        lines += ["unless: happened(allowed)"] if self.excuse else []
        during = WINDOWS[self.window]
        lines.append("prohibition: {when: act" + (f", during: {during}" if during else "") + "}")
        return (
            f"{EVENTS}clauses:\n  c:\n"
            + "".join(f"    {line}\n" for line in lines)
            + "  follow:\n    per: [case, person]\n    duty: {when: {violation: c}, must: settled, "
            "within: 2 calendar days, repeat: each}\n"
        )


RULES = st.builds(
    Rule,
    st.sampled_from([*WINDOWS, "until closed", "until closed"]),
    st.sampled_from(["case", "[case, person]", "person"]),
    st.sampled_from(["must", "must", "should", "in_principle"]),
    st.booleans(),
    st.booleans(),
)
ONE = dt.timedelta(days=1)


@st.composite
def histories(draw: st.DrawFn, rule: Rule) -> list[PlainEvent]:
    """Windows that open and close, and forbidden events in them, about their borders and elsewhere."""
    found: list[PlainEvent] = []

    def happens(kind: str, day: dt.date) -> None:
        data: dict[str, Any] = {}
        if kind in {"act", "opened", "closed"}:
            data = {"person": draw(st.sampled_from(["p", "p", "p", "q"]))}
        if kind == "act":
            data["x"] = draw(st.sampled_from([True, True, False, None]))
        if kind == "departure_recorded":
            data = {
                "clause": draw(st.sampled_from(["c", "c", "p/c", "follow"])),
                "reasons": draw(st.sampled_from(["flood", "flood", " "])),
            }
        found.append(event(draw, kind, day, data))

    borders = [draw(days(70))]
    for _ in range(draw(st.integers(0, 2))):
        day = draw(st.sampled_from(borders)) + draw(st.integers(0, 9)) * ONE
        happens("opened", day)
        borders.append(day)
        if rule.window == "until closed":
            day += draw(st.integers(-4, 7)) * ONE
            happens("closed", day)
            borders.append(day)
        elif rule.window in {"month", "quarter", "year"}:
            borders.append(last_day(rule.window, day))
    for _ in range(draw(st.integers(1, 3))):
        day = draw(st.sampled_from([*borders, borders[-1]])) + draw(st.integers(-1, 2)) * ONE
        happens("act", day)
        if draw(st.integers(0, 2)) == 0:
            bears = ["allowed"] if rule.excuse else []
            bears += ["departure_recorded"] if rule.strength == "in_principle" else []
            if bears:
                happens(draw(st.sampled_from(bears)), day + draw(st.integers(-1, 1)) * ONE)
    return distinct(found, "act")


def last_day(window: str, day: dt.date) -> dt.date:
    """The last day of the month, quarter or year of a day."""
    month = {"month": day.month, "quarter": -(-day.month // 3) * 3, "year": 12}[window]
    return dt.date(day.year, month, calendar.monthrange(day.year, month)[1])


def lies(window: str, act: PlainEvent, seen: Sequence[PlainEvent]) -> str:
    """Whether an event lies in a window: `in`, `out`, or `perhaps` where the order of one day decides."""
    if window == "none":
        return "in"
    perhaps = False
    for start in (each for each in seen if each.type == "opened" and at_or_after(act, each)):
        if not surely_after(act, start):
            perhaps = True
        elif window in {"month", "quarter", "year"}:
            if act.day <= last_day(window, start.day):
                return "in"
        else:
            ends = [each for each in seen if each.type == "closed" and at_or_after(each, start)]
            end = ends[0] if ends and window == "until closed" else None
            if end is None or surely_after(end, act):
                return "in"
            perhaps = perhaps or not surely_after(act, end)
    return "perhaps" if perhaps else "out"


Row = tuple[Any, ...]


def expected(
    rule: Rule, cases: Sequence[Sequence[PlainEvent]], as_of: dt.date
) -> tuple[list[Row], list[Row]]:
    """The obligations, and the triggers of which nobody knows whether they are any."""
    read = [read_by(events, as_of) for events in cases]
    rows: list[Row] = []
    unknown: list[Row] = []
    for number, events in enumerate(read):
        for act in (each for each in events if each.type == "act"):
            person = act.data["person"]
            # What a slice of one person sees: what names the person, and what its cases say of nobody.
            wide = rule.per == "person"
            own = [each for each in read if any(e.data.get("person") == person for e in each)]
            seen = sorted((e for each in (own if wide else [events]) for e in each), key=lambda e: e.key)
            if rule.per != "case":
                seen = [each for each in seen if each.data.get("person") in {None, person}]
            where = (f"case-{number}", None if rule.per == "case" else person, moment_of(act))
            if rule.condition and act.data.get("x") is not True:
                unknown += [where] if "x" not in act.data else []
                continue
            lying = lies(rule.window, act, seen)
            if lying == "out":
                continue
            excused = rule.excuse and any(e.type == "allowed" and at_or_after(act, e) for e in seen)
            departed = rule.strength == "in_principle" and any(
                each.type == "departure_recorded"
                and at_or_after(act, each)
                and each.data["clause"] in {"c", "p/c"}
                and each.data["reasons"].strip()
                for each in events
            )
            state = "met" if lying == "perhaps" else "excused" if excused else "violated"
            accused = state == "violated" and not departed
            kind = ("shortfall" if rule.strength == "should" else "violation") if accused else None
            rows.append((*where, state, kind, lying == "perhaps", state == "violated" and departed))
    return sorted(rows, key=repr), sorted(unknown, key=repr)


@settings(max_examples=settings().max_examples * 2)
@given(RULES, st.data())
def test_a_prohibition_is_judged_as_the_plain_judge_does(rule: Rule, data: st.DataObject) -> None:
    cases = data.draw(st.lists(histories(rule), min_size=1, max_size=3))
    latest = max(each.day for events in cases for each in events)
    as_of = latest + data.draw(st.integers(-1, 20)) * ONE
    found = judged(rule.text(), cases, as_of)
    kinds = {each.obligation: each.kind for each in (*found.violations, *found.shortfalls)}
    own = [each for each in found.obligations if each.clause == "c"]
    rows = [
        (
            each.case,
            dict(each.slice).get("person"),
            moment_of(each.trigger),
            each.state,
            kinds.get(each.id),
            "same day" in each.basis,
            "departure recorded" in each.basis,
        )
        for each in own
    ]
    wanted, unknown = expected(rule, cases, as_of)
    assert sorted(rows, key=repr) == wanted, rule.text()
    said = [
        (each.case, dict(each.slice).get("person"), moment_of(each.trigger))
        for each in found.unknowns
        if each.obligation is None
    ]
    assert sorted(said, key=repr) == unknown, rule.text()
    # What follows a violation follows each, and nothing else.
    followed = sorted(
        (each.case, moment_of(each.trigger)) for each in found.obligations if each.clause == "follow"
    )
    assert followed == sorted((each[0], each[2]) for each in wanted if each[4] == "violation"), rule.text()
