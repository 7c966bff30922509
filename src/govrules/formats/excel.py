"""Excel workbooks as rows, through openpyxl where it is installed."""

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import attrs

from govrules.diagnostics import Help, nearest
from govrules.diagnostics.codes import events as codes
from govrules.formats.instants import EXCEL_1900, EXCEL_1904
from govrules.formats.jsonl import Row
from govrules.formats.report import Problem, Report, StopReadingError
from govrules.formats.source import LARGEST_WHOLE, Source
from govrules.formats.values import header_names

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

MOST_ROWS = 1_048_576
"""rows that a sheet of Excel can have; a file that claims more is made to exhaust a program"""

_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


@attrs.frozen
class Sheet:
    header: list[str]
    rows: Iterator[Row | None]
    epoch: dt.date
    """day 0 of the workbook's serial numbers"""


def excel_sheet(
    source: Source,
    report: Report,
    open_files: ExitStack,
    *,
    sheet: str | None = None,
    header_line: int | None = None,
) -> Sheet:
    """One sheet's header and rows; without a name, the first sheet.

    Raises:
        StopReadingError: openpyxl is not installed, the file is no workbook, or it has no such sheet.
    """
    book = _opened(source, report)
    open_files.callback(book.close)
    found = _chosen(book, sheet, report)
    found.reset_dimensions()
    epoch = EXCEL_1904 if book.epoch.year == 1904 else EXCEL_1900
    cells = _numbered(found, report)
    for line, row in cells:
        header = header_names(["" if each.value is None else str(each.value) for each in row])
        if line >= (header_line or 1) and header:
            break
    else:
        raise report.fatal(Problem(codes.LOG_EMPTY))
    return Sheet(header, _rows(cells, header, report), epoch)


def _opened(source: Source, report: Report) -> "Workbook":
    try:
        import openpyxl
    except ImportError:
        raise report.fatal(Problem(codes.EXCEL_MISSING, {}, _INSTALL_HELP)) from None
    if source.size > LARGEST_WHOLE:
        raise report.fatal(Problem(codes.LOG_TOO_LARGE, {"limit": LARGEST_WHOLE // 1_000_000}))
    with source.binary() as file:
        # Python makes room at once for as many bytes as are asked for, however short the file is.
        content = file.read(source.size)
    with _damaged(report):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(each.file_size for each in archive.infolist())
        if unpacked > 5 * LARGEST_WHOLE:
            raise report.fatal(Problem(codes.LOG_TOO_LARGE, {"limit": 5 * LARGEST_WHOLE // 1_000_000}))
        with warnings.catch_warnings():
            # openpyxl warns of drawings and validations that it leaves out; a log has no use for them.
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)


@contextmanager
def _damaged(report: Report) -> Iterator[None]:
    """What is raised for a broken workbook is whatever unpacking and parsing stumble over: zlib's errors,
    those of encrypted members and of unknown ways to compress, lookups that fail.
    """
    try:
        yield
    except (StopReadingError, MemoryError):
        raise
    except Exception:
        raise report.fatal(Problem(codes.EXCEL_DAMAGED)) from None


_INSTALL_HELP = (Help("`pip install 'govrules[excel]'`", "`pip install 'govrules[excel]'`"),)


def _chosen(book: "Workbook", sheet: str | None, report: Report) -> Any:
    if not book.worksheets:
        raise report.fatal(Problem(codes.LOG_EMPTY))
    if sheet is None:
        return book.worksheets[0]
    for each in book.worksheets:
        if each.title == sheet:
            return each
    near = nearest(sheet, [each.title for each in book.worksheets])
    help = (Help(f"did you mean `{near}`?", f"是否指 `{near}`？"),) if near else ()
    raise report.fatal(Problem(codes.SHEET_UNKNOWN, {"sheet": sheet[:60]}, help))


def _numbered(sheet: Any, report: Report) -> Iterator[tuple[int, tuple[Any, ...]]]:
    rows = enumerate(sheet.iter_rows(max_row=MOST_ROWS), start=1)
    while True:
        # Not around the loop: between two rows of a generator the filters would be everybody's.
        with _damaged(report), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = next(rows, None)
        if found is None:
            return
        yield found


def _rows(
    cells: Iterator[tuple[int, tuple[Any, ...]]], header: list[str], report: Report
) -> Iterator[Row | None]:
    for line, row in cells:
        with _damaged(report):
            values = [_value(each) for each in row]
        while values and values[-1] is None:
            values.pop()
        if not values:
            continue
        if len(values) > len(header):
            report.row(Problem(codes.FIELD_COUNT, {"found": len(values), "expected": len(header)}), line)
            yield None
            continue
        failed = next((at for at, each in enumerate(row[: len(header)]) if each.data_type == "e"), None)
        if failed is not None:
            report.row(Problem(codes.EXCEL_ERROR_CELL, {"column": header[failed]}), line)
            yield None
            continue
        # A row ends at its last filled cell; the rest of it is empty.
        values += [None] * (len(header) - len(values))
        yield line, dict(zip(header, values, strict=True))


def _value(cell: Any) -> object:
    value = cell.value
    if isinstance(value, str):
        return value.strip() or None
    # Excel has no type for a date: it is a whole number that is shown without a clock.
    if isinstance(value, dt.datetime) and value.time() == dt.time() and not _shows_clock(cell.number_format):
        return value.date()
    return value


def _shows_clock(number_format: str) -> bool:
    return "h" in _LITERAL.sub("", number_format).lower()
