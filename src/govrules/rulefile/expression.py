"""Conditions: text to the values of `govrules.model.conditions`, through Python's own expression grammar.

Nothing is ever compiled or executed. The text is bounded before the grammar sees it: deep nesting makes
`ast.parse` raise MemoryError or RecursionError, and a long one makes it slow.
"""

import ast
from bisect import bisect_right

from govrules.declaring import frozen
from govrules.diagnostics import Help, nearest
from govrules.diagnostics.codes import conditions as codes
from govrules.model.conditions import (
    And,
    Arithmetic,
    ArithmeticOperator,
    Call,
    Compare,
    ComparisonOperator,
    Condition,
    Constant,
    EventName,
    Expression,
    IfElse,
    ListOf,
    Lookup,
    Negative,
    Not,
    Or,
    Scalar,
)
from govrules.rulefile.arrangement import arrange
from govrules.rulefile.functions import PERIODS, SIGNATURES, Signature
from govrules.rulefile.tokens import Problem, Token, python_problem, tokenize

DEEPEST = 40
"""levels of an expression, brackets not counted"""

_COMPARISONS: dict[type[ast.cmpop], ComparisonOperator] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip
_ARITHMETIC: dict[type[ast.operator], ArithmeticOperator] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%",
}  # fmt: skip
_CONSTANTS: dict[str, Scalar] = {
    "true": True, "True": True, "false": False, "False": False, "null": None, "None": None,
}  # fmt: skip


@frozen
class Parsed:
    """An expression, or everything that is wrong with its text."""

    expression: Expression | None
    problems: tuple[Problem, ...] = ()


def parse_condition(text: str) -> Parsed:
    """The condition that `text` writes; its expression is None where anything is wrong with it.

    Offsets, of the expression's parts and of the problems, count characters of `text`.

    >>> parse_condition('event.class == "a"').expression
    Compare(first=Lookup(root='event', path=('class',)), rest=(('==', Constant(value='a')),))
    """
    parsed = parse_expression(text)
    if parsed.expression is None:
        return parsed
    problems = tuple(_without_truth(parsed.expression, text))
    return Parsed(None, problems) if problems else parsed


def parse_expression(text: str) -> Parsed:
    """The value that `text` writes: as `parse_condition`, with numbers, texts and lists allowed."""
    tokens, problems = tokenize(text)
    if not tokens:
        return Parsed(None, tuple(problems) or (Problem(codes.EMPTY_CONDITION, 0, max(len(text), 1)),))
    arranged = arrange(tokens)
    problems += arranged.problems
    expression = None
    # What cannot be read in the row's own order would only be told a second time, and worse.
    if arranged.readable and not any(each.code is codes.REACHES_FOR_PYTHON for each in problems):
        reader = _Reader(arranged.tokens, *arranged.row())
        expression = reader.read()
        problems += reader.problems
    ordered = _worth_telling(sorted(problems, key=lambda each: (each.start, each.end)))
    return Parsed(None, ordered) if ordered else Parsed(expression)


def _worth_telling(problems: list[Problem]) -> tuple[Problem, ...]:
    """Without what only follows from another problem: Python read as a condition fails in many places."""
    python = [each for each in problems if each.code is codes.REACHES_FOR_PYTHON]
    if python:
        return (python[0],)
    strange = [
        each.start for each in problems if each.code in (codes.STRANGE_CHARACTER, codes.TEXT_NOT_CLOSED)
    ]
    return tuple(
        each
        for each in problems
        if each.code is not codes.UNEXPECTED or not strange or each.start < strange[0]
    )


def condition_of(text: str, expression: Expression) -> Condition:
    """A condition that remembers its text on one line, with every offset kept."""
    return Condition("".join(" " if each in "\r\n\t" else each for each in text), expression)


