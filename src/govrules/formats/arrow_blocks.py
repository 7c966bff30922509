"""Batches of Arrow as columns of values."""

import datetime as dt
from array import array
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pyarrow as pa
import pyarrow.compute as pc

from govrules.formats.blocks import Gathering, Known
from govrules.formats.canonical import NAMES, REQUIRED
from govrules.formats.grouping import Numbers
from govrules.formats.parquet import cells
from govrules.formats.times import UncleanError
from govrules.formats.values import as_data, header_names
from govrules.model.columns import DAY, micros
from govrules.model.frozen import FrozenValueError, freeze

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

    def required(self) -> tuple[Sequence[str], Sequence[str], Sequence[str] | Known]:
        cases, kinds, times = (self.columns[name] for name in REQUIRED)
        return _texts(cases), _texts(kinds), _times(times, self.zone, dates=self.dates)

    def own(self, name: str) -> Sequence[object] | None:
        column = self.columns.get(name) if name in NAMES else None
        return None if column is None else cells(column)

    def data(self, name: str) -> Sequence[object] | None:
        column = self.columns.get(name) if name not in NAMES else None
        return None if column is None else list(map(as_data, cells(column)))


def usable_header(names: Sequence[str]) -> list[str]:
    """The names of the columns of a table; raises UncleanError where something must be told of them."""
    header = header_names(names)
    if len(set(header)) < len(header) or not set(header).issuperset(REQUIRED):
        raise UncleanError
    return header


def add_batch(gathering: Gathering, header: Sequence[str], columns: Sequence[Any], *, dates: bool) -> None:
    """Gather the rows of a batch.

    Raises:
        UncleanError: something must be told of them, or a column has a type that most logs do not have.
    """
    block = TableBlock(
        len(columns[0]), dict(zip(header, map(plain, columns), strict=False)), gathering.zone, dates
    )
    try:
        _check(block)
        gathering.add(block)
    except (pa.ArrowException, FrozenValueError, ValueError, OverflowError):
        raise UncleanError from None


def plain(column: Any) -> Any:
    """A column without what Arrow does to save room: each of its values stands where it belongs."""
    if pa.types.is_dictionary(column.type):
        return column.dictionary_decode()
    return column.cast(pa.large_string()) if pa.types.is_string_view(column.type) else column


def _check(block: TableBlock) -> None:
    for name, column in block.columns.items():
        column.validate(full=True)
        kind = column.type
        if name in ("id", "unit", "actor"):
            if not (_is_text(kind) or pa.types.is_null(kind)):
                raise UncleanError
        elif name not in NAMES and not (
            _is_text(kind) or pa.types.is_integer(kind) or pa.types.is_boolean(kind)
        ):
            for each in block.data(name) or ():
                freeze(each, depth=1)


def _is_text(kind: Any) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _texts(column: Any) -> list[str]:
    if column.null_count or not _is_text(column.type):
        raise UncleanError
    return list(map(str.strip, column.to_pylist()))


def _times(column: Any, zone: dt.tzinfo | None, *, dates: bool) -> Sequence[str] | Known:
    kind = column.type
    if column.null_count:
        raise UncleanError
    if pa.types.is_date32(kind):
        found = _integers(pc.multiply(column.cast(pa.int32()).cast(pa.int64()), DAY))
    elif pa.types.is_timestamp(kind):
        column = column.cast(pa.timestamp("us", kind.tz), safe=False)
        if kind.tz is not None:
            # A zone that is not known is told of by the reader row by row.
            cells(column.slice(0, 1))
        found = _integers(column.cast(pa.int64()))
        if dates:
            found = _days(found, kind.tz)
        elif kind.tz is None:
            found = _placed(column, found, zone)
    elif dates:
        raise UncleanError
    else:
        return _texts(column)
    if min(found) < _FIRST or max(found) > _LAST:
        raise UncleanError
    return Known(found, bare=dates or pa.types.is_date32(kind))


def _days(found: Numbers, zone: str | None) -> Numbers:
    if zone is not None:
        raise UncleanError
    return array("q", (each // DAY * DAY for each in found))


def _placed(column: Any, clocks: Numbers, zone: dt.tzinfo | None) -> Numbers:
    """Clock times as instants of a zone; where one of them came twice or never, that must be told."""
    first, last = _LIKE_EVERYWHERE
    if not isinstance(zone, ZoneInfo) or min(clocks) < first or max(clocks) > last:
        raise UncleanError
    return _integers(pc.assume_timezone(column, zone.key).cast(pa.int64()))


def _integers(column: Any) -> Numbers:
    found = array("q")
    found.frombytes(memoryview(column.buffers()[1])[8 * column.offset : 8 * (column.offset + len(column))])
    return found
