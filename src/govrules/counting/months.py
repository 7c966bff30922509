"""Where a number of months from a day ends: the keys `months`, `missing_day` and `first_day`."""

import calendar
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
    last = calendar.monthrange(year, month)[1]
    number = start.day
    sticks = convention.months == "month_end_sticks"
    if sticks and start.day == calendar.monthrange(start.year, start.month)[1]:
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


def end_of_month(day: dt.date) -> dt.date:
    """The last day of the month of `day`."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _month_of(start: dt.date, months: int) -> tuple[int, int]:
    # One arithmetic on whole months, so that n years and m months are 12 n + m months.
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise OverflowError("beyond the years 1 to 9999")
    return year, month + 1
