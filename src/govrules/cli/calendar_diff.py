"""`govrules calendar diff`: what an update of a calendar changes, and which due dates it moves."""

import argparse
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from govrules.cli import time_packs
from govrules.cli.arguments import mistake
from govrules.cli.inputs import EVENTS_OPTIONS
from govrules.cli.moved_rows import moved_plain, moved_table
from govrules.cli.screen import Line, Screen, Style, clean, line, pad
from govrules.cli.specification import Command, Option, Words
from govrules.diagnostics import Diagnostic, DiagnosticsError, Help, Language
from govrules.diagnostics.codes import commands as command_codes
from govrules.diagnostics.codes import tables as codes
from govrules.model.text import Text

if TYPE_CHECKING:
    from govrules.cli.moved_dates import Movement
    from govrules.counting.calendar import DayStatus
    from govrules.counting.difference import CalendarDifference, DayDifference

FORMAT = 1
"""the version of the JSON shape"""


def run(given: argparse.Namespace, screen: Screen) -> int:
    """Compare the calendars, then the dates that are counted with them."""
    from govrules.cli.moved_dates import log_movement, table_movement
    from govrules.cli.run import FINE, FOUND, UNUSABLE
    from govrules.counting.difference import compare_calendars

    _check_options(given)
    old, new = (time_packs.calendar(each, given.search, screen) for each in given.words)
    found = compare_calendars(old, new)
    if found.last < found.first:
        ends = (min(old.last_day, new.last_day), max(old.first_day, new.first_day))
        raise mistake(codes.NO_DAY_IN_COMMON, last=ends[0], first=ends[1])
    movements: dict[str, Movement] = {}
    if given.table is not None:
        movements["table"] = table_movement(given, old, new, screen)
    if given.events is not None:
        movements["events"] = log_movement(given, old, new, screen)
    if given.format == "json":
        from govrules.cli.export import safe_json

        screen.write(safe_json(_plain(found, movements)))
    else:
        screen.lines(_report(found, movements, screen.lang, screen.width))
    if any(each.incomplete for each in movements.values()):
        return UNUSABLE
    moved = any(each.moved for each in movements.values())
    return FOUND if moved or found.broken_promises else FINE


def _check_options(given: argparse.Namespace) -> None:
    """The log needs rules, and rules a log."""
    problems: list[Diagnostic] = []
    if given.events is not None and not given.rules:
        problems += mistake(
            command_codes.MISSING_ARGUMENT,
            Help(
                en="as in: --events log.jsonl --rules cn/licensing-law",
                zh="例如：--events log.jsonl --rules cn/licensing-law",
            ),
            command="calendar diff --events",
            what="`--rules`, the rules that the events are judged by",
            what_zh=" `--rules`（评估事件所用的规则）",
        ).diagnostics
    if given.rules and given.events is None:
        problems += mistake(
            command_codes.MISSING_ARGUMENT,
            command="calendar diff --rules",
            what="`--events`, the file of events",
            what_zh=" `--events`（事件文件）",
        ).diagnostics
    if problems:
        raise DiagnosticsError(problems)


# As text


def _report(
    found: "CalendarDifference", movements: "Mapping[str, Movement]", lang: Language, width: int
) -> Iterator[Line]:
    words = _WORDS[lang]
    yield from _head(found, lang)
    groups: list[tuple[str, Sequence[DayDifference], Style]] = [
        ("broken", found.broken_promises, "bad"),
        (
            "counts",
            [each for each in found.days if each.change == "counts" and each.basis != "announced"],
            "heading",
        ),
        ("kind", [each for each in found.days if each.change == "kind"], "heading"),
        ("name", [each for each in found.days if each.change == "name"], "heading"),
    ]
    for key, days, style in groups:
        if days:
            yield line()
            yield line((words[key].format(count=len(days)), style))
            yield from _days(days, lang)
    for key, statuses in (("only_new", found.only_new), ("only_old", found.only_old)):
        if statuses:
            yield line()
            yield line((words[key].format(count=len(statuses)), "heading"))
            yield from day_runs([(each, None, each) for each in statuses], lang)
    if found.same:
        yield line()
        yield line((words["same"], "good"))
    for key, movement in movements.items():
        yield line()
        yield from _movement(key, movement, lang, width)


