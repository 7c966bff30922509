"""A planned case: one clause is met, or missed, at a moment that the plan knows."""

import datetime as dt
from typing import Literal, TypeAlias

import attrs

from govrules.model.clauses import Clause
from govrules.model.events import Event, Time
from govrules.testing.drafts import Draft, in_slice, write_before
from govrules.testing.steps import Step

Outcome: TypeAlias = Literal["met", "missed"]


@attrs.frozen
class Plan:
    """A case with what it must come to."""

    clause: Clause
    case: str
    outcome: Outcome
    events: tuple[Event, ...]
    until: dt.date
    """a day by which the outcome is certain"""
    answers: frozenset[str]
    """event types that meet the clause: one more of them would spoil the plan"""
    due: dt.date | None = None
    border: dt.date | None = None
    """the due date by the counting, where what is done in time shows none as well"""


def write_trigger(draft: Draft, series: tuple[Step, ...], time: Time) -> Event:
    trigger = in_slice(draft, series[-1])
    trigger = write_before(draft, trigger, time)
    for step in series[:-1]:
        draft.add(step, time)
    # Its slice stands in its data; the member whom it asks is not the unit that asks.
    return draft.add(trigger, time, shared=False)


def planned(
    draft: Draft,
    outcome: Outcome,
    until: dt.date,
    *,
    answers: frozenset[str] = frozenset(),
    due: dt.date | None = None,
) -> Plan:
    return Plan(draft.clause, draft.case, outcome, tuple(draft.events), until, answers, due, border=due)
