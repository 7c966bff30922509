"""Who answers for an obligation, where its trigger or the rule itself names them."""

from collections.abc import Sequence

import attrs

from govrules.engine.compile.at_trigger import NO_PAST, Past, at_trigger
from govrules.engine.happenings import Slice
from govrules.engine.reference.responsible import party
from govrules.engine.values import Missing, text_of, typed
from govrules.engine.view import View
from govrules.model.clauses import Clause
from govrules.model.columns import Columns
from govrules.model.conditions import Call, Constant, Expression, Lookup
from govrules.model.dependence import parts as parts_of
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
    asked: Expression | None = None
    """what the reference reads at the trigger, where that takes more than one field of it"""

    def of_event(self, event: Event, kind: str, slice_: Slice = (), past: Past = NO_PAST) -> str | None:
        """Who answers for what an event triggered.

        Args:
            kind: the type in the policy's words.
            slice_: what names the part of the case.
            past: the events of the case.
        """
        if self.asked is not None:
            assert self.view is not None
            return party(self.asked, at_trigger(self.view, event, slice_, self.asked, past))
        if self.field is None:
            return self._without_trigger(slice_)
        return self._named(field_of(event, self.field), kind)

    def in_columns(
        self, columns: Columns, place: int, kind: str, slice_: Slice = (), past: Past = NO_PAST
    ) -> str | None:
        """The same of the event at a place, which is made for it only where it has to be."""
        if self.asked is not None:
            return self.of_event(columns.event(place), kind, slice_, past)
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
    named = _first(first, view)
    if named is None and _is_of_case(first, view, parts):
        return Party(view=view, asked=first)
    return named


def _is_of_case(expression: Expression, view: View, of_each: Sequence[str]) -> bool:
    """Whether an expression asks for nothing but what the trigger, or the case by then, says."""
    for each in parts_of(expression):
        match each:
            case Lookup("trigger" | "event" | "case", (field,)):
                if field in _NO_NAMES:
                    return False
            case Lookup("unit" | "actor" as root, ()):
                if root in view.policy.records or root in of_each:
                    return False
            case Lookup():
                return False
            case Call(function):
                if function != "given":
                    return False
    return True


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
