"""Rules and events, read for the commands that evaluate; what is wrong with them goes to the error output."""

import argparse
import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from govrules.cli import values
from govrules.cli.arguments import require_option
from govrules.cli.screen import Screen
from govrules.cli.specification import Option, Words
from govrules.declaring import frozen
from govrules.diagnostics import Diagnostic, DiagnosticsError, Help
from govrules.diagnostics.codes import commands as codes
from govrules.model.text import Text

if TYPE_CHECKING:
    from govrules.bundles.layout import Arguments
    from govrules.cli.screen import Told
    from govrules.formats.column_log import ColumnLog
    from govrules.formats.log import EventLog
    from govrules.model.evaluation import Evaluation
    from govrules.model.policy import Rulebook
    from govrules.model.records import Record

_Form: TypeAlias = Literal["columns", "rows"]
Log: TypeAlias = "EventLog | ColumnLog"
LONG = 200_000
"""bytes from which a log is read into columns"""
RULES = Words(
    metavar="RULES",
    help=Text(
        en="rule files, folders of them, or packs by name, as cn/licensing-law",
        zh="规则文件、规则文件夹，或规则包名称，如 cn/licensing-law",
    ),
    what=Text(en="rules: a file, a folder or a pack", zh="规则：文件、文件夹或规则包名称"),
)
"""the words of a command that takes rules"""
SEARCH = Option(
    "--search",
    Text(
        en="a folder of rule packs that stands before those of govrules",
        zh="规则包文件夹，优先于 govrules 自带的规则包",
    ),
    metavar="FOLDER",
    many=True,
)
EVENTS_OPTIONS = (
    Option(
        "--events",
        Text(
            en="the events: .jsonl, .csv (also .gz), .parquet or .xlsx",
            zh="事件文件：.jsonl、.csv（可为 .gz）、.parquet 或 .xlsx",
        ),
        metavar="FILE",
    ),
    Option(
        "--records",
        Text(
            en="a table of dated facts, as who held which post: .csv, .xlsx, .yaml or .json",
            zh="有起止日期的事实表，如何人任何职：.csv、.xlsx、.yaml 或 .json",
        ),
        metavar="FILE",
        many=True,
    ),
    Option(
        "--mapping",
        Text(
            en="says which columns hold case, event and time, and what events are called there",
            zh="说明案件、事件、时间各在哪一列，以及事件在其中的名称",
        ),
        metavar="FILE",
    ),
    Option(
        "--as-of",
        Text(
            en="read events up to here, a date to its end; where left out, up to the last event",
            zh="读取事件至此为止，日期读至当日终了；省略时读至最后一个事件",
        ),
        metavar="DATE|INSTANT",
    ),
    Option(
        "--known-at",
        Text(
            en="count with the days off that were announced by that day",
            zh="以当日已公布的放假安排计算",
        ),
        metavar="DATE",
    ),
    Option(
        "--unannounced",
        Text(
            en="what to do where a due date leans on days off not yet announced",
            zh="届满日涉及尚未公布的放假安排时如何处理",
        ),
        metavar="project|raise",
        choices=("project", "raise"),
        default="project",
    ),
    Option(
        "--time-zone",
        Text(
            en="what times without a zone are in, in the events and in --as-of",
            zh="事件与 --as-of 中未写时区的时刻所属的时区",
        ),
        metavar="ZONE",
    ),
    Option(
        "--strict",
        Text(en="stop at the first row that cannot be read", zh="遇到第一个无法读取的行即停止"),
    ),
    Option(
        "--encoding",
        Text(
            en="of the events; where left out, UTF-8, then GB18030",
            zh="事件文件的编码；省略时先按 UTF-8，再按 GB18030",
        ),
        metavar="NAME",
    ),
    Option(
        "--sheet",
        Text(en="of a workbook; where left out, the first", zh="工作簿中的工作表；省略时为第一张"),
        metavar="NAME",
    ),
    SEARCH,
)
MOST_ROWS = 10
"""bad rows that are told one by one; the rest is counted"""


@frozen
class Inputs:
    """What a command evaluates, and with what result."""

    rulebook: "Rulebook"
    log: "Log"
    evaluation: "Evaluation"
    material: "Material"

    @property
    def incomplete(self) -> bool:
        """Whether rows are missing from what was evaluated."""
        return not self.log.ok

    @property
    def cases(self) -> "Sequence[str] | frozenset[str]":
        """The names of the cases in the log."""
        columns = getattr(self.log, "columns", None)
        return frozenset(each.case for each in self.log.events) if columns is None else columns.cases


@contextmanager
def evaluating(screen: Screen) -> Iterator[None]:
    """Say on a terminal that findings are made, which is when they are first read, and how far it is."""
    with screen.working("evaluating ...", "正在评估……") as told:
        if told is None:
            yield
            return
        from govrules.engine import progress

        with progress.told(told):
            yield


