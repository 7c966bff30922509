"""Codes of the area `rules`: see `govrules.diagnostics.codes` for the numbering."""

from govrules.diagnostics.core import Code

UNKNOWN_KEY = Code(
    id="GR101",
    name="unknown-key",
    en="{place} has no key `{key}`",
    zh="{place_zh}没有键 `{key}`",
    why_en="A key that nobody reads would be a rule that nobody applies, so every key must be known.",
    why_zh="没有人读取的键等于没有人适用的规则，因此每个键都必须是已知的。",
    wrong="respnsible: trigger.unit",
    right="responsible: trigger.unit",
)
MISSING_KEY = Code(
    id="GR102",
    name="missing-key",
    en="{place} needs the key `{key}`",
    zh="{place_zh}缺少键 `{key}`",
    why_en="Without it the rule says nothing that could be evaluated.",
    why_zh="缺少它，规则就没有可以评估的内容。",
    wrong="duty: {when: accepted}",
    right="duty: {when: accepted, must: decided, within: 20 working days}",
)
WRONG_SHAPE = Code(
    id="GR103",
    name="wrong-shape",
    en="`{key}` takes {wanted}, and this is {found}",
    zh="`{key}` 需要{wanted_zh}，而此处是{found_zh}",
    why_en="Each key takes values of one form.",
    why_zh="每个键只接受一种形式的值。",
    wrong="duty: accepted",
    right="duty: {when: accepted, must: decided, within: 5 days}",
)
NOT_A_NAME = Code(
    id="GR104",
    name="not-a-name",
    en="`{text}` is no name",
    zh="`{text}` 不是名称",
    why_en="Names are letters, digits, `_` and `-`, in any script, and begin with a letter.",
    why_zh="名称由任何文字的字母、数字、`_` 和 `-` 组成，并以字母开头。",
    wrong="policy: leave (draft)",
    right="policy: leave-draft",
)
BAD_DATE = Code(
    id="GR105",
    name="impossible-date",
    en="`{text}` is no day of the calendar",
    zh="`{text}` 不是日历中的一天",
    why_en="Dates are written as 2004-07-01, and the day must exist.",
    why_zh="日期写作 2004-07-01，且必须真实存在。",
    wrong="in_force: {from: 2026-02-30}",
    right="in_force: {from: 2026-02-28}",
)
UNKNOWN_CHOICE = Code(
    id="GR106",
    name="unknown-choice",
    en="`{key}` cannot be `{text}`",
    zh="`{key}` 不能是 `{text}`",
    why_en="The key takes one of a few words, each with its meaning in the language reference.",
    why_zh="该键只接受几个词之一，含义见语言参考。",
    wrong="strength: shall",
    right="strength: must",
)
BAD_NUMBER = Code(
    id="GR107",
    name="not-a-number",
    en="`{key}` takes {wanted}, and `{text}` is none",
    zh="`{key}` 需要{wanted_zh}，而 `{text}` 不是",
    why_en="A number is written in digits, a share with a percent sign.",
    why_zh="数用数字书写，比例带百分号。",
    wrong="extend: {when: approved, add: 10 days, times: once}",
    right="extend: {when: approved, add: 10 days, times: 1}",
)
NOT_A_FLAG = Code(
    id="GR108",
    name="neither-true-nor-false",
    en="`{key}` takes true or false, and `{text}` is neither",
    zh="`{key}` 需要 true 或 false，而 `{text}` 两者都不是",
    why_en="YAML 1.2 knows only true and false; yes and no are ordinary words.",
    why_zh="YAML 1.2 只认 true 和 false；yes 和 no 只是普通词语。",
    wrong="on_lapse: {deem: replied, breach: yes}",
    right="on_lapse: {deem: replied, breach: true}",
)
SAID_TWICE = Code(
    id="GR109",
    name="said-twice",
    en="`{key}` and `{other}` say the same thing twice",
    zh="`{key}` 与 `{other}` 重复",
    why_en="A key stands once: under its English or its Chinese name, in the clause or in its kind.",
    why_zh="一个键只写一次：英文名或中文名，写在条款里或写在其种类里。",
    wrong="when: accepted\n当: 受理",
    right="when: accepted",
)
NO_KIND = Code(
    id="GR110",
    name="clause-without-kind",
    en="the clause `{clause}` has no kind",
    zh="条款 `{clause}` 没有种类",
    why_en="A clause holds one of `duty`, `requirement`, `prohibition`, `quota`, `maintenance`, "
    "`accountability`, or says `not_checkable: why`.",
    why_zh="条款须含 `duty`、`requirement`、`prohibition`、`quota`、`maintenance`、`accountability` "
    "之一，或写明 `not_checkable: 原因`。",
    wrong="clauses:\n  decide: {title: Decide}",
    right="clauses:\n  decide:\n    not_checkable: needs judgement of purpose",
    wrong_zh="clauses:\n  decide: {title: 按期决定}",
    right_zh="clauses:\n  decide:\n    not_checkable: 需要判断目的",
)
TWO_KINDS = Code(
    id="GR111",
    name="clause-with-two-kinds",
    en="the clause has two kinds, `{first}` and `{second}`",
    zh="条款有两个种类：`{first}` 和 `{second}`",
    why_en="One clause is one demand, with one verdict; a second one is a clause of its own.",
    why_zh="一个条款只提出一项要求、得出一个结论；另一项要求应另立条款。",
    wrong=(
        "reply:\n  duty: {when: received, must: replied, within: 5 days}\n"
        "  requirement: {when: replied, require: given(event.outcome)}"
    ),
    right=(
        "reply:\n  duty: {when: received, must: replied, within: 5 days}\ngive_outcome:\n"
        "  requirement: {when: replied, require: given(event.outcome)}"
    ),
)
LANGUAGE_VERSION = Code(
    id="GR113",
    name="language-version",
    en="this file is written in version `{text}` of the language, and version 1 is read here",
    zh="本文件使用语言版本 `{text}`，此处只能读取版本 1",
    why_en="The number after `govrules:` is the version of the rule language.",
    why_zh="`govrules:` 后的数字是规则语言的版本。",
    wrong="govrules: 2",
    right="govrules: 1",
)
WRONG_FILE = Code(
    id="GR114",
    name="wrong-kind-of-file",
    en="rules are wanted, and this is {found}",
    zh="此处需要规则文件，而这是{found_zh}",
    why_en="A rule file begins with `govrules: 1` and `policy: NAME`.",
    why_zh="规则文件以 `govrules: 1` 和 `policy: 名称` 开头。",
    wrong="govrules check events.jsonl",
    right="govrules check rules/",
)
QUOTE_NOT_READ = Code(
    id="GR115",
    name="quote-of-a-text-not-read",
    en="a text is quoted that `source` does not say was read",
    zh="引用了原文，但 `source` 未说明已读到原文",
    why_en="A quote is checked against the text by whoever wrote it; without `status: read` nobody did.",
    why_zh="引文须由编写者与原文核对；没有 `status: read` 说明无人核对过。",
    wrong="source: {status: none}\nquote: 二十日内",
    right="source: {status: read, address: https://example.org}\nquote: 二十日内",
)
EMPTY_SPAN = Code(
    id="GR116",
    name="empty-span",
    en="the span ends on `{until}`, which is not after its start `{start}`",
    zh="时段结束于 `{until}`，不晚于开始日 `{start}`",
    why_en="Spans are half-open: `until` is the first day on which the rule no longer holds.",
    why_zh="时段左闭右开：`until` 是规则不再适用的第一天。",
    wrong="in_force: {from: 2018-01-01, until: 2018-01-01}",
    right="in_force: {from: 2018-01-01, until: 2019-01-01}",
)
NOT_A_PATTERN = Code(
    id="GR118",
    name="not-a-pattern",
    en="`{text}` is nothing that can happen",
    zh="`{text}` 不是可以发生的事",
    why_en="A pattern is an event's name, several joined by `|`, or `all`, `in_order`, `violation`, "
    "`lapse`, `proposed`, `date`, `every`, `in_force`.",
    why_zh="模式是事件名、以 `|` 连接的事件名，或 `all`、`in_order`、`violation`、`lapse`、`proposed`、"
    "`date`、`every`、`in_force`。",
    wrong="when: accepted or listed",
    right="when: accepted | listed",
)
TWO_LIMITS = Code(
    id="GR120",
    name="two-limits",
    en="`{first}` and `{second}` both set the time of one duty",
    zh="`{first}` 与 `{second}` 同时规定了一项义务的时限",
    why_en="One duty ends at one time; two limits of one duty are named under `within`.",
    why_zh="一项义务只有一个届满时间；若有两个时限，请在 `within` 下分别命名。",
    wrong="within: 20 days\nby: trigger.due_on",
    right="within: {statutory: 20 days, promised: item.promised_limit}",
)
NO_LIMIT_SAID = Code(
    id="GR121",
    name="limit-not-said",
    en="the duty does not say by when",
    zh="该义务没有说明时限",
    why_en="A duty has `within`, `by` or `before`; one that the text leaves open says `within: no limit`.",
    why_zh="义务须有 `within`、`by` 或 `before`；文本未定时限的写 `within: no limit`。",
    wrong="duty: {when: a, must: b}",
    right="duty: {when: a, must: b, within: no limit}",
)
NOT_A_LIMIT = Code(
    id="GR122",
    name="not-a-limit",
    en="`{text}` is no limit",
    zh="`{text}` 不是时限",
    why_en="A limit is a period, `no limit`, a look-up such as `params.x`, or named limits.",
    why_zh="时限是期间、`no limit`、如 `params.x` 的查值，或若干命名的时限。",
    wrong="within: eventually",
    right="within: no limit",
)
BAD_WARNING = Code(
    id="GR123",
    name="not-a-warning",
    en="`{text}` is no warning",
    zh="`{text}` 不是预警",
    why_en="A warning is `2 working days left` or `90% used`.",
    why_zh="预警写作 `2 working days left` 或 `90% used`。",
    wrong="warn: 2 working days",
    right="warn: 2 working days left",
)
BAD_EFFECT = Code(
    id="GR124",
    name="not-an-effective-time",
    en="`{text}` is no time from which something is deemed",
    zh="`{text}` 不是视为生效的时间",
    why_en="`effective` is `lapse`, `next_day`, `trigger`, or a period with `after`.",
    why_zh="`effective` 为 `lapse`、`next_day`、`trigger`，或期间加 `after`。",
    wrong="on_lapse: {deem: replied, effective: 3 days}",
    right="on_lapse: {deem: replied, effective: 3 days after}",
)
UNKNOWN_LIMIT = Code(
    id="GR125",
    name="unknown-named-limit",
    en="the duty has no limit named `{name}`",
    zh="该义务没有名为 `{name}` 的时限",
    why_en="What is named here must stand as a key under `within` or `readings`.",
    why_zh="此处的名称须是 `within` 或 `readings` 下的键。",
    wrong="within: {statutory: 20 days}\non_lapse: {of: promised}",
    right="within: {statutory: 20 days}\non_lapse: {of: statutory}",
)
PARAMETER_VALUE = Code(
    id="GR126",
    name="value-of-another-type",
    en="`{text}` is no {type}, which is what `{name}` holds",
    zh="`{text}` 不是 `{name}` 所要求的 {type}",
    why_en="A parameter says its type, and each of its values is of that type.",
    why_zh="参数声明了类型，其每个值都须属于该类型。",
    wrong="parameters:\n  warning_lead: {type: period, values: {2004-07-01: soon}}",
    right="parameters:\n  warning_lead: {type: period, values: {2004-07-01: 1 working day}}",
)
UNKNOWN_ZONE = Code(
    id="GR127",
    name="unknown-time-zone",
    en="there is no time zone `{text}`",
    zh="没有时区 `{text}`",
    why_en="Zones are named as in the IANA database.",
    why_zh="时区使用 IANA 数据库的名称。",
    wrong="time_zone: Beijing",
    right="time_zone: Asia/Shanghai",
)
NOTHING_FOLLOWS = Code(
    id="GR128",
    name="nothing-follows",
    en="`{key}` says nothing without `{needed}`",
    zh="没有 `{needed}` 时 `{key}` 没有意义",
    why_en="The two keys belong together.",
    why_zh="这两个键须同时使用。",
    wrong="on_lapse: {with: {outcome: granted}}",
    right="on_lapse: {deem: decided, with: {outcome: granted}}",
)
KIND_OUTSIDE = Code(
    id="GR129",
    name="kind-outside-its-clause",
    en="`{kind}` stands beside the clause `{clause}` and not in it",
    zh="`{kind}` 与条款 `{clause}` 并列，而未写在其中",
    why_en="What belongs to a clause is indented deeper than the clause's name.",
    why_zh="条款的内容要比条款名缩进得更深。",
    wrong=(
        "clauses:\n  reply:\n    cite: section 3\n  duty: {when: received, must: replied, within: 5 days}"
    ),
    right=(
        "clauses:\n  reply:\n    cite: section 3\n    duty: {when: received, must: replied, within: 5 days}"
    ),
    right_zh=(
        "clauses:\n  reply:\n    cite: 第三条\n    duty: {when: received, must: replied, within: 5 days}"
    ),
    wrong_zh="clauses:\n  reply:\n    cite: 第三条\n  duty: {when: received, must: replied, within: 5 days}",
)
ONE_OR_THE_OTHER = Code(
    id="GR130",
    name="one-or-the-other",
    en="`{first}` and `{second}` exclude each other",
    zh="`{first}` 与 `{second}` 不能同时使用",
    why_en="Each of the two says something that leaves no room for the other.",
    why_zh="两者各自的含义互相排斥。",
    wrong="quota: {count: transferred, every: year, until: closed, at_most: 2}",
    right="quota: {count: transferred, every: year, at_most: 2}",
)
NO_BOUND = Code(
    id="GR131",
    name="quota-without-bound",
    en="the quota has no bound",
    zh="该限额没有限度",
    why_en="A quota says at most how much, at least how much, or both; a count alone demands nothing.",
    why_zh="限额须规定最多、最少或两者；仅计数没有提出任何要求。",
    wrong="quota: {count: check_made, per: unit, every: quarter}",
    right="quota: {count: check_made, per: unit, every: quarter, at_least: 1}",
)
BOUNDS_CONTRADICT = Code(
    id="GR132",
    name="bounds-contradict",
    en="at least {least} and at most {most} leave nothing that would do",
    zh="至少 {least} 与最多 {most} 没有共同的取值",
    why_en="Both bounds are inclusive; where the lower one is greater, every period breaks the clause.",
    why_zh="两个限度都含本数；下限大于上限时，任何一期都会违反该条款。",
    wrong="at_least: 5\nat_most: 3",
    right="at_least: 3\nat_most: 5",
)
NOTHING_TO_ADJUST = Code(
    id="GR133",
    name="nothing-to-adjust",
    en="`adjust` changes what other clauses propose, and `on` may happen without any proposal",
    zh="`adjust` 用于调整其他条款所建议的措施，而 `on` 可能在没有建议时发生",
    why_en="Mitigation waits for a proposal, and cites a text of its own.",
    why_zh="从轻或免予处理须等待已建议的措施，并引用其自身的依据。",
    wrong="accountability: {on: {violation: any}, adjust: exempt}",
    right="accountability: {on: {proposed: any}, adjust: exempt}",
)
