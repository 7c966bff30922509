"""`govrules evaluate`: rules and events in, findings out."""

import argparse
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from govrules.cli import values
from govrules.cli.arguments import mistake
from govrules.cli.inputs import EVENTS_OPTIONS, RULES, Inputs, evaluated, evaluating
from govrules.cli.output import check_target, failed, write_whole
from govrules.cli.screen import Line, Screen
from govrules.cli.specification import Command, Option
from govrules.diagnostics.codes import bundles as bundle_codes
from govrules.model.text import Text

if TYPE_CHECKING:
    from govrules.cli.report import Report

SHOW = (
    "violations",
    "lapses",
    "late",
    "shortfalls",
    "attributions",
    "measures",
    "alerts",
    "unknowns",
    "views",
    "open",
    "met",
    "closed",
    "ignored",
    "quality",
    "all",
)
FAIL_ON = ("violation", "lapse", "measure", "attribution", "unknown", "never")


def run(given: argparse.Namespace, screen: Screen) -> int:
    """Evaluate, show, and say by the exit code whether what was asked for was found."""
    from govrules.cli.run import FINE, FOUND, UNUSABLE
    from govrules.rulefile.textfile import files_read

    processes = values.count(given.processes, "--processes")
    target = check_target(given.output) if given.output else None
    on_screen = given.format == "table" and target is None
    folder = _bundle_folder(given.bundle) if given.bundle is not None else None
    with files_read() as files:
        # A bundle keeps every event, in the order of the file.
        inputs = evaluated(
            given,
            screen,
            "evaluate",
            form="columns" if folder is None else "rows",
            processes=processes,
            at_once=_asked_for(given.format) if processes > 1 else (),
        )
    if folder is not None:
        _keep(folder, inputs, files)
    page: list[Line] = []
    text: list[str] = []
    with evaluating(screen):
        # Findings are made when they are shown.
        if on_screen:
            page = list(_report(inputs, given, screen.width, screen).lines())
        elif target is not None:
            # Spreadsheets take a CSV without this mark for the local encoding, and spoil Chinese.
            write_whole(target, _text(inputs, given, screen), byte_order_mark=given.format == "csv")
        elif screen.out.isatty():
            # Nothing is shown beside what says how far it is.
            text = list(_text(inputs, given, screen))
        else:
            screen.pieces(_text(inputs, given, screen))
        found = not inputs.incomplete and _found(inputs, given.fail_on)
    screen.lines(page)
    screen.pieces(text)
    if inputs.incomplete:
        return UNUSABLE
    return FOUND if found else FINE


def _asked_for(shape: str) -> tuple[str, ...]:
    """The fields of an evaluation that its text asks for besides what is broken."""
    from govrules.parallel.apart import FIELDS

    return FIELDS if shape == "json" else ("quality",)


def _bundle_folder(path: str) -> Path:
    """The folder that `--bundle` names, before any work is done for it."""
    folder = Path(path)
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise mistake(bundle_codes.FOLDER_TAKEN, path=path)
    check_target(str(folder.parent / f"{folder.name}.part"))
    return folder


def _keep(folder: Path, inputs: Inputs, files: Mapping[Path, bytes]) -> None:
    """Write the bundle."""
    from govrules.bundles.write import write_bundle

    try:
        write_bundle(
            folder,
            evaluation=inputs.evaluation,
            rulebook=inputs.rulebook,
            files=files,
            events=inputs.log.events,
            records=inputs.material.records,
            incomplete_cases=inputs.log.incomplete_cases,
            arguments=inputs.material.arguments,
        )
    except OSError as error:
        raise failed(str(folder), error) from None


def _report(inputs: Inputs, given: argparse.Namespace, width: int, screen: Screen) -> "Report":
    from govrules.cli.report import GROUPS, USUAL, Report
    from govrules.explaining.view import View

    shown = given.show.split(",") if given.show else []
    return Report(
        View.of(inputs.evaluation, inputs.rulebook, screen.lang),
        width,
        groups=GROUPS if "all" in shown else tuple(shown) or USUAL,
        everything=bool(shown),
    )


def _text(inputs: Inputs, given: argparse.Namespace, screen: Screen) -> Iterable[str]:
    from govrules.cli import export
    from govrules.cli.screen import PLAIN_WIDTH, plain

    match given.format:
        case "json":
            return export.as_json(inputs.evaluation)
        case "jsonl":
            return export.as_json_lines(export.selected(inputs.evaluation, given.show))
        case "csv":
            return export.as_csv(inputs.evaluation, given.show, inputs.rulebook, screen.lang)
        case _:
            return (plain([each]) for each in _report(inputs, given, PLAIN_WIDTH, screen).lines())


def _found(inputs: Inputs, fail_on: str) -> bool:
    evaluation = inputs.evaluation
    wanted = set(fail_on.split(","))
    return bool(
        ("violation" in wanted and evaluation.violations)
        or ("lapse" in wanted and evaluation.lapses)
        # What was dismissed, or is exempt, falls on nobody.
        or (
            "measure" in wanted and any(each.state in {"proposed", "imposed"} for each in evaluation.measures)
        )
        or ("attribution" in wanted and evaluation.attributions)
        or ("unknown" in wanted and evaluation.unknowns)
    )


COMMAND = Command(
    name="evaluate",
    summary=Text(
        en="judge case histories: what is due, late, lapsed or unknown, and why",
        zh="评估案件：何者到期、逾期、届期视为或无法判定，及其原因",
    ),
    words=RULES,
    options=(
        *EVENTS_OPTIONS,
        Option(
            "--processes",
            Text(
                en="processes that evaluate a long log in the order of cases, each a part of it",
                zh="评估按案件排序的大型日志的进程数，每个进程处理其中一部分",
            ),
            metavar="NUMBER",
            default="1",
        ),
        Option(
            "--format",
            Text(en="how to show the result", zh="结果的形式"),
            metavar="table|json|jsonl|csv",
            choices=("table", "json", "jsonl", "csv"),
            default="table",
        ),
        Option(
            "--output",
            Text(
                en="write the result into a file, whole or not at all", zh="把结果写入文件，要么完整要么不写"
            ),
            metavar="FILE",
        ),
        Option(
            "--bundle",
            Text(
                en="keep the findings with all they were made from in a new folder, for `govrules verify`",
                zh="把结论连同全部依据存入新文件夹，供 govrules verify 核验",
            ),
            metavar="FOLDER",
        ),
        Option(
            "--show",
            Text(
                en="groups to show in full, joined by commas: " + ", ".join(SHOW),
                zh="完整显示的类别，以逗号相连：" + "、".join(SHOW),
            ),
            metavar="GROUPS",
            choices=SHOW,
            listed=True,
        ),
        Option(
            "--fail-on",
            Text(
                en="findings that make the exit code 1, joined by commas: " + ", ".join(FAIL_ON),
                zh="使退出码为 1 的结论，以逗号相连：" + "、".join(FAIL_ON),
            ),
            metavar="KINDS",
            choices=FAIL_ON,
            listed=True,
            default="never",
        ),
    ),
    run=run,
    notes=Text(
        en="Rows that cannot be read are told with their line; the exit code is then 2, whatever was found.",
        zh="无法读取的行会连同行号一并列出，此时无论结论如何，退出码均为 2。",
    ),
    examples=(
        "govrules evaluate cn/licensing-law --events events.jsonl --as-of 2026-03-31",
        "govrules evaluate rules/ --events log.csv --mapping log.yaml --format csv --output findings.csv",
    ),
)
