"""`govrules fmt`: rule files, scenarios, calendars, conventions and mappings in their one canonical form."""

import argparse
import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

import attrs

from govrules.cli.screen import Line, Screen, Style, clean, line
from govrules.cli.specification import Command, Option, Words
from govrules.diagnostics import Diagnostic, Span
from govrules.model.text import Text

Outcome: TypeAlias = Literal["same", "changed", "mistaken", "another kind"]
_DEEPEST = 12


@attrs.frozen
class _File:
    path: Path
    asked_for: bool
    """named itself, and not found in a folder"""


@attrs.frozen
class _Done:
    file: _File
    outcome: Outcome
    before: str = ""
    after: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()


def run(given: argparse.Namespace, screen: Screen) -> int:
    """Write each file in its canonical form, or say which are not."""
    from govrules.cli.output import write_whole
    from govrules.cli.run import FINE, FOUND, UNUSABLE

    files, problems = _gather(given.words)
    done = [_format(each) for each in files]
    problems += [problem for each in done for problem in each.diagnostics]
    only_tells = given.check or given.diff
    changed = [each for each in done if each.outcome == "changed"]
    for each in changed:
        if given.diff:
            screen.lines(_difference(each))
        elif given.check:
            screen.lines([line(screen.say("would be rewritten: ", "需要重写："), clean(each.file.path))])
        else:
            write_whole(each.file.path, each.after)
            screen.lines([line(screen.say("rewritten: ", "已重写："), clean(each.file.path))])
    screen.diagnostics(problems)
    mistaken = sum(each.outcome == "mistaken" for each in done)
    same = sum(each.outcome == "same" for each in done)
    screen.lines([_summary(screen, len(changed), same, mistaken, only_tells=only_tells)])
    if problems:
        return UNUSABLE
    return FOUND if changed and only_tells else FINE


def _summary(screen: Screen, changed: int, same: int, mistaken: int, *, only_tells: bool) -> Line:
    told = screen.say(
        "to be rewritten" if only_tells else "rewritten", "需要重写" if only_tells else "已重写"
    )
    text = screen.say(
        f"{_files(changed)} {told}, {same} as they are", f"{changed} 个文件{told}，{same} 个无需改动"
    )
    if mistaken:
        text += screen.say(f", {mistaken} with mistakes left alone", f"，{mistaken} 个有错误，未作改动")
    style: Style = "bad" if mistaken else "warn" if changed and only_tells else "good"
    return line((text, style))


def _files(number: int) -> str:
    return "1 file" if number == 1 else f"{number} files"


# -- files ------------------------------------------------------------------------------------------------


def _gather(words: Sequence[str]) -> tuple[list[_File], list[Diagnostic]]:
    from govrules.diagnostics.codes import files as codes

    found: dict[Path, _File] = {}
    problems: list[Diagnostic] = []
    for word in words:
        path = Path(word)
        try:
            is_folder, is_there = path.is_dir(), path.exists()
        except (OSError, ValueError):
            is_folder = is_there = False
        if not is_there or not word.strip():
            problems.append(Diagnostic(codes.FILE_MISSING, Span(word), {"path": word}))
        for each in _below(path, _DEEPEST) if is_folder else [path] if is_there else []:
            found.setdefault(each.resolve(), _File(each, asked_for=not is_folder))
    return list(found.values()), problems


def _below(folder: Path, depth: int) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            if depth > 1 and not entry.is_symlink():
                yield from _below(entry, depth - 1)
        elif entry.suffix == ".yaml":
            yield entry


def _format(file: _File) -> _Done:
    from govrules.diagnostics.codes.commands import INTERNAL
    from govrules.diagnostics.codes.rules import WRONG_FILE
    from govrules.editing.formatter import FormatError, formatted
    from govrules.rulefile.textfile import read_text

    text, problems = read_text(file.path)
    if text is None:
        return _Done(file, "mistaken", diagnostics=problems)
    try:
        found = formatted(text, file=str(file.path))
    except FormatError as error:
        # Ours, and of this file alone: the others can still be written.
        values = {"kind": type(error).__name__, "place": "formatter.py"}
        return _Done(file, "mistaken", diagnostics=(Diagnostic(INTERNAL, Span(str(file.path)), values),))
    if found.text is None:
        # Other files in a folder of rules are nobody's mistake.
        if not file.asked_for and [each.code for each in found.diagnostics] == [WRONG_FILE]:
            return _Done(file, "another kind")
        return _Done(file, "mistaken" if found.diagnostics else "another kind", diagnostics=found.diagnostics)
    same = found.text.encode() == file.path.read_bytes()
    return _Done(file, "same" if same else "changed", text, found.text)


def _difference(done: _Done) -> Iterator[Line]:
    name = clean(done.file.path)
    found = difflib.unified_diff(
        done.before.splitlines(), done.after.splitlines(), name, name, lineterm="", n=2
    )
    for each in found:
        style: Style = "good" if each.startswith("+") else "bad" if each.startswith("-") else ""
        yield line((clean(each), style))


COMMAND = Command(
    name="fmt",
    summary=Text(
        en="write rule, scenario, calendar, convention and mapping files in their one form",
        zh="把规则、情景、日历、计时约定和映射文件写成统一的格式",
    ),
    words=Words(
        metavar="PATH",
        help=Text(en="files in YAML, or folders of them", zh="YAML 文件，或其所在文件夹"),
        what=Text(en="files: a path or a folder", zh="文件：路径或文件夹"),
    ),
    options=(
        Option(
            "--check",
            Text(en="write nothing; say which files would change", zh="不写入，只列出需要改动的文件"),
        ),
        Option("--diff", Text(en="write nothing; show what would change", zh="不写入，显示将作的改动")),
    ),
    run=run,
    notes=Text(
        en="Comments, anchors and what a file says stay as they are. A file with mistakes is left alone "
        "(exit code 2). With --check or --diff the exit code is 1 where a file would change.",
        zh="注释、锚点与文件内容保持不变。有错误的文件不作改动（退出码 2）。"
        "用 --check 或 --diff 时，有文件需要改动则退出码为 1。",
    ),
    examples=("govrules fmt rules/", "govrules fmt --check --diff my-policy.yaml"),
)
