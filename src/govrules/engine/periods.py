"""Calendar periods: the years, quarters, months and weeks in which days lie."""

import datetime as dt
from collections.abc import Iterator


def first_day(period: str, day: dt.date) -> dt.date:
    """The first day of the calendar period in which a day lies."""
    match period:
        case "year":
            return day.replace(month=1, day=1)
        case "quarter":
            return day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)
        case "month":
            return day.replace(day=1)
        case "week":
            return day - dt.timedelta(days=min(day.weekday(), day.toordinal() - 1))
    return day


def last_day(period: str, day: dt.date) -> dt.date:
    """The last day of the calendar period in which a day lies."""
    first = first_day(period, day)
    months = {"year": 12, "quarter": 3, "month": 1}.get(period)
    if months is None:
        return min(first + dt.timedelta(days=6), dt.date.max) if period == "week" else day
    at = first.month - 1 + months
    if first.year + at // 12 > dt.date.max.year:
        return dt.date.max
    return dt.date(first.year + at // 12, at % 12 + 1, 1) - dt.timedelta(days=1)


def calendar_periods(period: str, start: dt.date, until: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """The first and last days of the calendar periods from the one `start` lies in to that of `until`."""
    first = first_day(period, start)
    while first <= until:
        last = last_day(period, first)
        yield first, last
        if last == dt.date.max:
            return
        first = last + dt.timedelta(days=1)
