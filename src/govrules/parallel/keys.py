"""The keys of the events of a log, put in order in files, so that a log of any length can be hashed.

An evaluation names the hash over its events in their order of content, which is not that of cases. Each
process lays down the keys of its own events in several files, each in order; reading them merges them.
"""

import heapq
import pickle
from collections.abc import Iterator
from pathlib import Path

from govrules.model.columns import Columns
from govrules.model.events import ContentKey

_SORTED = 100_000
"""keys that are held in memory to be put in order"""
_AT_ONCE = 1_000
"""keys of a file that are held in memory to be merged"""


def lay_down(columns: Columns, folder: Path, name: str) -> None:
    """Write the keys of all events into files of a folder.

    Arguments:
        name: how these files begin; no other process uses it.
    """
    for number, first in enumerate(range(0, len(columns), _SORTED)):
        places = range(first, min(first + _SORTED, len(columns)))
        keys = sorted(columns.event(place).content_key() for place in places)
        with (folder / f"{name}-{number}").open("wb") as file:
            for start in range(0, len(keys), _AT_ONCE):
                pickle.dump(keys[start : start + _AT_ONCE], file, pickle.HIGHEST_PROTOCOL)


def keys_in(folder: Path) -> Iterator[ContentKey]:
    """The keys in all files of a folder, in order."""
    return heapq.merge(*(_keys_of(path) for path in sorted(folder.iterdir())))


def _keys_of(path: Path) -> Iterator[ContentKey]:
    at, size = 0, path.stat().st_size
    while at < size:
        # Not kept open: a long log has more of these files than a process may have.
        with path.open("rb") as file:
            file.seek(at)
            keys: list[ContentKey] = pickle.load(file)
            at = file.tell()
        yield from keys
