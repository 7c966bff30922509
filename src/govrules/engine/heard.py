"""What the clauses of a rulebook listen to: outcomes that nobody asks about need no further round."""

from collections.abc import Iterable

from govrules.declaring import frozen
from govrules.engine.functions import clause_asked
from govrules.engine.happenings import LAPSE, PROPOSED, VIOLATION, Derived
from govrules.model.conditions import Call
from govrules.model.dependence import parts
from govrules.model.patterns import Lapsed, Proposed, Violated
from govrules.model.policy import Policy
from govrules.model.remembered import remembered


@frozen
class Heard:
    """Which outcomes any clause may ask about."""

    kinds: frozenset[str]
    """kinds of derived happenings that some pattern waits for; a deemed event is heard always"""
    clauses: frozenset[str]
    """`policy/clause` of which some condition asks what it came to (`met`, `violated`)"""

    @classmethod
    def by(cls, policies: Iterable[Policy]) -> "Heard":
        each = [_by_one(policy) for policy in policies]
        return cls(
            frozenset[str]().union(*(one.kinds for one in each)),
            frozenset[str]().union(*(one.clauses for one in each)),
        )

    def hears(self, derived: Derived) -> bool:
        return not derived.kind or derived.kind in self.kinds


@remembered
def _by_one(policy: Policy) -> Heard:
    kinds: set[str] = set()
    clauses: set[str] = set()
    for part in parts(policy):
        match part:
            case Violated():
                kinds.add(VIOLATION)
            case Lapsed():
                kinds.add(LAPSE)
            case Proposed():
                kinds.add(PROPOSED)
            case Call("met" | "violated", arguments) if arguments:
                clauses.add(clause_asked(part, policy))
    return Heard(frozenset(kinds), frozenset(clauses))
