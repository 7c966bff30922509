"""A CSV file as cells that know their place, so that a slip is shown where it stands."""

import codecs
import re
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

import attrs

from govrules.diagnostics import Diagnostic, DiagnosticsError, Help, Span
from govrules.diagnostics.codes import events as row_codes
from govrules.diagnostics.codes import files as file_codes
from govrules.diagnostics.codes import tables as codes

LARGEST = 100_000_000
"""bytes: the table is held in memory as a whole"""
_PIECE = 1 << 20
_DELIMITERS = (",", ";", "\t")
_BREAK = re.compile(r"\r\n|\n|\r")
_SAVE_AS_CSV = Help(
    en="save the sheet as CSV (UTF-8) and name that file", zh="请将工作表另存为 CSV（UTF-8），并指定该文件"
)


@attrs.frozen
class Document:
    """A text with its lines, to tell where a piece of it stands."""

    file: str
    text: str = attrs.field(repr=False)
    starts: tuple[int, ...] = attrs.field(repr=False)
    """where each line begins"""

    @classmethod
    def of(cls, text: str, *, file: str) -> "Document":
        return cls(file, text, (0, *(each.end() for each in _BREAK.finditer(text))))

    def line(self, offset: int) -> int:
        """The line of a character, from 1."""
        return bisect_right(self.starts, offset)

    def span(self, start: int, end: int, *, quoted: bool = False) -> Span:
        """The place of a piece of the text; of several lines only the first is marked.

        The line itself is quoted in messages only where asked: a row may hold somebody's data.
        """
        number = self.line(start)
        begin = self.starts[number - 1]
        stop = self.starts[number] if number < len(self.starts) else len(self.text)
        source = self.text[begin:stop].rstrip("\r\n")
        last = max(min(end - begin, len(source)), start - begin)
        return Span(self.file, number, start - begin + 1, last + 1, source if quoted else "")


@attrs.frozen
class Cell:
    """One cell: its text without blanks around it, and where it stands."""

    text: str
    document: Document = attrs.field(repr=False)
    start: int = 0
    end: int = 0
    literal: bool = True
    """whether the text stands in the file as it is; a quote inside quotes is written twice there"""

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """The place of the cell, or of a part of its text, without the row around it."""
        if not self.literal or (end is None and not start):
            return self.document.span(self.start, max(self.end, self.start))
        stop = len(self.text) if end is None else end
        return self.document.span(self.start + start, self.start + stop)

    @property
    def heading(self) -> Span:
        """The place of a cell of the header, with its line."""
        return self.document.span(self.start, self.end, quoted=True)


@attrs.frozen
class Record:
    """One row: its cells, or what is wrong with it as a row."""

    line: int
    cells: tuple[Cell, ...] = ()
    problem: Diagnostic | None = None


def read_document(path: str) -> tuple[Document, list[Diagnostic]]:
    """The text of a table, with a warning where its encoding had to be guessed.

    UTF-8, UTF-16 with its mark, else GB18030, in which Chinese spreadsheet programs save.

    Raises:
        DiagnosticsError: the file cannot be read, or is no text.
    """
    content = _content(path)
    whole = Span(path)
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        values = {"kind": "an Excel, Word or zip file", "kind_zh": "Excel、Word 或 zip 文件"}
        raise DiagnosticsError([Diagnostic(file_codes.FILE_BINARY, whole, values, (_SAVE_AS_CSV,))])
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Document.of(_decoded(content, "utf-16", path), file=path), []
    try:
        return Document.of(content.decode("utf-8-sig"), file=path), []
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
    if b"\0" in content:
        values = {"kind": "binary data", "kind_zh": "二进制数据"}
        raise DiagnosticsError([Diagnostic(file_codes.FILE_BINARY, whole, values, (_SAVE_AS_CSV,))])
    guessed = Diagnostic(codes.TABLE_ENCODING, Span(path, line), severity="warning")
    return Document.of(_decoded(content, "gb18030", path), file=path), [guessed]


def _content(path: str) -> bytes:
    try:
        place = Path(path)
        if place.is_dir():
            raise DiagnosticsError([Diagnostic(file_codes.FILE_IS_FOLDER, Span(path), {"path": path})])
        with place.open("rb") as file:
            # In pieces: Python makes room at once for all that is asked for, however short the file is.
            content = bytearray()
            while len(content) <= LARGEST and (piece := file.read(_PIECE)):
                content += piece
    except FileNotFoundError:
        raise DiagnosticsError([Diagnostic(file_codes.FILE_MISSING, Span(path), {"path": path})]) from None
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "not a valid path").lower()
        values = {"path": path, "reason": reason, "reason_zh": reason}
        raise DiagnosticsError([Diagnostic(file_codes.FILE_UNREADABLE, Span(path), values)]) from None
    if len(content) > LARGEST:
        values = {"limit": LARGEST // 1_000_000}
        raise DiagnosticsError([Diagnostic(row_codes.LOG_TOO_LARGE, Span(path), values)])
    return bytes(content)


def _decoded(content: bytes, encoding: str, path: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        values = {"kind": "binary data", "kind_zh": "二进制数据"}
        raise DiagnosticsError(
            [Diagnostic(file_codes.FILE_BINARY, Span(path), values, (_SAVE_AS_CSV,))]
        ) from None


def records(document: Document) -> Iterator[Record]:
    """The rows of a table, the header first; blank lines are none.

    The delimiter is whichever of comma, semicolon and tab the header has most of.
    A row whose quotes do not close ends with its line, so that no other row is lost with it.
    """
    text = document.text
    header_end = _BREAK.search(text, _first_letter(text))
    header = text[: header_end.start() if header_end else len(text)]
    unquoted = "".join(header.split('"')[::2])
    delimiter = max(_DELIMITERS, key=lambda each: (unquoted.count(each), each == ","))
    cell = re.compile(
        rf'[ ]*"(?P<quoted>(?:[^"]+|"")*+)"[ ]*(?=[{delimiter}\r\n]|\Z)|(?P<plain>[^{delimiter}\r\n]*)'
    )
    at = 0
    while at < len(text):
        began = at
        cells: list[Cell] = []
        torn = False
        while True:
            found = cell.match(text, at)
            assert found is not None, "an unquoted cell may be empty"
            torn = torn or (found["quoted"] is None and found["plain"].lstrip().startswith('"'))
            cells.append(_cell(found, document))
            at = found.end()
            if text[at : at + 1] != delimiter:
                break
            at += 1
        ending = _BREAK.match(text, at)
        at = ending.end() if ending else len(text)
        line = document.line(began)
        if torn:
            values = {"first": line, "last": line}
            place = document.span(began, at)
            yield Record(line, problem=Diagnostic(row_codes.BAD_QUOTES, place, values))
        elif any(each.text for each in cells):
            yield Record(line, tuple(cells))


def _first_letter(text: str) -> int:
    found = re.search(r"\S", text)
    return found.start() if found else 0


def _cell(found: re.Match[str], document: Document) -> Cell:
    name = "plain" if found["quoted"] is None else "quoted"
    raw = found[name]
    text = raw.strip()
    start = found.start(name) + len(raw) - len(raw.lstrip())
    if name == "plain":
        return Cell(text, document, start, start + len(text))
    return Cell(text.replace('""', '"'), document, start, start + len(text), '""' not in text)
