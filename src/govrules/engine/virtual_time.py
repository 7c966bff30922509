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
from functools import cached_property
from itertools import chain, count
from typing import TypeAlias

import attrs

from govrules.declaring import define, frozen
from govrules.engine import reasons
from govrules.engine.concerned import ClauseVersions, is_concerned
from govrules.engine.context import Fact
from govrules.engine.found import Found
from govrules.engine.happenings import Derived, Mitigation, Origin, ordered
from govrules.engine.heard import Heard
from govrules.engine.histories import Histories
from govrules.engine.moments import LEFT_OUT, Key, utc
from govrules.engine.presence import Presence
from govrules.engine.progress import in_turn
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

_Task: TypeAlias = tuple[int, int]
"""one clause over one case, both by their places; behind the last case stands the whole log"""
Within: TypeAlias = Mapping[int, frozenset[str]]
"""by the places of clauses in the rulebook the cases outside of which nothing matters for them"""
NO_BOUNDS: Within = {}


@frozen
class _Round:
    """What one round brought about, as the next one sees it."""

    derived: tuple[Derived, ...]
    facts: tuple[Fact, ...]
    late: tuple[tuple[int, str], ...]
    mitigations: tuple[Mitigation, ...] = ()


_NOTHING = _Round((), (), ())


def settle(
    clauses: tuple[ClauseVersions, ...],
    histories: Histories,
    order: Order,
    given: tuple[Found, ...] = (),
    within: Within = NO_BOUNDS,
) -> tuple[Found, ...]:
    """What every clause finds, once nothing changes any more.

    A clause whose outcome feeds itself without end in a case is not judged there, and a finding says so. One
    that is judged over the whole log is judged nowhere then.

    Args:
        order: the strata of the clauses, and what each of them gets to see of others.
        given: what clauses that depend on none of these have been found to bring about before.
        within: where clauses over the whole log need not be asked about all of it.
    """
    presence = Presence.of(clauses, histories.of_view, histories.cases)
    settling = _Settling(
        clauses, histories, order, presence, given, within, outcomes=outcomes_of(given, order.heard)
    )
    longest = min(MOST_GENERATIONS, MOST_TIMES * (len(order.ears) + 1))
    for number, stratum in enumerate(order.strata):
        settling.share = (number, len(order.strata))
        settling.settle(stratum, longest)
    return tuple(settling.found[task] for task in sorted(settling.found))


