"""Searching for cyclic garbage less often or not at all, while much is made that lies in no circles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

RARELY = 50_000
"""how many more things are made than given up before the next search"""


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Spares whoever judges most searches: with Python's own settings they take a third of the time.

    What is given up without a circle is freed as ever; whoever has turned the searching off, or down, is
    left alone.

    >>> before = gc.get_threshold()
    >>> with collecting_rarely():
    ...     gc.get_threshold()[0] >= RARELY
    True
    >>> gc.get_threshold() == before
    True
    """
    before = gc.get_threshold()
    if not 0 < before[0] < RARELY:
        yield
        return
    gc.set_threshold(RARELY, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def without_collecting() -> Iterator[None]:
    """Records are many and lie in no circles: looking for circles among them takes time and finds none."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
