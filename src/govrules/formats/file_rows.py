"""`Rows` of a file of which nothing is held: they are read from it again when they are asked for."""

import datetime as dt
import hashlib
import os
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Protocol, TypeVar

import attrs

from govrules.diagnostics import Diagnostic, DiagnosticsError, Span
from govrules.diagnostics.codes import columns as codes
from govrules.formats.blocks import Kept
from govrules.formats.canonical import RowMaker, canonical_rows
from govrules.formats.grouping import Order
from govrules.formats.instants import time_reader
from govrules.formats.jsonl import Row
from govrules.formats.report import Report
from govrules.formats.tally import Tally
from govrules.model.coded_values import listed
from govrules.model.columns import OWN
from govrules.model.events import Event

_CHUNK = 1 << 20
_T = TypeVar("_T")


def stamp(status: os.stat_result) -> tuple[int, int, int]:
    """What changes when a file is changed."""
    return status.st_ino, status.st_size, status.st_mtime_ns


@attrs.frozen
class LogFile:
    """A file that was read, and how to read it again."""

    path: str
    stamp: tuple[int, int, int]
    zone: dt.tzinfo | None

    def again(self, read: Callable[[BinaryIO], _T]) -> _T:
        """What `read` finds in it.

        Raises:
            DiagnosticsError: the file is another than it was.
        """
        try:
            with Path(self.path).open("rb") as file:
                if stamp(os.fstat(file.fileno())) == self.stamp:
                    return read(file)
        except OSError:
            pass
        raise self._changed()

    def sha256(self) -> str:
        """The hash of the whole file.

        Raises:
            DiagnosticsError: the file is another than it was.
        """
        return self.again(_sha256)

    def event(self, row: Row | None, *, table: bool) -> Event:
        """The event of a row, which gave one when it was read first.

        Arguments:
            table: an empty value is none.
        """
        found = _maker_of(self.path, self.zone, table=table)(*row) if row is not None else None
        if not found:
            raise self._changed()
        return found[0]

    def _changed(self) -> DiagnosticsError:
        return DiagnosticsError([Diagnostic(codes.LOG_CHANGED, Span(self.path))])


def _sha256(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


@lru_cache(maxsize=64)
def _maker_of(path: str, zone: dt.tzinfo | None, *, table: bool) -> RowMaker:
    """Asked for each event, and the name of a path takes as long to find as half of an event."""
    return event_maker(Path(path).name, zone, table=table)


@lru_cache(maxsize=64)
def event_maker(name: str, zone: dt.tzinfo | None, *, table: bool, dates: bool = False) -> RowMaker:
    """Makes the events of rows in which nothing is wrong.

    Arguments:
        name: of the file, for the `source` of the events.
        table: an empty value is none.
        dates: the times are days.
    """
    read_time = time_reader(zone=zone, dates=dates)
    return canonical_rows(report=Report(name), tally=Tally(), read_time=read_time, file=name, table=table)


class Again(Protocol):
    """How the rows of one file are read again; can be sent to another process."""

    def event(self, row: int) -> Event: ...

    def read(self, kept: Kept, first: int, last: int) -> int | None:
        """Read the values of some rows, and perhaps of rows around them, into `kept`.

        Arguments:
            first: a row, from 0.
            last: exclusive.

        Returns:
            The first row that was read; None where events have no such values.
        """
        ...


@attrs.define(eq=False)
class FileRows:
    """`Rows` of a file."""

    again: Again
    order: "Order"
    count: int
    kept: dict[str, Sequence[object]]
    """values by name, in the order of places"""
    first: int = 0
    """the row at place 0, where rows stand in the order of the file"""
    _data: dict[str, Sequence[object]] = attrs.field(factory=dict)

    def event(self, place: int) -> Event:
        return self.again.event(place + self.first if self.order is None else self.order[place])

    def values(self, name: str) -> Sequence[object]:
        if name not in OWN:
            return self.data(name)
        if name not in self.kept:
            self.kept[name] = self._read(Kept(name))
        return self.kept[name]

    def data(self, name: str) -> Sequence[object]:
        kept = self._data if name in OWN else self.kept
        if name not in kept:
            kept[name] = self._read(Kept(name, own=False))
        return kept[name]

    def _read(self, kept: Kept) -> Sequence[object]:
        if not self.count:
            return []
        first, last = self.first, self.first + self.count
        if self.order is not None:
            first, last = min(self.order), max(self.order) + 1
        began = self.again.read(kept, first, last)
        if began is None:
            return [None] * self.count
        if self.order is None:
            return kept.column()[first - began : last - began]
        values = listed(kept.column())
        return [values[row - began] for row in self.order]

    def part(self, first: int, last: int) -> "FileRows":
        return FileRows(
            self.again,
            None if self.order is None else self.order[first:last],
            last - first,
            {name: values[first:last] for name, values in self.kept.items()},
            self.first + first,
        )
