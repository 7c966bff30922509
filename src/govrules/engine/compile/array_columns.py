"""Columns of `alike.py` and due ends as arrays of numpy."""

from array import array
from collections.abc import Sequence
from functools import cached_property
from typing import Any, TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from govrules.engine.compile.alike import Alike
from govrules.engine.compile.dues import Dues, Entry, Numbered
from govrules.engine.compile.logs import Days
from govrules.engine.compile.writing import HandOver
from govrules.model.columns import DAY, EPOCH

Numbers: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
NONE: Numbers = np.zeros(0, np.int64)
_QUARTERS = 4_000_000
"""so many quarters of an hour, a good century, are looked up by number"""
_MOST_DAYS = 200_000


def array_of(numbers: Sequence[int]) -> Numbers:
    """Whole numbers as an array; an array of Python's is not copied."""
    if isinstance(numbers, array) and numbers.typecode == "q":
        return np.frombuffer(numbers, np.int64)
    return np.fromiter(numbers, np.int64, len(numbers))


def days_of(times: Numbers, day: Days) -> Numbers:
    """The local days of instants."""
    numbers = (times + day.shift) // day.unit
    if day.unit == DAY:
        numbers += EPOCH
        return numbers
    first = int(numbers.min())
    numbers -= first
    if int(numbers.max()) > _QUARTERS:
        return np.fromiter(map(day.__getitem__, (numbers + first).tolist()), np.int64, len(numbers))
    by_number: Numbers = np.bincount(numbers)
    present = np.flatnonzero(by_number)
    by_number[present] = np.fromiter(map(day.__getitem__, (present + first).tolist()), np.int64, len(present))
    return by_number[numbers]


@attrs.define(eq=False, slots=False)
class AlikeInArrays(Alike):
    """Cases of one variant, where each begins as an array."""

    begins: Numbers = NONE

    @classmethod
    def of(cls, begins: Numbers, variant: bytes, program: Any) -> "AlikeInArrays":
        return cls([], variant, program, begins)

    @cached_property
    def _listed(self) -> list[int]:
        found: list[int] = self.begins.tolist()
        return found

    @property
    def listed(self) -> list[int]:
        return self._listed

    def chosen(self, flags: bytes) -> Alike:
        if 0 not in flags:
            return self
        return AlikeInArrays.of(self.begins[np.frombuffer(flags, bool)], self.variant, self.program)

    def __len__(self) -> int:
        return len(self.begins)


@attrs.frozen(eq=False)
class Held:
    """Due ends by day, or by the place of a working day, from `first` on, as far as they are known."""

    first: int
    known: Flags
    late_from: Numbers
    has_come: Flags
    last_day: Numbers

    def reaching(self, low: int, high: int) -> "Held":
        """With room for all from `low` to `high`; some years of days are a few kilobytes."""
        size = len(self.known)
        first = min(low, self.first) if size else low
        room = (self.first - first, max(high - self.first - size + 1, 0)) if size else (0, high - low + 1)
        return Held(
            first,
            np.pad(self.known, room),
            np.pad(self.late_from, room),
            np.pad(self.has_come, room),
            np.pad(self.last_day, room),
        )


@attrs.frozen(eq=False)
class Asked:
    """The due ends that are asked for."""

    held: Held
    places: Numbers

    @property
    def late_from(self) -> Numbers:
        return self.held.late_from[self.places]

    @property
    def has_come(self) -> Flags:
        return self.held.has_come[self.places]

    @property
    def last_day(self) -> Numbers:
        return self.held.last_day[self.places]


class Ends:
    """Due ends in arrays, each looked up when it is first asked for."""

    def __init__(self, entries: dict[Any, Entry]) -> None:
        self.entries = entries
        self._held = Held(0, np.zeros(0, bool), NONE, np.zeros(0, bool), NONE)

    def of(self, asked: Numbers) -> Asked:
        """The due ends of days, or of places of working days.

        Raises:
            HandOver: nobody knows one of them, or they lie too far apart.
            IndexError: one lies outside the calendar.
        """
        # Several threads may ask: what is held is changed for what holds more, and never moved.
        held = self._held
        low, high = int(asked.min()), int(asked.max())
        if high - low > _MOST_DAYS:
            raise HandOver
        if low < held.first or high >= held.first + len(held.known):
            self._held = held = held.reaching(low, high)
        places = asked - held.first
        lacking = places[~held.known[places]]
        for place in np.unique(lacking).tolist():
            late_from, has_come, _, last_day = self.entries[place + held.first]
            held.late_from[place], held.has_come[place], held.last_day[place] = late_from, has_come, last_day
            held.known[place] = True
        return Asked(held, places)


def ends_of(entries: "Dues | Numbered") -> Ends:
    """Due ends in arrays, kept beside what they are made of."""
    if entries.in_arrays is None:
        entries.in_arrays = Ends(entries)
    found: Ends = entries.in_arrays
    return found
