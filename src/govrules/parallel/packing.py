"""Findings packed to be sent to another process: their fields side by side, not one finding after another.

Most fields are the same for many findings, and what writes and reads a value that is declared by attrs takes
longer than all that is in it. Packed, a field that is the same for all is written once, and values are made
again without a call for each.
"""

from collections import deque
from collections.abc import Callable, Sequence
from functools import cache
from itertools import compress, repeat
from operator import attrgetter, is_, is_not
from types import MemberDescriptorType
from typing import Any, TypeAlias

import attrs

Packed: TypeAlias = "Same | Listed | Fields | Sparse"


@attrs.frozen(eq=False)
class Same:
    """One value, again and again."""

    value: object
    count: int


@attrs.frozen(eq=False)
class Listed:
    """Values one by one."""

    values: list[Any]


@attrs.frozen(eq=False)
class Fields:
    """Values of one class, field by field; a number stands for a field that holds the very same objects."""

    kind: Any
    fields: "tuple[Packed | int, ...]"
    count: int


@attrs.frozen(eq=False)
class Sparse:
    """Values of which some are None."""

    there: bytes
    """for each 1 where it is not None"""
    values: Packed


def packed(values: Sequence[Any]) -> Packed:
    """Values in a form that is quickly sent; `unpacked` gives equal ones."""
    if not values:
        return Listed([])
    first = values[0]
    if all(map(is_, values, repeat(first))):
        return Same(first, len(values))
    kinds = set(map(type, values))
    if type(None) in kinds and len(kinds) == 2:
        there = bytes(map(is_not, values, repeat(None)))
        return Sparse(there, packed(list(compress(values, there))))
    (kind, *others) = kinds
    names = () if others else _names(kind)
    if not names:
        return Listed(list(values))
    columns: list[list[Any]] = []
    fields: list[Packed | int] = []
    for name in names:
        column = list(map(attrgetter(name), values))
        before = _place(column, columns)
        fields.append(packed(column) if before is None else before)
        columns.append(column)
    return Fields(kind, tuple(fields), len(values))


def unpacked(given: Packed) -> list[Any]:
    """The values that were packed."""
    match given:
        case Same(value, count):
            return [value] * count
        case Listed(values):
            return values
        case Sparse(there, packed_values):
            each = iter(unpacked(packed_values))
            return [next(each) if flag else None for flag in there]
        case Fields(kind, fields, count):
            found = [kind.__new__(kind) for _ in range(count)]
            columns: list[list[Any]] = []
            for setter, field in zip(_setters(kind), fields, strict=True):
                columns.append(columns[field] if isinstance(field, int) else unpacked(field))
                deque(map(setter, found, columns[-1]), maxlen=0)
            return found


def _place(column: list[Any], before: Sequence[list[Any]]) -> int | None:
    """Which of the columns before holds the very same objects; plain texts and numbers are not worth it."""
    if isinstance(column[0], str | int | None):
        return None
    return next((place for place, each in enumerate(before) if all(map(is_, column, each))), None)


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a class that holds nothing else; none of any other."""
    if not attrs.has(kind) or hasattr(kind, "_attrs_cached_hash"):
        return ()
    names = tuple(each.name for each in attrs.fields(kind))
    slots = {name for each in kind.__mro__ for name in vars(each).get("__slots__", ())} - {"__weakref__"}
    plain = all(isinstance(getattr(kind, name, None), MemberDescriptorType) for name in names)
    return names if plain and slots == {*names} else ()


@cache
def _setters(kind: type) -> tuple[Callable[[Any, Any], None], ...]:
    return tuple(getattr(kind, name).__set__ for name in _names(kind))
