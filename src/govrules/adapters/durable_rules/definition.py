"""The ruleset: one rule for each clause, role and way in which it may be complete, as durable-rules reads it.

Everything is a join of facts that only ever arrive: no rule negates, retracts or keeps a state, so that the
order of the facts makes no difference.
"""

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

import attrs

from govrules.adapters.durable_rules import reasons
from govrules.adapters.durable_rules.conditions import (
    NEVER,
    Every,
    RefusalError,
    Test,
    as_json,
    key,
    simplified,
)
from govrules.adapters.durable_rules.expressed import Expressed, Refused, Role, clauses_in, fixed
from govrules.adapters.durable_rules.splitting import split
from govrules.engine.displacement import standing
from govrules.model.conditions import Call
from govrules.model.patterns import Violated
from govrules.model.policy import Rulebook

RULESET = "govrules"
MOST_EXPRESSIONS = 28
"""joins and groups in one part of a rule; the engine stops at 32 with those that it adds"""
MOST_BRANCHES = 60
"""ways that one fact may go through the rules of a clause; the engine follows 64 at a time"""
MOST_CLAUSES = 400
"""the engine tells 511 values of one field apart"""
Json: TypeAlias = Mapping[str, object]


@attrs.frozen(eq=False)
class Rule:
    """One rule of the ruleset, and what a match of it says."""

    name: str
    expressed: Expressed
    roles: tuple[Role, ...]
    """that answer where it matches; empty where it only says which breaches lie in a span with it"""
    aliases: tuple[str, ...]
    """of the facts that it rests on"""
    last: str
    end: str
    """the fact with which the span of time ends in which breaches are counted"""
    parts: tuple[Json, ...]


@attrs.frozen(eq=False)
class DurableRuleset:
    """Who answers under a rulebook, as a ruleset for durable-rules; made by `durable_ruleset`."""

    rulebook: Rulebook
    clauses: tuple[str, ...]
    """`policy/clause` of everything that is expressed"""
    refused: tuple[Refused, ...]
    """what is not expressed, and why, in both languages"""
    rules: Mapping[str, Rule]
    expressed: tuple[Expressed, ...]

    @property
    def definition(self) -> dict[str, dict[str, dict[str, object]]]:
        """What `durable.engine.Host` takes, as JSON: a new copy each time, since the engine changes it.

        The action of each rule has the rule's own name.
        """
        rules = {each.name: {"all": list(each.parts), "run": each.name} for each in self.rules.values()}
        copied: dict[str, dict[str, dict[str, object]]] = json.loads(json.dumps({RULESET: rules}))
        return copied


def durable_ruleset(rulebook: Rulebook) -> DurableRuleset:
    """The accountability clauses of a rulebook, and the duties that follow from violations, as a ruleset.

    Needs no durable-rules: what is returned is data. What the engine cannot be asked is in `refused`.
    Where one clause displaces another, each has its days, as in an evaluation.

    Args:
        rulebook: as loaded; its parameters and tags are resolved here.

    >>> durable_ruleset(Rulebook(policies=())).definition
    {'govrules': {}}
    """
    rulebook = standing(rulebook)
    expressed: list[Expressed] = []
    refused: list[Refused] = []
    rules: dict[str, Rule] = {}
    for each in clauses_in(rulebook):
        if isinstance(each, Refused):
            refused.append(each)
            continue
        try:
            if len(expressed) == MOST_CLAUSES:
                raise RefusalError(reasons.too_many_cases())
            own = {rule.name: rule for rule in _rules(each)}
        except RefusalError as error:
            refused.append(Refused(each.clause.full_id, error.reason))
            continue
        rules |= own
        expressed.append(each)
    # What one version of a clause cannot say, the others must not say alone.
    no_longer = {each.clause for each in refused}
    kept = tuple(each for each in expressed if each.clause.full_id not in no_longer)
    names = tuple(dict.fromkeys(each.clause.full_id for each in kept))
    own_rules = {name: rule for name, rule in rules.items() if rule.expressed in kept}
    return DurableRuleset(rulebook, names, tuple(dict.fromkeys(refused)), own_rules, kept)


def _rules(each: Expressed) -> Iterator[Rule]:
    if each.is_both:
        found = _of_both(each)
    elif each.repeated is not None:
        found = _repeated(each)
    else:
        found = _single(each)
    rules = list(found)
    if _branches(rules) > MOST_BRANCHES:
        raise RefusalError(reasons.too_many_cases())
    for number, rule in enumerate(rules, 1):
        yield attrs.evolve(rule, name=f"{each.id} {number}")


