"""The calendars and conventions that policies name, found and read once each."""

from collections.abc import Sequence
from pathlib import Path

import attrs

from govrules import packs
from govrules.declaring import define
from govrules.diagnostics import Diagnostic, DiagnosticsError, Span
from govrules.model.calendar import Calendar
from govrules.model.convention import Convention
from govrules.rulefile.calendar_file import read_calendar
from govrules.rulefile.convention_file import read_convention
from govrules.rulefile.textfile import read_text

_DEEPEST_BASES = 5


@define
class CountingFiles:
    """Looks calendars and conventions up by name, and keeps what it found."""

    search: Sequence[Path]
    diagnostics: list[Diagnostic] = attrs.field(factory=list)
    calendars: dict[str, Calendar] = attrs.field(factory=dict)
    conventions: dict[str, Convention] = attrs.field(factory=dict)
    _failed: set[tuple[str, str]] = attrs.field(factory=set)

    def calendar(self, name: str, folders: Sequence[Path], at: Span | None) -> Calendar | None:
        """The calendar `name`; what is wrong is told at the place that names it, or in the file itself."""
        if name in self.calendars:
            return self.calendars[name]
        found = self._calendar(name, folders, at, _DEEPEST_BASES)
        if found is not None:
            self.calendars[name] = found
        return found

    def _calendar(self, name: str, folders: Sequence[Path], at: Span | None, left: int) -> Calendar | None:
        text = self._text(name, "calendar", folders, at)
        if text is None or not left:
            return None

        def base(other: str) -> Calendar | None:
            return self._calendar(other, folders, at, left - 1) if other != name else None

        read = read_calendar(text[1], file=text[0], find=base)
        self.diagnostics += read.diagnostics
        return read.calendar

    def calendar_at(self, path: Path) -> Calendar | None:
        """The calendar in a file; those it is made from are looked for in the folders above it as well."""
        # Whoever names a calendar by its name, as nearly everybody does, need not wait for this import.
        from govrules.rulefile.sources import counting_folders

        text, problems = read_text(path)
        self.diagnostics += problems
        if text is None:
            return None
        read = read_calendar(
            text, file=str(path), find=lambda other: self.calendar(other, counting_folders(path), None)
        )
        self.diagnostics += read.diagnostics
        return read.calendar

    def convention_at(self, path: Path) -> Convention | None:
        """The convention in a file."""
        text, problems = read_text(path)
        self.diagnostics += problems
        if text is None:
            return None
        read = read_convention(text, file=str(path))
        self.diagnostics += read.diagnostics
        return read.convention

    def convention(self, name: str, folders: Sequence[Path], at: Span | None) -> Convention | None:
        """The convention `name`, as `calendar` finds calendars."""
        if name in self.conventions:
            return self.conventions[name]
        text = self._text(name, "convention", folders, at)
        if text is None:
            return None
        read = read_convention(text[1], file=text[0])
        self.diagnostics += read.diagnostics
        if read.convention is not None:
            self.conventions[name] = read.convention
        return read.convention

    def _text(
        self, name: str, kind: packs.Kind, folders: Sequence[Path], at: Span | None
    ) -> tuple[str, str] | None:
        try:
            path = packs.find(name, kind, search=(*self.search, *folders))
        except DiagnosticsError as error:
            self.diagnostics += [attrs.evolve(each, span=at) for each in error.diagnostics]
            return None
        # A file that is broken is told once, however many policies name it.
        if (kind, name) in self._failed:
            return None
        text, problems = read_text(path)
        self.diagnostics += problems
        if text is None:
            self._failed.add((kind, name))
            return None
        return str(path), text
