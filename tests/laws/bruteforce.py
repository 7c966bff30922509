"""The counting of time once more, written from its definition alone, a day at a time, sharing no code.

It knows dates only, takes plain values, and is as slow and as plain as it can be: every question is answered
by looking at each day. What it says and what the package says must be equal everywhere.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

ONE = dt.timedelta(days=1)


class OutsideError(Exception):
    """The walk leaves the days that the calendar knows."""


class NeverEndsError(Exception):
    """The walk runs into a pause that nothing ended."""


@attrs.frozen
class PlainCalendar:
    """Days by their kind: `off` maps a date to the kind of its day off."""

    first: dt.date
    last: dt.date
    weekend: frozenset[int]
    off: Mapping[dt.date, str]
    make_up: frozenset[dt.date]

    def works(self, day: dt.date) -> bool:
        if not self.first <= day <= self.last:
            raise OutsideError(day)
        if day in self.off:
            return False
        return day.weekday() not in self.weekend or day in self.make_up

    def recess(self, day: dt.date) -> bool:
        return self.off.get(day) == "recess"

    def rest(self, day: dt.date) -> bool:
        if self.works(day):
            return False
        return self.off.get(day) not in {"closure", "recess"} or day.weekday() in self.weekend


@attrs.frozen
class PlainPause:
    start: dt.date
    end: dt.date | None
    brackets: str

    def holds(self, day: dt.date) -> bool:
        after_start = day >= self.start if self.brackets[0] == "[" else day > self.start
        if self.end is None:
            return after_start
        before_end = day <= self.end if self.brackets[1] == "]" else day < self.end
        return after_start and before_end


@attrs.frozen
class PlainQuestion:
    """`parts` and the parts of `extensions` are pairs of an amount and a unit."""

    parts: Sequence[tuple[int, str]]
    trigger: dt.date
    forward: bool
    calendar: PlainCalendar
    keys: Mapping[str, Any]
    pauses: Sequence[PlainPause] = ()
    extensions: Sequence[tuple[Sequence[tuple[int, str]], dt.date | None]] = ()
    to_month_end: bool = False


@attrs.frozen
class PlainAnswer:
    origin: dt.date
    unrolled: dt.date
    due: dt.date


def answer(asked: PlainQuestion) -> PlainAnswer:
    """Steps 3 to 8 of the order of computation.

    Raises:
        OutsideError, NeverEndsError
    """
    step = ONE if asked.forward else -ONE
    origin = asked.trigger
    if asked.keys["start_on_day_off"] == "move":
        while not asked.calendar.works(origin):
            origin += step

    parts = [reading(part, asked.keys) for part in asked.parts]
    extensions = list(asked.extensions)
    if asked.keys["extend_from"] == "trigger":
        for more, _ in extensions:
            for unit, amount in (reading(part, asked.keys) for part in more):
                like = [at for at, (own, _) in enumerate(parts) if own == unit]
                if like:
                    parts[like[-1]] = (unit, parts[like[-1]][1] + amount)
                else:
                    parts.append((unit, amount))
        extensions = []

    end = run(asked, origin, parts, step, first=True)
    if asked.to_month_end:
        while (end + ONE).month == end.month:
            end += ONE
    nothing = all(amount == 0 for _, amount in parts) and not extensions and not asked.to_month_end
    if asked.keys["clear_days"] and not nothing:
        end += step
    for more, approved in extensions:
        readings = [reading(part, asked.keys) for part in more]
        if asked.keys["extend_from"] == "rolled":
            end = run(asked, roll(asked, origin, end), readings, step, first=False)
        elif asked.keys["extend_from"] == "approval":
            assert approved is not None
            longer = run(asked, approved, readings, step, first=False)
            end = max(end, longer) if asked.forward else min(end, longer)
        else:
            end = run(asked, end, readings, step, first=False)
    if asked.keys["rest_run"] is not None and not nothing:
        end = after_rest(asked, origin, end, step)
    return PlainAnswer(origin, end, roll(asked, origin, end, nothing=nothing))


def reading(part: tuple[int, str], keys: Mapping[str, Any]) -> tuple[str, int]:
    amount, unit = part
    if unit == "weeks":
        return "calendar", 7 * amount
    if unit == "years":
        return "months", 12 * amount
    if unit == "days":
        short = keys["short_periods"]
        if short is not None and amount <= short:
            return "working", amount
        return keys["days_are"], amount
    return {"working days": "working", "calendar days": "calendar", "months": "months"}[unit], amount


def paused(asked: PlainQuestion, day: dt.date) -> bool:
    return any(pause.holds(day) for pause in asked.pauses)


def for_ever(asked: PlainQuestion, day: dt.date) -> bool:
    return any(pause.end is None and pause.holds(day) for pause in asked.pauses)


def counts(asked: PlainQuestion, day: dt.date, unit: str) -> bool:
    if asked.forward and for_ever(asked, day):
        raise NeverEndsError
    if paused(asked, day) or asked.calendar.recess(day):
        return False
    return unit != "working" or asked.calendar.works(day)


def run(
    asked: PlainQuestion,
    start: dt.date,
    parts: Sequence[tuple[str, int]],
    step: dt.timedelta,
    *,
    first: bool,
) -> dt.date:
    end = start
    for position, (unit, amount) in enumerate(parts):
        if amount == 0:
            continue
        included = first and position == 0 and asked.keys["first_day"] == "included"
        if unit == "months":
            end = run_months(asked, end, amount, step, included=included)
            continue
        day = end if included else end + step
        number = 0
        while True:
            number += counts(asked, day, unit)
            if number == amount:
                break
            day += step
        end = day
    return end


def run_months(
    asked: PlainQuestion, origin: dt.date, amount: int, step: dt.timedelta, *, included: bool
) -> dt.date:
    start = origin
    while not counts(asked, start, "calendar"):
        start += step
    end = month_end_of(start, amount, asked, included=included)
    missed = 0
    # One month from a first day that is included can end before it begins only by less than it: never.
    day = start
    while day != end:
        day += step
        missed += paused(asked, day) or asked.calendar.recess(day)
    while missed:
        end += step
        missed -= counts(asked, end, "calendar")
    return end


def month_end_of(start: dt.date, amount: int, asked: PlainQuestion, *, included: bool) -> dt.date:
    rule = asked.keys["months"]
    if rule == "from_next_day" and asked.forward and not included:
        start, included = start + ONE, True
    year, month = start.year, start.month
    for _ in range(amount):
        month += 1 if asked.forward else -1
        if month in {0, 13}:
            year, month = (year + 1, 1) if month == 13 else (year - 1, 12)
    last = dt.date(year, month, 28)
    while (last + ONE).month == month:
        last += ONE
    wanted = start.day
    if rule == "month_end_sticks" and (start + ONE).month != start.month:
        wanted = last.day
    exists = wanted <= last.day
    if included and asked.forward:
        return dt.date(year, month, wanted) - ONE if exists else last
    if included:
        return dt.date(year, month, wanted) + ONE if exists else last + ONE
    if exists:
        return dt.date(year, month, wanted)
    return last + ONE if asked.keys["missing_day"] == "next_month_start" else last


def after_rest(asked: PlainQuestion, origin: dt.date, end: dt.date, step: dt.timedelta) -> dt.date:
    inside = []
    day = origin
    while day != end:
        day += step
        inside.append(asked.calendar.rest(day))
    runs = "".join("x" if rest else " " for rest in inside).split()
    extra = sum(len(run_) for run_ in runs if len(run_) >= asked.keys["rest_run"])
    while extra:
        end += step
        extra -= asked.calendar.works(end)
    return end


def roll(asked: PlainQuestion, origin: dt.date, end: dt.date, *, nothing: bool = False) -> dt.date:
    rule = asked.keys["last_day_off"]
    if rule == "onward":
        rule = "next" if asked.forward else "previous"
    if rule == "stays":
        return end
    if rule == "previous":
        day = end
        while not asked.calendar.works(day) or (not asked.forward and paused(asked, day)):
            day -= ONE
        if not asked.forward or nothing:
            return day
        if day == end or day > origin:
            return day
    day = end
    while not asked.calendar.works(day) or paused(asked, day):
        if for_ever(asked, day):
            raise NeverEndsError
        day += ONE
    return day
