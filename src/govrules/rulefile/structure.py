"""One rule file: text to a draft of its policy, with every mistake in it and everything it refers to."""

import hashlib
import json
import re
import zoneinfo
from typing import Any, Literal, TypeAlias, cast

import attrs

from govrules.declaring import frozen
from govrules.diagnostics import Diagnostic, Help, Span
from govrules.diagnostics.codes import rules as codes
from govrules.model.clauses import Clause, InForce
from govrules.model.policy import EventType, Field, Parameter, Policy, RecordKind, Reviewed, Source
from govrules.rulefile import vocabulary
from govrules.rulefile.clauses import canonical, clause_versions, kinds_put_back
from govrules.rulefile.composer import compose
from govrules.rulefile.measures import Measures, measures
from govrules.rulefile.nodes import MappingNode, Node, ScalarNode
from govrules.rulefile.parameters import Setting, parameter, settings
from govrules.rulefile.reading import (
    Keys,
    Place,
    Reading,
    bilingual,
    choice,
    date,
    is_name,
    items,
    mapping,
    name,
    optional_text,
    shorten,
    text,
    wrong_shape,
)
from govrules.rulefile.references import Reference
from govrules.rulefile.spans import in_force

FileKind: TypeAlias = Literal["policy", "vocabulary"]

WORD_KEYS = ("parameters", "case", "records", "events", "measures")
POLICY_KEYS = (
    "govrules", "policy", "title", "issuer", "document", "source", "reviewed", "in_force", "calendar",
    "convention", "time_zone", "include", "note", *WORD_KEYS, "sets", "clauses",
)  # fmt: skip
VOCABULARY_KEYS = ("govrules", "vocabulary", "title", "note", *WORD_KEYS)
SOURCE_KEYS = ("status", "address")
STATUSES = ("read", "secondary", "none")
REVIEWED_KEYS = ("by", "on")
LANGUAGE = 1


@frozen
class Words:
    """What a file declares, each name with the place of its declaration."""

    events: dict[str, tuple[ScalarNode, EventType]] = attrs.field(factory=dict)
    records: dict[str, tuple[ScalarNode, RecordKind]] = attrs.field(factory=dict)
    parameters: dict[str, tuple[ScalarNode, Parameter]] = attrs.field(factory=dict)
    case: dict[str, Field] = attrs.field(factory=dict)
    case_places: dict[str, Span] = attrs.field(factory=dict)
    measures: Measures = attrs.field(factory=Measures)


@frozen
class Draft:
    """One file as read by itself; names in it are not resolved yet."""

    file: str
    kind: FileKind | None
    diagnostics: tuple[Diagnostic, ...]
    policy: Policy | None = None
    """without the words of its includes and without what other files set"""
    words: Words = attrs.field(factory=Words)
    includes: tuple[tuple[str, Span], ...] = ()
    settings: tuple[Setting, ...] = ()
    references: tuple[Reference, ...] = ()
    spans: dict[str, Span] = attrs.field(factory=dict)
    """places of the values in the header"""
    sha256: str = ""


def read_rules(written: str, *, file: str) -> Draft:
    """The draft of one rule file or vocabulary; never raises for what the text says.

    >>> read_rules("govrules: 1\\npolicy: mine\\nclauses: {}", file="mine.yaml").policy.id
    'mine'
    """
    # Line ends differ between systems and editors, and change nothing that a rule says.
    content = written.replace("\r\n", "\n").replace("\r", "\n")
    digest = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
    log = _log(written)
    if log is not None:
        return Draft(file, None, (Diagnostic(codes.WRONG_FILE, Span(file), log[0], log[1]),), sha256=digest)
    composed = compose(written, file=file)
    reading = Reading(file, list(composed.diagnostics))
    root = composed.root or composed.remains
    if root is None:
        return Draft(file, None, tuple(reading.diagnostics), sha256=digest)
    if not isinstance(root, MappingNode):
        _wrong_file(reading, Span(file), "a list" if not isinstance(root, ScalarNode) else "plain text",
                    "列表" if not isinstance(root, ScalarNode) else "纯文本")  # fmt: skip
        return Draft(file, None, tuple(reading.diagnostics), sha256=digest)
    words = {canonical(key.text) for key, _ in root.entries}
    if words & {"policy", "clauses"} or ("govrules" in words and not words & {"vocabulary", *_OTHER_FILES}):
        draft = _policy(reading, root)
    elif "vocabulary" in words:
        draft = _vocabulary(reading, root)
    else:
        _tell_wrong_file(reading, words)
        draft = Draft(file, None, ())
    found = _without_consequences(_once(reading.diagnostics), composed.diagnostics)
    if composed.root is None:
        # What the lines left out may have said is not missing; the rest is as wrong as it looks.
        found = [each for each in found if each.code not in _MISSING or each in composed.diagnostics]
        return Draft(file, draft.kind, tuple(found), sha256=digest)
    return attrs.evolve(draft, diagnostics=tuple(found), sha256=digest)


