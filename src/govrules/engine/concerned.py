"""Clauses in all their versions, and what concerns them: without it they need not be judged."""

from collections.abc import Sequence, Set
from typing import TypeAlias

from govrules.declaring import frozen
from govrules.engine.calendar_days import calendar_patterns
from govrules.engine.counts import Counting
from govrules.engine.happenings import LAPSE, PROPOSED, VIOLATION
from govrules.engine.mentions import patterns_of
from govrules.engine.slices import crosses_cases, fields_of
from govrules.engine.triggers import when_of
from govrules.engine.view import View
from govrules.model.accountability import Accountability
from govrules.model.clauses import Clause, Duty, NotCheckable, Prohibition, Requirement
from govrules.model.maintenance import Maintenance
from govrules.model.patterns import AllOf, Happens, InOrder, Lapsed, OneOf, Pattern, Proposed, Violated
from govrules.model.quota import Quota

Concern: TypeAlias = tuple[tuple[frozenset[str], ...], ...]
"""alternatives, each of which asks for something of one type at least out of each of several sets"""


@frozen(eq=False)
class ClauseVersions:
    """One clause in all its versions, each with the policy it belongs to and how it counts."""

    full_id: str
    versions: tuple[tuple[Clause, View, Counting], ...]
    number: int
    """its place in the rulebook"""

    concern: Concern | None = None
    """the types of happenings without which it has nothing to say; None where it may have"""
    concern_of_case: Concern | None = None
    """the same in a case of its own"""
    concern_by_name: Concern | None = None
    """the same, where events that may not be of a name by what they say stand under that name"""

    @property
    def concerned_types(self) -> frozenset[str] | None:
        """Every type that concerns it, alone or with others."""
        if self.concern is None:
            return None
        return frozenset(kind for wanted in self.concern for kinds in wanted for kind in kinds)

    @property
    def names_concerned(self) -> frozenset[str]:
        """Every type and every named event that concerns it in a case."""
        return frozenset(kind for wanted in self.concern_by_name or () for kinds in wanted for kind in kinds)

    @property
    def first(self) -> Clause:
        return self.versions[0][0]

    @property
    def wide(self) -> bool:
        """Whether it is evaluated over the whole log: it crosses cases."""
        return crosses_cases(self.first)

    @property
    def registry(self) -> bool:
        """Whether it asks about a population on days of the calendar, beside or without any case."""
        pattern = when_of(self.first)
        return pattern is not None and self.first.for_each is not None and bool(calendar_patterns(pattern))


def clauses_of(views: tuple[View, ...]) -> tuple[ClauseVersions, ...]:
    """Every clause of every policy, its versions together, in the order of the rulebook."""
    found: dict[tuple[str, str], list[tuple[Clause, View, Counting]]] = {}
    for view in views:
        for clause in view.policy.clauses:
            if not isinstance(clause.body, NotCheckable):
                found.setdefault((clause.full_id, clause.kind), []).append(
                    (clause, view, Counting.of(view, clause))
                )
    return tuple(
        ClauseVersions(
            full_id,
            tuple(versions),
            number,
            _concern(versions, of_case=False),
            _concern(versions, of_case=True),
            _concern(versions, of_case=True, by_name=True),
        )
        for number, ((full_id, _), versions) in enumerate(found.items())
    )


def is_concerned(concern: Concern, types: Set[str]) -> bool:
    """Whether happenings of these types concern a clause."""
    return any(all(not kinds.isdisjoint(types) for kinds in wanted) for wanted in concern)


def _concern(
    versions: Sequence[tuple[Clause, View, Counting]], *, of_case: bool, by_name: bool = False
) -> Concern | None:
    """The types of what triggers or meets a clause or opens its windows, in its policy's words."""
    found: dict[tuple[frozenset[str], ...], None] = {}
    for clause, view, _ in versions:
        patterns = patterns_waited_for(clause)
        if patterns is None:
            return None
        for pattern in patterns:
            # On days of the calendar a population is asked about beside all cases.
            days = frozenset[str]() if of_case and clause.for_each is not None else None
            own = _of_pattern(pattern, view, days, by_name=by_name and _needs_whole(clause))
            if own is None:
                return None
            found.update(dict.fromkeys(own))
    return tuple(found)


def patterns_waited_for(clause: Clause) -> tuple[Pattern, ...] | None:
    """What has to happen for a clause to say anything; None where time alone may do."""
    match clause.body:
        case Duty() as body:
            return (body.when, body.must)
        case Prohibition() as body:
            return (body.when,) if body.during is None else (body.when, body.during.start)
        case Quota() | Maintenance() if clause.for_each is None and (
            "case" in clause.per or fields_of(clause)
        ):
            # A slice is seen from the first event on that names it and of which the clause speaks.
            return tuple(patterns_of(clause))
    when = when_of(clause)
    return None if when is None else (when,)


def _needs_whole(clause: Clause) -> bool:
    """Whether a clause says nothing where no pattern happens that it waits for, whatever events there are."""
    match clause.body:
        case Duty() | Requirement() | Accountability():
            return True
        case Prohibition(during=during):
            return during is None
    return False


def _of_pattern(
    pattern: Pattern, view: View, days: frozenset[str] | None, *, by_name: bool
) -> Concern | None:
    """What has to happen for a pattern to; `days` for days of the calendar."""
    match pattern:
        case Happens(name) if by_name and view.vocabulary.told(name).conditions:
            return ((frozenset({name}),),)
        case Happens(name):
            return ((frozenset({view.vocabulary.meaning(name)[0]}),),)
        case Violated():
            return ((frozenset({VIOLATION}),),)
        case Lapsed():
            return ((frozenset({LAPSE}),),)
        case Proposed():
            return ((frozenset({PROPOSED}),),)
        case OneOf(parts) | AllOf(parts) | InOrder(parts):
            each = [_of_pattern(part, view, days, by_name=by_name) for part in parts]
            known = [one for one in each if one is not None]
            if len(known) < len(each):
                return None
            if isinstance(pattern, OneOf):
                return tuple(wanted for one in known for wanted in one)
            # Something of every part, if not the whole of it.
            return (
                tuple(frozenset().union(*(kinds for wanted in one for kinds in wanted)) for one in known),
            )
    return None if days is None else ((days,),)
