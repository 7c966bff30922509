"""What is wrong with a file while it is being read: every row counted, the first thousand of a kind told."""

from array import array
from collections.abc import Mapping

import attrs

from govrules.declaring import define, frozen
from govrules.diagnostics import Code, Diagnostic, Help, Severity, Span
from govrules.diagnostics.codes import mappings as codes

MOST_TOLD = 1000
"""diagnostics of one code that are kept whole; of the others the line numbers are kept"""


class StopReadingError(Exception):
    """Reading ends here: the file cannot be used, or reading is strict. Never leaves this room."""


@frozen
class Problem:
    """What is wrong with one value, before it is known where the value stands."""

    code: Code
    values: Mapping[str, object] = attrs.field(factory=dict)
    help: tuple[Help, ...] = ()
    severity: Severity = "error"


@define
class Report:
    """Collects what is wrong with one file. No text of a row goes into it: it may be somebody's data."""

    file: str
    strict: bool = False
    diagnostics: list[Diagnostic] = attrs.field(factory=list)
    lines: "dict[str, array[int]]" = attrs.field(factory=dict)
    _codes: dict[str, tuple[Code, Severity]] = attrs.field(factory=dict)

    def row(self, problem: Problem, line: int, *, column: int = 0) -> None:
        """Note a problem of the row at `line`; if reading is strict, an error ends it."""
        code = problem.code
        numbers = self.lines.setdefault(code.id, array("Q"))
        numbers.append(line)
        self._codes.setdefault(code.id, (code, problem.severity))
        if len(numbers) <= MOST_TOLD:
            span = Span(self.file, line, column, column + 1 if column else 0)
            found = Diagnostic(code, span, problem.values, problem.help, severity=problem.severity)
            self.diagnostics.append(found)
        if self.strict and problem.severity == "error":
            raise StopReadingError

    def whole(self, problem: Problem, *, line: int = 0, span: Span | None = None) -> None:
        """Note a problem of the file as a whole, or of its mapping where `span` says so."""
        place = span or Span(self.file, line)
        found = Diagnostic(problem.code, place, problem.values, problem.help, severity=problem.severity)
        self.diagnostics.append(found)

    def fatal(self, problem: Problem, *, line: int = 0, span: Span | None = None) -> StopReadingError:
        """Note a problem after which nothing of the file can be used; raise what this returns."""
        self.whole(problem, line=line, span=span)
        return StopReadingError()

    def all(self) -> tuple[Diagnostic, ...]:
        """Everything noted: the mapping's first, then in order of line, then what was too much to tell."""
        ordered = sorted(self.diagnostics, key=self._place)
        for identifier, numbers in sorted(self.lines.items()):
            if len(numbers) > MOST_TOLD:
                code, severity = self._codes[identifier]
                values = {"count": len(numbers) - MOST_TOLD, "code": code.name, "last": max(numbers)}
                more = Diagnostic(codes.MORE_OF_A_KIND, Span(self.file), values, severity=severity)
                ordered.append(more)
        return tuple(ordered)

    def _place(self, diagnostic: Diagnostic) -> tuple[bool, int, int]:
        span = diagnostic.span
        if span is None:
            return (False, 0, 0)
        return (span.file == self.file, span.line, span.column)
