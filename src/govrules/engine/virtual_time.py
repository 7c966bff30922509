"""Virtual time: all clauses over all cases, until what deadlines bring about no longer changes.

A lapse may deem an event, and a violation may trigger a duty; both take part like any other happening, from
the moment they are known. Each round evaluates every clause as a pure function of the events of the log and
of what the round before brought about. What is known by a moment depends only on what was known before it, so
that every round settles at least the earliest of what is still unsettled, and the rounds end with the one
history in which everything follows from what came before it.
"""

from collections.abc import Iterable, Mapping, Sequence

import attrs

from govrules.engine import reasons
from govrules.engine.calendar_days import calendar_patterns
from govrules.engine.context import Fact
from govrules.engine.counts import Counting
from govrules.engine.found import Found
from govrules.engine.happenings import NO_CASE, Derived, Happening, ordered
from govrules.engine.moments import BARE
from govrules.engine.reference.duty import evaluate_duty
from govrules.engine.reference.prohibition import evaluate_prohibition
from govrules.engine.reference.requirement import evaluate_requirement
from govrules.engine.slices import Scope, crosses_cases
from govrules.engine.triggers import Version, when_of
from govrules.engine.view import View
from govrules.model.clauses import Clause, Duty, NotCheckable, Prohibition, Requirement
from govrules.model.findings import Unknown
from govrules.model.patterns import AllOf, Happens, InOrder, OneOf, Pattern, event_names

MOST_GENERATIONS = 50
"""how long a chain at one instant may be: far beyond any rulebook that ends"""
MOST_ROUNDS = 10_000
"""how long a chain through time may be: a daily duty that follows its own lapse for 27 years"""


@attrs.frozen(eq=False)
class ClauseVersions:
    """One clause in all its versions, each with the policy it belongs to and how it counts."""

    full_id: str
    versions: tuple[tuple[Clause, View, Counting], ...]

    concerned_types: frozenset[str] | None = None
    """the event types without which it has nothing to say about a case; None where it may have"""

    @property
    def first(self) -> Clause:
        return self.versions[0][0]

    @property
    def wide(self) -> bool:
        """Whether it is evaluated over the whole log: it crosses cases."""
        return crosses_cases(self.first)

    @property
    def registry(self) -> bool:
        """Whether it asks about a population on days of the calendar, beside or without any case."""
        pattern = when_of(self.first)
        return pattern is not None and self.first.for_each is not None and bool(calendar_patterns(pattern))


def clauses_of(views: tuple[View, ...]) -> tuple[ClauseVersions, ...]:
    """Every clause of every policy, its versions together, in the order of the rulebook."""
    found: dict[str, list[tuple[Clause, View, Counting]]] = {}
    for view in views:
        for clause in view.policy.clauses:
            if when_of(clause) is not None:
                found.setdefault(clause.full_id, []).append((clause, view, Counting.of(view, clause)))
    return tuple(
        ClauseVersions(full_id, tuple(versions), _concerned_types(versions))
        for full_id, versions in found.items()
    )


def _concerned_types(versions: Sequence[tuple[Clause, View, Counting]]) -> frozenset[str] | None:
    """The types of the events that trigger or meet a clause, in the words of its policy."""
    types: set[str] = set()
    for clause, view, _ in versions:
        patterns = [clause.body.when] if not isinstance(clause.body, NotCheckable) else []
        patterns += [clause.body.must] if isinstance(clause.body, Duty) else []
        for pattern in patterns:
            if not _only_events(pattern):
                return None
            types |= {view.vocabulary.meaning(name)[0] for name in event_names(pattern)}
    return frozenset(types)


def _only_events(pattern: Pattern) -> bool:
    match pattern:
        case Happens():
            return True
        case OneOf(parts) | AllOf(parts) | InOrder(parts):
            return all(_only_events(each) for each in parts)
    return False


@attrs.frozen(eq=False)
class Histories:
    """The log as each policy sees it: for each view the happenings of each case, in order."""

    of_view: Mapping[int, Mapping[str, tuple[Happening, ...]]]
    cases: tuple[str, ...]
    events: int
    """the number of events, from which what is derived takes its ranks"""


@attrs.frozen(eq=False)
class _Task:
    """One clause over one case, or over the whole log (`case` is None)."""

    clause: ClauseVersions
    case: str | None


@attrs.frozen
class _Round:
    """What one round brought about, as the next one sees it."""

    derived: tuple[Derived, ...]
    facts: tuple[Fact, ...]
    late: tuple[tuple[int, str], ...]


_NOTHING = _Round((), (), ())


def settle(clauses: tuple[ClauseVersions, ...], histories: Histories) -> tuple[Found, ...]:
    """What every clause finds, once nothing changes any more; in the order of cases and clauses."""
    tasks = _tasks(clauses, histories)
    found: dict[int, Found] = {}
    before: dict[str, _Round] = {}
    stale = set(range(len(tasks)))
    for _ in range(MOST_ROUNDS):
        scopes: dict[tuple[int, str | None], Scope] = {}
        for number in sorted(stale):
            found[number] = _evaluate(tasks[number], histories, before, scopes)
        after = _outcomes(found)
        changed = {
            case for case in {*before, *after} if before.get(case, _NOTHING) != after.get(case, _NOTHING)
        }
        endless = _endless(after)
        if endless:
            return _stopped(tasks, found, endless)
        if not changed:
            break
        stale = {number for number, task in enumerate(tasks) if task.case is None or task.case in changed}
        before = after
    else:
        return _stopped(tasks, found, frozenset(each for each in _sources(before)))
    return tuple(found[number] for number in range(len(tasks)))


