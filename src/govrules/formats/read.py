"""read_events: a file of events, whatever its form, as one value."""

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

import attrs

from govrules.diagnostics.codes import events as codes
from govrules.diagnostics.codes import mappings as mapping_codes
from govrules.formats.canonical import RowMaker, canonical_rows, check_header
from govrules.formats.instants import time_reader
from govrules.formats.log import EventLog
from govrules.formats.mapped import MappedRows, check_columns, warn_unseen
from govrules.formats.mapping import EventMapping
from govrules.formats.report import Problem, Report, StopReadingError
from govrules.formats.source import Source, open_source
from govrules.formats.tally import Tally
from govrules.formats.values import composed
from govrules.formats.zones import ZONE_HELP, zone_named
from govrules.model.arguments import check_path, wanted
from govrules.model.events import Event

if TYPE_CHECKING:
    from govrules.formats.jsonl import Row

MappingGiven = EventMapping | str | os.PathLike[str]


def read_events(
    path: str | os.PathLike[str],
    *,
    mapping: MappingGiven | None = None,
    time_zone: str | None = None,
    strict: bool = False,
    encoding: str | None = None,
    sheet: str | None = None,
) -> EventLog:
    """The events in a file, with everything that is wrong with it; never raises for what the file holds.

    Arguments:
        path: of a .jsonl, .ndjson, .json, .csv, .tsv, .xlsx or .parquet file, each also with .gz after it.
        mapping: what the columns mean, as a mapping file or as a value; without one the file has the columns
            `case`, `type` and `time`, may have `id`, `unit` and `actor`, and every other one becomes data.
        time_zone: of times of day without an offset, as `Asia/Shanghai`; stands before the mapping's.
        strict: stop at the first row with an error, or at a header that has any; the log then has no events,
            and of errors only those.
        encoding: of the text; stands before the mapping's. Without any: UTF-8, then GB18030, with a warning.
        sheet: of a workbook; stands before the mapping's. Without any: the first.

    Returns:
        The log. Where the file as a whole cannot be used, it has no events. Call `or_raise` where a log with
        errors is of no use.

    Raises:
        ArgumentError: a path, mapping or zone of another kind.

    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "log.csv")
    ...     _ = file.write_text("case,type,time\\nc1,accepted,2026-03-02\\nc2,accepted,2026-02-30\\n")
    ...     log = read_events(file)
    >>> [event.to_dict() for event in log]
    [{'case': 'c1', 'type': 'accepted', 'time': '2026-03-02'}]
    >>> log.skipped, [(each.span.line, each.message()) for each in log.diagnostics]
    (1, [(3, 'there is no day `2026-02-30`')])
    """
    check_arguments(path, mapping, time_zone)
    report = Report(os.fspath(path), strict)
    reading = _Reading(report, Tally())
    try:
        known = reading.mapping(mapping)
        with reading.open_files:
            events = reading.events(path, known, time_zone, encoding, sheet)
    except StopReadingError:
        events = ()
    return reading.log(events)


def read_rows(
    name: str,
    header: Sequence[str],
    rows: Iterable["Row"],
    *,
    mapping: MappingGiven | None = None,
    time_zone: str | None = None,
    dates: bool = False,
) -> EventLog:
    """The events in the rows of a table that is in memory, as `read_events` reads those of a file.

    Arguments:
        name: what stands for the file in messages and in the `source` of events.
        dates: without a mapping: the column `time` holds days, whatever its times of day.
    """
    check_arguments(name, mapping, time_zone)
    reading = _Reading(Report(name), Tally())
    try:
        known = reading.mapping(mapping)
        events = reading.table(name, header, rows, known, time_zone, dates=dates)
    except StopReadingError:
        events = ()
    return reading.log(events)


def check_arguments(path: object, mapping: object, time_zone: object) -> None:
    """Raises ArgumentError for a path, mapping or zone of another kind."""
    check_path("path", path)
    if mapping is not None and not isinstance(mapping, EventMapping):
        check_path("mapping", mapping, or_a="an EventMapping")
    if time_zone is not None and not isinstance(time_zone, str):
        raise wanted("time_zone", time_zone, "the name of a zone", "as `Asia/Shanghai`")


