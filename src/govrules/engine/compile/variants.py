"""Cases that hold the same events in the same order, judged together.

Most cases of an office take one of a few courses (process mining calls them variants). Which event triggers a
clause and which meets it follows from the types of the events alone, as long as no two of them stand at one
instant; so that is looked for once in each variant, and of its cases only times and data are looked at.
"""

import importlib.util
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, cached_property
from itertools import compress, islice, pairwise, repeat
from operator import eq, ge

import attrs

from govrules.declaring import frozen
from govrules.engine.compile.alike import HAS_COME, LATE_FROM, Alike, move
from govrules.engine.compile.benches import with_benches
from govrules.engine.compile.by_values import ARISES
from govrules.engine.compile.checks import Course
from govrules.engine.compile.duty_forms import state
from govrules.engine.compile.logs import PolicyLog
from govrules.engine.compile.recording import NO_LIMIT, Records
from govrules.engine.compile.saying import Outcome, Saying
from govrules.engine.compile.working import Working
from govrules.engine.compile.writing import HandOver

_FEWEST: ContextVar[int] = ContextVar("fewest", default=8)
"""cases of one variant that are worth while to be judged together"""
_IN_ARRAYS: ContextVar[bool | None] = ContextVar("in arrays", default=None)
"""whether numpy is used; None: where it pays"""
_FEW = 8
"""of which share of all cases values are read one by one"""
MANY, SOME = 200_000, 10_000
"""events from which on it pays to load numpy for this, and to use it where it is loaded"""
AT_ONCE = 100_000
"""cases whose times are laid beside each other at once"""
_MET, _MET_LATE, _PENDING, _OVERDUE = state("met"), state("met_late"), state("pending"), state("overdue")


@contextmanager
def judged_together(
    fewest: int, *, in_arrays: bool | None = None, on_benches: bool = False
) -> Iterator[None]:
    """Judge cases together as soon as so many are of a variant: to hold all ways against each other.

    Args:
        in_arrays: whether that is done with numpy; None: where it pays.
        on_benches: whether fewer cases in a short log are judged on a bench.
    """
    before = _FEWEST.set(fewest)
    try:
        with with_numpy(in_arrays), with_benches(on_benches):
            yield
    finally:
        _FEWEST.reset(before)


def few_enough(cases: Sequence[int]) -> bool:
    """Whether cases are too few to be judged together."""
    return len(cases) < _FEWEST.get()


@contextmanager
def with_numpy(in_arrays: bool | None) -> Iterator[None]:
    """Judge cases together with numpy or without; None: where it pays."""
    before = _IN_ARRAYS.set(in_arrays)
    try:
        yield
    finally:
        _IN_ARRAYS.reset(before)


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
    """whether nothing but times is asked once it has arisen"""
    by_values: bool = False
    """whether what is said decides, of a duty whether it arises"""


@attrs.frozen(eq=False)
class Plan:
    """All that is asked of the cases of a variant."""

    steps: tuple[Step, ...]
    odd: tuple[int, ...]
    """events that meet a duty too early, or trigger an open one; as `~` what meets one never triggered"""


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
            found = (
                _duty(variant, course, every, always) if course.is_duty else _events(variant, course, always)
            )
            if found is None:
                return None
            steps += found.steps
            odd += found.odd
    return Plan(tuple(steps), tuple(odd))


def _events(variant: bytes, course: Course, always: bool) -> Plan:
    by_values = course.values is not None and always
    steps = (Step(course, place, -1, by_values=by_values) for place in _places(variant, course.when))
    return Plan(tuple(steps), ())


def _duty(variant: bytes, course: Course, every: bool, always: bool) -> Plan | None:
    triggers = _places(variant, course.when)
    met = _places(variant, course.must)
    if not triggers:
        return Plan((), tuple(~each for each in met[:1]) if every else ())
    doubtful = course.conditional or not always
    early = every and bool(met) and met[0] < triggers[0]
    if doubtful and len(triggers) > 1 and (course.ignoring or (met and met[0] < triggers[-1])):
        # Which of them opens the duty, its condition decides.
        return None
    plainly = always and (not course.conditional or course.values is not None)
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
            by_times = course.moves is not None and plainly and not early and not before
            steps.append(
                Step(
                    course,
                    place,
                    start,
                    moved=True,
                    early=early,
                    by_times=by_times,
                    by_values=by_times and course.conditional,
                )
            )
        else:
            by_times = bool(course.tables) and plainly and not early
            by_values = by_times and course.conditional
            steps.append(Step(course, place, first, early=early, by_times=by_times, by_values=by_values))
        early = False
        closed = first
    return Plan(tuple(steps), tuple(odd) if every else ())


