"""Codes of the area `time`: see `govrules.diagnostics.codes` for the numbering.

GR30x periods, GR31x counting, GR32x conventions, GR33x calendars, GR34x counting with arrays.
"""

from govrules.diagnostics.core import Code

NO_PERIOD = Code(
    "GR300",
    "no-period",
    en="no period in `{text}`",
    zh="`{text}` 中没有期限",
    why_en="A period is a whole number and a unit.",
    why_zh="期限由一个整数和一个单位组成。",
    wrong="within: ''",
    right="within: 20 working days",
)
NEGATIVE_PERIOD = Code(
    "GR301",
    "negative-period",
    en="`{text}` is negative",
    zh="`{text}` 为负数",
    why_en="A period has a length; the clause says whether to count onward or back (`within`, `before`).",
    why_zh="期限只有长度；向后还是向前计算由条款（`within`、`before`）说明。",
    wrong="at_least: -3 working days",
    right="before: meeting_held\nat_least: 3 working days",
)
FRACTIONAL_PERIOD = Code(
    "GR302",
    "fractional-period",
    en="`{text}` is not a whole number",
    zh="`{text}` 不是整数",
    why_en="Nobody agrees on the date that half a day or half a month ends on.",
    why_zh="半日、半月在何时届满没有公认的算法。",
    wrong="within: 1.5 hours",
    right="within: 90 minutes",
)
PERIOD_NEEDS_THEN = Code(
    "GR303",
    "period-needs-then",
    en="`{text}` joins two units without saying which comes first",
    zh="`{text}` 含两个单位，却没有写明先后",
    why_en="One month and three days from 30 January end on two dates, by whether month or days come first.",
    why_zh="从1月30日起一个月又三天，先算月与先算日结果不同。",
    wrong="within: 1 month 3 days",
    right="within: 1 month then 3 days",
)
UNKNOWN_UNIT = Code(
    "GR304",
    "unknown-unit",
    en="`{unit}` is no unit of time",
    zh="`{unit}` 不是时间单位",
    why_en="Working days, calendar days and bare days count differently, so a unit is never guessed.",
    why_zh="工作日、自然日和未写明的“日”算法不同，因此不猜测单位。",
    wrong="within: 20 workdays",
    right="within: 20 working days",
)
PERIOD_WITHOUT_NUMBER = Code(
    "GR305",
    "period-without-number",
    en="`{text}` stands where a number should",
    zh="`{text}` 处应为数字",
    why_en="A period begins with its amount.",
    why_zh="期限以数量开头。",
    wrong="within: some days",
    right="within: 5 days",
)
PERIOD_WITHOUT_UNIT = Code(
    "GR306",
    "period-without-unit",
    en="`{text}` has a number without a unit",
    zh="`{text}` 有数字而没有单位",
    why_en="Twenty days and twenty working days differ by more than a week.",
    why_zh="二十日与二十个工作日相差一周以上。",
    wrong="within: 20",
    right="within: 20 working days",
)
PERIOD_TRAILING = Code(
    "GR307",
    "period-trailing-text",
    en="`{rest}` does not belong to a period",
    zh="`{rest}` 不属于期限",
    why_en="Only parts joined by `then`, and `to month end`, make a period; nothing is skipped in silence.",
    why_zh="期限只由用“后再”连接的各段和“至月末”组成；其余文字不会被悄悄略过。",
    wrong="within: 20 working days or so",
    right="within: 20 working days",
)
PERIOD_TOO_LONG = Code(
    "GR308",
    "period-too-long",
    en="`{text}` is longer than any period of law",
    zh="`{text}` 超出任何法定期限",
    why_en="So large an amount is a slip of the keyboard.",
    why_zh="如此大的数量应为笔误。",
    wrong="within: 20000000000 days",
    right="within: 20 days",
)
PERIOD_MIXED_CLOCK = Code(
    "GR309",
    "period-dates-and-clock",
    en="`{text}` mixes dates with hours",
    zh="`{text}` 混用日期与小时",
    why_en="A period in days ends with a day, one in hours at an instant; they cannot follow one another.",
    why_zh="按日计算的期限止于某日，按小时计算的期限止于某一时刻，二者不能首尾相接。",
    wrong="within: 1 day then 4 hours",
    right="within: 28 hours",
)

