"""A file's tree as lines of text, in the canonical form."""

from collections.abc import Iterator, Mapping

import attrs

from govrules.diagnostics import display_width
from govrules.editing.clause_shapes import DEFINITIONS
from govrules.editing.scalar_layout import (
    WIDTH,
    droppable,
    folded,
    inline,
    is_plain,
    is_printable,
    lines_of,
    quoted,
)
from govrules.editing.shapes import Entries, Items, Role, Scalar, Shape, fitting
from govrules.editing.tree import Alias, Block, Entry, Leaf, Written

_NAMED: Mapping[str, Shape] = DEFINITIONS
SECTIONS = ("parameters", "case", "records", "events", "measures", "sets", "clauses")
"""keys of a file with a blank line before them"""
_APART = ("clauses", "cases")
"""mappings whose entries stand a blank line apart, each on lines of its own"""
_FILLED = ("given", "expectation", "stated record")
"""records of data: where they are too long for a line, their fields fill the next"""


@attrs.frozen
class _Layout:
    reorder: bool

    # -- what a value is ------------------------------------------------------------------------------

    def shape_of(self, shape: Shape | None, value: Written) -> Shape | None:
        if isinstance(value, Block):
            return fitting(shape, "object" if value.is_mapping else "array", value.words(), _NAMED)
        return fitting(shape, "string", (), _NAMED)

    def role(self, shape: Shape | None, value: Written) -> Role:
        found = self.shape_of(shape, value)
        return found.role if isinstance(found, Scalar) else ""

    def below(self, shape: Shape | None, entry: Entry) -> Shape | None:
        if isinstance(shape, Entries) and entry.key is not None:
            return shape.under(entry.key.text)
        return shape.shape if isinstance(shape, Items) else None

    def ordered(self, shape: Shape | None, block: Block) -> list[Entry]:
        """The entries in the order of the language; those under free names stay as their author has them."""
        if not (self.reorder and block.is_mapping and isinstance(shape, Entries)):
            return block.entries
        known = list(shape.keys)
        if shape.rest is not None:
            first = {each for group in shape.needed for each in group} | set(shape.exactly_one)
            known = [each for each in known if each in first]
        places = {each: number for number, each in enumerate(known)}

        def place(entry: Entry) -> int:
            assert entry.key is not None
            return places.get(shape.key(entry.key.text), len(places))

        return sorted(block.entries, key=place)

    # -- on one line ------------------------------------------------------------------------------------

    def on_one_line(self, shape: Shape | None, value: Written, *, flow: bool) -> str | None:
        """A value without a line break; None where it needs lines of its own."""
        if isinstance(value, Alias):
            return f"*{value.name}"
        mark = f"&{value.anchor} " if value.anchor is not None else ""
        if isinstance(value, Leaf):
            if value.style == "literal" or (value.style == "folded" and "\n" in value.text):
                return None if _is_block(value.text) else mark + quoted(value.text, "double")
            if "\n" in value.text:
                return mark + quoted(value.text, "double")
            return (mark + inline(value, self.role(shape, value), flow=flow)).rstrip(" ")
        if not value.flow and value.entries:
            return None
        pieces = self.pieces(shape, value)
        if pieces is None:
            return None
        opening, closing = "{}" if value.is_mapping else "[]"
        return f"{mark}{opening}{', '.join(pieces)}{closing}"

    def pieces(self, shape: Shape | None, block: Block) -> list[str] | None:
        """The entries of a collection in braces or brackets; None where it needs lines of its own."""
        own = self.shape_of(shape, block)
        found = []
        if block.last:
            return None
        for entry in self.ordered(own, block):
            below = self.below(own, entry)
            if entry.before or entry.after or self._is_condition_in_quotes(below, entry.value):
                return None
            written = self.on_one_line(below, entry.value, flow=True)
            if written is None:
                return None
            if entry.key is not None:
                written = f"{_key(entry.key, flow=True)}: {written}".rstrip(" ")
            found.append(written)
        return found

    def _is_condition_in_quotes(self, shape: Shape | None, value: Written) -> bool:
        """Whether a condition needs quotation marks between braces: it is read better on its own line."""
        return (
            isinstance(value, Leaf)
            and self.role(shape, value) == "condition"
            and value.style != "plain"
            and not is_plain(value.text, flow=True)
        )

    # -- on lines of its own ----------------------------------------------------------------------------

    def block(self, shape: Shape | None, block: Block, indent: int, *, apart: bool = False) -> Iterator[str]:
        """The lines of a collection."""
        own = self.shape_of(shape, block)
        margin = " " * indent
        for number, entry in enumerate(self.ordered(own, block)):
            before = entry.before
            if apart and number and before[:1] != [None]:
                before = [None, *before]
            elif not number and not apart and before[:1] == [None]:
                before = before[1:]
            yield from (margin + each if each is not None else "" for each in before)
            yield from self.entry(own, entry, indent, opened=apart)
        yield from (margin + each if each is not None else "" for each in block.last)

    def entry(self, shape: Shape | None, entry: Entry, indent: int, *, opened: bool) -> Iterator[str]:
        """The lines of one entry; one that is `opened` never stands between braces."""
        margin = " " * indent
        head = f"{margin}-" if entry.key is None else f"{margin}{_key(entry.key, flow=False)}:"
        below, value = self.below(shape, entry), entry.value
        apart = entry.key is not None and entry.key.text in APART_KEYS and indent == 0
        flat = None if _is_full(value) and (apart or opened) else self.on_one_line(below, value, flow=False)
        if flat is not None and (not flat or display_width(f"{head} {flat}") <= WIDTH):
            yield from self._commented(f"{head} {flat}".rstrip(" "), entry, margin)
            return
        mark = f" &{value.anchor}" if not isinstance(value, Alias) and value.anchor is not None else ""
        if isinstance(value, Leaf):
            yield from self._leaf(head, mark, below, value, entry, indent, flat)
        elif isinstance(value, Block):
            filled = self._filled(below, value, indent + 2 if entry.key is None else len(head) + 1)
            if filled is not None and not apart:
                first, *others = filled
                lines = [f"{head}{mark} {first}", *others]
                yield from self._commented_last(lines, entry, margin)
                return
            yield from self._collection(head, mark, below, value, entry, indent, apart=apart)
        else:
            yield from self._commented(f"{head} {flat}", entry, margin)

    def _collection(
        self,
        head: str,
        mark: str,
        below: Shape | None,
        value: Block,
        entry: Entry,
        indent: int,
        *,
        apart: bool,
    ) -> Iterator[str]:
        margin = " " * indent
        if value.flow:
            # Its comment stood behind the closing brace, at a column of no more meaning.
            entry.gap = 0
        if entry.key is not None:
            yield from self._commented(head + mark, entry, margin)
            yield from self.block(below, value, indent + 2 if value.is_mapping else indent, apart=apart)
            return
        if mark or not value.is_mapping:
            yield from self._commented(head + mark, entry, margin)
            yield from self.block(below, value, indent + 2)
            return
        lines = list(self.block(below, value, indent + 2))
        # What stands above the first key stands above the dash.
        first = next(
            number for number, each in enumerate(lines) if not each.lstrip().startswith("#") and each
        )
        above = [entry.after, *(each.strip(" ") for each in lines[:first])]
        yield from (margin + each for each in above if each)
        yield f"{head} {lines[first].lstrip(' ')}"
        yield from lines[first + 1 :]

    def _leaf(
        self,
        head: str,
        mark: str,
        below: Shape | None,
        leaf: Leaf,
        entry: Entry,
        indent: int,
        flat: str | None,
    ) -> Iterator[str]:
        """A value that is too long for its line, or has lines of its own."""
        margin = " " * indent
        inner = " " * (indent + 2)
        role = self.role(below, leaf)
        if leaf.style in ("literal", "folded") and "\n" in leaf.text and flat is None:
            folds = leaf.style == "folded" and _can_be_folded(leaf.text)
            yield from self._commented(
                f"{head}{mark} {'>' if folds else '|'}{_chomping(leaf.text)}", entry, margin
            )
            if folds:
                yield from self._paragraphs(leaf, inner)
            else:
                written = leaf.text.removesuffix("\n").split("\n")
                yield from (inner + each if each else "" for each in written)
            return
        if leaf.style == "literal" and flat is None:
            yield from self._commented(f"{head}{mark} |-", entry, margin)
            yield inner + leaf.text
            return
        foldable = leaf.style in ("plain", "folded") or role in ("text", "condition")
        plain = leaf.style == "plain" or (droppable(leaf, role) and is_plain(leaf.text, flow=False))
        plain = plain and role not in ("condition", "expression")
        lines = (
            lines_of(leaf, role, WIDTH - indent - 2)
            if foldable and "\n" not in leaf.text and _can_be_folded(leaf.text)
            else None
        )
        if lines is None:
            if leaf.style == "folded" and "\n" not in leaf.text and _is_block(leaf.text):
                yield from self._commented(f"{head}{mark} >-", entry, margin)
                yield inner + leaf.text
                return
            assert flat is not None
            yield from self._commented(f"{head} {flat}", entry, margin)
            return
        if plain:
            yield from self._plain(head + mark, leaf, entry, indent)
            return
        yield from self._commented(f"{head}{mark} >-", entry, margin)
        yield from (inner + each for each in lines)

    def _plain(self, head: str, leaf: Leaf, entry: Entry, indent: int) -> Iterator[str]:
        """A plain text over several lines; the first begins behind its key."""
        own = list(leaf.lines)
        room = [WIDTH - display_width(head) - 1, *([WIDTH - indent - 2] * len(own))]
        keeps = " ".join(own) == leaf.text and len(own) > 1 and own[0] != ""
        if not keeps or any(display_width(each) > most for each, most in zip(own, room, strict=False)):
            own = _filled_text(leaf.text, WIDTH - display_width(head) - 1, WIDTH - indent - 2)
        lines = [f"{head} {own[0]}", *(" " * (indent + 2) + each for each in own[1:])]
        yield from self._commented_last(lines, entry, " " * indent)

    def _paragraphs(self, leaf: Leaf, inner: str) -> Iterator[str]:
        for number, paragraph in enumerate(leaf.text.removesuffix("\n").split("\n")):
            if number and paragraph:
                yield ""
            if not paragraph:
                yield ""
                continue
            yield from (inner + each for each in folded(paragraph, WIDTH - len(inner)) or [paragraph])

    def _filled(self, shape: Shape | None, block: Block, column: int) -> list[str] | None:
        """A collection in braces over several lines, as full as they get; None where it is none of those."""
        own = self.shape_of(shape, block)
        values = [each.value for each in block.entries]
        of_data = isinstance(own, Entries) and own.name in _FILLED
        of_words = not block.is_mapping and all(isinstance(each, Leaf | Alias) for each in values)
        if not block.flow or not (of_data or of_words):
            return None
        pieces = self.pieces(shape, block)
        if not pieces:
            return None
        opening, closing = "{}" if block.is_mapping else "[]"
        lines: list[str] = []
        current = opening + pieces[0]
        for piece in pieces[1:]:
            if column + display_width(current) + 3 + display_width(piece) > WIDTH:
                lines.append(f"{current},")
                current = f" {piece}"
            else:
                current += f", {piece}"
        lines.append(current + closing)
        return [lines[0], *(" " * column + each for each in lines[1:])]

    # -- comments ---------------------------------------------------------------------------------------

    def _commented(self, line: str, entry: Entry, margin: str) -> Iterator[str]:
        yield from self._commented_last([line], entry, margin)

    def _commented_last(self, lines: list[str], entry: Entry, margin: str) -> Iterator[str]:
        """Lines with the entry's comment behind the last, or before them all where it is too long."""
        if not entry.after:
            yield from lines
            return
        end = len(lines[-1]) + 2
        column = max(end, entry.gap)
        width = display_width(lines[-1])
        if width + (column - len(lines[-1])) + display_width(entry.after) > WIDTH:
            column = end
        if width + 2 + display_width(entry.after) > WIDTH:
            yield margin + entry.after
            yield from lines
            return
        yield from lines[:-1]
        yield lines[-1] + " " * (column - len(lines[-1])) + entry.after


