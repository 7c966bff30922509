"""Limits, from what the rule file says to a period: look-ups, shares, readings."""

from fractions import Fraction

import attrs

from govrules.declaring import frozen
from govrules.engine import reasons
from govrules.engine.context import Context
from govrules.engine.lookups import look_up
from govrules.engine.values import Missing, Value, period_of
from govrules.model.conditions import Constant, Lookup
from govrules.model.limits import Limit, NoLimit, Readings, Reduced
from govrules.model.period import Part, Period, Unit


@frozen
class Resolved:
    """A limit as it is counted, and the readings of its text."""

    limit: Period | NoLimit
    reading: str | None = None
    others: tuple[tuple[str, Period | NoLimit | Missing], ...] = ()
    """the readings that were not used"""
    is_known: bool = True
    """False where it stands in for a limit that nobody knows"""


def resolve(limit: Limit, context: Context) -> Resolved | Missing:
    """A limit as it stands for this trigger."""
    if isinstance(limit, Readings):
        return _reading(limit, context)
    found = period_for(limit, context)
    return found if isinstance(found, Missing) else Resolved(found)


def period_for(limit: Limit, context: Context) -> Period | NoLimit | Missing:
    """The period that a limit stands for, by the reading that is in use."""
    match limit:
        case Period() | NoLimit():
            return limit
        case Lookup():
            return _looked_up(limit, context)
        case Reduced():
            return reduced(limit, period_for(limit.of, context))
        case Readings():
            found = _reading(limit, context)
            return found if isinstance(found, Missing) else found.limit


def _looked_up(lookup: Lookup, context: Context) -> Period | NoLimit | Missing:
    return limit_in(look_up(lookup, context), lookup)


def limit_in(value: Value, lookup: Lookup) -> Period | NoLimit | Missing:
    """The limit for which a value that was looked up stands."""
    match value:
        case Period() | NoLimit() | Missing():
            return value
        case str():
            found = period_of(value)
            return Missing.because(reasons.not_a_limit(str(lookup))) if found is None else found
        case int() if not isinstance(value, bool) and value >= 0:
            # A bare number of days means what bare days mean in the convention.
            return Period.of(value, Unit.DAYS)
    return Missing.because(reasons.not_a_limit(str(lookup)))


def reduced(limit: Reduced, whole: Period | NoLimit | Missing) -> Period | NoLimit | Missing:
    """What is left of a limit that is made shorter."""
    if isinstance(whole, Missing | NoLimit):
        return whole
    if len(whole.parts) != 1:
        return Missing.because(reasons.not_reducible())
    part = whole.parts[0]
    left = part.amount * (1 - limit.less)
    return attrs.evolve(whole, parts=(Part(_rounded(left, limit.round), part.unit),))


def _rounded(amount: Fraction, how: str | None) -> int:
    """A whole number of units; where the rule does not say, a part of a unit counts in full."""
    if how == "down":
        return int(amount)
    if how == "half_up":
        return int(amount + Fraction(1, 2))
    return -(-amount.numerator // amount.denominator)


def _reading(limit: Readings, context: Context) -> Resolved | Missing:
    name: Value = limit.use.value if isinstance(limit.use, Constant) else look_up(limit.use, context)
    if isinstance(name, Missing):
        return name
    by_name = dict(limit.readings)
    if not isinstance(name, str) or name not in by_name:
        return Missing.because(reasons.not_a_reading(str(limit.use)))
    found = period_for(by_name[name], context)
    if isinstance(found, Missing):
        return found
    others = tuple((each, period_for(by_name[each], context)) for each in by_name if each != name)
    return Resolved(found, name, others)


def shown(limit: Period | NoLimit) -> str:
    """A limit in canonical words."""
    return "no limit" if isinstance(limit, NoLimit) else str(limit)
