"""How far a long log has been judged, told to whoever waits for it.

An evaluation judges when its fields are first read, wherever that is: so whoever waits says so around it.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeAlias, TypeVar

_Any = TypeVar("_Any")
Progress: TypeAlias = Callable[[int, int], object]
"""is called with the cases that were looked at so far, and with all of them"""
PART = 100_000
"""cases that are judged between one call and the next"""
FEW = 500
"""what the reference judges, or cases whose findings are made, between one call and the next"""
_LISTENING: ContextVar[Progress | None] = ContextVar("listening", default=None)


@contextmanager
def told(progress: Progress | None) -> Iterator[None]:
    """Tell how far it is of what judges meanwhile: programs, each anew, the reference, what makes findings.

    >>> with told(lambda done, whole: print(done, "of", whole)):
    ...     [len(each) for each in in_parts(range(PART + 1))]
    100000 of 100001
    100001 of 100001
    [100000, 1]
    """
    before = _LISTENING.set(progress)
    try:
        yield
    finally:
        _LISTENING.reset(before)


def in_parts(cases: Sequence[int]) -> Iterator[Sequence[int]]:
    """The cases at once, or in parts where somebody is to be told of them."""
    listening = _LISTENING.get()
    if listening is None:
        yield cases
        return
    for start in range(0, len(cases), PART):
        yield cases[start : start + PART]
        listening(min(start + PART, len(cases)), len(cases))


def in_turn(cases: Sequence[_Any], share: tuple[int, int] = (0, 1)) -> Iterator[_Any]:
    """One after the other, which takes its time; whoever is to be told of them is, where they are many.

    Args:
        share: the number of this part of the work, from 0, and of how many parts.

    >>> with told(lambda done, whole: print(done, "of", whole)):
    ...     len(list(in_turn(range(FEW + 1), (1, 4))))
    1001 of 2004
    1002 of 2004
    501
    """
    listening = _LISTENING.get()
    if listening is None or len(cases) < FEW:
        yield from cases
        return
    before, whole = share[0] * len(cases), share[1] * len(cases)
    for number, each in enumerate(cases):
        if number and number % FEW == 0:
            listening(before + number, whole)
        yield each
    listening(before + len(cases), whole)
