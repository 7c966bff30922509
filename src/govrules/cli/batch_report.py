"""A counted table as a table, as CSV, as JSON and as proofs one after the other."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from govrules.cli.due_batch import Batch, Counted
from govrules.cli.due_text import clock, due_lines
from govrules.cli.export import cell, safe_json, safe_line
from govrules.cli.output import write_whole
from govrules.cli.screen import PLAIN_WIDTH, Line, Screen, clean, line, plain
from govrules.cli.table import Column, Row, table
from govrules.counting.due import Due, Running
from govrules.counting.proof import walk_running
from govrules.counting.render import render_steps
from govrules.diagnostics import Diagnostic, Language
from govrules.diagnostics.codes import tables as codes
from govrules.explaining.count import step_lines
from govrules.explaining.language import instant

FORMAT = 1
"""the version of the JSON shape"""
CSV_COLUMNS = (
    "line",
    "id",
    "period",
    "direction",
    "trigger",
    "calendar",
    "convention",
    "due",
    "end",
    "late_from",
    "origin",
    "unrolled",
    "basis",
    "horizon",
    "paused_since",
    "expected",
    "agrees",
    "problem",
    "proof",
)
_WORDS: Mapping[Language, Mapping[str, str]] = MappingProxyType(
    {
        "en": {
            "id": "case",
            "due": "due",
            "end": "end",
            "late_from": "late from",
            "basis": "basis",
            "expected": "expected",
            "agrees": "agrees",
            "announced": "announced",
            "projected": "projected",
            "yes": "yes",
            "no": "NO",
            "paused": "paused",
            "bad": "line {line}: {what}",
            "since": "paused since {since}",
            "until": "announced up to {horizon}",
            "cases": "{count} cases",
            "case": "1 case",
            "dates": "{count} dated",
            "running": "{count} still paused",
            "unread": "{count} not countable",
            "agreed": "{count} as expected",
            "differed": "{count} otherwise",
            "unchecked": "{count} not compared",
            "difference": "Case {id}, line {line}: counted {found}, expected {expected}",
            "case_head": "Case {id}, line {line}",
        },
        "zh": {
            "id": "编号",
            "due": "届满日",
            "end": "截止时刻",
            "late_from": "逾期起点",
            "basis": "依据",
            "expected": "应为",
            "agrees": "相符",
            "announced": "已公布",
            "projected": "推定",
            "yes": "是",
            "no": "否",
            "paused": "中止",
            "bad": "第 {line} 行：{what}",
            "since": "自 {since} 起中止",
            "until": "已公布至 {horizon}",
            "cases": "{count} 件",
            "case": "1 件",
            "dates": "得出日期 {count}",
            "running": "仍在中止 {count}",
            "unread": "无法计算 {count}",
            "agreed": "相符 {count}",
            "differed": "不符 {count}",
            "unchecked": "未比较 {count}",
            "difference": "编号 {id}，第 {line} 行：计算为 {found}，应为 {expected}",
            "case_head": "编号 {id}，第 {line} 行",
        },
    }
)
_NO_DATE = {"en": "no date", "zh": "无日期"}


def write_batch(batch: Batch, form: str, target: Path | None, screen: Screen) -> None:
    """Show a counted table, or write it into a file."""
    match form:
        case "csv":
            text = _as_csv(batch, screen.lang)
        case "jsonl":
            text = "".join(safe_line(_plain(each, screen.lang)) for each in batch.cases)
        case "json":
            from govrules.cli.about import version

            cases = [_plain(each, screen.lang) for each in batch.cases]
            text = safe_json({"govrules": version(), "format": FORMAT, "cases": cases})
        case _:
            if target is None:
                screen.lines(_lines(batch, form, screen.lang, screen.width))
                return
            text = plain(_lines(batch, form, screen.lang, PLAIN_WIDTH))
    if target is None:
        screen.write(text)
    else:
        # Spreadsheet programs take a CSV without the mark for one in the system's own encoding.
        write_whole(target, text, byte_order_mark=form == "csv")


def differences(batch: Batch) -> list[Diagnostic]:
    """What differs from what is expected, at the cells that expect it."""
    return [_difference(each) for each in batch.differing]


def _difference(case: Counted) -> Diagnostic:
    assert case.asked is not None, "only what was counted can differ"
    shown = {lang: _found(case, lang) for lang in ("en", "zh")}
    expected = _moment(case.asked.expected)
    return Diagnostic(
        codes.DIFFERS,
        case.place,
        {"found": shown["en"], "found_zh": shown["zh"], "expected": expected},
    )


def _found(case: Counted, lang: str) -> str:
    return _moment(case.found) if case.found is not None else _NO_DATE[lang]


def _moment(moment: dt.date | dt.datetime | None) -> str:
    if isinstance(moment, dt.datetime):
        return clock(moment)
    return "" if moment is None else moment.isoformat()


# As lines


def _lines(batch: Batch, form: str, lang: Language, width: int) -> Iterator[Line]:
    words = _WORDS[lang]
    if form == "table":
        yield from _table(batch, lang, width)
        for each in batch.differing:
            yield line()
            yield from _proof_of_difference(each, lang)
    else:
        for each in batch.cases:
            yield line((words["case_head"].format(id=clean(each.id), line=each.line), "heading"))
            if each.result is None:
                for problem in each.problems:
                    yield line((clean(problem.message(lang)), "bad"))
            else:
                yield from due_lines(each.result, form, lang)
            if each.agrees is False:
                yield line((_difference(each).message(lang), "bad"))
            yield line()
    if form == "table":
        yield line()
    yield line(_summary(batch, lang))


def _table(batch: Batch, lang: Language, width: int) -> Iterator[Line]:
    words = _WORDS[lang]
    columns = [
        Column(words["id"], "strong", least=21, most=40, whole=True),
        Column(words["due"], least=10),
        Column(words["end"], least=16),
        Column(words["late_from"], least=16),
        Column(words["basis"], least=9),
        Column(words["expected"], least=10),
        Column(words["agrees"], least=6),
    ]
    yield from table(columns, [_row(each, lang) for each in batch.cases], width)


def _row(case: Counted, lang: Language) -> Row:
    words = _WORDS[lang]
    expected = "" if case.asked is None else _moment(case.asked.expected)
    agrees = "" if case.agrees is None else words["yes"] if case.agrees else words["no"]
    match case.result:
        case None:
            notes = tuple(
                words["bad"].format(line=each.span.line if each.span else case.line, what=each.message(lang))
                for each in case.problems
                if each.severity == "error"
            )
            return Row((case.id, "-", "", "", "", expected, agrees), notes)
        case Running():
            since = words["since"].format(since=_moment(case.result.since))
            return Row((case.id, words["paused"], "", "", "", expected, agrees), (since,))
    due = case.result
    notes = ()
    if due.basis == "projected" and due.horizon is not None:
        notes = (words["until"].format(horizon=due.horizon),)
    # Just after the end is what everybody expects; a later day is what must be said.
    late = clock(due.late_from) if due.late_at_once else ""
    cells = (case.id, due.date.isoformat(), instant(due.end, "en"), late, words[due.basis], expected, agrees)
    return Row(cells, notes)


def _proof_of_difference(case: Counted, lang: Language) -> Iterator[Line]:
    assert case.asked is not None, "only what was counted can differ"
    said = _WORDS[lang]["difference"].format(
        id=clean(case.id), line=case.line, found=_found(case, lang), expected=_moment(case.asked.expected)
    )
    yield line((said, "bad"))
    steps = case.result.trace if isinstance(case.result, Due) else ()
    if isinstance(case.result, Running):
        steps = walk_running(case.result)
    for each in render_steps(steps, lang=lang).split("\n"):
        yield line("  ", clean(each))


def _summary(batch: Batch, lang: Language) -> str:
    words = _WORDS[lang]
    total = len(batch.cases)
    counts = {
        "dates": sum(isinstance(each.result, Due) for each in batch.cases),
        "running": sum(isinstance(each.result, Running) for each in batch.cases),
        "unread": len(batch.bad),
    }
    if batch.checked:
        counts |= {
            "agreed": sum(each.agrees is True for each in batch.cases),
            "differed": len(batch.differing),
            "unchecked": sum(each.agrees is None for each in batch.cases),
        }
    shown = [words[key].format(count=count) for key, count in counts.items() if count or key == "differed"]
    head = words["case"] if total == 1 else words["cases"].format(count=total)
    return f"{head}：{'，'.join(shown)}" if lang == "zh" else f"{head}: {', '.join(shown)}"


# For programs


def _as_csv(batch: Batch, lang: Language) -> str:
    target = io.StringIO(newline="")
    writer = csv.DictWriter(target, CSV_COLUMNS, lineterminator="\r\n", restval="")
    writer.writeheader()
    for each in batch.cases:
        writer.writerow({name: cell(value) for name, value in _csv_row(each, lang).items()})
    return target.getvalue()


def _csv_row(case: Counted, lang: Language) -> dict[str, object]:
    row: dict[str, object] = {"line": case.line, "id": case.id}
    row["problem"] = "; ".join(_errors(case, lang))
    if case.asked is not None:
        row |= {
            "period": str(case.asked.period),
            "direction": case.asked.direction,
            "trigger": case.asked.trigger,
            "calendar": case.asked.calendar.name,
            "convention": case.asked.convention.name,
            "expected": case.asked.expected,
        }
    if case.agrees is not None:
        row["agrees"] = "yes" if case.agrees else "no"
    match case.result:
        case Due():
            due = case.result
            row |= {
                "due": due.date,
                "end": due.end,
                "late_from": due.late_from,
                "origin": due.origin,
                "unrolled": due.unrolled,
                "basis": due.basis,
                "horizon": due.horizon,
                "proof": "; ".join(step_lines(due.trace, lang)),
            }
        case Running():
            row["paused_since"] = case.result.since
            row["proof"] = "; ".join(step_lines(walk_running(case.result), lang))
    return row


def _errors(case: Counted, lang: Language) -> Iterable[str]:
    return (each.message(lang) for each in case.problems if each.severity == "error")


def _plain(case: Counted, lang: Language) -> dict[str, object]:
    """One case for JSON: the date with its trace, or why there is none."""
    found: dict[str, object] = {"id": case.id, "line": case.line}
    match case.result:
        case Due():
            found["due"] = case.result.to_dict(trace=True)
        case Running():
            found["due"] = None
            found["paused_since"] = case.result.since.isoformat()
            found["trace"] = [step.to_dict() for step in walk_running(case.result)]
        case None:
            found["due"] = None
            found["problems"] = [
                {
                    "code": each.code.id,
                    "line": each.span.line if each.span else case.line,
                    "column": each.span.column if each.span else 0,
                    "message": each.message(lang),
                }
                for each in case.problems
                if each.severity == "error"
            ]
    if case.asked is not None and case.asked.expected is not None:
        found |= {"expected": case.asked.expected.isoformat(), "agrees": case.agrees}
    return found
