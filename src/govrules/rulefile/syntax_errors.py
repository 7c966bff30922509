"""YAML's syntax errors in the words of somebody who writes rules.

PyYAML and libyaml word the same mistake differently and blame a later line more often than not; what is
said here depends on the text around the place alone, so that both give the same diagnostic.
"""

import re
from typing import Any

from govrules.diagnostics import Code, Diagnostic, Help, Span
from govrules.diagnostics.codes import files as codes
from govrules.rulefile.lines import Lines
from govrules.rulefile.nodes import ScalarNode

_KEY_BEFORE_COLON = re.compile(r"[ \t\-]*([^\s\"'#：\[\]{},][^\"'#：\[\]{},]{0,40})：")
_TAG_AT = re.compile(r"(?:^|[:,\[{\-]\s+|[\[{])(!\S+)")
_QUOTED_START = re.compile(r"(?:[:\-,\[{]\s*)((\"|').*?\2)\s*(?=\S)")
_BLOCK_ADVICE = Help(
    en="write the value on a line of its own, outside the braces, or put it in quotation marks",
    zh="请把值写在花括号之外的单独一行，或给它加引号",
)
_OTHER_BLANKS = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u205f\u3000"
)
_BLANKS = re.compile(f" *([{_OTHER_BLANKS}][ {_OTHER_BLANKS}]*)")
_BLANK_NAMES = {
    "\u3000": ("a full-width space", "全角空格"),
    "\u00a0": ("a no-break space", "不间断空格"),
}
_BRACKETS = {"｛": "{", "［": "[", "【": "["}
_QUOTE_ADVICE = Help(en="put the whole text in quotation marks", zh="请给整段文字加引号")


def full_width_colon(node: ScalarNode) -> Diagnostic:
    """The diagnostic for a text in which `：` stands where a key's colon was meant."""
    where = node.span.source.find("：", node.span.column - 1)
    span = node.span
    if where >= 0:
        span = Span(span.file, span.line, where + 1, where + 2, span.source)
    return Diagnostic(codes.FULL_WIDTH_COLON, span, {}, (_colon_advice(node.text.partition("：")[0]),))


def tag_diagnostic(lines: Lines, start: int, end: int) -> Diagnostic:
    tag = lines.text[start:end]
    meant = tag.lstrip("!")
    if meant and not tag.startswith("!!"):
        advice = Help(
            en=f"in a condition write `not {meant}`; put a text that begins with `!` in quotation marks",
            zh=f"条件中请写 `not {meant}`；以 `!` 开头的文字请加引号",
        )
    else:
        advice = Help(en="leave the tag out", zh="请删除标签")
    return Diagnostic(codes.TAG, lines.span(start, end), {"tag": tag}, (advice,))


def leading_tabs(lines: Lines, *, covered: list[tuple[int, int]]) -> list[Diagnostic]:
    """A diagnostic for each line that a tab indents, outside the texts in `covered`."""
    if "\t" not in lines.text:
        return []
    found = []
    ends = iter(sorted(covered))
    current = next(ends, None)
    for match in re.finditer(r"(?:^|(?<=[\r\n])) *(\t+)(?=[^\s])", lines.text):
        while current is not None and current[1] <= match.start(1):
            current = next(ends, None)
        if current is not None and current[0] < match.start(1) < current[1]:
            continue
        found.append(_tab(lines, match.start(1), match.end(1)))
    return found


def blank_indent(lines: Lines, start: int) -> Diagnostic | None:
    """The diagnostic for the line around `start`, if another blank than the ASCII space indents it."""
    line = lines.position(start)[0]
    found = _BLANKS.match(lines.line(line))
    if found is None:
        return None
    first = found.group(1)[0]
    where = lines.starts[line - 1] + found.start(1)
    blank, blank_zh = _BLANK_NAMES.get(
        first, (f"the blank U+{ord(first):04X}", f"空白字符 U+{ord(first):04X}")
    )
    advice = Help(en="indent with ASCII spaces", zh="请用半角空格缩进")
    span = lines.span(where, where + len(found.group(1)))
    return Diagnostic(codes.BLANK_INDENT, span, {"blank": blank, "blank_zh": blank_zh}, (advice,))


def full_width_bracket(node: ScalarNode) -> Diagnostic | None:
    """The diagnostic for a text that begins with a full-width bracket where a list or mapping was meant."""
    first = node.text[:1]
    if node.style != "plain" or first not in _BRACKETS:
        return None
    return _full_width_sign(node.part(0, 1), first)


def _full_width_sign(span: Span, sign: str) -> Diagnostic:
    ascii_sign = _BRACKETS.get(sign, ",")
    comma = sign not in _BRACKETS
    values = {
        "sign": sign,
        "does": "separates nothing" if comma else "opens nothing",
        "does_zh": "分隔各项" if comma else "当作括号",
    }
    advice = Help(
        en="write an ASCII comma and a space" if comma else f"write `{ascii_sign}`",
        zh="请写半角逗号加空格" if comma else f"请写 `{ascii_sign}`",
    )
    return Diagnostic(codes.FULL_WIDTH_SIGN, span, values, (advice,))


