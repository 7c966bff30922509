"""Work that is done once for each frozen value."""

from collections.abc import Callable
from typing import TypeVar

_Value = TypeVar("_Value")
_Result = TypeVar("_Result")


def remembered(work: Callable[[_Value], _Result], *, most: int = 32) -> Callable[[_Value], _Result]:
    """A function that works out each value once, and knows it again by identity.

    The caches of functools compare by equality, which for two calendars that were read from one file means
    day after day.

    Args:
        work: a function of one immutable value, whose result depends on nothing else.
        most: how many values are remembered; then the first of them is forgotten. They are kept alive by it,
            and a server that reads its rules anew every hour should not hold those of last week.

    >>> import fractions
    >>> half = remembered(lambda number: print("at work") or number / 2)
    >>> third = fractions.Fraction(1, 3)
    >>> half(third), half(third)
    at work
    (Fraction(1, 6), Fraction(1, 6))
    """
    # The value is kept beside its result: while it lives, no other object has its id.
    known: dict[int, tuple[_Value, _Result]] = {}

    def once(value: _Value) -> _Result:
        found = known.get(id(value))
        if found is None:
            if len(known) >= most:
                # Several threads may be at it.
                known.pop(next(iter(list(known)), 0), None)
            found = known[id(value)] = (value, work(value))
        return found[1]

    return once
