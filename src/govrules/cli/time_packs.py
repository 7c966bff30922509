"""Calendars and conventions by name or by file, for the commands that count without rules."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import attrs

from govrules import packs
from govrules.cli.screen import Screen
from govrules.diagnostics import Diagnostic, DiagnosticsError
from govrules.model.calendar import Calendar
from govrules.model.convention import Convention

CALENDAR = "cn"
"""the calendar that counts where none is named"""
CONVENTION = "cn-civil-code"
"""the convention that counts where none is named"""
DEFAULTS = "default"
"""the name for the first value of every key, where no file has it"""


def find_file(name: str, kind: packs.Kind, search: Sequence[str]) -> Path:
    """The file that a name stands for; what ends in .yaml or .yml is a path.

    Raises:
        DiagnosticsError: no such name, with the nearest.
    """
    if name.endswith((".yaml", ".yml")):
        return Path(name)
    return packs.find(name, kind, search=[Path(each) for each in search])


def calendar(name: str, search: Sequence[str], screen: Screen) -> Calendar:
    """A calendar by name or by file.

    Raises:
        DiagnosticsError: no such calendar, or its file has errors.
    """
    named = Named(search)
    found = named.calendar(name)
    screen.diagnostics(named.warnings)
    return found


def convention(name: str, search: Sequence[str], screen: Screen) -> Convention:
    """A convention by name or by file.

    Raises:
        DiagnosticsError: no such convention, or its file has errors.
    """
    named = Named(search)
    found = named.convention(name)
    screen.diagnostics(named.warnings)
    return found


@attrs.define
class Named:
    """Calendars and conventions, each looked up once however many rows name it."""

    search: Sequence[str] = ()
    instead: Mapping[str, Calendar] = attrs.field(factory=dict)
    """calendars that stand for those of their names, also where others lie over them"""
    warnings: list[Diagnostic] = attrs.field(factory=list)
    _found: dict[tuple[packs.Kind, str], Calendar | Convention | tuple[Diagnostic, ...]] = attrs.field(
        factory=dict
    )

    def calendar(self, name: str) -> Calendar:
        """The calendar of that name.

        Raises:
            DiagnosticsError: no such calendar, or its file has errors.
        """
        found = self._look_up("calendar", name, lambda: self._read("calendar", name))
        assert isinstance(found, Calendar)
        return found

    def convention(self, name: str) -> Convention:
        """The convention of that name; `default` is the first value of every key.

        Raises:
            DiagnosticsError: no such convention, or its file has errors.
        """
        found = self._look_up("convention", name, lambda: self._read_convention(name))
        assert isinstance(found, Convention)
        return found

    def _look_up(
        self, kind: packs.Kind, name: str, read: Callable[[], Calendar | Convention]
    ) -> Calendar | Convention:
        known = self._found.get((kind, name))
        if known is None:
            try:
                known = read()
            except DiagnosticsError as error:
                known = error.diagnostics
            self._found[kind, name] = known
        if isinstance(known, tuple):
            raise DiagnosticsError(known)
        return known

    def _read_convention(self, name: str) -> Calendar | Convention:
        try:
            return self._read("convention", name)
        except DiagnosticsError:
            if name == DEFAULTS:
                return Convention()
            raise

    def _read(self, kind: packs.Kind, name: str) -> Calendar | Convention:
        from govrules.rulefile.counting_files import CountingFiles

        if kind == "calendar" and name in self.instead:
            return self.instead[name]
        files = CountingFiles([Path(each) for each in self.search], calendars=dict(self.instead))
        path = find_file(name, kind, self.search)
        found = files.calendar_at(path) if kind == "calendar" else files.convention_at(path)
        if found is None or any(each.severity == "error" for each in files.diagnostics):
            raise DiagnosticsError(files.diagnostics)
        self.warnings += files.diagnostics
        return found
