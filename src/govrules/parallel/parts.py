"""How a log is taken apart: in stretches of its file, or by its cases once it has been read."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol, TypeAlias

import attrs

from govrules.formats.stretches import Progress, Stretch, read_stretch, stands_in_order, stretch_of
from govrules.model.columns import Columns


@attrs.frozen(eq=False)
class FilePart:
    """A stretch of a file."""

    stretch: Stretch

    @property
    def name(self) -> str:
        """Tells it from the other parts."""
        return str(self.stretch.start)

    def columns(self, names: Sequence[str], progress: Progress) -> Columns | None:
        """Its cases; None where they cannot be read without the rest of the file.

        Arguments:
            names: the values that will be asked for.
        """
        return read_stretch(self.stretch, fields=names, progress=progress)


@attrs.frozen(eq=False)
class HeldPart:
    """Some of the cases of a log that is held; to another process only these are sent."""

    log: Columns
    first: int
    last: int
    """exclusive"""
    name: str

    def columns(self, names: Sequence[str], progress: Progress) -> Columns:
        """Its cases."""
        del names, progress
        return self.log.part(self.first, self.last)

    def __reduce__(self) -> tuple[type["HeldPart"], tuple[Columns, int, int, str]]:
        part = self.log.part(self.first, self.last)
        return HeldPart, (part, 0, self.last - self.first, self.name)


Part: TypeAlias = FilePart | HeldPart


class Parts(Protocol):
    """All parts of a log."""

    @property
    def each(self) -> Sequence[Part]: ...

    @property
    def size(self) -> int:
        """The bytes that are read for all of them together."""
        ...

    def of_case(self, case: str) -> Columns | None:
        """The case of that name alone, or among others; None where there is none."""
        ...


@attrs.frozen(eq=False)
class FileParts:
    """A file, stretch by stretch."""

    stretches: Sequence[Stretch]
    _in_order: set[int] = attrs.field(factory=set)
    """where the stretches begin of which it is known that their cases stand in order"""

    @property
    def each(self) -> Sequence[FilePart]:
        return [FilePart(each) for each in self.stretches]

    @property
    def size(self) -> int:
        return sum(each.end - each.start for each in self.stretches)

    def of_case(self, case: str) -> Columns | None:
        for stretch in self.stretches:
            if stretch.low <= case and (stretch.high is None or case < stretch.high):
                return self._of_case(case, stretch)
        return None

    def _of_case(self, case: str, stretch: Stretch) -> Columns | None:
        # Only cases that stand in order can be looked up; whether they do is seen when all have been read.
        if stretch.start in self._in_order:
            own = stretch_of(stretch, case)
            return None if own is None else read_stretch(own)
        columns = read_stretch(stretch)
        if columns is not None and stands_in_order(columns):
            self._in_order.add(stretch.start)
        return columns


@attrs.frozen(eq=False)
class HeldParts:
    """A log that is held, in parts of about as many events each."""

    log: Columns
    number: int

    @property
    def each(self) -> Sequence[HeldPart]:
        borders = [bisect_left(self.log.starts, len(self.log) * n // self.number) for n in range(self.number)]
        borders = sorted({*borders, len(self.log.cases)})
        return [HeldPart(self.log, *ends, name=str(ends[0])) for ends in pairwise(borders)]

    @property
    def size(self) -> int:
        return 0

    def of_case(self, case: str) -> Columns | None:
        place = bisect_left(self.log.cases, case)
        if place == len(self.log.cases) or self.log.cases[place] != case:
            return None
        return self.log.part(place, place + 1)