def evaluated(
    given: argparse.Namespace,
    screen: Screen,
    command: str,
    *,
    form: _Form = "columns",
    processes: int = 1,
    at_once: Sequence[str] = (),
) -> Inputs:
    """Read the rules and the events that the options name, and evaluate them; `form` as for `read_material`.

    Args:
        processes: with more than one, each evaluates a part of a long log where it can be taken apart.
        at_once: the fields of the evaluation that will be asked for, as in `evaluate_file`.

    Raises:
        DiagnosticsError: an option, the rules or the events cannot be used; all that is wrong with the first
            of these that is.
    """
    asked = _read_asked(given, screen, command, given.words)
    if processes > 1 and form == "columns" and given.sheet is None and _is_long(asked.events):
        from govrules.cli.several_processes import evaluated_apart

        apart = evaluated_apart(asked, given, screen, processes, at_once)
        if apart is not None:
            return apart
    material = _with_log(asked, given, screen, form)
    if processes > 1:
        from govrules.cli.several_processes import evaluated_in_parts

        found = evaluated_in_parts(material, processes, at_once)
        if found is not None:
            return Inputs(material.rulebook, material.log, found, material)
    with evaluating(screen):
        evaluation = material.evaluate(material.rulebook)
    return Inputs(material.rulebook, material.log, evaluation, material)


def evaluated_on_day(
    given: argparse.Namespace, screen: Screen, command: str, *, form: _Form = "columns"
) -> Inputs:
    """The same for `--day`: up to its first instant, at which what falls due on it has been warned of.

    Raises:
        DiagnosticsError: as `evaluated`, and where `--as-of` is given besides.
    """
    if given.day is None:
        return evaluated(given, screen, command, form=form)
    from zoneinfo import ZoneInfo

    if given.as_of is not None:
        raise DiagnosticsError(
            [Diagnostic(codes.CONFLICTING_OPTIONS, values={"first": "--day", "second": "--as-of"})]
        )
    day = values.date(given.day, "--day")
    material = read_material(given, screen, command, given.words, form=form)
    # Policies of several zones: the morning of the first.
    zones = [each.time_zone for each in material.rulebook.policies]
    morning = dt.datetime.combine(day, dt.time(), ZoneInfo(given.time_zone or (zones or ["UTC"])[0]))
    material = material.until(morning)
    with evaluating(screen):
        evaluation = material.evaluate(material.rulebook)
    return Inputs(material.rulebook, material.log, evaluation, material)


@frozen
class Material:
    """Rules and events as read, to be evaluated once or under several rulebooks."""

    rulebook: "Rulebook"
    log: "Log"
    options: "_Options"
    unannounced: Literal["project", "raise"]
    records: "tuple[Record, ...]" = ()

    @property
    def arguments(self) -> "Arguments":
        """With what the evaluation is asked for."""
        from govrules.bundles.layout import Arguments

        return Arguments(self.options.as_of, self.options.known_at, self.unannounced)

    def until(self, as_of: dt.datetime) -> "Material":
        """The same, read up to an instant."""
        return attrs.evolve(self, options=attrs.evolve(self.options, as_of=as_of))

    def evaluate(self, rulebook: "Rulebook") -> "Evaluation":
        """The events under a rulebook."""
        from govrules.engine.batch import evaluate

        return evaluate(
            rulebook,
            self.log,
            as_of=self.options.as_of,
            known_at=self.options.known_at,
            unannounced=self.unannounced,
            records=self.records,
        )


def read_material(
    given: argparse.Namespace, screen: Screen, command: str, rules: Sequence[str], *, form: _Form = "columns"
) -> Material:
    """The rules named, and the events and records that the options name.

    Args:
        form: in which a long log is read: `rows` where each of its events is needed as an object.

    Raises:
        DiagnosticsError: an option, the rules, the records or the events cannot be used; all that is wrong
            with the first of these that is.
    """
    return _with_log(_read_asked(given, screen, command, rules), given, screen, form)


@frozen
class Asked:
    """All but the events."""

    events: str
    options: "_Options"
    rulebook: "Rulebook"
    records: "tuple[Record, ...]"


def _read_asked(given: argparse.Namespace, screen: Screen, command: str, rules: Sequence[str]) -> Asked:
    events, options = _options(given, command)
    rulebook = load_rules(rules, given.search, screen)
    return Asked(events, options, rulebook, _records(given.records, rulebook, screen))


def _with_log(asked: Asked, given: argparse.Namespace, screen: Screen, form: _Form) -> Material:
    log = _read(asked.events, given, asked.options, screen, asked.rulebook if form == "columns" else None)
    return Material(asked.rulebook, log, asked.options, given.unannounced, asked.records)


@frozen
class _Options:
    as_of: "dt.date | dt.datetime | None"
    known_at: dt.date | None
    zone: str | None


