"""What looks wrong in a calendar that can be read: slips that no reader of a file can call mistakes."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from govrules.counting.calendar import working_calendar
from govrules.declaring import frozen
from govrules.diagnostics import Code, Diagnostic
from govrules.diagnostics.codes import tables as codes
from govrules.model.calendar import Calendar, DayChange, DayOff, MakeUpDay

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAYS_ZH = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
_MOST_WEEKEND = 3
_KINDS = {
    "working": ("an ordinary working day", "普通工作日"),
    "weekend": ("an ordinary weekend day", "普通周末"),
    "make_up": ("a make-up working day", "补班日"),
    "statutory": ("a statutory day off", "法定节假日"),
    "swapped": ("a day of rest", "调休日"),
    "closure": ("closed", "停办日"),
    "recess": ("in recess", "停止计算之日"),
}


@frozen
class Doubt:
    """One thing that looks wrong, and where to look for it."""

    diagnostic: Diagnostic
    day: dt.date | None = None
    """the day that it is about"""
    reference: str = ""
    """the notice that it is about"""


def doubts(calendar: Calendar, *, base: Calendar | None = None) -> tuple[Doubt, ...]:
    """Everything that looks wrong in a calendar; warnings all, since each of them may be meant.

    Notices out of the order of their publication, exchanges of which one half is missing, years without a day
    off, a horizon that the notices do not bear out, changes that change nothing, days off in two ways, a
    weekend of more than three days, working days without office hours.

    Args:
        calendar: what is looked at.
        base: the calendar that it lies over, whose own notices and years are not judged again.

    >>> office = Calendar.of("office", first_day=dt.date(2024, 1, 1), last_day=dt.date(2026, 12, 31),
    ...                      days_off=[dt.date(2024, 1, 1), dt.date(2026, 1, 1)])
    >>> [each.diagnostic.message() for each in doubts(office)]
    ['2025 has no day off but weekends']
    """
    return (
        *_week(calendar),
        *_twice(calendar),
        *_swaps(calendar),
        *(_empty_years(calendar) if base is None else ()),
        *_notices(calendar, base),
        *_horizon(calendar),
    )


def _doubt(code: Code, **values: object) -> Doubt:
    return Doubt(Diagnostic(code, values=values, severity="warning"))


def _on(code: Code, day: dt.date, **values: object) -> Doubt:
    return Doubt(Diagnostic(code, values={"day": day, **values}, severity="warning"), day)


def _week(calendar: Calendar) -> Iterator[Doubt]:
    if len(calendar.weekend) > _MOST_WEEKEND:
        yield _doubt(codes.STRANGE_WEEKEND, count=len(calendar.weekend))
    if calendar.hours is None:
        return
    for weekday, spans in enumerate(calendar.hours.week):
        if not spans and weekday not in calendar.weekend:
            words = {"weekday": _WEEKDAYS[weekday], "weekday_zh": _WEEKDAYS_ZH[weekday]}
            yield _doubt(codes.OPEN_WITHOUT_HOURS, **words)


def _twice(calendar: Calendar) -> Iterator[Doubt]:
    seen: dict[dt.date, DayOff] = {}
    for day in calendar.days_off:
        first = seen.setdefault(day.date, day)
        if first is not day:
            kinds = {"first": first.kind.value, "second": day.kind.value}
            yield _on(codes.DAY_IN_TWO_KINDS, day.date, **kinds)


def _swaps(calendar: Calendar) -> Iterator[Doubt]:
    days = working_calendar(calendar)
    halves: list[DayOff | MakeUpDay] = [*calendar.days_off, *calendar.make_up]
    for half in halves:
        other = half.swapped_with
        if other is None or other not in days:
            continue
        found = days.why_not(other).kind
        if found == "make_up" if isinstance(half, DayOff) else not days.is_working_day(other):
            continue
        kind, kind_zh = _KINDS[found]
        yield _on(codes.SWAP_WITHOUT_PARTNER, half.date, other=other, kind=kind, kind_zh=kind_zh)


def _empty_years(calendar: Calendar) -> Iterator[Doubt]:
    with_days = {day.date.year for day in calendar.days_off}
    if not with_days:
        return
    for year in range(calendar.first_day.year, calendar.last_day.year + 1):
        whole = calendar.first_day <= dt.date(year, 1, 1) and dt.date(year, 12, 31) <= calendar.last_day
        if whole and year not in with_days:
            yield _doubt(codes.YEAR_WITHOUT_DAYS_OFF, year=year)


def _notices(calendar: Calendar, base: Calendar | None) -> Iterator[Doubt]:
    latest: dt.date | None = None
    known = {each.reference for each in calendar.notices}
    days = working_calendar(calendar)
    changed = Counter(change.date for notice in calendar.notices for change in notice.changes)
    for notice in calendar.notices:
        if base is not None and notice in base.notices:
            continue
        reference = notice.reference
        if notice.published is not None:
            if latest is not None and notice.published < latest:
                values = {"published": notice.published, "earlier": latest}
                yield _about(codes.NOTICES_OUT_OF_ORDER, reference, **values)
            latest = max(notice.published, latest or notice.published)
        if notice.supersedes is not None and notice.supersedes not in known:
            yield _about(codes.SUPERSEDES_NOTHING, reference, other=notice.supersedes)
        # A later notice may have changed a day back.
        for change in notice.changes:
            if (
                changed[change.date] == 1
                and change.date in days
                and _was(change, calendar) == days.why_not(change.date).kind
            ):
                yield _about(codes.CHANGE_WITHOUT_EFFECT, reference, day=change.date)


def _about(code: Code, reference: str, **values: object) -> Doubt:
    found = Diagnostic(code, values={"reference": reference, **values}, severity="warning")
    day = values.get("day")
    return Doubt(found, day if isinstance(day, dt.date) else None, reference)


def _was(change: DayChange, calendar: Calendar) -> str:
    match change.before:
        case DayOff():
            return change.before.kind.value
        case MakeUpDay():
            return "make_up"
    return "weekend" if change.date.weekday() in calendar.weekend else "working"


def _horizon(calendar: Calendar) -> Iterator[Doubt]:
    horizon = calendar.announced_until
    reached = [each.announces_until for each in calendar.notices if each.announces_until is not None]
    if horizon is None:
        return
    said: tuple[str, str] | None = None
    if not calendar.first_day <= horizon <= calendar.last_day:
        first, last = calendar.first_day, calendar.last_day
        said = (f"the calendar runs from {first} to {last}", f"日历范围为 {first} 至 {last}")
    elif reached and max(reached) != horizon:
        said = (f"the notices reach to {max(reached)}", f"各通知只公布至 {max(reached)}")
    if said is not None:
        yield _doubt(codes.HORIZON_DISAGREES, horizon=horizon, what=said[0], what_zh=said[1])


__all__ = ["Doubt", "doubts"]
