"""A condition's text to tokens, with everything in it that is no part of the language.

Other languages' operators and full-width signs are reported and then read as what they stand for, so
that one slip does not hide the next. Names are brought to Unicode's NFC, and kept as they are otherwise:
Python's own parser would fold full-width letters into ASCII without a word.
"""

import re
import unicodedata
from typing import Literal, TypeAlias

import attrs

from govrules.declaring import frozen
from govrules.diagnostics import Code, Help
from govrules.diagnostics.codes import conditions as codes

LONGEST = 2_000
"""the most characters of a condition"""
MOST_TOKENS = 500

TokenKind: TypeAlias = Literal["name", "text", "number", "sign"]


@frozen
class Problem:
    """One thing wrong with a condition, at [start, end) of its text."""

    code: Code
    start: int
    end: int
    values: dict[str, object] = attrs.field(factory=dict)
    help: tuple[Help, ...] = ()


@frozen
class Token:
    kind: TokenKind
    value: str
    """the name in NFC, the text without its quotation marks, the digits, or the sign"""
    start: int
    end: int


_FULL_WIDTH = {
    "（": "(", "）": ")", "［": "[", "］": "]", "【": "[", "】": "]", "，": ",", "、": ",", "．": ".",
    "。": ".", "＝": "==", "！": "not", "＞": ">", "＜": "<", "＋": "+", "－": "-", "＊": "*", "×": "*",
    "÷": "/", "／": "/", "％": "%", "≥": ">=", "≤": "<=", "≠": "!=", "＝＝": "==", "！＝": "!=",
    "＞＝": ">=", "＜＝": "<=",
}  # fmt: skip
_FOREIGN = {
    "&&": "and", "||": "or", "&": "and", "|": "or", "!": "not", "=": "==", "<>": "!=", "===": "==",
    "!==": "!=", "=>": ">=", "=<": "<=",
}  # fmt: skip
FOREIGN_WORDS = {
    "且": "and", "并且": "and", "而且": "and", "和": "and", "与": "and", "及": "and", "或": "or",
    "或者": "or", "非": "not", "不": "not", "不是": "!=", "是": "==", "等于": "==", "不等于": "!=",
    "大于": ">", "小于": "<", "不小于": ">=", "不大于": "<=", "不少于": ">=", "不超过": "<=", "属于": "in",
    "AND": "and", "And": "and", "OR": "or", "Or": "or", "NOT": "not", "Not": "not", "IN": "in", "In": "in",
    "is": "==", "IS": "==",
}  # fmt: skip
"""words of other languages, by what conditions write for them"""

_PYTHON_SIGNS = {
    "**": ("a power", "乘方"), ":=": ("an assignment", "赋值"), "<<": ("shifting bits", "移位"),
    ">>": ("shifting bits", "移位"), "->": ("an arrow", "箭头"), "{": ("a mapping", "映射"),
    "}": ("a mapping", "映射"), ":": ("a slice", "切片"), ";": ("a second statement", "第二条语句"),
    "@": ("a matrix product", "矩阵乘法"), "^": ("arithmetic on bits", "位运算"),
    "~": ("arithmetic on bits", "位运算"), "...": ("an ellipsis", "省略号"),
}  # fmt: skip

_SIGN = re.compile(
    r"===|!==|\.\.\.|\*\*|//|==|!=|<=|>=|<>|<<|>>|=>|=<|->|:=|&&|\|\||＝＝|！＝|＞＝|＜＝"
    r"|[-+*/%<>=!&|()\[\],.{}:;@^~（）［］【】，、．。＝！＞＜＋－＊×÷／％≥≤≠]"
)
_NAME = re.compile(r"[^\W\d][\w\u0300-\u036f]*")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?", re.ASCII)
_NUMBER_LIKE = re.compile(r"\.?\d[\w.]*")
_QUOTES = {"“": "”", "‘": "’", "「": "」", "『": "』", "＂": "＂", "＇": "＇", "”": "”", "’": "’"}


def tokenize(text: str) -> tuple[list[Token], list[Problem]]:
    """The tokens of a condition, and what is wrong with its characters.

    >>> [each.value for each in tokenize("event.role == 'head'")[0]]
    ['event', '.', 'role', '==', 'head']
    """
    tokens: list[Token] = []
    problems: list[Problem] = []
    if len(text) > LONGEST:
        values: dict[str, object] = {"limit": LONGEST, "unit": "characters", "unit_zh": "字符"}
        return [], [Problem(codes.CONDITION_TOO_LONG, 0, len(text), values)]
    position = 0
    while position < len(text):
        character = text[position]
        if character.isspace():
            position += 1
            continue
        if len(tokens) >= MOST_TOKENS:
            values = {"limit": MOST_TOKENS, "unit": "words and signs", "unit_zh": "词和符号"}
            return [], [Problem(codes.CONDITION_TOO_LONG, position, len(text), values)]
        position = _take(text, position, tokens, problems)
    return tokens, problems


