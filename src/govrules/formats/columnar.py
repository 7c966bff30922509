"""read_columns: a file of events, whatever its form, as columns."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from govrules.formats.column_log import ColumnLog
from govrules.formats.encoding import encoding_named
from govrules.formats.read import MappingGiven, check_arguments, read_events
from govrules.formats.source import LONGEST_LINE
from govrules.formats.stretches import BOM, LINES, Progress, Stretch, installed
from govrules.formats.times import UncleanError
from govrules.formats.zones import zone_named

if TYPE_CHECKING:
    from govrules.formats.line_columns import Decoding

TABLES = (".csv", ".tsv")
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
    if mapping is not None or (encoding is not None and encoding_named(encoding) != "utf-8"):
        return None
    zone = zone_named(time_zone) if time_zone is not None else None
    if zone is None and time_zone is not None:
        return None
    try:
        if _is_parquet(path):
            from govrules.formats.parquet_columns import columns_of_parquet

            columns, sha256 = columns_of_parquet(path, zone=zone, fields=fields, progress=progress)
        else:
            lines = _lines(path)
            if lines is None:
                return None
            from govrules.formats.line_columns import columns_of_lines

            columns, sha256 = columns_of_lines(*lines, zone=zone, fields=fields, progress=progress)
    except (UncleanError, OSError, ValueError):
        return None
    rows = len(columns) + len(columns.duplicates)
    encoding = None if _is_parquet(path) else "utf-8"
    return ColumnLog(columns, file=path, sha256=sha256, encoding=encoding, rows=rows)


def _is_parquet(path: str) -> bool:
    # Small or large: whoever has Parquet has loaded pyarrow, or has to.
    return Path(path).suffix.lower() == ".parquet" and installed("pyarrow")


def _lines(path: str) -> "tuple[Decoding, Stretch] | None":
    """How to decode the lines of a large file, and where they stand; None where it is no such file."""
    form = Path(path).suffix.lower()
    size = Path(path).stat().st_size
    if size <= SMALL or form not in (*LINES, *TABLES) or (form in LINES and not installed("msgspec")):
        return None
    with Path(path).open("rb") as file:
        first = file.readline(LONGEST_LINE)
    text = first.removeprefix(BOM)
    if form in TABLES:
        from govrules.formats.csv_blocks import CsvForm

        return CsvForm.of(text, tabs=form == ".tsv"), Stretch(path, len(first), size, 2)
    from govrules.formats.json_blocks import JsonBlocks

    return JsonBlocks(), Stretch(path, len(first) - len(text), size, 1)
