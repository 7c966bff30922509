"""`govrules report`: one HTML file to send, keep or print; the table of `evaluate` is in `cli.report`."""

import argparse
from typing import TYPE_CHECKING

from govrules.cli.arguments import mistake, require_option
from govrules.cli.inputs import EVENTS_OPTIONS, RULES, evaluated_on_day
from govrules.cli.output import check_target, write_whole
from govrules.cli.screen import Screen, line
from govrules.cli.specification import Command, Option
from govrules.diagnostics import Help
from govrules.diagnostics.codes import commands as command_codes
from govrules.diagnostics.codes import reports as codes
from govrules.model.text import Text

if TYPE_CHECKING:
    from govrules.reporting.page.page import Naming


def run(given: argparse.Namespace, screen: Screen) -> int:
    """Evaluate, and write the page."""
    from govrules.cli.run import FINE, UNUSABLE
    from govrules.reporting.page.page import report

    what = Help(en="the HTML file to write", zh="要写入的 HTML 文件")
    target = check_target(require_option("report", given.output, "--output", what))
    if given.pseudonymise and given.without_names:
        raise mistake(command_codes.CONFLICTING_OPTIONS, first="--pseudonymise", second="--without-names")
    _need_jinja()
    inputs = evaluated_on_day(given, screen, "report", form="rows")
    naming: Naming = "replaced" if given.pseudonymise else "left out" if given.without_names else "shown"
    with screen.working("writing the page ...", "正在生成页面……"):
        page = report(inputs.evaluation, inputs.rulebook, inputs.log.events, lang=screen.lang, naming=naming)
    content = page.encode()
    write_whole(target, content)
    size = f"{len(content) / 1_000_000:.1f} MB"
    screen.lines(
        [line((screen.say(f"written: {given.output} ({size})", f"已写入：{given.output}（{size}）"), "good"))]
    )
    return UNUSABLE if inputs.incomplete else FINE


def _need_jinja() -> None:
    """Before any work is done for a page that could not be written."""
    from importlib.util import find_spec

    if find_spec("jinja2") is None:
        install = "pip install 'govrules[report]'"
        raise mistake(codes.PACKAGE_MISSING, Help(en=install, zh=install), package="jinja2")


COMMAND = Command(
    name="report",
    summary=Text(
        en="one HTML file: figures, worklist, each case with its timeline and explanation",
        zh="单个 HTML 文件：概览、统计、工作清单，以及各案的时间轴与说明",
    ),
    words=RULES,
    options=(
        Option(
            "--output",
            Text(
                en="write the page into this file, whole or not at all",
                zh="把页面写入该文件，要么完整要么不写",
            ),
            metavar="FILE",
        ),
        Option(
            "--day",
            Text(
                en="the morning that the report is of: what was known as that day began is read; "
                "where left out, up to --as-of or the last event",
                zh="报告所属的日期：读取至该日开始时为止；省略时读至 --as-of 或最后一个事件",
            ),
            metavar="DATE",
        ),
        *EVENTS_OPTIONS,
        Option(
            "--pseudonymise",
            Text(
                en="call cases, units and parties by pseudonyms, and leave out what events say besides",
                zh="案件、单位和责任方以代号显示，并略去事件所载的其他内容",
            ),
        ),
        Option(
            "--without-names",
            Text(
                en="leave out units and parties, number the cases, and leave out what events say besides",
                zh="略去单位和责任方，案件以编号显示，并略去事件所载的其他内容",
            ),
        ),
    ),
    run=run,
    notes=Text(
        en="The file needs no network and asks for nothing: it can be sent, kept and printed. Without names, "
        "dates and clauses remain; who knows a case may know it again by its dates.",
        zh="该文件无需联网，也不发出任何请求，可发送、留存和打印。隐去名称后仍有日期和条款，"
        "知悉案情者可能凭日期辨认案件。",
    ),
    examples=(
        "govrules report cn/licensing-law --events events.jsonl --day 2025-10-24 --output report.html",
        "govrules report rules/ --events log.csv --mapping log.yaml --pseudonymise --output report.html",
    ),
)
