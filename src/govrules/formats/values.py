"""The values of attributes: text, numbers, days and lists, read as the mapping says and never guessed."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias, get_args

from govrules.diagnostics.codes import events as codes
from govrules.formats.instants import time_reader
from govrules.formats.report import Problem

AttributeType: TypeAlias = Literal["string", "integer", "number", "bool", "date", "instant", "list"]
ATTRIBUTE_TYPES: tuple[AttributeType, ...] = get_args(AttributeType)

Converted: TypeAlias = tuple[object, Problem | None]
"""the value, or None with an error; a warning comes beside its value"""

_INTEGER = re.compile(r"[-+]?[0-9]{1,30}")
_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})(?:[eE][-+]?[0-9]{1,3})?")
_TRUE = frozenset({"true", "yes", "y", "1", "是"})
_FALSE = frozenset({"false", "no", "n", "0", "否"})
SEPARATORS = re.compile("[;；、]")
"""what parts the items of a list where the mapping names no separator; a comma often stands inside a name"""


def attribute_reader(
    column: str,
    type: AttributeType | None,
    *,
    zone: dt.tzinfo | None = None,
    format: str | None = None,
    separator: str | None = None,
    excel_epoch: dt.date | None = None,
) -> Callable[[object], Converted]:
    """A function that reads the values of `column` as `type`; without a type, as they stand in the file.

    A day or instant becomes ISO 8601 text, the form in which an event's data holds it.

    >>> read = attribute_reader("fee", "number")
    >>> read("12.50")
    (12.5, None)
    >>> attribute_reader("due", "date", zone=dt.timezone.utc)("2025/3/4 09:00")
    ('2025-03-04', None)
    """
    if type in ("date", "instant"):
        read_time = time_reader(zone=zone, format=format, dates=type == "date", excel_epoch=excel_epoch)
        return _time_attribute(column, type, read_time)
    plain = _PLAIN.get(type)
    if type == "list":
        return lambda value: (_list(value, separator), None)
    if plain is None:
        return lambda value: (as_data(value), None)
    bad = Problem(codes.BAD_VALUE, {"column": column, "type": type})

    def read(value: object) -> Converted:
        found = plain(value)
        return (None, bad) if found is None else (found, None)

    return read


def _time_attribute(
    column: str, type: str, read: Callable[[object], tuple[dt.date | None, Problem | None]]
) -> Callable[[object], Converted]:
    bad = Problem(codes.BAD_VALUE, {"column": column, "type": type})

    def convert(value: object) -> Converted:
        found, problem = read(value)
        if found is None:
            return None, problem
        if type == "instant" and not isinstance(found, dt.datetime):
            return None, bad
        return found.isoformat(), problem

    return convert


def as_data(value: object) -> object:
    """A value of a file as an event's data holds it: what a workbook has as a date becomes text.

    >>> as_data(dt.date(2025, 3, 4))
    '2025-03-04'
    """
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return str(value)
    return value


def header_names(cells: Sequence[str]) -> list[str]:
    """The names of a table's columns; one without a name is called after its place, for it may hold values.

    >>> header_names(["case ", "", "type", ""])
    ['case', 'column 2', 'type']
    """
    names = [composed(each.strip()) for each in cells]
    while names and not names[-1]:
        names.pop()
    return [name or f"column {place}" for place, name in enumerate(names, start=1)]


def composed(name: str) -> str:
    """`name` in Unicode's NFC, as the names of a mapping are."""
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def name_text(value: object) -> str | None:
    """A value as the name of a case, an event, a unit or an actor; None where it can be none.

    >>> name_text("c1"), name_text(17), name_text(17.0), name_text(True), name_text(1.5)
    ('c1', '17', '17', None, None)
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return str(value)
    # Excel keeps whole numbers as floating ones; beyond 2**53 digits are lost, and a case would be another.
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return None


def _string(value: object) -> str | None:
    value = as_data(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return name_text(value) or repr(value)
    return str(value) if isinstance(value, str | int) else None


def _folded(value: str) -> str:
    return unicodedata.normalize("NFKC", value).strip()


def _integer(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        text = _folded(value)
        return int(text) if _INTEGER.fullmatch(text) else None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**53 else None
    return value if isinstance(value, int) else None


def _number(value: object) -> int | float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        text = _folded(value)
        if not _NUMBER.fullmatch(text):
            return None
        return int(text) if _INTEGER.fullmatch(text) else float(text)
    return value if isinstance(value, int | float) else None


def _bool(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    text = _folded(str(value)).lower() if isinstance(value, str | int) else ""
    return True if text in _TRUE else False if text in _FALSE else None


def _list(value: object, separator: str | None) -> object:
    if isinstance(value, list | tuple):
        return [as_data(each) for each in value]
    if not isinstance(value, str):
        return [as_data(value)]
    parts = value.split(separator) if separator else SEPARATORS.split(value)
    return [part.strip() for part in parts if part.strip()]


_PLAIN: dict[str | None, Callable[[object], object]] = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "bool": _bool,
}
