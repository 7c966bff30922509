"""Records: reference facts with dates, set and ended by events of all cases."""

from collections.abc import Mapping

import attrs

from govrules.engine.moments import Key
from govrules.engine.values import text_of
from govrules.model.findings import Reason
from govrules.model.policy import Field

Facts = Mapping[str, object]


@attrs.frozen(eq=False)
class Records:
    """By kind and key the states of each record in order of time; an ended one has no facts."""

    states: Mapping[str, Mapping[str, tuple[tuple[Key, Facts | None], ...]]] = attrs.field(factory=dict)
    fields: Mapping[str, Mapping[str, Field]] = attrs.field(factory=dict)
    doubts: Mapping[str, Mapping[str, tuple[tuple[Key, Reason | None], ...]]] = attrs.field(factory=dict)
    """why a record is not to be trusted from some moment on"""
    _found: dict[tuple[str, str], Mapping[str | None, frozenset[str]]] = attrs.field(factory=dict, init=False)
    """what `_saying` has found out before: it is asked for every clause"""

    def at(self, kind: str, key: str, now: Key) -> Facts | None:
        """The facts of a record in force at `now`; None where it is not."""
        found: Facts | None = None
        for since, facts in self.states.get(kind, {}).get(key, ()):
            if since > now:
                break
            found = facts
        return found

    def doubt(self, kind: str, key: str, now: Key) -> Reason | None:
        """Why what is known of a record at `now` is not certain; None where it is."""
        found: Reason | None = None
        for since, reason in self.doubts.get(kind, {}).get(key, ()):
            if since <= now:
                found = reason
        return found

    def named(self, kind: str, now: Key) -> tuple[str, ...]:
        """The keys of the records of a kind that any event had set or ended by `now`, in order."""
        every = self.states.get(kind, {})
        return tuple(key for key in sorted(every) if any(since <= now for since, _ in every[key]))

    def keys(self, kind: str) -> tuple[str, ...]:
        """The keys of all records of a kind, whenever they were set."""
        return tuple(sorted(self.states.get(kind, {})))

    def last_facts(self, kind: str, key: str, now: Key) -> Facts | None:
        """The facts that a record had last by `now`, where it may have ended since."""
        found: Facts | None = None
        for since, facts in self.states.get(kind, {}).get(key, ()):
            if since <= now and facts is not None:
                found = facts
        return found

    def mentioning(self, kind: str, wanted: tuple[tuple[str, str], ...], now: Key) -> tuple[str, ...]:
        """The keys of the records, set by `now`, of which no field rules out that it has the value wanted.

        A field that was never given rules nothing out, nor does any value that it had at another time.
        """
        found: frozenset[str] | None = None
        for field, value in wanted:
            saying = self._saying(kind, field)
            keys = saying.get(value, frozenset()) | saying.get(None, frozenset())
            found = keys if found is None else found & keys
        every = self.states.get(kind, {})
        return tuple(key for key in sorted(found or ()) if any(since <= now for since, _ in every[key]))

    def _saying(self, kind: str, field: str) -> Mapping[str | None, frozenset[str]]:
        """By each value that a field ever had the keys of the records; by None those that once had none."""
        known = self._found.get((kind, field))
        if known is None:
            by_value: dict[str | None, set[str]] = {}
            for key, states in self.states.get(kind, {}).items():
                for _, facts in states:
                    value = None if facts is None else facts.get(field)
                    for each in value if isinstance(value, tuple) and value else (value,):
                        text = None if each is None else text_of(each).strip()
                        by_value.setdefault(text or None, set()).add(key)
            known = self._found[kind, field] = {each: frozenset(keys) for each, keys in by_value.items()}
        return known

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
    doubt: Reason | None = None


def records_of(changes: list[Change], fields: Mapping[str, Mapping[str, Field]]) -> Records:
    """The records from their changes, given in order of time.

    A later event adds to what earlier ones gave; after an end a record begins anew, free of earlier doubts.
    """
    states: dict[str, dict[str, list[tuple[Key, Facts | None]]]] = {}
    doubts: dict[str, dict[str, list[tuple[Key, Reason | None]]]] = {}
    for change in changes:
        known = doubts.setdefault(change.kind, {}).setdefault(change.key, [])
        if change.doubt is not None or (known and change.facts is None):
            known.append((change.since, change.doubt))
        of_record = states.setdefault(change.kind, {}).setdefault(change.key, [])
        before = of_record[-1][1] if of_record else None
        facts = None if change.facts is None else {**(before or {}), **change.facts}
        of_record.append((change.since, facts))
    return Records(
        {kind: {key: tuple(each) for key, each in found.items()} for kind, found in states.items()},
        fields,
        {kind: {key: tuple(each) for key, each in found.items()} for kind, found in doubts.items()},
    )
