"""What may stand where in a file, as data: the one description behind the schema and the formatter.

The readers' own tables say which keys there are and which words a key takes; shapes say what lies below them.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Literal, TypeAlias

import attrs

from govrules.rulefile.aliases import CHINESE_KEYS

JsonType: TypeAlias = Literal["string", "number", "integer", "boolean", "null", "array", "object"]
Role: TypeAlias = Literal["", "text", "condition", "expression"]
"""what a scalar is for: prose, a condition, an expression (where quotation marks mean a text), or neither"""

_CHINESE_OF = {english: chinese for chinese, english in CHINESE_KEYS.items()}


@attrs.frozen
class Scalar:
    """One value: which types YAML's core rules may give it, and how it is written."""

    types: tuple[JsonType, ...] = ("string", "number", "boolean")
    words: tuple[str, ...] = ()
    """the words that it takes, where they are few"""
    pattern: str = ""
    role: Role = ""
    examples: tuple[str, ...] = ()


@attrs.frozen
class Entries:
    """A mapping."""

    name: str
    """by which descriptions of its keys are found"""
    keys: Mapping[str, "Shape"]
    """in the order of the canonical form"""
    needed: tuple[tuple[str, ...], ...] = ()
    """of each of these, one key at least"""
    exactly_one: tuple[str, ...] = ()
    unless: str = ""
    """where this key stands, what is needed may be said in other places"""
    needed_inside: Mapping[str, tuple[tuple[str, ...], ...]] = attrs.field(factory=dict)
    """what is needed in the mapping under a key"""
    rest: "Shape | None" = None
    """what stands under any other key; None where there is no other"""
    rest_names: str = ""
    """a pattern of the other keys"""
    least: int = 0
    most: int | None = None
    chinese: bool = True

    def key(self, written: str) -> str:
        """The English key that is written in either language."""
        if written in self.keys or not self.chinese:
            return written
        return CHINESE_KEYS.get(written, written)

    def under(self, written: str) -> "Shape | None":
        """What stands under a key, None where nobody knows."""
        return self.keys.get(self.key(written), self.rest)


@attrs.frozen
class Items:
    """A list."""

    shape: "Shape"
    least: int = 0


@attrs.frozen
class Either:
    """One of several shapes."""

    options: tuple["Shape", ...]


@attrs.frozen
class ByKey:
    """Mappings told apart by the keys that they have."""

    cases: tuple[tuple[tuple[str, ...], "Shape"], ...]
    otherwise: "Shape"


@attrs.frozen
class Named:
    """A shape that is described once, and may hold itself."""

    name: str


@attrs.frozen
class Anything:
    """Whatever the reader takes as it is."""


Shape: TypeAlias = Scalar | Entries | Items | Either | ByKey | Named | Anything


def entries(
    name: str,
    table: Iterable[str],
    shapes: Mapping[str, Shape],
    *,
    needed: tuple[str | tuple[str, ...], ...] = (),
    chinese: bool = True,
    order: tuple[str, ...] = (),
) -> Entries:
    """A mapping with the keys of a reader's table, each with its shape.

    Args:
        order: in which order they are written, where it is not that of the table.
    """
    table = tuple(table)
    if order:
        table = (*(each for each in order if each in table), *(each for each in table if each not in order))
    # A key that the reader has learnt and nobody described yet must not be refused meanwhile.
    keys = {each: shapes.get(each, Anything()) for each in table}
    return Entries(
        name,
        keys,
        needed=tuple((each,) if isinstance(each, str) else each for each in needed),
        chinese=chinese,
    )


def spellings(shape: Entries, key: str) -> tuple[str, ...]:
    """A key, with its Chinese word where the file may use it."""
    chinese = _CHINESE_OF.get(key) if shape.chinese else None
    return (key,) if chinese is None else (key, chinese)


def one_or_more(shape: Shape) -> Either:
    """A value, or a list of such."""
    return Either((shape, Items(shape)))


def fitting(
    shape: Shape | None, kind: JsonType, words: Collection[str], named: Mapping[str, Shape]
) -> Shape | None:
    """The option of a shape that a value is written in, with names looked up; None where there is none.

    Args:
        kind: `object`, `array`, or anything else for a single value.
        words: the keys of a mapping.
        named: what names stand for.
    """
    match shape:
        case Named(name):
            return fitting(named[name], kind, words, named)
        case Either(options):
            found = (fitting(each, kind, words, named) for each in options)
            return next((each for each in found if each is not None), None)
        case ByKey(cases, otherwise):
            chosen = next((option for keys, option in cases if not set(keys).isdisjoint(words)), otherwise)
            return fitting(chosen, kind, words, named) if kind == "object" else None
        case Entries():
            return shape if kind == "object" else None
        case Items():
            return shape if kind == "array" else None
        case Scalar():
            return shape if kind not in ("object", "array") else None
    return None
