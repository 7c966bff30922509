"""Pauses (中止): which dates and which instants they take out of a count."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, TypeAlias

from govrules.counting.errors import CountingError
from govrules.declaring import frozen
from govrules.diagnostics.codes import time as codes
from govrules.model.convention import PauseDays

Moment: TypeAlias = dt.date | dt.datetime
Spans: TypeAlias = tuple[tuple[int, int], ...]

FOREVER = dt.date.max.toordinal() + 1
"""the end of a pause that nothing has ended yet: later than any date"""


@frozen
class Pause:
    """The clock stands still from `start` to `end`; without an end it still does.

    `days` says which dates it takes out where that differs from the convention's `pause_days`.
    """

    start: Moment
    end: Moment | None = None
    days: PauseDays | None = None


@frozen
class Mark:
    """Something that starts or ends a pause."""

    at: Moment
    starts: bool


@frozen
class Paired:
    """Pauses made from marks; `ignored` are the positions of the marks that had no effect."""

    pauses: tuple[Pause, ...]
    ignored: tuple[int, ...]


def pair_pauses(
    marks: Sequence[Mark],
    *,
    again: Literal["ignore", "move"] = "ignore",
    key: Callable[[Moment], object] | None = None,
) -> Paired:
    """Pauses from the events that start and end them.

    At equal times, if paused, ends come before starts, else starts first: a pause of no length is one, and
    pauses that touch are two that join.

    Args:
        marks: in any order; an end with nothing paused is ignored.
        again: a second start while paused is ignored, or replaces the first (`pause_again`).
        key: what orders the times; by default dates stand at the beginning of their day.

    >>> day = dt.date(2025, 3, 5)
    >>> pair_pauses([Mark(day, starts=True)]).pauses
    (Pause(start=datetime.date(2025, 3, 5), end=None, days=None),)
    """
    order = key or _beginning
    waiting = sorted(range(len(marks)), key=lambda at: order(marks[at].at))  # type: ignore[arg-type, return-value]
    pauses: list[Pause] = []
    ignored: list[int] = []
    open_at: int | None = None
    while waiting:
        same = [at for at in waiting if order(marks[at].at) == order(marks[waiting[0]].at)]
        wanted = open_at is None
        chosen = next((at for at in same if marks[at].starts is wanted), same[0])
        waiting.remove(chosen)
        mark = marks[chosen]
        if mark.starts and open_at is None:
            open_at = chosen
        elif mark.starts:
            ignored.append(chosen if again == "ignore" else _known(open_at))
            open_at = chosen if again == "move" else open_at
        elif open_at is None:
            ignored.append(chosen)
        else:
            pauses.append(Pause(marks[open_at].at, mark.at))
            open_at = None
    if open_at is not None:
        pauses.append(Pause(marks[open_at].at))
    return Paired(tuple(pauses), tuple(sorted(ignored)))


def _known(position: int | None) -> int:
    assert position is not None
    return position


def _beginning(moment: Moment) -> object:
    if isinstance(moment, dt.datetime):
        return (moment.date(), moment.time()) if moment.tzinfo is None else (moment.date(), moment.timetz())
    return (moment, dt.time.min)


def paused_spans(
    pauses: Iterable[Pause], *, pause_days: PauseDays, local_day: Callable[[Moment], int]
) -> Spans:
    """The dates that pauses take out, as spans of ordinals with both ends included, in order and disjoint.

    Raises:
        CountingError: a pause that ends before it starts.
    """
    found: list[tuple[int, int]] = []
    for pause in pauses:
        brackets = pause.days or pause_days
        start = local_day(pause.start)
        low = start if brackets[0] == "[" else start + 1
        if pause.end is None:
            found.append((low, FOREVER))
            continue
        check_order(pause, local_day)
        end = local_day(pause.end)
        high = end if brackets[1] == "]" else end - 1
        if low <= high:
            found.append((low, high))
    return merged(found)


def check_order(pause: Pause, local_day: Callable[[Moment], int]) -> None:
    """Refuse a pause that ends before it starts; of a bare date only the day is known."""
    start, end = pause.start, pause.end
    if end is None:
        return
    backwards = local_day(end) < local_day(start)
    if isinstance(start, dt.datetime) and isinstance(end, dt.datetime):
        comparable = (start.tzinfo is None) == (end.tzinfo is None)
        backwards = end < start if comparable else backwards
    if backwards:
        raise CountingError(codes.PAUSE_ENDS_BEFORE_START, {"start": start, "end": end})


def merged(spans: Iterable[tuple[int, int]]) -> Spans:
    """Spans in order, those that overlap or touch joined.

    >>> merged([(5, 6), (1, 2), (3, 4)])
    ((1, 6),)
    """
    result: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if result and low <= result[-1][1] + 1:
            result[-1] = (result[-1][0], max(result[-1][1], high))
        else:
            result.append((low, high))
    return tuple(result)


def capped(spans: Spans, most: int, *, counts: Callable[[int], bool] | None = None) -> Spans:
    """The first `most` days of the spans in time order; what lies beyond is counted again.

    Args:
        counts: which days use up the cap; all do by default.
    """
    result: list[tuple[int, int]] = []
    left = most
    for low, high in spans:
        if left <= 0:
            break
        if counts is None:
            last = min(high, low + left - 1)
            left -= last - low + 1
        else:
            last = low - 1
            while last < high and (left > 0 or not counts(last + 1)):
                last += 1
                left -= counts(last)
        if last >= low:
            result.append((low, last))
    return tuple(result)
