"""What one policy counts and has counted, kept from one log to the next.

Due ends depend on the calendar, the convention, the zone and what was announced, and on no log: whoever asks
about one case at a time finds most of them counted before.
"""

import datetime as dt
from collections.abc import Mapping
from itertools import count
from typing import TYPE_CHECKING

import attrs

from govrules.engine.compile.binding import Binder, binder_of
from govrules.engine.compile.dues import Dues, Entry
from govrules.engine.compile.ends import DayEnds, Ends
from govrules.engine.compile.names import Bound
from govrules.engine.compile.source import Program
from govrules.engine.counts import Counting
from govrules.engine.records import Records
from govrules.engine.view import View
from govrules.model.calendar import Calendar
from govrules.model.clauses import Clause
from govrules.model.period import Period
from govrules.model.remembered import remembered

if TYPE_CHECKING:
    from govrules.engine.compile.benches import Bench
    from govrules.engine.compile.showing import Shower

_MOST_TABLES = 256
"""of so many policies, and days of what was known, the tables are kept"""
_MOST_LIMITS = 1_000
"""of so many limits of one policy, some of which the data may give"""


class Tables:
    """The tables of one policy."""

    def __init__(self, view: View) -> None:
        # How far a log was read does not matter to any count; what was in it shall not be kept.
        self.view = attrs.evolve(view, records=Records(), incomplete=frozenset())
        self._countings: dict[int, tuple[Clause, Counting]] = {}
        self._ends: dict[tuple[int, Period], Ends] = {}
        self._days: list[DayEnds] = []
        self._looked_up: tuple[tuple[bool, int], dict[int, Dues], dict[int, dict[int, Entry]]]
        self._looked_up = ((False, 0), {}, {})
        self.showers: dict[int, tuple[Program, dt.date, list[Shower]]] = {}
        """what shows the obligations of a program, by its id, and up to which day it tells of them"""
        self.benches: dict[object, tuple[Program, list[Bench]]] = {}
        """programs at work that serve no evaluation just now, by what they are bound to"""
        self._numbers: dict[Bound, int] = {}
        self._next = count()
        self._binders: dict[int, tuple[object, tuple[tuple[str, int, Binder], ...]]] = {}

    def binders(self, bound: Mapping[Bound, str], program: Program) -> tuple[tuple[str, int, Binder], ...]:
        """Of each thing that a source names its name, a number of its own, and how it is bound.

        Args:
            bound: what the program, or one of its named events, names.
        """
        found = self._binders.get(id(bound))
        if found is None:
            each = [
                (name, self._number(thing), binder_of(thing, program, self)) for thing, name in bound.items()
            ]
            found = self._binders[id(bound)] = (bound, tuple(each))
        return found[1]

    def _number(self, thing: Bound) -> int:
        # Never the same for two things, though several threads be at it.
        return self._numbers.setdefault(thing, next(self._next))

    def counting(self, clause: Clause) -> Counting:
        """How a clause of the policy counts."""
        # The clause is kept beside it: while it lives, no other has its id.
        found = self._countings.get(id(clause))
        if found is None:
            found = self._countings[id(clause)] = (clause, Counting.of(self.view, clause))
        return found[1]

    def ends(self, counting: Counting, period: Period) -> Ends:
        """The due ends of a limit of a clause that is counted by `counting`."""
        key = (id(counting), period)
        found = self._ends.get(key)
        if found is None:
            if len(self._ends) >= _MOST_LIMITS:
                self._ends.clear()
            found = self._ends[key] = Ends(counting, period, self._days_of)
        return found

    def dues(self, ends: Ends, *, bare: bool, as_of: int) -> Dues:
        """The due ends of a limit as a log that is read up to `as_of` asks about them.

        Many cases are asked about on one day: what was looked up for the last of them is kept.
        """
        looked_up = self._looked_up
        if looked_up[0] != (bare, as_of):
            # Another thread may be at another day.
            looked_up = self._looked_up = ((bare, as_of), {}, {})
        _, by_limit, by_days = looked_up
        found = by_limit.get(id(ends))
        if found is None:
            # Limits that are counted alike share the ends of days.
            days = by_days.setdefault(id(ends.days), {})
            found = Dues(ends, bare=bare, as_of=as_of, days=days)
            if ends.by_day:
                by_limit[id(ends)] = found
        return found

    def _days_of(self, counting: Counting) -> DayEnds:
        for days in self._days:
            if (
                days.counting.calendar is counting.calendar
                and days.counting.convention == counting.convention
            ):
                return days
        self._days.append(DayEnds(counting))
        return self._days[-1]


def _none_yet(calendars: Mapping[str, Calendar]) -> dict[object, Tables]:
    del calendars
    return {}


_known = remembered(_none_yet)


def tables_of(view: View) -> Tables:
    """The tables of the policy of a view."""
    known = _known(view.calendars)
    # A policy and its conventions are kept by the tables themselves.
    key = (id(view.policy), id(view.conventions), view.known_at, view.refuse_projected)
    found = known.get(key)
    if found is None:
        if len(known) >= _MOST_TABLES:
            known.clear()
        found = known[key] = Tables(view)
    return found
