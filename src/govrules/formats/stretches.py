"""Stretches of a log that several processes can read, each its own cases."""

from collections.abc import Callable
from typing import TypeAlias

import attrs

Progress: TypeAlias = Callable[[int, int], object]
"""told how many bytes have been read, and of how many"""


@attrs.frozen
class Stretch:
    """Whole lines of a file of JSON Lines: all of some cases, if the file is in the order of cases."""

    path: str
    start: int
    """bytes"""
    end: int
    """exclusive"""
    first_line: int
    """the number of its first line in the file, from 1"""
    low: str = ""
    """no case in it stands before this one"""
    high: str | None = None
    """every case in it stands before this one; None: the stretch is the last"""
