"""What a rulebook's clauses speak of, and which of them depend on which."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from govrules.model.clauses import Clause, Duty
from govrules.model.conditions import Call, Constant, EventName
from govrules.model.patterns import Happens, Lapsed, Violated
from govrules.model.policy import EventType, Rulebook
from govrules.model.remembered import remembered


def parts(value: object) -> Iterator[Any]:
    """A frozen value and everything in it, whatever it is made of."""
    yield value
    kind: Any = type(value)
    if attrs.has(kind):
        for field in attrs.fields(kind):
            if field.name != "span":
                yield from parts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from parts(each)


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

    A clause depends on another whose verdict it asks for, which it displaces, or whose lapse deems an event
    that it speaks of; and on whatever these depend on.

    Args:
        rulebook: all clauses.
        removed: the clause, as `policy/clause`.
    """
    clauses = _links(rulebook)
    reached = {removed}
    while True:
        sources = [each for each in clauses if each.clause.full_id in reached]
        more = {each.clause.full_id for each in clauses if each.follows(sources)} - reached
        if not more:
            return frozenset(reached)
        reached |= more


@attrs.frozen
class _Links:
    """What one clause leans on, and what others lean on in it."""

    clause: Clause
    asked: frozenset[str]
    """clauses whose outcome it asks or waits for"""
    any_violation: bool
    tags: frozenset[str]
    """tags of the clauses whose violation it waits for"""
    spoken: frozenset[str]
    deemed: frozenset[str]

    def follows(self, sources: "list[_Links]") -> bool:
        """Whether it may come to something else where others do."""
        names = {name for each in sources for name in (each.clause.id, each.clause.full_id)}
        displaced = {name for each in sources for name in each.clause.displaces}
        return (
            self.any_violation
            or bool(self.asked & names)
            or bool({self.clause.id, self.clause.full_id} & displaced)
            or bool(self.tags & {tag for each in sources for tag in each.clause.tags})
            or bool(self.spoken & {name for each in sources for name in each.deemed})
        )


@remembered
def _links(rulebook: Rulebook) -> tuple[_Links, ...]:
    types = types_of(rulebook)
    return tuple(_links_of(each, types) for each in rulebook.clauses)


def _links_of(clause: Clause, types: Mapping[str, EventType]) -> _Links:
    inside = list(parts(clause))
    waits = [part for part in inside if isinstance(part, Violated)]
    asked = {
        str(part.value if isinstance(part, Constant) else part.name)
        for call in inside
        if isinstance(call, Call) and call.function in {"met", "violated"}
        for part in parts(call)
        if isinstance(part, Constant | EventName)
    }
    asked |= {name for part in inside if isinstance(part, Violated | Lapsed) for name in part.clauses}
    spoken = mentioned(clause)
    spoken |= {logged(name, types) for name in spoken}
    spoken |= behind(spoken, types)
    rules = clause.body.on_lapse if isinstance(clause.body, Duty) else ()
    return _Links(
        clause,
        asked=frozenset(asked),
        any_violation=any(not part.clauses and not part.tags for part in waits),
        tags=frozenset(tag for part in waits for tag in part.tags),
        spoken=frozenset(spoken),
        deemed=frozenset(rule.deem for rule in rules if rule.deem),
    )
