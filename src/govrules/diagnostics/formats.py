"""Diagnostics for other programs: editors, scripts, and services that review changes.

Each function gives one text for all diagnostics, ending in a line break unless it is empty.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Literal, TypeAlias, get_args

from govrules.diagnostics.core import Diagnostic, Language
from govrules.diagnostics.render import one_line
from govrules.diagnostics.sarif import as_sarif

Format: TypeAlias = Literal["plain", "json", "github", "sarif"]
FORMATS: tuple[Format, ...] = get_args(Format)

JSON_VERSION = 1
"""raised where a program that reads the JSON would have to be changed"""

__all__ = ["FORMATS", "JSON_VERSION", "Format", "as_github", "as_json", "as_plain", "as_sarif", "formatted"]


def formatted(found: Sequence[Diagnostic], *, form: Format, lang: Language = "en", version: str = "") -> str:
    """Diagnostics in one of the formats for programs.

    Args:
        found: in the order in which they are told.
        form: one of `FORMATS`.
        lang: of the messages, where the format holds them in one language.
        version: of govrules, for the formats that name the program.
    """
    match form:
        case "plain":
            return as_plain(found, lang=lang)
        case "json":
            return as_json(found, version=version)
        case "github":
            return as_github(found, lang=lang)
        case "sarif":
            return as_sarif(found, lang=lang, version=version)


def as_plain(found: Sequence[Diagnostic], *, lang: Language = "en") -> str:
    """One line for each: `file:line:column: code: message`, as editors and grep read it.

    What concerns a file as a whole stands at its first character; what belongs to no file names `govrules`.

    >>> from govrules.diagnostics import Code, Span
    >>> code = Code(id="GR999", name="no-event", en="no event is called `{name}`", zh="没有 `{name}` 事件")
    >>> print(as_plain([Diagnostic(code, Span("leave.yaml", 3, 7, 14), {"name": "acepted"})]), end="")
    leave.yaml:3:7: GR999: no event is called `acepted`
    """
    return "".join(f"{_place(each)}: {each.code.id}: {one_line(each.message(lang))}\n" for each in found)


def _place(each: Diagnostic) -> str:
    span = each.span
    if span is None:
        return "govrules"
    return f"{one_line(span.file)}:{max(span.line, 1)}:{max(span.column, 1)}"


def as_json(found: Sequence[Diagnostic], *, version: str = "") -> str:
    """One JSON object, the same in every language: see the reference on diagnostics for its keys.

    >>> print(as_json([], version="1.2"), end="")
    {
      "version": 1,
      "govrules": "1.2",
      "errors": 0,
      "warnings": 0,
      "diagnostics": []
    }
    """
    severities = [each.severity for each in found]
    whole = {
        "version": JSON_VERSION,
        "govrules": version,
        "errors": severities.count("error"),
        "warnings": severities.count("warning"),
        "diagnostics": [_as_object(each) for each in found],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _as_object(each: Diagnostic) -> dict[str, object]:
    span = each.span
    placed = span is not None and span.line > 0
    return {
        "code": each.code.id,
        "name": each.code.name,
        "severity": each.severity,
        "file": span.file if span is not None else None,
        "line": span.line if span is not None and placed else None,
        "column": (span.column or None) if span is not None and placed else None,
        "end_column": (span.end_column or None) if span is not None and placed else None,
        "source": span.source if span is not None and placed else None,
        "message": {"en": each.message("en"), "zh": each.message("zh")},
        "help": [{"en": advice.en, "zh": advice.zh} for advice in each.help],
        "citation": each.citation,
    }


def as_github(found: Sequence[Diagnostic], *, lang: Language = "en") -> str:
    """Workflow commands, which GitHub shows as annotations beside the changed lines.

    GitHub takes paths from the root of the repository: run it there.

    >>> from govrules.diagnostics import Code, Span
    >>> code = Code(id="GR999", name="no-event", en="no event is called `{name}`", zh="没有 `{name}` 事件")
    >>> print(as_github([Diagnostic(code, Span("a,b.yaml", 3, 7, 14), {"name": "100%"})]), end="")
    ::error file=a%2Cb.yaml,line=3,col=7,endColumn=14,title=GR999 no-event::no event is called `100%25`
    """
    return "".join(_command(each, lang) for each in found)


def _command(each: Diagnostic, lang: Language) -> str:
    span = each.span
    properties: dict[str, object] = {}
    if span is not None:
        properties["file"] = _from_here(span.file)
        if span.line:
            properties["line"] = span.line
            if span.column:
                properties["col"] = span.column
                properties["endColumn"] = max(span.end_column, span.column)
    properties["title"] = f"{each.code.id} {each.code.name}"
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    text = "\n".join(one_line(said) for said in (each.message(lang), *_advice(each, lang)))
    return f"::{each.severity} {listed}::{_data(text)}\n"


def _advice(each: Diagnostic, lang: Language) -> Iterator[str]:
    return (advice.text(lang) for advice in each.help)


def _from_here(file: str) -> str:
    """A path below the working folder is written from it, whatever way it was given."""
    path = Path(file)
    if path.is_absolute():
        try:
            path = path.relative_to(Path.cwd())
        except ValueError:
            return file
    return str(PurePosixPath(*path.parts)) if path.parts else file


# The escapes of GitHub's own toolkit for workflow commands: a message may hold what a property may not.
def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
