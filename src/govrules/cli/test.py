"""`govrules test`: run the scenarios that analysts write beside their policies."""

import argparse
from pathlib import Path

from govrules.cli.screen import Screen, clean
from govrules.cli.specification import Command, Option, Words
from govrules.model.text import Text


def run(given: argparse.Namespace, screen: Screen) -> int:
    """Run the scenarios and show what differs."""
    from govrules.scenarios.render import render
    from govrules.scenarios.run import run as run_scenarios

    with screen.working("running the scenarios ...", "正在运行情景……"):
        report = run_scenarios(given.words, search=[Path(each) for each in given.search])
    text = render(report, lang=screen.lang, verbose=given.verbose)
    screen.write("\n".join(clean(each) for each in text.split("\n")))
    return report.exit_status


COMMAND = Command(
    name="test",
    summary=Text(
        en="run scenarios: given these events, expect these findings", zh="运行情景：给定事件，核对结论"
    ),
    words=Words(
        metavar="PATH",
        help=Text(
            en="scenario files, or folders that are searched for *.scenarios.yaml",
            zh="情景文件，或在其中查找 *.scenarios.yaml 的文件夹",
        ),
        what=Text(en="scenarios: a file or a folder", zh="情景：文件或文件夹"),
    ),
    options=(
        Option(
            "--search",
            Text(
                en="a folder of rule packs that stands before those of govrules",
                zh="规则包文件夹，优先于 govrules 自带的规则包",
            ),
            metavar="FOLDER",
            many=True,
        ),
        Option("--verbose", Text(en="name the scenarios that passed as well", zh="也列出通过的情景")),
    ),
    run=run,
    notes=Text(
        en="Exit code 1 where a scenario fails, 2 where one could not be run or there was none.",
        zh="有情景未通过时退出码为 1；有情景无法运行或没有情景时为 2。",
    ),
    examples=("govrules test rules/cn/", "govrules test my-policy.scenarios.yaml --verbose"),
)
