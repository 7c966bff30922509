"""Diagnostics as text: place, message, the line with its span underlined, help, citation."""

import unicodedata
from collections.abc import Iterable
from functools import cache

from govrules.diagnostics.core import Diagnostic, Language

_LABELS = {
    "en": {"error": "error", "warning": "warning", "help": "help", "cite": "clause"},
    "zh": {"error": "错误", "warning": "警告", "help": "建议", "cite": "条款"},
}
_LONGEST_LINE = 160
_TAB = "    "


def display_width(text: str) -> int:
    """Columns that `text` takes in a terminal: East Asian wide characters take two, combining marks none.

    >>> display_width("abc"), display_width("受理"), display_width("：")
    (3, 4, 2)
    """
    if text.isascii():
        return len(text)
    return sum(map(_character_width, text))


@cache
def _character_width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Cf", "Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def render(diagnostic: Diagnostic, *, lang: Language = "en") -> str:
    """One diagnostic as several lines of plain text, without a line break at its end.

    >>> from govrules.diagnostics import Code, Diagnostic, Span
    >>> code = Code(id="GR999", name="no-event", en="no event is called `{name}`", zh="没有 `{name}` 事件")
    >>> span = Span(file="leave.yaml", line=3, column=7, end_column=14, source="when: acepted")
    >>> print(render(Diagnostic(code, span=span, values={"name": "acepted"})))
    leave.yaml:3:7: error[GR999]: no event is called `acepted`
       |
     3 | when: acepted
       |       ^^^^^^^
    """
    words = _LABELS[lang]
    span = diagnostic.span
    place = f"{span}: " if span is not None else ""
    head = f"{place}{words[diagnostic.severity]}[{diagnostic.code.id}]: {diagnostic.message(lang)}"
    lines = [one_line(head)]
    if span is not None and span.line and span.source:
        lines += _excerpt(span.line, span.column, span.end_column, span.source)
    lines += [one_line(f"  {words['help']}: {each.text(lang)}") for each in diagnostic.help]
    if diagnostic.citation:
        lines.append(one_line(f"  {words['cite']}: {diagnostic.citation}"))
    return "\n".join(lines)


def render_all(diagnostics: Iterable[Diagnostic], *, lang: Language = "en") -> str:
    """Several diagnostics, in the order given, with an empty line between them.

    >>> from govrules.diagnostics import Code, Diagnostic
    >>> code = Code(id="GR999", name="example", en="`{name}` is empty", zh="`{name}` 为空")
    >>> print(render_all([Diagnostic(code, values={"name": name}) for name in "ab"], lang="zh"))
    错误[GR999]: `a` 为空
    <BLANKLINE>
    错误[GR999]: `b` 为空
    """
    return "\n\n".join(render(each, lang=lang) for each in diagnostics)


def _excerpt(line: int, column: int, end_column: int, source: str) -> list[str]:
    start = max(column - 1, 0)
    # A long line (a log in place of rules) is cut to a window around the span.
    offset = max(0, start - _LONGEST_LINE // 2) if len(source) > _LONGEST_LINE else 0
    shown = source[offset : offset + _LONGEST_LINE]
    before = _printable(source[offset:start])
    end = min(max(end_column - 1, start + 1), offset + _LONGEST_LINE)
    marked = _printable(source[start:end]) or " "
    gutter = str(line)
    blank = " " * len(gutter)
    excerpt = [f" {blank} |", f" {gutter} | {_printable(shown)}"]
    if column:
        excerpt.append(f" {blank} | {' ' * display_width(before)}{'^' * max(display_width(marked), 1)}")
    return excerpt


def one_line(text: str) -> str:
    """A file's name, or a text out of it, may hold a line break, and could then feign a diagnostic."""
    return _printable(" ".join(text.splitlines()).replace("\t", " "))


def _printable(text: str) -> str:
    """Control characters would move the cursor, or hide text, in the reader's terminal."""
    return "".join(
        _TAB if character == "\t" else character if character.isprintable() else "\N{REPLACEMENT CHARACTER}"
        for character in text
    )