DAY_OUTSIDE_CALENDAR = Code(
    "GR310",
    "day-outside-calendar",
    en="{day} lies outside the calendar `{calendar}`, which runs from {first} to {last}",
    zh="{day} 不在日历 `{calendar}` 范围内（{first} 至 {last}）",
    why_en="Beyond its days a calendar knows no holiday; plain weekdays would give a wrong date.",
    why_zh="日历范围之外没有节假日数据，按普通周历推算会得出错误日期。",
    wrong="govrules due '20 working days' --after 1999-12-20 --calendar cn",
    right="govrules due '20 working days' --after 2025-12-20 --calendar cn",
)
DAY_NOT_ANNOUNCED = Code(
    "GR311",
    "day-not-announced",
    en="the count leans on {day}, which the calendar `{calendar}` only projects: announced up to {horizon}",
    zh="计算涉及 {day}，日历 `{calendar}` 仅公布至 {horizon}，此后为推定",
    why_en="Next year's days off are announced late in the year and often differ from a guess.",
    why_zh="次年放假安排在年底公布，常与推测不同。",
    wrong="--after 2026-12-25 --unannounced raise",
    right="--after 2026-12-25 --unannounced project",
)
STILL_PAUSED = Code(
    "GR312",
    "still-paused",
    en="no due date yet: the period is paused since {since} and nothing has ended the pause",
    zh="尚无届满日：期限自 {since} 起中止，尚未恢复",
    why_en="The end of a paused period is not known until the pause ends.",
    why_zh="中止未结束，届满日无从确定。",
    wrong="due(period, after=day, pauses=[Pause(dt.date(2025, 10, 1))])",
    right="due(period, after=day, pauses=[Pause(dt.date(2025, 10, 1), dt.date(2025, 10, 20))])",
)
CLOCK_NEEDS_INSTANT = Code(
    "GR313",
    "clock-needs-instant",
    en="a period in {unit} counts from an instant, and {day} is a date without a time",
    zh="以{unit_zh}计算的期限须自某一时刻起算，{day} 只有日期而无时刻",
    why_en="Twenty-four hours from a day could end on either of two days.",
    why_zh="只知日期，二十四小时可能止于两个不同的日子。",
    wrong="govrules due '24 hours' --after 2025-09-22",
    right="govrules due '24 hours' --after 2025-09-22T10:15+08:00",
)
NO_OFFICE_HOURS = Code(
    "GR314",
    "no-office-hours",
    en="the calendar `{calendar}` has no office hours, and {unit} count only while the office is open",
    zh="日历 `{calendar}` 未载明办公时间，而{unit_zh}只在办公时间内计算",
    why_en="Working hours are the time between opening and closing.",
    why_zh="工作小时是开门至关门之间的时间。",
    wrong="within: 4 working hours",
    right="hours: {mon-fri: 09:00-12:00, 13:00-17:00}",
)
PAUSE_ENDS_BEFORE_START = Code(
    "GR315",
    "pause-ends-before-start",
    en="a pause ends on {end}, before it starts on {start}",
    zh="中止的结束 {end} 早于开始 {start}",
    why_en="A pause runs from its start to its end.",
    why_zh="中止自开始至结束。",
    wrong="due(period, after=day, pauses=[Pause(dt.date(2025, 10, 20), dt.date(2025, 10, 1))])",
    right="due(period, after=day, pauses=[Pause(dt.date(2025, 10, 1), dt.date(2025, 10, 20))])",
)
EXTENSION_OF_ANOTHER_KIND = Code(
    "GR316",
    "extension-of-another-kind",
    en="a period of `{period}` cannot be extended by `{extension}`",
    zh="期限 `{period}` 不能以 `{extension}` 延长",
    why_en="A period in days ends with a day, one in hours at an instant; the two cannot be joined.",
    why_zh="按日计算的期限止于某日，按小时计算的期限止于某一时刻，二者不能相接。",
    wrong="within: 20 working days\nextend: {add: 24 hours}",
    right="within: 20 working days\nextend: {add: 1 working day}",
)
APPROVAL_WITHOUT_DATE = Code(
    "GR317",
    "approval-without-date",
    en="an extension counted from its approval has no date of approval",
    zh="自批准之日起算的延长缺少批准日期",
    why_en="With `extend_from: approval` the extension runs from the day it was approved.",
    why_zh="`extend_from: approval` 时延长自批准之日起算。",
    wrong="Extension(period)",
    right="Extension(period, approved=date)",
)
PAUSE_CAP_OF_ANOTHER_KIND = Code(
    "GR318",
    "pause-cap-of-another-kind",
    en="a pause cap of `{cap}` cannot limit the pauses of a period of `{period}`",
    zh="中止上限 `{cap}` 不能用于期限 `{period}`",
    why_en="Pauses of a period in days are measured in days, those of a period in hours by the clock.",
    why_zh="按日计算的期限其中止按日计，按小时计算的期限其中止按时钟计。",
    wrong="pause_cap: 60 days  # for `within: 24 hours`",
    right="pause_cap: 48 hours",
    wrong_zh="pause_cap: 60 days  # 而期限是 `within: 24 hours`",
)
BACKWARD_TO_MONTH_END = Code(
    "GR319",
    "backward-to-month-end",
    en="`{period}` is counted back, and `to month end` only carries onward",
    zh="`{period}` 为倒推期限，“至月末”只能用于顺推",
    why_en="A date carried on to the month's end would lie nearer to the event, not further before it.",
    why_zh="倒推后再顺延至月末，会更接近事件而非更早。",
    wrong="at_least: 2 months, to month end",
    right="at_least: 2 months",
)
UNKNOWN_CONVENTION_KEY = Code(
    "GR320",
    "unknown-convention-key",
    en="`{key}` is no key of a convention",
    zh="`{key}` 不是计时约定的键",
    why_en="A key that is skipped in silence would count by a rule nobody chose.",
    why_zh="悄悄略过某个键，等于按无人选择的规则计算。",
    wrong="frist_day: excluded",
    right="first_day: excluded",
)
BAD_CONVENTION_VALUE = Code(
    "GR321",
    "bad-convention-value",
    en="`{key}` does not take `{value}`",
    zh="`{key}` 不接受 `{value}`",
    why_en="Each key has a few values, set out in the reference on time.",
    why_zh="每个键只有若干取值，见时间计算参考。",
    wrong="last_day_off: following",
    right="last_day_off: onward",
)
KEYS_CONTRADICT = Code(
    "GR322",
    "convention-keys-contradict",
    en="`{first}` and `{second}` contradict each other",
    zh="`{first}` 与 `{second}` 互相矛盾",
    why_en="Two keys that answer the same question differently leave the date open.",
    why_zh="两个键对同一问题作出不同回答，日期便无法确定。",
    wrong="months: month_end_sticks\nmissing_day: next_month_start",
    right="months: month_end_sticks",
)
KEY_WITHOUT_CITATION = Code(
    "GR323",
    "convention-key-without-citation",
    en="`{key}` says no law that it comes from",
    zh="`{key}` 没有写明依据",
    why_en="Each choice in counting decides rights; a reader must be able to look it up.",
    why_zh="每一项计算选择都影响权利，读者须能查到依据。",
    wrong="first_day: excluded",
    right="first_day: {value: excluded, cite: 民法典第二百零一条第一款}",
)
QUOTE_WITHOUT_READING = Code(
    "GR324",
    "quote-without-reading",
    en="the quote under `{key}` stands for a text that was not read",
    zh="`{key}` 下的引文所出的文本并未阅读",
    why_en="A quote is allowed only where the text itself was read (`source: {status: read}`).",
    why_zh="只有读过原文（`source: {status: read}`）才可引用。",
    wrong="source: {status: none}\nkeys:\n  months: {value: corresponding_day, quote: ...}",
    right="source: {status: read, address: ...}",
)

