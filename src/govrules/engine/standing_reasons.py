"""Why a count or a cover cannot be judged: the sentences of quotas and of what must hold.

As in `reasons`, no sentence holds a value of a case's data.
"""

import datetime as dt

from govrules.engine.reasons import joined
from govrules.model.findings import Reason

_SHOWN = 3
"""doubts that a finding spells out; a year may hold hundreds"""


def several(found: tuple[Reason, ...]) -> Reason:
    """The first few reasons, and how many more there are."""
    unique = tuple(dict.fromkeys(found))
    shown = joined(unique[:_SHOWN])
    more = len(unique) - _SHOWN
    if more <= 0:
        return shown
    return Reason(shown.code, f"{shown.en}; and {more} more", f"{shown.zh}；另有 {more} 项")


def log_begins_within(name: str | None, start: dt.date, first: dt.date | None) -> Reason:
    """The log begins after the time that is asked about, and nobody says that it covers it."""
    begins = "the log is empty" if first is None else f"the log begins on {first}"
    begins_zh = "日志为空" if first is None else f"日志始于 {first}"
    en = f"{begins}, and what came before it from {start} on is not there to be counted"
    zh = f"{begins_zh}，此前自 {start} 起的事件无从计数"
    if name is not None:
        en = f"{en}: where it is on record, declare `recorded` of `{name}`"
        zh = f"{zh}：如另有记录，请声明 `{name}` 的 `recorded`"
    return Reason("not-recorded", en, zh)


def no_base(variable: str, start: dt.date, last: dt.date) -> Reason:
    return Reason(
        "no-base",
        f"the `{variable}` was not in force for the whole of {start} to {last}, so there is no share of it",
        f"该 `{variable}` 在 {start} 至 {last} 期间并非全程在册，无从计算比例",
    )


def no_previous_period() -> Reason:
    return Reason("no-base", "without `every` there is no previous period", "未写 `every`，没有上期可言")


def not_a_bound(lookup: str) -> Reason:
    return Reason(
        "not-a-number",
        f"the value of `{lookup}` is neither a number nor a list",
        f"`{lookup}` 的值既非数字也非列表",
    )


def not_a_sum(event: str) -> Reason:
    return Reason(
        "not-a-number",
        f"what an event `{event}` adds is not a number",
        f"事件 `{event}` 所计入的值不是数字",
    )


def closing_uncertain() -> Reason:
    return Reason(
        "closing-uncertain",
        "whether the time counted has been closed is not certain",
        "计数期间是否已经结束并不确定",
    )


def no_office_hours(calendar: str) -> Reason:
    return Reason(
        "no-office-hours",
        f"the calendar `{calendar}` has no office hours",
        f"日历 `{calendar}` 没有办公时间",
    )


def hold_uncertain() -> Reason:
    return Reason(
        "hold-uncertain",
        "something ended that nobody saw begin, and may have held before",
        "有一段持续状态只见结束、未见开始，此前可能一直持续",
    )
