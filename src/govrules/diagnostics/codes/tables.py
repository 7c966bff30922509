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
    wrong="period,trigger,direction\n5 days,2026-03-02,backwards",
    right="period,trigger,direction\n5 days,2026-03-02,before",
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
    wrong_zh="由中文电子表格软件另存为“CSV”的表",
    right_zh="另存为“CSV UTF-8”的表",
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

# GR680-GR689: what looks wrong in a calendar that can be read.

NOTICES_OUT_OF_ORDER = Code(
    "GR680",
    "notices-out-of-order",
    "the notice `{reference}` of {published} stands after one of {earlier}",
    "{published} 的通知 `{reference}` 排在 {earlier} 的通知之后",
    why_en="Notices are listed as they were published; one out of order is probably misdated, and what was "
    "known on a day would come out wrong.",
    why_zh="通知按公布先后排列；次序颠倒多半是日期有误，某日所知的情况会因此出错。",
    wrong="- {reference: second, published: 2019-03-22}\n- {reference: first, published: 2018-12-06}",
    right="- {reference: first, published: 2018-12-06}\n- {reference: second, published: 2019-03-22}",
)
SUPERSEDES_NOTHING = Code(
    "GR681",
    "supersedes-nothing",
    "the notice `{reference}` supersedes `{other}`, and no notice is called so",
    "通知 `{reference}` 取代 `{other}`，而没有这一通知",
    why_en="The notice that is superseded must be listed with its own reference.",
    why_zh="被取代的通知须以其自己的文号列出。",
    wrong="supersedes: 国办发明电〔2018〕51号",
    right="supersedes: 国办发明电〔2018〕15号",
)
SWAP_WITHOUT_PARTNER = Code(
    "GR682",
    "swap-without-partner",
    "{day} is exchanged with {other}, and {other} is {kind}",
    "{day} 与 {other} 对调，而 {other} 是{kind_zh}",
    why_en="An exchange has a day of rest and a day worked for it. Where one of them is missing, one of the "
    "two dates is probably mistyped.",
    why_zh="对调须有一个休息日和一个补班日；缺少其一，多半是其中一个日期有误。",
    wrong="days_off: {swapped: {2025-10-08: 2025-10-11}}\nmake_up: {2025-10-12: 2025-10-08}",
    right="days_off: {swapped: {2025-10-08: 2025-10-11}}\nmake_up: {2025-10-11: 2025-10-08}",
)
YEAR_WITHOUT_DAYS_OFF = Code(
    "GR683",
    "year-without-days-off",
    "{year} has no day off but weekends",
    "{year} 年除周末外没有休息日",
    why_en="Every other year of the calendar has some: this one was probably forgotten.",
    why_zh="日历的其他年份都有休息日：该年多半是遗漏了。",
    wrong="first_day: 2024-01-01\nlast_day: 2026-12-31   # and days off of 2024 and 2026 alone",
    right="first_day: 2024-01-01\nlast_day: 2026-12-31   # and days off of all three years",
    wrong_zh="first_day: 2024-01-01\nlast_day: 2026-12-31   # 而只有 2024 年和 2026 年的放假日",
    right_zh="first_day: 2024-01-01\nlast_day: 2026-12-31   # 三年的放假日齐全",
)
HORIZON_DISAGREES = Code(
    "GR684",
    "horizon-disagrees",
    "announced up to {horizon}, and {what}",
    "公布至 {horizon}，而{what_zh}",
    why_en="The horizon decides which dates are marked as projected.",
    why_zh="公布界限决定哪些日期标为推定。",
    wrong="announced_until: 2027-12-28   # the last notice has `announces_until: 2026-12-28`",
    right="announced_until: 2026-12-28",
    wrong_zh="announced_until: 2027-12-28   # 最后一份通知写明 `announces_until: 2026-12-28`",
)
CHANGE_WITHOUT_EFFECT = Code(
    "GR685",
    "change-without-effect",
    "the notice `{reference}` says that it changed {day}, which is what it was before",
    "通知 `{reference}` 称其变更了 {day}，而该日与此前相同",
    why_en="`changes` holds what a day had been before the notice; where that is what it is now, one of the "
    "two is probably wrong.",
    why_zh="`changes` 写的是通知之前该日的性质；若与现在相同，多半有一处有误。",
    wrong="changes: {2019-05-01: statutory}",
    right="changes: {2019-05-02: ordinary}",
)
OPEN_WITHOUT_HOURS = Code(
    "GR686",
    "open-without-hours",
    "{weekday} is worked, and the office has no hours on it",
    "{weekday_zh}为工作日，而没有办公时间",
    why_en="Working hours would pass over that day of the week, working days would not.",
    why_zh="按工作时间计算会跳过该星期几，按工作日计算则不会。",
    wrong="hours: {mon-thu: 09:00-17:00}",
    right="hours: {mon-fri: 09:00-17:00}",
)
STRANGE_WEEKEND = Code(
    "GR687",
    "strange-weekend",
    "{count} days of the week are off",
    "一周中有 {count} 天休息",
    why_en="Offices are shut on one to three days of the week.",
    why_zh="机关一周休息一至三天。",
    wrong="weekend: [mon, tue, wed, thu]",
    right="weekend: [sat, sun]",
)
DAY_IN_TWO_KINDS = Code(
    "GR688",
    "day-in-two-kinds",
    "{day} is off twice, as {first} and as {second}",
    "{day} 两次列为休息，分别为 {first} 与 {second}",
    why_en="A closure on a holiday changes nothing for working days; as a slip it may hide the day that was "
    "meant.",
    why_zh="节假日再列停办，对工作日并无影响；若是笔误，则可能遗漏了本来要写的日期。",
    wrong="days_off:\n  statutory: {2025-10-01: 国庆节}\n  closure: {2025-10-01: moving}",
    right="days_off:\n  statutory: {2025-10-01: 国庆节}\n  closure: {2025-10-09: moving}",
)
