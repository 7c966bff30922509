"""The words of a command line, taken apart; all that is wrong with them is told at once, as diagnostics."""

import argparse
from collections.abc import Iterable, Sequence
from functools import partial
from typing import NoReturn

from govrules.cli.specification import GLOBAL_OPTIONS, MODULES, Command, Option
from govrules.diagnostics import Code, Diagnostic, DiagnosticsError, Help, Language, nearest
from govrules.diagnostics.codes import commands as codes


def language(argv: Sequence[str], environment: dict[str, str]) -> Language:
    """The language that `--lang` names, else that of the environment."""
    for word, following in zip(argv, [*argv, ""][1:], strict=True):
        given = following if word == "--lang" else word.removeprefix("--lang=") if "--lang=" in word else ""
        if given in {"en", "zh"}:
            return "zh" if given == "zh" else "en"
    wanted = environment.get("LC_ALL") or environment.get("LANG") or ""
    return "zh" if wanted.lower().startswith("zh") else "en"


def split_command(argv: Sequence[str]) -> tuple[str | None, list[str]]:
    """The name of the subcommand, None where there is none, and all the other words in order.

    Raises:
        DiagnosticsError: a word that names no command.

    >>> split_command(["--lang", "zh", "calendar", "show", "cn"])
    ('calendar show', ['--lang', 'zh', 'cn'])
    """
    rest = list(argv)
    at = 0
    while at < len(rest) and rest[at].startswith("-"):
        at += 2 if rest[at] == "--lang" else 1
    if at >= len(rest):
        return None, rest
    first = rest.pop(at)
    families = {name.split()[0] for name in MODULES if " " in name}
    if first in families:
        if at < len(rest) and f"{first} {rest[at]}" in MODULES:
            return f"{first} {rest.pop(at)}", rest
        if at < len(rest) and not rest[at].startswith("-"):
            raise _unknown_command(f"{first} {rest[at]}")
        return first, rest
    if first not in MODULES:
        raise _unknown_command(first)
    return first, rest


def _unknown_command(name: str) -> DiagnosticsError:
    near = nearest(name, MODULES)
    listed = ", ".join(f"`{each}`" for each in MODULES)
    advice = (
        did_you_mean(near)
        if near
        else Help(en=f"the commands are {listed}", zh=f"命令有：{listed.replace(', ', '、')}")
    )
    return mistake(codes.UNKNOWN_COMMAND, advice, name=name)


def did_you_mean(near: str) -> Help:
    """The advice that every misspelt word gets."""
    return Help(en=f"did you mean `{near}`?", zh=f"是否指 `{near}`？")


def mistake(code: Code, *helps: Help, **values: object) -> DiagnosticsError:
    """An exception with one diagnostic of the command line."""
    return DiagnosticsError([Diagnostic(code, values=values, help=helps)])


class _Parser(argparse.ArgumentParser):
    """argparse finds the options; what it would say, in its own words and only in English, is not used."""

    def error(self, message: str) -> NoReturn:
        raise argparse.ArgumentError(None, message)


def parse(command: Command, argv: Sequence[str]) -> argparse.Namespace:
    """The options of a command by field name, and `words` for everything else.

    Raises:
        DiagnosticsError: with everything that is wrong.
    """
    before, after = _split_at_dashes(argv)
    options = (*command.options, *GLOBAL_OPTIONS)
    namespace, extras, found = _options(options, before)
    known = [name for option in options for name in (option.name, *option.aliases)]
    words: list[str] = []
    for extra in extras:
        if extra.startswith("-") and not _is_number(extra) and extra != "-":
            name = extra.partition("=")[0]
            near = nearest(name, known)
            found.append(
                Diagnostic(
                    codes.UNKNOWN_OPTION,
                    values={"command": command.name, "option": name},
                    help=[did_you_mean(near)] if near else [_help_hint(command)],
                )
            )
        else:
            words.append(extra)
    words += after
    if not found and not namespace.help:
        found += _check_words(command, words)
    if found:
        raise DiagnosticsError(found)
    namespace.words = words
    return namespace


