"""The log as policies see it, made of each case when it is asked for.

Policies of one zone read the same events, at the same moments and in the same order; only what they call them
is their own. And a rulebook of many policies has few that anything in one case concerns: the others need no
history of it.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cached_property
from itertools import compress

import attrs

from govrules.declaring import define, frozen
from govrules.engine.happenings import Happening
from govrules.engine.moments import Key, is_read_until, key_of, project
from govrules.engine.prepare import Log, conflicts
from govrules.engine.view import View
from govrules.model.findings import Moment, Reason


@frozen(eq=False, slots=False)
class Reading:
    """The events of a log as all policies of a zone read them."""

    log: Log
    here: tuple[bool, ...]
    """of each event whether it is read"""
    moments: tuple[Moment, ...]
    keys: tuple[Key, ...]

    @classmethod
    def of(cls, log: Log, view: View) -> "Reading":
        """As a policy reads it, and any other with its zone and its `as_of`."""
        zone, end = view.zone, key_of(view.as_of, view.zone)
        moments = tuple(project(event.time, zone) for event in log.events)
        keys = tuple(key_of(moment, zone) for moment in moments)
        each_one = zip(moments, keys, strict=True)
        here = tuple(is_read_until(end, key, is_bare=moment.bare) for moment, key in each_one)
        return cls(log, here, moments, keys)

    @cached_property
    def doubts(self) -> Mapping[int, Reason]:
        """Why events are not to be trusted alone, by place."""
        return conflicts(self.log.events, self.here)

    @cached_property
    def by_case(self) -> Mapping[str, Sequence[int]]:
        """The places of what is read of each case, in order of time."""
        events, keys, ranks = self.log.events, self.keys, self.log.ranks
        found: dict[str, list[int]] = {}
        for place in compress(range(len(events)), self.here):
            found.setdefault(events[place].case, []).append(place)
        for each in found.values():
            each.sort(key=lambda place: (keys[place], ranks[place]))
        return found

    @cached_property
    def cases_by_type(self) -> Mapping[str, Set[str]]:
        """The cases in which anything is read of each type, as the log writes it."""
        found: dict[str, dict[str, None]] = {}
        for event in compress(self.log.events, self.here):
            found.setdefault(event.type, {})[event.case] = None
        return {name: cases.keys() for name, cases in found.items()}


@define(eq=False)
class History(Mapping[str, tuple[Happening, ...]]):
    """For each case the happenings that one policy sees in it, in order, each made once."""

    view: View
    reading: Reading
    _made: dict[str, tuple[Happening, ...]] = attrs.field(factory=dict)

    def __getitem__(self, case: str) -> tuple[Happening, ...]:
        found = self._made.get(case)
        if found is None:
            found = self._made[case] = self.at(self.reading.by_case[case])
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self.reading.by_case)

    def __len__(self) -> int:
        return len(self.reading.by_case)

    def at(self, places: Sequence[int]) -> tuple[Happening, ...]:
        """The happenings at some places of the log."""
        reading, seen = self.reading, self.view.seen
        events, ranks, doubts = reading.log.events, reading.log.ranks, reading.doubts
        moments, keys = reading.moments, reading.keys
        return tuple(
            seen(events[place], ranks[place], moments[place], keys[place], doubts.get(place))
            for place in places
        )

    def of_types(self, names: Set[str]) -> tuple[Happening, ...]:
        """Those of some types, in the words of the policy, in all cases and in order."""
        events, resolve = self.reading.log.events, self.view.vocabulary.resolve
        read = compress(range(len(events)), self.reading.here)
        found = self.at([place for place in read if resolve(events[place].type) in names])
        return tuple(sorted(found, key=lambda each: each.order))

    @property
    def cases_by_type(self) -> Mapping[str, Set[str]]:
        """The cases in which anything is of each type, in the words of the policy."""
        found: dict[str, Set[str]] = {}
        resolve = self.view.vocabulary.resolve
        for written, cases in self.reading.cases_by_type.items():
            name = resolve(written)
            found[name] = found[name] | cases if name in found else cases
        return found


@frozen(eq=False)
class Readings:
    """How each policy reads a log."""

    log: Log
    of_view: tuple[Reading, ...]

    @classmethod
    def of(cls, views: Sequence[View], log: Log) -> "Readings":
        made: dict[tuple[object, ...], Reading] = {}
        for view in views:
            if (view.zone, view.as_of) not in made:
                made[view.zone, view.as_of] = Reading.of(log, view)
        return cls(log, tuple(made[view.zone, view.as_of] for view in views))

    @property
    def read(self) -> tuple[bool, ...]:
        """For each event whether some policy reads it; zones differ, and so may the day that has begun."""
        each_one = [each.here for each in {id(each): each for each in self.of_view}.values()]
        if not each_one:
            return (True,) * len(self.log.events)
        return each_one[0] if len(each_one) == 1 else tuple(map(any, zip(*each_one, strict=True)))


@frozen(eq=False)
class Histories:
    """The log as each policy sees it."""

    of_view: Mapping[int, History]
    """by the identity of the view"""
    cases: tuple[str, ...]
    events: int
    """the number of events, from which what is derived takes its ranks"""
