"""Columns: a log without an object for each event, the events of one case side by side.

The compiled evaluator walks numbers; an `Event` is made only where a finding shows it.
"""

import datetime as dt
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import groupby, pairwise
from operator import eq, lt
from typing import Any, Protocol

import attrs

from govrules.declaring import define, frozen
from govrules.model.events import Event, Time
from govrules.model.frozen import values_of

EPOCH = dt.date(1970, 1, 1).toordinal()
"""the ordinal of the day from which `times` count"""
DAY = 86_400_000_000
"""microseconds of a day"""
_BEGINNING = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)
OWN = frozenset({"unit", "actor", "id", "case", "type"})
"""what `Columns.values` finds in an event itself where its data has nothing of that name"""


class Rows(Protocol):
    """What the columns of numbers do not hold, looked up where it is kept: in memory, or in the file."""

    def event(self, place: int) -> Event: ...

    def values(self, name: str) -> Sequence[object]: ...

    def data(self, name: str) -> Sequence[object]: ...

    def part(self, first: int, last: int) -> "Rows":
        """The rows from place `first` up to and without `last`."""
        ...


@frozen(eq=False)
class Columns:
    """A log in columns, exact duplicates once.

    Cases stand in the order of their names. The events of a case stand in the order of `times`, then of the
    names of their types as written, then of the rest of their content (`Event.content_key`).
    """

    cases: Sequence[str]
    """each once, in order"""
    starts: Sequence[int]
    """where the events of each case begin, and at the end the number of all events"""
    types: Sequence[str]
    """the names of types as the log writes them, each once"""
    kinds: Sequence[int]
    """of each event its type, as a place in `types`"""
    times: Sequence[int]
    """of each event the microseconds since 1970-01-01T00:00Z; of a bare date those of its 00:00 in UTC"""
    bare: Sequence[int]
    """of each event 1 where its time is a bare date, else 0"""
    rows: Rows
    """where `event`, `values` and `data` look things up"""
    duplicates: tuple[tuple[str, str], ...] = ()
    """of each event that was read again its type and case"""
    conflicting: frozenset[int] = frozenset()
    """the cases, as places in `cases`, in which two events of other content share an id"""
    incomplete_cases: frozenset[str] = frozenset()
    """cases of which a row could not be read"""

    def __len__(self) -> int:
        return len(self.times)

    @cached_property
    def first_time(self) -> int:
        """The earliest of `times`, sought once; raises ValueError where there are no events."""
        # The events of a case stand in order: only where cases begin and end there is something to look at.
        first = bisect_left(self.starts, len(self.times))
        times = self._times_at(0, first, 0)
        return min(map(self.times.__getitem__, self.starts[:first])) if times is None else int(times.min())

    @cached_property
    def last_time(self) -> int:
        """The latest of `times`, sought once; raises ValueError where there are no events."""
        first = bisect_left(self.starts, 1)
        times = self._times_at(first, None, 1)
        return max(self.times[end - 1] for end in self.starts[first:]) if times is None else int(times.max())

    def _times_at(self, first: int, last: int | None, before: int) -> Any:
        """The times so many events before those at which some cases begin; None where numpy is not loaded."""
        numpy = sys.modules.get("numpy")
        if numpy is None or not isinstance(self.times, array) or not isinstance(self.starts, array):
            return None
        places = numpy.frombuffer(self.starts, numpy.int64)[first:last] - before
        return numpy.frombuffer(self.times, numpy.int64)[places]

    @cached_property
    def flags(self) -> bytes:
        """`bare` as bytes, in which to search and count."""
        return bytes(self.bare)

    def event(self, place: int) -> Event:
        """The event at a place; what comes from a file is read again there, and not kept."""
        return self.rows.event(place)

    def values(self, name: str) -> Sequence[object]:
        """Of each event its field of that name: from its data, else its own unit, actor, id, case or type.

        None where it has none. What comes from a file is read there at the first call, and kept.
        """
        return self.rows.values(name)

    def data(self, name: str) -> Sequence[object]:
        """Of each event the value of that name in its data, None where it has none."""
        return self.rows.data(name)

    def value(self, place: int, name: str) -> object:
        """One of `values`; no column is gathered for it where the events are at hand."""
        rows = self.rows
        return rows.value(place, name) if type(rows) is HeldEvents else rows.values(name)[place]

    def datum(self, place: int, name: str) -> object:
        """One of `data`, likewise."""
        rows = self.rows
        return rows.events[place].data.get(name) if type(rows) is HeldEvents else rows.data(name)[place]

    def part(self, first: int, last: int) -> "Columns":
        """The cases from place `first` up to and without `last`, as columns of their own.

        Parts that meet hold together what the whole holds: a case that was read without any event belongs to
        the part in which its name would stand. A part can be sent to another process: where the log is in a
        file, the numbers are sent, and the rest is read from the file there.
        """
        start, end = self.starts[first], self.starts[last]
        low = self.cases[first] if first else ""
        high = self.cases[last] if last < len(self.cases) else None

        def here(case: str) -> bool:
            return low <= case and (high is None or case < high)

        return Columns(
            cases=self.cases[first:last],
            starts=[each - start for each in self.starts[first : last + 1]],
            types=self.types,
            kinds=self.kinds[start:end],
            times=self.times[start:end],
            bare=self.bare[start:end],
            rows=self.rows.part(start, end),
            duplicates=tuple(each for each in self.duplicates if here(each[1])),
            conflicting=frozenset(each - first for each in self.conflicting if first <= each < last),
            incomplete_cases=frozenset(filter(here, self.incomplete_cases)),
        )

    @classmethod
    def of(cls, events: Iterable[Event], incomplete_cases: Iterable[str] = ()) -> "Columns":
        """Events, in any order, as columns."""
        given = list(events)
        places = list(map(_place, given))
        if all(map(lt, places, places[1:])):
            # As whoever keeps the events of one case hands them over.
            times = [place[1] for place in places]
            return cls._of_sorted(given, times, (), frozenset(incomplete_cases))
        order = sorted(range(len(given)), key=places.__getitem__)
        kept = list(map(given.__getitem__, order))
        duplicates: list[tuple[str, str]] = []
        in_order = list(map(places.__getitem__, order))
        if any(map(eq, in_order, in_order[1:])):
            kept.clear()
            for _, group in groupby(order, key=places.__getitem__):
                alike = list(map(given.__getitem__, group))
                if len(alike) > 1:
                    # Only of events of one type at one time the rest of the content is asked.
                    alike.sort(key=Event.content_key)
                for number, event in enumerate(alike):
                    if number and kept[-1].content_key() == event.content_key():
                        duplicates.append((event.type, event.case))
                    else:
                        kept.append(event)
        times = [place[1] for place in in_order] if not duplicates else [micros(each.time) for each in kept]
        return cls._of_sorted(kept, times, tuple(duplicates), frozenset(incomplete_cases))

    @classmethod
    def _of_sorted(
        cls,
        events: list[Event],
        times: list[int],
        duplicates: tuple[tuple[str, str], ...],
        incomplete: frozenset[str],
    ) -> "Columns":
        cases: list[str] = []
        starts: list[int] = []
        types: dict[str, int] = {}
        kinds: list[int] = []
        last = None
        for place, event in enumerate(events):
            if event.case != last:
                last = event.case
                cases.append(last)
                starts.append(place)
            kinds.append(types.setdefault(event.type, len(types)))
        starts.append(len(events))
        found = cls(
            cases=cases,
            starts=starts,
            types=list(types),
            kinds=kinds,
            times=times,
            bare=bytes([not isinstance(each.time, dt.datetime) for each in events]),
            rows=HeldEvents(events),
            duplicates=duplicates,
            conflicting=frozenset(_conflicting(events, starts)),
            incomplete_cases=incomplete,
        )
        if len(cases) == 1:
            # One case is asked about again and again, and looked through in no time.
            for name, value in (("first_time", times[0]), ("last_time", times[-1]), ("flags", found.bare)):
                object.__setattr__(found, name, value)
        return found


