"""Whatever a file holds, composing it returns a value."""

import string
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from govrules.rulefile.composer import Composed, MappingNode, Node, SequenceNode, compose
from govrules.rulefile.textfile import decode

_YAML_LIKE = st.text(
    alphabet=st.sampled_from("ab受：:-,[]{}()!&*#|>'\"%@` \n\t\r?\ufeff\u2028~0.1𠀀"), max_size=60
)


def _nodes(node: Node) -> list[Node]:
    found = [node]
    if isinstance(node, MappingNode):
        for key, value in node.entries:
            found += [key, *_nodes(value)]
    if isinstance(node, SequenceNode):
        for each in node.items:
            found += _nodes(each)
    return found


def _places_hold(composed: Composed) -> None:
    nodes = _nodes(composed.root) if composed.root is not None else []
    spans = [each.span for each in nodes] + [each.span for each in composed.diagnostics if each.span]
    for span in spans:
        if span.line:
            assert span.source in composed.text
            assert 1 <= span.column <= span.end_column <= len(span.source) + 2


@given(_YAML_LIKE | st.text())
def test_composing_never_raises_and_every_place_lies_in_the_text(text: str) -> None:
    for use_c in (True, False):
        composed = compose(text, file="f", use_c=use_c)
        assert composed.root is not None or composed.diagnostics
        _places_hold(composed)


@given(_YAML_LIKE)
def test_diagnostics_come_in_the_order_of_the_text(text: str) -> None:
    spans = [each.span for each in compose(text, file="f").diagnostics if each.span]
    assert all((a.line, a.column) <= (b.line, b.column) for a, b in pairwise(spans))


@given(
    st.binary() | st.text(alphabet=string.ascii_letters + "受理，。").map(lambda text: text.encode("gb18030"))
)
def test_any_bytes_are_text_or_get_a_diagnostic(content: bytes) -> None:
    text, diagnostics = decode(content, file="f")
    assert (text is None) == bool(diagnostics)
