"""Rows of a file of lines, read again."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import BinaryIO, Protocol, TypeAlias

import attrs

from govrules.formats.blocks import Block, Kept
from govrules.formats.file_rows import LogFile
from govrules.formats.jsonl import Row
from govrules.formats.permuting import Numbers
from govrules.model.columns import OWN
from govrules.model.events import Event

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


def lines_of(content: bytes) -> list[bytes]:
    """Whole lines, taken apart."""
    lines = content.split(b"\n")
    if not lines[-1]:
        lines.pop()
    return lines


@attrs.define(eq=False)
class LinesAgain:
    """How the rows of a file of lines are read again: `Again`."""

    file: LogFile
    first_line: int
    """the number of the line of the first row"""
    form: LineForm
    starts: Numbers
    """where each block begins, in bytes, and where the last one ends"""
    firsts: Numbers
    """the first row of each block, and the number of all rows"""
    _block: int = -1
    _lines: list[bytes] = attrs.field(factory=list)
    """of the block last asked for"""

    def __reduce__(self) -> tuple[type["LinesAgain"], tuple[object, ...]]:
        return LinesAgain, (self.file, self.first_line, self.form, self.starts, self.firsts)

    def event(self, row: int) -> Event:
        block = self._block_of(row)
        if block != self._block:
            self._lines = self._lines_of(block)
            self._block = block
        line = self._lines[row - self.firsts[block]]
        return self.file.event(self.form.row(line, self.first_line + row), table=self.form.table)

    def read(self, kept: Kept, first: int, last: int) -> int | None:
        read = self.form.reader(kept.name, own=kept.own and kept.name in OWN)
        if read is None:
            return None
        begin, end = self._block_of(first), self._block_of(last - 1)
        for block in range(begin, end + 1):
            kept.add(read(self._lines_of(block)))
        return self.firsts[begin]

    def _block_of(self, row: int) -> int:
        return bisect_right(self.firsts, row) - 1

    def _lines_of(self, block: int) -> list[bytes]:
        start, end = self.starts[block], self.starts[block + 1]

        def read(file: BinaryIO) -> list[bytes]:
            file.seek(start)
            return lines_of(file.read(end - start))

        # After the last row there may be blank lines.
        return self.file.again(read)[: self.firsts[block + 1] - self.firsts[block]]
