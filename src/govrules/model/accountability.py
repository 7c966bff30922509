"""Accountability: a violation or a finding makes parties answerable; a measure is proposed, never imposed."""

from typing import Literal, TypeAlias

from govrules.declaring import frozen
from govrules.model.conditions import Expression, Lookup
from govrules.model.limits import Limit, NamedLimit
from govrules.model.patterns import Pattern

Span: TypeAlias = Limit | Literal["calendar year", "calendar quarter", "calendar month"]


@frozen
class Repeated:
    """`{times: 3, over: 1 year, same: responsible}`: only what happened so often is answered for.

    Rolling: the span of `over` ends with the last of them and begins, excluded, that much before it. In a
    calendar period: all of them lie in the same one. The n-th makes answerable, and each one after it anew.
    """

    times: int | Lookup
    over: Span
    same: Expression | None = None
    """what they have in common besides the slice: the party, the unit; read at each of them"""


@frozen
class Answerable:
    """One party that answers, and as what: `leader: holder("分管领导", of=violation.unit)`."""

    role: str
    party: Expression


@frozen
class Proposal:
    """What is proposed: one measure, any one of several, or what an expression names.

    Measures are steps of the policy's declared ladder; an expression's value is taken as it is.
    """

    measures: tuple[str, ...] = ()
    """from the mildest to the gravest, one of which is chosen by whoever decides"""
    named_by: Expression | None = None


@frozen
class Accountability:
    """Who answers for a breach or a finding, and with what consequence.

    Without `propose` it attributes and proposes nothing. With `adjust` it lowers or lifts what other clauses
    propose: `on` then waits for the proposals.
    """

    on: Pattern
    answerable: tuple[Answerable, ...] = ()
    propose: Proposal | None = None
    repeated: Repeated | None = None
    decided_by: Expression | None = None
    within: tuple[NamedLimit, ...] = ()
    """for the decision, from the day the measure is proposed; empty is no limit"""
    adjust: Literal["exempt", "lower"] | None = None


@frozen
class Ladder:
    """The measures a policy knows, from the mildest to the gravest, and the events that decide on one.

    An event that imposes names the measure in its field `measure`.
    """

    measures: tuple[str, ...] = ()
    imposed: Pattern | None = None
    dismissed: Pattern | None = None

    def lower(self, measure: str) -> str | None:
        """The step below; None for the lowest, and for what stands on no step."""
        if measure not in self.measures:
            return None
        place = self.measures.index(measure)
        return self.measures[place - 1] if place else None
