"""Files of lines into columns, a block at a time; what only the reader row by row can treat is left to it."""

import datetime as dt
import os
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO, Protocol

from govrules.formats.blocks import Block, Gathering
from govrules.formats.file_rows import FileRows, LogFile, stamp
from govrules.formats.line_rows import LineForm, LinesAgain, lines_of
from govrules.formats.source import LARGEST, LONGEST_LINE
from govrules.formats.stretches import Progress, Stretch
from govrules.formats.times import UncleanError
from govrules.model.columns import Columns

BLOCK = 1 << 16
"""bytes read at once: values that fit into the cache of a processor are gone through several times as fast"""


class LargeBlock(Block, Protocol):
    """Many rows, decoded at once."""

    def borders(self, size: int) -> Iterable[tuple[int, int]]:
        """Rows at which blocks of about this size begin, each with the byte at which it does."""
        ...


class Decoding(Protocol):
    """Decodes the blocks of a file, and learns its form as it goes."""

    @property
    def form(self) -> LineForm: ...

    @property
    def at_once(self) -> int:
        """How many blocks are read at once: more than one where `quickly` may gain something."""
        ...

    def quickly(self, content: bytes) -> "LargeBlock | None":
        """Many rows at once; None where they have to be decoded in blocks of the usual size."""
        ...

    def decoded(self, content: bytes, lines: Sequence[bytes]) -> Block:
        """A block of rows that `read_events` takes without a word, save perhaps for their names and times.

        Arguments:
            content: whole lines.
            lines: the same, taken apart.

        Raises:
            UncleanError: the rows are of another form, or not in UTF-8.
        """
        ...


def columns_of_lines(
    decoding: Decoding,
    stretch: Stretch,
    *,
    zone: dt.tzinfo | None,
    fields: Sequence[str] = (),
    progress: Progress | None = None,
) -> tuple[Columns, Callable[[], str]]:
    """The columns of lines in UTF-8 in which nothing is wrong, and what gives the sha256 of the whole file.

    Arguments:
        zone: of times of day without an offset.
        fields: names of which the values are kept at once.

    Raises:
        UncleanError: something in it must be told, or is written in another way than in most logs.
        OSError: it cannot be read.
    """
    gathering = Gathering(zone, tuple(fields))
    starts, firsts = array("q"), array("q")
    with Path(stretch.path).open("rb") as file:
        status = os.fstat(file.fileno())
        if status.st_size > LARGEST:
            raise UncleanError
        for begin, large in _blocks(file, stretch.start, stretch.end, BLOCK * decoding.at_once):
            quick = decoding.quickly(large) if decoding.at_once > 1 else None
            if quick is not None:
                # What is read again is read by blocks of the usual size.
                for row, offset in quick.borders(BLOCK):
                    starts.append(begin + offset)
                    firsts.append(gathering.rows + row)
                gathering.add(quick)
            for at, content in () if quick is not None else _pieces(begin, large):
                lines = lines_of(content)
                if at + len(content) >= stretch.end:
                    while lines and not lines[-1].strip(b" \t\r"):
                        lines.pop()
                if lines:
                    _check(content, lines)
                    starts.append(at)
                    firsts.append(gathering.rows)
                    gathering.add(decoding.decoded(content, lines))
            if progress is not None:
                progress(begin + len(large) - stretch.start, stretch.end - stretch.start)
    if not gathering.rows:
        raise UncleanError
    starts.append(stretch.end)
    firsts.append(gathering.rows)
    log = LogFile(stretch.path, stamp(status), zone)
    again = LinesAgain(log, stretch.first_line, decoding.form, starts, firsts)
    return gathering.columns(partial(FileRows, again)), log.sha256


def _pieces(start: int, content: bytes) -> Iterator[tuple[int, bytes]]:
    """Whole lines in blocks of the usual size, with where each begins."""
    at = 0
    while at < len(content):
        # Where a block would end within a line, it goes up to the end of that line.
        end = content.find(b"\n", at + BLOCK - 1) + 1 or len(content)
        yield start + at, content[at:end]
        at = end


def _blocks(file: BinaryIO, start: int, end: int, size: int) -> Iterator[tuple[int, bytes]]:
    """Where whole lines begin, and they themselves."""
    at = start
    file.seek(at)
    while at < end:
        content = file.read(min(size, end - at))
        if not content.endswith(b"\n"):
            content += file.readline(LONGEST_LINE + 1)
        if not content:
            return
        yield at, content
        at += len(content)


def _check(content: bytes, lines: Sequence[bytes]) -> None:
    """Raises UncleanError where lines are none of text, or not parted as the reader of text parts them."""
    if b"\0" in content or (b"\r" in content and content.count(b"\r") != content.count(b"\r\n")):
        raise UncleanError
    if len(content) > LONGEST_LINE and max(map(len, lines)) > LONGEST_LINE:
        raise UncleanError
