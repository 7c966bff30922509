"""Diagnostics of every shape that a format has to write."""

from govrules.diagnostics import Code, Diagnostic, Help, Span

NO_EVENT = Code(
    id="GR999",
    name="no-event",
    en="no event is called `{name}`",
    zh="没有 `{name}` 事件",
    why_en="Every event is declared.",
    why_zh="每个事件都要声明。",
    wrong="when: acepted  # misspelt",
    right="when: accepted",
    wrong_zh="when: acepted  # 拼写有误",
)
EMPTY = Code(
    id="GR998",
    name="empty",
    en="the file says nothing",
    zh="文件没有内容",
    why_en="An empty file would pass.",
    why_zh="空文件会算作通过。",
    wrong="#",
    right="a: 1",
)

PLACED = Diagnostic(
    NO_EVENT,
    Span("rules/请假.yaml", 3, 9, 16, "𠮷: {when: acepted}"),
    {"name": "acepted"},
    help=[Help(en="did you mean `accepted`?", zh="是否指 `accepted`？")],
    citation="第三条",
)
WHOLE_FILE = Diagnostic(EMPTY, Span("a, b: 100%.yaml"), severity="warning")
NO_FILE = Diagnostic(NO_EVENT, values={"name": "two\nlines \x1b[31m"})

ALL = (PLACED, WHOLE_FILE, NO_FILE)
