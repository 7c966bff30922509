"""A policy's text, sentence by sentence: captured by which clauses, or left out and why.

The text lies beside the rule file as `NAME.txt`; what none of its clauses captures stands with its reason in
`NAME.context.csv`: columns `quote`, `why_zh`, `why_en`. In such a quote `…` stands for everything between two
pieces.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from govrules.model.clauses import Clause
from govrules.model.text import Text

_SENTENCE = re.compile(r"[^。；;！？!?]+[。；;！？!?]*[”’』」)）]*")
_SPACE = re.compile(r"\s")
_LEFT_OUT = "…"


@attrs.frozen
class Remark:
    """Why a passage is captured by no clause."""

    quote: str
    why: Text


@attrs.frozen
class Passage:
    """One sentence or part of it up to a semicolon, or a heading."""

    text: str
    line: int
    """of the text, from 1"""
    clauses: tuple[str, ...] = ()
    """the ids of the clauses whose quotes touch it, in the order of the rule file"""
    why: tuple[Text, ...] = ()
    """why it is in no clause, or what of it is not"""

    @property
    def is_accounted_for(self) -> bool:
        return bool(self.clauses or self.why)


def read_context(path: Path) -> tuple[Remark, ...]:
    """The remarks of a `NAME.context.csv`.

    Raises:
        ValueError: a column is missing, or a cell of a row is empty; with the line.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        lacking = {"quote", "why_zh", "why_en"} - set(reader.fieldnames or ())
        if lacking:
            raise ValueError(f"{path.name}: no column {', '.join(sorted(lacking))}")
        found = []
        for row in reader:
            if not all((row[each] or "").strip() for each in ("quote", "why_zh", "why_en")):
                raise ValueError(f"{path.name}:{reader.line_num}: an empty cell")
            found.append(Remark(row["quote"].strip(), Text(row["why_zh"].strip(), row["why_en"].strip())))
    return tuple(found)


def passages(text: str, clauses: Iterable[Clause], context: Iterable[Remark] = ()) -> tuple[Passage, ...]:
    """The sentences of a text, each with the clauses that quote it and the remarks about it.

    Args:
        text: the whole text of the policy; each line holds sentences or one heading.
        clauses: with their quotes; white space does not count, and `…` parts two quotes.
        context: remarks on what stands in no clause.
    """
    marks = [(part, each.id) for each in clauses if each.quote for part in each.quote.split(_LEFT_OUT)]
    solid, places = _solid(text)
    captured: list[tuple[int, int, str]] = [
        (start, end, name) for part, name in marks for start, end in _spans(solid, _SPACE.sub("", part))
    ]
    remarked = [(*span, each.why) for each in context for span in _stretches(solid, each.quote)]
    found = []
    for start, end, line in _sentences(text):
        inside = range(_before(places, start), _before(places, end))
        found.append(
            Passage(
                text[start:end].strip(),
                line,
                tuple(dict.fromkeys(name for left, right, name in captured if _meet(inside, left, right))),
                tuple(dict.fromkeys(why for left, right, why in remarked if _meet(inside, left, right))),
            )
        )
    return tuple(found)


def missing_quotes(text: str, quotes: Iterable[str]) -> tuple[str, ...]:
    """The quotes of which a piece does not stand in the text, white space aside."""
    solid, _ = _solid(text)
    return tuple(
        quote
        for quote in quotes
        if not all(_SPACE.sub("", part) in solid for part in quote.split(_LEFT_OUT) if part.strip())
    )


def _solid(text: str) -> tuple[str, tuple[int, ...]]:
    """The text without white space, and where each of its characters stood."""
    kept = [(place, character) for place, character in enumerate(text) if not character.isspace()]
    return "".join(character for _, character in kept), tuple(place for place, _ in kept)


def _before(places: tuple[int, ...], position: int) -> int:
    """How many characters that are no white space stand before a position."""
    return sum(place < position for place in places)


def _spans(solid: str, part: str) -> Iterator[tuple[int, int]]:
    start = solid.find(part) if part else -1
    while start >= 0:
        yield start, start + len(part)
        start = solid.find(part, start + 1)


def _stretches(solid: str, quote: str) -> Iterator[tuple[int, int]]:
    """From the first piece of a quote to the last, everything between included."""
    parts = [_SPACE.sub("", part) for part in quote.split(_LEFT_OUT) if part.strip()]
    if len(parts) < 2:
        yield from _spans(solid, parts[0] if parts else "")
        return
    start = solid.find(parts[0])
    end = solid.find(parts[-1], start + len(parts[0])) if start >= 0 else -1
    if end >= 0:
        yield start, end + len(parts[-1])


def _meet(inside: range, start: int, end: int) -> bool:
    return start < inside.stop and inside.start < end


def _sentences(text: str) -> Iterator[tuple[int, int, int]]:
    place = 0
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        for found in _SENTENCE.finditer(line):
            if found[0].strip():
                yield place + found.start(), place + found.end(), number
        place += len(line)
