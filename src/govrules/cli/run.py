"""From the words of the command line to an exit code; no mistake of a user ends in a traceback."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from govrules.cli import arguments, usage
from govrules.cli.about import version
from govrules.cli.screen import OutputError, Screen, open_screen
from govrules.cli.specification import MODULES, command
from govrules.diagnostics import Code, Diagnostic, DiagnosticsError, GovrulesError, Help
from govrules.diagnostics.codes import commands as codes

FINE = 0
FOUND = 1
UNUSABLE = 2
INTERNAL = 3
INTERRUPTED = 130
READER_GONE = 141
"""what the shell reports for a program that the end of its pipe stopped"""


def run(argv: Sequence[str] | None) -> int:
    """Run the command; see `govrules.cli.main`."""
    words = list(sys.argv[1:] if argv is None else argv)
    screen = open_screen(
        arguments.language(words, dict(os.environ)),
        colour=not {"--no-colour", "--no-color"} & set(words),
    )
    try:
        code = _run(words, screen)
    except BrokenPipeError:
        _silence_stdout()
        return READER_GONE
    except KeyboardInterrupt:
        screen.err.write(screen.say("\ninterrupted\n", "\n已中断\n"))
        return INTERRUPTED
    return code


def _run(words: list[str], screen: Screen) -> int:
    try:
        code = _dispatch(words, screen)
        screen.flush()
        return code
    except OutputError as error:
        _silence_stdout()
        screen.diagnostics(error.diagnostics)
        return UNUSABLE
    except DiagnosticsError as error:
        screen.diagnostics(error.diagnostics)
        return UNUSABLE
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except GovrulesError as error:
        screen.diagnostics([_told(error)])
        return UNUSABLE
    except Exception as error:
        if os.environ.get("GOVRULES_DEBUG"):
            raise
        screen.diagnostics([_internal(error)])
        return INTERNAL


def _dispatch(words: list[str], screen: Screen) -> int:
    name, rest = arguments.split_command(words)
    if name is None:
        return _without_command(rest, screen)
    if name not in MODULES:
        # The first word of a family alone: show its commands.
        family = [full for full in MODULES if full.startswith(f"{name} ")]
        screen.lines(usage.commands(family, screen.lang, screen.width))
        return FINE if {"--help", "-h"} & set(rest) else UNUSABLE
    chosen = command(name)
    given = arguments.parse(chosen, rest)
    if given.help:
        screen.lines(usage.command_help(chosen, screen.lang, screen.width))
        return FINE
    return chosen.run(given, screen)


def _without_command(words: list[str], screen: Screen) -> int:
    if "--version" in words:
        screen.write(f"govrules {version()}")
        return FINE
    unknown = [
        each for each in words if each.startswith("-") and each not in _SWITCHES and "--lang=" not in each
    ]
    if unknown:
        from govrules.diagnostics import nearest

        near = nearest(unknown[0], _SWITCHES)
        helps = [arguments.did_you_mean(near)] if near else []
        values = {"command": "COMMAND", "option": unknown[0]}
        raise DiagnosticsError([Diagnostic(codes.UNKNOWN_OPTION, values=values, help=helps)])
    screen.lines(usage.overview(screen.lang, screen.width))
    return FINE


_SWITCHES = ("--version", "--help", "-h", "--lang", "--no-colour", "--no-color")


def _told(error: GovrulesError) -> Diagnostic:
    """An exception for a mistake in the input as a diagnostic: most carry a code of their own."""
    code = getattr(error, "code", None)
    if isinstance(code, Code):
        return Diagnostic(code, values=getattr(error, "values", {}), help=getattr(error, "help", ()))
    return Diagnostic(codes.CANNOT_GO_ON, values={"reason": str(error)})


def _internal(error: Exception) -> Diagnostic:
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    # The message of an unexpected error may hold a case's data; its kind and place say enough.
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return Diagnostic(
        codes.INTERNAL,
        values={"kind": type(error).__name__, "place": place},
        help=[
            Help(
                en="set GOVRULES_DEBUG=1 and run it again to see the traceback (it may show data of a case)",
                zh="设置 GOVRULES_DEBUG=1 后重新运行可看到调用栈（其中可能含有案件数据）",
            )
        ],
    )


def _silence_stdout() -> None:
    """Python flushes stdout once more at exit, and would complain once more."""
    try:
        sys.stdout.fileno()
    except (AttributeError, OSError, ValueError):
        return
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
