"""From the course of an obligation to its findings: met, lapsed, overdue, excused, unknown."""

import datetime as dt
from typing import Literal, TypeAlias

import attrs

from govrules.counting.calendar import working_calendar
from govrules.counting.due import Due
from govrules.counting.errors import CountingError
from govrules.counting.known import as_known
from govrules.declaring import frozen
from govrules.engine import reasons
from govrules.engine.conditions import evaluate, holds
from govrules.engine.context import Context
from govrules.engine.counts import Counting
from govrules.engine.happenings import Happening, Slice
from govrules.engine.mentions import contradiction
from govrules.engine.moments import Key, fixed, last_day_read, not_before, plain, project, start_of_day
from govrules.engine.patterns import occurrences
from govrules.engine.reference.course import Course, fires_at
from govrules.engine.reference.departures import departed
from govrules.engine.values import Missing, Value
from govrules.model.clauses import Clause, Duty, Effective, LapseRule
from govrules.model.events import Event, Time
from govrules.model.findings import Basis, Moment, Reason
from govrules.model.patterns import AllOf, Happens, InOrder, OneOf, Pattern
from govrules.model.period import Period

Silence: TypeAlias = Literal["breach", "no breach", "unknown", "excused"]


@frozen(eq=False)
class Ending:
    """What the end of the time means, where it came without fulfilment."""

    silence: Silence
    rule: LapseRule | None = None
    """the rule of `on_lapse` that applies"""
    reason: Reason | None = None
    departed: bool = False


def at_the_due_end(due: Due, context: Context, known: Key) -> Context:
    """The point of view just after the due end: of the due day all is known, of the next nothing."""
    end = project(due.late_from, context.view.zone)
    if end.local.time() == dt.time():
        # Midnight closes the day before.
        end = start_of_day((end.local - dt.timedelta(microseconds=1)).date())
    return attrs.evolve(
        context, event=context.trigger, event_parts=context.trigger_parts, reached=known, moment=end
    )


def ending(
    clause: Clause,
    body: Duty,
    course: Course,
    due: Due,
    limit_name: str | None,
    trigger: Happening,
    context: Context,
    known: Key,
) -> Ending:
    """What silence means at the due end: excused, lapsed by a rule, a breach, or unknown."""
    if course.doubtful_fulfilment is not None:
        return Ending("unknown", reason=course.doubtful_fulfilment)
    uncovered = _not_recorded(body.must, trigger.at.date, due.date, context)
    if uncovered is not None:
        return Ending("unknown", reason=uncovered)
    here = at_the_due_end(due, context, known)
    if clause.unless is not None:
        excused = holds(clause.unless, here)
        if isinstance(excused, Missing):
            return Ending("unknown", reason=excused.reason)
        if excused is True:
            return Ending("excused", reason=reasons.excused(clause.unless.text))
    contradicted = contradiction(clause, context)
    if contradicted is not None:
        return Ending("unknown", reason=contradicted)
    for rule in body.on_lapse:
        if rule.of is not None and rule.of != limit_name:
            continue
        applies = holds(rule.if_, here)
        if isinstance(applies, Missing):
            return Ending("unknown", reason=applies.reason)
        if applies is True:
            return _with_departure(
                Ending("breach" if rule.breach else "no breach", rule), clause, here, known
            )
    return _with_departure(Ending("breach"), clause, here, known)


def _with_departure(found: Ending, clause: Clause, here: Context, known: Key) -> Ending:
    if clause.strength != "in_principle":
        return found
    has_departed = departed(clause, here, known, here.moment)
    if isinstance(has_departed, Missing):
        return Ending("unknown", reason=has_departed.reason)
    return attrs.evolve(found, departed=has_departed is True)


def _not_recorded(pattern: Pattern, start: dt.date, end: dt.date, context: Context) -> Reason | None:
    """Why the absence of a pattern proves nothing; None where the log would show it."""
    match pattern:
        case Happens(name):
            if context.view.vocabulary.is_recorded(name, min(start, end), end):
                return None
            return reasons.not_recorded(name, min(start, end), end)
        case OneOf(options):
            found = [_not_recorded(each, start, end, context) for each in options]
            return next((each for each in found if each is not None), None)
        case AllOf(parts) | InOrder(parts):
            # One part that the log would show, and does not, is enough for the absence of the whole.
            absent = [each for each in parts if not _any(each, start, context)]
            missing = [_not_recorded(each, start, end, context) for each in absent or parts]
            return None if any(each is None for each in missing) else missing[0]
    return None