def _split_at_dashes(argv: Sequence[str]) -> tuple[list[str], list[str]]:
    if "--" not in argv:
        return list(argv), []
    at = list(argv).index("--")
    return list(argv[:at]), list(argv[at + 1 :])


def _options(
    options: Iterable[Option], argv: list[str]
) -> tuple[argparse.Namespace, list[str], list[Diagnostic]]:
    # Not asked for its help, argparse still lays it out, and would import shutil for the terminal's width.
    layout = partial(argparse.HelpFormatter, width=80)
    parser = _Parser(add_help=False, allow_abbrev=False, exit_on_error=False, formatter_class=layout)
    by_field = {option.field: option for option in options}
    for option in by_field.values():
        action = "append" if option.metavar else "store_true"
        parser.add_argument(option.name, *option.aliases, dest=option.field, action=action)
    try:
        namespace, extras = parser.parse_known_args(argv)
    except argparse.ArgumentError as error:
        names = (error.argument_name or "").split("/")
        option = next(each for each in by_field.values() if each.name in names)
        if option.metavar:
            values = {"option": option.name, "metavar": option.metavar}
            raise mistake(codes.OPTION_NEEDS_VALUE, **values) from None
        raise mistake(codes.OPTION_TAKES_NO_VALUE, option=option.name) from None
    found: list[Diagnostic] = []
    for field, option in by_field.items():
        if option.metavar:
            given: list[str] = getattr(namespace, field) or []
            found += _check_option(option, given)
            if not option.many:
                setattr(namespace, field, given[-1] if given else option.default)
            else:
                setattr(namespace, field, given)
    return namespace, extras, found


def _check_option(option: Option, given: list[str]) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    if len(given) > 1 and not option.many:
        found.append(Diagnostic(codes.GIVEN_TWICE, values={"option": option.name}))
    if option.choices:
        values = [value for each in given for value in (each.split(",") if option.listed else [each])]
        for value in values:
            if value in option.choices:
                continue
            near = nearest(value, option.choices)
            listed = ", ".join(f"`{each}`" for each in option.choices)
            choose = Help(en=f"choose from {listed}", zh=f"可选：{listed.replace(', ', '、')}")
            found.append(
                Diagnostic(
                    codes.NOT_A_CHOICE,
                    values={"value": value, "option": option.name},
                    help=[did_you_mean(near)] if near else [choose],
                )
            )
    return found


def _check_words(command: Command, words: list[str]) -> list[Diagnostic]:
    wanted = command.words
    if wanted is None:
        at_most: int | None = 0
    else:
        at_most = wanted.at_most
        if len(words) < wanted.at_least:
            values = {
                "command": command.name,
                "what": wanted.what.text("en"),
                "what_zh": wanted.what.text("zh"),
            }
            return [Diagnostic(codes.MISSING_ARGUMENT, values=values, help=[_help_hint(command)])]
    if at_most is not None and len(words) > at_most:
        return [
            Diagnostic(
                codes.UNEXPECTED_ARGUMENT,
                values={"command": command.name, "value": words[at_most]},
                help=[_help_hint(command)],
            )
        ]
    return []


def require_option(command: str, value: str | None, name: str, what: Help) -> str:
    """The value of an option that the command cannot do without."""
    if value is None:
        raise mistake(
            codes.MISSING_ARGUMENT,
            _hint(command),
            command=command,
            what=f"`{name}`, {what.en}",
            what_zh=f" `{name}`（{what.zh}）",
        )
    return value


def _help_hint(command: Command) -> Help:
    return _hint(command.name)


def _hint(name: str) -> Help:
    return Help(en=f"`govrules {name} --help` shows what it takes", zh=f"用法见 `govrules {name} --help`")


def _is_number(word: str) -> bool:
    return word[1:2].isdigit()
