"""`govrules test`: run the scenarios that analysts write beside their policies."""

import argparse
from pathlib import Path

from govrules.cli.inputs import SEARCH
from govrules.cli.output import check_target, write_whole
from govrules.cli.screen import Screen, clean, line
from govrules.cli.specification import Command, Option, Words
from govrules.diagnostics import DiagnosticsError
from govrules.diagnostics.formats import FORMATS
from govrules.model.text import Text


def run(given: argparse.Namespace, screen: Screen) -> int:
    """Run the scenarios and show what differs."""
    from govrules.scenarios.render import diagnostics_of, render
    from govrules.scenarios.run import run as run_scenarios

    search = [Path(each) for each in given.search]
    target = check_target(given.junit) if given.junit else None
    with screen.working("running the scenarios ...", "正在运行情景……"):
        unwritten = _record(given, search, screen) if given.record else 0
        report = run_scenarios([_place(each, search) for each in given.words], search=search)
    if target is not None:
        from govrules.scenarios.junit import as_junit

        write_whole(target, as_junit(report, lang=screen.lang))
    if given.format != "text":
        screen.write_diagnostics(diagnostics_of(report), given.format)
    else:
        text = render(report, lang=screen.lang, verbose=given.verbose)
        screen.write("\n".join(clean(each) for each in text.split("\n")))
    return report.exit_status or unwritten


def _place(word: str, search: list[Path]) -> str:
    """The folder of a pack that is named; any other word as it is, to be told where nothing is there."""
    from govrules import packs

    try:
        if Path(word).exists():
            return word
        found = packs.find(word, "policy", search=search)
    except (DiagnosticsError, OSError, ValueError):
        return word
    return str(found if found.is_dir() else found.parent)


def _record(given: argparse.Namespace, search: list[Path], screen: Screen) -> int:
    """Write what comes out where nothing is expected yet; the exit code where something could not be."""
    from govrules.cli.run import FINE, UNUSABLE
    from govrules.scenarios.recording import record

    found = record(given.words, search=search, lang=screen.lang)
    for each in found.files:
        write_whole(each.path, each.text, byte_order_mark=each.path.read_bytes().startswith(b"\xef\xbb\xbf"))
        if given.format == "text":
            told = screen.say(
                f"recorded in {each.path}, to be checked: {', '.join(each.scenarios)}",
                f"已写入 {each.path}，待核对：{'、'.join(each.scenarios)}",
            )
            screen.lines([line(clean(told)), line()])
    if found.diagnostics:
        screen.diagnostics(found.diagnostics)
        screen.err.write("\n")
        return UNUSABLE
    return FINE


COMMAND = Command(
    name="test",
    summary=Text(
        en="run scenarios: given these events, expect these findings", zh="运行情景：给定事件，核对结论"
    ),
    words=Words(
        metavar="PATH",
        help=Text(
            en="scenario files, folders that are searched for *.scenarios.yaml, or packs by name",
            zh="情景文件，在其中查找 *.scenarios.yaml 的文件夹，或规则包名称",
        ),
        what=Text(en="scenarios: a file or a folder", zh="情景：文件或文件夹"),
    ),
    options=(
        Option(
            "--record",
            Text(
                en="write what comes out where nothing is expected yet, marked `todo` for you to check",
                zh="在尚无期望处写入实际结果，并标注 `todo` 供您核对",
            ),
        ),
        Option(
            "--format",
            Text(
                en="text, or for programs: plain, json, github, sarif; see `govrules check`",
                zh="text，或供程序使用：plain、json、github、sarif；见 `govrules check`",
            ),
            metavar="FORMAT",
            choices=("text", *FORMATS),
            default="text",
        ),
        Option(
            "--junit",
            Text(en="write a report for services that run tests as well", zh="另外写入供持续集成读取的报告"),
            metavar="FILE",
        ),
        SEARCH,
        Option(
            "--verbose",
            Text(
                en="name the scenarios that passed as well, and show how those still to be done differ",
                zh="也列出通过的情景，并显示待办情景的差异",
            ),
        ),
    ),
    run=run,
    notes=Text(
        en="Exit code 1 where a scenario fails, 2 where one could not be run or there was none. One that is "
        "marked `todo` decides nothing.",
        zh="有情景未通过时退出码为 1；有情景无法运行或没有情景时为 2。标有 `todo` 的情景不影响退出码。",
    ),
    examples=(
        "govrules test rules/cn/",
        "govrules test cn/licensing-law",
        "govrules test my-policy.scenarios.yaml --record",
        "govrules test rules/ --junit report.xml",
    ),
)
