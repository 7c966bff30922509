"""Parameters: typed, dated values, and what a local file sets in place of them."""

from govrules.declaring import frozen
from govrules.diagnostics import Span
from govrules.diagnostics.codes import rules as codes
from govrules.model.policy import DatedValue, FieldType, Parameter
from govrules.rulefile.nodes import MappingNode, Node, ScalarNode, SequenceNode
from govrules.rulefile.reading import (
    Keys,
    Place,
    Reading,
    bilingual,
    condition,
    date,
    mapping,
    optional_text,
    parse_date,
    wrong_shape,
)
from govrules.rulefile.vocabulary import choices_of, field_type, typed_value

PARAMETER_KEYS = ("title", "type", "choices", "values", "note", "cite")
VALUE_KEYS = ("from", "until", "for", "value", "cite")
_VALUE = Place("a value of a parameter", "参数的取值")


def parameter(reading: Reading, key: ScalarNode, node: Node) -> Parameter | None:
    """One entry of `parameters`."""
    inner = mapping(reading, key.text, node)
    if inner is None:
        return None
    keys = Keys(reading, inner, Place("a parameter", "参数"), PARAMETER_KEYS)
    type_node, values = keys.need("type", key), keys.get("values")
    kind = field_type(reading, "type", type_node) if type_node is not None else None
    values_of_choice, titles = choices_of(reading, keys.get("choices"))
    choices = tuple(str(each) for each in values_of_choice)
    if kind == "choice" and not choices:
        keys.need("choices", key)
    if "values" not in keys:
        keys.need("values", key)
    found: tuple[DatedValue, ...] = ()
    if kind is not None and values is not None:
        found = dated_values(reading, key.text, kind, choices, values)
    return Parameter(
        key.text,
        kind or "any",
        values=found,
        choices=choices,
        choice_titles={str(each): title for each, title in titles.items()},
        note=bilingual(reading, "note", keys.get("note")),
        cite=optional_text(reading, "cite", keys.get("cite")),
        title=bilingual(reading, "title", keys.get("title")),
        span=key.span,
    )


def dated_values(
    reading: Reading, word: str, kind: FieldType, choices: tuple[str, ...], node: Node
) -> tuple[DatedValue, ...]:
    """`{2004-07-01: 1 working day}`, or a list of `{from, until, for, value, cite}`; oldest first."""
    found: list[DatedValue] = []
    if isinstance(node, MappingNode):
        for day, value in node.entries:
            start = date(reading, day)
            if isinstance(value, MappingNode):
                found += _full(reading, word, kind, choices, value, day)
                continue
            held = typed_value(reading, word, kind, choices, value)
            if start is not None and held is not None:
                found.append(DatedValue(start, held))
    elif isinstance(node, SequenceNode):
        for each in node.items:
            inner = mapping(reading, "values", each)
            if inner is not None:
                found += _full(reading, word, kind, choices, inner, None)
    elif node.value is not None:
        wrong_shape(
            reading, "values", node, "a mapping of dates to values, or a list", "日期到值的映射，或列表"
        )
    return tuple(sorted(found, key=lambda each: each.start))


def _full(
    reading: Reading,
    word: str,
    kind: FieldType,
    choices: tuple[str, ...],
    node: MappingNode,
    day: ScalarNode | None,
) -> list[DatedValue]:
    known = VALUE_KEYS if day is None else VALUE_KEYS[1:]
    keys = Keys(reading, node, _VALUE, known)
    if day is not None:
        start = parse_date(day.text)
    else:
        start_node = keys.need("from")
        start = date(reading, start_node) if start_node is not None else None
    value_node, until_node, for_node = keys.need("value"), keys.get("until"), keys.get("for")
    value = typed_value(reading, word, kind, choices, value_node) if value_node is not None else None
    until = date(reading, until_node) if until_node is not None else None
    if until_node is not None and until is not None and start is not None and until <= start:
        reading.report(codes.EMPTY_SPAN, until_node, start=start, until=until)
    who = condition(reading, "for", for_node) if for_node is not None else None
    cite = optional_text(reading, "cite", keys.get("cite"))
    if start is None or value is None:
        return []
    return [DatedValue(start, value, until=until, for_=who, cite=cite)]


@frozen
class Setting:
    """One entry of `sets`: the parameter of another policy, and what it is set to."""

    policy: str
    parameter: str
    span: Span
    values: Node
    citation: str | None = None


def settings(reading: Reading, node: Node | None) -> tuple[Setting, ...]:
    """The entries of `sets`, each under `POLICY/params.NAME`."""
    if node is None:
        return ()
    inner = mapping(reading, "sets", node)
    found: list[Setting] = []
    for key, value in inner.entries if inner is not None else ():
        policy, slash, rest = key.text.strip().partition("/")
        root, dot, word = rest.partition(".")
        if not (slash and dot and root == "params" and word and policy):
            reading.report(codes.NOT_A_NAME, key, text=key.text)
            continue
        found.append(Setting(policy, word, key.span, value))
    return tuple(found)
