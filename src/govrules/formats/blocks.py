"""Blocks of rows as columns of values, whatever file they come from, and how they become `Columns`."""

import datetime as dt
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import attrs

from govrules.formats.coded import MOST_SHARED, Coded, Coding, Repeated, Runs, Shared
from govrules.formats.grouping import Cases, Falls, Order, Places, grouped
from govrules.formats.permuting import InPython, Numbers, Permuting, falls_of, permuting
from govrules.formats.times import Times
from govrules.model.coded_values import CodedValues
from govrules.model.columns import OWN, Columns, Rows
from govrules.model.events import Event
from govrules.model.frozen import freeze, name_of

if TYPE_CHECKING:
    from govrules.formats.written_times import WrittenTimes

_TEXT = frozenset({str, type(None)})
_UNCHANGED = frozenset({int, float, bool, type(None)})
"""kinds of values that need not be frozen: of numbers that are none, a file is known to have none"""
Values: TypeAlias = Sequence[object] | Coded | Repeated | Shared
"""of each row its value"""


@attrs.frozen
class Known:
    """Times that are no text: `micros` as in `Columns`."""

    micros: Numbers
    bare: bool


class BlockByBlock:
    """What `Decoding` asks of a form whose blocks are decoded one after the other."""

    __slots__ = ()

    @property
    def at_once(self) -> int:
        return 1

    def quickly(self, content: bytes) -> None:
        del content

    def checked(self, block: object) -> bool:
        del block
        return False


class Block(Protocol):
    """Some rows in which nothing is wrong; a column is made when it is asked for."""

    @property
    def size(self) -> int:
        """How many rows they are."""
        ...

    def required(
        self,
    ) -> "tuple[Sequence[str] | Runs, Sequence[str] | Coded, Sequence[str] | Known | WrittenTimes]":
        """Of each row its case, its type and its time, as the file has them."""
        ...

    def own(self, name: str) -> "Values | None":
        """Of each row its id, unit, actor, case or type; None where no row has any."""
        ...

    def data(self, name: str) -> "Values | None":
        """Of each row the value of that name in its data, as JSON has it; None where no row has any."""
        ...


RowsOf: TypeAlias = Callable[[Order, int, dict[str, Sequence[object]]], Rows]
"""what looks rows up, from their order, their number, and the values that are kept"""


@attrs.define
class Gathering:
    """The rows of one log, gathered block by block."""

    zone: dt.tzinfo | None
    fields: tuple[str, ...]
    cases: Cases = attrs.field(factory=Cases)
    times: Times = attrs.field(init=False)
    _kinds: Places = attrs.field(factory=Places)
    _of_rows: Numbers = attrs.field(factory=lambda: array("I"))
    """of each row its type"""
    _ids: "Numbers | None" = None
    _kept: "list[Kept]" = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.times = Times(self.zone)
        self._kept = [Kept(name) for name in self.fields]

    @property
    def rows(self) -> int:
        """How many have been gathered."""
        return self.cases.rows

    def add(self, block: Block) -> None:
        """The rows that follow.

        Raises:
            UncleanError: a case, type or time that cannot be taken as it stands.
        """
        row = self.rows
        cases, kinds, times = block.required()
        self.cases.add(cases)
        if isinstance(kinds, Coded):
            self._of_rows.extend(kinds.numbers(self._kinds))
        else:
            self._of_rows.extend(map(self._kinds.__getitem__, kinds))
        if isinstance(times, Known):
            self.times.add_known(times.micros, bare=times.bare)
        elif isinstance(times, Sequence):
            self.times.add(times)
        else:
            self.times.add_written(times)
        ids = block.own("id")
        if ids is not None:
            self._note_ids(ids, row)
        for each in self._kept:
            each.add(block)

    def _note_ids(self, written: Values, row: int) -> None:
        """Of each row the hash of its id: enough to see in which cases none comes twice."""
        if self._ids is None:
            self._ids = array("q")
        # The number of a row stands for no id; should it be equal to a hash, the events are looked at.
        self._ids.extend(range(len(self._ids), row))
        if isinstance(written, Coded | Repeated | Shared):
            found = written.each(_hash_of_id)
        elif _are_plain(written):
            self._ids.extend(map(hash, written))
            return
        else:
            found = map(_hash_of_id, written)
        self._ids.extend(number if each is None else each for number, each in enumerate(found, start=row))

    def columns(self, rows_of: RowsOf, falls: Falls | None = None) -> Columns:
        """All that was gathered.

        Arguments:
            falls: a faster way to find where times do not rise.
        """
        times, of_rows, bare, count = self.times.micros, self._of_rows, self.times.bare, self.rows
        if self._ids is not None:
            self._ids.extend(range(len(self._ids), count))
        event: Callable[[int], Event] = rows_of(None, count, {}).event
        way: Permuting = InPython() if self.cases.codes is None else permuting(count)
        found = grouped(
            self.cases,
            times=times,
            kinds=of_rows,
            types=self._kinds.names,
            ids=self._ids,
            event=event,
            way=way,
            falls=falls or falls_of,
        )
        order, times = found.order, found.times
        kept = {each.name: each.column() for each in self._kept}
        if order is not None:
            way = permuting(count)
            of_rows = way.placed(of_rows, order)
            bare = bytearray(way.placed(array("B", bare), order))
            kept = {name: _placed(values, order, way) for name, values in kept.items()}
        return Columns(
            cases=found.cases,
            starts=found.starts,
            types=self._kinds.names,
            kinds=of_rows,
            times=times,
            bare=bytes(bare),
            rows=rows_of(order, len(times), kept),
            duplicates=found.duplicates,
            conflicting=found.conflicting,
        )


