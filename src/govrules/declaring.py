"""How values are declared that every command imports: as attrs does it, with one `__repr__` for all classes.

attrs writes and compiles the methods of each class when it is imported, and a third of that time goes to
`__repr__`, which hardly anybody calls. `@frozen` and `@define` from here are those of attrs in all else.
"""

import reprlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import attrs

__all__ = ["define", "frozen"]

if TYPE_CHECKING:
    # Type checkers know these by their names.
    from attrs import define, frozen
else:

    def frozen(cls=None, /, **options):
        """`attrs.frozen`, with its options."""
        return _declare(attrs.frozen, cls, options)

    def define(cls=None, /, **options):
        """`attrs.define`, with its options."""
        return _declare(attrs.define, cls, options)


def _declare(declare: Callable[..., Any], cls: Any, options: dict[str, Any]) -> Any:
    def declared(cls: Any) -> Any:
        # A class that has its own keeps it: attrs writes none where it finds one.
        if "repr" not in options and "__repr__" not in vars(cls):
            cls.__repr__ = _shown
        return declare(cls, **options)

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
