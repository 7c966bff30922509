"""One value written anew: plain where that is safe, folded where it is long."""

import re

from govrules.diagnostics import display_width
from govrules.editing.shapes import Role
from govrules.editing.tree import Leaf
from govrules.rulefile.scalars import NotFiniteError, resolve_plain

WIDTH = 110
"""columns of a line, with two for each wide character"""

_FIRST = "-?:,[]{}#&*!|>'\"%@`"


def is_plain(text: str, *, flow: bool) -> bool:
    """Whether a text can stand without quotation marks and be read as the same text.

    >>> is_plain("event.a == 1", flow=False), is_plain("a, b", flow=True), is_plain("no: yes", flow=False)
    (True, False, False)
    """
    if not text or text != text.strip() or not is_printable(text) or "  " in text:
        return False
    try:
        if not isinstance(resolve_plain(text), str):
            return False
    except NotFiniteError:
        return False
    if text[0] in _FIRST and not (
        text[0] in "-?:" and len(text) > 1 and text[1] not in " ,[]{}" and not flow
    ):
        return False
    if re.search(r":(?:\s|$)|\s#|：|^(?:---|\.\.\.)|^[【（「“\[{]", text):
        return False
    return not (flow and re.search(r"[,\[\]{}]|:[,\[\]{}]|^[?:]", text))


def is_printable(text: str) -> bool:
    """Whether a text shows what it is; the wide blank of Chinese texts does."""
    return text.replace("\u3000", "").isprintable()


def quoted(text: str, style: str) -> str:
    """A text in quotation marks: double ones, unless single ones keep it as it is written."""
    printable = is_printable(text)
    if printable and style == "double" and "\\" not in text and '"' not in text:
        return f'"{text}"'
    if printable and ('"' in text or "\\" in text):
        return "'" + text.replace("'", "''") + "'"
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    shown = []
    for each in text:
        if each in escapes:
            shown.append(escapes[each])
        elif is_printable(each):
            shown.append(each)
        else:
            code = ord(each)
            shown.append(
                f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"
            )
    return '"' + "".join(shown) + '"'


def inline(leaf: Leaf, role: Role, *, flow: bool) -> str:
    """A value on one line."""
    if leaf.style == "plain":
        return leaf.text if leaf.text else ""
    if droppable(leaf, role) and is_plain(leaf.text, flow=flow):
        return leaf.text
    if leaf.style == "folded" and is_plain(leaf.text, flow=flow):
        return leaf.text
    return quoted(leaf.text, "double")


def droppable(leaf: Leaf, role: Role) -> bool:
    """Whether quotation marks around a value say nothing, and help nobody to see where it ends."""
    return leaf.style in ("single", "double") and (
        role == "condition" or (role == "text" and ":" not in leaf.text)
    )


def folded(text: str, width: int) -> list[str] | None:
    """A text in lines of at most so many columns where its blanks allow; None where none of them does."""
    words = text.split(" ")
    if "" in words:
        return None
    lines = [words[0]]
    for word in words[1:]:
        if display_width(lines[-1]) + 1 + display_width(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines if len(lines) > 1 else None


def lines_of(leaf: Leaf, role: Role, width: int) -> list[str] | None:
    """The lines of a long text: its author's where they fit, else filled; None where it has but one."""
    own = list(leaf.lines)
    as_written = leaf.style in ("plain", "folded") and " ".join(own) == leaf.text
    if as_written and len(own) > 1 and all(each and display_width(each) <= width for each in own):
        return own
    if role in ("condition", "expression"):
        return _folded_condition(leaf.text, width)
    return folded(leaf.text, width)


def _folded_condition(text: str, width: int) -> list[str] | None:
    """A condition in lines that begin with `and` or `or` wherever such parts fit."""
    lines: list[str] = []
    for part in re.split(r" (?=(?:and|or) )", text):
        if lines and display_width(lines[-1]) + 1 + display_width(part) <= width:
            lines[-1] += f" {part}"
        elif display_width(part) <= width:
            lines.append(part)
        else:
            filled = folded(part, width)
            if filled is None and "  " in part:
                return None
            lines += filled or [part]
    return lines if len(lines) > 1 else None
