"""Which clauses wait for which others, and in what order they can be judged."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import attrs

from govrules.declaring import frozen
from govrules.model.accountability import Accountability
from govrules.model.clauses import Clause, Duty, NotCheckable, Population
from govrules.model.conditions import Call, Constant, EventName, Lookup
from govrules.model.patterns import Happens, Lapsed, Proposed, Violated
from govrules.model.policy import DEPARTURE, Policy, Rulebook
from govrules.model.remembered import remembered

_VERDICTS = frozenset({"met", "violated"})
_OF_POSTS = frozenset({"holder", "holders", "superior"})


@frozen
class Dependence:
    """What each clause waits for, by full id; the versions of a clause count together."""

    clauses: tuple[str, ...]
    """sorted, so that nothing hangs on the order of the files"""
    waits: Mapping[str, frozenset[str]]
    """for the outcome of which clauses: by violation, lapse, proposal, `met()` and `violated()`"""
    asks: Mapping[str, frozenset[str]]
    """of which of them it asks by `met()` and `violated()`"""
    hears: Mapping[str, frozenset[str]]
    """for which clauses whose silence deems an event that it speaks of; never itself"""
    kinds: Mapping[str, frozenset[str]]
    """`duty`, `quota`, ...; more than one only where versions differ in kind"""

    def of(self, clause: str) -> frozenset[str]:
        """Everything that `clause` depends on directly."""
        return self.waits[clause] | self.hears[clause]


def strata(rulebook: Rulebook) -> tuple[tuple[str, ...], ...]:
    """The clauses in the order in which they can be judged, those together that depend on each other.

    Every clause stands in exactly one stratum, behind all others that it depends on. A stratum of several
    clauses is a circle: of duties whose silence deems what the next one waits for, or one that the checker
    refuses (`cycles`).

    Args:
        rulebook: whose clauses; their order and that of the files have no influence.
    """
    return _strata(rulebook)


def cycles(rulebook: Rulebook) -> tuple[tuple[str, ...], ...]:
    """The circles of waiting that leave no order in which to judge, each as the chain of its clauses.

    A circle of duties alone that closes by deemed events is none: each deemed event has its own later
    instant. Each clause is named in one chain at most; the first clause follows from the last.

    Args:
        rulebook: whose clauses.
    """
    found = dependence(rulebook)
    members = {clause: frozenset(each) for each in _strata(rulebook) for clause in each}
    told: set[str] = set()
    chains: list[tuple[str, ...]] = []
    for start in found.clauses:
        if start in told:
            continue
        within = members[start]
        chain = _way_back(start, {each: found.waits[each] & within for each in within})
        if chain is None and found.kinds[start] != {"duty"}:
            chain = _way_back(start, {each: found.of(each) & within for each in within})
        if chain is not None:
            told.update(chain)
            chains.append(chain)
    return tuple(chains)


@remembered
def dependence(rulebook: Rulebook) -> Dependence:
    """Which clauses of a rulebook depend on which.

    `{violation: any}` is every clause that can be violated and does not itself wait, in one step or several,
    for `any`; `{proposed: any}` every clause that proposes and does not wait for any proposal. So what waits
    for everything comes last, and two such clauses do not wait for each other.
    """
    spoken: dict[str, Spoken] = {}
    sources: dict[str, list[Clause]] = {}
    for policy in rulebook.policies:
        for clause in policy.clauses:
            own = spoken_of(clause, policy)
            before = spoken.get(clause.full_id)
            spoken[clause.full_id] = own if before is None else before.joined(own)
            sources.setdefault(clause.full_id, []).append(clause)
    names = tuple(sorted(spoken))
    waits = {name: spoken[name].clauses & spoken.keys() for name in names}
    for name in names:
        tagged = {
            other
            for other, versions in sources.items()
            if other != name and any(spoken[name].tags & set(each.tags) for each in versions)
        }
        waits[name] |= tagged
    hears = {name: _heard(name, spoken[name], sources) for name in names}
    _take_any(waits, hears, spoken, sources)
    kinds = {name: frozenset(each.kind for each in sources[name]) for name in names}
    asks = {name: spoken[name].asked & spoken.keys() for name in names}
    return Dependence(names, waits, asks, hears, kinds)


def _heard(name: str, spoken: "Spoken", sources: Mapping[str, list[Clause]]) -> frozenset[str]:
    return frozenset(
        other
        for other, versions in sources.items()
        if other != name
        for each in versions
        if isinstance(each.body, Duty)
        and any(
            rule.deem in spoken.events or spoken.case & {word for word, _ in rule.with_}
            for rule in each.body.on_lapse
            if rule.deem is not None
        )
    )


def _take_any(
    waits: dict[str, frozenset[str]],
    hears: Mapping[str, frozenset[str]],
    spoken: Mapping[str, "Spoken"],
    sources: Mapping[str, list[Clause]],
) -> None:
    """Adds what `any` stands for.

    Each addition leads to a clause from which no other addition of its sort can be reached, so that none of
    them closes a circle: additions for violations first, since what adjusts every proposal comes after them.
    """
    edges = {name: waits[name] | hears[name] for name in waits}
    of_violations = {name for name, each in spoken.items() if each.any_violation}
    of_proposals = {name for name, each in spoken.items() if each.any_proposal}
    waiting = _that_reach(of_violations | of_proposals, edges)
    broken = {name for name, versions in sources.items() if any(_can_be_violated(each) for each in versions)}
    for name in of_violations:
        waits[name] |= broken - waiting
    proposing = {name for name, versions in sources.items() if any(_proposes(each) for each in versions)}
    waiting = _that_reach(of_proposals, edges)
    for name in of_proposals:
        waits[name] |= proposing - waiting


def _can_be_violated(clause: Clause) -> bool:
    match clause.body:
        case NotCheckable():
            return False
        case Accountability() as body:
            # Its own breach is the silence of whoever has to decide.
            return bool(body.within) and clause.strength != "should"
    return clause.strength != "should"


def _proposes(clause: Clause) -> bool:
    return isinstance(clause.body, Accountability) and clause.body.propose is not None


def _that_reach(targets: set[str], edges: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The targets and every clause that depends on one of them, in one step or several."""
    users: dict[str, list[str]] = {}
    for name, others in edges.items():
        for other in others:
            users.setdefault(other, []).append(name)
    found, left = set(targets), list(targets)
    while left:
        for user in users.get(left.pop(), ()):
            if user not in found:
                found.add(user)
                left.append(user)
    return frozenset(found)