def _places(variant: bytes, kinds: frozenset[int]) -> list[int]:
    return [place for place, kind in enumerate(variant) if kind in kinds]


# -- judging ---------------------------------------------------------------------------------------------


def judge(
    program: Working,
    cases: Sequence[int],
    within: Sequence[bool],
    records: Records,
    used: list[tuple[int, int, int]],
) -> None:
    """Judge cases by a program, those of one variant together.

    Args:
        within: of each of its courses whether it is in force on every day of the log.
        records: where what became of each obligation is written.
        used: where the events are written that move the end of a duty.
    """
    log = program.log
    if not log.program.courses:
        program["run"](cases)
        return
    way = _way(log)(program, within, records, used)
    together, alone = way.judge(cases)
    program.few = (len(alone) + way.waiting) * _FEW < len(cases) and not log.program.has_rest
    way.finish()
    if log.program.has_rest:
        program["run_rest"](sorted(together))
    if len(alone):
        # The search for the next event goes on where the last one ended.
        program["run"](sorted(alone))


def _way(log: PolicyLog) -> "type[Together]":
    """The fastest way to judge a log."""
    in_arrays = _IN_ARRAYS.get()
    if in_arrays is None:
        in_arrays = len(log.columns) >= (SOME if "numpy" in sys.modules else MANY) and has_numpy()
    if not in_arrays:
        return Together
    from govrules.engine.compile.arrays import TogetherInArrays

    return TogetherInArrays


@cache
def has_numpy() -> bool:
    """Whether the package `numpy` of the extra `fast` is there."""
    return importlib.util.find_spec("numpy") is not None


