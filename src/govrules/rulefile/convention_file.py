"""Convention files: how periods are counted, each key with the law it comes from."""

import hashlib

import attrs

from govrules.declaring import frozen
from govrules.diagnostics import Diagnostic
from govrules.diagnostics.codes import time as codes
from govrules.model.convention import KEYS, Convention, ConventionError, KeyCitation, parse_key
from govrules.model.source import Source
from govrules.rulefile.composer import compose
from govrules.rulefile.nodes import MappingNode, Node, ScalarNode
from govrules.rulefile.time_fields import Fields

CONVENTION_KEYS = ("govrules", "convention", "title", "source", "in_force", "tested", "note", "keys")
ENTRY_KEYS = ("value", "cite", "quote", "source", "note")
_PLACE = {"place": "a convention", "place_zh": "计时约定"}


@frozen
class ReadConvention:
    """A convention as far as it could be read, and everything wrong with its file.

    `convention` is None where anything is wrong that could change a date.
    """

    convention: Convention | None
    diagnostics: tuple[Diagnostic, ...]


def read_convention(text: str, *, file: str) -> ReadConvention:
    """The convention that a YAML text holds; never raises for what the text says.

    Args:
        text: the whole file.
        file: its name, for the places of diagnostics.

    >>> text = "govrules: 1\\nconvention: local\\nkeys:\\n  first_day: {value: included, cite: article 9}\\n"
    >>> read_convention(text, file="local.yaml").convention.first_day
    'included'
    """
    composed = compose(text, file=file)
    fields = Fields(list(composed.diagnostics))
    convention = None
    if composed.root is not None:
        top = fields.mapping(composed.root, "convention")
        if top is not None:
            convention = _convention(top, fields)
    broken = any(each.severity == "error" for each in fields.diagnostics)
    if convention is not None and not broken:
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        convention = attrs.evolve(convention, sha256=digest)
    return ReadConvention(None if broken else convention, fields.in_order())


def _convention(top: MappingNode, fields: Fields) -> Convention | None:
    fields.known_keys(top, CONVENTION_KEYS, **_PLACE)
    version = fields.needed(top, "govrules", **_PLACE)
    if version is not None:
        fields.choice(version, "govrules", ("1",))
    name = fields.text(fields.needed(top, "convention", **_PLACE), "convention")
    source = fields.source(top.get("source"))
    values, citations = _keys(top.get("keys"), source, fields)
    first, until = None, None
    in_force = top.get("in_force")
    if in_force is not None and (span := fields.mapping(in_force, "in_force")) is not None:
        fields.known_keys(span, ("from", "until"), place="a span of time", place_zh="时间段")
        first, until = fields.date(span.get("from"), "from"), fields.date(span.get("until"), "until")
    try:
        return Convention(
            name=name or "",
            title=fields.titles(top.get("title"), "title"),
            in_force_from=first,
            in_force_until=until,
            source=source,
            citations=citations,
            tested=fields.flag(top.get("tested"), "tested", default=True),
            **values,  # type: ignore[arg-type]
        )
    except ConventionError as error:
        keys = top.key("keys")
        fields.say(error.code, keys.span if keys else top.span, *error.help, **error.values)
        return None


def _keys(
    node: Node | None, source: Source, fields: Fields
) -> tuple[dict[str, object], dict[str, KeyCitation]]:
    values: dict[str, object] = {}
    citations: dict[str, KeyCitation] = {}
    mapping = None if node is None else fields.mapping(node, "keys")
    if mapping is None:
        return values, citations
    for key, entry in mapping.entries:
        if key.text in KEYS:
            value_node, citation = _entry(key, entry, source, fields)
        else:
            value_node, citation = entry, None
        if value_node is None:
            continue
        try:
            values[key.text] = parse_key(key.text, fields.plain(value_node))
        except ConventionError as error:
            at = key.span if error.code is codes.UNKNOWN_CONVENTION_KEY else value_node.span
            fields.say(error.code, at, *error.help, **error.values)
        if citation is not None:
            citations[key.text] = citation
    return values, citations


def _entry(
    key: ScalarNode, entry: Node, source: Source, fields: Fields
) -> tuple[Node | None, KeyCitation | None]:
    """A key's value and its citation; a bare value has none, and that is a mistake."""
    if not isinstance(entry, MappingNode) or entry.get("value") is None:
        fields.say(codes.KEY_WITHOUT_CITATION, key.span, key=key.text)
        return (None if isinstance(entry, MappingNode) and entry.get("cite") else entry), None
    fields.known_keys(entry, ENTRY_KEYS, place="a key of a convention", place_zh="计时约定的键")
    cite = fields.text(entry.get("cite"), "cite")
    note = fields.titles(entry.get("note"), "note")
    quote = fields.text(entry.get("quote"), "quote")
    own = None if entry.get("source") is None else fields.source(entry.get("source"))
    if not cite and not note:
        fields.say(codes.KEY_WITHOUT_CITATION, key.span, key=key.text)
    if quote is not None and (own or source).status != "read":
        quoted = entry.key("quote")
        fields.say(codes.QUOTE_WITHOUT_READING, quoted.span if quoted else key.span, key=key.text)
    return entry.get("value"), KeyCitation(cite=cite or "", quote=quote, source=own, note=note)


__all__ = ["ReadConvention", "read_convention"]
