"""What `event`, `trigger` and `violation` stand for in the conditions of each kind."""

from govrules.model.maintenance import Window
from govrules.model.patterns import (
    AllOf,
    InOrder,
    Lapsed,
    OneOf,
    Pattern,
    Proposed,
    Violated,
    event_names,
)
from govrules.rulefile.references import Scope

_OF_THE_TRIGGER = frozenset({"event", "trigger"})
_OF_A_BREACH = frozenset({"violation"})


def of(kind: str, trigger: Pattern | None) -> Scope:
    """The scope of a clause that is judged at `trigger`; of a quota, which is judged for a span, none.

    A pattern that is no event at all (a date, a violation) leaves open what the fields of `event` are.
    """
    absent = frozenset[str]() if trigger is None or _speaks_of_a_breach(trigger) else _OF_A_BREACH
    types = event_names(trigger) if trigger is not None else frozenset[str]()
    if kind == "quota":
        return Scope(absent=absent | {"event"})
    if kind != "accountability":
        return Scope(event=types, trigger=types, absent=absent)
    # Behind a breach stands what triggered the broken clause, and only the breach itself knows what.
    behind = types if absent else frozenset[str]()
    return Scope(event=types, trigger=behind, variables=frozenset({"responsible"}), absent=absent)


def of_maintenance(window: Window | None) -> Scope:
    """The scope of a maintenance clause: the event that opens its window, where one does."""
    if window is None:
        return Scope()
    if window.start is None:
        return Scope(absent=_OF_THE_TRIGGER | _OF_A_BREACH)
    types = event_names(window.start)
    absent = frozenset[str]() if _speaks_of_a_breach(window.start) else _OF_A_BREACH
    return Scope(event=types, trigger=types, absent=absent)


def _speaks_of_a_breach(pattern: Pattern) -> bool:
    match pattern:
        case Violated() | Lapsed() | Proposed():
            return True
        case OneOf(parts) | AllOf(parts) | InOrder(parts):
            return any(_speaks_of_a_breach(each) for each in parts)
    return False
