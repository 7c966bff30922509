"""`govrules explain`: why a finding is what it is, with the count day by day."""

import argparse
from collections.abc import Iterator, Sequence

from govrules.cli.arguments import did_you_mean, mistake
from govrules.cli.inputs import EVENTS_OPTIONS, RULES, Inputs, evaluated
from govrules.cli.screen import Line, Screen, Style, clean, line
from govrules.cli.specification import Command, Option
from govrules.cli.usage import wrap
from govrules.diagnostics import Help, nearest
from govrules.diagnostics.codes import commands as codes
from govrules.model.findings import AnyFinding
from govrules.model.text import Text


def run(given: argparse.Namespace, screen: Screen) -> int:
    """Evaluate, and explain the findings that the options name."""
    from govrules.cli.run import FINE, UNUSABLE

    if given.case is None and given.finding is None:
        raise mistake(
            codes.MISSING_ARGUMENT,
            Help(
                en="`--case CASE` explains all findings of a case, `--finding ID` one",
                zh="`--case 案件` 说明一案的全部结论，`--finding 编号` 说明其中一项",
            ),
            command="explain",
            what="`--case` or `--finding`",
            what_zh=" `--case` 或 `--finding`",
        )
    if given.case is not None and given.finding is not None:
        raise mistake(codes.CONFLICTING_OPTIONS, first="--case", second="--finding")
    inputs = evaluated(given, screen, "explain")
    findings = _chosen(given, inputs)
    _show(findings, inputs, given.format, screen)
    return UNUSABLE if inputs.incomplete else FINE


def _chosen(given: argparse.Namespace, inputs: Inputs) -> Sequence[AnyFinding]:
    evaluation = inputs.evaluation
    if given.finding is not None:
        found = evaluation.find(given.finding)
        if found is None:
            near = nearest(given.finding, {each.id for each in evaluation})
            helps = [did_you_mean(near)] if near else []
            raise mistake(codes.NO_SUCH_FINDING, *helps, value=given.finding)
        return [found]
    if not _is_case(given.case, inputs):
        cases = {*inputs.cases, *evaluation.cases}
        near = nearest(given.case, cases)
        raise mistake(codes.NO_SUCH_CASE, *([did_you_mean(near)] if near else []), value=given.case)
    from govrules.explaining.several import distinct

    return distinct(evaluation.of_case(given.case))


def _is_case(name: str, inputs: Inputs) -> bool:
    """Whether a case of that name is in the log, or something was found of it."""
    if name in inputs.cases:
        return True
    # What no case gave rise to, as the registry of a whole year, stands under a dash.
    evaluation = inputs.evaluation
    return name in evaluation.cases or any(
        each.case == name for each in (*evaluation.attributions, *evaluation.measures, *evaluation.unknowns)
    )


def _show(findings: Sequence[AnyFinding], inputs: Inputs, form: str, screen: Screen) -> None:
    from govrules.cli.export import safe_json
    from govrules.explaining.explanation import explanation
    from govrules.explaining.face import as_markdown, as_plain, as_text
    from govrules.explaining.several import explanations
    from govrules.explaining.view import View

    view = View.of(inputs.evaluation, inputs.rulebook, screen.lang)
    if form in {"json", "markdown"}:
        told = [(each, explanation(each, view)) for each in findings]
        if form == "json":
            screen.write(safe_json([as_plain(found, each, screen.lang) for each, found in told]))
        else:
            screen.write("\n\n".join(as_markdown(found, screen.lang) for _, found in told))
        return
    if not findings:
        screen.lines(
            [line(screen.say("No clause has anything to say about this case.", "没有条款涉及本案。"))]
        )
    for number, (_, found) in enumerate(explanations(findings, view)):
        lines: list[Line] = [line()] if number else []
        for at, text in enumerate(as_text(found, screen.lang).split("\n")):
            style: Style = "heading" if at == 0 else "strong" if at == 1 else ""
            lines += _wrapped(clean(text), style, screen.width)
        screen.lines(lines)


def _wrapped(text: str, style: Style, width: int) -> Iterator[Line]:
    """A line of an explanation within the screen; what goes on stands further in."""
    stripped = text.lstrip()
    indent = len(text) - len(stripped)
    if not stripped:
        yield line()
    for number, part in enumerate(wrap(stripped, width - indent - 2)):
        yield line(" " * (indent + (2 if number else 0)), (part, style))


COMMAND = Command(
    name="explain",
    summary=Text(en="why a finding is what it is, counted day by day", zh="逐日说明一项结论的由来"),
    words=RULES,
    options=(
        Option(
            "--case", Text(en="explain every finding of this case", zh="说明该案件的全部结论"), metavar="CASE"
        ),
        Option(
            "--finding",
            Text(
                en="explain the finding of this id, as the JSON shows it",
                zh="说明该编号的结论，编号见 JSON 输出",
            ),
            metavar="ID",
        ),
        *EVENTS_OPTIONS,
        Option(
            "--format",
            Text(en="how to show it", zh="说明的形式"),
            metavar="text|markdown|json",
            choices=("text", "markdown", "json"),
            default="text",
        ),
    ),
    run=run,
    examples=("govrules explain cn/licensing-law --events events.jsonl --case L02 --lang zh",),
)
