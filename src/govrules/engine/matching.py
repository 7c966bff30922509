"""Whether a happening is what an event's name stands for."""

import attrs

from govrules.engine.context import Context
from govrules.engine.happenings import Happening
from govrules.engine.values import Value, both
from govrules.model.conditions import Condition


def is_event(name: str, happening: Happening, context: Context) -> Value:
    """True, False, or `Missing` where the condition of a named event is unknown.

    The condition is read at the event itself, with the history up to it.
    """
    if not happening.given:
        return False
    base, conditions = context.view.vocabulary.meaning(name)
    if happening.type != base:
        return False
    if not conditions:
        return True
    known = happening.matched.get(name)
    if known is not None:
        return known
    found = _holds(conditions, happening, context)
    if context.view.vocabulary.is_told_by_event(name):
        # Whoever asks, and whatever else happened: it is the same.
        happening.matched[name] = found
    return found


def _holds(conditions: tuple[Condition, ...], happening: Happening, context: Context) -> Value:
    from govrules.engine.conditions import holds

    here = attrs.evolve(context.at(happening), strict=False)
    return both(holds(each, here) for each in conditions)
