"""Calendars and conventions by name or by file, for the commands that count without rules."""

from collections.abc import Sequence
from pathlib import Path

from govrules import packs
from govrules.cli.screen import Screen
from govrules.diagnostics import DiagnosticsError
from govrules.model.calendar import Calendar
from govrules.model.convention import Convention

CALENDAR = "cn"
"""the calendar that counts where none is named"""
CONVENTION = "cn-civil-code"
"""the convention that counts where none is named"""


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
    from govrules.rulefile.counting_files import CountingFiles

    files = CountingFiles([Path(each) for each in search])
    found = files.calendar_at(find_file(name, "calendar", search))
    if found is None:
        raise DiagnosticsError(files.diagnostics)
    screen.diagnostics(files.diagnostics)
    return found


def convention(name: str, search: Sequence[str], screen: Screen) -> Convention:
    """A convention by name or by file.

    Raises:
        DiagnosticsError: no such convention, or its file has errors.
    """
    from govrules.rulefile.convention_file import read_convention
    from govrules.rulefile.textfile import read_text

    path = find_file(name, "convention", search)
    text, problems = read_text(path)
    if text is None:
        raise DiagnosticsError(problems)
    found = read_convention(text, file=str(path))
    if found.convention is None:
        raise DiagnosticsError(found.diagnostics)
    screen.diagnostics(found.diagnostics)
    return found.convention