def _head(found: "CalendarDifference", lang: Language) -> Iterator[Line]:
    words = _WORDS[lang]
    for key, days in (("old", found.old), ("new", found.new)):
        data = days.data
        said = words["span"].format(first=data.first_day, last=data.last_day)
        if days.horizon is not None:
            said += words["horizon"].format(horizon=days.horizon)
        yield line(
            (pad(words[key], 6 if lang == "en" else 4), "strong"), clean(f"{days.name}{words['colon']}{said}")
        )
    one, two = found.old.data, found.new.data
    changed = [
        key
        for key, before, after in (
            ("weekend", one.weekend, two.weekend),
            ("hours", one.hours, two.hours),
            ("time_zone", one.time_zone, two.time_zone),
        )
        if before != after
    ]
    for key in changed:
        yield line("  ", (words[key], "warn"))
    for key, notices in (("added", found.notices_added), ("removed", found.notices_removed)):
        for notice in notices:
            day = "" if notice.published is None else words["of"].format(day=notice.published)
            yield line("  ", clean(words[key].format(reference=notice.reference, of=day)))


def _days(days: "Sequence[DayDifference]", lang: Language) -> Iterator[Line]:
    yield from day_runs([(each.after, each.before, each.after) for each in days], lang)


def day_runs(
    days: "Iterable[tuple[DayStatus, DayStatus | None, DayStatus]]", lang: Language
) -> Iterator[Line]:
    """Neighbouring days of which the same is said, on one line."""
    runs: list[tuple[dt.date, dt.date, str, str]] = []
    for day, before, after in days:
        texts = ("" if before is None else _said(before, lang), _said(after, lang))
        if runs and runs[-1][1] == day.date - dt.timedelta(days=1) and runs[-1][2:] == texts:
            runs[-1] = (runs[-1][0], day.date, *texts)
        else:
            runs.append((day.date, day.date, *texts))
    for first, last, old, new in runs:
        span = first.isoformat() if first == last else f"{first} .. {last}"
        yield line("  ", pad(span, 26), clean(f"{old} -> {new}" if old else new))


def _said(status: "DayStatus", lang: Language) -> str:
    kind = _KINDS[lang][status.kind]
    name = status.name.text(lang)
    if not name:
        return kind
    return f"{kind}（{name}）" if lang == "zh" else f"{kind} ({name})"


def _movement(key: str, movement: "Movement", lang: Language, width: int) -> Iterator[Line]:
    words = _WORDS[lang]
    counts = {"count": len(movement.moved), "all": movement.counted}
    yield line((words[f"moved_{key}"].format(**counts), "bad" if movement.moved else "good"))
    if not movement.moved:
        return
    yield from moved_table(movement.moved, lang, width)


# For programs


def _plain(found: "CalendarDifference", movements: "Mapping[str, Movement]") -> dict[str, object]:
    from govrules.cli.about import version

    return {
        "govrules": version(),
        "format": FORMAT,
        "old": _calendar(found, new=False),
        "new": _calendar(found, new=True),
        "days": [
            {
                "date": each.date.isoformat(),
                "change": each.change,
                "was_announced": each.basis == "announced",
                "old": _status(each.before),
                "new": _status(each.after),
            }
            for each in found.days
        ],
        "only_new": [{"date": each.date.isoformat(), **_status(each)} for each in found.only_new],
        "only_old": [{"date": each.date.isoformat(), **_status(each)} for each in found.only_old],
        "due_dates": {
            key: {
                "counted": movement.counted,
                "moved": [moved_plain(each) for each in movement.moved],
            }
            for key, movement in movements.items()
        },
    }


def _calendar(found: "CalendarDifference", *, new: bool) -> dict[str, object]:
    days = found.new if new else found.old
    return {
        "name": days.name,
        "sha256": days.sha256,
        "first_day": days.data.first_day.isoformat(),
        "last_day": days.data.last_day.isoformat(),
        "announced_until": None if days.horizon is None else days.horizon.isoformat(),
        "notices": [each.reference for each in (found.notices_added if new else found.notices_removed)],
    }


def _status(status: "DayStatus") -> dict[str, object]:
    names = {lang: text for lang, text in (("zh", status.name.zh), ("en", status.name.en)) if text}
    return {"kind": status.kind, "name": names}


