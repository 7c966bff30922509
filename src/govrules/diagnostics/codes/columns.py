"""GR465-GR469: logs that are read into columns, and tables of other programs."""

from govrules.diagnostics.core import Code

LOG_CHANGED = Code(
    "GR465",
    "log-changed",
    "the file of events was changed after it had been read",
    "事件文件在读取之后被改动",
    why_en="Of a large log the events are read again where a result shows them, and they are no longer "
    "there. Evaluate it again once the file is complete.",
    why_zh="对于大型日志，结果中显示的事件会再次从文件读取，而它们已不在原处。请待文件写完后重新评估。",
    wrong="a log that another program goes on writing while it is evaluated",
    right="a copy of the log",
    wrong_zh="评估期间另一程序仍在写入的日志",
    right_zh="日志的副本",
)