@attrs.define
class _Reading:
    """The reading of one file: what is known of it when reading stops half-way is in here."""

    report: Report
    tally: Tally
    source: Source | None = None
    open_files: ExitStack = attrs.field(factory=ExitStack)

    def mapping(self, given: MappingGiven | None) -> EventMapping | None:
        if given is None or isinstance(given, EventMapping):
            return given
        # YAML is loaded by those alone who have a mapping file.
        from govrules.formats.mapping_file import read_mapping

        found = read_mapping(given)
        self.report.diagnostics += found.diagnostics
        if found.mapping is None:
            raise StopReadingError
        return found.mapping

    def log(self, events: tuple[Event, ...]) -> EventLog:
        source, tally, report = self.source, self.tally, self.report
        return EventLog(
            events=events,
            diagnostics=report.all(),
            file=report.file,
            sha256=source.sha256 if source else None,
            encoding=source.encoding if source else None,
            rows=tally.rows,
            skipped=tally.skipped,
            left_out=tally.left_out,
            ignored=dict(sorted(tally.ignored.items())),
            lines={code: tuple(numbers) for code, numbers in sorted(report.lines.items())},
            incomplete_cases=frozenset(tally.incomplete),
        )

    def events(
        self,
        path: str | os.PathLike[str],
        mapping: EventMapping | None,
        time_zone: str | None,
        encoding: str | None,
        sheet: str | None,
    ) -> tuple[Event, ...]:
        zone = self._zone(time_zone or (mapping.time_zone if mapping else None))
        source = open_source(
            path, encoding=encoding or (mapping.encoding if mapping else None), report=self.report
        )
        self.source = source
        header, rows, epoch = self._rows(source, mapping, sheet)
        return self._events(source.name, header, rows, mapping, zone, epoch)

    def table(
        self,
        name: str,
        header: Sequence[str],
        rows: Iterable["Row"],
        mapping: EventMapping | None,
        time_zone: str | None,
        *,
        dates: bool,
    ) -> tuple[Event, ...]:
        zone = self._zone(time_zone or (mapping.time_zone if mapping else None))
        return self._events(name, header, iter(rows), mapping, zone, None, dates=dates)

    def _events(
        self,
        name: str,
        header: Sequence[str] | None,
        rows: Iterator["Row | None"],
        mapping: EventMapping | None,
        zone: dt.tzinfo | None,
        epoch: dt.date | None,
        *,
        dates: bool = False,
    ) -> tuple[Event, ...]:
        """The events of rows; `name` is the one in each event's source."""
        if mapping is None:
            if header is not None:
                check_header(header, self.report)
            read_time = time_reader(zone=zone, excel_epoch=epoch, dates=dates)
            table = header is not None
            make = canonical_rows(
                report=self.report, tally=self.tally, read_time=read_time, file=name, table=table
            )
            found = self._made(rows, make)
        else:
            if header is not None:
                check_columns(mapping, header, self.report)
            making = MappedRows(mapping, self.report, self.tally, name, zone, epoch)
            found = self._mapped(making, rows, table=header is not None)
        if not self.tally.rows:
            raise self.report.fatal(Problem(codes.NO_ROWS))
        return tuple(found)

    def _zone(self, name: str | None) -> dt.tzinfo | None:
        if name is None:
            return None
        zone = zone_named(name)
        if zone is None:
            raise self.report.fatal(Problem(mapping_codes.ZONE_UNKNOWN, {"zone": name[:60]}, (ZONE_HELP,)))
        return zone

    def _rows(
        self, source: Source, mapping: EventMapping | None, sheet: str | None
    ) -> tuple[Sequence[str] | None, Iterator["Row | None"], dt.date | None]:
        """The header of a table (JSON has none), the rows, and day 0 of serial numbers in a workbook."""
        header_line = mapping.header if mapping else None
        if source.form == ".xlsx":
            from govrules.formats.excel import excel_sheet

            wanted = sheet or (mapping.sheet if mapping else None)
            found = excel_sheet(source, self.report, self.open_files, sheet=wanted, header_line=header_line)
            return found.header, found.rows, found.epoch
        if source.form in (".csv", ".tsv"):
            from govrules.formats.csv import csv_rows

            delimiter = mapping.delimiter if mapping else None
            header, rows = csv_rows(
                source, self.report, self.open_files, delimiter=delimiter, header_line=header_line
            )
            return header, rows, None
        if source.form == ".parquet":
            from govrules.formats.parquet import parquet_rows

            header, rows = parquet_rows(source, self.report, self.open_files)
            return header, rows, None
        from govrules.formats.jsonl import json_array, json_lines

        read = json_array if source.form == ".json" else json_lines
        return None, read(source, self.report, self.open_files), None

    def _mapped(self, making: MappedRows, rows: Iterator["Row | None"], *, table: bool) -> list[Event]:
        seen: set[str] = set()
        events = self._made(rows if table else _noting(rows, seen), making.make)
        events += making.finish()
        if not table and self.tally.rows > self.tally.skipped:
            warn_unseen(making.mapping, seen, self.report)
        return events

    def _made(self, rows: Iterable["Row | None"], make: RowMaker) -> list[Event]:
        tally, events = self.tally, list[Event]()
        for row in rows:
            tally.rows += 1
            made = None if row is None else make(*row)
            if made is None:
                tally.skipped += 1
            else:
                events += made
        return events


def _noting(rows: Iterator["Row | None"], seen: set[str]) -> Iterator["Row | None"]:
    """The same rows; every name in them goes into `seen`."""
    for row in rows:
        if row is not None:
            seen.update(map(composed, row[1]))
        yield row
