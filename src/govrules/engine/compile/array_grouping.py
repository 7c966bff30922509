"""Cases that hold the same events in the same order, found with numpy.

Each case gets a number that is made of the types of its events; sorting these brings cases of one variant
together. That two variants get the same number is rare, and is seen when the cases of one number are held
against the first of them.
"""

from collections.abc import Iterator

import attrs
import numpy as np
from numpy.typing import NDArray

from govrules.engine.compile.array_columns import Numbers


@attrs.frozen(eq=False)
class Grouping:
    """Cases of a log."""

    kinds: NDArray[np.uint8]
    """of each event the number of its type; behind the last stands at least one more"""
    starts: Numbers
    """where the events of each case begin, in order; none is without any"""
    lengths: Numbers

    def groups(self, fewest: int) -> Iterator[tuple[bytes, Numbers]]:
        """The variants of which there are enough cases, with these as places among those given.

        Those left come without a type.
        """
        if not len(self.starts):
            return
        numbers = self._numbers()
        # Sorted by each half of the number: of numbers so short, numpy counts them.
        order = np.argsort((numbers & 0xFFFF).astype(np.uint16), kind="stable")
        order = order[np.argsort((numbers >> 16).astype(np.uint16)[order], kind="stable")]
        in_order = numbers[order]
        firsts = np.flatnonzero(np.append(True, in_order[1:] != in_order[:-1]))
        sizes = np.diff(np.append(firsts, len(order)))
        large = sizes >= fewest
        yield b"", order[np.repeat(~large, sizes)]
        for first, size in zip(firsts[large].tolist(), sizes[large].tolist(), strict=True):
            yield from self._of_one_number(order[first : first + size])

    def _of_one_number(self, places: Numbers) -> Iterator[tuple[bytes, Numbers]]:
        """Cases of one number: of the variant of the first, and others that have it by chance."""
        start, length = int(self.starts[places[0]]), int(self.lengths[places[0]])
        variant = self.kinds[start : start + length]
        fits = self.lengths[places] == length
        if not fits.all():
            yield b"", places[~fits]
            places = places[fits]
        fits = (self.kinds[self.starts[places][:, None] + np.arange(length)] == variant).all(axis=1)
        if not fits.all():
            yield b"", places[~fits]
            places = places[fits]
        yield variant.tobytes(), places

    def _numbers(self) -> NDArray[np.uint32]:
        """Of each case a number that is the same where the types of its events are."""
        found = np.empty(len(self.starts), np.uint32)
        for first in range(0, len(found), _AT_ONCE):
            cases = slice(first, first + _AT_ONCE)
            found[cases] = self._numbers_of(self.starts[cases], self.lengths[cases])
        return found

    def _numbers_of(self, starts: Numbers, lengths: Numbers) -> NDArray[np.uint32]:
        low = int(starts[0])
        starts = starts - low
        size = int(starts[-1] + lengths[-1])
        distance = np.arange(size)
        distance -= np.repeat(starts, np.diff(np.append(starts, size)))
        # For each distance from the first event of a case another number, mixed.
        weights = np.arange(1, int(distance.max()) + 2, dtype=np.uint64) * _ODD
        weights ^= weights >> np.uint64(29)
        weights *= _ODD_TOO
        # One more than there are, so that the last case may end there.
        weighted = self.kinds[low : low + size + 1].astype(np.uint64)
        weighted[:size] += np.uint64(1)
        weighted[:size] *= weights[distance]
        bounds = np.empty(2 * len(starts), np.int64)
        bounds[::2], bounds[1::2] = starts, starts + lengths
        return (np.add.reduceat(weighted, bounds)[::2] >> np.uint64(32)).astype(np.uint32)


_AT_ONCE = 1 << 13
"""cases: what is put down for their events meanwhile takes room that the processor has at hand"""
_ODD, _ODD_TOO = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)
