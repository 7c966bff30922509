"""`govrules due`: when a period ends, with the proof day by day."""

import argparse
import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from govrules.cli import values
from govrules.cli.arguments import mistake
from govrules.cli.due_text import due_lines
from govrules.cli.inputs import SEARCH
from govrules.cli.screen import Screen
from govrules.cli.specification import Command, Option, Words
from govrules.cli.time_packs import CALENDAR, CONVENTION, calendar, convention
from govrules.diagnostics import Diagnostic, DiagnosticsError, Help
from govrules.diagnostics.codes import commands as codes
from govrules.model.period import Period, PeriodError
from govrules.model.text import Text

if TYPE_CHECKING:
    from govrules.counting.due import Due, Running

_Value = TypeVar("_Value")


def run(given: argparse.Namespace, screen: Screen) -> int:
    """Count, and show the date with its proof."""
    from govrules.cli.run import FINE

    if given.batch is not None:
        from govrules.cli.due_batch import run_batch

        return run_batch(given, screen)
    form = given.format or "text"
    counted = _count(given, screen)
    if form == "json":
        from govrules.cli.export import safe_json

        screen.write(safe_json(_plain(counted)))
        return FINE
    screen.lines(due_lines(counted, form, screen.lang))
    return FINE


def _plain(counted: "Due | Running") -> dict[str, object]:
    from govrules.cli.about import version
    from govrules.counting.due import Due

    head: dict[str, object] = {"govrules": version(), "format": 1}
    if isinstance(counted, Due):
        return {**head, "due": counted.to_dict(trace=True)}
    from govrules.counting.proof import walk_running

    trace = [step.to_dict() for step in walk_running(counted)]
    return {**head, "due": None, "paused_since": counted.since.isoformat(), "trace": trace}


def _count(given: argparse.Namespace, screen: Screen) -> "Due | Running":
    from govrules.counting.due import Extension, Pause, count

    problems: list[Diagnostic] = []

    def take(read: Callable[[], _Value]) -> _Value | None:
        try:
            return read()
        except DiagnosticsError as error:
            problems.extend(error.diagnostics)
            return None

    named = given.time_zone
    zone = take(lambda: values.time_zone(named)) if named is not None else None
    if not given.words:
        problems += _needs_period().diagnostics
    period = take(lambda: _period(" ".join(given.words))) if given.words else None
    problems += _batch_only(given)
    after = take(lambda: _moment(given.after, "--after", zone))
    before = take(lambda: _moment(given.before, "--before", zone))
    pauses = [take(lambda each=each: values.span(each, "--pause", zone=zone)) for each in given.pause]  # type: ignore[misc]
    added = [take(lambda each=each: _period(each)) for each in given.extend]  # type: ignore[misc]
    known_at = take(lambda: values.date(given.known_at, "--known-at")) if given.known_at else None
    if given.after is not None and given.before is not None:
        problems += mistake(codes.CONFLICTING_OPTIONS, first="--after", second="--before").diagnostics
    if given.words and given.after is None and given.before is None:
        problems += _needs_start().diagnostics
    days = take(lambda: calendar(given.calendar or CALENDAR, given.search, screen))
    how = take(lambda: convention(given.convention or CONVENTION, given.search, screen))
    if problems or period is None or days is None or how is None:
        raise DiagnosticsError(problems)
    rolling = how.roll_calendar
    return count(
        period,
        after=after,
        before=before,
        calendar=days,
        convention=how,
        roll_calendar=calendar(rolling, given.search, screen) if rolling is not None else None,
        pauses=[Pause(*each) for each in pauses if each is not None],
        extensions=[Extension(each) for each in added if each is not None],
        time_zone=zone,
        known_at=known_at,
        unannounced=given.unannounced,
    )


def _moment(text: str | None, option: str, zone: dt.tzinfo | None) -> dt.date | dt.datetime | None:
    return None if text is None else values.date_or_instant(text, option, zone=zone)


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except PeriodError as error:
        raise DiagnosticsError([Diagnostic(error.code, values=error.values, help=error.help)]) from None


def _needs_period() -> DiagnosticsError:
    return mistake(
        codes.MISSING_ARGUMENT,
        Help(en="`govrules due --help` shows what it takes", zh="用法见 `govrules due --help`"),
        command="due",
        what="a period, as `20 working days`",
        what_zh="期限，如 `20个工作日`",
    )


def _batch_only(given: argparse.Namespace) -> list[Diagnostic]:
    """Options that mean something for a table of cases alone."""
    wanted = Help(
        en="it belongs to a table of cases: add `--batch FILE`", zh="该项用于案件表：请加 `--batch 文件`"
    )
    values = [("--expect", given.expect), ("--output", given.output)]
    found = [name for name, value in values if value is not None]
    problems = [
        Diagnostic(codes.UNKNOWN_OPTION, values={"command": "due PERIOD", "option": name}, help=[wanted])
        for name in found
    ]
    if given.format in TABLES:
        bad = {"value": given.format, "option": "--format"}
        problems.append(Diagnostic(codes.NOT_A_CHOICE, values=bad, help=[wanted]))
    return problems


