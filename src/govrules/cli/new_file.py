"""What the commands that begin a file share: its text out of a template, and where it goes."""

import argparse
from importlib import resources
from pathlib import Path

import attrs

from govrules.cli.arguments import mistake
from govrules.cli.output import check_target, write_whole
from govrules.cli.screen import Screen, clean, line
from govrules.cli.specification import Option
from govrules.diagnostics import DiagnosticsError, Help
from govrules.diagnostics.codes import commands as codes
from govrules.model.text import Text

OUT = Option(
    "--out",
    Text(
        en="the file to write; one that is there is never overwritten (left out: the standard output)",
        zh="要写入的文件，绝不覆盖已有文件（省略时写入标准输出）",
    ),
    metavar="FILE",
)


def template(name: str, screen: Screen) -> str:
    """The text of a template in the language of the screen."""
    file = resources.files("govrules.cli") / "templates" / f"{name}.{screen.lang}.yaml"
    return file.read_text(encoding="utf-8")


def named(text: str, placeholder: str, written: str, *, name: str) -> str:
    """The template with `written` in place of the placeholder, where the rules can then be read.

    Raises:
        DiagnosticsError: what is wrong with the name, as the rule file would tell it.
    """
    from govrules.rulefile.load import load_text

    changed = text.replace(placeholder, written)
    errors = [each for each in load_text(changed, file=name).diagnostics if each.severity == "error"]
    if errors and name.endswith((".yaml", ".yml")):
        advice = f"--out {name}"
        as_file = Help(en=f"to write into that file: `{advice}`", zh=f"写入该文件请用 `{advice}`")
        errors[0] = attrs.evolve(errors[0], help=(*errors[0].help, as_file))
    if errors:
        raise DiagnosticsError(errors)
    return changed


def hand_over(text: str, given: argparse.Namespace, screen: Screen, *, then: str) -> int:
    """Write the text, in its canonical form, where it was asked for, and say what to do next.

    Args:
        then: the command to try next, before the file.

    Raises:
        DiagnosticsError: the file is there already (GR634), or cannot be written.
    """
    from govrules.cli.run import FINE
    from govrules.editing.formatter import formatted

    text = formatted(text, file=given.out or "new.yaml").text or text
    if not given.out:
        screen.write(text)
        return FINE
    target = free_target(given.out)
    write_whole(target, text)
    told = screen.say(
        f"written: {given.out}; try `{then} {given.out}`", f"已写入 {given.out}；请运行 `{then} {given.out}`"
    )
    screen.lines([line(clean(told))])
    return FINE


def free_target(path: str) -> Path:
    """The file to write, where there is none yet.

    Raises:
        DiagnosticsError: see `hand_over`.
    """
    target = check_target(path)
    if target.exists() or target.is_symlink():
        raise mistake(codes.FILE_THERE, path=path)
    return target
