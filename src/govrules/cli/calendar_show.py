"""`govrules calendar show`: a year or a month of a calendar, with what each day is."""

import argparse
import calendar as months
import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from govrules.cli import time_packs, values
from govrules.cli.arguments import mistake
from govrules.cli.inputs import SEARCH
from govrules.cli.screen import Line, Piece, Screen, Style, clean, line, pad
from govrules.cli.specification import Command, Option, Words
from govrules.diagnostics import Help, Language
from govrules.diagnostics.codes import commands as codes
from govrules.model.text import Text

if TYPE_CHECKING:
    from govrules.counting.calendar import WorkingCalendar

_MARKS: dict[str, tuple[str, Style]] = {
    "working": (" ", ""),
    "weekend": (".", "dim"),
    "statutory": ("*", "bad"),
    "swapped": ("+", "bad"),
    "closure": ("x", "bad"),
    "recess": ("x", "bad"),
    "make_up": ("w", "good"),
}
_KINDS = {
    "en": {
        "weekend": "weekend",
        "statutory": "public holiday",
        "swapped": "day off swapped for a weekend day",
        "closure": "closed",
        "recess": "recess, not counted at all",
        "make_up": "make-up working day",
        "projected": "not announced yet",
    },
    "zh": {
        "weekend": "周末",
        "statutory": "法定节假日",
        "swapped": "调休放假",
        "closure": "停止办公",
        "recess": "不计期间",
        "make_up": "调休上班",
        "projected": "尚未公布",
    },
}
_WEEKDAYS = {
    "en": ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"),
    "zh": ("一", "二", "三", "四", "五", "六", "日"),
}
_CELL = 4
_ACROSS = 3


def run(given: argparse.Namespace, screen: Screen) -> int:
    """Draw the year, or one month of it, and list its days off and make-up days."""
    from govrules.cli.run import FINE
    from govrules.counting.calendar import working_calendar

    data = time_packs.calendar(given.words[0], given.search, screen)
    days = working_calendar(data)
    year = _year(given.year, days)
    month = _month(given.month)
    screen.lines(_grid(days, year, month, screen.lang))
    return FINE


def _year(text: str | None, days: "WorkingCalendar") -> int:
    """The year asked for, else the last one of which anything is announced."""
    first, last = days.data.first_day.year, days.data.last_day.year
    if text is None:
        return days.horizon.year if days.horizon is not None else last
    year, until = values.years(text, "--year")
    if year != until or not first <= year <= last:
        raise mistake(
            codes.YEAR_OUTSIDE,
            Help(en=f"write one year from {first} to {last}", zh=f"请写 {first} 至 {last} 之间的一年"),
            value=text,
            option="--year",
            why=f"the calendar `{days.name}` reaches from {first} to {last}",
            why_zh=f"日历 `{days.name}` 的范围是 {first} 至 {last} 年",
        )
    return year


