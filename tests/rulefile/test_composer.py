"""YAML's traps, one by one, with libyaml and without."""

import pytest

from govrules.diagnostics import Diagnostic
from govrules.rulefile.composer import MappingNode, Node, ScalarNode, SequenceNode, compose


def plain(node: Node | None) -> object:
    """The tree as Python values, for comparison."""
    if isinstance(node, MappingNode):
        return {key.text: plain(value) for key, value in node.entries}
    if isinstance(node, SequenceNode):
        return [plain(each) for each in node.items]
    return node.value if node is not None else None


def found(text: str, *, use_c: bool) -> list[tuple[str, int, int]]:
    return [_place(each) for each in compose(text, file="f", use_c=use_c).diagnostics]


def _place(diagnostic: Diagnostic) -> tuple[str, int, int]:
    assert diagnostic.span is not None
    return diagnostic.code.name, diagnostic.span.line, diagnostic.span.column


@pytest.fixture(params=[True, False], ids=["libyaml", "pure"])
def use_c(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("17:00", "17:00"),
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("2004-07-01", "2004-07-01"),
        ("1_000", "1_000"),
        ("0o17", 15),
        ("017", 17),
        ("0x1F", 31),
        ("-12", -12),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("'~'", "~"),
        ('"5"', "5"),
        ("30%", "30%"),
        ("二十日", "二十日"),
        ("٣", "٣"),
    ],
)
def test_plain_scalars_follow_the_core_rules_of_yaml_1_2(written: str, read: object, use_c: bool) -> None:
    root = compose(f"key: {written}", file="f", use_c=use_c).root
    assert plain(root) == {"key": read}
    assert type(plain(root)["key"]) is type(read)  # type: ignore[index]


def test_the_key_on_stays_a_word(use_c: bool) -> None:
    assert plain(compose("on: NO\noff: 1", file="f", use_c=use_c).root) == {"on": "NO", "off": 1}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3", [("duplicate-key", 3, 1)]),
        ("if: !x", [("tag", 1, 5)]),
        ("if: !given(受理)", [("tag", 1, 5)]),
        ("if: !given(a) and b", [("tag", 1, 5)]),
        ("a: !!python/object:os.system x", [("tag", 1, 4)]),
        ("a:\n\tb: c", [("tab", 2, 1)]),
        ("a:\n  b: c\n\td: e", [("tab", 3, 1)]),
        ("a: b\n\tc", [("tab", 2, 1)]),
        ("a: 1\n---\nb: 2", [("several-documents", 2, 1)]),
        ("<<: 1", [("merge-key", 1, 1)]),
        ("{[a]: b}", [("key-not-a-word", 1, 2)]),
        ("? {a: b}\n: c", [("key-not-a-word", 1, 3)]),
        ("a: {{ x }}", [("key-not-a-word", 1, 5)]),
        ("when：accepted\nmust: decided", [("full-width-colon", 1, 5)]),
        ("a:\n  受理：b\n  d: e", [("full-width-colon", 2, 5)]),
        ("a:\n  - b：c\n    d: e", [("full-width-colon", 2, 6)]),
        ("a: {b：c}", [("full-width-colon", 1, 6)]),
        ("a: {require: given(a, b), c: d}", [("comma-split", 1, 14)]),
        ("a: [given(a, b), c]", [("comma-split", 1, 5)]),
        ("a: *b", [("unknown-alias", 1, 4)]),
        ("a: &x [*x]", [("unknown-alias", 1, 8)]),
        ("a: .inf\nb: 1e999", [("number-without-bound", 1, 4), ("number-without-bound", 2, 4)]),
        (f"a: {'9' * 5000}", [("number-without-bound", 1, 4)]),
        ("a: b: c", [("colon-in-text", 1, 5)]),
        ('if: "a" in x', [("text-after-quote", 1, 9)]),
        ('a: "b', [("not-closed", 1, 4)]),
        ("a: [b\nc: d", [("not-closed", 1, 4)]),
        ("a: {b: c", [("not-closed", 1, 4)]),
        ("a: b\n c: d", [("indentation", 2, 2)]),
        ("- a\nb: c", [("indentation", 2, 1)]),
        ("a: b\ncd\ne: f", [("no-colon", 2, 1)]),
        ("a: @b", [("reserved-character", 1, 4)]),
        ("%YAML 1.1\n---\na: b", [("reserved-character", 1, 1)]),
        ('a: {b: x in ["c"]}', [("text-in-braces", 1, 13)]),
        ("a: > 5", [("yaml-syntax", 1, 4)]),
        (r'a: "\q"', [("yaml-syntax", 1, 4)]),
        ("a: \x07", [("control-character", 1, 4)]),
        ("a: x\u2028y", [("control-character", 1, 5)]),
        ("a: \ud800", [("control-character", 1, 4)]),
        ("", [("file-empty", 0, 0)]),
        ("# nothing\n", [("file-empty", 0, 0)]),
        ("null", [("file-empty", 0, 0)]),
    ],
)
def test_each_trap_has_its_own_message_at_its_place(
    text: str, expected: list[tuple[str, int, int]], use_c: bool
) -> None:
    assert found(text, use_c=use_c) == expected


