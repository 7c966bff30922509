"""The tree that a YAML text stands for, each node with its place."""

import re
from typing import Literal, TypeAlias

import attrs

from govrules.declaring import frozen
from govrules.diagnostics import Span
from govrules.rulefile.lines import Lines

_HASH = re.compile(r"#[^\s#]")

Style: TypeAlias = Literal["plain", "quoted", "block"]


@frozen(eq=False)
class ScalarNode:
    """One word, number or text.

    `value` is resolved by YAML 1.2's core rules where the style is plain, and is `text` otherwise.
    """

    value: str | int | float | bool | None
    text: str
    _span: Span | None
    """None where it is that of `start` and `end`: a file has thousands of scalars, and few are ever named"""
    style: Style = "plain"
    lines: Lines | None = attrs.field(default=None, repr=False)
    start: int = attrs.field(default=0, repr=False)
    """offset in the whole text at which the scalar is written, its quotation mark included"""
    end: int = attrs.field(default=0, repr=False)

    @property
    def span(self) -> Span:
        """Where the scalar is written, as far as its first line goes."""
        if self._span is not None:
            return self._span
        assert self.lines is not None
        return self.lines.span(self.start, self.end)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ScalarNode) and self._compared() == other._compared()

    def __hash__(self) -> int:
        return hash(self._compared())

    def _compared(self) -> tuple[object, ...]:
        return self.value, self.text, self.span, self.style

    @property
    def hidden_text(self) -> str | None:
        """What stands in the place of an empty value and is read as a comment, though it looks like a text.

        Whoever means a comment leaves a blank after its sign.
        """
        rest = self.span.source[self.span.column - 1 :].lstrip(": ")
        return rest.rstrip() if not self.text and _HASH.match(rest) else None

    def part(self, start: int, end: int) -> Span:
        """The span of `text[start:end]`, through folded lines, quotation marks and indentation."""
        if self.lines is None:
            return self.span
        written = self._offsets(max(end, start + 1))
        if start >= len(written):
            return self.span if not written else self.lines.span(written[-1], written[-1] + 1)
        last = written[min(max(end, start + 1), len(written)) - 1]
        return self.lines.span(written[start], last + 1)

    def _offsets(self, count: int) -> list[int]:
        """Where each of the first `count` characters of `text` is written."""
        assert self.lines is not None
        source, position = self.lines.text, self.start
        if self.style == "block":
            # The header (`>-`, `|`, a comment) is no part of the text.
            position = source.find("\n", position, self.end) + 1 or self.end
        found: list[int] = []
        for character in self.text[:count]:
            at = position
            if not character.isspace():
                while at < self.end and source[at] != character:
                    at += 1
            if at >= self.end:
                break
            found.append(at)
            position = at + 1
            if character.isspace():
                # A folded line break, with the indentation after it, became this one blank.
                while position < self.end and source[position].isspace():
                    position += 1
        return found


@frozen
class MappingNode:
    """Keys and values in the order written; of a key that is said twice, the first."""

    entries: tuple[tuple[ScalarNode, "Node"], ...]
    span: Span
    flow: bool = False

    def get(self, key: str) -> "Node | None":
        """The value under the key that is written `key`, or None."""
        return next((value for word, value in self.entries if word.text == key), None)

    def key(self, key: str) -> ScalarNode | None:
        """The node of the key itself, for its place, or None."""
        return next((word for word, _ in self.entries if word.text == key), None)


@frozen
class SequenceNode:
    items: tuple["Node", ...]
    span: Span
    flow: bool = False


Node: TypeAlias = ScalarNode | MappingNode | SequenceNode
