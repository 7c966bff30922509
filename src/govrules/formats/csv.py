"""CSV and TSV as rows: delimiter found, quoted line breaks counted, every field accounted for."""

import csv
from collections.abc import Iterator
from contextlib import ExitStack

from govrules.diagnostics.codes import events as codes
from govrules.formats.jsonl import Row
from govrules.formats.report import Problem, Report
from govrules.formats.source import Lines, Source
from govrules.formats.values import header_names

DELIMITERS = (",", ";", "\t")


def csv_rows(
    source: Source,
    report: Report,
    open_files: ExitStack,
    *,
    delimiter: str | None = None,
    header_line: int | None = None,
) -> tuple[list[str], Iterator[Row | None]]:
    """The header, and every row after it; None stands for a row that was bad and is reported.

    Arguments:
        delimiter: one character; without it, whichever of `,` `;` and tab the header has most of.
        header_line: the line of the header, from 1; without it, the first line that is not blank.

    Raises:
        StopReadingError: there is no header.
    """
    lines = Lines(source.text(open_files), report)
    first = ""
    while not first.strip() or lines.number < (header_line or 0):
        try:
            first = next(lines)
        except StopIteration:
            raise report.fatal(Problem(codes.LOG_EMPTY)) from None
    chosen = delimiter or ("\t" if source.form == ".tsv" else sniffed_delimiter(first))
    records = _Records(first, lines, chosen)
    try:
        header = header_names(next(records.reader))
    except csv.Error:
        values = {"first": lines.number, "last": lines.number}
        raise report.fatal(Problem(codes.BAD_QUOTES, values), line=lines.number) from None
    return header, _rows(records, header, report)


def sniffed_delimiter(header: str) -> str:
    """The delimiter that the header has most of outside quotes; the comma where it has none."""
    unquoted = "".join(header.split('"')[::2])
    return max(DELIMITERS, key=lambda each: (unquoted.count(each), each == ","))


class _Records:
    """Python's CSV reader over counted lines: it knows at which line a record began."""

    def __init__(self, first: str, lines: Lines, delimiter: str) -> None:
        self._first: str | None = first
        self._lines = lines
        self.began = 0
        self.length = 0
        """characters of the line last given"""
        self.reader = csv.reader(self._each(), delimiter=delimiter, strict=True)

    def _each(self) -> Iterator[str]:
        if self._first is not None:
            self.began = self._lines.number
            yield self._first
        for line in self._lines:
            self.began = self.began or self._lines.number
            self.length = len(line)
            yield line

    @property
    def bad_lines(self) -> int:
        return self._lines.bad

    @property
    def ended(self) -> int:
        return self._lines.number


def _rows(records: _Records, header: list[str], report: Report) -> Iterator[Row | None]:
    width, bad = len(header), 0
    while True:
        records.began = 0
        fields, ended = None, False
        try:
            fields = next(records.reader)
        except StopIteration:
            ended = True
        except csv.Error:
            # The reader begins anew with the next line.
            report.row(_torn(records), records.began)
            yield None
        for _ in range(records.bad_lines - bad):
            yield None
        bad = records.bad_lines
        if ended:
            return
        cells = [each.strip() for each in fields or ()]
        if not any(cells):
            continue
        while len(cells) > width and not cells[-1]:
            cells.pop()
        if len(cells) != width:
            values = {"found": len(cells), "expected": width}
            report.row(Problem(codes.FIELD_COUNT, values), records.began)
            yield None
            continue
        yield records.began, dict(zip(header, cells, strict=True))


def _torn(records: _Records) -> Problem:
    """Why the CSV reader gave up; its own words are for programmers."""
    if records.began == records.ended and records.length > csv.field_size_limit():
        return Problem(codes.LINE_TOO_LONG, {"limit": csv.field_size_limit()})
    return Problem(codes.BAD_QUOTES, {"first": records.began, "last": records.ended})
