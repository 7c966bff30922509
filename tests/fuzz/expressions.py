"""Conditions and values: the parser of expressions."""

from collections.abc import Iterator

from govrules.diagnostics import Diagnostic, Span
from govrules.rulefile.expression import Parsed, condition_of, parse_condition, parse_expression
from tests.fuzz.target import Target, files, promise, text_of, told


def run(data: bytes) -> None:
    text = text_of(data)
    for parse in (parse_condition, parse_expression):
        parsed = parse(text)
        _whole(parsed, text)
        if parsed.expression is not None:
            condition = condition_of(text, parsed.expression)
            # On one line; within a quoted text that is another text, though nobody would mean it.
            if not {"\n", "\r", "\t"} & set(text):
                promise(parse(condition.text) == parsed, "its own text says something else")
            repr(condition)
            hash(condition)


def _whole(parsed: Parsed, text: str) -> None:
    promise((parsed.expression is None) == bool(parsed.problems), "an expression with problems, or neither")
    for each in parsed.problems:
        promise(0 <= each.start <= each.end <= max(len(text), 1), "a problem outside the text")
    source = " ".join(text.split("\n"))
    told(
        Diagnostic(each.code, Span("c", 1, each.start + 1, each.end + 1, source), each.values, each.help)
        for each in parsed.problems
    )


def seeds() -> Iterator[bytes]:
    for content in files("rules/cn/*/*.yaml", "tests/golden/rules/*.yaml"):
        for line in content.decode("utf-8", "replace").splitlines():
            key, mark, value = line.strip().removeprefix("- ").partition(": ")
            if mark and key in {"if", "unless", "require", "where", "value", "forbid", "any", "all"}:
                yield value.strip().strip("'\"").encode()
    yield from (each.encode() for each in _MORE)


_MORE = (
    "event.class == 'a' and not (trigger.urgent or case.joint)",
    "count(accepted, event.outcome in ['granted', 'refused']) >= 2 * 3 + 1",
    "1 < len(event.names) <= 20 // 3 % 2",
    "happened(decided) or met(decide) and date('2025-10-01') <= event.due_on",
    "event.outcome not in [null, true, -1.5, \"x\\\"y\"]", "期限 ＞ ２０ 且 非 加急",
)  # fmt: skip


def words() -> tuple[str, ...]:
    return (
        "event.", "trigger.", "case.", "record.", "params.", "previous.", "and", "or", "not", "in", "not in",
        "is", "if", "else", "lambda", "for", "count(", "sum(", "happened(", "met(", "len(", "given(", "date(",
        "time(", "period(", "days(", "working_days(", "months(", "==", "!=", "<=", ">=", "<", ">", "=", "+",
        "-", "*", "/", "//", "%", "**", "(", ")", "[", "]", "{", "}", ",", ".", ":", "'", '"', "\\", "true",
        "false", "null", "None", "True", "1", "0", "1.5", "1e400", "1_0", "0x1f", "20 working days",
        "2025-10-01", "2025-02-30", "9999-12-31", "且", "或", "非", "＝", "＞", "（", "）", "，", "“", "”",
        "２０", "受理", "\u3000", "\u202e", "\ufeff", "\n", "\t", "#", "__class__", "`",
    )  # fmt: skip


TARGET = Target("expressions", run, seeds, words, longest=400)
