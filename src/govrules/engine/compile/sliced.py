"""The events of a log once for each part of a case that they reach, as `engine/slices.py` says they do.

What an event does not name, it reaches in all parts of its case, and triggers something there once the part
has begun. Where it should name its part and does not, or where no part has begun, the case is handed over.
"""

import re
from abc import ABC, abstractmethod
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import TypeAlias

import attrs

from govrules.engine.compile.slicing import Slicing
from govrules.engine.context import Context
from govrules.engine.happenings import Slice
from govrules.engine.population import members
from govrules.engine.values import Missing, text_of
from govrules.engine.view import View
from govrules.model.coded_values import listed
from govrules.model.columns import Columns
from govrules.model.events import Event

_Values: TypeAlias = tuple[str | None, ...]


@attrs.frozen(eq=False)
class Sliced:
    """A log in parts of its cases."""

    columns: Columns
    """the parts as if they were cases; an event in each part that it reaches"""
    kinds: bytes
    """of each event the number of its type in the program, 0 where it is nothing to it in this part"""
    places: Sequence[int]
    """of each event its place in the log"""
    cases: Sequence[int]
    """of each part its case, as a place among those of the log"""
    slices: Sequence[Slice]
    """of each part what names it"""
    whole: Columns
    ends: Sequence[int]
    """of each case of the log where the events begin that are not read"""
    handed_over: frozenset[int]
    """cases of the log of which a program cannot say what their parts are"""
    odd: frozenset[int]
    """cases with an event that meets a duty, and reaches no part in which it arose"""

    def part_of(self, place: int) -> int:
        """The part in which a place of `columns` lies."""
        return bisect_right(self.columns.starts, place) - 1

    def slice_at(self, place: int) -> Slice:
        """What names the part in which a place of `columns` lies."""
        return self.slices[self.part_of(place)]

    def place_in(self, part: int, place: int) -> int | None:
        """Where an event of the log stands in a part; None where it does not."""
        starts = self.columns.starts
        found = bisect_left(self.places, place, starts[part], starts[part + 1])
        return found if found < starts[part + 1] and self.places[found] == place else None


def sliced(
    columns: Columns,
    kinds: bytes,
    numbers: Mapping[str, int],
    slicing: Slicing,
    view: View,
    ends: Sequence[int],
    left: Iterable[int],
) -> Sliced:
    """The parts of the cases of a log in which anything triggers a clause.

    Args:
        kinds: of each event of the log the number of its type in the program.
        numbers: of the types.
        ends: of each case where the events begin that are not read.
        left: cases that are handed over anyway.
    """
    by_members = slicing.parts.population is not None
    slicer: type[_Slicer] = _ByMembers if by_members else _ByFields
    return slicer(columns, kinds, numbers, slicing, view, ends, frozenset(left)).sliced()


