"""What a field must hold for a condition to come out: a value, or any of many that are told apart later."""

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import attrs


class _Word:
    """A mark that is nothing but itself."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


ABSENT: Final = _Word("absent")
"""the value of a field that must not be there"""
SOME: Final = _Word("some")
"""the value of a field that must be there, whatever it is"""
CONTRADICTION: Final = _Word("contradiction")
"""what two demands come to that cannot be met together"""


@attrs.frozen
class Numbers:
    """Any number within bounds, both included."""

    low: float | None = None
    high: float | None = None

    def __contains__(self, number: object) -> bool:
        if isinstance(number, bool) or not isinstance(number, int | float | Fraction):
            return False
        return (self.low is None or self.low <= number) and (self.high is None or number <= self.high)


@attrs.frozen
class Listed:
    """A list that holds some values and not others, and is so long."""

    has: tuple[object, ...] = ()
    lacks: frozenset[object] = frozenset()
    least: int = 0
    most: int = 99

    def __contains__(self, values: object) -> bool:
        if not isinstance(values, tuple):
            return False
        return (
            all(each in values for each in self.has)
            and not any(each in values for each in self.lacks)
            and self.least <= len(values) <= self.most
        )


@attrs.frozen
class OnDay:
    """A date so many days after that of the event that names it."""

    days: int = 0


def is_settled(value: object) -> bool:
    """Whether a value stands as it is written."""
    return not isinstance(value, _Word | Numbers | Listed | OnDay)


def both(one: object, other: object) -> object:
    """What meets two demands on one field; `CONTRADICTION` where nothing does."""
    match one, other:
        case _ if one is other:
            return one
        case (x, _) if x is ABSENT:
            return CONTRADICTION
        case (_, y) if y is ABSENT:
            return CONTRADICTION
        case (x, _) if x is SOME:
            return other
        case (_, y) if y is SOME:
            return one
        case Numbers(), Numbers():
            return _narrowed(one, other)
        case Listed(), Listed():
            return _longer(one, other)
        case ((Numbers() | Listed()), _):
            return other if other in one else CONTRADICTION
        case _, (Numbers() | Listed()):
            return one if one in other else CONTRADICTION
    return one if one == other and type(one) is type(other) else CONTRADICTION


def _narrowed(one: Numbers, other: Numbers) -> object:
    lows = [each.low for each in (one, other) if each.low is not None]
    highs = [each.high for each in (one, other) if each.high is not None]
    found = Numbers(max(lows, default=None), min(highs, default=None))
    if found.low is not None and found.high is not None and found.low > found.high:
        return CONTRADICTION
    return found


def _longer(one: Listed, other: Listed) -> object:
    has = tuple(dict.fromkeys((*one.has, *other.has)))
    found = Listed(has, one.lacks | other.lacks, max(one.least, other.least), min(one.most, other.most))
    if found.least > found.most or len(has) > found.most or found.lacks & set(has):
        return CONTRADICTION
    return found


def settled(value: object, name: str, day: dt.date) -> object:
    """The plainest value that a demand allows; `SOME` and `ABSENT` are left to the caller."""
    match value:
        case Numbers(low, high):
            return low if low is not None else high if high is not None else 0
        case Listed():
            return _filled(value, name)
        case OnDay(days):
            return (day + dt.timedelta(days=days)).isoformat()
    return value


def _filled(value: Listed, name: str) -> tuple[object, ...]:
    found: list[object] = list(value.has)
    number = 1
    while len(found) < value.least:
        if (filler := f"{name}-{number}") not in value.lacks and filler not in found:
            found.append(filler)
        number += 1
    return tuple(found)


def fits_all(values: Sequence[object]) -> object:
    """What meets all demands on one field."""
    found: object = SOME
    for each in values:
        found = both(found, each)
        if found is CONTRADICTION:
            break
    return found
