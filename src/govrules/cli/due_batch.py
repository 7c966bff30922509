"""`govrules due --batch`: a table of cases to dates with proofs, held against the dates expected."""

import argparse
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Literal

import attrs

from govrules.cli import values
from govrules.cli.arguments import mistake
from govrules.cli.case_columns import read_header
from govrules.cli.case_rows import Asked, Defaults, Moment, read_row
from govrules.cli.csv_cells import Cell, Document, read_document, records
from govrules.cli.screen import Screen, clean
from govrules.cli.time_packs import Named
from govrules.counting.due import Due, Running, count
from govrules.counting.errors import CountingError
from govrules.diagnostics import Code, Diagnostic, DiagnosticsError, Span
from govrules.diagnostics.codes import commands, tables
from govrules.diagnostics.codes import time as time_codes

Unannounced = Literal["project", "raise"]


@attrs.frozen
class Counted:
    """One case of a table: its date, or why it has none."""

    id: str
    line: int
    asked: Asked | None
    result: Due | Running | None
    problems: tuple[Diagnostic, ...] = ()
    place: Span | None = None
    """of the expected date"""

    @property
    def ok(self) -> bool:
        return self.result is not None

    @property
    def found(self) -> Moment | None:
        """What is compared with the expected date: a date with a date, an instant with the due end."""
        if not isinstance(self.result, Due) or self.asked is None:
            return None
        if not isinstance(self.asked.expected, dt.datetime):
            return self.result.date
        end, expected = self.result.end, self.asked.expected
        if (end.tzinfo is None) == (expected.tzinfo is None):
            return end
        return end.replace(tzinfo=None)

    @property
    def agrees(self) -> bool | None:
        """Whether the date is the one expected; None where nothing is expected, or nothing was counted."""
        if self.asked is None or self.asked.expected is None or self.result is None:
            return None
        expected, found = self.asked.expected, self.found
        if isinstance(expected, dt.datetime) and isinstance(found, dt.datetime) and expected.tzinfo:
            # Python compares clocks, not instants, where both have one zone.
            return expected.astimezone(dt.UTC) == found.astimezone(dt.UTC)
        return expected == found


@attrs.frozen
class Batch:
    """A whole table, counted."""

    cases: tuple[Counted, ...]
    checked: bool
    """whether the table has a column of expected dates"""

    @property
    def bad(self) -> Sequence[Counted]:
        return [each for each in self.cases if not each.ok]

    @property
    def differing(self) -> Sequence[Counted]:
        return [each for each in self.cases if each.agrees is False]


def run_batch(given: argparse.Namespace, screen: Screen) -> int:
    """Count every row, show them all, and say by the exit code whether all is as expected."""
    from govrules.cli.batch_report import differences, write_batch
    from govrules.cli.output import check_target
    from govrules.cli.run import FINE, FOUND, UNUSABLE

    defaults = _defaults(given)
    target = check_target(given.output) if given.output else None
    named = Named(given.search)
    with screen.working("counting ...", "正在计算……"):
        document, warnings = read_document(given.batch)
        batch = count_table(
            document, named=named, defaults=defaults, unannounced=given.unannounced, expect=given.expect
        )
    found = [*named.warnings, *warnings, *(problem for each in batch.cases for problem in each.problems)]
    if batch.bad:
        total = {"bad": len(batch.bad), "rows": len(batch.cases)}
        found.append(Diagnostic(tables.NOT_COUNTABLE, Span(document.file), total))
    # The report shows the differences with their proofs; forms for programs leave that to the messages.
    if (given.format or "table") in {"csv", "json", "jsonl"}:
        found += differences(batch)
    screen.diagnostics(found)
    if found and target is None:
        screen.err.write("\n")
    write_batch(batch, given.format or "table", target, screen)
    if batch.bad:
        return UNUSABLE
    return FOUND if batch.differing else FINE


