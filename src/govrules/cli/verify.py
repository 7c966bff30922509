"""`govrules verify`: a bundle holds what was evaluated, and the same findings come out again."""

import argparse
from pathlib import Path

from govrules.cli.screen import Screen, line
from govrules.cli.specification import Command, Words
from govrules.model.text import Text


def run(given: argparse.Namespace, screen: Screen) -> int:
    """Verify each bundle, and say what differs."""
    from govrules.bundles.verify import verify_bundle
    from govrules.cli.about import version
    from govrules.cli.run import FINE, FOUND

    sound = True
    for each in given.words:
        with screen.working("evaluating again ...", "正在重新评估……"):
            found = verify_bundle(Path(each))
        if found.ok:
            told = screen.say(
                f"{each}: nothing was changed, and the same {found.findings} findings come out again",
                f"{each}：内容未被改动，重新评估得出同样的 {found.findings} 项结论",
            )
            screen.lines([line((told, "good"))])
        else:
            screen.diagnostics(found.problems)
        if found.govrules != version():
            note = screen.say(
                f"written by govrules {found.govrules}, verified by {version()}",
                f"由 govrules {found.govrules} 写出，由 {version()} 核验",
            )
            screen.lines([line((f"{each}: {note}", "dim"))])
        sound = sound and found.ok
    return FINE if sound else FOUND


COMMAND = Command(
    name="verify",
    summary=Text(
        en="whether findings that were kept come out again, and nothing was changed",
        zh="核验所存结论能否重新得出，内容有无改动",
    ),
    words=Words(
        metavar="FOLDER",
        help=Text(
            en="bundles, as `govrules evaluate --bundle` writes them",
            zh="govrules evaluate --bundle 写出的证明文件夹",
        ),
        what=Text(en="a bundle", zh="证明文件夹"),
    ),
    options=(),
    run=run,
    notes=Text(
        en="Exit code 1 where anything differs, 2 where a folder is no bundle.",
        zh="有任何不同时退出码为 1；不是证明文件夹时为 2。",
    ),
    examples=("govrules verify proof-2025-12",),
)