def _placed(values: Sequence[object], order: Numbers, way: Permuting) -> Sequence[object]:
    if isinstance(values, CodedValues):
        return CodedValues(values.values, way.placed(values.codes, order))
    return way.values(values, order)


@attrs.define
class Kept:
    """The values that events have under one name: from their data, else their own."""

    name: str
    own: bool = True
    """whether what is no data counts"""
    _coding: "Coding | None" = attrs.field(factory=lambda: Coding())
    """None once there are too many different ones"""
    _listed: list[object] = attrs.field(factory=list)
    """the rows, unless they are coded"""
    _texts: "_Texts" = attrs.field(factory=lambda: _Texts())
    _names: "_Names" = attrs.field(factory=lambda: _Names())

    def column(self) -> Sequence[object]:
        """Of each row its value; None where it has none."""
        return self._listed if self._coding is None else self._coding.column()

    def add(self, block: Block) -> None:
        own = block.own(self.name) if self.own and self.name in OWN else None
        data = block.data(self.name)
        if own is not None and data is not None:
            both = zip(self._data(data), self._owned(own), strict=True)
            self._add([own if value is None else value for value, own in both])
        elif data is not None:
            self._add(self._data(data))
        elif own is not None:
            self._add(self._owned(own))
        else:
            self._add_none(block.size)

    def _add_none(self, rows: int) -> None:
        if self._coding is not None:
            self._coding.add_none(rows)
        else:
            self._listed += [None] * rows

    def _add(self, values: Coded | Iterable[object]) -> None:
        if self._coding is not None:
            values = values if isinstance(values, Coded) else list(values)
            if self._coding.takes(values):
                return
            self._listed, self._coding = self._coding.column().listed, None
        self._listed += values

    def _data(self, values: Values) -> Coded | Iterable[object]:
        if isinstance(values, Coded):
            return Coded(list(map(_value, values.values)), values.codes)
        if isinstance(values, Repeated | Shared):
            return values.rows
        kinds = set(map(type, values))
        if kinds <= _TEXT:
            return self._texts.shared(values)
        return values if kinds <= _UNCHANGED else map(_value, values)

    def _owned(self, values: Values) -> Coded | Iterable[object]:
        if isinstance(values, Coded):
            return Coded(list(map(self._names.__getitem__, values.values)), values.codes)
        if isinstance(values, Repeated | Shared):
            return values.each(self._names.__getitem__)
        return map(self._names.__getitem__, values)


class _Texts(dict[str | None, str | None]):
    """The texts of a column, each kept once."""

    def shared(self, texts: Sequence[Any]) -> Iterator[str | None]:
        """The same texts; those that came before are the same objects."""
        if len(self) < MOST_SHARED:
            return map(self.setdefault, texts, texts)
        return map(self.get, texts, texts)


class _Names(dict[Any, str | None]):
    """Names by what a file has; None where it is none."""

    def __missing__(self, value: Any) -> str | None:
        found = name_of(value) if type(value) is str and value and not value.isspace() else None
        if len(self) < MOST_SHARED:
            self[value] = found
        return found


def _value(value: object) -> object:
    return freeze(value, depth=1)


def _are_plain(ids: Any) -> bool:
    """Whether every one is an id, and a name as it stands."""
    return (
        set(map(type, ids)) == {str}
        and all(map(str.isascii, ids))
        and all(ids)
        and not any(map(str.isspace, ids))
    )


def _hash_of_id(value: object) -> int | None:
    is_one = type(value) is str and value and not value.isspace()
    return hash(name_of(str(value))) if is_one else None
