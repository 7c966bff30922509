"""`govrules check`: everything that is wrong with rule files, without evaluating anything."""

import argparse
from pathlib import Path

from govrules.cli.inputs import SEARCH
from govrules.cli.screen import Screen, line
from govrules.cli.specification import Command, Option, Words
from govrules.diagnostics import Diagnostic
from govrules.diagnostics.formats import FORMATS
from govrules.model.text import Text


def run(given: argparse.Namespace, screen: Screen) -> int:
    """Load the rules, tell every diagnostic, and count."""
    from govrules.cli.run import FINE, FOUND
    from govrules.rulefile.load import load

    with screen.working("reading the rules ...", "正在读取规则……"):
        loaded = load(*given.words, search=[Path(each) for each in given.search])
    errors = _count(loaded.diagnostics, "error")
    if given.format != "text":
        screen.write_diagnostics(loaded.diagnostics, given.format)
        return FOUND if errors else FINE
    screen.diagnostics(loaded.diagnostics)
    warnings = _count(loaded.diagnostics, "warning")
    if errors:
        screen.err.write("\n" + screen.say(f"{_many(errors, 'error')}", f"{errors} 个错误"))
        screen.err.write(screen.say(f", {_many(warnings, 'warning')}\n", f"，{warnings} 个警告\n"))
        return FOUND
    rulebook = loaded.rulebook
    policies = len(rulebook.policies) if rulebook is not None else 0
    clauses = len({clause.full_id for clause in rulebook.clauses}) if rulebook is not None else 0
    told = screen.say(
        f"{_many(policies, 'policy', 'policies')}, {_many(clauses, 'clause')}: no errors",
        f"{policies} 份政策，{clauses} 个条款：没有错误",
    )
    if warnings:
        told += screen.say(f", {_many(warnings, 'warning')}", f"，{warnings} 个警告")
    screen.lines([line((told, "good"))])
    return FINE


FORMAT = Option(
    "--format",
    Text(
        en="text, or for programs: plain (a line each, for editors), json, github (workflow commands), sarif",
        zh="text，或供程序使用：plain（每条一行，供编辑器）、json、github（工作流命令）、sarif",
    ),
    metavar="FORMAT",
    choices=("text", *FORMATS),
    default="text",
)


def _count(found: "tuple[Diagnostic, ...]", severity: str) -> int:
    return sum(each.severity == severity for each in found)


def _many(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or f'{one}s'}"


COMMAND = Command(
    name="check",
    summary=Text(en="find everything that is wrong with rule files", zh="检查规则文件中的全部错误"),
    words=Words(
        metavar="PATH",
        help=Text(
            en="rule files, folders of them, or packs by name, as cn/licensing-law",
            zh="规则文件、规则文件夹，或规则包名称，如 cn/licensing-law",
        ),
        what=Text(en="rules: a file, a folder or a pack", zh="规则：文件、文件夹或规则包名称"),
    ),
    options=(
        SEARCH,
        FORMAT,
    ),
    run=run,
    notes=Text(
        en="Exit code 1 where there is an error; warnings alone leave it at 0. Formats other than text go to "
        "the standard output.",
        zh="有错误时退出码为 1；只有警告时仍为 0。text 以外的格式写入标准输出。",
    ),
    examples=(
        "govrules check rules/cn/",
        "govrules check my-policy.yaml --lang zh",
        "govrules check rules/ --format github",
    ),
)
