"""Findings: what an evaluation says about each obligation, with its evidence and its reason.

Every finding has a stable id made of policy, clause, slice and trigger, so that a second run over more
data updates rather than duplicates, and `to_dict()` for JSON.
"""

import datetime as dt
from fractions import Fraction
from typing import ClassVar, Literal, TypeAlias

from govrules.declaring import frozen
from govrules.diagnostics import Language
from govrules.model.events import Event
from govrules.model.serialise import to_plain

State: TypeAlias = Literal[
    "pending", "paused", "met", "met_late", "lapsed", "ended", "excused", "overdue", "violated", "unknown"
]
"""`pending` and `paused` are open; `overdue` is open and its time is up; the others are closed.

`excused` is a duty that was not met in time where the clause's `unless` held at the due instant.
`violated` is a requirement or prohibition that an event broke: unlike a duty it can never be met late.
"""

Basis: TypeAlias = Literal["same day", "projected", "departure recorded"]
"""what a finding leans on besides certain facts: see `Obligation.basis`"""


@frozen
class Reason:
    """Why something is unknown, ignored, ended or excused: a stable code and a sentence in both languages."""

    code: str
    en: str
    zh: str

    def text(self, lang: Language = "en") -> str:
        return self.zh if lang == "zh" else self.en


@frozen(order=False)
class Moment:
    """A point of a case history in the policy's time zone.

    `local` is the wall clock without zone; a bare date stands for its day and has `local` at 00:00.
    """

    local: dt.datetime
    instant: dt.datetime | None = None
    """the aware instant; None for a bare date"""

    @property
    def bare(self) -> bool:
        return self.instant is None

    @property
    def date(self) -> dt.date:
        return self.local.date()

    def __str__(self) -> str:
        return self.date.isoformat() if self.instant is None else self.instant.isoformat()


@frozen
class Evidence:
    """An event as a finding leans on it."""

    event: Event
    at: Moment
    """when it took effect"""
    known: Moment
    """when it was known: later than `at` only for a back-dated deemed event"""
    derived_from: str | None = None
    """the id of the lapse that deemed it; None for an event of the log"""

    @property
    def derived(self) -> bool:
        return self.derived_from is not None


@frozen
class PauseTaken:
    """A pause as it was counted: from its start to its end, or open at `as_of`."""

    start: Evidence
    end: Evidence | None
    kind: Literal["pause", "interrupt"] = "pause"
    days: str | None = None


@frozen
class ExtensionTaken:
    """An extension as it was counted."""

    on: Evidence
    added: str
    """the period added, after the cap"""


@frozen
class OtherReading:
    """The due date under a reading of the text that was not used."""

    name: str
    limit: str
    due: dt.date | None


@frozen
class Holder:
    """Who answered for the case from a moment on, and until when."""

    party: str | None
    since: Moment
    until: Moment | None
    because: Evidence | None
    """the event that passed it on; None for the first, and where another person took up the post"""
    days: int | None = None
    """calendar days that the party held the case: after the day of `since`, up to and including that of
    `until` or of what settled the duty, else of `as_of`; None for a requirement or prohibition"""
    working_days: int | None = None
    """the working days among them; None where the calendar does not know"""


@frozen
class CountedEvent:
    """An event that a quota counted."""

    event: Evidence
    amount: Fraction | None = None
    """what it added, where amounts are added up; None where it counts as one, or its amount is unknown"""
    values: tuple[str, ...] = ()
    """what it carried, where distinct values are counted"""
    certain: bool = True
    """False where it is not certain that it counts"""


@frozen
class Tally:
    """What a quota counted, and what it was measured by.

    `low` and `high` are equal unless some of the events are in doubt; `high` is None where nobody knows how
    many more there are.
    """

    low: Fraction
    high: Fraction | None
    at_least: Fraction | None = None
    """inclusive, after shares, rounding and part periods; None where there is none or it is unknown"""
    at_most: Fraction | None = None
    base: Fraction | None = None
    """what a share was taken of"""
    start: dt.date | None = None
    """the first day of the period; None for a quota over its slice"""
    until: dt.date | None = None
    """the day after its last day"""
    counted: tuple[CountedEvent, ...] = ()
    """the first of what was counted, in order; of a year with hundreds not all"""
    events: int = 0
    """how many events were counted, the doubtful ones included"""


