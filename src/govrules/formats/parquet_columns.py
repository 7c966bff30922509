"""Parquet into columns, a batch at a time; what only the reader row by row can treat is left to it."""

import datetime as dt
from array import array
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any, BinaryIO

import attrs
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from govrules.formats.blocks import Gathering, Kept, Known
from govrules.formats.canonical import NAMES, REQUIRED
from govrules.formats.file_rows import FileRows, LogFile, stamp
from govrules.formats.grouping import Numbers
from govrules.formats.parquet import BATCH, cells
from govrules.formats.stretches import Progress
from govrules.formats.times import UncleanError
from govrules.formats.values import as_data, header_names
from govrules.model.columns import DAY, OWN, Columns, micros
from govrules.model.events import Event
from govrules.model.frozen import FrozenValueError, freeze

_FIRST = micros(dt.date(1, 1, 3))
"""from here to `_LAST` an instant has a date in every zone"""
_LAST = micros(dt.date(9999, 12, 29))


@attrs.frozen
class TableBlock:
    """The columns of a batch by their names."""

    size: int
    columns: dict[str, Any]

    def required(self) -> tuple[Sequence[str], Sequence[str], Sequence[str] | Known]:
        cases, kinds, times = (self.columns[name] for name in REQUIRED)
        return _texts(cases), _texts(kinds), _times(times)

    def own(self, name: str) -> Sequence[object] | None:
        column = self.columns.get(name) if name in NAMES else None
        return None if column is None else cells(column)

    def data(self, name: str) -> Sequence[object] | None:
        column = self.columns.get(name) if name not in NAMES else None
        return None if column is None else list(map(as_data, cells(column)))


def _texts(column: Any) -> list[str]:
    kind = column.type
    if column.null_count or not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        raise UncleanError
    return list(map(str.strip, column.to_pylist()))


def _times(column: Any) -> Sequence[str] | Known:
    kind = column.type
    if column.null_count:
        raise UncleanError
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        # A zone that is not known is told of by the reader row by row.
        cells(column.slice(0, 1))
        numbers = column.cast(pa.timestamp("us", kind.tz), safe=False).cast(pa.int64())
        found = _integers(numbers)
    elif pa.types.is_date32(kind):
        found = _integers(pc.multiply(column.cast(pa.int32()).cast(pa.int64()), DAY))
    else:
        return _texts(column)
    if min(found) < _FIRST or max(found) > _LAST:
        raise UncleanError
    return Known(found, bare=pa.types.is_date32(kind))


def _integers(column: Any) -> Numbers:
    found = array("q")
    found.frombytes(memoryview(column.buffers()[1])[8 * column.offset : 8 * (column.offset + len(column))])
    return found


def _check(block: TableBlock) -> None:
    """Raises UncleanError where a column holds what no event can."""
    for name, column in block.columns.items():
        column.validate(full=True)
        kind = column.type
        if name in ("id", "unit", "actor"):
            if not all(each is None or type(each) is str for each in cells(column)):
                raise UncleanError
        elif name not in NAMES and not (
            pa.types.is_integer(kind)
            or pa.types.is_boolean(kind)
            or pa.types.is_string(kind)
            or pa.types.is_large_string(kind)
        ):
            for each in block.data(name) or ():
                freeze(each, depth=1)


def columns_of_parquet(
    path: str, *, zone: dt.tzinfo | None, fields: Sequence[str] = (), progress: Progress | None = None
) -> tuple[Columns, Callable[[], str]]:
    """The columns of a Parquet file in which nothing is wrong, and what gives the sha256 of the file.

    Raises:
        UncleanError: something in it must be told, or is of another type than in most logs.
        OSError: it cannot be read.
    """
    gathering = Gathering(zone, tuple(fields))
    status = Path(path).stat()
    try:
        with parquet.ParquetFile(path) as file:
            header = _header(file)
            rows = file.metadata.num_rows
            for batch in file.iter_batches(batch_size=BATCH):
                if batch.num_rows:
                    columns = dict(zip(header, batch.columns, strict=False))
                    block = TableBlock(batch.num_rows, columns)
                    _check(block)
                    gathering.add(block)
                if progress is not None:
                    progress(status.st_size * gathering.rows // rows, status.st_size)
            groups = [file.metadata.row_group(each).num_rows for each in range(file.num_row_groups)]
    except (pa.ArrowException, FrozenValueError, ValueError, OverflowError):
        raise UncleanError from None
    if not gathering.rows:
        raise UncleanError
    log = LogFile(path, stamp(status), zone)
    again = ParquetAgain(log, tuple(header), array("q", accumulate(groups, initial=0)))
    return gathering.columns(partial(FileRows, again)), log.sha256


def _header(file: Any) -> list[str]:
    header = header_names([field.name for field in file.schema_arrow])
    if len(set(header)) < len(header) or not set(header).issuperset(REQUIRED):
        raise UncleanError
    return header


@attrs.define(eq=False)
class ParquetAgain:
    """How the rows of a Parquet file are read again: `Again`."""

    file: LogFile
    header: tuple[str, ...]
    firsts: Any
    """the first row of each group of rows, and the number of all rows"""
    _group: int = -1
    _table: Any = None
    """of the group last asked for"""

    def __reduce__(self) -> tuple[type["ParquetAgain"], tuple[object, ...]]:
        return ParquetAgain, (self.file, self.header, self.firsts)

    def event(self, row: int) -> Event:
        group = self._group_of(row)
        if group != self._group:
            self._table = self.file.again(lambda file: parquet.ParquetFile(file).read_row_group(group))
            self._group = group
        columns = self._table.slice(row - self.firsts[group], 1).columns
        values = {name: cells(column)[0] for name, column in zip(self.header, columns, strict=False)}
        return self.file.event((row + 1, values), table=True)

    def read(self, kept: Kept, first: int, last: int) -> int | None:
        name = kept.name
        if name not in self.header or (name in NAMES and not (kept.own and name in OWN)):
            return None
        groups = range(self._group_of(first), self._group_of(last - 1) + 1)

        def read(file: BinaryIO) -> None:
            opened = parquet.ParquetFile(file)
            written = opened.schema_arrow.names[self.header.index(name)]
            # A dot in a name would be taken for the way into a structure.
            wanted = None if "." in written else [written]
            for batch in opened.iter_batches(batch_size=BATCH, row_groups=list(groups), columns=wanted):
                column = batch.columns[0 if wanted else self.header.index(name)]
                kept.add(TableBlock(batch.num_rows, {name: column}))

        self.file.again(read)
        return int(self.firsts[groups[0]])

    def _group_of(self, row: int) -> int:
        return bisect_right(self.firsts, row) - 1
