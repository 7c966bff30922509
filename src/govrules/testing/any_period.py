"""Random periods, pauses and extensions."""

import datetime as dt
from collections.abc import Sequence

import attrs
from hypothesis import strategies as st

from govrules.counting.due import Extension, Pause
from govrules.model.period import Part, Period, Unit
from govrules.testing.any_calendar import near

DATE_UNITS = (
    Unit.WORKING_DAYS,
    Unit.DAYS,
    Unit.CALENDAR_DAYS,
    Unit.WEEKS,
    Unit.MONTHS,
    Unit.YEARS,
)
CLOCK_UNITS = (
    Unit.HOURS,
    Unit.WORKING_HOURS,
    Unit.MINUTES,
    Unit.WORKING_MINUTES,
    Unit.SECONDS,
    Unit.WORKING_SECONDS,
)
_MOST = {
    Unit.WORKING_DAYS: 40,
    Unit.DAYS: 60,
    Unit.CALENDAR_DAYS: 60,
    Unit.WEEKS: 8,
    Unit.MONTHS: 8,
    Unit.YEARS: 1,
    Unit.HOURS: 100,
    Unit.WORKING_HOURS: 40,
    Unit.MINUTES: 1000,
    Unit.WORKING_MINUTES: 1000,
    Unit.SECONDS: 10_000,
    Unit.WORKING_SECONDS: 10_000,
}


def parts(units: Sequence[Unit] = DATE_UNITS, *, least: int = 0) -> st.SearchStrategy[Part]:
    """One part of a period: an amount of a unit.

    Args:
        units: of dates, or of the clock.
        least: the smallest amount, included.
    """
    return st.sampled_from(units).flatmap(
        lambda unit: st.integers(least, _MOST[unit]).map(lambda amount: Part(amount, unit))
    )


@st.composite
def periods(
    draw: st.DrawFn, units: Sequence[Unit] = DATE_UNITS, *, least: int = 0, to_month_end: bool = False
) -> Period:
    """Periods of one to three parts; dates and hours are never mixed, as in any law.

    Args:
        units: which units may occur: `DATE_UNITS`, `CLOCK_UNITS` or a choice of either.
        least: the smallest amount of a part, included.
        to_month_end: whether some periods of dates are carried on to the end of their month.
    """
    several = tuple(draw(st.lists(parts(units, least=least), min_size=1, max_size=3)))
    ends = to_month_end and not several[0].unit.is_clock and draw(st.booleans())
    return Period(several, to_month_end=ends)


@st.composite
def pauses(draw: st.DrawFn, *, endless: bool = False, most: int = 4) -> tuple[Pause, ...]:
    """Pauses that may overlap, touch or have no length.

    Args:
        endless: whether now and then one is not over.
        most: at most so many that are over.
    """
    found = [
        Pause(start, start + dt.timedelta(days=length))
        for start, length in draw(st.lists(st.tuples(near(300), st.integers(0, 25)), max_size=most))
    ]
    if endless and draw(st.integers(0, 3)) == 3:
        found.append(Pause(draw(near(300))))
    return tuple(found)


@st.composite
def extensions(draw: st.DrawFn, *, most: int = 2) -> tuple[Extension, ...]:
    """Extensions, each with a day of approval.

    Args:
        most: at most so many.
    """
    found = draw(st.lists(st.tuples(periods(), near()), max_size=most))
    return tuple(Extension(period, approved) for period, approved in found)


def one_pause() -> st.SearchStrategy[Pause]:
    """A pause that is over, with or without days of its own."""
    plain = pauses(most=1).filter(bool).map(lambda found: found[0])
    own = st.sampled_from([None, "(]", "[)", "[]", "()"])
    return st.builds(lambda pause, days: attrs.evolve(pause, days=days), plain, own)


def one_extension() -> st.SearchStrategy[Extension]:
    """An extension with a day of approval."""
    return st.builds(Extension, periods(), near())
