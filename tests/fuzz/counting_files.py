"""Calendars and conventions, and a date counted by those that hold good."""

import datetime as dt
import functools
from collections.abc import Iterator

from govrules.api import calendar, convention, due
from govrules.counting.errors import CountingError
from govrules.diagnostics import DiagnosticsError
from govrules.model.calendar import Calendar
from govrules.model.convention import Convention
from tests.fuzz import yaml_lines
from tests.fuzz.target import Target, as_file, files, promise, text_of, told, words_in

_DAYS = (dt.date(2025, 9, 26), dt.date(2025, 12, 31), dt.date(2024, 2, 29))
_PERIODS = ("1 day", "20 working days", "2 months", "1 year, to month end")
_PLAIN = Calendar("plain", dt.date(2020, 1, 1), dt.date(2030, 12, 31), time_zone="Asia/Shanghai")


def run(data: bytes) -> None:
    path = as_file("counting/any.yaml", data)
    found_calendar: Calendar = _PLAIN
    found_convention: Convention | None = None
    try:
        found_calendar = calendar(path)
    except DiagnosticsError as error:
        promise(bool(error.diagnostics), "refused without a word")
        told(error.diagnostics)
    try:
        found_convention = convention(path)
    except DiagnosticsError as error:
        promise(bool(error.diagnostics), "refused without a word")
        told(error.diagnostics)
    if found_calendar is not _PLAIN or found_convention is not None:
        _counted(found_calendar, found_convention)


def _counted(by: Calendar, how: Convention | None) -> None:
    for period in _PERIODS:
        for day in _DAYS:
            try:
                found = due(period, after=day, calendar=by, convention=how)
            except (CountingError, DiagnosticsError):
                continue
            promise(found.trace[-1].date == found.date, "a trace that ends on another day")


def seeds() -> Iterator[bytes]:
    yield from files(
        "rules/conventions/*.yaml", "examples/*/calendars/*.yaml", "examples/*/conventions/*.yaml"
    )
    for content in files("rules/calendars/*.yaml"):
        yield shortened(content)


def shortened(content: bytes) -> bytes:
    """A calendar with the first days of each list only: most of its lines are days."""
    kept: list[bytes] = []
    days = 0
    for line in content.splitlines(keepends=True):
        days = days + 1 if line.lstrip()[:1].isdigit() else 0
        if days <= 5:
            kept.append(line)
    return b"".join(kept)


@functools.cache
def words() -> tuple[str, ...]:
    return (*sorted(words_in(files("rules/conventions/*.yaml"))), *yaml_lines.STRANGE, *_PERIODS, "cn", "de")


@functools.cache
def _donors() -> yaml_lines.Donors:
    return yaml_lines.Donors.of(text_of(each) for each in seeds())


def mutation(data: bytes, most: int, seed: int) -> bytes:
    return yaml_lines.mutated(data, seed=seed, donors=_donors(), words=words(), most=most)


TARGET = Target("counting-files", run, seeds, words, mutation)
