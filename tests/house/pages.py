"""Pages that a reader follows at a terminal, and followed here, with outputs compared.

A page is plain Markdown with notes for this reader in HTML comments:

- `<!-- file: NAME -->` before a fence: the fence is the whole content of that file.
- `<!-- edit: NAME -->` before a fence of language `diff`: lines with `-` are replaced by those with `+`.
- a fence of language `console`: `$ command`, then what it prints, both streams together.
"""

import contextlib
import io
import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import attrs

from govrules.cli import main

_FENCE = re.compile(
    r"(?:<!-- (?P<do>file|edit): (?P<name>\S+) -->\n)?```(?P<lang>\w+)\n(?P<body>.*?)```\n", re.DOTALL
)


@attrs.frozen
class Shown:
    """A command of a page, with what the page shows and what it really prints."""

    command: str
    shown: str
    printed: str


def follow(text: str, folder: Path) -> Iterator[Shown]:
    """Do what a page says in a folder, from top to bottom."""
    for fence in _FENCE.finditer(text):
        body = fence["body"]
        match fence["do"], fence["lang"]:
            case "file", _:
                (folder / fence["name"]).write_text(body, encoding="utf-8")
            case "edit", "diff":
                _edit(folder / fence["name"], body)
            case _, "console":
                yield from _commands(body, folder)


def rewritten(text: str, folder: Path) -> str:
    """The page with what its commands really print."""
    pieces: list[str] = []
    done = 0
    for fence in _FENCE.finditer(text):
        printed = "".join(f"$ {each.command}\n{each.printed}" for each in follow(fence[0], folder))
        if printed:
            pieces += [text[done : fence.start("body")], printed]
            done = fence.end("body")
    return "".join([*pieces, text[done:]])


def _edit(path: Path, diff: str) -> None:
    lines = diff.splitlines()
    old = "".join(f"{line[1:]}\n" for line in lines if line.startswith("-"))
    new = "".join(f"{line[1:]}\n" for line in lines if line.startswith("+"))
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path.name} has these lines {text.count(old)} times:\n{old}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def _commands(body: str, folder: Path) -> Iterator[Shown]:
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield Shown(command, shown, run(command, folder))


def run(command: str, folder: Path) -> str:
    """What one command prints in a folder, on both streams in order."""
    name, *arguments = shlex.split(command)
    assert name == "govrules", f"pages run govrules alone, not `{name}`"
    output = io.StringIO()
    before = Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            main(arguments)
    finally:
        os.chdir(before)
    return output.getvalue()
