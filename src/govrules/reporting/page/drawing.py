"""What a timeline needs, as numbers: minutes of the local clock since 1970, and days off as runs of days.

The page draws from these alone and knows no time zones: each number is what the clock on the wall of the
policy's office showed.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import attrs

from govrules.counting.calendar import WorkingCalendar
from govrules.diagnostics import Language
from govrules.explaining.verdict import warning
from govrules.explaining.view import View, in_zone
from govrules.model.events import Time
from govrules.model.findings import Alert, Evidence, Moment, Obligation

_FIRST_DAY = dt.date(1970, 1, 1)
_EPOCH = dt.datetime.combine(_FIRST_DAY, dt.time())
NOON = dt.time(12)
"""where a bare date is drawn: it may have been any time of its day"""


def minutes(local: dt.datetime) -> int:
    """Minutes of the local clock; the last microsecond of a day is the midnight after it.

    >>> minutes(dt.datetime(1970, 1, 2, 0, 30)), minutes(dt.datetime(1970, 1, 1, 23, 59, 59, 999999))
    (1470, 1440)
    """
    return round((local.replace(tzinfo=None) - _EPOCH).total_seconds() / 60)


def of_moment(at: Moment) -> int:
    """A moment; a bare date lies in the middle of its day."""
    return minutes(dt.datetime.combine(at.date, NOON) if at.bare else at.local)


def of_time(time: Time, zone: str) -> tuple[int, bool]:
    """The time of an event by the clock of a zone, and whether it is a bare date."""
    if isinstance(time, dt.datetime):
        return minutes(in_zone(time, zone)), False
    return minutes(dt.datetime.combine(time, NOON)), True


@attrs.frozen
class Timeline:
    """One duty as it is drawn: a bar from its trigger to its due end, and what lies on it."""

    calendar: str | None
    start: int | None = None
    due: int | None = None
    done: int | None = None
    pauses: tuple[tuple[int, int | None], ...] = ()
    warnings: tuple[tuple[int, str], ...] = ()
    gaps: tuple[tuple[int, int | None], ...] = ()
    extended: tuple[int, ...] = ()
    is_open: bool = False

    @property
    def points(self) -> tuple[int, ...]:
        """All that is known of it in time."""
        spans = (end for pair in (*self.pauses, *self.gaps) for end in pair)
        every = (self.start, self.due, self.done, *spans, *self.extended, *(at for at, _ in self.warnings))
        return tuple(each for each in every if each is not None)

    def plain(self, calendars: Sequence[str], text: Mapping[str, int]) -> list[object]:
        """As the page reads it."""
        number = None if self.calendar is None else calendars.index(self.calendar)
        warnings = [[at, text[words]] for at, words in self.warnings]
        pairs = [[list(each) for each in spans] for spans in (self.pauses, self.gaps)]
        return [number, self.start, self.due, self.done, pairs[0], warnings, pairs[1], list(self.extended),
                int(self.is_open)]  # fmt: skip


def timeline(found: Obligation, alerts: Iterable[Alert], view: View) -> Timeline:
    """A duty, requirement, quota or what must hold, as it is drawn."""
    policy = view.names.policy_of(found)
    zone = policy.time_zone if policy is not None else "UTC"

    def local(instant: dt.datetime | None) -> int | None:
        return None if instant is None else minutes(in_zone(instant, zone))

    start, due = _at(found.trigger), local(found.due_end)
    if due is None and found.due is not None:
        due = minutes(dt.datetime.combine(found.due, dt.time.max))
    if found.tally is not None and found.tally.start is not None:
        start = minutes(dt.datetime.combine(found.tally.start, dt.time()))
    if found.tally is not None and found.tally.until is not None:
        due = minutes(dt.datetime.combine(found.tally.until, dt.time()))
    if found.window is not None:
        start, due = local(found.window.start), local(found.window.until)
    return Timeline(
        policy.calendar if policy is not None else None,
        start,
        due,
        _at(found.fulfilled),
        tuple((of_moment(each.start.at), _at(each.end)) for each in found.pauses),
        tuple(_warnings(alerts, view.names.lang, zone)),
        tuple((minutes(in_zone(each.start, zone)), local(each.until)) for each in found.gaps),
        tuple(of_moment(each.on.at) for each in found.extensions),
        found.state in {"pending", "paused", "overdue"},
    )


def _warnings(alerts: Iterable[Alert], lang: Language, zone: str) -> Iterable[tuple[int, str]]:
    for each in alerts:
        if each.date is not None:
            yield minutes(dt.datetime.combine(each.date, NOON)), warning(each.rule, lang)
        elif each.at is not None:
            yield minutes(in_zone(each.at, zone)), warning(each.rule, lang)


def _at(evidence: Evidence | None) -> int | None:
    return None if evidence is None else of_moment(evidence.at)


def days_off(calendar: WorkingCalendar, first: int, last: int, lang: Language) -> list[tuple[int, int, str]]:
    """Runs of days on which offices do not work, from one minute to another: first day, length, name.

    Days that the calendar does not know are in no run.
    """
    found: list[tuple[int, int, str]] = []
    day = _FIRST_DAY + dt.timedelta(days=first // 1440)
    end = _FIRST_DAY + dt.timedelta(days=last // 1440)
    known = calendar.data
    day, end = max(day, known.first_day), min(end, known.last_day)
    while day <= end:
        if not calendar.is_working_day(day):
            name = calendar.why_not(day).name.text(lang)
            number = (day - _FIRST_DAY).days
            if found and sum(found[-1][:2]) == number and found[-1][2] == name:
                found[-1] = (found[-1][0], found[-1][1] + 1, name)
            else:
                found.append((number, 1, name))
        day += dt.timedelta(days=1)
    return found
