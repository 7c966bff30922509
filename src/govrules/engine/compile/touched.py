"""Which cases of a log a clause that is judged apart may be about: no other changes what it finds.

A clause that crosses cases sees the whole log. Yet of an event of which it nowhere speaks all that matters is
which slice it names, since when, and that the log had begun. So the clause is judged over the cases with an
event of which it speaks, each of them whole; over those in which a slice was named first; and over the first
of the log.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

import attrs

from govrules.declaring import frozen
from govrules.engine.calendar_days import calendar_patterns
from govrules.engine.compile.waking import wakes
from govrules.engine.concerned import ClauseVersions
from govrules.engine.slices import fields_of
from govrules.engine.triggers import when_of
from govrules.engine.values import text_of
from govrules.engine.view import View
from govrules.engine.virtual_time import NO_BOUNDS, Within
from govrules.engine.vocabulary import vocabulary_of
from govrules.model.accountability import Accountability
from govrules.model.clauses import Clause
from govrules.model.columns import Columns
from govrules.model.conditions import Lookup
from govrules.model.dependence import parts
from govrules.model.maintenance import Maintenance
from govrules.model.patterns import Lapsed, Proposed, Violated
from govrules.model.policy import DEPARTURE, Policy
from govrules.model.quota import Quota

_TIMES = frozenset({"time", "date"})
"""fields of an event that each policy reads in its own zone"""


@frozen
class Touched:
    """What of a log one clause may be about."""

    clause: int
    """its place in the rulebook"""
    everything: bool = False
    """whether nothing is known that could be left out"""
    across: bool = False
    """whether it sees more than one case"""
    types: tuple[frozenset[str], ...] = ()
    """for each policy the types of events, in its words, of which the clause speaks"""
    slices: frozenset[tuple[str, ...]] = frozenset()
    """the fields by which the log is sliced; of several versions those of each"""
    every_slice: bool = False
    """whether every slice matters; else those that are named in a case with an event of these types"""

    @classmethod
    def by(cls, each: ClauseVersions, views: tuple[View, ...], *, deeming: bool) -> "Touched":
        """Args: deeming: whether silence deems events: they may name a slice that no event names."""
        types: dict[int, set[str]] = {id(view): set() for view in views}
        is_across = each.wide or each.registry
        for clause, view, _ in each.versions if is_across else ():
            spoken = spoken_of(clause, view.policy)
            if spoken is None or (each.wide and not _TIMES.isdisjoint(fields_of(clause))):
                return cls(each.number, everything=True, across=True)
            types[id(view)] |= spoken
        for view, waking in () if is_across else wakes(each):
            if waking.always:
                return cls(each.number, everything=True)
            types[id(view)] |= waking.types
        clauses = [clause for clause, _, _ in each.versions] if each.wide else []
        return cls(
            each.number,
            across=is_across,
            types=tuple(frozenset(types[id(view)]) for view in views),
            slices=frozenset(filter(None, map(fields_of, clauses))),
            every_slice=deeming or any(map(_asks_every_slice, clauses)),
        )

    def cases(self, whereabouts: "Whereabouts") -> set[int]:
        """The cases, as places among those of the log."""
        if self.everything:
            return set(whereabouts.all)
        found = whereabouts.of_types(self.types)
        if not self.across or len(found) == len(whereabouts.all):
            return found
        first = (whereabouts.first_named(each, None if self.every_slice else found) for each in self.slices)
        return found.union(whereabouts.beginning, *first)


def touched_cases(
    touched: tuple[Touched, ...], columns: Columns, views: tuple[View, ...]
) -> tuple[set[int], Within]:
    """The cases that any of some clauses may be about, and of those that see several cases which they see."""
    if not touched:
        return set(), NO_BOUNDS
    whereabouts, names = Whereabouts(columns, views), columns.cases
    every, within = set[int](), dict[int, frozenset[str]]()
    for each in touched:
        found = each.cases(whereabouts)
        every |= found
        if each.across:
            within[each.clause] = frozenset(map(names.__getitem__, found))
    return every, within


def spoken_of(clause: Clause, policy: Policy) -> frozenset[str] | None:
    """The types of events of which a clause speaks in any way, in the words of its policy.

    Any word of the clause may be the name of one. None where it is declared over which time one of them is
    recorded: whether that covers a slice hangs on the first event of the slice, of whatever type.
    """
    vocabulary = vocabulary_of(policy)
    left: list[object] = [clause]
    if clause.strength == "in_principle":
        left.append(DEPARTURE)
    if isinstance(clause.body, Accountability):
        left += [policy.ladder.imposed, policy.ladder.dismissed]
    kind = policy.records.get(clause.for_each.records or "") if clause.for_each is not None else None
    if kind is not None:
        # What holds for a record holds from the instant on at which it was set.
        left += [kind.set_by, kind.ended_by]
    words = set[str]()
    while left:
        for part in parts(left.pop()):
            word = str(part) if isinstance(part, str | Lookup) else None
            if word is None or word in words:
                continue
            words.add(word)
            event = vocabulary.types.get(vocabulary.resolve(word))
            if event is not None and event.recorded is not None:
                return None
            if event is not None:
                left += [event.is_, event.if_]
            if word in policy.parameters:
                left.append(policy.parameters[word].values)
    return frozenset(vocabulary.meaning(word)[0] for word in words)


def _asks_every_slice(clause: Clause) -> bool:
    """Whether a clause may find anything of a slice of which no event says anything that it speaks of."""
    if isinstance(clause.body, Quota | Maintenance):
        return True
    when = when_of(clause)
    if when is None or calendar_patterns(when):
        return True
    # What others bring about may name a slice that no event of the case names.
    return any(isinstance(part, Violated | Lapsed | Proposed) for part in parts(clause))


@attrs.define(eq=False, slots=False)
class Whereabouts:
    """In which cases of a log something is, each sought once for all clauses."""

    columns: Columns
    views: tuple[View, ...]
    _slices: dict[tuple[str, ...], Sequence[object]] = attrs.field(factory=dict)
    _first: dict[tuple[str, ...], Mapping[object, set[int]]] = attrs.field(factory=dict)

    @property
    def all(self) -> range:
        return range(len(self.columns.cases))

    def of_types(self, types: Iterable[frozenset[str]]) -> set[int]:
        """The cases with an event of any of these types, which are given for each policy in its words."""
        lists = (
            self._by_type[code]
            for own, wanted in zip(self._codes, types, strict=True)
            for name in wanted
            for code in own.get(name, ())
        )
        return set[int]().union(*lists)

    @cached_property
    def _by_type(self) -> list[list[int]]:
        kinds = self.columns.kinds
        found: list[list[int]] = [[] for _ in self.columns.types]
        for case, (start, end) in enumerate(pairwise(self.columns.starts)):
            for code in set(kinds[start:end]):
                found[code].append(case)
        return found

    @cached_property
    def _codes(self) -> list[dict[str, list[int]]]:
        """For each policy what the log calls a type, as places among its types."""
        found: list[dict[str, list[int]]] = []
        for view in self.views:
            found.append({})
            for code, name in enumerate(self.columns.types):
                found[-1].setdefault(view.vocabulary.resolve(name), []).append(code)
        return found

    @cached_property
    def beginning(self) -> set[int]:
        """The cases with which the log begins, and those of which it is in doubt what they name first."""
        first = _first_of_each((True,) * len(self.columns), self.columns)
        return {self._case(place) for places in first.values() for place in places} | self.columns.conflicting

    def first_named(self, fields: tuple[str, ...], within: set[int] | None) -> set[int]:
        """The cases in which slices are named first: all slices, or those that some cases name."""
        if fields not in self._slices:
            slices = self._slices[fields] = _named(fields, self.columns)
            self._first[fields] = {
                each: {self._case(place) for place in places}
                for each, places in _first_of_each(slices, self.columns).items()
            }
        first = self._first[fields]
        if within is None:
            return set[int]().union(*first.values())
        starts, slices = self.columns.starts, self._slices[fields]
        here = {slices[place] for case in within for place in range(starts[case], starts[case + 1])}
        return set[int]().union(*(first[each] for each in here if each is not None))

    def _case(self, place: int) -> int:
        return bisect_right(self.columns.starts, place) - 1


def _named(fields: tuple[str, ...], columns: Columns) -> Sequence[object]:
    """Of each event the slice that it names; None where it names none."""
    each_one = [_texts(columns.values(field)) for field in fields]
    if len(each_one) == 1:
        return each_one[0]
    return [None if None in values else values for values in zip(*each_one, strict=True)]


def _texts(values: Sequence[object]) -> list[str | None]:
    return [each if each is None or isinstance(each, str) else text_of(each) for each in values]


def _first_of_each(slices: Sequence[object], columns: Columns) -> Mapping[object, set[int]]:
    """The places at which each slice is named first: by an instant, and by a bare date.

    Which of the two comes first hangs on the zone of whoever reads them.
    """
    found: tuple[dict[object, tuple[int, int]], ...] = ({}, {})
    each_one = zip(slices, columns.times, columns.bare, strict=True)
    for place, (named, time, is_bare) in enumerate(each_one):
        if named is not None:
            known = found[is_bare].get(named)
            if known is None or time < known[0]:
                found[is_bare][named] = (time, place)
    return {named: {each[named][1] for each in found if named in each} for each in found for named in each}
