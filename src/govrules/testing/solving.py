"""What must be the case for a condition to be true, or false: values of fields, and what happened before.

Not every condition is solved: comparisons of fields with constants and with each other, also of sums and
products of them, `in`, `given`, `happened`, `count`, `met`, `violated`, `len` and `days_between`, joined by
`and`, `or` and `not`, are. Numbers that the rules keep as parameters are put in before (`spelt_out`).
Of the many ways only the first few are returned, the plainest first.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice, product

import attrs

from govrules.model.conditions import (
    And,
    Arithmetic,
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
from govrules.testing.spelt import chosen_outside
from govrules.testing.sums import guesses
from govrules.testing.wanted_values import ABSENT, CONTRADICTION, SOME, Listed, Numbers, OnDay, both

MOST = 12
"""how many ways are looked at"""
_ANY = 99
"""as often as anybody likes"""

FieldOf = Callable[[Lookup], Field | None]


@attrs.frozen
class Appointed:
    """Whom a call of `holder` and its like must find: whoever a field names, somebody else, or so many."""

    call: Call
    field: Lookup | None = None
    is_the_same: bool = True
    number: int = 1


@attrs.frozen
class Needs:
    """One way to make a condition come out: all of it together."""

    fields: Mapping[tuple[str, str], object] = attrs.field(factory=dict)
    """(root, field) -> value: `("event", "role")`"""
    counts: Mapping[str, tuple[int, int]] = attrs.field(factory=dict)
    """event -> how often it has happened by then, from and to"""
    outcomes: tuple[tuple[str, str], ...] = ()
    """`met` or `violated`, or `kept` where either is not, and the clause"""
    posts: tuple[Call, ...] = ()
    """calls of `holder` and its like that must find somebody"""
    appointed: tuple["Appointed", ...] = ()
    """who they must find, or how many"""
    ago: tuple[tuple[str, int], ...] = ()
    """how many days before an event has happened"""

    def joined(self, other: "Needs") -> "Needs | None":
        """Both together; None where they contradict each other."""
        fields = dict(self.fields)
        for key, value in other.fields.items():
            fields[key] = both(fields.get(key, value), value)
            if fields[key] is CONTRADICTION:
                return None
        counts = dict(self.counts)
        for name, (least, most) in other.counts.items():
            low, high = counts.get(name, (0, _ANY))
            counts[name] = (max(low, least), min(high, most))
            if counts[name][0] > counts[name][1]:
                return None
        outcomes = tuple(dict.fromkeys((*self.outcomes, *other.outcomes)))
        ago = dict((*self.ago, *other.ago))
        if any(ago[name] != days for name, days in self.ago):
            return None
        return Needs(
            fields,
            counts,
            outcomes,
            tuple(dict.fromkeys((*self.posts, *other.posts))),
            tuple(dict.fromkeys((*self.appointed, *other.appointed))),
            tuple(ago.items()),
        )


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
                yield from _any_of(operands, wanted, field_of)
        case IfElse(condition, value, otherwise):
            for truth, branch in ((True, value), (False, otherwise)):
                yield from all_of([ways(condition, truth, field_of), ways(branch, wanted, field_of)])
        case Lookup():
            yield _field(expression, wanted)
        case Compare(first, rest) if len(rest) > 1:
            sides = [first, *(side for _, side in rest)]
            links = tuple(
                Compare(left, ((sign, right),)) for left, (sign, right) in zip(sides, rest, strict=False)
            )
            yield from _ways(And(links), wanted, field_of)
        case Compare():
            choice = chosen_outside(expression)
            if isinstance(choice, IfElse):
                yield from _ways(choice, wanted, field_of)
            else:
                yield from _compared(expression, wanted, field_of)
        case Call():
            yield from _called(expression, wanted)


def _any_of(operands: tuple[Expression, ...], wanted: bool, field_of: FieldOf) -> Iterator[Needs]:
    """One operand that decides, with the others certain where that can be had: an unknown may hide it."""
    for number, each in enumerate(operands):
        others = [
            ways(other, not wanted, field_of) for place, other in enumerate(operands) if place != number
        ]
        yield from islice(_products([ways(each, wanted, field_of), *others]), 2)
    for each in operands:
        yield from _ways(each, wanted, field_of)


def _field(lookup: Lookup, value: object) -> Needs:
    return Needs({(lookup.root, ".".join(lookup.path)): value})


def _called(call: Call, wanted: bool) -> Iterator[Needs]:
    posts = [each for each in call.arguments if _is_of_posts(each)]
    lookups = [each for each in call.arguments if isinstance(each, Lookup)]
    # A span that begins later asks for no other events, only for later ones.
    if {name for name, _ in call.named} - {"since"}:
        return
    match call.function:
        case "given" if len(lookups) + len(posts) == len(call.arguments):
            if wanted:
                held = Needs(posts=tuple(each for each in posts if isinstance(each, Call)))
                yield from _products([(held,), *((_field(each, SOME),) for each in lookups)])
            else:
                for number, absent in enumerate(lookups):
                    there = [(_field(each, SOME),) for place, each in enumerate(lookups) if place != number]
                    yield from _products([(_field(absent, ABSENT),), *there])
                yield from (_field(each, ABSENT) for each in lookups)
        case "happened":
            yield Needs(counts={_event(call.arguments[0]): (1, _ANY) if wanted else (0, 0)})
        case "met" | "violated" if wanted:
            yield Needs(outcomes=((call.function, _event(call.arguments[0])),))
        case "met":
            yield Needs(outcomes=(("violated", _event(call.arguments[0])),))
        case "violated":
            yield Needs(outcomes=(("kept", _event(call.arguments[0])),))


def _is_of_posts(expression: Expression) -> bool:
    return isinstance(expression, Call) and expression.function in {"holder", "holders", "superior"}


def _event(expression: Expression) -> str:
    match expression:
        case EventName(name):
            return name
        case Constant(value):
            return str(value)
    return str(expression)


OPPOSITE: dict[ComparisonOperator, ComparisonOperator] = {
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
    [(written, right)] = compare.rest
    left, sign = compare.first, written if wanted else OPPOSITE[written]
    if isinstance(left, Constant) and sign in _TURNED and not isinstance(right, Constant):
        left, sign, right = right, _TURNED[sign], left
    if isinstance(left, Call) and isinstance(right, Lookup) and sign in _TURNED:
        left, sign, right = right, _TURNED[sign], left
    match left, right:
        case Lookup(), Call("holder" | "holders" | "superior") if sign in _IS:
            yield from _appointed(left, right, _IS[sign])
        case Call("len", (Call("holders") as call,), ()), Constant(int() as number):
            for least, _ in _spans(sign, number):
                if least:
                    yield Needs(appointed=(Appointed(call, number=least),))
        case Lookup(), Call("count", (counted,), _):
            for number in (1, 0, 2, 3):
                for value in _values(left, sign, Constant(number), field_of):
                    needs = Needs(counts={_event(counted): (number, number)})
                    yield from _products([(needs,), (_field(left, value),)])
        case Call("days_between", (Call("first" | "last", (named, *_)), Lookup() as day), ()), Constant(
            int() as number
        ):
            dated = _dated(day, OnDay(0)) or NOTHING
            for least, most in _spans(sign, number):
                # As far apart as may be: of two events on one day nobody knows which came first.
                name, apart = _event(named), most if most < _ANY else least
                needs = Needs(counts={name: (1, _ANY)}, ago=((name, apart),))
                yield from _products([(needs,), (dated,)])
        case _, Lookup() if sign in {"in", "not in"}:
            yield from _member(left, sign, right)
        case Lookup(), Lookup():
            yield from _two_fields(left, sign, right, field_of)
        case Lookup(), _ if not isinstance(right, Arithmetic):
            yield from (_field(left, value) for value in _values(left, sign, right, field_of))
        case Call("count", (counted,), _), Constant(int() as number):
            for span in _spans(sign, number):
                yield Needs(counts={_event(counted): span})
        case Call("count", (counted,), _), Call("len", (Lookup() as listed,), ()):
            for number in (2, 1, 3):
                for least, most in _spans(sign, number):
                    needs = Needs(counts={_event(counted): (least, most)})
                    yield from _products([(needs,), (_field(listed, Listed(least=number, most=number)),)])
        case Call("count", (first,), _), Call("count", (second,), _):
            yield from _two_counts(_event(first), sign, _event(second))
        case Call("len", (Lookup() as listed,), ()), Constant(int() as number):
            for least, most in _spans(sign, number):
                yield _field(listed, Listed(least=least, most=most))
        case Call("days_between", (Lookup() as first, Lookup() as second), ()), Constant(int() as number):
            yield from _days_apart(first, second, sign, number)
        case _:
            for guess in guesses(left, sign, right):
                told = {each: _typed(value, field_of(each)) for each, value in guess.items()}
                if None not in told.values():
                    yield Needs({(each.root, ".".join(each.path)): value for each, value in told.items()})


_IS: dict[str, bool] = {"==": True, "in": True, "!=": False, "not in": False}


def _appointed(field: Lookup, call: Call, is_the_same: bool) -> Iterator[Needs]:
    """Whoever a field names is the one, or is another."""
    yield Needs({(field.root, ".".join(field.path)): SOME}, appointed=(Appointed(call, field, is_the_same),))


def _typed(number: object, field: Field | None) -> object:
    """A number as the field has it; None where it can have none."""
    if field is None or field.type in {"number", "integer", "any"}:
        return number
    return f"{number} working days" if field.type == "period" and number else None


def _member(left: Expression, sign: str, right: Lookup) -> Iterator[Needs]:
    """A value in a list of the data, or not in it."""
    if isinstance(left, Constant):
        value: object = left.value
        own = NOTHING
    elif isinstance(left, Lookup):
        value = f"{(left.path or (left.root,))[-1]}-1"
        own = _field(left, value)
    else:
        return
    listed = Listed(has=(value,)) if sign == "in" else Listed(lacks=frozenset({value}))
    yield from _products([(own,), (_field(right, listed),)])


def _two_counts(first: str, sign: str, second: str) -> Iterator[Needs]:
    pairs = {
        "==": ((0, 0), (1, 1)),
        "<=": ((0, 0), (1, 1)),
        ">=": ((0, 0), (1, 1)),
        "<": ((0, 1),),
        ">": ((1, 0),),
        "!=": ((0, 1), (1, 0)),
    }
    for one, other in pairs.get(sign, ()):
        yield Needs(counts={first: (one, one), second: (other, other)})


_APART: dict[str, tuple[tuple[int, int], ...]] = {
    "==": ((0, 0),),
    "<=": ((0, 0), (0, 1), (-1, 0)),
    ">=": ((0, 0), (1, 0), (0, -1)),
    "<": ((0, 1), (-1, 0)),
    ">": ((1, 0), (0, -1)),
    "!=": ((0, 1), (-1, 0)),
}


def _two_fields(left: Lookup, sign: str, right: Lookup, field_of: FieldOf) -> Iterator[Needs]:
    """Two fields that compare so, of whatever type they are."""
    declared = next((each for each in (field_of(left), field_of(right)) if each is not None), None)
    is_date = any(each.path == ("date",) for each in (left, right))
    kind = "date" if is_date else declared.type if declared is not None else "any"
    for one, other in _APART.get(sign, ()):
        pair: tuple[object, object]
        if kind == "period":
            pair = (f"{one + 10} working days", f"{other + 10} working days")
        elif kind == "date":
            pair = (OnDay(one), OnDay(other))
        elif kind in {"number", "integer"} or sign not in {"==", "!="}:
            pair = (one + 10, other + 10)
        elif kind == "bool":
            pair = (one == 0, other == 0)
        elif declared is not None and declared.choices:
            pair = (declared.choices[0], declared.choices[0 if one == other else -1])
        else:
            pair = (f"same-{1 + abs(one)}", f"same-{1 + abs(other)}")
        needs = [_dated(left, pair[0]), _dated(right, pair[1])]
        yield from _products([(each,) for each in needs if each is not None] if None not in needs else [()])


def _dated(lookup: Lookup, value: object) -> Needs | None:
    """What a field must hold; the day of the event itself is no field that could hold another."""
    if lookup.path == ("date",):
        return NOTHING if value == OnDay(0) else None
    return _field(lookup, value)


def _days_apart(first: Lookup, second: Lookup, sign: str, number: int) -> Iterator[Needs]:
    for apart, _ in _spans(sign, number):
        for one, other in ((-apart, 0), (0, apart)):
            needs = [_dated(first, OnDay(one)), _dated(second, OnDay(other))]
            if None not in needs:
                yield from _products([(each,) for each in needs if each is not None])


def _spans(sign: str, number: int) -> Iterator[tuple[int, int]]:
    """From how many to how many there have to be."""
    spans = {
        "==": ((number, number),),
        ">=": ((number, _ANY),),
        ">": ((number + 1, _ANY),),
        "<=": ((0, number),),
        "<": ((0, number - 1),),
        # Beyond a number lie those that pass it: on the way there it did not hold.
        "!=": ((0, number - 1),) if number > 1 else ((0, number - 1), (number + 1, _ANY)),
    }
    yield from ((least, most) for least, most in spans.get(sign, ()) if 0 <= least <= most)


def _values(lookup: Lookup, sign: str, right: Expression, field_of: FieldOf) -> Iterator[object]:
    """Values of a field for which the comparison holds."""
    field = field_of(lookup)
    choices = field.choices if field is not None else ()
    constants = right.items if isinstance(right, ListOf) else (right,)
    values = [each.value for each in constants if isinstance(each, Constant)]
    if not values:
        return
    first = values[0]
    if field is not None and field.type == "period" and isinstance(first, str) and sign in _TURNED:
        yield from _other_periods(first, sign)
    elif sign in {"==", "in"}:
        yield from values
    elif sign in {"!=", "not in"}:
        yield from (each for each in choices if each not in values)
        if not choices:
            yield _other(first, values)
    elif isinstance(first, int | float):
        step = {"<": -1, "<=": 0, ">": 1, ">=": 0}[sign]
        yield Numbers(high=first + step) if sign in {"<", "<="} else Numbers(low=first + step)


def _other_periods(text: str, sign: str) -> Iterator[str]:
    """A period of the same unit that is longer or shorter by one."""
    amount, _, unit = text.partition(" ")
    if amount.isdigit():
        step = {"<": -1, "<=": 0, "==": 0, ">": 1, ">=": 0, "!=": 1}[sign]
        yield f"{int(amount) + step} {unit}"


def _other(value: object, values: list[str | int | float | bool | None]) -> object:
    match value:
        case bool():
            return not value
        case int() | float():
            return max(each for each in values if isinstance(each, int | float)) + 1
    return f"other-{value}"
