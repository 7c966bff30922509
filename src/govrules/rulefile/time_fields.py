"""Reading the plain parts of calendar and convention files: keys, dates, texts, each slip with its place."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

import attrs

from govrules.declaring import define
from govrules.diagnostics import Code, Diagnostic, Help, Span, nearest
from govrules.diagnostics.codes import rules as codes
from govrules.model.source import Source
from govrules.model.text import Text
from govrules.rulefile.nodes import MappingNode, Node, ScalarNode, SequenceNode

DATE_PATTERN = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_KINDS = {
    MappingNode: ("a mapping of keys", "键值对"),
    SequenceNode: ("a list", "列表"),
    ScalarNode: ("one value", "单个值"),
}


@define
class Fields:
    """Collects what is wrong while a tree is read; every reading method returns None where it failed."""

    diagnostics: list[Diagnostic] = attrs.field(factory=list)

    def say(self, code: Code, span: Span | None, *help: Help, **values: object) -> None:
        """Note one mistake."""
        self.diagnostics.append(Diagnostic(code, span, values, help))

    def in_order(self) -> tuple[Diagnostic, ...]:
        """Everything noted, in the order of the file."""
        return tuple(
            sorted(
                self.diagnostics, key=lambda each: (each.span.line, each.span.column) if each.span else (0, 0)
            )
        )

    def mapping(self, node: Node, key: str) -> MappingNode | None:
        """`node` as a mapping."""
        if isinstance(node, MappingNode):
            return node
        self._wrong_shape(node, key, MappingNode)
        return None

    def items(self, node: Node) -> tuple[Node, ...]:
        """The items of a list; one value that is no list counts as a list of one."""
        return node.items if isinstance(node, SequenceNode) else (node,)

    def scalar(self, node: Node, key: str) -> ScalarNode | None:
        """`node` as a single value."""
        if isinstance(node, ScalarNode):
            return node
        self._wrong_shape(node, key, ScalarNode)
        return None

    def known_keys(self, node: MappingNode, known: Iterable[str], *, place: str, place_zh: str) -> None:
        """Report every key that nobody reads."""
        words = tuple(known)
        for key, _ in node.entries:
            if key.text not in words:
                near = nearest(key.text, words)
                help = (Help(en=f"did you mean `{near}`?", zh=f"是否要写 `{near}`？"),) if near else ()
                self.say(codes.UNKNOWN_KEY, key.span, *help, place=place, place_zh=place_zh, key=key.text)

    def needed(self, node: MappingNode, key: str, *, place: str, place_zh: str) -> Node | None:
        """The value of a key that must be there."""
        found = node.get(key)
        if found is None:
            self.say(codes.MISSING_KEY, node.span, place=place, place_zh=place_zh, key=key)
        return found

    def text(self, node: Node | None, key: str) -> str | None:
        """A single value as it is written."""
        if node is None:
            return None
        scalar = self.scalar(node, key)
        return None if scalar is None else scalar.text

    def titles(self, node: Node | None, key: str) -> Text:
        """A text for both languages, or one a language."""
        if node is None:
            return Text()
        if isinstance(node, ScalarNode):
            return Text.of(node.text)
        mapping = self.mapping(node, key)
        if mapping is None:
            return Text()
        self.known_keys(mapping, ("zh", "en"), place="a text", place_zh="文本")
        return Text(zh=self.text(mapping.get("zh"), key), en=self.text(mapping.get("en"), key))

    def date(self, node: Node | None, key: str) -> dt.date | None:
        """A date; `null` is none."""
        if node is None:
            return None
        scalar = self.scalar(node, key)
        if scalar is None or (scalar.value is None and scalar.style == "plain"):
            return None
        return self.date_of(scalar.text, scalar)

    def date_of(self, text: str, node: ScalarNode) -> dt.date | None:
        """The date that `text`, out of a node, writes."""
        found = DATE_PATTERN.fullmatch(text.strip())
        if found:
            try:
                return dt.date(*(int(part) for part in found.groups()))
            except ValueError:
                pass
        self.say(codes.BAD_DATE, node.span, text=text)
        return None

    def days(self, node: ScalarNode, longest: int = 1000) -> tuple[dt.date, ...]:
        """One date, or `first..last` with both ends included."""
        first_text, dots, last_text = node.text.partition("..")
        first = self.date_of(first_text, node)
        if not dots:
            return () if first is None else (first,)
        last = self.date_of(last_text, node)
        if first is None or last is None:
            return ()
        if not 0 <= (last - first).days < longest:
            self.say(
                codes.BAD_DATE,
                node.span,
                Help(en="write the earlier day first", zh="请先写较早的日期"),
                text=node.text,
            )
            return ()
        return tuple(first + dt.timedelta(days=step) for step in range((last - first).days + 1))

    def choice(self, node: Node, key: str, allowed: Iterable[str]) -> str | None:
        """One of a few words."""
        words = tuple(allowed)
        written = self.text(node, key)
        if written is None or written in words:
            return written
        near = nearest(written, words)
        listed = ", ".join(f"`{word}`" for word in words)
        help = (
            Help(en=f"did you mean `{near}`?", zh=f"是否要写 `{near}`？")
            if near
            else Help(en=f"it takes {listed}", zh=f"可用的值：{listed}")
        )
        self.say(codes.UNKNOWN_CHOICE, node.span, help, key=key, text=written)
        return None

    def flag(self, node: Node | None, key: str, *, default: bool) -> bool:
        """True or false."""
        if node is None:
            return default
        if isinstance(node, ScalarNode) and isinstance(node.value, bool):
            return node.value
        self.say(codes.NOT_A_FLAG, node.span, key=key, text=getattr(node, "text", "..."))
        return default

    def source(self, node: Node | None) -> Source:
        """`{status: read | secondary | none, address: ...}`."""
        if node is None:
            return Source()
        mapping = self.mapping(node, "source")
        if mapping is None:
            return Source()
        self.known_keys(mapping, ("status", "address"), place="a source", place_zh="出处")
        status = mapping.get("status")
        chosen: Any = None
        if status is not None:
            chosen = self.choice(status, "status", ("read", "secondary", "none"))
        return Source(status=chosen or "none", address=self.text(mapping.get("address"), "address"))

    def plain(self, node: Node) -> object:
        """A small value as plain Python: scalars resolved, mappings as dicts."""
        if isinstance(node, ScalarNode):
            return node.value if node.style == "plain" else node.text
        if isinstance(node, MappingNode):
            return {key.text: self.plain(value) for key, value in node.entries}
        return [self.plain(item) for item in node.items]

    def _wrong_shape(self, node: Node, key: str, wanted: type[object]) -> None:
        want, want_zh = _KINDS[wanted]
        found, found_zh = _KINDS[type(node)]
        self.say(
            codes.WRONG_SHAPE,
            node.span,
            key=key,
            wanted=want,
            wanted_zh=want_zh,
            found=found,
            found_zh=found_zh,
        )
