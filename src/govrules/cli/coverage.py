"""`govrules coverage`: which clauses can be judged, from what data, and which scenarios prove it."""

import argparse
import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from govrules.cli.inputs import SEARCH
from govrules.cli.screen import Line, Screen, line
from govrules.cli.specification import Command, Option, Words
from govrules.cli.table import Column, Row, table
from govrules.diagnostics import DiagnosticsError, Language
from govrules.model.text import Text

if TYPE_CHECKING:
    from govrules.analysis.needs import Needs
    from govrules.model.policy import Policy
    from govrules.scenarios.coverage import ClauseCoverage, Verdict
    from govrules.scenarios.model import ScenarioFile

COLUMNS = (
    "policy",
    "clause",
    "title_zh",
    "title_en",
    "kind",
    "strength",
    "cite",
    "traces",
    "events",
    "records",
    "case",
    "open_numbers",
    "kept",
    "broken",
    "unknown",
    "verdict",
    "why_zh",
    "why_en",
)


def run(given: argparse.Namespace, screen: Screen) -> int:
    """Load the rules and the scenarios beside them, and tell clause by clause."""
    from govrules.cli.run import FINE, FOUND
    from govrules.rulefile.load import load

    with screen.working("reading the rules ...", "正在读取规则……"):
        rulebook = load(*given.words, search=[Path(each) for each in given.search]).or_raise()
        found = [(each, covered(each)) for each in rulebook.policies]
    if given.format == "csv":
        screen.write(as_csv(found).rstrip("\n"))
    else:
        screen.lines(_report(found, screen.lang, screen.width))
    proved = all(each.verdict != "not proved" for _, clauses in found for each in clauses)
    return FOUND if given.strict and not proved else FINE


def covered(policy: "Policy") -> "tuple[ClauseCoverage, ...]":
    """The coverage of a policy by the scenarios in the folder of its rule file."""
    from govrules.scenarios.coverage import coverage

    return coverage(policy, scenarios_beside(policy))


def scenarios_beside(policy: "Policy") -> "list[ScenarioFile]":
    from govrules.scenarios.reader import SUFFIX, read_scenarios

    assert policy.file is not None
    files = [read_scenarios(each) for each in sorted(Path(policy.file).parent.glob(f"*{SUFFIX}"))]
    told = [each.diagnostics for file in files for each in file.scenarios]
    told += [file.diagnostics for file in files]
    broken = [problem for each in told for problem in each if problem.severity == "error"]
    if broken:
        raise DiagnosticsError(broken)
    return files


# -- as text -------------------------------------------------------------------------------------------

_VERDICTS: "Mapping[Verdict, tuple[str, str]]" = MappingProxyType(
    {
        "judged": ("judged", "可核查"),
        "number open": ("number open", "数字未定"),
        "not proved": ("NOT PROVED", "缺少情景"),
        "not checkable": ("not checkable", "无法由机器核查"),
    }
)


def _report(
    found: "Sequence[tuple[Policy, Sequence[ClauseCoverage]]]", lang: Language, width: int
) -> Iterator[Line]:
    from govrules.reporting.pages import KINDS_ZH

    chinese = lang == "zh"
    columns = (
        Column("条款" if chinese else "clause", "strong", most=44, whole=True),
        Column("类型" if chinese else "kind"),
        Column("遵守" if chinese else "kept"),
        Column("违反" if chinese else "broken"),
        Column("不明" if chinese else "unknown"),
        Column("结论" if chinese else "verdict"),
    )
    for policy, clauses in found:
        yield line((f"{policy.title.text(lang) or policy.id} ({policy.id})", "heading"))
        rows = [
            Row(
                (
                    each.clause.rpartition("/")[2],
                    ("" if each.kind == "not_checkable" else KINDS_ZH[each.kind] if chinese else each.kind),
                    str(len(each.kept) or ""),
                    str(len(each.broken) or ""),
                    str(len(each.unknown) or ""),
                    _VERDICTS[each.verdict][chinese],
                ),
                tuple(_notes(each, lang)),
            )
            for each in clauses
        ]
        yield from table(columns, rows, width)
        counted = Counter(each.verdict for each in clauses)
        parts = [f"{counted[name]} {words[chinese]}" for name, words in _VERDICTS.items() if counted[name]]
        total = (
            f"{len(clauses)} 个条款"
            if chinese
            else f"{len(clauses)} clause{'' if len(clauses) == 1 else 's'}"
        )
        yield line(f"{total}{'：' if chinese else ': '}{('，' if chinese else ', ').join(parts)}")
        yield line("")


