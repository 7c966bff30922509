"""What a rulebook's clauses speak of, and which of them depend on which."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from govrules.model.clauses import Clause, Duty
from govrules.model.conditions import Call, Constant, EventName
from govrules.model.patterns import Happens, Lapsed, Violated
from govrules.model.policy import EventType, Rulebook


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
    reached = {removed}
    while True:
        more = {each.full_id for each in rulebook.clauses if _touched(each, reached, rulebook)} - reached
        if not more:
            return frozenset(reached)
        reached |= more


def _touched(clause: Clause, reached: set[str], rulebook: Rulebook) -> bool:
    sources = [each for each in rulebook.clauses if each.full_id in reached]
    names = {name for each in sources for name in (each.id, each.full_id)}
    asked = {
        str(part.value if isinstance(part, Constant) else part.name)
        for call in parts(clause)
        if isinstance(call, Call) and call.function in {"met", "violated"}
        for part in parts(call)
        if isinstance(part, Constant | EventName)
    }
    waited = {name for part in parts(clause) if isinstance(part, Violated | Lapsed) for name in part.clauses}
    displaced = {name for each in sources for name in each.displaces}
    if asked & names or waited & names or {clause.id, clause.full_id} & displaced:
        return True
    if _waits_for_any(clause, sources):
        return True
    deemed = {
        rule.deem
        for each in sources
        if isinstance(each.body, Duty)
        for rule in each.body.on_lapse
        if rule.deem
    }
    types = types_of(rulebook)
    spoken = mentioned(clause)
    spoken |= {logged(name, types) for name in spoken}
    spoken |= behind(spoken, types)
    return bool(spoken & deemed)


def _waits_for_any(clause: Clause, sources: list[Clause]) -> bool:
    """Whether a pattern waits for the violation of any clause, or of one with a tag that a source has."""
    waits = [part for part in parts(clause) if isinstance(part, Violated)]
    any_clause = any(not part.clauses and not part.tags for part in waits)
    tags = {tag for part in waits for tag in part.tags}
    return any_clause or bool(tags & {tag for each in sources for tag in each.tags})
