"""Taking mappings and lists of a scenario file apart, with everything wrong noted and nothing raised."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType

import attrs

from govrules.diagnostics import Code, Diagnostic, Help, Span, nearest
from govrules.diagnostics.codes import scenarios as codes
from govrules.rulefile.nodes import MappingNode, Node, ScalarNode, SequenceNode
from govrules.scenarios.model import WrittenTime
from govrules.scenarios.values import read_time, shown

_SHAPES = {
    ScalarNode: ("a plain value", "单个值"),
    MappingNode: ("a mapping", "映射"),
    SequenceNode: ("a list", "列表"),
}


_COMMA = Help(
    en="between braces a comma ends the text: put a text with a comma in quotation marks",
    zh="花括号内逗号表示文字结束：含逗号的文字请加引号",
)


def did_you_mean(word: str, known: Collection[str]) -> tuple[Help, ...]:
    """Help that names the nearest known word, or all of a few known words."""
    near = nearest(word, known)
    if near is not None:
        return (Help(en=f"did you mean `{near}`?", zh=f"是否指 `{near}`？"),)
    if not known:
        return ()
    names = [f"`{each}`" for each in known]
    return (Help(en=f"known: {', '.join(names)}", zh=f"已知：{'、'.join(names)}"),)


def in_place(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Diagnostics in the order of the file, each once."""
    once = dict.fromkeys(problems)
    return tuple(sorted(once, key=lambda each: (each.span.line, each.span.column) if each.span else (0, 0)))


@attrs.frozen
class Place:
    """What a message calls the thing that a mapping stands for."""

    en: str
    zh: str


@attrs.define
class Sheet:
    """One file being read, and what was found wrong with it so far."""

    problems: list[Diagnostic] = attrs.field(factory=list)

    def in_order(self) -> tuple[Diagnostic, ...]:
        """What was found wrong, in the order of the file."""
        return in_place(self.problems)

    def note(
        self,
        code: Code,
        span: Span | None,
        values: Mapping[str, object] = MappingProxyType({}),
        *,
        help: tuple[Help, ...] = (),
    ) -> None:
        self.problems.append(Diagnostic(code, span, values, help))

    def mapping(
        self, node: Node, key: str, place: Place, *, required: Collection[str], optional: Collection[str]
    ) -> dict[str, Node] | None:
        """The entries of a mapping by key; None where it is none. Missing and unknown keys are noted."""
        if not isinstance(node, MappingNode):
            self.shape(node, key, MappingNode)
            return None
        known = (*required, *optional)
        found: dict[str, Node] = {}
        for word, value in node.entries:
            if word.text in known:
                found[word.text] = value
            else:
                help_ = did_you_mean(word.text, known)
                if node.flow and isinstance(value, ScalarNode) and value.value is None:
                    help_ = (_COMMA,)
                near = nearest(word.text, known)
                # Read on as if it were spelt right, so that what stands under it is checked at once.
                if near is not None and node.get(near) is None:
                    found.setdefault(near, value)
                values = {"key": shown(word.text), "place": place.en, "place_zh": place.zh}
                self.note(codes.UNKNOWN_KEY, word.span, values, help=help_)
        for name in required:
            if name not in found:
                self.note(
                    codes.MISSING_KEY, node.span, {"key": name, "place": place.en, "place_zh": place.zh}
                )
        return found

    def items(self, node: Node | None, key: str) -> tuple[Node, ...]:
        """The items of a list; empty where it is none, which is noted."""
        if node is None:
            return ()
        if isinstance(node, SequenceNode):
            return node.items
        self.shape(node, key, SequenceNode)
        return ()

    def entries(self, node: Node | None, key: str) -> Iterator[tuple[ScalarNode, Node]]:
        """The entries of a mapping of free names; none where it is none, which is noted."""
        if isinstance(node, MappingNode):
            yield from node.entries
        elif node is not None:
            self.shape(node, key, MappingNode)

    def text(self, node: Node | None, key: str) -> str | None:
        """The text of a plain value as it is written, or None."""
        if node is None:
            return None
        if not isinstance(node, ScalarNode):
            self.shape(node, key, ScalarNode)
            return None
        if node.value is None:
            self._empty(node, key)
            return None
        return node.text

    def flag(self, node: Node | None, key: str) -> bool:
        if node is None:
            return False
        if isinstance(node, ScalarNode) and isinstance(node.value, bool):
            return node.value
        text = shown(node.text) if isinstance(node, ScalarNode) else "…"
        values = {"key": key, "wanted": "true or false", "wanted_zh": " true 或 false", "text": text}
        self.note(codes.WRONG_VALUE, node.span, values)
        return False

    def time(self, node: Node | None, key: str) -> WrittenTime | None:
        text = self.text(node, key)
        if text is None or node is None:
            return None
        found = read_time(text)
        if isinstance(found, Code):
            self.note(found, node.span, {"text": shown(text)})
            return None
        return found

    def texts(self, node: Node | None, key: str) -> tuple[ScalarNode, ...]:
        """One name, or a list of names."""
        if node is None:
            return ()
        nodes = node.items if isinstance(node, SequenceNode) else (node,)
        return tuple(
            each for each in nodes if self.text(each, key) is not None and isinstance(each, ScalarNode)
        )

    def shape(self, node: Node, key: str, wanted: type[Node]) -> None:
        if isinstance(node, ScalarNode) and node.value is None:
            self._empty(node, key)
            return
        en, zh = _SHAPES[wanted]
        found, found_zh = _SHAPES[type(node)]
        self.note(
            codes.WRONG_SHAPE,
            node.span,
            {"key": shown(key), "wanted": en, "wanted_zh": zh, "found": found, "found_zh": found_zh},
        )

    def _empty(self, node: ScalarNode, key: str) -> None:
        values = {"wanted": "a value", "wanted_zh": "值", "found": "nothing", "found_zh": "空"}
        self.note(codes.WRONG_SHAPE, node.span, {"key": shown(key), **values})
