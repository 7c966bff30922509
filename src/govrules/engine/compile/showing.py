"""Obligations that ran their common course, made from what a program recorded.

Only what needs nothing but the record and its two events is made here: met in time or still open, with no
pause, extension or end, and at most one party that answers for it, named by the event or the rule itself.
Any other obligation is shown by judging its case once more.
"""

import datetime as dt
from collections.abc import Callable
from functools import cached_property, partial

import attrs

from govrules.counting.calendar import WorkingCalendar, working_calendar
from govrules.counting.due import Due
from govrules.counting.errors import CountingError
from govrules.counting.known import as_known
from govrules.engine.compile.dues import counts_by_day
from govrules.engine.compile.duties import STATES, Slot, state
from govrules.engine.compile.logs import PolicyLog
from govrules.engine.compile.running import Record
from govrules.engine.counts import Counting
from govrules.engine.limits import shown
from govrules.engine.moments import fixed, last_day_read, project
from govrules.engine.triggers import identity
from govrules.engine.values import Missing, text_of, typed
from govrules.engine.view import View
from govrules.model.clauses import Clause, Duty, Requirement
from govrules.model.conditions import Constant, Expression, Lookup
from govrules.model.events import Event
from govrules.model.findings import Basis, Evidence, Holder, Moment, Obligation
from govrules.model.limits import NoLimit

_MET, _PENDING = state("met"), state("pending")
_OWN = frozenset({"unit", "actor"})


@attrs.define(eq=False, slots=False)
class Shower:
    """Makes the obligations of one slot of a program."""

    view: View
    slot: Slot
    counting: Counting
    order: int
    """the place of its clause among those of the program"""
    dues: dict[object, "tuple[Due, dt.datetime, dt.datetime]"] = attrs.field(factory=dict)

    @property
    def clause(self) -> Clause:
        return self.slot.clause

    @cached_property
    def party(self) -> "Callable[[Event, str], str | None] | None":
        """Who answers, by the trigger and its type in the policy's words; None where that takes more."""
        responsible = self.clause.responsible
        if responsible is None:
            return _nobody
        if responsible.passes:
            return None
        return _party(responsible.first, self.view)

    def can_show(self, record: Record, *, bare: bool) -> bool:
        """Whether an obligation is one of those that are made here."""
        if record[2] not in {_MET, _PENDING} or self.party is None:
            return False
        # Whether only the order of one day kept a requirement is seen by reading it twice.
        return not (bare and isinstance(self.clause.body, Requirement))

    def show(self, trigger: Event, closed: Event | None, found: int, known: set[str]) -> Obligation:
        """The obligation of one record.

        Args:
            known: the ids of the clause's obligations in the case so far.
        """
        at = project(trigger.time, self.view.zone)
        duty = isinstance(self.clause.body, Duty)
        done = project(closed.time, self.view.zone) if closed is not None else None
        due = self._due(at) if duty else None
        held = self._held(trigger, at, done)
        return Obligation(
            id=self._id(trigger.case, at, known),
            policy=self.clause.policy,
            clause=self.clause.id,
            case=trigger.case,
            clause_kind=self.clause.kind,
            state=STATES[found],
            trigger=Evidence(trigger, at, at),
            limit_name=self.slot.limit_name,
            limit=shown(self.slot.period or NoLimit()) if duty else None,
            due=due[0].date if due is not None else None,
            due_end=due[1] if due is not None else None,
            late_from=due[2] if due is not None else None,
            fulfilled=Evidence(closed, done, done) if closed is not None and done is not None else None,
            responsible=held[0].party if held else None,
            holders=held,
            basis=self._basis(at, done, due),
            horizon=due[0].horizon if due is not None and due[0].basis == "projected" else None,
            version_from=self.clause.in_force.start or self.view.policy.in_force.start,
            strength=self.clause.strength,
            counted_from=at if due is not None else None,
        )

    def _id(self, case: str, at: Moment, known: set[str]) -> str:
        wanted = identity(self.clause, case, (), at)
        if self.slot.limit_name:
            wanted += f"#{self.slot.limit_name}"
        found, number = wanted, 2
        while found in known:
            found, number = f"{wanted}~{number}", number + 1
        known.add(found)
        return found

    def _due(self, at: Moment) -> "tuple[Due, dt.datetime, dt.datetime] | None":
        period = self.slot.period
        if period is None:
            return None
        by_day = counts_by_day(self.counting, period)
        key = (at.bare, at.date) if by_day else at.instant or at.date
        if key not in self.dues:
            due = self.counting.after(period, at)
            assert isinstance(due, Due)
            self.dues[key] = (due, fixed(due.end), fixed(due.late_from))
        return self.dues[key]

    def _basis(
        self, at: Moment, done: Moment | None, due: "tuple[Due, dt.datetime, dt.datetime] | None"
    ) -> tuple[Basis, ...]:
        found: list[Basis] = []
        if done is not None and done.bare and isinstance(self.clause.body, Duty):
            # Where the day ends before 24:00, a bare date has the benefit of the doubt.
            at_the_end = due is not None and done.date == due[0].date == due[0].end.date()
            if done.date == at.date or at_the_end:
                found.append("same day")
        if due is not None and due[0].basis == "projected":
            found.append("projected")
        return tuple(found)

    # -- who answers -----------------------------------------------------------------------------------

    def _held(self, trigger: Event, at: Moment, done: Moment | None) -> tuple[Holder, ...]:
        if self.clause.responsible is None or self.party is None:
            return ()
        name = self.party(trigger, self.view.vocabulary.resolve(trigger.type))
        if not isinstance(self.clause.body, Duty):
            return (Holder(name, at, None, None),)
        until = done.date if done is not None else self._last_day
        days = max((until - at.date).days, 0)
        working = self._working_days(at.date, until) if days else 0
        return (Holder(name, at, None, None, days, working),)

    @cached_property
    def _last_day(self) -> dt.date:
        return last_day_read(self.view.as_of)

    @cached_property
    def _calendar(self) -> WorkingCalendar | None:
        calendar, known_at = self.counting.calendar, self.view.known_at
        if calendar is None:
            return None
        return working_calendar(calendar if known_at is None else as_known(calendar, known_at))

    def _working_days(self, since: dt.date, until: dt.date) -> int | None:
        if self._calendar is None:
            return None
        try:
            return self._calendar.working_days_between(since, until)
        except CountingError:
            return None