def _needs_start() -> DiagnosticsError:
    return mistake(
        codes.MISSING_ARGUMENT,
        Help(
            en="as in: govrules due 20 working days --after 2025-09-22",
            zh="例如：govrules due 20个工作日 --after 2025-09-22",
        ),
        command="due",
        what="`--after` or `--before`: the day or instant that it is counted from",
        what_zh=" `--after` 或 `--before`（起算的日期或时刻）",
    )


TABLES = ("table", "csv", "jsonl")
"""forms that only a table of cases has"""

COMMAND = Command(
    name="due",
    summary=Text(en="when a period ends, with the proof day by day", zh="计算期限届满日，并逐日列明依据"),
    words=Words(
        metavar="PERIOD",
        help=Text(
            en="as `20 working days`, `3 weeks`, `6 months`, `48 hours`, `二十日`, `20个工作日`",
            zh="如 `20个工作日`、`二十日`、`三周`、`6个月`、`48小时`、`20 working days`",
        ),
        what=Text(en="a period, as `20 working days`", zh="期限，如 `20个工作日`"),
        at_least=0,
    ),
    options=(
        Option(
            "--batch",
            Text(
                en="count every row of a CSV of cases; its columns stand in the guide on tables of dates",
                zh="逐行计算 CSV 案件表；各列见指南“成批计算日期”",
            ),
            metavar="FILE",
        ),
        Option(
            "--expect",
            Text(
                en="the column of a table that holds the expected dates; where left out, `expected`",
                zh="案件表中写有应得日期的列；省略时为 `expected`",
            ),
            metavar="COLUMN",
        ),
        Option(
            "--after",
            Text(en="count onward from this day or instant", zh="自该日或时刻向后计算"),
            metavar="DATE|INSTANT",
        ),
        Option(
            "--before",
            Text(en="count back from this day or instant", zh="自该日或时刻向前计算"),
            metavar="DATE|INSTANT",
        ),
        Option(
            "--calendar",
            Text(
                en=f"days off, by name or as a file; where left out {CALENDAR}, and none for a table",
                zh=f"放假日历，写名称或文件；省略时为 {CALENDAR}，案件表则不设默认",
            ),
            metavar="NAME",
        ),
        Option(
            "--convention",
            Text(
                en="how periods are counted, by name or as a file; where left out "
                f"{CONVENTION}, and none for a table",
                zh=f"计期规则，写名称或文件；省略时为 {CONVENTION}，案件表则不设默认",
            ),
            metavar="NAME",
        ),
        Option(
            "--pause",
            Text(
                en="the clock stands still from A to B; may be given again",
                zh="自 A 至 B 中止计算，可多次给出",
            ),
            metavar="A..B",
            many=True,
        ),
        Option(
            "--extend",
            Text(en="lengthen the period; may be given again", zh="延长期限，可多次给出"),
            metavar="PERIOD",
            many=True,
        ),
        Option(
            "--time-zone",
            Text(en="what times without a zone are in", zh="未写时区的时刻所属的时区"),
            metavar="ZONE",
        ),
        Option(
            "--known-at",
            Text(
                en="count with the days off that were announced by that day", zh="以当日已公布的放假安排计算"
            ),
            metavar="DATE",
        ),
        Option(
            "--unannounced",
            Text(
                en="what to do where the date leans on days off not yet announced",
                zh="涉及尚未公布的放假安排时如何处理",
            ),
            metavar="project|raise",
            choices=("project", "raise"),
            default="project",
        ),
        SEARCH,
        Option(
            "--format",
            Text(
                en="how to show it: runs of days (text, the default), every day, a month calendar, JSON; a "
                "table of cases also as a table (its default), CSV or JSON lines",
                zh="结果的形式：按段（text，默认）、逐日、月历、JSON；案件表另有表格（默认）、CSV、JSON 行",
            ),
            metavar="FORM",
            choices=("text", "days", "month", "json", *TABLES),
        ),
        Option(
            "--output",
            Text(
                en="write the dates of a table into a file, whole or not at all",
                zh="把案件表的结果写入文件，要么完整要么不写",
            ),
            metavar="FILE",
        ),
    ),
    run=run,
    notes=Text(
        en="Exit code 1 where a date of a table differs from the one expected, "
        "2 where a row cannot be counted.",
        zh="案件表中有日期与应得日期不符时退出码为 1，有行无法计算时为 2。",
    ),
    examples=(
        "govrules due 20 working days --after 2025-09-22",
        "govrules due 二十日 --after 2026-02-02 --convention cn-licensing-law",
        "govrules due 20 working days --after 2025-09-22 --pause 2025-10-10..2025-10-15",
        "govrules due 3 working days --before 2026-03-10 --format month",
        "govrules due --batch cases.csv --calendar cn --convention cn-licensing-law",
    ),
)
