"""What the end of the time means where nothing was done: an excuse, a lapse, or a breach.

    now = e[0] - 1 if e[0] > tt else tt             # just when the time is up
    holds = suspended_of_case(a, b, now, t)         # unless
    if holds is None:
        put((3, t, 9, -1, NO_LIMIT))                # unknown
    elif holds:
        put((3, t, 6, -1, e))                       # excused
    else:
        put((3, t, 4, -1, e))                       # lapsed

Conditions are read at the end of the time. What silence deems is nothing to the case where no other clause
hears of it; where one may that certain events alone trigger, only a case with one of these is handed over.
"""

from collections.abc import Iterable

import attrs

from govrules.declaring import frozen
from govrules.engine.compile.codes import is_limited
from govrules.engine.compile.names import awaited
from govrules.engine.compile.writing import NotCompiledError
from govrules.engine.concerned import ClauseVersions
from govrules.engine.mentions import (
    conditions_of,
    decisions_of,
    expressions_of,
    named_in,
    patterns_of,
)
from govrules.engine.slices import crosses_cases, fields_of, slice_names
from govrules.engine.view import View
from govrules.model.accountability import Accountability
from govrules.model.clauses import Clause, Duty, LapseRule, Prohibition, Requirement
from govrules.model.conditions import Condition, Expression
from govrules.model.convention import Convention
from govrules.model.dependence import spoken_of
from govrules.model.patterns import Pattern, event_names
from govrules.model.policy import DEPARTURE, Policy
from govrules.model.remembered import remembered


@frozen
class Silence:
    """What is asked at the end of the time."""

    unless: Condition | None
    rules: tuple[LapseRule, ...]

    @property
    def asks(self) -> bool:
        """Whether anything is asked that is not a breach by itself."""
        return self.unless is not None or bool(self.rules)


def lapses_of(body: Duty, limit_name: str | None) -> tuple[LapseRule, ...]:
    """The rules by which the silence of one limit is more than a breach, or none."""
    rules = (rule for rule in body.on_lapse if rule.of in {None, limit_name})
    return tuple(rule for rule in rules if rule.deem is not None or not rule.breach)


def silence_of(
    clause: Clause,
    view: View,
    convention: Convention,
    *,
    is_heard: bool,
    known_at_trigger: bool,
) -> Silence | None:
    """What silence means; None where only the reference knows.

    Args:
        is_heard: whether others may hear in any case of what is deemed.
        known_at_trigger: whether the trigger tells when the time is up.
    """
    body = clause.body
    assert isinstance(body, Duty)
    if any(is_limited(view.vocabulary, name) for name in event_names(body.must)):
        return None
    found = Silence(clause.unless, body.on_lapse)
    if not found.asks:
        return found
    if convention.breach_at != "due_end" or not known_at_trigger:
        return None
    return None if is_heard else found


def heard_beside(clause: Clause, view: View, clauses: tuple[ClauseVersions, ...]) -> frozenset[str] | None:
    """The types of events beside which others hear of what the silence of a duty deems.

    They stand in the same case, or in the same part of it where the duty is about parts: nothing comes of a
    clause where nothing stands that triggers it, or meets it. None where some clause may hear anywhere.

    Args:
        clauses: of the whole rulebook.
    """
    body = clause.body
    assert isinstance(body, Duty)
    deeming = [rule for rule in body.on_lapse if rule.deem is not None]
    if deeming and len(body.within) > 1:
        # What is deemed by one limit meets the other.
        return None
    found = frozenset[str]()
    for rule in deeming:
        for each in clauses:
            for other, of, _ in each.versions:
                if not is_heard(rule, clause, (attrs.evolve(each, versions=((other, of, _),)),)):
                    continue
                beside = _beside(rule, clause, other, of) if other is not clause and of is view else None
                if beside is None:
                    return None
                found |= beside
    return found


