"""Tables of published dates: how a row is read, and what of the counting it is held against.

A row names a convention, a calendar, or days of its own, and says why where single keys depart. Columns:

- `operation`: `due` unless the source answers something else (see `ANSWERS`);
- `start`, `end`, `direction`: the trigger, counted `after` or `before`; `end` for counts between two times;
- `keys`: single keys of the convention, `key: value` joined by `; `;
- `calendar`: a calendar by name; `weekend`, `days_off`, `make_up`, `hours` (by weekday) and `hours_on`
  (single days) are days of the row's own, put over the named calendar where there is one;
- `pauses`: `start/end` joined by `; `; `extensions`: periods joined by `; `;
- `answer`: what is compared: the `date`, the instant of the `end`, the `unrolled` date before it moves, or a
  number of `count`, `days`, `minutes`, `seconds`;
- `expected`: what is right; `source_says` is what the source has where that differs, and `why` says why.
"""

import csv
import datetime as dt
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import attrs

from govrules.api import calendar as named_calendar
from govrules.api import convention as named_convention
from govrules.counting.calendar import WorkingCalendar, working_calendar
from govrules.counting.clock import working_time_between
from govrules.counting.combine import overlay
from govrules.counting.due import Due, Extension, Pause, due
from govrules.counting.pauses import Mark, Moment, pair_pauses
from govrules.model.calendar import Calendar, Interval, OfficeHours
from govrules.model.convention import Convention, LimitKind
from govrules.model.period import Period

HERE = Path(__file__).parent
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ZERO = dt.timedelta(0)


@attrs.frozen
class Row:
    """One published answer, as the table has it."""

    values: dict[str, str] = attrs.field(hash=False)

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    @property
    def id(self) -> str:
        return self["id"]

    def listed(self, column: str) -> list[str]:
        return [part.strip() for part in self[column].split(";") if part.strip()]

    # What the row counts with

    @property
    def convention(self) -> Convention:
        base = _convention(self["convention"]) if self["convention"] else Convention()
        pairs = (part.partition(": ") for part in self.listed("keys"))
        return base.with_keys(**{key: value for key, _, value in pairs})

    @property
    def calendar(self) -> WorkingCalendar:
        return working_calendar(_calendar(tuple(sorted(self.values.items()))))

    @property
    def zone(self) -> dt.tzinfo | None:
        return ZoneInfo(self["time_zone"]) if self["time_zone"] else None

    @property
    def pauses(self) -> list[Pause]:
        spans = [part.split("/") for part in self.listed("pauses")]
        return [Pause(moment(start), moment(end)) for start, end in spans]

    def due(self, period: str, **changes: object) -> Due:
        """The row's count, or one with another start or other pauses."""
        values: dict[str, object] = {
            "pauses": self.pauses,
            "extensions": [Extension(Period.parse(part)) for part in self.listed("extensions")],
            self["direction"]: moment(self["start"]),
            **changes,
        }
        kind: LimitKind = self["kind"] or "limit"  # type: ignore[assignment]
        return due(period, calendar=self.calendar, convention=self.convention, kind=kind, **values)  # type: ignore[arg-type]

    @property
    def expected(self) -> object:
        text = self["expected"]
        return int(text) if self["answer"] in {"count", "days", "minutes", "seconds"} else moment(text)


