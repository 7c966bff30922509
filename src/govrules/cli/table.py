"""Rows in columns, aligned by display width, each with its reason beneath it."""

from collections.abc import Iterator, Sequence

from govrules.cli.screen import Line, Piece, Style, clean, cut, line, pad
from govrules.cli.usage import wrap
from govrules.declaring import frozen
from govrules.diagnostics import display_width

GAP = "  "
NOTE_INDENT = 4


@frozen
class Column:
    """A column; `least` is the width below which it is not cut."""

    heading: str
    style: Style = ""
    least: int = 10
    most: int = 40
    whole: bool = False
    """never wrapped onto a second line, but cut"""


@frozen
class Row:
    """Cells, and lines beneath them."""

    cells: tuple[str, ...]
    notes: tuple[str, ...] = ()


def table(columns: Sequence[Column], rows: Sequence[Row], width: int, *, indent: int = 2) -> Iterator[Line]:
    """The lines of a table of at most `width` columns; the widest columns give way first.

    A column that is empty in every row is left out.
    """
    kept = [at for at in range(len(columns)) if any(row.cells[at] for row in rows)]
    chosen = [columns[at] for at in kept]
    texts = [[clean(row.cells[at]) for at in kept] for row in rows]
    widths = _widths(chosen, texts, width - indent)
    blank = " " * indent
    yield _cells(blank, [column.heading for column in chosen], widths, ["dim"] * len(chosen))
    for row, cells in zip(rows, texts, strict=True):
        for part in _wrapped(chosen, cells, widths):
            yield _cells(blank, part, widths, [column.style for column in chosen])
        for note in row.notes:
            for text in wrap(clean(note), width - indent - NOTE_INDENT):
                yield line(" " * (indent + NOTE_INDENT), (text, "dim"))


def _wrapped(columns: Sequence[Column], cells: Sequence[str], widths: Sequence[int]) -> Iterator[list[str]]:
    """A row as the lines that its wrapped cells take; ids are cut, since half an id on a line is none."""
    lines = [
        [cell] if column.whole else list(wrap(cell, width)) or [""]
        for column, cell, width in zip(columns, cells, widths, strict=True)
    ]
    for at in range(max(len(each) for each in lines)):
        yield [each[at] if at < len(each) else "" for each in lines]


def _cells(blank: str, texts: Sequence[str], widths: Sequence[int], styles: Sequence[Style]) -> Line:
    pieces: list[str | Piece] = [blank]
    for at, (text, width, style) in enumerate(zip(texts, widths, styles, strict=True)):
        last = at == len(texts) - 1
        shown = cut(text, width)
        pieces.append((shown if last else pad(shown, width), style))
        if not last:
            pieces.append(GAP)
    return line(*pieces)


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], room: int) -> list[int]:
    widths = [
        min(column.most, max([display_width(column.heading), *(display_width(row[at]) for row in rows)]))
        for at, column in enumerate(columns)
    ]
    room -= len(GAP) * (len(columns) - 1)
    while sum(widths) > room:
        spare = [(width - columns[at].least, -at) for at, width in enumerate(widths)]
        most, at = max(spare)
        if most <= 0:
            break
        widths[-at] -= 1
    return widths
