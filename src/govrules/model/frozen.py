"""Values that look like JSON and cannot be changed: what the data of an event and of a record is made of."""

import math
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, TypeAlias, TypeVar, overload

from govrules.diagnostics import GovrulesError

Plain: TypeAlias = "str | int | float | bool | tuple[Plain, ...] | FrozenMapping | None"
"""what a frozen value can be"""

DEEPEST = 32
"""levels of nesting that a value may have: far beyond any real record, far below what overflows the stack"""


Reason: TypeAlias = Literal["number", "depth", "type", "key", "twice", "text"]

_REASONS: Mapping[Reason, str] = {
    "number": "a number that is infinite or not a number",
    "depth": f"nested deeper than {DEEPEST} levels",
    "type": "neither text, a number, true, false, null, a list nor a mapping",
    "key": "a key that is not text",
    "twice": "two keys that are one name",
    "text": "text with half of a character pair (a lone surrogate)",
}


class FrozenValueError(GovrulesError):
    """A value that is not JSON-like, nested too deep, or that no file could hold; `reason` says which."""

    def __init__(self, reason: Reason) -> None:
        self.reason: Reason = reason
        super().__init__(_REASONS[reason])


_Default = TypeVar("_Default")


class FrozenMapping(Mapping[str, Plain]):
    """A mapping that cannot be changed and can be hashed; equal to any mapping with the same items.

    >>> FrozenMapping({"a": 1}) == {"a": 1}
    True
    >>> FrozenMapping({"a": 1})
    FrozenMapping({'a': 1})
    """

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[str, Plain] | None = None) -> None:
        self._items: dict[str, Plain] = dict(items or {})

    def __getitem__(self, key: str) -> Plain:
        return self._items[key]

    @overload
    def get(self, key: str, /) -> Plain: ...

    @overload
    def get(self, key: str, /, default: _Default) -> "Plain | _Default": ...

    def get(self, key: str, /, default: object = None) -> object:
        # That of all mappings finds out by an exception that nothing is there.
        return self._items.get(key, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return f"FrozenMapping({self._items!r})"

    def __reduce__(self) -> tuple[type["FrozenMapping"], tuple[dict[str, Plain]]]:
        return (FrozenMapping, (self._items,))


EMPTY = FrozenMapping()


def values_of(mappings: Iterable[Mapping[str, object]], key: str) -> list[object]:
    """What each of many mappings holds under a key, else None; as `get` of each, in one go."""
    return [each._items.get(key) if type(each) is FrozenMapping else each.get(key) for each in mappings]


def freeze(value: object, *, depth: int = 0) -> Plain:
    """`value` with every list as a tuple and every mapping as a `FrozenMapping`.

    Keys are brought to Unicode's NFC, as the names of a rule file are, so that both spell a name alike.

    Raises:
        FrozenValueError: a value that JSON cannot hold (a date, a set, NaN), a key that is no text,
            two keys that are one name, nesting deeper than `DEEPEST`.

    >>> freeze({"steps": ["a", {"b": None}]})
    FrozenMapping({'steps': ('a', FrozenMapping({'b': None}))})
    """
    if isinstance(value, str):
        return checked_text(value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise FrozenValueError("number")
        return value
    if depth >= DEEPEST:
        raise FrozenValueError("depth")
    if isinstance(value, Mapping):
        return frozen_mapping(value, depth=depth)
    if isinstance(value, list | tuple):
        return tuple(freeze(each, depth=depth + 1) for each in value)
    raise FrozenValueError("type")


def frozen_mapping(value: Mapping[str, object], *, depth: int = 0) -> FrozenMapping:
    """`freeze` for what must be a mapping at the top."""
    if not value:
        return EMPTY
    if type(value) is FrozenMapping:
        return value
    items: dict[str, Plain] = {}
    for key, each in value.items():
        if not isinstance(key, str):
            raise FrozenValueError("key")
        name = name_of(key)
        if name in items:
            raise FrozenValueError("twice")
        # Most values are short plain text; the common case must not pay for the general one.
        items[name] = each if type(each) is str and each.isascii() else freeze(each, depth=depth + 1)
    return FrozenMapping(items)


def thaw(value: object) -> object:
    """The same value out of plain dicts and lists, as `json` writes them.

    >>> thaw(freeze({"steps": ["a"]}))
    {'steps': ['a']}
    """
    if isinstance(value, Mapping):
        return {key: thaw(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [thaw(each) for each in value]
    return value


def name_of(text: str) -> str:
    """`text` as a name is compared: in Unicode's NFC."""
    return text if text.isascii() else unicodedata.normalize("NFC", checked_text(text))


def checked_text(text: str) -> str:
    """`text`, if UTF-8 can hold it.

    Raises:
        FrozenValueError: a lone surrogate, which JSON can spell (`\\ud800`) and no file can hold.
    """
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise FrozenValueError("text") from None
    return text
