"""`govrules compile`: which clauses are programs, and the source that is run."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from govrules.cli.arguments import did_you_mean, mistake
from govrules.cli.compile_words import why_left
from govrules.cli.inputs import RULES, SEARCH
from govrules.cli.screen import Line, Screen, line
from govrules.cli.specification import Command, Option
from govrules.cli.table import Column, Row, table
from govrules.cli.usage import wrap
from govrules.diagnostics import Language, nearest
from govrules.diagnostics.codes import scenarios as codes
from govrules.model.text import Text

if TYPE_CHECKING:
    from govrules.engine.compile.source import Program
    from govrules.engine.compile.waking import Waking
    from govrules.model.clauses import Clause
    from govrules.model.policy import Policy, Rulebook


def run(given: argparse.Namespace, screen: Screen) -> int:
    """Compile the rules for a log of which nothing is known, and tell or show what became of them."""
    from govrules.cli.run import FINE
    from govrules.engine.compile.programs import programs_without_log
    from govrules.rulefile.load import load

    with screen.working("reading the rules ...", "正在读取规则……"):
        rulebook = load(*given.words, search=[Path(each) for each in given.search]).or_raise()
        wanted = _wanted(rulebook, given.clause) if given.clause is not None else None
        programs = programs_without_log(rulebook, clauses=wanted)
    policies = [
        (policy, program)
        for policy, program in zip(rulebook.policies, programs, strict=True)
        if wanted is None or any(each.full_id in wanted for each in policy.clauses)
    ]
    if given.show:
        sources = (one.source for _, program in policies for one in program.every_one)
        screen.write("\n\n".join(each.rstrip("\n") for each in sources))
        return FINE
    for policy, program in policies:
        clauses = [each for each in policy.clauses if wanted is None or each.full_id in wanted]
        screen.lines(_told(rulebook, policy, clauses, program, screen.lang, screen.width))
    screen.lines(line((text, "dim")) for text in wrap(_always(screen.lang), screen.width))
    return FINE


def _wanted(rulebook: "Rulebook", written: str) -> frozenset[str]:
    """The clauses of that name, with or without its policy."""
    names = {each.full_id: each.id for each in rulebook.clauses}
    found = frozenset(full for full, short in names.items() if written in (full, short))
    if not found:
        near = nearest(written, [*names, *names.values()])
        raise mistake(codes.UNKNOWN_CLAUSE, *([did_you_mean(near)] if near else []), clause=written)
    return found


# -- what became of each clause --------------------------------------------------------------------------


def _told(
    rulebook: "Rulebook",
    policy: "Policy",
    clauses: "Sequence[Clause]",
    program: "Program",
    lang: Language,
    width: int,
) -> Iterator[Line]:
    from govrules.reporting.pages import KINDS_ZH

    chinese = lang == "zh"
    left = {each.clause: each.why for each in program.left_out}
    columns = (
        Column("条款" if chinese else "clause", "strong", most=44, whole=True),
        Column("类型" if chinese else "kind"),
        Column("由谁判定" if chinese else "judged by"),
        Column("移交处" if chinese else "hands over at"),
    )
    yield line((f"{policy.title.text(lang) or policy.id} ({policy.id})", "heading"))
    rows: list[Row] = []
    number = 0
    for clause in clauses:
        is_left = clause.full_id in left or clause.kind == "not_checkable"
        number += not is_left
        why = left.get(clause.full_id)
        rows.append(
            Row(
                (
                    clause.id,
                    KINDS_ZH.get(clause.kind, "") if chinese else clause.kind.replace("_", " "),
                    _judged_by(clause, program, is_left=is_left, chinese=chinese),
                    "" if is_left else _places(rulebook, clause, lang),
                ),
                (why_left(why, lang),) if why else (),
            )
        )
    yield from table(columns, rows, width)
    if chinese:
        yield line(f"{len(rows)} 个条款，其中 {number} 个已编译")
    else:
        yield line(f"{number} of {len(rows)} clause{'' if len(rows) == 1 else 's'} compiled")
    for told in (*_apart({each.full_id for each in clauses}, program, lang), _woken(program.waking, lang)):
        for text in wrap(told, width):
            yield line(text)
    yield line("")


def _judged_by(clause: "Clause", program: "Program", *, is_left: bool, chinese: bool) -> str:
    if clause.kind == "not_checkable":
        return "人工" if chinese else "people"
    if not is_left:
        return "程序" if chinese else "a program"
    if clause.full_id in program.apart.over_all:
        return "参照实现（全部案件）" if chinese else "the reference: all cases"
    if _answers(clause.full_id, program):
        return "参照实现（查询时）" if chinese else "the reference: when asked"
    if clause.full_id in program.apart.clauses:
        return "参照实现（有关案件）" if chinese else "the reference: its cases"
    return "参照实现（整案移交）" if chinese else "the reference: whole cases"


def _answers(clause: str, program: "Program") -> bool:
    """Whether it only says who answers for what the programs find."""
    answering = program.apart.answering
    return answering is not None and clause in answering.clauses


def _places(rulebook: "Rulebook", clause: "Clause", lang: Language) -> str:
    """At how many places of its source a clause hands the case over."""
    from govrules.engine.compile.checks import TOGETHER
    from govrules.engine.compile.programs import programs_without_log
    from govrules.engine.compile.writing import HAND_OVER

    programs = programs_without_log(rulebook, clauses=frozenset({clause.full_id}))
    # Behind that line the same places stand once more.
    sources = (one.source.partition(TOGETHER)[0] for each in programs for one in each.every_one)
    number = sum(row.strip() == HAND_OVER for source in sources for row in source.splitlines())
    if not number:
        return ""
    return f"{number} 处" if lang == "zh" else f"{number} place{'' if number == 1 else 's'}"


def _apart(clauses: set[str], program: "Program", lang: Language) -> Iterator[str]:
    """How clauses are judged of which the cases keep their programs otherwise."""
    chinese = lang == "zh"
    if clauses & program.apart.over_all:
        yield (
            "全部案件：仅该条款由参照实现对全部案件判定；日志中没有任何与其有关的内容时除外。"
            if chinese
            else "All cases: the clause alone is judged by the reference, over the whole log, unless nothing "
            "in the log concerns it."
        )
    own = clauses & (program.apart.clauses - program.apart.over_all)
    answering = {each for each in own if _answers(each, program)}
    if answering:
        yield (
            "查询时：该条款只涉及由谁承担责任，是否违反、义务是否履行均不取决于它；有人查询时才由参照实现判定，"
            "且仅判定该条款。"
            if chinese
            else "When asked: the clause says no more than who answers; no breach and no obligation hangs on "
            "it. It alone is judged by the reference when somebody wants to know."
        )
    if own - answering:
        yield (
            "有关案件：仅该条款由参照实现判定，且仅在含有与其有关的事件的案件中判定。"
            if chinese
            else "Its cases: the clause alone is judged by the reference, in the cases with an event that "
            "concerns it."
        )


def _woken(waking: "Waking", lang: Language) -> str:
    """Which cases are handed over for clauses that are left to the reference."""
    chinese = lang == "zh"
    if waking.always:
        if chinese:
            return "全部案件由参照实现判定：未编译的条款可能涉及任何案件。"
        return "Every case is judged by the reference: a clause that is left to it may be about any of them."
    parts: list[str] = []
    if waking.types:
        names = ("、" if chinese else ", ").join(f"`{each}`" for each in sorted(waking.types))
        parts.append(f"有 {names} 事件的案件" if chinese else f"cases with {names}")
    if waking.by_breach:
        parts.append("有违反情形的案件" if chinese else "cases with a breach")
    if not parts:
        return ""
    if chinese:
        return f"因未编译的条款而移交：{'；'.join(parts)}。"
    return f"Handed over for clauses that are left to the reference: {'; '.join(parts)}."


def _always(lang: Language) -> str:
    if lang == "zh":
        return (
            "无论条款如何，下列案件均移交参照实现：记录相互矛盾、有无法读取的行、日期与时刻混用、"
            "或者有事件发生在时钟回拨前后。"
        )
    return (
        "Whatever the clauses, the reference judges cases whose records contradict each other, of which a "
        "row could not be read, which hold dates and instants, or with an event where clocks are turned back."
    )


COMMAND = Command(
    name="compile",
    summary=Text(
        en="which clauses run as programs, and the source that is run",
        zh="哪些条款编译为程序，以及所运行的源代码",
    ),
    words=RULES,
    options=(
        Option("--show", Text(en="print the source", zh="输出源代码")),
        Option(
            "--clause",
            Text(
                en="this clause alone: `decide`, or `policy/decide`",
                zh="仅此条款：`decide` 或 `policy/decide`",
            ),
            metavar="ID",
        ),
        SEARCH,
    ),
    run=run,
    notes=Text(
        en="Evaluation writes each policy as one Python function. What it does not say for certain of a "
        "case, the reference evaluator says of that case alone; both find the same.",
        zh="评估时，每项政策写成一个 Python 函数。"
        "对某一案件不能确定的，仅该案件由参照实现判定；两者结论相同。",
    ),
    examples=(
        "govrules compile cn/licensing-law",
        "govrules compile cn/licensing-law --show --clause decide",
    ),
)
