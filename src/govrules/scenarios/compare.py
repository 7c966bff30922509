"""Expected against found: which expectation stands for which finding, and what is left over on either side.

Where a scenario is exact, every violation, shortfall, lapse, late decision, warning, unknown and view of
its cases must be expected, and so must every obligation by its state. One exception keeps lists short:
an obligation need not be listed besides a violation, shortfall, lapse or unknown that is about it.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from zoneinfo import ZoneInfo

import attrs

from govrules.engine.happenings import NO_CASE
from govrules.model.evaluation import Evaluation
from govrules.model.findings import (
    AnyFinding,
    Attribution,
    Evidence,
    Ignored,
    Lapse,
    LateDecision,
    Moment,
    Obligation,
    Unknown,
    Violation,
)
from govrules.model.frozen import FrozenMapping
from govrules.model.views import HumanView
from govrules.scenarios.model import Check, Expectation, Value
from govrules.scenarios.words import ATTRIBUTES, STATES, fold


@attrs.frozen
class Found:
    """A finding, or an ignored event, in the words of an expectation."""

    word: str
    finding: AnyFinding | Ignored | HumanView
    obligation: Obligation | None = None
    """the obligation that it is, or is about"""
    lapse: Lapse | None = None
    """for a late decision: the lapse that came before it"""

    @property
    def subject(self) -> str:
        """The clause, or the type of an ignored event."""
        return self.finding.event.type if isinstance(self.finding, Ignored) else self.finding.full_clause

    @property
    def case(self) -> str:
        return self.finding.event.case if isinstance(self.finding, Ignored) else self.finding.case

    @property
    def slice(self) -> tuple[tuple[str, str], ...]:
        return () if isinstance(self.finding, Ignored | HumanView) else self.finding.slice


@attrs.frozen
class Difference:
    """An expectation that was not met, a finding that was not expected, or the one in place of the other."""

    expected: Expectation | None
    found: Found | None
    attributes: tuple[str, ...] = ()
    """the details that differ, where both are there; `state` for another word"""


def compare(check: Check, evaluation: Evaluation, *, zone: str | None = None) -> tuple[Difference, ...]:
    """What differs between the expectations of one date and the findings; empty where all is as expected.

    Args:
        check: with its clauses, cases and times resolved.
        evaluation: of the scenario's events.
        zone: of the policies: an expected date is compared with the local date of what was found.
    """
    found = tuple(_found(evaluation))
    judging = _Judge(ZoneInfo(zone) if zone else None)
    matched = _match(check.expect, found, judging)
    taken = set(matched.values())
    missing = [index for index in range(len(check.expect)) if index not in matched]
    nearest = _nearest(missing, check.expect, found, taken, judging)
    differences: list[Difference] = []
    for index in missing:
        expected = check.expect[index]
        near = found[nearest[index]] if index in nearest else None
        differing = judging.differing(expected, near) if near is not None else ()
        differences.append(Difference(expected, near, differing))
    taken.update(nearest.values())
    if not check.partial:
        covered = {
            each.obligation.id
            for each in found
            if each.obligation and each.word in _COVERING and not isinstance(each.finding, Obligation)
        }
        for place, each in enumerate(found):
            if place in taken or each.word == "ignored":
                continue
            if isinstance(each.finding, Obligation) and each.finding.id in covered:
                continue
            differences.append(Difference(None, each))
    return tuple(differences)


_COVERING = ("violation", "shortfall", "lapse", "unknown")


def _found(evaluation: Evaluation) -> Iterator[Found]:
    obligations = {each.id: each for each in evaluation.obligations}
    lapses = {each.id: each for each in evaluation.lapses}
    explained = {each.obligation for each in evaluation.unknowns}
    for finding in evaluation:
        match finding:
            case Obligation(state="unknown"):
                # The unknown finding speaks for it; only one that nothing else explains stands alone.
                if finding.id not in explained:
                    yield Found("unknown", finding, finding)
            case Obligation():
                yield Found(finding.state, finding, finding)
            case LateDecision():
                lapse = lapses.get(finding.lapse)
                yield Found(
                    "late_decision", finding, obligations.get(lapse.obligation) if lapse else None, lapse
                )
            case Attribution():
                yield Found(finding.kind, finding)
            case _:
                yield Found(finding.kind, finding, obligations.get(finding.obligation or ""))
    for view in evaluation.views:
        yield Found("view", view)
    for ignored in evaluation.ignored:
        yield Found("ignored", ignored)


@attrs.frozen
class _Judge:
    zone: ZoneInfo | None

    def fits(self, expected: Expectation, found: Found) -> bool:
        return (
            expected.word == found.word
            and expected.subject == found.subject
            and found.case in {expected.case, NO_CASE}
            and not self.differing(expected, found)
        )

    def differing(self, expected: Expectation, found: Found) -> tuple[str, ...]:
        """The details in which the two differ, in the order written."""
        own = dict(found.slice)
        state = ("state",) if expected.word != found.word else ()
        sliced = tuple(name for name, value in expected.slice if own.get(name) != value)
        return (
            *state,
            *sliced,
            *(name for name, value in expected.attributes if not self._agrees(name, value, found)),
        )

    def _agrees(self, name: str, expected: Value, found: Found) -> bool:
        actual = attribute(found, name)
        if ATTRIBUTES[name][0] == "code" and isinstance(actual, str):
            actual = fold(actual)
        return self._same(expected, actual)

    def _same(self, expected: Value, actual: object) -> bool:
        match actual:
            case Moment():
                if isinstance(expected, dt.datetime):
                    return actual.instant is not None and actual.instant == expected
                return actual.date == expected
            case dt.datetime():
                if isinstance(expected, dt.datetime):
                    return actual == expected
                return (actual.astimezone(self.zone) if self.zone else actual).date() == expected
            case None:
                return expected is None
            case _:
                return type(actual) is type(expected) and actual == expected


def attribute(found: Found, name: str) -> object:
    """A detail of a finding by its name; what only the obligation has is taken from it."""
    finding = found.finding
    match name, finding:
        case "at", Ignored():
            return finding.event.time
        case "reason", Ignored() | Unknown():
            return finding.reason.code
        case "reason", _:
            reason = found.obligation.reason if found.obligation is not None else None
            return reason.code if reason is not None else None
        case "at", HumanView():
            return finding.evidence.at
        case "at", LateDecision():
            return _time(finding.event)
        case "event", LateDecision():
            return finding.event.event.type if finding.event is not None else None
        case "deemed", Lapse():
            return finding.deemed.event.type if finding.deemed is not None else None
        case "effective", Lapse():
            return _time(finding.deemed)
        case "counted" | "at_least" | "at_most", _:
            return _tallied(found, "low" if name == "counted" else name)
        case "gap_from" | "gap_until", Violation():
            gap = finding.gap
            return None if gap is None else gap.start if name == "gap_from" else gap.until
        case "known", Lapse():
            return finding.deemed.known if finding.deemed is not None else None
    holder: object = finding
    field = {"limit": "limit_name", "within": "limit"}.get(name, name)
    if not hasattr(finding, field) or (name == "within" and not isinstance(finding, Obligation)):
        holder = found.obligation
    value = getattr(holder, field, None)
    if isinstance(value, Evidence):
        return value.at
    if name == "other_readings":
        others = {each.name: each.due.isoformat() for each in value or () if each.due is not None}
        return FrozenMapping(others)
    if ATTRIBUTES[name][0] == "texts":
        return tuple(sorted(value or ()))
    return value


def _tallied(found: Found, name: str) -> int | str | None:
    """A figure of a quota: a whole number, or the text of one that is none."""
    tally = getattr(found.finding, "tally", None)
    value: Fraction | None = getattr(tally, name, None)
    if value is None:
        return None
    return int(value) if value.denominator == 1 else str(value)


def _time(evidence: Evidence | None) -> Moment | None:
    return evidence.at if evidence is not None else None


def _match(expect: Sequence[Expectation], found: Sequence[Found], judge: _Judge) -> dict[int, int]:
    """The largest pairing of expectations with findings that fit, by augmenting paths.

    A general expectation gives way to a particular one, whatever the order of the list:
    `{met: decide}` takes what `{met: decide, limit: promised}` leaves.
    """
    fitting = [
        [place for place, each in enumerate(found) if judge.fits(expected, each)] for expected in expect
    ]
    owner: dict[int, int] = {}

    def place(index: int, tried: set[int]) -> bool:
        for candidate in fitting[index]:
            if candidate in tried:
                continue
            tried.add(candidate)
            if candidate not in owner or place(owner[candidate], tried):
                owner[candidate] = index
                return True
        return False

    for index in range(len(expect)):
        place(index, set())
    return {index: candidate for candidate, index in owner.items()}


def _nearest(
    missing: Collection[int],
    expect: Sequence[Expectation],
    found: Sequence[Found],
    taken: Collection[int],
    judge: _Judge,
) -> dict[int, int]:
    """For an expectation that was not met, what stands in its place: the fewest differences first."""
    pairs = sorted(
        (len(judge.differing(expect[index], each)), index, place)
        for index in missing
        for place, each in enumerate(found)
        if place not in taken and _comparable(expect[index], each)
    )
    nearest: dict[int, int] = {}
    for _, index, place in pairs:
        if index not in nearest and place not in nearest.values():
            nearest[index] = place
    return nearest


def _comparable(expected: Expectation, found: Found) -> bool:
    alike = expected.word == found.word or (expected.word in STATES and found.word in STATES)
    return alike and expected.subject == found.subject and expected.case == found.case
