"""Where clocks are turned back, and the cases in which something happened meanwhile.

For an hour or so the wall clock shows every time twice, and what comes first by the clock does not come first
in time. The reference knows what that means for triggers; such cases are handed over.
"""

from zoneinfo import ZoneInfo

from govrules.engine.compile.clocks import clocks_of
from govrules.model.columns import DAY, Columns

_CENTURIES = 300 * 366 * DAY
"""in a log that says it spans more, something is wrong"""


def turned_back(columns: Columns, zone: ZoneInfo) -> frozenset[int]:
    """The cases with an event on or next to a day of UTC on which the clocks of a zone are turned back."""
    if not len(columns.times):
        return frozenset()
    first, last = max(columns.first_time, 0), columns.last_time
    if last - first > _CENTURIES:
        return frozenset(range(len(columns.cases)))
    clocks = clocks_of(zone)
    if last < 0 or clocks.steady(first - 2 * DAY, last + 2 * DAY) is not None:
        return frozenset()
    moves = clocks.moves(first - 2 * DAY, last + 2 * DAY)
    days = {day for at, before, after in moves if after < before for day in _around(at)}
    if not days:
        return frozenset()
    starts = columns.starts
    found: set[int] = set()
    case = 0
    for place, time in enumerate(columns.times):
        if time // DAY in days:
            while starts[case + 1] <= place:
                case += 1
            found.add(case)
    return frozenset(found)


def _around(micros: int) -> tuple[int, int, int]:
    day = micros // DAY
    return (day - 1, day, day + 1)
