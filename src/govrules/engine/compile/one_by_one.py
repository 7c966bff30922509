"""One obligation by itself, as the reference judges it, where a program does not know what becomes of it.

    f = judge_decide(put, True, 3, t, a, b, -1)

The program goes on with the rest of its case: other obligations depend on none of this but on what closed it,
which is what is given back. The obligation is kept as the reference has it, to be shown.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import attrs

from govrules.engine.compile.duty_forms import asks_of_records, state
from govrules.engine.compile.names import Alone
from govrules.engine.compile.parties import party_of
from govrules.engine.compile.shown import Shown
from govrules.engine.compile.writing import JUDGED_ALONE, HandOver
from govrules.engine.context import Context
from govrules.engine.counts import Counting
from govrules.engine.found import Found
from govrules.engine.happenings import Happening, Slice
from govrules.engine.patterns import Occurrence
from govrules.engine.population import Member, members
from govrules.engine.reference.dispatch import as_dispatched
from govrules.engine.reference.duty import pursue
from govrules.engine.reference.judgement import Judged
from govrules.engine.reference.late_decisions import late_decisions
from govrules.engine.slices import Scope, SliceView, slices, value_in
from govrules.engine.triggers import Trigger, Version, context_of, trigger_of
from govrules.engine.values import Missing
from govrules.engine.view import View
from govrules.model.clauses import Clause, Duty
from govrules.model.conditions import Lookup
from govrules.model.findings import State
from govrules.model.patterns import Happens

if TYPE_CHECKING:
    from govrules.engine.compile.logs import PolicyLog

AloneRecord: TypeAlias = tuple[int, int, int, int, tuple[int, bool, int, int]]
_FAR = 1 << 62
_MOST = 5_000
"""so many judgements are kept: whoever asks for every obligation after what was broken asks for them again"""
_TOLD: frozenset[State] = frozenset({"met_late", "overdue", "lapsed", "unknown"})
"""states that are recorded though only what was broken is asked for"""


def judged_alone(clause: Clause, view: View, parts: Sequence[str]) -> Clause:
    """A clause as it is judged here; what is warned of is told with the whole case.

    So is who answers, where that takes more than the events of the case.
    """
    assert isinstance(clause.body, Duty)
    responsible = clause.responsible if _names_parties(clause, view, parts) else None
    return attrs.evolve(clause, body=attrs.evolve(clause.body, warn=()), responsible=responsible)


def _names_parties(clause: Clause, view: View, parts: Sequence[str]) -> bool:
    """Whether the events of a case themselves say who answers."""
    passes = clause.responsible.passes if clause.responsible is not None else ()
    return party_of(clause, view, parts) is not None and all(
        isinstance(each.on, Happens)
        and isinstance(each.to, Lookup)
        and (each.to.root, len(each.to.path)) == ("event", 1)
        for each in passes
    )


class OneByOne:
    """Judges the obligations of one clause in one log."""

    def __init__(
        self, log: "PolicyLog", clause: Clause, wanted: Alone, counting: Counting, *, is_whole: bool
    ) -> None:
        """Args:
        clause: as `judged_alone` gives it.
        counting: how it counts, as of whatever moment.
        is_whole: whether the clause names who answers, if anybody does.
        """
        assert isinstance(clause.body, Duty)
        self.log = log
        self.clause = clause
        self.body = clause.body
        self.is_whole = is_whole
        self.names = dict(wanted.limits)
        self.triggers = wanted.triggers
        self.heard_beside = wanted.heard_beside
        self.counted = counting
        self.known: dict[tuple[int, int, int], tuple[AloneRecord, Shown | None, bool]] = {}
        # Most logs hold no case that is asked about.
        self.start = self.first = -1
        self.part = 0
        self.happenings: tuple[Happening, ...] = ()
        self.slice: SliceView
        self.values: Slice = ()
        self.version: Version

    @cached_property
    def counting(self) -> Counting:
        return attrs.evolve(self.counted, view=self.log.view)

    @cached_property
    def view(self) -> View:
        """With the records, where the duty asks for any."""
        log = self.log
        if not asks_of_records(self.clause, log.view):
            return log.view
        return attrs.evolve(log.view, records=log.records_of(log.number))

    def __call__(
        self,
        put: Callable[[AloneRecord], None],
        every: bool,
        slot: int,
        trigger: int,
        start: int,
        end: int,
        until: int,
    ) -> int:
        """Record what became of an obligation; the place of the event that closed it, or -1.

        Args:
            every: whether it is recorded though nothing was broken.
            trigger: the place of its trigger.
            start: the place at which its case begins.
            end: the place at which what is read of it ends.
            until: the place of the trigger that takes its place (`repeat: replace`), or -1.

        Raises:
            HandOver: others may hear of what became of it.
        """
        key = (slot, trigger, until)
        found = self.known.get(key)
        if found is None:
            found = self._found(slot, trigger, start, end, until)
            if len(self.known) < _MOST:
                self.known[key] = found
        record, shown, is_told = found
        if every or is_told:
            put(record)
            if shown is not None:
                self.log.judged_alone[slot, trigger] = shown
        return record[3]

    def _found(
        self, slot: int, trigger: int, start: int, end: int, until: int
    ) -> tuple[AloneRecord, Shown | None, bool]:
        """The record of an obligation, what is told of it, and whether it is one of what was broken.

        Raises:
            HandOver: others may hear of what became of it.
        """
        if self.start != start:
            self._take(start, end)
        opened = self._opened(trigger, until)
        judged, found = self._judged(opened, self.names[slot])
        obligation, closing = judged.obligation, judged.course.closed_by
        closed = -1 if closing is None else self._place_of(closing.happening)
        if obligation.state == "lapsed" and self._is_heard():
            raise HandOver
        if closed >= 0 and self.body.repeat == "ignore" and not self._at_its_time(closed, closing):
            # Whether it was open when the next trigger came is not told by the time of that event.
            raise HandOver
        due = obligation.due.toordinal() if obligation.due is not None else 0
        record = (slot, trigger, state(obligation.state), closed, (_FAR, False, due, JUDGED_ALONE))
        return record, self._shown(opened, judged, found), obligation.state in _TOLD

    def _take(self, start: int, end: int) -> None:
        """The events of a case."""
        view, parts = self.view, self.log.sliced
        self.start = start
        columns, self.first = self.log.columns, start
        if parts is not None:
            # Of a part of a case the reference says what belongs to it.
            self.part = parts.part_of(start)
            case_number = parts.cases[self.part]
            columns, self.first, end = parts.whole, parts.whole.starts[case_number], parts.ends[case_number]
        places = range(self.first, end)
        self.happenings = tuple(view.happening(columns.event(place), place) for place in places)
        case = self.happenings[0].event.case
        scope = Scope(view, case, self.happenings, {case: self.happenings}, {}, {})
        self.version = Version(self.clause, scope)
        self.values = self.log.slice_at(start)
        # The members of a list all stand in the one slice that the case is.
        of_slice = self.values if self.clause.for_each is None else ()
        (self.slice,) = (each for each in slices(self.clause, scope) if each.values == of_slice)

    def _place_of(self, happening: Happening) -> int:
        parts = self.log.sliced
        found = happening.rank if parts is None else parts.place_in(self.part, happening.rank)
        if found is None:
            raise HandOver
        return found

    def _opened(self, place: int, until: int) -> Trigger:
        trigger = self._trigger(place)
        return trigger if until < 0 else trigger.replaced(self._trigger(until))

    def _judged(self, trigger: Trigger, name: str | None) -> tuple[Judged, Found]:
        found = Found()
        each = pursue(trigger, (self.version,), {id(self.version): self.counting}, found).judged
        # Of several limits only one is asked for.
        return next(one for one in each if one.obligation.limit_name == name), found

    def _shown(self, trigger: Trigger, judged: Judged, found: Found) -> Shown | None:
        """What is told of an obligation; None where its case has to be judged for it."""
        obligation, lapse = judged.obligation, judged.lapse
        if not self.is_whole or found.unknowns:
            return None
        if lapse is not None:
            # Nothing else triggers the duty in its case.
            late_decisions(trigger, (judged,), None, self.counting, found)
        broken = (each for each in (*found.violations, *found.shortfalls) if each.obligation == obligation.id)
        late = tuple(each for each in found.late_decisions if lapse is not None and each.lapse == lapse.id)
        due = judged.course.due if lapse is not None else None
        return Shown(obligation, next(broken, None), lapse, late, due.unrolled if due is not None else None)

    def _trigger(self, place: int) -> Trigger:
        happening, scope = self.happenings[self.log.place(place) - self.first], self.version.scope
        here = attrs.evolve(
            context_of(scope, self.slice).at(happening), case=scope.case or "", trigger=happening
        )
        trigger = trigger_of(self.version, self.slice, Occurrence(happening), here, self._member(here))
        return attrs.evolve(trigger, fulfilling=as_dispatched(trigger.fulfilling, self.counting, happening))

    def _member(self, here: Context) -> Member | None:
        population = self.clause.for_each
        if population is None:
            return None
        found = members(population, here)
        assert not isinstance(found, Missing)
        return next(each for each in found if (population.variable, each.text) in self.values)

    def _is_heard(self) -> bool:
        """Whether anything may hear of a lapse; what it deems may meet another trigger's duty as well."""
        beside, here = self.heard_beside, list(self.happenings)
        opening = [each.type for each in here]
        parts = self.log.sliced
        if parts is not None:
            # Whatever names another part is nothing to anybody who hears of this one alone.
            here = [each for each in here if self._may_be_here(each)]
            start, end = parts.columns.starts[self.part : self.part + 2]
            places = (parts.places[place] for place in range(start, end) if parts.kinds[place])
            opening = [self.happenings[place - self.first].type for place in places]
        is_heard = beside is None or not beside.isdisjoint(each.type for each in here)
        return is_heard or sum(each in self.triggers for each in opening) > 1

    def _may_be_here(self, happening: Happening) -> bool:
        """Whether an event names the part of the case, or no other."""
        return all(value_in(happening, name) in {None, value} for name, value in self.values)

    def _at_its_time(self, closed: int, closing: Occurrence | None) -> bool:
        """Whether an event counts at its own time, and not when it was sent off."""
        here = self.happenings[self.log.place(closed) - self.first]
        return closing is not None and closing.happening is here
