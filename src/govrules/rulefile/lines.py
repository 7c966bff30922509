"""From an offset in a text to line, column and the line itself."""

from bisect import bisect_right

import attrs

from govrules.diagnostics import Span


def _line_starts(text: str) -> tuple[int, ...]:
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


@attrs.frozen
class Lines:
    """A text with its file name; lines end at LF, CR LF or CR, as editors count them."""

    file: str
    text: str = attrs.field(repr=False)
    starts: tuple[int, ...] = attrs.field(init=False, repr=False)
    # Thousands of nodes may stand in one long line, and each span holds it.
    _sources: dict[int, str] = attrs.field(init=False, repr=False, eq=False, factory=dict)

    @starts.default
    def _starts(self) -> tuple[int, ...]:
        return _line_starts(self.text)

    def source(self, line: int) -> str:
        """The text of line `line`, from 1, without its break."""
        found = self._sources.get(line)
        if found is None:
            start = self.starts[line - 1]
            end = self.starts[line] if line < len(self.starts) else len(self.text)
            found = self._sources[line] = self.text[start:end].rstrip("\r\n")
        return found

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
        source = self.source(line)
        last = min(len(source) + 1, column + max(end - start, 0))
        return Span(self.file, line, column, max(last, column), source)
