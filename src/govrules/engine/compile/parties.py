"""Who answers for an obligation, where its trigger or the rule itself names them."""

from collections.abc import Sequence

import attrs

from govrules.engine.happenings import Slice
from govrules.engine.values import Missing, text_of, typed
from govrules.engine.view import View
from govrules.model.clauses import Clause
from govrules.model.columns import Columns
from govrules.model.conditions import Constant, Expression, Lookup
from govrules.model.events import Event

_OWN = frozenset({"unit", "actor"})
_NO_NAMES = frozenset({"time", "date", "id", "case", "type"})


@attrs.frozen(eq=False)
class Party:
    """How a party is read off a trigger."""

    field: str | None = None
    """of the trigger; None where it does not matter"""
    constant: str | None = None
    view: View | None = None
    """that declares what the field holds; None where it is taken as it is"""
    part: str | None = None
    """the field that names the part of the case, where that is the party"""

    def of_event(self, event: Event, kind: str, slice_: Slice = ()) -> str | None:
        """Args: kind: the type in the policy's words; slice_: what names the part of the case."""
        if self.field is None:
            return self._without_trigger(slice_)
        return self._named(field_of(event, self.field), kind)

    def in_columns(self, columns: Columns, place: int, kind: str, slice_: Slice = ()) -> str | None:
        """The same of the event at a place, which is not made for it."""
        if self.field is None:
            return self._without_trigger(slice_)
        values = columns.values(self.field) if self.field in _OWN else columns.data(self.field)
        return self._named(values[place], kind)

    def _without_trigger(self, slice_: Slice) -> str | None:
        return self.constant if self.part is None else dict(slice_)[self.part]

    def _named(self, value: object, kind: str) -> str | None:
        assert self.field is not None
        if self.view is not None:
            value = typed(value, self.view.vocabulary.field(kind, self.field), self.field)
        return text_or_none(value)


def party_of(clause: Clause, view: View, parts: Sequence[str] = ()) -> Party | None:
    """Who answers first; None where that takes more than the trigger.

    Args:
        parts: the fields that make the parts of a case which the clause is about.
    """
    if clause.responsible is None:
        return Party()
    first = clause.responsible.first
    if isinstance(first, Lookup) and first.root in parts:
        return Party(part=first.root) if not first.path else None
    return _first(first, view)


def _first(expression: Expression, view: View) -> Party | None:
    match expression:
        case Constant(value):
            return Party(constant=None if value is None else text_of(value))
        case Lookup("trigger" | "event", (field,)):
            return None if field in _NO_NAMES else Party(field, view=view)
        case Lookup("unit" | "actor" as root, ()) if root not in view.policy.records:
            return Party(root)
    return None


def field_of(event: Event, name: str) -> object:
    """What an event says under a name: in its data, else as its own unit or actor."""
    value = event.data.get(name)
    return getattr(event, name) if value is None and name in _OWN else value


def text_or_none(value: object) -> str | None:
    """A value as the name of somebody; None where there is none."""
    return None if value is None or isinstance(value, Missing) else text_of(value)