@attrs.define(eq=False, slots=False)
class _Slicer(ABC):
    """What both ways of taking cases apart share."""

    columns: Columns
    kinds: bytes
    numbers: Mapping[str, int]
    slicing: Slicing
    view: View
    ends: Sequence[int]
    left: frozenset[int]
    places: list[int] = attrs.field(factory=list)
    own_kinds: bytearray = attrs.field(factory=bytearray)
    starts: list[int] = attrs.field(factory=list)
    cases: list[int] = attrs.field(factory=list)
    slices: list[Slice] = attrs.field(factory=list)
    handed_over: set[int] = attrs.field(factory=set)
    odd: set[int] = attrs.field(factory=set)

    def sliced(self) -> Sliced:
        for case, here in self._cases():
            if case not in self.left:
                before = len(self.cases)
                self._take(case, here)
                if case in self.handed_over and len(self.cases) > before:
                    self._leave(before)
        self.starts.append(len(self.places))
        columns, places = self.columns, self.places
        parts = Columns(
            cases=[columns.cases[case] for case in self.cases],
            starts=self.starts,
            types=columns.types,
            kinds=list(map(columns.kinds.__getitem__, places)),
            times=list(map(columns.times.__getitem__, places)),
            bare=bytes(map(columns.bare.__getitem__, places)),
            rows=_Rows(columns, places),
        )
        # Behind the last event stands one of each type, as in any log of a program.
        return Sliced(
            parts,
            bytes(self.own_kinds) + bytes(range(256)),
            places,
            self.cases,
            self.slices,
            columns,
            self.ends,
            frozenset(self.handed_over),
            frozenset(self.odd),
        )

    def _cases(self) -> Iterator[tuple[int, list[int]]]:
        """The cases with an event that the program speaks of, each with the places of these that are read."""
        starts, ends = self.columns.starts, self.ends
        spoken = (each.start() for each in re.finditer(rb"[^\0]", self.kinds[: len(self.columns)]))
        for case, group in groupby(spoken, key=lambda place: bisect_right(starts, place) - 1):
            if here := [place for place in group if place < ends[case]]:
                yield case, here

    @abstractmethod
    def _take(self, case: int, here: list[int]) -> None:
        """Lay down the parts of a case; `here`: where the events stand that the program speaks of."""

    def _leave(self, parts: int) -> None:
        """Take up again what was laid down since there were so many parts."""
        start = self.starts[parts]
        del self.places[start:], self.own_kinds[start:]
        del self.starts[parts:], self.cases[parts:], self.slices[parts:]

    def _has_trigger(self, case: int, here: list[int]) -> bool:
        """Whether anything triggers a clause; else what meets one is odd."""
        if any(self.kinds[place] in self._triggers for place in here):
            return True
        if any(self.kinds[place] in self._must for place in here):
            self.odd.add(case)
        return False

    def _lay_down(self, case: int, own: Sequence[str], rows: list[tuple[int, int]]) -> None:
        """One part, as the places of its events and what kind of event each is in it."""
        if self._said:
            there = {place for place, _ in rows}
            rows += [(place, 0) for place in self._saying(case) if place not in there]
            rows.sort()
        self.starts.append(len(self.places))
        self.places += [place for place, _ in rows]
        self.own_kinds += bytes(kind for _, kind in rows)
        self.cases.append(case)
        self.slices.append(tuple(zip(self.slicing.parts.fields, own, strict=True)))

    def _values_at(self, place: int) -> _Values:
        return tuple(None if column[place] is None else text_of(column[place]) for column in self._columns)

    def _lacks(self, place: int, values: _Values) -> bool:
        """Whether an event lacks a field that its type declares."""
        lacking = zip(values, self._declared[self.columns.kinds[place]], strict=True)
        return any(value is None and declared for value, declared in lacking)

    def _saying(self, case: int) -> Iterator[int]:
        """The events of a case that say something of an attribute of it that is asked for."""
        for place in range(self.columns.starts[case], self.ends[case]):
            if any(said[place] is not None for said in self._said):
                yield place

    @cached_property
    def _columns(self) -> list[Sequence[object]]:
        return [listed(self.columns.values(field)) for field in self.slicing.parts.fields]

    @cached_property
    def _said(self) -> list[Sequence[object]]:
        return [listed(self.columns.data(each)) for each in sorted(self.slicing.attributes)]

    @cached_property
    def _declared(self) -> list[tuple[bool, ...]]:
        """Of each type of the log, for each field whether it is declared."""
        vocabulary, fields = self.view.vocabulary, self.slicing.parts.fields
        return [
            tuple(vocabulary.field(vocabulary.resolve(name), field) is not None for field in fields)
            for name in self.columns.types
        ]

    @cached_property
    def _triggers(self) -> frozenset[int]:
        return self._numbers(self.slicing.triggers)

    @cached_property
    def _only_triggers(self) -> frozenset[int]:
        return self._numbers(self.slicing.only_triggers)

    @cached_property
    def _named(self) -> frozenset[int]:
        return self._numbers(self.slicing.named)

    @cached_property
    def _must(self) -> frozenset[int]:
        return self._numbers(self.slicing.must)

    def _numbers(self, types: Iterable[str]) -> frozenset[int]:
        return frozenset(self.numbers[name] for name in types if name in self.numbers)


