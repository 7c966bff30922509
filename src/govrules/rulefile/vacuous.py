"""Conditions that cannot turn out otherwise, as far as their form shows it."""

from collections.abc import Iterator

from govrules.model.conditions import And, Call, Compare, Constant, Expression, Not, Or
from govrules.rulefile.references import parts


def vacuous_parts(expression: Expression) -> Iterator[tuple[Expression, bool]]:
    """Each part of a condition that always has the same outcome, outermost first, with the outcome.

    What stands within such a part is not told again. A missing value makes any of them unknown; where
    nothing is missing, the outcome is the one given.
    """
    outcome = _always(expression)
    if outcome is not None:
        yield expression, outcome
        return
    match expression:
        case And(operands) | Or(operands):
            for each in operands:
                yield from vacuous_parts(each)
        case Not(operand):
            yield from vacuous_parts(operand)


def _always(expression: Expression) -> bool | None:
    match expression:
        case Constant(bool(value)):
            return value
        case Not(operand):
            inner = _always(operand)
            return None if inner is None else not inner
        case And(operands):
            return False if _contradict(operands) else None
        case Or(operands):
            return True if _contradict(operands) else None
        case Compare(first, ((operator, second),)):
            return _compared(first, operator, second)
    return None


def _contradict(operands: tuple[Expression, ...]) -> bool:
    return any(Not(each) in operands for each in operands)


def _compared(first: Expression, operator: str, second: Expression) -> bool | None:
    if first == second and operator in ("==", "<=", ">=", "!=", "<", ">"):
        return operator in ("==", "<=", ">=")
    if isinstance(first, Call) and first.function in ("count", "len") and isinstance(second, Constant):
        # Nothing is counted less than not at all.
        if operator in (">=", "<") and second.value == 0 and not isinstance(second.value, bool):
            return operator == ">="
        return None
    if all(isinstance(each, Constant) for each in (*parts(first), *parts(second))):
        return _constants(first, operator, second)
    return None


def _constants(first: Expression, operator: str, second: Expression) -> bool | None:
    if isinstance(first, Constant) and isinstance(second, Constant) and operator in ("==", "!="):
        same = first.value == second.value and type(first.value) is type(second.value)
        return same == (operator == "==")
    return None
