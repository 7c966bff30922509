"""Scenarios as values: given these events, at this date, expect these findings."""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

import attrs

from govrules.diagnostics import Diagnostic, Span
from govrules.model.frozen import EMPTY, FrozenMapping
from govrules.model.records import Record
from govrules.model.text import Text

WrittenTime: TypeAlias = dt.date | dt.datetime
"""a bare date, an instant with its zone, or a wall clock that takes the policies' zone"""

Value: TypeAlias = "str | int | bool | dt.date | dt.datetime | tuple[Value, ...] | FrozenMapping | None"
"""what an attribute of an expectation may be"""


@attrs.frozen
class Given:
    """An event as the scenario writes it; the case may be left to the scenario."""

    time: WrittenTime
    type: str
    case: str | None = None
    id: str | None = None
    unit: str | None = None
    actor: str | None = None
    data: FrozenMapping = EMPTY
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@attrs.frozen
class Expectation:
    """One finding that is expected: `{met: decide, due: 2025-10-28}`."""

    word: str
    """a state of an obligation, or a kind of finding: see `govrules.scenarios.words`"""
    subject: str
    """the clause as written; once resolved, `policy/clause`; for `ignored` an event type"""
    case: str | None = None
    attributes: tuple[tuple[str, Value], ...] = ()
    """what is compared besides, in the order written"""
    slice: tuple[tuple[str, str], ...] = ()
    """fields that the clause is sliced by"""
    span: Span | None = attrs.field(default=None, eq=False, repr=False)
    spans: Mapping[str, Span] = attrs.field(default=MappingProxyType({}), eq=False, repr=False)
    """the place of each attribute, for messages"""


@attrs.frozen
class Check:
    """What is expected of a scenario as seen at one date."""

    expect: tuple[Expectation, ...]
    as_of: WrittenTime | None = None
    known_at: dt.date | None = None
    partial: bool = False
    """only what is listed must be there; otherwise nothing else may be"""
    written: bool = True
    """False where nobody has written the expectation: `expect: todo`, or none at all"""
    label: str = ""
    """`@2025-10-01` where a scenario is seen at several dates, else empty"""
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@attrs.frozen
class Setting:
    """A parameter's value for one scenario alone."""

    name: str
    value: Value
    text: str
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@attrs.frozen
class Scenario:
    """One history, and what is expected of it at one or several dates."""

    id: str
    given: tuple[Given, ...]
    checks: tuple[Check, ...]
    title: Text = attrs.field(factory=Text)
    why: str | None = None
    """how the expected dates were derived, for the reader"""
    todo: str | None = None
    """what is still to be done, so that the scenario proves nothing yet and may fail"""
    parameters: tuple[Setting, ...] = ()
    records: tuple[Record, ...] = ()
    """those of its file and of its base among them"""
    span: Span | None = attrs.field(default=None, eq=False, repr=False)
    diagnostics: tuple[Diagnostic, ...] = attrs.field(default=(), eq=False, repr=False)
    """what is wrong with it; a scenario with mistakes is not run"""


@attrs.frozen
class ScenarioFile:
    """A scenario file as read, before its rules are known."""

    file: str
    policies: tuple[str, ...] = ()
    """the policies under test, found beside the file"""
    rules: tuple[tuple[str, Span], ...] = ()
    """packs and files to load, as written"""
    title: Text = attrs.field(factory=Text)
    scenarios: tuple[Scenario, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)
    """where the policies are named"""
    diagnostics: tuple[Diagnostic, ...] = ()
    """what is wrong with the file as a whole"""
