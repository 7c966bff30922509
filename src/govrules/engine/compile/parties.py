"""Who answers for an obligation, where its trigger or the rule itself names them."""

import attrs

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

    def of_event(self, event: Event, kind: str) -> str | None:
        """Args: kind: the type of the event in the policy's words."""
        return self.constant if self.field is None else self._named(field_of(event, self.field), kind)

    def in_columns(self, columns: Columns, place: int, kind: str) -> str | None:
        """The same of the event at a place, which is not made for it."""
        if self.field is None:
            return self.constant
        values = columns.values(self.field) if self.field in _OWN else columns.data(self.field)
        return self._named(values[place], kind)

    def _named(self, value: object, kind: str) -> str | None:
        assert self.field is not None
        if self.view is not None:
            value = typed(value, self.view.vocabulary.field(kind, self.field), self.field)
        return text_or_none(value)


def party_of(clause: Clause, view: View) -> Party | None:
    """Who answers first; None where that takes more than the trigger."""
    return Party() if clause.responsible is None else _first(clause.responsible.first, view)


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
