"""Rows in the order of a file become columns in the order of `Columns`: by case, time, type, content."""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, compress, count, pairwise
from operator import lt, ne
from typing import Any, TypeAlias

import attrs

from govrules.formats.coded import Runs
from govrules.formats.permuting import Numbers, Permuting
from govrules.formats.times import UncleanError
from govrules.model.events import Event
from govrules.model.frozen import FrozenValueError, name_of
from govrules.model.taking import moved

Order: TypeAlias = "Numbers | None"
"""of each place the row that stands there; None where every row stands in its own place"""
Falls: TypeAlias = Callable[[Numbers], bytes]
"""`falls_of`, or the like"""


def all_named(texts: Sequence[Any]) -> Sequence[str]:
    """`named` of each of them."""
    try:
        whole = "".join(texts)
        if whole.isascii() and whole.isprintable() and " " not in whole and all(texts):
            return texts
        plain = all(map(str.isascii, texts)) and all(texts) and not any(map(str.isspace, texts))
    except TypeError:
        raise UncleanError from None
    return texts if plain else list(map(named, texts))


def named(text: object) -> str:
    """The name that a file gives so; raises UncleanError where it is none that can be taken as it stands."""
    if type(text) is not str or not text or text.isspace():
        raise UncleanError
    try:
        return name_of(text)
    except FrozenValueError:
        raise UncleanError from None


class Places(dict[str, int]):
    """Names as places in `names`, in the order in which they appear, by what a file has."""

    def __init__(self, names: Sequence[str] = ()) -> None:
        super().__init__()
        self.names = list(names)
        self._places = {name: place for place, name in enumerate(names)}

    def __missing__(self, text: str) -> int:
        name = named(text)
        place = self._places.setdefault(name, len(self.names))
        if place == len(self.names):
            self.names.append(name)
        self[text] = place
        return place


@attrs.define
class Cases:
    """The cases of a log, row after row: where each begins, while the file is in the order of cases."""

    names: list[str] = attrs.field(factory=list)
    starts: Numbers = attrs.field(factory=lambda: array("q"))
    codes: "Numbers | None" = None
    """of each row its case, as a place in `names`, once the file has turned out to be in another order"""
    rows: int = 0
    _last: object = attrs.field(factory=object)
    """the case of the last row, as the file has it; before the first what is equal to none, nor to nothing"""
    _places: Places = attrs.field(factory=Places)
    """of them all, once the file has turned out to be in another order"""

    def add(self, texts: "Sequence[str] | Runs") -> None:
        """The cases of the rows that follow.

        Raises:
            UncleanError: one that is empty.
        """
        if self.codes is None and not self._added(texts):
            self._turn()
        if self.codes is not None:
            if isinstance(texts, Runs):
                coded = texts.coded()
                self.codes.extend(coded.numbers(self._places))
            else:
                self.codes.extend(map(self._places.__getitem__, texts))
        self.rows += len(texts)

    def _added(self, rows: "Sequence[str] | Runs") -> bool:
        """Whether they follow in order, and are noted."""
        starts: Sequence[int]
        rising: bool | None = None
        if isinstance(rows, Runs):
            after = int(rows.texts[0] == self._last)
            texts, starts, begun, rising = rows.texts, rows.starts[after:], rows.texts[after:], rows.rising
        else:
            texts = rows
            starts = list(compress(count(), map(ne, texts, chain((self._last,), texts))))
            begun = list(map(texts.__getitem__, starts))
        found = begun if rising is not None else all_named(begun)
        before = self.names[-1:] or ("",)
        # Where it is known that they rise, only the first is to be compared.
        if not all(map(lt, chain(before, found), found[:1] if rising else found)):
            return False
        self.names += found
        self.starts.extend(moved(starts, self.rows))
        self._last = texts[-1]
        return True

    def _turn(self) -> None:
        ends = (*self.starts, self.rows)
        self.codes = array("I")
        for place, (start, end) in enumerate(pairwise(ends)):
            self.codes.extend((place,) * (end - start))
        self._places = Places(self.names)
        self.names = self._places.names

    def ordered(self, way: Permuting) -> tuple[list[str], Numbers, Order]:
        """The names in order, where the events of each begin, and which row stands at each place."""
        if self.codes is None:
            self.starts.append(self.rows)
            return self.names, self.starts, None
        ranked = sorted(range(len(self.names)), key=self.names.__getitem__)
        starts, order = way.by_code(self.codes, ranked)
        return [self.names[code] for code in ranked], starts, order


