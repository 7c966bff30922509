"""YAML text to a tree of nodes, safely: bounded, by YAML 1.2's core rules, with every place kept.

PyYAML's own composer recurses (its C form kills the process at some 50,000 nested brackets) and its
resolver corrupts policy text. This one reads the parser's events one by one, and stops at its limits.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, TypeGuard

import attrs
import yaml

from govrules.declaring import define, frozen
from govrules.diagnostics import Code, Diagnostic, Help, Span
from govrules.diagnostics.codes import files as codes
from govrules.rulefile.lines import Lines
from govrules.rulefile.nodes import MappingNode, Node, ScalarNode, SequenceNode, Style
from govrules.rulefile.scalars import NotFiniteError, resolve_plain
from govrules.rulefile.syntax_errors import (
    blank_indent,
    explain_syntax_error,
    full_width_bracket,
    full_width_colon,
    leading_tabs,
    tag_diagnostic,
    without_mistake,
)
from govrules.rulefile.textfile import LARGEST, read_text

__all__ = [
    "Composed",
    "MappingNode",
    "Node",
    "ScalarNode",
    "SequenceNode",
    "compose",
    "mapping_trap",
    "read_text",
]

DEEPEST = 60
"""the most levels of lists and mappings"""
MOST_NODES = 200_000
"""the most values, with every alias written out"""

_MOST_MISTAKES = 12
"""of YAML's grammar in one file: each one found means reading the file once more"""

# The characters refused and not those allowed: a set of most of Unicode takes milliseconds to compile.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_STYLES: Mapping[str | None, Style] = {"|": "block", ">": "block", "'": "quoted", '"': "quoted"}
_OTHER_BREAKS = {"\x85": "U+0085", "\u2028": "U+2028", "\u2029": "U+2029"}


@frozen
class Composed:
    """What a YAML text says, as far as it can be read, and everything wrong with its form."""

    root: Node | None
    diagnostics: tuple[Diagnostic, ...]
    text: str = attrs.field(repr=False)
    remains: Node | None = attrs.field(default=None, repr=False)
    """where the text breaks YAML's grammar: what can be read of it without the lines at fault"""


def compose(text: str, *, file: str, use_c: bool = True) -> Composed:
    """The tree of a YAML text; never raises for what the text says.

    Args:
        text: the whole file; a byte order mark at its start is passed over.
        file: the name for places in diagnostics.
        use_c: parse with libyaml where it is installed; the outcome is the same without.

    The root is None where the text cannot be read to its end. With lesser mistakes (a duplicate key,
    a tag) the tree is there too, so that what stands in it can be checked at once; the diagnostics
    then say what was left out of it.

    >>> compose("opens: 17:00", file="a.yaml").root.get("opens").value
    '17:00'
    """
    text = text.removeprefix("\ufeff")
    if len(text) > LARGEST:
        return Composed(None, (Diagnostic(codes.FILE_TOO_LARGE, Span(file), {"limit": LARGEST}),), text)
    lines = Lines(file, text)
    forbidden = _FORBIDDEN.search(text)
    if forbidden:
        return Composed(None, (_forbidden(forbidden, lines),), text)
    directive = re.match(r"(?:[ ]*(?:#[^\r\n]*)?[\r\n]+)*(%)", text)
    if directive:
        at = directive.start(1)
        reserved = Diagnostic(codes.RESERVED_CHARACTER, lines.span(at, at + 1), {"character": "%"})
        return Composed(None, (reserved,), text)
    told: list[Diagnostic] = []
    first: list[Diagnostic] | None = None
    readable = text
    for _ in range(_MOST_MISTAKES):
        building = _Building(lines)
        try:
            for event in _events(readable, use_c=use_c):
                building.take(event)
        except _StopReadingError:
            return Composed(None, _in_order([*told, *building.diagnostics]), text)
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            told += explain_syntax_error(error, lines, read_to=building.read_to, bracket=building.bracket)
            first = building.diagnostics if first is None else first
            remaining = without_mistake(lines, told[-1])
            if remaining == readable:
                break
            readable, lines = remaining, Lines(file, remaining, shown=text)
            continue
        building.diagnostics += leading_tabs(lines, covered=building.covered)
        if building.root is None or _says_nothing(building.root):
            if not told:
                building.diagnostics.append(Diagnostic(codes.FILE_EMPTY, Span(file)))
            return Composed(None, _in_order([*told, *building.diagnostics]), text)
        everything = _in_order([*told, *building.diagnostics])
        if told or any(each.code is codes.BLANK_INDENT for each in everything):
            # What a line in the margin of another says, says it of the wrong thing.
            return Composed(None, everything, text, remains=building.root)
        return Composed(building.root, everything, text)
    return Composed(None, _in_order([*told, *(first or [])]), text)


