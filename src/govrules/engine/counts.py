"""Counting, as one clause asks for it: its calendar, its convention, and a memory of earlier counts."""

import datetime as dt
from collections.abc import Mapping
from typing import TypeAlias

import attrs

from govrules.counting.due import Due, Extension, Pause, Running, count, due_by_date
from govrules.counting.errors import CountingError, NotAnnouncedError
from govrules.declaring import frozen
from govrules.engine import reasons
from govrules.engine.moments import plain
from govrules.engine.values import Missing
from govrules.engine.view import View
from govrules.model.calendar import Calendar
from govrules.model.clauses import Clause, Duty
from govrules.model.convention import Convention, LimitKind
from govrules.model.findings import Moment
from govrules.model.period import Period

Counted: TypeAlias = Due | Running | Missing

_MOST = 20_000
"""so many counts of one clause are remembered"""


@frozen(eq=False)
class Counting:
    """How one clause counts; a count that has no answer is unknown, with the reason."""

    view: View
    calendar: Calendar | None
    roll_calendar: Calendar | None
    convention: Convention | Missing
    kind: LimitKind
    memory: dict[object, Counted] = attrs.field(factory=dict)

    @classmethod
    def of(cls, view: View, clause: Clause) -> "Counting":
        convention = _convention(view, clause)
        roll = convention.roll_calendar if isinstance(convention, Convention) else None
        name = view.policy.calendar
        return cls(
            view=view,
            calendar=view.calendars.get(name) if name else None,
            roll_calendar=view.calendars.get(roll) if roll else None,
            convention=convention,
            kind=_kind(clause),
        )

    def after(
        self,
        period: Period,
        origin: Moment,
        pauses: tuple[Pause, ...] = (),
        extensions: tuple[Extension, ...] = (),
    ) -> Counted:
        """The due end of a period from a moment onward."""
        if period.is_clock and origin.bare:
            return Missing.because(reasons.time_of_day_needed())
        return self._remembered(("after", period, plain(origin), pauses, extensions))

    def before(self, period: Period, anchor: dt.date | dt.datetime) -> Counted:
        """The due end of a period counted back from a date or instant."""
        return self._remembered(("before", period, anchor, (), ()))

    def by(self, day: dt.date | dt.datetime) -> Counted:
        """The due end of a date given in the data."""
        return self._remembered(("by", None, day, (), ()))

    def _remembered(
        self,
        asked: tuple[str, Period | None, dt.date | dt.datetime, tuple[Pause, ...], tuple[Extension, ...]],
    ) -> Counted:
        # An instant equals the same instant with another offset, and a date is no instant.
        key = (*asked, isinstance(asked[2], dt.datetime))
        found = self.memory.get(key)
        if found is None:
            if len(self.memory) >= _MOST:
                self.memory.clear()
            found = self.memory[key] = self._count(*asked)
        return found

    def _count(
        self,
        how: str,
        period: Period | None,
        moment: dt.date | dt.datetime,
        pauses: tuple[Pause, ...],
        extensions: tuple[Extension, ...],
    ) -> Counted:
        if isinstance(self.convention, Missing):
            return self.convention
        if self.calendar is None:
            return Missing.because(reasons.no_calendar(self.view.policy.calendar))
        if self.convention.roll_calendar and self.roll_calendar is None:
            return Missing.because(reasons.no_calendar(self.convention.roll_calendar))
        try:
            if period is None:
                return due_by_date(
                    moment,
                    calendar=self.calendar,
                    convention=self.convention,
                    time_zone=self.view.zone,
                    known_at=self.view.known_at,
                )
            return count(
                period,
                after=moment if how == "after" else None,
                before=moment if how == "before" else None,
                calendar=self.calendar,
                convention=self.convention,
                roll_calendar=self.roll_calendar,
                pauses=pauses,
                extensions=extensions,
                time_zone=self.view.zone,
                known_at=self.view.known_at,
                kind=self.kind,
                unannounced="raise" if self.view.refuse_projected else "project",
            )
        except NotAnnouncedError:
            # The caller asked for it: no date at all rather than a projected one.
            raise
        except CountingError as error:
            return Missing.because(reasons.counting(error))


def _convention(view: View, clause: Clause) -> Convention | Missing:
    name = clause.convention if isinstance(clause.convention, str) else view.policy.convention
    found = Convention() if name is None else view.conventions.get(name)
    if found is None:
        return Missing.because(reasons.no_convention(str(name)))
    if isinstance(clause.convention, Mapping):
        return found.with_keys(**dict(clause.convention))
    return found


def _kind(clause: Clause) -> LimitKind:
    """Which rule for a last day off holds: deemed decisions and the expiry of rights may roll differently."""
    if not isinstance(clause.body, Duty) or not clause.body.on_lapse:
        return "limit"
    if any(rule.deem is not None for rule in clause.body.on_lapse):
        return "deemed"
    return "expiry" if all(not rule.breach for rule in clause.body.on_lapse) else "limit"
