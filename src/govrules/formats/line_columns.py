"""Files of lines into columns, a block at a time; what only the reader row by row can treat is left to it."""

import datetime as dt
import os
from array import array
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import BinaryIO, Protocol

from govrules.formats.ahead import ahead
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

    def check(self) -> None:
        """Look at everything in them that may be wrong; raises an exception where it is."""
        ...

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
        """Many rows at once; None where they have to be decoded in blocks of the usual size.

        It may be called in another thread; `checked` and `decoded` are called in this one.
        """
        ...

    def checked(self, block: "LargeBlock") -> bool:
        """Whether nothing is wrong in what `quickly` found."""
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
        found = _decoded(file, decoding, stretch.start, stretch.end)
        with closing(ahead(found) if decoding.at_once > 1 else found) as blocks:
            for begin, large, quick in blocks:
                if quick is not None and decoding.checked(quick):
                    # What is read again is read by blocks of the usual size.
                    for row, offset in quick.borders(BLOCK):
                        starts.append(begin + offset)
                        firsts.append(gathering.rows + row)
                    gathering.add(quick)
                else:
                    for at, content in _pieces(begin, large):
                        last = at + len(content) >= stretch.end
                        lines = _checked_lines(content, last=last)
                        if lines:
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


def _decoded(
    file: BinaryIO, decoding: Decoding, start: int, end: int
) -> Generator[tuple[int, bytes, LargeBlock | None], None, None]:
    """Where whole lines begin, they themselves, and where they can be decoded at once, what they hold."""
    for begin, content in _blocks(file, start, end, decoding):
        yield begin, content, decoding.quickly(content) if decoding.at_once > 1 else None


def _pieces(start: int, content: bytes) -> Iterator[tuple[int, bytes]]:
    """Whole lines in blocks of the usual size, with where each begins."""
    at = 0
    while at < len(content):
        # Where a block would end within a line, it goes up to the end of that line.
        end = content.find(b"\n", at + BLOCK - 1) + 1 or len(content)
        yield start + at, content[at:end]
        at = end


def _blocks(file: BinaryIO, start: int, end: int, decoding: Decoding) -> Iterator[tuple[int, bytes]]:
    """Where whole lines begin, and they themselves."""
    at = start
    file.seek(at)
    while at < end:
        content = file.read(min(BLOCK * decoding.at_once, end - at))
        if not content.endswith(b"\n"):
            content += file.readline(LONGEST_LINE + 1)
        if not content:
            return
        yield at, content
        at += len(content)


def _checked_lines(content: bytes, *, last: bool) -> list[bytes]:
    """The lines of a block; raises UncleanError where they are none of text, or parted in another way.

    Arguments:
        last: the file ends there, perhaps with blank lines.
    """
    lines = lines_of(content)
    while last and lines and not lines[-1].strip(b" \t\r"):
        lines.pop()
    if b"\0" in content or (b"\r" in content and content.count(b"\r") != content.count(b"\r\n")):
        raise UncleanError
    if lines and len(content) > LONGEST_LINE and max(map(len, lines)) > LONGEST_LINE:
        raise UncleanError
    return lines
