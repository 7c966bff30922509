"""Mapping files: YAML to `EventMapping`, with every mistake at its place."""

import os
from collections.abc import Callable, Iterable, Mapping

import attrs

from govrules.diagnostics import Code, Diagnostic, DiagnosticsError, Help, Span, nearest
from govrules.diagnostics.codes import events as codes
from govrules.diagnostics.codes import mappings as mapping_codes
from govrules.formats import wanted
from govrules.formats.encoding import encoding_named
from govrules.formats.instants import format_problem
from govrules.formats.mapping import Attribute, Column, Constant, EventMapping, EventShape, Others, TimeColumn
from govrules.formats.values import ATTRIBUTE_TYPES, AttributeType
from govrules.formats.zones import ZONE_HELP, zone_named
from govrules.model.frozen import name_of
from govrules.rulefile.composer import (
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    compose,
    mapping_trap,
    read_text,
)

SHAPE_KEYS = ("event", "time", "id", "unit", "actor", "attributes")
TIME_KEYS = ("column", "format", "dates")
ATTRIBUTE_KEYS = ("column", "constant", "type", "format", "separator")
SOURCE_KEYS = ("column", "constant")
OTHERS = ("keep", "ignore", "error")
MAPPING_KEYS = (
    "govrules", "mapping", "title", "note",
    "case", "type", "time", "id", "unit", "actor", "attributes",
    "events", "others", "where", "missing", "split", "case_events",
    "time_zone", "encoding", "delimiter", "header", "sheet",
)  # fmt: skip


@attrs.frozen
class MappingFile:
    """What a mapping file says; `mapping` is None where it has an error."""

    mapping: EventMapping | None
    diagnostics: tuple[Diagnostic, ...] = ()

    def or_raise(self) -> EventMapping:
        """The mapping.

        Raises:
            DiagnosticsError: with everything that is wrong with the file.
        """
        if self.mapping is None:
            raise DiagnosticsError(self.diagnostics)
        return self.mapping


def read_mapping(path: str | os.PathLike[str]) -> MappingFile:
    """The mapping in a file; never raises for what the file says.

    Arguments:
        path: of a YAML file in UTF-8.
    """
    text, problems = read_text(path)
    if text is None:
        return MappingFile(None, problems)
    return parse_mapping(text, file=os.fspath(path))


def parse_mapping(text: str, *, file: str = "mapping.yaml") -> MappingFile:
    """The mapping that a YAML text says.

    Arguments:
        file: the name for places in diagnostics.

    >>> start = "govrules: 1\\nmapping: ours\\ncase: number\\n"
    >>> parse_mapping(start + "type: step\\ntime: {column: day, dates: true}").or_raise().row.time.dates
    True
    >>> [each.message() for each in parse_mapping(start + "typ: step\\ntime: day").diagnostics]
    ['the key `type` is missing', '`typ` is no key of a mapping here']
    """
    composed = compose(text, file=file)
    if composed.root is None:
        return MappingFile(None, composed.diagnostics)
    reading = _Reading(list(composed.diagnostics))
    mapping = reading.file(composed.root)
    ordered = sorted(
        reading.diagnostics, key=lambda each: (each.span.line, each.span.column) if each.span else (0, 0)
    )
    wrong = any(each.severity == "error" for each in ordered)
    return MappingFile(None if wrong else mapping, tuple(ordered))


