"""A report as text: what was expected and what was found in each scenario, and how the date was counted."""

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from govrules.diagnostics import Diagnostic, Language, Span, render_all
from govrules.diagnostics.codes import scenarios as codes
from govrules.engine.happenings import NO_CASE
from govrules.model.findings import Moment
from govrules.scenarios.compare import Difference, Found, attribute
from govrules.scenarios.model import Expectation
from govrules.scenarios.proof import proof_lines
from govrules.scenarios.resolve import zone_of
from govrules.scenarios.run import Report, Result
from govrules.scenarios.words import attributes_of

_WORDS = {
    "en": {
        "failed": "FAILED",
        "broken": "CANNOT RUN",
        "passed": "passed",
        "missing": "expected, and not found:",
        "unexpected": "found, and not expected:",
        "differs": "expected (-) and found (+):",
        "none_found": "nothing at all was found",
        "counted": "how {date} was counted:",
        "todo": "NOT YET",
        "later": "still to be done, and not as expected yet:",
        "unwritten": "what is expected has not been written: `--record` writes what comes out",
        "done": "as expected, and still marked `todo`; once you have checked it, remove the mark:",
        "count": "{failed} failed, {broken} could not run, {passed} passed",
        "count_todo": ", {todo} still to be done",
        "nothing": "nothing was tested",
        "nothing_of": "nothing was tested: {count} scenarios",
        "nothing_of_one": "nothing was tested: 1 scenario",
        "left_out": "{file}: {count} scenarios were not tested",
        "left_out_one": "{file}: 1 scenario was not tested",
    },
    "zh": {
        "failed": "未通过",
        "broken": "无法运行",
        "passed": "通过",
        "missing": "期望有而未出现：",
        "unexpected": "出现而未期望：",
        "differs": "期望（-）与实际（+）：",
        "none_found": "没有任何认定",
        "counted": "{date} 的推算过程：",
        "todo": "待办",
        "later": "待办，结果尚与期望不符：",
        "unwritten": "尚未写明期望：`--record` 可写入实际结果",
        "done": "结果与期望一致，但仍标有 `todo`；请核对后删除该标记：",
        "count": "{failed} 个未通过，{broken} 个无法运行，{passed} 个通过",
        "count_todo": "，{todo} 个待办",
        "nothing": "未作任何测试",
        "nothing_of": "未作任何测试：共 {count} 个情景",
        "nothing_of_one": "未作任何测试：共 1 个情景",
        "left_out": "{file}：{count} 个情景未测试",
        "left_out_one": "{file}：1 个情景未测试",
    },
}

# What a finding that was not expected is shown with, so that its line can be copied into the file.
TELLING = (
    "due",
    "limit",
    "reading",
    "deemed",
    "effective",
    "late_by_working_days",
    "reason",
    "rule",
    "event",
)
_TELLING_BY_WORD = {"late_decision": ("at",), "ignored": ("at",), "alert": ("at",), "view": ("stance",)}


def render(report: Report, *, lang: Language = "en", verbose: bool = False) -> str:
    """The whole report, ending in one line that counts.

    What is wrong with rules or with a file as a whole is said once, and not for each of its scenarios.

    Args:
        report: of `run`.
        lang: English or Chinese.
        verbose: name the scenarios that passed as well, and show the differences of those still to be done.
    """
    blocks = [render_all(report.diagnostics, lang=lang)] if report.diagnostics else []
    passed: list[str] = []
    marked: dict[str, list[Result]] = {"later": [], "done": []}
    for result in report.results:
        if result.status == "todo" or result.is_done:
            marked["done" if result.is_done else "later"].append(result)
            if verbose and result.status == "todo" and result.is_written:
                blocks.append(render_result(result, lang=lang))
        elif result.status == "passed":
            passed.append(f"{_WORDS[lang]['passed']} {_heading(result, lang)}")
        elif not result.is_left_out:
            blocks.append(render_result(result, lang=lang))
    if not _nothing_ran(report):
        blocks += _left_out(report, lang)
    for kind, results in marked.items():
        if results:
            blocks.append("\n".join([_WORDS[lang][kind], *(_todo(each, lang) for each in results)]))
    if verbose and passed:
        blocks.append("\n".join(passed))
    return "\n\n".join([*blocks, summary(report, lang=lang)])


