"""The shapes of files as a JSON Schema (draft-07), for editors and for validators that know no govrules."""

import functools
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import attrs

from govrules.editing.file_shapes import DEFINITIONS, FILE
from govrules.editing.file_texts import FILE_TEXTS
from govrules.editing.rule_texts import RULE_TEXTS
from govrules.editing.shapes import (
    Anything,
    ByKey,
    Either,
    Entries,
    Items,
    JsonType,
    Named,
    Scalar,
    Shape,
    spellings,
)
from govrules.rulefile.aliases import CHINESE_KEYS
from govrules.rulefile.composer import compose
from govrules.rulefile.examples import EXAMPLES
from govrules.rulefile.nodes import MappingNode, Node, ScalarNode

Json: TypeAlias = dict[str, Any]
NAME = "govrules.schema.json"
_TEXTS: Mapping[str, tuple[str, str]] = {**RULE_TEXTS, **FILE_TEXTS}
# What says the same whatever the value's type is, and so cannot stand beside the keywords of another type.
_UNTYPED = {"enum", "const", "$ref", "anyOf", "oneOf", "allOf", "if"}
_EVERY_TYPE: tuple[JsonType, ...] = ("string", "number", "boolean", "null", "array", "object")


def schema() -> Json:
    """The schema of every file that the project reads: rules, scenarios, calendars, conventions, mappings.

    >>> schema()["$schema"]
    'http://json-schema.org/draft-07/schema#'
    """
    drawing = _Drawing()
    for name, shape in DEFINITIONS.items():
        drawing.definitions[name] = {}
        drawing.definitions[name] = drawing.inline(shape)
    root = drawing.inline(FILE)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "govrules",
        "description": "Rule files, scenarios, calendars, conventions and mappings of columns of govrules."
        "\n\ngovrules 的规则文件、情景、日历、计时约定与列映射。",
        "type": "object",
        **root,
        "definitions": dict(sorted(drawing.definitions.items())),
    }