def _events(text: str, *, use_c: bool) -> Iterator[yaml.Event]:
    loader = yaml.CBaseLoader if use_c and hasattr(yaml, "CBaseLoader") else yaml.BaseLoader
    return iter(yaml.parse(text, Loader=loader))


def _says_nothing(root: Node) -> bool:
    return isinstance(root, ScalarNode) and root.value is None


def _in_order(diagnostics: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(diagnostics, key=_line_and_column))


def _line_and_column(diagnostic: Diagnostic) -> tuple[int, int]:
    return (diagnostic.span.line, diagnostic.span.column) if diagnostic.span else (0, 0)


def _forbidden(match: re.Match[str], lines: Lines) -> Diagnostic:
    character = match.group()
    name = _OTHER_BREAKS.get(character) or f"U+{ord(character):04X}"
    described = unicodedata.name(character, "")
    values = {"character": f"{name} ({described.lower()})" if described else name}
    return Diagnostic(codes.CONTROL_CHARACTER, lines.span(match.start(), match.end()), values)


def _offset(mark: Any) -> int:
    index: int = mark.index if mark is not None else 0
    return index


class _StopReadingError(Exception):
    """A limit was reached; what came before is kept for its diagnostics alone."""


@define
class _Open:
    """A list or mapping whose end has not been read yet."""

    start: int
    flow: bool
    mapping: bool
    anchor: str | None
    children: list[Node] = attrs.field(factory=list)
    size: int = 0
    """of all children, in nodes, with every alias written out"""
    depth: int = 0
    """of the deepest child"""


