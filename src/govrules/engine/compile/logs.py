"""A log as one program walks it: events by the policy's numbers, local days, and what the source names."""

import sys
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import attrs

from govrules.declaring import frozen
from govrules.engine.compile.binding import Binder, ColumnBinder
from govrules.engine.compile.clocks import clocks_of
from govrules.engine.compile.fields import UNREADABLE, is_blank
from govrules.engine.compile.names import Bound
from govrules.engine.compile.shown import Shown
from govrules.engine.compile.sliced import Sliced, sliced
from govrules.engine.compile.source import Program
from govrules.engine.compile.tables import Tables, tables_of
from govrules.engine.compile.turning import turned_back
from govrules.engine.happenings import Slice
from govrules.engine.records import Records
from govrules.engine.view import View
from govrules.model.columns import DAY, EPOCH, Columns

QUARTER = 900_000_000
"""microseconds of a quarter of an hour: no zone's clock has been moved by less since 1972"""


class OddOffsetError(Exception):
    """An instant whose local day cannot be told by quarters of an hour; never leaves this room."""


class Days(dict[int, int]):
    """The ordinal of the local day of an instant: `day[(micros + day.shift) // day.unit]`.

    Where the clocks of the zone are never moved during the log, the unit is a day; else it is a quarter of an
    hour, in which no local day begins but at its beginning.
    """

    def __init__(self, view: View, *, bare: bool, span: tuple[int, int] | None = None) -> None:
        """Args: span: the first and the last microsecond of the log, where it is known."""
        super().__init__()
        self.clocks = clocks_of(view.zone)
        self.bare = bare
        self.shift, self.unit = shift_and_unit(view, bare=bare, span=span)

    def __missing__(self, number: int) -> int:
        if self.unit == DAY:
            self[number] = day = number + EPOCH
            return day
        micros = number * QUARTER
        offset = self.clocks.ahead_on(micros // DAY)
        if offset is None:
            offset = self.clocks.ahead(micros)
        self[number] = day = (micros + _usual(offset, micros)) // DAY + EPOCH
        return day


def shift_and_unit(view: View, *, bare: bool, span: tuple[int, int] | None) -> tuple[int, int]:
    """Those of the days of a log; see `Days`."""
    if bare:
        return 0, DAY
    if span is None or span[0] < 0 or span[1] - span[0] > _DECADES:
        return 0, QUARTER
    offset = clocks_of(view.zone).steady(span[0] - DAY, span[1] + DAY)
    # Where the clocks are moved meanwhile, or are odd, each instant is looked at.
    return (0, QUARTER) if offset is None or offset % QUARTER else (offset, DAY)


def _usual(offset: int, micros: int) -> int:
    """The offset at an instant, where local days can be told by quarters of an hour."""
    if offset % QUARTER or micros < 0:
        raise OddOffsetError
    return offset


_EACH = bytes(range(256))
_DECADES = 30 * 366 * DAY
"""for so long the days of a log are looked at one by one"""


@frozen(eq=False)
class PolicyLog:
    """The events of a log in the numbers of one program."""

    program: Program
    view: View
    columns: Columns
    kinds: bytes
    """of each event the number of its type, 0 where the policy does not speak of it"""
    tables: Tables
    records_of: Callable[[int], Records]
    """the records of each policy, as all cases make them, by its place among those of the rulebook"""
    known: dict[object, Any] = attrs.field(factory=dict)
    """what was bound before, by what it is: programs that record more or less share it"""
    number: int = 0
    """the place of its policy among those of the rulebook"""
    sliced: Sliced | None = None
    """how its events go together in parts of cases; None where they do in cases"""

    @property
    def judged_alone(self) -> dict[tuple[int, int], Shown]:
        """The obligations that the reference judged by themselves, by slot and place of the trigger."""
        found: dict[tuple[int, int], Shown] = self.known.setdefault("judged alone", {})
        return found

    @classmethod
    def of(
        cls,
        program: Program,
        view: View,
        columns: Columns,
        records_of: Callable[[int], Records],
        known: dict[object, Any] | None = None,
        number: int = 0,
    ) -> "PolicyLog":
        numbers = program.kinds
        own = [numbers.get(view.vocabulary.resolve(name), 0) for name in columns.types]
        # Behind the last event stands one of each type, so that the search for the next always finds one.
        kinds = _translated(columns.kinds, own) + _EACH
        return cls(
            program, view, columns, kinds, tables_of(view), records_of, {} if known is None else known, number
        )

    def in_parts(
        self, ends: Sequence[int], left: Iterable[int], before: "PolicyLog | None" = None
    ) -> "PolicyLog":
        """The same for a program over parts of cases, which it takes in place of the cases.

        Args:
            ends: of each case where the events begin that are not read.
            left: cases that are handed over anyway.
            before: the parts as another program took them that names the same.
        """
        program = self.program
        assert program.slicing is not None
        if before is not None and before.program.kinds == program.kinds:
            return attrs.evolve(before, program=program)
        found = sliced(self.columns, self.kinds, program.kinds, program.slicing, self.view, ends, left)
        return attrs.evolve(self, columns=found.columns, kinds=found.kinds, sliced=found)

    def place(self, place: int) -> int:
        """Where an event stands in the whole log."""
        return place if self.sliced is None else self.sliced.places[place]

    def case_at(self, place: int) -> int:
        """The number of the case, or part of one, in which an event stands."""
        return bisect_right(self.columns.starts, place) - 1

    def slice_at(self, place: int) -> Slice:
        """The part of a case in which an event stands; empty for a case."""
        return () if self.sliced is None else self.sliced.slice_at(place)

    def shift_and_unit(self, *, bare: bool) -> tuple[int, int]:
        """Those of `days`."""
        return shift_and_unit(self.view, bare=bare, span=self._span)

    @property
    def _span(self) -> tuple[int, int] | None:
        """The first and the last microsecond, bare dates as they stand."""
        columns = self.columns
        return (columns.first_time, columns.last_time) if len(columns) else None

    def days(self, *, bare: bool) -> Days:
        """The local days of its cases."""
        if ("days", bare) not in self.known:
            self.known["days", bare] = self.own_days(bare=bare)
        found: Days = self.known["days", bare]
        return found

    def own_days(self, *, bare: bool) -> Days:
        """The same, not asked for anything yet."""
        return Days(self.view, bare=bare, span=self._span)

    @property
    def turned_back(self) -> frozenset[int]:
        """The cases that lie where the clocks are turned back."""
        if "turned back" not in self.known:
            self.known["turned back"] = turned_back(self.columns, self.view.zone)
        found: frozenset[int] = self.known["turned back"]
        return found

    def bind(self, *, bare: bool, as_of: int, few: bool = False) -> dict[str, object]:
        """What the source names, by name.

        Args:
            bare: whether the cases to be walked hold bare dates, else instants.
            as_of: the microsecond of `as_of`, included.
            few: whether few values of columns will be asked for.
        """
        return self._bind(self.program.bound, bare, as_of, few=few)

    def _bind(
        self, bound: Mapping[Bound, str], bare: bool, as_of: int, *, few: bool = False
    ) -> dict[str, object]:
        return {
            name: self._bound(number, binder, bare, as_of, few=few)
            for name, number, binder in self.tables.binders(bound, self.program)
        }

    def bound(self, wanted: str, *, bare: bool, as_of: int) -> object:
        """One thing that the source names.

        Raises:
            KeyError: it names nothing so.
        """
        for name, number, binder in self.tables.binders(self.program.bound, self.program):
            if name == wanted:
                return self._bound(number, binder, bare, as_of)
        raise KeyError(wanted)

    def _bound(self, number: int, binder: Binder, bare: bool, as_of: int, *, few: bool = False) -> object:
        value = self.known.get((number, bare, as_of))
        if value is None and few and isinstance(binder, ColumnBinder):
            return binder.few(self, bare, as_of)
        if value is None:
            value = self.known[number, bare, as_of] = binder(self, bare, as_of)
        return value

    def doubtful(self, *, bare: bool, as_of: int) -> frozenset[int]:
        """The cases in which it is not certain whether an event is a named one, or how a value compares.

        To be asked when everything is bound.
        """
        each = (self.named(name, bare, as_of)[1] for name in self.program.named)
        odd: set[int] = self.known.get("odd", set())
        return frozenset(odd).union(*each)

    def doubt(self, place: int) -> None:
        """An event with a value of which only the reference knows how it compares."""
        self.known.setdefault("odd", set()).add(self.case_at(place))

    def named(self, name: str, bare: bool, as_of: int) -> tuple[Sequence[int], frozenset[int]]:
        """The places of the events that a name stands for under its condition, and the cases in doubt."""
        key = ("named", name, bare, as_of)
        if key not in self.known:
            named, columns = self.program.named[name], self.columns
            if self.kinds.find(self.program.kinds[named.base], 0, len(columns)) < 0:
                self.known[key] = (), frozenset()
                return (), frozenset()
            found: list[int] = []
            doubtful: list[int] = []
            _compiled(named.source)(
                range(len(columns.cases)),
                columns.starts,
                columns.bare,
                bare,
                self.kinds,
                columns.times,
                self.days(bare=bare),
                found.append,
                doubtful.append,
                self._bind(named.bound, bare, as_of),
            )
            self.known[key] = found, frozenset(doubtful)
        known: tuple[Sequence[int], frozenset[int]] = self.known[key]
        return known


@lru_cache(maxsize=64)
def _compiled(source: str) -> Callable[..., None]:
    """The program of a named event."""
    space: dict[str, Any] = {
        "UNREADABLE": UNREADABLE, "is_blank": is_blank, "past": bisect_right,
    }  # fmt: skip
    exec(compile(source, "<compiled named event>", "exec"), space)
    run: Callable[..., None] = space["run"]
    return run


def _translated(kinds: Sequence[int], numbers: list[int]) -> bytes:
    """Other numbers for the same types."""
    if isinstance(kinds, array) and len(numbers) <= 256 and sys.byteorder == "little":
        kinds = kinds.tobytes()[:: kinds.itemsize]
    if isinstance(kinds, bytes):
        return kinds.translate(bytes(numbers) + bytes(256 - len(numbers)))
    return bytes(map(numbers.__getitem__, kinds))