def read(name: str) -> list[Row]:
    """The rows of a table in this folder."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return [Row(values) for values in csv.DictReader(file)]


def moment(text: str) -> Moment:
    """A date, or an instant; `Z` marks one of UTC."""
    if len(text) == 10:
        return dt.date.fromisoformat(text)
    return dt.datetime.fromisoformat(text)


def instant(text: str) -> dt.datetime:
    found = moment(text)
    assert isinstance(found, dt.datetime)
    return found


@cache
def _convention(name: str) -> Convention:
    return named_convention(name)


@cache
def _named(name: str) -> Calendar:
    return named_calendar(name)


@cache
def _calendar(values: tuple[tuple[str, str], ...]) -> Calendar:
    row = dict(values)
    base = _named(row["calendar"]) if row["calendar"] else None
    own = Calendar.of(
        "row",
        first_day=base.first_day if base else dt.date(1985, 1, 1),
        last_day=base.last_day if base else dt.date(2040, 12, 31),
        days_off=map(dt.date.fromisoformat, row["days_off"].split()),
        make_up=map(dt.date.fromisoformat, row["make_up"].split()),
        weekend=_weekend(row["weekend"], base),
        hours=_hours(row["hours"], row["hours_on"]),
        time_zone=row["time_zone"] or None,
    )
    if base is None:
        return own
    if not (row["days_off"] or row["make_up"]):
        return base
    return overlay(base, attrs.evolve(own, hours=own.hours or base.hours, time_zone=base.time_zone))


def _weekend(text: str, base: Calendar | None) -> list[int]:
    if not text and base is not None:
        return sorted(base.weekend)
    return [] if text == "none" else [WEEKDAYS.index(day) for day in text.split()]


def _hours(by_weekday: str, on_days: str) -> OfficeHours | None:
    if not by_weekday:
        return None
    week: list[tuple[Interval, ...]] = [()] * 7
    for day, spans in re.findall(r"([a-z]{3}) (\S+)", by_weekday):
        week[WEEKDAYS.index(day)] = _spans(spans)
    days = dict(part.split() for part in on_days.split("; ") if part)
    return OfficeHours(
        week=tuple(week), days={dt.date.fromisoformat(day): _spans(spans) for day, spans in days.items()}
    )


def _spans(text: str) -> tuple[Interval, ...]:
    found = re.findall(r"(\d\d):(\d\d)-(\d\d):(\d\d)", text)
    return tuple((int(a) * 60 + int(b), int(c) * 60 + int(d)) for a, b, c, d in found)


# Answers


def _due(row: Row) -> object:
    return _answer(row, row.due(row["period"]))


def _due_then_paused_time(row: Row) -> object:
    """Days first, then the office time that the pauses took, as a count of its own from there."""
    days = row.due(row["period"], pauses=())
    paused = int(_paused_time(row).total_seconds())
    return _answer(row, row.due(f"{paused} working seconds", after=days.end, pauses=()))


def _answer(row: Row, found: Due) -> object:
    if row["answer"] == "end":
        expected = moment(row["expected"])
        if isinstance(expected, dt.datetime) and expected.tzinfo is not None:
            return found.end.astimezone(dt.UTC)
        return found.end.replace(tzinfo=None)
    return found.unrolled if row["answer"] == "unrolled" else found.date


def _limits_late(row: Row) -> object:
    """How many of the row's periods are over at `end`."""
    return sum(row.due(period).is_late(moment(row["end"])) for period in row.listed("period"))


def _working_days(row: Row) -> object:
    """Working days between two dates; `period` says which of the two counts itself."""
    first, last = dt.date.fromisoformat(row["start"]), dt.date.fromisoformat(row["end"])
    day = dt.timedelta(days=1)
    if row["period"].startswith("["):
        first -= day
    if row["period"].endswith(")"):
        last -= day
    found = row.calendar.working_days_between(first, last)
    return max(0, found) if "signed" in row["why"] else found


def _working_time(row: Row) -> object:
    found = working_time_between(
        instant(row["start"]),
        instant(row["end"]),
        calendar=row.calendar,
        pauses=row.pauses,
        time_zone=row.zone,
    )
    found = max(_ZERO, found) if "signed" in row["why"] else found
    return int(found / dt.timedelta(minutes=1) if row["answer"] == "minutes" else found.total_seconds())


def _paused_time(row: Row) -> dt.timedelta:
    spans = [part.split("/") for part in row.listed("pauses")]
    return sum(
        (
            working_time_between(instant(start), instant(end), calendar=row.calendar, time_zone=row.zone)
            for start, end in spans
        ),
        _ZERO,
    )


def _paused_seconds(row: Row) -> object:
    return int(_paused_time(row).total_seconds())


def _paused_days(row: Row) -> object:
    """Days between the stops and restarts of the row; a stop that nothing has ended counts for none."""
    marks = [part.split() for part in row.listed("pauses")]
    paired = pair_pauses(
        [Mark(dt.date.fromisoformat(day), starts=what == "stop") for what, day in marks],
        again=row.convention.pause_again,
    )
    return sum((pause.end - pause.start).days for pause in paired.pauses if pause.end is not None)


ANSWERS: dict[str, Callable[[Row], object]] = {
    "due": _due,
    "due_then_paused_time": _due_then_paused_time,
    "limits_late": _limits_late,
    "working_days": _working_days,
    "working_time": _working_time,
    "paused_time": _paused_seconds,
    "paused_days": _paused_days,
}
"""what is asked, and what answers it"""


def answer(row: Row) -> object:
    """What govrules says to the row, comparable with `row.expected`."""
    return ANSWERS[row["operation"]](row)