@attrs.define(eq=False, slots=False)
class _ByFields(_Slicer):
    """Parts that events name."""

    def _take(self, case: int, here: list[int]) -> None:
        kinds, start = self.kinds, self.columns.starts[case]
        triggers, must = self._triggers, self._must
        if not self._has_trigger(case, here):
            return
        values = {place: self._values_at(place) for place in here}
        for place in here:
            if None in values[place] and self._lacks(place, values[place]):
                # It may belong to any part.
                self.handed_over.add(case)
                return
        loose = [place for place in here if None in values[place] and kinds[place] in triggers]
        # What triggers a duty in each part that has begun: any event may have begun one.
        naming = range(start, self.ends[case]) if loose else here
        named: dict[_Values, list[int]] = {}
        for place in naming:
            own = values[place] if place in values else self._values_at(place)
            if None not in own:
                named.setdefault(own, []).append(place)
        reached: set[int] = set()
        for own in sorted(named, key=_as_text):
            reached |= self._take_part(case, own, named[own], here, values)
        if any(place not in reached for place in loose):
            self.handed_over.add(case)
        if any(kinds[place] in must and place not in reached for place in here):
            self.odd.add(case)

    def _take_part(
        self, case: int, own: _Values, named: list[int], here: list[int], values: dict[int, _Values]
    ) -> set[int]:
        """Lay down the events of one part, if anything triggers a clause in it; what of them it reaches."""
        kinds, times, triggers = self.kinds, self.columns.times, self._triggers
        began = times[named[0]]
        rows: list[tuple[int, int]] = []
        for place in here:
            said, kind = values[place], kinds[place]
            if said != own and (None not in said or not _may_be(said, own)):
                continue
            if said != own and kind in triggers and times[place] < began:
                if kind not in self._only_triggers:
                    self.handed_over.add(case)
                kind = 0
            rows.append((place, kind))
        if not any(kind in triggers for _, kind in rows):
            return set()
        found = {place for place, kind in rows if kind}
        self._lay_down(case, _as_text(own), rows)
        return found


@attrs.define(eq=False, slots=False)
class _ByMembers(_Slicer):
    """Parts that stand in a list of the trigger; see `engine/population.py`."""

    def _take(self, case: int, here: list[int]) -> None:
        kinds, only = self.kinds, self._only_triggers
        if not self._has_trigger(case, here):
            return
        lists: dict[int, frozenset[str]] = {}
        for place in here:
            if kinds[place] in self._triggers:
                listed = self._members_at(place)
                if listed is None:
                    self.handed_over.add(case)
                    return
                if not listed and kinds[place] in self._named:
                    # Whether it is a trigger is asked before anybody is looked for whom it concerns.
                    self.handed_over.add(case)
                    return
                lists[place] = listed
        named = {place: self._values_at(place)[0] for place in here}
        own = sorted(frozenset[str]().union(*lists.values()))
        for place in here:
            # It may be any member's: what meets a duty has to say whose it is.
            unclear = kinds[place] in self._must or self._lacks(place, (named[place],))
            if own and named[place] is None and kinds[place] not in only and unclear:
                self.handed_over.add(case)
                return
        reached: set[int] = set()
        for member in own:
            rows: list[tuple[int, int]] = []
            for place in here:
                is_seen, opens = named[place] in {None, member}, member in lists.get(place, ())
                if place in lists and is_seen != opens and kinds[place] not in only:
                    # It is one thing to this member as a trigger, and another as an event.
                    self.handed_over.add(case)
                    return
                if opens or (is_seen and place not in lists):
                    rows.append((place, kinds[place]))
            reached |= {place for place, _ in rows}
            self._lay_down(case, (member,), rows)
        if any(kinds[place] in self._must and place not in reached for place in here):
            self.odd.add(case)

    def _members_at(self, place: int) -> frozenset[str] | None:
        """Whom the list of a trigger names; None where that is not known."""
        population = self.slicing.parts.population
        assert population is not None
        view = self.view
        happening = view.happening(self.columns.event(place), place)
        context = Context(
            view, happening.event.case, (), (), (), happening.key, happening.known, {}, happening, happening
        )
        found = members(population, context)
        if isinstance(found, Missing) or not all(isinstance(each.value, str) for each in found):
            return None
        return frozenset(each.text for each in found)


def _as_text(values: _Values) -> tuple[str, ...]:
    return tuple(map(str, values))


def _may_be(said: _Values, own: _Values) -> bool:
    """Whether an event that names a part of the fields belongs to a slice."""
    return all(each is None or each == value for each, value in zip(said, own, strict=True))


@attrs.frozen(eq=False)
class _Rows:
    """The rows of a log, at other places; what is asked for twice is gathered once."""

    whole: Columns
    places: Sequence[int]
    _known: dict[tuple[str, bool], Sequence[object]] = attrs.field(factory=dict, init=False)

    def event(self, place: int) -> Event:
        return self.whole.event(self.places[place])

    def values(self, name: str) -> Sequence[object]:
        if (name, True) not in self._known:
            self._known[name, True] = list(map(listed(self.whole.values(name)).__getitem__, self.places))
        return self._known[name, True]

    def data(self, name: str) -> Sequence[object]:
        if (name, False) not in self._known:
            self._known[name, False] = list(map(listed(self.whole.data(name)).__getitem__, self.places))
        return self._known[name, False]

    def part(self, first: int, last: int) -> "_Rows":
        return _Rows(self.whole, self.places[first:last])