def summary(report: Report, *, lang: Language = "en") -> str:
    """How many failed, could not run, and passed, in one line."""
    if not report.results:
        return _WORDS[lang]["nothing"]
    if _nothing_ran(report):
        return _counted("nothing_of", len(report.results), lang)
    statuses = [each.status for each in report.results]
    counts = {name: statuses.count(name) for name in ("failed", "broken", "passed")}
    todo = statuses.count("todo")
    return _WORDS[lang]["count"].format_map(counts) + (
        _WORDS[lang]["count_todo"].format(todo=todo) if todo else ""
    )


def _nothing_ran(report: Report) -> bool:
    """Whether no scenario could be run, and for some nothing but their rules or file is to blame."""
    return all(each.status == "broken" for each in report.results) and any(
        each.is_left_out for each in report.results
    )


def _todo(result: Result, lang: Language) -> str:
    return f"  {result.id}  {result.scenario.todo or _WORDS[lang]['unwritten']}"


def _left_out(report: Report, lang: Language) -> Iterator[str]:
    """How many scenarios of each file rest on what is wrong elsewhere."""
    files = [each.file for each in report.results if each.is_left_out]
    for file in dict.fromkeys(files):
        yield _counted("left_out", files.count(file), lang, file=file)


def _counted(key: str, count: int, lang: Language, **fields: object) -> str:
    return _WORDS[lang][f"{key}_one" if count == 1 else key].format(count=count, **fields)


def render_result(result: Result, *, lang: Language = "en") -> str:
    """One scenario that failed or could not run: its differences, each at its line, or its mistakes."""
    words = _WORDS[lang]
    if result.status == "passed":
        return f"{words['passed']} {_heading(result, lang)}"
    lines = [f"{words[result.status]} {_heading(result, lang)}"]
    if result.diagnostics:
        lines.append(render_all(result.diagnostics, lang=lang))
        return "\n".join(lines)
    proved: set[str] = set()
    for difference in result.differences:
        lines += _difference(difference, result, lang)
        lines += _proof(difference, result, lang, proved)
    return "\n".join(lines)


def _heading(result: Result, lang: Language) -> str:
    title = result.scenario.title.text(lang)
    return f"{result.id}  {title}" if title else result.id


def _difference(difference: Difference, result: Result, lang: Language) -> Iterator[str]:
    words = _WORDS[lang]
    place, expected, found = _parts(difference, result)
    kind = "differs" if expected and found else "missing" if expected else "unexpected"
    yield f"  {place.file}:{place.line}: {words[kind]}" if place is not None else f"  {words[kind]}"
    if expected:
        yield f"    - {expected}"
    if found:
        yield f"    + {found}"


def _proof(difference: Difference, result: Result, lang: Language, proved: set[str]) -> Iterator[str]:
    """The count of the date that was found, once for each obligation."""
    found = difference.found
    if found is None or found.obligation is None or found.obligation.id in proved:
        return
    about_time = {"state", "due", "due_end", "late_from", "at", "late_by_days", "late_by_working_days"}
    if difference.expected is not None and not about_time & set(difference.attributes):
        return
    if result.rules is None or result.evaluation is None or found.obligation.due is None:
        return
    lines = proof_lines(found.obligation, result.evaluation, result.rules, lang=lang)
    if lines:
        proved.add(found.obligation.id)
        yield f"    {_WORDS[lang]['counted'].format(date=found.obligation.due)}"
        yield from (f"      {line}" for line in lines)


def diagnostics_of(report: Report) -> tuple[Diagnostic, ...]:
    """All that a report tells as diagnostics, for the formats of other programs.

    What is still to be done is a warning, and so is what is done and still marked.
    """
    found = list(report.diagnostics)
    for result in report.results:
        if result.status == "broken":
            found += [] if result.is_left_out else result.diagnostics
        elif result.status == "todo" or result.is_done:
            code = codes.DONE if result.is_done else codes.STILL_TO_DO
            reason = result.scenario.todo
            values = {
                "scenario": result.name,
                "reason": reason or _WORDS["en"]["unwritten"],
                "reason_zh": reason or _WORDS["zh"]["unwritten"],
            }
            found.append(Diagnostic(code, result.scenario.span, values, severity="warning"))
        else:
            found += [_as_diagnostic(each, result) for each in result.differences]
    return tuple(dict.fromkeys(found))


