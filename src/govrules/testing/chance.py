"""Where the choices of a generator come from: hypothesis, a source of random numbers, or always the first.

Generators that ask for a `Chance` serve three masters: strategies (`Drawn`), long runs without a property
tester's overhead (`Thrown`), and the question whether there is any such history at all (`First`).
"""

import random
from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

import attrs
from hypothesis import strategies as st

_Any = TypeVar("_Any")


class Chance(Protocol):
    """Whole numbers, from which everything else is chosen."""

    def number(self, least: int, most: int) -> int:
        """A whole number, both ends included; `least` is the plainest choice."""


def pick(chance: Chance, options: Sequence[_Any]) -> _Any:
    """One of several; the first is the plainest."""
    return options[chance.number(0, len(options) - 1)] if len(options) > 1 else options[0]


def rarely(chance: Chance, one_in: int) -> bool:
    """True once in so many times; False is the plainer answer."""
    return chance.number(0, one_in - 1) == one_in - 1


def several(chance: Chance, least: int, most: int) -> Iterator[int]:
    """0, 1, 2 and so on, as often as chance wants, at least and at most so often.

    It is asked before each whether there is one more: so a shrinking example can lose any of them.
    """
    number = 0
    while number < least or (number < most and chance.number(0, 2) > 0):
        yield number
        number += 1


@attrs.frozen
class Drawn:
    """Choices drawn by hypothesis, which makes failing ones plainer."""

    draw: st.DrawFn

    def number(self, least: int, most: int) -> int:
        return self.draw(st.integers(least, most))


@attrs.frozen
class Thrown:
    """Choices of a source of random numbers."""

    source: random.Random

    def number(self, least: int, most: int) -> int:
        return self.source.randint(least, most)


@attrs.frozen
class First:
    """Always the plainest choice."""

    def number(self, least: int, most: int) -> int:
        del most
        return least


@attrs.frozen
class Turned:
    """Always the choice that comes so many after the plainest."""

    by: int

    def number(self, least: int, most: int) -> int:
        return least + self.by % (most - least + 1)


TURNS = 16
"""how many ways of choosing are tried before it is said that there is no history"""


def turned(number: int) -> Chance:
    """One of several fixed ways of choosing: the plainest, others near it, then any."""
    if number < 4:
        return Turned(number)
    return Thrown(random.Random(number))
