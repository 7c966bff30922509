"""Codes of the area `worklists` (GR660 to GR662): lists of what is due."""

from govrules.diagnostics.core import Code

NO_WORKLIST = Code(
    "GR660",
    "not-a-worklist",
    "`{file}` is no list that `govrules worklist --format json` wrote",
    "`{file}` 不是 `govrules worklist --format json` 写出的清单",
    why_en="What has changed can be told only against a list that was kept whole.",
    why_zh="只有与完整保存的清单对照，才能说出有何变化。",
    wrong="--since yesterday.csv",
    right="--since yesterday.json",
)
NEEDS_FILE = Code(
    "GR661",
    "format-needs-a-file",
    "`--format {format}` writes a file, and needs `--output FILE`",
    "`--format {format}` 写入文件，需要 `--output 文件`",
    why_en="A workbook is no text that a screen could show, and a calendar is read by programs.",
    why_zh="工作簿不是屏幕能显示的文字，日历文件供程序读取。",
    wrong="--format xlsx",
    right="--format xlsx --output worklist.xlsx",
)
EXTRA_MISSING = Code(
    "GR662",
    "extra-missing",
    "`--format {format}` needs the package `{package}`",
    "`--format {format}` 需要 `{package}` 软件包",
    why_en="govrules itself needs few packages; what writes this format is an extra.",
    why_zh="govrules 本身只依赖少数软件包；写出这种格式的软件包另行安装。",
    wrong="pip install govrules",
    right="pip install 'govrules[{extra}]'",
)
