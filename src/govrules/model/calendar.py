"""A calendar: which days are off and why, as frozen data with the notices it comes from."""

import datetime as dt
import enum
import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Literal, TypeAlias

import attrs

from govrules.declaring import frozen
from govrules.diagnostics import read_only
from govrules.model.source import Source
from govrules.model.text import Text

Interval: TypeAlias = tuple[int, int]
"""opening and closing, in minutes from midnight of the wall clock; closing is exclusive and at most 1440"""


class DayKind(enum.Enum):
    """Why a day is off."""

    STATUTORY = "statutory"
    """a holiday by law"""
    SWAPPED = "swapped"
    """a day of rest that a notice sets, mostly moved here from a weekend that is worked instead"""
    CLOSURE = "closure"
    """an office, town or province is closed; never part of a run of rest days"""
    RECESS = "recess"
    """a day that no unit counts: a court vacation, a suspension"""


@frozen
class DayOff:
    """A day off, other than by being a weekend."""

    date: dt.date
    kind: DayKind = DayKind.STATUTORY
    name: Text = attrs.field(factory=Text)
    swapped_with: dt.date | None = None
    """the day of the weekend that is worked for it"""


@frozen
class MakeUpDay:
    """A day of the weekend that is worked in exchange for a day of rest elsewhere."""

    date: dt.date
    name: Text = attrs.field(factory=Text)
    swapped_with: dt.date | None = None
    """the day of rest that it is worked for"""


@frozen
class DayChange:
    """What a day was before the notice that changed it: an ordinary day of its weekday, worked, or off."""

    date: dt.date
    before: "Literal['ordinary'] | MakeUpDay | DayOff" = "ordinary"


@frozen
class Notice:
    """An announcement of days off, by its reference and the day it was published.

    `announces_until` is the last day up to which it makes days known.
    `changes` are the days that an earlier notice had otherwise; `supersedes` names that notice.
    """

    reference: str
    published: dt.date | None = None
    announces_until: dt.date | None = None
    supersedes: str | None = None
    changes: tuple[DayChange, ...] = ()
    title: Text = attrs.field(factory=Text)
    source: Source = attrs.field(factory=Source)


def _frozen_days(value: Mapping[dt.date, tuple[Interval, ...]]) -> Mapping[dt.date, tuple[Interval, ...]]:
    return read_only({day: tuple(value[day]) for day in sorted(value)})


@frozen
class OfficeHours:
    """When the office is open: by weekday (Monday first), and on single days such as half days.

    A day off is shut whatever stands here.
    A make-up working day keeps the hours of its weekday; where that has none, `make_up` holds, and where
    that is empty the hours of the first weekday that has any.
    """

    week: tuple[tuple[Interval, ...], ...] = attrs.field(validator=attrs.validators.instance_of(tuple))
    make_up: tuple[Interval, ...] = ()
    days: Mapping[dt.date, tuple[Interval, ...]] = attrs.field(
        factory=dict, converter=_frozen_days, hash=False
    )


def _sorted_days_off(value: Iterable[DayOff]) -> tuple[DayOff, ...]:
    return tuple(sorted(value, key=lambda day: (day.date, day.kind.value)))


def _sorted_make_up(value: Iterable[MakeUpDay]) -> tuple[MakeUpDay, ...]:
    return tuple(sorted(value, key=lambda day: day.date))


@frozen(cache_hash=True)
class Calendar:
    """Days off between `first_day` and `last_day`, both included.

    `announced_until` is the horizon: days up to it are announced, later ones projected; None where no day
    of the calendar waits for an announcement.

    >>> Calendar.of("office", first_day=dt.date(2025, 1, 1), last_day=dt.date(2025, 12, 31),
    ...             days_off=[dt.date(2025, 10, 1)]).days_off[0].date
    datetime.date(2025, 10, 1)
    """

    name: str
    first_day: dt.date
    last_day: dt.date
    weekend: frozenset[int] = frozenset({5, 6})
    """days of the week, Monday is 0"""
    days_off: tuple[DayOff, ...] = attrs.field(default=(), converter=_sorted_days_off, repr=False)
    make_up: tuple[MakeUpDay, ...] = attrs.field(default=(), converter=_sorted_make_up, repr=False)
    announced_until: dt.date | None = None
    hours: OfficeHours | None = attrs.field(default=None, repr=False)
    time_zone: str | None = None
    notices: tuple[Notice, ...] = attrs.field(default=(), converter=tuple[Notice, ...], repr=False)
    title: Text = attrs.field(factory=Text)
    source: Source = attrs.field(factory=Source)
    made_with: str = ""
    """the program and version that the days were taken from, where they were not typed in"""
    note: str = attrs.field(default="", eq=False)
    """what people should know about the calendar"""

    @classmethod
    def of(
        cls,
        name: str,
        *,
        first_day: dt.date,
        last_day: dt.date,
        days_off: Iterable[dt.date] = (),
        make_up: Iterable[dt.date] = (),
        weekend: Iterable[int] = (5, 6),
        hours: OfficeHours | None = None,
        time_zone: str | None = None,
    ) -> "Calendar":
        """A calendar from bare dates, all days off statutory: for tests and one-off tables.

        Args:
            first_day: the first day that the calendar knows, included.
            last_day: the last day that the calendar knows, included.
            days_off: dates that are off beside the weekend.
            make_up: dates of the weekend that are worked.
            weekend: days of the week that are off, Monday is 0.
        """
        return cls(
            name=name,
            first_day=first_day,
            last_day=last_day,
            weekend=frozenset(weekend),
            days_off=tuple(DayOff(day) for day in days_off),
            make_up=tuple(MakeUpDay(day) for day in make_up),
            hours=hours,
            time_zone=time_zone,
        )

    @cached_property
    def sha256(self) -> str:
        """The hash of everything that can change a result; titles and names of days are left out."""
        text = json.dumps(self._canonical(), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def _canonical(self) -> dict[str, object]:
        hours = self.hours
        return {
            "first_day": self.first_day.isoformat(),
            "last_day": self.last_day.isoformat(),
            "announced_until": self.announced_until.isoformat() if self.announced_until else None,
            "weekend": sorted(self.weekend),
            "days_off": [[day.date.isoformat(), day.kind.value] for day in self.days_off],
            "make_up": [day.date.isoformat() for day in self.make_up],
            "time_zone": self.time_zone,
            "hours": None
            if hours is None
            else {
                "week": hours.week,
                "make_up": hours.make_up,
                "days": {day.isoformat(): spans for day, spans in hours.days.items()},
            },
            "notices": [_canonical_notice(notice) for notice in self.notices],
        }


def _canonical_notice(notice: Notice) -> list[object]:
    return [
        notice.reference,
        notice.published.isoformat() if notice.published else None,
        notice.announces_until.isoformat() if notice.announces_until else None,
        [[change.date.isoformat(), _canonical_before(change.before)] for change in notice.changes],
    ]


def _canonical_before(before: "Literal['ordinary'] | MakeUpDay | DayOff") -> str:
    match before:
        case DayOff():
            return before.kind.value
        case MakeUpDay():
            return "make_up"
    return before
