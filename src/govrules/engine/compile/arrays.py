"""Cases judged together with numpy, where it is installed: what `variants.py` does, by arrays.

Nothing is decided here that is not decided there; a law holds the two against each other. Cases are sorted by
a number that is made of the types of their events, and whether those of one number are of one variant is then
looked at. What is asked of a duty in the cases of all variants is compared at once, when all are sorted.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, partial
from itertools import repeat
from operator import is_
from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray

from govrules.engine.compile.alike import Alike
from govrules.engine.compile.array_columns import (
    NONE,
    AlikeInArrays,
    Flags,
    Numbers,
    array_of,
    days_of,
    ends_of,
)
from govrules.engine.compile.array_grouping import Grouping
from govrules.engine.compile.by_values import ByValues
from govrules.engine.compile.checks import Course
from govrules.engine.compile.dues import Entry, StoppedDues
from govrules.engine.compile.duty_forms import state
from govrules.engine.compile.moving import END, EXTEND, FULFIL, PAUSE, RESUME
from govrules.engine.compile.names import FieldColumn
from govrules.engine.compile.recording import Record
from govrules.engine.compile.saying import Outcome
from govrules.engine.compile.variants import Step, Together
from govrules.engine.compile.writing import HandOver
from govrules.model.coded_values import CodedValues

AT_ONCE = 100_000
"""cases that are judged at once: of these, arrays are made of all events"""
_MOST_TOGETHER = 1 << 20
"""combinations of values that are counted by number"""
_MET, _MET_LATE = state("met"), state("met_late")
_PENDING, _OVERDUE = state("pending"), state("overdue")
_PAUSED, _ENDED = state("paused"), state("ended")


@attrs.define(eq=False, slots=False)
class TogetherInArrays(Together):
    """`Together` with numpy."""

    _low: int = attrs.field(default=0, init=False)
    _high: int = attrs.field(default=0, init=False)
    """between which places the events lie of the cases that are judged at once"""

    def judge(self, cases: Sequence[int]) -> tuple[Sequence[int], Sequence[int]]:
        if len(cases) < self.fewest:
            return [], list(cases)
        together: list[int] = []
        alone: list[int] = []
        starts, ends = array_of(self.program["starts"])[:-1], array_of(self.program["ends"])
        for first in range(0, len(cases), AT_ONCE):
            part = cases[first : first + AT_ONCE]
            every = np.arange(part.start, part.stop) if isinstance(part, range) else array_of(part)
            self._judge(every, starts[every], ends[every], together, alone)
        return together, alone

    def _judge(
        self, cases: Numbers, starts: Numbers, ends: Numbers, together: list[int], alone: list[int]
    ) -> None:
        self._low, self._high = int(starts[0]), int(ends[-1])
        plain = ends > starts
        tied = plain & self._is_tied(starts, ends)
        alone += cases[tied].tolist()
        plain &= ~tied
        cases, starts, ends = cases[plain], starts[plain], ends[plain]
        kinds = np.frombuffer(self.program["K"], np.uint8)
        for variant, places in Grouping(kinds, starts, ends - starts).groups(self.fewest):
            plan = self._plan(variant, len(places)) if variant else None
            (alone if plan is None else together).extend(cases[places].tolist())
            if plan is not None:
                self._carry_out(plan, AlikeInArrays.of(starts[places], variant, self.program))
        self._say_all()
        self._compare_all()

    @cached_property
    def _times(self) -> Numbers:
        return array_of(self.program.log.columns.times)

    def _is_tied(self, starts: Numbers, ends: Numbers) -> Flags:
        """Of each case whether two of its events stand at one instant."""
        times = self._times[self._low : self._high]
        same = np.flatnonzero(times[1:] == times[:-1]) + self._low
        # The next of these at or behind the first event lies before the last.
        at = np.append(same, self._high)[np.searchsorted(same, starts)]
        return at < ends - 1

    # -- what is said ----------------------------------------------------------------------------------

    @cached_property
    def _asking(self) -> defaultdict[tuple[str, int], list[tuple[Step, AlikeInArrays]]]:
        return defaultdict(list)

    def _by_values(self, step: Step, alike: Alike) -> None:
        values = step.course.values
        assert values is not None
        assert isinstance(alike, AlikeInArrays)
        if values.by_types:
            super()._by_values(step, alike)
        else:
            self._asking[values.function, alike.variant[step.trigger]].append((step, alike))

    def _say_all(self) -> None:
        """Judge clauses by what is said in the cases of all variants at once."""
        for (_, kind), asked in self._asking.items():
            values = asked[0][0].course.values
            assert values is not None
            places = np.concatenate([alike.begins + step.trigger for step, alike in asked])
            firsts = np.concatenate([alike.begins for _, alike in asked])
            found = self._by_code(values, bytes([kind]), places, firsts)
            found = found or self._in_order(values, bytes([kind]), places, firsts)
            at = 0
            for step, alike in asked:
                if found is None:
                    self._one_by_one(step, alike)
                else:
                    size = len(alike.begins)
                    self._said(step, alike, (found[0][at : at + size], found[1]))
                    at += size
        self._asking.clear()

    def _in_order(
        self, values: ByValues, variant: bytes, places: Numbers, firsts: Numbers
    ) -> tuple[bytes, Sequence[Outcome]] | None:
        """`Saying.outcomes`, asked in the order of the log: so, what is looked at next stands near."""
        order = np.argsort(places)
        columns = partial(self._columns, values, places[order], firsts[order])
        found = self._saying.outcomes(values, variant, columns, len(places))
        if found is None:
            return None
        outcomes = np.empty(len(places), np.uint8)
        outcomes[order] = np.frombuffer(found[0], np.uint8)
        return outcomes.tobytes(), found[1]

    def _by_code(
        self, values: ByValues, variant: bytes, places: Numbers, firsts: Numbers
    ) -> tuple[bytes, Sequence[Outcome]] | None:
        """`Saying.outcomes` where each different value of the log stands once; None where one does not."""
        columns = [self._saying.column(each) for each in values.parameters]
        coded = [each for each in columns if isinstance(each, CodedValues)]
        sizes = [len(each.values) for each in coded]
        if not columns or len(coded) < len(columns) or math.prod(sizes) > _MOST_TOGETHER:
            return None
        # All that is said in a case as one number.
        numbers = np.zeros(len(places), np.int64)
        for wanted, column, size in zip(values.parameters, coded, sizes, strict=True):
            codes = np.frombuffer(column.codes, np.uint32)
            is_field = isinstance(wanted, FieldColumn)
            said = codes[places] if is_field else _last_code(codes, _silent(column), places, firsts)
            numbers *= size
            numbers += said
        present = np.flatnonzero(np.bincount(numbers))
        said_in = [
            list(map(column.values.__getitem__, each.tolist()))
            for column, each in zip(coded, np.unravel_index(present, sizes), strict=True)
        ]
        found = self._saying.outcomes(values, variant, lambda: said_in, len(present))
        if found is None:
            return None
        outcome_of = np.zeros(math.prod(sizes), np.uint8)
        outcome_of[present] = np.frombuffer(found[0], np.uint8)
        return outcome_of[numbers].tobytes(), found[1]

    def _columns(self, values: ByValues, places: Numbers, firsts: Numbers) -> list[Sequence[object]]:
        """What is said at places, or last in cases that begin at `firsts`; see `Saying.columns`."""
        listed: list[int] = places.tolist()
        return [
            list(map(self._saying.written(each).__getitem__, listed))
            if isinstance(each, FieldColumn)
            else self._last_said(self._saying.written(each), places, firsts)
            for each in values.parameters
        ]

    def _last_said(self, written: Sequence[object], places: Numbers, firsts: Numbers) -> Sequence[object]:
        found = np.empty(len(places), object)
        left = np.arange(len(places))
        while len(left):
            said = list(map(written.__getitem__, places.tolist()))
            found[left] = _objects(said)
            silent = np.fromiter(map(is_, said, repeat(None)), bool, len(said)) & (places > firsts)
            left, places, firsts = left[silent], places[silent] - 1, firsts[silent]
        values: list[object] = found.tolist()
        return values

    # -- what is asked ---------------------------------------------------------------------------------

    @cached_property
    def _waiting(self) -> defaultdict[tuple[int, bool], list[tuple[Step, AlikeInArrays]]]:
        return defaultdict(list)

    def _compare(self, step: Step, alike: Alike) -> bool:
        assert isinstance(alike, AlikeInArrays)
        self._waiting[id(step.course), step.closed >= 0].append((step, alike))
        return True

    def _compare_all(self) -> None:
        """Judge the duties of which only times are asked, in the cases of all variants at once."""
        for (_, happened), asked in self._waiting.items():
            if not self._compared(asked[0][0].course, asked, happened=happened):
                for step, alike in asked:
                    self._one_by_one(step, alike)
        self._waiting.clear()

    def _compared(
        self, course: Course, asked: Iterable[tuple[Step, AlikeInArrays]], *, happened: bool
    ) -> bool:
        triggers = np.concatenate([alike.begins + step.trigger for step, alike in asked])
        days = days_of(self._times[triggers], self.program["day"])
        try:
            tables = [ends_of(self.program[name]).of(days) for _, name in course.tables]
        except HandOver:
            return False
        if any(self.program[name].lacks for _, name in course.tables):
            return False
        closing = np.concatenate([alike.begins + step.closed for step, alike in asked]) if happened else None
        kept, broken = (_MET, _MET_LATE) if happened else (_PENDING, _OVERDUE)
        for (slot, name), ends in zip(course.tables, tables, strict=True):
            broke = self._times[closing] >= ends.late_from if closing is not None else ends.has_come
            rows = partial(_rows, slot, (kept, broken), self.program[name])
            if self.every:
                self.records.in_columns(len(triggers), partial(rows, triggers, broke, closing, days))
                continue
            late = np.flatnonzero(broke)
            closed = closing[late] if closing is not None else None
            self.records.rows += rows(triggers[late], broke[late], closed, days[late])
        return True

    # -- where the end was moved -----------------------------------------------------------------------

    def _move(self, step: Step, alike: Alike) -> bool:
        assert isinstance(alike, AlikeInArrays)
        try:
            return self._moved(step, alike)
        except (HandOver, IndexError):
            return False

    def _moved(self, step: Step, alike: AlikeInArrays) -> bool:
        """As `move` of `alike.py` does it."""
        moves = step.course.moves
        assert moves is not None
        table: StoppedDues = self.program[moves.table]
        index, numbered = table.index, table.numbered
        if index is None or numbered is None:
            return False
        ends = ends_of(numbered)
        ranks = self._ranks(table)
        days: dict[int, Numbers] = {}

        def working_day(distance: int) -> Numbers:
            """Of each case the number of working days up to the event, included."""
            days[distance] = found = days_of(self._times[alike.begins + distance], self.program["day"])
            if found.min() < index.first or found.max() > index.last:
                raise HandOver
            return ranks[found - index.first]

        last = working_day(step.trigger) + (index.amount - 1)
        due = ends.of(last)
        closer = np.zeros(len(alike), bool)
        moved_by: list[int] = []
        since, extensions, closed, became, stopped = None, 0, -1, _PENDING, NONE
        for distance in range(step.trigger + 1, alike.length):
            what = moves.steps.get(alike.variant[distance], 0)
            if not what:
                continue
            if since is None:
                closer |= self._times[alike.begins + distance] >= due.late_from
            if what in {FULFIL, END}:
                closed, became = distance, _MET if what == FULFIL else _ENDED
                break
            moved_by.append(distance)
            if what == PAUSE and since is None:
                stopped = working_day(distance)
                # A pause that begins when the last day was counted stops nothing.
                closer |= days[distance] >= due.last_day
                since = distance
            elif what == RESUME and since is not None:
                last = last + (working_day(distance) - stopped)
                due, since = ends.of(last), None
            elif what == EXTEND and since is None and (moves.times is None or extensions < moves.times):
                extensions += 1
                last = last + table.more
                due = ends.of(last)
            else:
                return False
        if closed < 0 and since is not None:
            became = _PAUSED
        elif closed < 0:
            closer |= due.has_come
        if self.every:
            dues = None if since is not None else last
            self._record_moved(step, alike, ~closer, became, closed, dues, numbered, moved_by)
        if closer.any():
            chosen = AlikeInArrays.of(alike.begins[closer], alike.variant, alike.program)
            self._one_by_one(step, chosen)
        return True

    def _record_moved(
        self,
        step: Step,
        alike: AlikeInArrays,
        kept: Flags,
        became: int,
        closed: int,
        dues: Numbers | None,
        entries: dict[int, Entry],
        moved_by: Iterable[int],
    ) -> None:
        ((slot, _),) = step.course.tables
        begins = alike.begins[kept]
        triggers: list[int] = (begins + step.trigger).tolist()
        closing: Iterable[int] = (begins + closed).tolist() if closed >= 0 else repeat(-1)
        ends: Iterable[Entry | None] = repeat(None)
        if dues is not None:
            ends = map(entries.__getitem__, dues[kept].tolist())
        self.records.rows.extend(zip(repeat(slot), triggers, repeat(became), closing, ends))
        for distance in moved_by:
            self.used.extend(zip(repeat(slot), triggers, (begins + distance).tolist()))

    def _ranks(self, table: StoppedDues) -> Numbers:
        assert table.index is not None
        ranks = table.index.ranks
        known: dict[int, Numbers] = self.program.log.known.setdefault("ranks", {})
        if id(ranks) not in known:
            known[id(ranks)] = array_of(ranks)
        return known[id(ranks)]


def _silent(column: CodedValues) -> Flags:
    """Of each code whether it says nothing."""
    return np.fromiter(map(is_, column.values, repeat(None)), bool, len(column.values))


def _last_code(codes: NDArray[np.uint32], silent: Flags, places: Numbers, firsts: Numbers) -> Numbers:
    """Of each place what was last said there or before, from the first of its case on."""
    found = codes[places].astype(np.int64)
    left = np.flatnonzero(silent[found] & (places > firsts))
    at = places[left]
    while len(left):
        at -= 1
        said = codes[at]
        found[left] = said
        open_ = silent[said] & (at > firsts[left])
        left, at = left[open_], at[open_]
    return found


def _objects(values: Sequence[object]) -> NDArray[np.object_]:
    # Not `array`, which would take equally long tuples for the rows of a table.
    return np.fromiter(values, object, len(values))


def _rows(
    slot: int,
    states: tuple[int, int],
    entries: dict[Any, Entry],
    triggers: Numbers,
    broke: Flags,
    closing: Numbers | None,
    days: Numbers,
) -> Iterator[Record]:
    closed: Iterable[int] = closing.tolist() if closing is not None else repeat(-1)
    became: Iterable[int] = map(states.__getitem__, broke.tolist())
    dues = map(entries.__getitem__, days.tolist())
    return zip(repeat(slot), triggers.tolist(), became, closed, dues)
