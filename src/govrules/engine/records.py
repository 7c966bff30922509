"""Records: reference facts with dates, set and ended by events of all cases."""

from collections.abc import Mapping

import attrs

from govrules.engine.moments import Key
from govrules.model.policy import Field

Facts = Mapping[str, object]


@attrs.frozen(eq=False)
class Records:
    """By kind and key the states of each record in order of time; an ended one has no facts."""

    states: Mapping[str, Mapping[str, tuple[tuple[Key, Facts | None], ...]]] = attrs.field(factory=dict)
    fields: Mapping[str, Mapping[str, Field]] = attrs.field(factory=dict)

    def at(self, kind: str, key: str, now: Key) -> Facts | None:
        """The facts of a record in force at `now`; None where it is not."""
        found: Facts | None = None
        for since, facts in self.states.get(kind, {}).get(key, ()):
            if since > now:
                break
            found = facts
        return found

    def in_force(self, kind: str, now: Key) -> tuple[str, ...]:
        """The keys of all records of a kind in force at `now`, in order."""
        return tuple(key for key in sorted(self.states.get(kind, {})) if self.at(kind, key, now) is not None)


@attrs.frozen
class Change:
    """One event that sets or ends a record."""

    kind: str
    key: str
    since: Key
    facts: Facts | None


def records_of(changes: list[Change], fields: Mapping[str, Mapping[str, Field]]) -> Records:
    """The records from their changes, given in order of time.

    A later event adds to what earlier ones gave; after an end a record begins anew.
    """
    states: dict[str, dict[str, list[tuple[Key, Facts | None]]]] = {}
    for change in changes:
        of_record = states.setdefault(change.kind, {}).setdefault(change.key, [])
        before = of_record[-1][1] if of_record else None
        facts = None if change.facts is None else {**(before or {}), **change.facts}
        of_record.append((change.since, facts))
    return Records(
        {kind: {key: tuple(each) for key, each in found.items()} for kind, found in states.items()}, fields
    )
