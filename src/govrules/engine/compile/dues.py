"""Due ends as a program asks about them, in one log: by day or instant, with pauses and extensions."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, TypeAlias

from govrules.counting.due import Extension, Pause
from govrules.counting.result import Running
from govrules.engine.compile.ends import UNKNOWN_END, End, Ends, Stops, end_of
from govrules.engine.compile.writing import JUDGED_ALONE
from govrules.engine.counts import Counting
from govrules.model.findings import Moment
from govrules.model.period import Period

Entry: TypeAlias = tuple[int, bool, int, int]
"""from which microsecond on an event is late; whether that time has come by `as_of`; the last day in time;
and from which day on a pause may come too late to stop anything"""
UNKNOWN: Entry = (-1 << 62, True, 0, 0)
"""where nobody knows when it is due: as if the time had always been up, so that it is seen when it ends"""


def entry_of(due: object, *, bare: bool, as_of: int) -> Entry:
    """A due end as the programs ask about it; `UNKNOWN` where there is none."""
    return _entry(end_of(due), bare=bare, as_of=as_of)


def _entry(end: End, *, bare: bool, as_of: int) -> Entry:
    if end is UNKNOWN_END:
        return UNKNOWN
    return (end[1] if bare else end[0], end[2] <= as_of, end[3], end[4])


class Dues(dict[object, Entry]):
    """The due ends of one limit, each looked up when it is first asked for.

    Asked by local day where that alone decides, else by microseconds; `UNKNOWN` where there is none.

    Raises:
        HandOver: it is not known when its last day ends.
    """

    def __init__(self, of: Ends, *, bare: bool, as_of: int, days: dict[int, Entry] | None = None) -> None:
        """Args: days: entries of days on which counts end, shared by limits that are counted alike."""
        super().__init__()
        self.of = of
        self.days: dict[int, Entry] = {} if days is None else days
        self.bare = bare
        self.as_of = as_of
        self.by_day = of.by_day
        self.lacks = False
        """whether it was asked for an end that nobody knows"""
        self.in_arrays: Any = None
        """the same in arrays, where cases are judged with numpy"""

    @classmethod
    def counted(cls, counting: Counting, period: Period, *, bare: bool, as_of: int) -> "Dues":
        """Those of one limit by itself."""
        return cls(Ends(counting, period), bare=bare, as_of=as_of)

    def read_until(self, as_of: int) -> None:
        """Ask as of another moment from now on."""
        self.as_of = as_of
        self.lacks = False
        self.in_arrays = None
        self.days.clear()
        self.clear()

    def __missing__(self, asked: int) -> Entry:
        of = self.of
        day = None
        if of.index is not None:
            day = of.index.due(asked, (), 0)
        elif of.onward is not None:
            day = of.onward.due(asked)
        if day is None:
            found = _entry(of.at(asked, bare=self.bare), bare=self.bare, as_of=self.as_of)
        elif of.index is not None:
            found = self.on_day(day)
        else:
            late, come, last, _ = self.on_day(day)
            # The last day was counted before it was moved: when a pause comes too late is not said here.
            found = (late, come, last, 0)
        self[asked] = found
        self.lacks = self.lacks or found is UNKNOWN
        return found

    def origin(self, asked: int) -> Moment:
        """The moment that is counted from."""
        return self.of.origin(asked, bare=self.bare)

    def entry(self, due: object) -> Entry:
        """A due end as the program asks about it; see `entry_of`."""
        return entry_of(due, bare=self.bare, as_of=self.as_of)

    def on_day(self, day: int) -> Entry:
        """The entry of a working day on which a count ends, wherever it began."""
        found = self.days.get(day)
        if found is None:
            ends = self.of.days
            assert ends is not None
            self.days[day] = found = _entry(ends[day], bare=self.bare, as_of=self.as_of)
        return found


class Numbered(dict[int, Entry]):
    """The entries of working days by their places among all.

    Asked for a place behind the last day of the calendar, or before the first, it raises IndexError.
    """

    def __init__(self, plain: Dues, days: Sequence[int]) -> None:
        super().__init__()
        self.plain = plain
        self.days = days
        self.in_arrays: Any = None

    def __missing__(self, place: int) -> Entry:
        if place < 0:
            raise IndexError
        self[place] = found = self.plain.on_day(self.days[place])
        return found


class StoppedDues:
    """The due ends of one limit with pauses and extensions.

    Asked as `Dues`, with the local days of each pause, and those on which extensions were approved. Hardly
    two cases share these, so that only what takes long is remembered.
    """

    def __init__(self, plain: Dues, added: Period | None) -> None:
        self.known: dict[object, Entry] = {}
        self.open: dict[object, Entry | None] = {}
        self.plain = plain
        self.added = added
        more = 0 if added is None else plain.of.longer(added)
        self.index = plain.of.index if more is not None else None
        self.more = more or 0
        self.numbered = None if self.index is None else Numbered(plain, self.index.days)

    def read_until(self, as_of: int) -> None:
        """Ask as of another moment from now on; so its `plain` has to be asked as well."""
        del as_of
        self.known.clear()
        self.open.clear()
        if self.numbered is not None:
            self.numbered.clear()

    def __call__(self, origin: int, stops: Stops, extensions: tuple[int, ...]) -> Entry:
        if self.index is not None:
            day = self.index.due(origin, stops, self.more * len(extensions))
            if day is not None:
                return self.plain.on_day(day)
        key = (origin, stops, extensions)
        if key not in self.known:
            self.known[key] = self.plain.entry(
                self.plain.of.counting.after(
                    self.plain.of.period,
                    self.plain.origin(origin),
                    tuple(Pause(_date(start), _date(end)) for start, end in stops),
                    tuple(Extension(self.added, _date(day)) for day in extensions if self.added),
                )
            )
        return self.known[key]

    def with_open(self, origin: int, stops: Stops, since: int, extensions: tuple[int, ...]) -> Entry | None:
        """The due end where a pause has no end; None while it stops the clock.

        It stops nothing where the last day had been counted when it began. What it shows of itself, the
        reference tells.

        Args:
            since: the local day on which it began.
        """
        if self.index is not None and self.index.first <= origin <= since <= self.index.last:
            if self.index.left(origin, (*stops, (since, since)), self.more * len(extensions))[1] > 0:
                return None
            return _told(self(origin, stops, extensions))
        key = (origin, stops, extensions, since)
        if key not in self.open:
            pauses = [Pause(_date(start), _date(end)) for start, end in stops] + [Pause(_date(since), None)]
            found = self.plain.of.counting.after(
                self.plain.of.period,
                self.plain.origin(origin),
                tuple(pauses),
                tuple(Extension(self.added, _date(day)) for day in extensions if self.added),
            )
            self.open[key] = None if isinstance(found, Running) else _told(self.plain.entry(found))
        return self.open[key]


def _told(entry: Entry) -> Entry:
    return entry if entry is UNKNOWN else (*entry[:3], JUDGED_ALONE)


def _date(ordinal: int) -> dt.date:
    return dt.date.fromordinal(ordinal)
