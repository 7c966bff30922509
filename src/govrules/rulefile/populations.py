"""`for_each`: who or what a clause must see even when no event names it."""

import re
import unicodedata

from govrules.diagnostics import Help
from govrules.diagnostics.codes import rules as codes
from govrules.model.clauses import Population
from govrules.model.conditions import Expression
from govrules.rulefile.expression import condition_of, parse_condition
from govrules.rulefile.nodes import MappingNode, Node, ScalarNode
from govrules.rulefile.reading import (
    Reading,
    dotted,
    expression,
    is_name,
    items,
    literal_or_lookup,
    name,
    resolved,
    shorten,
    wrong_shape,
)

_WHERE = re.compile(r"(\S+)\s+(where|且满足)\s+(.+)", re.DOTALL)


def population(reading: Reading, node: Node) -> Population | None:
    """`item`, `unit where ...`, `{unit: trigger.departments}`, `{unit: [a, b]}` or `route.steps`."""
    if isinstance(node, MappingNode) and len(node.entries) == 1:
        return _members(reading, *node.entries[0])
    if not isinstance(node, ScalarNode) or node.value is None:
        wrong_shape(
            reading,
            "for_each",
            node,
            "a record's name, or a mapping of one name to a list",
            "记录名，或一个名称到列表的映射",
        )
        return None
    looked_up = dotted(reading, node)
    if looked_up is not None:
        last = looked_up.path[-1]
        return Population(last.removesuffix("s") or last, values=(looked_up,))
    written = unicodedata.normalize("NFC", node.text.strip())
    found = _WHERE.fullmatch(written)
    word = found.group(1) if found else written
    if not is_name(word):
        advice = Help(
            en='as in `unit where unit.kind == "office"`', zh='如 `unit where unit.kind == "office"`'
        )
        reading.report(codes.NOT_A_NAME, node, advice, text=shorten(word))
        return None
    reading.refer("record", word, node.part(0, len(word)))
    if found is None:
        return Population(word, records=word)
    offset = node.text.find(found.group(3))
    parsed = parse_condition(found.group(3))
    scope = reading.scope
    reading.scope = scope.__class__(scope.event, scope.trigger, scope.variables | {word})
    test = resolved(reading, node, parsed.expression, parsed.problems, offset=offset)
    reading.scope = scope
    if test is None:
        return None
    return Population(word, records=word, where=condition_of(found.group(3), test))


def _members(reading: Reading, key: ScalarNode, node: Node) -> Population | None:
    variable = name(reading, "for_each", key)
    values: list[Expression] = []
    for each in items(node):
        call = isinstance(each, ScalarNode) and each.style != "quoted" and "(" in each.text
        read = expression if call else literal_or_lookup
        value = read(reading, key.text, each)
        if value is not None:
            values.append(value)
    if variable is None or not values:
        return None
    return Population(variable, values=tuple(values))
