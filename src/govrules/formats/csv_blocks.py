"""Blocks of lines of CSV as columns of values."""

import csv
from collections.abc import Callable, Sequence

import attrs

from govrules.formats.canonical import NAMES, REQUIRED
from govrules.formats.csv import sniffed_delimiter
from govrules.formats.jsonl import Row
from govrules.formats.times import UncleanError
from govrules.formats.values import header_names


@attrs.frozen
class CsvBlock:
    """The columns of a block by their names in the header."""

    size: int
    columns: dict[str, Sequence[str]]

    def required(self) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
        cases, kinds, times = (list(map(str.strip, self.columns[name])) for name in REQUIRED)
        return cases, kinds, times

    def own(self, name: str) -> list[object] | None:
        return self._values(name) if name in NAMES else None

    def data(self, name: str) -> list[object] | None:
        return None if name in NAMES else self._values(name)

    def _values(self, name: str) -> list[object] | None:
        column = self.columns.get(name)
        return None if column is None else [text.strip() or None for text in column]


@attrs.frozen
class CsvForm:
    """A table's columns: both `LineForm` and `Decoding`."""

    header: tuple[str, ...]
    delimiter: str

    @classmethod
    def of(cls, first: bytes, *, tabs: bool) -> "CsvForm":
        """By the first line of a file.

        Raises:
            UncleanError: it is no header, or one of which something must be told.
        """
        try:
            text = first.decode()
            delimiter = "\t" if tabs else sniffed_delimiter(text)
            header = header_names(next(csv.reader([text], delimiter=delimiter, strict=True)))
        except (UnicodeDecodeError, csv.Error, StopIteration):
            raise UncleanError from None
        if "\0" in text or len(set(header)) < len(header) or not set(header).issuperset(REQUIRED):
            raise UncleanError
        return cls(tuple(header), delimiter)

    @property
    def form(self) -> "CsvForm":
        return self

    @property
    def table(self) -> bool:
        return True

    def row(self, line: bytes, number: int) -> Row | None:
        (cells,) = csv.reader([line.decode()], delimiter=self.delimiter, strict=True)
        return number, {name: cell.strip() for name, cell in zip(self.header, cells, strict=True)}

    def reader(self, name: str, *, own: bool) -> Callable[[Sequence[bytes]], CsvBlock] | None:
        return self.block if name in self.header and (own or name not in NAMES) else None

    def decoded(self, content: bytes, lines: Sequence[bytes]) -> CsvBlock:
        return self._block(content.decode().split("\n")[: len(lines)])

    def block(self, lines: Sequence[bytes]) -> CsvBlock:
        """A block by its lines."""
        return self._block(b"\n".join(lines).decode().split("\n"))

    def _block(self, lines: Sequence[str]) -> CsvBlock:
        try:
            rows = list(csv.reader(lines, delimiter=self.delimiter, strict=True))
            columns = list(zip(*rows, strict=True))
        except (csv.Error, ValueError):
            raise UncleanError from None
        # Fewer rows than lines: a text goes over several of them.
        if len(rows) != len(lines) or len(columns) != len(self.header):
            raise UncleanError
        return CsvBlock(len(rows), dict(zip(self.header, columns, strict=True)))
