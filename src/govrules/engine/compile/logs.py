"""A log as one program walks it: events by the policy's numbers, local days, and what the source names."""

import datetime as dt
import sys
from array import array
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

import attrs

from govrules.declaring import define, frozen
from govrules.engine.compile.clocks import clocks_of
from govrules.engine.compile.dues import Dues, StoppedDues
from govrules.engine.compile.looked_dues import AnchorDues, DateDues, LimitDues, ParameterByDay
from govrules.engine.compile.names import (
    SEVERAL,
    AnchorTable,
    Bound,
    CaseColumn,
    DateTable,
    DueTable,
    FieldColumn,
    Flags,
    KindSet,
    LimitTable,
    ParameterTable,
    Sent,
    Steps,
)
from govrules.engine.compile.source import Program
from govrules.engine.compile.tables import Tables, tables_of
from govrules.engine.compile.turning import turned_back
from govrules.engine.counts import Counting
from govrules.engine.reference.dispatch import DISPATCHED_AT
from govrules.engine.values import Missing, text_of, typed
from govrules.engine.view import View
from govrules.model.columns import DAY, EPOCH, Columns
from govrules.model.limits import NoLimit
from govrules.model.period import Period
from govrules.model.policy import Field

QUARTER = 900_000_000
"""microseconds of a quarter of an hour: no zone's clock has been moved by less since 1972"""
UNREADABLE = object()
"""a value that is not what it is declared to be"""
_OWN = frozenset({"unit", "actor", "id"})


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
        self.shift, self.unit = 0, DAY if bare else QUARTER
        offset = self._constant(*span) if span is not None and not bare else None
        if offset is not None:
            self.shift, self.unit = offset, DAY

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

    def _constant(self, first: int, last: int) -> int | None:
        """The offset that holds from the first to the last; None where the clocks are moved meanwhile."""
        if first < 0 or last - first > _DECADES or self.clocks.moves(first - DAY, last + DAY):
            return None
        return _usual(self.clocks.ahead(first), first)


