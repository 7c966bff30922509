"""Virtual time: all clauses over all cases, until what deadlines bring about no longer changes.

A lapse may deem an event, and a violation may trigger a duty; both take part like any other happening, from
the moment they are known. Clauses are judged in strata (`strata.py`), so that what a clause waits for is
settled before it. Clauses that depend on each other are judged in rounds: each judges them as a pure function
of the events of the log and of what the round before brought about. What is known by a moment depends only on
what was known before it, so that every round settles at least the earliest of what is still unsettled, and
the rounds end with the one history in which everything follows from what came before it.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

import attrs

from govrules.declaring import define, frozen
from govrules.engine import reasons
from govrules.engine.concerned import ClauseVersions
from govrules.engine.context import Fact
from govrules.engine.found import Found
from govrules.engine.happenings import Derived, Happening, Mitigation, ordered
from govrules.engine.heard import Heard
from govrules.engine.moments import BARE, Key, utc
from govrules.engine.reference.duty import evaluate_duty
from govrules.engine.reference.requirement import evaluate_requirement
from govrules.engine.slices import Scope
from govrules.engine.strata import Ears, Order, Stratum
from govrules.engine.triggers import Version
from govrules.engine.view import View
from govrules.model.accountability import Accountability
from govrules.model.clauses import Duty, Prohibition, Requirement
from govrules.model.findings import Unknown
from govrules.model.maintenance import Maintenance
from govrules.model.quota import Quota

MOST_GENERATIONS = 50
"""how long a chain at one instant may be, and for how many rounds a case may not get beyond one: far beyond
any rulebook that ends"""
MOST_TIMES = 6
"""how often each clause may stand in such a chain: a chain that ends needs few of them twice"""
MOST_ROUNDS = 10_000
"""how long a chain through time may be: a daily duty that follows its own lapse for 27 years"""


@frozen(eq=False)
class Histories:
    """The log as each policy sees it: for each view the happenings of each case, in order."""

    of_view: Mapping[int, Mapping[str, tuple[Happening, ...]]]
    cases: tuple[str, ...]
    events: int
    """the number of events, from which what is derived takes its ranks"""


@frozen(eq=False)
class _Task:
    """One clause over one case, or over the whole log (`case` is None)."""

    clause: ClauseVersions
    case: str | None


@frozen
class _Round:
    """What one round brought about, as the next one sees it."""

    derived: tuple[Derived, ...]
    facts: tuple[Fact, ...]
    late: tuple[tuple[int, str], ...]
    mitigations: tuple[Mitigation, ...] = ()


_NOTHING = _Round((), (), ())


def settle(
    clauses: tuple[ClauseVersions, ...], histories: Histories, order: Order, given: tuple[Found, ...] = ()
) -> tuple[Found, ...]:
    """What every clause finds, once nothing changes any more.

    Clauses whose outcomes feed themselves without end are taken out, and a finding in each case concerned
    says so.

    Args:
        order: the strata of the clauses, and what each of them gets to see of others.
        given: what clauses that depend on none of these have been found to bring about before.
    """
    tasks = _tasks(clauses, histories)
    settling = _Settling(tasks, histories, order, order.heard, given, outcomes=_outcomes(given, order.heard))
    longest = min(MOST_GENERATIONS, MOST_TIMES * (len(order.ears) + 1))
    for stratum in order.strata:
        endless = settling.settle(stratum, longest)
        if endless:
            return _without(clauses, histories, order, endless, given)
    every = (settling.found[number] for number in range(len(tasks)))
    return tuple(each for each in every if each is not NOTHING)


@define(eq=False)
class _Settling:
    """What is settled so far; lives only inside `settle`."""

    tasks: tuple[_Task, ...]
    histories: Histories
    order: Order
    heard: Heard
    given: tuple[Found, ...]
    found: dict[int, Found] = attrs.field(factory=dict)
    outcomes: dict[str, _Round] = attrs.field(factory=dict)

    def settle(self, stratum: Stratum, longest: int) -> dict[str, frozenset[str]]:
        """Judges the clauses of a stratum; by case those that feed themselves without end."""
        stale = {number for number, task in enumerate(self.tasks) if task.clause.full_id in stratum.clauses}
        circular = {number for number in stale if self.tasks[number].clause.full_id in stratum.circular}
        fronts: dict[str, _Front] = {}
        changes: dict[str, tuple[Key, frozenset[str]]] = {}
        for _ in range(MOST_ROUNDS):
            before = self.outcomes
            self._judge(stale)
            changes = _all_changes(before, self.outcomes) if circular else {}
            if not changes:
                return {}
            endless = _endless(changes, fronts, longest)
            if endless:
                return endless
            stale = {
                number
                for number in circular
                if self.tasks[number].case is None or self.tasks[number].case in changes
            }
        return {case: each for case, (_, each) in changes.items()}

    def _judge(self, stale: set[int]) -> None:
        """One round."""
        scopes: dict[tuple[int, str | None, Ears], Scope] = {}
        for number in sorted(stale):
            task = self.tasks[number]
            ears = self.order.ears[task.clause.full_id]
            self.found[number] = _evaluate(task, self.histories, self.outcomes, ears, scopes)
        here = (self.found[number] for number in sorted(self.found))
        self.outcomes = _outcomes((*self.given, *here), self.heard)


def _tasks(clauses: tuple[ClauseVersions, ...], histories: Histories) -> tuple[_Task, ...]:
    tasks: list[_Task] = []
    for clause in clauses:
        if not clause.wide:
            tasks += [_Task(clause, case) for case in histories.cases]
        if clause.wide or clause.registry:
            tasks.append(_Task(clause, None))
    return tuple(tasks)


NOTHING = Found()
"""what a clause finds that nothing concerns: one for all, which nobody adds to"""


def _evaluate(
    task: _Task,
    histories: Histories,
    before: Mapping[str, _Round],
    ears: Ears,
    scopes: dict[tuple[int, str | None, Ears], Scope],
) -> Found:
    heard: list[Scope] = []
    for _, view, _ in task.clause.versions:
        key = (id(view), task.case, ears)
        if key not in scopes:
            scopes[key] = _scope(view, task.case, histories, before, ears)
        heard.append(scopes[key])
    types = task.clause.concerned_types if task.case is None else task.clause.concerned_types_of_case
    if types is not None and all(types.isdisjoint(each.types) for each in heard):
        return NOTHING
    versions = tuple(
        Version(clause, scope) for (clause, _, _), scope in zip(task.clause.versions, heard, strict=True)
    )
    found = Found(task.clause.number)
    # Most rulebooks hold few kinds of clauses: how the others are judged is not imported for them.
    match task.clause.first.body:
        case Duty():
            evaluate_duty(versions, tuple(counting for _, _, counting in task.clause.versions), found)
        case Requirement():
            evaluate_requirement(versions, found)
        case Prohibition():
            from govrules.engine.reference.prohibition import evaluate_prohibition

            evaluate_prohibition(versions, found)
        case Quota():
            from govrules.engine.reference.quota import evaluate_quota

            evaluate_quota(versions, found)
        case Maintenance():
            from govrules.engine.reference.maintenance import evaluate_maintenance

            evaluate_maintenance(versions, tuple(counting for _, _, counting in task.clause.versions), found)
        case Accountability():
            from govrules.engine.reference.accountability import evaluate_accountability

            evaluate_accountability(
                versions, tuple(counting for _, _, counting in task.clause.versions), found
            )
    return found


def _scope(
    view: View, case: str | None, histories: Histories, before: Mapping[str, _Round], ears: Ears
) -> Scope:
    log = histories.of_view[id(view)]
    cases: Iterable[str] = (case,) if case is not None else {**dict.fromkeys(histories.cases), **before}
    by_case: dict[str, tuple[Happening, ...]] = {}
    facts: dict[str, tuple[Fact, ...]] = {}
    late: dict[int, str] = {}
    mitigations: dict[str, tuple[Mitigation, ...]] = {}
    for each in cases:
        round_ = before.get(each, _NOTHING)
        # Numbered among what is heard: what else came about must not change which of two goes first.
        heard = filter(ears.hear, round_.derived)
        derived = [view.derived(one, histories.events + number) for number, one in enumerate(heard)]
        by_case[each] = ordered((*log.get(each, ()), *derived)) if derived else log.get(each, ())
        for fact in round_.facts:
            facts[fact.clause] = (*facts.get(fact.clause, ()), fact)
        late.update(dict(round_.late))
        for one in round_.mitigations:
            mitigations[one.measure] = (*mitigations.get(one.measure, ()), one)
    happenings = (
        by_case[case] if case is not None else ordered(one for each in by_case.values() for one in each)
    )
    return Scope(view, case, happenings, by_case, facts, late, mitigations)


def _outcomes(found: Iterable[Found], heard: Heard) -> dict[str, _Round]:
    """What all clauses brought about and some clause may ask about, by case, in an order of its own."""
    derived: dict[str, list[Derived]] = {}
    facts: dict[str, list[Fact]] = {}
    late: dict[str, dict[int, str]] = {}
    mitigations: dict[str, list[Mitigation]] = {}
    for one in found:
        for mitigation in one.mitigations:
            mitigations.setdefault(mitigation.case, []).append(mitigation)
        for each in filter(heard.hears, one.derived):
            derived.setdefault(each.event.case, []).append(each)
        for fact in one.facts:
            if fact.clause in heard.clauses:
                facts.setdefault(fact.case, []).append(fact)
        for decision in one.late_decisions:
            late.setdefault(decision.case, {})
        for rank, lapse in one.late.items():
            case = next(each.case for each in one.lapses if each.id == lapse)
            late.setdefault(case, {})[rank] = lapse
    return {
        case: _Round(
            tuple(sorted(derived.get(case, ()), key=_order)),
            tuple(facts.get(case, ())),
            tuple(sorted(late.get(case, {}).items())),
            tuple(
                sorted(mitigations.get(case, ()), key=lambda each: (each.known, each.clause, each.measure))
            ),
        )
        for case in {*derived, *facts, *late, *mitigations}
    }


def _order(derived: Derived) -> tuple[object, ...]:
    return (derived.known, derived.generation, derived.derived_from, derived.kind)


# -- what never ends -------------------------------------------------------------------------------------


def _all_changes(
    before: Mapping[str, _Round], after: Mapping[str, _Round]
) -> dict[str, tuple[Key, frozenset[str]]]:
    """By case the earliest moment at which a round changed something, and whose outcomes."""
    return {
        case: _changes(before.get(case, _NOTHING), after.get(case, _NOTHING))
        for case in {*before, *after}
        if before.get(case, _NOTHING) != after.get(case, _NOTHING)
    }


def _changes(before: _Round, after: _Round) -> tuple[Key, frozenset[str]]:
    """The earliest moment at which two rounds differ, and the clauses whose outcomes do."""
    old, new = _dated(before), _dated(after)
    differing = [each for each in new if each not in old] + [each for each in old if each not in new]
    keys = [key for key, _, _ in differing]
    return min(keys, default=_BEGINNING), frozenset(clause for _, clause, _ in differing)


def _dated(round_: _Round) -> list[tuple[Key, str, object]]:
    found: list[tuple[Key, str, object]] = [
        ((utc(each.known), each.generation), each.finding.full_clause, each) for each in round_.derived
    ]
    found += [(each.known, each.clause, each) for each in round_.facts]
    found += [(each.known, each.clause, each) for each in round_.mitigations]
    return found


_BEGINNING: Key = (dt.datetime(1, 1, 1), 0)  # noqa: DTZ001


@frozen
class _Front:
    """How far one case is settled, for how many rounds it has not moved, and what has changed meanwhile."""

    at: Key = _BEGINNING
    times: int = 0
    restless: frozenset[str] = frozenset()

    def moved(self, at: Key, clauses: frozenset[str], longest: int) -> "_Front":
        times = self.times + 1 if at <= self.at else 0
        nearly = times > MOST_GENERATIONS // 2 or at[1] % BARE > longest // 2
        return _Front(at, times, self.restless | clauses if nearly else frozenset())

    def is_endless(self, longest: int) -> bool:
        return self.times > MOST_GENERATIONS or self.at[1] % BARE > longest


def _endless(
    changes: Mapping[str, tuple[Key, frozenset[str]]], fronts: dict[str, _Front], longest: int
) -> dict[str, frozenset[str]]:
    """By case the clauses that feed themselves: at one instant without end, or never settled."""
    for case, (front, clauses) in changes.items():
        fronts[case] = fronts.get(case, _Front()).moved(front, clauses, longest)
    return {case: fronts[case].restless for case in changes if fronts[case].is_endless(longest)}


def _without(
    clauses: tuple[ClauseVersions, ...],
    histories: Histories,
    order: Order,
    endless: Mapping[str, frozenset[str]],
    given: tuple[Found, ...],
) -> tuple[Found, ...]:
    """The findings of the other clauses, and one in each case concerned for those that feed themselves."""
    culprits = frozenset(name for each in endless.values() for name in each)
    kept = tuple(each for each in clauses if each.full_id not in culprits)
    reason = reasons.feeds_itself(tuple(sorted(culprits)))
    said = [
        Unknown(
            id=f"{each.full_id}:{case}/unknown",
            policy=each.first.policy,
            clause=each.first.id,
            case=case,
            reason=reason,
        )
        for each in clauses
        for case in sorted(endless)
        if each.full_id in endless[case]
    ]
    return (*settle(kept, histories, order, given), Found(_LAST, unknowns=said))


_LAST = 1 << 30
"""behind every clause"""
