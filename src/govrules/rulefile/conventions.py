"""A clause's own way of counting: another convention's name, or single keys in place of the policy's."""

from govrules.diagnostics import Diagnostic
from govrules.diagnostics.codes import rules as codes
from govrules.model.convention import ConventionError, parse_key
from govrules.model.frozen import FrozenMapping
from govrules.rulefile.nodes import MappingNode, Node, ScalarNode
from govrules.rulefile.reading import Reading, is_name, shorten, text, wrong_shape


def convention_keys(reading: Reading, node: Node) -> "str | dict[str, object] | None":
    """The name, or the keys as the file writes them; `is` names the convention that they vary."""
    if isinstance(node, ScalarNode) and node.value is not None:
        return _convention_name(reading, node)
    if not isinstance(node, MappingNode):
        wanted, wanted_zh = "a convention's name, or a mapping of its keys", "计时约定的名称，或其键的映射"
        wrong_shape(reading, "convention", node, wanted, wanted_zh)
        return None
    found: dict[str, object] = {}
    for key, value in node.entries:
        if key.text in ("is", "是"):
            base = _convention_name(reading, value)
            if base is not None:
                found["is"] = base
            continue
        plain = _plain(value)
        try:
            parse_key(key.text, plain)
        except ConventionError as error:
            at = key.span if error.code.name == "unknown-convention-key" else value.span
            reading.diagnostics.append(Diagnostic(error.code, at, error.values, error.help, reading.citation))
        else:
            found[key.text] = plain
    return found


def _convention_name(reading: Reading, node: Node) -> str | None:
    written = text(reading, "convention", node)
    if written is None:
        return None
    if not is_name(written):
        reading.report(codes.NOT_A_NAME, node, text=shorten(written))
        return None
    reading.refer("convention", written, node.span)
    return written


def _plain(node: Node) -> object:
    if isinstance(node, MappingNode):
        return FrozenMapping({key.text: _plain(value) for key, value in node.entries})  # type: ignore[misc]
    if isinstance(node, ScalarNode):
        return node.value
    return tuple(_plain(each) for each in node.items)
