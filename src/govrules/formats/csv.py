"""CSV and TSV as rows: delimiter found, quoted line breaks counted, every field accounted for."""

import csv
import io
from collections.abc import Iterator

from govrules.diagnostics.codes import events as codes
from govrules.formats.jsonl import Row
from govrules.formats.report import Problem, Report
from govrules.formats.source import Lines, Source

DELIMITERS = (",", ";", "\t")


def csv_rows(
    source: Source, report: Report, *, delimiter: str | None = None, header_line: int | None = None
) -> tuple[list[str], Iterator[Row | None]]:
    """The header, and every row after it; None stands for a row that was bad and is reported.

    Arguments:
        delimiter: one character; without it, whichever of `,` `;` and tab the header has most of.
        header_line: the line of the header, from 1; without it, the first line that is not blank.

    Raises:
        StopReadingError: there is no header.
    """
    stream = source.text()
    lines = Lines(stream, report)
    first = ""
    while not first.strip() or lines.number < (header_line or 0):
        try:
            first = next(lines)
        except StopIteration:
            stream.close()
            raise report.fatal(Problem(codes.LOG_EMPTY)) from None
    chosen = delimiter or ("\t" if source.form == ".tsv" else _sniffed(first))
    records = _Records(first, lines, chosen)
    try:
        header = [each.strip() for each in next(records.reader)]
    except csv.Error:
        stream.close()
        values = {"first": lines.number, "last": lines.number}
        raise report.fatal(Problem(codes.BAD_QUOTES, values), line=lines.number) from None
    while header and not header[-1]:
        header.pop()
    return header, _rows(stream, records, header, report)


def _sniffed(header: str) -> str:
    """The delimiter that the header has most of outside quotes; the comma where it has none."""
    unquoted = "".join(header.split('"')[::2])
    return max(DELIMITERS, key=lambda each: (unquoted.count(each), each == ","))


class _Records:
    """Python's CSV reader over counted lines: it knows at which line a record began."""

    def __init__(self, first: str, lines: Lines, delimiter: str) -> None:
        self._first: str | None = first
        self._lines = lines
        self.began = 0
        self.reader = csv.reader(self._each(), delimiter=delimiter, strict=True)

    def _each(self) -> Iterator[str]:
        if self._first is not None:
            self.began = self._lines.number
            yield self._first
        for line in self._lines:
            self.began = self.began or self._lines.number
            yield line

    @property
    def bad_lines(self) -> int:
        return self._lines.bad

    @property
    def ended(self) -> int:
        return self._lines.number


def _rows(
    stream: io.TextIOWrapper, records: _Records, header: list[str], report: Report
) -> Iterator[Row | None]:
    width = len(header)
    bad = records.bad_lines
    reader = records.reader
    with stream:
        while True:
            records.began = 0
            try:
                fields = next(reader)
            except StopIteration:
                break
            except csv.Error:
                # The reader begins anew with the next line.
                values = {"first": records.began, "last": records.ended}
                report.row(Problem(codes.BAD_QUOTES, values), records.began)
                yield None
                continue
            finally:
                skipped, bad = records.bad_lines - bad, records.bad_lines
            for _ in range(skipped):
                yield None
            cells = [each.strip() for each in fields]
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
