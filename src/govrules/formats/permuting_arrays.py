"""How the rows of a large log are put in another order, with numpy."""

from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np

from govrules.formats.permuting import Numbers


class InArrays:
    """`Permuting` with numpy."""

    def by_code(self, codes: Numbers, ranked: Sequence[int]) -> tuple[Numbers, Numbers]:
        ranks = np.empty(len(ranked), np.uint32)
        ranks[np.array(ranked, np.int64)] = np.arange(len(ranked), dtype=np.uint32)
        of_rows = ranks[np.frombuffer(codes, np.uint32)]
        ends = np.cumsum(np.bincount(of_rows, minlength=len(ranked)))
        # Sorted by each half of the number: of numbers so short, numpy counts them.
        order = np.argsort((of_rows & 0xFFFF).astype(np.uint16), kind="stable")
        if len(ranked) > 1 << 16:
            order = order[np.argsort((of_rows >> 16).astype(np.uint16)[order], kind="stable")]
        return array("q", [0, *ends.tolist()]), array("I", order.astype(np.uint32).tobytes())

    def placed(self, numbers: Numbers, order: Numbers) -> Numbers:
        kind = np.dtype(numbers.typecode)
        return array(
            numbers.typecode, np.frombuffer(numbers, kind)[np.frombuffer(order, np.uint32)].tobytes()
        )

    def values(self, values: Sequence[Any], order: Numbers) -> list[Any]:
        # Not `array`, which would take equally long tuples for the rows of a table.
        every = np.fromiter(values, object, len(values))
        found: list[Any] = every[np.frombuffer(order, np.uint32)].tolist()
        return found


def falls(numbers: Numbers) -> bytes:
    """Of each number but the first 1 where it is no greater than the one before, else 0."""
    every = np.frombuffer(numbers, np.dtype(numbers.typecode))
    return (every[1:] <= every[:-1]).tobytes()
