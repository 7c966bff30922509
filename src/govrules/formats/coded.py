"""Columns in which each different value stands once: what is done to it is done once for all rows."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import attrs


@attrs.frozen(eq=False)
class Coded:
    """The values of a column, and of each row which of them it has."""

    values: Sequence[Any]
    """each of which some row has"""
    codes: Any
    """of each row the place of its value, as numbers in one piece of memory; behind the last: it has none"""

    def __len__(self) -> int:
        return len(self.codes)

    def spread(self, of_values: Sequence[Any]) -> Iterator[Any]:
        """Of each row what belongs to its value; None where it has none."""
        return map([*of_values, None].__getitem__, self.codes)

    def __iter__(self) -> Iterator[Any]:
        return self.spread(self.values)


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
