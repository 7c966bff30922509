"""Values as plain JSON: one rule for every finding, so that the shape is the model's own."""

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any

import attrs

_ATOMS = frozenset({type(None), bool, int, float, str})


def to_plain(value: Any, *, kinds: bool = False) -> dict[str, object]:
    """The fields of a frozen value by name, nested values likewise; None and empty fields stay.

    `kinds` adds the `kind` of every nested finding.
    """
    result = _plain(value, kinds=kinds)
    assert isinstance(result, dict)
    return result


def _plain(value: Any, *, kinds: bool) -> object:
    if type(value) in _ATOMS:
        return value
    shape = _shape(value.__class__)
    if shape is not None:
        kind, names = shape
        found: dict[str, object] = {"kind": kind} if kinds and kind is not None else {}
        for name in names:
            found[name] = _plain(getattr(value, name), kinds=kinds)
        return found
    match value:
        case bool() | int() | float() | str():
            return value
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
        case Fraction():
            return float(value)
        case Mapping():
            return {str(key): _plain(each, kinds=kinds) for key, each in value.items()}
        case tuple() | list() | frozenset():
            return [_plain(each, kinds=kinds) for each in value]
    own = getattr(value, "to_plain", None)
    return str(value) if own is None else own()


@cache
def _shape(cls: type) -> tuple[str | None, tuple[str, ...]] | None:
    """The kind and the fields of a class of values; None where values of it are told in another way."""
    others = (bool, int, float, str, dt.date, dt.time, Fraction, Mapping, tuple, list, frozenset)
    if not attrs.has(cls) or issubclass(cls, others) or hasattr(cls, "to_plain"):
        return None
    kind = getattr(cls, "kind", None)
    names = tuple(field.name for field in attrs.fields(cls) if field.repr)
    return kind if isinstance(kind, str) else None, names
