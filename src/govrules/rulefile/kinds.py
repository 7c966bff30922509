"""The bodies of requirements and prohibitions, and of clauses that no machine can check."""

from typing import Any, cast

from govrules.model.clauses import During, NotCheckable, Prohibition, Requirement
from govrules.model.patterns import Pattern
from govrules.rulefile.nodes import Node, ScalarNode
from govrules.rulefile.patterns import pattern
from govrules.rulefile.reading import Keys, Place, Reading, bilingual, condition, mapping, wrong_shape

REQUIREMENT_KEYS = ("when", "require")
PROHIBITION_KEYS = ("when", "during")
DURING_KEYS = ("from", "to")
ENDS = {
    "end of year": "end of year",
    "end of quarter": "end of quarter",
    "end of month": "end of month",
    "年末": "end of year",
    "季末": "end of quarter",
    "月末": "end of month",
}


def requirement(reading: Reading, keys: Keys, at: ScalarNode, trigger: Pattern | None) -> Requirement | None:
    node = keys.need("require", at)
    test = condition(reading, "require", node) if node is not None else None
    return Requirement(trigger, test) if trigger is not None and test is not None else None


def prohibition(reading: Reading, keys: Keys, at: ScalarNode, trigger: Pattern | None) -> Prohibition | None:  # noqa: ARG001
    node = keys.get("during")
    during = _during(reading, node) if node is not None else None
    return Prohibition(trigger, during) if trigger is not None else None


def _during(reading: Reading, node: Node) -> During | None:
    inner = mapping(reading, "during", node)
    if inner is None:
        return None
    keys = Keys(reading, inner, Place("a span", "期间"), DURING_KEYS)
    start_node, end_node = keys.need("from"), keys.get("to")
    start = pattern(reading, "from", start_node) if start_node is not None else None
    end: Any = None
    if end_node is not None:
        written = end_node.text.strip() if isinstance(end_node, ScalarNode) else ""
        end = ENDS.get(written) or pattern(reading, "to", end_node)
        if end is None:
            return None
    return During(start, cast("Any", end)) if start is not None else None


def not_checkable(reading: Reading, node: Node) -> NotCheckable | None:
    why = bilingual(reading, "not_checkable", node)
    if not why:
        if isinstance(node, ScalarNode):
            wrong_shape(reading, "not_checkable", node, "the reason", "原因")
        return None
    return NotCheckable(why)
