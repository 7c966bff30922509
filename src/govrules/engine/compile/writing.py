"""Source text, line by line, with what it names."""

from collections.abc import Iterator
from contextlib import contextmanager

import attrs


class NotCompiledError(Exception):
    """Something that the compiled evaluator leaves to the reference, and why; never leaves this room."""


class HandOver(Exception):  # noqa: N818 - no mistake of anybody
    """The case is left to the reference evaluator."""


@attrs.define(eq=False)
class Writer:
    """Collects lines at the indentation of the moment; lives only while one function is written."""

    lines: list[str] = attrs.field(factory=list)
    depth: int = 0

    def __call__(self, line: str = "") -> None:
        self.lines.append("    " * self.depth + line if line else "")

    @contextmanager
    def block(self, line: str) -> Iterator[None]:
        """A line that ends in a colon, with what is written meanwhile under it."""
        self(line)
        self.depth += 1
        yield
        self.depth -= 1

    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


HAND_OVER = "raise HandOver"
"""the line that leaves the case to the reference evaluator"""
JUDGED_ALONE = -1
"""at the end of a due end that the reference tells everything of"""
