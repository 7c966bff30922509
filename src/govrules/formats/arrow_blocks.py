"""Batches of Arrow as columns of values."""

import datetime as dt
from array import array
from collections.abc import Sequence
from functools import partial
from typing import Any, Literal
from zoneinfo import ZoneInfo

import attrs
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import lib

from govrules.formats.blocks import Known, Values
from govrules.formats.canonical import NAMES, REQUIRED
from govrules.formats.coded import Coded, Runs
from govrules.formats.parquet import cells, time_of
from govrules.formats.permuting import Numbers
from govrules.formats.times import UncleanError
from govrules.formats.values import as_data, header_names
from govrules.model.columns import OWN, micros
from govrules.model.frozen import FrozenValueError, freeze

BATCH = 1 << 17
"""rows that are taken at once: some megabytes"""
_FEW = 4096
"""texts that may stand apart from the rows that have them"""
_TEXTS = frozenset({lib.Type_STRING, lib.Type_LARGE_STRING})
_AS_THEY_ARE = frozenset({lib.Type_INT64, lib.Type_INT32, lib.Type_BOOL, lib.Type_NA})
_FIRST = micros(dt.date(1, 1, 3))
"""from here to `_LAST` an instant has a date in every zone"""
_LAST = micros(dt.date(9999, 12, 29))
_LIKE_EVERYWHERE = (0, micros(dt.date(2037, 1, 1)))
"""between these, all copies of the time zone database say the same, however they were made"""


@attrs.frozen
class TableBlock:
    """The columns of a batch by their names."""

    size: int
    columns: dict[str, Any]
    zone: dt.tzinfo | None = None
    """of times without one"""
    dates: bool = False
    """the times are days"""

    def required(self) -> tuple[Runs, Coded, Sequence[str] | Known]:
        cases, kinds, times = (self.columns[name] for name in REQUIRED)
        for each in (cases, kinds):
            if each.null_count or not _is_text(_kind(each)):
                raise UncleanError
        return _runs(cases), _coded(kinds), _times(times, self.zone, dates=self.dates)

    def own(self, name: str) -> Sequence[object] | Coded | None:
        return self._values(name) if name in NAMES else None

    def data(self, name: str) -> Sequence[object] | Coded | None:
        return None if name in NAMES else self._values(name)

    def _values(self, name: str) -> Sequence[object] | Coded | None:
        column = self.columns.get(name)
        if column is None or pa.types.is_null(column.type):
            return None
        return _coded(column) if _is_plain(_kind(column)) else list(map(as_data, cells(column)))


def usable_header(names: Sequence[str]) -> list[str]:
    """The names of the columns of a table; raises UncleanError where something must be told of them."""
    header = header_names(names)
    if len(set(header)) < len(header) or not set(header).issuperset(REQUIRED):
        raise UncleanError
    return header


@attrs.frozen
class ReadBlock:
    """A batch of which everything has been asked that the rows of a log are gathered from.

    To ask is nearly all Arrow's work, which another thread can do while the batch before is gathered.
    """

    size: int
    _required: tuple[Runs, Coded, Sequence[str] | Known]
    _own: dict[str, Sequence[object] | Coded | None]
    _data: dict[str, Sequence[object] | Coded | None]

    def required(self) -> tuple[Runs, Coded, Sequence[str] | Known]:
        return self._required

    def own(self, name: str) -> Values | None:
        return self._own[name]

    def data(self, name: str) -> Values | None:
        return self._data[name]


@attrs.frozen
class Reading:
    """How the batches of a table become blocks of rows."""

    header: Sequence[str]
    fields: Sequence[str]
    """the names of which values are kept"""
    zone: dt.tzinfo | None
    """of times without one"""
    dates: bool = False
    """the times are days"""

    def block(self, columns: Sequence[Any]) -> ReadBlock:
        """The rows of a batch.

        Raises:
            UncleanError: something must be told of them, or a column has a type that most logs do not have.
        """
        try:
            named = dict(zip(self.header, map(plain, self.header, columns), strict=False))
            block = TableBlock(len(columns[0]), named, self.zone, self.dates)
            _check(block)
            return ReadBlock(
                block.size,
                block.required(),
                {name: block.own(name) for name in {"id", *OWN.intersection(self.fields)}},
                {name: block.data(name) for name in self.fields},
            )
        except (pa.ArrowException, FrozenValueError, ValueError, OverflowError):
            raise UncleanError from None


def plain(name: str, column: Any) -> Any:
    """The column of that name without what Arrow does to save room: each of its values stands in its row.

    Few texts may stand apart from the rows that have them, if it does no harm that no row has some of them.
    """
    kind = column.type
    if pa.types.is_dictionary(kind):
        # Of cases only those that rows have are looked at, however many stand apart.
        few = (name == "case" or len(column.dictionary) <= _FEW) and name != "time"
        return column if few and _is_text(kind.value_type) else column.dictionary_decode()
    return column.cast(pa.large_string()) if pa.types.is_string_view(kind) else column


def row_of(header: Sequence[str], columns: Sequence[Any], row: int) -> dict[str, object]:
    """The cells of one row of a table."""
    return dict(zip(header, (_cell(column, row) for column in columns), strict=False))


def _cell(column: Any, row: int) -> object:
    kind = column.type
    if kind.id in _TEXTS:
        text = column[row].as_py()
        return None if text is None else text.strip() or None
    if kind.id in _AS_THEY_ARE:
        return column[row].as_py()
    if kind.id == lib.Type_TIMESTAMP and kind.unit == "us":
        number = column[row].value
        return None if number is None else time_of(number, kind.tz)
    return cells(column.slice(row, 1))[0]


