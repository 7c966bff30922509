"""Random calendars: any weekend, days off of every kind, make-up working days, office hours, a horizon."""

import datetime as dt

from hypothesis import strategies as st

from govrules.model.calendar import Calendar, DayKind, DayOff, MakeUpDay, OfficeHours

FIRST = dt.date(2010, 1, 1)
LAST = dt.date(2038, 12, 31)
MIDDLE = dt.date(2023, 11, 1)
"""what is drawn lies in the half year from here, far from both ends of a random calendar"""

_WEEKENDS = (frozenset({5, 6}), frozenset({4, 5}), frozenset({6}), frozenset[int]())
_OPEN = ((9 * 60, 12 * 60), (13 * 60, 17 * 60))
_HOURS = (
    OfficeHours((_OPEN,) * 5 + ((), ())),
    OfficeHours((((8 * 60, 16 * 60),),) * 7),
    OfficeHours((_OPEN,) * 5 + (((9 * 60, 12 * 60),), ()), make_up=((9 * 60, 12 * 60),)),
)


def near(days: int = 182) -> st.SearchStrategy[dt.date]:
    """A day of the time in the middle of random calendars.

    Args:
        days: how many days after `MIDDLE` it may lie, included.
    """
    return st.integers(0, days).map(lambda offset: MIDDLE + dt.timedelta(days=offset))


def _runs(kinds: list[DayKind]) -> st.SearchStrategy[list[tuple[dt.date, int, DayKind]]]:
    return st.lists(st.tuples(near(400), st.integers(1, 9), st.sampled_from(kinds)), max_size=8)


_RUNS = _runs(list(DayKind))
_RUNS_WITHOUT_RECESS = _runs([kind for kind in DayKind if kind is not DayKind.RECESS])
_MAKE_UP = st.lists(near(400), max_size=6, unique=True)


@st.composite
def calendars(
    draw: st.DrawFn, *, recess: bool = True, hours: bool = False, horizon: bool = False
) -> Calendar:
    """Calendars of 2010 to 2038 whose special days lie around the winter of 2023.

    Args:
        recess: whether some days off are a recess, which no unit counts.
        hours: whether some calendars have office hours, without which working hours cannot be counted.
        horizon: whether some calendars have days that are not announced yet.

    >>> from hypothesis import find
    >>> found = find(calendars(hours=True), lambda calendar: calendar.hours is not None)
    >>> found.name, found.announced_until
    ('random', None)
    """
    weekend = draw(st.sampled_from(_WEEKENDS))
    days_off: dict[dt.date, DayOff] = {}
    for start, length, kind in draw(_RUNS if recess else _RUNS_WITHOUT_RECESS):
        for offset in range(length):
            day = start + dt.timedelta(days=offset)
            days_off[day] = DayOff(day, kind)
    make_up = [MakeUpDay(day) for day in draw(_MAKE_UP) if day.weekday() in weekend and day not in days_off]
    return Calendar(
        name="random",
        first_day=FIRST,
        last_day=LAST,
        weekend=weekend,
        days_off=tuple(days_off.values()),
        make_up=tuple(make_up),
        hours=draw(st.none() | st.sampled_from(_HOURS)) if hours else None,
        announced_until=draw(st.none() | near(400)) if horizon else None,
    )
