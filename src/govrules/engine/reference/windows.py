"""When something has to hold: while the clause is in force, in office hours, or between two events."""

import datetime as dt
from collections.abc import Iterator

import attrs

from govrules.counting.calendar import WorkingCalendar, working_calendar
from govrules.counting.errors import CountingError
from govrules.counting.known import as_known
from govrules.engine import reasons, standing_reasons
from govrules.engine.context import Context
from govrules.engine.day_spans import Days, common, days_of
from govrules.engine.happenings import Happening
from govrules.engine.moments import utc
from govrules.engine.patterns import Occurrence, occurrences
from govrules.engine.reference.cover import Mark, edge
from govrules.engine.rosters import Subject, presence
from govrules.engine.time_spans import (
    BEGINNING,
    END,
    Span,
    Spans,
    at_clock,
    joined,
    local,
    midnight,
    of_days,
    shared,
)
from govrules.engine.triggers import Version
from govrules.engine.view import View
from govrules.model.findings import Reason
from govrules.model.maintenance import Maintenance
from govrules.model.patterns import event_names


@attrs.frozen(eq=False)
class Watch:
    """One window for one slice or member: the instants at which it has to hold, to come ones included."""

    spans: Spans
    """in office hours those up to the end of the day of `as_of`"""
    since: dt.datetime
    """the first of its instants"""
    until: dt.datetime
    """when it ends; `END` where that is not known yet"""
    begins: object
    """what its id says: the moment or day it begins"""
    opened: Happening | None = None
    doubt: Reason | None = None
    """why it is not certain that there is such a window"""
    certain_until: dt.datetime = END
    """from when on it is not certain that it still has to hold"""
    perhaps_closed: Reason | None = None
    calendar: WorkingCalendar | None = None
    """whose office hours it keeps to"""

    def is_over(self, view: View) -> bool:
        return self.until <= utc(view.as_of_instant)


def on_record(version: Version, own: Days) -> Spans:
    """The time for which an absence says anything: the clause is in force, and the log shows what begins."""
    view, body = version.scope.view, version.clause.body
    assert isinstance(body, Maintenance)
    vocabulary, days, is_declared = view.vocabulary, own, True
    for name in event_names(body.hold.start):
        types = (
            vocabulary.types.get(each) for each in (vocabulary.resolve(name), vocabulary.meaning(name)[0])
        )
        declared = [each.recorded for each in types if each is not None and each.recorded is not None]
        is_declared = is_declared and bool(declared)
        for each in declared:
            days = common(days, days_of(each))
    # A case begins with its own first event, which is in the log.
    begins = BEGINNING if is_declared or version.scope.case is not None else _log_begins(version)
    return shared(of_days(days, view.zone), ((begins, END),)) if begins < END else ()


def _log_begins(version: Version) -> dt.datetime:
    """The first instant of the log; a bare date says nothing of its day before it was over."""
    scope, key = version.scope, "the log begins"
    memory = scope.whole.entries.memory
    if key not in memory:
        known = (each for each in scope.happenings if each.given and each.derived_from is None)
        memory[key] = min((edge(each.known, scope.view, early=False) for each in known), default=END)
    begins = memory[key]
    assert isinstance(begins, dt.datetime)
    return begins


def standing_window(
    version: Version, subject: Subject, marks: tuple[Mark, ...], recorded: Spans
) -> Watch | None:
    """The window of a clause that always has to be kept, from when the slice or member is there.

    A slice that no population names is there from the first certain event of the hold itself.
    """
    view = version.scope.view
    spans = recorded
    if subject.member is None and (subject.values or version.scope.case is not None):
        first = next((each.at for each in marks if each.doubt is None), None)
        if first is None:
            return None
        spans = shared(spans, ((first, END),))
    if not spans:
        return None
    return Watch(spans, spans[0][0], spans[-1][1], local(spans[0][0], view.zone).date(), doubt=subject.doubt)


