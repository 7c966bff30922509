"""ColumnLog: what was read from one file of events, in columns."""

from collections.abc import Callable, Mapping

import attrs

from govrules.diagnostics import Diagnostic, DiagnosticsError
from govrules.formats.log import EventLog
from govrules.model.columns import Columns
from govrules.model.events import Event


@attrs.frozen(eq=False)
class ColumnLog:
    """The events of one file in columns, with everything that was wrong, as in an `EventLog`.

    The events stand in the order of `Columns`, exact duplicates once: not in the order of their rows.
    """

    columns: Columns
    diagnostics: tuple[Diagnostic, ...] = ()
    file: str = ""
    """the path as given"""
    _sha256: str | Callable[[], str] | None = attrs.field(default=None, alias="sha256")
    encoding: str | None = None
    rows: int = 0
    """rows that hold anything, without the header"""
    skipped: int = 0
    """rows that were bad, and gave no event"""
    left_out: int = 0
    """rows that the mapping's `where` leaves out"""
    ignored: Mapping[str, int] = attrs.field(factory=dict)
    """events left out because the mapping says so, by the name their source gives them"""
    lines: Mapping[str, tuple[int, ...]] = attrs.field(factory=dict)
    """of each diagnostic code, the line of every row that has it"""

    @classmethod
    def of(cls, log: EventLog) -> "ColumnLog":
        """A log that was read row by row."""
        return cls(
            columns=Columns.of(log.events, log.incomplete_cases),
            diagnostics=log.diagnostics,
            file=log.file,
            sha256=log.sha256,
            encoding=log.encoding,
            rows=log.rows,
            skipped=log.skipped,
            left_out=log.left_out,
            ignored=log.ignored,
            lines=log.lines,
        )

    @property
    def sha256(self) -> str | None:
        """Of the content, after decompression; where that is not held in memory, taken when asked for.

        Raises:
            DiagnosticsError: the file has been changed since.
        """
        return self._sha256() if callable(self._sha256) else self._sha256

    @property
    def incomplete_cases(self) -> frozenset[str]:
        """Cases of which a row or a case event could not be read."""
        return self.columns.incomplete_cases

    @property
    def events(self) -> tuple[Event, ...]:
        """Every event, made anew at each call: for a log that fits into memory so."""
        return tuple(map(self.columns.event, range(len(self.columns))))

    @property
    def ok(self) -> bool:
        """Whether every row was read: there may be warnings, but no error."""
        return not any(each.severity == "error" for each in self.diagnostics)

    def or_raise(self) -> "ColumnLog":
        """This log, if every row was read.

        Raises:
            DiagnosticsError: with every diagnostic, if there is an error among them.
        """
        if not self.ok:
            raise DiagnosticsError(self.diagnostics)
        return self

    def __len__(self) -> int:
        return len(self.columns)