def schema_text() -> str:
    """The schema as the file that is shipped, with its line end."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def description(place: str, key: str) -> tuple[str, str] | None:
    """What a key says, in English and Chinese; None where nobody wrote it."""
    return _TEXTS.get(f"{place}.{key}", _TEXTS.get(key))


@attrs.define
class _Drawing:
    definitions: dict[str, Json] = attrs.field(factory=dict)
    _names: dict[str, str] = attrs.field(factory=dict)
    """of definitions, by what they hold"""

    def of(self, shape: Shape) -> Json:
        """A shape, by a reference where it is a large one."""
        if isinstance(shape, Scalar | Anything | Named | Items):
            return self.inline(shape)
        drawn = self.inline(shape)
        written = json.dumps(drawn, sort_keys=True)
        if len(written) < 200:
            return drawn
        if written not in self._names:
            self._names[written] = self._new_name(_slug(shape))
            self.definitions[self._names[written]] = drawn
        return {"$ref": f"#/definitions/{self._names[written]}"}

    def _new_name(self, wanted: str) -> str:
        name, number = wanted, 1
        while name in self.definitions:
            number += 1
            name = f"{wanted}_{number}"
        return name

    def inline(self, shape: Shape) -> Json:
        match shape:
            case Scalar():
                return _scalar(shape)
            case Items(inner, least):
                return {"type": "array", "items": self.of(inner), **({"minItems": least} if least else {})}
            case Entries():
                return self._entries(shape)
            case Either(options):
                return self._either(options)
            case ByKey(cases, otherwise):
                drawn = self.of(otherwise)
                for keys, option in reversed(cases):
                    test = {"type": "object", **_one_of_keys(keys)}
                    drawn = {"if": test, "then": self.of(option), "else": drawn}
                return drawn
            case Named(name):
                return {"$ref": f"#/definitions/{name}"}
        return {}

    def _entries(self, shape: Entries) -> Json:
        drawn: Json = {"type": "object"}
        properties: Json = {}
        for key, value in shape.keys.items():
            below = self.of(value)
            for word in spellings(shape, key):
                properties[word] = _described(shape, key, word, below)
        if properties:
            drawn["properties"] = properties
        drawn["additionalProperties"] = self.of(shape.rest) if shape.rest is not None else False
        if shape.rest_names:
            known = "|".join(re.escape(each) for each in properties)
            names = f"(?:{known})|" if known else ""
            drawn["propertyNames"] = {"pattern": f"^(?:{names}{shape.rest_names.strip('^$')})$"}
        if shape.least:
            drawn["minProperties"] = shape.least
        if shape.most is not None:
            drawn["maxProperties"] = shape.most
        return {**drawn, **_demands(shape)}

    def _either(self, options: tuple[Shape, ...]) -> Json:
        types = [_types(each) for each in options]
        every = [each for some in types for each in some]
        overlap = len(set(every)) < len(every) or ("number" in every and "integer" in every)
        # Editors offer the words of a choice only where no condition on what is typed stands before them.
        if overlap or any(isinstance(each, Scalar) and each.words for each in options):
            return {"anyOf": [self.of(each) for each in options]}
        drawn: Json = {"type": every}
        apart: list[Json] = []
        for own, option in zip(types, options, strict=True):
            one = self.of(option)
            if _UNTYPED.isdisjoint(one):
                drawn.update({key: value for key, value in one.items() if key != "type"})
            else:
                apart.append({"if": {"type": list(own)}, "then": one})
        return {**drawn, "allOf": apart} if apart else drawn


def _slug(shape: Shape) -> str:
    """A name for what a shape describes: that of the first mapping in it."""
    match shape:
        case Entries(name):
            return re.sub(r"\W+", "_", name)
        case Either(options):
            return next((found for each in options if (found := _slug(each)) != "value_of"), "value_of")
        case ByKey(_, otherwise):
            return _slug(otherwise)
        case Items(inner):
            return _slug(inner)
    return "value_of"


def _types(shape: Shape) -> tuple[JsonType, ...]:
    match shape:
        case Scalar(types):
            return types
        case Items():
            return ("array",)
        case Entries() | ByKey():
            return ("object",)
        case Either(options):
            return tuple(each for option in options for each in _types(option))
        case Named(name):
            return _types(DEFINITIONS[name])
    return _EVERY_TYPE


def _scalar(shape: Scalar) -> Json:
    drawn: Json = {"type": shape.types[0] if len(shape.types) == 1 else list(shape.types)}
    if shape.words:
        drawn["enum"] = (
            [int(each) for each in shape.words] if shape.types == ("integer",) else list(shape.words)
        )
    if shape.pattern:
        drawn["pattern"] = shape.pattern
    if shape.examples:
        drawn["examples"] = list(shape.examples)
    return drawn


def _one_of_keys(keys: Iterable[str]) -> Json:
    wanted = [{"required": [each]} for each in keys]
    return wanted[0] if len(wanted) == 1 else {"anyOf": wanted}


def _groups(shape: Entries, groups: Iterable[tuple[str, ...]]) -> Json:
    """That of each group of keys one is there, in either language."""
    plain: list[str] = []
    others: list[Json] = []
    for group in groups:
        words = [word for key in group for word in spellings(shape, key)]
        if len(words) == 1:
            plain += words
        else:
            others.append(_one_of_keys(words))
    return {**({"required": plain} if plain else {}), **({"allOf": others} if others else {})}


def _demands(shape: Entries) -> Json:
    demands = _groups(shape, shape.needed)
    one = [word for key in shape.exactly_one for word in spellings(shape, key)]
    if one:
        rule = {"if": {"type": "object"}, "then": {"oneOf": [{"required": [each]} for each in one]}}
        demands.setdefault("allOf", []).append(rule)
    inside = {
        word: _groups(shape, groups)
        for key, groups in shape.needed_inside.items()
        for word in spellings(shape, key)
    }
    if inside:
        demands.setdefault("allOf", []).append({"properties": inside})
    if not shape.unless:
        return demands
    test = {"type": "object", **_one_of_keys(spellings(shape, shape.unless))}
    return {"if": test, "then": {}, "else": demands}


def _described(shape: Entries, key: str, word: str, below: Json) -> Json:
    texts = description(shape.name, key)
    said: Json = {}
    if texts is not None:
        first, second = texts if word == key else reversed(texts)
        said["description"] = f"{first}\n\n{second}"
    # What Chinese keys are shown for must be in Chinese keys as well.
    example = _example(key, chinese=word != key) if shape.chinese else None
    if example is not None:
        said["examples"] = [example]
    if not said:
        return below
    return {**said, "allOf": [below]} if "$ref" in below else {**below, **said}


@functools.cache
def _example(key: str, *, chinese: bool) -> Any:
    if key not in EXAMPLES or key == "source":
        return None
    root = compose(EXAMPLES[key], file="example").root
    assert isinstance(root, MappingNode)
    return _plain(root.entries[0][1], chinese=chinese)


def _plain(node: Node, *, chinese: bool) -> Any:
    words = {english: word for word, english in CHINESE_KEYS.items()} if chinese else {}
    match node:
        case ScalarNode(value=value):
            return value
        case MappingNode(entries=entries):
            return {words.get(key.text, key.text): _plain(value, chinese=chinese) for key, value in entries}
    return [_plain(each, chinese=chinese) for each in node.items]
