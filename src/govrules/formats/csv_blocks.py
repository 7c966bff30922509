"""Blocks of lines of CSV as columns of values."""

import csv
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs

from govrules.formats.blocks import BlockByBlock, Values
from govrules.formats.canonical import NAMES
from govrules.formats.coded import Shared
from govrules.formats.csv import sniffed_delimiter
from govrules.formats.jsonl import Row
from govrules.formats.renaming import Renaming
from govrules.formats.times import UncleanError
from govrules.formats.values import header_names

_MOST_KEPT = 4096
"""texts of a column that are read once; where there are more, few of them come again"""


class _Cells(dict[str, str | None]):
    """What the cells of a column hold, without the spaces around it; None where they hold nothing."""

    def __init__(self, missing: frozenset[str]) -> None:
        super().__init__()
        self.missing = missing

    def __missing__(self, cell: str) -> str | None:
        text = cell.strip()
        found = None if text in self.missing else text or None
        if len(self) < _MOST_KEPT:
            self[cell] = found
        return found

    def __reduce__(self) -> "tuple[type[_Cells], tuple[frozenset[str]]]":
        return _Cells, (self.missing,)


@attrs.frozen
class CsvBlock:
    """The columns of a block by the names of the project's own form."""

    size: int
    columns: Mapping[str, Sequence[str]]
    renaming: Renaming
    _cells: Mapping[str, _Cells]

    def required(self) -> tuple[Sequence[Any], Sequence[Any], Sequence[Any]]:
        cases, times = (list(map(str.strip, self.columns[name])) for name in ("case", "time"))
        if not (self.renaming.missing.isdisjoint(cases) and self.renaming.missing.isdisjoint(times)):
            raise UncleanError
        return cases, self._kinds(), times

    def own(self, name: str) -> Values | None:
        if name not in NAMES:
            return None
        return self._kinds() if name == "type" else self._values(name)

    def data(self, name: str) -> Values | None:
        return None if name in NAMES else self._values(name)

    def _values(self, name: str) -> Values | None:
        column = self.columns.get(name)
        if column is None:
            return None
        known = self._cells[name]
        found = list(map(known.__getitem__, column))
        return Shared(found) if len(known) < _MOST_KEPT else found

    def _kinds(self) -> list[Any]:
        kinds = list(map(self._cells["type"].__getitem__, self.columns["type"]))
        renamed: Mapping[Any, str] = self.renaming.kinds
        try:
            return list(map(renamed.__getitem__, kinds)) if renamed else kinds
        except KeyError:
            raise UncleanError from None


@attrs.frozen
class CsvForm(BlockByBlock):
    """A table's columns: both `LineForm` and `Decoding`."""

    width: int
    places: Mapping[str, int]
    """where each name of the project's own form stands"""
    delimiter: str
    renaming: Renaming
    _cells: Mapping[str, _Cells] = attrs.field(eq=False, repr=False)

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
        places = renaming.places(header)
        cells = {name: _Cells(renaming.missing) for name in places}
        return cls(len(header), places, chosen, renaming, cells)

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
        return self._block(text, len(lines))

    def block(self, lines: Sequence[bytes]) -> CsvBlock:
        """A block by its lines."""
        return self._block(b"\n".join(lines).decode(), len(lines))

    def _block(self, text: str, count: int) -> CsvBlock:
        """Of so many lines."""
        columns = self._plain(text, count) if '"' not in text and len(text) < csv.field_size_limit() else None
        try:
            if columns is None:
                rows = list(csv.reader(text.split("\n")[:count], delimiter=self.delimiter, strict=True))
                columns = list(zip(*rows, strict=True))
        except (csv.Error, ValueError):
            raise UncleanError from None
        # Fewer rows than lines: a text goes over several of them.
        if len(columns) != self.width or len(columns[0]) != count:
            raise UncleanError
        named = {name: columns[place] for name, place in self.places.items()}
        return CsvBlock(count, named, self.renaming, self._cells)

    def _plain(self, text: str, count: int) -> list[Sequence[str]] | None:
        """The columns of lines in which nothing is quoted; None where a line has more cells or fewer."""
        width = self.width + 1
        # Behind each line but the last stands a cell of its own.
        ended = f"{self.delimiter}\n{self.delimiter}"
        cells = text.removesuffix("\n").replace("\n", ended).split(self.delimiter)
        ends = cells[self.width :: width]
        if len(cells) != width * count - 1 or ends.count("\n") != count - 1:
            return None
        return [cells[place::width] for place in range(self.width)]
