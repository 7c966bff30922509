"""`govrules docs`: policies as pages to publish."""

import argparse
from pathlib import Path

from govrules.cli.arguments import mistake, require_option
from govrules.cli.coverage import scenarios_beside
from govrules.cli.inputs import SEARCH, load_rules
from govrules.cli.output import failed, write_whole
from govrules.cli.screen import Screen, line
from govrules.cli.specification import Command, Option, Words
from govrules.diagnostics import Help
from govrules.diagnostics.codes import commands as codes
from govrules.model.text import Text


def run(given: argparse.Namespace, screen: Screen) -> int:
    """Write a page for each policy, and one that lists them."""
    from govrules.cli.run import FINE
    from govrules.reporting.pages import policy_page

    folder = Path(
        require_option(
            "docs", given.output, "--output", Help(en="the folder for the pages", zh="存放页面的文件夹")
        )
    )
    if folder.exists() and not folder.is_dir():
        raise mistake(
            codes.OUTPUT_FAILED,
            path=str(folder),
            reason="a file of that name is there",
            reason_zh="已有同名文件",
        )
    rulebook = load_rules(given.words, given.search, screen)
    pages = {
        f"{each.id}.md": policy_page(each, rulebook, scenarios_beside(each), screen.lang)
        for each in rulebook.policies
    }
    titles = {f"{each.id}.md": each.title.text(screen.lang) or each.id for each in rulebook.policies}
    heading = screen.say("Policies", "政策")
    listed = "".join(f"- [{titles[name]}]({name})\n" for name in pages)
    pages["index.md"] = f"# {heading}\n\n{listed}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise failed(str(folder), error) from None
    for name, text in pages.items():
        write_whole(folder / name, text)
    told = screen.say(f"{len(pages)} pages in {folder}", f"{folder} 中有 {len(pages)} 个页面")
    screen.lines([line((told, "good"))])
    return FINE


COMMAND = Command(
    name="docs",
    summary=Text(
        en="a page for each policy: clauses in plain words, worked dates, scenarios",
        zh="每份政策一个页面：条款的通俗表述、算例和情景",
    ),
    words=Words(
        metavar="RULES",
        help=Text(
            en="rule files, folders or packs by name, as cn/licensing-law, with the scenarios beside them",
            zh="规则文件、规则文件夹，或规则包名称，如 cn/licensing-law；情景取自同一文件夹",
        ),
        what=Text(en="rules: a file, a folder or a pack", zh="规则：文件、文件夹或规则包名称"),
    ),
    options=(
        Option(
            "--output",
            Text(
                en="the folder for the pages, in Markdown; pages of the same name are replaced",
                zh="存放页面的文件夹（Markdown 格式）；同名页面会被替换",
            ),
            metavar="FOLDER",
        ),
        SEARCH,
    ),
    run=run,
    notes=Text(
        en="The sentences are made from the rule that is evaluated, so that they say what the rule does and "
        "not what its author meant.",
        zh="各句由实际评估的规则生成，说的是规则做什么，而不是作者的本意。",
    ),
    examples=(
        "govrules docs cn/licensing-law --output pages",
        "govrules docs my-policy.yaml --output pages --lang zh",
    ),
)