def _branches(rules: Sequence[Rule]) -> int:
    """In how many parts one kind of fact may stand, with the alternatives in each that may hold together."""
    sides: dict[str, int] = {}
    for alias, part in (each for rule in rules for one in rule.parts for each in one.items()):
        text = json.dumps(part)
        alternatives = text.count('"$or": ') - text.count('"$or": [{"clause": ')
        side = alias if alias in {"finding", "event", "party"} else "one"
        sides[side] = sides.get(side, 0) + 1 + alternatives
    return max(sides.values(), default=0)


def _groups(each: Expressed) -> tuple[tuple[Role, ...], ...]:
    """The roles that one rule can speak of: those that fields name, and those that one post names."""
    found: dict[str, tuple[Role, ...]] = {}
    for role in each.roles:
        name = "" if role.post is None else key(role.post)
        found[name] = (*found.get(name, ()), role)
    return tuple(found.values())


# -- one violation or event ------------------------------------------------------------------------------


def _single(each: Expressed) -> Iterator[Rule]:
    test = Every(
        (_of(each, 0), _in_force(each, "on" if each.clause.kind == "duty" else "day"), each.if_, each.unless)
    )
    for roles in _groups(each):
        yield from _rule(each, roles, [("m1", test, [])], "m1")


def _rule(
    each: Expressed,
    roles: tuple[Role, ...],
    facts: Sequence[tuple[str, Test, list[Json]]],
    last: str,
    *,
    end: str | None = None,
    post_of: str | None = None,
) -> Iterator[Rule]:
    """The rule that joins these facts, in which the last completes the clause; none where it never holds."""
    call = roles[0].post if roles else None
    held = [] if call is None else _held(each, call, post_of or last)
    needed = _referred([*(join for _, _, joins in facts for join in joins), *held])
    parts: list[Json] = []
    for alias, test, joins in facts:
        present = (fixed(name, 1, "present") for of, name in sorted(needed) if of == alias)
        tested = simplified(Every((test, *present, *([fixed("open", 1)] if alias == last else []))))
        if tested == NEVER:
            return
        closed = [*joins, _always(facts[0][0])] if joins else []
        parts.append({alias: {"$and": _in_order(as_json(tested), closed)}})
    if held:
        parts.append({"party": {"$and": [*held, _always(post_of or last)]}})
    aliases = tuple(alias for alias, _, _ in facts)
    yield Rule("", each, roles, aliases, last, end or last, tuple(parts))


def _always(alias: str) -> Json:
    """A join that holds for all facts, as the last of the joins of each part.

    Where the last join of a part fails, the engine (2.0.28) reads on behind the end of its list and crashes.
    """
    return {"one": {alias: "one"}}


def _in_order(test: Json | None, joins: list[Json]) -> list[object]:
    """A part with its joins before whatever is nested.

    The engine (2.0.28) takes no notice of a join that comes after an `$or` of the same part.

    Raises:
        RefusalError: the engine has no room for so many.
    """
    inner = (test or {}).get("$and")
    tests = inner if isinstance(inner, list) else [] if test is None else [test]
    nested = [each for each in tests if "$or" in each]
    if len(joins) + 2 * sum(json.dumps(each).count('"$') for each in nested) > MOST_EXPRESSIONS:
        raise RefusalError(reasons.too_many_cases())
    return [*(each for each in tests if "$or" not in each), *joins, *nested]


def _held(each: Expressed, call: Call, of: str) -> list[Json]:
    """Whoever held the post on the day of the act."""
    named = key(call)
    return [
        {"kind": "party"},
        {"asks": asks(each, call)},
        {"of": {of: f"of {named}"}},
        {"$lte": {"from": {of: f"on {named}"}}},
        {"$gt": {"until": {of: f"on {named}"}}},
    ]


def _referred(joins: Sequence[Json]) -> set[tuple[str, str]]:
    """The fields of earlier facts that joins refer to; the engine fails where one is missing."""
    found: set[tuple[str, str]] = set()
    for join in joins:
        for value in join.values():
            inner = [value, *value.values()] if isinstance(value, Mapping) else []
            for each in inner:
                if isinstance(each, Mapping):
                    found |= {(of, name) for of, name in each.items() if isinstance(name, str)}
    return {(of, name) for of, name in found if name not in {"slice", "n"}}


def asks(each: Expressed, call: Call) -> str:
    """What a fact about a party answers: which function, of which role, under which policy."""
    role = "" if call.function == "superior" else f" {key(call.arguments[0])}"
    return f"{each.place} {call.function}{role}"


