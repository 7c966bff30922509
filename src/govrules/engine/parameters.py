"""Parameters: dated values, some for a part of the world only, read on the trigger's day."""

from govrules.engine import reasons
from govrules.engine.context import Context
from govrules.engine.values import Missing, Value
from govrules.model.findings import Reason
from govrules.model.policy import DatedValue


def parameter(name: str, context: Context) -> Value:
    """The value of `params.name` in force on the trigger's day, or why it is unknown.

    A value with `for` goes before one without: it was set for the narrower part (lex specialis).
    Among equals the later start decides, then the later in the file.
    """
    declared = context.view.policy.parameters.get(name)
    if declared is None:
        return Missing.because(reasons.parameter_unknown(name))
    if not declared.values:
        note = declared.note
        return Missing.because(
            reasons.parameter_unset(name, declared.title, note.text("en"), note.text("zh"))
        )
    on = context.parameters_on
    in_force = [
        each for each in declared.values if each.start <= on and (each.until is None or on < each.until)
    ]
    ranked = sorted(in_force, key=lambda each: (each.for_ is not None, each.start))
    doubts: tuple[Reason, ...] = ()
    for each in reversed(ranked):
        holds = _applies(each, context)
        if holds is True:
            # A doubtful narrower value leaves open which of the two holds, unless both are the same.
            return Missing(doubts) if doubts else each.value
        if isinstance(holds, Missing):
            doubts += holds.reasons
    return Missing(doubts) if doubts else Missing.because(reasons.parameter_not_in_force(name, on))


def _applies(value: DatedValue, context: Context) -> Value:
    from govrules.engine.conditions import holds

    return True if value.for_ is None else holds(value.for_, context)
