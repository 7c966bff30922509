"""What is fuzzed, and what every target shares."""

import functools
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

import attrs

from govrules.diagnostics import Diagnostic, Language
from govrules.diagnostics.render import render_all

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(__file__).with_name("corpus")

Mutation: TypeAlias = Callable[[bytes, int, int], bytes]
"""other bytes from some bytes, the most that may come of them, and a number that decides"""


LANGUAGES: tuple[Language, ...] = ("en", "zh")


class FindingError(AssertionError):
    """A reader returned what it must not return."""


@attrs.frozen
class Target:
    """One reader.

    `run` does with the bytes what users do with what is read; an exception that it lets out is a finding.
    """

    name: str
    run: Callable[[bytes], None]
    seeds: Callable[[], Iterable[bytes]]
    words: Callable[[], Iterable[str]] = tuple
    mutation: Mutation | None = None
    longest: int = 4_096
    """bytes of one example"""
    watched: tuple[str, ...] = ("govrules",)
    """packages whose branches lead the search"""


def promise(holds: bool, what: str) -> None:
    """Raises:
    FindingError: what was promised does not hold.
    """
    if not holds:
        raise FindingError(what)


def told(diagnostics: Iterable[Diagnostic]) -> None:
    """Every diagnostic can be shown in both languages, and its place lies in the line that it shows."""
    listed = tuple(diagnostics)
    for each in listed:
        span = each.span
        if span is not None and span.line and span.column:
            promise(1 <= span.column <= span.end_column, f"{each.code.id}: columns {span}")
            promise(
                not span.source or span.end_column <= len(span.source) + 2,
                f"{each.code.id}: the span leaves its line",
            )
        for lang in LANGUAGES:
            promise("\n" not in each.message(lang), f"{each.code.id}: a message of several lines")
    for lang in LANGUAGES:
        render_all(listed, lang=lang)


@functools.cache
def _folder() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix="govrules-fuzz-")


def as_file(name: str, content: bytes) -> Path:
    """The bytes as a file, which the next of that name overwrites."""
    path = Path(_folder().name, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def text_of(data: bytes) -> str:
    """Any text; lone surrogates stand for bytes that are no UTF-8, as in texts that come from JSON."""
    return data.decode("utf-8", "surrogateescape")


def files(*patterns: str) -> Iterator[bytes]:
    """The contents of files of the project, in a steady order."""
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            yield path.read_bytes()


_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*|[^\x00-\x7f]+")


def words_in(texts: Iterable[bytes]) -> set[str]:
    """The words of some texts, as a dictionary for a fuzzer."""
    return {word for text in texts for word in _WORD.findall(text.decode("utf-8", "replace"))}
