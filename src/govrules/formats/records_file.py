"""RecordsFile: what was read from one file of records, and what is wrong with it."""

from collections.abc import Iterator, Sequence
from typing import overload

import attrs

from govrules.diagnostics import Diagnostic, DiagnosticsError
from govrules.model.records import Record


@attrs.frozen
class RecordsFile(Sequence[Record]):
    """The records of one file in the order of their rows; a file with errors is not to be used in part.

    A post that fell out of it would look like one that nobody holds, so `evaluate` refuses such a file.
    """

    records: tuple[Record, ...] = ()
    """those of the rows that could be read"""
    diagnostics: tuple[Diagnostic, ...] = ()
    file: str = ""
    """the path as given"""
    sha256: str | None = None
    """of the content, after decompression; None where it could not be read"""
    rows: int = 0
    """rows that hold anything, without the header"""

    @property
    def ok(self) -> bool:
        """Whether there are no errors; there may be warnings."""
        return not any(each.severity == "error" for each in self.diagnostics)

    def or_raise(self) -> "RecordsFile":
        """This file, if it has no errors.

        Raises:
            DiagnosticsError: with every diagnostic, if there is an error among them.
        """
        if not self.ok:
            raise DiagnosticsError(self.diagnostics)
        return self

    @overload
    def __getitem__(self, index: int) -> Record: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Record, ...]: ...

    def __getitem__(self, index: int | slice) -> Record | tuple[Record, ...]:
        return self.records[index]

    def __len__(self) -> int:
        return len(self.records)

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)
