"""Calendars out of calendars, and calendars as they were known: day by day."""

import datetime as dt

import attrs
from hypothesis import given
from hypothesis import strategies as st

from govrules.counting.calendar import working_calendar
from govrules.counting.combine import overlay, union
from govrules.counting.known import as_known
from govrules.model.calendar import Calendar, DayChange, DayKind, DayOff, MakeUpDay, Notice
from tests.laws import counting_strategies as random

ONE = dt.timedelta(days=1)
BEGINS = random.MIDDLE - 2 * ONE
DAYS = [BEGINS + offset * ONE for offset in range(430)]


def worked(calendar: Calendar, days: list[dt.date] = DAYS) -> list[bool]:
    ready = working_calendar(calendar)
    return [ready.is_working_day(day) for day in days]


@given(st.lists(random.calendars(), min_size=1, max_size=3))
def test_a_day_is_worked_in_a_union_where_it_is_worked_in_all(calendars: list[Calendar]) -> None:
    each = [worked(calendar) for calendar in calendars]
    assert worked(union("all", *calendars)) == [all(of_day) for of_day in zip(*each, strict=True)]


@given(random.calendars(), random.calendars())
def test_an_overlay_says_what_its_top_says_and_else_what_its_base_says(base: Calendar, top: Calendar) -> None:
    top = attrs.evolve(top, weekend=base.weekend)
    top = attrs.evolve(top, make_up=tuple(day for day in top.make_up if day.date.weekday() in base.weekend))
    spoken = {day.date for day in top.days_off} | {day.date for day in top.make_up}
    expected = [
        above if day in spoken else below
        for day, above, below in zip(DAYS, worked(top), worked(base), strict=True)
    ]
    assert worked(overlay(base, top)) == expected


State = DayOff | MakeUpDay | None


@st.composite
def announced(draw: st.DrawFn) -> tuple[Calendar, list[tuple[dt.date, dict[dt.date, State]]]]:
    """A calendar that notices changed one after the other, and the days as they stood after each."""
    calendar = draw(random.calendars())
    state: dict[dt.date, State] = {day.date: day for day in calendar.days_off}
    state |= {day.date: day for day in calendar.make_up}
    stages: list[tuple[dt.date, dict[dt.date, State]]] = [(dt.date.min, dict(state))]
    notices: list[Notice] = []
    published = draw(random.near(20))
    # Few days, so that some are changed more than once.
    some = st.integers(0, 9).map(lambda offset: random.MIDDLE + offset * ONE)
    for number in range(draw(st.integers(0, 4))):
        changes: list[DayChange] = []
        for day in draw(st.lists(some, min_size=1, max_size=4, unique=True)):
            changes.append(DayChange(day, state.get(day) or "ordinary"))
            options: list[State] = [None, *(DayOff(day, kind) for kind in DayKind)]
            if day.weekday() in calendar.weekend:
                options.append(MakeUpDay(day))
            state[day] = draw(st.sampled_from(options))
        notices.append(Notice(f"no. {number}", published=published, changes=tuple(changes)))
        stages.append((published, dict(state)))
        published += draw(st.integers(0, 6)) * ONE
    return with_days(attrs.evolve(calendar, notices=tuple(notices)), state), stages


def with_days(calendar: Calendar, state: dict[dt.date, State]) -> Calendar:
    return attrs.evolve(
        calendar,
        days_off=tuple(day for day in state.values() if isinstance(day, DayOff)),
        make_up=tuple(day for day in state.values() if isinstance(day, MakeUpDay)),
    )


@given(announced(), random.near(50))
def test_a_calendar_as_known_holds_the_notices_published_by_then(
    made: tuple[Calendar, list[tuple[dt.date, dict[dt.date, State]]]], day: dt.date
) -> None:
    calendar, stages = made
    for known_at in {day, *(published for published, _ in stages[1:])}:
        [*_, state] = [state for published, state in stages if published <= known_at]
        then, expected = as_known(calendar, known_at), with_days(calendar, state)
        assert (then.days_off, then.make_up) == (expected.days_off, expected.make_up)
