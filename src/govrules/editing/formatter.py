"""The canonical form of every kind of file; what a file says is the same before and after."""

import datetime as dt
import re
from collections.abc import Iterable

import attrs

from govrules.diagnostics import Diagnostic
from govrules.editing.file_shapes import (
    CALENDAR,
    CONVENTION,
    DEFINITIONS,
    FILE,
    MAPPING,
    SCENARIOS,
)
from govrules.editing.layout import laid_out
from govrules.editing.shapes import Entries, fitting
from govrules.editing.tree import read_tree
from govrules.formats.mapping_file import parse_mapping
from govrules.model.calendar import Calendar
from govrules.rulefile.calendar_file import read_calendar
from govrules.rulefile.composer import compose
from govrules.rulefile.convention_file import read_convention
from govrules.rulefile.nodes import MappingNode, Node, ScalarNode
from govrules.rulefile.structure import read_rules
from govrules.scenarios.reader import parse_scenarios


@attrs.frozen
class Formatted:
    """The canonical form of one file."""

    text: str | None
    """None where the file has mistakes"""
    diagnostics: tuple[Diagnostic, ...] = ()
    """the mistakes for which it is left as it is"""


def formatted(text: str, *, file: str) -> Formatted:
    """The canonical form of a file of rules, scenarios, a calendar, a convention or a mapping of columns.

    Comments, anchors and aliases stay.

    Args:
        text: the whole file.
        file: its name, for the places of diagnostics.

    >>> print(formatted("policy: p\\ngovrules:   1\\n", file="p.yaml").text, end="")
    govrules: 1
    policy: p
    """
    composed = compose(text, file=file)
    root = composed.root
    if not isinstance(root, MappingNode):
        found = composed.diagnostics if root is None else read_rules(text, file=file).diagnostics
        return Formatted(None, _errors(found))
    kind = fitting(FILE, "object", [key.text for key, _ in root.entries], DEFINITIONS)
    assert isinstance(kind, Entries)
    said, errors = _reading(text, file, kind)
    if errors:
        return Formatted(None, errors)
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    # An alias may not stand before what it repeats: then the keys keep their places.
    for reorder in (True, False):
        tree = read_tree(plain)
        written = laid_out(tree.root, tree.header, kind, reorder=reorder)
        again = compose(written, file=file).root
        if again is None or _content(again) != _content(root):
            continue
        if _reading(written, file, kind)[0] == said and sorted(read_tree(written).comments) == sorted(
            tree.comments
        ):
            return Formatted(written)
    raise FormatError(file)


def _reading(text: str, file: str, kind: Entries) -> tuple[object, tuple[Diagnostic, ...]]:
    """What the reader of a file makes of it, apart from places, and the errors that it finds."""
    told: tuple[Diagnostic, ...]
    said: object
    if kind is SCENARIOS:
        read = parse_scenarios(text, file=file)
        told = (*read.diagnostics, *(each for one in read.scenarios for each in one.diagnostics))
        said = (read.policies, [name for name, _ in read.rules], read.title, read.scenarios)
    elif kind is CALENDAR:
        calendar = read_calendar(text, file=file, find=lambda _: _beneath(text))
        told, said = calendar.diagnostics, calendar.calendar
    elif kind is CONVENTION:
        convention = read_convention(text, file=file)
        told, said = convention.diagnostics, convention.convention
    elif kind is MAPPING:
        mapping = parse_mapping(text, file=file)
        told, said = mapping.diagnostics, mapping.mapping
    else:
        draft = read_rules(text, file=file)
        told = draft.diagnostics
        words = draft.words
        declared = [
            {name: entry for name, (_, entry) in each.items()}
            for each in (words.events, words.records, words.parameters)
        ]
        set_here = [
            (each.policy, each.parameter, _content(each.values, marks=True)) for each in draft.settings
        ]
        steps = (words.measures.steps, words.measures.imposed, words.measures.dismissed)
        said = (draft.policy, declared, words.case, steps, [name for name, _ in draft.includes], set_here)
    return (said, sorted(each.code.id for each in told)), _errors(told)


def _beneath(text: str) -> Calendar:
    """A calendar for a file to vary over the years of which it speaks: what it holds is no matter of form."""
    years = [max(int(each), 1) for each in re.findall(r"\b(\d{4})-\d\d-\d\d", text)] or [2000]
    return Calendar.of("beneath", first_day=dt.date(min(years), 1, 1), last_day=dt.date(max(years), 12, 31))


def _errors(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(each for each in found if each.severity == "error")


class FormatError(AssertionError):
    """The canonical form would say something else: a mistake in govrules, and the file is left alone."""


def _content(node: Node, *, marks: bool = False) -> object:
    """The values of a tree as texts; with `marks` also whether they stand in quotation marks."""
    match node:
        case ScalarNode(text=text, style=style):
            return (text, style == "quoted") if marks else text
        case MappingNode(entries=entries):
            return {key.text: _content(value, marks=marks) for key, value in entries}
    return [_content(each, marks=marks) for each in node.items]