_WORDS: Mapping[Language, Mapping[str, str]] = MappingProxyType(
    {
        "en": {
            "old": "old",
            "new": "new",
            "colon": ": ",
            "span": "{first} to {last}",
            "horizon": ", announced up to {horizon}",
            "weekend": "the weekend changes: every week counts otherwise",
            "hours": "the office hours change",
            "time_zone": "the time zone changes",
            "added": "new notice: {reference}{of}",
            "removed": "notice dropped: {reference}{of}",
            "of": " of {day}",
            "broken": "Days that had been announced and now count otherwise: {count}",
            "counts": "Days not announced before that now count otherwise: {count}",
            "kind": "Days off of another kind: {count}",
            "name": "Days with another name: {count}",
            "only_new": "Days off and make-up days that only the new calendar knows: {count}",
            "only_old": "Days off and make-up days that the new calendar drops: {count}",
            "same": "No count can come out otherwise.",
            "moved_table": "Dates of the table that move: {count} of {all}",
            "moved_events": "Due dates of the log that move: {count} of {all}",
        },
        "zh": {
            "old": "旧",
            "new": "新",
            "colon": "：",
            "span": "{first} 至 {last}",
            "horizon": "，已公布至 {horizon}",
            "weekend": "周末变更：每一周的计算都会不同",
            "hours": "办公时间变更",
            "time_zone": "时区变更",
            "added": "新增通知：{reference}{of}",
            "removed": "去除通知：{reference}{of}",
            "of": "（{day}）",
            "broken": "此前已公布、现在计算不同的日期：{count}",
            "counts": "此前尚未公布、现在计算不同的日期：{count}",
            "kind": "休息性质不同的日期：{count}",
            "name": "名称不同的日期：{count}",
            "only_new": "仅新日历有的休息日与补班日：{count}",
            "only_old": "新日历不再包含的休息日与补班日：{count}",
            "same": "任何计算结果都不会不同。",
            "moved_table": "案件表中变动的日期：{all} 件中 {count} 件",
            "moved_events": "日志中变动的届满日：{all} 项中 {count} 项",
        },
    }
)
_KINDS: Mapping[Language, Mapping[str, str]] = MappingProxyType(
    {
        "en": {
            "working": "working day",
            "make_up": "make-up working day",
            "weekend": "weekend",
            "statutory": "public holiday",
            "swapped": "day of rest",
            "closure": "closed",
            "recess": "recess",
        },
        "zh": {
            "working": "工作日",
            "make_up": "补班日",
            "weekend": "周末",
            "statutory": "法定节假日",
            "swapped": "调休",
            "closure": "停办",
            "recess": "停止计算",
        },
    }
)
COMMAND = Command(
    name="calendar diff",
    summary=Text(
        en="what an update of a calendar changes, and which due dates move",
        zh="比较新旧日历，列出变动的日期和届满日",
    ),
    words=Words(
        metavar="OLD NEW",
        help=Text(en="two calendars, by name or as files", zh="两个日历，写名称或文件"),
        what=Text(en="two calendars: the old one and the new one", zh="两个日历：旧的和新的"),
        at_least=2,
        at_most=2,
    ),
    options=(
        Option(
            "--table",
            Text(
                en="a table of cases, as `due --batch` reads it: which of its dates move",
                zh="案件表（同 `due --batch`）：列出变动的日期",
            ),
            metavar="FILE",
        ),
        Option(
            "--convention",
            Text(en="for rows of the table that name no convention", zh="用于未写计期规则的行"),
            metavar="NAME",
        ),
        Option(
            "--rules",
            Text(
                en="rules that the events are judged by; may be given again",
                zh="评估事件所用的规则，可多次给出",
            ),
            metavar="RULES",
            many=True,
        ),
        *EVENTS_OPTIONS,
        Option(
            "--format",
            Text(en="how to show the result", zh="结果的形式"),
            metavar="table|json",
            choices=("table", "json"),
            default="table",
        ),
    ),
    run=run,
    notes=Text(
        en="Exit code 1 where a day that had been announced counts otherwise, or a due date moves.",
        zh="已公布的日期计算不同，或有届满日变动时，退出码为 1。",
    ),
    examples=(
        "govrules calendar diff rules/calendars/cn.yaml cn-2027.yaml",
        "govrules calendar diff cn new/cn.yaml --events log.jsonl --rules cn/licensing-law",
    ),
)
