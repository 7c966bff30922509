"""Sums and products of fields: small values for which a comparison of them comes out."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import islice, product

from govrules.model.conditions import Arithmetic, Call, Constant, Expression, Lookup, Negative

_TRIED = (0, 1, 10, 100)
_MOST_FIELDS = 4
_MOST = 4


def guesses(left: Expression, sign: str, right: Expression) -> Iterator[dict[Lookup, object]]:
    """Values of the fields on both sides for which the comparison holds; none where it is no sum."""
    fields = tuple(dict.fromkeys((*_fields(left), *_fields(right))))
    if not fields or len(fields) > _MOST_FIELDS:
        return
    yield from islice(_found(left, sign, right, fields), _MOST)


def _found(
    left: Expression, sign: str, right: Expression, fields: tuple[Lookup, ...]
) -> Iterator[dict[Lookup, object]]:
    for values in product(_TRIED, repeat=len(fields)):
        guess: dict[Lookup, object] = dict(zip(fields, values, strict=True))
        one, other = amount(left, guess), amount(right, guess)
        if one is not None and other is not None and _holds(one, sign, other):
            yield guess


def _fields(expression: Expression) -> Iterator[Lookup]:
    match expression:
        case Lookup():
            yield expression
        case Arithmetic(_, left, right):
            yield from _fields(left)
            yield from _fields(right)
        case Negative(operand):
            yield from _fields(operand)
        case Call("min" | "max" | "sum", arguments):
            for each in arguments:
                yield from _fields(each)


def amount(expression: Expression, values: Mapping[Lookup, object]) -> Fraction | None:
    """What a sum or product comes to; None where it is neither, or divides by nothing."""
    match expression:
        case Constant(bool()):
            return None
        case Constant(int() | float() as number):
            return Fraction(str(number))
        case Lookup():
            value = values.get(expression)
            return Fraction(str(value)) if isinstance(value, int | float | Fraction) else None
        case Negative(operand):
            inner = amount(operand, values)
            return None if inner is None else -inner
        case Arithmetic(operator, left, right):
            one, other = amount(left, values), amount(right, values)
            return None if one is None or other is None else _joined(one, operator, other)
        case Call("min" | "max" | "sum" as function, arguments):
            several = [amount(each, values) for each in arguments]
            known = [each for each in several if each is not None]
            if not known or len(known) < len(several):
                return None
            return {"min": min, "max": max}[function](known) if function != "sum" else sum(known, Fraction(0))
    return None


def _joined(one: Fraction, operator: str, other: Fraction) -> Fraction | None:
    match operator:
        case "+":
            return one + other
        case "-":
            return one - other
        case "*":
            return one * other
    if other == 0:
        return None
    match operator:
        case "/":
            return one / other
        case "//":
            return Fraction(one // other)
    return one % other


def _holds(one: Fraction, sign: str, other: Fraction) -> bool:
    return {
        "==": one == other,
        "!=": one != other,
        "<": one < other,
        "<=": one <= other,
        ">": one > other,
        ">=": one >= other,
    }.get(sign, False)
