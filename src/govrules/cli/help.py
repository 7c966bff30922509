"""`govrules help`: what a diagnostic code means, with a wrong and a right example."""

import argparse
import re
from collections.abc import Iterator

from govrules.cli import usage
from govrules.cli.arguments import did_you_mean, mistake
from govrules.cli.screen import Line, Screen, clean, line, pad
from govrules.cli.specification import MODULES, Command, Words, command
from govrules.diagnostics import Code, Help, nearest
from govrules.diagnostics.codes import all_codes
from govrules.diagnostics.codes import commands as codes
from govrules.model.text import Text


def run(given: argparse.Namespace, screen: Screen) -> int:
    """Print the page of a code, or the help of a command, or the list of all codes."""
    from govrules.cli.run import FINE

    if not given.words:
        screen.lines(_index(screen))
        return FINE
    name = " ".join(given.words)
    if name in MODULES:
        screen.lines(usage.command_help(command(name), screen.lang, screen.width))
        return FINE
    screen.lines(_page(find(name), screen))
    return FINE


def find(name: str) -> Code:
    """The code of that id or name.

    Raises:
        DiagnosticsError: there is none (GR620), with the nearest.
    """
    known = all_codes()
    by_name = {each.name: each for each in known.values()}
    written = name.strip("[]").upper()
    if written.isdecimal():
        written = f"GR{int(written):03}"
    if written in known:
        return known[written]
    if name.lower() in by_name:
        return by_name[name.lower()]
    if re.fullmatch(r"GR\d+", written):
        # Among numbers the nearest word is no help: the neighbours are.
        area = [each for each in known if each[:3] == written[:3]]
        helps = [_listed(area)] if area else []
    else:
        near = nearest(name, [*known, *by_name, *MODULES])
        helps = [did_you_mean(near)] if near else []
    helps.append(Help(en="`govrules help` lists every code", zh="`govrules help` 列出全部编号"))
    raise mistake(codes.UNKNOWN_CODE, *helps, value=name)


def _listed(ids: list[str]) -> Help:
    listed = ", ".join(ids)
    return Help(en=f"near it are {listed}", zh=f"相近的有 {listed.replace(', ', '、')}")


def _index(screen: Screen) -> Iterator[Line]:
    known = all_codes()
    width = max(len(each.name) for each in known.values())
    area = ""
    for identifier, each in known.items():
        if area and identifier[:3] != area:
            yield line()
        area = identifier[:3]
        message = clean(each.said_of_all(screen.lang))
        yield line((identifier, "strong"), "  ", (pad(each.name, width), "dim"), "  ", message)


def _page(code: Code, screen: Screen) -> Iterator[Line]:
    lang = screen.lang
    yield line((f"{code.id} {code.name}", "heading"))
    yield line(code.said_of_all(lang))
    yield line()
    for each in usage.wrap(code.why(lang), screen.width):
        yield line(each)
    for title, text in (
        (screen.say("Wrong", "错误写法"), code.wrong_example(lang)),
        (screen.say("Right", "正确写法"), code.right_example(lang)),
    ):
        yield line()
        yield line((title, "heading"))
        for each in text.split("\n"):
            yield line("  ", clean(each.replace("\t", "→   ")))


COMMAND = Command(
    name="help",
    summary=Text(
        en="explain a diagnostic code; without one, list them all", zh="解释诊断编号；不写编号则列出全部"
    ),
    words=Words(
        metavar="CODE",
        help=Text(en="a code as GR101, its name, or a command", zh="编号（如 GR101）、其名称，或命令"),
        what=Text(en="a code", zh="编号"),
        at_least=0,
    ),
    options=(),
    run=run,
    examples=("govrules help GR014", "govrules help duplicate-key"),
)
