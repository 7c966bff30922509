"""A report in the XML form that began with Apache Ant's JUnit task, as services for integration read it.

There is no fixed standard. What is written is what the schemas of Jenkins (junit-10.xsd) and of Ant as Windy
Road wrote it down have in common, but for Ant's `timestamp`: a run does not depend on when it is made.
"""

import re
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape

from govrules.diagnostics import Diagnostic, Language, render, render_all
from govrules.scenarios.render import render_result
from govrules.scenarios.run import Report, Result

# What XML 1.0 cannot hold in any form, and what would steer a terminal.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REST = "the rules and files as a whole"


def as_junit(report: Report, *, lang: Language = "en") -> str:
    """One test case for each scenario and date, in a suite for each file.

    A scenario that could not be run is an error, one that is still to be done is skipped. What is wrong with
    rules or files as a whole is an error in a suite of its own.
    """
    files = list(dict.fromkeys(result.file for result in report.results))
    suites = [(file, [each for each in report.results if each.file == file]) for file in files]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>"]
    number = 0
    for file, results in suites:
        lines += _suite(number, file, [_case(each, lang) for each in results])
        number += 1
    problems = [each for each in report.diagnostics if each.severity == "error"]
    if problems:
        lines += _suite(number, _REST, [_problem(each, lang) for each in problems])
    return "\n".join([*lines, "</testsuites>", ""])


_Case = tuple[str, list[str]]
"""what came of it, and its lines"""


def _suite(number: int, name: str, cases: list[_Case]) -> Iterator[str]:
    kinds = [kind for kind, _ in cases]
    counted = {
        "tests": len(cases),
        "failures": kinds.count("failure"),
        "errors": kinds.count("error"),
        "skipped": kinds.count("skipped"),
    }
    attributes = {
        "name": name,
        "package": "",
        "id": str(number),
        "hostname": "localhost",
        "time": "0",
        **{key: str(value) for key, value in counted.items()},
    }
    yield f"  <testsuite{_attributes(attributes)}>"
    yield "    <properties/>"
    for _, lines in cases:
        yield from lines
    yield "    <system-out/>"
    yield "    <system-err/>"
    yield "  </testsuite>"


def _case(result: Result, lang: Language) -> _Case:
    match result.status:
        case "passed":
            return "passed", _element(result.name, result.file)
        case "todo":
            return "skipped", _element(result.name, result.file, "skipped", "", result.scenario.todo or "")
        case "broken":
            text = render_all(result.diagnostics, lang=lang)
            first = result.diagnostics[0].message(lang)
            return "error", _element(result.name, result.file, "error", text, first, kind="broken")
        case "failed":
            lines = render_result(result, lang=lang).split("\n")
            text = "\n".join(lines[1:])
            return "failure", _element(result.name, result.file, "failure", text, lines[0], kind="differs")


def _problem(problem: Diagnostic, lang: Language) -> _Case:
    name = f"{problem.code.id} {problem.span}" if problem.span is not None else problem.code.id
    text, message = render(problem, lang=lang), problem.message(lang)
    return "error", _element(name, "govrules", "error", text, message, kind=problem.code.name)


def _element(
    name: str, file: str, outcome: str = "", text: str = "", message: str = "", *, kind: str = ""
) -> list[str]:
    case = {"name": name, "classname": file, "time": "0"}
    if not outcome:
        return [f"    <testcase{_attributes(case)}/>"]
    inner = _attributes({"message": message} | ({"type": kind} if kind else {}))
    body = f"<{outcome}{inner}>{escape(_visible(text))}</{outcome}>" if text else f"<{outcome}{inner}/>"
    return [f"    <testcase{_attributes(case)}>", f"      {body}", "    </testcase>"]


def _attributes(values: Mapping[str, str]) -> str:
    quoted = {
        '"': "&quot;",
        "\n": "&#10;",
        "\r": "&#13;",
        "\t": "&#9;",
    }
    return "".join(f' {name}="{escape(_visible(value), quoted)}"' for name, value in values.items())


def _visible(text: str) -> str:
    """Characters that the form cannot hold, as Python writes them."""
    return _FORBIDDEN.sub(lambda match: ascii(match[0])[1:-1], text)
