"""read_records: a file of records, whatever its form, as one value."""

import datetime as dt
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import attrs

from govrules.diagnostics import Code, Diagnostic, Help, Span, nearest
from govrules.diagnostics.codes import events as event_codes
from govrules.diagnostics.codes import records as codes
from govrules.formats.canonical import data_problem, report_repeated
from govrules.formats.instants import time_reader
from govrules.formats.jsonl import Row
from govrules.formats.records_file import RecordsFile
from govrules.formats.report import Problem, Report, StopReadingError
from govrules.formats.source import open_source
from govrules.formats.values import as_data, composed, name_text
from govrules.model.arguments import check_path
from govrules.model.frozen import FrozenMapping, FrozenValueError, frozen_mapping
from govrules.model.records import Record, contradictions

COLUMNS = ("record", "key", "from", "until")
YAML_FORMS = (".yaml", ".yml")


def read_records(
    path: str | os.PathLike[str], *, encoding: str | None = None, sheet: str | None = None
) -> RecordsFile:
    """The records in a file, with everything that is wrong with it; never raises for what the file holds.

    Each row has the columns `record` (the kind) and `key`, may have `from` and `until` (half-open days; empty
    is open), and every other column is a fact. An empty cell says nothing. Several rows of one key are its
    history; two that overlap and say otherwise are an error. Which kinds and facts there are is for the rules
    to say: `evaluate` holds the records against them.

    Arguments:
        path: of a .csv, .tsv, .xlsx or .parquet table, or of a list in .yaml, .json or .jsonl.
        encoding: of the text. Without any: UTF-8, then GB18030, with a warning. YAML is UTF-8.
        sheet: of a workbook. Without any: the first.

    Raises:
        ArgumentError: a path of another kind.

    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "posts.csv")
    ...     _ = file.write_text("record,key,from,role\\npost,p1,2026-03-02,局长\\npost,,,局长\\n", "utf-8")
    ...     found = read_records(file)
    >>> [record.to_dict() for record in found]
    [{'record': 'post', 'key': 'p1', 'from': '2026-03-02', 'role': '局长'}]
    >>> [(each.span.line, each.message()) for each in found.diagnostics]
    [(3, 'no value for `key`')]
    """
    check_path("path", path)
    report = Report(os.fspath(path))
    reading = _Reading(report)
    try:
        with ExitStack() as open_files:
            for row in reading.rows(path, encoding, sheet, open_files):
                reading.take(row)
        if not reading.count:
            raise report.fatal(Problem(codes.RECORDS_EMPTY))
    except StopReadingError:
        pass
    told = (*map(_of_records, report.all()), *contradictions(reading.records))
    return RecordsFile(
        records=tuple(reading.records),
        diagnostics=tuple(sorted(told, key=lambda each: each.span.line if each.span else 0)),
        file=report.file,
        sha256=reading.sha256,
        rows=reading.count,
    )