def _options(given: argparse.Namespace, command: str) -> tuple[str, _Options]:
    """The options as values; all that is wrong with them at once."""
    problems: list[Diagnostic] = []
    events = ""
    zone = None
    as_of: dt.date | dt.datetime | None = None
    known_at: dt.date | None = None
    what = Help(en="the file of events", zh="事件文件")
    try:
        events = require_option(command, given.events, "--events", what)
    except DiagnosticsError as error:
        problems += error.diagnostics
    try:
        zone = None if given.time_zone is None else values.time_zone(given.time_zone)
    except DiagnosticsError as error:
        problems += error.diagnostics
    try:
        if given.as_of is not None:
            as_of = values.date_or_instant(given.as_of, "--as-of", zone=zone)
    except DiagnosticsError as error:
        problems += error.diagnostics
    try:
        known_at = None if given.known_at is None else values.date(given.known_at, "--known-at")
    except DiagnosticsError as error:
        problems += error.diagnostics
    if problems:
        raise DiagnosticsError(problems)
    return events, _Options(as_of, known_at, given.time_zone)


def load_rules(sources: Sequence[str], search: Sequence[str], screen: Screen) -> "Rulebook":
    """The rulebook of some paths and pack names; warnings are told.

    Raises:
        DiagnosticsError: with every error in the rules.
    """
    from govrules.rulefile.load import load

    with screen.working("reading the rules ...", "正在读取规则……"):
        loaded = load(*sources, search=[Path(each) for each in search])
    errors = [each for each in loaded.diagnostics if each.severity == "error"]
    if errors or loaded.rulebook is None:
        raise DiagnosticsError(errors or loaded.diagnostics)
    return loaded.rulebook


def _records(paths: Sequence[str], rulebook: "Rulebook", screen: Screen) -> "tuple[Record, ...]":
    """The records of all files, which together must not contradict each other."""
    if not paths:
        return ()
    from govrules.engine.stated import unfit
    from govrules.formats.records import read_records
    from govrules.model.records import contradictions

    with screen.working("reading the records ...", "正在读取记录……"):
        files = [read_records(path) for path in paths]
        records = tuple(record for each in files for record in each)
        # Those within one file stand among what its reader said.
        of_files = [problem for each in files for problem in each.diagnostics]
        every = dict.fromkeys((*of_files, *contradictions(records), *unfit(records, rulebook)))
    problems = sorted(every, key=lambda each: (each.span.file, each.span.line) if each.span else ("", 0))
    if any(each.severity == "error" for each in problems):
        raise DiagnosticsError(problems)
    screen.diagnostics(problems, limit=MOST_ROWS)
    return records


def _read(
    path: str, given: argparse.Namespace, options: _Options, screen: Screen, rulebook: "Rulebook | None"
) -> "Log":
    """Args: rulebook: for which a long log is read into columns; without one it is read as rows."""
    with screen.working("reading the events ...", "正在读取事件……") as told:
        log: Log | None = None
        if rulebook is not None and given.sheet is None and _is_long(path):
            log = _columns(path, given, options, rulebook, told)
        if log is None:
            log = _rows(path, given, options)
    if log.ok:
        screen.diagnostics(log.diagnostics, limit=MOST_ROWS)
        return log
    if not len(log) or given.strict:
        raise DiagnosticsError(log.diagnostics)
    shown = list(log.diagnostics)
    screen.diagnostics(shown, limit=MOST_ROWS)
    total = Diagnostic(codes.RESULT_INCOMPLETE, values={"skipped": log.skipped, "rows": log.rows})
    screen.err.write("\n")
    screen.diagnostics([total])
    screen.err.write("\n")
    return log


def _is_long(path: str) -> bool:
    """Whether a file is so long that it is worth loading what reads into columns."""
    try:
        return Path(path).stat().st_size > LONG
    except (OSError, ValueError):
        # What is wrong with it is told by whoever reads it.
        return False


def _rows(path: str, given: argparse.Namespace, options: _Options) -> "EventLog":
    from govrules.formats.read import read_events

    return read_events(
        path,
        mapping=given.mapping,
        time_zone=options.zone,
        strict=given.strict,
        encoding=given.encoding,
        sheet=given.sheet,
    )


def _columns(
    path: str, given: argparse.Namespace, options: _Options, rulebook: "Rulebook", told: "Told | None"
) -> "ColumnLog | None":
    """The log in columns; None where it is to be read up to the first mistake, and there is one."""
    from govrules.engine.compile.asked import fields_asked
    from govrules.formats.columnar import read_columns

    log = read_columns(
        path,
        mapping=given.mapping,
        time_zone=options.zone,
        encoding=given.encoding,
        fields=fields_asked(rulebook),
        progress=told,
    )
    return None if given.strict and not log.ok else log
