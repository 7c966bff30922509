"""Which cases a clause that is not compiled may have something to say about; they are handed over at once."""

from govrules.declaring import frozen
from govrules.engine.compile.names import Names
from govrules.engine.compile.writing import NotCompiledError
from govrules.engine.triggers import when_of
from govrules.engine.view import View
from govrules.engine.virtual_time import ClauseVersions
from govrules.model.clauses import Duty, Prohibition
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


def waking(clauses: list[ClauseVersions], names: Names) -> Waking:
    """What wakes any of these clauses."""
    found = Waking()
    for each in clauses:
        for clause, view, _ in each.versions:
            if each.wide or each.registry:
                return Waking(always=True)
            when = when_of(clause)
            if when is None:
                return Waking(always=True)
            patterns = [when]
            patterns += [clause.body.must] if isinstance(clause.body, Duty) else []
            if isinstance(clause.body, Prohibition) and clause.body.during is not None:
                patterns.append(clause.body.during.start)
            for pattern in patterns:
                one = _of(pattern, view)
                found = Waking(
                    found.types | one.types, found.by_breach or one.by_breach, found.always or one.always
                )
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
            each = [_of(part, view) for part in parts]
            return Waking(
                frozenset[str]().union(*(one.types for one in each)),
                any(one.by_breach for one in each),
                any(one.always for one in each),
            )
    return Waking(always=True)