@attrs.define(eq=False, slots=False)
class Together:
    """Judges the cases of a log by their variants, as far as they go together."""

    program: Working
    within: Sequence[bool]
    """of each course whether it is in force on every day of the log"""
    records: Records
    used: list[tuple[int, int, int]]
    fewest: int = attrs.field(factory=_FEWEST.get)

    @property
    def every(self) -> bool:
        return self.program.log.program.every

    def judge(self, cases: Sequence[int]) -> tuple[Sequence[int], Sequence[int]]:
        """Judge what goes together.

        Returns:
            The cases that were judged, but for the clauses that have no course; and those that are to be
            judged one by one.
        """
        together: list[int] = []
        alone: list[int] = []
        if len(cases) < self.fewest:
            return together, list(cases)
        for first in range(0, len(cases), AT_ONCE):
            for variant, alike in self._variants(cases[first : first + AT_ONCE], alone).items():
                plan = self._plan(variant, len(alike))
                if plan is None:
                    alone += alike
                    continue
                together += alike
                starts = list(map(self.program["starts"].__getitem__, alike))
                self._carry_out(plan, Alike(starts, variant, self.program))
        return together, alone

    def _plan(self, variant: bytes, number: int) -> Plan | None:
        """What is asked of so many cases of a variant; None where they do not go together."""
        if number >= self.fewest and variant not in self._plans:
            courses = self.program.log.program.courses
            self._plans[variant] = plan_of(variant, courses, self.every, self.within)
        return self._plans.get(variant)

    @cached_property
    def _plans(self) -> dict[bytes, Plan | None]:
        return {}

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

    # -- one variant -----------------------------------------------------------------------------------

    def _carry_out(self, plan: Plan, alike: Alike) -> None:
        odd = self.program["odd"]
        for distance in plan.odd:
            for place in alike.listed:
                odd(place + distance if distance >= 0 else distance - place)
        for step in plan.steps:
            if step.by_values:
                self._by_values(step, alike)
            elif step.by_times:
                self._by_times(step, alike)
            else:
                self._one_by_one(step, alike)

    def _one_by_one(self, step: Step, alike: Alike) -> None:
        """Judge cases by the function of the program that knows what triggers a clause and what meets it."""
        self._left.append((step, alike))

    @cached_property
    def _left(self) -> list[tuple[Step, Alike]]:
        return []

    @property
    def waiting(self) -> int:
        """So many cases are left to the functions of the program, by clause."""
        return sum(len(alike.listed) for _, alike in self._left)

    def finish(self) -> None:
        """Judge what is left to the functions of the program."""
        for step, alike in self._left:
            name = step.course.moved if step.moved else step.course.check
            assert name is not None
            self.program[name](alike.listed, alike.length, step.trigger, step.closed, step.early)
        self._left.clear()

    @cached_property
    def _saying(self) -> Saying:
        return Saying(self.program.log, self.program.apart)

    def _by_values(self, step: Step, alike: Alike) -> None:
        """Judge a clause by what is said, and a duty that arises by times."""
        values, saying = step.course.values, self._saying
        assert values is not None
        self._said(
            step,
            alike,
            saying.outcomes(
                values,
                alike.variant[: step.trigger + 1],
                lambda: saying.columns(values, step.trigger, alike.listed),
                len(alike.listed),
            ),
        )

    def _said(self, step: Step, alike: Alike, found: tuple[bytes, Sequence[Outcome]] | None) -> None:
        """Record what was found by what is said; see `Saying.outcomes`."""
        if found is None:
            self._one_by_one(step, alike)
            return
        codes, outcomes = found
        for code, outcome in enumerate(outcomes):
            if code not in codes or outcome == ():
                continue
            flags = bytearray(256)
            flags[code] = 1
            chosen = alike.chosen(codes.translate(flags))
            if outcome is None:
                for place in chosen.listed:
                    self.program["hand_over"](place)
            elif outcome[-1][1] == ARISES:
                self._by_times(step, chosen)
            else:
                self._found(outcome, chosen, step.trigger)

    def _found(self, outcome: Sequence[tuple[int, int]], alike: Alike, trigger: int) -> None:
        """Record the same of all cases."""
        for slot, became in outcome:
            triggers = map(trigger.__add__, alike.listed)
            self.records.rows.extend(
                zip(repeat(slot), triggers, repeat(became), repeat(-1), repeat(NO_LIMIT))
            )

    def _by_times(self, step: Step, alike: Alike) -> None:
        if not (self._move if step.moved else self._compare)(step, alike):
            self._one_by_one(step, alike)

    def _compare(self, step: Step, alike: Alike) -> bool:
        """Judge by whole columns a duty of which only times are asked; False where a due end is none."""
        days, number = alike.days(step.trigger), len(alike.starts)
        try:
            ends = [list(map(self.program[name].__getitem__, days)) for _, name in step.course.tables]
        except HandOver:
            return False
        if any(self.program[name].lacks for _, name in step.course.tables):
            return False
        triggers, rows = alike.places(step.trigger), self.records.rows
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
                rows.extend(zip(repeat(slot), triggers, became, closing, dues))
            elif True in broke:
                for each in compress(range(number), broke):
                    rows.append((slot, triggers[each], broken, closing[each], dues[each]))
        return True

    def _move(self, step: Step, alike: Alike) -> bool:
        """Judge by whole columns a duty whose end was moved; False where it takes a closer look.

        In single cases it does so where an event came after the time was up, or the time is up now.
        """
        course = step.course
        assert course.moves is not None
        moved = move(course.moves, self.program, step.trigger, alike)
        if moved is None:
            return False
        ((slot, _),) = course.tables
        if self.every:
            kept = [each not in moved.closer for each in range(len(alike.starts))]
            triggers = alike.places(step.trigger)
            closing = alike.places(moved.closed) if moved.closed >= 0 else repeat(-1)
            found = zip(repeat(slot), triggers, repeat(moved.state), closing, moved.dues)
            self.records.rows.extend(compress(found, kept))
            for distance in moved.moved_by:
                self.used.extend(compress(zip(repeat(slot), triggers, alike.places(distance)), kept))
        if moved.closer:
            starts = [alike.starts[each] for each in sorted(moved.closer)]
            self._one_by_one(step, Alike(starts, alike.variant, self.program))
        return True
