"""A table of Arrow that is in memory, into columns."""

import datetime as dt
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from typing import Any

import attrs

from govrules.formats.ahead import ahead
from govrules.formats.arrow_blocks import BATCH, Reading, TableBlock, falls, plain, row_of, usable_header
from govrules.formats.blocks import Gathering, Kept
from govrules.formats.canonical import NAMES
from govrules.formats.file_rows import FileRows, event_maker
from govrules.formats.times import UncleanError
from govrules.model.columns import OWN, Columns
from govrules.model.events import Event


def columns_of_table(
    table: Any, *, name: str, zone: dt.tzinfo | None, dates: bool = False, fields: Sequence[str] = ()
) -> Columns:
    """The columns of a table in which nothing is wrong.

    Arguments:
        name: what stands for the file in the `source` of events.
        zone: of times without one.
        dates: the column `time` holds days, whatever its times of day.
        fields: names of which the values are kept at once.

    Raises:
        UncleanError: something in it must be told, or is of another type than in most logs.
    """
    header = usable_header(table.column_names)
    gathering = Gathering(zone, tuple(fields))
    reading = Reading(header, fields, zone, dates)
    batches = (each.columns for each in table.to_batches(max_chunksize=BATCH) if each.num_rows)
    with closing(ahead(map(reading.block, batches))) as blocks:
        for block in blocks:
            gathering.add(block)
    if not gathering.rows:
        raise UncleanError
    again = TableAgain(table, tuple(header), name, zone, dates)
    return gathering.columns(partial(FileRows, again), falls)


@attrs.frozen(eq=False)
class TableAgain:
    """How the rows of a table are looked up: `Again`."""

    table: Any
    header: tuple[str, ...]
    name: str
    zone: dt.tzinfo | None
    dates: bool

    def event(self, row: int) -> Event:
        values = row_of(self.header, self.table.columns, row)
        found = event_maker(self.name, self.zone, table=True, dates=self.dates)(row + 1, values)
        assert found, "a row that gave an event gives one again"
        return found[0]

    def read(self, kept: Kept, first: int, last: int) -> int | None:
        name = kept.name
        if name not in self.header or (name in NAMES and not (kept.own and name in OWN)):
            return None
        column = self.table.column(self.header.index(name)).slice(first, last - first)
        for chunk in column.chunks:
            if len(chunk):
                kept.add(TableBlock(len(chunk), {name: plain(name, chunk)}))
        return first
