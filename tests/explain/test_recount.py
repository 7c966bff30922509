"""Counting again from what a finding holds gives the finding's date, whatever the period and the pauses."""

import datetime as dt

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from govrules.counting.due import Due, Extension, Pause, count
from govrules.explaining.count import count_lines, step_lines
from govrules.explaining.recount import recount
from govrules.explaining.view import View
from govrules.model.findings import ExtensionTaken, Obligation, PauseTaken
from govrules.model.period import Period
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
