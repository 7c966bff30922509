"""A due date as text: the date, what was asked, and the proof."""

import datetime as dt
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from govrules.cli.screen import Line, clean, line
from govrules.diagnostics import Language

if TYPE_CHECKING:
    from govrules.counting.due import Due, Running


def due_lines(counted: "Due | Running", form: str, lang: Language) -> Iterator[Line]:
    """The date, what was asked, and the proof."""
    from govrules.counting.due import Due
    from govrules.counting.proof import walk_running
    from govrules.counting.render import render_month, render_steps
    from govrules.explaining.count import step_lines
    from govrules.explaining.language import date

    words = _WORDS[lang]
    if isinstance(counted, Due):
        trace = counted.trace
        yield line((due_text(counted, lang), "good"))
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


def due_text(due: "Due", lang: Language) -> str:
    from govrules.explaining.language import dated, ends_with_day, instant

    end = due.end
    if ends_with_day(due.date, end):
        return _WORDS[lang]["due"].format(due=dated(due.date, lang))
    return _WORDS[lang]["due_at"].format(due=dated(due.date, lang), end=instant(end, lang))


def _question(counted: "Due | Running", lang: Language) -> Iterator[str]:
    """What was counted, by what."""
    from govrules.counting.due import Due
    from govrules.explaining.language import date

    asked = counted.count
    words = _WORDS[lang]
    trigger = asked.trigger
    shown = trigger.isoformat(" ", "minutes") if isinstance(trigger, dt.datetime) else trigger.isoformat()
    period = "" if asked.period is None else asked.period.text(lang)
    yield words[asked.direction].format(period=clean(period), trigger=shown)
    titles = (asked.calendar.data.title.text(lang), asked.convention.title.text(lang))
    yield words["calendar"].format(name=_named(asked.calendar.name, titles[0], lang))
    yield words["convention"].format(name=_named(asked.convention.name, titles[1], lang))
    if asked.known_at is not None:
        yield words["known_at"].format(day=date(asked.known_at, lang))
    if isinstance(counted, Due) and counted.late_from != counted.end:
        yield words["late_from"].format(at=clock(counted.late_from))


def clock(when: dt.datetime) -> str:
    """An instant by its own clock; unlike an end, one at midnight belongs to the day that begins."""
    return f"{when:%Y-%m-%d %H:%M}" + (f":{when:%S}" if when.second else "")


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
            "known_at": "days off as they were known on {day}",
            "late_from": "late from {at}",
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
            "known_at": "放假安排以{day}所知为准",
            "late_from": "自 {at} 起为逾期",
            "projected": "涉及尚未公布的放假安排（已公布至{horizon}），可能变动",
        },
    }
)
