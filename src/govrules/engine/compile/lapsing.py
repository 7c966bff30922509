"""A lapse, and the decisions that came after it, made from what a program recorded.

Only where the rules deem their events with words that stand in them, and where single events meet the duty.
Any other lapse is shown by judging its case once more.
"""

import datetime as dt
from collections.abc import Sequence

import attrs

from govrules.counting.due import Due
from govrules.engine.compile.duty_forms import Slot
from govrules.engine.compile.names import awaited
from govrules.engine.compile.recording import Record
from govrules.engine.compile.shown import Shown
from govrules.engine.compile.shown_ends import ShownEnd
from govrules.engine.compile.silence import lapses_of
from govrules.engine.compile.writing import NotCompiledError
from govrules.engine.counts import Counting
from govrules.engine.found import new_id
from govrules.engine.moments import Key, just_after, key_of, not_before, project, start_of_day
from govrules.engine.reference.outcome import as_data, days_late, effective_uncounted, instant_of
from govrules.engine.view import View
from govrules.model.clauses import Duty, Effective, LapseRule
from govrules.model.columns import Columns
from govrules.model.conditions import Constant
from govrules.model.events import Event, Time
from govrules.model.findings import Evidence, Lapse, LateDecision, Moment, Obligation, Violation
from govrules.model.period import Period


