"""The public functions that take names where the rooms behind take values."""

import datetime as dt
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

from govrules.counting.calendar import WorkingCalendar
from govrules.counting.due import Due, Extension, Pause
from govrules.counting.due import due as count_due
from govrules.diagnostics import DiagnosticsError
from govrules.model.arguments import ArgumentError, check_date, check_path, wanted
from govrules.model.calendar import Calendar
from govrules.model.convention import Convention
from govrules.model.period import Period

__all__ = ["calendar", "convention", "due"]

Name: TypeAlias = str | os.PathLike[str]
Search: TypeAlias = Sequence[str | os.PathLike[str]]


def calendar(name: Name, *, search: Search = ()) -> Calendar:
    """A calendar by its name, as `cn`, or from a file that ends in `.yaml`.

    Args:
        name: of a calendar that govrules brings along, or of one in a folder of `search`; or a path.
        search: folders laid out like the packs of govrules (`calendars/NAME.yaml`), which stand before these.

    Raises:
        DiagnosticsError: there is no such calendar (with the nearest name), or its file has errors.

    >>> calendar("cn").announced_until.isoformat()
    '2026-12-28'
    """
    from govrules.rulefile.counting_files import CountingFiles

    check_path("calendar", name, or_a="a Calendar")
    files = CountingFiles([Path(each) for each in search])
    found = files.calendar_at(Path(name)) if _is_path(name) else files.calendar(os.fspath(name), (), None)
    if found is None or any(each.severity == "error" for each in files.diagnostics):
        raise DiagnosticsError(files.diagnostics)
    return found


def convention(name: Name, *, search: Search = ()) -> Convention:
    """A convention, which says how periods are counted, by its name or from a file that ends in `.yaml`.

    Args:
        name: of a convention that govrules brings along, or of one in a folder of `search`; or a path.
        search: folders laid out like the packs of govrules (`conventions/NAME.yaml`), which stand before.

    Raises:
        DiagnosticsError: there is no such convention (with the nearest name), or its file has errors.

    >>> convention("cn-licensing-law").days_are
    'working'
    """
    from govrules.rulefile.counting_files import CountingFiles

    check_path("convention", name, or_a="a Convention")
    files = CountingFiles([Path(each) for each in search])
    found = files.convention_at(Path(name)) if _is_path(name) else files.convention(os.fspath(name), (), None)
    if found is None or any(each.severity == "error" for each in files.diagnostics):
        raise DiagnosticsError(files.diagnostics)
    return found


def due(
    period: Period | str,
    *,
    after: dt.date | dt.datetime | None = None,
    before: dt.date | dt.datetime | None = None,
    calendar: Name | Calendar | WorkingCalendar,
    convention: Name | Convention | None = None,
    pauses: Iterable[Pause] = (),
    extensions: Iterable[Extension] = (),
    time_zone: str | dt.tzinfo | None = None,
    known_at: dt.date | None = None,
    unannounced: Literal["project", "raise"] = "project",
    search: Search = (),
) -> Due:
    """When a period ends, with its proof day by day.

    Args:
        period: a `Period`, or its text in English or Chinese: `20 working days`, `3 weeks`, `二十日`.
        after: the date or instant counted from, onward. Exactly one of `after` and `before`.
        before: the date or instant counted back from.
        calendar: the days off: a name, a file, or a value. Days it does not know are an error.
        convention: how to count: a name, a file, or a value; left out, the first value of every key.
        pauses: spans in which the clock stands still; may overlap, in any order.
        extensions: in the order in which they were granted.
        time_zone: a name of the IANA database or a `tzinfo`; left out, the calendar's.
        known_at: count with the days off that had been announced up to and including this day.
        unannounced: `raise` refuses a date that leans on a day not yet announced; `project` marks it.
        search: folders in which names are looked up before the packs of govrules.

    Returns:
        `Due`: `date` is the last day in time, `end` the last instant in time, `late_from` the first late;
        `trace` holds every day, counted or not, with the reason.

    Raises:
        ArgumentError: an argument of another kind, as a date given as text; not one of `after` and `before`.
        PeriodError: `period` is a text that is no period.
        DiagnosticsError: a name that nothing stands for, or a file with errors.
        CountingError: a day outside the calendar, a pause without end, a day not announced.

    >>> import datetime as dt
    >>> found = due("20 working days", after=dt.date(2025, 9, 22), calendar="cn", convention="cn-civil-code")
    >>> found.date.isoformat(), found.basis
    ('2025-10-24', 'announced')
    """
    _check(period, after, before, known_at)
    how = (
        convention
        if convention is None or isinstance(convention, Convention)
        else _convention(convention, search)
    )
    rolls_on = None if how is None else how.roll_calendar
    return count_due(
        period,
        after=after,
        before=before,
        calendar=calendar
        if isinstance(calendar, Calendar | WorkingCalendar)
        else _calendar(calendar, search),
        convention=how,
        roll_calendar=None if rolls_on is None else _calendar(rolls_on, search),
        pauses=pauses,
        extensions=extensions,
        time_zone=time_zone,
        known_at=known_at,
        unannounced=unannounced,
    )


def _check(period: object, after: object, before: object, known_at: object) -> None:
    if not isinstance(period, Period | str):
        raise wanted("period", period, "a Period or its text", "as `20 working days`")
    if (after is None) == (before is None):
        raise ArgumentError("after", "exactly one of `after` and `before` is needed")
    for name, value in (("after", after), ("before", before)):
        if value is not None and not isinstance(value, dt.date):
            raise wanted(name, value, "a date or an instant", "as `datetime.date(2025, 9, 22)`")
    check_date("known_at", known_at)


# Inside `due` its parameters hide the functions of the same names.
def _calendar(name: Name, search: Search) -> Calendar:
    return calendar(name, search=search)


def _convention(name: Name, search: Search) -> Convention:
    return convention(name, search=search)


def _is_path(name: Name) -> bool:
    return os.fspath(name).endswith((".yaml", ".yml"))
