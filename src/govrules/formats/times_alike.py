"""Times that are all written alike: what stands at one place is taken out of all of them in one go."""

import datetime as dt
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial, reduce
from operator import add
from typing import Literal, TypeAlias

from govrules.formats.time_tables import ByDayInZone, OtherFormError

SHORTEST = 16
"""characters of such a time, as `2026-03-02T09:30`"""

_Read: TypeAlias = Callable[[str], int]
# The places that vary most come first: a table is searched by the first bits of a number.
_OF_DAY = (9, 8, 6, 5, 3, 2, 1, 0)
_OF_MINUTE = (15, 14, 12, 11)
_DIGITS = frozenset((*_OF_DAY, *_OF_MINUTE))
_JOINTS = frozenset({b"--T:", b"-- :"})
_MOST_VARYING = 4
"""places after the minute, with the first of them; where there are more, hardly any two times end alike"""
_MOST_KEPT = 200
_DIGITS_ALONE = re.compile("[0-9]+")
_FRACTION = re.compile(r":[0-9]{2}[.,]([0-9]{1,12})(?:[^0-9.,].*)?")
_NUMBERS: Mapping[int, Literal["I", "Q"]] = {4: "I", 8: "Q"}


class _ByCharacters(dict[int, int]):
    """What the characters at four or eight places of a time mean, by the number that they are in memory."""

    def __init__(self, places: Sequence[int], read: _Read) -> None:
        super().__init__()
        self._places, self._read = places, read

    def __missing__(self, number: int) -> int:
        characters = number.to_bytes(len(self._places), sys.byteorder).decode("latin-1")
        self[number] = found = self._read(characters)
        return found

    def of(self, content: bytes, width: int) -> Iterator[int]:
        """Of times that stand one behind the other, each of the same width."""
        size = len(self._places)
        characters = bytearray(size * (len(content) // width))
        for number, place in enumerate(self._places):
            characters[number::size] = content[place::width]
        return map(self.__getitem__, memoryview(characters).cast(_NUMBERS[size]))


class Alike:
    """Reads times of one form, as microseconds: with an offset, or in a zone.

    Arguments:
        days, minutes, rests, clocks: what the parts of a time mean: the day; the hour and the minute; what
            follows the minute, with an offset; what follows the hour, without any.
    """

    def __init__(
        self,
        zone: dt.tzinfo | None,
        days: Mapping[str, int],
        minutes: Mapping[str, int],
        rests: Mapping[str, int],
        clocks: Mapping[str, int],
    ) -> None:
        self._rests, self._clocks, self._minutes = rests, clocks, minutes
        self._days = _by_day(days)
        self._days_in_zone = None if zone is None else _by_day(ByDayInZone(zone, days))
        self._known: dict[tuple[str, tuple[int, ...]], tuple[_ByCharacters, ...]] = {}

    def times(self, texts: Sequence[str]) -> Iterator[int]:
        """Of times that differ in hardly more than the digits of the day, the hour and the minute.

        Raises:
            OtherFormError: they are no such times; at once, or when the next is asked for.
        """
        first = f"{texts[0]}\n".encode(errors="replace")
        content = ("\n".join(texts) + "\n").encode(errors="replace")
        width, count = len(first), len(texts)
        joints = first[4:5] + first[7:8] + first[10:11] + first[13:14]
        if len(content) != width * count or joints not in _JOINTS:
            raise OtherFormError
        # Every place of all times is looked at: if one were longer, another would not end where it should.
        varying = tuple(
            place
            for place in range(width)
            if place not in _DIGITS and content[place::width] != first[place : place + 1] * count
        )
        if varying and (varying[0] < SHORTEST or varying[-1] == width - 1 or content.count(b"\n") != count):
            raise OtherFormError
        tables = self._tables(texts[0][SHORTEST:], varying)
        return reduce(_sums, (each.of(content, width) for each in tables))

    def _tables(self, rest: str, varying: tuple[int, ...]) -> tuple[_ByCharacters, ...]:
        """What reads times of which that follows the minute, if not for some places."""
        kept = "".join("?" if place in varying else each for place, each in enumerate(rest, SHORTEST))
        known = self._known.get((kept, varying))
        if known is None:
            if not rest.isascii():
                raise OtherFormError
            known = self._new_tables(rest, varying)
            if len(self._known) == _MOST_KEPT:
                self._known.clear()
            self._known[kept, varying] = known
        return known

    def _new_tables(self, rest: str, varying: tuple[int, ...]) -> tuple[_ByCharacters, ...]:
        digits = _digits_of_fraction(rest)
        if digits.isdisjoint(varying):
            digits = frozenset()
        others = sorted({SHORTEST, *varying} - digits)
        days, read = self._days_and_rest(rest)
        minutes = self._minutes
        if not varying:
            after = read(rest)
            return days, _by_minute(lambda text: minutes[text] + after)
        # What stands around a fraction must do so in all times.
        around = {SHORTEST, min(digits) - 1, max(digits) + 1} if digits else set()
        if len(others) > _MOST_VARYING or not around.isdisjoint(varying):
            raise OtherFormError
        kept = [place for place in range(SHORTEST, SHORTEST + len(rest)) if place not in digits]
        if digits:
            kept.remove(min(digits) - 1)

        def other(characters: str) -> int:
            written = dict(zip(others, characters, strict=True))
            return read("".join(written.get(place) or rest[place - SHORTEST] for place in kept))

        after_point = sorted(digits)
        parts = [
            _by_few(after_point[at : at + 3], partial(_of_fraction, start=at))
            for at in range(0, len(digits), 3)
        ]
        return days, _by_minute(minutes.__getitem__), _by_few(others, other), *parts

    def _days_and_rest(self, rest: str) -> tuple[_ByCharacters, _Read]:
        """How to read the days of times on which that follows, and what follows."""
        try:
            self._rests[rest]
        except OtherFormError:
            if self._days_in_zone is None:
                raise
            clocks = self._clocks
            return self._days_in_zone, lambda text: clocks[f":00{text}"]
        return self._days, self._rests.__getitem__


def _by_day(days: Mapping[str, int]) -> _ByCharacters:
    return _ByCharacters(_OF_DAY, lambda text: days[f"{text[:3:-1]}-{text[3:1:-1]}-{text[1::-1]}"])


def _by_minute(read: _Read) -> _ByCharacters:
    return _ByCharacters(_OF_MINUTE, lambda text: read(f"T{text[:1:-1]}:{text[1::-1]}"))


def _by_few(places: Sequence[int], read: _Read) -> _ByCharacters:
    """Of up to four places."""
    size = len(places)
    return _ByCharacters((*reversed(places), *[places[0]] * (4 - size)), lambda text: read(text[:size][::-1]))


def _digits_of_fraction(rest: str) -> frozenset[int]:
    """Where in a time stand the digits of a fraction of a second."""
    found = _FRACTION.fullmatch(rest)
    return frozenset(range(*(SHORTEST + each for each in found.span(1)))) if found else frozenset()


def _of_fraction(digits: str, start: int) -> int:
    """What some digits of a fraction of a second mean, of which so many stand before them."""
    if not _DIGITS_ALONE.fullmatch(digits):
        raise OtherFormError
    return int(digits.ljust(6 - start, "0")[: 6 - start]) if start < 6 else 0


def _sums(one: Iterator[int], other: Iterator[int]) -> Iterator[int]:
    return map(add, one, other)