def _check(block: TableBlock) -> None:
    for name, column in block.columns.items():
        kind = _kind(column)
        if name == "case" and kind is not column.type:
            column.indices.validate(full=True)
            continue
        column.validate(full=True)
        if name in ("id", "unit", "actor"):
            if not (_is_text(kind) or pa.types.is_null(kind)):
                raise UncleanError
        elif name in NAMES or _is_plain(kind):
            continue
        elif pa.types.is_float32(kind) or pa.types.is_float64(kind):
            if pc.any(pc.is_inf(column)).as_py():
                raise UncleanError
        else:
            for each in block.data(name) or ():
                freeze(each, depth=1)


def _kind(column: Any) -> Any:
    return column.type.value_type if pa.types.is_dictionary(column.type) else column.type


def _is_text(kind: Any) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _is_plain(kind: Any) -> bool:
    """Whether every value of a column can be taken, and different values are few."""
    return _is_text(kind) or pa.types.is_integer(kind) or pa.types.is_boolean(kind)


def _coded(column: Any) -> Coded:
    coded = column.dictionary_encode()
    values = _values(coded.dictionary)
    codes = coded.indices.cast(pa.int32())
    if codes.null_count:
        # `fill_null` loads pandas, where it is installed.
        behind = pa.py_buffer(array("i", [len(values)]) * len(codes))
        codes = pc.coalesce(codes, pa.Array.from_buffers(pa.int32(), len(codes), [None, behind]))
    return Coded(values, _memory(codes, "i"))


def _runs(column: Any) -> Runs:
    apart = column.type != _kind(column)
    runs = pc.run_end_encode(column.indices if apart else column)
    begun = runs.values
    if apart:
        begun = column.dictionary.take(begun)
        begun.validate(full=True)
    starts = array("q", bytes(8))
    starts.frombytes(_memory(runs.run_ends.cast(pa.int64()), "q")[:-1].tobytes())
    texts = _as_they_stand(begun)
    # Arrow compares bytes, which in UTF-8 stand in the order of the characters.
    rising = None if texts is None else bool(pc.all(pc.less(begun[:-1], begun[1:])).as_py())
    return Runs(
        cells(begun) if texts is None else texts, starts, len(column), partial(_coded, column), rising
    )


def _values(column: Any) -> list[object]:
    """`cells` of a column."""
    found = _as_they_stand(column)
    return cells(column) if found is None else found


def _as_they_stand(column: Any) -> list[object] | None:
    """`cells` of texts, if each is a name as it stands."""
    if column.null_count or not _is_text(column.type):
        return None
    # Not through numpy: what Arrow makes for it loads pandas, where it is installed.
    texts: list[Any] = column.to_pylist()
    whole = "".join(texts)
    return texts if all(texts) and whole.isascii() and whole.isprintable() and " " not in whole else None


def _texts(column: Any) -> list[str]:
    if column.null_count or not _is_text(column.type):
        raise UncleanError
    return list(map(str.strip, column.to_pylist()))


def _times(column: Any, zone: dt.tzinfo | None, *, dates: bool) -> Sequence[str] | Known:
    kind = column.type
    if column.null_count:
        raise UncleanError
    if pa.types.is_date32(kind):
        column = column.cast(pa.timestamp("us")).cast(pa.int64())
    elif pa.types.is_timestamp(kind):
        column = column.cast(pa.timestamp("us", kind.tz), safe=False)
        if kind.tz is not None:
            # A zone that is not known is told of by the reader row by row.
            lib.string_to_tzinfo(kind.tz)
        if dates:
            column = _days(column)
        elif kind.tz is None:
            column = _placed(column, zone)
        column = column.cast(pa.int64())
    elif dates:
        raise UncleanError
    else:
        return _texts(column)
    _check_between(column, _FIRST, _LAST)
    return Known(array("q", _memory(column, "q").tobytes()), bare=dates or pa.types.is_date32(kind))


def _check_between(column: Any, first: int, last: int) -> None:
    found = pc.min_max(column).as_py()
    if found["min"] < first or found["max"] > last:
        raise UncleanError


def _days(column: Any) -> Any:
    if column.type.tz is not None:
        raise UncleanError
    return pc.floor_temporal(column, unit="day")


def _placed(column: Any, zone: dt.tzinfo | None) -> Any:
    """Clock times as instants of a zone; where one of them came twice or never, that must be told."""
    if not isinstance(zone, ZoneInfo):
        raise UncleanError
    _check_between(column.cast(pa.int64()), *_LIKE_EVERYWHERE)
    return pc.assume_timezone(column, zone.key)


def falls(numbers: Numbers) -> bytes:
    """`Falls`, all at once."""
    every = pa.Array.from_buffers(pa.int64(), len(numbers), [None, pa.py_buffer(numbers)])
    fallen = pc.less_equal(every[1:], every[:-1]).cast(pa.uint8())
    return _memory(fallen, "B").tobytes()


def _memory(column: Any, kind: Literal["B", "i", "q"]) -> "memoryview[int]":
    """The numbers of a column where they stand."""
    if not len(column):
        return memoryview(b"")
    every: memoryview[int] = memoryview(column.buffers()[1]).cast("B").cast(kind)
    return every[column.offset : column.offset + len(column)]