@define(eq=False, slots=False)
class HeldEvents:
    """`Rows` out of events that are there; what is asked for twice is gathered once."""

    events: Sequence[Event]
    _known: dict[str, Sequence[object]] = attrs.field(factory=dict, init=False)

    def event(self, place: int) -> Event:
        return self.events[place]

    def values(self, name: str) -> Sequence[object]:
        if name not in OWN:
            return self.data(name)
        return [
            getattr(event, name) if value is None else value
            for event, value in zip(self.events, self.data(name), strict=True)
        ]

    def value(self, place: int, name: str) -> object:
        event = self.events[place]
        found: object = event.data.get(name)
        return getattr(event, name) if found is None and name in OWN else found

    def data(self, name: str) -> Sequence[object]:
        if name not in self._known:
            self._known[name] = values_of(self._data, name)
        return self._known[name]

    @cached_property
    def _data(self) -> list[Mapping[str, object]]:
        return [each.data for each in self.events]

    def part(self, first: int, last: int) -> "HeldEvents":
        return HeldEvents(self.events[first:last])


def micros(time: Time) -> int:
    """The microseconds since 1970-01-01T00:00Z of an instant; of a bare date those of its 00:00 in UTC.

    >>> micros(dt.date(1970, 1, 2)) == DAY
    True
    """
    if isinstance(time, dt.datetime):
        return (time - _BEGINNING) // _MICROSECOND
    return (time.toordinal() - EPOCH) * DAY


def instant_of(micros: int) -> dt.datetime:
    """The instant so many microseconds after 1970-01-01T00:00Z, in UTC.

    >>> micros(instant_of(1)) == 1
    True

    Raises:
        OverflowError: it lies before year 1 or after year 9999.
    """
    return _BEGINNING + dt.timedelta(microseconds=micros)


def _place(event: Event) -> tuple[str, int, str, bool]:
    return (event.case, micros(event.time), event.type, isinstance(event.time, dt.datetime))


def _conflicting(events: Sequence[Event], starts: Sequence[int]) -> Iterable[int]:
    if not any(each.id for each in events):
        return
    for number, (start, end) in enumerate(pairwise(starts)):
        ids = [each.id for each in events[start:end] if each.id is not None]
        if len(set(ids)) != len(ids):
            yield number
