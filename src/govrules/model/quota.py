"""Quotas: a count, a sum or a number of distinct values stays within bounds (an aggregate obligation)."""

from fractions import Fraction
from typing import Literal, TypeAlias

from govrules.declaring import frozen
from govrules.model.conditions import Expression, Lookup
from govrules.model.patterns import Pattern

CalendarPeriod: TypeAlias = Literal["year", "quarter", "month", "week", "day"]


@frozen
class Share:
    """`{share: 70%, of: previous period, round: down}`: a bound that is a share of something else.

    The base is the same measure over the calendar period before, the same measure over other events, or a
    number in a record, a parameter or the trigger; of a list there, how many members it has.
    """

    share: Fraction | Lookup
    of: Literal["previous period"] | Pattern | Lookup
    round: Literal["down", "up", "half_up"] | None = None
    """to a whole number; None is the exact share"""


Bound: TypeAlias = Fraction | Lookup | Share


@frozen
class Quota:
    """What happens in each calendar period, or in the whole of a slice, is counted against bounds.

    Both bounds are inclusive. A quota with `every` is judged for each period; one without it over its slice,
    which `until` closes: only then is it certain that too little happened.
    """

    count: Pattern
    """the events that are counted"""
    sum: Expression | None = None
    """what each of them adds, where not they themselves are counted: `event.cost`"""
    distinct: Expression | None = None
    """what is counted once, however many of them carry it: `event.county`"""
    every: CalendarPeriod | None = None
    until: Pattern | None = None
    part_period: Literal["skip", "scale", "full"] = "skip"
    """of a period in which the clause is in force for a part only: not judged; the bounds reduced by the
    share of its days; or judged like a whole one"""
    at_most: Bound | None = None
    at_least: Bound | None = None
