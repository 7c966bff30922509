"""Parquet as rows, through pyarrow where it is installed."""

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import lru_cache
from typing import TYPE_CHECKING

from govrules.diagnostics import Help
from govrules.diagnostics.codes import columns as codes
from govrules.diagnostics.codes import events as event_codes
from govrules.formats.cells import cell
from govrules.formats.jsonl import Row
from govrules.formats.report import Problem, Report
from govrules.formats.source import LARGEST_WHOLE, Source
from govrules.formats.values import header_names
from govrules.model.columns import instant_of

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow import parquet

BATCH = 2048
"""rows that are taken apart at once"""
INSTALL_HELP = (Help("`pip install 'govrules[columnar]'`", "`pip install 'govrules[columnar]'`"),)


def parquet_rows(
    source: Source, report: Report, open_files: ExitStack
) -> tuple[list[str], Iterator[Row | None]]:
    """The names of the columns, and every row; a row's line is its number, from 1.

    Raises:
        StopReadingError: pyarrow is not installed, or the file is not in Parquet.
    """
    try:
        from pyarrow import lib, parquet
    except ImportError:
        raise report.fatal(Problem(codes.PARQUET_MISSING, {}, INSTALL_HELP)) from None
    if source.compressed and source.size > LARGEST_WHOLE:
        limit = {"limit": LARGEST_WHOLE // 1_000_000}
        raise report.fatal(Problem(event_codes.LOG_TOO_LARGE, limit))
    try:
        whole = io.BytesIO(source.binary().read(source.size)) if source.compressed else source.path
        file = open_files.enter_context(parquet.ParquetFile(whole))
        header = header_names([field.name for field in file.schema_arrow])
    except (lib.ArrowException, OSError, ValueError):
        raise report.fatal(Problem(codes.PARQUET_DAMAGED)) from None
    return header, _rows(file, header, report)


def _rows(file: "parquet.ParquetFile", header: Sequence[str], report: Report) -> Iterator[Row | None]:
    from pyarrow import lib

    number = 0
    batches = file.iter_batches(batch_size=BATCH)
    while True:
        try:
            batch = next(batches, None)
            columns = [] if batch is None else [cells(each) for each in batch.columns]
        # What is raised for a broken page is whatever unpacking it stumbles over; a day that Python does not
        # have is an OverflowError.
        except (lib.ArrowException, OSError, ValueError, OverflowError):
            raise report.fatal(Problem(codes.PARQUET_DAMAGED)) from None
        if batch is None:
            return
        # pyarrow gives as many columns as there are fields; those without a name at the end are left out.
        for row in zip(*columns[: len(header)], strict=True):
            number += 1
            if any(each is not None for each in row):
                yield number, dict(zip(header, row, strict=True))


def cells(column: "pa.Array") -> list[object]:
    """The cells of a column."""
    import pyarrow as pa

    kind = column.type
    # Python has no nanoseconds; without this, pyarrow refuses them, or gives times of pandas.
    if pa.types.is_timestamp(kind):
        return _times(column.cast(pa.timestamp("us", kind.tz), safe=False))
    if pa.types.is_time64(kind):
        column = column.cast(pa.time64("us"), safe=False)
    elif pa.types.is_duration(kind):
        column = column.cast(pa.duration("us"), safe=False)
    elif pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return [None if value is None else value.strip() or None for value in column.to_pylist()]
    elif pa.types.is_integer(kind) or pa.types.is_boolean(kind):
        return list(column.to_pylist())
    return [None if value is None else cell(value) for value in column.to_pylist()]


def _times(column: "pa.Array") -> list[object]:
    """Instants, or clock times where they have no zone; what pyarrow makes of them loads pandas first."""
    import pyarrow as pa

    numbers = column.cast(pa.int64()).to_pylist()
    return [None if each is None else time_of(each, column.type.tz) for each in numbers]


def time_of(micros: int, zone: str | None) -> dt.datetime:
    """An instant in the zone that Arrow names so; without a zone a clock time.

    Arguments:
        micros: microseconds since the beginning of 1970, in UTC where there is a zone.

    Raises:
        ValueError: there is no such zone.
        OverflowError: no such day.
    """
    instant = instant_of(micros)
    return instant.replace(tzinfo=None) if zone is None else instant.astimezone(_zone(zone))


@lru_cache(maxsize=64)
def _zone(name: str) -> dt.tzinfo:
    from pyarrow import lib

    found: dt.tzinfo = lib.string_to_tzinfo(name)
    return found