def showers_of(log: PolicyLog) -> list[Shower]:
    """What shows the obligations of each slot of a program."""
    countings: dict[int, Counting] = {}
    found: list[Shower] = []
    for slot in log.program.slots:
        clause = slot.clause
        if id(clause) not in countings:
            countings[id(clause)] = Counting.of(log.view, clause)
        found.append(Shower(log.view, slot, countings[id(clause)], len(countings)))
    return found


def _party(expression: Expression, view: View) -> "Callable[[Event, str], str | None] | None":
    """How a party is read off the trigger; None where it takes more than the trigger."""
    match expression:
        case Constant(value):
            return partial(_always, None if value is None else text_of(value))
        case Lookup("trigger" | "event", (field,)):
            wanted = field
        case Lookup("unit" | "actor" as root, ()) if root not in view.policy.records:
            return partial(_own, root)
        case _:
            return None
    if wanted in {"time", "date", "id", "case", "type"} or wanted in view.policy.records:
        return None

    def named(event: Event, kind: str) -> str | None:
        declared = view.vocabulary.field(kind, wanted)
        return _text(typed(_field(event, wanted), declared, wanted))

    return named


def _nobody(event: Event, kind: str) -> None:
    del event, kind


def _always(party: str | None, event: Event, kind: str) -> str | None:
    del event, kind
    return party


def _own(field: str, event: Event, kind: str) -> str | None:
    del kind
    return _text(_field(event, field))


def _field(event: Event, name: str) -> object:
    value = event.data.get(name)
    return getattr(event, name) if value is None and name in _OWN else value


def _text(value: object) -> str | None:
    return None if value is None or isinstance(value, Missing) else text_of(value)
