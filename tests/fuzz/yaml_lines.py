"""Other YAML texts from given ones: lines and what is below them are moved, doubled, swapped and lost.

Bytes changed at random are nearly always a mistake of syntax, which one function tells; behind it are many
that want a file in which only a value or a key is out of place.
"""

import random
import re
from collections.abc import Iterable, Sequence

_VALUE = re.compile(r"(?<=[:\-,\[{] )[^,\[\]{}\n]+|(?<=[\[{])[^,\[\]{}\n:]+")
_INDENT = "  "
_LONGEST_BLOCK = 25

STRANGE = (
    "[", "]", "{", "}", "- ", ": ", "#", "&a ", "*a", "<<: ", "!!python/object ", "|", ">", "?", "---", "...",
    "'", '"', "\t", "：", "，", "“", "０", "２０", "null", "~", "true", "是", "-1", "0", "1.5", ".inf",
    ".nan", "1e400", "0x1F", "1_000", "9" * 30, "2025-02-30", "0001-01-01", "9999-12-31",
    "2025-10-01T09:00:00+08:00", "24:00", "12:60:60", "P1D", "\ufeff", "\u202e", "\u2028", "é", "e\u0301",
    "\x85", "\U00020000",
)  # fmt: skip
"""what a file may hold, and seldom does"""


def mutated(
    data: bytes, *, seed: int, donors: Sequence[Sequence[str]], words: Sequence[str], most: int
) -> bytes:
    """Other bytes, of at most so many.

    Args:
        data: a text, or what was one.
        seed: decides what is changed.
        donors: lines that stand together in other files, with their indentation.
        words: to be put in place of others.
        most: bytes, of which the end is cut off.
    """
    chance = random.Random(seed)
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        change = chance.choice((_lose, _double, _swap, _take_in, _value, _value, _value, _indent, _splice))
        lines = change(lines, chance, donors, words)
    return "\n".join(lines).encode("utf-8", "surrogateescape")[:most]


def blocks(text: str) -> list[list[str]]:
    """Each line with the lines that are indented below it."""
    lines = text.split("\n")
    return [lines[at : _end(lines, at)] for at in range(len(lines)) if lines[at].strip()]


def donors_in(texts: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Every block of some texts, each once, but for those that are longer than one change should bring."""
    found = {tuple(block): None for text in texts for block in blocks(text) if len(block) <= _LONGEST_BLOCK}
    return tuple(found)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _end(lines: Sequence[str], start: int) -> int:
    """Where the block that begins at a line ends, exclusive."""
    at = start + 1
    while at < len(lines) and (not lines[at].strip() or _depth(lines[at]) > _depth(lines[start])):
        at += 1
    return at


def _block(lines: list[str], chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(lines))
    return start, _end(lines, start)


def _lose(lines: list[str], chance: random.Random, *_: object) -> list[str]:
    start, end = _block(lines, chance)
    return lines[:start] + lines[end:] or [""]


def _double(lines: list[str], chance: random.Random, *_: object) -> list[str]:
    start, end = _block(lines, chance)
    at = chance.randrange(len(lines) + 1)
    return lines[:at] + lines[start:end] + lines[at:]


def _swap(lines: list[str], chance: random.Random, *_: object) -> list[str]:
    first, second = sorted((_block(lines, chance), _block(lines, chance)))
    if first[1] > second[0]:
        return lines
    between = lines[first[1] : second[0]]
    return lines[: first[0]] + lines[slice(*second)] + between + lines[slice(*first)] + lines[second[1] :]


def _take_in(
    lines: list[str], chance: random.Random, donors: Sequence[Sequence[str]], *_: object
) -> list[str]:
    """A block of another file, at the depth of the line before which it comes, or in place of a block."""
    if not donors:
        return lines
    given = chance.choice(donors)
    start, end = _block(lines, chance)
    deeper = _depth(lines[start]) - _depth(given[0])
    moved = [" " * max(deeper + _depth(each), 0) + each.lstrip(" ") for each in given]
    return lines[:start] + moved + lines[end if chance.random() < 0.5 else start :]


def _value(
    lines: list[str], chance: random.Random, donors: Sequence[Sequence[str]], words: Sequence[str]
) -> list[str]:
    """Another value in place of one, from a list of words or from another file."""
    at = chance.randrange(len(lines))
    places = list(_VALUE.finditer(lines[at]))
    if not places:
        return lines
    place = chance.choice(places)
    others = [found[0] for found in _VALUE.finditer(chance.choice(donors)[0])] if donors else []
    new = chance.choice([*others, chance.choice(words) if words else ""])
    changed = lines[at][: place.start()] + new + lines[at][place.end() :]
    return [*lines[:at], changed, *lines[at + 1 :]]


def _indent(lines: list[str], chance: random.Random, *_: object) -> list[str]:
    start, end = _block(lines, chance)
    if chance.random() < 0.5:
        moved = [_INDENT + each for each in lines[start:end]]
    else:
        moved = [each.removeprefix(_INDENT) for each in lines[start:end]]
    return lines[:start] + moved + lines[end:]


def _splice(
    lines: list[str], chance: random.Random, _: Sequence[Sequence[str]], words: Sequence[str]
) -> list[str]:
    """A word anywhere."""
    at = chance.randrange(len(lines))
    column = chance.randrange(len(lines[at]) + 1)
    gap = chance.choice((0, 0, 1, 3))
    word = chance.choice(words) if words else ""
    changed = lines[at][:column] + word + lines[at][column + gap :]
    return [*lines[:at], changed, *lines[at + 1 :]]
