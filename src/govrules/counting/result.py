"""What a count is asked and what it answers: `Count`, `Due`, `Running`."""

import datetime as dt
from functools import cached_property
from typing import Literal, TypeAlias

import attrs

from govrules.counting.calendar import WorkingCalendar
from govrules.counting.clock import Zone
from govrules.counting.days import Step
from govrules.counting.errors import StillPausedError
from govrules.counting.pauses import Moment, Pause
from govrules.counting.trace import TraceStep
from govrules.declaring import frozen
from govrules.diagnostics.codes import time as codes
from govrules.model.calendar import Calendar
from govrules.model.convention import Convention, LimitKind
from govrules.model.period import Period

TimeZone: TypeAlias = "str | dt.tzinfo | None"
Direction: TypeAlias = Literal["after", "before"]
AnyCalendar: TypeAlias = Calendar | WorkingCalendar


@frozen
class Extension:
    """A longer limit; `approved` is needed where the convention counts extensions from their approval."""

    period: Period
    approved: Moment | None = None


@frozen
class Count:
    """What was asked: everything a count depends on, so that its proof can be walked again."""

    period: Period | None
    """None for a date given in the data"""
    trigger: Moment
    direction: Direction
    calendar: WorkingCalendar
    roll_calendar: WorkingCalendar
    convention: Convention
    pauses: tuple[Pause, ...]
    extensions: tuple[Extension, ...]
    time_zone: dt.tzinfo | None
    known_at: dt.date | None
    kind: LimitKind

    @property
    def step(self) -> Step:
        return 1 if self.direction == "after" else -1


@frozen
class Due:
    """A due date and its proof.

    In time means at or before `end`.
    """

    date: dt.date
    """the local date of the due end; an end at 24:00 belongs to the day it closes"""
    end: dt.datetime
    """the due end: aware where the time zone is known, else the local wall clock; 24:00 is next midnight"""
    late_from: dt.datetime
    """from when it is late (`breach_at`)"""
    late_at_once: bool
    """whether `late_from` itself is late; False where it is late just after it"""
    origin: dt.date
    """the day counted from, after cut-off and moved start"""
    unrolled: dt.date
    """the end before it was moved off a day off"""
    basis: Literal["announced", "projected"]
    horizon: dt.date | None
    """the last announced day of the calendar, as it was known"""
    calendar: str
    calendar_sha256: str
    convention: str
    count: Count = attrs.field(eq=False, repr=False)

    @cached_property
    def trace(self) -> tuple[TraceStep, ...]:
        """Every step and every day looked at, walked day by day; that it ends on `date` is checked."""
        from govrules.counting.proof import walk

        return walk(self)

    def is_late(self, moment: Moment) -> bool:
        """Whether something done at `moment` comes too late.

        A bare date stands for its day and gets the benefit of the doubt: it is late from the first day
        that has nothing left of the time allowed.
        """
        if not isinstance(moment, dt.datetime):
            return moment >= self.late_from.date() if self.late_at_once else moment > self.date
        if (moment.tzinfo is None) != (self.late_from.tzinfo is None):
            zone = Zone(self.count.time_zone)
            moment = zone.from_local(moment) if moment.tzinfo is None else zone.local(moment)
        if moment.tzinfo is not None:
            # Python compares clocks, not instants, where both have one zone.
            late_from, moment = self.late_from.astimezone(dt.UTC), moment.astimezone(dt.UTC)
        else:
            late_from = self.late_from
        return moment >= late_from if self.late_at_once else moment > late_from

    def to_dict(self, *, trace: bool = False) -> dict[str, object]:
        """The result as plain JSON."""
        count = self.count
        found: dict[str, object] = {
            "date": self.date.isoformat(),
            "end": self.end.isoformat(),
            "late_from": self.late_from.isoformat(),
            "late_at_once": self.late_at_once,
            "origin": self.origin.isoformat(),
            "unrolled": self.unrolled.isoformat(),
            "basis": self.basis,
            "horizon": self.horizon.isoformat() if self.horizon else None,
            "period": str(count.period) if count.period else None,
            count.direction: count.trigger.isoformat(),
            "calendar": {"name": self.calendar, "sha256": self.calendar_sha256},
            "convention": {"name": self.convention, "keys": count.convention.to_plain()},
            "pauses": [
                {"start": pause.start.isoformat(), "end": pause.end.isoformat() if pause.end else None}
                for pause in count.pauses
            ],
            "extensions": [
                {
                    "period": str(extension.period),
                    "approved": extension.approved.isoformat() if extension.approved else None,
                }
                for extension in count.extensions
            ],
            "known_at": count.known_at.isoformat() if count.known_at else None,
        }
        if trace:
            found["trace"] = [step.to_dict() for step in self.trace]
        return found


@frozen
class Running:
    """There is no due date yet: the count runs into a pause that nothing has ended."""

    since: Moment
    """the start of that pause"""
    count: Count = attrs.field(eq=False, repr=False)

    def error(self) -> StillPausedError:
        """The same as an exception, for callers who need a date."""
        return StillPausedError(codes.STILL_PAUSED, {"since": self.since})
