"""The files that the project ships, and what stands in them."""

from pathlib import Path
from typing import Any

from govrules.rulefile.composer import compose
from govrules.rulefile.nodes import MappingNode, Node, ScalarNode

ROOT = Path(__file__).resolve().parents[2]
# What the engine is expected to say of an example is no file that govrules reads.
_NOT_OURS = ("expected.yaml",)


def shipped() -> tuple[Path, ...]:
    """Every rule, scenario, calendar, convention and mapping file, in `rules` and in the examples."""
    found = (path for folder in ("rules", "examples") for path in (ROOT / folder).rglob("*.yaml"))
    return tuple(sorted(path for path in found if path.name not in _NOT_OURS))


def plain(node: Node) -> Any:
    """What a file says, as any reader of YAML 1.2 has it."""
    match node:
        case ScalarNode(value=value):
            return value
        case MappingNode(entries=entries):
            return {key.text: plain(value) for key, value in entries}
    return [plain(each) for each in node.items]


def document(text: str) -> Any:
    root = compose(text, file="x.yaml").root
    assert root is not None
    return plain(root)
