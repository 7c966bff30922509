"""Nodes to plain values, with a diagnostic for whatever does not fit; the tools of every reader here.

Each function returns the value, or None after it has reported what is wrong, so that a reader can go on
and find the next mistake.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction

import attrs

from govrules.declaring import define, frozen
from govrules.diagnostics import Code, Diagnostic, Help, Span, nearest
from govrules.diagnostics.codes import checks, files
from govrules.diagnostics.codes import rules as codes
from govrules.model.conditions import Condition, Constant, Expression, Lookup
from govrules.model.period import Period, PeriodError
from govrules.model.text import Text
from govrules.rulefile.aliases import CHINESE_KEYS, FORMER_KEYS
from govrules.rulefile.composer import mapping_trap
from govrules.rulefile.examples import EXAMPLES
from govrules.rulefile.expression import condition_of, parse_condition, parse_expression
from govrules.rulefile.nodes import MappingNode, Node, ScalarNode, SequenceNode
from govrules.rulefile.references import (
    Reference,
    ReferenceKind,
    Scope,
    comparisons,
    lookups,
    named_events,
)
from govrules.rulefile.tokens import Problem
from govrules.rulefile.vacuous import vacuous_parts

LANGUAGES = ("zh", "en")
_NAME = re.compile(r"[^\W\d_][\w-]*")
_DOTTED = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)+")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_OTHER_DATE = re.compile(r"(?:(\d{4})\s*[年./-]\s*)?(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*[日号]?")


@define
class Reading:
    """One file being read: what was found wrong, and what it refers to."""

    file: str
    diagnostics: list[Diagnostic] = attrs.field(factory=list)
    references: list[Reference] = attrs.field(factory=list)
    citation: str | None = None
    scope: Scope = attrs.field(factory=Scope)
    clause: str | None = None
    quotable: bool = False
    """whether the text of the policy was read"""

    def report(self, code: Code, at: "Node | Span", *advice: Help, **values: object) -> None:
        span = at if isinstance(at, Span) else at.span
        self.diagnostics.append(Diagnostic(code, span, values, advice, self.citation))

    def warn(self, code: Code, at: "Node | Span", *advice: Help, **values: object) -> None:
        span = at if isinstance(at, Span) else at.span
        self.diagnostics.append(Diagnostic(code, span, values, advice, self.citation, "warning"))

    def refer(self, kind: ReferenceKind, name: str, span: Span, *, wanted: object = None) -> None:
        self.references.append(
            Reference(kind, name, span, self.citation, self.scope, wanted, clause=self.clause)
        )

    @contextmanager
    def speaking_of(self, event: frozenset[str]) -> Iterator[None]:
        """Within this, `event` is one of these types."""
        before = self.scope
        self.scope = attrs.evolve(before, event=event, absent=before.absent - {"event"})
        yield
        self.scope = before


@frozen
class Place:
    """What a mapping is, for the message about a key that it does not have."""

    en: str
    zh: str


class Keys:
    """The values of a mapping by their English keys, whatever language they are written in."""

    def __init__(
        self,
        reading: Reading,
        node: MappingNode,
        place: Place,
        known: Iterable[str],
        *,
        elsewhere: Mapping[str, Help] | None = None,
    ) -> None:
        self.reading = reading
        self.node = node
        self.place = place
        self._found: dict[str, tuple[ScalarNode, Node]] = {}
        self._meant: set[str] = set()
        known = tuple(known)
        for key, value in node.entries:
            word = unicodedata.normalize("NFC", key.text)
            name = word if word in known else CHINESE_KEYS.get(word, word)
            if name not in known:
                self._unknown(key, known, elsewhere or {})
            elif name in self._found:
                other = self._found[name][0].text
                reading.report(codes.SAID_TWICE, key, key=key.text, other=other)
            else:
                self._found[name] = (key, value)

    def _unknown(self, key: ScalarNode, known: tuple[str, ...], elsewhere: Mapping[str, Help]) -> None:
        word = key.text
        name = CHINESE_KEYS.get(word, word)
        former = FORMER_KEYS.get(word)
        if name in elsewhere:
            advice = (elsewhere[name],)
        elif former is not None and former.partition(":")[0] in known:
            advice = (Help(en=f"write `{former}`", zh=f"请写 `{former}`"),)
            self._meant.add(former.partition(":")[0])
        else:
            chinese = [each for each, english in CHINESE_KEYS.items() if english in known]
            near = nearest(word, known) or nearest(word, chinese)
            advice = (did_you_mean(near),) if near else (one_of(known),)
            if near is not None:
                self._meant.add(CHINESE_KEYS.get(near, near))
        values = {"place": self.place.en, "place_zh": self.place.zh, "key": shorten(word)}
        self.reading.report(codes.UNKNOWN_KEY, key, *advice, **values)

    def __contains__(self, name: str) -> bool:
        return name in self._found

    def is_meant(self, *names: str) -> bool:
        """Whether a misspelt key stands for one of these: what it lacks then is not missing besides."""
        return not self._meant.isdisjoint(names)

    def get(self, name: str) -> Node | None:
        return found[1] if (found := self._found.get(name)) else None

    def key(self, name: str) -> ScalarNode:
        return self._found[name][0]

    def items(self) -> Iterator[tuple[str, ScalarNode, Node]]:
        yield from ((name, key, value) for name, (key, value) in self._found.items())

    def need(self, name: str, at: "Node | Span | None" = None) -> Node | None:
        """The value under a key that must be there."""
        found = self.get(name)
        if found is None and name not in self._meant:
            values = {"place": self.place.en, "place_zh": self.place.zh, "key": name}
            self.reading.report(codes.MISSING_KEY, at or self.node, **values)
        return found


def did_you_mean(word: str) -> Help:
    return Help(en=f"did you mean `{word}`?", zh=f"是否要写 `{word}`？")


def one_of(words: Iterable[str]) -> Help:
    listed = [f"`{each}`" for each in words]
    return Help(en=f"known: {', '.join(listed)}", zh=f"可用：{'、'.join(listed)}")


def shorten(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"


def describe(node: Node) -> tuple[str, str]:
    """What a node is, in English and Chinese."""
    if isinstance(node, MappingNode):
        return "a mapping", "映射"
    if isinstance(node, SequenceNode):
        return "a list", "列表"
    if node.value is None:
        return "nothing", "空"
    if isinstance(node.value, bool):
        return f"`{node.text}`", f" `{node.text}`"
    if isinstance(node.value, int | float):
        return "a number", "数"
    return "text", "文字"


def wrong_shape(reading: Reading, key: str, node: Node, wanted: str, wanted_zh: str, *advice: Help) -> None:
    trap = mapping_trap(node) if "mapping" in wanted else None
    if trap is not None:
        reading.diagnostics.append(attrs.evolve(trap, citation=reading.citation))
        return
    found, found_zh = describe(node)
    values = {"wanted": wanted, "wanted_zh": wanted_zh, "found": found, "found_zh": found_zh}
    reading.report(codes.WRONG_SHAPE, node, *advice, key=key, **values)


def mapping(reading: Reading, key: str, node: Node) -> MappingNode | None:
    if isinstance(node, MappingNode):
        return node
    example = EXAMPLES.get(key)
    advice = (Help(en=f"as in `{example}`", zh=f"如 `{example}`"),) if example else ()
    wrong_shape(reading, key, node, "a mapping", "映射", *advice)
    return None


def items(node: Node) -> tuple[Node, ...]:
    """The items of a list; a single value is a list of one."""
    return node.items if isinstance(node, SequenceNode) else (node,)


def text(reading: Reading, key: str, node: Node) -> str | None:
    """A text; numbers and true or false count as written."""
    if isinstance(node, ScalarNode) and node.value is not None:
        return unicodedata.normalize("NFC", node.text).strip()
    wrong_shape(reading, key, node, "a text", "文字")
    return None


def optional_text(reading: Reading, key: str, node: Node | None) -> str | None:
    """A text, or None where the key is missing or holds `null`."""
    if node is None:
        return None
    if isinstance(node, ScalarNode) and node.value is None:
        if (said := node.hidden_text) is not None:
            quoted = f'{key}: "{shorten(said)}"'
            advice = Help(en=f"as in `{quoted}`", zh=f"如 `{quoted}`")
            reading.warn(files.ONLY_A_COMMENT, node, advice, key=key)
        return None
    return text(reading, key, node)


def bilingual(reading: Reading, key: str, node: Node | None) -> Text:
    """A text for both languages, or `{zh: ..., en: ...}`."""
    if node is None:
        return Text()
    if isinstance(node, MappingNode):
        keys = Keys(reading, node, Place(f"`{key}`", f"`{key}`"), LANGUAGES)
        zh, en = keys.get("zh"), keys.get("en")
        return Text(
            zh=optional_text(reading, "zh", zh),
            en=optional_text(reading, "en", en),
        )
    if isinstance(node, SequenceNode):
        wrong_shape(
            reading, key, node, "a text, or a mapping of `zh` and `en`", "文字，或含 `zh` 与 `en` 的映射"
        )
        return Text()
    found = optional_text(reading, key, node)
    return Text.of(found) if found else Text()


def name(reading: Reading, key: str, node: Node) -> str | None:
    """A name, in NFC."""
    written = text(reading, key, node)
    if written is None:
        return None
    if not _NAME.fullmatch(written):
        reading.report(codes.NOT_A_NAME, node, *_name_help(written), text=shorten(written))
        return None
    return written


def is_name(word: str) -> bool:
    return _NAME.fullmatch(word) is not None


def _name_help(written: str) -> tuple[Help, ...]:
    if re.search("[，、；]", written):
        return (Help(en="separate names with an ASCII comma and a space", zh="名称之间请用半角逗号加空格"),)
    if " " in written:
        joined = "_".join(written.split())
        return (Help(en=f"write `{joined}`", zh=f"请写 `{joined}`"),) if is_name(joined) else ()
    return ()


def names(reading: Reading, key: str, node: Node | None) -> tuple[str, ...]:
    """One name or a list of names."""
    if node is None:
        return ()
    return tuple(found for each in items(node) if (found := name(reading, key, each)) is not None)


def texts(reading: Reading, key: str, node: Node | None) -> tuple[str, ...]:
    if node is None:
        return ()
    return tuple(found for each in items(node) if (found := text(reading, key, each)) is not None)


def choice(reading: Reading, key: str, node: Node, allowed: Iterable[str]) -> str | None:
    allowed = tuple(allowed)
    written = text(reading, key, node)
    if written is None or written in allowed:
        return written
    near = nearest(written, allowed)
    advice = did_you_mean(near) if near else one_of(allowed)
    reading.report(codes.UNKNOWN_CHOICE, node, advice, key=key, text=shorten(written))
    return None


def flag(reading: Reading, key: str, node: Node) -> bool | None:
    if isinstance(node, ScalarNode) and isinstance(node.value, bool):
        return node.value
    written = node.text if isinstance(node, ScalarNode) else describe(node)[0]
    meant = {"yes": "true", "是": "true", "on": "true", "no": "false", "否": "false", "off": "false"}
    word = meant.get(written.lower())
    advice = (Help(en=f"write `{word}`", zh=f"请写 `{word}`"),) if word else ()
    reading.report(codes.NOT_A_FLAG, node, *advice, key=key, text=shorten(written))
    return None


def whole_number(reading: Reading, key: str, node: Node, *, least: int = 0) -> int | None:
    value = node.value if isinstance(node, ScalarNode) else None
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= 1_000_000:
        return value
    written = node.text if isinstance(node, ScalarNode) else describe(node)[0]
    values = {"wanted": f"a whole number from {least} on", "wanted_zh": f"不小于 {least} 的整数"}
    reading.report(codes.BAD_NUMBER, node, key=key, text=shorten(written), **values)
    return None


def share(reading: Reading, key: str, node: Node) -> Fraction | None:
    """A share such as `30%`, strictly between nothing and all of it."""
    written = node.text if isinstance(node, ScalarNode) else describe(node)[0]
    found = re.fullmatch(r"(\d{1,3}(?:\.\d{1,6})?)\s*[%％]", written.strip())
    value = Fraction(found.group(1)) / 100 if found else None
    if value is not None and 0 < value < 1:
        return value
    values = {"wanted": "a share such as `30%`", "wanted_zh": "如 `30%` 的比例"}
    reading.report(codes.BAD_NUMBER, node, key=key, text=shorten(written), **values)
    return None


def date(reading: Reading, node: Node) -> dt.date | None:
    """A day written as 2004-07-01."""
    if not isinstance(node, ScalarNode) or node.value is None:
        wrong_shape(reading, "date", node, "a date such as `2004-07-01`", "如 `2004-07-01` 的日期")
        return None
    found = parse_date(node.text)
    if found is None:
        reading.report(codes.BAD_DATE, node, *_date_help(node.text), text=shorten(node.text))
    return found


def parse_date(written: str) -> dt.date | None:
    match = _DATE.fullmatch(written.strip())
    if match is None or len(written.strip()) != 10:
        return None
    try:
        return dt.date(int(match.group(1)), int(match.group(2)), int(match.group(3)))
    except ValueError:
        return None


def _date_help(written: str) -> tuple[Help, ...]:
    match = _OTHER_DATE.fullmatch(written.strip())
    if match is None:
        return (Help(en="write it as `2004-07-01`", zh="请写作 `2004-07-01`"),)
    year, month, day = (int(each) if each else None for each in match.groups())
    if month is None or day is None or not 1 <= month <= 12:
        return (Help(en="write it as `2004-07-01`", zh="请写作 `2004-07-01`"),)
    longest = 29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31
    if year and month == 2:
        longest = 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28
    if day > longest or not day:
        shown = f"{year}-{month:02}" if year else f"{month}"
        shown_zh = f"{year} 年 {month} 月" if year else f"{month} 月"
        return (Help(en=f"month {shown} has {longest} days", zh=f"{shown_zh}只有 {longest} 天"),)
    if year:
        return (Help(en=f"write `{year}-{month:02}-{day:02}`", zh=f"请写 `{year}-{month:02}-{day:02}`"),)
    return (Help(en="a date needs its year", zh="日期须写年份"),)


def period(reading: Reading, node: ScalarNode) -> Period | None:
    try:
        return Period.parse(node.text)
    except PeriodError as error:
        span = node.part(error.start, error.end)
        reading.diagnostics.append(Diagnostic(error.code, span, error.values, error.help, reading.citation))
        return None


def condition(reading: Reading, key: str, node: Node) -> Condition | None:
    if not isinstance(node, ScalarNode):
        wrong_shape(reading, key, node, "a condition", "条件")
        return None
    parsed = parse_condition(node.text)
    found = resolved(reading, node, parsed.expression, parsed.problems)
    if found is None:
        return None
    for part, outcome in vacuous_parts(found):
        shown, word = node.text[part.start : part.end], "true" if outcome else "false"
        reading.warn(checks.VACUOUS, node.part(part.start, part.end), text=shorten(shown), outcome=word)
    return condition_of(node.text.rstrip(), found)


def expression(reading: Reading, key: str, node: Node) -> Expression | None:
    """A value that is looked up or computed; a text in YAML's own quotation marks is literal."""
    if not isinstance(node, ScalarNode):
        wrong_shape(reading, key, node, "a value", "值")
        return None
    if node.style == "quoted" and "(" not in node.text:
        return Constant(node.text, 0, len(node.text))
    parsed = parse_expression(node.text)
    return resolved(reading, node, parsed.expression, parsed.problems)


