"""`govrules due`: when a period ends, with the proof day by day."""

import argparse
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from govrules.cli import values
from govrules.cli.arguments import mistake
from govrules.cli.screen import Line, Screen, clean, line
from govrules.cli.specification import Command, Option, Words
from govrules.cli.time_packs import CALENDAR, CONVENTION, calendar, convention
from govrules.diagnostics import Diagnostic, DiagnosticsError, Help, Language
from govrules.diagnostics.codes import commands as codes
from govrules.model.period import Period, PeriodError
from govrules.model.text import Text

if TYPE_CHECKING:
    from govrules.counting.due import Due, Running

_Value = TypeVar("_Value")


def run(given: argparse.Namespace, screen: Screen) -> int:
    """Count, and show the date with its proof."""
    from govrules.cli.run import FINE

    counted = _count(given, screen)
    if given.format == "json":
        from govrules.cli.export import safe_json

        screen.write(safe_json(_plain(counted)))
        return FINE
    screen.lines(_lines(counted, given.format, screen.lang))
    return FINE


def _lines(counted: "Due | Running", form: str, lang: Language) -> Iterator[Line]:
    """The date, what was asked, and the proof."""
    from govrules.counting.due import Due
    from govrules.counting.proof import walk_running
    from govrules.counting.render import render_month, render_steps
    from govrules.explaining.count import step_lines
    from govrules.explaining.language import date

    words = _WORDS[lang]
    if isinstance(counted, Due):
        trace = counted.trace
        yield line((_due_text(counted, lang), "good"))
    else:
        trace = walk_running(counted)
        since = counted.since
        shown = date(since.date() if isinstance(since, dt.datetime) else since, lang)
        yield line((words["running"].format(since=shown), "warn"))
    yield from (line((each, "dim")) for each in _question(counted, lang))
    yield line()
    if form == "month" and isinstance(counted, Due):
        yield from (line(each) for each in render_month(counted, lang=lang).split("\n"))
    elif form == "days":
        yield from (line("  ", clean(each)) for each in render_steps(trace, lang=lang).split("\n"))
    else:
        yield from (line("  ", clean(each)) for each in step_lines(trace, lang))
    if isinstance(counted, Due) and counted.basis == "projected":
        horizon = "" if counted.horizon is None else date(counted.horizon, lang)
        yield line()
        yield line((words["projected"].format(horizon=horizon), "warn"))


def _due_text(due: "Due", lang: Language) -> str:
    from govrules.explaining.language import dated, ends_with_day, instant

    end = due.end
    if ends_with_day(due.date, end):
        return _WORDS[lang]["due"].format(due=dated(due.date, lang))
    return _WORDS[lang]["due_at"].format(due=dated(due.date, lang), end=instant(end, lang))


def _question(counted: "Due | Running", lang: Language) -> Iterator[str]:
    """What was counted, by what."""
    asked = counted.count
    words = _WORDS[lang]
    trigger = asked.trigger
    shown = trigger.isoformat(" ", "minutes") if isinstance(trigger, dt.datetime) else trigger.isoformat()
    period = "" if asked.period is None else asked.period.text(lang)
    yield words[asked.direction].format(period=clean(period), trigger=shown)
    titles = (asked.calendar.data.title.text(lang), asked.convention.title.text(lang))
    yield words["calendar"].format(name=_named(asked.calendar.name, titles[0], lang))
    yield words["convention"].format(name=_named(asked.convention.name, titles[1], lang))


def _named(name: str, title: str, lang: Language) -> str:
    if not title:
        return clean(name)
    return clean(f"{name}：{title}" if lang == "zh" else f"{name}: {title}")


_WORDS: Mapping[Language, Mapping[str, str]] = MappingProxyType(
    {
        "en": {
            "due": "{due}, to the end of the day",
            "due_at": "{due}, until {end}",
            "running": "no due date yet: the clock has stood still since {since}",
            "after": "{period} after {trigger}",
            "before": "{period} before {trigger}",
            "calendar": "calendar {name}",
            "convention": "convention {name}",
            "projected": "leans on days off not announced yet (announced up to {horizon}): it may move",
        },
        "zh": {
            "due": "{due}，至当日终了",
            "due_at": "{due}，至{end}",
            "running": "届满日尚不能确定：自{since}起中止计算",
            "after": "自 {trigger} 起{period}",
            "before": "{trigger} 之前{period}",
            "calendar": "日历 {name}",
            "convention": "计期规则 {name}",
            "projected": "涉及尚未公布的放假安排（已公布至{horizon}），可能变动",
        },
    }
)


def _plain(counted: "Due | Running") -> dict[str, object]:
    from govrules.cli.run import version
    from govrules.counting.due import Due

    head: dict[str, object] = {"govrules": version(), "format": 1}
    if isinstance(counted, Due):
        return {**head, "due": counted.to_dict(trace=True)}
    return {**head, "due": None, "paused_since": counted.since.isoformat()}


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
    period = take(lambda: _period(" ".join(given.words)))
    after = take(lambda: _moment(given.after, "--after", zone))
    before = take(lambda: _moment(given.before, "--before", zone))
    pauses = [take(lambda each=each: values.span(each, "--pause", zone=zone)) for each in given.pause]  # type: ignore[misc]
    added = [take(lambda each=each: _period(each)) for each in given.extend]  # type: ignore[misc]
    known_at = take(lambda: values.date(given.known_at, "--known-at")) if given.known_at else None
    if given.after is not None and given.before is not None:
        problems += mistake(codes.CONFLICTING_OPTIONS, first="--after", second="--before").diagnostics
    if given.after is None and given.before is None:
        problems += _needs_start().diagnostics
    days = take(lambda: calendar(given.calendar, given.search, screen))
    how = take(lambda: convention(given.convention, given.search, screen))
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
    ),
    options=(
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
            Text(en="days off, by name or as a file", zh="放假日历，写名称或文件"),
            metavar="NAME",
            default=CALENDAR,
        ),
        Option(
            "--convention",
            Text(en="how periods are counted, by name or as a file", zh="计期规则，写名称或文件"),
            metavar="NAME",
            default=CONVENTION,
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
        Option(
            "--search",
            Text(
                en="a folder of rule packs that stands before those of govrules",
                zh="规则包文件夹，优先于 govrules 自带的规则包",
            ),
            metavar="FOLDER",
            many=True,
        ),
        Option(
            "--format",
            Text(
                en="how to show it: runs of days, every day, a month calendar, or JSON",
                zh="结果的形式：按段、逐日、月历或 JSON",
            ),
            metavar="text|days|month|json",
            choices=("text", "days", "month", "json"),
            default="text",
        ),
    ),
    run=run,
    examples=(
        "govrules due 20 working days --after 2025-09-22",
        "govrules due 二十日 --after 2026-02-02 --convention cn-licensing-law",
        "govrules due 20 working days --after 2025-09-22 --pause 2025-10-10..2025-10-15",
        "govrules due 3 working days --before 2026-03-10 --format month",
    ),
)
