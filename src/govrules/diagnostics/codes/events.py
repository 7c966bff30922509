"""GR400-GR449: files of events, their rows and times; `mappings` has the rest of GR4xx."""

from govrules.diagnostics.core import Code

# GR401-GR419: the file as a whole.

LOG_MISSING = Code(
    "GR401",
    "log-missing",
    "there is no such file of events",
    "没有这个事件文件",
    why_en="The path names no file. Relative paths start at the folder in which the command runs.",
    why_zh="该路径下没有文件；相对路径从运行命令的目录算起。",
    wrong="govrules evaluate rules.yaml --events evnets.csv",
    right="govrules evaluate rules.yaml --events events.csv",
)
LOG_UNREADABLE = Code(
    "GR402",
    "log-unreadable",
    "the file of events cannot be opened",
    "无法打开事件文件",
    why_en="The path names a folder, or you may not read the file.",
    why_zh="该路径是目录，或没有读取权限。",
    wrong="govrules evaluate rules.yaml --events logs/",
    right="govrules evaluate rules.yaml --events logs/events.csv",
)
LOG_EMPTY = Code(
    "GR403",
    "log-empty",
    "the file of events is empty",
    "事件文件是空的",
    why_en="An empty log would pass every duty in silence, so it is an error. Export the log again.",
    why_zh="空日志会使一切义务悄然通过，因此视为错误。请重新导出日志。",
    wrong="events.csv (0 KB)",
    right="events.csv:\ncase,type,time\nc1,accepted,2026-03-02",
)
LOG_FORMAT_UNKNOWN = Code(
    "GR404",
    "log-format-unknown",
    "a file of events cannot end in `{suffix}`",
    "事件文件的扩展名不能是 `{suffix}`",
    why_en="The ending tells how the file is written: .jsonl, .ndjson, .json, .csv, .tsv, .xlsx "
    "or .parquet, each also with .gz after it.",
    why_zh="扩展名说明文件的写法：.jsonl、.ndjson、.json、.csv、.tsv、.xlsx 或 .parquet，均可再加 .gz。",
    wrong="events.txt",
    right="events.csv",
)
RULES_AS_LOG = Code(
    "GR405",
    "rules-as-log",
    "this looks like a rule file (it has the key `{key}`), not like a file of events",
    "这看起来是规则文件（含有键 `{key}`），不是事件文件",
    why_en="A rule file, a mapping or a scenario stands where the log should. Check the order of the "
    "arguments.",
    why_zh="规则文件、映射文件或情景文件放在了日志的位置。请检查参数的次序。",
    wrong="govrules evaluate rules.yaml --events rules.yaml",
    right="govrules evaluate rules.yaml --events events.csv",
)
LOG_ENCODING = Code(
    "GR406",
    "log-encoding",
    "not valid text in {encoding}",
    "不是有效的 {encoding} 文本",
    why_en="A byte here cannot be read in this encoding. Without an encoding given, UTF-8 is tried, then "
    "GB18030.",
    why_zh="此处有字节不能按该编码读取。未指定编码时先试 UTF-8，再试 GB18030。",
    wrong="encoding: utf-8   # GB18030",
    right="encoding: gb18030",
)
ENCODING_UNKNOWN = Code(
    "GR407",
    "encoding-unknown",
    "`{encoding}` is no known text encoding",
    "`{encoding}` 不是已知的文本编码",
    why_en="Use a name that Python knows, as utf-8, gb18030, utf-16 or latin-1.",
    why_zh="请使用 Python 认识的名称，如 utf-8、gb18030、utf-16 或 latin-1。",
    wrong="encoding: gb-2000",
    right="encoding: gb18030",
)
ENCODING_GUESSED = Code(
    "GR408",
    "encoding-guessed",
    "not valid UTF-8 from here on; the whole file was read as GB18030",
    "从此处起不是有效的 UTF-8；整个文件已按 GB18030 读取",
    why_en="Almost any bytes can be read as GB18030, so look whether the names came out right, "
    "and name the encoding to be sure.",
    why_zh="几乎任何字节都能按 GB18030 读取，请核对名称是否正确，并写明编码以求确定。",
    wrong="no `encoding` for a file that is not in UTF-8",
    right="encoding: gb18030",
    wrong_zh="文件不是 UTF-8 编码，而没有写明 `encoding`",
)
LOG_DAMAGED = Code(
    "GR409",
    "log-damaged",
    "the compressed file is damaged or cut short",
    "压缩文件已损坏或不完整",
    why_en="Nothing of it is used: events that are cut off would look like events that did not happen.",
    why_zh="其中内容一概不用：被截去的事件看起来会像没有发生过。",
    wrong="events.csv.gz, copied while it was being written",
    right="events.csv.gz, copied again when complete",
    wrong_zh="写入过程中复制的 events.csv.gz",
    right_zh="写完后重新复制的 events.csv.gz",
)
EXCEL_MISSING = Code(
    "GR410",
    "excel-missing",
    "reading Excel files needs the package `openpyxl`",
    "读取 Excel 文件需要 `openpyxl` 包",
    why_en="It comes with the extra `excel`.",
    why_zh="它随附加组件 `excel` 安装。",
    wrong="pip install govrules",
    right="pip install 'govrules[excel]'",
)
EXCEL_DAMAGED = Code(
    "GR411",
    "excel-damaged",
    "not an Excel workbook, or a damaged one",
    "不是 Excel 工作簿，或已损坏",
    why_en="An .xlsx file is a zip archive of a fixed layout. The old .xls format is another one: save it "
    "as .xlsx.",
    why_zh=".xlsx 是布局固定的 zip 压缩包。旧的 .xls 格式不同，请另存为 .xlsx。",
    wrong="events.xls, renamed to events.xlsx",
    right="events.xlsx, saved as such by the spreadsheet program",
    wrong_zh="events.xls，改名为 events.xlsx",
    right_zh="events.xlsx，由电子表格软件另存为该格式",
)
SHEET_UNKNOWN = Code(
    "GR412",
    "sheet-unknown",
    "the workbook has no sheet `{sheet}`",
    "工作簿中没有工作表 `{sheet}`",
    why_en="Without a sheet named, the first one is read.",
    why_zh="未指明工作表时读取第一张。",
    wrong="sheet: Events 2026",
    right="sheet: 2026 events",
)
LOG_NOT_TEXT = Code(
    "GR413",
    "log-not-text",
    "the content is a zip archive, not text; an Excel workbook must end in `.xlsx`",
    "内容是 zip 压缩包而不是文本；Excel 工作簿的扩展名须为 `.xlsx`",
    why_en="The name promises text and the bytes are those of a zip archive.",
    why_zh="名称表明是文本，而内容是 zip 压缩包。",
    wrong="events.csv (a workbook by its content)",
    right="events.xlsx",
    wrong_zh="events.csv（内容是工作簿）",
)
LOG_TOO_LARGE = Code(
    "GR414",
    "log-too-large",
    "larger than {limit} MB, more than this form of file can be read in",
    "大于 {limit} MB，超出此类文件可读的大小",
    why_en="JSON arrays and workbooks are held in memory as a whole. JSON Lines and CSV are read row by row.",
    why_zh="JSON 数组和工作簿须整体放入内存；JSON Lines 和 CSV 逐行读取。",
    wrong="events.json (800 MB)",
    right="events.jsonl",
)
NO_ROWS = Code(
    "GR415",
    "no-rows",
    "the file has no rows of events",
    "文件中没有任何事件行",
    why_en="Only a header was found. No duty is triggered by an empty log.",
    why_zh="只有表头。空日志不会触发任何义务。",
    wrong="case,type,time",
    right="case,type,time\nc1,accepted,2026-03-02",
)

