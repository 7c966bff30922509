"""Values as plain JSON: one rule for every finding, so that the shape is the model's own."""

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

import attrs

_ATOMS = frozenset({type(None), bool, int, float, str})
_DATED = frozenset({dt.date, dt.datetime, dt.time})


def to_plain(value: Any, *, kinds: bool = False) -> dict[str, object]:
    """The fields of a frozen value by name, nested values likewise; None and empty fields stay.

    `kinds` adds the `kind` of every nested finding.
    """
    result = _plain(value, kinds, {})
    assert isinstance(result, dict)
    return result


def all_plain(values: Sequence[Any], *, kinds: bool = False) -> list[dict[str, object]]:
    """The same of many values; what several of them hold is told once, and stands in them as one."""
    known: dict[int, object] = {}
    found = [_plain(each, kinds, known) for each in values]
    return [each for each in found if isinstance(each, dict)]


def _plain(value: Any, kinds: bool, known: dict[int, object]) -> object:
    """Args: known: what was told of values before, by their identity: all of them are held meanwhile."""
    cls = value.__class__
    if cls in _ATOMS:
        return value
    if cls in _DATED:
        return value.isoformat()
    if cls is tuple:
        return [_plain(each, kinds, known) for each in value]
    shape = _shape(cls)
    if shape is not None:
        found = known.get(id(value))
        if found is None:
            known[id(value)] = found = _fields(value, *shape, kinds, known)
        return found
    match value:
        case bool() | int() | float() | str():
            return value
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
        case Fraction():
            return float(value)
        case Mapping():
            return {str(key): _plain(each, kinds, known) for key, each in value.items()}
        case tuple() | list() | frozenset():
            return [_plain(each, kinds, known) for each in value]
    own = getattr(value, "to_plain", None)
    return str(value) if own is None else own()


def _fields(
    value: Any,
    kind: str | None,
    names: tuple[str, ...],
    kinds: bool,
    known: dict[int, object],
) -> dict[str, object]:
    found: dict[str, object] = {"kind": kind} if kinds and kind is not None else {}
    for name in names:
        each = getattr(value, name)
        if each.__class__ in _ATOMS:
            found[name] = each
        else:
            found[name] = _plain(each, kinds, known)
    return found


@cache
def _shape(cls: type) -> tuple[str | None, tuple[str, ...]] | None:
    """The kind and the fields of a class of values; None where values of it are told in another way."""
    others = (bool, int, float, str, dt.date, dt.time, Fraction, Mapping, tuple, list, frozenset)
    if not attrs.has(cls) or issubclass(cls, others) or hasattr(cls, "to_plain"):
        return None
    kind = getattr(cls, "kind", None)
    names = tuple(field.name for field in attrs.fields(cls) if field.repr)
    return kind if isinstance(kind, str) else None, names
