"""Data frames as logs: pandas, polars, Arrow, relations of DuckDB, and whatever else narwhals knows."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from govrules.diagnostics import Diagnostic, DiagnosticsError, Help, Span
from govrules.diagnostics.codes import columns as codes
from govrules.diagnostics.codes import events as event_codes
from govrules.formats.cells import cell
from govrules.formats.column_log import ColumnLog
from govrules.formats.jsonl import Row
from govrules.formats.log import EventLog
from govrules.formats.read import MappingGiven, read_rows
from govrules.formats.stretches import installed
from govrules.formats.times import UncleanError
from govrules.formats.values import header_names
from govrules.formats.zones import zone_named
from govrules.model.arguments import wanted

if TYPE_CHECKING:
    import narwhals as nw

NAME = "frame"
"""what stands for the file in messages and in the `source` of events"""


def read_frame(
    frame: Any,
    *,
    mapping: MappingGiven | None = None,
    time_zone: str | None = None,
    dates: bool = False,
) -> EventLog:
    """The events in a data frame, with everything that is wrong with it; a row's line is its number, from 1.

    Arguments:
        frame: of pandas, polars (eager or lazy), an Arrow table, a DuckDB relation, or of another library
            that narwhals knows; a lazy one is computed. Its index is no column. Texts lose the spaces around
            them, as in any table; nulls and not-a-number are no values.
        mapping: what the columns mean, as a mapping file or as a value; without one the frame has the columns
            `case`, `type` and `time`, may have `id`, `unit` and `actor`, and every other one becomes data.
        time_zone: of times without a zone, as `Asia/Shanghai`; stands before the mapping's.
        dates: the column `time` holds days, whatever its times of day, which pandas gives every date. With a
            mapping, that says it for itself.

    Raises:
        DiagnosticsError: narwhals is not installed.
        ArgumentError: what is given is no data frame.

    >>> import datetime as dt, polars
    >>> events = polars.DataFrame({"case": ["c1"], "type": ["accepted"], "time": [dt.date(2026, 3, 2)]})
    >>> [each.to_dict() for each in read_frame(events)]
    [{'case': 'c1', 'type': 'accepted', 'time': '2026-03-02'}]
    """
    table = opened(frame)
    names = [str(each) for each in table.columns]
    return read_rows(
        NAME, header_names(names), _rows(table), mapping=mapping, time_zone=time_zone, dates=dates
    )


def frame_columns(
    frame: Any,
    *,
    mapping: MappingGiven | None = None,
    time_zone: str | None = None,
    dates: bool = False,
    fields: Sequence[str] = (),
) -> ColumnLog:
    """What `read_frame` reads, in columns: much faster where pyarrow is installed and nothing is wrong.

    Arguments:
        frame, mapping, time_zone, dates: as for `read_frame`.
        fields: names whose values will be asked of every event.
    """
    table = opened(frame)
    zone = zone_named(time_zone) if isinstance(time_zone, str) else None
    if mapping is None and installed("pyarrow") and (zone is not None or time_zone is None):
        from govrules.formats.table_columns import columns_of_table

        arrow = _as_arrow(table)
        try:
            if arrow is not None:
                columns = columns_of_table(arrow, name=NAME, zone=zone, dates=dates, fields=fields)
                return ColumnLog(columns, file=NAME, rows=len(columns) + len(columns.duplicates))
        except UncleanError:
            pass
    return ColumnLog.of(read_frame(table, mapping=mapping, time_zone=time_zone, dates=dates))


def _as_arrow(table: "nw.DataFrame[Any]") -> Any | None:
    """A data frame as a table of Arrow; None where its columns hold values of several types."""
    import pyarrow as pa

    try:
        if table.implementation.is_pandas():
            return pa.Table.from_pandas(table.to_native(), preserve_index=False)
        return table.to_arrow()
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        return None


def opened(frame: Any) -> "nw.DataFrame[Any]":
    """A data frame of any kind, computed.

    Raises:
        DiagnosticsError: a package that it takes is not installed, or a column stands twice in it.
        ArgumentError: it is no data frame.
    """
    try:
        import narwhals as nw
        from narwhals.exceptions import DuplicateError
    except ImportError:
        raise _missing("narwhals", "frames") from None
    try:
        known = nw.from_native(frame)
        return known.collect() if isinstance(known, nw.LazyFrame) else known
    except DuplicateError:
        names = Counter(map(str, getattr(frame, "column_names", None) or frame.columns))
        code, span = event_codes.COLUMN_TWICE, Span(NAME)
        twice = [{"column": name[:60]} for name, count in names.items() if count > 1]
        raise DiagnosticsError(Diagnostic(code, span, each) for each in twice) from None
    except TypeError:
        raise wanted("frame", frame, "a data frame", "as one of pandas, polars, Arrow or DuckDB") from None
    except ImportError:
        # What computes the relations of DuckDB.
        raise _missing("pyarrow", "columnar") from None


def _missing(package: str, extra: str) -> DiagnosticsError:
    install = f"`pip install 'govrules[{extra}]'`"
    found = Diagnostic(codes.FRAMES_MISSING, values={"package": package}, help=(Help(install, install),))
    return DiagnosticsError([found])


def _rows(table: "nw.DataFrame[Any]") -> Iterator[Row]:
    header = header_names([str(each) for each in table.columns])
    columns = [_cells(table[name]) for name in table.columns]
    for number, row in enumerate(zip(*columns, strict=True), start=1):
        # A row without any value is none, as in a file.
        if any(value is not None for value in row):
            yield number, dict(zip(header, row, strict=False))


def _cells(column: "nw.Series[Any]") -> list[object]:
    if column.implementation.is_pyarrow():
        from govrules.formats.parquet import cells

        return cells(column.to_native())
    values = zip(column.to_list(), column.is_null().to_list(), strict=True)
    return [None if is_null else cell(_of_python(value)) for value, is_null in values]


def _of_python(value: object) -> object:
    """A value of pandas or numpy as one of Python; nanoseconds are cut off, as in any file."""
    if isinstance(value, dt.datetime) and hasattr(value, "to_pydatetime"):
        return value.to_pydatetime(warn=False)
    if isinstance(value, dt.timedelta) and hasattr(value, "to_pytimedelta"):
        return value.to_pytimedelta()
    tolist = getattr(value, "tolist", None)
    return tolist() if callable(tolist) else value
