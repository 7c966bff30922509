"""Rows of a file of which nothing is held: they are read from it again when they are asked for."""

import datetime as dt
import hashlib
import os
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Protocol, TypeAlias, TypeVar

import attrs

from govrules.diagnostics import Diagnostic, DiagnosticsError, Span
from govrules.diagnostics.codes import columns as codes
from govrules.formats.blocks import Block, Kept
from govrules.formats.canonical import RowMaker, canonical_rows
from govrules.formats.grouping import Numbers, Order
from govrules.formats.instants import time_reader
from govrules.formats.jsonl import Row
from govrules.formats.report import Report
from govrules.formats.tally import Tally
from govrules.model.columns import OWN
from govrules.model.events import Event

_CHUNK = 1 << 20
_T = TypeVar("_T")
ReadBlock: TypeAlias = Callable[[Sequence[bytes]], Block]


class LineForm(Protocol):
    """How the lines of a file hold events; can be sent to another process."""

    @property
    def table(self) -> bool:
        """Whether an empty value is none."""
        ...

    def row(self, line: bytes, number: int) -> Row | None:
        """The values of one line."""
        ...

    def reader(self, name: str, *, own: bool) -> ReadBlock | None:
        """What reads the values that events have under one name; None where they have none.

        Arguments:
            own: not only from their data.
        """
        ...


def stamp(status: os.stat_result) -> tuple[int, int, int]:
    """What changes when a file is changed."""
    return status.st_ino, status.st_size, status.st_mtime_ns


def lines_of(content: bytes) -> list[bytes]:
    """Whole lines, taken apart."""
    lines = content.split(b"\n")
    if not lines[-1]:
        lines.pop()
    return lines


@attrs.frozen
class LogFile:
    """A file that was read, and how to read it again."""

    path: str
    stamp: tuple[int, int, int]
    first_line: int
    zone: dt.tzinfo | None

    def lines(self, start: int, end: int) -> list[bytes]:
        """The lines of a stretch.

        Raises:
            DiagnosticsError: the file is another than it was.
        """

        def read(file: BinaryIO) -> list[bytes]:
            file.seek(start)
            return lines_of(file.read(end - start))

        return self._again(read)

    def sha256(self) -> str:
        """The hash of the whole file.

        Raises:
            DiagnosticsError: the file is another than it was.
        """
        return self._again(_sha256)

    def _again(self, read: Callable[[BinaryIO], _T]) -> _T:
        try:
            with Path(self.path).open("rb") as file:
                if stamp(os.fstat(file.fileno())) == self.stamp:
                    return read(file)
        except OSError:
            pass
        raise self.changed()

    def changed(self) -> DiagnosticsError:
        """That the file is another than it was."""
        return DiagnosticsError([Diagnostic(codes.LOG_CHANGED, Span(self.path))])


def _sha256(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


@lru_cache(maxsize=64)
def event_maker(name: str, zone: dt.tzinfo | None, *, table: bool) -> RowMaker:
    """Makes the events of rows in which nothing is wrong; `name` is that of the file."""
    read_time = time_reader(zone=zone)
    return canonical_rows(report=Report(name), tally=Tally(), read_time=read_time, file=name, table=table)


@attrs.define(eq=False)
class LineRows:
    """`Rows` of a file of lines."""

    file: LogFile
    form: LineForm
    starts: Numbers
    """where each block begins, in bytes, and where the last one ends"""
    firsts: Numbers
    """the first row of each block, and the number of all rows"""
    order: "Order"
    count: int
    kept: dict[str, list[object]]
    """values by name, in the order of places"""
    first: int = 0
    """the row at place 0, where rows stand in the order of the file"""
    _data: dict[str, list[object]] = attrs.field(factory=dict)
    _block: int = -1
    _lines: list[bytes] = attrs.field(factory=list)
    """of the block last asked for"""

    def event(self, place: int) -> Event:
        row = place + self.first if self.order is None else self.order[place]
        block = self._block_of(row)
        if block != self._block:
            self._lines = self._lines_of(block)
            self._block = block
        file, line = self.file, self._lines[row - self.firsts[block]]
        values = self.form.row(line, file.first_line + row)
        make = event_maker(Path(file.path).name, file.zone, table=self.form.table)
        found = make(*values) if values is not None else None
        if not found:
            raise file.changed()
        return found[0]

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

    def _read(self, kept: Kept) -> list[object]:
        read = self.form.reader(kept.name, own=kept.own and kept.name in OWN)
        if read is None:
            return [None] * self.count
        first, last = 0, len(self.firsts) - 1
        if self.order is None and self.count:
            first = self._block_of(self.first)
            last = self._block_of(self.first + self.count - 1) + 1
        for block in range(first, last):
            kept.add(read(self._lines_of(block)))
        if self.order is None:
            begin = self.first - self.firsts[first]
            return kept.values[begin : begin + self.count]
        return [kept.values[row] for row in self.order]

    def _block_of(self, row: int) -> int:
        return bisect_right(self.firsts, row) - 1

    def _lines_of(self, block: int) -> list[bytes]:
        lines = self.file.lines(self.starts[block], self.starts[block + 1])
        # After the last row there may be blank lines.
        return lines[: self.firsts[block + 1] - self.firsts[block]]

    def part(self, first: int, last: int) -> "LineRows":
        return LineRows(
            self.file,
            self.form,
            self.starts,
            self.firsts,
            None if self.order is None else self.order[first:last],
            last - first,
            {name: values[first:last] for name, values in self.kept.items()},
            self.first + first,
        )