@attrs.frozen
class Grouped:
    """Where everything stands in the end."""

    cases: list[str]
    starts: Numbers
    order: Order
    times: Numbers
    duplicates: tuple[tuple[str, str], ...]
    conflicting: frozenset[int]


def grouped(
    cases: Cases,
    *,
    times: Numbers,
    kinds: Numbers,
    types: Sequence[str],
    ids: "Numbers | None",
    event: Callable[[int], Event],
    way: Permuting,
    falls: Falls,
) -> Grouped:
    """The order of the rows of a log.

    Arguments:
        times, kinds: of each row, as in `Columns`.
        ids: of each row a hash of its id, or a number of its own where it has none; None: no row has any.
        event: the event of a row; asked where numbers alone decide nothing.
        way: how to put rows in another order.
        falls: how to find where times do not rise.
    """
    names, starts, order = cases.ordered(way)
    mended = _Mended(order, times, kinds, types, event, len(times))
    placed = times if order is None else way.placed(times, order)
    for number in _out_of_order(starts, falls(placed)):
        mended.mend(starts[number], starts[number + 1], names[number])
    if mended.dropped:
        starts, order = mended.without_dropped(starts)
    else:
        order = mended.order
    if mended.changed or mended.dropped:
        placed = times if order is None else way.placed(times, order)
    conflicting = _conflicting(starts, ids, order, event, way) if ids is not None else frozenset()
    return Grouped(names, starts, order, placed, tuple(mended.duplicates), conflicting)


def _out_of_order(starts: Numbers, fallen: bytes) -> Iterator[int]:
    """The cases in which some number is no greater than the one before."""
    flags = bytearray(1) + fallen
    # Where a case begins, its time may well stand before that of the case before.
    for start in starts[:-1]:
        flags[start] = 0
    place = flags.find(1)
    while place >= 0:
        number = bisect_right(starts, place) - 1
        yield number
        place = flags.find(1, starts[number + 1])


@attrs.define
class _Mended:
    """Puts the rows of single cases in order, and drops those that are there already."""

    order: Order
    times: Numbers
    kinds: Numbers
    types: Sequence[str]
    event: Callable[[int], Event]
    rows: int
    changed: bool = False
    dropped: list[int] = attrs.field(factory=list)
    """places"""
    duplicates: list[tuple[str, str]] = attrs.field(factory=list)

    def mend(self, start: int, end: int, case: str) -> None:
        rows = list(range(start, end)) if self.order is None else list(self.order[start:end])
        times, kinds, types = self.times, self.kinds, self.types
        keyed = sorted((times[row], types[kinds[row]], place) for place, row in enumerate(rows))
        found = [rows[place] for _, _, place in keyed]
        for at in range(1, len(keyed)):
            if keyed[at][:2] == keyed[at - 1][:2] and (at == 1 or keyed[at - 2][:2] != keyed[at][:2]):
                alike = at + 1
                while alike < len(keyed) and keyed[alike][:2] == keyed[at][:2]:
                    alike += 1
                found[at - 1 : alike] = self._by_content(found[at - 1 : alike], start + at - 1, case)
        if found == rows:
            return
        self.changed = True
        if self.order is None:
            self.order = array("I", range(self.rows))
        self.order[start:end] = array("I", found)

    def _by_content(self, rows: list[int], place: int, case: str) -> list[int]:
        keys = {row: self.event(row).content_key() for row in rows}
        ordered = sorted(rows, key=keys.__getitem__)
        for at in range(1, len(ordered)):
            if keys[ordered[at]] == keys[ordered[at - 1]]:
                self.dropped.append(place + at)
                self.duplicates.append((keys[ordered[at]][0], case))
        return ordered

    def without_dropped(self, starts: Numbers) -> tuple[Numbers, Order]:
        order = self.order if self.order is not None else array("I", range(self.rows))
        gone = set(self.dropped)
        left = array("I", (row for place, row in enumerate(order) if place not in gone))
        at, fewer = 0, array("q")
        for start in starts:
            while at < len(self.dropped) and self.dropped[at] < start:
                at += 1
            fewer.append(start - at)
        return fewer, left


def _conflicting(
    starts: Numbers, ids: Numbers, order: Order, event: Callable[[int], Event], way: Permuting
) -> frozenset[int]:
    here = ids if order is None else way.placed(ids, order)
    found: set[int] = set()
    for number, (start, end) in enumerate(pairwise(starts)):
        if len(set(here[start:end])) != end - start:
            rows = range(start, end) if order is None else order[start:end]
            written = [each.id for each in map(event, rows) if each.id is not None]
            if len(set(written)) != len(written):
                found.add(number)
    return frozenset(found)
