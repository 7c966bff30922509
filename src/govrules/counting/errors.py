"""What makes a count impossible, as values that a reader, an evaluator or a command can report."""

from collections.abc import Mapping

from govrules.diagnostics import Code, Diagnostic, GovrulesError, Help, Span, read_only


class CountingError(GovrulesError):
    """A count that has no answer: a day outside the calendar, hours without an instant, and the like."""

    def __init__(self, code: Code, values: Mapping[str, object], *, help: tuple[Help, ...] = ()) -> None:
        self.code = code
        self.values: Mapping[str, object] = read_only(values)
        self.help = help
        super().__init__(code.en.format_map(values))

    def diagnostic(self, span: Span | None = None) -> Diagnostic:
        """The same, as a diagnostic."""
        return Diagnostic(code=self.code, span=span, values=self.values, help=self.help)


class OutsideCalendarError(CountingError):
    """A day that the calendar does not know."""


class NotAnnouncedError(CountingError):
    """A day that the calendar only projects, where projection was refused."""


class StillPausedError(CountingError):
    """A pause that has not ended, so that there is no due date yet."""
