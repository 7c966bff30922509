"""The proof of a due date: the count walked once more, day by day, with every step written down."""

import contextlib
import datetime as dt
from typing import Any

from govrules.counting.calendar import WorkingCalendar
from govrules.counting.clock import Zone
from govrules.counting.days import EndlessPauseError, WalkingDays
from govrules.counting.request import (
    date_pauses,
    date_request,
    local_day,
    period_of,
    start_day,
)
from govrules.counting.result import Count, Due, Running
from govrules.counting.steps import count_dates
from govrules.counting.trace import Action, DayReason, TraceStep
from govrules.model.text import Text


def walk(due: Due) -> tuple[TraceStep, ...]:
    """Every step of the count behind `due`.

    Raises:
        AssertionError: the walk ends on another day than the index found, which would be a defect here.
    """
    count = due.count
    if count.period is None:
        steps = [TraceStep("from_data", due.date)]
    elif count.period.is_clock:
        steps = _clock_steps(count, due)
    else:
        tracer = _Tracer(count)
        rolled = tracer.run()
        assert rolled == due.date.toordinal() or count.convention.day_ends == "same_time", (
            "walking and index disagree"
        )
        steps = tracer.steps
    return (*steps, TraceStep("due_end", due.date, to=due.end))


def walk_running(running: Running) -> tuple[TraceStep, ...]:
    """The steps up to where the count runs into the pause that has not ended; none for the clock."""
    count = running.count
    since = dt.date.fromordinal(local_day(count, running.since))
    if period_of(count).is_clock:
        return (TraceStep("paused_still", since),)
    tracer = _Tracer(count)
    with contextlib.suppress(EndlessPauseError):
        tracer.run()
    return (*tracer.steps, TraceStep("paused_still", since))


def _clock_steps(count: Count, due: Due) -> list[TraceStep]:
    zone = Zone(count.time_zone)
    assert isinstance(count.trigger, dt.datetime)
    started = zone.local(count.trigger)
    steps = [TraceStep("trigger", started.date(), to=started)]
    parts = [*period_of(count).parts, *(part for each in count.extensions for part in each.period.parts)]
    steps += [TraceStep("clock", started.date(), of=str(part)) for part in parts]
    if any(part.unit.is_working_clock for part in parts):
        low, high = sorted((started.date(), due.date))
        day = low
        while day <= high:
            for opening, closing in count.calendar.hours_on(day):
                midnight = dt.datetime.combine(day, dt.time.min)
                steps.append(TraceStep("opening", day, to=midnight + dt.timedelta(minutes=opening)))
                steps.append(TraceStep("closing", day, to=midnight + dt.timedelta(minutes=closing)))
            if not count.calendar.is_working_day(day):
                status = count.calendar.why_not(day)
                steps.append(TraceStep("day", day, why=status.kind, name=status.name))
            day += dt.timedelta(days=1)
    low, high = sorted((started.date(), due.date))
    for pause in count.pauses:
        start = dt.date.fromordinal(local_day(count, pause.start))
        end = start if pause.end is None else dt.date.fromordinal(local_day(count, pause.end))
        if start <= high and end >= low:
            steps.append(TraceStep("day", start, why="paused", to=pause.end))
    return steps


class _Tracer:
    """Writes down what the order of computation says and what the walk sees."""

    def __init__(self, count: Count) -> None:
        self.count = count
        self.steps: list[TraceStep] = []
        self.part: str | None = None
        self.family = "calendar"
        self.rolling: WorkingCalendar | None = None
        self.searching = False

    def run(self) -> int:
        count = self.count
        triggered = local_day(count, count.trigger)
        self._add("trigger", triggered)
        day, _ = start_day(count)
        if day != triggered:
            self._add("cutoff", triggered, to=dt.date.fromordinal(day))
        days = WalkingDays(count.calendar, date_pauses(count, day), self.seen)
        return count_dates(date_request(count, day), days, self.log).due

    def log(self, action: Action, day: int, **details: Any) -> None:
        to = details.get("to")
        match action:
            case "part":
                self.part, self.family = details["of"], details["family"]
                self.searching = self.family == "months"
                self.rolling = None
                if not details["included"]:
                    self._add("first_day", day, of=self.part)
                return
            case "rolling":
                self.rolling = self.count.roll_calendar
                return
            case "months" | "months_paused":
                self.searching = False
        self._add(
            action,
            day,
            of=details.get("of"),
            to=None if to is None else dt.date.fromordinal(to),
            amount=details.get("amount"),
        )

    def seen(self, day: int, number: int | None, paused: bool) -> None:
        if self.rolling is not None:
            self._day("rolling", day, None, paused=paused, calendar=self.rolling)
        elif not self.searching:
            self._day("day", day, number, paused=paused, calendar=self.count.calendar)
        elif number is None:
            # The first unpaused day, from which months are counted, is not a counted day.
            self._day("day", day, None, paused=paused, calendar=self.count.calendar)

    def _day(
        self, action: Action, ordinal: int, number: int | None, *, paused: bool, calendar: WorkingCalendar
    ) -> None:
        day = dt.date.fromordinal(ordinal)
        why: DayReason
        name = Text()
        if paused:
            why = "paused"
        elif number is not None and self.family != "working":
            why = "any_day"
        else:
            status = calendar.why_not(day)
            why, name = status.kind, status.name
        self.steps.append(TraceStep(action, day, number=number, why=why, name=name, of=self.part))

    def _add(self, action: Action, day: int, **details: Any) -> None:
        self.steps.append(TraceStep(action, dt.date.fromordinal(day), **details))