def while_listed(version: Version, subject: Subject, spans: Spans) -> Spans:
    """Those of the instants at which a record is in force; all of them where the member is none."""
    if subject.record is None or subject.member is None:
        return spans
    view = version.scope.view
    days = presence(view, subject.record, subject.member.text, view.as_of_key)
    return shared(spans, joined(_since_set(days, version, subject)))


def _since_set(days: Days, version: Version, subject: Subject) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """The spans of a record; on its first day from the instant at which an event set it, if that is known."""
    scope, kind = version.scope, subject.record
    assert kind is not None
    view = scope.view
    setting = {view.vocabulary.resolve(each) for each in view.policy.records[kind].set_by}
    for start, until in days:
        first = dt.date.fromordinal(start)
        known = [
            each.happening.known
            for each in subject.entries
            if each.happening.type in setting and each.happening.known.date == first and each.lacks is None
        ]
        begins = min((edge(each, view, early=True) for each in known), default=midnight(start, view.zone))
        yield begins, midnight(until, view.zone)


def windows_between(version: Version, subject: Subject, context: Context, recorded: Spans) -> Iterator[Watch]:
    """The windows that events open and close, a bare date in the office's favour: after its day, before it.

    What comes while a window is open opens no other.
    """
    body, view = version.clause.body, version.scope.view
    assert isinstance(body, Maintenance)
    window = body.throughout
    assert window.start is not None
    ends: tuple[Occurrence, ...] = ()
    if window.end is not None:
        ends = occurrences(window.end, subject.entries, context, version.clause)
    reached: Happening | None = None
    for start in occurrences(window.start, subject.entries, context, version.clause):
        opened = start.happening
        if reached is not None and opened.key < reached.key:
            continue
        since = edge(opened.known, view, early=False)
        later = [each for each in ends if each.happening is not opened and _closes(each, opened)]
        closing = next((each.happening for each in later if each.doubt is None), None)
        perhaps = later[0] if later and later[0].doubt is not None else None
        until = END if closing is None else edge(closing.known, view, early=True)
        yield Watch(
            shared(((since, until),), recorded) if since < until else (),
            since,
            until,
            opened.known,
            opened,
            start.doubt or subject.doubt,
            edge(perhaps.happening.known, view, early=True) if perhaps is not None else END,
            perhaps.doubt if perhaps is not None else None,
        )
        if start.doubt is None:
            reached = closing
            if closing is None:
                return


def _closes(end: Occurrence, opened: Happening) -> bool:
    return end.happening.known.date >= opened.known.date and (
        end.happening.key >= opened.key or end.happening.known.bare or opened.known.bare
    )


def in_office_hours(watch: Watch, version: Version) -> "Watch | Reason":
    """The part of a window in which the office is open, or why nobody knows."""
    view = version.scope.view
    name = view.policy.calendar
    data = view.calendars.get(name) if name else None
    if data is None:
        return reasons.no_calendar(name)
    if data.hours is None:
        return standing_reasons.no_office_hours(data.name)
    calendar = working_calendar(data if view.known_at is None else as_known(data, view.known_at))
    try:
        hours = joined(_hours(watch.spans, calendar, view))
    except CountingError as error:
        return reasons.counting(error)
    return attrs.evolve(watch, spans=shared(watch.spans, hours), calendar=calendar)


def _hours(spans: Spans, calendar: WorkingCalendar, view: View) -> Iterator[Span]:
    """The hours of every day on which any of the spans lies, up to the day of `as_of`."""
    now = utc(view.as_of_instant)
    for start, until in spans:
        if start >= now:
            return
        day, last = (local(each, view.zone).date() for each in (start, min(until, now)))
        while day <= last:
            for opening, closing in calendar.hours_on(day):
                yield at_clock(day, opening, view.zone), at_clock(day, closing, view.zone)
            day += dt.timedelta(days=1)
