"""Which events a rulebook speaks of: what is left over is ignored, and what is contradicted leaves doubt."""

from collections.abc import Iterator, Sequence

from govrules.engine import reasons
from govrules.engine.context import Context
from govrules.engine.entries import entries_of
from govrules.engine.slices import crosses_cases
from govrules.engine.view import View
from govrules.engine.vocabulary import Vocabulary, vocabulary_of
from govrules.model.accountability import Accountability
from govrules.model.clauses import Before, Clause, Duty, NotCheckable, Prohibition, Requirement
from govrules.model.conditions import (
    And,
    Arithmetic,
    Call,
    Compare,
    Condition,
    EventName,
    Expression,
    IfElse,
    ListOf,
    Lookup,
    Negative,
    Not,
    Or,
)
from govrules.model.findings import Reason
from govrules.model.maintenance import Maintenance
from govrules.model.patterns import Pattern, event_names
from govrules.model.policy import DEPARTURE, Policy
from govrules.model.quota import Quota, Share
from govrules.model.remembered import remembered


def patterns_of(clause: Clause) -> Iterator[Pattern]:
    """Every pattern of a clause."""
    if clause.responsible is not None:
        yield from (each.on for each in clause.responsible.passes)
    match clause.body:
        case Duty() as body:
            yield from (body.when, body.must)
            yield from (pattern for each in body.pause for pattern in (each.start, each.end))
            yield from (pattern for each in body.interrupt for pattern in (each.start, each.end))
            yield from (each.when for each in body.extend)
            if body.end_on is not None:
                yield body.end_on
            if isinstance(body.before, Before) and not isinstance(body.before.anchor, Lookup):
                yield body.before.anchor
        case Requirement(when):
            yield when
        case Prohibition(when, during):
            yield when
            if during is not None:
                yield during.start
                if during.end is not None and not isinstance(during.end, str):
                    yield during.end
        case Quota() as body:
            yield body.count
            if body.until is not None:
                yield body.until
            for bound in (body.at_most, body.at_least):
                if isinstance(bound, Share) and not isinstance(bound.of, str | Lookup):
                    yield bound.of
        case Maintenance(hold, throughout):
            yield from (hold.start, hold.end)
            yield from (each for each in (throughout.start, throughout.end) if each is not None)
        case Accountability(on=on):
            yield on
        case NotCheckable():
            return


def decisions_of(policy: Policy) -> Iterator[Pattern]:
    """What decides on a proposed measure."""
    if any(isinstance(each.body, Accountability) and each.body.propose for each in policy.clauses):
        yield from (each for each in (policy.ladder.imposed, policy.ladder.dismissed) if each is not None)


def conditions_of(clause: Clause) -> Iterator[Condition]:
    """Every condition of a clause."""
    yield from (each for each in (clause.if_, clause.unless) if each is not None)
    if clause.for_each is not None and clause.for_each.where is not None:
        yield clause.for_each.where
    match clause.body:
        case Duty() as body:
            conditions = (
                *(each.if_ for each in body.pause),
                *(each.if_ for each in body.interrupt),
                *(each.if_ for each in body.extend),
                *(each.if_ for each in body.on_lapse),
            )
            yield from (each for each in conditions if each is not None)
        case Requirement(require=require):
            yield require


def expressions_of(clause: Clause) -> Iterator[Expression]:
    """The expressions by which an accountability clause names parties and measures."""
    body = clause.body
    if isinstance(body, Accountability):
        yield from (each.party for each in body.answerable)
        named_by = body.propose.named_by if body.propose is not None else None
        same = body.repeated.same if body.repeated is not None else None
        yield from (each for each in (named_by, same, body.decided_by) if each is not None)


def named_in(expression: Expression) -> Iterator[str]:
    """The event names in an expression; in doubt, any bare word."""
    match expression:
        case EventName(name):
            yield name
        case Lookup(root, ()):
            yield root
        case Not(operand) | Negative(operand):
            yield from named_in(operand)
        case And(operands) | Or(operands):
            yield from (name for each in operands for name in named_in(each))
        case ListOf(items):
            yield from (name for each in items for name in named_in(each))
        case Compare(first, rest):
            yield from named_in(first)
            yield from (name for _, each in rest for name in named_in(each))
        case Arithmetic(_, left, right):
            yield from (*named_in(left), *named_in(right))
        case IfElse(condition, value, otherwise):
            yield from (*named_in(condition), *named_in(value), *named_in(otherwise))
        case Call(_, arguments, named):
            yield from (name for each in arguments for name in named_in(each))
            yield from (name for _, each in named for name in named_in(each))