class _Reader:
    """Python's tree of placeholders to the model's values."""

    def __init__(self, tokens: list[Token], row: str, starts: list[int]) -> None:
        self.tokens = tokens
        self.row = row
        self.starts = starts
        self.problems: list[Problem] = []

    def read(self) -> Expression | None:
        try:
            tree = ast.parse(self.row, mode="eval").body
        except SyntaxError as error:
            token = self._at((error.offset or 1) - 1)
            self._report_unexpected(token)
            return None
        except (RecursionError, MemoryError):
            self._too_deep(self.tokens[0])
            return None
        return self._convert(tree, 1)

    def _at(self, offset: int) -> Token:
        return self.tokens[max(bisect_right(self.starts, offset) - 1, 0)]

    def _place(self, node: ast.expr) -> dict[str, int]:
        end = self._at((node.end_col_offset or 1) - 1)
        return {"start": self._at(node.col_offset).start, "end": end.end}

    def _report_unexpected(self, token: Token, *advice: Help) -> None:
        values: dict[str, object] = {"text": token.value}
        self.problems.append(Problem(codes.UNEXPECTED, token.start, token.end, values, advice))

    def _too_deep(self, token: Token) -> None:
        values: dict[str, object] = {"limit": DEEPEST}
        self.problems.append(Problem(codes.CONDITION_TOO_DEEP, token.start, token.end, values))

    def _convert(self, node: ast.expr, depth: int) -> Expression | None:
        if depth > DEEPEST:
            if not any(each.code is codes.CONDITION_TOO_DEEP for each in self.problems):
                self._too_deep(self._at(node.col_offset))
            return None
        place = self._place(node)
        match node:
            case ast.Name() | ast.Attribute():
                return self._value(node)
            case ast.BoolOp(op, values):
                operands = self._all(values, depth)
                if operands is None:
                    return None
                return And(operands, **place) if isinstance(op, ast.And) else Or(operands, **place)
            case ast.UnaryOp(op, operand):
                inner = self._convert(operand, depth + 1)
                if inner is None:
                    return None
                return Not(inner, **place) if isinstance(op, ast.Not) else Negative(inner, **place)
            case ast.BinOp(left, op, right):
                both = self._all([left, right], depth)
                return Arithmetic(_ARITHMETIC[type(op)], both[0], both[1], **place) if both else None
            case ast.Compare(left, ops, comparators):
                parts = self._all([left, *comparators], depth)
                signs = [_COMPARISONS[type(each)] for each in ops]
                if parts is None:
                    return None
                return Compare(parts[0], tuple(zip(signs, parts[1:], strict=True)), **place)
            case ast.IfExp(test, body, orelse):
                three = self._all([test, body, orelse], depth)
                return IfElse(three[0], three[1], three[2], **place) if three else None
            case ast.List(elts):
                items = self._all(elts, depth)
                return None if items is None else ListOf(items, **place)
            case ast.Tuple():
                advice = Help(en="write a list in brackets: `[a, b]`", zh="列表请用方括号：`[a, b]`")
                comma = next((each for each in self.tokens if each.value == ","), self._at(node.col_offset))
                self._report_unexpected(comma, advice)
                return None
            case ast.Call(ast.Name() as function, arguments, keywords):
                return self._call(function, arguments, keywords, place, depth)
        self._report_unexpected(self._at(node.col_offset))
        return None

    def _all(self, nodes: list[ast.expr], depth: int) -> tuple[Expression, ...] | None:
        found = [self._convert(each, depth + 1) for each in nodes]
        kept = tuple(each for each in found if each is not None)
        return kept if len(kept) == len(found) else None

    def _token(self, node: ast.Name) -> Token:
        return self._at(node.col_offset)

    def _value(self, node: ast.Name | ast.Attribute) -> Expression | None:
        place = self._place(node)
        first, last = bisect_right(self.starts, node.col_offset) - 1, (node.end_col_offset or 1) - 1
        words = self.tokens[first : bisect_right(self.starts, last)][::2]
        head = words[0]
        if head.kind == "text":
            return Constant(head.value, **place)
        if head.kind == "number":
            return Constant(float(head.value) if "." in head.value else int(head.value), **place)
        if len(words) == 1 and head.value in _CONSTANTS:
            return Constant(_CONSTANTS[head.value], **place)
        return Lookup(head.value, tuple(each.value for each in words[1:]), **place)

    def _call(
        self,
        function: ast.Name,
        arguments: list[ast.expr],
        keywords: list[ast.keyword],
        place: dict[str, int],
        depth: int,
    ) -> Expression | None:
        token = self._token(function)
        signature = SIGNATURES.get(token.value) if token.kind == "name" else None
        if signature is None:
            self._unknown_function(token)
            return None
        if len(arguments) < signature.least or (signature.most or len(arguments)) < len(arguments):
            self._wrong_count(token, signature, len(arguments), place)
            return None
        known = len(self.problems)
        positional = [self._argument(token, signature, each, depth) for each in arguments]
        named: list[tuple[str, Expression]] = []
        for keyword in keywords:
            word = self._at(keyword.col_offset)
            if word.value not in signature.named:
                self._unknown_argument(token, word, signature)
            elif word.value in (each for each, _ in named):
                self._report_unexpected(word)
            value = self._convert(keyword.value, depth + 1)
            if value is not None:
                named.append((word.value, value))
        for name in signature.required:
            if name not in (each for each, _ in named):
                values: dict[str, object] = {
                    "function": token.value,
                    "expected": f"`{name}=`",
                    "expected_zh": f" `{name}=`",
                    "found": len(keywords),
                }
                self.problems.append(Problem(codes.WRONG_ARGUMENTS, place["start"], place["end"], values))
        if len(self.problems) > known:
            return None
        return Call(token.value, tuple(each for each in positional if each), tuple(named), **place)

    def _argument(
        self, function: Token, signature: Signature, node: ast.expr, depth: int
    ) -> Expression | None:
        value = self._convert(node, depth + 1)
        if value is None or signature.takes == "value":
            return value
        text = self._source(value)
        if signature.takes == "field":
            asks_a_post = function.value == "given" and isinstance(value, Call) and value.function == "holder"
            if isinstance(value, Lookup) or asks_a_post:
                return value
            advice = Help(en="as in `event.opinion`", zh="如 `event.opinion`")
            values: dict[str, object] = {"function": function.value, "text": text}
            self.problems.append(Problem(codes.LOOKUP_WANTED, value.start, value.end, values, (advice,)))
            return None
        if signature.takes == "post":
            return value
        name = _bare_name(value)
        if signature.takes == "calendar period":
            if name in PERIODS:
                return Constant(name, value.start, value.end)
            self._name_wanted(function, value, "a calendar period", "日历期间", PERIODS)
            return None
        if name is None:
            kind, kind_zh = ("an event", "事件") if signature.takes == "event" else ("a clause", "条款")
            self._name_wanted(function, value, kind, kind_zh, ())
            return None
        return EventName(name, value.start, value.end)

    def _source(self, value: Expression) -> str:
        words = [each.value for each in self.tokens if value.start <= each.start and each.end <= value.end]
        text = "".join(words) if len(words) < 8 else "".join([*words[:8], "…"])
        return text or str(value)

    def _name_wanted(
        self, function: Token, value: Expression, kind: str, kind_zh: str, known: tuple[str, ...]
    ) -> None:
        values: dict[str, object] = {
            "function": function.value,
            "kind": kind,
            "kind_zh": kind_zh,
            "text": self._source(value),
        }
        advice: tuple[Help, ...] = ()
        if known:
            listed = ", ".join(f"`{each}`" for each in known)
            advice = (Help(en=f"one of {listed}", zh=f"可用：{listed}"),)
        elif isinstance(value, Or):
            advice = (
                Help(
                    en=f"write `{function.value}(a) or {function.value}(b)`",
                    zh=f"请写 `{function.value}(a) or {function.value}(b)`",
                ),
            )
        self.problems.append(Problem(codes.NAME_WANTED, value.start, value.end, values, advice))

    def _unknown_function(self, token: Token) -> None:
        if token.kind == "name" and token.value.startswith("_"):
            what = ("a hidden name", "隐藏名称")
            self.problems.append(python_problem(token.value, token.start, token.end, *what))
            return
        near = nearest(token.value, SIGNATURES)
        advice = _did_you_mean(near) if near else Help(
            en="the functions are " + ", ".join(f"`{each}`" for each in SIGNATURES),
            zh="可用的函数：" + "、".join(f"`{each}`" for each in SIGNATURES),
        )  # fmt: skip
        values: dict[str, object] = {"name": token.value}
        self.problems.append(Problem(codes.UNKNOWN_FUNCTION, token.start, token.end, values, (advice,)))

    def _wrong_count(self, token: Token, signature: Signature, found: int, place: dict[str, int]) -> None:
        expected, expected_zh = signature.expected
        values: dict[str, object] = {
            "function": token.value,
            "expected": expected,
            "expected_zh": expected_zh,
            "found": found,
        }
        self.problems.append(Problem(codes.WRONG_ARGUMENTS, place["start"], place["end"], values))

    def _unknown_argument(self, token: Token, word: Token, signature: Signature) -> None:
        near = nearest(word.value, signature.named)
        advice = (_did_you_mean(near),) if near else ()
        values: dict[str, object] = {"function": token.value, "name": word.value}
        self.problems.append(Problem(codes.UNKNOWN_ARGUMENT, word.start, word.end, values, advice))


def _did_you_mean(word: str) -> Help:
    return Help(en=f"did you mean `{word}`?", zh=f"是否要写 `{word}`？")


def _bare_name(value: Expression) -> str | None:
    match value:
        case Lookup(root, ()):
            return root
        case Constant(str(text)) if text:
            return text
        case _:
            return None


def _without_truth(expression: Expression, text: str) -> list[Problem]:
    """The parts that must be true or false and can be neither."""
    match expression:
        case And(operands) | Or(operands):
            return [problem for each in operands for problem in _without_truth(each, text)]
        case Not(operand):
            return _without_truth(operand, text)
        case IfElse(condition, value, otherwise):
            parts = (condition, value, otherwise)
            return [problem for each in parts for problem in _without_truth(each, text)]
        case Constant(value) if value is None or isinstance(value, bool):
            return []
        case Constant() | ListOf() | Arithmetic() | Negative() | EventName():
            pass
        case Call(function) if SIGNATURES[function].outcome in ("number", "date", "list"):
            pass
        case _:
            return []
    shown = text[expression.start : expression.end]
    values: dict[str, object] = {"text": shown if len(shown) <= 40 else f"{shown[:40]}…"}
    return [Problem(codes.NOT_A_CONDITION, expression.start, expression.end, values)]
