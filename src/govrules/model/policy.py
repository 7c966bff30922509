"""A policy: one document, its vocabulary and its clauses; a rulebook: several, with what they lean on."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

import attrs

from govrules.declaring import frozen
from govrules.diagnostics import Span, read_only
from govrules.model.accountability import Ladder
from govrules.model.calendar import Calendar
from govrules.model.clauses import Clause, InForce
from govrules.model.conditions import Condition
from govrules.model.convention import Convention
from govrules.model.text import Text

FieldType: TypeAlias = Literal[
    "string", "integer", "number", "bool", "date", "instant", "period", "list", "choice", "any"
]

DEPARTURE = "departure_recorded"
"""the event by which an office departs from an `in_principle` clause: `data.clause` names it, `data.reasons`
says why"""


# Any: the type checker cannot solve type variables of a field's converter.
def _frozen(mapping: Mapping[Any, Any]) -> Mapping[Any, Any]:
    return read_only(mapping)


@frozen
class Field:
    """A field of an event, a record or a case, with its type."""

    name: str
    type: FieldType = "any"
    choices: tuple[object, ...] = ()
    choice_titles: Mapping[object, Text] = attrs.field(factory=dict, converter=_frozen)
    """what explanations call a choice, where the file says so"""
    default: object = None
    """declared for case attributes: what holds when no event says otherwise; None is none"""
    title: Text = Text()


@frozen
class EventType:
    """An event of the vocabulary, or a named event (`is_` another, `if_` a condition holds)."""

    name: str
    title: Text = Text()
    names: tuple[str, ...] = ()
    """what source systems call it"""
    recorded: InForce | None = None
    """when logs record it; None is always. Absence outside is unknown, never asserted"""
    data: Mapping[str, Field] = attrs.field(factory=dict, converter=_frozen)
    is_: str | None = None
    if_: Condition | None = None
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen
class DatedValue:
    """A parameter's value from a day on, for those to whom `for_` applies."""

    start: dt.date
    value: object
    """of the parameter's type: `Period`, `NoLimit`, number, bool, str, date or a tuple of these"""
    until: dt.date | None = None
    for_: Condition | None = None
    cite: str | None = None


@frozen
class Parameter:
    """A number or choice that the text leaves open, or that changes by date.

    `values` may be empty: what depends on the parameter is then unknown, with `note` as the reason.
    """

    name: str
    type: FieldType
    values: tuple[DatedValue, ...] = ()
    choices: tuple[str, ...] = ()
    choice_titles: Mapping[str, Text] = attrs.field(factory=dict, converter=_frozen)
    """what explanations call a choice, or the reading of that name"""
    note: Text = Text()
    cite: str | None = None
    title: Text = Text()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen
class RecordKind:
    """Reference data with dated facts, set and ended by events.

    The event carries the record's key in a field of the record's name.
    The record `item` is found by the field `item` of the trigger, or of the case.
    """

    name: str
    title: Text = Text()
    set_by: tuple[str, ...] = ()
    ended_by: tuple[str, ...] = ()
    data: Mapping[str, Field] = attrs.field(factory=dict, converter=_frozen)
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen
class Source:
    """How far the text was read: only a text that was `read` may be quoted."""

    status: Literal["read", "secondary", "none"] = "none"
    address: str | None = None


@frozen
class Reviewed:
    """Who checked the encoding against the text; nobody yet is an honest answer."""

    by: str | None = None
    on: dt.date | None = None


@frozen
class Policy:
    """One policy document, in one version of it."""

    id: str
    title: Text = Text()
    issuer: Text = Text()
    document: str | None = None
    source: Source = Source()
    reviewed: Reviewed = Reviewed()
    in_force: InForce = InForce()
    calendar: str | None = None
    convention: str | None = None
    time_zone: str = "UTC"
    parameters: Mapping[str, Parameter] = attrs.field(factory=dict, converter=_frozen)
    records: Mapping[str, RecordKind] = attrs.field(factory=dict, converter=_frozen)
    events: Mapping[str, EventType] = attrs.field(factory=dict, converter=_frozen)
    case: Mapping[str, Field] = attrs.field(factory=dict, converter=_frozen)
    """declared attributes of a case"""
    ladder: Ladder = Ladder()
    measure_titles: Mapping[str, Text] = attrs.field(factory=dict, converter=_frozen)
    """what explanations call the steps of the ladder"""
    clauses: tuple[Clause, ...] = ()
    """in the order of the file; versions of one clause follow one another"""
    file: str | None = attrs.field(default=None, eq=False)
    sha256: str | None = None
    """of the file's content, includes and layers counted in"""


@frozen
class Rulebook:
    """Policies that are evaluated together, with the calendars and conventions that they name."""

    policies: tuple[Policy, ...]
    calendars: Mapping[str, Calendar] = attrs.field(factory=dict, converter=_frozen)
    conventions: Mapping[str, Convention] = attrs.field(factory=dict, converter=_frozen)
    sha256: str = ""
    """of everything above, so that a result can be replayed"""

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Every clause of every policy, in order."""
        return tuple(clause for policy in self.policies for clause in policy.clauses)

    def versions(self, full_id: str) -> tuple[Clause, ...]:
        """The versions of the clause `policy/clause`, oldest first; empty where there is none."""
        return tuple(clause for clause in self.clauses if clause.full_id == full_id)

    def policy_of(self, clause: Clause) -> Policy:
        """The policy, in the version that holds `clause`."""
        for policy in self.policies:
            if policy.id == clause.policy and clause in policy.clauses:
                return policy
        raise KeyError(clause.full_id)

    def without(self, full_id: str) -> "Rulebook":
        """The same rulebook less one clause, in all its versions."""
        return attrs.evolve(
            self,
            policies=tuple(
                attrs.evolve(
                    policy, clauses=tuple(clause for clause in policy.clauses if clause.full_id != full_id)
                )
                for policy in self.policies
            ),
        )
