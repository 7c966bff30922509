"""The words that clauses speak of: events with their fields, records, and attributes of the case."""

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar, cast, get_args

import attrs

from govrules.diagnostics import Help, nearest
from govrules.diagnostics.codes import rules as codes
from govrules.model.limits import NoLimit
from govrules.model.period import Period, PeriodError
from govrules.model.policy import EventType, Field, FieldType, RecordKind
from govrules.model.text import Text
from govrules.rulefile.nodes import MappingNode, Node, ScalarNode, SequenceNode
from govrules.rulefile.reading import (
    Keys,
    Place,
    Reading,
    bilingual,
    condition,
    did_you_mean,
    is_name,
    mapping,
    name,
    names,
    one_of,
    parse_date,
    shorten,
    texts,
    wrong_shape,
)
from govrules.rulefile.spans import in_force

TYPES: tuple[str, ...] = get_args(FieldType)
_OTHER_NAMES = {
    "text": "string", "str": "string", "int": "integer", "float": "number", "boolean": "bool",
    "datetime": "instant", "time": "instant", "duration": "period", "enum": "choice", "array": "list",
    "文字": "string", "整数": "integer", "数": "number", "日期": "date", "期间": "period",
}  # fmt: skip

EVENT_KEYS = ("title", "names", "recorded", "data", "is", "if")
RECORD_KEYS = ("title", "set_by", "ended_by", "data")
FIELD_KEYS = ("type", "choices", "default", "title")

NO_LIMIT = ("no limit", "无期限", "不限期")
"""how a rule says that something has no limit in time"""

_Entry = TypeVar("_Entry")


def declared(
    reading: Reading, key: str, node: Node | None, read: Callable[[Reading, ScalarNode, Node], _Entry | None]
) -> dict[str, tuple[ScalarNode, _Entry]]:
    """The entries of a mapping from names; a list of names stands for names with nothing said of them."""
    found: dict[str, tuple[ScalarNode, _Entry]] = {}
    if node is None or (isinstance(node, ScalarNode) and node.value is None):
        return found
    entries: list[tuple[ScalarNode, Node]] = []
    if isinstance(node, MappingNode):
        entries = list(node.entries)
    elif isinstance(node, SequenceNode) and key == "events":
        nothing = _plain_values(reading, key, node)
        entries = [(each, attrs.evolve(each, value=None, text="")) for each in nothing]
    else:
        mapping(reading, key, node)
    for word, value in entries:
        written = name(reading, key, word)
        entry = read(reading, word, value)
        if written is not None and entry is not None:
            found[written] = (word, _named(entry, written))
    return found


def event(reading: Reading, key: ScalarNode, node: Node) -> EventType | None:
    """One entry of `events`."""
    if isinstance(node, ScalarNode):
        # `accepted:` declares the name, and `accepted: 受理` its title.
        return EventType(key.text, bilingual(reading, key.text, node), span=key.span)
    inner = mapping(reading, key.text, node)
    if inner is None:
        return None
    keys = Keys(reading, inner, Place("an event", "事件"), EVENT_KEYS)
    base, test, recorded = keys.get("is"), keys.get("if"), keys.get("recorded")
    is_ = name(reading, "is", base) if base is not None else None
    if base is not None and is_ is not None:
        reading.refer("event", is_, base.span)
    if test is not None and base is None:
        reading.report(codes.NOTHING_FOLLOWS, keys.key("if"), key="if", needed="is")
    with reading.speaking_of(frozenset({is_}) if is_ else frozenset()):
        if_ = condition(reading, "if", test) if test is not None else None
    return EventType(
        key.text,
        title=bilingual(reading, "title", keys.get("title")),
        names=texts(reading, "names", keys.get("names")),
        recorded=in_force(reading, "recorded", recorded) if recorded is not None else None,
        data=fields(reading, "data", keys.get("data")),
        is_=is_,
        if_=if_,
        span=key.span,
    )


def record(reading: Reading, key: ScalarNode, node: Node) -> RecordKind | None:
    """One entry of `records`."""
    if isinstance(node, ScalarNode):
        return RecordKind(key.text, bilingual(reading, key.text, node), span=key.span)
    inner = mapping(reading, key.text, node)
    if inner is None:
        return None
    keys = Keys(reading, inner, Place("a record", "记录"), RECORD_KEYS)
    by: dict[str, tuple[str, ...]] = {}
    for each in ("set_by", "ended_by"):
        by[each] = names(reading, each, keys.get(each))
        written = keys.get(each)
        if written is not None:
            for word in written.items if isinstance(written, SequenceNode) else (written,):
                if isinstance(word, ScalarNode) and is_name(word.text.strip()):
                    reading.refer("event", word.text.strip(), word.span)
    return RecordKind(
        key.text,
        title=bilingual(reading, "title", keys.get("title")),
        set_by=by["set_by"],
        ended_by=by["ended_by"],
        data=fields(reading, "data", keys.get("data")),
        span=key.span,
    )


