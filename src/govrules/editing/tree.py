"""A YAML text as it is written: values with their style, anchors and aliases, and every comment at its place.

The composer's tree says what a file means; this one also what else stands in it, so that it can be written
anew.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, Literal, TypeAlias

import attrs
import yaml

Style: TypeAlias = Literal["plain", "single", "double", "literal", "folded"]
_STYLES: dict[str | None, Style] = {"'": "single", '"': "double", "|": "literal", ">": "folded"}


@attrs.define(eq=False)
class Leaf:
    """One value."""

    text: str
    style: Style
    start: int
    end: int
    anchor: str | None = None
    lines: tuple[str, ...] = ()
    """as its author broke it, without indentation and quotation marks"""


@attrs.define(eq=False)
class Alias:
    """The same value as elsewhere."""

    name: str
    start: int
    end: int


@attrs.define(eq=False)
class Entry:
    """A key with its value, or an item of a list, with the comments about it."""

    key: Leaf | None
    value: "Written"
    column: int
    start: int
    before: list[str | None] = attrs.field(factory=list)
    """comments on lines of their own, each a text; None for a blank line"""
    after: str = ""
    """a comment on the same line"""
    gap: int = 0
    """the column at which that comment stands"""


@attrs.define(eq=False)
class Block:
    """A mapping or a list."""

    is_mapping: bool
    flow: bool
    start: int
    end: int
    anchor: str | None = None
    entries: list[Entry] = attrs.field(factory=list)
    last: list[str | None] = attrs.field(factory=list)
    """comments after the last entry, None for a blank line"""

    def words(self) -> list[str]:
        return [each.key.text for each in self.entries if each.key is not None]


Written: TypeAlias = Leaf | Alias | Block


@attrs.frozen
class Comment:
    text: str
    start: int
    own_line: bool


@attrs.frozen
class Tree:
    """A whole file."""

    root: Block
    header: list[str | None]
    """the comments at its top"""
    comments: tuple[str, ...]
    """all of them, in order"""


def read_tree(text: str) -> Tree:
    """The mapping that a text holds, with every comment.

    Args:
        text: one that the composer reads to its end, with `\\n` for line ends; its root is a mapping.
    """
    root, covered = _Reader(text).read()
    comments = list(_comments(text, covered))
    blank = _blanked(text, covered, comments)
    _place(root, blank, text)
    _attach(root, comments, text)
    _keep_blank_lines(root, text, comments)
    first = root.entries[0]
    header, first.before = first.before, []
    return Tree(root, header, tuple(each.text for each in comments))


def all_comments(text: str) -> list[str]:
    """Every comment of a text, in order.

    >>> all_comments('a: "# no" # yes\\n# and this')
    ['# yes', '# and this']
    """
    return [each.text for each in _comments(text, _Reader(text).read()[1])]


# -- values ---------------------------------------------------------------------------------------------


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.covered: list[tuple[int, int]] = []

    def read(self) -> tuple[Block, list[tuple[int, int]]]:
        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        stack: list[tuple[Block, list[Written]]] = []
        root: Block | None = None
        for event in yaml.parse(self.text, Loader=loader):
            start, end = _offsets(event)
            done: Written | None = None
            if isinstance(event, yaml.AliasEvent):
                done = Alias(str(event.anchor), start, end)
            elif isinstance(event, yaml.ScalarEvent):
                done = self._leaf(event)
            elif isinstance(event, yaml.CollectionStartEvent):
                mapping = isinstance(event, yaml.MappingStartEvent)
                stack.append((Block(mapping, bool(event.flow_style), start, start, event.anchor), []))
            elif isinstance(event, yaml.CollectionEndEvent):
                block, parts = stack.pop()
                block.end = end
                block.entries = _entries(block, parts)
                done = block
            if done is None:
                continue
            if stack:
                stack[-1][1].append(done)
            elif isinstance(done, Block):
                root = done
        assert root is not None
        return root, self.covered

    def _leaf(self, event: Any) -> Leaf:
        start, end = _offsets(event)
        style = _STYLES.get(event.style, "plain")
        body = start
        if event.anchor is not None:
            found = re.compile(r"&\S+(?:\s+|$)").match(self.text, start)
            body = found.end() if found is not None else start
        if style in ("literal", "folded"):
            # What stands behind the sign on its line is a comment.
            body = self.text.find("\n", body, end) + 1 or end
            sign = re.compile(r"[|>][-+0-9]*").search(self.text, start)
            self.covered += [(start, sign.end() if sign is not None else start), (body, end)]
        else:
            self.covered.append((start, end))
        raw = self.text[body:end]
        if style in ("single", "double"):
            raw = raw[1:-1]
        lines = tuple(line.strip(" \t") for line in raw.rstrip(" \t\n").split("\n"))
        return Leaf(event.value, style, start, end, event.anchor, lines)


def _offsets(event: Any) -> tuple[int, int]:
    return int(event.start_mark.index), int(event.end_mark.index)


def _entries(block: Block, parts: list[Written]) -> list[Entry]:
    if not block.is_mapping:
        return [Entry(None, each, 0, each.start) for each in parts]
    found = []
    for key, value in zip(parts[::2], parts[1::2], strict=True):
        assert isinstance(key, Leaf)
        found.append(Entry(key, value, 0, key.start))
    return found


# -- comments -------------------------------------------------------------------------------------------


def _comments(text: str, covered: list[tuple[int, int]]) -> Iterator[Comment]:
    position = 0
    for start, end in [*sorted(covered), (len(text), len(text))]:
        for found in re.compile(r"(?:^|(?<=[\s]))#[^\n]*", re.MULTILINE).finditer(text, position, start):
            line = text.rfind("\n", 0, found.start()) + 1
            own = not text[line : found.start()].strip()
            yield Comment(found.group().rstrip(), found.start(), own)
        position = max(position, end)


def _blanked(text: str, covered: list[tuple[int, int]], comments: list[Comment]) -> str:
    """The text with spaces for whatever is no sign of YAML itself."""
    signs = list(text)
    for start, end in (*covered, *((each.start, each.start + len(each.text)) for each in comments)):
        for place in range(start, end):
            if signs[place] != "\n":
                signs[place] = " "
    return "".join(signs)


def _place(block: Block, blank: str, text: str) -> None:
    """Where each entry begins: an item of a list at its dash."""
    for entry in block.entries:
        if entry.key is None and not block.flow:
            entry.start = max(blank.rfind("-", block.start, entry.value.start + 1), block.start)
        entry.column = entry.start - (text.rfind("\n", 0, entry.start) + 1)
        if isinstance(entry.value, Block):
            _place(entry.value, blank, text)


def _walk(block: Block, above: tuple[Block, ...] = ()) -> Iterator[tuple[Entry, tuple[Block, ...]]]:
    """Every entry in the order of the text, with the collections that it stands in."""
    for entry in block.entries:
        yield entry, (*above, block)
        if isinstance(entry.value, Block):
            yield from _walk(entry.value, (*above, block))


def _head_end(entry: Entry) -> int:
    """Where the line of an entry ends, as far as it is its own."""
    value = entry.value
    if isinstance(value, Block) and not value.flow:
        return entry.key.end if entry.key is not None else entry.start
    if isinstance(value, Leaf) and value.style in ("literal", "folded"):
        return value.start
    return max(value.end, entry.key.end if entry.key is not None else 0)


def _attach(root: Block, comments: list[Comment], text: str) -> None:
    entries = list(_walk(root))
    starts = [entry.start for entry, _ in entries]
    # Of several that end at one place the outermost comes last: a mapping in braces, not what ends it.
    ended = sorted(
        ((_head_end(entry), -entry.start, entry) for entry, _ in entries), key=lambda each: each[:2]
    )
    ends = [end for end, _, _ in ended]
    for comment in comments:
        column = comment.start - (text.rfind("\n", 0, comment.start) + 1)
        place = bisect_right(ends, comment.start)
        if not comment.own_line and place:
            end, _, beside = ended[place - 1]
            if not beside.after and "\n" not in text[end : comment.start]:
                beside.after, beside.gap = comment.text, column
                continue
        number = bisect_right(starts, comment.start)
        above = entries[number - 1][1] if number else ()
        following = entries[number] if number < len(entries) else None
        line = text.rfind("\n", 0, comment.start)
        is_apart = line >= 0 and not text[text.rfind("\n", 0, line) + 1 : line].strip()
        _on_its_own(comment, column, root, above, following, is_apart=is_apart)


def _on_its_own(
    comment: Comment,
    column: int,
    root: Block,
    above: tuple[Block, ...],
    following: tuple[Entry, tuple[Block, ...]] | None,
    *,
    is_apart: bool,
) -> None:
    """A comment on lines of its own, after an entry that stands in the collections `above`.

    Before one that ends a collection a blank line is kept here; elsewhere with what it belongs to.
    """
    opened = [each for each in above if not (each.flow and each.end <= comment.start)]
    # Indented deeper than what follows, it ends the deepest collection that is no deeper than itself.
    within = [each for each in opened if each.flow or each.entries[0].column <= column]
    home = within[-1] if within else root
    if following is not None and (following[0].column >= column or home in following[1]):
        following[0].before.append(comment.text)
    else:
        home.last += [None, comment.text] if is_apart else [comment.text]


def _keep_blank_lines(root: Block, text: str, comments: list[Comment]) -> None:
    """Blank lines before an entry and between its comments, several as one."""
    starts = {text.rfind("\n", 0, each.start) + 1 for each in comments if each.own_line}
    for entry, _ in _walk(root):
        line = text.rfind("\n", 0, entry.start) + 1
        if text[line : entry.start].strip():
            continue
        kept: list[str | None] = []
        count = len(entry.before)
        above = line
        taken = 0
        while above > 0:
            start = text.rfind("\n", 0, above - 1) + 1
            written = text[start : above - 1].strip()
            if not written:
                if kept[:1] != [None]:
                    kept.insert(0, None)
            elif taken < count and start in starts:
                kept.insert(0, entry.before[count - 1 - taken])
                taken += 1
            else:
                break
            above = start
        if taken == count:
            entry.before = kept
