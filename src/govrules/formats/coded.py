"""Columns in which each different value stands once: what is done to it is done once for all rows."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import is_
from typing import Any

import attrs

from govrules.model.coded_values import CodedValues
from govrules.model.taking import numbered, taken

MOST_SHARED = 4096
"""texts of a column that are kept once; where there are more, few of them come again"""
_SCALAR = frozenset({int, bool, type(None)})


@attrs.frozen(eq=False)
class Coded:
    """The values of a column, and of each row which of them it has."""

    values: Sequence[Any]
    codes: Any
    """of each row the place of its value, as numbers in one piece of memory; behind the last: it has none"""

    def __len__(self) -> int:
        return len(self.codes)

    def each(self, read: Callable[[Any], Any]) -> list[Any]:
        """Of each row what is read from its value; None where it has none."""
        return self.spread(list(map(read, self.values)))

    def spread(self, of_values: Sequence[Any]) -> list[Any]:
        """Of each row what belongs to its value; None where it has none."""
        return taken([*of_values, None], self.codes)

    def numbers(self, places: dict[str, int]) -> "array[int]":
        """Of each row the place of its value, which it must have; a place is made for what has none yet."""
        return numbered(self.values, places.__getitem__, self.codes, places.__contains__)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.spread(self.values))


class Coding:
    """Gathers a column of few different texts, numbers and truths, block after block."""

    def __init__(self) -> None:
        self.values: list[Any] = [None]
        self.codes = array("I")
        self._places: dict[object, int] = {(type(None), None): 0}

    def column(self) -> CodedValues:
        """Of each row its value."""
        return CodedValues(self.values, self.codes)

    def add_none(self, rows: int) -> None:
        """Rows that have none."""
        self.codes.frombytes(bytes(self.codes.itemsize * rows))

    def takes(self, rows: Coded | list[object]) -> bool:
        """Whether the rows that follow are gathered: not where there are too many different values.

        Nor where the first that have any are not coded: then they are listed faster.
        """
        try:
            if isinstance(rows, Coded):
                self.codes.extend(numbered([*rows.values, None], self._place, rows.codes, self._known))
            elif len(self.values) > 1:
                self.codes.extend(list(map(self._place, rows)))
            else:
                return False
        except _ManyError:
            return False
        return True

    def _known(self, value: object) -> bool:
        return _key(value) in self._places

    def _place(self, value: object) -> int:
        key = _key(value)
        place = self._places.setdefault(key, len(self.values))
        if place == len(self.values):
            if place > MOST_SHARED:
                raise _ManyError
            self.values.append(value)
        return place


def _key(value: object) -> object:
    """What is the same of equal values alone that are written alike."""
    kind = type(value)
    if kind is str:
        return value
    if kind in _SCALAR:
        return kind, value
    if kind is float:
        # The two zeros are equal, and are written otherwise.
        return kind, repr(value)
    raise _ManyError


class _ManyError(Exception):
    """Too many different values; never leaves this room."""


@attrs.frozen(eq=False)
class Repeated:
    """The texts of a column that holds few different ones, all rows that have the same the same object."""

    texts: frozenset[str]
    """all that a row may have"""
    rows: Sequence[str | None]
    """of each row its text; None where it has none"""

    def __len__(self) -> int:
        return len(self.rows)

    def each(self, read: Callable[[Any], Any]) -> Iterable[Any]:
        """Of each row what is read from its text; None where it has none."""
        found: dict[str | None, Any] = {text: read(text) for text in self.texts}
        if all(map(is_, found, found.values())):
            return self.rows
        found[None] = None
        return map(found.__getitem__, self.rows)

    def __iter__(self) -> Iterator[str | None]:
        return iter(self.rows)


@attrs.frozen(eq=False)
class Shared:
    """The texts of a column, checked; all rows that have the same have the same object."""

    rows: Sequence[str | None]
    """of each row its text; None where it has none"""

    def __len__(self) -> int:
        return len(self.rows)

    def each(self, read: Callable[[Any], Any]) -> Iterator[Any]:
        """Of each row what is read from its text."""
        return map(read, self.rows)

    def __iter__(self) -> Iterator[str | None]:
        return iter(self.rows)


@attrs.frozen(eq=False)
class Runs:
    """The cases of some rows: those that stand together once."""

    texts: Sequence[Any]
    starts: Sequence[int]
    """the row in which each begins, from 0"""
    size: int
    """how many rows they are"""
    coded: Callable[[], Coded]
    """the same, for rows in which the same cases come again and again"""
    rising: bool | None = None
    """whether they are names, each greater than the one before; None: nobody has looked"""

    def __len__(self) -> int:
        return self.size
