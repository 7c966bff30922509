"""Days of the calendar that trigger a clause: `{date: ...}`, `{every: ...}`, `in_force`."""

import datetime as dt
from collections.abc import Iterator

from govrules.engine.happenings import NO_CASE, Happening
from govrules.engine.moments import end_of_day, is_read, key_of, last_day_read, start_of_day
from govrules.engine.patterns import calendar_type
from govrules.engine.periods import calendar_periods
from govrules.engine.view import View
from govrules.model.clauses import Clause, InForce
from govrules.model.events import Event
from govrules.model.findings import Moment
from govrules.model.patterns import AllOf, Begins, Every, InOrder, OnDate, OneOf, Pattern


def calendar_patterns(pattern: Pattern) -> tuple[OnDate | Every | Begins, ...]:
    """The days of the calendar that a pattern speaks of."""
    match pattern:
        case OnDate() | Every() | Begins():
            return (pattern,)
        case OneOf(parts) | AllOf(parts) | InOrder(parts):
            return tuple(day for each in parts for day in calendar_patterns(each))
    return ()


def in_force(clause: Clause, view: View, day: dt.date) -> bool:
    """Whether this version of the clause, within its policy, is in force on a day."""
    return day in clause.in_force and day in view.policy.in_force


def calendar_happenings(
    pattern: Pattern, clause: Clause, view: View, case: str | None, since: dt.date | None
) -> tuple[Happening, ...]:
    """The days of the calendar on which the pattern happens while the clause is in force, up to `as_of`.

    Args:
        case: the case that the day is asked about; None for a registry, which has no case.
        since: the first day of that case: earlier days are no concern of it.
    """
    found: list[Happening] = []
    for each in calendar_patterns(pattern):
        for moment in _moments(each, clause, view, since):
            day = moment.date if moment.bare else last_day_read(moment)
            if not is_read(moment, view.as_of, view.zone) or not in_force(clause, view, day):
                continue
            kind = calendar_type(each)
            # The kind stands in the event's type, so that the reader of a finding sees what triggered it.
            event = Event(case or NO_CASE, kind, day)
            found.append(
                Happening(
                    event=event,
                    type=kind,
                    at=start_of_day(day),
                    known=moment,
                    key=key_of(moment, view.zone),
                    rank=-1,
                    given=False,
                )
            )
    return tuple(found)


def _moments(
    pattern: OnDate | Every | Begins, clause: Clause, view: View, since: dt.date | None
) -> Iterator[Moment]:
    span = force_span(clause, view)
    match pattern:
        case OnDate(date):
            if since is None or since <= date:
                yield end_of_day(date, view.zone)
        case Begins():
            if span.start is not None and (since is None or since <= span.start):
                yield start_of_day(span.start)
        case Every(period, at):
            start = max((each for each in (span.start, since) if each is not None), default=view.first_day)
            if start is None:
                return
            for first, last in calendar_periods(period, start, last_day_read(view.as_of)):
                day = first if at == "start" else last
                if day >= start:
                    yield start_of_day(day) if at == "start" else end_of_day(day, view.zone)


def force_span(clause: Clause, view: View) -> InForce:
    """When this version of the clause, within its policy, is in force."""
    own, outer = clause.in_force, view.policy.in_force
    starts = [each for each in (own.start, outer.start) if each is not None]
    ends = [each for each in (own.until, outer.until) if each is not None]
    return InForce(max(starts, default=None), min(ends, default=None))
