"""The laws of counting, on random calendars, conventions, periods and pauses."""

import datetime as dt

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from govrules.counting.due import due
from govrules.model.calendar import Calendar
from govrules.model.convention import Convention, LastDayOff, ShortPeriods
from govrules.model.period import Period, Unit
from govrules.testing.law import REFERENCE, Law, LawBrokenError, NotApplicable
from govrules.testing.laws_of_counting import LAWS, More, random_more
from tests.laws import counting_strategies as random

NAMES = {each.name: each for each in LAWS}


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=max(settings().max_examples // 2, 20))
@given(more=random_more())
def test_the_law_holds(name: str, more: More) -> None:
    check(NAMES[name], more)


def check(law: Law, more: More) -> None:
    try:
        difference = law.check(more, REFERENCE)
    except NotApplicable:
        assume(False)
    if difference is not None:
        raise LawBrokenError(law, difference)


@given(random.calendars(), random.near(), st.integers(0, 30), st.integers(1, 30))
def test_short_parts_count_as_working_days_and_long_ones_do_not(
    calendar: Calendar, start: dt.date, amount: int, threshold: int
) -> None:
    convention = Convention(short_periods=ShortPeriods(threshold), last_day_off=LastDayOff("stays"))
    found = due(Period.of(amount, Unit.DAYS), after=start, calendar=calendar, convention=convention)
    unit = Unit.WORKING_DAYS if amount <= threshold else Unit.CALENDAR_DAYS
    assert (
        found.date
        == due(
            Period.of(amount, unit),
            after=start,
            calendar=calendar,
            convention=Convention(last_day_off="stays"),
        ).date
    )


@given(
    random.periods((*random.DATE_UNITS,)) | random.periods((Unit.HOURS, Unit.WORKING_MINUTES)), st.booleans()
)
def test_a_period_says_itself_in_both_languages(period: Period, month_end: bool) -> None:
    if not period.is_clock:
        period = attrs.evolve(period, to_month_end=month_end)
    assert Period.parse(str(period)) == period
    assert Period.parse(period.text("zh")) == period