_MISSING = (
    codes.MISSING_KEY,
    codes.NO_KIND,
    codes.NO_LIMIT_SAID,
    codes.NOTHING_FOLLOWS,
    codes.UNKNOWN_LIMIT,
    codes.WRONG_SHAPE,
    codes.WRONG_FILE,
    codes.QUOTE_NOT_READ,
)


_OTHER_FILES = {
    "scenarios": ("a scenarios file", "情景文件", "govrules test"),
    "scenario": ("a scenarios file", "情景文件", "govrules test"),
    "columns": ("a mapping of columns to events", "列到事件的映射文件", "govrules evaluate --mapping"),
    "mapping": ("a mapping of columns to events", "列到事件的映射文件", "govrules evaluate --mapping"),
    "days_off": ("a calendar", "日历", "calendar: NAME"),
    "weekend": ("a calendar", "日历", "calendar: NAME"),
    "calendar": ("a calendar", "日历", "calendar: NAME"),
    "convention": ("a convention", "计时约定", "convention: NAME"),
    "first_day": ("a convention", "计时约定", "convention: NAME"),
}


def _tell_wrong_file(reading: Reading, words: set[str]) -> None:
    for key, (what, what_zh, use) in _OTHER_FILES.items():
        if key in words:
            advice = Help(en=f"it is used by `{use}`", zh=f"它用于 `{use}`")
            _wrong_file(reading, Span(reading.file), what, what_zh, advice)
            return
    advice = Help(
        en="a rule file begins with `govrules: 1` and `policy: NAME`",
        zh="规则文件以 `govrules: 1` 和 `policy: 名称` 开头",
    )
    _wrong_file(reading, Span(reading.file), "a file of another kind", "其他种类的文件", advice)


def _wrong_file(reading: Reading, at: Span, what: str, what_zh: str, *advice: Help) -> None:
    reading.report(codes.WRONG_FILE, at, *advice, found=what, found_zh=what_zh)


_LOG_HELP = Help(
    en="give a log as `govrules evaluate RULES --events FILE`",
    zh="日志请用 `govrules evaluate RULES --events FILE` 读取",
)


def _log(written: str) -> tuple[dict[str, object], tuple[Help, ...]] | None:
    """Whether the text is JSON Lines or a table, which as YAML would fail in puzzling ways."""
    first = written.removeprefix("\ufeff").lstrip().partition("\n")[0].strip()[:2000]
    if first.startswith("{"):
        try:
            record = json.loads(first)
        except (ValueError, RecursionError):
            return None
        if isinstance(record, dict) and "govrules" not in record:
            return {"found": "a log of events (JSON Lines)", "found_zh": "事件日志（JSON Lines）"}, (
                _LOG_HELP,
            )
    elif ": " not in first and not first.endswith(":") and not first.startswith(("#", "-", "[", "%")):
        separator = next((each for each in ",;\t" if first.count(each) >= 2), None)
        second = written.removeprefix("\ufeff").lstrip().partition("\n")[2].partition("\n")[0]
        if separator is not None and second.count(separator) >= 2:
            return {"found": "a table (CSV)", "found_zh": "表格（CSV）"}, (_LOG_HELP,)
    return None


