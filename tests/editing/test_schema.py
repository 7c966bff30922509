"""The schema says of a file what its reader says, as far as a schema can."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from govrules.diagnostics import Diagnostic
from govrules.editing.file_shapes import DEFINITIONS, FILE
from govrules.editing.schema import NAME, description, schema, schema_text
from govrules.editing.shapes import Anything, ByKey, Either, Entries, Items, Named, Shape
from govrules.formats.mapping_file import parse_mapping
from govrules.rulefile.calendar_file import read_calendar
from govrules.rulefile.composer import compose
from govrules.rulefile.convention_file import read_convention
from govrules.rulefile.nodes import MappingNode, Node, ScalarNode, SequenceNode
from govrules.rulefile.parameters import dated_values
from govrules.rulefile.reading import Reading
from govrules.rulefile.structure import read_rules
from govrules.scenarios.reader import parse_scenarios
from tests.editing.files import ROOT, document, plain, shipped
from tests.rulefile.test_language_page import EXAMPLES, whole

VALIDATOR = jsonschema.Draft7Validator(schema())
CJK = re.compile(r"[\u3400-\u9fff]")


def refused(text: str) -> bool:
    return not VALIDATOR.is_valid(document(text))


def test_the_shipped_schema_is_the_one_that_the_readers_give() -> None:
    written = (ROOT / "src" / "govrules" / "schemas" / NAME).read_text(encoding="utf-8")
    assert written == schema_text(), "run `govrules schema --out src/govrules/schemas/govrules.schema.json`"


def test_the_schema_is_one_of_draft_07() -> None:
    jsonschema.Draft7Validator.check_schema(schema())


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_shipped_file_is_valid(path: Path) -> None:
    root = compose(path.read_text(encoding="utf-8"), file=path.name).root
    assert root is not None
    found = [
        f"{list(each.absolute_path)}: {each.message[:200]}" for each in VALIDATOR.iter_errors(plain(root))
    ]
    assert found == []


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_every_example_of_the_language_page_is_valid(number: int) -> None:
    assert list(VALIDATOR.iter_errors(document(whole(EXAMPLES[number])))) == []


def mappings(shape: Shape) -> Iterator[Entries]:
    """Every mapping that a shape describes."""
    match shape:
        case Entries():
            yield shape
            below = [*shape.keys.values(), *([shape.rest] if shape.rest is not None else [])]
        case Either(options):
            below = list(options)
        case ByKey(cases, otherwise):
            below = [*(each for _, each in cases), otherwise]
        case Items(inner):
            below = [inner]
        case _:
            below = []
    for each in below:
        yield from mappings(each)


EVERY_MAPPING = [each for shape in (FILE, *DEFINITIONS.values()) for each in mappings(shape)]


def test_every_key_of_the_readers_has_a_shape() -> None:
    loose = {
        f"{each.name}.{key}"
        for each in EVERY_MAPPING
        for key, value in each.keys.items()
        if value == Anything()
    }
    # What nobody reads may be anything.
    assert {each for each in loose if not each.endswith((".note", ".title"))} == set()


def test_every_key_is_described_in_both_languages() -> None:
    texts = {f"{each.name}.{key}": description(each.name, key) for each in EVERY_MAPPING for key in each.keys}
    assert len(texts) > 200
    assert [key for key, text in texts.items() if text is None] == []
    assert [key for key, text in texts.items() if text is not None and not CJK.search(text[1])] == []
    assert [key for key, text in texts.items() if text is not None and CJK.search(text[0])] == []


def test_examples_of_mappings_stand_in_the_language_of_their_key() -> None:
    properties = schema()["definitions"]["clause"]["properties"]
    assert properties["requirement"]["examples"] == [{"when": "approved", "require": "given(event.plan)"}]
    assert properties["要求"]["examples"] == [{"当": "approved", "必须满足": "given(event.plan)"}]


def test_every_name_that_the_schema_refers_to_is_defined() -> None:
    def references(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            if "$ref" in value:
                yield value["$ref"]
            for each in value.values():
                yield from references(each)
        elif isinstance(value, list):
            for each in value:
                yield from references(each)

    whole_schema = schema()
    named = {f"#/definitions/{each}" for each in whole_schema["definitions"]}
    assert set(references(whole_schema)) == named
    assert {each.name for each in DEFINITIONS.values() if isinstance(each, Named)} == set()


# -- mistakes ---------------------------------------------------------------------------------------------

HEAD = "govrules: 1\npolicy: p\nsource: {status: read}\n"
DUTY = HEAD + "clauses: {c: {duty: {when: a, must: b, within: 3 days}}}\n"
SCENARIO = (
    "govrules: 1\nscenarios: p\ncases: {s: {given: [{time: 2025-01-01, type: a}], expect: [{met: c}]}}\n"
)
CALENDAR = "govrules: 1\ncalendar: c\nfirst_day: 2025-01-01\nlast_day: 2025-12-31\nweekend: [sat, sun]\n"
CONVENTION = "govrules: 1\nconvention: c\nkeys: {first_day: {value: included, cite: art. 1}}\n"
MAPPING = "govrules: 1\nmapping: m\ncase: id\ntype: step\ntime: {column: day, dates: true}\n"

MISTAKES = [
    # misspelt keys
    (DUTY, "within: ", "witin: "),
    (DUTY, "duty: ", "dty: "),
    (DUTY, "source: ", "sorce: "),
    (DUTY, "status: ", "state: "),
    (DUTY, "when: ", "if_when: "),
    (SCENARIO, "given: ", "givn: "),
    (SCENARIO, "met: ", "meet: "),
    (SCENARIO, "cases: ", "case: "),
    (CALENDAR, "weekend: ", "week_end: "),
    (CONVENTION, "first_day: ", "first_days: "),
    (CONVENTION, "value: ", "valu: "),
    (MAPPING, "column: ", "colum: "),
    (MAPPING, "case: ", "cases_: "),
    # wrong words
    (DUTY, "status: read", "status: seen"),
    (DUTY, "within: 3 days", "within: 3 days, repeat: always"),
    (DUTY, "c: {duty", "c: {strength: shall, duty"),
    (DUTY, "c: {duty", "c: {transition: now, duty"),
    (DUTY, "within: 3 days", "within: 3 days, pause: {from: x, to: y, days: '(('}"),
    (DUTY, "when: a", "when: {every: fortnight}"),
    (CALENDAR, "sat, sun", "sat, son"),
    (CONVENTION, "value: included", "value: inside"),
    # wrong types
    (DUTY, "govrules: 1", 'govrules: "1"'),
    (DUTY, "govrules: 1", "govrules: 2"),
    (DUTY, "within: 3 days", "within: 3"),
    (DUTY, "within: 3 days", "within: [3 days]"),
    (DUTY, "when: a", "when: null"),
    (DUTY, "when: a", "when: {all: [a]}"),
    (DUTY, "when: a", "when: a or b"),
    (DUTY, "{duty: {when: a, must: b, within: 3 days}}", "{duty: on time}"),
    (DUTY, "{c: {duty: {when: a, must: b, within: 3 days}}}", "[c]"),
    (DUTY, "within: 3 days", "within: 3 days, on_lapse: {breach: 'no'}"),
    (DUTY, "within: 3 days", "within: 3 days, extend: {when: e, add: 3 days, times: two}"),
    (DUTY, "c: {duty", "c: {in_force: {from: 1 July 2004}, duty"),
    (DUTY, "c: {duty", "c: {if: [x], duty"),
    (SCENARIO, "given: [{time: 2025-01-01, type: a}]", "given: {time: 2025-01-01, type: a}"),
    (SCENARIO, "{met: c}", "{violation: c, late_by_days: three}"),
    (SCENARIO, "{met: c}", "{met: c, due: 3}"),
    (CALENDAR, "last_day: 2025-12-31", "last_day: 31.12.2025"),
    (MAPPING, "dates: true", "dates: 'yes'"),
    (DUTY, "clauses:", "events: {e: {data: {x: [[a], b]}}}\nclauses:"),
    (DUTY, "clauses:", "events: [a, [b]]\nclauses:"),
    # what is missing
    (DUTY, "policy: p\n", ""),
    (DUTY, ", within: 3 days", ""),
    (DUTY, "when: a, ", ""),
    (DUTY, "{duty: {when: a, must: b, within: 3 days}}", "{cite: art. 1}"),
    (SCENARIO, "time: 2025-01-01, ", ""),
    (SCENARIO, "scenarios: p\n", ""),
    (CONVENTION, "value: included, ", ""),
    (MAPPING, "column: day, ", ""),
    # too much
    (DUTY, "within: 3 days}", "within: 3 days}, requirement: {when: a, require: given(event.x)}"),
    (SCENARIO, "{met: c}", "{met: c, pending: c}"),
]


def broken(text: str) -> bool:
    """Whether the reader of a file of this kind finds an error in it."""
    if text.startswith(CALENDAR[:20]):
        found = read_calendar(text, file="x.yaml").diagnostics
    elif "\nconvention:" in text:
        found = read_convention(text, file="x.yaml").diagnostics
    elif "\nmapping:" in text:
        found = parse_mapping(text, file="x.yaml").diagnostics
    elif "\nscenarios:" in text or "\ncases:" in text:
        found = parse_scenarios(text, file="x.yaml").diagnostics
        found += tuple(
            each for one in parse_scenarios(text, file="x.yaml").scenarios for each in one.diagnostics
        )
    else:
        found = read_rules(text, file="x.yaml").diagnostics
    return any(each.severity == "error" for each in found)


@pytest.mark.parametrize("text", [DUTY, SCENARIO, CALENDAR, CONVENTION, MAPPING])
def test_neither_refuses_what_is_right(text: str) -> None:
    assert (broken(text), refused(text)) == (False, False)


@pytest.mark.parametrize(("text", "right", "wrong"), MISTAKES, ids=lambda each: each[:40].replace("\n", " "))
def test_a_mistake_that_the_reader_refuses_the_schema_refuses_too(text: str, right: str, wrong: str) -> None:
    assert right in text
    mistaken = text.replace(right, wrong, 1)
    assert (broken(mistaken), refused(mistaken)) == (True, True)


# -- every place of every example, spoilt ---------------------------------------------------------------

# What a schema cannot know: names that lead nowhere, what goes with what, the grammar of conditions.
STRUCTURE = {
    "unknown-key",
    "unknown-choice",
    "wrong-shape",
    "not-a-flag",
    "missing-key",
    "no-kind",
    "two-kinds",
}
SPOILT_VALUES = ("[[1]]", "{zz: 1}")


def places(node: Node) -> Iterator[ScalarNode]:
    match node:
        case ScalarNode():
            yield node
        case MappingNode(entries=entries):
            for _, value in entries:
                yield from places(value)
        case SequenceNode(items=items):
            for each in items:
                yield from places(each)


def keys(node: Node) -> Iterator[ScalarNode]:
    match node:
        case MappingNode(entries=entries):
            for key, value in entries:
                yield key
                yield from keys(value)
        case SequenceNode(items=items):
            for each in items:
                yield from keys(each)


def spoilt(text: str) -> Iterator[str]:
    root = compose(text, file="x.yaml").root
    assert root is not None
    for key in keys(root):
        yield text[: key.end] + "zz" + text[key.end :]
    for number, value in enumerate(places(root)):
        yield f"{text[: value.start]}{SPOILT_VALUES[number % 2]}{text[value.end :]}"


def rule_diagnostics(text: str) -> list[Diagnostic]:
    draft = read_rules(text, file="x.yaml")
    # What a file sets elsewhere is read where that is declared.
    reading = Reading("x.yaml")
    for each in draft.settings:
        dated_values(reading, each.parameter, "any", (), each.values)
    return [*draft.diagnostics, *reading.diagnostics]


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_the_schema_and_the_reader_agree_on_every_spoilt_example(number: int) -> None:
    text = whole(EXAMPLES[number])
    tried = 0
    for wrong in spoilt(text):
        if compose(wrong, file="x.yaml").root is None:
            continue
        errors = [each for each in rule_diagnostics(wrong) if each.severity == "error"]
        told = [each.code.name for each in errors if each.code.name in STRUCTURE]
        if refused(wrong):
            assert errors, wrong
        else:
            assert told == [], wrong
        tried += 1
    assert tried > 10
