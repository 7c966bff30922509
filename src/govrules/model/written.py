"""An expression as it may be written: reading the text gives the expression again."""

from govrules.model.conditions import (
    And,
    Arithmetic,
    Call,
    Compare,
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

# How tightly each binds, the loosest first.
_IF, _OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _SIGN, _WHOLE = range(9)


def written(expression: Expression) -> str:
    """The text of an expression, with no more parentheses than reading it needs.

    >>> from govrules.model.conditions import Lookup, Not
    >>> written(Not(Lookup("event", ("major",))))
    'not event.major'
    """
    return _at(expression, _IF)


def _at(expression: Expression, least: int) -> str:
    strength, text = _told(expression)
    return text if strength >= least else f"({text})"


def _told(expression: Expression) -> tuple[int, str]:
    match expression:
        case Constant(value):
            return _WHOLE, _constant(value)
        case Lookup():
            return _WHOLE, str(expression)
        case EventName(name):
            return _WHOLE, name
        case ListOf(items):
            return _WHOLE, f"[{', '.join(map(written, items))}]"
        case Call(function, arguments, named):
            inside = [*map(written, arguments), *(f"{key}={written(each)}" for key, each in named)]
            return _WHOLE, f"{function}({', '.join(inside)})"
        case Negative(operand):
            return _SIGN, f"-{_at(operand, _SIGN)}"
        case Arithmetic(operator, left, right):
            strength = _SUM if operator in "+-" else _PRODUCT
            return strength, f"{_at(left, strength)} {operator} {_at(right, strength + 1)}"
        case Compare(first, rest):
            parts = [_at(first, _SUM), *(f"{operator} {_at(each, _SUM)}" for operator, each in rest)]
            return _COMPARE, " ".join(parts)
        case Not(operand):
            return _NOT, f"not {_at(operand, _NOT)}"
        case And(operands):
            return _AND, " and ".join(_at(each, _NOT) for each in operands)
        case Or(operands):
            return _OR, " or ".join(_at(each, _AND) for each in operands)
        case IfElse(condition, value, otherwise):
            return _IF, f"{_at(value, _OR)} if {_at(condition, _OR)} else {_at(otherwise, _IF)}"


def _constant(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        quote = "'" if '"' in value else '"'
        return f"{quote}{value}{quote}"
    return repr(value)
