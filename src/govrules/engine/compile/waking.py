"""Which cases a clause that is not compiled may have something to say about."""

from collections.abc import Iterator
from functools import reduce
from operator import or_

from govrules.declaring import frozen
from govrules.engine.compile.names import Names
from govrules.engine.compile.writing import NotCompiledError
from govrules.engine.concerned import ClauseVersions, patterns_waited_for
from govrules.engine.view import View
from govrules.model.patterns import AllOf, Happens, InOrder, Lapsed, OneOf, Pattern, Proposed, Violated


@frozen
class Waking:
    """What in a case wakes the clauses that are left to the reference."""

    types: frozenset[str] = frozenset()
    """an event of one of these types"""
    by_breach: bool = False
    """a violation, or a lapse"""
    always: bool = False
    """every case: a day of the calendar may trigger one of them, or it is about more than one case"""

    def __or__(self, other: "Waking") -> "Waking":
        return Waking(
            self.types | other.types, self.by_breach or other.by_breach, self.always or other.always
        )


def wakes(each: ClauseVersions) -> Iterator[tuple[View, Waking]]:
    """What wakes a clause, in the words of each policy that has a version of it."""
    for clause, view, _ in each.versions:
        patterns = patterns_waited_for(clause)
        if patterns is None or each.wide or each.registry:
            yield view, Waking(always=True)
            continue
        for pattern in patterns:
            yield view, _of(pattern, view)


def waking(clauses: list[ClauseVersions], names: Names) -> Waking:
    """What wakes any of these clauses, by the numbers of one program."""
    found = Waking()
    for each in clauses:
        for _, one in wakes(each):
            found |= one
    try:
        for name in sorted(found.types):
            names.kind(name)
    except NotCompiledError:
        return Waking(always=True)
    return found


def _of(pattern: Pattern, view: View) -> Waking:
    match pattern:
        case Happens(name):
            return Waking(types=frozenset({view.vocabulary.meaning(name)[0]}))
        case Violated() | Lapsed():
            return Waking(by_breach=True)
        case Proposed():
            # What proposes is an accountability clause, which wakes the case itself.
            return Waking()
        case OneOf(parts) | AllOf(parts) | InOrder(parts):
            return reduce(or_, (_of(part, view) for part in parts), Waking())
    return Waking(always=True)
