"""What the benchmarks share: figures with their spread, facts about the machine, blocks of a page.

Both the machine and its neighbours make noise. Everything compared is therefore measured in turn within
each round, a ratio is taken inside its round, and of several rounds the median is told with both ends.
"""

import importlib.metadata
import os
import platform
import statistics
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import attrs

PAGE = Path(__file__).parent.parent / "docs" / "explanation" / "speed.md"


@attrs.frozen
class Spread:
    """The median of several rounds, with the lowest and the highest."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Iterable[float]) -> "Spread":
        ordered = sorted(values)
        return cls(statistics.median(ordered), ordered[0], ordered[-1])

    @classmethod
    def of_ratios(cls, over: Sequence[float], under: Sequence[float]) -> "Spread":
        """Round by round: what was slow in a round was slow for both."""
        return cls.of(above / below for above, below in zip(over, under, strict=True))

    def text(self) -> str:
        return f"{_short(self.median)} ({_short(self.low)}..{_short(self.high)})"


def _short(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def facts(packages: Sequence[str]) -> list[str]:
    """The day, the Python, the processors and the versions of packages, as lines of a list."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    system = f"{platform.system()}, {platform.machine()}, {os.cpu_count()} processors"
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages)
    return [f"- measured on {time.strftime('%Y-%m-%d')} with {python} on {system}", f"- {versions}"]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table in Markdown, which reads well on a screen too."""
    cells = [list(head), *(list(row) for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in cells
    ]
    return [lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]]


def write_block(name: str, lines: Sequence[str], page: Path = PAGE) -> None:
    """Put lines between the marks of that name on a page; everything else on it stays.

    Raises:
        ValueError: the page has no such marks.
    """
    begin, end = f"<!-- begin: {name} -->", f"<!-- end: {name} -->"
    text = page.read_text(encoding="utf-8")
    before, found, rest = text.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"{page.name} has no block `{name}`")
    page.write_text(before + "\n".join([begin, "", *lines, "", end]) + after, encoding="utf-8")
