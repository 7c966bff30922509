"""Records: reference facts with dates, stated in a file, and set and ended by events of all cases."""

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

import attrs

from govrules.declaring import define, frozen
from govrules.engine import reasons
from govrules.engine.moments import Key, is_certainly_after, key_of, start_of_day
from govrules.engine.values import text_of
from govrules.model.findings import Moment, Reason
from govrules.model.policy import Field
from govrules.model.records import Record, same_value

Facts = Mapping[str, object]


@frozen(eq=False)
class Records:
    """By kind and key the states of each record in order of time; an ended one has no facts."""

    states: Mapping[str, Mapping[str, tuple[tuple[Key, Facts | None], ...]]] = attrs.field(factory=dict)
    fields: Mapping[str, Mapping[str, Field]] = attrs.field(factory=dict)
    doubts: Mapping[str, Mapping[str, tuple[tuple[Key, Reason | None], ...]]] = attrs.field(factory=dict)
    """why a record is not to be trusted from some moment on"""
    changes: tuple[tuple[Key, dt.date], ...] = ()
    """the days on which any record begins, changes or ends, in order"""
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
        return tuple(key for key in sorted(self.states.get(kind, {})) if self.known_by(kind, key, now))

    def any_of(self, kind: str) -> bool:
        """Whether there is any record of a kind, whenever it was set."""
        return bool(self.states.get(kind))

    def known_by(self, kind: str, key: str, now: Key) -> bool:
        """Whether a record had been set or ended by `now`."""
        return any(since <= now for since, _ in self.states.get(kind, {}).get(key, ()))

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
        return tuple(key for key in sorted(found or ()) if self.known_by(kind, key, now))

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

    def change_days(self, after: Key, until: Key) -> tuple[dt.date, ...]:
        """The days between two moments, both excluded, on which any record begins, changes or ends."""
        first = bisect_right(self.changes, after, key=_when)
        return tuple(day for _, day in self.changes[first : bisect_left(self.changes, until, key=_when)])

    def in_force(self, kind: str, now: Key) -> tuple[str, ...]:
        """The keys of all records of a kind in force at `now`, in order."""
        return tuple(key for key in sorted(self.states.get(kind, {})) if self.at(kind, key, now) is not None)


def _when(change: tuple[Key, dt.date]) -> Key:
    return change[0]


@frozen
class Change:
    """One event that sets or ends a record."""

    kind: str
    key: str
    at: Moment
    facts: Facts | None
    doubt: Reason | None = None


def records_of(
    changes: Iterable[Change],
    fields: Mapping[str, Mapping[str, Field]],
    zone: ZoneInfo,
    stated: Iterable[Record] = (),
) -> Records:
    """The records from what a file states of them and from the events that changed them.

    An event adds to what stood before; after an end a record begins anew, free of earlier doubts. Of a row
    and an event that speak of one field, whichever is of the later day decides, and the row no longer than up
    to its own end. Two that say otherwise from the same day on leave the record in doubt until the field is
    said again or the record ends.

    Args:
        changes: in order of time.
        fields: of each kind that the policy declares; other kinds are none of its concern.
        stated: the rows of a file or a scenario, in any order.
    """
    by_record: dict[tuple[str, str], tuple[list[Record], list[Change]]] = {}
    for row in stated:
        if row.kind in fields:
            by_record.setdefault((row.kind, row.key), ([], []))[0].append(row)
    for change in changes:
        by_record.setdefault((change.kind, change.key), ([], []))[1].append(change)
    states: dict[str, dict[str, tuple[tuple[Key, Facts | None], ...]]] = {}
    doubts: dict[str, dict[str, tuple[tuple[Key, Reason | None], ...]]] = {}
    days: dict[Key, dt.date] = {}
    for (kind, key), (rows, of_record) in by_record.items():
        history = _History(kind, [_typed(each, fields[kind]) for each in rows], of_record, zone)
        history.run()
        states.setdefault(kind, {})[key] = tuple(history.states)
        doubts.setdefault(kind, {})[key] = tuple(history.doubts)
        days |= history.days
    return Records(states, fields, doubts, tuple(sorted(days.items())))