# -- what a clause speaks of ------------------------------------------------------------------------------


@frozen
class Spoken:
    """What a clause speaks of, by full ids and by the events that logs hold."""

    clauses: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    any_violation: bool = False
    any_proposal: bool = False
    events: frozenset[str] = frozenset()
    case: frozenset[str] = frozenset()
    """attributes of the case"""
    taken: frozenset[str] = frozenset()
    """what any event of the case may say: its attributes, and keys of records"""
    words: frozenset[str] = frozenset()
    """bare words, of which any may be the name of an event"""
    asked: frozenset[str] = frozenset()
    """those of the clauses of which `met()` or `violated()` asks"""

    def joined(self, other: "Spoken") -> "Spoken":
        return Spoken(
            self.clauses | other.clauses,
            self.tags | other.tags,
            self.any_violation or other.any_violation,
            self.any_proposal or other.any_proposal,
            self.events | other.events,
            self.case | other.case,
            self.taken | other.taken,
            self.words | other.words,
            self.asked | other.asked,
        )


def parts(value: object) -> Iterator[Any]:
    """A frozen value and everything that it is made of, wherever the language puts it.

    Args:
        value: of the model: a clause, a condition, a pattern, or a tuple of such.
    """
    left = [value]
    while left:
        part = left.pop()
        yield part
        kind: Any = type(part)
        opened = _way_into(kind)
        if opened is not None:
            left += opened(part)


@cache
def _way_into(kind: Any) -> Callable[[Any], Iterable[object]] | None:
    """What the values of a class are made of, the last part first; None where they hold no parts."""
    if issubclass(kind, tuple | list):
        return reversed
    if issubclass(kind, frozenset | set):
        return iter
    if attrs.has(kind):
        # Not its place in a file.
        names = [each.name for each in reversed(attrs.fields(kind)) if each.name != "span"]
        return lambda value: [getattr(value, name) for name in names]
    if issubclass(kind, Mapping):
        return lambda value: reversed(list(value.values()))
    return None


