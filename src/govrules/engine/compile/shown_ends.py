"""Due ends as findings show them: a program has counted the last day in time, which tells the rest.

Where days are counted in the plainest way, only the end of that day is asked for, once for each day on which
counts end. Every other end is counted again, as the reference counts it.
"""

import datetime as dt
from typing import TYPE_CHECKING

import attrs

from govrules.counting.due import Due, Extension, Pause
from govrules.engine.compile.ends import Ends
from govrules.engine.counts import Counting
from govrules.engine.moments import fixed, plain
from govrules.model.findings import ExtensionTaken, Moment, PauseTaken
from govrules.model.period import Period

if TYPE_CHECKING:
    from govrules.engine.compile.tables import Tables

_MOST = 20_000
"""so many ends of one limit are kept"""


@attrs.frozen(eq=False)
class ShownEnd:
    """A due end, with its instants as findings show them."""

    date: dt.date
    end: dt.datetime
    late_from: dt.datetime
    late_at_once: bool
    """whether `late_from` itself is late"""
    horizon: dt.date | None
    """only of an end that leans on days not announced"""
    projected: bool

    @classmethod
    def of(cls, due: object) -> "ShownEnd":
        assert isinstance(due, Due)
        projected = due.basis == "projected"
        return cls(
            due.date,
            fixed(due.end),
            fixed(due.late_from),
            due.late_at_once,
            due.horizon if projected else None,
            projected,
        )


@attrs.frozen(eq=False)
class ShownEnds:
    """The due ends of one limit."""

    counting: Counting
    ends: Ends
    days: dict[int, ShownEnd | None]
    """by the ordinal of the last day in time; may be shared by limits that are counted alike"""
    known: dict[object, ShownEnd] = attrs.field(factory=dict)
    rolled_from: dict[tuple[bool, dt.date], dt.date] = attrs.field(factory=dict)

    def plain(self, origin: Moment, last: int) -> ShownEnd:
        """The end of what nothing moved.

        Args:
            last: the ordinal of the last day in time, as the program counted it; 0 where it did not.
        """
        found = self._on(last) if last else None
        if found is not None:
            return found
        key = (origin.bare, origin.date) if self.ends.by_day else origin.instant or origin.date
        end = self.known.get(key)
        if end is None:
            if len(self.known) >= _MOST:
                self.known.clear()
            end = self.known[key] = ShownEnd.of(self.counting.after(self.ends.period, origin))
        return end

    def _on(self, day: int) -> ShownEnd | None:
        """The end of a day, where it tells all; None where the count must be asked."""
        if self.ends.index is None and self.ends.onward is None:
            return None
        try:
            return self.days[day]
        except KeyError:
            found = self.days[day] = self._end_of(dt.date.fromordinal(day))
            return found

    def _end_of(self, day: dt.date) -> ShownEnd | None:
        # A working day on which a count ends is not moved, as a date given by the data is not.
        due = self.counting.by(day)
        if not isinstance(due, Due) or due.basis == "projected":
            return None
        # No day after the last was looked at: up to the horizon all are announced.
        return None if due.horizon is not None and day > due.horizon else ShownEnd.of(due)

    def moved(
        self,
        origin: Moment,
        pauses: tuple[PauseTaken, ...],
        extensions: tuple[ExtensionTaken, ...],
        added: Period | None,
    ) -> ShownEnd:
        """The end of what was paused or lengthened, counted again.

        Args:
            added: what each extension adds.
        """
        return ShownEnd.of(self._counted(origin, pauses, extensions, added))

    def unrolled(
        self,
        origin: Moment,
        pauses: tuple[PauseTaken, ...],
        extensions: tuple[ExtensionTaken, ...],
        added: Period | None,
    ) -> dt.date:
        """The day on which it ended before that was moved, from which others may count."""
        if pauses or extensions or not self.ends.by_day:
            return self._counted(origin, pauses, extensions, added).unrolled
        key = (origin.bare, origin.date)
        if key not in self.rolled_from:
            if len(self.rolled_from) >= _MOST:
                self.rolled_from.clear()
            self.rolled_from[key] = self._counted(origin, (), (), None).unrolled
        return self.rolled_from[key]

    def _counted(
        self,
        origin: Moment,
        pauses: tuple[PauseTaken, ...],
        extensions: tuple[ExtensionTaken, ...],
        added: Period | None,
    ) -> Due:
        assert added is not None or not extensions
        found = self.counting.after(
            self.ends.period,
            origin,
            tuple(Pause(plain(each.start.at), plain(each.end.at)) for each in pauses if each.end),
            tuple(Extension(added, plain(each.on.at)) for each in extensions if added),
        )
        assert isinstance(found, Due)
        return found


def ends_of_limit(
    tables: "Tables", known: Counting, counting: Counting, days: dict[int, ShownEnd | None], period: Period
) -> ShownEnds:
    """The due ends of a limit.

    Args:
        known: how it is counted, as the tables have it.
        counting: the same as of one log.
        days: the ends of days; see `days_of`.
    """
    return ShownEnds(counting, tables.ends(known, period), days)


def days_of(
    counting: Counting, known: list[tuple[Counting, dict[int, ShownEnd | None]]]
) -> dict[int, ShownEnd | None]:
    """The ends of days, which clauses share that are counted alike."""
    for each, days in known:
        if (each.calendar, each.convention) == (counting.calendar, counting.convention):
            return days
    known.append((counting, {}))
    return known[-1][1]
