"""Nodes to patterns: what must happen for a clause to be triggered, met, paused or ended."""

import re
import unicodedata

import attrs

from govrules.diagnostics import Help
from govrules.diagnostics.codes import rules as codes
from govrules.model.patterns import (
    AllOf,
    Begins,
    Every,
    Happens,
    InOrder,
    Lapsed,
    OnDate,
    OneOf,
    Pattern,
    Proposed,
    Violated,
)
from govrules.rulefile.composer import mapping_trap
from govrules.rulefile.nodes import MappingNode, Node, ScalarNode, SequenceNode
from govrules.rulefile.reading import (
    Keys,
    Place,
    Reading,
    choice,
    date,
    describe,
    is_name,
    items,
    shorten,
    wrong_shape,
)

FORMS = ("all", "in_order", "violation", "lapse", "proposed", "date", "every", "at")
PERIODS = ("year", "quarter", "month", "week", "day")
EDGES = ("start", "end")
_PLACE = Place("a pattern", "模式")
_NAMED_EVENT = Help(
    en="a filter stands in a named event: `urgent_accepted: {is: accepted, if: event.urgent}`",
    zh="筛选条件写在具名事件中：`urgent_accepted: {is: accepted, if: event.urgent}`",
)
_CONDITION = re.compile(r"[=<>()]|\b(?:and|or|not|in)\b")


def pattern(reading: Reading, key: str, node: Node) -> Pattern | None:
    """The pattern that a node writes; every event and clause in it is noted as referred to."""
    if isinstance(node, SequenceNode):
        return _several(reading, key, node)
    if isinstance(node, MappingNode):
        return _form(reading, node)
    return _words(reading, key, node)


def _several(reading: Reading, key: str, node: SequenceNode) -> Pattern | None:
    found = [pattern(reading, key, each) for each in node.items]
    options = tuple(each for each in found if each is not None)
    if not node.items:
        wrong_shape(reading, key, node, "something that happens", "会发生的事")
    if len(options) != len(found) or not options:
        return None
    return options[0] if len(options) == 1 else OneOf(options)


def _words(reading: Reading, key: str, node: ScalarNode) -> Pattern | None:
    if node.value is None:
        wrong_shape(reading, key, node, "something that happens", "会发生的事")
        return None
    trap = mapping_trap(node)
    if trap is not None:
        reading.diagnostics.append(attrs.evolve(trap, citation=reading.citation))
        return None
    options: list[Pattern] = []
    position = 0
    sound = True
    for piece in node.text.split("|"):
        written = unicodedata.normalize("NFC", piece.strip())
        start = position + len(piece) - len(piece.lstrip())
        span = node.part(start, start + len(piece.strip()))
        position += len(piece) + 1
        if written == "in_force":
            options.append(Begins())
        elif is_name(written):
            reading.refer("event", written, span)
            options.append(Happens(written))
        else:
            sound = False
            reading.report(codes.NOT_A_PATTERN, span, *_advice(written), text=shorten(written))
    if not sound:
        return None
    return options[0] if len(options) == 1 else OneOf(tuple(options))


def _advice(written: str) -> tuple[Help, ...]:
    if re.search(r"\s(?:or|或|或者)\s|[,，、]", written):
        return (Help(en="join alternatives with `|`", zh="用 `|` 连接多个选择"),)
    if re.search(r"\s(?:and|且|和)\s", written):
        return (Help(en="write `{all: [a, b]}`", zh="请写 `{all: [a, b]}`"),)
    if _CONDITION.search(written):
        return (_NAMED_EVENT,)
    joined = "_".join(written.split())
    if is_name(joined):
        return (Help(en=f"write `{joined}`", zh=f"请写 `{joined}`"),)
    return ()


def _form(reading: Reading, node: MappingNode) -> Pattern | None:
    old = {"event": _NAMED_EVENT, "if": _NAMED_EVENT, "is": _NAMED_EVENT}
    keys = Keys(reading, node, _PLACE, FORMS, elsewhere=old)
    forms = [each for each, _, _ in keys.items() if each != "at"]
    if len(forms) != 1:
        # Unknown keys have been told; only an empty mapping or two forms are left to tell.
        if not node.entries or len(forms) > 1:
            shown = ", ".join(f"{each}: ..." for each in forms)
            reading.report(codes.NOT_A_PATTERN, node, text=f"{{{shown}}}")
        return None
    form = forms[0]
    value = keys.get(form)
    assert value is not None
    if "at" in keys and form != "every":
        reading.report(codes.NOTHING_FOLLOWS, keys.key("at"), key="at", needed="every")
    match form:
        case "all" | "in_order":
            return _joined(reading, form, value)
        case "violation":
            return _violation(reading, value)
        case "lapse":
            found = _clauses(reading, value)
            return Lapsed(found) if found else None
        case "proposed":
            return _proposed(reading, value)
        case "date":
            day = date(reading, value)
            return OnDate(day) if day else None
    return _every(reading, value, keys.get("at"))


def _joined(reading: Reading, form: str, value: Node) -> Pattern | None:
    if not isinstance(value, SequenceNode) or len(value.items) < 2:
        wrong_shape(reading, form, value, "a list of two or more", "至少两项的列表")
        return None
    parts = [pattern(reading, form, each) for each in value.items]
    kept = tuple(each for each in parts if each is not None)
    if len(kept) != len(parts):
        return None
    return AllOf(kept) if form == "all" else InOrder(kept)


def _violation(reading: Reading, value: Node) -> Pattern | None:
    clauses: list[str] = []
    tags: list[str] = []
    for each in items(value):
        written = each.text.strip() if isinstance(each, ScalarNode) else ""
        if written == "any" and not isinstance(value, SequenceNode):
            return Violated()
        if written.startswith("tag:"):
            tag = written.removeprefix("tag:").strip()
            reading.refer("tag", tag, each.span)
            tags.append(tag)
        else:
            clauses += _clauses(reading, each)
    return Violated(tuple(clauses), tuple(tags)) if clauses or tags else None


def _proposed(reading: Reading, value: Node) -> Pattern | None:
    if isinstance(value, ScalarNode) and value.text.strip() == "any":
        return Proposed()
    found = _clauses(reading, value, wanted="proposed")
    return Proposed(found) if found else None


def _clauses(reading: Reading, value: Node, *, wanted: object = None) -> tuple[str, ...]:
    found: list[str] = []
    for each in items(value):
        written = clause_name(reading, each)
        if written is not None:
            reading.refer("clause", written, each.span, wanted=wanted)
            found.append(written)
    return tuple(found)


def clause_name(reading: Reading, node: Node) -> str | None:
    """The name of a clause: `decide`, or `policy/decide` for one of another policy."""
    written = unicodedata.normalize("NFC", node.text.strip()) if isinstance(node, ScalarNode) else ""
    if written and all(is_name(each) for each in written.split("/")) and written.count("/") <= 1:
        return written
    shown = shorten(written) if written else describe(node)[0]
    reading.report(codes.NOT_A_NAME, node, text=shown)
    return None


def _every(reading: Reading, value: Node, at: Node | None) -> Pattern | None:
    span = choice(reading, "every", value, PERIODS)
    edge = choice(reading, "at", at, EDGES) if at is not None else "end"
    if span is None or edge is None:
        return None
    return Every(span, edge)  # type: ignore[arg-type]
