"""The proof of a due date for people: as a list of days, and as a month calendar."""

import calendar as months
import datetime as dt
from collections.abc import Iterable, Mapping

from govrules.counting.result import Due
from govrules.counting.trace import TraceStep
from govrules.diagnostics import display_width
from govrules.model.period import Period

_WEEKDAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
}
_REASONS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "working": "working day",
        "make_up": "make-up working day",
        "weekend": "weekend",
        "statutory": "statutory day off",
        "swapped": "day of rest by notice",
        "closure": "closed",
        "recess": "recess, no unit counts",
        "paused": "paused",
        "any_day": "",
    },
    "zh": {
        "working": "工作日",
        "make_up": "补班日",
        "weekend": "周末",
        "statutory": "法定节假日",
        "swapped": "调休",
        "closure": "停办",
        "recess": "停止计算",
        "paused": "中止",
        "any_day": "",
    },
}
_ACTIONS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "trigger": "trigger",
        "cutoff": "after the cut-off: counts as {to}",
        "start_moved": "starts on a day off: moved to {to}",
        "first_day": "first day, not counted: {of}",
        "months": "{of} from here: {to}",
        "months_paused": "{amount} days were paused on the way and are made good",
        "month_end": "carried to the end of the month: {to}",
        "clear_day": "clear days: the day beyond, {to}",
        "extension": "extended from here: {of}",
        "extension_no_earlier": "the extension from its approval ends here: stays {to}",
        "rest_run": "{amount} days of long rest inside the period: as many working days on, {to}",
        "rolled": "last day off: moved to {to}",
        "stays": "stays where it falls",
        "previous_at_origin": "moved back it would reach the origin ({to}): moved on instead",
        "from_data": "date given in the data, never moved",
        "clock": "{of} by the clock",
        "opening": "opens {to}",
        "closing": "closes {to}",
        "due_end": "due, until {to}",
        "paused_still": "paused, and nothing has ended it",
    },
    "zh": {
        "trigger": "触发",
        "cutoff": "已过截止时刻，视为 {to}",
        "start_moved": "起算日为休息日，移至 {to}",
        "first_day": "开始的当日，不计入：{of}",
        "months": "自此{of}：{to}",
        "months_paused": "期间中止 {amount} 日，顺延补足",
        "month_end": "顺延至月末：{to}",
        "clear_day": "须满整日：再越一日，{to}",
        "extension": "自此延长：{of}",
        "extension_no_earlier": "自批准日起的延长止于此，不早于 {to}",
        "rest_run": "期内有长假 {amount} 日，顺延相同工作日至 {to}",
        "rolled": "最后一日为休息日，移至 {to}",
        "stays": "遇休息日不顺延",
        "previous_at_origin": "提前将到达起算日（{to}），改为顺延",
        "from_data": "数据所给日期，不予移动",
        "clock": "按时钟计算 {of}",
        "opening": "开门 {to}",
        "closing": "关门 {to}",
        "due_end": "届满，截至 {to}",
        "paused_still": "中止，尚未恢复",
    },
}
_HEAD = {
    "en": "{period} {direction} {trigger}, calendar {calendar}, convention {convention}",
    "zh": "{trigger} {direction} {period}，日历 {calendar}，计算规则 {convention}",
}
_DIRECTIONS = {
    "en": {"after": "after", "before": "before"},
    "zh": {"after": "之后", "before": "之前"},
}
_BASIS = {
    "en": {
        "announced": "all days it leans on are announced",
        "projected": "leans on days not yet announced (announced up to {horizon})",
    },
    "zh": {"announced": "所涉日期均已公布", "projected": "涉及尚未公布的日期（已公布至 {horizon}）"},
}
_BY_DATE = {"en": "by date", "zh": "指定日期"}
_LEGEND = {
    "en": "> start   number: counted day   . not counted   = paused   * due",
    "zh": "> 起算   数字：计入的日   . 不计入   = 中止   * 届满",
}


def render_trace(due: Due, *, lang: str = "en") -> str:
    """The proof as text, a line for each day and step.

    >>> from govrules.counting.due import due
    >>> from govrules.model.calendar import Calendar
    >>> office = Calendar.of("office", first_day=dt.date(2025, 1, 1), last_day=dt.date(2025, 12, 31))
    >>> print(render_trace(due("2 working days", after=dt.date(2025, 3, 6), calendar=office)))
    2 working days after 2025-03-06, calendar office, convention default
    2025-03-06 Thu      trigger
    2025-03-06 Thu      first day, not counted: 2 working days
    2025-03-07 Fri   1  working day
    2025-03-08 Sat   -  weekend
    2025-03-09 Sun   -  weekend
    2025-03-10 Mon   2  working day
    2025-03-10 Mon      due, until 24:00
    all days it leans on are announced
    """
    lang = "zh" if lang == "zh" else "en"
    lines = [_head(due, lang), *(_line(step, lang) for step in due.trace)]
    lines.append(_BASIS[lang][due.basis].format(horizon=due.horizon))
    return "\n".join(lines)


