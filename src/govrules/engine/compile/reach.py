"""Which cases of a log hold what times, and how far each is read for a policy."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import compress, pairwise

import attrs

from govrules.engine.compile.ends import micros_of
from govrules.engine.moments import is_read, last_day_read, start_of_day, utc
from govrules.engine.view import View
from govrules.model.columns import DAY, EPOCH, Columns
from govrules.model.findings import Moment
from govrules.model.remembered import remembered


@attrs.frozen(eq=False)
class Reach:
    """How far a log is read for one policy."""

    ends: Sequence[int]
    """of each case where the events begin that lie after `as_of`"""
    as_of: int
    """in microseconds, included"""

    @classmethod
    def of(cls, view: View, columns: Columns, *, all_read: bool) -> "Reach":
        as_of = _micros_of(view.as_of)
        times, starts = columns.times, columns.starts
        if not len(times):
            return cls(starts[1:], as_of)
        if 1 not in columns.flags:
            return cls(starts[1:] if columns.last_time <= as_of else _last_ends(columns, as_of), as_of)
        last_day = last_day_read(view.as_of)
        # A day that a zone left out has not begun at its end.
        skipped = not is_read(start_of_day(last_day), view.as_of, view.zone)
        last_bare = (last_day.toordinal() - EPOCH - skipped) * DAY
        if (all_read and not skipped) or columns.last_time <= min(as_of, last_bare):
            return cls(starts[1:], as_of)
        return cls(_ends(columns, as_of, last_bare), as_of)


def _micros(moment: Moment) -> int:
    assert moment.instant is not None
    return micros_of(utc(moment.instant))


_micros_of = remembered(_micros)
"""of the end of a day, up to which many cases are read"""


def _last_ends(columns: Columns, as_of: int) -> list[int]:
    """Of each case where what is not read begins, in a log of instants."""
    times, starts = columns.times, columns.starts
    # Most cases end before: only their last events are looked at.
    ends = list(starts[1:])
    lasts = map(times.__getitem__, map((-1).__add__, ends))
    for case in compress(range(len(ends)), map(as_of.__lt__, lasts)):
        ends[case] = bisect_right(times, as_of, starts[case], ends[case])
    return ends


def _ends(columns: Columns, as_of: int, last_bare: int) -> list[int]:
    """Of each case where what is not read begins; cases of dates and of instants have each an end."""
    times, flags = columns.times, columns.flags
    return [
        bisect_right(times, last_bare if end > start and flags[start] else as_of, start, end)
        for start, end in pairwise(columns.starts)
    ]


@attrs.frozen(eq=False)
class Modes:
    """The cases of a log by what times they hold."""

    instants: Sequence[int]
    dates: Sequence[int]
    mixed: Sequence[int]
    """cases that hold both: the reference knows how they go together"""

    @classmethod
    def of(cls, columns: Columns) -> "Modes":
        flags, starts, number = columns.flags, columns.starts, len(columns.cases)
        if 1 not in flags:
            return cls(range(number), (), ())
        if 0 not in flags:
            return cls((), range(number), ())
        instants: list[int] = []
        dates: list[int] = []
        mixed: list[int] = []
        for case in range(number):
            length = starts[case + 1] - starts[case]
            dated = flags.count(1, starts[case], starts[case + 1])
            (instants if not dated else dates if dated == length else mixed).append(case)
        return cls(instants, dates, mixed)