def _once(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Without repetitions: what all versions of a clause share is read once for each of them."""
    seen: dict[tuple[object, ...], Diagnostic] = {}
    for each in diagnostics:
        seen.setdefault((each.code.id, each.span, each.message()), each)
    return list(seen.values())


_CONSEQUENCES = (
    codes.WRONG_SHAPE,
    codes.BAD_NUMBER,
    codes.NOT_A_PATTERN,
    codes.NOT_A_LIMIT,
    codes.PARAMETER_VALUE,
)


def _without_consequences(found: list[Diagnostic], of: tuple[Diagnostic, ...]) -> list[Diagnostic]:
    """Without what only says again that a value which YAML spoils is none."""
    spoiled = [each.span for each in of if each.span is not None]
    return [
        each
        for each in found
        if each.code not in _CONSEQUENCES
        or each.span is None
        or not any(
            each.span.line == span.line and each.span.column <= span.column < each.span.end_column
            for span in spoiled
        )
    ]


def _language(reading: Reading, keys: Keys) -> None:
    node = keys.need("govrules", Span(reading.file))
    if node is not None and not (isinstance(node, ScalarNode) and node.value == LANGUAGE):
        written = node.text if isinstance(node, ScalarNode) else "?"
        if written.strip() == str(LANGUAGE):
            advice = Help(en="write it without quotation marks", zh="请勿加引号")
            wrong_shape(reading, "govrules", node, "a number", "数", advice)
            return
        reading.report(codes.LANGUAGE_VERSION, node, text=shorten(written))


def _words(reading: Reading, keys: Keys) -> Words:
    case_node = keys.get("case")
    case = vocabulary.fields(reading, "case", case_node)
    places = (
        {key.text: key.span for key, _ in case_node.entries} if isinstance(case_node, MappingNode) else {}
    )
    return Words(
        vocabulary.declared(reading, "events", keys.get("events"), vocabulary.event),
        vocabulary.declared(reading, "records", keys.get("records"), vocabulary.record),
        vocabulary.declared(reading, "parameters", keys.get("parameters"), parameter),
        case,
        places,
        measures(reading, keys.get("measures")),
    )


def _vocabulary(reading: Reading, root: MappingNode) -> Draft:
    keys = Keys(reading, root, Place("a vocabulary", "词汇文件"), VOCABULARY_KEYS)
    _language(reading, keys)
    named = keys.get("vocabulary")
    if named is not None:
        name(reading, "vocabulary", named)
    words = _words(reading, keys)
    return Draft(reading.file, "vocabulary", (), words=words, references=tuple(reading.references))


def _policy(reading: Reading, root: MappingNode) -> Draft:
    keys = Keys(reading, root, Place("a policy", "政策"), POLICY_KEYS)
    _language(reading, keys)
    source = _source(reading, keys.get("source"))
    reading.quotable = source.status == "read"
    id_node = keys.need("policy", Span(reading.file))
    identity = name(reading, "policy", id_node) if id_node is not None else None
    words = _words(reading, keys)
    header = _header(reading, keys)
    clauses: list[Clause] = []
    node = keys.get("clauses")
    if node is not None and not (isinstance(node, ScalarNode) and node.value is None):
        inner = mapping(reading, "clauses", node)
        for key, value in kinds_put_back(reading, inner.entries) if inner is not None else ():
            clauses += clause_versions(reading, identity or "", key, value)
    policy = Policy(
        identity or "",
        source=source,
        parameters={key: value for key, (_, value) in words.parameters.items()},
        records={key: value for key, (_, value) in words.records.items()},
        events={key: value for key, (_, value) in words.events.items()},
        case=words.case,
        ladder=words.measures.ladder,
        clauses=tuple(clauses),
        file=reading.file,
        **header,
    )
    include = keys.get("include")
    includes = [
        (written, each.span)
        for each in (items(include) if include is not None else ())
        if (written := text(reading, "include", each)) is not None
    ]
    spans = {key: value.span for key, _, value in keys.items()}
    return Draft(
        reading.file,
        "policy",
        (),
        policy=policy,
        words=words,
        includes=tuple(includes),
        settings=settings(reading, keys.get("sets")),
        references=tuple(reading.references),
        spans=spans,
    )


def _header(reading: Reading, keys: Keys) -> dict[str, Any]:
    found: dict[str, Any] = {
        "title": bilingual(reading, "title", keys.get("title")),
        "issuer": bilingual(reading, "issuer", keys.get("issuer")),
        "document": optional_text(reading, "document", keys.get("document")),
    }
    span, reviewed = keys.get("in_force"), keys.get("reviewed")
    if span is not None:
        found["in_force"] = in_force(reading, "in_force", span) or InForce()
    if reviewed is not None:
        found["reviewed"] = _reviewed(reading, reviewed)
    for key in ("calendar", "convention"):
        node = keys.get(key)
        written = optional_text(reading, key, node)
        if node is not None and written is not None:
            if all(is_name(part) for part in written.split("/")):
                found[key] = written
            else:
                reading.report(codes.NOT_A_NAME, node, text=shorten(written))
    zone = keys.get("time_zone")
    written = optional_text(reading, "time_zone", zone)
    if zone is not None and written is not None:
        if is_zone(written):
            found["time_zone"] = written
        else:
            reading.report(codes.UNKNOWN_ZONE, zone, _ZONE_HELP, text=shorten(written))
    return found


_ZONE_HELP = Help(en="as in `Asia/Shanghai`", zh="如 `Asia/Shanghai`")


def is_zone(written: str) -> bool:
    """Whether the system knows a time zone of that name."""
    if not re.fullmatch(r"[A-Za-z0-9_+\-]+(/[A-Za-z0-9_+\-]+)*", written):
        return False
    try:
        zoneinfo.ZoneInfo(written)
    except (OSError, ValueError, zoneinfo.ZoneInfoNotFoundError):
        return False
    return True


def _source(reading: Reading, node: Node | None) -> Source:
    if node is None:
        return Source()
    inner = mapping(reading, "source", node)
    if inner is None:
        return Source()
    keys = Keys(reading, inner, Place("`source`", "`source`"), SOURCE_KEYS)
    written = keys.get("status")
    status = choice(reading, "status", written, STATUSES) if written is not None else None
    address = optional_text(reading, "address", keys.get("address"))
    return Source(cast("Any", status or "none"), address)


def _reviewed(reading: Reading, node: Node) -> Reviewed:
    inner = mapping(reading, "reviewed", node)
    if inner is None:
        return Reviewed()
    keys = Keys(reading, inner, Place("`reviewed`", "`reviewed`"), REVIEWED_KEYS)
    day = keys.get("on")
    empty = isinstance(day, ScalarNode) and day.value is None
    return Reviewed(
        by=optional_text(reading, "by", keys.get("by")),
        on=date(reading, day) if day is not None and not empty else None,
    )