@define(eq=False)
class _Settling:
    """What is settled so far; lives only inside `settle`."""

    clauses: tuple[ClauseVersions, ...]
    histories: Histories
    order: Order
    presence: Presence
    given: tuple[Found, ...]
    within: Within
    found: dict[_Task, Found] = attrs.field(factory=dict)
    bringing: set[_Task] = attrs.field(factory=set)
    """those of them that brought about anything"""
    outcomes: dict[str, _Round] = attrs.field(factory=dict)
    kept: dict[tuple[int, str], Scope] = attrs.field(factory=dict)
    share: tuple[int, int] = (0, 1)
    """the number of the stratum, and of how many"""
    endless: set[_Task] = attrs.field(factory=set)
    """what is not judged, since it feeds itself without end"""

    def settle(self, stratum: Stratum, longest: int) -> None:
        """Judges the clauses of a stratum."""
        circular = stratum.circular.intersection(each.full_id for each in self.clauses)
        stale = self._tasks(stratum.clauses, None)
        fronts: dict[str, _Front] = {}
        for number in count(1):
            before = self.outcomes
            self._judge(stale)
            changes = _all_changes(before, self.outcomes) if circular else {}
            if not changes:
                return
            endless = _endless(changes, fronts, longest)
            if number % MOST_ROUNDS == 0:
                endless = {case: each for case, (_, each) in changes.items()}
            if endless:
                self._take_out(endless, circular)
                fronts = {case: front for case, front in fronts.items() if case not in endless}
            stale = self._tasks(circular, {*_all_changes(before, self.outcomes), *endless})

    def _tasks(self, names: frozenset[str], cases: Iterable[str] | None) -> list[_Task]:
        """What has to be judged by some clauses: where anything concerns them, or did in the round before.

        Args:
            cases: only there, and over the whole log; None is all.
        """
        clauses = [number for number, clause in enumerate(self.clauses) if clause.full_id in names]
        derived = self.presence.of_derived(
            (case, each) for case, round_ in self.outcomes.items() for each in round_.derived
        )
        places = None if cases is None else self.presence.places(cases)
        whole = len(self.histories.cases)
        tasks: list[_Task] = []
        for number in clauses:
            clause = self.clauses[number]
            if not clause.wide:
                here = self.presence.concerned(clause, derived, self.order.ears[clause.full_id])
                if places is not None:
                    here = places & {*here, *(place for place in places if (number, place) in self.found)}
                tasks += [(number, place) for place in sorted(here)]
            if clause.wide or clause.registry:
                tasks.append((number, whole))
        return [task for task in tasks if task not in self.endless]

    def _take_out(self, endless: Mapping[str, frozenset[str]], circular: frozenset[str]) -> None:
        """Leave out what feeds itself, and begin anew with what else stands in a circle in these cases.

        Args:
            endless: by case the clauses.
        """
        for case, names in sorted(endless.items()):
            culprits = names & circular or circular
            place = self.presence.place(case)
            for number, clause in enumerate(self.clauses):
                if clause.full_id not in circular:
                    continue
                task = (number, len(self.histories.cases) if clause.wide else place)
                if clause.full_id in culprits:
                    found = self.found[task] if task in self.endless else Found(clause.number)
                    found.unknowns.append(_feeding(clause, case, culprits))
                    self.found[task] = found
                    self.endless.add(task)
                elif task not in self.endless:
                    self.found.pop(task, None)
                self.bringing.discard(task)
        self._sum_up()

    def _judge(self, stale: list[_Task]) -> None:
        """One round."""
        scopes = _Scopes(self.histories, self.outcomes, self.kept)
        cases: tuple[str | None, ...] = (*self.histories.cases, None)
        for task in in_turn(stale, self.share):
            number, place = task
            clause = self.clauses[number]
            only = self.within.get(clause.number)
            found = _evaluate(clause, cases[place], only, scopes, self.order.ears[clause.full_id])
            self.bringing.discard(task)
            if found is None:
                self.found.pop(task, None)
                continue
            self.found[task] = found
            if found.derived or found.facts or found.late or found.late_decisions or found.mitigations:
                self.bringing.add(task)
        self._sum_up()

    def _sum_up(self) -> None:
        here = (self.found[task] for task in sorted(self.bringing))
        self.outcomes = outcomes_of((*self.given, *here), self.order.heard)


def _evaluate(
    clause: ClauseVersions, case: str | None, only: frozenset[str] | None, scopes: "_Scopes", ears: Ears
) -> Found | None:
    """What a clause finds in a case, or in the whole log (None); None where nothing concerns it."""
    heard = [
        scopes.of(view, ears, case) if case is not None else scopes.across(view, ears, only)
        for _, view, _ in clause.versions
    ]
    concern = clause.concern if case is None else clause.concern_of_case
    if concern is not None and not any(is_concerned(concern, each.types) for each in heard):
        return None
    versions = tuple(
        Version(clause, scope) for (clause, _, _), scope in zip(clause.versions, heard, strict=True)
    )
    found = Found(clause.number)
    # Most rulebooks hold few kinds of clauses: how the others are judged is not imported for them.
    match clause.first.body:
        case Duty():
            evaluate_duty(versions, tuple(counting for _, _, counting in clause.versions), found)
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

            evaluate_maintenance(versions, tuple(counting for _, _, counting in clause.versions), found)
        case Accountability():
            from govrules.engine.reference.accountability import evaluate_accountability

            evaluate_accountability(versions, tuple(counting for _, _, counting in clause.versions), found)
    return found


