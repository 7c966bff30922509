"""The bounds of a quota: numbers, look-ups, and shares of what is itself counted."""

import math
from collections.abc import Callable
from fractions import Fraction

import attrs

from govrules.engine import standing_reasons
from govrules.engine.context import Context
from govrules.engine.lookups import look_up
from govrules.engine.reference.measure import Interval, exact, exactly
from govrules.engine.values import Missing, Value, is_number
from govrules.model.conditions import Lookup
from govrules.model.quota import Bound, Share


@attrs.frozen
class Limit:
    """A bound as it stands, and what a share was taken of."""

    bound: Interval
    base: Interval | None = None


def limit(
    bound: Bound, context: Context, part: Fraction, base: Callable[[Share], Interval | Missing]
) -> Limit | Missing:
    """What a bound comes to for this slice and period.

    Args:
        part: the share of the period's days for which it holds.
        base: counts what a share is taken of, where it is no look-up.
    """
    match bound:
        case Fraction():
            return Limit(exactly(bound * part))
        case Lookup():
            number = _number(bound, context)
            return number if isinstance(number, Missing) else Limit(exactly(number * part))
    share = _number(bound.share, context) if isinstance(bound.share, Lookup) else bound.share
    if isinstance(share, Missing):
        return share
    if isinstance(bound.of, Lookup):
        number = _number(bound.of, context)
        of = number if isinstance(number, Missing) else exactly(number)
    else:
        of = base(bound)
    if isinstance(of, Missing):
        return of
    whole = of.times(share * part)
    return Limit(Interval(_rounded(whole.low, bound.round), _rounded(whole.high, bound.round)), of)


def is_known_before(bound: Bound) -> bool:
    """Whether a bound does not hang on what else is counted in the same period."""
    return not isinstance(bound, Share) or bound.of == "previous period" or isinstance(bound.of, Lookup)


def _number(lookup: Lookup, context: Context) -> Fraction | Missing:
    """The number that a look-up stands for; of a list, how many members it has."""
    value: Value = look_up(lookup, context)
    if isinstance(value, Missing):
        return value
    if isinstance(value, tuple):
        return Fraction(len(value))
    if isinstance(value, int | float | Fraction) and is_number(value):
        return exact(value)
    return Missing.because(standing_reasons.not_a_bound(str(lookup)))


def _rounded(number: Fraction | None, how: str | None) -> Fraction | None:
    if number is None or how is None:
        return number
    if how == "half_up":
        return Fraction(math.floor(number + Fraction(1, 2)))
    return Fraction(math.floor(number) if how == "down" else math.ceil(number))
