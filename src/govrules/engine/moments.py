"""Moments of a case history: projected onto the policy's zone before any date is taken from them.

A bare date stands for its day and is read in the office's favour: see `docs/decisions/0013-bare-dates.md`.
"""

import datetime as dt
from functools import lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo

from govrules.model.events import Time
from govrules.model.findings import Moment

Key: TypeAlias = tuple[dt.datetime, int]
"""the order of happenings: an instant in UTC without zone, then a generation.

Instants of the log have generation 0. What a deadline brings about comes just after its instant, in
generation 1, and what follows from that at the same instant in generation 2, and so on. A bare date begins
its day: it comes after everything that belongs to 24:00 of the day before.
"""

BARE = 1_000_000
"""the generation of a bare date"""
LEFT_OUT = BARE // 2
"""that of a date which the clocks of a place left out, as those of Apia did 2011-12-30: it begins with the
next one, and comes before that"""


@lru_cache(maxsize=64)
def zone_of(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def project(time: Time, zone: ZoneInfo) -> Moment:
    """The moment in `zone` for which an event's time stands.

    >>> project(dt.datetime(2026, 3, 1, 23, 0, tzinfo=dt.UTC), ZoneInfo("Asia/Shanghai")).date
    datetime.date(2026, 3, 2)
    """
    if not isinstance(time, dt.datetime):
        return Moment(dt.datetime.combine(time, dt.time()))
    try:
        local = time.astimezone(zone)
    except OverflowError:
        # Within a day of year 1 and of year 9999 no other zone's clock can be written.
        local = time
    offset = local.utcoffset() or dt.timedelta(0)
    # A fixed offset, so that two moments in the repeated hour of autumn compare as instants.
    return Moment(local.replace(tzinfo=None, fold=0), local.replace(tzinfo=dt.timezone(offset), fold=0))


def at_clock(local: dt.datetime, zone: ZoneInfo) -> Moment:
    """The moment at which the clocks of `zone` show `local`."""
    return project(local.replace(tzinfo=zone), zone)


def start_of_day(day: dt.date) -> Moment:
    """The day itself, as a bare date."""
    return Moment(dt.datetime.combine(day, dt.time()))


@lru_cache(maxsize=256)
def end_of_day(day: dt.date, zone: ZoneInfo) -> Moment:
    """24:00 of a day in `zone`, which is 00:00 of the next."""
    if day == dt.date.max:
        return at_clock(dt.datetime.combine(day, dt.time.max), zone)
    return at_clock(dt.datetime.combine(day + dt.timedelta(days=1), dt.time()), zone)


def key_of(moment: Moment, zone: ZoneInfo, generation: int = 0) -> Key:
    """The place of a moment in the order of happenings."""
    if moment.instant is not None:
        return (utc(moment.instant), generation)
    return _beginning(moment.date, zone)


@lru_cache(maxsize=4096)
def _beginning(day: dt.date, zone: ZoneInfo) -> Key:
    begins = utc(dt.datetime.combine(day, dt.time(), zone))
    # Clocks that leave out midnight alone show a later hour of the same day.
    is_shown = project(begins.replace(tzinfo=dt.UTC), zone).date == day
    return (begins, BARE if is_shown else LEFT_OUT)


def just_after(late_from: dt.datetime, *, at_once: bool) -> Key:
    """The place of a deadline in the order of happenings: just after the last instant in time.

    Args:
        at_once: whether `late_from` itself is late.
    """
    first = utc(late_from)
    return (first - dt.timedelta(microseconds=1), 1) if at_once else (first, 1)


def not_before(known: Key, source: Key) -> Key:
    """When something is known that follows from another: never before that."""
    return (source[0], source[1] + 1) if source >= known else known


def is_read(moment: Moment, as_of: Moment, zone: ZoneInfo) -> bool:
    """Whether something lies within the log up to `as_of`: an instant at or before it, a day that has begun.

    Midnight is the end of a day (24:00), so that at midnight the next day has not begun.
    """
    return is_read_until(key_of(as_of, zone), key_of(moment, zone), is_bare=moment.bare)


def is_read_until(end: Key, here: Key, *, is_bare: bool) -> bool:
    """The same, by the places of both in the order of happenings."""
    return here[0] < end[0] if is_bare else here[0] <= end[0]


def last_day_read(as_of: Moment) -> dt.date:
    """The last day that has begun at `as_of`."""
    try:
        return (as_of.local - dt.timedelta(microseconds=1)).date()
    except OverflowError:
        return as_of.date


def plain(moment: Moment) -> dt.date | dt.datetime:
    """The moment as the counting takes it: a date, or an aware instant."""
    return moment.date if moment.instant is None else moment.instant


def fixed(aware: dt.datetime) -> dt.datetime:
    """The same instant with a fixed offset in place of a named zone."""
    return aware.replace(tzinfo=dt.timezone(aware.utcoffset() or dt.timedelta(0)), fold=0)


def instant_from(moment: Moment, zone: ZoneInfo) -> dt.datetime:
    """The instant of a moment; of a bare date, when its day begins in the zone."""
    return moment.instant or fixed(moment.local.replace(tzinfo=zone))


def utc(aware: dt.datetime) -> dt.datetime:
    """The instant on the clocks of UTC, without zone."""
    offset = aware.utcoffset() or dt.timedelta(0)
    try:
        return aware.replace(tzinfo=None, fold=0) - offset
    except OverflowError:
        return aware.replace(tzinfo=None, fold=0)


def is_after(later: Moment, earlier: Moment) -> tuple[bool, bool]:
    """Whether `later` comes after `earlier`, and whether only because one day has no order.

    Equal instants count as after: their order is not known either.

    >>> is_after(start_of_day(dt.date(2026, 3, 2)), start_of_day(dt.date(2026, 3, 2)))
    (True, True)
    """
    if later.instant is not None and earlier.instant is not None:
        return later.instant >= earlier.instant, False
    return later.date >= earlier.date, later.date == earlier.date


def is_certainly_after(later: Moment, earlier: Moment) -> bool:
    """Whether `later` comes after `earlier` beyond doubt."""
    if later.instant is not None and earlier.instant is not None:
        return later.instant > earlier.instant
    return later.date > earlier.date
