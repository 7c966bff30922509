"""`govrules new policy`: a rule file to begin with."""

import argparse

from govrules.cli.new_file import OUT, free_target, hand_over, named, template
from govrules.cli.screen import Screen
from govrules.cli.specification import Command, Words
from govrules.model.text import Text


def run(given: argparse.Namespace, screen: Screen) -> int:
    """Write the template of a policy."""
    if given.out:
        free_target(given.out)
    text = template("policy", screen)
    if given.words:
        text = named(text, "policy: my-policy ", f"policy: {given.words[0]} ", name=given.words[0])
    return hand_over(text, given, screen, then="govrules check")


COMMAND = Command(
    name="new policy",
    summary=Text(en="a rule file to begin with, with notes", zh="起步用的规则文件，附说明"),
    words=Words(
        metavar="NAME",
        help=Text(en="the name of the policy (left out: my-policy)", zh="政策的名称（省略时为 my-policy）"),
        what=Text(en="a name", zh="名称"),
        at_least=0,
        at_most=1,
    ),
    options=(OUT,),
    run=run,
    notes=Text(
        en="What is written passes `govrules check` as it stands. Its notes are in the language of --lang.",
        zh="所写的文件原样即可通过 `govrules check`。说明所用的语言由 --lang 决定。",
    ),
    examples=("govrules new policy --lang zh", "govrules new policy city-rules --out city-rules.yaml"),
)
