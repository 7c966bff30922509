"""Reading ahead: what numpy and pyarrow do without Python, they do while the rows before are gathered."""

import os
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import parent_process
from typing import TypeVar

_T = TypeVar("_T")


def ahead(items: Iterator[_T]) -> Generator[_T, None, None]:
    """The same items, each made in another thread while the one before it is in use.

    It must be closed before what the items come from is: then nothing is being made any more.
    """
    # One of several processes has no second processor to itself.
    if (os.cpu_count() or 1) == 1 or parent_process() is not None:
        yield from items
        return
    with ThreadPoolExecutor(max_workers=1) as thread:
        coming = thread.submit(_next, items)
        while found := coming.result():
            coming = thread.submit(_next, items)
            yield found[0]


def _next(items: Iterator[_T]) -> tuple[_T] | None:
    for each in items:
        return (each,)
    return None
