"""Conditions: what they mean as values, and what is said where they cannot be read."""

import pytest

from govrules.model.conditions import (
    FUNCTIONS,
    And,
    Arithmetic,
    Call,
    Compare,
    Constant,
    EventName,
    Expression,
    IfElse,
    ListOf,
    Lookup,
    Negative,
    Not,
    Or,
)
from govrules.rulefile.expression import parse_condition, parse_expression
from govrules.rulefile.functions import SIGNATURES

EVENT_ROLE = Lookup("event", ("role",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("not case.joint", Not(Lookup("case", ("joint",)))),
        ('event.role == "head"', Compare(EVENT_ROLE, (("==", Constant("head")),))),
        ("event.role == 'head'", Compare(EVENT_ROLE, (("==", Constant("head")),))),
        (r'event.role == "a\"b\\n"', Compare(EVENT_ROLE, (("==", Constant('a"b\\n')),))),
        ("a and b and c", And((Lookup("a"), Lookup("b"), Lookup("c")))),
        ("a and b or not c", Or((And((Lookup("a"), Lookup("b"))), Not(Lookup("c"))))),
        ("1 <= a < 2.5", Compare(Constant(1), (("<=", Lookup("a")), ("<", Constant(2.5))))),
        (
            "-a + 2 * b > 0",
            Compare(
                Arithmetic("+", Negative(Lookup("a")), Arithmetic("*", Constant(2), Lookup("b"))),
                ((">", Constant(0)),),
            ),
        ),
        ("a if b else c", IfElse(Lookup("b"), Lookup("a"), Lookup("c"))),
        ("event.class != a", Compare(Lookup("event", ("class",)), (("!=", Lookup("a")),))),
        ("event.is.with.pass.not", Lookup("event", ("is", "with", "pass", "not"))),
        ("true", Constant(True)),
        ("None == null", Compare(Constant(None), (("==", Constant(None)),))),
        ("happened(受理)", Call("happened", (EventName("受理"),))),
        ('met("apply_in_time")', Call("met", (EventName("apply_in_time"),))),
        ("given(event.measures, unit)", Call("given", (Lookup("event", ("measures",)), Lookup("unit")))),
        ('unit not in ["省委",]', Compare(Lookup("unit"), (("not in", ListOf((Constant("省委"),))),))),
        (
            "count(checked, since=start_of(year)) >= 1",
            Compare(
                Call("count", (EventName("checked"),), (("since", Call("start_of", (Constant("year"),))),)),
                ((">=", Constant(1)),),
            ),
        ),
        (
            "limit <= 0.7 * was(limit, on=day)",
            Compare(
                Lookup("limit"),
                (
                    (
                        "<=",
                        Arithmetic(
                            "*",
                            Constant(0.7),
                            Call("was", (Lookup("limit"),), (("on", Lookup("day")),)),
                        ),
                    ),
                ),
            ),
        ),
        ("a\n  and\u3000b", And((Lookup("a"), Lookup("b")))),
        ("e\u0301cole", Lookup("\u00e9cole")),
        ("ｅvent.x", Lookup("ｅvent", ("x",))),
    ],
)  # fmt: skip
def test_a_condition_means_what_pythons_grammar_says(text: str, expected: Expression) -> None:
    assert parse_condition(text) == parse_expression(text)
    assert parse_condition(text).expression == expected


def test_parts_know_where_they_stand() -> None:
    text = 'happened(受理) and "𠀀" in event.class'
    parsed = parse_condition(text).expression
    assert isinstance(parsed, And)
    call, comparison = parsed.operands
    assert isinstance(call, Call)
    assert isinstance(comparison, Compare)
    parts = (call, call.arguments[0], comparison, comparison.first, comparison.rest[0][1])
    assert [text[each.start : each.end] for each in parts] == [
        "happened(受理)",
        "受理",
        '"𠀀" in event.class',
        '"𠀀"',
        "event.class",
    ]


