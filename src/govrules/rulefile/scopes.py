"""What `event`, `trigger` and `violation` stand for in the conditions of each kind."""

import attrs

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
    """The scope of a clause that is judged at `trigger`; of a quota, at each event that it counts.

    A pattern that is no event at all (a date, a violation) leaves open what the fields of `event` are.
    """
    absent = frozenset[str]() if trigger is None or speaks_of_a_breach(trigger) else _OF_A_BREACH
    types = event_names(trigger) if trigger is not None else frozenset[str]()
    if kind != "accountability":
        return Scope(event=types, trigger=types, absent=absent)
    # Behind a breach stands what triggered the broken clause, and only the breach itself knows what.
    behind = types if absent else frozenset[str]()
    return Scope(event=types, trigger=behind, variables=frozenset({"responsible"}), absent=absent)


def of_bounds(scope: Scope, *, every: bool) -> Scope:
    """The scope of a quota's bounds: in a calendar period nothing has begun it."""
    absent = frozenset({"event"} | ({"trigger"} if every else set()))
    nothing = frozenset[str]()
    return attrs.evolve(scope, event=nothing, trigger=nothing, absent=scope.absent | absent)


def of_maintenance(window: Window | None) -> Scope:
    """The scope of a maintenance clause: the event that opens its window, where one does."""
    if window is None:
        return Scope()
    if window.start is None:
        return Scope(absent=_OF_THE_TRIGGER | _OF_A_BREACH)
    types = event_names(window.start)
    absent = frozenset[str]() if speaks_of_a_breach(window.start) else _OF_A_BREACH
    return Scope(event=types, trigger=types, absent=absent)


def speaks_of_a_breach(pattern: Pattern) -> bool:
    """Whether a violation may be behind it: what is waited for, what lapsed, what was proposed for."""
    match pattern:
        case Violated() | Lapsed() | Proposed():
            return True
        case OneOf(parts) | AllOf(parts) | InOrder(parts):
            return any(speaks_of_a_breach(each) for each in parts)
    return False
