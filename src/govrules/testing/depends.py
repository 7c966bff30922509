"""What a rulebook's clauses speak of, and which of them depend on which."""

from collections.abc import Iterable, Mapping

from govrules.model.accountability import Accountability
from govrules.model.conditions import EventName
from govrules.model.dependence import dependence, parts
from govrules.model.patterns import Happens
from govrules.model.policy import EventType, Rulebook
from govrules.model.remembered import remembered


def mentioned(value: object) -> set[str]:
    """The events that a clause or condition speaks of, as written."""
    found = {each.event for each in parts(value) if isinstance(each, Happens)}
    return found | {each.name for each in parts(value) if isinstance(each, EventName)}


def logged(name: str, types: Mapping[str, EventType]) -> str:
    """The event that a log holds where the rules speak of a named event."""
    seen = {name}
    while name in types and (base := types[name].is_) is not None and base not in seen:
        name = base
        seen.add(name)
    return name


def behind(names: Iterable[str], types: Mapping[str, EventType]) -> set[str]:
    """Events that the conditions of named events speak of."""
    return {
        other for name in names if name in types and types[name].if_ for other in mentioned(types[name].if_)
    }


def types_of(rulebook: Rulebook) -> dict[str, EventType]:
    """The events of all policies by name; where two policies declare one, the later."""
    types: dict[str, EventType] = {}
    for policy in rulebook.policies:
        types.update(policy.events)
    return types


def depends_on(rulebook: Rulebook, removed: str) -> frozenset[str]:
    """The clauses whose findings may change when one clause is taken out or broken, itself included.

    A clause depends on another that it waits for, which it displaces, or whose lapse deems an event that it
    speaks of; one that proposes on whatever lifts or lowers its proposals; and each on what these depend on.

    Args:
        rulebook: all clauses.
        removed: the clause, as `policy/clause`.
    """
    users = _users(rulebook)
    reached, left = {removed}, [removed]
    while left:
        more = users.get(left.pop(), set()) - reached
        reached |= more
        left += sorted(more)
    return frozenset(reached)


@remembered
def _users(rulebook: Rulebook) -> dict[str, set[str]]:
    """For each clause those that lean on it directly."""
    found = dependence(rulebook)
    users: dict[str, set[str]] = {name: set() for name in found.clauses}
    for name in found.clauses:
        for other in found.of(name):
            users[other].add(name)
    for clause in rulebook.clauses:
        for other in clause.displaces:
            full = other if "/" in other else f"{clause.policy}/{other}"
            users.setdefault(clause.full_id, set()).add(full)
        if isinstance(clause.body, Accountability) and clause.body.adjust is not None:
            users[clause.full_id] |= found.waits[clause.full_id]
    return users