@attrs.define
class _Reading:
    """The reading of one file: what is known of it when reading stops half-way is in here."""

    report: Report
    records: list[Record] = attrs.field(factory=list)
    count: int = 0
    sha256: str | None = None
    epoch: dt.date | None = None
    """day 0 of a workbook's serial numbers"""
    table: bool = False

    def rows(
        self, path: str | os.PathLike[str], encoding: str | None, sheet: str | None, open_files: ExitStack
    ) -> Iterator[Row | None]:
        if Path(path).suffix.lower() in YAML_FORMS:
            from govrules.formats.yaml_rows import yaml_rows

            self.sha256, found = yaml_rows(path, self.report)
            return found
        source = open_source(path, encoding=encoding, report=self.report)
        self.sha256 = source.sha256
        if source.form in (".csv", ".tsv", ".xlsx", ".parquet"):
            self.table = True
            header: Sequence[str]
            if source.form == ".xlsx":
                from govrules.formats.excel import excel_sheet

                workbook = excel_sheet(source, self.report, open_files, sheet=sheet)
                header, found, self.epoch = workbook.header, workbook.rows, workbook.epoch
            elif source.form == ".parquet":
                from govrules.formats.parquet import parquet_rows

                header, found = parquet_rows(source, self.report, open_files)
            else:
                from govrules.formats.csv import csv_rows

                header, found = csv_rows(source, self.report, open_files)
            self._check_header(header)
            return found
        from govrules.formats.jsonl import json_array, json_lines

        return (json_array if source.form == ".json" else json_lines)(source, self.report, open_files)

    def _check_header(self, header: Sequence[str]) -> None:
        repeated = report_repeated(header, self.report)
        missing = [each for each in ("record", "key") if each not in header]
        for each in missing:
            near = nearest(each, [name for name in header if name not in COLUMNS])
            help = (Help(f"did you mean `{near}`?", f"是否指 `{near}`？"),) if near else _COLUMNS_HELP
            self.report.whole(Problem(event_codes.COLUMN_UNKNOWN, {"column": each}, help), line=1)
        if missing or repeated:
            raise StopReadingError

    def take(self, row: Row | None) -> None:
        """The record of one row, or what is wrong with the row."""
        self.count += 1
        if row is None:
            return
        line, values = row
        problems: list[Problem] = []
        given = {composed(name): None if each == "" and self.table else each for name, each in values.items()}
        kind, key = (_name(each, given.pop(each, None), problems) for each in ("record", "key"))
        start, until = (self._day(given.pop(each, None), problems) for each in ("from", "until"))
        if start is not None and until is not None and until <= start:
            problems.append(Problem(codes.RECORD_SPAN, {"start": start, "until": until}))
        data = self._facts(given, problems)
        for each in problems:
            self.report.row(each, line)
        if kind and key and data is not None and not any(each.severity == "error" for each in problems):
            span = Span(self.report.file, line)
            self.records.append(Record(kind, key, data, start=start, until=until, span=span))

    def _day(self, value: object, problems: list[Problem]) -> dt.date | None:
        if value is None or value == "":
            return None
        # A record holds on whole days: a time of day says no more than its day.
        found, problem = time_reader(dates=True, excel_epoch=self.epoch)(value)
        if problem is not None:
            problems.append(problem)
        return found

    def _facts(self, values: dict[str, object], problems: list[Problem]) -> FrozenMapping | None:
        try:
            facts = {name: as_data(each) for name, each in values.items() if each is not None}
            return frozen_mapping(facts)
        except FrozenValueError as error:
            problems.append(data_problem(error))
            return None


_COLUMNS_HELP = (
    Help(
        "a table of records has the columns `record` and `key`, may have `from` and `until`, then the facts",
        "记录表须有 `record` 和 `key` 两列，可有 `from` 和 `until` 列，其余各列为事实",
    ),
)


def _name(field: str, value: object, problems: list[Problem]) -> str | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        problems.append(Problem(event_codes.MISSING_VALUE, {"field": field}))
        return None
    text = name_text(value)
    if text is None:
        problems.append(Problem(event_codes.NOT_TEXT, {"field": field}))
        return None
    return composed(text.strip())


# What the readers of events say of a file, said of a file of records.
_SAID_OF_RECORDS: dict[Code, Code] = {
    event_codes.LOG_MISSING: codes.RECORDS_MISSING,
    event_codes.LOG_UNREADABLE: codes.RECORDS_UNREADABLE,
    event_codes.LOG_EMPTY: codes.RECORDS_EMPTY,
    event_codes.LOG_FORMAT_UNKNOWN: codes.RECORDS_FORM,
    event_codes.JSON_NOT_ARRAY: codes.RECORDS_NOT_A_LIST,
    event_codes.JSON_NOT_OBJECT: codes.RECORD_NOT_A_MAPPING,
}
_DAY_HELP = (Help("write the year first, as `2026-03-04`", "请先写年份，如 `2026-03-04`"),)
_FORMS_HELP = (
    Help(
        "records are read from .csv, .tsv, .xlsx, .parquet, .yaml, .json and .jsonl",
        "可读取 .csv、.tsv、.xlsx、.parquet、.yaml、.json 和 .jsonl",
    ),
)


def _of_records(diagnostic: Diagnostic) -> Diagnostic:
    if diagnostic.code is event_codes.DAY_OR_MONTH:
        return attrs.evolve(diagnostic, help=_DAY_HELP)
    code = _SAID_OF_RECORDS.get(diagnostic.code)
    if code is None:
        return diagnostic
    help = _FORMS_HELP if code is codes.RECORDS_FORM else diagnostic.help
    return attrs.evolve(diagnostic, code=code, help=help)