def problems(text: str) -> list[tuple[str, str]]:
    parsed = parse_condition(text)
    assert (parsed.expression is None) == bool(parsed.problems)
    return [(each.code.name, text[each.start : each.end]) for each in parsed.problems]


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('ls')",
        "x.__class__",
        "().__class__",
        "lambda: 1",
        "[x for x in y]",
        "(x for x in y)",
        "{x: 1}",
        "a[0]",
        "a[1:2]",
        "f'{x}'",
        "b'x' == event.x",
        "rb'x'",
        "x.y()",
        "event.x.format(case)",
        "2 ** 3 > 1",
        "(x := 3)",
        "happened(*a)",
        "min(**a) > 1",
        "await x",
        "yield x",
        "a; import os",
        "a @ b",
        "a ^ b",
        "~a",
        "1 << 70000 > 2",
        "... == a",
        "first(accepted).unit == 'A'",
        "[a, b].c",
        "exec('x')",
        "eval('x')",
    ],
)
def test_what_reaches_for_python_gets_one_diagnostic(text: str) -> None:
    assert [name for name, _ in problems(text)] == ["reaches-for-python"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("empty-condition", "")]),
        ("a b", [("unexpected-in-condition", "b")]),
        ("a, b", [("unexpected-in-condition", ",")]),
        ("a in (1, 2)", [("unexpected-in-condition", ",")]),
        ("and a", [("unexpected-in-condition", "and")]),
        ("a ==", [("condition-ends-too-soon", "==")]),
        ("a if b", [("unexpected-in-condition", "if")]),
        ("a..b", [("unexpected-in-condition", ".")]),
        ("a + not b", [("unexpected-in-condition", "not")]),
        ("(a", [("bracket-without-partner", "(")]),
        ("a)", [("bracket-without-partner", ")")]),
        ("(a]", [("bracket-without-partner", "("), ("bracket-without-partner", "]")]),
        ("event.x == 'a", [("text-not-closed", "'")]),
        ("a && b || !c", [("foreign-operator", "&&"), ("foreign-operator", "||"), ("foreign-operator", "!")]),
        ("a = 3 and b <> 4", [("foreign-operator", "="), ("foreign-operator", "<>")]),
        ("a is not null", [("foreign-operator", "is not")]),
        ("甲 且 非 丙", [("foreign-operator", "且"), ("foreign-operator", "非")]),
        ("a AND b", [("foreign-operator", "AND")]),
        ("happened（受理）", [("full-width-sign", "（"), ("full-width-sign", "）")]),
        ("甲 ＝＝ “x”", [("full-width-sign", "＝＝"), ("full-width-sign", "“")]),
        ("given(event.a，event.b)", [("full-width-sign", "，")]),
        ("a ≥ 3", [("full-width-sign", "≥")]),
        ("occurred(a)", [("unknown-function", "occurred")]),
        ("happened()", [("wrong-arguments", "happened()")]),
        ("days_between(a) > 3", [("wrong-arguments", "days_between(a)")]),
        ("was(item.limit) > 3", [("wrong-arguments", "was(item.limit)")]),
        ("count(a, form=3) > 1", [("unknown-argument", "form")]),
        ("happened(event.x)", [("name-wanted", "event.x")]),
        ("count(a, since=start_of(yaer)) > 1", [("name-wanted", "yaer")]),
        ("given(3)", [("look-up-wanted", "3")]),
        ("5", [("not-a-condition", "5")]),
        ("a and not count(b)", [("not-a-condition", "count(b)")]),
        ("a > 20日", [("number-form", "20日")]),
        ("a > 1e400", [("number-form", "1e400")]),
        ("a > 0x10 or b > 1_000", [("number-form", "0x10"), ("number-form", "1_000")]),
        ("a ? b", [("strange-character", "?")]),
        ("a \x00", [("strange-character", "\x00")]),
    ],
)  # fmt: skip
def test_each_mistake_is_named_at_its_place(text: str, expected: list[tuple[str, str]]) -> None:
    assert problems(text) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("not " * 400 + "a", "condition-too-deep"),
        ("-" * 490 + "a > 1", "condition-too-deep"),
        ("(" * 200 + "a" + ")" * 200, "condition-too-deep"),
        ("[" * 200 + "a" + "]" * 200, "condition-too-deep"),
        ("min(" * 100 + "a" + ")" * 100, "condition-too-deep"),
        ("a + " * 200 + "a > 1", "condition-too-deep"),
        ("a if b else " * 100 + "c", "condition-too-deep"),
        ("a or " * 300 + "a", "condition-too-long"),
        ("a" * 3000, "condition-too-long"),
        ("(" * 1_000_000, "condition-too-long"),
    ],
)
def test_size_and_depth_are_bounded_before_the_grammar_is_asked(text: str, name: str) -> None:
    assert [each for each, _ in problems(text)] == [name]


def test_long_rows_of_and_and_or_are_one_level() -> None:
    parsed = parse_condition(" or ".join(f"a{n}" for n in range(200)))
    assert parsed.expression == Or(tuple(Lookup(f"a{n}") for n in range(200)))


def test_every_function_has_its_signature() -> None:
    assert set(SIGNATURES) == FUNCTIONS