# GR420-GR429: a row that cannot be taken apart.

BAD_JSON = Code(
    "GR420",
    "bad-json",
    "not valid JSON",
    "不是有效的 JSON",
    why_en="In JSON Lines every line is one complete JSON object.",
    why_zh="在 JSON Lines 中，每一行是一个完整的 JSON 对象。",
    wrong="{'case': 'c1'}",
    right='{"case": "c1", "type": "accepted", "time": "2026-03-02"}',
)
JSON_NOT_OBJECT = Code(
    "GR421",
    "json-not-object",
    "an event must be a JSON object",
    "事件必须是 JSON 对象",
    why_en="Each event is written between braces, with a name for every value.",
    why_zh="每个事件写在花括号内，每个值都有名称。",
    wrong='["c1", "accepted", "2026-03-02"]',
    right='{"case": "c1", "type": "accepted", "time": "2026-03-02"}',
)
JSON_NOT_ARRAY = Code(
    "GR422",
    "json-not-array",
    "a .json file of events must be one array",
    ".json 事件文件必须是一个数组",
    why_en="One object a line is JSON Lines: let the name end in .jsonl.",
    why_zh="一行一个对象是 JSON Lines，扩展名请用 .jsonl。",
    wrong='{"case": "c1"}\n{"case": "c2"}',
    right='[{"case": "c1"}, {"case": "c2"}]',
)
DUPLICATE_JSON_KEY = Code(
    "GR423",
    "duplicate-json-key",
    "the key `{key}` stands twice in one object",
    "键 `{key}` 在同一对象中出现两次",
    why_en="Most programs take the last one in silence; which one is right cannot be known here.",
    why_zh="多数程序会悄悄取最后一个；此处无从判断哪个正确。",
    wrong='{"case": "c1", "time": "2026-03-02", "time": "2026-03-03"}',
    right='{"case": "c1", "time": "2026-03-02"}',
)
JSON_NUMBER = Code(
    "GR424",
    "json-number",
    "a number that is infinite or not a number (NaN)",
    "数值为无穷或非数 (NaN)",
    why_en="JSON has no such numbers. Leave the value out, or write null.",
    why_zh="JSON 没有这样的数。请省略该值或写 null。",
    wrong='{"amount": NaN}',
    right='{"amount": null}',
)
TOO_DEEP = Code(
    "GR425",
    "row-too-deep",
    "the row is nested deeper than {limit} levels",
    "该行嵌套超过 {limit} 层",
    why_en="No real record is nested so deep; such files are made to exhaust a program.",
    why_zh="真实记录不会嵌套这么深；这样的文件是用来耗尽程序的。",
    wrong='{"case": "c1", "notes": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}',
    right='{"case": "c1", "notes": [1]}',
)
LINE_TOO_LONG = Code(
    "GR426",
    "line-too-long",
    "a line of more than {limit} characters",
    "一行超过 {limit} 个字符",
    why_en="A line this long is no row of events: line breaks may have been lost.",
    why_zh="这么长的一行不会是事件行：换行符可能已丢失。",
    wrong='{"case": "c1", ...} {"case": "c2", ...} {"case": "c3", ...}',
    right='{"case": "c1", ...}\n{"case": "c2", ...}\n{"case": "c3", ...}',
)
NUL_CHARACTER = Code(
    "GR427",
    "nul-character",
    "the line holds a NUL character",
    "该行含有 NUL 字符",
    why_en="Text has no NUL characters: the file is damaged, or in another encoding.",
    why_zh="文本中没有 NUL 字符：文件已损坏，或为其他编码。",
    wrong="a file in UTF-16 without its byte order mark, read as UTF-8",
    right="encoding: utf-16-le",
    wrong_zh="没有字节顺序标记的 UTF-16 文件，按 UTF-8 读取",
)
FIELD_COUNT = Code(
    "GR428",
    "field-count",
    "the row has {found} fields, the header {expected}",
    "该行有 {found} 个字段，表头有 {expected} 个",
    why_en="Fields would be taken for others. A delimiter inside a value needs the value in double quotes.",
    why_zh="字段会错位。值中含有分隔符时，须将该值放在双引号内。",
    wrong="c1,accepted,2026-03-02,Room 3, ground floor",
    right='c1,accepted,2026-03-02,"Room 3, ground floor"',
)
BAD_QUOTES = Code(
    "GR429",
    "bad-quotes",
    "a quoted field that is not closed, or goes on after its closing quote (lines {first} to {last} are "
    "left out)",
    "引号内的字段没有结束，或在结束引号后仍有内容（第 {first} 至 {last} 行未读取）",
    why_en="A quote inside a quoted field is written twice.",
    why_zh="引号字段内的引号须写两次。",
    wrong='c1,"the "fast" track"',
    right='c1,"the ""fast"" track"',
)

