"""Running a program over a log: what became of each obligation, and which cases are handed over."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from functools import lru_cache
from operator import itemgetter
from typing import Any, TypeAlias

import attrs

from govrules.engine.collecting import without_collecting
from govrules.engine.compile.benches import short_enough, taken
from govrules.engine.compile.dues import UNKNOWN, Entry
from govrules.engine.compile.duty_forms import state
from govrules.engine.compile.fields import UNREADABLE, is_blank
from govrules.engine.compile.logs import Days, OddOffsetError, PolicyLog
from govrules.engine.compile.moving import END, FULFIL
from govrules.engine.compile.outcomes import was_met, was_violated, was_violated_at_the_end
from govrules.engine.compile.reach import Modes, Reach
from govrules.engine.compile.recording import FAR, NO_LIMIT, Record, Records
from govrules.engine.compile.standing import has_not_begun
from govrules.engine.compile.variants import few_enough, judge
from govrules.engine.compile.working import Working
from govrules.engine.compile.writing import HandOver
from govrules.engine.periods import last_day
from govrules.engine.progress import in_parts

Find: TypeAlias = Callable[[int, int, int], int]


@attrs.frozen(eq=False)
class Walked:
    """What one program found over a log."""

    log: PolicyLog
    records: Sequence[Record]
    """of the cases that were handed over perhaps some, which do not count"""
    handed_over: frozenset[int]
    odd: frozenset[int]
    """cases in which a duty was met before it arose; only to be asked where every obligation was recorded"""
    idle: frozenset[int]
    """the first events of their cases that meet a duty which nothing triggered; likewise"""
    used: Sequence[tuple[int, int, int]]
    """events that moved the end of a duty, in order: its slot, the places of its trigger and of the event"""
    answers: Sequence[tuple[int, int]] = ()
    """for what somebody may answer: the slot of the clause, and the place of the event"""

    def trigger_places(self, records: Iterable[Record]) -> Iterator[int]:
        """Where in the whole log the triggers of records stand."""
        places = map(_TRIGGER, records)
        return places if self.log.sliced is None else map(self.log.sliced.places.__getitem__, places)

    def only(self, states: Set[int]) -> "Walked":
        """With what was recorded of obligations in some states."""
        return attrs.evolve(self, records=[record for record in self.records if record[2] in states])


_TRIGGER: Callable[[Record], int] = itemgetter(1)


def walk(log: PolicyLog, reach: Reach, modes: Modes) -> Walked:
    """What became of the obligations that the program of the log records.

    Args:
        reach: how far the log is read.
        modes: what times its cases hold.
    """
    parts = log.sliced
    if parts is None:
        return _walk(log, reach, modes)
    found = Walked(log, (), frozenset(), frozenset(), frozenset(), ())
    if len(parts.columns):
        found = _walk(log, Reach(parts.columns.starts[1:], reach.as_of), Modes.of(parts.columns))

    def of_cases(numbers: Iterable[int]) -> frozenset[int]:
        return frozenset(map(parts.cases.__getitem__, numbers))

    return attrs.evolve(
        found,
        handed_over=of_cases(found.handed_over) | parts.handed_over,
        # In another part of the case something may have triggered it.
        odd=of_cases(found.odd | _cases_of(found.idle, parts.columns.starts)) | parts.odd,
        idle=frozenset(),
    )


def _walk(log: PolicyLog, reach: Reach, modes: Modes) -> Walked:
    columns = log.columns
    records = Records()
    odd: list[int] = []
    used: list[tuple[int, int, int]] = []
    answers: list[tuple[int, int]] = []
    handed: list[int] = list(modes.mixed)
    # Of these an event of the case is told, where a case is judged.
    given_up: list[int] = []
    woken = _woken(log, reach, handed)
    turned = log.turned_back
    if turned:
        woken |= turned
        handed += turned
    write = _compiled(log.program.source)
    for cases, bare in ((modes.instants, False), (modes.dates, True)):
        if not cases:
            continue
        left = [case for case in cases if case not in woken] if woken else cases
        if few_enough(left) and short_enough(len(columns)):
            bench = taken(write, log, reach, bare=bare)
            try:
                for part in in_parts(left):
                    bench.functions["run"](part)
                if log.program.named or "odd" in log.known:
                    handed += log.doubtful(bare=bare, as_of=reach.as_of)
            except OddOffsetError:
                handed += left
            records.rows += bench.rows
            given_up += bench.given_up
            odd += bench.odd
            used += bench.used
            answers += bench.answers
            bench.put_back()
            continue
        day = log.days(bare=bare)
        told = (records.rows.append, given_up.append, odd.append, used.append, answers.append)
        working = Working(write, log, reach, bare, *told)
        try:
            with without_collecting():
                within = _within(log, day)
                for part in in_parts(left):
                    judge(working, part, within, records, used)
            handed += working.doubtful
        except OddOffsetError:
            handed += left
    handed += _cases_of(given_up, columns.starts)
    return Walked(
        log,
        records if log.program.every else records.rows,
        frozenset(handed),
        frozenset(_cases_of([place for place in odd if place >= 0], columns.starts)),
        frozenset([~place for place in odd if place < 0]),
        used,
        answers,
    )


def _within(log: PolicyLog, day: Days) -> list[bool]:
    """Of each course of the program whether it is in force from the first day of the log to the last."""
    columns = log.columns
    first, last = (day[(each + day.shift) // day.unit] for each in (columns.first_time, columns.last_time))
    return [course.force.holds(first, last) for course in log.program.courses]


def _cases_of(places: Iterable[int], starts: Sequence[int]) -> set[int]:
    """The cases in which events stand."""
    return {bisect_right(starts, place) - 1 for place in places}


def _woken(log: PolicyLog, reach: Reach, handed: list[int]) -> set[int]:
    """The cases in which an event wakes a clause that is left to the reference; they are handed over."""
    waking = log.program.waking
    starts, ends = log.columns.starts, reach.ends
    if waking.always or has_not_begun(log):
        handed += range(len(ends))
        return set(range(len(ends)))
    if not waking.types:
        return set()
    numbers = [0] * 256
    for name in waking.types:
        numbers[log.program.kinds[name]] = 1
    flags = log.kinds.translate(bytes(numbers))
    found = {case for case, end in enumerate(ends) if flags.find(1, starts[case], end) >= 0}
    handed += found
    return found


@lru_cache(maxsize=64)
def _compiled(source: str) -> Callable[..., dict[str, Any]]:
    space: dict[str, Any] = {
        "FAR": FAR,
        "NO_LIMIT": NO_LIMIT,
        "NONE_YET": -2,
        "UNKNOWN": UNKNOWN,
        "UNREADABLE": UNREADABLE,
        "HandOver": HandOver,
        "before": bisect_left,
        "chained": _chained,
        "first_at": _first_at,
        "is_blank": is_blank,
        "is_tied": is_tied,
        "last_day_of": _last_day_of,
        "late": _late,
        "nothing": _nothing,
        "past": bisect_right,
        "tied_step": _tied_step,
        "was_met": was_met,
        "was_violated": was_violated,
        "was_violated_at_the_end": was_violated_at_the_end,
    }
    exec(compile(source, "<compiled policy>", "exec"), space)
    program: Callable[..., dict[str, Any]] = space["program"]
    return program


def _nothing(_: object) -> None:
    """Takes what nobody wants to know."""


@lru_cache(maxsize=4096)
def _last_day_of(period: str, day: int) -> int:
    """The ordinal of the last day of the calendar period in which a day lies."""
    return last_day(period, dt.date.fromordinal(day)).toordinal()


def _chained(places: list[int]) -> Iterator[tuple[int, int]]:
    """Each place with the one after it, the last with -1."""
    return zip(places, [*places, -1][1:], strict=True)


def _first_at(find: Find, kind: int, times: Sequence[int], trigger: int, start: int, end: int) -> int:
    """The first event of a kind at or after the instant of a trigger that is not the trigger, else -1."""
    found = find(kind, start, end)
    while found >= 0 and (times[found] < times[trigger] or found == trigger):
        found = find(kind, found + 1, end)
    return found


def is_tied(times: Sequence[int], place: int, start: int, end: int) -> bool:
    """Whether another event of the case stands at the same instant."""
    return (place > start and times[place - 1] == times[place]) or (
        place + 1 < end and times[place + 1] == times[place]
    )


def _tied_step(steps: bytes, times: Sequence[int], place: int, end: int) -> bool:
    """Whether a step of another kind follows at the same instant: which goes first is not said here."""
    after = place + 1
    while after < end and times[after] == times[place]:
        if steps[after] and steps[after] != steps[place]:
            return True
        after += 1
    return False


def _late(
    steps: bytes, times: Sequence[int], trigger: int, first: int, end: int, due: Entry
) -> tuple[int, int, Entry] | None:
    """What came first after the time was up: what meets the duty late, or nothing; None where it ends it."""
    for place in range(first, end):
        step = steps[place]
        if place == trigger or not step:
            continue
        if step == END or (step == FULFIL and _ends_with(steps, times, place, end)):
            # What ends it late is told in words of its own.
            return None
        if step == FULFIL:
            return _MET_LATE, place, due
    return _OVERDUE, -1, due


def _ends_with(steps: bytes, times: Sequence[int], place: int, end: int) -> bool:
    """Whether an end follows at the same instant."""
    after = place + 1
    while after < end and times[after] == times[place]:
        if steps[after] == END:
            return True
        after += 1
    return False


_MET_LATE, _OVERDUE = state("met_late"), state("overdue")
