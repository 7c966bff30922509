"""Codes of the area `commands`: see `govrules.diagnostics.codes` for the numbering."""

from govrules.diagnostics.core import Code

UNKNOWN_COMMAND = Code(
    id="GR601",
    name="unknown-command",
    en="govrules has no command `{name}`",
    zh="govrules 没有命令 `{name}`",
    why_en="The first word after `govrules` says what to do; only the listed words are known.",
    why_zh="`govrules` 之后的第一个词说明要做什么，只认识列出的词。",
    wrong="govrules evalute rules/ --events events.jsonl",
    right="govrules evaluate rules/ --events events.jsonl",
)
UNKNOWN_OPTION = Code(
    id="GR602",
    name="unknown-option",
    en="`govrules {command}` has no option `{option}`",
    zh="`govrules {command}` 没有选项 `{option}`",
    why_en="An option that is not understood could change the result, so it is refused and not skipped.",
    why_zh="不认识的选项可能影响结果，因此拒绝执行，而不是跳过。",
    wrong="govrules due 5天 --afer 2026-03-02",
    right="govrules due 5天 --after 2026-03-02",
)
OPTION_NEEDS_VALUE = Code(
    id="GR603",
    name="option-needs-value",
    en="`{option}` needs a value: {metavar}",
    zh="`{option}` 之后要有值：{metavar}",
    why_en="The option was the last word, or another option follows it.",
    why_zh="该选项是最后一个词，或紧接着另一个选项。",
    wrong="govrules evaluate rules/ --events",
    right="govrules evaluate rules/ --events events.jsonl",
)
OPTION_TAKES_NO_VALUE = Code(
    id="GR604",
    name="option-takes-no-value",
    en="`{option}` takes no value",
    zh="`{option}` 之后不带值",
    why_en="The option is a switch: it is there or it is not.",
    why_zh="该选项是开关，只有“有”与“无”。",
    wrong="--strict=yes",
    right="--strict",
)
NOT_A_CHOICE = Code(
    id="GR605",
    name="not-a-choice",
    en="`{value}` is no value of `{option}`",
    zh="`{value}` 不是 `{option}` 的取值",
    why_en="This option knows a short list of values.",
    why_zh="该选项只认识少数几个取值。",
    wrong="--format xml",
    right="--format json",
)
MISSING_ARGUMENT = Code(
    id="GR606",
    name="missing-argument",
    en="`govrules {command}` needs {what}",
    zh="`govrules {command}` 缺少{what_zh}",
    why_en="Without it there is nothing to work on; nothing is guessed.",
    why_zh="缺了它就没有可处理的内容；程序不作猜测。",
    wrong="govrules evaluate rules/",
    right="govrules evaluate rules/ --events events.jsonl",
)
UNEXPECTED_ARGUMENT = Code(
    id="GR607",
    name="unexpected-argument",
    en="`govrules {command}` does not know what to do with `{value}`",
    zh="`govrules {command}` 不知如何处理 `{value}`",
    why_en="There are more words than the command reads.",
    why_zh="给出的词多于该命令所读取的词。",
    wrong="govrules calendar show cn 2026",
    right="govrules calendar show cn --year 2026",
)
NOT_A_DATE = Code(
    id="GR608",
    name="not-a-date",
    en="`{value}` after `{option}` is no date",
    zh="`{option}` 之后的 `{value}` 不是日期",
    why_en="Dates are written year-month-day: 03/04 is in March in one country, in April in another.",
    why_zh="日期按年-月-日书写，因为 03/04 在不同国家可指三月或四月的某日。",
    wrong="--after 02.03.2026",
    right="--after 2026-03-02",
)
IMPOSSIBLE_DATE = Code(
    id="GR609",
    name="no-such-date",
    en="`{value}` after `{option}` does not exist: {why}",
    zh="`{option}` 之后的 `{value}` 不存在：{why_zh}",
    why_en="A slip of the keyboard must not move to a neighbouring day, since a deadline may hang on it.",
    why_zh="笔误不能悄悄变成相邻的日子，因为期限可能取决于这一天。",
    wrong="--after 2026-02-30",
    right="--after 2026-02-28",
)
INSTANT_WITHOUT_ZONE = Code(
    id="GR610",
    name="instant-without-zone",
    en="`{value}` after `{option}` is a time of day without its zone",
    zh="`{option}` 之后的 `{value}` 有钟点而没有时区",
    why_en="Nine in the morning is another instant in every zone, and so may be another day.",
    why_zh="同为上午九时，在不同时区是不同的时刻，日期也可能不同。",
    wrong="--as-of 2026-03-31T17:00",
    right="--as-of 2026-03-31T17:00+08:00",
)
UNKNOWN_ZONE = Code(
    id="GR611",
    name="unknown-zone",
    en="there is no time zone `{value}`",
    zh="没有名为 `{value}` 的时区",
    why_en="Zones are named as in the IANA time zone database: a region and a city.",
    why_zh="时区按 IANA 时区数据库命名：区域加城市。",
    wrong="--time-zone Beijing",
    right="--time-zone Asia/Shanghai",
)
NOT_A_SPAN = Code(
    id="GR612",
    name="not-a-span",
    en="`{value}` after `{option}` is no span of two {what}",
    zh="`{option}` 之后的 `{value}` 不是由两个{what_zh}组成的起止",
    why_en="A span is its first and its last point with two dots between them.",
    why_zh="起止以两个圆点相连，写明起点与终点。",
    wrong="--pause 2026-03-09-2026-03-16",
    right="--pause 2026-03-09..2026-03-16",
)
SPAN_BACKWARD = Code(
    id="GR613",
    name="span-backward",
    en="`{value}` after `{option}` ends before it starts",
    zh="`{option}` 之后的 `{value}` 终点早于起点",
    why_en="The earlier point comes first.",
    why_zh="较早的一点在前。",
    wrong="--pause 2026-03-16..2026-03-09",
    right="--pause 2026-03-09..2026-03-16",
)
CONFLICTING_OPTIONS = Code(
    id="GR614",
    name="conflicting-options",
    en="`{first}` and `{second}` cannot stand together",
    zh="`{first}` 与 `{second}` 不能同时使用",
    why_en="Each of them alone decides the same thing.",
    why_zh="二者各自决定同一件事。",
    wrong="--after 2026-03-02 --before 2026-04-01",
    right="--after 2026-03-02",
)
GIVEN_TWICE = Code(
    id="GR615",
    name="given-twice",
    en="`{option}` is given twice",
    zh="`{option}` 给出了两次",
    why_en="Only one of the two could count, and it would not be clear which.",
    why_zh="只能采用其中之一，而采用哪一个并不清楚。",
    wrong="--as-of 2026-03-31 --as-of 2026-06-30",
    right="--as-of 2026-03-31",
)
UNKNOWN_CODE = Code(
    id="GR620",
    name="unknown-code",
    en="no diagnostic has the code `{value}`",
    zh="没有编号为 `{value}` 的诊断",
    why_en="Codes are the letters GR and three digits; names with hyphens are understood too.",
    why_zh="诊断编号是 GR 加三位数字，也可使用以连字符相连的名称。",
    wrong="govrules help GR999",
    right="govrules help GR101",
)
NO_SUCH_CASE = Code(
    id="GR621",
    name="no-such-case",
    en="the events have no case `{value}`",
    zh="事件中没有案件 `{value}`",
    why_en="The id of a case must be the one in the events file.",
    why_zh="案件编号须与事件文件中的一致。",
    wrong="--case L2",
    right="--case L02",
)
NO_SUCH_FINDING = Code(
    id="GR622",
    name="no-such-finding",
    en="the evaluation has no finding `{value}`",
    zh="评估结果中没有编号为 `{value}` 的结论",
    why_en="Findings have stable ids, shown by `--format json`; other rules or events give other findings.",
    why_zh="结论有固定编号，可用 `--format json` 查看；规则或事件不同，结论也不同。",
    wrong="--finding abc",
    right="--finding cn-licensing-law/decide/L02/2025-09-22",
)
YEAR_OUTSIDE = Code(
    id="GR625",
    name="year-outside",
    en="`{value}` after `{option}` lies outside: {why}",
    zh="`{option}` 之后的 `{value}` 超出范围：{why_zh}",
    why_en="Nothing is known about the days of that year, and plain weekdays would be a guess.",
    why_zh="该年的日期没有数据，按普通工作日推算只是猜测。",
    wrong="govrules calendar show cn --year 1990",
    right="govrules calendar show cn --year 2026",
)
BAD_YEARS = Code(
    id="GR626",
    name="bad-years",
    en="`{value}` after `{option}` is no year, or no span of years",
    zh="`{option}` 之后的 `{value}` 不是年份或年份起止",
    why_en="Years have four digits; a span is two of them with two dots between.",
    why_zh="年份为四位数字；起止以两个圆点相连。",
    wrong="--years 2020-2026",
    right="--years 2020..2026",
)
OUTPUT_IS_FOLDER = Code(
    id="GR630",
    name="output-is-folder",
    en="`{path}` is a folder, and a file is to be written",
    zh="`{path}` 是文件夹，此处应指定要写入的文件",
    why_en="The result is one file.",
    why_zh="结果是一个文件。",
    wrong="--output results/",
    right="--output results/findings.json",
)
OUTPUT_FAILED = Code(
    id="GR631",
    name="output-failed",
    en="`{path}` cannot be written: {reason}",
    zh="无法写入 `{path}`：{reason_zh}",
    why_en="The system refused. What stood there is unchanged: results replace a file only when whole.",
    why_zh="系统拒绝写入。原有文件未改动：结果写完整后才替换文件。",
    wrong="--output /no/such/folder/findings.json",
    right="--output findings.json",
)
RESULT_INCOMPLETE = Code(
    id="GR632",
    name="result-incomplete",
    en="{skipped} of {rows} rows could not be read and are missing from the result",
    zh="{rows} 行中有 {skipped} 行无法读取，未计入结果",
    why_en="A missing event can make an office look late, or in time. The exit code is therefore 2.",
    why_zh="缺失的事件会使机关看似逾期或按期。结果照常显示，但退出码为 2。",
    wrong="accepted;2026-02-30",
    right="accepted;2026-02-28",
)
OUTPUT_LOST = Code(
    id="GR633",
    name="output-lost",
    en="the output cannot be written: {reason}",
    zh="无法写出结果：{reason}",
    why_en="The disk is full, or the place where the output goes refuses it. What was written is not whole.",
    why_zh="磁盘已满，或输出的去处拒绝写入。已写出的内容并不完整。",
    wrong="govrules evaluate rules/ --events events.jsonl > /full/disk/findings.txt",
    right="govrules evaluate rules/ --events events.jsonl --output findings.txt",
)
FILE_THERE = Code(
    id="GR634",
    name="file-there",
    en="`{path}` is there already, and is not overwritten",
    zh="`{path}` 已经存在，不会覆盖",
    why_en="A template must not take the place of somebody's work. Name another file, or move that one away.",
    why_zh="模板不得覆盖他人的成果。请另取文件名，或先移走原有文件。",
    wrong="govrules new policy --out my-policy.yaml    # which is there",
    right="govrules new policy --out my-policy-2.yaml",
    wrong_zh="govrules new policy --out my-policy.yaml    # 该文件已经存在",
)
SCENARIO_NAME = Code(
    id="GR635",
    name="scenario-file-name",
    en="`{path}` is no name of a scenario file: it has to end in `.scenarios.yaml`",
    zh="`{path}` 不是情景文件的名称：须以 `.scenarios.yaml` 结尾",
    why_en="`govrules test` finds scenario files by their name, and takes every other one for rules.",
    why_zh="`govrules test` 按名称查找情景文件，其余文件一律视为规则文件。",
    wrong="govrules new scenario my-policy.yaml reply --out reply.yaml",
    right="govrules new scenario my-policy.yaml reply --out reply.scenarios.yaml",
)
CANNOT_GO_ON = Code(
    id="GR640",
    name="cannot-go-on",
    en="this cannot be done: {reason}",
    zh="无法处理：{reason}",
    why_en="The input asks for something that cannot be computed; the message says what.",
    why_zh="输入要求了无法计算的内容，具体见消息。",
    wrong="--as-of 0001-01-01",
    right="--as-of 2026-03-31",
)
INTERNAL = Code(
    id="GR690",
    name="internal",
    en="this is a mistake in govrules itself ({kind} in {place})",
    zh="这是 govrules 自身的错误（{place} 中的 {kind}）",
    why_en="Nothing in the input should be able to cause this. Please report it with the full traceback.",
    why_zh="任何输入都不应导致此错误。请附上完整的调用栈报告。",
    wrong="govrules evaluate rules/ --events events.jsonl",
    right="GOVRULES_DEBUG=1 govrules evaluate rules/ --events events.jsonl",
)
