"""Counting with arrays is counting one by one: the same days, and the same mistakes."""

import datetime as dt
import importlib
from collections.abc import Callable, Sequence
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govrules.counting.calendar import WorkingCalendar, working_calendar
from govrules.counting.errors import CountingError
from govrules.model.calendar import Calendar
from tests.laws.counting_strategies import MIDDLE, calendars

np = pytest.importorskip("numpy")
vectorised = importlib.import_module("govrules.counting.vectorised")

BEFORE_1970 = dt.date(1969, 7, 1)


@attrs.frozen
class Raised:
    """A mistake as far as two ways of counting must agree on it."""

    kind: type[Exception]
    text: str
    values: object


def outcome(answer: Callable[[], object]) -> object:
    try:
        return answer()
    except (CountingError, ValueError) as error:
        return Raised(type(error), str(error), getattr(error, "values", None))


@st.composite
def short_calendars(draw: st.DrawFn) -> Calendar:
    """A year and a half about the random days off, now and then moved before 1970, so that edges are met."""
    found = draw(calendars())
    first = MIDDLE - dt.timedelta(days=draw(st.integers(0, 40)))
    last = MIDDLE + dt.timedelta(days=draw(st.integers(0, 540)))
    back = (MIDDLE - BEFORE_1970).days if draw(st.booleans()) else 0

    def moved(day: dt.date) -> dt.date:
        return day - dt.timedelta(days=back)

    return attrs.evolve(
        found,
        first_day=moved(first),
        last_day=moved(last),
        days_off=tuple(
            attrs.evolve(day, date=moved(day.date)) for day in found.days_off if first <= day.date <= last
        ),
        make_up=tuple(
            attrs.evolve(day, date=moved(day.date)) for day in found.make_up if first <= day.date <= last
        ),
    )


@st.composite
def questions(draw: st.DrawFn) -> tuple[WorkingCalendar, list[dt.date], list[int]]:
    """A calendar, days about it and as many numbers, mostly such that they have an answer."""
    calendar = draw(short_calendars())
    beyond = draw(st.sampled_from([0, 0, 0, 3]))
    first = calendar.first_day.toordinal() - beyond
    last = calendar.last_day.toordinal() + beyond
    asked = draw(st.lists(st.integers(first, last).map(dt.date.fromordinal), max_size=12))
    least = draw(st.sampled_from([1, 1, 1, 0]))
    numbers = draw(st.lists(st.integers(least, 12), min_size=len(asked), max_size=len(asked)))
    return working_calendar(calendar), asked, numbers


UNITS = st.sampled_from(["D", "h", "s", "ms", "us", "ns"])


def as_array(asked: Sequence[dt.date], unit: str) -> Any:
    whole = np.array(asked, dtype="datetime64[D]").astype(f"datetime64[{unit}]")
    # The last moment of each day, where the unit is finer than one.
    return whole if unit == "D" else whole + np.timedelta64(1, "D") - np.timedelta64(1, unit)


@given(questions(), UNITS)
def test_the_nth_working_day_after_is_that_of_each(
    question: tuple[WorkingCalendar, list[dt.date], list[int]], unit: str
) -> None:
    calendar, asked, numbers = question
    one_by_one = outcome(
        lambda: [calendar.nth_working_day_after(day, n) for day, n in zip(asked, numbers, strict=True)]
    )
    given_numbers = np.array(numbers, dtype=int)
    forms = (as_array(asked, unit), np.array(asked, dtype=object))

    def at_once(form: Any) -> object:
        return outcome(lambda: vectorised.nth_working_day_after(calendar, form, given_numbers).tolist())

    assert [at_once(form) for form in forms] == [one_by_one, one_by_one]


@given(questions(), UNITS)
def test_the_nth_working_day_before_is_that_of_each(
    question: tuple[WorkingCalendar, list[dt.date], list[int]], unit: str
) -> None:
    calendar, asked, numbers = question
    one_by_one = outcome(
        lambda: [calendar.nth_working_day_before(day, n) for day, n in zip(asked, numbers, strict=True)]
    )
    given_numbers = np.array(numbers, dtype=int)
    at_once = outcome(
        lambda: vectorised.nth_working_day_before(calendar, as_array(asked, unit), given_numbers).tolist()
    )
    assert at_once == one_by_one


@given(questions(), UNITS)
def test_the_nearest_working_days_are_those_of_each(
    question: tuple[WorkingCalendar, list[dt.date], list[int]], unit: str
) -> None:
    calendar, asked, _ = question
    form = as_array(asked, unit)
    assert outcome(lambda: vectorised.next_working_day(calendar, form).tolist()) == outcome(
        lambda: [calendar.next_working_day(day) for day in asked]
    )
    assert outcome(lambda: vectorised.last_working_day(calendar, form).tolist()) == outcome(
        lambda: [calendar.last_working_day(day) for day in asked]
    )


@given(questions(), UNITS)
def test_the_working_days_between_are_those_of_each_pair(
    question: tuple[WorkingCalendar, list[dt.date], list[int]], unit: str
) -> None:
    calendar, asked, _ = question
    ends = asked[::-1]
    at_once = outcome(
        lambda: vectorised.working_days_between(
            calendar, as_array(asked, unit), as_array(ends, unit)
        ).tolist()
    )
    assert at_once == outcome(
        lambda: [calendar.working_days_between(start, end) for start, end in zip(asked, ends, strict=True)]
    )
