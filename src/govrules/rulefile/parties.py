"""Who answers, and who decides: nodes to expressions that name a party."""

import re

from govrules.diagnostics import Help
from govrules.diagnostics.codes import checks
from govrules.model.clauses import Pass, Responsible
from govrules.model.conditions import Constant, Expression
from govrules.model.patterns import event_names
from govrules.rulefile.nodes import MappingNode, Node, ScalarNode
from govrules.rulefile.patterns import pattern
from govrules.rulefile.reading import Keys, Place, Reading, expression, items, mapping, shorten

RESPONSIBLE_KEYS = ("first", "passes")
PASS_KEYS = ("on", "to")

# Several words and nothing that an expression has: the name of an office, written as it is.
_NAME_OF_A_PARTY = re.compile(r"(?!.*\b(?:if|else|and|or|not|in)\b)\w[\w'’&\-]*(?:\s+[\w'’&\-]+)+")


def responsible(reading: Reading, node: Node | None) -> Responsible | None:
    """One party, or `{first: ..., passes: {on: ..., to: ...}}`."""
    if node is None:
        return None
    if not isinstance(node, MappingNode):
        who = party(reading, "responsible", node)
        return Responsible(who) if who is not None else None
    keys = Keys(reading, node, Place("`responsible`", "`responsible`"), RESPONSIBLE_KEYS)
    first_node, passes_node = keys.need("first"), keys.get("passes")
    first = party(reading, "first", first_node) if first_node is not None else None
    passes = [_pass(reading, each) for each in items(passes_node)] if passes_node is not None else []
    if first is None:
        return None
    return Responsible(first, tuple(each for each in passes if each is not None))


def _pass(reading: Reading, node: Node) -> Pass | None:
    inner = mapping(reading, "passes", node)
    if inner is None:
        return None
    keys = Keys(reading, inner, Place("a transfer of responsibility", "责任移转"), PASS_KEYS)
    on_node, to_node = keys.need("on"), keys.need("to")
    on = pattern(reading, "on", on_node) if on_node is not None else None
    with reading.speaking_of(event_names(on) if on is not None else frozenset()):
        to = party(reading, "to", to_node) if to_node is not None else None
    return Pass(on, to) if on is not None and to is not None else None


def party(reading: Reading, key: str, node: Node) -> Expression | None:
    """A look-up or a call; a text in YAML's own quotation marks is a fixed party."""
    if isinstance(node, ScalarNode) and node.style == "quoted" and "(" not in node.text:
        # Quoted twice, as an expression holds a text: once for YAML, once for itself.
        twice = re.fullmatch(r"\"([^\"]*)\"|'([^']*)'", node.text)
        return Constant(node.text if twice is None else twice[1] or twice[2] or "")
    if isinstance(node, ScalarNode) and _NAME_OF_A_PARTY.fullmatch(node.text.strip()):
        written = node.text.strip()
        advice = Help(en=f'a fixed party stands in quotation marks: `"{written}"`',
                      zh=f'固定的责任主体须加引号：`"{written}"`')  # fmt: skip
        reading.report(checks.UNKNOWN_WORD, node, advice, name=shorten(written))
        return None
    return expression(reading, key, node)
