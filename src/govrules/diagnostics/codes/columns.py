"""GR465-GR469: logs that are read into columns, perhaps in several processes; tables of other programs."""

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
PARQUET_MISSING = Code(
    "GR466",
    "parquet-missing",
    "reading Parquet files needs the package `pyarrow`",
    "读取 Parquet 文件需要 `pyarrow` 包",
    why_en="It comes with the extra `columnar`.",
    why_zh="它随附加组件 `columnar` 安装。",
    wrong="pip install govrules",
    right="pip install 'govrules[columnar]'",
)
PARQUET_DAMAGED = Code(
    "GR467",
    "parquet-damaged",
    "not a Parquet file, or a damaged one",
    "不是 Parquet 文件，或已损坏",
    why_en="A Parquet file begins and ends with the letters PAR1. One that was cut short has lost its end.",
    why_zh="Parquet 文件以字母 PAR1 开头和结尾；不完整的文件缺少结尾。",
    wrong="events.parquet, copied while it was being written",
    right="events.parquet, copied again when complete",
    wrong_zh="写入过程中复制的 events.parquet",
    right_zh="写完后重新复制的 events.parquet",
)
FRAMES_MISSING = Code(
    "GR468",
    "frames-missing",
    "this data frame needs the package `{package}`",
    "此数据框需要 `{package}` 包",
    why_en="Data frames of every library are read through narwhals, and relations of DuckDB computed through "
    "pyarrow. They come with the extras `frames` and `columnar`.",
    why_zh="各种数据框都通过 narwhals 读取，DuckDB 关系通过 pyarrow 计算；"
    "二者随附加组件 `frames` 和 `columnar` 安装。",
    wrong="pip install govrules",
    right="pip install 'govrules[frames,columnar]'",
)
PROCESS_ENDED = Code(
    "GR469",
    "process-ended",
    "a process that judged part of the log ended before it was done: `{how}`",
    "评估部分日志的进程未完成即已结束：`{how}`",
    why_en="Nothing is returned, since the findings would not be whole. A system that has no memory left "
    "ends processes (`SIGKILL`): each of several holds its part of the log, and what is found in it.",
    why_zh="结论不完整，因此不返回任何结果。系统内存不足时会结束进程（`SIGKILL`）："
    "每个进程都保存自己那部分日志及其中的结论。",
    wrong='evaluate_file(rules, "log.jsonl", processes=16)',
    right='evaluate_file(rules, "log.jsonl", processes=4)',
)
