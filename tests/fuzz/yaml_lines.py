"""Other YAML texts from given ones: lines and what is below them are moved, doubled, swapped and lost.

Bytes changed at random are nearly always a mistake of syntax, which one function tells; behind it are many
that want a file in which only a value or a key is out of place.
"""

import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

import attrs

_VALUE = re.compile(r"(?<=[:\-,\[{] )[^,\[\]{}\n]+|(?<=[\[{])[^,\[\]{}\n:]+")
_PAIR = re.compile(r"(\w+): +([^,{}\[\]\n]+|\[[^\[\]\n]*\]|\{[^{}\n]*\})")
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


@attrs.frozen
class Donors:
    """What other files hold, to be put where it may make sense: by the key above it, or by its own."""

    blocks: tuple[tuple[str, ...], ...] = ()
    """lines that stand together, with their indentation"""
    below: Mapping[str, tuple[tuple[str, ...], ...]] = attrs.field(factory=dict)
    values: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Donors":
        """The blocks of some texts, but for those that are longer than one change should bring."""
        found: dict[tuple[str, ...], None] = {}
        below: dict[str, dict[tuple[str, ...], None]] = {}
        values: dict[str, dict[str, None]] = {}
        for text in texts:
            lines = text.split("\n")
            for at, line in enumerate(lines):
                block = tuple(lines[at : _end(lines, at)])
                if line.strip() and len(block) <= _LONGEST_BLOCK:
                    found[block] = None
                    below.setdefault(_above(lines, at), {})[block] = None
                for key, value in _PAIR.findall(line):
                    values.setdefault(key, {})[value] = None
        return cls(
            tuple(found),
            {key: tuple(each) for key, each in below.items()},
            {key: tuple(each) for key, each in values.items()},
        )


Change: TypeAlias = Callable[[list[str], random.Random, Donors, Sequence[str]], list[str]]


def mutated(data: bytes, *, seed: int, donors: Donors, words: Sequence[str], most: int) -> bytes:
    """Other bytes, of at most so many.

    Args:
        data: a text, or what was one.
        seed: decides what is changed.
        donors: what other files hold.
        words: to be put in place of others.
        most: bytes, of which the end is cut off.
    """
    chance = random.Random(seed)
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        lines = chance.choice(_CHANGES)(lines, chance, donors, words)
    return "\n".join(lines).encode("utf-8", "surrogateescape")[:most]


def _above(lines: Sequence[str], at: int) -> str:
    """The key of the nearest line above that is indented less."""
    for line in reversed(lines[:at]):
        if line.strip() and _depth(line) < _depth(lines[at]):
            return line.strip().removeprefix("- ").partition(":")[0]
    return ""


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


def _take_in(lines: list[str], chance: random.Random, donors: Donors, _: Sequence[str]) -> list[str]:
    """A block of another file, at the depth of the line before which it comes, or in place of a block."""
    start, end = _block(lines, chance)
    given = chance.choice(donors.below.get(_above(lines, start), ((),))) if chance.random() < 0.8 else ()
    given = given or (chance.choice(donors.blocks) if donors.blocks else ())
    if not given:
        return lines
    deeper = _depth(lines[start]) - _depth(given[0])
    moved = [" " * max(deeper + _depth(each), 0) + each.lstrip(" ") for each in given]
    return lines[:start] + moved + lines[end if chance.random() < 0.5 else start :]


def _same_key(lines: list[str], chance: random.Random, donors: Donors, _: Sequence[str]) -> list[str]:
    """The value that a key has in another file."""
    at = chance.randrange(len(lines))
    pairs = [each for each in _PAIR.finditer(lines[at]) if each[1] in donors.values]
    if not pairs:
        return lines
    pair = chance.choice(pairs)
    return _replaced(lines, at, pair.span(2), chance.choice(donors.values[pair[1]]))


def _value(lines: list[str], chance: random.Random, _: Donors, words: Sequence[str]) -> list[str]:
    """A word in place of a value."""
    at = chance.randrange(len(lines))
    places = list(_VALUE.finditer(lines[at]))
    if not places or not words:
        return lines
    return _replaced(lines, at, chance.choice(places).span(), chance.choice(words))


def _replaced(lines: list[str], at: int, span: tuple[int, int], new: str) -> list[str]:
    changed = lines[at][: span[0]] + new + lines[at][span[1] :]
    return [*lines[:at], changed, *lines[at + 1 :]]


def _indent(lines: list[str], chance: random.Random, *_: object) -> list[str]:
    start, end = _block(lines, chance)
    if chance.random() < 0.5:
        moved = [_INDENT + each for each in lines[start:end]]
    else:
        moved = [each.removeprefix(_INDENT) for each in lines[start:end]]
    return lines[:start] + moved + lines[end:]


def _splice(lines: list[str], chance: random.Random, _: Donors, words: Sequence[str]) -> list[str]:
    """A word anywhere."""
    at = chance.randrange(len(lines))
    column = chance.randrange(len(lines[at]) + 1)
    gap = chance.choice((0, 0, 1, 3))
    return _replaced(lines, at, (column, column + gap), chance.choice(words) if words else "")


_CHANGES: tuple[Change, ...] = (
    *(_same_key,) * 6,
    *(_take_in,) * 5,
    *(_lose, _double, _swap),
    *(_value, _value, _indent, _splice),
)
"""changes that keep a file in order come more often: behind mistakes of syntax nothing else is reached"""
