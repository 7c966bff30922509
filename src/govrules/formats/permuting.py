"""How the rows of a log are put in another order."""

import sys
from array import array
from collections.abc import Sequence
from itertools import islice
from operator import ge
from typing import Any, Protocol, TypeAlias

from govrules.formats.stretches import installed

_FEW = 1000
MANY = 200_000
"""rows from which on it pays to load numpy for this"""

Numbers: TypeAlias = "array[int]"


class Permuting(Protocol):
    """Puts rows in another order."""

    def by_code(self, codes: Numbers, ranked: Sequence[int]) -> tuple[Numbers, Numbers]:
        """Rows of one code together, those of each in their own order.

        Arguments:
            codes: of each row a number below that of all codes.
            ranked: all codes, in their order.

        Returns:
            Where the rows of each begin, and at the end the number of all rows; which row stands where.
        """
        ...

    def placed(self, numbers: Numbers, order: Numbers) -> Numbers:
        """Numbers of rows in the order of their places."""
        ...

    def values(self, values: Sequence[Any], order: Numbers) -> list[Any]:
        """Any values of rows in the order of their places."""
        ...


def permuting(rows: int) -> Permuting:
    """The fastest way to do so for a number of rows."""
    if rows < MANY or not installed("numpy"):
        return InPython()
    from govrules.formats.permuting_arrays import InArrays

    return InArrays()


def falls_of(numbers: Numbers) -> bytes:
    """Of each number but the first 1 where it is no greater than the one before, else 0."""
    # Numpy need not be loaded for this alone.
    if sys.modules.get("numpy") is None or len(numbers) < _FEW:
        return bytes(map(ge, numbers, islice(numbers, 1, None)))
    from govrules.formats.permuting_arrays import falls

    return falls(numbers)


class InPython:
    """`Permuting` without numpy."""

    def by_code(self, codes: Numbers, ranked: Sequence[int]) -> tuple[Numbers, Numbers]:
        counts = [0] * len(ranked)
        for code in codes:
            counts[code] += 1
        starts, at = array("q"), 0
        nexts = [0] * len(ranked)
        for code in ranked:
            starts.append(at)
            nexts[code] = at
            at += counts[code]
        starts.append(at)
        order = array("I", bytes(4 * len(codes)))
        for row, code in enumerate(codes):
            place = nexts[code]
            order[place] = row
            nexts[code] = place + 1
        return starts, order

    def placed(self, numbers: Numbers, order: Numbers) -> Numbers:
        return array(numbers.typecode, map(numbers.__getitem__, order))

    def values(self, values: Sequence[Any], order: Numbers) -> list[Any]:
        return list(map(values.__getitem__, order))