@frozen
class Gap:
    """A span in which nothing held that should have: half-open, without end where it is open at `as_of`."""

    start: dt.datetime
    until: dt.datetime | None
    ended: Evidence | None = None
    """what ended when the gap began; None where nothing had held before, or the window opened with a gap"""
    resumed: Evidence | None = None
    """what began when it ended"""


@frozen
class Watched:
    """The time over which something had to hold: half-open, without end where it goes on after `as_of`."""

    start: dt.datetime
    until: dt.datetime | None


@frozen
class Finding:
    """What all findings share."""

    kind: ClassVar[str] = "finding"

    id: str
    policy: str
    clause: str
    case: str
    slice: tuple[tuple[str, str], ...] = ()
    """the fields of `per` and `for_each` and their values, without the case"""

    @property
    def full_clause(self) -> str:
        return f"{self.policy}/{self.clause}"

    def to_dict(self) -> dict[str, object]:
        """A JSON-ready dictionary: `kind`, then the fields by name; dates and instants as ISO 8601."""
        return {"kind": self.kind, **to_plain(self)}


@frozen
class Obligation(Finding):
    """One duty, requirement or prohibition as it arose in one slice, and what became of it."""

    kind: ClassVar[str] = "obligation"

    clause_kind: str = "duty"
    state: State = "pending"
    trigger: Evidence | None = None
    limit_name: str | None = None
    limit: str | None = None
    """the period counted, in canonical words; None for a requirement or prohibition, or where unknown"""
    due: dt.date | None = None
    """the last day in time, local; None with no limit, while paused or where unknown"""
    due_end: dt.datetime | None = None
    """the last instant in time, included"""
    late_from: dt.datetime | None = None
    fulfilled: Evidence | None = None
    responsible: str | None = None
    holders: tuple[Holder, ...] = ()
    pauses: tuple[PauseTaken, ...] = ()
    extensions: tuple[ExtensionTaken, ...] = ()
    reading: str | None = None
    other_readings: tuple[OtherReading, ...] = ()
    basis: tuple[Basis, ...] = ()
    """`same day`: an order of two dates on one day was read in the office's favour.
    `projected`: the due date leans on a day that is not announced; see `horizon`"""
    horizon: dt.date | None = None
    reason: Reason | None = None
    """for `unknown`, `ended` and `excused`"""
    version_from: dt.date | None = None
    """the day from which the version of the clause that decided is in force"""
    strength: str = "must"
    anchor: Evidence | None = None
    """the event before which a duty must be done (`before: EVENT`), once it has come"""
    counted_from: Moment | None = None
    """what the period was counted from, or back from; None where none was counted"""
    tally: Tally | None = None
    """of a quota"""
    gaps: tuple[Gap, ...] = ()
    """of a maintenance clause, those beyond what is tolerated"""
    window: Watched | None = None
    """of a maintenance clause"""


@frozen
class Violation(Finding):
    """A `must` clause was broken, or an `in_principle` one without a recorded departure."""

    kind: ClassVar[str] = "violation"

    obligation: str = ""
    """the id of the obligation; the same for every finding about it"""
    clause_kind: str = "duty"
    limit_name: str | None = None
    trigger: Evidence | None = None
    due: dt.date | None = None
    due_end: dt.datetime | None = None
    at: dt.datetime | None = None
    """the first instant late; for a requirement or prohibition the instant of its event"""
    fulfilled: Evidence | None = None
    """the late fulfilment, if there was one by `as_of`"""
    late_by_days: int | None = None
    """calendar days from the due day to the fulfilment or the end of the duty, else to `as_of`"""
    late_by_working_days: int | None = None
    unit: str | None = None
    responsible: str | None = None
    reading: str | None = None
    other_readings: tuple[OtherReading, ...] = ()
    basis: tuple[Basis, ...] = ()
    horizon: dt.date | None = None
    strength: str = "must"
    severity: str | None = None
    tags: tuple[str, ...] = ()
    tally: Tally | None = None
    """of a quota"""
    gap: Gap | None = None
    """of a maintenance clause: one violation for each gap"""


