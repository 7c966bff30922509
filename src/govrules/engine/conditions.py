"""Conditions, evaluated under Kleene's logic: true, false, or unknown with the reasons why."""

from govrules.engine import reasons
from govrules.engine.context import Context
from govrules.engine.functions import call
from govrules.engine.lookups import look_up
from govrules.engine.values import Missing, Value, both, compare, compute, either, negated
from govrules.model.conditions import (
    And,
    Arithmetic,
    Call,
    Compare,
    Condition,
    Constant,
    EventName,
    Expression,
    IfElse,
    ListOf,
    Lookup,
    Negative,
    Not,
    Or,
)


def holds(condition: Condition | None, context: Context) -> Value:
    """Whether a condition holds: True, False or `Missing`; a condition that is not written holds."""
    if condition is None:
        return True
    return _truth(evaluate(condition.expression, context), condition.text)


def _truth(value: Value, text: str) -> Value:
    if isinstance(value, bool | Missing):
        return value
    return Missing.because(reasons.not_a_condition(text))


def evaluate(expression: Expression, context: Context) -> Value:
    """The value of an expression, or `Missing`."""
    match expression:
        case Constant(constant):
            return constant
        case Lookup():
            return look_up(expression, context)
        case EventName(name):
            return name
        case ListOf(items):
            return _list(items, context)
        case Not(operand):
            return negated(_operand(operand, context))
        case And(operands):
            return both(_operand(each, context) for each in operands)
        case Or(operands):
            return either(_operand(each, context) for each in operands)
        case Compare():
            return _comparisons(expression, context)
        case Arithmetic(sign, left, right):
            return compute(evaluate(left, context), sign, evaluate(right, context))
        case Negative(operand):
            value = evaluate(operand, context)
            return value if isinstance(value, Missing) else compute(0, "-", value)
        case IfElse():
            return _if_else(expression, context)
        case Call():
            return call(expression, context, evaluate)


def _operand(expression: Expression, context: Context) -> Value:
    return _truth(evaluate(expression, context), _shown(expression))


def _shown(expression: Expression) -> str:
    match expression:
        case Lookup():
            return str(expression)
        case Call(function):
            return f"{function}()"
        case EventName(name):
            return name
    return "an operand"


def _list(items: tuple[Expression, ...], context: Context) -> Value:
    # A missing member leaves the others: `x in [a, b]` is certain as soon as one of them is x.
    return tuple(evaluate(each, context) for each in items)


def _comparisons(expression: Compare, context: Context) -> Value:
    left = evaluate(expression.first, context)
    found: list[Value] = []
    for sign, operand in expression.rest:
        right = evaluate(operand, context)
        found.append(compare(left, sign, right))
        left = right
    return both(found)


def _if_else(expression: IfElse, context: Context) -> Value:
    condition = _operand(expression.condition, context)
    if isinstance(condition, Missing):
        value, otherwise = evaluate(expression.value, context), evaluate(expression.otherwise, context)
        # Whichever it is, the value is the same, and certain.
        return value if not isinstance(value, Missing) and value == otherwise else condition
    return evaluate(expression.value if condition else expression.otherwise, context)
