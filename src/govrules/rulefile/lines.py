"""From an offset in a text to line, column and the line itself."""

import re
from bisect import bisect_right

import attrs

from govrules.declaring import frozen
from govrules.diagnostics import Span

_LINE_FEED = re.compile("\n")


def _line_starts(text: str) -> tuple[int, ...]:
    if "\r" not in text:
        return (0, *(found.end() for found in _LINE_FEED.finditer(text)))
    starts = [0]
    position = 0
    while True:
        feed, carriage = text.find("\n", position), text.find("\r", position)
        if feed < 0 and carriage < 0:
            return tuple(starts)
        if carriage < 0 or 0 <= feed < carriage:
            position = feed + 1
        else:
            position = carriage + (2 if feed == carriage + 1 else 1)
        starts.append(position)


@frozen
class Lines:
    """A text with its file name; lines end at LF, CR LF or CR, as editors count them."""

    file: str
    text: str = attrs.field(repr=False)
    shown: str | None = attrs.field(default=None, repr=False)
    """the text that messages show, where some characters of `text` were replaced, each by another one"""
    starts: tuple[int, ...] = attrs.field(init=False, repr=False)
    # Thousands of nodes may stand in one long line, and each span holds it.
    _sources: dict[int, str] = attrs.field(init=False, repr=False, eq=False, factory=dict)

    @starts.default
    def _starts(self) -> tuple[int, ...]:
        return _line_starts(self.text)

    def line(self, number: int) -> str:
        """The text of line `number`, from 1, without its break."""
        return self._cut(self.text, number)

    def source(self, number: int) -> str:
        """As `line`, as the author wrote it."""
        found = self._sources.get(number)
        if found is None:
            found = self._cut(self.text if self.shown is None else self.shown, number)
            self._sources[number] = found
        return found

    def _cut(self, text: str, number: int) -> str:
        start = self.starts[number - 1]
        end = self.starts[number] if number < len(self.starts) else len(text)
        return text[start:end].rstrip("\r\n")

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def span(self, start: int, end: int) -> Span:
        """The span of [start, end), cut at the end of its first line.

        >>> str(Lines("rules.yaml", "a: 1\\nb: 2").span(8, 9))
        'rules.yaml:2:4'
        """
        line, column = self.position(start)
        source = self._sources.get(line)
        if source is None:
            source = self.source(line)
        last = min(len(source) + 1, column + max(end - start, 0))
        return Span(self.file, line, column, max(last, column), source)
