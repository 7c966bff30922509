"""Days that a row of a table brings itself: a calendar of its own, or days laid over one that it names."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import attrs

from govrules.cli.csv_cells import Cell
from govrules.counting.combine import overlay
from govrules.diagnostics import Diagnostic, Help, Span
from govrules.diagnostics.codes import tables as codes
from govrules.diagnostics.codes import time as time_codes
from govrules.formats.instants import time_reader
from govrules.model.calendar import Calendar, DayKind, DayOff, Interval, MakeUpDay, OfficeHours
from govrules.model.period import Period, Unit

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NAME = "days of the row"
MOST_DAYS = 4000
"""of one span: a typing mistake in a year is no list of days off"""

_KINDS = {
    "days_off": DayKind.STATUTORY,
    "swapped": DayKind.SWAPPED,
    "closures": DayKind.CLOSURE,
    "recess": DayKind.RECESS,
}
_TOKEN = re.compile(r"[^\s,;，、；]+")
_ENTRY = re.compile(r"[^;；\r\n]+")
_SPAN_OF_HOURS = re.compile(r"\s*(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s*")
_WRITE_DAYS = Help(
    en="write dates and spans, as 2026-01-01 2026-02-16..2026-02-22",
    zh="请写日期或起止，如 2026-01-01 2026-02-16..2026-02-22",
)
_WRITE_WEEKEND = Help(
    en="write days of the week, as `sat sun`, or `none`", zh="请写星期，如 `sat sun`，或 `none`"
)
_WRITE_HOURS = Help(
    en="write `mon-fri 09:00-12:00,13:00-17:00; 2026-02-13 09:00-12:00`",
    zh="请写作 `mon-fri 09:00-12:00,13:00-17:00; 2026-02-13 09:00-12:00`",
)


def own_days(cells: Mapping[str, Cell], base: Calendar | None) -> tuple[Calendar | None, list[Diagnostic]]:
    """The calendar that a row's own days make, over the one it names; None where anything is wrong with it.

    What the row says of a day replaces what the named calendar says of it. Without one, nothing else is off
    but the weekend; how far such a calendar reaches is for `stretched` to say.
    """
    reader = _Reader()
    days_off = [
        DayOff(day, kind)
        for column, kind in _KINDS.items()
        if column in cells
        for day in reader.days(cells[column], column)
    ]
    make_up = (
        [MakeUpDay(day) for day in reader.days(cells["make_up"], "make_up")] if "make_up" in cells else []
    )
    weekend = reader.weekend(cells.get("weekend"))
    hours = reader.hours(cells.get("office_hours"))
    if weekend is None:
        weekend = base.weekend if base is not None else frozenset({5, 6})
    if reader.problems:
        return None, reader.problems
    problems = _checked(days_off, make_up, weekend, cells, base)
    if problems:
        return None, problems
    if base is None:
        known = [day.date for day in days_off] + [day.date for day in make_up]
        first, last = min(known, default=dt.date(2000, 1, 1)), max(known, default=dt.date(2000, 1, 1))
        own = Calendar(NAME, first, last, weekend, tuple(days_off), tuple(make_up), hours=hours)
        return own, []
    top = attrs.evolve(
        base,
        name=f"{base.name} + {NAME}",
        weekend=weekend,
        days_off=tuple(days_off),
        make_up=tuple(make_up),
        hours=hours or base.hours,
        # The overlay has the notices of both.
        notices=(),
    )
    return overlay(base, top), []


def _checked(
    days_off: Sequence[DayOff],
    make_up: Sequence[MakeUpDay],
    weekend: frozenset[int],
    cells: Mapping[str, Cell],
    base: Calendar | None,
) -> list[Diagnostic]:
    """The same sanity that calendar files are held to."""
    off = {day.date for day in days_off}
    known_off = {day.date for day in base.days_off} if base is not None else set()
    problems: list[Diagnostic] = []
    place = cells["make_up"].span() if "make_up" in cells else None
    for made in make_up:
        if made.date in off:
            problems.append(Diagnostic(time_codes.DAY_BOTH_OFF_AND_WORKED, place, {"day": made.date}))
        elif made.date.weekday() not in weekend and made.date not in known_off:
            problems.append(Diagnostic(time_codes.MAKE_UP_ON_WORKING_DAY, place, {"day": made.date}))
    if base is not None:
        for column in (*_KINDS, "make_up"):
            if column not in cells:
                continue
            for day in sorted(_Reader().days(cells[column], column)):
                if not base.first_day <= day <= base.last_day:
                    values = {"day": day, "first": base.first_day, "last": base.last_day}
                    problems.append(Diagnostic(time_codes.DAY_BEYOND_SPAN, cells[column].span(), values))
    return problems


class _Reader:
    def __init__(self) -> None:
        self.problems: list[Diagnostic] = []

    def _bad(self, column: str, value: str, span: Span, help: Help) -> None:
        values = {"column": column, "value": value}
        self.problems.append(Diagnostic(codes.CELL_VALUE, span, values, (help,)))

    def days(self, cell: Cell, column: str) -> list[dt.date]:
        """Dates and `A..B` spans, in any order; a day said twice is one day."""
        found: dict[dt.date, None] = {}
        for token in _TOKEN.finditer(cell.text):
            span = cell.span(token.start(), token.end())
            first, dots, second = token[0].partition("..")
            ends = [self._day(each, column, span) for each in ([first, second] if dots else [first])]
            low, high = ends[0], ends[-1]
            if low is None or high is None:
                continue
            if high < low or (high - low).days > MOST_DAYS:
                self._bad(column, token[0], span, _WRITE_DAYS)
                continue
            found.update(
                dict.fromkeys(low + dt.timedelta(days=step) for step in range((high - low).days + 1))
            )
        return list(found)

    def _day(self, text: str, column: str, span: Span) -> dt.date | None:
        found, problem = time_reader(zone=dt.UTC)(text)
        if problem is not None:
            self.problems.append(Diagnostic(problem.code, span, problem.values, problem.help))
        elif isinstance(found, dt.datetime):
            self._bad(column, text, span, _WRITE_DAYS)
            return None
        return found

    def weekend(self, cell: Cell | None) -> frozenset[int] | None:
        if cell is None:
            return None
        if cell.text.casefold() == "none":
            return frozenset()
        found: set[int] = set()
        for token in _TOKEN.finditer(cell.text):
            name = token[0].casefold()
            if name in WEEKDAYS:
                found.add(WEEKDAYS.index(name))
            else:
                self._bad("weekend", token[0], cell.span(token.start(), token.end()), _WRITE_WEEKEND)
        if len(found) == len(WEEKDAYS):
            self._bad("weekend", cell.text, cell.span(), _WRITE_WEEKEND)
        return frozenset(found)

    def hours(self, cell: Cell | None) -> OfficeHours | None:
        """By weekday, on single days, and of make-up days, as calendar files have them."""
        if cell is None:
            return None
        week: list[tuple[Interval, ...]] = [()] * 7
        make_up: tuple[Interval, ...] = ()
        days: dict[dt.date, tuple[Interval, ...]] = {}
        for entry in _ENTRY.finditer(cell.text):
            if not entry[0].strip():
                continue
            span = cell.span(entry.start(), entry.end())
            name, _, written = entry[0].strip().partition(" ")
            spans = _intervals(written)
            weekdays = _weekdays(name)
            if spans is None:
                self.problems.append(
                    Diagnostic(time_codes.BAD_HOURS, span, {"text": entry[0].strip()}, (_WRITE_HOURS,))
                )
            elif name == "make_up":
                make_up = spans
            elif weekdays:
                for weekday in weekdays:
                    week[weekday] = spans
            elif (day := self._day(name, "office_hours", span)) is not None:
                days[day] = spans
        return OfficeHours(week=tuple(week), make_up=make_up, days=days)


def _weekdays(name: str) -> range:
    first, dash, last = name.casefold().partition("-")
    if first in WEEKDAYS and (not dash or last in WEEKDAYS):
        return range(WEEKDAYS.index(first), WEEKDAYS.index(last if dash else first) + 1)
    return range(0)


def _intervals(text: str) -> tuple[Interval, ...] | None:
    if text.strip() in {"closed", ""}:
        return ()
    found: list[Interval] = []
    for piece in text.split(","):
        match = _SPAN_OF_HOURS.fullmatch(piece)
        if match is None:
            return None
        a, b, c, d = (int(each) for each in match.groups())
        opening, closing = a * 60 + b, c * 60 + d
        if not (found[-1][1] if found else 0) <= opening < closing <= 1440 or b > 59 or d > 59:
            return None
        found.append((opening, closing))
    return tuple(found)


# A day counted takes at most a week, an hour counted in the office too.
_PER_YEAR = {
    Unit.YEARS: 1,
    Unit.MONTHS: 12,
    Unit.MINUTES: 52 * 60,
    Unit.WORKING_MINUTES: 52 * 60,
    Unit.SECONDS: 52 * 3600,
    Unit.WORKING_SECONDS: 52 * 3600,
}
_SPARE_YEARS = 5
_LONGEST_YEARS = 400


def stretched(
    calendar: Calendar, periods: Iterable[Period], moments: Iterable[dt.date | dt.datetime]
) -> Calendar:
    """A row's own calendar, made to reach as far as its count can.

    Args:
        calendar: days of the row alone, which are all that there are.
        periods: what is counted; a day of them takes at most a week.
        moments: where the count starts and pauses.
    """
    amounts = [part.amount / _PER_YEAR.get(part.unit, 52) for period in periods for part in period.parts]
    reach = min(int(sum(amounts)) + _SPARE_YEARS, _LONGEST_YEARS // 2)
    known = [*(each.date() if isinstance(each, dt.datetime) else each for each in moments)]
    first = min([*known, calendar.first_day]) if calendar.days_off or calendar.make_up else min(known)
    last = max([*known, calendar.last_day]) if calendar.days_off or calendar.make_up else max(known)
    return _spanning(calendar, max(first.year - reach, 1), min(last.year + reach, 9999))


@lru_cache(maxsize=512)
def _spanning(calendar: Calendar, first: int, last: int) -> Calendar:
    return attrs.evolve(calendar, first_day=dt.date(first, 1, 1), last_day=dt.date(last, 12, 31))
