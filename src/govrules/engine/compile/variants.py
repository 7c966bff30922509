"""Cases that hold the same events in the same order, judged together.

Most cases of an office take one of a few courses (process mining calls them variants). Which event triggers a
clause and which meets it follows from the types of the events alone, as long as no two of them stand at one
instant; so that is looked for once in each variant, and of its cases only times and data are looked at.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from itertools import compress, islice, pairwise, repeat
from operator import eq, ge
from typing import Any

import attrs

from govrules.declaring import frozen
from govrules.engine.compile.alike import HAS_COME, LATE_FROM, Alike, move
from govrules.engine.compile.checks import Course
from govrules.engine.compile.duty_forms import state
from govrules.engine.compile.recording import Record
from govrules.engine.compile.source import Program
from govrules.engine.compile.writing import HandOver

_FEWEST: ContextVar[int] = ContextVar("fewest", default=8)
"""cases of one variant that are worth while to be judged together"""
AT_ONCE = 100_000
"""cases whose times are laid beside each other at once"""
_MET, _MET_LATE = state("met"), state("met_late")
_PENDING, _OVERDUE = state("pending"), state("overdue")


@contextmanager
def judged_together(fewest: int) -> Iterator[None]:
    """Judge cases together as soon as so many are of a variant: to hold both ways against each other."""
    before = _FEWEST.set(fewest)
    try:
        yield
    finally:
        _FEWEST.reset(before)


@frozen
class Step:
    """What is asked of the cases of a variant."""

    course: Course
    trigger: int
    """its distance from the first event, as all places here"""
    closed: int
    """what may meet the duty, or -1; where its end was moved, from where on it is walked"""
    moved: bool = False
    early: bool = False
    """whether what meets the duty stands before its first trigger"""
    by_times: bool = False
    """whether nothing but times is asked"""


@attrs.frozen(eq=False)
class Plan:
    """All that is asked of the cases of a variant."""

    steps: tuple[Step, ...]
    odd: tuple[int, ...]
    """events that meet a duty that nothing triggered, or that trigger one that is open"""


# -- what is asked of a variant --------------------------------------------------------------------------


def plan_of(variant: bytes, courses: Sequence[Course], every: bool, within: Sequence[bool]) -> Plan | None:
    """What is asked of the cases of a variant; None where times or data say which event it is asked of.

    Args:
        variant: the types of the events by number.
        every: whether every obligation is recorded, or only what was broken.
        within: of each course whether it is in force on every day of the log.
    """
    steps: list[Step] = []
    odd: list[int] = []
    kinds = frozenset(variant)
    for course, always in zip(courses, within, strict=True):
        if kinds & course.when or (every and kinds & course.must):
            found = _duty(variant, course, every, always) if course.is_duty else _events(variant, course)
            if found is None:
                return None
            steps += found.steps
            odd += found.odd
    return Plan(tuple(steps), tuple(odd))


def _events(variant: bytes, course: Course) -> Plan:
    return Plan(tuple(Step(course, place, -1) for place in _places(variant, course.when)), ())


def _duty(variant: bytes, course: Course, every: bool, always: bool) -> Plan | None:
    triggers = _places(variant, course.when)
    met = _places(variant, course.must)
    if not triggers:
        return Plan((), tuple(met[:1]) if every else ())
    doubtful = course.conditional or not always
    early = every and bool(met) and met[0] < triggers[0]
    if doubtful and len(triggers) > 1 and (course.ignoring or (met and met[0] < triggers[-1])):
        # Which of them opens the duty, its condition decides.
        return None
    steps: list[Step] = []
    odd: list[int] = []
    closed = None
    for place in triggers:
        if course.ignoring and closed is not None and (closed < 0 or place <= closed):
            odd.append(place)
            continue
        bearing = course.must | course.moved_by
        first = next((each for each in range(place + 1, len(variant)) if variant[each] in bearing), -1)
        before = any(each in course.stopped_by for each in variant[:place])
        if before or (first >= 0 and variant[first] in course.moved_by):
            if course.ignoring and place != triggers[-1]:
                # When it is over, its due end decides.
                return None
            start = 0 if before else place + 1
            by_times = course.moves is not None and always and not early and not before
            steps.append(Step(course, place, start, moved=True, early=early, by_times=by_times))
        else:
            by_times = bool(course.tables) and always and not early
            steps.append(Step(course, place, first, early=early, by_times=by_times))
        early = False
        closed = first
    return Plan(tuple(steps), tuple(odd) if every else ())


def _places(variant: bytes, kinds: frozenset[int]) -> list[int]:
    return [place for place, kind in enumerate(variant) if kind in kinds]


# -- judging ---------------------------------------------------------------------------------------------


def judge(
    functions: Mapping[str, Any],
    program: Program,
    cases: Sequence[int],
    within: Sequence[bool],
    records: list[Record],
    used: list[tuple[int, int, int]],
) -> None:
    """Judge cases by a program, those of one variant together.

    Args:
        functions: of the program, and what it names.
        within: of each of its courses whether it is in force on every day of the log.
        records: where what became of each obligation is written.
        used: where the events are written that move the end of a duty.
    """
    if not program.courses:
        functions["run"](cases)
        return
    together, alone = Together(functions, program.courses, program.every, within, records, used).judge(cases)
    if "run_rest" in functions:
        functions["run_rest"](sorted(together))
    # The search for the next event goes on where the last one ended.
    functions["run"](sorted(alone))


@attrs.define(eq=False, slots=False)
class Together:
    """Judges the cases of a log by their variants, as far as they go together."""

    program: Mapping[str, Any]
    """the functions of the program, and what it names"""
    courses: Sequence[Course]
    every: bool
    within: Sequence[bool]
    """of each course whether it is in force on every day of the log"""
    records: list[Record]
    used: list[tuple[int, int, int]]

    def judge(self, cases: Sequence[int]) -> tuple[list[int], list[int]]:
        """Judge what goes together.

        Returns:
            The cases that were judged, but for the clauses that have no course; and those that are to be
            judged one by one.
        """
        together: list[int] = []
        alone: list[int] = []
        plans: dict[bytes, Plan | None] = {}
        fewest = _FEWEST.get()
        if len(cases) < fewest:
            return together, list(cases)
        for first in range(0, len(cases), AT_ONCE):
            for variant, alike in self._variants(cases[first : first + AT_ONCE], alone).items():
                if len(alike) >= fewest and variant not in plans:
                    plans[variant] = plan_of(variant, self.courses, self.every, self.within)
                plan = plans.get(variant)
                if plan is None:
                    alone += alike
                    continue
                together += alike
                starts = list(map(self.program["starts"].__getitem__, alike))
                self._carry_out(plan, Alike(starts, variant, self.program))
        return together, alone

    def _variants(self, cases: Sequence[int], alone: list[int]) -> dict[bytes, list[int]]:
        """The cases by the types of their events; those with two events at one instant are left alone."""
        if self._tied:
            alone += [case for case in cases if case in self._tied]
            cases = [case for case in cases if case not in self._tied]
        starts, ends, kinds = (self.program[name] for name in ("starts", "ends", "K"))
        found: defaultdict[bytes, list[int]] = defaultdict(list)
        if isinstance(cases, range):
            spans = map(slice, starts[cases.start : cases.stop], ends[cases.start : cases.stop])
        else:
            spans = map(slice, map(starts.__getitem__, cases), map(ends.__getitem__, cases))
        for case, variant in zip(cases, map(kinds.__getitem__, spans), strict=True):
            found[variant].append(case)
        found.pop(b"", None)
        return found

    @cached_property
    def _tied(self) -> frozenset[int]:
        """The cases in which two events stand at one instant."""
        times, starts = self.program["T"], self.program["starts"]
        same = bytes(map(eq, times, islice(times, 1, None)))
        if 1 not in same:
            return frozenset()
        return frozenset(
            case
            for case, (start, end) in enumerate(pairwise(starts))
            if end > start and same.find(1, start, end - 1) >= 0
        )

    def _carry_out(self, plan: Plan, alike: Alike) -> None:
        odd = self.program["odd"]
        for distance in plan.odd:
            for place in alike.places(distance):
                odd(place)
        for step in plan.steps:
            if step.by_times and (self._move if step.moved else self._compare)(step, alike):
                continue
            name = step.course.moved if step.moved else step.course.check
            assert name is not None
            self.program[name](alike.starts, alike.length, step.trigger, step.closed, step.early)

    def _compare(self, step: Step, alike: Alike) -> bool:
        """Judge by whole columns a duty of which only times are asked; False where a due end is none."""
        days, number = alike.days(step.trigger), len(alike.starts)
        try:
            ends = [list(map(self.program[name].__getitem__, days)) for _, name in step.course.tables]
        except HandOver:
            return False
        if any(self.program[name].lacks for _, name in step.course.tables):
            return False
        triggers, append = alike.places(step.trigger), self.records.append
        happened = step.closed >= 0
        kept, broken = (_MET, _MET_LATE) if happened else (_PENDING, _OVERDUE)
        closing = alike.places(step.closed) if happened else [-1] * number
        for (slot, _), dues in zip(step.course.tables, ends, strict=True):
            if happened:
                broke = list(map(ge, alike.times(step.closed), map(LATE_FROM, dues)))
            else:
                broke = list(map(HAS_COME, dues))
            if self.every:
                became = map((kept, broken).__getitem__, broke) if True in broke else repeat(kept)
                self.records.extend(zip(repeat(slot), triggers, became, closing, dues))
            elif True in broke:
                for each in compress(range(number), broke):
                    append((slot, triggers[each], broken, closing[each], dues[each]))
        return True

    def _move(self, step: Step, alike: Alike) -> bool:
        """Judge by whole columns a duty whose end was moved; False where it takes a closer look.

        In single cases it does so where an event came after the time was up, or the time is up now.
        """
        course = step.course
        assert course.moves is not None
        assert course.moved is not None
        moved = move(course.moves, self.program, step.trigger, alike)
        if moved is None:
            return False
        ((slot, _),) = course.tables
        if self.every:
            kept = [each not in moved.closer for each in range(len(alike.starts))]
            triggers = alike.places(step.trigger)
            closing = alike.places(moved.closed) if moved.closed >= 0 else repeat(-1)
            found = zip(repeat(slot), triggers, repeat(moved.state), closing, moved.dues)
            self.records.extend(compress(found, kept))
            for distance in moved.moved_by:
                self.used.extend(compress(zip(repeat(slot), triggers, alike.places(distance)), kept))
        if moved.closer:
            starts = [alike.starts[each] for each in sorted(moved.closer)]
            self.program[course.moved](starts, alike.length, step.trigger, step.closed, step.early)
        return True
