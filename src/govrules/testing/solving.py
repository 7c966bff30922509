"""What must be the case for a condition to be true, or false: values of fields, and what happened before.

Not every condition is solved: comparisons of fields with constants and with each other, `given`, `happened`,
`count`, `met`, `violated` and `len`, joined by `and`, `or` and `not`, are.
Of the many ways only the first few are returned, the plainest first.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice, product

import attrs

from govrules.model.conditions import (
    And,
    Call,
    Compare,
    ComparisonOperator,
    Constant,
    EventName,
    Expression,
    IfElse,
    ListOf,
    Lookup,
    Not,
    Or,
)
from govrules.model.policy import Field

MOST = 12
"""how many ways are looked at"""

ABSENT = object()
"""the value of a field that must not be there"""
SOME = object()
"""the value of a field that must be there, whatever it is"""

FieldOf = Callable[[Lookup], Field | None]


@attrs.frozen
class Needs:
    """One way to make a condition come out: all of it together."""

    fields: Mapping[tuple[str, str], object] = attrs.field(factory=dict)
    """(root, field) -> value: `("event", "role")`"""
    counts: Mapping[str, tuple[int, int]] = attrs.field(factory=dict)
    """event -> how often it has happened by then, from and to"""
    outcomes: tuple[tuple[str, str], ...] = ()
    """`met` or `violated`, and the clause"""

    def joined(self, other: "Needs") -> "Needs | None":
        """Both together; None where they contradict each other."""
        fields = dict(self.fields)
        for key, value in other.fields.items():
            mine = fields.get(key, SOME)
            if mine is SOME or mine == value:
                fields[key] = value
            elif value is not SOME or mine is ABSENT:
                return None
        counts = dict(self.counts)
        for name, (least, most) in other.counts.items():
            low, high = counts.get(name, (0, 99))
            counts[name] = (max(low, least), min(high, most))
            if counts[name][0] > counts[name][1]:
                return None
        return Needs(fields, counts, tuple(dict.fromkeys((*self.outcomes, *other.outcomes))))


NOTHING = Needs()


def ways(expression: Expression, wanted: bool, field_of: FieldOf) -> tuple[Needs, ...]:
    """Ways to make an expression `wanted`; none where it cannot be, or where it is not understood.

    Args:
        expression: a condition.
        wanted: True or False, for certain: an unknown is neither.
        field_of: the declaration of a field that a look-up names.
    """
    return tuple(islice(_ways(expression, wanted, field_of), MOST))


def all_of(several: list[tuple[Needs, ...]]) -> tuple[Needs, ...]:
    """Ways to have one of each."""
    return tuple(islice(_products(several), MOST))


def _products(several: list[tuple[Needs, ...]]) -> Iterator[Needs]:
    for chosen in islice(product(*several), MOST * MOST):
        whole: Needs | None = NOTHING
        for each in chosen:
            whole = whole.joined(each) if whole is not None else None
        if whole is not None:
            yield whole


def _ways(expression: Expression, wanted: bool, field_of: FieldOf) -> Iterator[Needs]:
    match expression:
        case Constant(value) if value is wanted:
            yield NOTHING
        case Not(operand):
            yield from _ways(operand, not wanted, field_of)
        case And(operands) | Or(operands):
            if isinstance(expression, And) == wanted:
                yield from all_of([ways(each, wanted, field_of) for each in operands])
            else:
                for each in operands:
                    yield from _ways(each, wanted, field_of)
        case IfElse(condition, value, otherwise):
            for truth, branch in ((True, value), (False, otherwise)):
                yield from all_of([ways(condition, truth, field_of), ways(branch, wanted, field_of)])
        case Lookup():
            yield _field(expression, wanted)
        case Compare():
            yield from _compared(expression, wanted, field_of)
        case Call():
            yield from _called(expression, wanted)


def _field(lookup: Lookup, value: object) -> Needs:
    return Needs({(lookup.root, ".".join(lookup.path)): value})


def _called(call: Call, wanted: bool) -> Iterator[Needs]:
    if call.named:
        return
    lookups = [each for each in call.arguments if isinstance(each, Lookup)]
    match call.function:
        case "given" if len(lookups) == len(call.arguments):
            if wanted:
                yield from _products([(_field(each, SOME),) for each in lookups])
            else:
                yield from (_field(each, ABSENT) for each in lookups)
        case "happened":
            name = _event(call.arguments[0])
            yield Needs(counts={name: (1, 99) if wanted else (0, 0)})
        case "met" | "violated" if wanted:
            yield Needs(outcomes=((call.function, _event(call.arguments[0])),))
        case "violated":
            yield NOTHING


def _event(expression: Expression) -> str:
    match expression:
        case EventName(name):
            return name
        case Constant(value):
            return str(value)
    return str(expression)


_OPPOSITE: dict[ComparisonOperator, ComparisonOperator] = {
    "==": "!=",
    "!=": "==",
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
    "in": "not in",
    "not in": "in",
}
_TURNED: dict[ComparisonOperator, ComparisonOperator] = {
    "==": "==",
    "!=": "!=",
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
}


def _compared(compare: Compare, wanted: bool, field_of: FieldOf) -> Iterator[Needs]:
    if len(compare.rest) != 1:
        return
    [(written, right)] = compare.rest
    left, sign = compare.first, written if wanted else _OPPOSITE[written]
    if isinstance(left, Constant) and sign in _TURNED and not isinstance(right, Constant):
        left, sign, right = right, _TURNED[sign], left
    match left, right:
        case Lookup(), Lookup() if sign in {"==", "!="}:
            pair = ("same-1", "same-1" if sign == "==" else "same-2")
            yield from _products([(_field(left, pair[0]),), (_field(right, pair[1]),)])
        case Lookup(), _:
            yield from (_field(left, value) for value in _values(left, sign, right, field_of))
        case Call("count", (counted,), ()), Constant(int() as number):
            span = _span(sign, number)
            if span is not None:
                yield Needs(counts={_event(counted): span})
        case Call("len", (Lookup() as listed,), ()), Constant(int() as number):
            span = _span(sign, number)
            if span is not None:
                yield _field(listed, tuple(f"unit-{each + 1}" for each in range(span[0])))


def _span(sign: str, number: int) -> tuple[int, int] | None:
    spans = {
        "==": (number, number),
        ">=": (number, 99),
        ">": (number + 1, 99),
        "<=": (0, number),
        "<": (0, number - 1),
        "!=": (number + 1, 99),
    }
    found = spans.get(sign)
    return found if found is not None and 0 <= found[0] <= found[1] else None


def _values(lookup: Lookup, sign: str, right: Expression, field_of: FieldOf) -> Iterator[object]:
    """Values of a field for which the comparison holds."""
    field = field_of(lookup)
    choices = field.choices if field is not None else ()
    constants = right.items if isinstance(right, ListOf) else (right,)
    values = [each.value for each in constants if isinstance(each, Constant)]
    if not values:
        return
    if sign in {"==", "in"}:
        yield from values
    elif sign in {"!=", "not in"}:
        yield from (each for each in choices if each not in values)
        if not choices:
            yield from (_other(each) for each in values[:1])
    elif isinstance(values[0], int | float):
        yield values[0] + {"<": -1, "<=": 0, ">": 1, ">=": 0}[sign]


def _other(value: object) -> object:
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
    return f"other-{value}"
