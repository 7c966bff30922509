"""Random questions of counting, each as the package and as the brute force take it."""

from typing import Any

from govrules.counting.due import Pause
from govrules.model.calendar import Calendar
from govrules.model.convention import Convention
from govrules.model.period import Period
from govrules.testing.any_calendar import MIDDLE, calendars, near
from govrules.testing.any_convention import DATE_KEYS, conventions
from govrules.testing.any_period import DATE_UNITS, extensions, parts, pauses, periods
from govrules.testing.questions import Question, questions
from tests.laws.bruteforce import PlainCalendar, PlainPause

Asked = Question

__all__ = [
    "DATE_KEYS",
    "DATE_UNITS",
    "MIDDLE",
    "Asked",
    "calendars",
    "conventions",
    "extensions",
    "near",
    "parts",
    "pauses",
    "periods",
    "plain_calendar",
    "plain_keys",
    "plain_parts",
    "plain_pauses",
    "questions",
]


def plain_calendar(calendar: Calendar) -> PlainCalendar:
    """The same calendar for the brute force."""
    return PlainCalendar(
        first=calendar.first_day,
        last=calendar.last_day,
        weekend=calendar.weekend,
        off={day.date: day.kind.value for day in calendar.days_off},
        make_up=frozenset(day.date for day in calendar.make_up),
    )


def plain_keys(convention: Convention) -> dict[str, Any]:
    """The same keys for the brute force, as bare words and numbers."""
    return {
        "days_are": convention.days_are,
        "first_day": convention.first_day,
        "start_on_day_off": convention.start_on_day_off,
        "months": convention.months,
        "missing_day": convention.missing_day,
        "last_day_off": convention.last_day_off.limit,
        "short_periods": convention.short_periods.up_to if convention.short_periods else None,
        "clear_days": convention.clear_days,
        "extend_from": convention.extend_from,
        "rest_run": convention.rest_run.at_least if convention.rest_run else None,
    }


def plain_parts(period: Period) -> list[tuple[int, str]]:
    """The same period for the brute force."""
    return [(part.amount, part.unit.value) for part in period.parts]


def plain_pauses(found: tuple[Pause, ...], brackets: str) -> list[PlainPause]:
    """The same pauses for the brute force; all of them are between dates."""
    return [PlainPause(pause.start, pause.end, pause.days or brackets) for pause in found]
