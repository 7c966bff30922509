"""Many short texts in one piece of memory, compared by numpy eight bytes at a time."""

import json
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from govrules.formats.times import UncleanError
from govrules.model.frozen import FrozenValueError, checked_text

Places: TypeAlias = NDArray[np.int64]
Words: TypeAlias = NDArray[np.uint64]

LONGEST = 64
"""bytes of a text that is told from others by its words"""
BEHIND = 1024
"""bytes behind the content at which words may be looked up"""
_WORD, _PAIR = 8, 16
_MASKS: Words = np.array([(1 << 8 * size) - 1 for size in range(_WORD + 1)], np.uint64)
"""of each number of bytes what keeps just so many of a word"""
_ODD, _OTHER_ODD = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_MORE_ODDS: Words = np.array([0x9FB21C651E98DF25 + (number << 33) for number in range(_WORD)], np.uint64)
_MOST_ROUNDS = 20
_FEWEST_SLOTS = 12
"""as a power of two"""
_ROOM = 8
"""slots for each text, so that few are in each other's way"""


def _number(part: bytes) -> np.uint64:
    return np.uint64(int.from_bytes(part, "little"))


class Content:
    """Bytes, and at each place the eight that follow as one number."""

    def __init__(self, content: bytes) -> None:
        self.bytes = content + bytes(BEHIND + _PAIR)
        self.size = len(content)
        self.numbers: NDArray[np.uint8] = np.frombuffer(self.bytes, np.uint8)
        size = (self.size + BEHIND,)
        self.words: Words = np.ndarray(size, np.dtype("<u8"), buffer=self.bytes, strides=(1,))
        # Of two words at once: what numpy takes by place, it takes as fast whatever its size.
        self.pairs: NDArray[np.void] = np.ndarray(size, np.dtype("V16"), buffer=self.bytes, strides=(1,))

    def holds(self, places: Places, literal: bytes) -> NDArray[np.bool_]:
        """At which places these bytes stand; no place may lie further behind the content than `BEHIND`."""
        size = len(literal)
        found: NDArray[np.bool_] | None = None
        for at in (*range(0, size - _WORD, _PAIR), max(size - _PAIR, 0)) if size > _WORD else ():
            part = literal[at : at + _PAIR]
            pairs = self.pairs[places + at if at else places].view("<u8")
            here = pairs[0::2] == _number(part[:_WORD])
            second = pairs[1::2]
            here &= (second if len(part) == _PAIR else second & _MASKS[len(part) - _WORD]) == _number(
                part[_WORD:]
            )
            found = here if found is None else found & here
        if found is None:
            found = (self.words[places] & _MASKS[size]) == _number(literal)
        return found

    def slices(self, starts: Places, ends: Places) -> list[bytes]:
        """The texts that stand from each start to its end."""
        whole = self.bytes
        return [whole[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]

    def texts(self, starts: Places, ends: Places) -> list[str]:
        """The same as texts of JSON.

        Raises:
            UncleanError: one of them is none.
        """
        if not len(starts):
            return []
        sizes = ends - starts
        size = int(sizes[0])
        if size <= LONGEST and (sizes == size).all():
            # With a line break behind each, to take them apart again.
            found = np.empty((len(starts), size + 1), np.uint8)
            found[:, :size] = self.numbers[starts[:, np.newaxis] + np.arange(size)]
            found[:, size] = ord("\n")
            raw = found.tobytes()[:-1]
        else:
            raw = b"\n".join(self.slices(starts, ends))
        if b"\\" in raw:
            return list(map(json_text, raw.split(b"\n")))
        try:
            return raw.decode().split("\n")
        except UnicodeDecodeError:
            raise UncleanError from None

    def changes(self, starts: Places, ends: Places) -> Places:
        """The texts that are not the same as the one before, by their numbers; the first is one of them."""
        sizes = ends - starts
        differ = np.empty(len(starts), np.bool_)
        differ[0] = True
        np.not_equal(sizes[1:], sizes[:-1], out=differ[1:])
        for words in self._words(starts, ends, sizes):
            differ[1:] |= words[1:] != words[:-1]
        return np.flatnonzero(differ)

    def _words(self, starts: Places, ends: Places, sizes: Places) -> list[Words]:
        """The words of texts: the first, the last, and those between.

        Two texts of one size have the same words just when they are the same. Where a text has fewer words
        than the longest, its last one comes again.
        """
        longest, shortest = int(sizes.max()), int(sizes.min())
        ways = [starts]
        if longest > _WORD:
            last = ends - _WORD if shortest >= _WORD else np.maximum(ends - _WORD, starts)
            ways.append(last)
            ways += [np.minimum(starts + at, last) for at in range(_WORD, longest - _WORD, _WORD)]
        found = [self.words[each] for each in ways]
        if shortest < _WORD:
            masks = _MASKS[sizes if longest <= _WORD else np.minimum(sizes, _WORD)]
            found = [each & masks for each in found]
        return found


def json_text(raw: bytes) -> str:
    """The text that stands in JSON between two quotes so.

    Raises:
        UncleanError: there is no such text.
    """
    try:
        return checked_text(raw.decode() if b"\\" not in raw else json.loads(b'"' + raw + b'"'))
    except (ValueError, FrozenValueError):
        raise UncleanError from None


class Interned:
    """Different texts, each of which has a number: the place in `texts`, in the order in which they came."""

    def __init__(self, most: int) -> None:
        """Args: most: how many there may be."""
        self.texts: list[bytes] = []
        self._most = most
        self._bits = _FEWEST_SLOTS
        self._size: int | None = None
        """of all of them"""
        # What stands at 0 is no text.
        self._sizes: Places = np.full(1, -1, np.int64)
        self._hashes: Words = np.zeros(1, np.uint64)
        self._words: Words = np.zeros((LONGEST // _WORD, 1), np.uint64)
        self._slots: NDArray[np.int32] = np.zeros(1 << self._bits, np.int32)

    def codes(self, content: Content, starts: Places, ends: Places) -> Places | None:
        """Of each text its number; None where one is too long, or they are too many."""
        sizes = ends - starts
        if not len(sizes):
            return sizes
        if int(sizes.max()) > LONGEST:
            return None
        words = content._words(starts, ends, sizes)
        last = words[-1 if len(words) == 1 else 1]
        hashes = last * _OTHER_ODD
        hashes ^= words[0]
        for number, each in enumerate(words[2:]):
            # Where its last word stands in for one that a text does not have, this is 0.
            hashes += (each ^ last) * _MORE_ODDS[number]
        hashes *= _ODD
        # Of what stands far up in a word, a product alone holds nothing further down.
        hashes ^= hashes >> np.uint64(32)
        hashes *= _ODD
        found, rounds = self._found(hashes, sizes, words), 0
        while not found.all():
            new = np.flatnonzero(found == 0)
            firsts = np.unique(hashes[new], return_index=True)[1]
            rounds += 1
            if len(self.texts) + len(firsts) > self._most or rounds > _MOST_ROUNDS:
                return None
            rows = new[np.sort(firsts)]
            self._add(content.slices(starts[rows], ends[rows]), hashes[rows], [each[rows] for each in words])
            found[new] = self._found(hashes[new], sizes[new], [each[new] for each in words])
        return found - 1

    def _found(self, hashes: Words, sizes: Places, words: list[Words]) -> Places:
        """Of each text its number, from 1; 0 where it has none."""
        slots = (hashes >> np.uint64(64 - self._bits)).astype(np.int64)
        found = self._slots[slots].astype(np.int64)
        same = self._words[0][found] == words[0]
        if self._size is None or self._size != sizes[0] or (sizes != self._size).any():
            same &= self._sizes[found] == sizes
        for known, each in zip(self._words[1:], words[1:], strict=False):
            same &= known[found] == each
        if same.all():
            return found
        # Its slot may have been taken by another: it is looked for in the next one, up to one that is empty.
        left = np.flatnonzero(~same & (found != 0))
        found[~same] = 0
        while len(left):
            slots[left] = (slots[left] + 1) & (len(self._slots) - 1)
            here = self._slots[slots[left]].astype(np.int64)
            same = self._sizes[here] == sizes[left]
            for known, each in zip(self._words, words, strict=False):
                same &= known[here] == each[left]
            found[left[same]] = here[same]
            left = left[~same & (here != 0)]
        return found

    def _add(self, texts: list[bytes], hashes: Words, words: list[Words]) -> None:
        added = np.empty((LONGEST // _WORD, len(texts)), np.uint64)
        for number in range(len(added)):
            # A text has no more words than these: behind them its last one comes again.
            added[number] = words[number] if number < len(words) else words[-1 if len(words) == 1 else 1]
        first = len(self.texts) + 1
        self.texts += texts
        sizes = {*map(len, texts), *(() if first == 1 else (self._size,))}
        self._size = sizes.pop() if len(sizes) == 1 else None
        self._sizes = np.append(self._sizes, np.array(list(map(len, texts)), np.int64))
        self._hashes = np.append(self._hashes, hashes)
        self._words = np.concatenate((self._words, added), axis=1)
        if len(self.texts) * _ROOM > len(self._slots):
            while len(self.texts) * _ROOM > 1 << self._bits:
                self._bits += 2
            self._slots = np.zeros(1 << self._bits, np.int32)
            first = 1
        every: list[Any] = (self._hashes[first:] >> np.uint64(64 - self._bits)).tolist()
        for number, slot in enumerate(every, start=first):
            while self._slots[slot]:
                slot = (slot + 1) & (len(self._slots) - 1)
            self._slots[slot] = number