@attrs.define
class _Reading:
    diagnostics: list[Diagnostic]

    def file(self, root: Node) -> EventMapping | None:
        if not isinstance(root, MappingNode) or _is_another_file(root):
            self.diagnostics.append(Diagnostic(mapping_codes.NOT_A_MAPPING, root.span))
            return None
        keys = self._keys(root, MAPPING_KEYS)
        version = keys.get("govrules")
        if version is not None and not (isinstance(version, ScalarNode) and version.value == 1):
            self._wrong("govrules", version, wanted.VERSION)
        self._require(root, ("govrules", "mapping", "case"))
        name = self._text("mapping", keys.get("mapping"))
        case = self._column("case", keys.get("case"))
        shared = {each: self._source(each, keys.get(each)) for each in ("unit", "actor")}
        attributes, others = self._attributes(keys.get("attributes"))
        row = self._row(root, keys, shared, attributes, others)
        split = self._shapes("split", keys.get("split"), shared, attributes)
        case_events = self._shapes("case_events", keys.get("case_events"), {}, ())
        misspelt = any(each.code is mapping_codes.MAPPING_KEY_UNKNOWN for each in self.diagnostics)
        if not (misspelt or {"type", "time", "split", "case_events"} & keys.keys()):
            self.diagnostics.append(Diagnostic(mapping_codes.MAPPING_WITHOUT_EVENTS, _whole(root)))
        return EventMapping(
            name=name or "",
            case=case or Column(""),
            row=row,
            split=split,
            case_events=case_events,
            events=self._events(keys.get("events")),
            others=self._others(keys.get("others")),
            where=self._where(keys.get("where")),
            missing=frozenset(self._texts("missing", keys.get("missing"))),
            time_zone=self._zone(keys.get("time_zone")),
            encoding=self._encoding(keys.get("encoding")),
            delimiter=self._delimiter(keys.get("delimiter")),
            sheet=self._text("sheet", keys.get("sheet")),
            header=self._header(keys.get("header")),
        )

    def _row(
        self,
        root: MappingNode,
        keys: Mapping[str, Node],
        shared: Mapping[str, Column | Constant | None],
        attributes: tuple[Attribute, ...],
        others: bool,
    ) -> EventShape | None:
        if not {"type", "time"} & keys.keys():
            return None
        self._require(root, ("type", "time"))
        kind, time = self._source("type", keys.get("type")), self._time(keys.get("time"))
        identifier = self._column("id", keys.get("id"))
        if kind is None or time is None:
            return None
        return EventShape(kind, time, identifier, shared["unit"], shared["actor"], attributes, others)

    def _shapes(
        self,
        key: str,
        node: Node | None,
        shared: Mapping[str, Column | Constant | None],
        attributes: tuple[Attribute, ...],
    ) -> tuple[EventShape, ...]:
        if node is None:
            return ()
        if not isinstance(node, SequenceNode) or not node.items:
            self._wrong(key, node, wanted.SHAPES)
            return ()
        found = (self._shape(key, each, shared, attributes) for each in node.items)
        return tuple(each for each in found if each is not None)

    def _shape(
        self,
        key: str,
        node: Node,
        shared: Mapping[str, Column | Constant | None],
        attributes: tuple[Attribute, ...],
    ) -> EventShape | None:
        if not isinstance(node, MappingNode):
            self._wrong(key, node, wanted.SHAPES)
            return None
        keys = self._keys(node, SHAPE_KEYS)
        self._require(node, ("event", "time"))
        kind, time = self._text("event", keys.get("event")), self._time(keys.get("time"))
        own, everything = self._attributes(keys.get("attributes"))
        if everything:
            self._wrong("attributes", keys["attributes"], wanted.ATTRIBUTES)
        # What the item says itself stands before what the file says for every event of a row.
        names = {each.name for each in own}
        inherited = tuple(each for each in attributes if each.name not in names)
        unit, actor = (
            self._source(each, keys[each]) if each in keys else shared.get(each) for each in ("unit", "actor")
        )
        identifier = self._column("id", keys.get("id"))
        if kind is None or time is None:
            return None
        return EventShape(Constant(kind), time, identifier, unit, actor, (*inherited, *own))

    def _keys(self, node: MappingNode, known: Iterable[str]) -> dict[str, Node]:
        found = {}
        for key, value in node.entries:
            if key.text in known:
                found[key.text] = value
                continue
            near = nearest(key.text, known)
            listed = [f"`{each}`" for each in known]
            help = (
                Help(f"did you mean `{near}`?", f"是否指 `{near}`？")
                if near
                else Help(f"known here: {', '.join(listed)}", f"此处可用：{'、'.join(listed)}"),
            )
            values = {"key": key.text[:60]}
            self.diagnostics.append(Diagnostic(mapping_codes.MAPPING_KEY_UNKNOWN, key.span, values, help))
        return found

    def _require(self, node: MappingNode, keys: Iterable[str]) -> None:
        unknown = [each.span for each in self.diagnostics if each.code is mapping_codes.MAPPING_KEY_UNKNOWN]
        missing = [each for each in keys if node.get(each) is None]
        # In the small mappings inside the file, a key in other words is one mistake and not two.
        otherwise = sum(key.span in unknown for key, _ in node.entries) if node.flow else 0
        for each in missing[otherwise:]:
            self.diagnostics.append(
                Diagnostic(mapping_codes.MAPPING_KEY_MISSING, _whole(node), {"key": each})
            )

    def _wrong(self, key: str, node: Node, help: Help) -> None:
        trap = mapping_trap(node)
        found = trap or Diagnostic(mapping_codes.MAPPING_VALUE, node.span, {"key": key}, (help,))
        if found not in self.diagnostics:
            self.diagnostics.append(found)

    def _text(self, key: str, node: Node | None, help: Help = wanted.TEXT) -> str | None:
        if node is None:
            return None
        # A column may be called `2024` or `true`: what is written counts, not what YAML takes it for.
        if isinstance(node, ScalarNode) and node.text.strip() and node.value is not None:
            return name_of(node.text.strip())
        self._wrong(key, node, help)
        return None

    def _texts(self, key: str, node: Node | None, help: Help = wanted.TEXTS) -> tuple[str, ...]:
        if node is None:
            return ()
        items = node.items if isinstance(node, SequenceNode) else (node,)
        found = []
        for each in items:
            if isinstance(each, ScalarNode):
                found.append(each.text)
            else:
                self._wrong(key, each, help)
        return tuple(found)

    def _column(self, key: str, node: Node | None) -> Column | None:
        if isinstance(node, MappingNode):
            keys = self._keys(node, ("column",))
            self._require(node, ("column",))
            node = keys.get("column")
        name = self._text(key, node, wanted.COLUMN_ONLY)
        return None if name is None or node is None else Column(name, node.span)

    def _source(self, key: str, node: Node | None) -> Column | Constant | None:
        if not isinstance(node, MappingNode):
            name = self._text(key, node, wanted.COLUMN)
            return None if name is None or node is None else Column(name, node.span)
        keys = self._keys(node, SOURCE_KEYS)
        if "constant" in keys and len(keys) == 1:
            text = self._text(key, keys["constant"], wanted.COLUMN)
            return None if text is None else Constant(text)
        return self._column_in(key, node, keys)

    def _column_in(self, key: str, node: MappingNode, keys: Mapping[str, Node]) -> Column | None:
        column = keys.get("column")
        if column is None or "constant" in keys:
            self._wrong(key, node, wanted.COLUMN)
            return None
        return self._column(key, column)

    def _time(self, node: Node | None) -> TimeColumn | None:
        if not isinstance(node, MappingNode):
            name = self._text("time", node, wanted.TIME)
            return None if name is None or node is None else TimeColumn(Column(name, node.span))
        keys = self._keys(node, TIME_KEYS)
        self._require(node, ("column",))
        column = self._column("column", keys.get("column"))
        format, dates = self._format(keys.get("format")), keys.get("dates")
        if dates is not None and not (isinstance(dates, ScalarNode) and isinstance(dates.value, bool)):
            self._wrong("dates", dates, wanted.BOOL)
        only_days = isinstance(dates, ScalarNode) and dates.value is True
        return None if column is None else TimeColumn(column, format, only_days)

    def _format(self, node: Node | None) -> str | None:
        format = self._text("format", node)
        if format is not None and node is not None and format_problem(format):
            self.diagnostics.append(
                Diagnostic(mapping_codes.FORMAT_UNKNOWN, node.span, {"format": format[:60]})
            )
            return None
        return format

    def _attributes(self, node: Node | None) -> tuple[tuple[Attribute, ...], bool]:
        """The attributes, and whether all other columns are attributes too."""
        if node is None:
            return (), False
        if isinstance(node, ScalarNode) and node.text == "all":
            return (), True
        if isinstance(node, SequenceNode):
            names = [self._column("attributes", each) for each in node.items]
            found = [Attribute(each.name, each) for each in names if each is not None]
        elif isinstance(node, MappingNode):
            read = (self._attribute(key, value) for key, value in node.entries)
            found = [each for each in read if each is not None]
        else:
            self._wrong("attributes", node, wanted.ATTRIBUTES)
            return (), False
        seen: set[str] = set()
        for each in found:
            if each.name in seen:
                self.diagnostics.append(
                    Diagnostic(mapping_codes.MAPPING_NAME_TWICE, node.span, {"key": each.name[:60]})
                )
            seen.add(each.name)
        return tuple(found), False

    def _attribute(self, key: ScalarNode, node: Node) -> Attribute | None:
        name = name_of(key.text)
        if not isinstance(node, MappingNode):
            column = self._column(name, node)
            return None if column is None else Attribute(name, column)
        keys = self._keys(node, ATTRIBUTE_KEYS)
        if "constant" in keys and len(keys) == 1:
            constant = keys["constant"]
            if isinstance(constant, ScalarNode) and constant.value is not None:
                return Attribute(name, Constant(constant.value))
            self._wrong(name, constant, wanted.COLUMN)
            return None
        source = self._column_in(name, node, keys)
        kind = self._one_of("type", keys.get("type"), ATTRIBUTE_TYPES, wanted.TYPES)
        format = self._format(keys.get("format"))
        separator = keys.get("separator")
        if separator is not None and not (isinstance(separator, ScalarNode) and separator.text):
            self._wrong("separator", separator, wanted.TEXT)
        parts = separator.text if isinstance(separator, ScalarNode) else None
        known: AttributeType | None = next((each for each in ATTRIBUTE_TYPES if each == kind), None)
        return None if source is None else Attribute(name, source, known, format, parts)

    def _one_of(self, key: str, node: Node | None, known: Iterable[str], help: Help) -> str | None:
        word = self._text(key, node, help)
        if word is None or node is None or word in known:
            return word
        near = nearest(word, known)
        advice = Help(f"did you mean `{near}`?", f"是否指 `{near}`？") if near else help
        self._wrong(key, node, advice)
        return None

    def _events(self, node: Node | None) -> dict[str, str | None]:
        if node is None:
            return {}
        if not isinstance(node, MappingNode):
            self._wrong("events", node, wanted.EVENTS)
            return {}
        found: dict[str, str | None] = {}
        for key, value in node.entries:
            if isinstance(value, ScalarNode) and value.value is None:
                found[key.text.strip()] = None
            else:
                name = self._text(key.text, value, wanted.EVENTS)
                if name is not None:
                    found[key.text.strip()] = name
        return found

    def _others(self, node: Node | None) -> Others:
        word = self._one_of("others", node, OTHERS, wanted.OTHERS)
        return "ignore" if word == "ignore" else "error" if word == "error" else "keep"

    def _where(self, node: Node | None) -> tuple[tuple[Column, frozenset[str]], ...]:
        if node is None:
            return ()
        if not isinstance(node, MappingNode):
            self._wrong("where", node, wanted.WHERE)
            return ()
        return tuple(
            (Column(name_of(key.text), key.span), frozenset(self._texts("where", value, wanted.WHERE)))
            for key, value in node.entries
        )

    def _zone(self, node: Node | None) -> str | None:
        return self._checked(
            "time_zone", node, mapping_codes.ZONE_UNKNOWN, "zone", lambda name: zone_named(name) is not None
        )

    def _encoding(self, node: Node | None) -> str | None:
        return self._checked(
            "encoding",
            node,
            codes.ENCODING_UNKNOWN,
            "encoding",
            lambda name: encoding_named(name) is not None,
        )

    def _checked(
        self, key: str, node: Node | None, code: Code, value: str, known: Callable[[str], bool]
    ) -> str | None:
        name = self._text(key, node)
        if name is None or node is None or known(name):
            return name
        help = (ZONE_HELP,) if code is mapping_codes.ZONE_UNKNOWN else ()
        self.diagnostics.append(Diagnostic(code, node.span, {value: name[:60]}, help))
        return None

    def _delimiter(self, node: Node | None) -> str | None:
        if node is None:
            return None
        text = node.text if isinstance(node, ScalarNode) else ""
        if text == "tab":
            return "\t"
        if len(text) == 1 and text not in '"\r\n ':
            return text
        self._wrong("delimiter", node, wanted.DELIMITER)
        return None

    def _header(self, node: Node | None) -> int | None:
        if node is None:
            return None
        value = node.value if isinstance(node, ScalarNode) else None
        if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 1000:
            return value
        self._wrong("header", node, wanted.LINE)
        return None


def _is_another_file(root: MappingNode) -> bool:
    """Whether this is a rule file, a scenario or a log; a mapping that lacks a line is told what it lacks."""
    keys = {key.text for key, _ in root.entries}
    others = {"policy", "clauses", "scenarios", "convention", "calendar"}
    return "mapping" not in keys and ("govrules" not in keys or not keys.isdisjoint(others))


def _whole(node: MappingNode) -> Span:
    """The place of what is missing: the first key."""
    return node.entries[0][0].span if node.entries else node.span
