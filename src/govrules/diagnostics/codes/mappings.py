"""GR450-GR469: mapping files, and what a mapping finds in a log; `events` has the rest of GR4xx."""

from govrules.diagnostics.core import Code

# GR450-GR459: mapping files.

MAPPING_KEY_UNKNOWN = Code(
    "GR450",
    "mapping-key-unknown",
    "`{key}` is no key of a mapping here",
    "此处的映射没有 `{key}` 这个键",
    why_en="A key that is not understood would be left out in silence, so it is an error.",
    why_zh="不认识的键会被悄悄忽略，因此视为错误。",
    wrong="attribute: {grade: 等级}",
    right="attributes: {grade: 等级}",
)
MAPPING_KEY_MISSING = Code(
    "GR451",
    "mapping-key-missing",
    "the key `{key}` is missing",
    "缺少键 `{key}`",
    why_en="A mapping says at least which column is the case, and where events and their times come from.",
    why_zh="映射文件至少要说明哪一列是案件，以及事件及其时间从何而来。",
    wrong="govrules: 1\nmapping: our-log\ncase: case_id\ntype: activity",
    right="govrules: 1\nmapping: our-log\ncase: case_id\ntype: activity\ntime: timestamp",
)
MAPPING_VALUE = Code(
    "GR452",
    "mapping-value",
    "`{key}` has a value that cannot stand here",
    "`{key}` 的值不能这样写",
    why_en="The help below the message says what can stand here.",
    why_zh="消息下方的建议说明此处可以写什么。",
    wrong="others: drop",
    right="others: ignore",
)
ZONE_UNKNOWN = Code(
    "GR453",
    "zone-unknown",
    "`{zone}` is no known time zone",
    "`{zone}` 不是已知的时区",
    why_en="Zones are named by continent and city, as in the IANA database. Abbreviations as CST mean "
    "several zones.",
    why_zh="时区按 IANA 数据库以洲和城市命名。CST 等缩写可指多个时区。",
    wrong="time_zone: Beijing",
    right="time_zone: Asia/Shanghai",
)
FORMAT_UNKNOWN = Code(
    "GR454",
    "format-unknown",
    "`{format}` is no format of a date or time",
    "`{format}` 不是日期或时间的格式",
    why_en="A format names the year, the month and the day by %Y %m %d, and optionally %H %M %S %f %z; or "
    "it is one "
    "of `excel`, `unix`, `unix_ms`.",
    why_zh="格式以 %Y %m %d 表示年、月、日，可另加 %H %M %S %f %z；或为 `excel`、`unix`、`unix_ms` 之一。",
    wrong="time: {column: received, format: dd/mm/yyyy}",
    right='time: {column: received, format: "%d/%m/%Y"}',
)
MAPPING_WITHOUT_EVENTS = Code(
    "GR455",
    "mapping-without-events",
    "the mapping makes no event: it has neither `type` and `time`, nor `split`, nor `case_events`",
    "映射没有产生任何事件：既没有 `type` 和 `time`，也没有 `split` 或 `case_events`",
    why_en="A row becomes an event by `type` and `time`, or several by `split`; a case gets one by "
    "`case_events`.",
    why_zh="由 `type` 和 `time` 一行成为一个事件，由 `split` 成为多个；由 `case_events` 一案得到一个。",
    wrong="govrules: 1\nmapping: our-log\ncase: case_id",
    right="govrules: 1\nmapping: our-log\ncase: case_id\ntype: activity\ntime: timestamp",
)
NOT_A_MAPPING = Code(
    "GR456",
    "not-a-mapping",
    "this is no mapping file: it does not begin with `govrules: 1` and `mapping: name`",
    "这不是映射文件：没有以 `govrules: 1` 和 `mapping: 名称` 开头",
    why_en="A rule file or a log stands where the mapping should.",
    why_zh="规则文件或日志放在了映射文件的位置。",
    wrong="policy: our-policy",
    right="govrules: 1\nmapping: our-log",
)
MAPPING_NAME_TWICE = Code(
    "GR457",
    "mapping-name-twice",
    "`{key}` is named twice",
    "`{key}` 出现两次",
    why_en="Two columns cannot become one attribute.",
    why_zh="两列不能成为同一属性。",
    wrong="attributes: [grade, fee, grade]",
    right="attributes: [grade, fee]",
)

# GR460-GR469: what is noticed over many rows.

EVENT_NAME_UNKNOWN = Code(
    "GR460",
    "event-name-unknown",
    "`{name}` (rows: {count}) is not in the `events` of the mapping",
    "映射的 `events` 中没有 `{name}`（行数：{count}）",
    why_en="By `others: keep` such an event passes on under its own name, with a warning; by `ignore` it "
    "is left out "
    "and counted; by `error` its row is refused.",
    why_zh="`others: keep` 时以原名保留并警告；`ignore` 时略去并计数；`error` 时拒绝该行。",
    wrong="events: {SL: accepted}, and rows with SQ",
    right="events: {SL: accepted, SQ: applied}",
    wrong_zh="events: {SL: accepted}，而有的行是 SQ",
)
EVENT_NAME_REFUSED = Code(
    "GR464",
    "event-name-refused",
    "`{name}` is not in the `events` of the mapping, which takes no others",
    "映射的 `events` 中没有 `{name}`，且不接受其他名称",
    why_en="The mapping says `others: error`, so that a name that is new in the log is noticed.",
    why_zh="映射写明 `others: error`，以便发现日志中新出现的名称。",
    wrong="events: {SL: accepted}, and rows with SQ",
    right="events: {SL: accepted, SQ: applied}",
    wrong_zh="events: {SL: accepted}，而有的行是 SQ",
)
MORE_NAMES_UNKNOWN = Code(
    "GR461",
    "more-names-unknown",
    "{names} more names (rows: {count}) are not in the `events` of the mapping",
    "另有 {names} 个名称（行数：{count}）不在映射的 `events` 中",
    why_en="So many names suggest that `type` names the wrong column.",
    why_zh="名称如此之多，可能是 `type` 写错了列。",
    wrong="type: case_id",
    right="type: activity",
)
CASE_CONFLICT = Code(
    "GR462",
    "case-conflict",
    "case `{case}`: `{column}` differs from line {line}; no case event is made for it",
    "案件 `{case}`：`{column}` 与第 {line} 行不同；不为其生成案件事件",
    why_en="A column of the case must be the same on each of its rows, or empty. Which value is right "
    "cannot be known.",
    why_zh="案件级的列在同一案件的各行须相同或为空；无从判断哪个值正确。",
    wrong="case,deadline\nc1,2026-03-02\nc1,2026-03-09",
    right="case,deadline\nc1,2026-03-09\nc1,2026-03-09",
)
MORE_OF_A_KIND = Code(
    "GR463",
    "more-of-a-kind",
    "{count} more rows with `{code}`, the last on line {last}",
    "另有 {count} 行出现 `{code}`，最后一处在第 {last} 行",
    why_en="Only the first thousand of one kind are listed; `lines` of the log holds every line number.",
    why_zh="同类问题只列出前一千处；日志的 `lines` 含有全部行号。",
    wrong="a whole column without time zone",
    right="time_zone: Asia/Shanghai",
    wrong_zh="整列时间都没有时区",
)