def _take(text: str, start: int, tokens: list[Token], problems: list[Problem]) -> int:
    character = text[start]
    if character in "\"'" or character in _QUOTES:
        return _text(text, start, tokens, problems)
    number = _NUMBER_LIKE.match(text, start)
    if (number and character != ".") or (number and not (tokens and tokens[-1].end == start)):
        return _number(text, start, tokens, problems)
    name = _NAME.match(text, start)
    if name:
        return _name(text, name, tokens, problems)
    sign = _SIGN.match(text, start)
    if sign is None:
        shown = character if character.isprintable() else f"U+{ord(character):04X}"
        problems.append(Problem(codes.STRANGE_CHARACTER, start, start + 1, {"text": shown}))
        return start + 1
    _sign(sign.group(), start, tokens, problems)
    return sign.end()


def _text(text: str, start: int, tokens: list[Token], problems: list[Problem]) -> int:
    opening = text[start]
    closing = _QUOTES.get(opening, opening)
    pieces: list[str] = []
    position = start + 1
    while position < len(text) and text[position] != closing:
        # Only what a mark itself needs: other escapes would be a second way to spell a word.
        if text[position] == "\\" and text[position + 1 : position + 2] in (closing, "\\"):
            position += 1
        pieces.append(text[position])
        position += 1
    if position >= len(text):
        problems.append(Problem(codes.TEXT_NOT_CLOSED, start, start + 1, {"text": opening}))
    if opening in _QUOTES:
        advice = Help(en="write `\"` or `'`", zh="请用半角引号 `\"` 或 `'`")
        problems.append(Problem(codes.FULL_WIDTH_SIGN, start, start + 1, {"text": opening}, (advice,)))
    # A text that is not closed ends with the condition.
    end = min(position + 1, len(text))
    tokens.append(Token("text", unicodedata.normalize("NFC", "".join(pieces)), start, end))
    return end


def _number(text: str, start: int, tokens: list[Token], problems: list[Problem]) -> int:
    written = _NUMBER_LIKE.match(text, start)
    assert written is not None
    plain = _NUMBER.fullmatch(written.group())
    if plain is None or len(written.group()) > 18:
        problems.append(Problem(codes.NUMBER_FORM, start, written.end(), {"text": _short(written.group())}))
    digits = written.group() if plain is not None and len(written.group()) <= 18 else "0"
    tokens.append(Token("number", digits, start, written.end()))
    return written.end()


def _name(text: str, name: re.Match[str], tokens: list[Token], problems: list[Problem]) -> int:
    word, start, end = unicodedata.normalize("NFC", name.group()), name.start(), name.end()
    if word.startswith("_"):
        problems.append(python_problem(word, start, end, "a name that begins with `_`", "以 `_` 开头的名称"))
    # `f"..."` and its like: a prefix is glued to its mark.
    elif text[end : end + 1] in ("'", '"') and word.lower() in {"f", "b", "r", "u", "fr", "rf", "br", "rb"}:
        problems.append(
            python_problem(text[start : end + 1], start, end + 1, "a prefix of a text", "文字前缀")
        )
        return end
    tokens.append(Token("name", word, start, end))
    return end


def _sign(sign: str, start: int, tokens: list[Token], problems: list[Problem]) -> None:
    end = start + len(sign)
    if sign in _PYTHON_SIGNS:
        what, what_zh = _PYTHON_SIGNS[sign]
        problems.append(python_problem(sign, start, end, what, what_zh))
        return
    meant = _FULL_WIDTH.get(sign)
    code = codes.FULL_WIDTH_SIGN
    if meant is None and sign in _FOREIGN and not (sign == "=" and _names_argument(tokens)):
        meant, code = _FOREIGN[sign], codes.FOREIGN_OPERATOR
    if meant is not None:
        problems.append(Problem(code, start, end, {"text": sign}, (_write(meant),)))
    value = meant or sign
    tokens.append(Token("name" if value.isalpha() else "sign", value, start, end))


def _names_argument(tokens: list[Token]) -> bool:
    """Whether `=` stands after a name that stands after `(` or `,` within a call."""
    if len(tokens) < 3 or tokens[-1].kind != "name" or tokens[-2].value not in ("(", ","):
        return False
    depth = 0
    for index in range(len(tokens) - 2, 0, -1):
        token = tokens[index]
        if token.kind != "sign":
            continue
        if token.value in (")", "]"):
            depth += 1
        elif token.value in ("(", "["):
            if depth == 0:
                return token.value == "(" and tokens[index - 1].kind == "name"
            depth -= 1
    return False


def _write(meant: str) -> Help:
    return Help(en=f"write `{meant}`", zh=f"请写 `{meant}`")


def foreign_word(token: Token) -> Problem:
    """The problem of an operator's word in another language."""
    return Problem(
        codes.FOREIGN_OPERATOR,
        token.start,
        token.end,
        {"text": token.value},
        (_write(FOREIGN_WORDS[token.value]),),
    )


def python_problem(text: str, start: int, end: int, what: str, what_zh: str) -> Problem:
    values: dict[str, object] = {"text": _short(text), "what": what, "what_zh": what_zh}
    return Problem(codes.REACHES_FOR_PYTHON, start, end, values)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
