"""Rows are put in one and the same order, with numpy and without it."""

import random
import sys
from array import array
from itertools import pairwise

import pytest

from govrules.formats.permuting import InPython, Permuting, falls_of, permuting
from govrules.formats.stretches import installed

needs_numpy = pytest.mark.skipif(not installed("numpy"), reason="numpy is not installed")


def in_order(way: Permuting, codes: "array[int]", ranked: list[int]) -> list[object]:
    starts, order = way.by_code(codes, ranked)
    values: list[object] = [(place, "x") if place % 2 else None for place in range(len(codes))]
    return [
        (starts.typecode, list(starts)),
        (order.typecode, list(order)),
        way.placed(array("q", range(len(codes))), order),
        way.placed(array("B", bytes(place % 2 for place in range(len(codes)))), order),
        way.values(values, order),
    ]


def test_rows_of_one_code_stand_together_in_their_own_order() -> None:
    starts, order = InPython().by_code(array("I", [2, 0, 2, 1, 0]), [1, 2, 0])
    assert (list(starts), list(order)) == ([0, 1, 3, 5], [3, 0, 2, 1, 4])
    assert falls_of(array("q", [3, 3, 4, 1])) == bytes((1, 0, 1))


@needs_numpy
@pytest.mark.parametrize("count", [1000, 1001, 5000])
def test_numpy_finds_where_times_do_not_rise(count: int) -> None:
    import numpy as np

    assert np.__name__ in sys.modules
    chance = random.Random(count)
    times = array("q", (chance.choice((0, 1, 2**62, -(2**62))) for _ in range(count)))
    assert falls_of(times) == bytes(first >= second for first, second in pairwise(times))


@needs_numpy
@pytest.mark.parametrize("codes", [1, 3, 70_000])
def test_numpy_puts_rows_in_the_same_order(codes: int) -> None:
    from govrules.formats.permuting_arrays import InArrays

    chance = random.Random(codes)
    ranked = list(range(codes))
    chance.shuffle(ranked)
    written = array("I", [*range(codes), *(chance.randrange(codes) for _ in range(500))])
    assert in_order(InArrays(), written, ranked) == in_order(InPython(), written, ranked)


@needs_numpy
def test_numpy_is_loaded_for_many_rows_alone() -> None:
    assert isinstance(permuting(1000), InPython)
    assert not isinstance(permuting(1_000_000), InPython)
