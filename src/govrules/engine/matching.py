"""Whether a happening is what an event's name stands for."""

import attrs

from govrules.engine.context import Context
from govrules.engine.happenings import Happening
from govrules.engine.lookups import field_of
from govrules.engine.values import Value, both
from govrules.engine.view import View
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
    told = context.view.vocabulary.told(name)
    if told.conditions:
        found = is_said(name, happening, context.view)
        if told.whole or found is False:
            return found
    return _holds(conditions, happening, context)


def is_said(name: str, happening: Happening, view: View) -> Value:
    """Whether the fields of an event of the type that a name stands for make it one, as far as they tell.

    Whoever asks, and whatever else happened: it is the same, also of another event that says the same. Why it
    is unknown is told of each event by itself. False is certain, whatever other conditions there are.
    """
    known = happening.matched.get(name)
    if known is not None:
        return known
    told, by_said = view.vocabulary.told(name), view.matched.setdefault(name, {})
    said = _said(told.fields, happening)
    found: Value = None if said is None else by_said.get(said)
    if found is None:
        found = _holds(told.conditions, happening, _alone(happening, view))
        if said is not None and isinstance(found, bool) and len(by_said) < _MOST:
            by_said[said] = found
    happening.matched[name] = found
    return found


_MOST = 10_000
"""so many different events of one name are remembered"""
_PLAIN = frozenset({str, int, bool, type(None)})
"""of which types values are the same where they are equal and of one type"""


def _said(fields: tuple[str, ...], happening: Happening) -> object | None:
    """What an event says in some fields; None where that may not be looked up."""
    values = tuple(field_of(happening, field) for field in fields)
    types = tuple(map(type, values))
    return (values, types) if _PLAIN.issuperset(types) else None


def _alone(happening: Happening, view: View) -> Context:
    """The point of view of an event of which nothing is asked but what it says."""
    return Context(view, happening.event.case, (), (), (), happening.key, happening.known, {})


def _holds(conditions: tuple[Condition, ...], happening: Happening, context: Context) -> Value:
    from govrules.engine.conditions import holds

    here = attrs.evolve(context.at(happening), strict=False)
    return both(holds(each, here) for each in conditions)
