"""Obligations, and what was broken, made from what a program recorded.

Only what needs nothing but the record and its events is made here: with at most one party that answers,
named by the event or the rule itself. Anything else is shown by judging its case once more.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cached_property, partial

import attrs

from govrules.engine import reasons
from govrules.engine.compile.at_trigger import NO_PAST, Past
from govrules.engine.compile.duty_forms import STATES, Slot, state
from govrules.engine.compile.lapsing import Lapsing
from govrules.engine.compile.logs import PolicyLog
from govrules.engine.compile.names import awaited
from govrules.engine.compile.parties import Party, field_of, party_of, text_or_none
from govrules.engine.compile.recording import Record
from govrules.engine.compile.shown import Shown
from govrules.engine.compile.shown_ends import ShownEnd, ShownEnds, days_of, ends_of_limit
from govrules.engine.compile.shown_terms import ShownTerms, Told
from govrules.engine.compile.standing import is_standing
from govrules.engine.compile.writing import JUDGED_ALONE
from govrules.engine.counts import Counting
from govrules.engine.found import new_id
from govrules.engine.happenings import Slice
from govrules.engine.limits import shown
from govrules.engine.moments import instant_from, last_day_read
from govrules.engine.reference.held_days import with_days
from govrules.engine.reference.outcome import days_late
from govrules.engine.reference.standing import unknown_of
from govrules.engine.triggers import identity, when_of
from govrules.engine.view import View
from govrules.model.clauses import Clause, Duty, Prohibition, Requirement
from govrules.model.events import Event
from govrules.model.findings import (
    Basis,
    Evidence,
    ExtensionTaken,
    Holder,
    Moment,
    Obligation,
    PauseTaken,
    Reason,
    Shortfall,
    State,
    Violation,
)
from govrules.model.limits import NoLimit
from govrules.model.patterns import event_names
from govrules.model.period import Period

_MET, _VIOLATED = state("met"), state("violated")
_LAPSED = state("lapsed")
_EXCUSED = state("excused")


@attrs.define(eq=False, slots=False)
class Shower:
    """Makes the obligations of one slot of a program."""

    view: View
    slot: Slot
    counting: Counting
    order: int
    """the place of its clause among those of the policy"""
    ends: ShownEnds | None
    """None without a limit"""
    of_each: tuple[str, ...] = ()
    """the fields that make the parts of a case that it is about"""
    terms: ShownTerms | None = None
    """what tells its due ends where they are no period from the trigger"""

    @property
    def clause(self) -> Clause:
        return self.slot.clause

    @cached_property
    def party(self) -> Party | None:
        """Who answers; None where that takes more than the trigger."""
        return party_of(self.clause, self.view, self.of_each)

    @cached_property
    def triggers(self) -> frozenset[str] | None:
        """The types of events that may trigger it; None where none does."""
        pattern = when_of(self.clause)
        return None if pattern is None else awaited(pattern, self.view).bases

    @cached_property
    def passing(self) -> frozenset[str]:
        """The types of events that pass responsibility on: in a case that holds one it takes more."""
        responsible = self.clause.responsible
        passes = responsible.passes if responsible is not None else ()
        bases = {self.view.vocabulary.meaning(name)[0] for each in passes for name in event_names(each.on)}
        return frozenset(bases)

    @cached_property
    def lapsing(self) -> Lapsing | None:
        """What tells its lapses; None where a record does not."""
        return Lapsing.of(self.slot, self.view, self.counting)

    def can_show(self, record: Record, *, unordered: bool, moved: bool) -> bool:
        """Whether an obligation is one of those that are made here; `moved`: whether its due end was.

        Args:
            unordered: whether it is unknown which of two events of one day came first.
        """
        due = record[4]
        if due is not None and due[3] == JUDGED_ALONE:
            return False
        plain = self.slot.plain if moved else self.slot.plain_unmoved
        if self.party is None or not plain or record[2] == _EXCUSED:
            return False
        if record[2] == _LAPSED and self.lapsing is None:
            return False
        # Whether only the order of one day kept a requirement is seen by reading it twice.
        body, met = self.clause.body, record[2] == _MET
        return not (met and (isinstance(body, Prohibition) or (unordered and isinstance(body, Requirement))))

    def show(
        self,
        record: Record,
        trigger: Evidence,
        done: Evidence | None,
        moves: Sequence[Evidence],
        known: set[str],
        slice_: Slice = (),
        late: Sequence[Evidence] = (),
        past: Past = NO_PAST,
    ) -> Shown:
        """The obligation of one record, and its violation or shortfall.

        Args:
            trigger: what opened it.
            done: what met or ended it.
            moves: the events that paused or lengthened it, in order.
            known: the ids of the clause's obligations in the case so far.
            slice_: the part of the case that it is about.
            late: what would have met it, and came after its lapse.
            past: what else is known where something is looked up.
        """
        found, entry = record[2], record[4]
        event, at = trigger.event, trigger.at
        if not isinstance(self.clause.body, Duty):
            return self._of_event(trigger, found, known, slice_, past)
        state_ = STATES[found]
        pauses, extensions = ((), ()) if self.terms is not None else self._moves(moves)
        if self.terms is not None:
            told = self.terms.told(trigger, entry, moves, slice_, past)
        else:
            paused = any(each.end is None for each in pauses)
            due = None if paused else self._due(at, pauses, extensions, 0 if entry is None else entry[2])
            told = Told(self._limit, due, at if due is not None or state_ == "paused" else None)
        due = told.due
        # What came after the time was up met the duty late, or ended its lateness.
        settled = done.at.date if done is not None and state_ not in {"overdue", "lapsed"} else None
        if state_ == "lapsed" and due is not None:
            # The end of the time settled it, whatever became of the case afterwards.
            settled = min(due.date, self._last_day)
        held = self._held(event, at, settled, slice_, past)
        party = held[0].party if held else None
        obligation = Obligation(
            id=self._id(event.case, slice_, at, known),
            policy=self.clause.policy,
            clause=self.clause.id,
            case=event.case,
            slice=slice_,
            clause_kind="duty",
            state=state_,
            trigger=trigger,
            limit_name=self.slot.limit_name,
            limit=told.limit,
            due=due.date if due is not None else None,
            due_end=due.end if due is not None else None,
            late_from=due.late_from if due is not None else None,
            # What was done before an event that it had to come before is told while that has not come.
            fulfilled=done if state_ in {"met", "met_late", "pending", "unknown"} else None,
            responsible=party,
            holders=held,
            pauses=pauses,
            extensions=extensions,
            reading=told.reading,
            other_readings=told.other_readings,
            basis=self._basis(
                at, done.at if done is not None and state_ in {"met", "pending"} else None, due
            ),
            horizon=due.horizon if due is not None else None,
            reason=told.reason or self._reason(state_, done),
            version_from=self._version_from,
            strength=self.clause.strength,
            anchor=told.anchor,
            counted_from=told.counted_from,
        )
        if state_ == "lapsed" and due is not None:
            assert self.lapsing is not None
            broken = self._late(obligation, event, due.date, due)
            lapsed = self.lapsing.shown(record, obligation, broken, due, late, known)
            if self.terms is not None:
                return attrs.evolve(lapsed, unrolled=self.terms.unrolled(trigger, slice_, past))
            assert self.ends is not None
            unrolled = self.ends.unrolled(at, pauses, extensions, self._added)
            return attrs.evolve(lapsed, unrolled=unrolled)
        if told.reason is not None:
            return Shown(
                obligation,
                None,
                unknown=unknown_of(obligation, told.reason, new_id(f"{obligation.id}/unknown", known)),
            )
        if state_ not in {"met_late", "overdue"} or due is None:
            return Shown(obligation, None)
        until = done.at.date if done is not None else self._last_day
        return Shown(obligation, self._late(obligation, event, until, due))

    def _late(self, obligation: Obligation, trigger: Event, until: dt.date, due: ShownEnd) -> Violation:
        days, working = days_late(due.date, until, self.counting)
        kind = Shortfall if self.clause.strength == "should" else Violation
        return kind(
            id=f"{obligation.id}/{kind.kind}",
            policy=obligation.policy,
            clause=obligation.clause,
            case=obligation.case,
            slice=obligation.slice,
            obligation=obligation.id,
            clause_kind="duty",
            limit_name=obligation.limit_name,
            trigger=obligation.trigger,
            due=obligation.due,
            due_end=obligation.due_end,
            at=due.late_from,
            fulfilled=obligation.fulfilled,
            late_by_days=days,
            late_by_working_days=working,
            unit=_unit(trigger, obligation.slice),
            responsible=obligation.responsible,
            reading=obligation.reading,
            other_readings=obligation.other_readings,
            basis=obligation.basis,
            horizon=obligation.horizon,
            strength=self.clause.strength,
            severity=self.clause.severity,
            tags=self.clause.tags,
        )

    def _of_event(self, trigger: Evidence, found: int, known: set[str], slice_: Slice, past: Past) -> Shown:
        """Of a requirement or prohibition."""
        event, at = trigger.event, trigger.at
        held = self._held(event, at, None, slice_, past)
        obligation = Obligation(
            id=self._id(event.case, slice_, at, known),
            policy=self.clause.policy,
            clause=self.clause.id,
            case=event.case,
            slice=slice_,
            clause_kind=self.clause.kind,
            state=STATES[found],
            trigger=trigger,
            responsible=held[0].party if held else None,
            holders=held,
            version_from=self._version_from,
            strength=self.clause.strength,
        )
        if found != _VIOLATED:
            return Shown(obligation, None)
        kind = Shortfall if self.clause.strength == "should" else Violation
        broken = kind(
            id=f"{obligation.id}/{kind.kind}",
            policy=obligation.policy,
            clause=obligation.clause,
            case=obligation.case,
            slice=slice_,
            obligation=obligation.id,
            clause_kind=obligation.clause_kind,
            trigger=obligation.trigger,
            at=instant_from(at, self.view.zone),
            unit=_unit(event, slice_),
            responsible=obligation.responsible,
            strength=self.clause.strength,
            severity=self.clause.severity,
            tags=self.clause.tags,
        )
        return Shown(obligation, broken)

    def _reason(self, state_: State, closed: Evidence | None) -> Reason | None:
        if closed is None or state_ not in {"ended", "overdue"}:
            return None
        body = self.clause.body
        assert isinstance(body, Duty)
        kind = self.view.vocabulary.resolve(closed.event.type)
        if state_ == "overdue":
            return reasons.ended_late(kind, closed.at)
        return reasons.replaced(closed.at) if body.repeat == "replace" else reasons.ended_by(kind, closed.at)

    @cached_property
    def _limit(self) -> str:
        return shown(self.slot.period or NoLimit())

    @cached_property
    def _version_from(self) -> dt.date | None:
        return self.clause.in_force.start or self.view.policy.in_force.start

    # -- what moved the end ----------------------------------------------------------------------------

    def _moves(self, moves: Sequence[Evidence]) -> tuple[tuple[PauseTaken, ...], tuple[ExtensionTaken, ...]]:
        pauses: list[PauseTaken] = []
        extensions: list[ExtensionTaken] = []
        for evidence in moves:
            step = self._step[self.view.vocabulary.resolve(evidence.event.type)]
            if step == "extend":
                extensions.append(ExtensionTaken(evidence, str(self._added)))
            elif step == "pause":
                pauses.append(PauseTaken(evidence, None))
            else:
                pauses[-1] = attrs.evolve(pauses[-1], end=evidence)
        # As the reference orders them: by the clock on the wall.
        pauses.sort(key=lambda each: each.start.at.local)
        return tuple(pauses), tuple(extensions)

    def stands_still(self, moves: Iterable[str]) -> bool:
        """Whether a pause has no end, so that there is no due end.

        Args:
            moves: the types of the events that moved the due end, in order, as the log writes them.
        """
        found = is_open = False
        for kind in moves:
            step = self._step[self.view.vocabulary.resolve(kind)]
            found |= is_open and step == "pause"
            is_open = step == "pause" or (is_open and step != "resume")
        return found or is_open

    @cached_property
    def _step(self) -> dict[str, str]:
        body = self.clause.body
        assert isinstance(body, Duty)
        found: dict[str, str] = {}
        for name, patterns in (
            ("pause", [each.start for each in body.pause]),
            ("resume", [each.end for each in body.pause]),
            ("extend", [each.when for each in body.extend]),
        ):
            for pattern in patterns:
                found |= dict.fromkeys(awaited(pattern, self.view).types, name)
        return found

    @cached_property
    def _added(self) -> Period | None:
        body = self.clause.body
        assert isinstance(body, Duty)
        periods = [each.add for each in body.extend if isinstance(each.add, Period)]
        return periods[0] if len(periods) == 1 else None

    def _id(self, case: str, slice_: Slice, at: Moment, known: set[str]) -> str:
        wanted = identity(self.clause, case, slice_, at)
        if self.slot.limit_name:
            wanted += f"#{self.slot.limit_name}"
        return new_id(wanted, known)

    def told_of(self, trigger: Event, at: Moment, slice_: Slice, past: Past) -> tuple[str, str | None]:
        """The id of an obligation that shares its instant with no other, and who answers for it."""
        held = self._held(trigger, at, None, slice_, past)
        return self._id(trigger.case, slice_, at, set()), held[0].party if held else None

    def _due(
        self, at: Moment, pauses: tuple[PauseTaken, ...], extensions: tuple[ExtensionTaken, ...], last: int
    ) -> ShownEnd | None:
        """Args: last: the ordinal of the last day in time, where the program has counted it; else 0."""
        if self.ends is None:
            return None
        if pauses or extensions:
            return self.ends.moved(at, pauses, extensions, self._added)
        return self.ends.plain(at, last)

    def _basis(self, at: Moment, done: Moment | None, due: ShownEnd | None) -> tuple[Basis, ...]:
        """Args: done: when it was met in time, where it was."""
        found: list[Basis] = []
        if done is not None and done.bare:
            # Where the day ends before 24:00, a bare date has the benefit of the doubt.
            at_the_end = due is not None and done.date == due.date == due.end.date()
            if done.date == at.date or at_the_end:
                found.append("same day")
        if due is not None and due.projected:
            found.append("projected")
        return tuple(found)

    # -- who answers -----------------------------------------------------------------------------------

    def _held(
        self, trigger: Event, at: Moment, settled: dt.date | None, slice_: Slice, past: Past
    ) -> tuple[Holder, ...]:
        if self.clause.responsible is None or self.party is None:
            return ()
        name = self.party.of_event(trigger, self.view.vocabulary.resolve(trigger.type), slice_, past)
        held = (Holder(name, at, None, None),)
        if not isinstance(self.clause.body, Duty):
            return held
        return with_days(held, settled if settled is not None else self._last_day, self.counting)

    @cached_property
    def _last_day(self) -> dt.date:
        return last_day_read(self.view.as_of)


def showers_of(log: PolicyLog) -> list[Shower]:
    """What shows the obligations of each slot of a program.

    Many cases are asked about as of one day: what was made for the last of them is kept.
    """
    # Of how far a log is read they tell no more than the day.
    program, day = log.program, last_day_read(log.view.as_of)
    kept = log.tables.showers.get(id(program))
    if kept is None or kept[0] is not program or kept[1] != day:
        kept = log.tables.showers[id(program)] = (program, day, _showers_of(log))
    return kept[2]


def _showers_of(log: PolicyLog) -> list[Shower]:
    # How far a log is read is told; nothing that is in it is kept.
    view = attrs.evolve(log.tables.view, as_of=log.view.as_of)
    orders = {id(clause): number for number, clause in enumerate(view.policy.clauses)}
    slicing = log.program.slicing
    of_each = slicing.parts.fields if slicing is not None else ()
    days: list[tuple[Counting, dict[int, ShownEnd | None]]] = []
    found: list[Shower] = []
    for slot in log.program.slots:
        known = log.tables.counting(slot.clause)
        # It is counted as before, and told as of this log.
        counting = attrs.evolve(known, view=view)
        ends_of = partial(ends_of_limit, log.tables, known, counting, days_of(counting, days))
        ends = None if slot.period is None else ends_of(slot.period)
        terms = ShownTerms.of(slot, counting, ends_of)
        found.append(_shower_of(slot)(view, slot, counting, orders[id(slot.clause)], ends, of_each, terms))
    return found


def _shower_of(slot: Slot) -> type[Shower]:
    """What shows the obligations of a slot."""
    if not is_standing(slot.clause):
        return Shower
    # How what no trigger brings about is shown is not imported for rulebooks without it.
    from govrules.engine.compile.shown_standing import shower_of

    return shower_of(slot.clause)


def _unit(event: Event, slice_: Slice) -> str | None:
    """The unit concerned: that of the part of the case, else that of its trigger."""
    return dict(slice_).get("unit") or text_or_none(field_of(event, "unit"))
