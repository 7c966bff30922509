"""What a key of a mapping file can hold, as help for who wrote something else."""

from govrules.diagnostics import Help
from govrules.formats.values import ATTRIBUTE_TYPES


def _wanted(en: str, zh: str) -> Help:
    return Help(f"write {en}", f"请写{zh}")


TEXT = _wanted("a text", "一段文字")
COLUMN = _wanted(
    "the name of a column, or `{column: name}`, or `{constant: text}`",
    "列名，或 `{column: 列名}`，或 `{constant: 文字}`",
)
COLUMN_ONLY = _wanted("the name of a column", "列名")
TIME = _wanted(
    "the name of a column, or `{column: name, format: ..., dates: true}`",
    "列名，或 `{column: 列名, format: ..., dates: true}`",
)
ATTRIBUTES = _wanted(
    "`name: column` for each, a list of columns, or `all`",
    "每个属性一行 `名称: 列名`，或列名的列表，或 `all`",
)
EVENTS = _wanted(
    "`name in the log: name in the rules` for each; an empty value leaves the event out",
    "每行 `日志中的名称: 规则中的名称`；值为空则略去该事件",
)
OTHERS = _wanted("`keep`, `ignore` or `error`", " `keep`、`ignore` 或 `error`")
WHERE = _wanted("`column: value` or `column: [value, value]` for each", "每行 `列名: 值` 或 `列名: [值, 值]`")
TEXTS = _wanted("a text or a list of texts", "一段文字或文字的列表")
SHAPES = _wanted(
    "a list; each item as `{event: accepted, time: column}`", "列表；每项如 `{event: accepted, time: 列名}`"
)
BOOL = _wanted("`true` or `false`", " `true` 或 `false`")
DELIMITER = _wanted("one character in quotation marks, or `tab`", "一个加引号的字符，或 `tab`")
LINE = _wanted("the line number of the header, from 1", "表头所在的行号，从 1 起")
VERSION = _wanted("`govrules: 1`", " `govrules: 1`")
TYPES = _wanted(
    "one of " + ", ".join(f"`{each}`" for each in ATTRIBUTE_TYPES),
    "以下之一：" + "、".join(f"`{each}`" for each in ATTRIBUTE_TYPES),
)