def spoken_of(clause: Clause, policy: Policy) -> Spoken:
    """What a clause speaks of; named events, records and parameters are followed to what they lean on."""
    found = Spoken()
    left: list[object] = [clause]
    if clause.strength == "in_principle":
        left.append(Happens(DEPARTURE))
    if isinstance(clause.body, Accountability) and (clause.body.propose or clause.body.decided_by):
        left += [policy.ladder.imposed, policy.ladder.dismissed]
    seen: set[object] = set()
    while left:
        for part in parts(left.pop()):
            own = _of_part(part, policy)
            found = found if own is None else found.joined(own)
            behind = _behind(part, policy)
            if behind is not None and behind[0] not in seen:
                seen.add(behind[0])
                left += behind[1]
    return found


def _of_part(part: object, policy: Policy) -> Spoken | None:
    match part:
        case Violated(clauses, tags):
            return Spoken(_full(clauses, policy), frozenset(tags), any_violation=not clauses and not tags)
        case Lapsed(clauses):
            return Spoken(_full(clauses, policy))
        case Proposed(clauses):
            return Spoken(_full(clauses, policy), any_proposal=not clauses)
        case Call(function, arguments) if function in _VERDICTS:
            asked = _full([word for each in arguments if (word := _word(each))], policy)
            return Spoken(asked, asked=asked)
        case Happens(event):
            return Spoken(events=frozenset({event}))
        case Call(function, arguments):
            posts = frozenset(policy.records) if function in _OF_POSTS else frozenset[str]()
            return Spoken(
                events=frozenset(each.name for each in arguments if isinstance(each, EventName)), taken=posts
            )
        case Lookup("case", (attribute, *_)):
            return Spoken(case=frozenset({attribute}), taken=frozenset({attribute}))
        case Lookup(root, path):
            keys = frozenset({root}) & policy.records.keys()
            return Spoken(taken=keys, words=frozenset() if path else frozenset({root}))
    return None


def _behind(part: object, policy: Policy) -> tuple[object, list[object]] | None:
    """What a word leans on: a named event on another, a record on what sets it, a post on all records."""
    match part:
        case Happens(name) | EventName(name) if name in policy.events:
            event = policy.events[name]
            base = [Happens(event.is_)] if event.is_ is not None else []
            return ("event", name), [*base, event.if_]
        case Lookup("params", (name, *_)) if name in policy.parameters:
            return ("parameter", name), [policy.parameters[name].values]
        case Lookup(root=name) | Population(records=str(name)) if name in policy.records:
            kind = policy.records[name]
            return ("record", name), [Happens(each) for each in (*kind.set_by, *kind.ended_by)]
        case Call(function) if function in _OF_POSTS:
            kinds = policy.records.values()
            return "posts", [Happens(each) for kind in kinds for each in (*kind.set_by, *kind.ended_by)]
    return None


def _word(argument: object) -> str | None:
    match argument:
        case EventName(name):
            return name
        case Constant(str(text)):
            return text
    return None


def _full(names: Iterable[str], policy: Policy) -> frozenset[str]:
    return frozenset(name if "/" in name else f"{policy.id}/{name}" for name in names)


# -- order ------------------------------------------------------------------------------------------------


@remembered
def _strata(rulebook: Rulebook) -> tuple[tuple[str, ...], ...]:
    """Strongly connected components, what is depended on first (R. Tarjan, SIAM J. Comput. 1, 1972)."""
    found = dependence(rulebook)
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_: list[str] = []
    done: list[tuple[str, ...]] = []
    settled: set[str] = set()
    for root in found.clauses:
        # A way of its own instead of recursion: a chain of clauses may be longer than Python's stack.
        way = [(root, iter(sorted(found.of(root))))] if root not in number else []
        while way:
            clause, following = way[-1]
            if clause not in number:
                number[clause] = lowest[clause] = len(number)
                open_.append(clause)
            for other in following:
                if other not in number:
                    way.append((other, iter(sorted(found.of(other)))))
                    break
                if other not in settled:
                    lowest[clause] = min(lowest[clause], number[other])
            else:
                way.pop()
                if way:
                    lowest[way[-1][0]] = min(lowest[way[-1][0]], lowest[clause])
                if lowest[clause] == number[clause]:
                    place = open_.index(clause)
                    done.append(tuple(sorted(open_[place:])))
                    settled.update(open_[place:])
                    del open_[place:]
    return tuple(done)


def _way_back(start: str, edges: Mapping[str, frozenset[str]]) -> tuple[str, ...] | None:
    """The shortest way from a clause to itself."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        for following in sorted(edges[way[-1]]):
            if following == start:
                return way
            if following not in seen:
                seen.add(following)
                ways.append((*way, following))
    return None
