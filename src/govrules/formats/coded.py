"""Columns in which each different value stands once: what is done to it is done once for all rows."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import is_
from typing import Any

import attrs

from govrules.formats.taking import numbered, taken


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

    def numbers(self, number: Callable[[Any], int]) -> "array[int]":
        """Of each row what `number` gives for its value, which it must have."""
        return numbered(self.values, number, self.codes)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.spread(self.values))


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

    def __len__(self) -> int:
        return self.size
