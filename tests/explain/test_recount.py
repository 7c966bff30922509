"""Counting again from what a finding holds gives the finding's date, whatever the period and the pauses."""

import datetime as dt

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govrules.counting.due import Due, Extension, Pause, count
from govrules.explaining.count import count_lines, step_lines
from govrules.explaining.recount import recount
from govrules.explaining.view import View
from govrules.model.findings import ExtensionTaken, Obligation, PauseTaken
from govrules.model.period import Period
from tests.engine import rules as engine
from tests.explain.sample import CALENDAR, CONVENTION, MET, RULEBOOK, day, evidence

PERIODS = st.sampled_from(
    ["1 day", "5 working days", "20 days", "2 weeks", "1 month", "10 days then 1 month"]
)
DAYS = st.dates(day("2025-09-01"), day("2025-12-01"))


@settings(max_examples=settings().max_examples // 2)
@given(
    trigger=DAYS,
    limit=PERIODS,
    paused=st.lists(st.tuples(DAYS, st.integers(0, 20)), max_size=3),
    extended=st.lists(st.sampled_from(["10 days", "5 working days"]), max_size=2),
)
def test_the_recount_equals_the_finding(
    trigger: dt.date, limit: str, paused: list[tuple[dt.date, int]], extended: list[str]
) -> None:
    spans = [(start, start + dt.timedelta(days=length)) for start, length in paused]
    found = count(
        limit,
        after=trigger,
        calendar=CALENDAR,
        convention=CONVENTION,
        time_zone="Asia/Shanghai",
        pauses=[Pause(start, end) for start, end in spans],
        extensions=[Extension(Period.parse(each), trigger) for each in extended],
    )
    assert isinstance(found, Due)
    obligation = attrs.evolve(
        MET,
        trigger=evidence("c", "accepted", trigger.isoformat()),
        limit=limit,
        due=found.date,
        due_end=found.end,
        pauses=tuple(
            PauseTaken(
                evidence("c", "special_started", start.isoformat()),
                evidence("c", "special_ended", end.isoformat()),
            )
            for start, end in spans
        ),
        extensions=tuple(
            ExtensionTaken(evidence("c", "extension_approved", trigger.isoformat()), each)
            for each in extended
        ),
    )
    view = View.of(None, RULEBOOK, "en")
    again = recount(obligation, view)
    assert again is not None
    assert again.agrees
    assert isinstance(again.result, Due)
    assert again.result == found
    assert count_lines(obligation, view)[-1] == f"{found.date}: the last day in time"
    _every_day_once(obligation, again.result)


def _every_day_once(obligation: Obligation, due: Due) -> None:
    """The lines lose no day: as many days are shown as the trace has."""
    days = [step for step in due.trace if step.action in {"day", "rolling"}]
    shown = 0
    for each in step_lines(due.trace, "en"):
        first, _, rest = each.partition(": ")
        if not rest.startswith(("working day", "day ", "days ")) and "not counted" not in rest:
            continue
        if rest.startswith("the day it begins"):
            continue
        start, _, end = first.partition(" to ")
        shown += (dt.date.fromisoformat(end or start) - dt.date.fromisoformat(start)).days + 1
    assert shown == len(days)
    assert obligation.due == due.date


def test_without_the_rules_there_is_no_recount() -> None:
    assert recount(MET, View.of(None, None, "en")) is None


COUNTS = """
events:
  planned: {data: {held_on: date}}
  told: {}
  held: {}
  received: {}
  accepted: {}
  decided: {}
  asked: {}
  supplied: {}
clauses:
  tell: {duty: {when: planned, must: told, before: held, at_least: 3 working days}}
  show: {duty: {when: planned, must: told, before: trigger.held_on, at_least: 2 days}}
  accept:
    duty: {when: received, must: accepted, within: 5 days, on_lapse: {deem: accepted}}
  follow: {duty: {when: {lapse: accept}, must: told, within: 3 days, count_from: COUNTED}}
  decide:
    duty: {when: planned, must: decided, within: 4 working days, interrupt: {from: asked, to: supplied}}
"""


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        # Five days from Monday 2 end on Saturday 7, moved to Monday 9.
        ("unrolled", {"follow": engine.day(7)}),
        ("due", {"follow": engine.day(9)}),
    ],
)
def test_a_count_from_a_lapse_or_an_anchor_is_proved_day_by_day(
    counted: str, expected: dict[str, dt.date]
) -> None:
    rulebook = engine.rules(COUNTS.replace("COUNTED", counted))
    found = engine.judge(
        rulebook,
        engine.on(2, "received"),
        engine.on(2, "planned", held_on="2026-03-20"),
        engine.on(4, "asked"),
        engine.on(11, "supplied"),
        engine.on(19, "held"),
    )
    view = View.of(found, rulebook, "en")
    expected |= {
        "tell": engine.day(19),
        "show": engine.day(20),
        "accept": engine.day(2),
        "decide": engine.day(11),
    }
    assert {
        each.clause: each.counted_from.date for each in found.obligations if each.counted_from
    } == expected
    again = {each.clause: recount(each, view) for each in found.obligations}
    assert {name: each is not None and each.agrees for name, each in again.items()} == dict.fromkeys(
        ("tell", "show", "accept", "follow", "decide"), True
    )
    [tell] = [each for each in found.obligations if each.clause == "tell"]
    assert tell.anchor is not None
    assert tell.anchor.event.type == "held"
    assert count_lines(tell, view)[-1] == "2026-03-16: the last day in time"