def _usual(offset: int, micros: int) -> int:
    """The offset at an instant, where local days can be told by quarters of an hour."""
    if offset % QUARTER or micros < 0:
        raise OddOffsetError
    return offset


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
    countings: tuple[Counting, ...]
    known: dict[object, Any] = attrs.field(factory=dict)
    """what was bound before, by what it is: programs that record more or less share it"""

    @classmethod
    def of(
        cls, program: Program, view: View, columns: Columns, known: dict[object, Any] | None = None
    ) -> "PolicyLog":
        numbers = program.kinds
        own = [numbers.get(view.vocabulary.resolve(name), 0) for name in columns.types]
        tables = tables_of(view)
        countings = tuple(map(tables.counting, program.counted))
        # Behind the last event stands one of each type, so that the search for the next always finds one.
        kinds = _translated(columns.kinds, own) + bytes(range(256))
        return cls(program, view, columns, kinds, tables, countings, {} if known is None else known)

    @property
    def _span(self) -> tuple[int, int] | None:
        """The first and the last microsecond, bare dates as they stand."""
        columns = self.columns
        return (columns.first_time, columns.last_time) if len(columns) else None

    def days(self, *, bare: bool) -> Days:
        """The local days of its cases."""
        if ("days", bare) not in self.known:
            self.known["days", bare] = Days(self.view, bare=bare, span=self._span)
        found: Days = self.known["days", bare]
        return found

    @property
    def turned_back(self) -> frozenset[int]:
        """The cases that lie where the clocks are turned back."""
        if "turned back" not in self.known:
            self.known["turned back"] = turned_back(self.columns, self.view.zone)
        found: frozenset[int] = self.known["turned back"]
        return found

    def bind(self, *, bare: bool, as_of: int) -> dict[str, object]:
        """What the source names, by name.

        Args:
            bare: whether the cases to be walked hold bare dates, else instants.
            as_of: the microsecond of `as_of`, included.
        """
        return self._bind(self.program.bound, bare, as_of)

    def _bind(self, bound: Mapping[Bound, str], bare: bool, as_of: int) -> dict[str, object]:
        found: dict[str, object] = {}
        for thing, name in bound.items():
            key = (thing, bare, as_of)
            if key not in self.known:
                self.known[key] = self._bound(thing, bare, as_of)
            found[name] = self.known[key]
        return found

    def doubtful(self, *, bare: bool, as_of: int) -> frozenset[int]:
        """The cases in which it is not certain whether an event is a named one."""
        each = (self._named(name, bare, as_of)[1] for name in self.program.named)
        return frozenset[int]().union(*each)

    def _named(self, name: str, bare: bool, as_of: int) -> tuple[Sequence[int], frozenset[int]]:
        """The places of the events that a name stands for under its condition, and the cases in doubt."""
        key = ("named", name, bare, as_of)
        if key not in self.known:
            named, columns = self.program.named[name], self.columns
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

    def _bound(self, thing: Bound, bare: bool, as_of: int) -> object:
        match thing:
            case DueTable(clause, period, stopped, added):
                ends = self.tables.ends(self.countings[clause], period)
                # Limits that are counted alike share the ends of days.
                days = self.known.setdefault(("ends", id(ends.days), bare, as_of), {})
                plain = Dues(ends, bare=bare, as_of=as_of, days=days)
                return StoppedDues(plain, added) if stopped else plain
            case LimitTable(clause, limit):
                return LimitDues(
                    partial(self.tables.ends, self.countings[clause]), limit, bare=bare, as_of=as_of
                )
            case DateTable(clause, of, before):
                return DateDues(self.countings[clause], of, before=before, bare=bare, as_of=as_of)
            case AnchorTable(clause, of):
                return AnchorDues(self.countings[clause], of, bare=bare, as_of=as_of)
            case ParameterTable(parameter, sort):
                return ParameterByDay(self.view.policy.parameters[parameter].values, _reader(_as_it_is, sort))
            case KindSet(types):
                return self._marked(dict.fromkeys(types, 1), bare, as_of).find
            case Sent(types):
                return self._sent(types).find
            case Flags(types):
                return self._marked(dict.fromkeys(types, 1), bare, as_of)
            case Steps(steps):
                return self._marked(dict(steps), bare, as_of)
            case FieldColumn(field, types, sort):
                return self._field(field, types, sort)
            case CaseColumn(attribute):
                return self._of_case(attribute)

    def _marked(self, wanted: Mapping[str, int], bare: bool, as_of: int) -> bytes:
        """Of each event the number of its type or of the named event that it is, `SEVERAL` if they differ.

        Behind the last event stands each of the numbers.
        """
        plain = {name: number for name, number in wanted.items() if name in self.program.kinds}
        found = _translated(self.kinds, self._numbers(plain))
        if len(plain) == len(wanted):
            return found
        marked = bytearray(found)
        marked[len(self.columns) :] = bytes(range(256))
        for name, number in wanted.items():
            for place in self._named(name, bare, as_of)[0] if name not in plain else ():
                marked[place] = number if marked[place] in {0, number} else SEVERAL
        return bytes(marked)

    def _sent(self, types: frozenset[str]) -> bytes:
        """Of each event 1 where it is of one of the types and says when it was sent off."""
        said = self.columns.data(DISPATCHED_AT)
        found = _translated(self.kinds, self._numbers(dict.fromkeys(types, 1)))
        return bytes(flag and value is not None for flag, value in zip(found, said, strict=False)) + b"\1"

    def _numbers(self, wanted: Mapping[str, int]) -> list[int]:
        found = [0] * (len(self.program.kinds) + 1)
        for name, number in wanted.items():
            found[self.program.kinds[name]] = number
        return found

    # -- what the data say -----------------------------------------------------------------------------

    def _field(self, field: str, types: frozenset[str], sort: str) -> Sequence[object]:
        """The column of a field, read only at the events of the types that are asked for."""
        raw = self.columns.values(field)
        declared = [self.view.vocabulary.field(name, field) for name in sorted(types)]
        numbers = [self.program.kinds[name] for name in types]
        # Behind the last event stands one more of each.
        number_of = sum(map(self.kinds.count, numbers)) - len(numbers)
        if number_of * _FEW > len(raw) and all(each == declared[0] for each in declared):
            found = _read_texts(raw, _reader(partial(_typed, declared[0], field), sort))
            if found is not None:
                return found
        found = [None] * len(raw)
        for name, number in zip(types, numbers, strict=True):
            read = _reader(partial(_typed, self.view.vocabulary.field(name, field), field), sort)
            at = self.kinds.find(number)
            while at < len(raw):
                found[at] = read(raw[at])
                at = self.kinds.find(number, at + 1)
        return found

    def _of_case(self, attribute: str) -> Sequence[object]:
        declared = self.view.policy.case[attribute]
        remembered = _Remembered(partial(_typed, declared, attribute))

        def read(value: object) -> object:
            return None if value is None else remembered(value)

        raw = self.columns.data(attribute)
        found = _read_texts(raw, read)
        return [read(value) for value in raw] if found is None else found


