"""A mapping that cannot be changed, for the fields of values."""

from collections.abc import Mapping
from typing import Any, NoReturn, TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class ReadOnlyMapping(dict[_Key, _Value]):
    """A dict that refuses every change, equal to any dict with the same items.

    `types.MappingProxyType` can neither be pickled nor copied deeply, so that no value holding one could
    be sent to another process; and a mapping written in Python would make every look-up slower.

    >>> import pickle
    >>> found = ReadOnlyMapping({"a": 1})
    >>> pickle.loads(pickle.dumps(found)) == {"a": 1}
    True
    >>> found["b"] = 2
    Traceback (most recent call last):
        ...
    TypeError: the mapping cannot be changed
    """

    __slots__ = ()

    def __hash__(self) -> int:  # type: ignore[override]  # a dict has none, because it can be changed
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (dict(self),))

    def copy(self) -> dict[_Key, _Value]:
        """A copy that can be changed."""
        return dict(self)

    def _refuse(self, *_arguments: object, **_named: object) -> NoReturn:
        raise TypeError("the mapping cannot be changed")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse


def read_only(mapping: Mapping[_Key, _Value]) -> Mapping[_Key, _Value]:
    """A copy of a mapping that cannot be changed.

    >>> read_only({"a": 1})["a"]
    1
    """
    return mapping if type(mapping) is ReadOnlyMapping else ReadOnlyMapping(mapping)
