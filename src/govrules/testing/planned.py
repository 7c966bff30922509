"""A planned case: one clause is met, or missed, at a moment that the plan knows."""

import datetime as dt
from typing import Literal, TypeAlias

import attrs

from govrules.model.clauses import Clause
from govrules.model.conditions import Expression
from govrules.model.events import Event, Time
from govrules.model.records import Record
from govrules.testing.appointing import appoint
from govrules.testing.drafts import Draft, in_slice, looks_back, write_before
from govrules.testing.steps import NoWayError, Step

Outcome: TypeAlias = Literal["met", "missed"]
Side: TypeAlias = Literal["anywhere", "last instant", "first instant late"]

_DAY = dt.timedelta(days=1)


@attrs.frozen
class Plan:
    """A case with what it must come to."""

    clause: Clause
    case: str
    outcome: Outcome
    events: tuple[Event, ...]
    until: dt.date
    """a day by which the outcome is certain"""
    due: dt.date | None = None
    border: dt.date | None = None
    """the due date by the counting, where what is done in time shows none as well"""
    begins: dt.date | None = None
    """of a duty, the day of its trigger"""
    records: tuple[Record, ...] = ()
    kept_empty: frozenset[tuple[str, str]] = frozenset()
    """(event type or kind of record, field): what must not be told later either"""
    kept_out: frozenset[str] = frozenset()
    """events, or named ones, that must not happen later either: they would meet the clause, or break it"""
    no_more: tuple[tuple[str, Expression], ...] = ()
    """(event type, sum): what must not grow later either"""
    to_be_mended: bool = False
    """whether another clause must be kept for this one to come out"""
    led_by: tuple[str, ...] = ()
    """other clauses that are broken on the way, as `policy/clause`"""

    @property
    def cases(self) -> frozenset[str]:
        """Every case in which it lets something happen."""
        return frozenset(each.case for each in self.events) | {self.case}


def write_trigger(draft: Draft, series: tuple[Step, ...], time: Time) -> Event | None:
    """Write down what triggers the clause; nothing stands in the log for a day of the calendar."""
    trigger = in_slice(draft, series[-1])
    own = {each for each in draft.clause.per if each not in {"case", "policy"}}
    trigger = write_before(draft, trigger, time)
    day = time.astimezone(draft.ground.zone).date() if isinstance(time, dt.datetime) else time
    trigger = appoint(draft, trigger, day)
    if looks_back(draft.clause):
        # What did not happen since some day is known only where the log goes back so far.
        open_log(draft, day - _DAY * 366)
    for step in series[:-1]:
        draft.add(step, time)
    if trigger.on is None:
        # Its slice stands in its data; the member whom it asks is not the unit that asks.
        return draft.add(trigger, time, shared=False)
    if set(trigger.data) - own:
        raise NoWayError("it asks of a day of the calendar what only an event can say")
    assert not isinstance(time, dt.datetime)
    open_log(draft, time - _DAY, {name: draft.shared[name] for name in own})
    return None


def open_log(draft: Draft, day: dt.date, slice_: dict[str, object] | None = None) -> None:
    """Let the log begin by a day, with something that no clause speaks of if there is any such event."""
    if slice_ or not any(_day(draft, each) <= day for each in draft.events):
        draft.add(Step(draft.ground.bystander).with_data(slice_ or {}), day, shared=False)


def _day(draft: Draft, event: Event) -> dt.date:
    time = event.time
    return time.astimezone(draft.ground.zone).date() if isinstance(time, dt.datetime) else time


def planned(
    draft: Draft,
    outcome: Outcome,
    until: dt.date,
    *,
    due: dt.date | None = None,
) -> Plan:
    return Plan(
        draft.clause,
        draft.case,
        outcome,
        tuple(draft.events),
        until,
        due,
        border=due,
        records=tuple(draft.records or ()),
        kept_empty=frozenset(draft.kept_empty),
        kept_out=frozenset(draft.kept_out),
        no_more=tuple(draft.no_more),
        to_be_mended=draft.to_be_mended,
        led_by=tuple(dict.fromkeys(draft.led_by)),
    )


def include(draft: Draft, other: Plan) -> None:
    """Write the plan of another clause into a draft, whose clause is broken on the way."""
    draft.events += other.events
    draft.led_by += [other.clause.full_id, *other.led_by]
    draft.kept_empty |= other.kept_empty
    draft.kept_out |= other.kept_out
    draft.no_more += other.no_more
    draft.to_be_mended = draft.to_be_mended or other.to_be_mended
    for each in other.records:
        if draft.records is not None:
            draft.record(each.kind, each.key, each.data, each.start or dt.date.min)
