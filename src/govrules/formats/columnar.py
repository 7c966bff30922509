"""read_columns: a file of events, whatever its form, as columns."""

import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from govrules.formats.column_log import ColumnLog
from govrules.formats.encoding import encoding_named
from govrules.formats.mapping import EventMapping
from govrules.formats.read import MappingGiven, check_arguments, read_events
from govrules.formats.source import LONGEST_LINE
from govrules.formats.stretches import BOM, LINES, TABLES, Progress, Stretch, installed, json_decoding
from govrules.formats.times import UncleanError
from govrules.formats.zones import zone_named

if TYPE_CHECKING:
    from govrules.formats.csv_blocks import CsvForm
    from govrules.formats.line_columns import Decoding

PARQUET = ".parquet"
SMALL = 200_000
"""bytes up to which a file is read row by row: for less it does not pay to load what reads faster"""


def read_columns(
    path: str | os.PathLike[str],
    *,
    mapping: MappingGiven | None = None,
    time_zone: str | None = None,
    encoding: str | None = None,
    fields: Sequence[str] = (),
    progress: Progress | None = None,
) -> ColumnLog:
    """The events in a file as columns, for logs of millions of events; else the same as `read_events`.

    A log in the project's own form in which nothing is wrong is read without making its events: JSON Lines
    where msgspec is installed (`pip install 'govrules[fast]'`), CSV, and Parquet. Of such a file only numbers
    are held in memory; events and other values are read from it again when they are asked for, so it must
    stay as it is. Every other log is read row by row, which takes ten times as long and far more memory. The
    result is the same.

    Arguments:
        path, mapping, time_zone, encoding: as for `read_events`.
        fields: names of data, or of an event's own fields, whose values will be asked for: they are kept
            while the file is read, instead of reading it once more for each.
        progress: is called with the bytes read so far, and the bytes of the file.

    Returns:
        The log; `columns` holds its events in order of cases, times, types and content, duplicates once.

    Raises:
        ArgumentError: a path, mapping or zone of another kind.

    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "log.csv")
    ...     _ = file.write_text("case,type,time\\nc2,accepted,2026-03-03\\nc1,accepted,2026-03-02\\n")
    ...     columns = read_columns(file).or_raise().columns
    >>> columns.cases, columns.event(0).time.isoformat()
    (['c1', 'c2'], '2026-03-02')
    """
    check_arguments(path, mapping, time_zone)
    found = _fast(os.fspath(path), mapping, time_zone, encoding, fields, progress)
    if found is not None:
        return found
    return ColumnLog.of(read_events(path, mapping=mapping, time_zone=time_zone, encoding=encoding))


def _fast(
    path: str,
    mapping: MappingGiven | None,
    time_zone: str | None,
    encoding: str | None,
    fields: Sequence[str],
    progress: Progress | None,
) -> ColumnLog | None:
    """The log, if it is one that can be read so."""
    form = Path(path).suffix.lower()
    try:
        if not _serves(form, Path(path).stat().st_size, mapped=mapping is not None):
            return None
        known = _loaded(mapping)
        zone = _zone(known, time_zone, encoding)
        if form == PARQUET:
            from govrules.formats.parquet_columns import columns_of_parquet

            columns, sha256 = columns_of_parquet(path, zone=zone, fields=fields, progress=progress)
        else:
            from govrules.formats.line_columns import columns_of_lines

            table, stretch = _lines(path, known)
            decoding: Decoding = table or json_decoding(stretch.end)
            columns, sha256 = columns_of_lines(decoding, stretch, zone=zone, fields=fields, progress=progress)
    except (UncleanError, OSError, ValueError):
        return None
    rows = len(columns) + len(columns.duplicates)
    said = None if form == PARQUET else "utf-8"
    return ColumnLog(columns, file=path, sha256=sha256, encoding=said, rows=rows)


def _serves(form: str, size: int, *, mapped: bool) -> bool:
    """Whether there is a quick way for files of this form, and it pays."""
    if form == PARQUET:
        # Small or large: pyarrow has to be loaded for it in any case.
        return not mapped and installed("pyarrow")
    if size <= SMALL:
        return False
    return form in TABLES or (form in LINES and not mapped and installed("msgspec"))


def lines_in(
    path: str, *, mapping: MappingGiven | None, time_zone: str | None, encoding: str | None
) -> "tuple[CsvForm | None, Stretch, dt.tzinfo | None]":
    """The form of a table, None for JSON Lines; where the lines stand; the zone of times without an offset.

    Raises:
        UncleanError: it is not read by lines, or something about it must be told.
        OSError: it cannot be read.
        ValueError: its path cannot be one.
    """
    form = Path(path).suffix.lower()
    if form not in TABLES and not (form in LINES and mapping is None and installed("msgspec")):
        raise UncleanError
    known = _loaded(mapping)
    zone = _zone(known, time_zone, encoding)
    return *_lines(path, known), zone


def _zone(known: EventMapping | None, time_zone: str | None, encoding: str | None) -> dt.tzinfo | None:
    """The zone of times without an offset; raises UncleanError where it, or the encoding, serves nothing."""
    encoding = encoding or (known.encoding if known else None)
    time_zone = time_zone or (known.time_zone if known else None)
    zone = zone_named(time_zone) if time_zone else None
    if (zone is None and time_zone) or (encoding and encoding_named(encoding) != "utf-8"):
        raise UncleanError
    return zone


def _loaded(mapping: MappingGiven | None) -> EventMapping | None:
    if mapping is None or isinstance(mapping, EventMapping):
        return mapping
    from govrules.formats.mapping_file import read_mapping

    found = read_mapping(mapping)
    if found.mapping is None or found.diagnostics:
        raise UncleanError
    return found.mapping


def _lines(path: str, mapping: EventMapping | None) -> "tuple[CsvForm | None, Stretch]":
    """The form of a table, None for JSON Lines, and where the lines of the file stand in it."""
    form = Path(path).suffix.lower()
    with Path(path).open("rb") as file:
        first = file.readline(LONGEST_LINE)
        size = os.fstat(file.fileno()).st_size
    text = first.removeprefix(BOM)
    if form in TABLES:
        from govrules.formats.csv_blocks import CsvForm
        from govrules.formats.renaming import Renaming

        renaming = Renaming.none() if mapping is None else Renaming.of(mapping)
        delimiter = (mapping.delimiter if mapping else None) or ("\t" if form == ".tsv" else None)
        return CsvForm.of(text, delimiter=delimiter, renaming=renaming), Stretch(path, len(first), size, 2)
    return None, Stretch(path, len(first) - len(text), size, 1)