_FEW = 8
"""of which share of all events the values are read one by one, rather than those of all at once"""


def _read_texts(raw: Sequence[object], read: Callable[[object], object]) -> list[object] | None:
    """A column of texts, each of which is read once, whatever event it stands in; None if there are others.

    Equal texts are the same; equal numbers are not.
    """
    try:
        texts = set(raw)
    except TypeError:
        return None
    if not set(map(type, texts)) <= {str, type(None)}:
        return None
    known = {text: read(text) for text in texts}
    if all(type(text) is type(value) and text == value for text, value in known.items()):
        return raw if isinstance(raw, list) else list(raw)
    return list(map(known.__getitem__, raw))


@lru_cache(maxsize=64)
def _compiled(source: str) -> Callable[..., None]:
    """The program of a named event."""
    space: dict[str, Any] = {
        "UNREADABLE": UNREADABLE, "is_blank": is_blank, "past": bisect_right,
    }  # fmt: skip
    exec(compile(source, "<compiled named event>", "exec"), space)
    run: Callable[..., None] = space["run"]
    return run


def _as_it_is(value: object) -> object:
    return value


def _typed(declared: Field | None, field: str, value: object) -> object:
    return typed(value, declared, field)


def _translated(kinds: Sequence[int], numbers: list[int]) -> bytes:
    """Other numbers for the same types."""
    if isinstance(kinds, array) and len(numbers) <= 256 and sys.byteorder == "little":
        kinds = kinds.tobytes()[:: kinds.itemsize]
    if isinstance(kinds, bytes):
        return kinds.translate(bytes(numbers) + bytes(256 - len(numbers)))
    return bytes(map(numbers.__getitem__, kinds))


_SORTS: Mapping[str, tuple[type, ...]] = {
    "text": (str,),
    "integer": (int,),
    "number": (int, float),
    "bool": (bool,),
    "limit": (Period, NoLimit, str, int),
    "time": (dt.date, dt.datetime, str),
    "day": (dt.date,),
}


def _reader(read: Callable[[object], object], sort: str) -> Callable[[object], object]:
    """A value as its declared type, or None where it is unknown or of another sort than is compared."""
    if sort == "pair":
        return lambda raw: None if raw is None else text_of(raw)
    remembered = _Remembered(read)

    def value_of(raw: object) -> object:
        if raw is None:
            return False if sort == "given" else None
        value = remembered(raw)
        if value is UNREADABLE:
            return None
        if sort == "given":
            return not is_blank(value)
        if sort == "day":
            return value.toordinal() if type(value) is dt.date else None
        # `true` is a number to Python, and none to a reader.
        return value if type(value) in _SORTS[sort] else None

    return value_of


@define(eq=False)
class _Remembered:
    """Reads each value once; `1`, `1.0` and `true` are three."""

    read: Callable[[object], object]
    known: dict[tuple[type, object], object] = attrs.field(factory=dict)

    def __call__(self, raw: object) -> object:
        try:
            return self.known[type(raw), raw]
        except KeyError:
            pass
        except TypeError:
            return self._read(raw)
        found = self.known[type(raw), raw] = self._read(raw)
        return found

    def _read(self, raw: object) -> object:
        found = self.read(raw)
        return UNREADABLE if isinstance(found, Missing) or found is None else found


def is_blank(value: object) -> bool:
    """Whether something was left empty, as `given` sees it."""
    return value == () or (isinstance(value, str) and not value.strip())