def _tasks(clauses: tuple[ClauseVersions, ...], histories: Histories) -> tuple[_Task, ...]:
    tasks: list[_Task] = []
    for clause in clauses:
        if not clause.wide:
            tasks += [_Task(clause, case) for case in histories.cases]
        if clause.wide or clause.registry:
            tasks.append(_Task(clause, None))
    return tuple(tasks)


def _evaluate(
    task: _Task,
    histories: Histories,
    before: Mapping[str, _Round],
    scopes: dict[tuple[int, str | None], Scope],
) -> Found:
    found = Found()
    versions: tuple[Version, ...] = ()
    for clause, view, _ in task.clause.versions:
        key = (id(view), task.case)
        if key not in scopes:
            scopes[key] = _scope(view, task.case, histories, before)
        versions = (*versions, Version(clause, scopes[key]))
    types = task.clause.concerned_types
    if types is not None and not any(
        each.type in types for version in versions for each in version.scope.happenings
    ):
        return found
    match task.clause.first.body:
        case Duty():
            evaluate_duty(versions, tuple(counting for _, _, counting in task.clause.versions), found)
        case Requirement():
            evaluate_requirement(versions, found)
        case Prohibition():
            evaluate_prohibition(versions, found)
    return found


def _scope(view: View, case: str | None, histories: Histories, before: Mapping[str, _Round]) -> Scope:
    log = histories.of_view[id(view)]
    cases: Iterable[str] = (case,) if case is not None else {**dict.fromkeys(histories.cases), **before}
    by_case: dict[str, tuple[Happening, ...]] = {}
    facts: dict[str, tuple[Fact, ...]] = {}
    late: dict[int, str] = {}
    for each in cases:
        round_ = before.get(each, _NOTHING)
        derived = [view.derived(one, histories.events + number) for number, one in enumerate(round_.derived)]
        by_case[each] = ordered((*log.get(each, ()), *derived)) if derived else log.get(each, ())
        for fact in round_.facts:
            facts[fact.clause] = (*facts.get(fact.clause, ()), fact)
        late.update(dict(round_.late))
    happenings = (
        by_case[case] if case is not None else ordered(one for each in by_case.values() for one in each)
    )
    return Scope(view, case, happenings, by_case, facts, late)


def _outcomes(found: Mapping[int, Found]) -> dict[str, _Round]:
    """What all clauses brought about, by case, in an order of its own."""
    derived: dict[str, list[Derived]] = {}
    facts: dict[str, list[Fact]] = {}
    late: dict[str, dict[int, str]] = {}
    for number in sorted(found):
        for each in found[number].derived:
            derived.setdefault(each.event.case, []).append(each)
        for fact in found[number].facts:
            facts.setdefault(fact.case, []).append(fact)
        for decision in found[number].late_decisions:
            late.setdefault(decision.case, {})
        for rank, lapse in found[number].late.items():
            case = next(each.case for each in found[number].lapses if each.id == lapse)
            late.setdefault(case, {})[rank] = lapse
    return {
        case: _Round(
            tuple(sorted(derived.get(case, ()), key=_order)),
            tuple(facts.get(case, ())),
            tuple(sorted(late.get(case, {}).items())),
        )
        for case in {*derived, *facts, *late}
    }


def _order(derived: Derived) -> tuple[object, ...]:
    return (derived.known, derived.generation, derived.derived_from, derived.kind)


# -- what never ends -----------------------------------------------------------------------------------


def _endless(rounds: Mapping[str, _Round]) -> frozenset[str]:
    """The clauses whose findings feed themselves at one instant."""
    return frozenset(
        each.finding.full_clause
        for round_ in rounds.values()
        for each in round_.derived
        if each.generation % BARE > MOST_GENERATIONS
    )


def _sources(rounds: Mapping[str, _Round]) -> Iterable[str]:
    return (each.finding.full_clause for round_ in rounds.values() for each in round_.derived)


def _stopped(
    tasks: tuple[_Task, ...], found: Mapping[int, Found], clauses: frozenset[str]
) -> tuple[Found, ...]:
    """The findings with those of the clauses that feed themselves replaced by one that says so."""
    result: list[Found] = []
    for number, task in enumerate(tasks):
        each = found[number]
        if task.clause.full_id not in clauses or not each.derived:
            result.append(each)
            continue
        clause = task.clause.first
        case = task.case or NO_CASE
        result.append(
            Found(
                unknowns=[
                    Unknown(
                        id=f"{clause.full_id}:{case}/unknown",
                        policy=clause.policy,
                        clause=clause.id,
                        case=case,
                        reason=reasons.feeds_itself(tuple(sorted(clauses))),
                    )
                ]
            )
        )
    return tuple(result)
