"""Reading one line of `expect`: the word that opens it, the clause, the case, the details."""

from collections.abc import Iterator

from govrules.diagnostics import Diagnostic, Span
from govrules.diagnostics.codes import scenarios as codes
from govrules.rulefile.nodes import MappingNode, Node, ScalarNode
from govrules.scenarios.model import Expectation, Value
from govrules.scenarios.sheet import Sheet, did_you_mean
from govrules.scenarios.values import read_value, shown
from govrules.scenarios.words import ATTRIBUTES, MEANT_WORDS, WORDS


def read_expectations(node: Node | None, sheet: Sheet) -> tuple[Expectation, ...]:
    """The expectations of a list; `{met: [a, b]}` is one for `a` and one for `b`."""
    found: list[Expectation] = []
    for item in sheet.items(node, "expect"):
        if isinstance(item, MappingNode):
            found += _line(item, sheet)
        else:
            sheet.shape(item, "expect", MappingNode)
    return tuple(found)


def _line(node: MappingNode, sheet: Sheet) -> Iterator[Expectation]:
    words = [(key, value) for key, value in node.entries if key.text in WORDS]
    if len(words) != 1:
        _wrong_word(node, len(words), sheet)
        return
    [(word, subjects)] = words
    case: str | None = None
    attributes: list[tuple[str, Value]] = []
    slices: list[tuple[str, str]] = []
    spans: dict[str, Span] = {}
    for key, value in node.entries:
        name = key.text
        if name == word.text:
            continue
        spans[name] = key.span
        if name == "case":
            case = sheet.text(value, name)
        elif name in ATTRIBUTES and word.text in ATTRIBUTES[name][1]:
            found = read_value(ATTRIBUTES[name][0], name, value)
            if isinstance(found, Diagnostic):
                sheet.problems.append(found)
            else:
                attributes.append((name, found))
        else:
            # Whether the clause is sliced by such a field is known once the rules are.
            text = value.text if isinstance(value, ScalarNode) else ""
            slices.append((name, text))
    for subject in sheet.texts(subjects, word.text):
        yield Expectation(word.text, subject.text, case, tuple(attributes), tuple(slices), node.span, spans)


def _wrong_word(node: MappingNode, count: int, sheet: Sheet) -> None:
    first = node.entries[0][0] if node.entries else None
    if count == 0 and first is not None and first.text not in ATTRIBUTES:
        word = shown(first.text)
        meant = MEANT_WORDS.get(first.text, first.text)
        sheet.note(codes.UNKNOWN_WORD, first.span, {"word": word}, help=did_you_mean(meant, WORDS))
    else:
        sheet.note(codes.NO_WORD, node.span, {"count": count}, help=did_you_mean("", WORDS))
