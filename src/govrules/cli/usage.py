"""The help of the command and of its subcommands, laid out by display width in both languages."""

from collections.abc import Iterable, Iterator

from govrules.cli.screen import Line, line, pad
from govrules.cli.specification import GLOBAL_OPTIONS, MODULES, Command, Option, command
from govrules.diagnostics import Language, display_width

_HEADINGS = {
    "en": {"usage": "Usage", "commands": "Commands", "options": "Options", "examples": "Examples"},
    "zh": {"usage": "用法", "commands": "命令", "options": "选项", "examples": "示例"},
}
_INTRODUCTION = {
    "en": "Administrative policy as rules: when is it due, what was broken, who answers for it.",
    "zh": "以规则表达行政规范：何时到期，何处违规，由谁负责。",
}
_MORE = {
    "en": (
        "`govrules COMMAND --help` shows what a command takes; `govrules help CODE` explains a message.",
        "Exit codes: 0 fine, 1 found what was asked about, 2 unusable input, 3 a mistake in govrules itself.",
    ),
    "zh": (
        "`govrules 命令 --help` 显示该命令的用法；`govrules help 编号` 解释一条消息。",
        "退出码：0 正常，1 发现所查问题，2 输入无法使用，3 govrules 自身错误。",
    ),
}
_DEFAULT = {"en": "default: {}", "zh": "默认：{}"}
_GAP = 2


def overview(lang: Language, width: int) -> Iterator[Line]:
    """The help of `govrules` itself."""
    words = _HEADINGS[lang]
    yield line(_INTRODUCTION[lang])
    yield line()
    yield line((words["usage"], "heading"), "  govrules COMMAND ...")
    yield line()
    yield line((words["commands"], "heading"))
    yield from commands(MODULES, lang, width)
    yield line()
    yield line((words["options"], "heading"))
    version = (("--version", "show the version" if lang == "en" else "显示版本"),)
    yield from _columns([*(_option_row(each, lang) for each in GLOBAL_OPTIONS), *version], width)
    yield line()
    for each in _MORE[lang]:
        yield line(each)


def commands(names: Iterable[str], lang: Language, width: int) -> Iterator[Line]:
    """A list of commands with what they do."""
    yield from _columns([(name, command(name).summary.text(lang)) for name in names], width)


def command_help(chosen: Command, lang: Language, width: int) -> Iterator[Line]:
    """The help of one subcommand."""
    words = _HEADINGS[lang]
    yield line(chosen.summary.text(lang))
    yield line()
    yield line((words["usage"], "heading"), "  ", _usage(chosen))
    if chosen.words is not None:
        yield line()
        yield from _columns([(chosen.words.metavar, chosen.words.help.text(lang))], width)
    yield line()
    yield line((words["options"], "heading"))
    yield from _columns([_option_row(each, lang) for each in (*chosen.options, *GLOBAL_OPTIONS)], width)
    if chosen.notes:
        yield line()
        for each in wrap(chosen.notes.text(lang), width):
            yield line(each)
    if chosen.examples:
        yield line()
        yield line((words["examples"], "heading"))
        for each in chosen.examples:
            yield line("  ", each)


def _usage(chosen: Command) -> str:
    parts = ["govrules", chosen.name]
    if chosen.words is not None:
        metavar = chosen.words.metavar
        many = chosen.words.at_most is None
        shown = f"{metavar}..." if many else metavar
        parts.append(shown if chosen.words.at_least else f"[{shown}]")
    parts.append("[OPTIONS]")
    return " ".join(parts)


def _option_row(option: Option, lang: Language) -> tuple[str, str]:
    name = f"{option.name} {option.metavar}" if option.metavar else option.name
    text = option.help.text(lang)
    if option.default:
        text += (
            f" ({_DEFAULT['en'].format(option.default)})"
            if lang == "en"
            else f"（{_DEFAULT['zh'].format(option.default)}）"
        )
    return name, text


def _columns(rows: list[tuple[str, str]], width: int) -> Iterator[Line]:
    first = min(max(display_width(left) for left, _ in rows), 34)
    for left, right in rows:
        lines = list(wrap(right, width - first - 2 * _GAP))
        if display_width(left) > first:
            yield line("  ", (left, "strong"))
        else:
            yield line("  ", (pad(left, first), "strong"), "  ", lines.pop(0) if lines else "")
        for each in lines:
            yield line(" " * (first + 2 * _GAP), each)


# Chinese may break anywhere but before closing punctuation and after opening brackets.
_NOT_AT_START = "，。；：、）》”」』！？,.;:)…"
_NOT_AT_END = "（《“「『("


def wrap(text: str, width: int) -> Iterator[str]:
    """`text` in lines of at most `width` columns; words stay whole, Chinese breaks between characters.

    >>> list(wrap("one two three", 8))
    ['one two', 'three']
    >>> list(wrap("受理申请之日，起算", 12))
    ['受理申请之', '日，起算']
    """
    if display_width(text) <= width:
        if text.strip():
            yield text.rstrip()
        return
    current = ""
    for token in _tokens(text):
        if current and display_width(current) + display_width(token.rstrip()) > width:
            yield current.rstrip()
            current = token.lstrip()
        else:
            current += token
    if current.strip():
        yield current.rstrip()


def _tokens(text: str) -> Iterator[str]:
    token = ""
    for character in text:
        wide = display_width(character) == 2
        # A number stays with its unit: `7` at the end of a line and `日` on the next would be misread.
        counted = wide and token[-1:].isdigit()
        if token and (character in _NOT_AT_START or token[-1] in _NOT_AT_END or counted):
            token += character
        elif token and (wide or token[-1] == " " or display_width(token[-1]) == 2) and character != " ":
            yield token
            token = character
        else:
            token += character
    if token:
        yield token