def _as_diagnostic(difference: Difference, result: Result) -> Diagnostic:
    place, expected, found = _parts(difference, result)
    values = {"scenario": result.name, "expected": expected, "found": found}
    code = codes.DIFFERS if expected and found else codes.NOT_FOUND if expected else codes.UNEXPECTED
    return Diagnostic(code, place, values)


def _parts(difference: Difference, result: Result) -> tuple[Span | None, str, str]:
    """Where a difference stands, what was expected and what was found; empty where there is none."""
    expected, found = difference.expected, difference.found
    place = expected.span if expected is not None else None
    if place is None:
        place = result.check.span if result.check is not None else result.scenario.span
    written = expectation_text(expected, result) if expected is not None else ""
    if found is None:
        return place, written, ""
    if expected is not None:
        asked = [name for name, _ in expected.attributes]
        return place, written, found_text(found, result, asked=asked, telling=["due"])
    telling = [*TELLING, *_TELLING_BY_WORD.get(found.word, ())]
    return place, "", found_text(found, result, asked=(), telling=telling)


def expectation_text(expected: Expectation, result: Result) -> str:
    """An expectation as it stands in a file: `{met: decide, due: 2025-10-28}`."""
    parts = {expected.word: _subject(expected.subject, result)}
    parts |= _case(expected.case, result) | {name: _text(value) for name, value in expected.slice}
    parts |= {name: _plain(value, result) for name, value in expected.attributes}
    return _flow(parts)


def found_text(found: Found, result: Result, *, asked: Sequence[str], telling: Sequence[str]) -> str:
    """A finding in the form of an expectation.

    Args:
        found: the finding.
        result: the scenario that it was found in.
        asked: details that an expectation asked for; `null` where the finding has none.
        telling: details that are shown where the finding has them.
    """
    parts = {found.word: _subject(found.subject, result)}
    parts |= _case(found.case, result) | {name: _text(value) for name, value in found.slice}
    known = attributes_of(found.word)
    for name in (*asked, *(each for each in telling if each not in asked)):
        value = attribute(found, name) if name in known else None
        if name in asked or (value is not None and value != ()):
            parts[name] = _plain(value, result)
    return _flow(parts)


def _subject(subject: str, result: Result) -> str:
    """The clause without its policy where no other policy has such a clause."""
    if result.rules is None:
        return subject
    bare = subject.rpartition("/")[2]
    if not any(clause.id == bare for clause in result.rules.clauses):
        # An event that was set aside is named by its type, which may be any text.
        return _text(subject)
    alike = {clause.full_id for clause in result.rules.clauses if clause.id == bare}
    return bare if alike == {subject} else subject


def _case(case: str | None, result: Result) -> dict[str, str]:
    cases = {given.case for given in result.scenario.given}
    # A finding of no case is matched by its slice alone.
    if case is None or case in {NO_CASE, result.scenario.id} or len(cases) < 2:
        return {}
    return {"case": _text(case)}


def _plain(value: object, result: Result) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Moment():
            return _plain(value.date if value.instant is None else value.instant, result)
        case dt.datetime():
            return _clock(value, result)
        case dt.date():
            return value.isoformat()
        case tuple():
            return f"[{', '.join(_plain(each, result) for each in value)}]"
        case Mapping():
            return _flow({key: _plain(each, result) for key, each in value.items()})
        case _:
            return _text(str(value))


_PLAIN = re.compile(r"\w(?:[\w ./+%-]*[\w./+%-])?")


def _text(text: str) -> str:
    """A text as it can stand between braces: in quotation marks where YAML would read something else."""
    if _PLAIN.fullmatch(text) and text.lower() != "null":
        return text
    return json.dumps(text, ensure_ascii=False)


def _clock(instant: dt.datetime, result: Result) -> str:
    """An instant as an analyst writes it: by the clock of the policies, which needs no offset."""
    zone = zone_of(result.rules) if result.rules is not None else None
    if zone is not None and instant.tzinfo is not None:
        instant = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    whole_minutes = not (instant.second or instant.microsecond)
    return instant.isoformat(timespec="minutes" if whole_minutes else "auto")


def _flow(parts: Mapping[str, str]) -> str:
    return f"{{{', '.join(f'{key}: {value}' for key, value in parts.items())}}}"
