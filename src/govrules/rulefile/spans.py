"""Nodes to spans of days in force."""

import re

from govrules.diagnostics.codes import rules as codes
from govrules.model.clauses import InForce
from govrules.rulefile.nodes import MappingNode, Node, ScalarNode
from govrules.rulefile.reading import Keys, Place, Reading, date, parse_date, shorten, wrong_shape

SPAN_KEYS = ("from", "until")
_WRITTEN = re.compile(r"(?:from\s+(\S+))?\s*(?:until\s+(\S+))?")


def in_force(reading: Reading, key: str, node: Node) -> InForce | None:
    """`{from: DATE, until: DATE}`, half-open; `from DATE until DATE` says the same."""
    if isinstance(node, ScalarNode) and node.value is not None:
        return _written(reading, key, node)
    if not isinstance(node, MappingNode):
        wrong_shape(reading, key, node, "a mapping of `from` and `until`", "含 `from` 与 `until` 的映射")
        return None
    keys = Keys(reading, node, Place(f"`{key}`", f"`{key}`"), SPAN_KEYS)
    start_node, until_node = keys.get("from"), keys.get("until")
    start = date(reading, start_node) if start_node is not None else None
    until = date(reading, until_node) if until_node is not None else None
    if start is not None and until is not None and until <= start:
        assert until_node is not None
        reading.report(codes.EMPTY_SPAN, until_node, start=start, until=until)
        return None
    return InForce(start, until)


def _written(reading: Reading, key: str, node: ScalarNode) -> InForce | None:
    match = _WRITTEN.fullmatch(node.text.strip())
    written = match.groups() if match else ()
    if not any(written):
        wanted = "`from 2010-01-01`, or a mapping of `from` and `until`"
        wanted_zh = " `from 2010-01-01`，或含 `from` 与 `until` 的映射"
        wrong_shape(reading, key, node, wanted, wanted_zh)
        return None
    days = []
    for each in written:
        day = parse_date(each) if each else None
        if each and day is None:
            at = node.text.find(each)
            reading.report(codes.BAD_DATE, node.part(at, at + len(each)), text=shorten(each))
            return None
        days.append(day)
    start, until = days
    if start is not None and until is not None and until <= start:
        reading.report(codes.EMPTY_SPAN, node, start=start, until=until)
        return None
    return InForce(start, until)