def resolved(
    reading: Reading,
    node: ScalarNode,
    found: Expression | None,
    problems: Iterable[Problem],
    *,
    offset: int = 0,
) -> Expression | None:
    """Reports the problems of a parsed text, which begins at `offset` in the node; notes what it names."""
    for each in problems:
        span = node.part(each.start + offset, each.end + offset)
        reading.diagnostics.append(Diagnostic(each.code, span, each.values, each.help, reading.citation))
    if found is None:
        return None
    for lookup in lookups(found):
        reading.refer("look-up", str(lookup), node.part(lookup.start + offset, lookup.end + offset))
    for kind, event in named_events(found):
        reading.refer(kind, event.name, node.part(event.start + offset, event.end + offset))
    for lookup, constant in comparisons(found):
        span = node.part(constant.start + offset, constant.end + offset)
        reading.refer("comparison", str(lookup), span, wanted=constant)
    return found


def dotted(reading: Reading, node: Node, *, wanted: object = None) -> Lookup | None:
    """The look-up that a plain dotted word stands for, or None where the node is no such word."""
    if not isinstance(node, ScalarNode) or node.style == "quoted":
        return None
    written = unicodedata.normalize("NFC", node.text.strip())
    if not _DOTTED.fullmatch(written):
        return None
    root, *path = written.split(".")
    reading.refer("look-up", written, node.part(0, len(node.text)), wanted=wanted)
    return Lookup(root, tuple(path), 0, len(written))


def literal_or_lookup(reading: Reading, key: str, node: Node) -> Expression | None:
    """A dotted word is looked up, and every other scalar stands for itself."""
    if not isinstance(node, ScalarNode):
        wrong_shape(reading, key, node, "a value", "值")
        return None
    return dotted(reading, node) or Constant(node.value)