# GR430-GR444: a value that cannot be used.

MISSING_VALUE = Code(
    "GR430",
    "missing-value",
    "no value for `{field}`",
    "`{field}` 没有值",
    why_en="Every event needs its case, its type and its time.",
    why_zh="每个事件都须有案件、类型和时间。",
    wrong="case,type,time\nc1,,2026-03-02",
    right="case,type,time\nc1,accepted,2026-03-02",
)
NOT_A_TIME = Code(
    "GR431",
    "not-a-time",
    "`{text}` is not understood as a date or time",
    "`{text}` 不能理解为日期或时间",
    why_en="Understood are ISO 8601, 2025/3/4, 2025.3.4, 2025年3月4日 and 20250304, each with an optional "
    "time of "
    "day. Anything else needs a `format` in the mapping.",
    why_zh="可理解 ISO 8601、2025/3/4、2025.3.4、2025年3月4日 和 20250304，均可带时刻；"
    "其他写法须在映射文件中写明 "
    "`format`。",
    wrong="4 Mar 2025",
    right="2025-03-04",
)
IMPOSSIBLE_DATE = Code(
    "GR432",
    "impossible-day",
    "there is no day `{text}`",
    "没有 `{text}` 这一天",
    why_en="The month does not have this day, or the year this month. The nearest day is not guessed.",
    why_zh="该月没有这一天，或没有这个月。不会猜测最近的日子。",
    wrong="2026-02-30",
    right="2026-02-28",
)
IMPOSSIBLE_CLOCK = Code(
    "GR433",
    "impossible-clock",
    "there is no time of day `{text}`",
    "没有 `{text}` 这一时刻",
    why_en="Hours go to 23, minutes and seconds to 59. 24:00 is refused: whether it belongs to this day "
    "or the "
    "next decides deadlines, so write 23:59:59, or 00:00 of the next day.",
    why_zh="时至 23，分、秒至 59。不接受 24:00：它属于当日还是次日会影响期限，请写 23:59:59 或次日 00:00。",
    wrong="2026-03-02 24:00",
    right="2026-03-02 23:59:59",
)
NO_ZONE = Code(
    "GR434",
    "no-zone",
    "`{text}` has a time of day and no time zone",
    "`{text}` 有时刻而没有时区",
    why_en="The same clock time is a different instant, and perhaps another day, in another zone. Add an "
    "offset, "
    "or say the zone of the whole file.",
    why_zh="同一钟点在不同时区是不同的时刻，甚至不同的日子。请写明偏移，或说明整个文件的时区。",
    wrong="2026-03-02 09:00",
    right="time_zone: Asia/Shanghai",
)
DAY_OR_MONTH = Code(
    "GR435",
    "day-or-month",
    "`{text}` does not say which number is the day and which the month",
    "`{text}` 没有说明哪个数是日、哪个数是月",
    why_en="03/04/2025 is the third of April in one office and the fourth of March in another. "
    "The mapping must say which.",
    why_zh="03/04/2025 在有的单位是四月三日，在有的单位是三月四日；须由映射文件说明。",
    wrong="time: received",
    right='time: {column: received, format: "%d/%m/%Y"}',
)
NOT_IN_FORMAT = Code(
    "GR436",
    "not-in-format",
    "`{text}` does not fit the format `{format}`",
    "`{text}` 与格式 `{format}` 不符",
    why_en="Where a column has a `format`, every value of it is read by that format alone.",
    why_zh="列写明了 `format` 时，其每个值都只按该格式读取。",
    wrong='format: "%d/%m/%Y"\n2026-03-02',
    right='format: "%Y-%m-%d"\n2026-03-02',
)
TIME_TWICE = Code(
    "GR437",
    "time-twice",
    "`{text}` came twice in `{zone}`, when clocks were set back; the first is taken",
    "`{text}` 在 `{zone}` 因时钟拨回而出现两次；取第一次",
    why_en="An offset in the value would say which of the two it was.",
    why_zh="值中写明偏移即可说明是哪一次。",
    wrong="2011-10-30 02:30",
    right="2011-10-30 02:30+01:00",
)
TIME_NEVER = Code(
    "GR438",
    "time-never",
    "`{text}` never was in `{zone}`: clocks were set forward; it is read as `{used}`",
    "`{text}` 在 `{zone}` 因时钟拨快而不存在；读作 `{used}`",
    why_en="The hour is skipped in spring. The zone may be the wrong one for this file.",
    why_zh="春季该小时被跳过。此文件的时区可能写错了。",
    wrong="time_zone: Europe/Amsterdam\n2011-03-27 02:30",
    right="time_zone: Europe/Amsterdam\n2011-03-27 03:30",
)
BAD_VALUE = Code(
    "GR439",
    "bad-value",
    "the value in `{column}` is no `{type}`",
    "`{column}` 中的值不是 `{type}`",
    why_en="The mapping says what this column holds. The value is not shown: it may be somebody's data.",
    why_zh="映射文件说明了此列的类型。值可能涉及个人，故不显示。",
    wrong="fee: 12 yuan",
    right="fee: 12",
)
NOT_TEXT = Code(
    "GR440",
    "not-text",
    "`{field}` must be text",
    "`{field}` 必须是文本",
    why_en="The names of cases, events, units and actors are text; whole numbers are taken as text.",
    why_zh="案件、事件、单位和人员的名称是文本；整数按文本处理。",
    wrong='{"case": ["c1"]}',
    right='{"case": "c1"}',
)
UNUSABLE_VALUE = Code(
    "GR441",
    "unusable-value",
    "`{field}` cannot be kept: it holds text that no file can hold, or two keys that are one name",
    "`{field}` 无法保存：含有任何文件都不能保存的文本，或两个键实为同一名称",
    why_en="Half of a character pair (\\ud800) is no character; two spellings of one accented name are "
    "one name.",
    why_zh="半个字符对 (\\ud800) 不是字符；同一名称的两种编码写法是同一名称。",
    wrong='{"note": "\\ud800"}',
    right='{"note": "\\ud83d\\ude00"}',
)
EXCEL_ERROR_CELL = Code(
    "GR442",
    "excel-error-cell",
    "the cell in `{column}` shows an error of Excel",
    "`{column}` 中的单元格显示 Excel 错误",
    why_en="A formula failed (#REF!, #N/A). What it should have shown cannot be known.",
    why_zh="公式出错（#REF!、#N/A），无从得知应有的值。",
    wrong="#REF!",
    right="2026-03-02",
)
DATA_NOT_OBJECT = Code(
    "GR443",
    "data-not-object",
    "`data` must be a JSON object, and share no name with what stands beside it",
    "`data` 必须是 JSON 对象，且不得与其旁的名称重复",
    why_en="The attributes of an event stand in `data`, or beside `case`, `type` and `time`, each name once.",
    why_zh="事件的属性写在 `data` 中，或与 `case`、`type`、`time` 并列，每个名称只出现一次。",
    wrong='{"case": "c1", "type": "accepted", "time": "2026-03-02", "data": "simple"}',
    right='{"case": "c1", "type": "accepted", "time": "2026-03-02", "data": {"grade": "simple"}}',
)

# GR445-GR449: the header.

COLUMN_UNKNOWN = Code(
    "GR445",
    "column-unknown",
    "there is no column `{column}`",
    "没有名为 `{column}` 的列",
    why_en="Without a mapping the columns must be called case, type and time. With one, every column that it "
    "names must be there.",
    why_zh="没有映射文件时，列名须为 case、type 和 time；有映射文件时，其中所写的列都必须存在。",
    wrong="time: recieved",
    right="time: received",
)
COLUMN_TWICE = Code(
    "GR446",
    "column-twice",
    "the column `{column}` stands twice in the header",
    "列 `{column}` 在表头中出现两次",
    why_en="Which of the two is meant cannot be known. Rename one in the file.",
    why_zh="无从判断指的是哪一列。请在文件中改名。",
    wrong="case,type,time,time",
    right="case,type,time,time_sent",
)