def test_a_call_cut_apart_by_commas_is_put_together_for_what_follows(use_c: bool) -> None:
    text = "{require: count(a, since=start_of(year)) >= 1, per: x, list: [given(a, b, c), d]}"
    composed = compose(text, file="f", use_c=use_c)
    assert plain(composed.root) == {
        "require": "count(a, since=start_of(year)) >= 1",
        "per": "x",
        "list": ["given(a, b, c)", "d"],
    }
    assert [each.code.name for each in composed.diagnostics] == ["comma-split", "comma-split"]


def test_quotation_marks_keep_commas_in_braces(use_c: bool) -> None:
    composed = compose("{require: 'given(a, b)', c: \"(\", d: x}", file="f", use_c=use_c)
    assert (plain(composed.root), composed.diagnostics) == (
        {"require": "given(a, b)", "c": "(", "d": "x"},
        (),
    )


def test_a_tab_inside_a_text_is_content(use_c: bool) -> None:
    composed = compose('a: |\n  x\n  \ty\nb: "p\n\tq"', file="f", use_c=use_c)
    assert (plain(composed.root), composed.diagnostics) == ({"a": "x\n\ty\n", "b": "p q"}, ())


def test_a_full_width_colon_in_a_text_is_ordinary(use_c: bool) -> None:
    composed = compose("quote: 第一条：凡是\nnames: [甲：乙]", file="f", use_c=use_c)
    assert (plain(composed.root), composed.diagnostics) == (
        {"quote": "第一条：凡是", "names": ["甲：乙"]},
        (),
    )


def test_columns_count_characters_whatever_stands_before(use_c: bool) -> None:
    root = compose("\ufeff受理: 𠀀甲\r\n乙: [𠀀, 丙]\r\n丁: x", file="f", use_c=use_c).root
    assert isinstance(root, MappingNode)
    sequence = root.get("乙")
    assert isinstance(sequence, SequenceNode)
    last = root.get("丁")
    assert isinstance(last, ScalarNode)
    places = [(each.span.line, each.span.column, each.span.end_column) for each in (*sequence.items, last)]
    assert places == [(2, 5, 6), (2, 8, 9), (3, 4, 5)]
    assert last.span.source == "丁: x"
    assert root.entries[0][1].span.source == "受理: 𠀀甲"


def test_aliases_repeat_what_they_stand_for(use_c: bool) -> None:
    composed = compose("a: &x {b: 1}\nc: *x", file="f", use_c=use_c)
    assert (plain(composed.root), composed.diagnostics) == ({"a": {"b": 1}, "c": {"b": 1}}, ())


def test_a_duplicate_key_names_the_place_of_the_first(use_c: bool) -> None:
    (only,) = compose("x:\n  a: 1\n  a: 2", file="f", use_c=use_c).diagnostics
    assert only.message() == "`a` is said twice; first in line 2, column 3"
    assert only.message("zh") == "`a` 重复出现，首次出现在第 2 行第 3 列"


def test_a_number_and_its_quoted_form_are_one_key(use_c: bool) -> None:
    assert found('1: a\n"1": b', use_c=use_c) == [("duplicate-key", 2, 1)]
