"""Clauses: what a policy demands, one kind each."""

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, TypeAlias

import attrs

from govrules.declaring import frozen
from govrules.diagnostics import Span
from govrules.model.accountability import Accountability
from govrules.model.conditions import Condition, Expression, Lookup
from govrules.model.limits import Limit, NamedLimit
from govrules.model.maintenance import Maintenance
from govrules.model.patterns import Pattern
from govrules.model.period import Period
from govrules.model.quota import Quota
from govrules.model.text import Text

Strength: TypeAlias = Literal["must", "should", "in_principle"]
Transition: TypeAlias = Literal["trigger", "immediate", "milder"]
KINDS = ("duty", "requirement", "prohibition", "quota", "maintenance", "accountability")


@frozen
class InForce:
    """A half-open span of days [start, until); None is open."""

    start: dt.date | None = None
    until: dt.date | None = None

    def __contains__(self, day: dt.date) -> bool:
        return (self.start is None or self.start <= day) and (self.until is None or day < self.until)


# -- the parts of a duty -----------------------------------------------------------------------------------


@frozen
class Before:
    """`before: meeting_held` or `before: permit.valid_until`, with `at_least` counted backward from it."""

    anchor: Pattern | Lookup
    at_least: Limit | None = None


@frozen
class PauseRule:
    """Suspension (中止): between `start` and `end` the clock stands still."""

    start: Pattern
    end: Pattern
    per: tuple[str, ...] = ()
    """fields that pair an end with its start, so that two hearings may overlap"""
    if_: Condition | None = None
    at_most: Limit | None = None
    times: int | None = None
    days: Literal["(]", "[)", "[]", "()"] | None = None
    """which dates the pause takes out, where it differs from the convention"""


@frozen
class InterruptRule:
    """Interruption (中断): the count stops at `start` and begins anew at `end`."""

    start: Pattern
    end: Pattern
    if_: Condition | None = None


@frozen
class ExtendRule:
    """A longer limit, on an event; what is added may be in the event, its cap in the law."""

    when: Pattern
    add: Limit
    if_: Condition | None = None
    at_most: Limit | None = None
    times: int | None = None


@frozen
class Effective:
    """From when a deemed event has its effect.

    `lapse`: the due end. `next_day`: the day after. `after`: `period` after the due day.
    `trigger`: back to the trigger (行政许可法 article 32(4)).
    """

    kind: Literal["lapse", "next_day", "after", "trigger"] = "lapse"
    period: Period | None = None


@frozen
class LapseRule:
    """What is deemed when the time has run out."""

    of: str | None = None
    """the named limit whose running out counts; None is any"""
    if_: Condition | None = None
    deem: str | None = None
    """the event type that is deemed to have happened; None where silence has no outcome of its own"""
    with_: tuple[tuple[str, Expression], ...] = ()
    effective: Effective = Effective()
    breach: bool = True
    """whether running out is a violation besides"""


@frozen
class WarnRule:
    """A warning before the due end: so much `left`, or a share `used` of the counted days."""

    left: Limit | None = None
    used: Fraction | None = None


@frozen
class Pass:
    """Responsibility passes on an event to the party that `to` names."""

    on: Pattern
    to: Expression


@frozen
class Responsible:
    """Who answers: `first`, and after each of `passes` the party it names."""

    first: Expression
    passes: tuple[Pass, ...] = ()


@frozen
class Population:
    """`for_each`: who or what a clause must see even when no event names it.

    Either every record in force of kind `records`, or the members of `values`.
    """

    variable: str
    records: str | None = None
    values: tuple[Expression, ...] = ()
    """expressions whose values, single or lists, are joined"""
    where: Condition | None = None


# -- kinds ----------------------------------------------------------------------------------------------


@frozen
class Duty:
    """After a trigger, something must happen, within a limit or with none (an achievement obligation)."""

    when: Pattern
    must: Pattern
    within: tuple[NamedLimit, ...] = ()
    by: Lookup | None = None
    before: Before | None = None
    early: Literal["does_not", "counts"] = "does_not"
    pause: tuple[PauseRule, ...] = ()
    interrupt: tuple[InterruptRule, ...] = ()
    extend: tuple[ExtendRule, ...] = ()
    on_lapse: tuple[LapseRule, ...] = ()
    end_on: Pattern | None = None
    repeat: Literal["ignore", "each", "replace"] = "ignore"
    warn: tuple[WarnRule, ...] = ()
    count_from: Literal["trigger", "due", "unrolled"] = "trigger"
    """for a duty that follows a lapse: what it counts from"""


@frozen
class Requirement:
    """Whenever something happens, a condition must hold (a punctual obligation)."""

    when: Pattern
    require: Condition


@frozen
class During:
    """From an event until another, or until the end of the calendar period in which it happened."""

    start: Pattern
    end: Pattern | Literal["end of year", "end of quarter", "end of month"] | None = None


@frozen
class Prohibition:
    """Something must not happen."""

    when: Pattern
    during: During | None = None


@frozen
class NotCheckable:
    """Read, and found to hold nothing that a machine can check."""

    why: Text


Body: TypeAlias = Duty | Requirement | Prohibition | Quota | Maintenance | Accountability | NotCheckable


@frozen
class Clause:
    """One clause of a policy, in one version of it."""

    policy: str
    id: str
    body: Body
    title: Text = Text()
    cite: str | None = None
    quote: str | None = None
    gloss: Text | None = None
    strength: Strength = "must"
    responsible: Responsible | None = None
    in_force: InForce = InForce()
    """within that of its policy"""
    if_: Condition | None = None
    unless: Condition | None = None
    transition: Transition = "trigger"
    per: tuple[str, ...] = ("case",)
    for_each: Population | None = None
    severity: str | None = None
    tags: tuple[str, ...] = ()
    displaces: tuple[str, ...] = ()
    traces: tuple[str, ...] = ()
    """ids of the clause analysis that this clause captures, as `S0-34`"""
    convention: Mapping[str, object] | str | None = None
    """another convention's name, or single keys in place of the policy's convention's"""
    span: Span | None = attrs.field(default=None, eq=False, repr=False)

    @property
    def full_id(self) -> str:
        """`policy/clause`, unique in a rulebook but for versions."""
        return f"{self.policy}/{self.id}"

    @property
    def kind(self) -> str:
        match self.body:
            case Duty():
                return "duty"
            case Requirement():
                return "requirement"
            case Prohibition():
                return "prohibition"
            case Quota():
                return "quota"
            case Maintenance():
                return "maintenance"
            case Accountability():
                return "accountability"
            case NotCheckable():
                return "not_checkable"
