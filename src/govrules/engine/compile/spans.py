"""From when to when a log reaches, and the views of policies that follow from it."""

import datetime as dt

import attrs

from govrules.engine.judging import ready
from govrules.engine.moments import project, zone_of
from govrules.engine.prepare import as_of_moment
from govrules.engine.view import View
from govrules.model.columns import DAY, EPOCH, Columns
from govrules.model.events import Event, Time
from govrules.model.policy import Policy, Rulebook

_BEGINNING = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@attrs.frozen(eq=False)
class Span:
    """From when to when a log reaches."""

    ends: tuple[Event, ...]
    """stand-ins for the last instant and the last date"""
    firsts: tuple[Time, ...]
    """all times near the first"""
    days: tuple[dt.date, dt.date] | None
    """days before and after which there is nothing in any zone"""

    @classmethod
    def of(cls, columns: Columns) -> "Span":
        times = columns.times
        if not len(times):
            return cls((), (), None)
        first, last, flags = columns.first_time, columns.last_time, columns.flags
        if 1 not in flags or 0 not in flags:
            is_bare = 1 in flags
            ends: list[Time] = [_time(last, is_bare)]
            near = sorted(set(filter((first + 2 * DAY).__ge__, times)))
            firsts = tuple(_time(each, is_bare) for each in near)
        else:
            each = [(time, bool(flag)) for time, flag in zip(times, flags, strict=True)]
            ends = [
                _time(max(time for time, is_bare in each if is_bare is wanted), wanted)
                for wanted in (False, True)
            ]
            firsts = tuple({_time(time, is_bare) for time, is_bare in each if time <= first + 3 * DAY})
        margin = dt.timedelta(days=2)
        try:
            days = (_day(first) - margin, _day(last) + margin)
        except OverflowError:
            days = None
        return cls(tuple(Event("-", "-", end) for end in ends), firsts, days)

    def view(self, policy: Policy, rulebook: Rulebook, as_of: Time | None, known_at: dt.date | None) -> View:
        zone = zone_of(policy.time_zone)
        first_day = min((project(time, zone).date for time in self.firsts), default=None)
        return ready(policy, rulebook, as_of_moment(as_of, self.ends, zone), first_day, known_at, "project")


def _time(micros: int, is_bare: bool) -> Time:
    return _day(micros) if is_bare else _BEGINNING + dt.timedelta(microseconds=micros)


def _day(micros: int) -> dt.date:
    return dt.date.fromordinal(micros // DAY + EPOCH)