DAY_BOTH_OFF_AND_WORKED = Code(
    "GR330",
    "day-both-off-and-worked",
    en="{day} is both a day off and a make-up working day",
    zh="{day} 既是休息日又是补班日",
    why_en="A day is worked or it is not.",
    why_zh="一日要么上班，要么休息。",
    wrong="days_off: {statutory: {2025-10-01: 国庆节}}\nmake_up: {2025-10-01: 2025-10-08}",
    right="days_off: {statutory: {2025-10-01: 国庆节}}",
)
DAY_TWICE = Code(
    "GR331",
    "day-twice",
    en="{day} stands twice under `{key}`",
    zh="{day} 在 `{key}` 下出现两次",
    why_en="Two names for one day are one too many: one of them is a slip.",
    why_zh="同一日有两个名称，其中必有笔误。",
    wrong="2025-10-01..2025-10-03: 国庆节\n2025-10-02: 国庆节",
    right="2025-10-01..2025-10-03: 国庆节",
)
DAY_BEYOND_SPAN = Code(
    "GR332",
    "day-beyond-span",
    en="{day} lies outside the calendar's own span, {first} to {last}",
    zh="{day} 不在日历自身范围内（{first} 至 {last}）",
    why_en="A day outside the span would never be looked at.",
    why_zh="范围之外的日期永远不会被用到。",
    wrong="last_day: 2025-12-31\ndays_off: {statutory: {2026-01-01: 元旦}}",
    right="last_day: 2026-12-31",
)
MAKE_UP_ON_WORKING_DAY = Code(
    "GR333",
    "make-up-on-working-day",
    en="{day} is a make-up working day, and its weekday is worked anyway",
    zh="{day} 被列为补班日，而该日本就是工作日",
    why_en="A make-up working day falls on a weekend; this is probably a slip in the date.",
    why_zh="补班日应在周末，此处日期可能有误。",
    wrong="make_up: {2025-10-13: 2025-10-08}",
    right="make_up: {2025-10-11: 2025-10-08}",
)
BAD_HOURS = Code(
    "GR334",
    "bad-office-hours",
    en="`{text}` is no office hours",
    zh="`{text}` 不是办公时间",
    why_en="Office hours are stretches from opening to closing, in order and apart.",
    why_zh="办公时间由开门到关门的时段组成，按先后排列，互不重叠。",
    wrong="hours: {mon-fri: 9 to 5}",
    right='hours: {mon-fri: "09:00-12:00, 13:00-17:00"}',
)
SPAN_BACKWARDS = Code(
    "GR335",
    "span-backwards",
    en="the calendar ends on {last}, before it begins on {first}",
    zh="日历结束于 {last}，早于开始日 {first}",
    why_en="A calendar knows the days from its first to its last.",
    why_zh="日历知道自首日至末日之间的日期。",
    wrong="first_day: 2026-01-01\nlast_day: 2025-12-31",
    right="first_day: 2025-01-01\nlast_day: 2025-12-31",
)
UNKNOWN_BASE_CALENDAR = Code(
    "GR336",
    "unknown-base-calendar",
    en="there is no calendar `{name}` to build on",
    zh="没有可作为基础的日历 `{name}`",
    why_en="An overlay adds its days to another calendar, which must be found.",
    why_zh="叠加日历须以另一日历为基础，后者必须存在。",
    wrong="base: china",
    right="base: cn",
)
CALENDAR_TOO_LONG = Code(
    "GR337",
    "calendar-too-long",
    en="the calendar runs over {years} years",
    zh="日历跨度达 {years} 年",
    why_en="No days off are known over such a span; a date is probably mistyped.",
    why_zh="如此长的跨度内不可能有已知的休息日，日期可能有误。",
    wrong="last_day: 9999-12-31",
    right="last_day: 2026-12-31",
)
UNKNOWN_COUNTRY = Code(
    "GR338",
    "unknown-country",
    en="the package `holidays` knows no country `{country}`",
    zh="`holidays` 包没有国家或地区 `{country}`",
    why_en="Days off are frozen from that package; a country it does not have must be typed in.",
    why_zh="休息日由该包冻结而来；没有收录的国家须手工录入。",
    wrong="govrules calendar freeze CHINA --years 2025..2026 --announced-until 2026-12-31",
    right="govrules calendar freeze CN --years 2025..2026 --announced-until 2026-12-31",
)
UNKNOWN_TIME_ZONE = Code(
    "GR339",
    "no-such-time-zone",
    en="there is no time zone `{name}`",
    zh="没有时区 `{name}`",
    why_en="Zones are named as in the IANA time zone database: a region and a city.",
    why_zh="时区按 IANA 时区数据库命名：地区加城市。",
    wrong="time_zone: Beijing",
    right="time_zone: Asia/Shanghai",
)
NUMPY_MISSING = Code(
    "GR340",
    "numpy-missing",
    en="counting with arrays needs the package `numpy`: `pip install 'govrules[fast]'`",
    zh="按数组计算需要 `numpy` 包：`pip install 'govrules[fast]'`",
    why_en="It comes with the extra `fast`; everything else counts without it.",
    why_zh="它随附加组件 `fast` 安装；其他计算不需要它。",
    wrong="pip install govrules",
    right="pip install 'govrules[fast]'",
)
NO_DATE_IN_ARRAY = Code(
    "GR341",
    "no-date-in-array",
    en="the element at position {position} is no date (positions count from 0)",
    zh="第 {position} 个位置（从 0 起）不是日期",
    why_en="Nothing can be counted from a missing date; leave such elements out first.",
    why_zh="缺失的日期无法起算；请先剔除这类元素。",
    wrong="['2025-09-22', 'NaT']",
    right="['2025-09-22']",
)
YEAR_NOT_IN_PACKAGE = Code(
    "GR342",
    "year-not-in-package",
    en="the package `holidays` has no days of `{country}` for {year}: it holds {first} to {last}",
    zh="`holidays` 包没有 `{country}` {year} 年的休息日：收录 {first} 至 {last} 年",
    why_en="Outside these years it answers with no day off at all, and every date there would be wrong.",
    why_zh="超出这些年份时，该包不给出任何休息日，届时算出的日期都会有误。",
    wrong="govrules calendar freeze ES --years 2000..2026 --announced-until 2026-12-31",
    right="govrules calendar freeze ES --years 2008..2026 --announced-until 2026-12-31",
)
