"""Where a number of months from a day ends: the keys `months`, `missing_day` and `first_day`."""

import datetime as dt
from typing import Literal

from govrules.model.convention import Convention


def months_from(
    start: dt.date, months: int, *, convention: Convention, step: Literal[1, -1] = 1, included: bool = False
) -> dt.date:
    """The last day of `months` months from `start`.

    Args:
        start: the day from which the months are counted.
        months: at least 1.
        step: 1 onward, -1 back.
        included: whether `start` is itself the first day of the period.

    Raises:
        OverflowError: beyond the years 1 to 9999.

    >>> months_from(dt.date(2024, 2, 29), 3, convention=Convention())
    datetime.date(2024, 5, 29)
    >>> months_from(dt.date(2024, 2, 29), 3, convention=Convention(months="month_end_sticks"))
    datetime.date(2024, 5, 31)
    """
    if step == 1 and not included and convention.months == "from_next_day":
        return months_from(
            start + dt.timedelta(days=1), months, convention=convention, step=step, included=True
        )
    year, month = _month_of(start, step * months)
    last = days_in_month(year, month)
    number = start.day
    sticks = convention.months == "month_end_sticks"
    if sticks and start.day == days_in_month(start.year, start.month):
        number = last
    missing = number > last
    if included:
        # The period holds its first day, so it ends one day short of the corresponding day.
        if step == 1:
            return (
                dt.date(year, month, last) if missing else dt.date(year, month, number) - dt.timedelta(days=1)
            )
        return dt.date(year, month, last if missing else number) + dt.timedelta(days=1)
    if not missing:
        return dt.date(year, month, number)
    if convention.missing_day == "next_month_start":
        return dt.date(year, month, last) + dt.timedelta(days=1)
    return dt.date(year, month, last)


def days_in_month(year: int, month: int) -> int:
    """28 to 31; the standard library's own function is in a module that takes a millisecond to import.

    >>> days_in_month(2024, 2), days_in_month(2100, 2), days_in_month(2025, 12)
    (29, 28, 31)
    """
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def end_of_month(day: dt.date) -> dt.date:
    """The last day of the month of `day`."""
    return day.replace(day=days_in_month(day.year, day.month))


def _month_of(start: dt.date, months: int) -> tuple[int, int]:
    # One arithmetic on whole months, so that n years and m months are 12 n + m months.
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise OverflowError("beyond the years 1 to 9999")
    return year, month + 1
