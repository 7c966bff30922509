"""Calendars out of calendars: an overlay on one, and the union of several."""

import attrs

from govrules.model.calendar import Calendar, DayOff, MakeUpDay


def overlay(base: Calendar, top: Calendar) -> Calendar:
    """`base` with the days of `top` on it: a provincial closure, a dated suspension.

    What `top` says of a day replaces what `base` says of it; on all other days `base` holds. Name, title,
    weekend, hours, span, horizon and source are those of `top`; notices are those of both.

    >>> import datetime as dt
    >>> base = Calendar.of("cn", first_day=dt.date(2020, 1, 1), last_day=dt.date(2020, 12, 31))
    >>> top = Calendar.of("hubei", first_day=dt.date(2020, 1, 1), last_day=dt.date(2020, 12, 31),
    ...                   days_off=[dt.date(2020, 2, 10)])
    >>> [day.date for day in overlay(base, top).days_off]
    [datetime.date(2020, 2, 10)]
    """
    spoken = {day.date for day in top.days_off} | {day.date for day in top.make_up}
    span = range(top.first_day.toordinal(), top.last_day.toordinal() + 1)
    return attrs.evolve(
        top,
        days_off=(
            *(day for day in base.days_off if day.date not in spoken and day.date.toordinal() in span),
            *top.days_off,
        ),
        make_up=(
            *(day for day in base.make_up if day.date not in spoken and day.date.toordinal() in span),
            *top.make_up,
        ),
        notices=(*base.notices, *top.notices),
    )


def union(name: str, *calendars: Calendar) -> Calendar:
    """A calendar in which a day is off where any of the calendars has it off (UK FOIA: any part of the UK).

    It spans the days that all of them know, and is announced as far as all of them are. A make-up working
    day is worked only where no other calendar has that day off.

    Raises:
        ValueError: no calendar, or no day that all of them know.
    """
    if not calendars:
        raise ValueError("a union needs a calendar")
    first = max(each.first_day for each in calendars)
    last = min(each.last_day for each in calendars)
    if last < first:
        raise ValueError("the calendars have no day in common")
    weekend = frozenset().union(*(each.weekend for each in calendars))
    days_off: dict[tuple[object, object], DayOff] = {}
    for each in calendars:
        for day in each.days_off:
            if first <= day.date <= last:
                days_off.setdefault((day.date, day.kind), day)
    make_up: dict[object, MakeUpDay] = {}
    for each in calendars:
        for made in each.make_up:
            if first <= made.date <= last and _all_work(made, calendars):
                make_up.setdefault(made.date, made)
    horizons = [each.announced_until for each in calendars if each.announced_until is not None]
    return attrs.evolve(
        calendars[0],
        name=name,
        first_day=first,
        last_day=last,
        weekend=weekend,
        days_off=tuple(days_off.values()),
        make_up=tuple(make_up.values()),
        announced_until=min(horizons, default=None),
        notices=tuple(dict.fromkeys(notice for each in calendars for notice in each.notices)),
    )


def _all_work(made: MakeUpDay, calendars: tuple[Calendar, ...]) -> bool:
    for each in calendars:
        if any(day.date == made.date for day in each.days_off):
            return False
        is_weekend = made.date.weekday() in each.weekend
        if is_weekend and all(other.date != made.date for other in each.make_up):
            return False
    return True