def explain_syntax_error(
    error: Exception, lines: Lines, *, read_to: int, bracket: int | None
) -> list[Diagnostic]:
    """What is wrong in the text where YAML's parser stopped.

    Args:
        error: what the parser raised.
        read_to: the offset of the last thing that the parser had understood.
        bracket: the offset of the innermost bracket or brace that is still open.
    """
    mark = getattr(error, "problem_mark", None)
    context_mark = getattr(error, "context_mark", None)
    at = mark.index if mark is not None else read_to
    opened = context_mark.index if context_mark is not None else at
    problem = str(getattr(error, "problem", None) or "")
    context = str(getattr(error, "context", None) or "")
    text = lines.text
    line_start = text.rfind("\n", 0, at) + 1
    tab = _tab_near(lines, line_start, at)
    if tab:
        return [tab]
    blank = _blank_near(lines, line_start, at)
    if blank:
        return [blank]
    if "tag" in context or "tag handle" in problem:
        return [_tag_near(lines, at, opened)]
    if "quoted scalar" in context and "end of stream" in problem:
        return [_at(codes.NOT_CLOSED, lines, opened, opened + 1, opening=text[opened])]
    colon = _colon_near(lines, read_to, at)
    if colon:
        return [colon]
    if bracket is not None or "flow mapping" in context or "flow sequence" in context:
        return [_in_flow(lines, at, opened if bracket is None else bracket)]
    line = lines.line(lines.position(at)[0])
    column = lines.position(at)[1]
    quoted = [each for each in _QUOTED_START.finditer(line[:column]) if each.end() == column - 1]
    quoted += [each for each in _QUOTED_START.finditer(line) if each.end() == column - 1]
    if quoted and ("expected key" in problem or "block end" in problem or "'-' indicator" in problem):
        advice = Help(
            en="begin a condition with something else, or put it in quotation marks of the other kind",
            zh="条件不要以引号开头，或用另一种引号括起整段文字",
        )
        return [_at(codes.TEXT_AFTER_QUOTE, lines, at, _line_end(text, at), help_line=advice)]
    if "mapping values are not allowed" in problem:
        return [_stray_colon(lines, line_start, at)]
    if "could not find expected ':'" in problem:
        start, end = opened, _line_end(text, opened)
        shown = text[start:end].split("#")[0].strip()
        return [_at(codes.NO_COLON, lines, start, start + len(shown), text=_short(shown))]
    if "cannot start any token" in problem:
        character = text[at : at + 1]
        return [
            _at(codes.RESERVED_CHARACTER, lines, at, at + 1, character=character, help_line=_QUOTE_ADVICE)
        ]
    if text[at : at + 1] and text[at] in "}]" and ("expected" in problem or "block end" in problem):
        return [_at(codes.CLOSES_NOTHING, lines, at, at + 1, closing=text[at])]
    if "expected key" in problem or "block end" in problem or "'-' indicator" in problem:
        return [_at(codes.INDENTATION, lines, at, _line_end(text, at))]
    if "not allowed" in problem:
        return [_at(codes.INDENTATION, lines, at, _line_end(text, at))]
    return [_other(lines, at, opened, context)]


def without_mistake(lines: Lines, mistake: Diagnostic) -> str:
    """The text less the lines that a mistake spoils, every other character in its place.

    A full-width colon at a line's end is read as the colon that was meant; elsewhere the line is blanked,
    with the lines that are indented deeper, since what they belong to is gone.
    """
    text, span = lines.text, mistake.span
    if span is None or not span.line:
        return text
    start = lines.starts[span.line - 1]
    source = lines.line(span.line)
    if mistake.code is codes.FULL_WIDTH_COLON and not source[span.column :].split("#")[0].strip():
        at = start + span.column - 1
        return f"{text[:at]}:{text[at + 1 :]}"
    depth = len(source) - len(source.lstrip(f" {_OTHER_BLANKS}"))
    last = span.line
    while last < len(lines.starts):
        following = lines.line(last + 1)
        if following.strip() and len(following) - len(following.lstrip(" ")) <= depth:
            break
        last += 1
    end = lines.starts[last] if last < len(lines.starts) else len(text)
    blank = "".join(each if each in "\r\n" else " " for each in text[start:end])
    return f"{text[:start]}{blank}{text[end:]}"


def _at(
    code: Code, lines: Lines, start: int, end: int, *, help_line: Help | None = None, **values: object
) -> Diagnostic:
    advice = (help_line,) if help_line else ()
    return Diagnostic(code, lines.span(start, max(end, start + 1)), values, advice)


def _line_end(text: str, at: int) -> int:
    match = re.compile(r"[\r\n]|\Z").search(text, at)
    return match.start() if match else len(text)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"


def _tab(lines: Lines, start: int, end: int) -> Diagnostic:
    return _at(codes.TAB, lines, start, end, help_line=Help(en="indent with spaces", zh="请用空格缩进"))


