"""Parquet into columns, a batch at a time; what only the reader row by row can treat is left to it."""

import datetime as dt
from array import array
from bisect import bisect_right
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any, BinaryIO

import attrs
import pyarrow as pa
from pyarrow import parquet

from govrules.formats.ahead import ahead
from govrules.formats.arrow_blocks import BATCH, Reading, TableBlock, falls, plain, row_of, usable_header
from govrules.formats.blocks import Gathering, Kept
from govrules.formats.canonical import NAMES
from govrules.formats.file_rows import FileRows, LogFile, stamp
from govrules.formats.stretches import Progress
from govrules.formats.times import UncleanError
from govrules.model.columns import OWN, Columns
from govrules.model.events import Event

_LITTLE = 2
"""bytes a row"""
_LITTLE_OF_CASES = 6
"""likewise of cases, of which there are many: what a text takes that is written out, however short"""


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
        known = parquet.read_metadata(path)
        with parquet.ParquetFile(path, metadata=known, read_dictionary=_repeated(known)) as file:
            header = usable_header(file.schema_arrow.names)
            rows = file.metadata.num_rows
            reading = Reading(header, fields, zone)
            batches = (each.columns for each in file.iter_batches(batch_size=BATCH) if each.num_rows)
            with closing(ahead(map(reading.block, batches))) as blocks:
                for block in blocks:
                    gathering.add(block)
                    if progress is not None:
                        progress(status.st_size * gathering.rows // rows, status.st_size)
            groups = [file.metadata.row_group(each).num_rows for each in range(file.num_row_groups)]
    except (pa.ArrowException, ValueError, OverflowError):
        raise UncleanError from None
    if not gathering.rows:
        raise UncleanError
    log = LogFile(path, stamp(status), zone)
    again = ParquetAgain(log, tuple(header), array("q", accumulate(groups, initial=0)))
    return gathering.columns(partial(FileRows, again), falls), log.sha256


def _repeated(file: Any) -> list[str]:
    """The columns that take so little room that texts must stand in them once for many rows."""
    groups = [file.row_group(number) for number in range(file.num_row_groups)]
    found: list[str] = []
    for number in range(file.num_columns):
        column = file.schema.column(number)
        # A dot parts the names of a structure.
        if column.logical_type.type == "STRING" and "." not in column.path:
            taken = sum(each.column(number).total_uncompressed_size for each in groups)
            if taken <= (_LITTLE_OF_CASES if column.path == "case" else _LITTLE) * file.num_rows:
                found.append(column.path)
    return found


@attrs.define(eq=False)
class ParquetAgain:
    """How the rows of a Parquet file are read again: `Again`."""

    file: LogFile
    header: tuple[str, ...]
    firsts: Any
    """the first row of each group of rows, and the number of all rows"""
    _group: int = -1
    _columns: Any = None
    """of the group last asked for"""

    def __reduce__(self) -> tuple[type["ParquetAgain"], tuple[object, ...]]:
        return ParquetAgain, (self.file, self.header, self.firsts)

    def event(self, row: int) -> Event:
        group = self._group_of(row)
        if group != self._group:
            self._columns = self.file.again(
                lambda file: parquet.ParquetFile(file).read_row_group(group).columns
            )
            self._group = group
        values = row_of(self.header, self._columns, row - self.firsts[group])
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
                kept.add(TableBlock(batch.num_rows, {name: plain(name, column)}))

        self.file.again(read)
        return int(self.firsts[groups[0]])

    def _group_of(self, row: int) -> int:
        return bisect_right(self.firsts, row) - 1
