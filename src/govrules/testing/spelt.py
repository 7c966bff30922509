"""Conditions with the numbers of the day, and the member they speak of, put in."""

import datetime as dt
from collections.abc import Mapping

import attrs

from govrules.model.conditions import (
    And,
    Arithmetic,
    Call,
    Compare,
    Constant,
    Expression,
    IfElse,
    ListOf,
    Lookup,
    Negative,
    Not,
    Or,
)
from govrules.model.frozen import EMPTY
from govrules.model.policy import Policy


def as_on(policy: Policy, day: dt.date) -> Policy:
    """The policy with the one value that each parameter has for everybody on a day, or none."""
    found = {}
    for name, parameter in policy.parameters.items():
        values = [
            each
            for each in parameter.values
            if each.for_ is None and each.start <= day and (each.until is None or day < each.until)
        ]
        found[name] = attrs.evolve(parameter, values=tuple(sorted(values, key=lambda each: each.start)[-1:]))
    return attrs.evolve(policy, parameters=found) if found else policy


def spelt_out(expression: Expression, policy: Policy, names: Mapping[str, object] = EMPTY) -> Expression:
    """An expression in which parameters, and names of members, stand as what they are.

    Args:
        policy: whose parameters; of several values of one the last is meant.
        names: what `for_each` gives a name to.
    """

    def put(part: Expression) -> Expression:
        match part:
            case Lookup("params", (name,)):
                parameter = policy.parameters.get(name)
                known = [each for each in parameter.values if each.for_ is None] if parameter else []
                if known and isinstance(known[-1].value, tuple):
                    return ListOf(tuple(_constant(each, part) for each in known[-1].value))
                return _constant(known[-1].value, part) if known else part
            case Lookup(root, ()) if root in names:
                return _constant(names[root], part)
            case Not(operand):
                return Not(put(operand))
            case And(operands):
                return And(tuple(put(each) for each in operands))
            case Or(operands):
                return Or(tuple(put(each) for each in operands))
            case ListOf(items):
                return ListOf(tuple(put(each) for each in items))
            case Compare(first, rest):
                return Compare(put(first), tuple((sign, put(each)) for sign, each in rest))
            case Arithmetic(operator, left, right):
                return Arithmetic(operator, put(left), put(right))
            case Negative(operand):
                return Negative(put(operand))
            case IfElse(condition, value, otherwise):
                return IfElse(put(condition), put(value), put(otherwise))
            case Call(function, arguments, named):
                return Call(
                    function,
                    tuple(put(each) for each in arguments),
                    tuple((name, put(each)) for name, each in named),
                )
        return part

    return put(expression)


def chosen_outside(expression: Expression) -> Expression:
    """The same with the first choice in it (`a if b else c`) made outside: each branch stands by itself."""
    parts: tuple[Expression, ...]
    match expression:
        case Compare(first, rest):
            parts = (first, *(side for _, side in rest))
        case Call(_, arguments):
            parts = arguments
        case Arithmetic(_, left, right):
            parts = (left, right)
        case _:
            return expression
    for number, part in enumerate(parts):
        match chosen_outside(part):
            case IfElse(condition, value, otherwise):
                branches = [
                    _with(expression, (*parts[:number], branch, *parts[number + 1 :]))
                    for branch in (value, otherwise)
                ]
                return IfElse(condition, branches[0], branches[1])
    return expression


def _with(expression: Expression, parts: tuple[Expression, ...]) -> Expression:
    match expression:
        case Compare(_, rest):
            signs = (sign for sign, _ in rest)
            return Compare(parts[0], tuple(zip(signs, parts[1:], strict=True)))
        case Call(function, _, named):
            return Call(function, parts, named)
        case Arithmetic(operator):
            return Arithmetic(operator, parts[0], parts[1])
    return expression


def _constant(value: object, part: Expression) -> Expression:
    return Constant(value) if isinstance(value, str | int | float | bool) else part
