"""What must be on record for a clause to be judged: events with their data, records, numbers still open."""

from collections.abc import Iterator, Mapping

import attrs

from govrules.model.accountability import Accountability
from govrules.model.clauses import Clause, Population
from govrules.model.conditions import Call, EventName, Lookup
from govrules.model.dependence import parts
from govrules.model.patterns import Happens
from govrules.model.policy import DEPARTURE, Policy

_OF_THE_EVENT = frozenset({"event", "trigger"})
_OF_CLAUSES = frozenset({"met", "violated"})
_OF_POSTS = frozenset({"holder", "holders", "superior"})


@attrs.frozen
class Needs:
    """What a clause reads, by the names that the policy gives them; each tuple sorted."""

    events: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    """event types that logs hold, each with the fields of its data that are read"""
    records: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    """kinds of records, each with the fields that are read"""
    case: tuple[str, ...] = ()
    """attributes of the case"""
    numbers: tuple[str, ...] = ()
    """parameters, whether set or not"""
    open_numbers: tuple[str, ...] = ()
    """those of `numbers` without any value: until somebody sets one, what hangs on it is unknown"""


def needs(clause: Clause, policy: Policy) -> Needs:
    """What must be on record for a clause to be judged.

    What the clauses need whose outcome it waits for is theirs and is not repeated. A field that several
    events of the clause have is told of each of them.

    Args:
        clause: of `policy`.
        policy: whose names are followed to the events, records and parameters behind them.
    """
    seen = tuple(_behind(clause, policy))
    happening = {each for part in seen for each in _events(part)}
    logged = sorted(each for each in happening if each not in policy.events or not policy.events[each].is_)
    looked_up = [part for part in seen if isinstance(part, Lookup)]
    fields = {each.path[0] for each in looked_up if each.path and each.root in _OF_THE_EVENT}
    populations = {part.variable: part.records for part in seen if isinstance(part, Population)}
    kinds = {each.root: each.root for each in looked_up if each.root in policy.records}
    kinds |= {variable: kind for variable, kind in populations.items() if kind is not None}
    kinds |= {each: each for each in populations.values() if each is not None}
    if (
        any(isinstance(part, Call) and part.function in _OF_POSTS for part in seen)
        and "post" in policy.records
    ):
        kinds["post"] = "post"
    read: dict[str, set[str]] = {kind: set() for kind in kinds.values()}
    for each in looked_up:
        if each.root in kinds and each.path:
            read[kinds[each.root]].add(each.path[0])
    numbers = sorted({each.path[0] for each in looked_up if each.root == "params" and each.path})
    return Needs(
        events={each: _fields_of(each, fields, policy) for each in logged},
        records={kind: tuple(sorted(read[kind])) for kind in sorted(read)},
        case=tuple(sorted({each.path[0] for each in looked_up if each.root == "case" and each.path})),
        numbers=tuple(numbers),
        open_numbers=tuple(
            each for each in numbers if each in policy.parameters and not policy.parameters[each].values
        ),
    )


def _fields_of(event: str, fields: set[str], policy: Policy) -> tuple[str, ...]:
    declared = policy.events[event].data if event in policy.events else {}
    return tuple(sorted(fields & set(declared)))


def _behind(clause: Clause, policy: Policy) -> Iterator[object]:
    """The parts of a clause and of the named events and numbers that it leans on, each source once."""
    left: list[object] = [clause]
    if clause.strength == "in_principle":
        left.append(Happens(DEPARTURE))
    if isinstance(clause.body, Accountability) and (clause.body.propose or clause.body.decided_by):
        left += [policy.ladder.imposed, policy.ladder.dismissed]
    followed: set[str] = set()
    while left:
        for part in parts(left.pop()):
            yield part
            for name in _events(part):
                if name in policy.events and name not in followed:
                    followed.add(name)
                    named = policy.events[name]
                    left += [Happens(named.is_)] if named.is_ else []
                    left.append(named.if_)
            if isinstance(part, Lookup) and part.root == "params" and part.path:
                name = part.path[0]
                if name in policy.parameters and f"params.{name}" not in followed:
                    followed.add(f"params.{name}")
                    left.append(policy.parameters[name].values)


def _events(part: object) -> Iterator[str]:
    if isinstance(part, Happens):
        yield part.event
    elif isinstance(part, Call) and part.function not in _OF_CLAUSES:
        yield from (each.name for each in part.arguments if isinstance(each, EventName))
