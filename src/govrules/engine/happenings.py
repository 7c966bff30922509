"""Happenings: what is known to have happened, in the zone and the words of one policy.

A happening is an event of the log, an event that a lapse deems, a violation, lapse or proposal that a clause
waits for, or a day of the calendar. Each has the time it is effective (`at`) and the time it is known.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

import attrs

from govrules.declaring import frozen
from govrules.engine.moments import Key, project
from govrules.engine.values import Value, text_of
from govrules.model.events import Event, Time
from govrules.model.findings import Evidence, Lapse, Moment, ProposedMeasure, Reason, Violation

VIOLATION = "@violation"
LAPSE = "@lapse"
PROPOSED = "@proposed"
NO_CASE = "-"
"""the case of findings that no case gave rise to: calendar days and the records of a registry"""

OF_THE_CALENDAR = ("@every ", "@date ")
"""how the types of days of the calendar begin that trigger a clause"""

Slice: TypeAlias = tuple[tuple[str, str], ...]
"""fields of `per` and `for_each` with their values as text, without the case"""

Origin: TypeAlias = tuple[str, str]
"""of what came about: its kind, and the clause (`policy/clause`); of a deemed event its type instead"""


@frozen(eq=False)
class Happening:
    """Something that happened, as one policy sees it."""

    event: Event
    type: str
    """the event type in the policy's own words; begins with `@` where no event says it"""
    at: Moment
    known: Moment
    key: Key
    """its place in the order of what is known"""
    rank: int
    """the place among happenings of equal key, by canonical content"""
    derived_from: str | None = None
    finding: Violation | Lapse | ProposedMeasure | None = None
    counts_from: dt.date | None = None
    """the unrolled end of the obligation that lapsed"""
    given: bool = True
    """False for what no event says: a violation, a lapse, a proposal, a day of the calendar"""
    doubt: Reason | None = None
    """why it is not certain that it happened as the log says"""
    about: Violation | None = None
    """the violation that a proposal rests on"""
    matched: dict[str, Value] = attrs.field(factory=dict, init=False, repr=False)
    """of named events whose conditions are told by the event alone whether it is one"""

    @property
    def order(self) -> tuple[Key, int]:
        return (self.key, self.rank)

    def evidence(self) -> Evidence:
        return Evidence(self.event, self.at, self.known, self.derived_from)


@frozen
class Derived:
    """What a clause brings about, in no policy's zone yet: a deemed event, or a finding to wait for."""

    event: Event
    at: Time
    known: dt.datetime
    generation: int
    derived_from: str
    finding: Violation | Lapse | ProposedMeasure
    kind: str
    """`VIOLATION`, `LAPSE` or `PROPOSED`: a clause waits for the finding itself; empty for a deemed event"""
    counts_from: dt.date | None = None
    about: Violation | None = None
    """the violation that a proposal rests on"""

    @property
    def origin(self) -> Origin:
        return (self.kind, self.finding.full_clause if self.kind else self.event.type)


@frozen
class Mitigation:
    """A clause lifts or lowers one measure that another proposed."""

    measure: str
    """the id of the finding"""
    case: str
    clause: str
    to: Literal["exempt", "lower"]
    at: Moment
    known: Key


@frozen(eq=False)
class Entry:
    """A happening as one slice sees it."""

    happening: Happening
    lacks: Reason | None = None
    """why it is not certain to belong to the slice"""

    @property
    def doubt(self) -> Reason | None:
        """Why it is not certain that this happened, and here."""
        return self.happening.doubt or self.lacks


def carried(source: Event, slice_: Slice) -> dict[str, object]:
    """The data of an event under the values of a slice, which say more truly whom it concerns.

    What stands in both alike is left as it is, with its type.
    """
    found = dict(source.data)
    for name, text in slice_:
        if found.get(name) is None or text_of(found[name]) != text:
            found[name] = text
    return found


def breach_event(source: Event, slice_: Slice) -> Event:
    """A violation or lapse as an event to wait for: it carries its trigger's data and its slice."""
    data = carried(source, slice_)
    return Event(source.case, "violation", source.time, unit=source.unit, actor=source.actor, data=data)


def ordered(happenings: Iterable[Happening]) -> tuple[Happening, ...]:
    """By the time they are known, then by canonical content."""
    return tuple(sorted(happenings, key=lambda each: each.order))


def day_of_breach(violation: Violation, zone: ZoneInfo) -> dt.date | None:
    """The day of a breach: of a duty its last day in time, of what a calendar day asks for that day itself.

    What is asked at the end of a day is known at the first instant of the next one, and is no matter of
    whoever takes office then.
    """
    if violation.due is not None:
        return violation.due
    if violation.at is None:
        return None
    trigger = violation.trigger
    if trigger is not None and trigger.event.type.startswith(OF_THE_CALENDAR):
        return trigger.at.date
    return project(violation.at, zone).date
