"""Blocks of lines of CSV as columns of values."""

import csv
from collections.abc import Callable, Mapping, Sequence

import attrs

from govrules.formats.canonical import NAMES, REQUIRED
from govrules.formats.csv import sniffed_delimiter
from govrules.formats.jsonl import Row
from govrules.formats.renaming import Renaming
from govrules.formats.times import UncleanError
from govrules.formats.values import header_names


@attrs.frozen
class CsvBlock:
    """The columns of a block by the names of the project's own form."""

    size: int
    columns: Mapping[str, Sequence[str]]
    renaming: Renaming

    def required(self) -> tuple[list[str], list[str], list[str]]:
        cases, kinds, times = (list(map(self._text, self.columns[name])) for name in REQUIRED)
        return cases, self._renamed(kinds), times

    def own(self, name: str) -> Sequence[object] | None:
        if name not in NAMES:
            return None
        return self.required()[1] if name == "type" else self._values(name)

    def data(self, name: str) -> list[object] | None:
        return None if name in NAMES else self._values(name)

    def _values(self, name: str) -> list[object] | None:
        column = self.columns.get(name)
        return None if column is None else [self._text(text) or None for text in column]

    def _renamed(self, kinds: list[str]) -> list[str]:
        renamed = self.renaming.kinds
        try:
            return list(map(renamed.__getitem__, kinds)) if renamed else kinds
        except KeyError:
            raise UncleanError from None

    def _text(self, cell: str) -> str:
        text = cell.strip()
        return "" if text in self.renaming.missing else text


@attrs.frozen
class CsvForm:
    """A table's columns: both `LineForm` and `Decoding`."""

    width: int
    places: Mapping[str, int]
    """where each name of the project's own form stands"""
    delimiter: str
    renaming: Renaming

    @classmethod
    def of(cls, first: bytes, *, delimiter: str | None, renaming: Renaming) -> "CsvForm":
        """By the first line of a file.

        Arguments:
            delimiter: None: whichever the header has most of.

        Raises:
            UncleanError: it is no header, or one of which something must be told.
        """
        try:
            text = first.decode()
            chosen = delimiter or sniffed_delimiter(text)
            header = header_names(next(csv.reader([text], delimiter=chosen, strict=True)))
        except (UnicodeDecodeError, csv.Error, StopIteration):
            raise UncleanError from None
        if "\0" in text:
            raise UncleanError
        return cls(len(header), renaming.places(header), chosen, renaming)

    @property
    def form(self) -> "CsvForm":
        return self

    @property
    def table(self) -> bool:
        return True

    def row(self, line: bytes, number: int) -> Row | None:
        block = self.block([line])
        (case,), (kind,), (time,) = block.required()
        values: dict[str, object] = {"case": case, "type": kind, "time": time}
        for name in block.columns:
            if name not in values:
                (values[name],) = block.own(name) or block.data(name) or (None,)
        return number, values

    def reader(self, name: str, *, own: bool) -> Callable[[Sequence[bytes]], CsvBlock] | None:
        return self.block if name in self.places and (own or name not in NAMES) else None

    def decoded(self, content: bytes, lines: Sequence[bytes]) -> CsvBlock:
        try:
            text = content.decode()
        except UnicodeDecodeError:
            raise UncleanError from None
        return self._block(text.split("\n")[: len(lines)])

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
        if len(rows) != len(lines) or len(columns) != self.width:
            raise UncleanError
        named = {name: columns[place] for name, place in self.places.items()}
        return CsvBlock(len(rows), named, self.renaming)
