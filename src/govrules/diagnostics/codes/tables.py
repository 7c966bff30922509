"""Codes of the area `tables`: tables of cases counted row by row, and calendars held side by side."""

from govrules.diagnostics.core import Code

# GR650-GR669: tables of cases.

UNKNOWN_COLUMN = Code(
    "GR650",
    "case-column-unknown",
    "a table of cases has no column `{column}`",
    "案件表没有 `{column}` 列",
    why_en="A misspelt column would be passed over, and every date counted without it. "
    "Remarks go into `note`, `source`, or a column whose name begins with `_`.",
    why_zh="写错的列名会被跳过，所有日期都会少算一项。备注可写入 `note`、`source`，或名称以 `_` 开头的列。",
    wrong="id,period,after,puases",
    right="id,period,after,pauses",
)
COLUMN_TWICE = Code(
    "GR651",
    "case-column-twice",
    "the column `{column}` stands twice in the header",
    "表头中 `{column}` 列出现两次",
    why_en="Which of the two counts cannot be known.",
    why_zh="无从判断以哪一列为准。",
    wrong="id,period,after,after",
    right="id,period,after",
)
COLUMN_MISSING = Code(
    "GR652",
    "case-column-missing",
    "the table has no column {what}",
    "表中缺少{what_zh}列",
    why_en="Without it no row can be counted.",
    why_zh="缺少该列，任何一行都无法计算。",
    wrong="id,after\n1,2025-09-22",
    right="id,period,after\n1,20 working days,2025-09-22",
)
CELL_MISSING = Code(
    "GR653",
    "case-cell-missing",
    "the row does not say {what}",
    "该行没有写明{what_zh}",
    why_en="Nothing is guessed in a table: a row that names no calendar or no convention would be counted by "
    "the law of some other place.",
    why_zh="表中的内容一概不作猜测：没有写明日历或计期规则的行，会按别处的法律计算。",
    wrong="id,period,after\n1,20 working days,2025-09-22",
    right="id,period,after,calendar,convention\n1,20 working days,2025-09-22,cn,cn-civil-code",
)
CELLS_CONFLICT = Code(
    "GR654",
    "case-cells-conflict",
    "`{first}` and `{second}` cannot both be filled in one row",
    "同一行不能同时填写 `{first}` 与 `{second}`",
    why_en="Each of them alone decides the same thing.",
    why_zh="二者各自决定同一件事。",
    wrong="period,after,before\n5 days,2026-03-02,2026-04-01",
    right="period,after,before\n5 days,2026-03-02,",
)
CELL_VALUE = Code(
    "GR655",
    "case-cell-value",
    "`{value}` cannot stand in the column `{column}`",
    "`{column}` 列不能写 `{value}`",
    why_en="The column knows a few words or a fixed form.",
    why_zh="该列只认识少数几个词，或固定的写法。",
    wrong="direction\nbackwards",
    right="direction\nbefore",
)
DIFFERS = Code(
    "GR656",
    "date-differs",
    "counted {found}, and the table expects {expected}",
    "计算结果为{found_zh}，而表中应为 {expected}",
    why_en="Either the row does not say how its source counts, or the source is wrong, or govrules is. "
    "The proof, day by day, shows where the two part ways.",
    why_zh="或者该行没有写明来源的算法，或者来源有误，或者 govrules 有误；逐日说明可看出分歧所在。",
    wrong="period,after,expected\n20 working days,2025-09-22,2025-10-20",
    right="period,after,expected\n20 working days,2025-09-22,2025-10-24",
)
NOT_COUNTABLE = Code(
    "GR657",
    "not-countable",
    "{bad} of {rows} cases could not be counted",
    "{rows} 件中有 {bad} 件无法计算",
    why_en="Each is told with its line and column. The others are counted, but the exit code is 2.",
    why_zh="每一件都连同行列列出；其余照常计算，但退出码为 2。",
    wrong="period,after\n20 working dais,2025-09-22",
    right="period,after\n20 working days,2025-09-22",
)
NO_CASES = Code(
    "GR658",
    "no-cases",
    "the table has no cases",
    "表中没有案件",
    why_en="Only a header was found, or nothing at all. An empty table would pass every comparison.",
    why_zh="只有表头，或者什么都没有。空表会通过任何比较。",
    wrong="id,period,after",
    right="id,period,after\n1,5 days,2026-03-02",
)
TABLE_ENCODING = Code(
    "GR659",
    "table-encoding",
    "not valid UTF-8 from here on; the whole table was read as GB18030",
    "从此处起不是有效的 UTF-8；整个表已按 GB18030 读取",
    why_en="Almost any bytes can be read as GB18030: look whether the names came out right, or save the "
    "table as UTF-8.",
    why_zh="几乎任何字节都能按 GB18030 读取：请核对名称是否正确，或把表另存为 UTF-8。",
    wrong="a table saved as “CSV” by a Chinese spreadsheet program",
    right="a table saved as “CSV UTF-8”",
)

# GR670-GR689: calendars held side by side.

NO_DAY_IN_COMMON = Code(
    "GR670",
    "no-day-in-common",
    "the calendars have no day in common: one ends on {last}, the other begins on {first}",
    "两个日历没有共同的日期：一个止于 {last}，另一个始于 {first}",
    why_en="Only days that both calendars know can be compared.",
    why_zh="只有两个日历都有的日期才能比较。",
    wrong="govrules calendar diff cn-2024.yaml cn-2026.yaml",
    right="govrules calendar diff old/cn.yaml new/cn.yaml",
)
NOT_USED_BY_RULES = Code(
    "GR671",
    "calendar-not-used",
    "no policy of these rules counts on the calendar `{name}`",
    "这些规则中没有政策使用日历 `{name}`",
    why_en="Then no due date could move, whatever the calendar says: the comparison would pass in silence.",
    why_zh="如此则无论日历怎样变化，届满日都不会变动，比较将悄然通过。",
    wrong="govrules calendar diff old/tw.yaml new/tw.yaml --events log.jsonl --rules cn/licensing-law",
    right="govrules calendar diff old/cn.yaml new/cn.yaml --events log.jsonl --rules cn/licensing-law",
)
