"""Values of many rows by the numbers of their values: by numpy where it has been loaded, else by Python."""

import sys
from array import array
from collections.abc import Callable, Sequence
from typing import Any

_FEW = 500
"""rows for which numpy is not asked"""


def taken(values: Sequence[Any], numbers: Any) -> list[Any]:
    """Of each number the value at that place.

    Arguments:
        numbers: in one piece of memory.
    """
    numpy = _numpy(numbers)
    if numpy is None:
        return list(map(values.__getitem__, numbers))
    # Not `array`, which would take equally long tuples for the rows of a table.
    found: list[Any] = numpy.fromiter(values, object, len(values))[numpy.asarray(numbers)].tolist()
    return found


def numbered(
    values: Sequence[Any],
    number: Callable[[Any], int],
    codes: Any,
    is_known: Callable[[Any], bool],
) -> "array[int]":
    """Of each code what `number` gives for the value at that place; it is not asked where no code is so.

    Arguments:
        is_known: whether `number` was asked for a value before: then it may be asked again, for nothing.
    """
    numpy = _numpy(codes)
    if numpy is None:
        known = {code: number(values[code]) for code in dict.fromkeys(codes)}
        return array("I", map(known.__getitem__, codes))
    every = numpy.asarray(codes)
    if all(map(is_known, values)):
        numbers = numpy.fromiter(map(number, values), numpy.uint32, len(values))
    else:
        numbers = numpy.zeros(len(values), numpy.uint32)
        for code in numpy.flatnonzero(numpy.bincount(every)).tolist():
            numbers[code] = number(values[code])
    found = array("I")
    found.frombytes(numbers.take(every).tobytes())
    return found


def moved(numbers: Sequence[int], by: int) -> "array[int]":
    """The same numbers, each greater by `by`."""
    numpy = _numpy(numbers) if isinstance(numbers, array) else None
    if numpy is None:
        return array("q", map(by.__add__, numbers))
    found = array("q")
    found.frombytes((numpy.frombuffer(numbers, numpy.int64) + by).tobytes())
    return found


def _numpy(numbers: Any) -> Any:
    return sys.modules.get("numpy") if len(numbers) >= _FEW else None