def _of(each: Expressed, side: int) -> Test:
    return Every((fixed("for", each.id), each.sides[side].test))


def _in_force(each: Expressed, field: str) -> Test:
    found: list[Test] = []
    for span in (each.policy.in_force, each.clause.in_force):
        if span.start is not None:
            found.append(fixed(field, span.start.toordinal(), ">="))
        if span.until is not None:
            found.append(fixed(field, span.until.toordinal(), "<"))
    return Every(tuple(found))


def _refers(field: str, alias: str, other: str | None = None, sign: str | None = None) -> Json:
    """A join: a field of this fact beside one of an earlier fact."""
    plain: Json = {field: {alias: other or field}}
    return plain if sign is None else {sign: plain}


# -- a breach and an event -------------------------------------------------------------------------------


def _of_both(each: Expressed) -> Iterator[Rule]:
    """Each breach with the last such event before it, else with the first after it.

    Which event comes next is a field of the event (`next`): nothing needs to be negated.
    """
    breach = all(isinstance(atom, Violated) for atom in each.sides[0].atoms)
    for roles, order in itertools.product(_groups(each), (("event", "finding"), ("finding", "event"))):
        first, last = order
        joins = [_refers("slice", first), _refers("n", first, sign="$gt")]
        if last == "finding":
            joins.append(_refers("n", "event", "next", "$lt"))
        for way in split(Every((each.if_, each.unless)), first=first, last=last):
            tests = {"finding": [_of(each, 0), way["finding"]], "event": [_of(each, 1), way["event"]]}
            tests["finding" if breach else last].append(_in_force(each, "day"))
            tests["event"] += [fixed("first", 1)] if last == "event" else []
            facts = [(first, Every(tuple(tests[first])), []), (last, Every(tuple(tests[last])), joins)]
            yield from _rule(each, roles, facts, last, post_of="finding")


# -- so many of them -------------------------------------------------------------------------------------


def _repeated(each: Expressed) -> Iterator[Rule]:
    """The last of so many breaches in one span; each combination occurs once, in the order of `n`.

    A rolling span ends with the last breach to be known, or with another whose day is later still.
    """
    # Each of them came alone, when the slice had begun.
    test = Every((_of(each, 0), fixed("open", 1), _in_force(each, "day"), each.if_))
    hold = each.times_hold
    bounds = [fixed("on", hold.start.toordinal(), ">=")] if hold.start else []
    bounds += [fixed("on", hold.until.toordinal(), "<")] if hold.until else []
    complete = Every((test, each.unless, *bounds))
    ends = range(each.times) if each.span != "calendar" else (each.times - 1,)
    for roles in _groups(each):
        for end in ends:
            facts = [
                (f"m{number + 1}", complete if number == each.times - 1 else test, joins)
                for number, joins in enumerate(_joins(each, each.times, end))
            ]
            yield from _rule(each, roles, facts, f"m{each.times}", end=f"m{end + 1}")
    if each.times == 1:
        members = [("m1", test, []), ("m2", test, _joins(each, 2, 1)[1])]
        yield from _rule(each, (), members, "m2")
    elif each.span != "calendar":
        # Whatever else lies in a span that ends with an earlier one; in all others the combinations say it.
        for end in (0, 1):
            facts = [(f"m{number + 1}", test, joins) for number, joins in enumerate(_joins(each, 3, end))]
            yield from _rule(each, (), facts, "m3", end=f"m{end + 1}")


def _joins(each: Expressed, count: int, end: int) -> list[list[Json]]:
    """For each of `count` breaches what it must have in common with those before it."""
    found: list[list[Json]] = [[]]
    assert each.repeated is not None
    for number in range(1, count):
        before = f"m{number}"
        joins = [_refers("slice", before), _refers("n", before, sign="$gt")]
        if each.repeated.same is not None:
            joins.append(_refers("same", before))
        if each.span == "calendar":
            joins.append(_refers("period", before))
        elif number == end:
            # It ends the span in which all before it lie.
            for other in range(number):
                joins.append(_refers("since", f"m{other + 1}", "when", "$lt"))
                joins.append(_refers("upto", f"m{other + 1}", "when", "$gte"))
        elif number > end:
            joins.append(_refers("when", f"m{end + 1}", "since", "$gt"))
            # Only an end that lies later than the last breach differs from that breach's own span.
            joins.append(_refers("when", f"m{end + 1}", "upto", "$lt" if number == count - 1 else "$lte"))
        found.append(joins)
    return found