def _any(pattern: Pattern, start: dt.date, context: Context) -> bool:
    later = tuple(each for each in context.entries if each.happening.at.date >= start)
    return bool(occurrences(pattern, later, context, _NO_CLAUSE))


_NO_CLAUSE = Clause(policy="", id="", body=Duty(when=Happens(""), must=Happens("")))


# -- what is deemed ------------------------------------------------------------------------------------


def deemed_event(
    rule: LapseRule,
    due: Due,
    trigger: Happening,
    slice_: Slice,
    counting: Counting,
    context: Context,
) -> tuple[Event, Time] | Reason:
    """The deemed event and the time it is effective; it carries the values of its slice by itself."""
    assert rule.deem is not None
    effective = _effective(rule, due, trigger, counting)
    if isinstance(effective, Missing):
        return effective.reason
    data: dict[str, object] = {}
    for name, expression in rule.with_:
        value = evaluate(expression, context)
        if not isinstance(value, Missing) and value is not None:
            data[name] = as_data(value)
    own_unit = trigger.event.unit
    for name, text in slice_:
        original = context.names.get(name, text)
        if name == "unit":
            own_unit = text
        data[name] = as_data(original)
    event = Event(trigger.event.case, rule.deem, effective, unit=own_unit, data=data)
    return event, effective


def as_data(value: Value) -> object:
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, Period) else value


def _effective(rule: LapseRule, due: Due, trigger: Happening, counting: Counting) -> Time | Missing:
    if rule.effective.kind == "after" and rule.effective.period is not None:
        counted = counting.after(rule.effective.period, start_of_day(due.date))
        if isinstance(counted, Missing):
            return counted
        return counted.unrolled if isinstance(counted, Due) else due.date
    return effective_uncounted(rule.effective, trigger.at, due.date, fixed(due.end))


def effective_uncounted(wanted: Effective, trigger: Moment, due: dt.date, end: dt.datetime) -> Time:
    """When something deemed has its effect, where that is not a period after the due day.

    Args:
        trigger: when the duty arose.
        due: the due day.
        end: the due end, as an instant with a fixed offset.
    """
    match wanted.kind:
        case "trigger":
            return plain(trigger)
        case "next_day":
            return due + dt.timedelta(days=1)
    return end_on_its_day(due, end)


def effective_end(due: Due) -> Time:
    """The due end as a time of its own day."""
    return end_on_its_day(due.date, fixed(due.end))


def end_on_its_day(due: dt.date, end: dt.datetime) -> Time:
    """A due end as a time of its own day: 24:00 belongs to the day it closes."""
    return end if end.date() == due else due


# -- how late ------------------------------------------------------------------------------------------


def late_by(due: dt.date, closed: Happening | None, counting: Counting) -> tuple[int, int | None]:
    """Calendar days and working days from the due day to what closed the duty, or to `as_of`."""
    until = closed.known.date if closed is not None else last_day_read(counting.view.as_of)
    return days_late(due, until, counting)


def days_late(due: dt.date, until: dt.date, counting: Counting) -> tuple[int, int | None]:
    """Calendar days and working days from the due day to another; none where that lies before it."""
    until = max(until, due)
    calendar, known_at = counting.calendar, counting.view.known_at
    if calendar is None:
        return (until - due).days, None
    if known_at is not None:
        calendar = as_known(calendar, known_at)
    try:
        working: int | None = working_calendar(calendar).working_days_between(due, until)
    except CountingError:
        working = None
    return (until - due).days, working


def basis_of(course: Course, *, departed: bool = False) -> tuple[Basis, ...]:
    """What an obligation leans on besides certain facts."""
    found: list[Basis] = []
    if course.same_day:
        found.append("same day")
    if course.due is not None and course.due.basis == "projected":
        found.append("projected")
    if departed:
        found.append("departure recorded")
    return tuple(found)


def horizon_of(course: Course) -> dt.date | None:
    return course.due.horizon if course.due is not None and course.due.basis == "projected" else None


def known_key(due: Due, trigger: Happening, anchor: Happening | None) -> Key:
    """When the passing of the due end is known: just after it, and not before what it follows from."""
    known = fires_at(due)
    for each in (trigger, anchor):
        if each is not None:
            known = not_before(known, each.key)
    return known


def instant_of(key: Key) -> dt.datetime:
    """The instant of a key, aware."""
    return key[0].replace(tzinfo=dt.UTC)
