"""The tree that a YAML text stands for, each node with its place."""

from typing import Literal, TypeAlias

import attrs

from govrules.diagnostics import Span

Style: TypeAlias = Literal["plain", "quoted", "block"]


@attrs.frozen
class ScalarNode:
    """One word, number or text.

    `value` is resolved by YAML 1.2's core rules where the style is plain, and is `text` otherwise.
    """

    value: str | int | float | bool | None
    text: str
    span: Span
    style: Style = "plain"


@attrs.frozen
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


@attrs.frozen
class SequenceNode:
    items: tuple["Node", ...]
    span: Span
    flow: bool = False


Node: TypeAlias = ScalarNode | MappingNode | SequenceNode
