"""From when to when a log reaches, and the views of policies that follow from it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import compress
from zoneinfo import ZoneInfo

import attrs

from govrules.engine.compile.clocks import clocks_of
from govrules.engine.judging import ready
from govrules.engine.moments import project, zone_of
from govrules.engine.prepare import as_of_moment
from govrules.engine.view import View
from govrules.model.columns import DAY, EPOCH, Columns, instant_of
from govrules.model.events import Event, Time
from govrules.model.policy import Policy, Rulebook

_MARGIN = dt.timedelta(days=2)
_NEAR = 3 * DAY
"""what comes later than the first event by more lies on a later day in every zone"""


@attrs.frozen(eq=False)
class Span:
    """From when to when a log reaches."""

    columns: Columns | None
    """None where parts of the log were read elsewhere"""
    days: tuple[dt.date, dt.date] | None
    """days before and after which there is nothing in any zone"""
    first_days: Mapping[str, dt.date] = attrs.field(factory=dict)
    """of the zones that are asked for the first day, where there are no columns to tell it"""
    _ends: tuple[Event, ...] = ()
    """where there are no columns to tell them"""

    @classmethod
    def of(cls, columns: Columns) -> "Span":
        if not len(columns):
            return cls(columns, None)
        try:
            return cls(columns, (_day(columns.first_time) - _MARGIN, _day(columns.last_time) + _MARGIN))
        except OverflowError:
            return cls(columns, None)

    def without_columns(self, rulebook: Rulebook) -> "Span":
        """The same for the policies of a rulebook, to be sent to another process."""
        zones = {policy.time_zone for policy in rulebook.policies}
        days = ((name, self._first_day(zone_of(name))) for name in zones)
        return Span(None, self.days, {name: day for name, day in days if day is not None}, self.ends)

    @classmethod
    def over(cls, parts: "Sequence[Span]") -> "Span":
        """The span of a log whose cases the parts hold, none of them without an event or with its columns."""
        days = [each.days for each in parts if each.days is not None]
        zones = {name for each in parts for name in each.first_days}
        return cls(
            None,
            (min(first for first, _ in days), max(last for _, last in days))
            if len(days) == len(parts)
            else None,
            {name: min(each.first_days[name] for each in parts) for name in zones},
            tuple(end for each in parts for end in each.ends),
        )

    def view(self, policy: Policy, rulebook: Rulebook, as_of: Time | None, known_at: dt.date | None) -> View:
        zone = zone_of(policy.time_zone)
        read_until = as_of_moment(as_of, self.ends if as_of is None else (), zone)
        return ready(policy, rulebook, read_until, self._first_day(zone), known_at, "project")

    @property
    def ends(self) -> tuple[Event, ...]:
        """Stand-ins for the last instant and the last date."""
        if self.columns is None:
            return self._ends
        if not len(self.columns):
            return ()
        times, flags = self.columns.times, self.columns.flags
        if 1 not in flags or 0 not in flags:
            return (Event("-", "-", time_at(self.columns.last_time, is_bare=1 in flags)),)
        return tuple(
            Event("-", "-", time_at(max(compress(times, map(wanted.__eq__, flags))), is_bare=bool(wanted)))
            for wanted in (0, 1)
        )

    def _first_day(self, zone: ZoneInfo) -> dt.date | None:
        if self.columns is None:
            return self.first_days.get(zone.key)
        if not len(self.columns):
            return None
        first, flags = self.columns.first_time, self.columns.flags
        if 0 not in flags:
            return _day(first)
        # Where clocks are turned back at midnight, a later instant may lie on an earlier day.
        ahead = None if 1 in flags or first < 0 else clocks_of(zone).steady(first, first + _NEAR)
        if ahead is None:
            each = zip(self.columns.times, flags, strict=True)
            near = {(time, bool(is_bare)) for time, is_bare in each if time <= first + _NEAR}
            return min(project(time_at(time, is_bare=is_bare), zone).date for time, is_bare in near)
        return _day(first + ahead)


def time_at(micros: int, *, is_bare: bool) -> Time:
    return _day(micros) if is_bare else instant_of(micros)


def _day(micros: int) -> dt.date:
    return dt.date.fromordinal(micros // DAY + EPOCH)