APART_KEYS = frozenset({*_APART, "条款"})


def _is_full(value: Written) -> bool:
    return isinstance(value, Block) and bool(value.entries)


def _key(key: Leaf, *, flow: bool) -> str:
    return f"&{key.anchor} " * (key.anchor is not None) + inline(key, "", flow=flow)


def _chomping(text: str) -> str:
    return "" if text.endswith("\n") else "-"


def _is_block(text: str) -> bool:
    """Whether a text with line breaks can stand as a block, and be seen to hold what it does."""
    lines = text.removesuffix("\n").split("\n")
    clear = is_printable(text.replace("\n", "")) and all(each == each.rstrip() for each in lines)
    return clear and bool(lines[0].strip() and lines[-1]) and lines[0][0] not in " \t"


def _can_be_folded(text: str) -> bool:
    """Whether line breaks may stand for the blanks of a text, and folding changes nothing else in it."""
    lines = text.rstrip("\n").split("\n")
    return (
        bool(text.strip())
        and all(line == line.strip() and "  " not in line for line in lines)
        and "\t" not in text
    )


def _filled_text(text: str, first: int, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split(" "):
        most = width if len(lines) > 1 else first
        if lines and display_width(lines[-1]) + 1 + display_width(word) <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def laid_out(root: Block, header: list[str | None], shape: Shape, *, reorder: bool = True) -> str:
    """The text of a whole file.

    Args:
        header: the comments at its top.
        shape: of the file.
        reorder: put keys into the order of the language.
    """
    layout = _Layout(reorder)
    own = layout.shape_of(shape, root)
    for number, entry in enumerate(layout.ordered(own, root)):
        is_section = (
            isinstance(own, Entries) and entry.key is not None and own.key(entry.key.text) in SECTIONS
        )
        filled = isinstance(entry.value, Block) and entry.value.entries
        if number and is_section and filled and entry.before[:1] != [None]:
            entry.before.insert(0, None)
    lines = [each or "" for each in header]
    lines += layout.block(shape, root, 0)
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(lines) + "\n"
