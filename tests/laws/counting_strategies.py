"""Random calendars, conventions, periods and pauses, each as the package and as the brute force take it."""

import datetime as dt
from typing import Any

import attrs
from hypothesis import strategies as st

from govrules.counting.due import Extension, Pause
from govrules.model.calendar import Calendar, DayKind, DayOff, MakeUpDay
from govrules.model.convention import Convention, LastDayOff, RestRun, ShortPeriods
from govrules.model.period import Part, Period, Unit
from tests.laws.bruteforce import PlainCalendar, PlainPause

FIRST = dt.date(2010, 1, 1)
LAST = dt.date(2038, 12, 31)
MIDDLE = dt.date(2023, 11, 1)
"""triggers lie in the half year from here, far from both ends of the calendar"""

DATE_UNITS = (
    Unit.WORKING_DAYS,
    Unit.DAYS,
    Unit.CALENDAR_DAYS,
    Unit.WEEKS,
    Unit.MONTHS,
    Unit.YEARS,
)
_MOST = {
    Unit.WORKING_DAYS: 40,
    Unit.DAYS: 60,
    Unit.CALENDAR_DAYS: 60,
    Unit.WEEKS: 8,
    Unit.MONTHS: 8,
    Unit.YEARS: 1,
    Unit.HOURS: 100,
    Unit.WORKING_MINUTES: 1000,
}


def near(days: int = 182) -> st.SearchStrategy[dt.date]:
    """A day of the half year in the middle."""
    return st.integers(0, days).map(lambda offset: MIDDLE + dt.timedelta(days=offset))


@st.composite
def calendars(draw: st.DrawFn, *, recess: bool = True) -> Calendar:
    """Any weekend, runs of days off of every kind, make-up working days."""
    weekend = draw(st.sampled_from([frozenset({5, 6}), frozenset({4, 5}), frozenset({6}), frozenset[int]()]))
    kinds = [kind for kind in DayKind if recess or kind is not DayKind.RECESS]
    days_off: dict[dt.date, DayOff] = {}
    for start, length, kind in draw(
        st.lists(st.tuples(near(400), st.integers(1, 9), st.sampled_from(kinds)), max_size=8)
    ):
        for offset in range(length):
            day = start + dt.timedelta(days=offset)
            days_off[day] = DayOff(day, kind)
    make_up = [
        MakeUpDay(day)
        for day in draw(st.lists(near(400), max_size=6, unique=True))
        if day.weekday() in weekend and day not in days_off
    ]
    return Calendar(
        name="random",
        first_day=FIRST,
        last_day=LAST,
        weekend=weekend,
        days_off=tuple(days_off.values()),
        make_up=tuple(make_up),
    )


def plain_calendar(calendar: Calendar) -> PlainCalendar:
    """The same calendar for the brute force."""
    return PlainCalendar(
        first=calendar.first_day,
        last=calendar.last_day,
        weekend=calendar.weekend,
        off={day.date: day.kind.value for day in calendar.days_off},
        make_up=frozenset(day.date for day in calendar.make_up),
    )


@st.composite
def conventions(draw: st.DrawFn) -> Convention:
    """Any choice of the keys that move dates."""
    months = draw(st.sampled_from(["corresponding_day", "from_next_day", "month_end_sticks"]))
    missing = (
        "month_end"
        if months == "month_end_sticks"
        else draw(st.sampled_from(["month_end", "next_month_start"]))
    )
    short = draw(st.none() | st.integers(1, 12))
    rest = draw(st.none() | st.integers(2, 4))
    roll = draw(st.sampled_from(["onward", "next", "previous", "stays"]))
    return Convention(
        days_are=draw(st.sampled_from(["calendar", "working"])),
        first_day=draw(st.sampled_from(["excluded", "included"])),
        start_on_day_off=draw(st.sampled_from(["as_is", "move"])),
        months=months,  # type: ignore[arg-type]
        missing_day=missing,  # type: ignore[arg-type]
        last_day_off=LastDayOff(roll),  # type: ignore[arg-type]
        short_periods=None if short is None else ShortPeriods(short),
        clear_days=draw(st.booleans()),
        pause_days=draw(st.sampled_from(["(]", "[)", "[]", "()"])),
        extend_from=draw(st.sampled_from(["unrolled", "trigger", "rolled", "approval"])),
        rest_run=None if rest is None else RestRun(rest),
    )


def plain_keys(convention: Convention) -> dict[str, Any]:
    """The same keys for the brute force, as bare words and numbers."""
    return {
        "days_are": convention.days_are,
        "first_day": convention.first_day,
        "start_on_day_off": convention.start_on_day_off,
        "months": convention.months,
        "missing_day": convention.missing_day,
        "last_day_off": convention.last_day_off.limit,
        "short_periods": convention.short_periods.up_to if convention.short_periods else None,
        "clear_days": convention.clear_days,
        "extend_from": convention.extend_from,
        "rest_run": convention.rest_run.at_least if convention.rest_run else None,
    }


def parts(units: tuple[Unit, ...] = DATE_UNITS, *, least: int = 0) -> st.SearchStrategy[Part]:
    """A part in a unit of dates."""
    return st.sampled_from(units).flatmap(
        lambda unit: st.integers(least, _MOST[unit]).map(lambda amount: Part(amount, unit))
    )


def periods(units: tuple[Unit, ...] = DATE_UNITS, *, least: int = 0) -> st.SearchStrategy[Period]:
    """One to three parts."""
    several = st.lists(parts(units, least=least), min_size=1, max_size=3)
    return several.map(lambda found: Period(tuple(found)))


def plain_parts(period: Period) -> list[tuple[int, str]]:
    """The same period for the brute force."""
    return [(part.amount, part.unit.value) for part in period.parts]


@st.composite
def pauses(draw: st.DrawFn, *, endless: bool = False, most: int = 4) -> tuple[Pause, ...]:
    """Pauses that may overlap, touch or have no length, now and then one that is not over."""
    found = [
        Pause(start, start + dt.timedelta(days=length))
        for start, length in draw(st.lists(st.tuples(near(300), st.integers(0, 25)), max_size=most))
    ]
    if endless and draw(st.integers(0, 3)) == 0:
        found.append(Pause(draw(near(300))))
    return tuple(found)


def plain_pauses(found: tuple[Pause, ...], brackets: str) -> list[PlainPause]:
    """The same pauses for the brute force; all of them are between dates."""
    return [PlainPause(pause.start, pause.end, pause.days or brackets) for pause in found]


@st.composite
def extensions(draw: st.DrawFn) -> tuple[Extension, ...]:
    """None to two extensions, each with a day of approval."""
    found = draw(st.lists(st.tuples(periods(), near()), max_size=2))
    return tuple(Extension(period, approved) for period, approved in found)


@attrs.frozen
class Asked:
    """One random question."""

    period: Period
    trigger: dt.date
    forward: bool
    calendar: Calendar
    convention: Convention
    pauses: tuple[Pause, ...]
    extensions: tuple[Extension, ...]


@st.composite
def questions(draw: st.DrawFn) -> Asked:
    """Everything at random."""
    return Asked(
        period=draw(periods()),
        trigger=draw(near()),
        forward=draw(st.booleans()),
        calendar=draw(calendars()),
        convention=draw(conventions()),
        pauses=draw(pauses(endless=True)),
        extensions=draw(extensions()),
    )