def fields(reading: Reading, key: str, node: Node | None) -> dict[str, Field]:
    """`{outcome: [granted, refused], limit: period}`."""
    if node is None or (isinstance(node, ScalarNode) and node.value is None):
        return {}
    inner = mapping(reading, key, node)
    found: dict[str, Field] = {}
    for word, value in inner.entries if inner is not None else ():
        written = name(reading, key, word)
        field = _field(reading, word, value)
        if written is not None and field is not None:
            found[written] = _named(field, written)
    return found


def _named(entry: _Entry, name: str) -> _Entry:
    """An entry, which was read by the word at it, by its name: that word in NFC, without blanks around it."""
    named: Any = entry
    made: _Entry = entry if named.name == name else attrs.evolve(named, name=name)
    return made


def _field(reading: Reading, key: ScalarNode, node: Node) -> Field | None:
    if isinstance(node, SequenceNode):
        return Field(key.text, "choice", choices=choices_of(reading, node)[0])
    if isinstance(node, ScalarNode):
        kind = field_type(reading, key.text, node) if node.value is not None else "any"
        return Field(key.text, kind) if kind is not None else None
    keys = Keys(reading, node, Place("a field", "字段"), FIELD_KEYS)
    type_node, choices_node, default_node = keys.get("type"), keys.get("choices"), keys.get("default")
    choices, titles = choices_of(reading, choices_node)
    kind = field_type(reading, "type", type_node) if type_node is not None else None
    if kind is None:
        kind = "choice" if choices else "any"
    default = None
    if default_node is not None:
        default = typed_value(reading, key.text, kind, choices, default_node)
    title = bilingual(reading, "title", keys.get("title"))
    return Field(key.text, kind, choices=choices, choice_titles=titles, default=default, title=title)


def choices_of(reading: Reading, node: Node | None) -> tuple[tuple[object, ...], dict[object, Text]]:
    """A list of choices, or a mapping of each to what it is called: `{granted: {zh: 准予, en: granted}}`."""
    if isinstance(node, MappingNode):
        titles = {key.value: bilingual(reading, key.text, title) for key, title in node.entries}
        return tuple(titles), {choice: title for choice, title in titles.items() if title}
    if isinstance(node, SequenceNode):
        return tuple(each.value for each in _plain_values(reading, "choices", node)), {}
    if node is not None:
        wanted = "a list, or a mapping of choices to titles"
        wrong_shape(reading, "choices", node, wanted, "列表，或选项到名称的映射")
    return (), {}


def _plain_values(reading: Reading, key: str, node: SequenceNode) -> list[ScalarNode]:
    """The items of a list of plain values; any other is told, for nobody would miss what was left out."""
    found: list[ScalarNode] = []
    for each in node.items:
        if isinstance(each, ScalarNode):
            found.append(each)
        else:
            wrong_shape(reading, key, each, "plain values", "单个值")
    return found


def field_type(reading: Reading, key: str, node: Node) -> FieldType | None:
    """The type that a node names."""
    written = node.text.strip() if isinstance(node, ScalarNode) else ""
    if written in TYPES:
        return cast("FieldType", written)
    near = _OTHER_NAMES.get(written.lower()) or nearest(written, TYPES)
    advice: Help = did_you_mean(near) if near else one_of(TYPES)
    reading.report(codes.UNKNOWN_CHOICE, node, advice, key=key, text=shorten(written))
    return None


def typed_value(reading: Reading, word: str, kind: str, choices: tuple[object, ...], node: Node) -> object:
    """The value of a parameter or default, or None after a report."""
    if isinstance(node, SequenceNode):
        if kind in ("list", "any"):
            return tuple(each.value for each in _plain_values(reading, word, node))
    elif isinstance(node, ScalarNode) and node.value is not None:
        found = _scalar(kind, choices, node)
        if found is not None:
            return found
    written = node.text if isinstance(node, ScalarNode) else ""
    advice = (one_of(str(each) for each in choices),) if kind == "choice" and choices else ()
    values = {"name": word, "type": kind, "text": shorten(written)}
    reading.report(codes.PARAMETER_VALUE, node, *advice, **values)
    return None


def _scalar(kind: str, choices: tuple[object, ...], node: ScalarNode) -> object:
    value, written = node.value, node.text.strip()
    number = isinstance(value, int | float) and not isinstance(value, bool)
    match kind:
        case "string":
            return written
        case "integer":
            return value if isinstance(value, int) and number else None
        case "number":
            return value if number else _percent(written)
        case "bool":
            return value if isinstance(value, bool) else None
        case "date" | "instant":
            day = parse_date(written)
            if day is None and kind == "instant":
                return _instant(written)
            return day
        case "choice":
            # 1 equals True in Python, and neither is the other in a rule.
            same = [each for each in choices if each == value and type(each) is type(value)]
            return same[0] if same else written if written in choices else None
        case "period":
            return _period(written)
        case "any":
            return value
    return None


def _percent(written: str) -> float | None:
    number = written.removesuffix("%").strip()
    if written.endswith("%") and number.replace(".", "", 1).isdecimal() and number.isascii():
        return float(number) / 100
    return None


def _instant(written: str) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(written)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def _period(written: str) -> object:
    if written in NO_LIMIT:
        return NoLimit()
    try:
        return Period.parse(written)
    except PeriodError:
        return None