def _tab_near(lines: Lines, line_start: int, at: int) -> Diagnostic | None:
    """A tab in the indentation of the line blamed, or of the one after it."""
    text = lines.text
    places = [line_start]
    if text[at : at + 1] in "\r\n\t" and text[at : at + 1]:
        places.append(_line_end(text, line_start) + 1)
    for place in places:
        match = re.compile(r"[\r\n ]*(\t+)").match(text, place)
        if match:
            return _tab(lines, match.start(1), match.end(1))
    return None


def _blank_near(lines: Lines, line_start: int, at: int) -> Diagnostic | None:
    """Another blank in the margin of the line blamed, or of the one before it, which looked like a text."""
    line = lines.position(line_start)[0]
    for number in (line - 1, line):
        if number >= 1 and re.match(r"[^#]*?:(?:\s|$)", lines.line(number)):
            found = blank_indent(lines, lines.starts[number - 1])
            if found is not None and lines.starts[number - 1] <= at:
                return found
    return None


def _tag_near(lines: Lines, at: int, opened: int) -> Diagnostic:
    text = lines.text
    line_start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    found = [each for each in _TAG_AT.finditer(text, line_start, _line_end(text, at)) if each.start(1) <= at]
    if found:
        start, end = found[-1].span(1)
    else:
        start, end = opened, max(opened + 1, at)
    return tag_diagnostic(lines, start, end)


def _colon_near(lines: Lines, read_to: int, at: int) -> Diagnostic | None:
    """The last full-width colon that follows a word at a line's start, between what was read and `at`."""
    text = lines.text
    first = max(text.rfind("\n", 0, read_to), text.rfind("\r", 0, read_to)) + 1
    last = _line_end(text, at)
    line, end_line = lines.position(first)[0], lines.position(max(at, first))[0]
    for number in range(line, end_line + 1):
        source = lines.line(number)
        match = _KEY_BEFORE_COLON.match(source)
        start = lines.starts[number - 1]
        if match and start + match.end() <= last and not re.search(r":\s", source[: match.end()]):
            where = start + match.end() - 1
            span = lines.span(where, where + 1)
            return Diagnostic(codes.FULL_WIDTH_COLON, span, {}, (_colon_advice(match.group(1)),))
    return None


def _colon_advice(key: str) -> Help:
    word = key.strip().lstrip("- ")
    return Help(
        en=f"write `{word}: ` with an ASCII colon and a space", zh=f"请写 `{word}: `（半角冒号加空格）"
    )


def _in_flow(lines: Lines, at: int, opened: int) -> Diagnostic:
    text = lines.text
    line, _ = lines.position(at)
    if not text[at:].strip() or line > lines.position(opened)[0]:
        return _at(codes.NOT_CLOSED, lines, opened, opened + 1, opening=text[opened : opened + 1])
    character = text[at : at + 1]
    comma = max(text.rfind(each, opened, at) for each in "，、")
    if comma > max(text.rfind(each, opened, at) for each in ",{[\"'"):
        return _full_width_sign(lines.span(comma, comma + 1), text[comma])
    tag = [each for each in _TAG_AT.finditer(text, opened, at) if each.end() >= at - 1]
    if tag:
        return tag_diagnostic(lines, *tag[-1].span(1))
    return _at(codes.FLOW_TEXT, lines, at, at + 1, character=character, help_line=_BLOCK_ADVICE)


def _stray_colon(lines: Lines, line_start: int, at: int) -> Diagnostic:
    text = lines.text
    bracket = re.search(r":\s+([｛［【])", text[line_start:at])
    if bracket:
        where = line_start + bracket.start(1)
        return _full_width_sign(lines.span(where, where + 1), bracket.group(1))
    if re.search(r":\s", text[line_start:at]):
        return _at(codes.COLON_IN_TEXT, lines, at, at + 1, help_line=_QUOTE_ADVICE)
    start = line_start + len(text[line_start:at]) - len(text[line_start:at].lstrip(" -"))
    return _at(codes.INDENTATION, lines, start, at)


def _other(lines: Lines, at: int, opened: int, context: str) -> Diagnostic:
    text = lines.text
    if "block scalar" in context:
        values: dict[str, Any] = {
            "problem": f"after `{text[opened : opened + 1]}` a text begins on the next line",
            "problem_zh": f"`{text[opened : opened + 1]}` 之后的文字应从下一行开始",
        }
        return _at(
            codes.YAML_SYNTAX, lines, opened, _line_end(text, opened), help_line=_QUOTE_ADVICE, **values
        )
    if "quoted scalar" in context:
        values = {
            "problem": "what follows the backslash is no escape",
            "problem_zh": "反斜杠之后不是有效的转义",
        }
        advice = Help(
            en="use single quotation marks, in which a backslash is a letter",
            zh="请用单引号，其中反斜杠只是普通字符",
        )
        return _at(codes.YAML_SYNTAX, lines, opened, _line_end(text, opened), help_line=advice, **values)
    values = {"problem": "unexpected text", "problem_zh": "意外的内容"}
    return _at(codes.YAML_SYNTAX, lines, at, _line_end(text, at), **values)
