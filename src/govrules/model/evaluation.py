"""Evaluation: all findings of one run, how far the data carried it, and what it was made from."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Literal, Protocol

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
    State,
    Unknown,
    Violation,
)
from govrules.model.outcomes import KINDS, Outcome, outcome_of
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


class _Hashed:
    """A hash that is taken when it is first read: whoever asks for the date need not wait for it."""

    __slots__ = ("_hash",)
    _hash: "Callable[[], str]"

    def __getattr__(self, name: str) -> object:
        # Called only for what is not there: a slot that has no value yet.
        if name != "events":
            raise AttributeError(f"a Provenance has no `{name}`")
        value = self._hash()
        object.__setattr__(self, name, value)
        return value


@frozen
class Provenance(_Hashed):
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

    def later(self, events: "Callable[[], str]") -> "Provenance":
        """The same, but for the hash over the events, which is taken when it is first read."""
        found = attrs.evolve(self)
        object.__delattr__(found, "events")
        object.__setattr__(found, "_hash", events)
        return found


class Work(Protocol):
    """What an evaluation asks of an engine that makes findings when they are read, and not before."""

    def field(self, name: str) -> object:
        """One field of the evaluation; asked once for each."""
        ...

    def counts(self) -> Mapping[tuple[str, State], int]: ...

    def cases(self) -> tuple[str, ...]: ...

    def in_state(self, states: frozenset[State]) -> tuple[Obligation, ...]: ...

    def each_obligation(self, states: frozenset[State] | None) -> Iterator[Obligation]:
        """All of them, or those in some states, in order; none is kept."""
        ...

    def outcomes(self, *, unit: bool, party: bool) -> Mapping[Outcome, int]: ...

    def unlike(self, other: "Work") -> tuple[Iterator[Obligation], Iterator[Obligation]] | None:
        """The obligations of both that may differ; None where that cannot be told without making them."""
        ...

    def of_case(self, case: str) -> tuple[AnyFinding, ...] | None:
        """None where the findings of one case cannot be had alone."""
        ...

    def obligation(self, name: str, case: str) -> Obligation | None:
        """The obligation of that id, if it can be had alone, and is of that case."""
        ...


class _Later:
    """Fields that are worked out when they are first read."""

    __slots__ = ("_by_id", "_work")
    _work: Work
    _by_id: Mapping[str, Obligation]

    def __getattr__(self, name: str) -> object:
        # Called only for what is not there: a slot that has no value yet.
        if name in _FIELDS:
            value = self._work.field(name)
            object.__setattr__(self, name, value)
            return value
        raise AttributeError(f"an Evaluation has no `{name}`")

    def _is_worked_out(self, name: str) -> bool:
        try:
            object.__getattribute__(self, name)
        except AttributeError:
            return False
        return True


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
    def later(cls, work: Work) -> "Evaluation":
        """An evaluation of which each field is worked out when it is first read."""
        found = cls.__new__(cls)
        object.__setattr__(found, "_work", work)
        return found

    @property
    def _lazy(self) -> Work | None:
        """What the obligations can be asked of one by one, until all of them are there."""
        return None if self._is_worked_out("obligations") else self._work

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
        """The finding with that id, or None; where its case can be told from it, no others are made."""
        lazy = self._lazy
        for case in _cases_in(finding_id) if lazy is not None else ():
            of_case = lazy.of_case(case) or () if lazy is not None else ()
            found = next((each for each in of_case if each.id == finding_id), None)
            if found is not None:
                return found
        return next((each for each in self if each.id == finding_id), None)

    def of_case(self, case: str) -> tuple[AnyFinding, ...]:
        """The findings of one case; those of no other case are made for it."""
        lazy = self._lazy
        found = lazy.of_case(case) if lazy is not None else None
        return tuple(each for each in self if each.case == case) if found is None else found

    # What a summary asks for. Compiled evaluators know it without making an object for each obligation.

    @property
    def counts(self) -> Mapping[tuple[str, State], int]:
        """How many obligations of each clause came to what, by the clause's `full_clause` and the state.

        Equal to counting `obligations`, which need not be made for it.
        """
        lazy = self._lazy
        if lazy is not None:
            return lazy.counts()
        found = Counter((each.full_clause, each.state) for each in self.obligations)
        return read_only(dict(sorted(found.items())))

    @property
    def cases(self) -> tuple[str, ...]:
        """The cases in which there is an obligation, in order; those need not be made for it."""
        lazy = self._lazy
        if lazy is not None:
            return lazy.cases()
        return tuple(sorted({each.case for each in self.obligations}))

    def in_state(self, *states: State) -> tuple[Obligation, ...]:
        """The obligations in any of these states; no others are made for it."""
        lazy, wanted = self._lazy, frozenset(states)
        if lazy is not None:
            return lazy.in_state(wanted)
        return tuple(each for each in self.obligations if each.state in wanted)

    def each_obligation(self, *states: State) -> Iterator[Obligation]:
        """The obligations one by one, or those in any of these states, in the order of `obligations`.

        They are made as they are asked for, and not kept: whoever writes those of a long log down, or counts
        something of them, needs no memory for all of them at once.
        """
        lazy, wanted = self._lazy, frozenset(states) if states else None
        if lazy is not None:
            return lazy.each_obligation(wanted)
        return (each for each in self.obligations if wanted is None or each.state in wanted)

    def outcomes(self, *, unit: bool = False, party: bool = False) -> Mapping[Outcome, int]:
        """How many duties came to what on which days: all that indicators count; no obligation is made.

        Equal to counting the outcomes of the `obligations` of duties and of accountability.

        Args:
            unit: whether duties of several units are counted apart.
            party: whether those of several parties that answer are.
        """
        lazy = self._lazy
        if lazy is not None:
            return lazy.outcomes(unit=unit, party=party)
        duties = (each for each in self.obligations if each.clause_kind in KINDS)
        return Counter(outcome_of(each, unit=unit, party=party) for each in duties)

    def unlike(self, other: "Evaluation") -> tuple[Iterator[Obligation], Iterator[Obligation]]:
        """The obligations of both evaluations that may differ in their state or in when they are due.

        Of one log in columns under two rulebooks, those of cases in which all is alike need not be made, and
        are left out; else all are there. Whoever compares what is there finds every difference.

        Args:
            other: of the same log, as of the same day.
        """
        lazy, others = self._lazy, other._lazy
        found = lazy.unlike(others) if lazy is not None and others is not None else None
        return (self.each_obligation(), other.each_obligation()) if found is None else found

    def obligation(self, obligation_id: str, *, case: str) -> Obligation | None:
        """The obligation with that id, or None; where it is of that case, no others need be made for it."""
        lazy = self._lazy
        found = lazy.obligation(obligation_id, case) if lazy is not None else None
        if found is not None:
            return found
        if not self._is_worked_out("_by_id"):
            object.__setattr__(self, "_by_id", {each.id: each for each in self.obligations})
        return self._by_id.get(obligation_id)

    def views_of(self, finding_id: str) -> tuple[HumanView, ...]:
        """What people say of the finding with that id, in order of time."""
        return tuple(each for each in self.views if finding_id in each.findings)

    def to_dict(self) -> dict[str, object]:
        """A JSON-ready dictionary; its shape is documented in the reference."""
        return to_plain(self, kinds=True)


def _cases_in(finding_id: str) -> Iterator[str]:
    """What may be the case in an id as `policy/clause:case@instant`: a case may hold such signs itself."""
    rest = finding_id.partition(":")[2]
    yield from (rest[:place] for place, sign in enumerate(rest) if sign in "@/")


def frozen_strings(mapping: Mapping[str, str]) -> Mapping[str, str]:
    """A read-only copy."""
    return read_only(dict(sorted(mapping.items())))


_FIELDS = frozenset(each.name for each in attrs.fields(Evaluation))
