"""Days that matter to a rulebook: where its calendars, conventions and versions make a difference."""

import datetime as dt
from collections.abc import Iterable, Iterator

from govrules.model.calendar import Calendar
from govrules.model.policy import Rulebook

_DAY = dt.timedelta(days=1)
_FALLBACK = dt.date(2025, 3, 3)
LATEST_YEARS = 3
"""holidays are taken from the last years of a calendar: earlier ones are of the same kinds"""


def calm_day(rulebook: Rulebook) -> dt.date:
    """A Monday with four weeks of plain weekdays after it, the last that the calendars have announced.

    Histories begin there unless they have a reason not to, which keeps failing ones plain.
    """
    calendars = list(_used(rulebook))
    if not calendars:
        return _FALLBACK
    last = min(_horizon(each) for each in calendars)
    first = max(each.first_day for each in calendars)
    special = {day.date for each in calendars for day in each.days_off}
    special |= {day.date for each in calendars for day in each.make_up}
    # Half a year before the horizon leaves room for what follows.
    day = min([last - dt.timedelta(days=300), *_last_days_in_force(rulebook)])
    day -= dt.timedelta(days=day.weekday())
    for _ in range(53):
        if day <= first:
            break
        if all(day + _DAY * offset not in special for offset in range(28)) and _is_in_force(rulebook, day):
            return day
        day -= _DAY * 7
    return max(first, min(_FALLBACK, last))


def days_that_matter(rulebook: Rulebook) -> tuple[dt.date, ...]:
    """The calm day first, then days near which dates go wrong.

    Make-up days, the first days of holidays, ends of years and of short months, the horizon, and the days on
    which a policy, a clause or a parameter's value begins or ends.
    """
    found = {calm_day(rulebook): None}
    for calendar in _used(rulebook):
        found.update(dict.fromkeys(_of_calendar(calendar, last_day_that_counts(rulebook, calendar))))
    found.update(dict.fromkeys(_of_versions(rulebook)))
    first = max((each.first_day for each in _used(rulebook)), default=dt.date.min)
    last = min((each.last_day for each in _used(rulebook)), default=dt.date.max)
    return tuple(day for day in found if first < day < last) or (calm_day(rulebook),)


def last_day(rulebook: Rulebook) -> dt.date:
    """The last day that every calendar knows."""
    return min((each.last_day for each in _used(rulebook)), default=dt.date(2030, 12, 31))


def _used(rulebook: Rulebook) -> Iterable[Calendar]:
    names = {policy.calendar for policy in rulebook.policies}
    return [each for name, each in rulebook.calendars.items() if name in names]


def _horizon(calendar: Calendar) -> dt.date:
    return calendar.announced_until or calendar.last_day


def last_day_that_counts(rulebook: Rulebook, calendar: Calendar) -> dt.date:
    """The last day that a calendar has announced, or on which a policy that has lapsed still held."""
    return min([_horizon(calendar), *_last_days_in_force(rulebook)])


def _of_calendar(calendar: Calendar, last: dt.date) -> Iterator[dt.date]:
    since = max(calendar.first_day, last - dt.timedelta(days=366 * LATEST_YEARS))
    yield from (day.date for day in reversed(calendar.make_up) if since <= day.date <= last)
    off = {day.date for day in calendar.days_off}
    yield from (day for day in sorted(off) if since <= day <= last and day - _DAY not in off)
    for year in range(since.year, last.year + 1):
        yield dt.date(year, 12, 31)
        yield dt.date(year, 1, 31)
        yield dt.date(year, 3, 1) - _DAY
    if calendar.announced_until is not None:
        yield calendar.announced_until


def _of_versions(rulebook: Rulebook) -> Iterator[dt.date]:
    spans = [policy.in_force for policy in rulebook.policies]
    spans += [clause.in_force for clause in rulebook.clauses]
    for span in spans:
        yield from (day for day in (span.start, span.until) if day is not None)
    for policy in rulebook.policies:
        for parameter in policy.parameters.values():
            for value in parameter.values:
                yield from (day for day in (value.start, value.until) if day is not None)


def _last_days_in_force(rulebook: Rulebook) -> list[dt.date]:
    return [each.in_force.until - _DAY for each in rulebook.policies if each.in_force.until is not None]


def _is_in_force(rulebook: Rulebook, day: dt.date) -> bool:
    return all(day in policy.in_force for policy in rulebook.policies)