def _beside(rule: LapseRule, clause: Clause, other: Clause, view: View) -> frozenset[str] | None:
    """The types without any of which nothing comes of another clause, whatever is deemed."""
    body, vocabulary = other.body, view.vocabulary
    assert rule.deem is not None
    if not isinstance(body, Duty | Requirement | Prohibition) or crosses_cases(other) or other.for_each:
        return None
    if isinstance(body, Prohibition) and body.during is not None:
        return None
    own = slice_names(clause)
    if own and (fields_of(other) != (fields_of(clause) or tuple(own)) or other.strength == "in_principle"):
        # It is about other parts of the case, and what may trigger it there is not seen in this one.
        return None
    given = {name for name, _ in rule.with_}
    if (given & {*other.per}) or (given | own) & {*view.policy.case, *view.policy.records}:
        return None
    deciding = {name for each in decisions_of(view.policy) for name in event_names(each)}
    setting = {name for kind in view.policy.records.values() for name in (*kind.set_by, *kind.ended_by)}
    deemed = vocabulary.meaning(rule.deem)[0]
    if deemed in {vocabulary.meaning(name)[0] for name in deciding | setting}:
        return None
    try:
        when = awaited(body.when, view).bases
    except NotCompiledError:
        return None
    if deemed in when:
        return None
    met = event_names(body.must) if isinstance(body, Duty) else frozenset[str]()
    return when | {vocabulary.meaning(name)[0] for name in met}


def is_heard(rule: LapseRule, clause: Clause, clauses: tuple[ClauseVersions, ...]) -> bool:
    """Whether anything but the fulfilment of the duty itself speaks of the event that is deemed."""
    assert rule.deem is not None
    given = frozenset(name for name, _ in rule.with_)
    for each in clauses:
        for other, view, _ in each.versions:
            if _may_open(given, clause, other) or _takes(given | slice_names(clause), other, view):
                return True
            if _spoken_of(rule.deem, other, view, own=other is clause):
                return True
    return False


def _may_open(given: frozenset[str], clause: Clause, other: Clause) -> bool:
    """Whether what is deemed may be the first event that names a slice in which another clause is judged."""
    if (other.full_id, other.kind) == (clause.full_id, clause.kind) and not given & slice_names(other):
        # Its own part of the case had begun when it was triggered, or no event makes one.
        return False
    if not isinstance(other.body, _OF_TRIGGERS):
        names = slice_names(other)
    else:
        # Whom it concerns stands at the trigger.
        names = frozenset(fields_of(other))
        if names <= {*fields_of(clause)} and not names & given and not crosses_cases(other):
            return False
    # Every event has a unit of its own.
    return bool(names & (given | slice_names(clause) | {"unit"}))


_OF_TRIGGERS = (Duty, Requirement, Prohibition, Accountability)
"""kinds of clauses that something triggers"""


def _takes(carried: frozenset[str], other: Clause, view: View) -> bool:
    """Whether a clause takes what is said of the case, or which record is meant, from any event saying it."""
    if carried.isdisjoint({*view.policy.case, *view.policy.records}):
        return False
    if not isinstance(other.body, _OF_TRIGGERS):
        return True
    return not carried.isdisjoint(spoken_of(other, view.policy).taken)


def _spoken_of(deemed: str, clause: Clause, view: View, *, own: bool) -> bool:
    vocabulary = view.vocabulary
    resolved = vocabulary.resolve(deemed)
    wanted = {resolved, vocabulary.meaning(resolved)[0]}
    # Each silence of a rulebook asks all clauses; a policy holds its clauses, so that their ids stay theirs.
    known, key = _known(view.policy), (id(clause), own)
    if key not in known:
        known[key] = _words(clause, view, own=own)
    return not wanted.isdisjoint(known[key])


def _words(clause: Clause, view: View, *, own: bool) -> frozenset[str]:
    """The names by which a clause speaks of events, and the types that they stand for.

    Args:
        own: without what meets it.
    """
    vocabulary, body = view.vocabulary, clause.body
    patterns: list[Pattern] = [*patterns_of(clause), *decisions_of(view.policy)]
    if own and isinstance(body, Duty):
        patterns.remove(body.must)
    names: list[str] = [name for each in patterns for name in event_names(each)]
    names += _named(each.expression for each in conditions_of(clause))
    names += _named(expressions_of(clause))
    for kind in view.policy.records.values():
        names += [*kind.set_by, *kind.ended_by]
    if clause.strength == "in_principle":
        names.append(DEPARTURE)
    # What meets it may count under a condition that asks about other events.
    met_by = event_names(body.must) if isinstance(body, Duty) else frozenset()
    names += _named(each.expression for name in {*names, *met_by} for each in vocabulary.meaning(name)[1])
    return frozenset(names).union(vocabulary.meaning(name)[0] for name in names)


def _none_yet(policy: Policy) -> dict[tuple[int, bool], frozenset[str]]:
    del policy
    return {}


_known = remembered(_none_yet, most=256)


def _named(expressions: Iterable[Expression]) -> list[str]:
    return [name for each in expressions for name in named_in(each)]
