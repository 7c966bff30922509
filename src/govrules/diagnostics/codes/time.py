"""Codes of the area `time`: see `govrules.diagnostics.codes` for the numbering.

GR30x periods, GR31x counting, GR32x conventions, GR33x calendars.
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