def _defaults(given: argparse.Namespace) -> Defaults:
    """The options that hold for rows which say nothing else; all that is wrong with them at once."""
    problems: list[Diagnostic] = []
    alone = {
        "PERIOD": given.words,
        "--after": given.after,
        "--before": given.before,
        "--pause": given.pause,
        "--extend": given.extend,
    }
    for name, value in alone.items():
        if value:
            problems += mistake(commands.CONFLICTING_OPTIONS, first="--batch", second=name).diagnostics
    zone, known_at = None, None
    try:
        zone = None if given.time_zone is None else values.time_zone(given.time_zone)
    except DiagnosticsError as error:
        problems += error.diagnostics
    try:
        known_at = None if given.known_at is None else values.date(given.known_at, "--known-at")
    except DiagnosticsError as error:
        problems += error.diagnostics
    if problems:
        raise DiagnosticsError(problems)
    return Defaults(given.calendar, given.convention, zone, known_at)


def count_table(
    document: Document,
    *,
    named: Named,
    defaults: Defaults,
    unannounced: Unannounced = "project",
    expect: str | None = None,
) -> Batch:
    """Every case of a table with its date, or with what is wrong with its row; none is dropped.

    Args:
        document: the text of the table.
        named: looks calendars and conventions up by name.
        defaults: for what a row leaves out.
        unannounced: `raise` gives no date where it would lean on a day not yet announced.
        expect: the column of the expected dates, where it is not called `expected`.

    Raises:
        DiagnosticsError: the header cannot be used, or there are no cases.
    """
    rows = records(document)
    first = next(rows, None)
    nothing = Diagnostic(tables.NO_CASES, Span(document.file))
    if first is None:
        raise DiagnosticsError([nothing])
    header = read_header(first, expect=expect)
    cases: list[Counted] = []
    for number, record in enumerate(rows, start=1):
        if record.problem is not None:
            cases.append(Counted(str(number), record.line, None, None, (record.problem,)))
            continue
        try:
            cells = header.cells(record)
        except DiagnosticsError as error:
            cases.append(Counted(str(number), record.line, None, None, error.diagnostics))
            continue
        line = document.span(record.cells[0].start, record.cells[-1].end)
        asked, problems = read_row(cells, line=line, named=named, defaults=defaults)
        id = cells["id"].text if "id" in cells else str(number)
        place = cells["expected"].span() if "expected" in cells else None
        result: Due | Running | None = None
        if asked is not None:
            try:
                result = _count(asked, unannounced)
            except (CountingError, OverflowError) as error:
                problems.append(_told(error, cells, line))
        problems.sort(key=lambda each: (each.span.line, each.span.column) if each.span else (0, 0))
        cases.append(Counted(id, record.line, asked, result, tuple(problems), place))
    if not cases:
        raise DiagnosticsError([nothing])
    return Batch(tuple(cases), "expected" in header.columns)


def _count(asked: Asked, unannounced: Unannounced) -> Due | Running:
    return count(
        asked.period,
        after=asked.trigger if asked.direction == "after" else None,
        before=asked.trigger if asked.direction == "before" else None,
        calendar=asked.calendar,
        convention=asked.convention,
        roll_calendar=asked.roll_calendar,
        pauses=asked.pauses,
        extensions=asked.extensions,
        time_zone=asked.zone,
        known_at=asked.known_at,
        kind=asked.kind,
        unannounced=unannounced,
    )


_PLACES: Mapping[Code, str] = {
    time_codes.PAUSE_ENDS_BEFORE_START: "pauses",
    time_codes.PAUSE_CAP_OF_ANOTHER_KIND: "pauses",
    time_codes.EXTENSION_OF_ANOTHER_KIND: "extensions",
    time_codes.APPROVAL_WITHOUT_DATE: "extensions",
    time_codes.CLOCK_NEEDS_INSTANT: "trigger",
    time_codes.DAY_OUTSIDE_CALENDAR: "trigger",
}


def _told(error: CountingError | OverflowError, cells: Mapping[str, Cell], line: Span) -> Diagnostic:
    """Why a count has no answer, at the cell that is most likely to be wrong."""
    if isinstance(error, OverflowError):
        return Diagnostic(commands.CANNOT_GO_ON, line, {"reason": clean(error)})
    column = _PLACES.get(error.code, "period")
    if column == "trigger":
        column = next(each for each in ("after", "before", "trigger") if each in cells)
    cell = cells.get(column)
    return error.diagnostic(line if cell is None else cell.span())
