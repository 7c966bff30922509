"""The order in which clauses are judged, and which outcomes of others each of them gets to see.

Whatever a clause may wait for is settled before it: a violation, a lapse, a proposal, an event that silence
deems. So most clauses are judged once. Only clauses that depend on each other need rounds: duties whose
silence deems what another waits for, and a proposal with what lifts or lowers it.
"""

from collections.abc import Mapping

from govrules.declaring import frozen
from govrules.engine.happenings import LAPSE, PROPOSED, VIOLATION, Derived, Origin
from govrules.engine.heard import Heard
from govrules.engine.slices import slice_names
from govrules.engine.vocabulary import Vocabulary, vocabulary_of
from govrules.model.accountability import Accountability
from govrules.model.clauses import Clause, Duty
from govrules.model.dependence import Dependence, dependence, parts, spoken_of
from govrules.model.patterns import Lapsed, Proposed, Violated
from govrules.model.policy import Policy, Rulebook
from govrules.model.remembered import remembered


@frozen
class Stratum:
    """Clauses that wait for nothing but what stands in the strata before, and for each other."""

    clauses: frozenset[str]
    circular: frozenset[str]
    """those that depend on themselves, in one step or several"""


@frozen
class Ears:
    """What a clause gets to see of the outcomes of others; of what silence deems everybody sees all that was
    deemed before, which is all that it speaks of."""

    kinds: frozenset[str] = frozenset()
    clauses: frozenset[str] = frozenset()

    def hear(self, derived: Derived) -> bool:
        return not derived.kind or self.hear_of(derived.origin)

    def hear_of(self, origin: Origin) -> bool:
        kind, clause = origin
        return not kind or (kind in self.kinds and clause in self.clauses)


@frozen
class Order:
    """The strata of a rulebook, and what each of its clauses waits for."""

    strata: tuple[Stratum, ...]
    ears: Mapping[str, Ears]
    heard: Heard
    reached: Mapping[str, frozenset[str]]
    """everything that each clause depends on, in one step or several"""


@remembered
def order_of(rulebook: Rulebook) -> Order:
    """The order of the clauses of a rulebook, which does not depend on their order in the files."""
    found = dependence(rulebook)
    reached = _reached(_edges(rulebook, found))
    level: dict[str, int] = {}
    # Whoever depends on another reaches all that the other does, so that the other comes first.
    for name in sorted(reached, key=lambda each: (len(reached[each] | {each}), each)):
        circle = {each for each in reached[name] if name in reached[each]}
        level[name] = max((level[each] + 1 for each in reached[name] - circle), default=0)
    strata = []
    for number in sorted(set(level.values())):
        here = frozenset(each for each in level if level[each] == number)
        strata.append(Stratum(here, frozenset(each for each in here if each in reached[each])))
    return Order(tuple(strata), _ears(rulebook, found), Heard.by(rulebook.policies), reached)


def one_stratum(rulebook: Rulebook) -> Order:
    """All clauses in rounds together, which settles on the same outcomes, and on no others."""
    found = dependence(rulebook)
    every = frozenset(found.clauses)
    reached = _reached(_edges(rulebook, found))
    return Order((Stratum(every, every),), _ears(rulebook, found), Heard.by(rulebook.policies), reached)


def _edges(rulebook: Rulebook, found: Dependence) -> dict[str, set[str]]:
    """For each clause those that it depends on in any way.

    A proposal is judged together with what lifts or lowers it.
    """
    edges = {name: set(found.of(name)) for name in found.clauses}
    deeming = [(each, each.body) for each in rulebook.clauses if isinstance(each.body, Duty) and _deems(each)]
    for policy in rulebook.policies if deeming else ():
        for each in policy.clauses:
            own = _Seeing.of(each, policy)
            edges[each.full_id].update(other.full_id for other, duty in deeming if own.may_see(other, duty))
    for each in rulebook.clauses:
        if isinstance(each.body, Accountability) and each.body.adjust is not None:
            for other in found.waits[each.full_id]:
                edges[other].add(each.full_id)
    return edges


def _deems(clause: Clause) -> bool:
    return isinstance(clause.body, Duty) and any(rule.deem is not None for rule in clause.body.on_lapse)


@frozen
class _Seeing:
    """Which deemed events may make a difference to a clause."""

    slices: frozenset[str]
    """what it is sliced by"""
    vocabulary: Vocabulary
    types: frozenset[str]
    """of which it speaks"""
    taken: frozenset[str]
    """what it takes from whichever event of the case says it"""

    @classmethod
    def of(cls, clause: Clause, policy: Policy) -> "_Seeing":
        vocabulary, spoken = vocabulary_of(policy), spoken_of(clause, policy)
        # In doubt, a bare word is the name of an event.
        names = spoken.events | spoken.words
        types = frozenset(vocabulary.meaning(name)[0] for name in names)
        return cls(slice_names(clause), vocabulary, types | names, spoken.taken)

    def may_see(self, clause: Clause, duty: Duty) -> bool:
        """Whether silence deems what it speaks of, or what opens a slice of it or says something it takes."""
        for rule in duty.on_lapse:
            if rule.deem is None:
                continue
            names = {rule.deem, self.vocabulary.resolve(rule.deem), self.vocabulary.meaning(rule.deem)[0]}
            # Every event has a unit of its own.
            carried = {*(name for name, _ in rule.with_), *slice_names(clause)}
            opens = not self.slices.isdisjoint({*carried, "unit"})
            if opens or not self.types.isdisjoint(names) or not self.taken.isdisjoint(carried):
                return True
        return False


def _reached(edges: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    """Everything that each clause depends on, in one step or several."""
    found: dict[str, frozenset[str]] = {}
    for name in edges:
        seen: set[str] = set()
        left = list(edges[name])
        while left:
            other = left.pop()
            if other not in seen:
                seen.add(other)
                # What is known to be reached from there need not be walked again.
                left += found.get(other, edges[other])
        found[name] = frozenset(seen)
    return found


def _ears(rulebook: Rulebook, found: Dependence) -> dict[str, Ears]:
    kinds: dict[str, set[str]] = {name: set() for name in found.clauses}
    for clause in rulebook.clauses:
        for part in parts(clause):
            match part:
                case Violated():
                    kinds[clause.full_id].add(VIOLATION)
                case Lapsed():
                    kinds[clause.full_id].add(LAPSE)
                case Proposed():
                    kinds[clause.full_id].add(PROPOSED)
    return {
        name: Ears(frozenset(each), frozenset(found.waits[name])) if each else Ears()
        for name, each in kinds.items()
    }
