"""Pauses from marks, caps on pauses, and warnings, each against a look at every day."""

import datetime as dt
import math
from fractions import Fraction
from typing import Literal

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

from govrules.counting.due import Due, Running, count, due
from govrules.counting.errors import OutsideCalendarError
from govrules.counting.pauses import Mark, pair_pauses
from govrules.counting.warnings import warning_point
from govrules.model.period import Period, Unit
from tests.laws import counting_strategies as random
from tests.laws.bruteforce import OutsideError, PlainAnswer, PlainPause, PlainQuestion, answer

ONE = dt.timedelta(days=1)


@given(st.lists(st.tuples(st.integers(0, 6), st.booleans()), max_size=9), st.sampled_from(["ignore", "move"]))
def test_marks_pair_as_a_clock_is_stopped_and_started(
    marks: list[tuple[int, bool]], again: Literal["ignore", "move"]
) -> None:
    running: int | None = None
    expected: list[tuple[int, int | None]] = []
    without_effect = 0
    for moment in range(7):
        starts = sum(starts for at, starts in marks if at == moment)
        ends = sum(not starts for at, starts in marks if at == moment)
        while starts or ends:
            if running is not None and ends:
                expected.append((running, moment))
                running, ends = None, ends - 1
            elif starts:
                # Either the second start or the first has no effect.
                without_effect += running is not None
                running = moment if running is None or again == "move" else running
                starts -= 1
            else:
                without_effect, ends = without_effect + 1, ends - 1
    if running is not None:
        expected.append((running, None))
    found = pair_pauses([Mark(random.MIDDLE + at * ONE, starts=starts) for at, starts in marks], again=again)
    assert [
        ((each.start - random.MIDDLE).days, None if each.end is None else (each.end - random.MIDDLE).days)
        for each in found.pauses
    ] == expected
    assert len(found.ignored) == without_effect


@attrs.frozen
class TheseDays(PlainPause):
    """A pause of single days."""

    days: frozenset[dt.date] = frozenset()

    def holds(self, day: dt.date) -> bool:
        return day in self.days


@given(random.questions(), st.integers(1, 20), st.sampled_from([Unit.CALENDAR_DAYS, Unit.WEEKS]))
def test_paused_days_beyond_the_cap_count(asked: random.Asked, most: int, unit: Unit) -> None:
    ended = tuple(each for each in asked.pauses if each.end is not None)
    asked = attrs.evolve(asked, pauses=ended, forward=True)
    plain = random.plain_pauses(ended, asked.convention.pause_days)
    later = [asked.trigger + offset * ONE for offset in range(600)]
    taken = [day for day in later if any(each.holds(day) for each in plain)]
    held = frozenset(taken[: most * (7 if unit is Unit.WEEKS else 1)])
    question = PlainQuestion(
        parts=random.plain_parts(asked.period),
        trigger=asked.trigger,
        forward=True,
        calendar=random.plain_calendar(asked.calendar),
        keys=random.plain_keys(asked.convention),
        pauses=[TheseDays(asked.trigger, asked.trigger, "[]", held)],
        extensions=[(random.plain_parts(each.period), each.approved) for each in asked.extensions],
    )
    expected: PlainAnswer | None
    try:
        expected = answer(question)
    except OutsideError:
        expected = None
    # A start on a day off is moved, or an extension approved, to where days before the trigger would matter.
    assume(asked.convention.extend_from != "approval")
    try:
        found = count(
            asked.period,
            after=asked.trigger,
            calendar=asked.calendar,
            convention=attrs.evolve(asked.convention, pause_cap=Period.of(most, unit)),
            pauses=ended,
            extensions=asked.extensions,
        )
    except OutsideCalendarError:
        assert expected is None
        return
    assert not isinstance(found, Running)
    assert PlainAnswer(found.origin, found.unrolled, found.date) == expected


def counts(asked: random.Asked, day: dt.date, *, working: bool) -> bool:
    plain = random.plain_calendar(asked.calendar)
    paused = any(each.holds(day) for each in random.plain_pauses(asked.pauses, asked.convention.pause_days))
    return not paused and not plain.recess(day) and (plain.works(day) or not working)


@st.composite
def dated(draw: st.DrawFn) -> tuple[random.Asked, Due, bool]:
    """A period of days counted onward with its due date, and whether the days are working days."""
    asked = draw(random.questions())
    working = draw(st.booleans())
    unit = Unit.WORKING_DAYS if working else Unit.CALENDAR_DAYS
    asked = attrs.evolve(
        asked,
        period=Period.of(draw(st.integers(1, 40)), unit),
        forward=True,
        convention=attrs.evolve(asked.convention, rest_run=None, clear_days=False),
        pauses=tuple(each for each in asked.pauses if each.end is not None),
        extensions=(),
    )
    found = due(
        asked.period,
        after=asked.trigger,
        calendar=asked.calendar,
        convention=asked.convention,
        pauses=asked.pauses,
    )
    return asked, found, working


@given(dated(), st.integers(0, 20))
def test_a_share_is_used_up_on_the_counted_day_of_that_share(
    made: tuple[random.Asked, Due, bool], twentieths: int
) -> None:
    asked, found, working = made
    first = 0 if asked.convention.first_day == "included" else 1
    span = [found.origin + offset * ONE for offset in range(first, (found.unrolled - found.origin).days + 1)]
    counted = [day for day in span if counts(asked, day, working=working)]
    wanted = math.ceil(Fraction(twentieths, 20) * len(counted))
    assert len(counted) == asked.period.parts[0].amount
    expected = counted[wanted - 1] if wanted else found.origin
    assert warning_point(found, Fraction(twentieths, 20)).date == expected


@given(dated(), st.integers(1, 20))
def test_a_warning_is_given_on_the_day_that_lies_so_many_counted_days_before_the_due_day(
    made: tuple[random.Asked, Due, bool], left: int
) -> None:
    asked, found, working = made
    unit = Unit.WORKING_DAYS if working else Unit.CALENDAR_DAYS
    day, seen = found.date, 0
    while seen < left:
        day -= ONE
        seen += counts(asked, day, working=working)
    assert warning_point(found, Period.of(left, unit)).date == day
