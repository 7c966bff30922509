"""EventLog: what was read from one file of events, and what was not."""

from collections.abc import Iterator, Mapping, Sequence
from typing import overload

import attrs

from govrules.declaring import frozen
from govrules.diagnostics import Diagnostic, DiagnosticsError
from govrules.model.events import Event


@frozen(eq=True)
class EventLog(Sequence[Event]):
    """The events of one file in the order of their rows, with everything that was wrong.

    A bad row never leaves in silence: it has a diagnostic, it is counted in `skipped`, its line number stands
    in `lines`, and its case, where it can be read, in `incomplete_cases`. An event missing from the log looks
    like an event that did not happen, so a verdict about such a case deserves a second look.
    """

    events: tuple[Event, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    file: str = ""
    """the path as given"""
    sha256: str | None = None
    """of the content, after decompression: `log.csv` and `log.csv.gz` have one hash"""
    encoding: str | None = None
    """the text encoding it was read in; None for workbooks"""
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
    incomplete_cases: frozenset[str] = frozenset()
    """cases of which a row or a case event could not be read"""

    @property
    def ok(self) -> bool:
        """Whether every row was read: there may be warnings, but no error."""
        return not any(each.severity == "error" for each in self.diagnostics)

    def or_raise(self) -> "EventLog":
        """This log, if every row was read.

        Raises:
            DiagnosticsError: with every diagnostic, if there is an error among them.
        """
        if not self.ok:
            raise DiagnosticsError(self.diagnostics)
        return self

    @overload
    def __getitem__(self, index: int) -> Event: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Event, ...]: ...

    def __getitem__(self, index: int | slice) -> Event | tuple[Event, ...]:
        return self.events[index]

    def __len__(self) -> int:
        return len(self.events)

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events)