def _notes(found: "ClauseCoverage", lang: Language) -> Iterator[str]:
    chinese = lang == "zh"
    told = needed(found.needs)
    if told:
        yield ("需要：" if chinese else "needs ") + ("；" if chinese else "; ").join(told)
    if found.needs.open_numbers:
        numbers = ", ".join(found.needs.open_numbers)
        yield f"待定数字：{numbers}" if chinese else f"open numbers: {numbers}"
    if found.verdict == "not checkable":
        yield found.why.text(lang)


def needed(found: "Needs") -> tuple[str, ...]:
    """What a clause needs, each as `event(field, field)`, records and attributes of the case after."""
    return (
        *(_with_fields(name, fields) for name, fields in found.events.items()),
        *(_with_fields(f"records.{name}", fields) for name, fields in found.records.items()),
        *(f"case.{each}" for each in found.case),
    )


def _with_fields(name: str, fields: Sequence[str]) -> str:
    return f"{name}({', '.join(fields)})" if fields else name


# -- as CSV --------------------------------------------------------------------------------------------


def as_csv(found: "Sequence[tuple[Policy, Sequence[ClauseCoverage]]]") -> str:
    """One row a clause; several values of a cell are parted by `; `."""
    target = io.StringIO()
    writer = csv.DictWriter(target, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for policy, clauses in found:
        for each in clauses:
            writer.writerow(
                {
                    "policy": policy.id,
                    "clause": each.clause.rpartition("/")[2],
                    "title_zh": each.title.zh,
                    "title_en": each.title.en,
                    "kind": each.kind,
                    "strength": each.strength,
                    "cite": each.cite,
                    "traces": "; ".join(each.traces),
                    "events": "; ".join(_with_fields(*item) for item in each.needs.events.items()),
                    "records": "; ".join(_with_fields(*item) for item in each.needs.records.items()),
                    "case": "; ".join(each.needs.case),
                    "open_numbers": "; ".join(each.needs.open_numbers),
                    "kept": "; ".join(each.kept),
                    "broken": "; ".join(each.broken),
                    "unknown": "; ".join(each.unknown),
                    "verdict": each.verdict,
                    "why_zh": each.why.zh,
                    "why_en": each.why.en,
                }
            )
    return target.getvalue()


COMMAND = Command(
    name="coverage",
    summary=Text(
        en="which clauses can be judged, from what data, and what proves it",
        zh="哪些条款可以核查、需要哪些数据、由哪些情景证明",
    ),
    words=Words(
        metavar="PATH",
        help=Text(
            en="rule files, folders or packs by name, as cn/licensing-law, with the scenarios beside them",
            zh="规则文件、规则文件夹，或规则包名称，如 cn/licensing-law；情景取自同一文件夹",
        ),
        what=Text(en="rules: a file, a folder or a pack", zh="规则：文件、文件夹或规则包名称"),
    ),
    options=(
        Option(
            "--format",
            Text(en="text, or csv with one row for each clause", zh="text，或 csv（每个条款一行）"),
            metavar="text|csv",
            choices=("text", "csv"),
            default="text",
        ),
        Option(
            "--strict",
            Text(en="exit code 1 where a clause is not proved", zh="有条款缺少情景时退出码为 1"),
        ),
        SEARCH,
    ),
    run=run,
    notes=Text(
        en="A clause is proved where one scenario keeps it and another breaks it. What scenarios expect is "
        "counted here; whether it comes out so is for `govrules test` to say.",
        zh="一个条款既有遵守它的情景，又有违反它的情景，才算有证明。"
        "此处只统计情景的预期；预期是否成立由 govrules test 核对。",
    ),
    examples=("govrules coverage cn/licensing-law", "govrules coverage rules/cn/ --format csv"),
)