def _month(text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isdecimal() or not 1 <= int(text) <= 12:
        raise mistake(
            codes.YEAR_OUTSIDE,
            value=text,
            option="--month",
            why="a year has months 1 to 12",
            why_zh="一年只有 1 至 12 月",
        )
    return int(text)


def _grid(days: "WorkingCalendar", year: int, month: int | None, lang: Language) -> Iterator[Line]:
    title = days.data.title.text(lang)
    yield line((clean(f"{days.name} {year}" + (f"  {title}" if title else "")), "heading"))
    numbers = [month] if month is not None else list(range(1, 13))
    for at in range(0, len(numbers), _ACROSS):
        blocks = [_month_lines(days, year, number, lang) for number in numbers[at : at + _ACROSS]]
        tallest = max(len(block) for block in blocks)
        yield line()
        for row in range(tallest):
            pieces: list[str | Piece] = []
            for block in blocks:
                pieces += block[row] if row < len(block) else [" " * (_CELL * 7)]
                pieces.append("   ")
            yield line(*pieces)
    yield line()
    yield from _legend(days, year, numbers, lang)


def _month_lines(days: "WorkingCalendar", year: int, month: int, lang: Language) -> list[list[Piece]]:
    name = f"{month}月" if lang == "zh" else months.month_name[month]
    lines: list[list[Piece]] = [[(pad(f" {name}", _CELL * 7), "strong")]]
    lines.append([(pad(each, _CELL - 1, right=True) + " ", "dim") for each in _WEEKDAYS[lang]])
    weeks = months.Calendar(firstweekday=0).monthdatescalendar(year, month)
    blank: Piece = (" " * _CELL, "")
    lines += [[_day(days, day) if day.month == month else blank for day in week] for week in weeks]
    return lines


def _day(days: "WorkingCalendar", day: dt.date) -> Piece:
    if day not in days:
        return (f"{'-':>{_CELL - 1}} ", "dim")
    mark, style = _MARKS[days.why_not(day).kind]
    if days.basis(day) == "projected":
        mark = "?"
    return (f"{day.day:>{_CELL - 1}}{mark}", style)


def _legend(days: "WorkingCalendar", year: int, numbers: list[int], lang: Language) -> Iterator[Line]:
    """What the marks mean, then the days that differ from a plain week, as runs with their names."""
    shown: dict[str, list[dt.date]] = {}
    runs: list[tuple[dt.date, dt.date, str, str]] = []
    first, last = dt.date(year, numbers[0], 1), dt.date(year, numbers[-1], 28)
    day = first
    while day <= last or day.month == numbers[-1]:
        if day.year != year:
            break
        if day in days:
            status = days.why_not(day)
            kind: str = "projected" if days.basis(day) == "projected" else status.kind
            shown.setdefault(kind, []).append(day)
            if status.kind not in {"working", "weekend"}:
                name = status.name.text(lang)
                if runs and runs[-1][1] == day - dt.timedelta(days=1) and runs[-1][2:] == (status.kind, name):
                    runs[-1] = (runs[-1][0], day, status.kind, name)
                else:
                    runs.append((day, day, status.kind, name))
        if day == dt.date.max:
            break
        day += dt.timedelta(days=1)
    words = _KINDS[lang]
    pieces: list[str | Piece] = ["  "]
    for known, (mark, style) in {**_MARKS, "projected": ("?", "dim")}.items():
        if known in shown and known in words:
            pieces += [(mark, style), f" {words[known]}   "]
    yield line(*pieces)
    if runs:
        yield line()
    for start, end, what, name in runs:
        span = f"{start:%m-%d}" if start == end else f"{start:%m-%d} .. {end:%m-%d}"
        yield line("  ", pad(span, 14), "  ", pad(words[what], 34 if lang == "en" else 12), "  ", clean(name))
    if days.horizon is not None:
        told = (
            f"已公布至 {days.horizon}；其后为推定"
            if lang == "zh"
            else f"announced up to {days.horizon}; later days are projected"
        )
        yield line()
        yield line("  ", (told, "dim"))


COMMAND = Command(
    name="calendar show",
    summary=Text(en="a year of a calendar, with what each day is", zh="显示日历的一年，标明各日性质"),
    words=Words(
        metavar="NAME",
        help=Text(en="a calendar by name, as cn, or as a file", zh="日历的名称（如 cn）或文件"),
        what=Text(en="a calendar, as `cn`", zh="日历，如 `cn`"),
        at_most=1,
    ),
    options=(
        Option(
            "--year",
            Text(en="the year; where left out, the last announced one", zh="年份；省略时为已公布的最后一年"),
            metavar="YEAR",
        ),
        Option("--month", Text(en="only this month, 1 to 12", zh="只显示该月，1 至 12"), metavar="MONTH"),
        SEARCH,
    ),
    run=run,
    examples=("govrules calendar show cn --year 2026", "govrules calendar show cn --year 2026 --month 2"),
)
