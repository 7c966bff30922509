"""What may stand at a place of a file, as an editor would offer it: read from the schema alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "object": Mapping,
    "array": list,
    "string": str,
    "boolean": bool,
    "null": type(None),
    "integer": int,
    "number": (int, float),
}


@attrs.frozen
class Offer:
    """The keys and the words that a place takes, in the order of the schema."""

    keys: tuple[str, ...] = ()
    """of a mapping: those that do not stand there yet"""
    words: tuple[object, ...] = ()
    """of a value that takes one of a few"""


def offer(schema: Mapping[str, Any], path: Sequence[str | int], document: object = None) -> Offer:
    """What a schema lets stand at a place.

    Args:
        schema: a JSON Schema, with its definitions in itself.
        path: keys, and numbers in lists, from the root of the file down to the place.
        document: the file as far as it is written; the keys in it decide which kind of file it is.

    >>> from govrules.editing.schema import schema
    >>> offer(schema(), ["clauses", "decide", "strength"], {"policy": "mine"}).words
    ('must', 'should', 'in_principle')
    """
    here: list[Mapping[str, Any]] = [schema]
    instance = document
    for step in path:
        apart = [each for one in here for each in _apart(one, schema, instance)]
        here = [found for each in apart if (found := _below(each, step)) is not None]
        instance = _inside(instance, step)
    apart = [each for one in here for each in _apart(one, schema, instance)]
    present = set(instance) if isinstance(instance, Mapping) else set()
    keys = dict.fromkeys(key for each in apart for key in each.get("properties", {}) if key not in present)
    words = dict.fromkeys(word for each in apart for word in _words(each))
    return Offer(tuple(keys), tuple(words))


def _words(schema: Mapping[str, Any]) -> Iterable[object]:
    if "enum" in schema:
        return tuple(schema["enum"])
    return (True, False) if schema.get("type") == "boolean" else ()


def _apart(
    schema: Mapping[str, Any], root: Mapping[str, Any], instance: object
) -> Iterator[Mapping[str, Any]]:
    """A schema and every other that it refers to for the same place."""
    if "$ref" in schema:
        target: Any = root
        for step in schema["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        yield from _apart(target, root, instance)
        return
    yield schema
    for keyword in ("allOf", "anyOf", "oneOf"):
        for each in schema.get(keyword, ()):
            yield from _apart(each, root, instance)
    if "if" in schema:
        holds = None if instance is None else _holds(schema["if"], instance)
        for keyword, wanted in (("then", False), ("else", True)):
            if holds is not wanted and keyword in schema:
                yield from _apart(schema[keyword], root, instance)


def _holds(test: Mapping[str, Any], instance: object) -> bool:
    """Whether a condition of the schema holds, as far as it asks for types and for keys."""
    types = test.get("type", ())
    wanted = [types] if isinstance(types, str) else types
    if wanted and not any(isinstance(instance, _TYPES[each]) for each in wanted):
        return False
    if isinstance(instance, Mapping) and not set(test.get("required", ())) <= set(instance):
        return False
    return not test.get("anyOf") or any(_holds(each, instance) for each in test["anyOf"])


def _below(schema: Mapping[str, Any], step: str | int) -> Mapping[str, Any] | None:
    if isinstance(step, int):
        found = schema.get("items")
    else:
        found = schema.get("properties", {}).get(step, schema.get("additionalProperties"))
    return found if isinstance(found, Mapping) else None


def _inside(instance: object, step: str | int) -> object:
    if isinstance(instance, Mapping):
        return instance.get(step)
    if isinstance(instance, list) and isinstance(step, int) and step < len(instance):
        return instance[step]
    return None
