"""Values of conditions under Kleene's strong three-valued logic: what is missing is unknown, and says why.

S. C. Kleene, *Introduction to Metamathematics*, 1952, section 64.
"""

import datetime as dt
import operator
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

from govrules.declaring import frozen
from govrules.engine import reasons
from govrules.model.events import iso_time
from govrules.model.findings import Reason
from govrules.model.limits import NoLimit
from govrules.model.period import Period, PeriodError, Unit
from govrules.model.policy import Field


@frozen
class Missing:
    """An unknown value, with the reasons why it is unknown."""

    reasons: tuple[Reason, ...]

    @classmethod
    def because(cls, reason: Reason) -> "Missing":
        return cls((reason,))

    @property
    def reason(self) -> Reason:
        return reasons.joined(self.reasons)


@frozen
class PartialPeriod:
    """Thirteen and a half working days: it compares with periods in the same unit, and is no limit."""

    amount: Fraction
    unit: Unit


Value: TypeAlias = object
"""text, number, bool, date, aware instant, `Period`, `NoLimit`, tuple, mapping, None, or `Missing`"""


def kind_of(value: Value) -> str:
    """The kind of a value in a reader's words."""
    match value:
        case bool():
            return "true or false"
        case str():
            return "text"
        case int() | float() | Fraction():
            return "a number"
        case dt.datetime():
            return "an instant"
        case dt.date():
            return "a date"
        case Period() | PartialPeriod():
            return "a period"
        case NoLimit():
            return "no limit"
        case tuple():
            return "a list"
        case Mapping():
            return "a mapping"
    return "nothing"


def is_number(value: Value) -> bool:
    return isinstance(value, int | float | Fraction) and not isinstance(value, bool)


# -- connectives ---------------------------------------------------------------------------------------


def both(values: Iterable[Value]) -> Value:
    """`and`: false if any is false, else unknown if any is unknown.

    >>> both([Missing(()), False])
    False
    """
    missing: tuple[Reason, ...] = ()
    for value in values:
        if value is False:
            return False
        if isinstance(value, Missing):
            missing += value.reasons
    return Missing(missing) if missing else True


def either(values: Iterable[Value]) -> Value:
    """`or`: true if any is true, else unknown if any is unknown."""
    missing: tuple[Reason, ...] = ()
    for value in values:
        if value is True:
            return True
        if isinstance(value, Missing):
            missing += value.reasons
    return Missing(missing) if missing else False


def negated(value: Value) -> Value:
    return value if isinstance(value, Missing) else value is not True


def missing_of(*values: Value) -> Missing | None:
    """The reasons of all missing values together; None where every value is there."""
    found = tuple(reason for value in values if isinstance(value, Missing) for reason in value.reasons)
    return Missing(found) if found else None


# -- comparison ----------------------------------------------------------------------------------------

_ORDER: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compare(left: Value, sign: str, right: Value) -> Value:
    """`left sign right`; values that do not compare are unknown, never silently different.

    >>> compare("20", "<", 3).reason.en
    'text and a number cannot be compared with `<`'
    """
    if missing := missing_of(left, right):
        return missing
    if sign == "in":
        return _contains(right, left)
    if sign == "not in":
        return negated(_contains(right, left))
    first, second = _alike(left, right)
    if (
        isinstance(first, Period | PartialPeriod)
        and isinstance(second, Period | PartialPeriod)
        and first != second
    ):
        # Periods in unlike units have no order of their own: five working days are no certain number of days.
        return Missing.because(reasons.not_comparable("a period", sign, "a period in another unit"))
    if sign in {"==", "!="}:
        same = _equal(first, second)
        return same if sign == "==" else negated(same)
    if isinstance(first, NoLimit) or isinstance(second, NoLimit):
        return _compare_without_limit(first, sign, second)
    if kind_of(first) == kind_of(second) and not isinstance(first, bool | tuple | Mapping | type(None)):
        return _ORDER[sign](first, second)
    return Missing.because(reasons.not_comparable(kind_of(left), sign, kind_of(right)))


def _compare_without_limit(first: Value, sign: str, second: Value) -> Value:
    """No limit is longer than every period."""
    if all(isinstance(each, NoLimit | PartialPeriod | Period) for each in (first, second)):
        return _ORDER[sign](isinstance(first, NoLimit), isinstance(second, NoLimit))
    return Missing.because(reasons.not_comparable(kind_of(first), sign, kind_of(second)))


def _equal(first: Value, second: Value) -> Value:
    if first is None or second is None:
        return first is second
    if kind_of(first) != kind_of(second):
        return Missing.because(reasons.not_comparable(kind_of(first), "==", kind_of(second)))
    if isinstance(first, tuple) and isinstance(second, tuple):
        if len(first) != len(second):
            return False
        return both(compare(a, "==", b) for a, b in zip(first, second, strict=True))
    return first == second


def _contains(container: Value, item: Value) -> Value:
    if isinstance(container, tuple):
        return either(compare(item, "==", each) for each in container)
    if isinstance(container, str) and isinstance(item, str):
        return item in container
    return Missing.because(reasons.not_comparable(kind_of(item), "in", kind_of(container)))


def _alike(left: Value, right: Value) -> tuple[Value, Value]:
    """Both sides in one type where they mean the same: dates as text, instants by their date, periods."""
    left, right = _like(left, right), _like(right, left)
    if isinstance(left, dt.datetime) and isinstance(right, dt.date) and not isinstance(right, dt.datetime):
        return left.date(), right
    if isinstance(right, dt.datetime) and isinstance(left, dt.date) and not isinstance(left, dt.datetime):
        return left, right.date()
    first, second = _amount(left), _amount(right)
    if first is not None and second is not None and first[0] == second[0]:
        return first[1], second[1]
    return left, right


