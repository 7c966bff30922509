"""Small calendars for tests that are worked out by hand.

November 2021 begins on a Monday, February 2024 has 29 days.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from govrules.counting.due import Due, due
from govrules.model.calendar import Calendar, DayKind, DayOff, OfficeHours
from govrules.model.convention import Convention

DAY_HOURS = ((9 * 60, 12 * 60), (13 * 60, 17 * 60))
OFFICE_HOURS = OfficeHours(week=(DAY_HOURS,) * 5 + ((),) * 2)


def day(text: str) -> dt.date:
    """`2021-11-01` as a date."""
    return dt.date.fromisoformat(text)


def at(text: str) -> dt.datetime:
    """`2021-11-01 09:30` as a reading of the wall clock."""
    return dt.datetime.fromisoformat(text)


def office(
    *days_off: str,
    make_up: Iterable[str] = (),
    hours: OfficeHours | None = None,
    time_zone: str | None = None,
    kind: DayKind = DayKind.STATUTORY,
) -> Calendar:
    """Saturdays and Sundays off, and the days named; spans 2015 to 2030."""
    calendar = Calendar.of(
        "office",
        first_day=dt.date(2015, 1, 1),
        last_day=dt.date(2030, 12, 31),
        make_up=[day(text) for text in make_up],
        hours=hours,
        time_zone=time_zone,
    )
    return Calendar(
        name="office",
        first_day=calendar.first_day,
        last_day=calendar.last_day,
        days_off=tuple(DayOff(day(text), kind) for text in days_off),
        make_up=calendar.make_up,
        hours=hours,
        time_zone=time_zone,
    )


def due_after(period: str, trigger: str, *, calendar: Calendar | None = None, **keys: Any) -> Due:
    """Counted onward under a convention of the keys given."""
    moment = at(trigger) if " " in trigger else day(trigger)
    convention = Convention().with_keys(**keys)
    return due(period, after=moment, calendar=calendar or office(), convention=convention)


def due_before(period: str, trigger: str, *, calendar: Calendar | None = None, **keys: Any) -> Due:
    """Counted back under a convention of the keys given."""
    moment = at(trigger) if " " in trigger else day(trigger)
    convention = Convention().with_keys(**keys)
    return due(period, before=moment, calendar=calendar or office(), convention=convention)
