"""JSON Lines into columns, a block at a time; what only the reader row by row can treat is left to it."""

import datetime as dt
import hashlib
import os
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

import attrs

from govrules.diagnostics import Diagnostic, DiagnosticsError, Span
from govrules.diagnostics.codes import columns as codes
from govrules.formats.canonical import RowMaker, canonical_rows
from govrules.formats.grouping import Cases, Kinds, Numbers, Order, grouped
from govrules.formats.instants import time_reader
from govrules.formats.json_blocks import UNSET, Block, Blocks, Decoder, Form
from govrules.formats.jsonl import line_row
from govrules.formats.report import Report
from govrules.formats.source import LARGEST, LONGEST_LINE
from govrules.formats.stretches import Progress, Stretch
from govrules.formats.tally import Tally
from govrules.formats.times import Times, UncleanError
from govrules.model.columns import OWN, Columns
from govrules.model.events import Event
from govrules.model.frozen import freeze, name_of

BLOCK = 1 << 15
"""bytes read at once: values that fit into the cache of a processor are gone through several times as fast"""
_BOM = b"\xef\xbb\xbf"
_MOST_SHARED = 4096
"""texts of a column that are kept once; where there are more, few of them come again"""


def columns_of_lines(
    path: str,
    *,
    zone: dt.tzinfo | None,
    fields: Sequence[str] = (),
    progress: Progress | None = None,
    stretch: Stretch | None = None,
) -> tuple[Columns, Callable[[], str]]:
    """The columns of a file of JSON Lines in UTF-8 in which nothing is wrong, and what gives its sha256.

    Arguments:
        zone: of times of day without an offset.
        fields: names of which the values are kept at once.
        stretch: what to read of it; None: all.

    Raises:
        UncleanError: something in it must be told, or is written in another way than in most logs.
        OSError: it cannot be read.
    """
    with Path(path).open("rb") as file:
        status = os.fstat(file.fileno())
        if status.st_size > LARGEST:
            raise UncleanError
        part = stretch or Stretch(path, 0, status.st_size, 1)
        reading = _Reading(zone, tuple(fields))
        for at, content in _blocks(file, part.start, part.end):
            reading.add(at, content, last=at + len(content) >= part.end)
            if progress is not None:
                progress(at + len(content) - part.start, part.end - part.start)
    if not reading.times.micros:
        raise UncleanError
    again = _File(path, _stamp(status), Path(path).name, part.first_line, zone)
    return reading.columns(again, part.end), again.sha256


def _blocks(file: BinaryIO, start: int, end: int) -> Iterator[tuple[int, bytes]]:
    """Where whole lines begin, and they themselves."""
    at = start
    file.seek(at)
    while at < end:
        content = file.read(min(BLOCK, end - at))
        if not content.endswith(b"\n"):
            content += file.readline(LONGEST_LINE + 1)
        if not content:
            return
        yield at, content
        at += len(content)