def render_steps(steps: Iterable[TraceStep], *, lang: str = "en") -> str:
    """Some steps alone, such as those of a count that is still paused."""
    lang = "zh" if lang == "zh" else "en"
    return "\n".join(_line(step, lang) for step in steps)


def _head(due: Due, lang: str) -> str:
    count = due.count
    period = _BY_DATE[lang] if count.period is None else count.period.text(lang)
    return _HEAD[lang].format(
        period=period,
        direction=_DIRECTIONS[lang][count.direction],
        trigger=_moment(count.trigger),
        calendar=due.calendar,
        convention=due.convention,
    )


def _line(step: TraceStep, lang: str) -> str:
    day = f"{step.date} {_WEEKDAYS[lang][step.date.weekday()]}"
    if step.action in {"day", "rolling"}:
        number = str(step.number) if step.number is not None else "-"
        why = _REASONS[lang][step.why] if step.why else ""
        name = step.name.text(lang)
        said = f"{why}: {name}" if name and lang == "en" else f"{why}：{name}" if name else why
        return f"{day} {number:>3}  {said}".rstrip()
    to = _until(step) if step.action == "due_end" else step.to
    shown = to if isinstance(to, str) else "" if to is None else _moment(to)
    of = _of(step.of, lang)
    return f"{day}      {_ACTIONS[lang][step.action].format(to=shown, of=of, amount=step.amount)}".rstrip()


def _of(written: str | None, lang: str) -> str:
    """Canonical words of a part; summed parts are several joined by `+`."""
    if written is None:
        return ""
    return " + ".join(Period.parse(part).text(lang) for part in written.split(" + "))


def _until(step: TraceStep) -> str:
    assert isinstance(step.to, dt.datetime)
    # A day that ends at midnight ends at 24:00, and not at the next day's beginning.
    if step.to.time() == dt.time.min and step.to.date() == step.date + dt.timedelta(days=1):
        return "24:00"
    clock = step.to.strftime("%H:%M:%S").removesuffix(":00")
    return clock if step.to.date() == step.date else f"{step.to.date()} {clock}"


def _moment(moment: dt.date | dt.datetime) -> str:
    if isinstance(moment, dt.datetime):
        return moment.isoformat(sep=" ", timespec="minutes")
    return moment.isoformat()


def render_month(due: Due, *, lang: str = "en") -> str:
    """The months from the origin to the due date as a calendar, each counted day with its number.

    >>> from govrules.counting.due import due
    >>> from govrules.model.calendar import Calendar
    >>> office = Calendar.of("office", first_day=dt.date(2025, 1, 1), last_day=dt.date(2025, 12, 31))
    >>> print(render_month(due("2 working days", after=dt.date(2025, 3, 6), calendar=office)).splitlines()[3])
                       >    1    .    .
    """
    lang = "zh" if lang == "zh" else "en"
    marks = _marks(due)
    first = min(min(marks, default=due.date), due.origin, due.date)
    last = max(max(marks, default=due.date), due.origin, due.date)
    lines: list[str] = []
    # Of a period of years only the months in which something is looked at are worth a page.
    shown = {(day.year, day.month) for day in (*marks, due.origin, due.date)}
    for year, month in sorted(shown):
        lines += [*_month(year, month, marks, lang, span=(first, last)), ""]
    return "\n".join([*lines, _LEGEND[lang]])


def _marks(due: Due) -> dict[dt.date, str]:
    marks: dict[dt.date, str] = {}
    for step in due.trace:
        if step.action in {"day", "rolling"}:
            mark = str(step.number) if step.number is not None else "=" if step.why == "paused" else "."
            marks[step.date] = mark
    marks.setdefault(due.origin, ">")
    marks[due.date] = f"{marks[due.date]}*" if marks.get(due.date, ".").isdigit() else "*"
    return marks


def _month(
    year: int, month: int, marks: Mapping[dt.date, str], lang: str, *, span: tuple[dt.date, dt.date]
) -> list[str]:
    lines = [f"{year}-{month:02}", "".join(_cell(day) for day in _WEEKDAYS[lang])]
    for week in months.Calendar().monthdayscalendar(year, month):
        inside = [dt.date(year, month, number) if number else None for number in week]
        if all(day is None or not span[0] <= day <= span[1] for day in inside):
            continue
        lines.append("".join(_cell(str(day.day) if day else "") for day in inside).rstrip())
        lines.append("".join(_cell(marks.get(day, "") if day else "") for day in inside).rstrip())
    return lines


def _cell(text: str) -> str:
    return " " * (5 - display_width(text)) + text
