"""Cases of one variant as columns: the times of their first events, of their second, and so on.

A duty of which only times are asked is judged by a few passes over such columns. So is one whose end was
moved by pauses and extensions, as long as each working day has a number: days that the clock stood still are
a difference of such numbers, and the last day is the one with the sum.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import chain, compress, repeat
from operator import add, floordiv, ge, itemgetter, sub
from typing import Any

import attrs

from govrules.declaring import frozen
from govrules.engine.compile.checks import Moves
from govrules.engine.compile.dues import Entry, StoppedDues
from govrules.engine.compile.duty_forms import state
from govrules.engine.compile.moving import END, EXTEND, FULFIL, PAUSE, RESUME
from govrules.engine.compile.writing import HandOver
from govrules.model.columns import DAY, EPOCH

LATE_FROM, HAS_COME, LAST_DAY = itemgetter(0), itemgetter(1), itemgetter(3)
"""of a due end the first microsecond that is late, whether the time is up, and the day counted last"""


@attrs.define(eq=False, slots=False)
class Alike:
    """Cases of one variant, their times laid beside each other."""

    starts: list[int]
    """the place of the first event of each"""
    variant: bytes
    """the types of their events, by number"""
    program: Mapping[str, Any]

    @property
    def length(self) -> int:
        return len(self.variant)

    @property
    def listed(self) -> list[int]:
        """`starts`, as a list."""
        return self.starts

    def chosen(self, flags: bytes) -> "Alike":
        """Those of the cases that are flagged by 1."""
        if 0 not in flags:
            return self
        return Alike(list(compress(self.starts, flags)), self.variant, self.program)

    @cached_property
    def _laid(self) -> list[int]:
        times = self.program["T"]
        spans = map(slice, self.starts, self.places(self.length))
        return list(chain.from_iterable(map(times.__getitem__, spans)))

    def places(self, distance: int) -> list[int]:
        """Of each case the event at that distance from its first."""
        return list(map(distance.__add__, self.starts)) if distance else self.starts

    def times(self, distance: int) -> list[int]:
        return self._laid[distance :: self.length]

    @cached_property
    def _days(self) -> dict[int, list[int]]:
        return {}

    def days(self, distance: int) -> list[int]:
        """The local days of the events at that distance."""
        if distance not in self._days:
            day = self.program["day"]
            times = self.times(distance)
            if day.unit == DAY:
                # The number of a day is the next thing to its ordinal: both in one addition.
                moved = map(add, times, repeat(day.shift + EPOCH * DAY))
                self._days[distance] = list(map(floordiv, moved, repeat(DAY)))
            else:
                moved = map(add, times, repeat(day.shift))
                self._days[distance] = list(map(day.__getitem__, map(floordiv, moved, repeat(day.unit))))
        return self._days[distance]


@frozen
class Moved:
    """What became of a duty whose end was moved, in the cases of a variant."""

    state: int
    closed: int
    """the distance of what met or ended it, or -1"""
    dues: Sequence[Entry | None]
    moved_by: tuple[int, ...]
    """the distances of what paused or lengthened it"""
    closer: frozenset[int]
    """the cases that take a closer look, by their places among those of the variant"""


def move(moves: Moves, program: Mapping[str, Any], trigger: int, alike: Alike) -> Moved | None:
    """What became of a duty whose end was moved after its trigger; None where days have no numbers for it.

    So where something is set aside, or a due end is none.
    """
    table: StoppedDues = program[moves.table]
    try:
        return _move(moves, table, trigger, alike)
    except (HandOver, IndexError):
        return None


def _move(moves: Moves, table: StoppedDues, trigger: int, alike: Alike) -> Moved | None:
    index, entries = table.index, table.numbered
    if index is None or entries is None:
        return None

    def numbered(distance: int) -> list[int]:
        """Of each case the number of working days up to the event, included."""
        days = alike.days(distance)
        if min(days) < index.first or max(days) > index.last:
            raise HandOver
        return list(map(index.ranks.__getitem__, map(sub, days, repeat(index.first))))

    def due_ends() -> list[Entry]:
        return list(map(entries.__getitem__, places))

    # The place of the last day among all working days.
    places = list(map(add, numbered(trigger), repeat(index.amount - 1)))
    dues: list[Entry] = due_ends()
    closer: set[int] = set()
    moved_by: list[int] = []
    since, extensions = -1, 0
    number = len(alike.starts)
    for distance in range(trigger + 1, alike.length):
        step = moves.steps.get(alike.variant[distance], 0)
        if not step:
            continue
        if since < 0:
            closer.update(compress(range(number), map(ge, alike.times(distance), map(LATE_FROM, dues))))
        if step in {FULFIL, END}:
            became = state("met" if step == FULFIL else "ended")
            return Moved(
                became, distance, dues if since < 0 else [None] * number, tuple(moved_by), frozenset(closer)
            )
        moved_by.append(distance)
        if step == PAUSE and since < 0:
            # A pause that begins when the last day was counted stops nothing.
            closer.update(compress(range(number), map(ge, alike.days(distance), map(LAST_DAY, dues))))
            since = distance
        elif step == RESUME and since >= 0:
            places = list(map(add, places, map(sub, numbered(distance), numbered(since))))
            dues, since = due_ends(), -1
        elif step == EXTEND and since < 0 and (moves.times is None or extensions < moves.times):
            extensions += 1
            places = list(map(add, places, repeat(table.more)))
            dues = due_ends()
        else:
            return None
    if since >= 0:
        return Moved(state("paused"), -1, [None] * number, tuple(moved_by), frozenset(closer))
    closer.update(compress(range(number), map(HAS_COME, dues)))
    return Moved(state("pending"), -1, dues, tuple(moved_by), frozenset(closer))
