"""The `records` of a scenario: who held which post, stated briefly beside the events."""

import datetime as dt

from govrules.diagnostics.codes import records as record_codes
from govrules.diagnostics.codes import scenarios as codes
from govrules.model.records import Record, RecordError
from govrules.rulefile.nodes import MappingNode, Node, ScalarNode, SequenceNode
from govrules.scenarios.sheet import Sheet
from govrules.scenarios.values import shown

Stated = tuple[Record, ...]


def read_records(node: Node | None, sheet: Sheet) -> Stated:
    """`{post: {p1: {unit: 教育局, role: 局长, holder: 甲}}}`: by kind and key one row, or a list of them."""
    found: list[Record] = []
    for kind, keys in sheet.entries(node, "records"):
        for key, rows in sheet.entries(keys, kind.text):
            for row in rows.items if isinstance(rows, SequenceNode) else (rows,):
                record = _record(kind, key, row, sheet)
                if record is not None:
                    found.append(record)
    return tuple(found)


def with_records(base: Stated, own: Stated) -> Stated:
    """What a scenario states together with what its base or its file does: its own of a key stand instead."""
    stated = {(each.kind, each.key) for each in own}
    return (*(each for each in base if (each.kind, each.key) not in stated), *own)


def _record(kind: ScalarNode, key: ScalarNode, row: Node, sheet: Sheet) -> Record | None:
    if isinstance(row, ScalarNode) and row.value is None:
        # `office:` is a record of which nothing is said but that it is there.
        row = MappingNode((), row.span)
    if not isinstance(row, MappingNode):
        sheet.shape(row, key.text, MappingNode)
        return None
    before = len(sheet.problems)
    start, until = (_day(row.get(each), each, sheet) for each in ("from", "until"))
    if start is not None and until is not None and until <= start:
        sheet.note(record_codes.RECORD_SPAN, row.span, {"start": start, "until": until})
    if len(sheet.problems) > before:
        return None
    facts = {word.text: _plain(value) for word, value in row.entries if word.text not in ("from", "until")}
    try:
        return Record(kind.text, key.text, facts, start=start, until=until, span=row.span)
    except RecordError:
        values = {"key": shown(key.text), "wanted": "a record", "wanted_zh": "记录", "text": "…"}
        sheet.note(codes.WRONG_VALUE, row.span, values)
        return None


def _day(node: Node | None, key: str, sheet: Sheet) -> dt.date | None:
    if node is None or (isinstance(node, ScalarNode) and node.value is None):
        return None
    found = sheet.time(node, key)
    if isinstance(found, dt.datetime):
        text = shown(node.text) if isinstance(node, ScalarNode) else "…"
        values = {"key": key, "wanted": "a date", "wanted_zh": "日期", "text": text}
        sheet.note(codes.WRONG_VALUE, node.span, values)
        return None
    return found


def _plain(node: Node) -> object:
    match node:
        case ScalarNode(value=value):
            return value
        case SequenceNode(items=items):
            return [_plain(each) for each in items]
        case MappingNode(entries=entries):
            return {key.text: _plain(value) for key, value in entries}
