"""What the evaluation of one clause found: findings, and what they bring about."""

from collections.abc import Callable, Iterable

import attrs

from govrules.declaring import define, frozen
from govrules.engine.context import Fact
from govrules.engine.happenings import Derived, Happening, Mitigation
from govrules.model.findings import (
    Alert,
    Attribution,
    Ignored,
    Lapse,
    LateDecision,
    Obligation,
    ProposedMeasure,
    Reason,
    Shortfall,
    Unknown,
    Violation,
)


@frozen
class Remark:
    """One observation about the data, before the like ones are counted together."""

    code: str
    subject: str
    case: str
    unless_used: int | None = None
    """the rank of an event whose use by any clause makes the observation void"""


@define
class Found:
    """Collects while one clause is evaluated; nothing reads it before it is complete."""

    clause: int = 0
    """the place of the clause in the rulebook: findings of one case are told in this order"""
    obligations: list[Obligation] = attrs.field(factory=list)
    violations: list[Violation] = attrs.field(factory=list)
    shortfalls: list[Shortfall] = attrs.field(factory=list)
    lapses: list[Lapse] = attrs.field(factory=list)
    late_decisions: list[LateDecision] = attrs.field(factory=list)
    alerts: list[Alert] = attrs.field(factory=list)
    attributions: list[Attribution] = attrs.field(factory=list)
    measures: list[ProposedMeasure] = attrs.field(factory=list)
    unknowns: list[Unknown] = attrs.field(factory=list)
    ignored: list[Ignored] = attrs.field(factory=list)
    derived: list[Derived] = attrs.field(factory=list)
    facts: list[Fact] = attrs.field(factory=list)
    mitigations: list[Mitigation] = attrs.field(factory=list)
    late: dict[int, str] = attrs.field(factory=dict)
    """events of the log that a lapse had deemed before, by rank"""
    used: set[int] = attrs.field(factory=set)
    """events of the log that had an effect, by rank"""
    remarks: list[Remark] = attrs.field(factory=list)
    ids: set[str] = attrs.field(factory=set)

    def use(self, *happenings: Happening) -> None:
        self.used.update(each.rank for each in happenings)

    def set_aside(self, happening: Happening, reason: Reason, clause: str) -> None:
        if happening.given and happening.derived_from is None:
            self.ignored.append(Ignored(happening.event, reason, clause))

    def new_id(self, wanted: str) -> str:
        """`wanted`, or with a number where two findings would share it: two triggers of one day."""
        return new_id(wanted, self.ids)


def together(found: Iterable[Found]) -> tuple[Found, ...]:
    """What was found of each clause as one, so far as it counts for the accounts, in the order of clauses."""
    by_clause: dict[int, Found] = {}
    for each in found:
        own = by_clause.setdefault(each.clause, Found(each.clause))
        own.obligations += each.obligations
        own.attributions += each.attributions
        own.measures += each.measures
        own.unknowns += each.unknowns
        own.ignored += each.ignored
        own.used |= each.used
        own.remarks += each.remarks
    return tuple(by_clause[number] for number in sorted(by_clause))


def part_of(found: Found, is_in: Callable[[str], bool]) -> Found:
    """What was found of some cases, so far as it counts for the accounts; what was used is left as it is."""
    return Found(
        found.clause,
        obligations=[each for each in found.obligations if is_in(each.case)],
        attributions=[each for each in found.attributions if is_in(each.case)],
        measures=[each for each in found.measures if is_in(each.case)],
        unknowns=[each for each in found.unknowns if is_in(each.case)],
        ignored=[each for each in found.ignored if is_in(each.event.case)],
        used=found.used,
        remarks=[each for each in found.remarks if is_in(each.case)],
    )


def new_id(wanted: str, taken: set[str]) -> str:
    """`wanted`, or with a number where it is taken; what is returned is taken from then on."""
    found, number = wanted, 2
    while found in taken:
        found, number = f"{wanted}~{number}", number + 1
    taken.add(found)
    return found
