"""How values are declared that every command imports: as attrs does it, but quicker to import.

attrs writes and compiles the methods of each class when it is imported, and over half of that time goes to
`__repr__`, `__eq__` and `__hash__`. `@frozen` and `@define` from here give the same without compiling
anything: one `__repr__` serves all classes, and values are compared by the tuple of their fields, as attrs
itself did it for years. In all else they are those of attrs.
"""

import reprlib
from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import attrs

__all__ = ["define", "evolve", "frozen"]

if TYPE_CHECKING:
    # Type checkers know these by their names.
    from attrs import define, evolve, frozen
else:

    def frozen(cls=None, /, **options):
        """`attrs.frozen`, with its options."""
        return _declare(attrs.frozen, cls, options)

    def define(cls=None, /, **options):
        """`attrs.define`, with its options."""
        return _declare(attrs.define, cls, options)

    def evolve(value, /, **changes):
        """`attrs.evolve` in half the time, where fields are taken as they are given."""
        cls = type(value)
        known = _evolving.get(cls)
        if known is None:
            known = _evolving[cls] = _ways_to_evolve(cls)
        values_of, places = known
        if values_of is None:
            return attrs.evolve(value, **changes)
        values = list(values_of(value))
        for name, changed in changes.items():
            values[places[name]] = changed
        return cls(*values)


_evolving: dict[type, tuple[Callable[[Any], Any] | None, Mapping[str, int]]] = {}


def _ways_to_evolve(cls: type) -> tuple[Callable[[Any], Any] | None, Mapping[str, int]]:
    """All fields of a value, and the place of each among them; None where one is more than what is given."""
    fields = attrs.fields(cls)
    plain = len(fields) > 1 and all(
        each.init and each.alias == each.name and each.converter is None and each.validator is None
        for each in fields
    )
    if not plain or any(each.kw_only for each in fields):
        return None, {}
    return _values(each.name for each in fields), {each.name: place for place, each in enumerate(fields)}


# Whoever says anything of these, as option or by a method, is left to attrs.
_OPTIONS = frozenset({"eq", "order", "hash", "unsafe_hash", "cache_hash"})
_METHODS = frozenset({"__eq__", "__ne__", "__hash__"})


def _declare(declare: Callable[..., Any], cls: Any, options: dict[str, Any]) -> Any:
    def declared(cls: Any) -> Any:
        own = vars(cls).keys()
        # A class that has its own keeps it: attrs writes none where it finds one.
        if "repr" not in options and "__repr__" not in own:
            cls.__repr__ = _shown
        if _OPTIONS & options.keys() or _METHODS & own:
            return declare(cls, **options)
        made = declare(cls, eq=False, **options)
        _compare(made, hashed=declare is attrs.frozen)
        return made

    return declared if cls is None else declared(cls)


@reprlib.recursive_repr("...")
def _shown(self: Any) -> str:
    """What attrs would have written: the fields that are shown, by name."""
    shown = []
    for field in attrs.fields(type(self)):
        if field.repr is not False:
            value = getattr(self, field.name, attrs.NOTHING)
            shown.append(f"{field.name}={repr(value) if field.repr is True else field.repr(value)}")
    return f"{type(self).__qualname__.rsplit('>.', 1)[-1]}({', '.join(shown)})"


def _compare(made: Any, *, hashed: bool) -> None:
    """Values of one class are equal where all fields are that count; what never changes can be hashed."""
    fields = attrs.fields(made)
    if any(each.eq_key is not None for each in fields):
        raise TypeError(f"{made.__name__} compares a field in a way of its own: declare it with attrs")
    compared = _values(each.name for each in fields if each.eq)

    def equal(self: Any, other: Any) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return compared(self) == compared(other)

    made.__eq__ = equal
    if not hashed:
        made.__hash__ = None
        return
    told = _values(each.name for each in fields if (each.eq if each.hash is None else each.hash))
    # Values of two classes with the same fields should not meet in one place of a dictionary.
    name = hash(made.__qualname__)
    made.__hash__ = lambda self: hash((name, told(self)))


def _values(names: Iterable[str]) -> Callable[[Any], Any]:
    """The values of some fields; a tuple of them where they are several."""
    listed = tuple(names)
    return attrgetter(*listed) if listed else lambda _: ()