SEPARATORS = re.compile("[;；、]")
"""what parts the items of a list in one cell of a table; a comma often stands inside a name"""


def as_declared(value: object, field: Field | None) -> object:
    """A text as the items of a list where the field is declared as one: a cell of a table holds only text."""
    if field is None or field.type != "list" or not isinstance(value, str):
        return value
    return tuple(part.strip() for part in SEPARATORS.split(value) if part.strip())


def _typed(row: Record, fields: Mapping[str, Field]) -> Record:
    facts = {name: as_declared(value, fields.get(name)) for name, value in row.data.items()}
    return attrs.evolve(row, data=facts)


def _in_its_day(change: Change) -> tuple[bool, bool]:
    """Bare dates before times of day; of these an end before what begins: a post passes from hand to hand."""
    return (not change.at.bare, change.at.bare and change.facts is not None)


def _start(row: Record) -> dt.date:
    return row.start or dt.date.min


@define
class _Said:
    """What an event last said of one field."""

    value: object
    at: Moment


@define
class _History:
    """One record, day by day: what its rows state, and on top of it what events said."""

    kind: str
    rows: list[Record]
    changes: list[Change]
    zone: ZoneInfo
    states: list[tuple[Key, Facts | None]] = attrs.field(factory=list)
    doubts: list[tuple[Key, Reason | None]] = attrs.field(factory=list)
    days: dict[Key, dt.date] = attrs.field(factory=dict)
    said: dict[str, _Said] = attrs.field(factory=dict)
    is_set: bool = False
    """whether an event set it, and none ended it since"""
    ended: Moment | None = None
    """when an event last ended it"""
    unsure: dict[str, dt.date] = attrs.field(factory=dict)
    """fields that two events of one day say differently"""
    doubt: Reason | None = None
    """why the events themselves are not certain"""

    def run(self) -> None:
        days = {each.at.date for each in self.changes}
        days |= {_start(each) for each in self.rows}
        days |= {each.until for each in self.rows if each.until is not None}
        by_day: dict[dt.date, list[Change]] = {}
        for change in self.changes:
            by_day.setdefault(change.at.date, []).append(change)
        for day in sorted(days):
            for change in sorted(by_day.get(day, ()), key=_in_its_day):
                self._take(change)
            now = key_of(start_of_day(day), self.zone)
            facts, contradicted = self._on(day)
            self.days[now] = day
            self.states.append((now, facts))
            doubt = self.doubt or contradicted
            if doubt is not None or (self.doubts and self.doubts[-1][1] is not None):
                self.doubts.append((now, doubt))

    def _take(self, change: Change) -> None:
        if change.doubt is not None:
            self.doubt = change.doubt
        if change.facts is None:
            self.doubt, self.is_set, self.ended = change.doubt, False, change.at
            self.said, self.unsure = {}, {}
            return
        self.is_set = True
        for name, value in change.facts.items():
            before = self.said.get(name)
            other = before is not None and not same_value(before.value, value)
            if before is not None and other and not is_certainly_after(change.at, before.at):
                self.unsure[name] = change.at.date
            elif self.unsure.get(name) != change.at.date:
                self.unsure.pop(name, None)
            self.said[name] = _Said(value, change.at)

    def _on(self, day: dt.date) -> tuple[Facts | None, Reason | None]:
        """The facts on a day, None where the record is not in force, and what contradicts them."""
        rows = [each for each in self.rows if each.holds_on(day) and not self._is_ended(each)]
        if not rows and not self.is_set:
            return None, None
        facts: dict[str, object] = {name: each.value for name, each in self.said.items()}
        unsure = dict(self.unsure)
        stated = {name: row for row in sorted(rows, key=_start) for name in row.data}
        for name, row in stated.items():
            said, start = self.said.get(name), _start(row)
            if said is None or said.at.date < start:
                facts[name] = row.data[name]
                unsure.pop(name, None)
            elif said.at.date == start and not same_value(said.value, row.data[name]):
                unsure[name] = start
        since = min(unsure.values(), default=None)
        return facts, None if since is None else reasons.record_contradicted(self.kind, since)

    def _is_ended(self, row: Record) -> bool:
        return self.ended is not None and _start(row) < self.ended.date
