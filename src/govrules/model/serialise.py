"""Values as plain JSON: one rule for every finding, so that the shape is the model's own."""

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import attrs


def to_plain(value: Any, *, kinds: bool = False) -> dict[str, object]:
    """The fields of a frozen value by name, nested values likewise; None and empty fields stay.

    `kinds` adds the `kind` of every nested finding.
    """
    result = _plain(value, kinds=kinds)
    assert isinstance(result, dict)
    return result


def _plain(value: Any, *, kinds: bool) -> object:
    match value:
        case None | bool() | int() | float() | str():
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
    if own is not None:
        return own()
    if attrs.has(type(value)):
        kind = getattr(type(value), "kind", None) if kinds else None
        fields: dict[str, object] = {"kind": kind} if isinstance(kind, str) else {}
        for field in attrs.fields(type(value)):
            if field.repr:
                fields[field.name] = _plain(getattr(value, field.name), kinds=kinds)
        return fields
    return str(value)
