"""The canonical form: what a file says and every comment in it stay, and writing it again changes nothing."""

import random
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from govrules.diagnostics import Span, display_width
from govrules.editing.file_shapes import CALENDAR, CONVENTION, DEFINITIONS, FILE, MAPPING, POLICY
from govrules.editing.formatter import formatted
from govrules.editing.scalar_layout import is_plain, quoted
from govrules.editing.shapes import Entries, fitting
from govrules.editing.tree import all_comments
from govrules.formats.mapping_file import parse_mapping
from govrules.rulefile.calendar_file import read_calendar
from govrules.rulefile.composer import compose
from govrules.rulefile.convention_file import read_convention
from govrules.rulefile.counting_files import CountingFiles
from govrules.rulefile.load import load, load_text
from govrules.rulefile.nodes import MappingNode, ScalarNode
from govrules.rulefile.structure import read_rules
from govrules.scenarios.reader import parse_scenarios
from govrules.testing.any_rulebook import rule_texts
from tests.editing.files import ROOT, shipped
from tests.rulefile.test_language_page import EXAMPLES, whole


def canonical(text: str) -> str:
    found = formatted(text, file="x.yaml")
    assert found.diagnostics == ()
    assert found.text is not None
    return found.text


def model(value: Any) -> Any:
    """A value of the model without the places that it was read from, and without hashes of texts."""
    if isinstance(value, Span):
        return None
    if isinstance(value, ScalarNode):
        return value.text
    if attrs.has(type(value)):
        return {
            each.name: model(getattr(value, each.name))
            for each in attrs.fields(type(value))
            if each.name not in ("span", "sha256", "file", "spans")
        }
    if isinstance(value, Mapping):
        # Keys that the canonical form puts in order are of no order in the model.
        return {key: model(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [model(each) for each in value]
    return value


def difference(first: Any, second: Any, place: str = "") -> str:
    """Where two values first differ; the values themselves are too large for anyone to read."""
    if type(first) is type(second) is dict and first.keys() == second.keys():
        found = (difference(first[key], second[key], f"{place}.{key}") for key in first)
        return next((each for each in found if each), "")
    if type(first) is type(second) is list and len(first) == len(second):
        pairs = zip(first, second, strict=True)
        found = (difference(one, two, f"{place}.{number}") for number, (one, two) in enumerate(pairs))
        return next((each for each in found if each), "")
    return "" if first == second else f"{place}: {str(first)[:200]} and {str(second)[:200]}"


def said(diagnostics: Any) -> list[tuple[str, str]]:
    """What diagnostics say, apart from where."""
    return sorted((each.code.id, re.sub(r"\S+:\d+:\d+", "", each.message())) for each in diagnostics)


def _calendar(text: str) -> tuple[Any, Any]:
    found = read_calendar(text, file="x.yaml", find=lambda name: CountingFiles([]).calendar(name, (), None))
    return found.calendar, found.diagnostics


def _convention(text: str) -> tuple[Any, Any]:
    found = read_convention(text, file="x.yaml")
    return found.convention, found.diagnostics


def _mapping(text: str) -> tuple[Any, Any]:
    found = parse_mapping(text, file="x.yaml")
    return found.mapping, found.diagnostics


def reading(text: str) -> list[Any]:
    """What the reader makes of a file."""
    if re.search(r"^cases:", text, re.MULTILINE):
        read = parse_scenarios(text, file="x.yaml")
        told = [*read.diagnostics, *(each for one in read.scenarios for each in one.diagnostics)]
        return [model(read), said(told)]
    root = compose(text, file="x.yaml").root
    assert isinstance(root, MappingNode)
    for key, read_table in (("calendar", _calendar), ("convention", _convention), ("mapping", _mapping)):
        if root.get(key) is not None and root.get("policy") is None:
            table, diagnostics = read_table(text)
            assert table is not None
            return [model(table), said(diagnostics)]
    draft = read_rules(text, file="x.yaml")
    # References stand in the order of the text.
    found = [
        draft.policy,
        draft.words,
        draft.includes,
        [(each.policy, each.parameter) for each in draft.settings],
    ]
    return [model(found), said(draft.diagnostics)]


# -- files that are shipped -----------------------------------------------------------------------------


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_ships_is_in_canonical_form(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert canonical(text) == text, "run `govrules fmt rules examples`"


def test_a_shipped_pack_is_loaded_as_the_same_rulebook(tmp_path: Path) -> None:
    pack = ROOT / "rules" / "cn" / "licensing-law"
    folder = tmp_path / "cn" / "licensing-law"
    folder.mkdir(parents=True)
    shared = ROOT / "rules" / "cn" / "vocabulary.yaml"
    (tmp_path / "cn" / "vocabulary.yaml").write_text(canonical(shared.read_text(encoding="utf-8")), "utf-8")
    policy = pack / "licensing-law.yaml"
    (folder / policy.name).write_text(canonical(policy.read_text(encoding="utf-8")), encoding="utf-8")
    before, after = load(policy), load(folder / policy.name)
    assert difference(model(after.rulebook), model(before.rulebook)) == ""
    assert said(after.diagnostics) == said(before.diagnostics)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_of_the_language_page_keeps_what_it_says(number: int) -> None:
    text = whole(EXAMPLES[number])
    assert difference(reading(canonical(text)), reading(text)) == ""


# -- files at random ------------------------------------------------------------------------------------


@settings(max_examples=max(settings().max_examples // 4, 1))
@given(text=rule_texts())
def test_a_random_rulebook_keeps_what_it_says(text: str) -> None:
    found = canonical(text)
    search = [ROOT / "src" / "govrules" / "testing" / "placeholders"]
    before, after = load_text(text, search=search), load_text(found, search=search)
    assert difference(model(after.rulebook), model(before.rulebook)) == ""
    assert said(after.diagnostics) == said(before.diagnostics)
    assert canonical(found) == found


def untidy(text: str, chance: random.Random) -> str:
    """A text with comments, blank lines and other quotation marks, put in wherever they say nothing."""
    root = compose(text, file="x.yaml").root
    assert root is not None
    inside: set[int] = set()
    for leaf in leaves(root):
        inside |= set(
            range(text.count("\n", 0, leaf.start), text.count("\n", 0, max(leaf.end - 1, leaf.start)))
        )
        if leaf.style == "block":
            inside.add(text.count("\n", 0, leaf.end))
    lines = text.split("\n")
    written: list[str] = []
    for number, each in enumerate(lines):
        if number and number - 1 not in inside:
            roll = chance.random()
            if roll < 0.08:
                written.append("")
            elif roll < 0.2:
                written.append(" " * chance.randrange(9) + f"# {number}: why, {{so}}")
        behind = number not in inside and each.strip() and chance.random() < 0.1
        written.append(each + " " * chance.randrange(1, 9) + f"# {number} beside" if behind else each)
    return "\n".join(written) + "\n" * chance.randrange(3)


def leaves(node: Any) -> list[ScalarNode]:
    if isinstance(node, ScalarNode):
        return [node]
    if isinstance(node, MappingNode):
        return [leaf for key, value in node.entries for leaf in (key, *leaves(value))]
    return [leaf for each in node.items for leaf in leaves(each)]


UNTIDY = [
    path.read_text(encoding="utf-8")
    for path in shipped()
    if path.name
    in (
        *("licensing-law.yaml", "licensing-law.scenarios.yaml", "qinghe.yaml", "fifty-six-days.yaml"),
        *("cn-hubei-2020.yaml", "ca-federal-courts.yaml", "cn-licensing-law.yaml", "mapping.yaml"),
    )
] + [whole(each) for each in EXAMPLES]


@settings(max_examples=max(settings().max_examples // 2, 1))
@given(text=st.sampled_from(UNTIDY), seed=st.integers(0, 10**9))
def test_comments_and_blank_lines_anywhere_are_kept(text: str, seed: int) -> None:
    messy = untidy(text, random.Random(seed))
    if compose(messy, file="x.yaml").root is None or reading(messy) != reading(text):
        # It stood where it was no comment.
        return
    found = canonical(messy)
    assert difference(reading(found), reading(text)) == ""
    assert sorted(all_comments(found)) == sorted(all_comments(messy))
    assert canonical(found) == found


WORDS = st.text("ab1政-:#,;\"'【\u3000", min_size=1, max_size=9)
TEXTS = st.one_of(
    st.text("ab 1-:#,[]{}'\"&*!|>%@`?.~=<：【\n\t\\政\u3000\xa0é", max_size=12),
    st.lists(WORDS, max_size=40).map(" ".join),
    st.lists(st.lists(WORDS, max_size=20).map(" ".join), max_size=4).map("\n".join),
    st.sampled_from(
        ["null", "true", "1", "~", "", "- x", "? y", "a: b", "x #y", "---", "...", "!t", "*a", "&b"]
    ),
)


@settings(max_examples=max(settings().max_examples // 2, 1))
@given(
    texts=st.lists(TEXTS, min_size=6, max_size=6),
    style=st.sampled_from([None, "'", '"', "|", ">"]),
    flow=st.booleans(),
    width=st.sampled_from([20, 80, 1000]),
)
def test_texts_of_any_kind_in_any_style_are_kept(
    texts: list[str], style: str | None, flow: bool, width: int
) -> None:
    title, cite, gloss, tag, why, note = texts
    clause = {
        "title": title,
        "cite": cite,
        "gloss": {"en": gloss},
        "tags": [tag],
        "not_checkable": why or "x",
    }
    rest = {"policy": "p", "clauses": {"c": clause}, "note": [note, {"k": [note]}]}
    written = yaml.safe_dump(
        rest, default_style=style, default_flow_style=False, width=width, allow_unicode=True
    )
    braces = yaml.safe_dump(clause, default_flow_style=True, width=width, allow_unicode=True).strip()
    text = f"govrules: 1\npolicy: p\nclauses:\n  c: {braces}\n" if flow else f"govrules: 1\n{written}"
    if flow:
        text = text.replace("\n ", "\n     ")
    found = canonical(text)
    assert difference(reading(found), reading(text)) == ""
    assert canonical(found) == found


@given(text=st.text(max_size=30))
def test_a_text_in_quotation_marks_is_read_as_it_was(text: str) -> None:
    text = re.sub("[\ud800-\udfff\ufffe\uffff]", "", text)
    root = compose(f"a: {quoted(text, 'double')}", file="x.yaml").root
    assert isinstance(root, MappingNode)
    value = root.get("a")
    assert isinstance(value, ScalarNode)
    assert value.text == text


@given(text=st.text("ab1 -:#,[]{}'\"&*!|>%@`?.~=<：【", max_size=8), flow=st.booleans())
def test_a_text_that_needs_no_quotation_marks_is_read_as_it_was(text: str, flow: bool) -> None:
    if not is_plain(text, flow=flow):
        return
    written = f"{{a: {text}, b: 1}}" if flow else f"a: {text}\nb: 1"
    composed = compose(written, file="x.yaml")
    assert composed.diagnostics == ()
    assert isinstance(composed.root, MappingNode)
    assert [(key.text, getattr(value, "value", None)) for key, value in composed.root.entries] == [
        ("a", text),
        ("b", 1),
    ]


# -- the form itself ------------------------------------------------------------------------------------

BEFORE = """\
# yaml-language-server: $schema=govrules.schema.json
policy: 'example'   # its name
govrules: 1
clauses:
    # about deciding
    decide: {duty: {must: decided, when: accepted, within: 20 working days, if: 'event.grade in ["a", "b"]'}, title: "Decide"}


    # -- the rest --------

    tell:
        # beside its kind
        requirement: {when: told, require: "happened(asked, since=trigger.asked_at) and event.reasons_of_the_decision_are_given and event.right_of_appeal_is_told"}
        gloss: "One long sentence that says in plain words what the clause is about, and goes on and on until it no longer fits."
        # at the end of tell
events:
- asked
- told   # to whom
- accepted
- decided
"""  # noqa: E501

AFTER = """\
# yaml-language-server: $schema=govrules.schema.json
govrules: 1
policy: "example"   # its name

events:
- asked
- told   # to whom
- accepted
- decided

clauses:
  # about deciding
  decide:
    title: Decide
    duty:
      when: accepted
      if: event.grade in ["a", "b"]
      must: decided
      within: 20 working days

  # -- the rest --------

  tell:
    gloss: One long sentence that says in plain words what the clause is about, and goes on and on until it no
      longer fits.
    # beside its kind
    requirement:
      when: told
      require: >-
        happened(asked, since=trigger.asked_at) and event.reasons_of_the_decision_are_given
        and event.right_of_appeal_is_told
    # at the end of tell
"""


def test_the_canonical_form_of_an_untidy_file() -> None:
    assert canonical(BEFORE) == AFTER


HEAD = "govrules: 1\npolicy: p\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # a file from another system
        ("\ufeffgovrules: 1\r\npolicy: p\r\n", HEAD),
        ("---\ngovrules: 1\npolicy: p\n...\n", HEAD),
        # quotation marks that say something stay
        (HEAD + "document: '2009'\n", HEAD + 'document: "2009"\n'),
        (HEAD + "document: 'no: yes'\n", HEAD + 'document: "no: yes"\n'),
        (HEAD + "clauses: {c: {responsible: '督查室'}}\n", None),
        # anchors and aliases
        (
            HEAD + "clauses:\n  a: &same\n    not_checkable: why\n  b: *same\n",
            HEAD + "\nclauses:\n  a: &same\n    not_checkable: why\n\n  b: *same\n",
        ),
        # an alias never goes before what it repeats
        (HEAD + "issuer: &x office\ntitle: *x\n", HEAD + "issuer: &x office\ntitle: *x\n"),
        # Chinese keys have the order of the English ones
        ("政策: p\ngovrules: 1\n标题: 办法\n", "govrules: 1\n政策: p\n标题: 办法\n"),
        # texts with line breaks of their own
        (HEAD + "note: |\n    one\n\n    two\n", HEAD + "note: |\n  one\n\n  two\n"),
        (HEAD + "note: >-  # why\n    one\n    two\n", HEAD + "note: one two  # why\n"),
        (HEAD + 'note: "a\\tb"\n', HEAD + 'note: "a\\tb"\n'),
        # nothing, an empty list, an empty mapping
        (HEAD + "document:\nclauses: {}\n", HEAD + "document:\nclauses: {}\n"),
        (HEAD + "document: null\nevents: [ ]\n", HEAD + "document: null\nevents: []\n"),
        # a list in a list
        (HEAD + "note:\n- - a\n  - b\n- c: 1\n  d: 2\n", HEAD + "note:\n-\n  - a\n  - b\n- c: 1\n  d: 2\n"),
    ],
)  # fmt: skip
def test_the_canonical_form_of_small_things(before: str, after: str | None) -> None:
    if after is None:
        assert formatted(before, file="x.yaml").text is None
    else:
        assert canonical(before) == after
        assert canonical(after) == after


def test_long_lines_are_broken_by_the_width_that_is_shown() -> None:
    title = f"title: {{zh: {'政' * 40}, en: {'policy ' * 4}ends}}\n"
    assert display_width(title) > 110 > len(title)
    assert canonical(HEAD + title) == HEAD + f"title:\n  zh: {'政' * 40}\n  en: {'policy ' * 4}ends\n"


def test_data_of_an_event_fills_its_lines() -> None:
    data = ", ".join(f"field_{number}: some value" for number in range(12))
    event = f"{{{data}, type: a, time: 2025-01-01}}"
    text = f"govrules: 1\nscenarios: p\ncases:\n  s:\n    given:\n    - {event}\n    expect: []\n"
    found = canonical(text)
    assert max(display_width(line) for line in found.split("\n")) <= 110
    assert "    - {time: 2025-01-01, type: a, field_0: some value," in found
    assert found.count("\n") == text.count("\n") + 3


@pytest.mark.parametrize(
    "text",
    [
        "govrules: 1\npolicy: p\nclauses: {c: {dty: {}}}\n",
        "govrules: 1\npolicy: p\nclauses: {c: {requirement: {when: a, require: given(a, b)}}}\n",
        "govrules: 1\nscenarios: p\ncases: {s: {given: [], expct: []}}\n",
        "a: [\n",
        "",
        "just words",
        "- a\n- b\n",
        "a: !tag x\n",
        "a: 1\na: 2\n",
        "{" * 100,
    ],
)
def test_a_file_with_mistakes_has_no_canonical_form(text: str) -> None:
    found = formatted(text, file="x.yaml")
    assert found.text is None
    assert [each.severity for each in found.diagnostics] != []


CALENDAR_TEXT = """\
calendar: local
govrules:   1
days_off: {statutory: {2031-05-04: 'a day'}}
base: nowhere  # ours
"""
CONVENTION_TEXT = """\
govrules: 1
keys:
    first_day: {cite: 'article 9', value: included}
convention: c
"""
MAPPING_TEXT = """\
govrules: 1
case:  号
mapping: m
type: step
time: {dates: true, column: day}
time_zone: UTC
"""


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (
            CALENDAR_TEXT,
            "govrules: 1\ncalendar: local\nbase: nowhere  # ours\n"
            "days_off: {statutory: {2031-05-04: a day}}\n",
        ),
        (
            CONVENTION_TEXT,
            "govrules: 1\nconvention: c\nkeys:\n  first_day: {value: included, cite: article 9}\n",
        ),
        (
            MAPPING_TEXT,
            "govrules: 1\nmapping: m\ntime_zone: UTC\ncase: 号\ntype: step\n"
            "time: {column: day, dates: true}\n",
        ),
    ],
    ids=["calendar", "convention", "mapping"],
)
def test_calendars_conventions_and_mappings_have_a_form_too(text: str, written: str) -> None:
    assert canonical(text) == written


@pytest.mark.parametrize(
    "text",
    [
        "govrules: 1\ncalendar: c\n",
        "govrules: 1\nconvention: c\nkeys: {first_day: {value: never}}\n",
        "govrules: 1\nmapping: m\ncase: c\n",
    ],
)
def test_such_a_file_with_mistakes_is_left_alone_and_told(text: str) -> None:
    found = formatted(text, file="x.yaml")
    assert found.text is None
    assert found.diagnostics != ()


def orders() -> dict[str, list[str]]:
    """The order of keys in each place, as the language page lists it."""
    page = (ROOT / "docs" / "reference" / "language.md").read_text(encoding="utf-8")
    section = page.partition("## The canonical form")[2].partition("\n## ")[0]
    return {
        name: re.findall(r"`(\w+)`", row)
        for name, row in re.findall(r"^\| (\w+) \| (`.+) \|$", section, re.M)
    }


def test_the_language_page_lists_the_order_of_keys() -> None:
    listed = orders()
    tables = {"calendar": CALENDAR, "convention": CONVENTION, "mapping": MAPPING}
    shapes = {"policy": POLICY, **tables, **DEFINITIONS}
    assert set(listed) >= {
        "policy",
        "clause",
        "duty",
        "requirement",
        "prohibition",
        "quota",
        "maintenance",
        "accountability",
        "calendar",
        "convention",
        "mapping",
    }
    for name, keys in listed.items():
        shape = shapes[name]
        assert isinstance(shape, Entries)
        assert keys == list(shape.keys), name


def test_every_file_of_the_project_has_its_shape() -> None:
    for path in shipped():
        root = compose(path.read_text(encoding="utf-8"), file=path.name).root
        assert isinstance(root, MappingNode)
        assert fitting(FILE, "object", [key.text for key, _ in root.entries], DEFINITIONS) is not None


def test_a_blank_line_before_the_last_comment_stays() -> None:
    text = (
        "govrules: 1\npolicy: p\n\nclauses:\n  a: {not_checkable: x}\n\n  # of the clauses\n\n# of the file\n"
    )
    assert canonical(text) == text.replace("  a: {not_checkable: x}", "  a:\n    not_checkable: x")