def _like(value: Value, other: Value) -> Value:
    """Text that spells a date or a period, read as one where the other side is one."""
    if isinstance(value, str):
        if isinstance(other, dt.date):
            return iso_time(value) or value
        if isinstance(other, Period):
            return period_of(value) or value
    return value


def _amount(value: Value) -> tuple[Unit, Fraction] | None:
    if isinstance(value, PartialPeriod):
        return value.unit, value.amount
    if isinstance(value, Period) and len(value.parts) == 1 and not value.to_month_end:
        return value.parts[0].unit, Fraction(value.parts[0].amount)
    return None


def period_of(text: str) -> "Period | NoLimit | None":
    """The period that a text in the data stands for, else None."""
    if text.strip().casefold() in {"no limit", "none", "无期限"}:
        return NoLimit()
    try:
        return Period.parse(text)
    except PeriodError:
        return None


# -- arithmetic ----------------------------------------------------------------------------------------


def compute(left: Value, sign: str, right: Value) -> Value:
    """`left sign right`: numbers with numbers, a period times a number, a date and a number of days."""
    if missing := missing_of(left, right):
        return missing
    if isinstance(left, int | float | Fraction) and isinstance(right, int | float | Fraction):
        if not isinstance(left, bool) and not isinstance(right, bool):
            return _numbers(left, sign, right)
    elif sign == "*" and isinstance(right, Period) and is_number(left):
        return _scaled(right, left)
    elif sign == "*" and isinstance(left, Period) and is_number(right):
        return _scaled(left, right)
    elif sign in "+-" and isinstance(left, dt.date) and isinstance(right, int):
        return _shifted(left, right if sign == "+" else -right)
    return Missing.because(reasons.not_computable(kind_of(left), sign, kind_of(right)))


_ARITHMETIC: Mapping[str, Callable[[Fraction, Fraction], object]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
}


def _numbers(left: int | float | Fraction, sign: str, right: int | float | Fraction) -> Value:
    if right == 0 and sign in {"/", "//", "%"}:
        return Missing.because(reasons.division_by_zero())
    # As written: 0.7 means seven tenths, and 0.7 * 10 is 7.
    found = _ARITHMETIC[sign](_exact(left), _exact(right))
    return int(found) if isinstance(found, Fraction) and found.denominator == 1 else found


def _exact(number: int | float | Fraction) -> Fraction:
    return Fraction(repr(number)) if isinstance(number, float) else Fraction(number)


def _scaled(period: Period, factor: Value) -> Value:
    assert isinstance(factor, int | float | Fraction)
    if len(period.parts) != 1:
        return Missing.because(reasons.not_computable("a period", "*", "a number"))
    amount = period.parts[0].amount * _exact(factor)
    if amount.denominator != 1 or amount < 0:
        # A part of a working day has no date; only its comparison with a whole one has a meaning.
        return PartialPeriod(amount, period.parts[0].unit)
    return Period.of(int(amount), period.parts[0].unit)


def _shifted(day: dt.date, days: int) -> Value:
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:
        return Missing.because(reasons.not_computable("a date", "+", "a number"))


# -- values by their declared type ---------------------------------------------------------------------

_TRUE = frozenset({"true", "yes", "y", "1", "是"})
_FALSE = frozenset({"false", "no", "n", "0", "否"})


def text_of(value: object) -> str:
    """A value as text: as it stands in the id of a slice, and as a log of nothing but text holds it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def typed(value: Value, field: Field | None, lookup: str) -> Value:
    """A value of the data as its declared type; without a declaration as it stands.

    Text is read as the type says, since many logs hold nothing but text. But a text is no list: a cell that
    holds several names, or one, does not say which. And a value that is none of the choices declared is
    unknown: the spelling of a source system is nobody's breach.
    """
    if value is None or field is None:
        return value
    if field.type == "choice" and field.choices:
        text = text_of(value)
        for each in field.choices:
            if each == text if isinstance(each, str) else text_of(each) == text:
                return each
        return Missing.because(reasons.not_a_choice(lookup, field.choices))
    found = _typed(value, field.type)
    return Missing.because(reasons.wrong_type(lookup, field.type)) if found is None else found


def _typed(value: Value, wanted: str) -> Value:
    match wanted, value:
        case "integer", bool():
            return None
        case "integer", int():
            return value
        case "integer", float() if value.is_integer():
            return int(value)
        case "integer", str() if value.strip().lstrip("+-").isdecimal():
            return int(value)
        case "number", bool():
            return None
        case "number", int() | float():
            return value
        case "number", str():
            return _number(value)
        case "bool", bool():
            return value
        case "bool", str() | int() if str(value).strip().casefold() in _TRUE | _FALSE:
            return str(value).strip().casefold() in _TRUE
        case "date", str():
            found = iso_time(value.strip())
            return found.date() if isinstance(found, dt.datetime) else found
        case "date", dt.date():
            return value
        case "instant", str():
            return iso_time(value.strip())
        case "instant", dt.date():
            return value
        case "period", str():
            return period_of(value)
        case "period", Period() | NoLimit():
            return value
        case "list", tuple():
            return value
        case ("string", str()) | ("choice" | "any", _):
            return value
        case "string", int() | float():
            return str(value)
    return None


def _number(text: str) -> Value:
    try:
        found = Fraction(text.strip())
    except (ValueError, ZeroDivisionError):
        return None
    return int(found) if found.denominator == 1 else float(found)