def _stamp(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_size, status.st_mtime_ns


def _lines(content: bytes) -> list[bytes]:
    lines = content.split(b"\n")
    if not lines[-1]:
        lines.pop()
    return lines


@attrs.define
class _Reading:
    """The reading of one file, block by block."""

    zone: dt.tzinfo | None
    fields: tuple[str, ...]
    blocks: Blocks = attrs.field(factory=Blocks)
    cases: Cases = attrs.field(factory=Cases)
    kinds: Kinds = attrs.field(factory=Kinds)
    of_rows: Numbers = attrs.field(factory=lambda: array("I"))
    """of each row its type"""
    times: Times = attrs.field(init=False)
    ids: "Numbers | None" = None
    starts: Numbers = attrs.field(factory=lambda: array("q"))
    firsts: Numbers = attrs.field(factory=lambda: array("q"))
    kept: "dict[str, Kept]" = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.times = Times(self.zone)
        self.kept = {name: Kept(name) for name in self.fields}

    def add(self, at: int, content: bytes, *, last: bool) -> None:
        if at == 0 and content.startswith(_BOM):
            at, content = len(_BOM), content[len(_BOM) :]
        lines = _lines(content)
        if last:
            while lines and not lines[-1].strip(b" \t\r"):
                lines.pop()
        if not lines:
            return
        _check(content, lines)
        block = self.blocks.decoded(content, lines)
        row = self.cases.rows
        self.starts.append(at)
        self.firsts.append(row)
        cases, kinds, times = block.required()
        self.cases.add(cases)
        self.of_rows.extend(map(self.kinds.__getitem__, kinds))
        self.times.add(times)
        ids = block.column(("id",))
        if ids is not None:
            self._note_ids(ids, row)
        for each in self.kept.values():
            each.add(block)

    def _note_ids(self, written: Sequence[Any], row: int) -> None:
        """Of each row the hash of its id: enough to see in which cases none comes twice."""
        if self.ids is None:
            self.ids = array("q", range(row))
        # The number of a row stands for no id; should it be equal to a hash, the events are looked at.
        self.ids.extend(range(len(self.ids), row))
        for number, text in enumerate(written, start=row):
            is_one = type(text) is str and text and not text.isspace()
            self.ids.append(hash(name_of(text)) if is_one else number)

    def columns(self, file: "_File", end: int) -> Columns:
        times, of_rows, bare = self.times.micros, self.of_rows, self.times.bare
        if self.ids is not None:
            self.ids.extend(range(len(self.ids), len(times)))
        self.starts.append(end)
        self.firsts.append(len(times))
        rows = LineRows(file, self.blocks.form, self.starts, self.firsts, None, 0, len(times), {})
        found = grouped(
            self.cases, times=times, kinds=of_rows, types=self.kinds.types, ids=self.ids, event=rows.event
        )
        order = found.order
        kept = {name: each.values for name, each in self.kept.items()}
        if order is not None:
            times = array("q", map(times.__getitem__, order))
            of_rows = array("I", map(of_rows.__getitem__, order))
            bare = bytearray(map(bare.__getitem__, order))
            kept = {name: [values[row] for row in order] for name, values in kept.items()}
        return Columns(
            cases=found.cases,
            starts=found.starts,
            types=self.kinds.types,
            kinds=of_rows,
            times=times,
            bare=bytes(bare),
            rows=attrs.evolve(rows, order=order, count=len(times), kept=kept),
            duplicates=found.duplicates,
            conflicting=found.conflicting,
        )


def _check(content: bytes, lines: Sequence[bytes]) -> None:
    """Raises UncleanError where lines are none of text, or not parted as the reader of text parts them."""
    if b"\0" in content or (b"\r" in content and content.count(b"\r") != content.count(b"\r\n")):
        raise UncleanError
    if len(content) > LONGEST_LINE and max(map(len, lines)) > LONGEST_LINE:
        raise UncleanError
    if not content.isascii():
        try:
            content.decode()
        except UnicodeDecodeError:
            raise UncleanError from None


@attrs.define
class Kept:
    """The values that events have under one name: from their data, else their own."""

    name: str
    values: list[object] = attrs.field(factory=list)
    own: bool = True
    """whether what is no data counts"""
    _texts: dict[str, str] = attrs.field(factory=dict)
    _names: dict[str, str] = attrs.field(factory=dict)

    def add(self, block: Block) -> None:
        own = block.column((self.name,)) if self.own and self.name in OWN else None
        data = block.data(self.name)
        if own is None:
            self.values += [None] * len(block.rows) if data is None else map(self._value, data)
        elif data is None:
            self.values += map(self._own, own)
        else:
            both = zip(map(self._value, data), own, strict=True)
            self.values += [self._own(each) if value is None else value for value, each in both]

    def _value(self, value: object) -> object:
        if type(value) is str:
            if len(self._texts) < _MOST_SHARED:
                return self._texts.setdefault(value, value)
            return self._texts.get(value, value)
        return None if value is UNSET else freeze(value, depth=1)

    def _own(self, value: object) -> object:
        if type(value) is not str or not value or value.isspace():
            return None
        found = self._names.get(value)
        if found is None:
            found = name_of(value)
            if len(self._names) < _MOST_SHARED:
                self._names[value] = found
        return found


@attrs.frozen
class _File:
    """A file of which nothing is held, and how to read it again."""

    path: str
    stamp: tuple[int, int, int]
    name: str
    first_line: int
    zone: dt.tzinfo | None

    def lines(self, start: int, end: int) -> list[bytes]:
        """The lines of a stretch.

        Raises:
            DiagnosticsError: the file is another than it was.
        """
        try:
            with Path(self.path).open("rb") as file:
                if _stamp(os.fstat(file.fileno())) != self.stamp:
                    raise self.changed()
                file.seek(start)
                return _lines(file.read(end - start))
        except OSError:
            raise self.changed() from None

    def sha256(self) -> str:
        """The hash of the whole file.

        Raises:
            DiagnosticsError: the file is another than it was.
        """
        try:
            with Path(self.path).open("rb") as file:
                if _stamp(os.fstat(file.fileno())) != self.stamp:
                    raise self.changed()
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            raise self.changed() from None

    def changed(self) -> DiagnosticsError:
        return DiagnosticsError([Diagnostic(codes.LOG_CHANGED, Span(self.path))])

    def event(self, line: bytes, number: int) -> Event:
        row = line_row(line.decode(), number, Report(self.path))
        found = row and _maker(self.name, self.zone)(*row)
        if not found:
            raise self.changed()
        return found[0]


@lru_cache(maxsize=64)
def _maker(name: str, zone: dt.tzinfo | None) -> RowMaker:
    read_time = time_reader(zone=zone)
    return canonical_rows(report=Report(name), tally=Tally(), read_time=read_time, file=name, table=False)


@attrs.define(eq=False)
class LineRows:
    """`Rows` of a file of JSON Lines, read from it again when they are asked for."""

    file: _File
    form: Form
    starts: Numbers
    """where each block begins, in bytes, and where the last one ends"""
    firsts: Numbers
    """the first row of each block, and the number of all rows"""
    order: "Order"
    first: int
    """the row at place 0, where rows stand in the order of the file"""
    count: int
    kept: dict[str, list[object]]
    """values by name, in the order of places"""
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
        return self.file.event(self._lines[row - self.firsts[block]], self.file.first_line + row)

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
        form = self.form.only(kept.name, own=kept.own and kept.name in OWN)
        if not form.keys:
            return [None] * self.count
        decoder = Decoder(form, strict=False)
        first, last = 0, len(self.firsts) - 1
        if self.order is None and self.count:
            first = self._block_of(self.first)
            last = self._block_of(self.first + self.count - 1) + 1
        for block in range(first, last):
            lines = self._lines_of(block)
            kept.add(decoder.block(lines))
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
            self.first + first,
            last - first,
            {name: values[first:last] for name, values in self.kept.items()},
        )
