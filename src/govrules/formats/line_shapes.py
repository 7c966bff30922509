"""The shapes of lines of JSON: everything in them but their texts and scalars, byte for byte."""

import json
import re
from collections.abc import Generator, Sequence
from typing import Literal, TypeAlias

import attrs

from govrules.formats.json_keys import DATA, Key

Kind: TypeAlias = Literal["text", "scalar"]
"""what stands in a hole: a text without its quotes, or a number, `true`, `false` or `null`"""
LONGEST_LITERAL = 800
"""bytes"""
MOST_QUOTES = 1000
"""in one line"""
MOST_BRANCHES = 300
"""where there are more, few lines go on in the same way"""
_TOKEN = re.compile(
    rb'[ ]*(?:("[^"]*")|(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?(?![-+0-9.eE])|true|false|null)'
    rb"|([{}:,]))[ ]*"
)


@attrs.define(eq=False)
class Hole:
    """Where a text or a scalar stands in a line, after certain literals and other holes.

    The bytes between holes say where the next one begins; so many quotes stand before it. What may follow a
    hole in one line or another are its branches.
    """

    key: Key
    kind: Kind
    quotes: int
    """that stand before it in its line: the next one, if there is one, is the first behind its beginning"""
    branches: "dict[bytes, Hole | None]" = attrs.field(factory=dict)
    """by the literal that follows, what stands behind it; None where that ends the line"""


@attrs.define(eq=False)
class Shapes:
    """The shapes of the lines of a file: everything in them but texts and scalars, byte for byte.

    Two lines of one shape say the same but for what stands in their holes: one line shows how all are read.
    """

    first: "dict[bytes, Hole | None]" = attrs.field(factory=dict)
    """as `Hole.branches`, from the beginning of a line"""
    branches: int = 0

    def learn(self, line: bytes) -> bool:
        """Add the shape of a line with its end; whether it is of a form that can be told by its quotes.

        Such a line is one object, out of scalars and of one object `data` out of scalars, no name twice. No
        quote in it may be escaped.
        """
        try:
            found = list(_values(line.rstrip(b"\r\n")))
            said = json.loads(line)
        except (ValueError, RecursionError):
            return False
        keys = [key for key, _, _, _ in found]
        if line.count(b'"') > MOST_QUOTES or len(set(keys)) != len(keys) or said != _nested(found, line):
            return False
        branches, at = self.first, 0
        holes = [each for each in found if each[1] != "object"]
        for key, kind, start, end in holes:
            literal = line[at:start]
            hole = branches.get(literal)
            if hole is None:
                if len(literal) > LONGEST_LITERAL or self.branches >= MOST_BRANCHES:
                    return False
                hole = Hole(key, "text" if kind == "text" else "scalar", line.count(b'"', 0, start))
                branches[literal] = hole
                self.branches += 1
            branches, at = hole.branches, end
        if len(line) - at > LONGEST_LITERAL:
            return False
        branches[line[at:]] = None
        return True


_Value: TypeAlias = tuple[Key, Literal["text", "scalar", "object"], int, int]
"""where in a line the value of a key stands, texts without their quotes"""


def _values(text: bytes) -> Generator[_Value, None, None]:
    """Raises ValueError where it is no object of such a form."""
    at = yield from _object(text, _sign(text, 0, b"{"), ())
    if at != len(text):
        raise ValueError


def _object(text: bytes, at: int, within: Key) -> Generator[_Value, None, int]:
    """The values of an object of which the first brace has been read; returns where it ends."""
    if _is_sign(text, at, b"}"):
        return _sign(text, at, b"}")
    while True:
        name = _match(text, at)
        if name[1] is None:
            raise ValueError
        key = (*within, str(json.loads(name[1])))
        at = _sign(text, name.end(), b":")
        value = _match(text, at)
        if value[3] == b"{" and key == DATA:
            yield key, "object", value.start(3), value.end(3)
            at = yield from _object(text, value.end(), key)
        else:
            at = value.end()
            yield _scalar(key, value)
        if _is_sign(text, at, b"}"):
            return _sign(text, at, b"}")
        at = _sign(text, at, b",")


def _scalar(key: Key, value: "re.Match[bytes]") -> _Value:
    if value[1] is not None:
        return key, "text", value.start(1) + 1, value.end(1) - 1
    if value[2] is not None:
        return key, "scalar", *value.span(2)
    raise ValueError


def _match(text: bytes, at: int) -> "re.Match[bytes]":
    found = _TOKEN.match(text, at)
    if found is None:
        raise ValueError
    return found


def _is_sign(text: bytes, at: int, sign: bytes) -> bool:
    return _match(text, at)[3] == sign


def _sign(text: bytes, at: int, sign: bytes) -> int:
    found = _match(text, at)
    if found[3] != sign:
        raise ValueError
    return found.end()


def _nested(values: Sequence[_Value], line: bytes) -> dict[str, object]:
    """What a line says, by where its values stand."""
    row: dict[str, object] = {}
    inner: dict[str, object] = {}
    for key, kind, start, end in values:
        said: object = inner
        if kind == "text":
            said = json.loads(b'"' + line[start:end] + b'"')
        elif kind != "object":
            said = json.loads(line[start:end])
        (row if len(key) == 1 else inner)[key[-1]] = said
    return row
