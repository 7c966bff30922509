"""What a subcommand is: its words, options and help as data, in both languages."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from govrules.declaring import frozen
from govrules.model.text import Text

if TYPE_CHECKING:
    from govrules.cli.screen import Screen


@frozen
class Option:
    """An option; without `metavar` it is a switch."""

    name: str
    help: Text
    metavar: str | None = None
    choices: tuple[str, ...] = ()
    many: bool = False
    """may be given several times"""
    listed: bool = False
    """takes several of `choices`, joined by commas"""
    default: str | None = None
    aliases: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        return self.name.removeprefix("--").replace("-", "_")


@frozen
class Words:
    """The words of a command that belong to no option."""

    metavar: str
    help: Text
    what: Text
    """as in "needs ..." where there are none"""
    at_least: int = 1
    at_most: int | None = None


@frozen
class Command:
    """One subcommand."""

    name: str
    summary: Text
    words: Words | None
    options: tuple[Option, ...]
    run: Callable[[argparse.Namespace, Screen], int]
    """takes the options by their field names, the words as `words`"""
    notes: Text = Text()
    examples: tuple[str, ...] = ()


GLOBAL_OPTIONS = (
    Option(
        "--lang",
        Text(
            en="language of the output; where left out, zh if LC_ALL or LANG begins with zh",
            zh="输出的语言；省略时，LC_ALL 或 LANG 以 zh 开头则为中文",
        ),
        metavar="en|zh",
        choices=("en", "zh"),
    ),
    Option("--no-colour", Text(en="no colours", zh="不用颜色"), aliases=("--no-color",)),
    Option("--help", Text(en="show this help", zh="显示本帮助"), aliases=("-h",)),
)

MODULES: Mapping[str, str] = MappingProxyType(
    {
        "evaluate": "govrules.cli.evaluate",
        "explain": "govrules.cli.explain",
        "worklist": "govrules.cli.worklist",
        "stats": "govrules.cli.stats",
        "report": "govrules.cli.report_html",
        "compare": "govrules.cli.compare",
        "due": "govrules.cli.due",
        "verify": "govrules.cli.verify",
        "check": "govrules.cli.check",
        "test": "govrules.cli.test",
        "coverage": "govrules.cli.coverage",
        "compile": "govrules.cli.compile",
        "docs": "govrules.cli.docs",
        "calendar show": "govrules.cli.calendar_show",
        "calendar freeze": "govrules.cli.calendar_freeze",
        "calendar diff": "govrules.cli.calendar_diff",
        "calendar check": "govrules.cli.calendar_check",
        "fmt": "govrules.cli.fmt",
        "schema": "govrules.cli.schema",
        "new policy": "govrules.cli.new_policy",
        "new clause": "govrules.cli.new_clause",
        "new scenario": "govrules.cli.new_scenario",
        "help": "govrules.cli.help",
    }
)
"""every subcommand, in the order in which the help lists them"""


def command(name: str) -> Command:
    """The subcommand of that name; a KeyError where there is none."""
    found = importlib.import_module(MODULES[name]).COMMAND
    assert isinstance(found, Command)
    return found
