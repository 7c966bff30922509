"""Tokens to a row that Python's grammar can read: values and operators in turn, brackets in pairs.

What is checked here needs no grammar, so its messages name the word at fault and do not change with
Python's versions. Every name, text and number is replaced by an ASCII placeholder: a field may be called
`class`, and nothing of the user's text ever reaches Python's parser.
"""

import attrs

from govrules.declaring import define
from govrules.diagnostics import Help
from govrules.diagnostics.codes import conditions as codes
from govrules.rulefile.tokens import FOREIGN_WORDS, Problem, Token, foreign_word, python_problem

DEEPEST_BRACKETS = 30

_BINARY_SIGNS = frozenset({"==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "//", "%"})
_BINARY_WORDS = frozenset({"and", "or", "in", "if", "else"})
_PYTHON_WORDS = {
    "lambda": ("a function", "函数定义"),
    "for": ("a comprehension", "推导式"),
    "async": ("a coroutine", "协程"),
    "await": ("a coroutine", "协程"),
    "yield": ("a generator", "生成器"),
    "import": ("an import", "导入"),
    "exec": ("running code", "执行代码"),
    "eval": ("running code", "执行代码"),
}
_PAIRS = {")": "(", "]": "["}


@define
class Arranged:
    tokens: list[Token] = attrs.field(factory=list)
    problems: list[Problem] = attrs.field(factory=list)
    readable: bool = True
    """whether the row is worth parsing"""
    _open: list[tuple[Token, bool]] = attrs.field(factory=list)
    """brackets not closed yet, each with whether it is a call's"""

    def row(self) -> tuple[str, list[int]]:
        """The text for Python's parser, and where in it each token begins."""
        pieces: list[str] = []
        starts: list[int] = []
        length = 0
        for index, token in enumerate(self.tokens):
            after_dot = index > 0 and self.tokens[index - 1].value == "."
            keyword = token.kind == "name" and token.value in {*_BINARY_WORDS, "not"} and not after_dot
            piece = token.value if keyword or token.kind == "sign" else f"{token.kind[0]}{index}"
            starts.append(length)
            pieces.append(piece)
            length += len(piece) + 1
        return " ".join(pieces), starts


def arrange(tokens: list[Token]) -> Arranged:
    """The row, with everything out of place reported and left out."""
    arranged = Arranged()
    position = 0
    wants_value = True
    while position < len(tokens):
        if wants_value:
            position, wants_value = _value(arranged, tokens, position)
        else:
            position, wants_value = _operator(arranged, tokens, position)
    if tokens and wants_value and (arranged.tokens or not arranged.problems):
        last = tokens[-1]
        _spoil(arranged, Problem(codes.ENDS_TOO_SOON, last.start, last.end, {"text": last.value}))
    choices = [each for each in arranged.tokens if each.kind == "name" and each.value in ("if", "else")]
    if arranged.readable and len([each for each in choices if each.value == "if"]) * 2 > len(choices):
        advice = Help(en="write `value if condition else other`", zh="请写 `值 if 条件 else 其他`")
        _unexpected(arranged, next(each for each in choices if each.value == "if"), advice)
    for opening, _ in arranged._open:
        _spoil(arranged, _without_partner(opening))
    return arranged


def _spoil(arranged: Arranged, problem: Problem) -> None:
    arranged.problems.append(problem)
    arranged.readable = False


def _unexpected(arranged: Arranged, token: Token, *advice: Help) -> None:
    shown = token.value if token.kind != "text" else f'"{token.value}"'
    shown = shown if len(shown) <= 40 else f"{shown[:40]}…"
    _spoil(arranged, Problem(codes.UNEXPECTED, token.start, token.end, {"text": shown}, advice))


def _without_partner(token: Token) -> Problem:
    return Problem(codes.BRACKET_WITHOUT_PARTNER, token.start, token.end, {"text": token.value})


def _push(arranged: Arranged, token: Token, *, call: bool) -> None:
    arranged._open.append((token, call))
    arranged.tokens.append(token)
    if len(arranged._open) == DEEPEST_BRACKETS + 1:
        values: dict[str, object] = {"limit": DEEPEST_BRACKETS}
        _spoil(arranged, Problem(codes.CONDITION_TOO_DEEP, token.start, token.end, values))


def _value(arranged: Arranged, tokens: list[Token], position: int) -> tuple[int, bool]:
    """Takes one token where a value is wanted; returns the next position, and whether one still is."""
    token = tokens[position]
    if token.kind in ("text", "number"):
        arranged.tokens.append(token)
        return position + 1, False
    if token.kind == "name":
        return _name(arranged, tokens, position)
    if token.value == "-":
        arranged.tokens.append(token)
        return position + 1, True
    if token.value in ("(", "["):
        _push(arranged, token, call=False)
        return position + 1, True
    if token.value in (")", "]"):
        before = arranged.tokens[-1].value if arranged.tokens else ""
        in_call = bool(arranged._open) and arranged._open[-1][1]
        ends_list = before in ("[", ",") and token.value == "]"
        if not arranged._open or arranged._open[-1][0].value != _PAIRS[token.value]:
            _spoil(arranged, _without_partner(token))
            return position + 1, True
        if not ends_list and not (before in ("(", ",") and in_call):
            _unexpected(arranged, token)
        _close(arranged, token)
        return position + 1, False
    if token.value in ("*", "**"):
        _spoil(arranged, python_problem(token.value, token.start, token.end, "a star", "星号参数"))
        return position + 1, True
    _unexpected(arranged, token)
    return position + 1, True


def _name(arranged: Arranged, tokens: list[Token], position: int) -> tuple[int, bool]:
    token = tokens[position]
    if token.value == "not":
        arranged.tokens.append(token)
        return position + 1, True
    if token.value in _PYTHON_WORDS:
        _spoil(arranged, python_problem(token.value, token.start, token.end, *_PYTHON_WORDS[token.value]))
        # What follows belongs to Python's construct; its faults would be told in the wrong terms.
        arranged._open.clear()
        return len(tokens), False
    if token.value in ("非", "不", "NOT", "Not"):
        arranged.problems.append(foreign_word(token))
        arranged.tokens.append(attrs.evolve(token, value="not"))
        return position + 1, True
    if token.value in _BINARY_WORDS or (token.value in FOREIGN_WORDS and len(tokens) > 1):
        _unexpected(arranged, token)
        return position + 1, True
    arranged.tokens.append(token)
    return position + 1, False


def _operator(arranged: Arranged, tokens: list[Token], position: int) -> tuple[int, bool]:
    """Takes what stands behind a value; returns the next position, and whether a value is wanted then."""
    token = tokens[position]
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    if token.kind == "name":
        return _word_operator(arranged, token, following, position)
    if token.kind in ("text", "number"):
        _unexpected(arranged, token)
        return position + 1, False
    if token.value in _BINARY_SIGNS:
        arranged.tokens.append(token)
        return position + 1, True
    if token.value in (")", "]"):
        _close(arranged, token)
        return position + 1, False
    if token.value == ".":
        return _dot(arranged, token, following, position)
    if token.value == "(":
        return _call(arranged, tokens, position)
    if token.value == "[":
        _spoil(arranged, python_problem("[", token.start, token.end, "a subscript", "下标"))
        return _past_bracket(tokens, position), False
    if token.value == "=" or (token.value == "," and arranged._open):
        arranged.tokens.append(token)
        return position + 1, True
    _unexpected(arranged, token)
    return position + 1, True


def _word_operator(
    arranged: Arranged, token: Token, following: Token | None, position: int
) -> tuple[int, bool]:
    word = token.value
    if word in _BINARY_WORDS:
        arranged.tokens.append(token)
        return position + 1, True
    if word == "not" and following is not None and following.value in ("in", "IN", "In"):
        arranged.tokens += [token, attrs.evolve(following, value="in")]
        return position + 2, True
    if word in ("is", "IS") and following is not None and following.value in ("not", "NOT"):
        both = Token("sign", "!=", token.start, following.end)
        advice = Help(en="write `!=`", zh="请写 `!=`")
        values: dict[str, object] = {"text": f"{word} {following.value}"}
        arranged.problems.append(Problem(codes.FOREIGN_OPERATOR, both.start, both.end, values, (advice,)))
        arranged.tokens.append(both)
        return position + 2, True
    if word in FOREIGN_WORDS:
        arranged.problems.append(foreign_word(token))
        meant = FOREIGN_WORDS[word]
        kind = "name" if meant.isalpha() else "sign"
        arranged.tokens.append(Token("name" if kind == "name" else "sign", meant, token.start, token.end))
        return position + 1, True
    if word == "for":
        _spoil(arranged, python_problem(word, token.start, token.end, *_PYTHON_WORDS["for"]))
        arranged._open.clear()
        return position + 10_000, False
    _unexpected(arranged, token)
    return position + 1, False


def _dot(arranged: Arranged, token: Token, following: Token | None, position: int) -> tuple[int, bool]:
    before = arranged.tokens[-1]
    if before.kind != "name" or following is None or following.kind != "name":
        if before.value in (")", "]"):
            what = ("a field of what a call or a list gives", "对调用结果或列表取字段")
            _spoil(arranged, python_problem(token.value, token.start, token.end, *what))
        else:
            _unexpected(arranged, token)
        skip = 2 if following is not None and following.kind == "name" else 1
        return position + skip, False
    arranged.tokens += [token, following]
    return position + 2, False


def _call(arranged: Arranged, tokens: list[Token], position: int) -> tuple[int, bool]:
    token, before = tokens[position], arranged.tokens[-1]
    dotted = len(arranged.tokens) > 1 and arranged.tokens[-2].value == "."
    if before.kind == "name" and not dotted:
        _push(arranged, token, call=True)
        return position + 1, True
    if before.kind == "name":
        text = f".{before.value}("
        what = ("a method", "方法调用")
        _spoil(arranged, python_problem(text, before.start, token.end, *what))
    else:
        _unexpected(arranged, token)
    return _past_bracket(tokens, position), False


def _close(arranged: Arranged, token: Token) -> None:
    if arranged._open and arranged._open[-1][0].value == _PAIRS[token.value]:
        arranged._open.pop()
        arranged.tokens.append(token)
    else:
        _spoil(arranged, _without_partner(token))


def _past_bracket(tokens: list[Token], position: int) -> int:
    """The position behind the bracket that closes the one at `position`."""
    depth = 0
    for index in range(position, len(tokens)):
        if tokens[index].kind == "sign":
            depth += (tokens[index].value in "([") - (tokens[index].value in ")]")
        if depth == 0:
            return index + 1
    return len(tokens)
