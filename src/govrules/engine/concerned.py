"""Clauses in all their versions, and what concerns them: without it they need not be judged."""

from collections.abc import Sequence

from govrules.declaring import frozen
from govrules.engine.calendar_days import calendar_patterns
from govrules.engine.counts import Counting
from govrules.engine.happenings import LAPSE, PROPOSED, VIOLATION
from govrules.engine.mentions import patterns_of
from govrules.engine.slices import crosses_cases, fields_of
from govrules.engine.triggers import when_of
from govrules.engine.view import View
from govrules.model.clauses import Clause, Duty, NotCheckable, Prohibition
from govrules.model.maintenance import Maintenance
from govrules.model.patterns import AllOf, Happens, InOrder, Lapsed, OneOf, Pattern, Proposed, Violated
from govrules.model.quota import Quota


@frozen(eq=False)
class ClauseVersions:
    """One clause in all its versions, each with the policy it belongs to and how it counts."""

    full_id: str
    versions: tuple[tuple[Clause, View, Counting], ...]
    number: int
    """its place in the rulebook"""

    concerned_types: frozenset[str] | None = None
    """the types of happenings without which it has nothing to say; None where it may have"""
    concerned_types_of_case: frozenset[str] | None = None
    """the same in a case of its own"""

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
            _concerned_types(versions, of_case=False),
            _concerned_types(versions, of_case=True),
        )
        for number, ((full_id, _), versions) in enumerate(found.items())
    )


def _concerned_types(
    versions: Sequence[tuple[Clause, View, Counting]], *, of_case: bool
) -> frozenset[str] | None:
    """The types of what triggers or meets a clause or opens its windows, in its policy's words."""
    types: set[str] = set()
    for clause, view, _ in versions:
        patterns = patterns_waited_for(clause)
        if patterns is None:
            return None
        for pattern in patterns:
            # On days of the calendar a population is asked about beside all cases.
            days = frozenset[str]() if of_case and clause.for_each is not None else None
            own = _types_of(pattern, view, days)
            if own is None:
                return None
            types |= own
    return frozenset(types)


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


def _types_of(pattern: Pattern, view: View, days: frozenset[str] | None) -> frozenset[str] | None:
    """The types of happenings of which a pattern speaks; `days` for days of the calendar."""
    match pattern:
        case Happens(name):
            return frozenset({view.vocabulary.meaning(name)[0]})
        case Violated():
            return frozenset({VIOLATION})
        case Lapsed():
            return frozenset({LAPSE})
        case Proposed():
            return frozenset({PROPOSED})
        case OneOf(parts) | AllOf(parts) | InOrder(parts):
            each = [_types_of(part, view, days) for part in parts]
            known = [one for one in each if one is not None]
            return frozenset[str]().union(*known) if len(known) == len(each) else None
    return days
