"""Evaluation: all findings of one run, how far the data carried it, and what it was made from."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Literal

import attrs

from govrules.declaring import frozen
from govrules.diagnostics import Language, read_only
from govrules.model.findings import (
    Alert,
    AnyFinding,
    Attribution,
    Ignored,
    Lapse,
    LateDecision,
    Obligation,
    ProposedMeasure,
    Shortfall,
    Unknown,
    Violation,
)
from govrules.model.serialise import to_plain
from govrules.model.views import HumanView


@frozen
class QualityNote:
    """Something about the data that a reader must know before any verdict."""

    code: Literal[
        "missing trigger",
        "impossible order",
        "unknown event",
        "not recorded",
        "duplicate",
        "conflicting duplicate",
        "unread rows",
        "after as_of",
        "invalid data",
    ]
    count: int
    cases: tuple[str, ...]
    """the first few cases concerned"""
    subject: str
    """the event type, clause or id concerned"""
    en: str
    zh: str

    def text(self, lang: Language = "en") -> str:
        return self.zh if lang == "zh" else self.en


@frozen
class Quality:
    """How far the data carries a judgement."""

    events: int = 0
    cases: int = 0
    judged: int = 0
    """cases with at least one obligation and none unknown"""
    partly_judged: int = 0
    """cases with some obligation unknown"""
    not_judged: int = 0
    """cases in which no clause found anything to judge"""
    notes: tuple[QualityNote, ...] = ()


@frozen
class Provenance:
    """What an evaluation was made from: enough to replay it."""

    govrules: str
    rules: Mapping[str, str]
    """policy id -> sha256 of its file's content"""
    calendars: Mapping[str, str]
    conventions: Mapping[str, str]
    events: str
    """sha256 over the events in canonical order, exact duplicates once"""
    as_of: dt.datetime | None
    """the instant up to which the log was read, included"""
    as_of_given: bool
    """False where it was taken from the last event of the log"""
    known_at: dt.date | None
    unannounced: Literal["project", "raise"] = "project"
    engine: str = "reference"
    records: str | None = None
    """sha256 over the records that were given beside the events, in whatever order; None where none were"""


class _Later:
    """Fields that are worked out when they are first read."""

    __slots__ = ("_waiting",)
    _waiting: "Callable[[str], object]"

    def __getattr__(self, name: str) -> object:
        # Called only for what is not there: a slot that has no value yet.
        if name in _FIELDS:
            value = self._waiting(name)
            object.__setattr__(self, name, value)
            return value
        raise AttributeError(f"an Evaluation has no `{name}`")


@frozen
class Evaluation(_Later):
    """All findings of one run, in a deterministic order: by case, clause, slice, trigger."""

    obligations: tuple[Obligation, ...] = ()
    violations: tuple[Violation, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()
    lapses: tuple[Lapse, ...] = ()
    late_decisions: tuple[LateDecision, ...] = ()
    alerts: tuple[Alert, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    measures: tuple[ProposedMeasure, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    quality: Quality = Quality()
    provenance: Provenance | None = None
    views: tuple[HumanView, ...] = ()
    """what people say of findings, which stay as they were computed"""

    @classmethod
    def later(cls, work: "Callable[[str], object]") -> "Evaluation":
        """An evaluation of which each field is worked out when it is first read.

        Args:
            work: the value of a field, by name; asked once for each.
        """
        found = cls.__new__(cls)
        object.__setattr__(found, "_waiting", work)
        return found

    def __iter__(self) -> Iterator[AnyFinding]:
        """Every finding about a clause; ignored events are in `ignored`."""
        yield from self.violations
        yield from self.shortfalls
        yield from self.lapses
        yield from self.late_decisions
        yield from self.alerts
        yield from self.attributions
        yield from self.measures
        yield from self.unknowns
        yield from self.obligations

    def find(self, finding_id: str) -> AnyFinding | None:
        """The finding with that id, or None."""
        return next((each for each in self if each.id == finding_id), None)

    def of_case(self, case: str) -> tuple[AnyFinding, ...]:
        """The findings of one case."""
        return tuple(each for each in self if each.case == case)

    def views_of(self, finding_id: str) -> tuple[HumanView, ...]:
        """What people say of the finding with that id, in order of time."""
        return tuple(each for each in self.views if finding_id in each.findings)

    def to_dict(self) -> dict[str, object]:
        """A JSON-ready dictionary; its shape is documented in the reference."""
        return to_plain(self, kinds=True)


def frozen_strings(mapping: Mapping[str, str]) -> Mapping[str, str]:
    """A read-only copy."""
    return read_only(dict(sorted(mapping.items())))


_FIELDS = frozenset(each.name for each in attrs.fields(Evaluation))
