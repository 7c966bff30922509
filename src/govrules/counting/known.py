"""A calendar as it was known on a day: what later notices announced or changed is taken back."""

import datetime as dt
from functools import lru_cache

import attrs

from govrules.counting.calendar import WorkingCalendar
from govrules.model.calendar import Calendar, DayKind, DayOff, MakeUpDay, Notice


def as_known(calendar: "Calendar | WorkingCalendar", day: dt.date) -> Calendar:
    """The calendar with the notices published up to and including `day`, and no later one.

    Days that a later notice changed are what they were before it. Days beyond the horizon of that day keep
    their weekends and the statutory days off, which the law fixes; swapped days and make-up days beyond it
    are left out, because nobody knew them. A notice without a date of publication has always been known.

    >>> notice = Notice("no. 2", published=dt.date(2019, 3, 22),
    ...                 changes=())
    >>> office = Calendar.of("office", first_day=dt.date(2019, 1, 1), last_day=dt.date(2019, 12, 31))
    >>> as_known(attrs.evolve(office, notices=(notice,)), dt.date(2019, 3, 1)).notices
    ()
    """
    return _as_known(calendar.data if isinstance(calendar, WorkingCalendar) else calendar, day)


@lru_cache(maxsize=256)
def _as_known(calendar: Calendar, day: dt.date) -> Calendar:
    out = [notice for notice in calendar.notices if notice.published is None or notice.published <= day]
    if len(out) == len(calendar.notices):
        return calendar
    days_off = {(each.date, each.kind): each for each in calendar.days_off}
    make_up = {each.date: each for each in calendar.make_up}
    unknown = [notice for notice in calendar.notices if notice not in out]
    # The latest is taken back first, so that a day changed twice ends as it was before both; of notices of
    # one day the one that stands last, where `reverse=True` would keep them in order.
    in_order = sorted(unknown, key=_published)
    for notice in reversed(in_order):
        for change in notice.changes:
            for key in [key for key in days_off if key[0] == change.date]:
                del days_off[key]
            make_up.pop(change.date, None)
            if isinstance(change.before, DayOff):
                days_off[change.date, change.before.kind] = change.before
            elif isinstance(change.before, MakeUpDay):
                make_up[change.date] = change.before
    horizon = _horizon(calendar, out)
    if horizon is not None:
        days_off = {
            key: each
            for key, each in days_off.items()
            if each.date <= horizon or each.kind is not DayKind.SWAPPED
        }
        make_up = {date: each for date, each in make_up.items() if date <= horizon}
    return attrs.evolve(
        calendar,
        days_off=tuple(days_off.values()),
        make_up=tuple(make_up.values()),
        announced_until=horizon,
        notices=tuple(out),
    )


def _published(notice: Notice) -> dt.date:
    assert notice.published is not None
    return notice.published


def _horizon(calendar: Calendar, known: list[Notice]) -> dt.date | None:
    """The last day that the notices known then announce; the calendar's own where none says."""
    says = [notice for notice in calendar.notices if notice.announces_until is not None]
    if not says:
        return calendar.announced_until
    reached = [notice.announces_until for notice in known if notice.announces_until is not None]
    earliest = min(notice.announces_until for notice in says if notice.announces_until is not None)
    # Before the first dated notice nothing of its span was known.
    horizon = max(reached) if reached else _year_before(earliest)
    return horizon if calendar.announced_until is None else min(horizon, calendar.announced_until)


def _year_before(day: dt.date) -> dt.date:
    return dt.date(day.year - 1, day.month, min(day.day, 28))
