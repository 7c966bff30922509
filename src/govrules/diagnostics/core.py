"""Codes, spans and diagnostics as plain values: a host system can render its own message from them."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import attrs

from govrules.declaring import frozen
from govrules.diagnostics.read_only import read_only

Language = Literal["en", "zh"]
Severity = Literal["error", "warning"]


def _frozen_mapping(mapping: Mapping[str, object]) -> Mapping[str, object]:
    # Generic as it is, the type checker cannot solve `read_only` for a converter.
    return read_only(mapping)


@frozen
class Code:
    """One kind of mistake, with its message in both languages.

    The messages are `str.format` templates; a `Diagnostic` supplies the values.
    The other texts make the page that `govrules help CODE` prints.
    """

    id: str
    """stable, as `GR101`: the first digit names the area, see `govrules.diagnostics.codes`"""
    name: str
    """a slug, as `unknown-key`"""
    en: str
    zh: str
    why_en: str = ""
    why_zh: str = ""
    wrong: str = ""
    right: str = ""
    wrong_zh: str = ""
    """the Chinese form of an example that holds words of English; empty where one form serves both"""
    right_zh: str = ""

    def template(self, lang: Language) -> str:
        return self.zh if lang == "zh" else self.en

    def said_of_all(self, lang: Language) -> str:
        """The message without the values of any one mistake.

        >>> Code(id="GR999", name="empty", en="`{name}` is empty", zh="`{name}` 为空").said_of_all("en")
        '`…` is empty'
        """
        return re.sub(r"\{[^}]*\}", "…", self.template(lang))

    def why(self, lang: Language) -> str:
        """Why it matters."""
        return self.why_zh if lang == "zh" else self.why_en

    def wrong_example(self, lang: Language) -> str:
        """What leads to this code."""
        return (lang == "zh" and self.wrong_zh) or self.wrong

    def right_example(self, lang: Language) -> str:
        """The same as it should be written."""
        return (lang == "zh" and self.right_zh) or self.right


@frozen
class Help:
    """One line of advice in both languages, already filled in."""

    en: str
    zh: str

    def text(self, lang: Language) -> str:
        return self.zh if lang == "zh" else self.en


def _as_tuple(helps: Iterable[Help]) -> tuple[Help, ...]:
    # The bare `tuple` is generic, which the type checker cannot solve for a converter.
    return tuple(helps)


@frozen
class Span:
    """A stretch of one line of a file, for the underline.

    `line` and `column` count from 1, columns in characters; `end_column` is exclusive.
    A span of several lines is cut at the end of its first.
    `line` 0 stands for the file as a whole.
    """

    file: str
    line: int = 0
    column: int = 0
    end_column: int = 0
    source: str = ""
    """the text of that line, without its line break"""

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}" if self.column else f"{self.file}:{self.line}"


@frozen
class Diagnostic:
    """One thing wrong at one place."""

    code: Code
    span: Span | None = None
    values: Mapping[str, object] = attrs.field(factory=dict, converter=_frozen_mapping)
    help: tuple[Help, ...] = attrs.field(default=(), converter=_as_tuple)
    citation: str | None = None
    """the clause or article in which the mistake stands, as the file cites it"""
    severity: Severity = "error"

    def message(self, lang: Language = "en") -> str:
        """The message alone, on one line, lower case, without a full stop."""
        # A text of the user's may go over several lines.
        return " ".join(self.code.template(lang).format_map(self.values).splitlines())


class GovrulesError(Exception):
    """Base of every exception that govrules raises for a mistake in its input."""

    def __reduce__(self) -> tuple[Any, ...]:
        # An exception is taken apart into its message, from which those with fields cannot be built again;
        # a pool of processes waits for ever for one that cannot be read back.
        return (_error_again, (type(self), self.args), dict(self.__dict__))


def _error_again(kind: type[GovrulesError], arguments: tuple[object, ...]) -> GovrulesError:
    error = kind.__new__(kind, *arguments)
    error.args = arguments
    return error


class DiagnosticsError(GovrulesError):
    """Raised where diagnostics cannot be returned; `diagnostics` holds all of them."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        from govrules.diagnostics.render import render_all

        return render_all(self.diagnostics)