@attrs.frozen(eq=False)
class Lapsing:
    """What the silence of one limit means."""

    rules: tuple[LapseRule, ...]
    """those by which it is more than a breach, or none; a record names one of several by its place"""
    late_types: frozenset[str]
    """the types, in the policy's words, of the decisions that are late beside what was deemed"""
    view: View
    counting: Counting
    known: dict[tuple[Period, int], dt.date | None] = attrs.field(factory=dict)
    """days from which deemed events have their effect, by the ordinal of the due day"""

    @classmethod
    def of(cls, slot: Slot, view: View, counting: Counting) -> "Lapsing | None":
        """None where a record does not tell it."""
        body = slot.clause.body
        if not isinstance(body, Duty):
            return None
        rules = lapses_of(body, slot.limit_name)
        if not rules or not all(isinstance(each, Constant) for rule in rules for _, each in rule.with_):
            return None
        if all(rule.deem is None for rule in rules):
            return cls(rules, frozenset(), view, counting)
        try:
            must = awaited(body.must, view)
        except NotCompiledError:
            return None
        named = any(view.vocabulary.meaning(each)[1] for each in must.types)
        return None if named else cls(rules, must.types, view, counting)

    def tells(self, record: Record, trigger: int) -> bool:
        """Whether the record of a lapse tells it.

        Args:
            trigger: the microsecond of its trigger; of a time that was up before that, the reference says
                what came after it.
        """
        entry = record[4]
        if entry is None or entry[0] <= trigger:
            return False
        effective = self._rule(record).effective
        if effective.kind != "after" or effective.period is None:
            return True
        return entry[2] > 0 and self._after(effective.period, entry[2]) is not None

    def _rule(self, record: Record) -> LapseRule:
        entry = record[4]
        return self.rules[entry[4] if entry is not None and len(entry) > 4 else 0]

    def shown(
        self,
        record: Record,
        obligation: Obligation,
        broken: Violation,
        due: ShownEnd,
        late: Sequence[Evidence],
        known: set[str],
    ) -> Shown:
        """All that is told of an obligation that lapsed.

        Args:
            broken: the breach, if it is one.
            late: the decisions that came after the lapse.
            known: the ids of the clause's findings in the case so far.
        """
        lapse = self._lapse(record, obligation, due)
        violation = self._broken(broken, late) if lapse.breach else None
        return Shown(obligation, violation, lapse, self._late_decisions(lapse, late, known))

    def _lapse(self, record: Record, obligation: Obligation, due: ShownEnd) -> Lapse:
        rule, trigger = self._rule(record), obligation.trigger
        assert trigger is not None
        name = f"{obligation.id}/lapse"
        return Lapse(
            id=name,
            policy=obligation.policy,
            clause=obligation.clause,
            case=obligation.case,
            slice=obligation.slice,
            obligation=obligation.id,
            limit_name=obligation.limit_name,
            trigger=trigger,
            due=due.date,
            at=due.end,
            deemed=self._deemed(rule, obligation, name, due) if rule.deem is not None else None,
            breach=rule.breach,
            responsible=obligation.responsible,
            basis=obligation.basis,
            horizon=obligation.horizon,
        )

    def _deemed(self, rule: LapseRule, obligation: Obligation, lapse: str, due: ShownEnd) -> Evidence:
        zone, trigger, named = self.view.zone, obligation.trigger, dict(obligation.slice)
        assert trigger is not None
        assert rule.deem is not None
        data: dict[str, object] = {
            name: as_data(each.value)
            for name, each in rule.with_
            if isinstance(each, Constant) and each.value is not None
        }
        # It names the part of the case for which it is deemed.
        data |= named
        effective = self._effective(rule.effective, trigger.at, due)
        unit = named.get("unit", trigger.event.unit)
        event = Event(trigger.event.case, rule.deem, effective, unit=unit, data=data)
        known = instant_of(_known(due, key_of(trigger.at, zone)))
        return Evidence(event, project(effective, zone), project(known, zone), lapse)

    def _effective(self, wanted: Effective, trigger: Moment, due: ShownEnd) -> Time:
        if wanted.kind == "after" and wanted.period is not None:
            found = self._after(wanted.period, due.date.toordinal())
            assert found is not None
            return found
        return effective_uncounted(wanted, trigger, due.date, due.end)

    def _after(self, period: Period, day: int) -> dt.date | None:
        """The day on which a period from a due day ends; None where nobody knows."""
        if (period, day) not in self.known:
            due = self.counting.after(period, start_of_day(dt.date.fromordinal(day)))
            self.known[period, day] = due.unrolled if isinstance(due, Due) else None
        return self.known[period, day]

    def late_places(self, record: Record, columns: Columns, end: int) -> Sequence[int]:
        """The places of the decisions that came after the lapse of an obligation, in order.

        Args:
            end: the place at which what is read of its case ends.
        """
        due, resolve = record[4], self.view.vocabulary.resolve
        if due is None or self._rule(record).deem is None:
            return ()
        kinds, times = columns.kinds, columns.times
        later = (place for place in range(record[1] + 1, end) if times[place] >= due[0])
        return [place for place in later if resolve(columns.types[kinds[place]]) in self.late_types]

    def _late_decisions(
        self, lapse: Lapse, decisions: Sequence[Evidence], known: set[str]
    ) -> tuple[LateDecision, ...]:
        assert lapse.due is not None
        return tuple(
            LateDecision(
                id=new_id(f"{lapse.obligation}/late@{each.at}", known),
                policy=lapse.policy,
                clause=lapse.clause,
                case=lapse.case,
                slice=lapse.slice,
                lapse=lapse.id,
                event=each,
                late_by_days=(each.known.date - lapse.due).days,
            )
            for each in decisions
        )

    def _broken(self, violation: Violation, decisions: Sequence[Evidence]) -> Violation:
        """The breach says how long the office really took, once it has decided."""
        days: int | None = None
        working: int | None = None
        # A shortfall does not.
        if decisions and violation.kind == "violation":
            assert violation.due is not None
            days, working = days_late(violation.due, decisions[0].known.date, self.counting)
        return attrs.evolve(violation, fulfilled=None, late_by_days=days, late_by_working_days=working)


def _known(due: ShownEnd, trigger: Key) -> Key:
    """When the passing of the due end is known: just after the last instant in time."""
    return not_before(just_after(due.late_from, at_once=due.late_at_once), trigger)
