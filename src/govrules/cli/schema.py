"""`govrules schema`: what may stand where in a file, for editors."""

import argparse

from govrules.cli.screen import Screen, line
from govrules.cli.specification import Command, Option
from govrules.model.text import Text


def run(given: argparse.Namespace, screen: Screen) -> int:
    """Print the schema, or write it to a file."""
    from govrules.cli.output import check_target, write_whole
    from govrules.cli.run import FINE
    from govrules.editing.schema import schema_text

    if given.out is None:
        screen.write(schema_text())
        return FINE
    target = check_target(given.out)
    write_whole(target, schema_text())
    screen.lines([line((screen.say(f"written: {given.out}", f"已写入：{given.out}"), "good"))])
    return FINE


COMMAND = Command(
    name="schema",
    summary=Text(
        en="print the JSON Schema of rule files, for editors", zh="输出规则文件的 JSON Schema，供编辑器使用"
    ),
    words=None,
    options=(
        Option(
            "--out",
            Text(en="write it to this file", zh="写入该文件"),
            metavar="FILE",
            aliases=("--output",),
        ),
    ),
    run=run,
    notes=Text(
        en="One schema serves rules, vocabularies, scenarios, calendars, conventions and mapping files.",
        zh="同一 Schema 适用于规则、词汇、情景、日历、计时约定与列映射。",
    ),
    examples=("govrules schema", "govrules schema --out govrules.schema.json"),
)
