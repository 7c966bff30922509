"""`govrules new clause`: a clause of each kind to begin with."""

import argparse

from govrules.cli.new_file import OUT, free_target, hand_over, named, template
from govrules.cli.screen import Screen
from govrules.cli.specification import Command, Option, Words
from govrules.model.clauses import KINDS
from govrules.model.text import Text


def run(given: argparse.Namespace, screen: Screen) -> int:
    """Write the template of a clause, with what it needs around it."""
    if given.out:
        free_target(given.out)
    names = list(given.words)
    # The word after the command is a kind as often as a name; nobody calls a duty a quota.
    kind = names.pop() if names and names[0] in KINDS and given.kind == "duty" else given.kind
    text = template(kind, screen)
    if names:
        text = named(text, "\n  my_clause:", f"\n  {names[0]}:", name=names[0])
    return hand_over(text, given, screen, then="govrules check")


COMMAND = Command(
    name="new clause",
    summary=Text(en="a clause of each kind to begin with, with notes", zh="起步用的各类条款，附说明"),
    words=Words(
        metavar="NAME",
        help=Text(
            en="the name of the clause (left out: my_clause), or a kind",
            zh="条款的名称（省略时为 my_clause），或者种类",
        ),
        what=Text(en="a name", zh="名称"),
        at_least=0,
        at_most=1,
    ),
    options=(
        Option(
            "--kind",
            Text(en="which of the six kinds", zh="六类条款之一"),
            metavar="KIND",
            choices=KINDS,
            default="duty",
        ),
        OUT,
    ),
    run=run,
    notes=Text(
        en="The kinds: duty (something must be done in time), requirement (a condition must hold), "
        "prohibition, quota (a count within bounds), maintenance (something holds throughout), "
        "accountability (who answers). The clause stands in a small file that passes `govrules check`; copy "
        "what you need into your own.",
        zh="六类：duty 义务（按期做成某事）、requirement 要求（条件须成立）、prohibition 禁止、quota 限额、"
        "maintenance 持续保持、accountability 问责。条款写在一个可通过 `govrules check` 的小文件中，"
        "请把所需部分抄入您的文件。",
    ),
    examples=("govrules new clause --kind quota", "govrules new clause reply --kind duty --lang zh"),
)
