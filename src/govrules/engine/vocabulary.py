"""The words of one policy: what source systems call its events, and what its named events stand for."""

import datetime as dt
from collections.abc import Iterator, Mapping

import attrs

from govrules.declaring import frozen
from govrules.model.conditions import And, Call, Condition, EventName, Expression, Lookup
from govrules.model.dependence import parts
from govrules.model.policy import EventType, Field, Policy
from govrules.model.remembered import remembered

_MOST = 10_000
"""so many names are remembered; logs may hold any"""


@frozen
class Told:
    """Of the conditions of a named event those parts that ask for nothing but fields of the event."""

    conditions: tuple[Condition, ...] = ()
    """all of which hold of each event of the name"""
    whole: bool = False
    """whether there are no others"""
    fields: tuple[str, ...] = ()
    """what they ask for"""

    @classmethod
    def of(cls, conditions: tuple[Condition, ...]) -> "Told":
        if not conditions:
            return cls(whole=True)
        asked = tuple(each.expression for each in conditions)
        whole = all(map(_is_of_event, parts(asked)))
        if not whole:
            told = tuple(
                each for one in asked for each in _joined(one) if all(map(_is_of_event, parts(each)))
            )
            conditions = tuple(Condition("", each) for each in told)
            asked = told
        fields = {part.path[0] for part in parts(asked) if isinstance(part, Lookup)}
        return cls(conditions, whole, tuple(sorted(fields)))


@frozen(eq=False)
class Vocabulary:
    """Event types by name and by alias."""

    types: Mapping[str, EventType]
    aliases: Mapping[str, str]
    _meanings: dict[str, tuple[str, tuple[Condition, ...]]] = attrs.field(factory=dict)
    _told: dict[str, "Told"] = attrs.field(factory=dict)

    @classmethod
    def of(cls, policy: Policy) -> "Vocabulary":
        aliases: dict[str, str] = {}
        for name, event_type in policy.events.items():
            for alias in event_type.names:
                # The first to claim an alias keeps it; the checker reports the second.
                aliases.setdefault(alias, name)
        return cls(policy.events, aliases)

    def resolve(self, written: str) -> str:
        """The type for which a name in the log stands; the name itself where no type claims it."""
        return written if written in self.types else self.aliases.get(written, written)

    def knows(self, written: str) -> bool:
        return written in self.types or written in self.aliases

    def meaning(self, name: str) -> tuple[str, tuple[Condition, ...]]:
        """The event type that a name stands for, and the conditions under which its events count.

        A named event may be built on another; a circle ends where it closes, and the checker reports it.
        """
        found = self._meanings.get(name)
        if found is None:
            if len(self._meanings) >= _MOST:
                self._meanings.clear()
            found = self._meanings[name] = self._meaning(name)
        return found

    def told(self, name: str) -> "Told":
        """What the fields of an event alone tell of whether it is one of a name."""
        found = self._told.get(name)
        if found is None:
            if len(self._told) >= _MOST:
                self._told.clear()
            found = self._told[name] = Told.of(self.meaning(name)[1])
        return found

    def _meaning(self, name: str) -> tuple[str, tuple[Condition, ...]]:
        conditions: tuple[Condition, ...] = ()
        seen = {name}
        current = self.resolve(name)
        while (found := self.types.get(current)) is not None and found.is_ is not None:
            if found.if_ is not None:
                conditions = (found.if_, *conditions)
            current = self.resolve(found.is_)
            if current in seen:
                break
            seen.add(current)
        return current, conditions

    def field(self, event_type: str, name: str) -> Field | None:
        """The declaration of a field, also by a named event built on the type."""
        found = self.types.get(event_type)
        if found is not None and name in found.data:
            return found.data[name]
        return None

    def is_recorded(self, name: str, start: dt.date, end: dt.date) -> bool:
        """Whether logs record the event over the whole of `start` to `end`, both included."""
        base, _ = self.meaning(name)
        for each in {self.resolve(name), base}:
            declared = self.types.get(each)
            if declared is None or declared.recorded is None:
                continue
            if start not in declared.recorded or end not in declared.recorded:
                return False
        return True


vocabulary_of = remembered(Vocabulary.of, most=256)
"""the vocabulary of a policy, made once"""


_OF_VALUES = frozenset({"given", "len", "any", "all", "sum", "min", "max", "days_between"})
"""functions that ask for nothing but what they are called with"""


def _joined(expression: Expression) -> Iterator[Expression]:
    """What is joined by `and`, each of which makes the whole false where it is false."""
    if isinstance(expression, And):
        for each in expression.operands:
            yield from _joined(each)
    else:
        yield expression


def _is_of_event(part: object) -> bool:
    match part:
        case Lookup("event", (_,)):
            return True
        case Call(function):
            return function in _OF_VALUES
        case Lookup() | EventName():
            return False
    return True