@frozen
class Shortfall(Violation):
    """A `should` clause fell short: reported apart, never a ground for measures."""

    kind: ClassVar[str] = "shortfall"


@frozen
class Lapse(Finding):
    """The time ran out without a decision, and the law says what that means."""

    kind: ClassVar[str] = "lapse"

    obligation: str = ""
    limit_name: str | None = None
    trigger: Evidence | None = None
    due: dt.date | None = None
    at: dt.datetime | None = None
    """the due end: the lapse is known from just after it"""
    deemed: Evidence | None = None
    """the event that is deemed to have happened, with the time it is effective and the time it is known"""
    breach: bool = True
    responsible: str | None = None
    basis: tuple[Basis, ...] = ()
    horizon: dt.date | None = None


@frozen
class LateDecision(Finding):
    """A real event after a lapse had already deemed one: it never merges with the deemed event."""

    kind: ClassVar[str] = "late_decision"

    lapse: str = ""
    event: Evidence | None = None
    late_by_days: int | None = None


@frozen
class Alert(Finding):
    """A warning that the clause asks for before the due end."""

    kind: ClassVar[str] = "alert"

    obligation: str = ""
    rule: str = ""
    """`1 working day left` or `90% used`"""
    at: dt.datetime | None = None
    due: dt.date | None = None
    responsible: str | None = None
    date: dt.date | None = None
    """the day of the warning: the one that begins at `at` (so much left), or ends at it (so much used)"""


@frozen
class Attribution(Finding):
    """A party answers for a breach or a finding; nothing is proposed."""

    kind: ClassVar[str] = "attribution"

    on: tuple[str, ...] = ()
    """the ids of the violations and lapses that it rests on"""
    events: tuple[Evidence, ...] = ()
    """the events that it rests on, those of the log: a finding of harm"""
    role: str = ""
    """as what the party answers: `direct`, `leader`"""
    party: str | None = None
    unit: str | None = None
    at: dt.datetime | None = None
    """when the last of what it rests on was known"""
    strength: str = "must"
    basis: tuple[Basis, ...] = ()


@frozen
class Adjustment:
    """Another clause that lifts or lowers what is proposed, as `policy/clause`."""

    clause: str
    to: Literal["exempt", "lower"]
    stayed: tuple[str, ...] = ()
    """measures that `lower` left as they were: the lowest step, and what stands on none"""


@frozen
class ProposedMeasure(Attribution):
    """A measure that a policy attaches to a breach or a finding: proposed, and imposed only by an event."""

    kind: ClassVar[str] = "measure"

    measures: tuple[str, ...] = ()
    """from the mildest to the gravest; whoever decides chooses one"""
    state: Literal["proposed", "imposed", "dismissed", "exempt"] = "proposed"
    adjusted: tuple[Adjustment, ...] = ()
    decider: str | None = None
    decision: Evidence | None = None
    """the event that imposed or dismissed"""
    imposed: str | None = None
    """the measure that was imposed, which need be none of those proposed"""
    obligation: str | None = None
    """the id of the decider's obligation to decide, where the clause names one"""


@frozen
class Unknown(Finding):
    """No verdict is possible, and why."""

    kind: ClassVar[str] = "unknown"

    reason: Reason = Reason("", "", "")
    trigger: Evidence | None = None
    obligation: str | None = None


@frozen
class Ignored:
    """An event that no clause used, or that came where it had no effect, and why."""

    kind: ClassVar[str] = "ignored"

    event: Event
    reason: Reason
    clause: str | None = None
    """`policy/clause` where one clause set it aside; None where none used it"""

    def to_dict(self) -> dict[str, object]:
        return {"kind": self.kind, **to_plain(self)}


AnyFinding: TypeAlias = (
    Obligation
    | Violation
    | Shortfall
    | Lapse
    | LateDecision
    | Alert
    | Attribution
    | ProposedMeasure
    | Unknown
)