@define
class _Building:
    lines: Lines
    root: Node | None = None
    diagnostics: list[Diagnostic] = attrs.field(factory=list)
    read_to: int = 0
    """where the last event begins: the parser may blame a later line for what stands here"""
    covered: list[tuple[int, int]] = attrs.field(factory=list)
    """stretches of quoted and block texts, where a tab is content"""
    _stack: list[_Open] = attrs.field(factory=list)
    _anchors: dict[str, tuple[Node, int, int]] = attrs.field(factory=dict)
    _nodes: int = 0

    @property
    def bracket(self) -> int | None:
        """Where the innermost open bracket or brace stands."""
        return self._stack[-1].start if self._stack and self._stack[-1].flow else None

    def take(self, event: yaml.Event) -> None:
        start = _offset(event.start_mark)
        if isinstance(event, yaml.ScalarEvent):
            node = self._scalar(event, start)
            if event.anchor or not self._stack:
                self._place(node, 1, 0, event.anchor)
            else:
                # As `_place` does it: most of a file are scalars, and their depth was checked before.
                self._count(1, node)
                parent = self._stack[-1]
                parent.children.append(node)
                parent.size += 1
            self.read_to = start
            return
        if isinstance(event, yaml.CollectionStartEvent):
            if event.tag is not None:
                self._tell_tag(event.tag, start)
            if len(self._stack) >= DEEPEST:
                self._report(codes.TOO_DEEP, start, start + 1, limit=DEEPEST)
                raise _StopReadingError
            mapping = isinstance(event, yaml.MappingStartEvent)
            self._stack.append(_Open(start, bool(event.flow_style), mapping, event.anchor))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close(_offset(event.end_mark))
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self._report(codes.SEVERAL_DOCUMENTS, start, start + 3)
            raise _StopReadingError
        if not isinstance(event, (yaml.StreamEndEvent, yaml.DocumentEndEvent)):
            self.read_to = start

    def _report(
        self, code: Code, start: int, end: int, *help_lines: Help, span: Span | None = None, **values: object
    ) -> None:
        self.diagnostics.append(Diagnostic(code, span or self.lines.span(start, end), values, help_lines))

    def _count(self, size: int, node: Node) -> None:
        self._nodes += size
        if self._nodes > MOST_NODES:
            self._report(codes.TOO_MANY_NODES, 0, 0, span=node.span, limit=MOST_NODES)
            raise _StopReadingError

    def _place(self, node: Node, size: int, depth: int, anchor: str | None) -> None:
        self._count(size, node)
        if len(self._stack) + depth > DEEPEST:
            self._report(codes.TOO_DEEP, 0, 0, span=node.span, limit=DEEPEST)
            raise _StopReadingError
        if anchor:
            self._anchors[anchor] = (node, size, depth)
        if self._stack:
            parent = self._stack[-1]
            parent.children.append(node)
            parent.size += size
            parent.depth = max(parent.depth, depth)
        else:
            self.root = node

    def _alias(self, event: yaml.AliasEvent) -> None:
        start, end = _offset(event.start_mark), _offset(event.end_mark)
        found = self._anchors.get(event.anchor or "")
        if found is None:
            advice = Help(
                en="put a text that begins with a star in quotation marks", zh="以星号开头的文字请加引号"
            )
            self._report(codes.UNKNOWN_ALIAS, start, end, advice, name=event.anchor)
            found = (ScalarNode(None, "", self.lines.span(start, end)), 1, 0)
        self._place(found[0], found[1], found[2], None)

    def _scalar(self, event: yaml.ScalarEvent, start: int) -> ScalarNode:
        end, text = _offset(event.end_mark), event.value
        if event.tag is not None:
            self._tell_tag(event.tag, start)
            meant = re.fullmatch(r"!([^!\s]+)", event.tag)
            if meant and not event.style:
                # `!x` was meant as a negation: what follows is checked as if it had been written as one.
                text = f"not {meant.group(1)} {text}".strip()
        style = _STYLES.get(event.style)
        if style is not None:
            self.covered.append((start, end))
            # The pure Python parser lets `"\ud800"` through, and no file or terminal can take it.
            if _SURROGATES.search(text):
                self._report(codes.CONTROL_CHARACTER, start, end, character="U+D800..U+DFFF")
                text = text.encode("utf-8", "replace").decode("utf-8")
            return ScalarNode(text, text, None, style, self.lines, start, end)
        try:
            return ScalarNode(resolve_plain(text), text, None, "plain", self.lines, start, end)
        except NotFiniteError:
            shown = text if len(text) <= 40 else f"{text[:40]}…"
            self._report(codes.NOT_FINITE, start, end, text=shown)
            return ScalarNode(text, text, None, "plain", self.lines, start, end)

    def _tell_tag(self, tag: str, start: int) -> None:
        text = self.lines.text
        # An anchor may stand before the tag.
        written = re.compile(r"(?:&\S+\s+)?(![^\s,\]}]*)").match(text, start)
        if written:
            self.diagnostics.append(tag_diagnostic(self.lines, written.start(1), written.end(1)))
        else:
            self._report(codes.TAG, start, start + 1, tag=tag)

    def _close(self, end: int) -> None:
        done = self._stack.pop()
        span = self.lines.span(done.start, end)
        nodes = done.children
        node: Node
        if done.mapping:
            pairs = list(zip(nodes[::2], nodes[1::2], strict=True))
            node = MappingNode(self._entries(pairs, flow=done.flow), span, done.flow)
        else:
            node = SequenceNode(tuple(self._rejoin(nodes) if done.flow else nodes), span, done.flow)
        # What the children count was added when each was placed.
        self._nodes -= done.size
        self._place(node, 1 + done.size, 1 + done.depth, done.anchor)

    def _entries(self, pairs: list[tuple[Node, Node]], *, flow: bool) -> tuple[tuple[ScalarNode, Node], ...]:
        entries: dict[str, tuple[ScalarNode, Node]] = {}
        position = 0
        while position < len(pairs):
            key, value = pairs[position]
            position += 1
            if not isinstance(key, ScalarNode):
                self._key_not_word(key)
                continue
            if flow and isinstance(value, ScalarNode) and _opens_parenthesis(value):
                pieces = [value]
                for next_key, next_value in pairs[position:]:
                    if not (_is_bare(next_key) and _is_missing(next_value)):
                        break
                    pieces.append(next_key)
                    if _depth_of(pieces) <= 0:
                        break
                position += len(pieces) - 1
                value = self._joined(pieces, key)
            if self._accept_key(key, value, flow=flow, entries=entries):
                entries[key.text] = (key, value)
        return tuple(entries.values())

    def _accept_key(
        self, key: ScalarNode, value: Node, *, flow: bool, entries: dict[str, tuple[ScalarNode, Node]]
    ) -> bool:
        if key.text.isascii() and key.text != "<<" and key.text not in entries:
            return True
        if key.style == "plain" and key.text == "<<":
            self._report(codes.MERGE_KEY, 0, 0, span=key.span)
            return False
        if key.style == "plain" and "：" in key.text and (not flow or _is_missing(value)):
            self.diagnostics.append(full_width_colon(key))
            return False
        if key.style == "plain" and not key.text[:1].isascii():
            blank = blank_indent(self.lines, key.start)
            if blank is not None:
                self.diagnostics.append(blank)
                return False
        first = entries.get(key.text)
        if first is not None:
            place = first[0].span
            values = {"key": key.text, "first_line": place.line, "first_column": place.column}
            self._report(codes.DUPLICATE_KEY, 0, 0, span=key.span, **values)
            return False
        return True

    def _key_not_word(self, key: Node) -> None:
        mapping = isinstance(key, MappingNode)
        values = {
            "found": "a mapping" if mapping else "a list",
            "found_zh": "映射" if mapping else "列表",
        }
        advice: tuple[Help, ...] = ()
        if isinstance(key, MappingNode) and key.flow:
            advice = (
                Help(
                    en="two braces are a template's; a rule file holds values, or the names of parameters",
                    zh="双花括号属于模板；规则文件只写值或参数名",
                ),
            )
        self._report(codes.KEY_NOT_WORD, 0, 0, *advice, span=key.span, **values)

    def _rejoin(self, nodes: list[Node]) -> list[Node]:
        """The items of a flow list, with a call that its commas cut apart put together again."""
        joined: list[Node] = []
        position = 0
        while position < len(nodes):
            node = nodes[position]
            position += 1
            if isinstance(node, ScalarNode) and _opens_parenthesis(node):
                pieces = [node]
                for following in nodes[position:]:
                    if not _is_bare(following):
                        break
                    pieces.append(following)
                    if _depth_of(pieces) <= 0:
                        break
                position += len(pieces) - 1
                node = self._joined(pieces, None)
            joined.append(node)
        return joined

    def _joined(self, pieces: list[ScalarNode], key: ScalarNode | None) -> ScalarNode:
        first, last = pieces[0], pieces[-1]
        whole = ", ".join(each.text for each in pieces)
        advice: tuple[Help, ...] = ()
        if key is not None:
            advice = (
                Help(
                    en=f"write `{key.text}: {whole}` on a line of its own, outside the braces, "
                    "or put the value in quotation marks",
                    zh=f"请把 `{key.text}: {whole}` 写在花括号之外的单独一行，或给值加引号",
                ),
            )
        self._report(codes.COMMA_SPLIT, 0, 0, *advice, span=first.span, text=first.text)
        end = last.span.end_column if last.span.line == first.span.line else first.span.end_column
        span = attrs.evolve(first.span, end_column=end)
        return ScalarNode(whole, whole, span, "plain", self.lines, first.start, last.end)


def _depth_of(pieces: list[ScalarNode]) -> int:
    return sum(each.text.count("(") - each.text.count(")") for each in pieces)


def _opens_parenthesis(node: ScalarNode) -> bool:
    return "(" in node.text and node.style == "plain" and _depth_of([node]) > 0


def _is_bare(node: Node) -> TypeGuard[ScalarNode]:
    return isinstance(node, ScalarNode) and node.style == "plain"


def _is_missing(node: Node) -> bool:
    """Whether nothing at all is written (an explicit `null` is something)."""
    return isinstance(node, ScalarNode) and node.style == "plain" and not node.text


def mapping_trap(node: Node) -> Diagnostic | None:
    """Why a text stands where a list or mapping is wanted, if a full-width sign explains it."""
    if not isinstance(node, ScalarNode) or node.style != "plain":
        return None
    bracket = full_width_bracket(node)
    if bracket is None and "：" in node.text:
        return full_width_colon(node)
    return bracket
