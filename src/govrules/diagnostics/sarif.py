"""Diagnostics in SARIF 2.1.0, the format that code review services take results of analyses in.

Static Analysis Results Interchange Format, OASIS Standard, 27 March 2020.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from govrules.diagnostics.core import Code, Diagnostic, Language, Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LANGUAGES = {"en": "en", "zh": "zh-CN"}


def as_sarif(found: Sequence[Diagnostic], *, lang: Language = "en", version: str = "") -> str:
    """One SARIF log with one run; its rules are the codes that occur, with their help in both languages.

    Columns are counted in UTF-16 code units, and files are named from the working folder where they lie
    below it.
    """
    codes = list({each.code.id: each.code for each in found}.values())
    places = {code.id: number for number, code in enumerate(codes)}
    driver: dict[str, object] = {"name": "govrules"}
    if version:
        driver |= {"version": version, "semanticVersion": version}
    driver["rules"] = [_rule(code, lang) for code in codes]
    run = {
        "tool": {"driver": driver},
        "language": _LANGUAGES[lang],
        "columnKind": "utf16CodeUnits",
        "results": [_result(each, places, lang) for each in found],
    }
    whole = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _rule(code: Code, lang: Language) -> dict[str, object]:
    first: Language = lang
    second: Language = "en" if lang == "zh" else "zh"
    return {
        "id": code.id,
        "name": "".join(word.capitalize() for word in code.name.split("-")),
        "shortDescription": {"text": code.said_of_all(lang)},
        "fullDescription": {"text": code.why(lang)},
        "help": {
            "text": f"{_help(code, first)}\n\n{_help(code, second)}",
            "markdown": f"{_help(code, first, fence='```')}\n\n{_help(code, second, fence='```')}",
        },
    }


def _help(code: Code, lang: Language, *, fence: str = "") -> str:
    labels = ("错误写法", "正确写法") if lang == "zh" else ("Wrong", "Right")
    blocks = [code.said_of_all(lang), code.why(lang)]
    for label, text in zip(labels, (code.wrong_example(lang), code.right_example(lang)), strict=True):
        blocks += [label, f"{fence}\n{text}\n{fence}" if fence else text]
    return "\n\n".join(blocks)


def _result(each: Diagnostic, places: dict[str, int], lang: Language) -> dict[str, object]:
    text = "\n".join([each.message(lang), *(advice.text(lang) for advice in each.help)])
    found: dict[str, object] = {
        "ruleId": each.code.id,
        "ruleIndex": places[each.code.id],
        "level": each.severity,
        "message": {"text": text},
    }
    if each.span is not None:
        physical: dict[str, object] = {"artifactLocation": {"uri": _uri(each.span.file)}}
        if each.span.line:
            physical["region"] = _region(each.span)
        found["locations"] = [{"physicalLocation": physical}]
    return found


def _region(span: Span) -> dict[str, object]:
    region: dict[str, object] = {"startLine": span.line}
    if span.column:
        start = _units(span.source, span.column)
        region["startColumn"] = start
        region["endColumn"] = max(_units(span.source, span.end_column), start)
    if span.source:
        region["snippet"] = {"text": span.source}
    return region


def _units(source: str, column: int) -> int:
    """A column in characters as one in UTF-16 code units: rare Chinese characters take two of them.

    >>> _units("𠮷野: a", 5), _units("abc", 3)
    (6, 3)
    """
    return column + sum(ord(character) > 0xFFFF for character in source[: max(column - 1, 0)])


def _uri(file: str) -> str:
    path = Path(file)
    if path.is_absolute():
        try:
            path = path.relative_to(Path.cwd())
        except ValueError:
            return path.as_uri()
    # The first part of a relative address must not look like a scheme, so the colon is written out too.
    return quote(path.as_posix(), safe="/", errors="surrogateescape")
