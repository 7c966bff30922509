"""Displacement: a clause in another's place (`displaces`) takes the days on which it is in force."""

import datetime as dt
from collections.abc import Callable, Iterable

import attrs

from govrules.model.clauses import Clause, InForce
from govrules.model.policy import Policy, Rulebook
from govrules.model.remembered import remembered


def standing(rulebook: Rulebook) -> Rulebook:
    """The rulebook in which no clause applies on a day that another has taken from it.

    A duty that began before keeps its clause, as with versions (`transition`); when the other clause ends,
    the displaced one stands again. The rulebook itself where nothing is displaced.
    """
    return _known(rulebook)


def _with_days_taken(rulebook: Rulebook) -> Rulebook:
    taken: dict[str, list[InForce]] = {}
    for policy in rulebook.policies:
        for clause in policy.clauses:
            span = _common(policy.in_force, clause.in_force)
            for name in clause.displaces if span is not None else ():
                full = name if "/" in name else f"{policy.id}/{name}"
                taken.setdefault(full, []).append(span or InForce())
    if not taken:
        return rulebook
    policies = tuple(attrs.evolve(policy, clauses=_left(policy, taken)) for policy in rulebook.policies)
    return attrs.evolve(rulebook, policies=policies)


def _left(policy: Policy, taken: dict[str, list[InForce]]) -> tuple[Clause, ...]:
    found: list[Clause] = []
    for clause in policy.clauses:
        if clause.full_id not in taken:
            found.append(clause)
            continue
        spans = _without(clause.in_force, taken[clause.full_id])
        found += [
            attrs.evolve(clause, in_force=span)
            for span in spans
            if _common(policy.in_force, span) is not None
        ]
    return tuple(found)


def _without(span: InForce, others: Iterable[InForce]) -> tuple[InForce, ...]:
    """What is left of a span, in order."""
    left = [span]
    for other in others:
        borders = []
        if other.start is not None:
            borders.append(InForce(None, other.start))
        if other.until is not None:
            borders.append(InForce(other.until, None))
        left = [piece for each in left for border in borders if (piece := _common(each, border)) is not None]
    return tuple(left)


def _common(one: InForce, other: InForce) -> InForce | None:
    """The days of both; None where there are none."""
    start = max(one.start or dt.date.min, other.start or dt.date.min)
    until = min(one.until or dt.date.max, other.until or dt.date.max)
    if start >= until:
        return None
    return InForce(
        None if start == dt.date.min else start,
        None if until == dt.date.max else until,
    )


# What is worked out once for each rulebook knows it again by identity: it must be the same one each time.
_known: Callable[[Rulebook], Rulebook] = remembered(_with_days_taken)