@define(eq=False, slots=False)
class _Scopes:
    """What clauses are evaluated over in one round, each made once for all that get to see the same."""

    histories: Histories
    before: Mapping[str, _Round]
    kept: dict[tuple[int, str], Scope]
    """those of cases in which nothing came about, which are the same in every round"""
    _made: dict[tuple[object, ...], Scope] = attrs.field(factory=dict)
    _heard: dict[Ears, frozenset[Origin]] = attrs.field(factory=dict)

    def of(self, view: View, ears: Ears, case: str) -> Scope:
        """One case."""
        if case not in self.before:
            own = (id(view), case)
            if own not in self.kept:
                self.kept[own] = self._scope(view, case, (case,), ears)
            return self.kept[own]
        key = (id(view), case, self._heard_by(ears))
        if key not in self._made:
            self._made[key] = self._scope(view, case, (case,), ears)
        return self._made[key]

    def across(self, view: View, ears: Ears, only: frozenset[str] | None) -> Scope:
        """The whole log, or what of it matters: some cases, and those in which anything heard came about."""
        key = (id(view), only, self._heard_by(ears))
        if key not in self._made:
            cases: Iterable[str] = (*self.histories.cases, *self.before)
            if only is not None:
                heard = (case for case, round_ in self.before.items() if any(map(ears.hear, round_.derived)))
                cases = filter(only.union(heard).__contains__, cases)
            self._made[key] = self._scope(view, None, tuple(dict.fromkeys(cases)), ears)
        return self._made[key]

    def _heard_by(self, ears: Ears) -> frozenset[Origin]:
        if ears not in self._heard:
            self._heard[ears] = frozenset(filter(ears.hear_of, self._origins))
        return self._heard[ears]

    @cached_property
    def _origins(self) -> frozenset[Origin]:
        """What kinds of things came about, and by which clauses."""
        return frozenset(each.origin for round_ in self.before.values() for each in round_.derived)

    def _scope(self, view: View, case: str | None, cases: tuple[str, ...], ears: Ears) -> Scope:
        log, before = self.histories.of_view[id(view)], self.before
        by_case = {each: log.get(each, ()) for each in cases}
        for each in filter(before.__contains__, cases):
            # Numbered among what is heard: what else came about must not change which of two goes first.
            heard = enumerate(filter(ears.hear, before[each].derived), self.histories.events)
            if derived := [view.derived(one, rank) for rank, one in heard]:
                by_case[each] = ordered((*by_case[each], *derived))
        facts: dict[str, list[Fact]] = {}
        late: dict[int, str] = {}
        mitigations: dict[str, list[Mitigation]] = {}
        for round_ in before.values() if case is None else filter(None, (before.get(case),)):
            for fact in round_.facts:
                facts.setdefault(fact.clause, []).append(fact)
            late.update(round_.late)
            for one in round_.mitigations:
                mitigations.setdefault(one.measure, []).append(one)
        return Scope(
            view,
            case,
            by_case[case] if case is not None else ordered(chain.from_iterable(by_case.values())),
            by_case,
            {clause: tuple(each) for clause, each in facts.items()},
            late,
            {measure: tuple(each) for measure, each in mitigations.items()},
        )


def outcomes_of(found: Iterable[Found], heard: Heard) -> dict[str, _Round]:
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
        lapsed_in = {each.id: each.case for each in one.lapses} if one.late else {}
        for rank, lapse in one.late.items():
            case = lapsed_in[lapse]
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
        for case in sorted({*derived, *facts, *late, *mitigations})
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
        nearly = times > MOST_GENERATIONS // 2 or at[1] % LEFT_OUT > longest // 2
        return _Front(at, times, self.restless | clauses if nearly else frozenset())

    def is_endless(self, longest: int) -> bool:
        return self.times > MOST_GENERATIONS or self.at[1] % LEFT_OUT > longest


def _endless(
    changes: Mapping[str, tuple[Key, frozenset[str]]], fronts: dict[str, _Front], longest: int
) -> dict[str, frozenset[str]]:
    """By case the clauses that feed themselves: at one instant without end, or never settled."""
    for case, (front, clauses) in changes.items():
        fronts[case] = fronts.get(case, _Front()).moved(front, clauses, longest)
    return {case: fronts[case].restless for case in changes if fronts[case].is_endless(longest)}


def _feeding(clause: ClauseVersions, case: str, culprits: frozenset[str]) -> Unknown:
    return Unknown(
        id=f"{clause.full_id}:{case}/unknown",
        policy=clause.first.policy,
        clause=clause.first.id,
        case=case,
        reason=reasons.feeds_itself(tuple(sorted(culprits))),
    )
