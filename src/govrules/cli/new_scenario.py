"""`govrules new scenario`: scenarios of a clause of the user's own file, to begin with."""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from govrules.cli.arguments import did_you_mean, mistake
from govrules.cli.inputs import SEARCH, load_rules
from govrules.cli.new_file import OUT, free_target, hand_over
from govrules.cli.screen import Screen
from govrules.cli.specification import Command, Words
from govrules.diagnostics import nearest
from govrules.diagnostics.codes import commands
from govrules.diagnostics.codes import scenarios as codes
from govrules.model.text import Text

if TYPE_CHECKING:
    from govrules.cli.new_histories import Sketch
    from govrules.model.clauses import Clause
    from govrules.model.policy import Rulebook

_HEAD = {
    "en": """\
# Scenarios of the clause `{clause}`: given these events, up to this day, expect these findings.
# The events are made up. Put a real case in their place where you have one, and write under `why` how you
# counted the date by hand. What is expected is what came out: hold it against the text, then remove `todo`.
# govrules test FILE runs them.
""",
    "zh": """\
# 条款 `{clause}` 的情景：给定这些事件，读取至该日，应当得出这些结论。
# 事件是虚拟的：有真实案件的，请换成真实案件，并在 why 下写明日期如何手工推算。
# 期望一栏是程序得出的结果：请对照原文核对，然后删除 todo 一行。
# 运行：govrules test 文件
""",
}
_TITLES = {
    "en": {"kept": "kept", "broken": "not kept"},
    "zh": {"kept": "履行", "broken": "未履行"},
}
_UNIT = {"en": "Office A", "zh": "甲局"}


def run(given: argparse.Namespace, screen: Screen) -> int:
    """Write two scenarios of a clause, one that keeps it and one that does not."""
    from govrules.cli.new_histories import sketches

    if given.out:
        _scenario_target(given.out)
    path, name = given.words
    rulebook = load_rules([path], given.search, screen)
    clause = _clause(rulebook, name)
    found = sketches(rulebook, clause, unit=_UNIT[screen.lang])
    lines = [_HEAD[screen.lang].format(clause=clause.id) + "govrules: 1", *_tested(path, clause, given.out)]
    lines.append("cases:")
    for sketch in found:
        lines += _scenario(sketch, clause, rulebook, screen)
    text = _recorded("\n".join(lines) + "\n", rulebook, screen)
    return hand_over(text, given, screen, then="govrules test")


def _scenario_target(path: str) -> None:
    from govrules.scenarios.reader import SUFFIX

    if not path.endswith(SUFFIX):
        raise mistake(commands.SCENARIO_NAME, path=path)
    free_target(path)


def _clause(rulebook: "Rulebook", name: str) -> "Clause":
    """The clause of that name, in its last version.

    Raises:
        DiagnosticsError: there is none (GR511), several policies have one (GR512), or no machine can check
            it (GR514).
    """
    from govrules.model.clauses import NotCheckable

    found = {each.full_id: each for each in rulebook.clauses if name in (each.id, each.full_id)}
    if not found:
        known = [each.id for each in rulebook.clauses]
        near = nearest(name, known)
        raise mistake(codes.UNKNOWN_CLAUSE, *([did_you_mean(near)] if near else []), clause=name)
    if len(found) > 1:
        policies = ", ".join(f"`{each.rpartition('/')[0]}`" for each in found)
        raise mistake(codes.AMBIGUOUS_CLAUSE, did_you_mean(next(iter(found))), clause=name, policies=policies)
    [clause] = found.values()
    if isinstance(clause.body, NotCheckable):
        reason = {"reason": "the clause is not checkable", "reason_zh": "该条款不可自动核查"}
        raise mistake(codes.CANNOT_BE, word="met", clause=clause.id, **reason)
    return clause


def _tested(path: str, clause: "Clause", out: str | None) -> list[str]:
    """The lines that say which rules are tested: the policy beside the file, a path from it, or a pack."""
    policy = clause.full_id.rpartition("/")[0]
    lines = [f"scenarios: {policy}"]
    rules = Path(path)
    folder = Path(out).parent if out else rules.parent
    if not rules.exists():
        return [*lines, f"rules: [{path}]"]
    if rules.is_file() and folder.resolve() == rules.parent.resolve():
        return lines
    way = Path(os.path.relpath(rules, folder)).as_posix()
    return [*lines, f'rules: ["{way if way.startswith(".") else f"./{way}"}"]']


def _scenario(sketch: "Sketch", clause: "Clause", rulebook: "Rulebook", screen: Screen) -> list[str]:
    from govrules.testing.pasting import scenario_text

    name = f"{clause.id}_{sketch.outcome}"
    written = scenario_text(rulebook, sketch.events, as_of=sketch.as_of, records=sketch.records)
    lines = written.split("\n")
    body = lines[lines.index("cases:") + 2 : -1]
    title = f"{clause.title.text(screen.lang) or clause.id}: {_TITLES[screen.lang][sketch.outcome]}"
    return [
        f"  {name}:",
        f"    title: {_quoted(title)}",
        *body,
        "    expect: todo",
    ]


def _quoted(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False)


def _recorded(text: str, rulebook: "Rulebook", screen: Screen) -> str:
    """With what comes out, where it can be run as it is."""
    from govrules.scenarios.recording import record_text

    return record_text(text, rules=rulebook, lang=screen.lang) or text


COMMAND = Command(
    name="new scenario",
    summary=Text(en="scenarios of a clause of your own file, to begin with", zh="为您文件中的条款起草情景"),
    words=Words(
        metavar="RULES CLAUSE",
        help=Text(
            en="a rule file, a folder or a pack, and the name of one of its clauses",
            zh="规则文件、文件夹或规则包，及其中一个条款的名称",
        ),
        what=Text(en="a rule file and the name of a clause", zh="规则文件和条款名称"),
        at_least=2,
        at_most=2,
    ),
    options=(
        OUT,
        SEARCH,
    ),
    run=run,
    notes=Text(
        en="One history keeps the clause and one does not; what comes out is written as what is expected, "
        "marked `todo` until you have checked it. With the extra `testing` the histories are built to come "
        "out so; without it, or where no way is known, they are the events that the clause speaks of.",
        zh="一个情景履行该条款，一个没有履行；得出的结果写作期望，并标注 `todo`，直至您核对。"
        "安装附加组件 testing 时，事件经过推算而成；未安装或无法推算时，只列出条款所涉及的事件。",
    ),
    examples=(
        "govrules new scenario my-policy.yaml reply",
        "govrules new scenario my-policy.yaml reply --out my-policy.scenarios.yaml",
    ),
)