def contradiction(clause: Clause, context: Context) -> Reason | None:
    """Why nobody is to be accused under a clause: its events are not certain from the log.

    Records of the events that the clause speaks of may contradict each other. Such a record may hide another
    time of the same event, so that not even its absence by then is certain. And rows of the case that could
    not be read may hold any event.
    """
    incomplete = context.view.incomplete
    if context.case in incomplete or (incomplete and crosses_cases(clause)):
        return reasons.unread_rows()
    return conflicting(clause, context)


def conflicting(clause: Clause, context: Context) -> Reason | None:
    """Why nobody is to be accused under a clause where records contradict each other; None where none do."""
    contradicted = [*entries_of(context.entries).contradicted]
    contradicted += [
        each for each in context.case_history if each.doubt is not None and _is_departure(each.type, context)
    ]
    if not contradicted:
        return None
    spoken = _spoken_of(clause, context.view)
    return next((each.doubt for each in contradicted if each.type in spoken), None)


def _is_departure(event_type: str, context: Context) -> bool:
    vocabulary = context.view.vocabulary
    return vocabulary.meaning(event_type)[0] == vocabulary.meaning(DEPARTURE)[0]


def _spoken_of(clause: Clause, view: View) -> frozenset[str]:
    """The event types of which a clause speaks in its patterns and conditions, and in its named events."""
    names = [name for each in patterns_of(clause) for name in event_names(each)]
    names += [name for each in conditions_of(clause) for name in named_in(each.expression)]
    names += [name for each in expressions_of(clause) for name in named_in(each)]
    if clause.strength == "in_principle":
        names.append(DEPARTURE)
    conditions = [each for name in names for each in view.vocabulary.meaning(name)[1]]
    names += [name for each in conditions for name in named_in(each.expression)]
    return _base(view.vocabulary, names)


def awaited_types(view: View) -> frozenset[str]:
    """The event types that patterns wait for."""
    return _awaited(view.policy)


def awaited_by(policy: Policy, clauses: Sequence[Clause]) -> frozenset[str]:
    """The event types that the patterns of some clauses of a policy wait for."""
    patterns = [each for clause in clauses for each in patterns_of(clause)]
    if any(isinstance(each.body, Accountability) for each in clauses):
        patterns += decisions_of(policy)
    return _base(vocabulary_of(policy), [name for each in patterns for name in event_names(each)])


def _awaited_types(policy: Policy) -> frozenset[str]:
    return awaited_by(policy, policy.clauses)


_awaited = remembered(_awaited_types, most=256)


def asked_types(view: View) -> frozenset[str]:
    """The event types that conditions ask about, that set records, or that record a departure.

    They have their effect whenever they are there, without any clause waiting for them.
    """
    return _asked(view.policy)


def _asked_types(policy: Policy) -> frozenset[str]:
    vocabulary = vocabulary_of(policy)
    names = [
        name
        for clause in policy.clauses
        for each in conditions_of(clause)
        for name in named_in(each.expression)
    ]
    names += [name for clause in policy.clauses for each in expressions_of(clause) for name in named_in(each)]
    for event_type in policy.events.values():
        if event_type.if_ is not None:
            names += named_in(event_type.if_.expression)
    for kind in policy.records.values():
        names += [*kind.set_by, *kind.ended_by]
    asked = _base(vocabulary, names)
    if any(clause.strength == "in_principle" for clause in policy.clauses):
        departure = vocabulary.meaning(DEPARTURE)[0]
        named = (name for name in policy.events if vocabulary.meaning(name)[0] == departure)
        return asked | {departure, *named}
    return asked


_asked = remembered(_asked_types, most=256)


def _base(vocabulary: Vocabulary, names: "Iterator[str] | list[str]") -> frozenset[str]:
    return frozenset(vocabulary.meaning(name)[0] for name in names)
