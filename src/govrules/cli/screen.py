"""Where output goes: lines of styled pieces, in colour on a terminal that has rich, else as plain text."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal, TextIO, TypeAlias

from govrules.declaring import frozen
from govrules.diagnostics import Diagnostic, DiagnosticsError, Language, display_width, render
from govrules.diagnostics.codes import commands as codes

if TYPE_CHECKING:
    from rich.console import Console

    from govrules.diagnostics.formats import Format

Style: TypeAlias = Literal["", "heading", "strong", "bad", "warn", "good", "dim"]
Piece: TypeAlias = tuple[str, Style]
Line: TypeAlias = tuple[Piece, ...]
Told: TypeAlias = Callable[[int, int], None]
"""told how much is done, and of how much"""

PLAIN_WIDTH = 100
"""columns of output that goes into a file or a pipe, so that the same data always gives the same text"""

HELD = 1_000_000
"""characters of a result that are held until all of it is there, or more has come"""

_RICH_STYLES = {
    "heading": "bold",
    "strong": "bold",
    "bad": "red",
    "warn": "yellow",
    "good": "green",
    "dim": "dim",
}


class OutputError(DiagnosticsError):
    """What a command prints can no longer be written."""


def clean(text: object) -> str:
    """`text` on one line, without characters that would steer the reader's terminal or hide other text.

    >>> clean("A\\x1b[31mB\\nC")
    'A�[31mB C'
    """
    shown = str(text)
    if shown.isprintable():
        return shown
    return "".join(
        " "
        if character in "\t\r\n"
        else character
        if character.isprintable()
        else "\N{REPLACEMENT CHARACTER}"
        for character in shown
    )


def line(*pieces: str | Piece) -> Line:
    """A line out of plain and styled pieces."""
    return tuple((each, "") if isinstance(each, str) else each for each in pieces)


def pad(text: str, width: int, *, right: bool = False) -> str:
    """`text` filled with spaces up to `width` columns of the terminal, on its left if `right`.

    >>> pad("受理", 6) + "|"
    '受理  |'
    """
    blank = " " * max(0, width - display_width(text))
    return blank + text if right else text + blank


def cut(text: str, width: int) -> str:
    """`text`, cut at the end to at most `width` columns, with an ellipsis where something is missing.

    >>> cut("受理行政许可申请", 9), cut("受理", 9)
    ('受理行政…', '受理')
    """
    if display_width(text) <= width:
        return text
    kept = ""
    room = width - 1
    for character in text:
        room -= display_width(character)
        if room < 0:
            break
        kept += character
    return f"{kept}…"


def plain(lines: Iterable[Line]) -> str:
    """Lines as text, each ending in a line break and none in spaces."""
    return "".join("".join(text for text, _ in each).rstrip() + "\n" for each in lines)


@frozen
class Screen:
    """One run's outputs."""

    lang: Language
    out: TextIO
    err: TextIO
    width: int
    console: Console | None = None
    """rich's console, only where `out` is a terminal and rich is installed"""
    status_console: Console | None = None

    def write(self, text: str) -> None:
        """Text as it is, for results in a format of their own; it ends in a line break."""
        with _writing():
            self.out.write(text if text.endswith("\n") else f"{text}\n")

    def pieces(self, pieces: Iterable[str]) -> None:
        """The same in pieces, the last of which ends the line.

        Little is written only when all of it is there: what fails before it is done shows nothing.
        """
        held: list[str] = []
        size = 0
        for each in pieces:
            held.append(each)
            size += len(each)
            if size > HELD:
                with _writing():
                    self.out.writelines(held)
                held.clear()
        with _writing():
            self.out.writelines(held)

    def lines(self, lines: Iterable[Line]) -> None:
        """Lines of a table or report."""
        if self.console is None:
            with _writing():
                self.out.write(plain(lines))
            return
        from rich.text import Text

        for each in lines:
            text = Text(no_wrap=True, overflow="ignore")
            for piece, style in each:
                text.append(piece, _RICH_STYLES.get(style, ""))
            with _writing():
                self.console.print(text, soft_wrap=True, highlight=False)

    def flush(self) -> None:
        """Hand on what is still in the buffer: what fails must fail here, where it can be told."""
        with _writing():
            self.out.flush()

    def diagnostics(self, found: Sequence[Diagnostic], *, limit: int | None = None) -> None:
        """Diagnostics, to the error output; beyond `limit` only how many more there are."""
        shown = found if limit is None else found[:limit]
        for number, each in enumerate(shown):
            if number:
                self.err.write("\n")
            self.err.write("\n".join(_printable_lines(render(each, lang=self.lang))) + "\n")
        if len(shown) < len(found):
            more = len(found) - len(shown)
            self.err.write(f"\n另有 {more} 处\n" if self.lang == "zh" else f"\nand {more} more\n")

    def write_diagnostics(self, found: Sequence[Diagnostic], form: Format) -> None:
        """Diagnostics as the result that was asked for, in a format for programs."""
        from govrules.cli.about import version
        from govrules.diagnostics.formats import formatted

        text = formatted(found, form=form, lang=self.lang, version=version())
        if text:
            self.write(text)

    @contextlib.contextmanager
    def working(self, en: str, zh: str) -> Iterator[Told | None]:
        """Say on a terminal that something takes its time; in a pipe, nothing.

        Yields:
            What is to be called with how much is done, and of how much; None where nobody would see it.
        """
        if self.status_console is None:
            yield None
            return
        text = zh if self.lang == "zh" else en
        with self.status_console.status(text) as status:
            percent = -1

            def told(done: int, whole: int) -> None:
                nonlocal percent
                # Rich draws anew at each call, which may be one for every block of a file.
                if whole > 0 and done * 100 // whole != percent:
                    percent = done * 100 // whole
                    status.update(f"{text} {min(percent, 100)}%")

            yield told

    def say(self, en: str, zh: str) -> str:
        return zh if self.lang == "zh" else en


def open_screen(lang: Language, *, colour: bool = True) -> Screen:
    """The screen of the running process."""
    # Python has no stream at all where the caller closed it.
    out = sys.stdout if sys.stdout is not None else _Nowhere()
    err = sys.stderr if sys.stderr is not None else _Nowhere()
    for stream in (out, err):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            # A terminal without Unicode must show a question mark and not fail half-way through a report.
            reconfigure(errors="replace")
    terminal = out.isatty()
    width = _columns() if terminal else PLAIN_WIDTH
    wanted = colour and not os.environ.get("NO_COLOR")
    return Screen(
        lang=lang,
        out=out,
        err=err,
        width=min(width, 140),
        console=_console(out) if terminal and wanted else None,
        status_console=_console(err, colour=wanted) if err.isatty() else None,
    )


def _columns() -> int:
    import shutil

    return max(shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns, 60)


class _Nowhere(io.StringIO):
    """A stream that keeps nothing and has nothing to close."""

    def write(self, text: str) -> int:
        return len(text)


@contextlib.contextmanager
def _writing() -> Iterator[None]:
    """Tell a full disk from a mistake in govrules; a reader that went away is neither."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise OutputError([Diagnostic(codes.OUTPUT_LOST, values={"reason": reason})]) from None


def _console(stream: TextIO, *, colour: bool = True) -> Console | None:
    try:
        from rich.console import Console
    except ImportError:
        return None
    return Console(file=stream, no_color=not colour)


def _printable_lines(text: str) -> Iterator[str]:
    for each in text.split("\n"):
        yield clean(each)
