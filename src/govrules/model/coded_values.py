"""A column in which each different value stands once: what is done to a value is done once for all events."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, overload

import attrs

from govrules.model.taking import taken

if TYPE_CHECKING:
    Codes = array[int]


@attrs.frozen(eq=False, slots=False)
class CodedValues(Sequence[object]):
    """The values of a column, and of each place which of them stands there."""

    values: Sequence[object]
    """values that are equal, as `1` and `true` are, may stand here beside each other"""
    codes: "Codes"
    """of each place that of its value in `values`, as unsigned numbers of four bytes"""

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, place: int) -> object: ...

    @overload
    def __getitem__(self, place: slice) -> "CodedValues": ...

    def __getitem__(self, place: int | slice) -> object:
        if isinstance(place, slice):
            return CodedValues(self.values, self.codes[place])
        return self.values[self.codes[place]]

    def __iter__(self) -> Iterator[object]:
        return iter(self.listed)

    @cached_property
    def listed(self) -> list[object]:
        """Of each place its value."""
        return taken(self.values, self.codes)

    def each(self, read: Callable[[object], object]) -> "CodedValues":
        """Of each place what is read from its value."""
        return CodedValues(list(map(read, self.values)), self.codes)


def listed(values: Sequence[object]) -> list[object]:
    """The same values as a list, in which to look many of them up; to be asked for again it is kept."""
    if isinstance(values, CodedValues):
        return values.listed
    return values if isinstance(values, list) else list(values)
