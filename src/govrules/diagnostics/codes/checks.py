"""Codes of the area `checks`: see `govrules.diagnostics.codes` for the numbering."""

from govrules.diagnostics.core import Code

UNKNOWN_EVENT = Code(
    id="GR801",
    name="unknown-event",
    en="no event `{name}` is declared",
    zh="没有声明事件 `{name}`",
    why_en="Every event that a clause names stands under `events`, in the file or in a vocabulary "
    "that it includes.",
    why_zh="条款中的每个事件都须在本文件或所引词汇的 `events` 下声明。",
    wrong="when: acepted",
    right="when: accepted",
)
UNKNOWN_CLAUSE = Code(
    id="GR802",
    name="unknown-clause",
    en="there is no clause `{name}`",
    zh="没有条款 `{name}`",
    why_en="Clauses are named by their key, those of other policies as `policy/clause`.",
    why_zh="条款以其键为名；其他政策的条款写作 `政策/条款`。",
    wrong="when: {violation: decid}",
    right="when: {violation: decide}",
)
UNKNOWN_PARAMETER = Code(
    id="GR803",
    name="unknown-parameter",
    en="no parameter `{name}` is declared",
    zh="没有声明参数 `{name}`",
    why_en="Every `params.x` stands under `parameters`.",
    why_zh="每个 `params.x` 都须在 `parameters` 下声明。",
    wrong="within: params.opinion_day",
    right="within: params.opinion_days",
)
UNKNOWN_WORD = Code(
    id="GR804",
    name="unknown-word",
    en="`{name}` is nothing that can be looked up here",
    zh="此处无法查得 `{name}`",
    why_en="Look-ups begin with `event`, `trigger`, `case`, `params`, `violation`, `unit`, a "
    "record's name or the name that `for_each` gives.",
    why_zh="查值以 `event`、`trigger`、`case`、`params`、`violation`、`unit`、记录名或 `for_each` "
    "所给的名称开头。",
    wrong='if: role == "head"',
    right='if: event.role == "head"',
)
UNKNOWN_FIELD = Code(
    id="GR805",
    name="unknown-field",
    en="`{owner}` has no field `{name}`",
    zh="`{owner}` 没有字段 `{name}`",
    why_en="The fields stand under `data` of the event or record, and under `case` for cases.",
    why_zh="字段在事件或记录的 `data` 下、案件的 `case` 下声明。",
    wrong='if: event.rolle == "head"',
    right='if: event.role == "head"',
)
UNKNOWN_TAG = Code(
    id="GR806",
    name="unknown-tag",
    en="no clause carries the tag `{name}`",
    zh="没有条款带有标签 `{name}`",
    why_en="A tag that nobody carries would make the pattern never happen.",
    why_zh="没有条款带有的标签会使该模式永不发生。",
    wrong='when: {violation: "tag:frist_asked"}',
    right='when: {violation: "tag:first_asked"}',
)
CYCLE = Code(
    id="GR807",
    name="cycle",
    en="`{name}` is defined by itself: {cycle}",
    zh="`{name}` 以自身定义：{cycle}",
    why_en="A named event is another event; following `is` must end at one that logs record.",
    why_zh="具名事件是另一事件；沿 `is` 追溯须终于日志所记录的事件。",
    wrong="events:\n  a: {is: b}\n  b: {is: a}",
    right="events:\n  a: {is: accepted}\n  b: {is: a}",
)
DEEMED_NAMED = Code(
    id="GR820",
    name="deemed-named-event",
    en="`{name}` is a named event and cannot be deemed; it is `{base}` under a condition",
    zh="`{name}` 是具名事件，不能被视为发生；它是附条件的 `{base}`",
    why_en="What is deemed is an event that could have been logged, with its data under `with`.",
    why_zh="被视为发生的须是可以登记的事件，其数据写在 `with` 下。",
    wrong="on_lapse: {deem: licence_granted}",
    right="on_lapse: {deem: decided, with: {outcome: granted}}",
)
ALIAS_TWICE = Code(
    id="GR821",
    name="alias-twice",
    en="`{alias}` is a name of two events, `{name}` and `{other}`",
    zh="`{alias}` 是 `{name}` 与 `{other}` 两个事件的名称",
    why_en="A name in a log must lead to one event.",
    why_zh="日志中的一个名称只能对应一个事件。",
    wrong="events:\n  registered: {names: [SL]}\n  posted: {names: [SL]}",
    right="events:\n  registered: {names: [SL]}\n  posted: {names: [GB]}",
)
UNKNOWN_MEASURE = Code(
    id="GR822",
    name="unknown-measure",
    en="`{name}` is no step of the ladder",
    zh="`{name}` 不是措施阶梯中的一级",
    why_en="What a clause proposes stands under `measures: {ladder: ...}`, in the file or in a vocabulary "
    "that it includes.",
    why_zh="条款所建议的措施须列在本文件或所引词汇的 `measures: {ladder: ...}` 下。",
    wrong="measures: {ladder: [admonition, removal]}\npropose: admoniton",
    right="measures: {ladder: [admonition, removal]}\npropose: admonition",
)
PROPOSES_NOTHING = Code(
    id="GR823",
    name="proposes-nothing",
    en="the clause `{name}` proposes no measure",
    zh="条款 `{name}` 没有建议任何措施",
    why_en="`{proposed: clause}` happens when an accountability clause proposes; others never do.",
    why_zh="`{proposed: 条款}` 在问责条款建议措施时发生；其他条款从不建议措施。",
    wrong="on: {proposed: decide}      # a duty",
    right="on: {proposed: answer_for_delay}",
    wrong_zh="on: {proposed: decide}      # 这是义务",
)
DECISION_UNSEEN = Code(
    id="GR824",
    name="decision-not-seen",
    en="`{key}` waits for a decision, and `measures` does not say by which event it is `{needed}`",
    zh="`{key}` 等待处理决定，而 `measures` 没有写明表示 `{needed}` 的事件",
    why_en="A decision is an event. Where none is named that imposes, or none that dismisses, whoever "
    "decided would be reported as silent.",
    why_zh="处理决定是事件。未写明作出处理或不予处理的事件时，已作决定者会被误报为未作决定。",
    wrong="measures: {ladder: [admonition]}\npropose: admonition\ndecided_by: unit.supervisor",
    right=(
        "measures: {ladder: [admonition], imposed: measure_imposed, dismissed: measure_dismissed}\n"
        "propose: admonition\ndecided_by: unit.supervisor"
    ),
)
NOTHING_THERE = Code(
    id="GR825",
    name="stands-for-nothing",
    en="`{name}` stands for nothing here: {reason}",
    zh="`{name}` 在此处没有所指：{reason_zh}",
    why_en="`event` and `trigger` need something that happens, and `violation` something that waits for one.",
    why_zh="`event` 和 `trigger` 须有所发生的事件，`violation` 须有所等待的违规。",
    wrong='when: accepted\nif: violation.unit == "甲局"',
    right='when: {violation: decide}\nif: violation.unit == "甲局"',
)
WAITS_FOR_ITSELF = Code(
    id="GR826",
    name="waits-for-itself",
    en="`{name}` waits for itself: {cycle}",
    zh="`{name}` 等待其自身：{cycle}",
    why_en="Each clause of the chain can be judged only after the next one, so none can be judged first. A "
    "clause waits for others by `violation`, `lapse`, `proposed`, `met()`, `violated()`, and for what "
    "silence deems.",
    why_zh="链中每个条款都要等下一个条款有了结论，因此无法先判断任何一个。条款通过 `violation`、`lapse`、"
    "`proposed`、`met()`、`violated()` 以及逾期视为发生的事件等待其他条款。",
    wrong=(
        "a: {duty: {when: {violation: b}, must: replied, within: 5 days}}\n"
        "b: {duty: {when: {violation: a}, must: decided, within: 5 days}}"
    ),
    right=(
        "a: {duty: {when: accepted, must: replied, within: 5 days}}\n"
        "b: {duty: {when: {violation: a}, must: decided, within: 5 days}}"
    ),
)
VIEW_IN_RULES = Code(
    id="GR827",
    name="view-in-rules",
    en="no rule can speak of `{name}`: it is what people say of a finding",
    zh="规则不得涉及 `{name}`：它是人对结论所表示的意见",
    why_en="A finding that is contested or excused stays as it was computed, with both views beside each "
    "other. A clause that waits for a view would change what it is about. Under `events` it may have a title "
    "and names.",
    why_zh="结论被提出异议或者认可免责后，计算所得的结论不变，两种意见并列。条款如等待此类意见，"
    "就会改变结论本身。在 `events` 下只可为其写标题和名称。",
    wrong="duty: {when: finding_contested, must: replied, within: 15 days}",
    right="duty: {when: objection_lodged, must: replied, within: 15 days}",
)
VERSIONS_OVERLAP = Code(
    id="GR809",
    name="versions-overlap",
    en="two versions of `{name}` are in force on {day}",
    zh="`{name}` 的两个版本在 {day} 同时有效",
    why_en="On any day one version holds; `until` is the first day of the next one.",
    why_zh="任何一天只有一个版本有效；`until` 是下一版本的第一天。",
    wrong="versions: [{from: 2010-01-01}, {from: 2010-01-01}]",
    right="versions: [{from: 2010-01-01}, {from: 2015-01-01}]",
)
VERSIONS_GAP = Code(
    id="GR810",
    name="versions-gap",
    en="no version of `{name}` is in force from {start} to {until}",
    zh="`{name}` 自 {start} 至 {until} 没有有效版本",
    why_en="Between two versions the clause says nothing, which is seldom meant.",
    why_zh="两个版本之间条款没有规定，通常并非本意。",
    wrong="versions: [{from: 2010-01-01, until: 2012-01-01}, {from: 2015-01-01}]",
    right="versions: [{from: 2010-01-01}, {from: 2015-01-01}]",
)
DECLARED_TWICE = Code(
    id="GR811",
    name="declared-twice",
    en="`{name}` is declared twice; first in {place}",
    zh="`{name}` 重复声明，首次在 {place}",
    why_en="A shared vocabulary and a file declare each name once, so that one meaning holds.",
    why_zh="共享词汇与文件中每个名称只声明一次，以保证含义唯一。",
    wrong="events: {accepted: {}}   # in the vocabulary as well",
    right="events: {accepted_online: {is: accepted}}",
    wrong_zh="events: {accepted: {}}   # 词汇中已有",
)
BAD_INCLUDE = Code(
    id="GR812",
    name="include-refused",
    en="`{path}` cannot be included: {reason}",
    zh="不能引用 `{path}`：{reason_zh}",
    why_en="What is included is a vocabulary below the folder of the rules, by a relative path.",
    why_zh="被引用的须是规则文件夹之下的词汇文件，以相对路径书写。",
    wrong="include: [/etc/passwd]",
    right="include: [vocabulary.yaml]",
)
WRONG_TYPE = Code(
    id="GR813",
    name="parameter-of-another-type",
    en="`{name}` is declared as {found}, and a {wanted} is wanted here",
    zh="`{name}` 声明为 {found}，此处需要 {wanted}",
    why_en="A limit needs a period, a reading a choice, a bound or a sum a number.",
    why_zh="时限需要期间，读法需要选项，限度和合计需要数。",
    wrong="within: params.who_counts   # a choice",
    right="within: params.opinion_days",
    wrong_zh="within: params.who_counts   # 选项",
)
NEVER_EQUAL = Code(
    id="GR814",
    name="never-equal",
    en="`{left}` is never `{right}`",
    zh="`{left}` 不可能是 `{right}`",
    why_en="The field declares its type or its values, and the comparison can never hold.",
    why_zh="字段声明了类型或可取的值，该比较永远不会成立。",
    wrong='if: event.outcome == "grantd"',
    right='if: event.outcome == "granted"',
)
NOTHING_TO_SET = Code(
    id="GR815",
    name="nothing-to-set",
    en="there is no parameter `{name}` to set",
    zh="没有可设定的参数 `{name}`",
    why_en="A local file sets `POLICY/params.NAME` of a policy that is loaded with it.",
    why_zh="地方文件设定与其一同加载的政策的 `政策/params.名称`。",
    wrong="sets: {cn-licensing-law/params.warning: []}",
    right="sets: {cn-licensing-law/params.warning_lead: []}",
)
POLICY_MISSING = Code(
    id="GR816",
    name="policy-not-loaded",
    en="the policy `{name}` is not loaded",
    zh="政策 `{name}` 未加载",
    why_en="What a local file sets or displaces is loaded together with it.",
    why_zh="地方文件所设定或取代的政策须一同加载。",
    wrong="govrules check yichang.yaml",
    right="govrules check cn/licensing-law yichang.yaml",
)
NO_RULES = Code(
    id="GR817",
    name="no-rules",
    en="no rule file was found in `{path}`",
    zh="在 `{path}` 中没有找到规则文件",
    why_en="Rule files end in `.yaml`; scenarios, calendars and conventions are no rules.",
    why_zh="规则文件以 `.yaml` 结尾；情景、日历和计时约定不是规则。",
    wrong="govrules check docs/",
    right="govrules check rules/",
)
CALENDAR_NOT_SAID = Code(
    id="GR818",
    name="not-said-by-the-policy",
    en="the policy names no {what}, and its clauses count by one",
    zh="该政策没有指明{what_zh}，而其条款须据此计算",
    why_en="A limit has no date without a calendar and a convention; there is no default.",
    why_zh="没有日历和计时约定就无法算出届满日；没有默认值。",
    wrong="policy: my-policy",
    right="policy: my-policy\ncalendar: cn\nconvention: cn-civil-code",
)
OUTSIDE_POLICY = Code(
    id="GR819",
    name="outside-the-policy",
    en="the clause is in force outside the time of its policy",
    zh="条款的有效期超出其政策的有效期",
    why_en="A clause holds within its policy's time only.",
    why_zh="条款只在其政策有效期内有效。",
    wrong=(
        "in_force: {from: 2004-07-01}\nclauses:\n  reply:\n    in_force: {from: 2003-01-01}\n"
        "    duty: {when: received, must: replied, within: 5 days}"
    ),
    right=(
        "in_force: {from: 2004-07-01}\nclauses:\n  reply:\n    in_force: {from: 2005-01-01}\n"
        "    duty: {when: received, must: replied, within: 5 days}"
    ),
)
VACUOUS = Code(
    id="GR880",
    name="vacuous-condition",
    en="`{text}` is always {outcome}",
    zh="`{text}` 永远为 {outcome}",
    why_en="A condition that cannot turn out otherwise decides nothing; something else was meant.",
    why_zh="不可能有其他结果的条件不起作用；本意应另有所指。",
    wrong="if: event.urgent or not event.urgent",
    right="if: event.urgent",
)
UNREACHABLE = Code(
    id="GR881",
    name="unreachable",
    en="`{text}` can never be reached: {reason}",
    zh="`{text}` 永远不会发生：{reason_zh}",
    why_en="The clause would never speak, and its silence would look like compliance.",
    why_zh="该条款永远不会适用，而其沉默看起来像是合规。",
    wrong="when: accepted\nend_on: accepted",
    right="when: accepted\nend_on: withdrawn",
)
OVERLAPPING = Code(
    id="GR882",
    name="overlapping-clauses",
    en="`{first}` and `{second}` demand the same after the same event",
    zh="`{first}` 与 `{second}` 对同一事件提出相同的要求",
    why_en="Both apply and both are reported. If one replaces the other it says `displaces`.",
    why_zh="两者都会适用并报告。若一个取代另一个，应写明 `displaces`。",
    wrong=(
        "by_law:\n  duty: {when: accepted, must: decided, within: 20 days}\nby_promise:\n"
        "  duty: {when: accepted, must: decided, within: 5 days}"
    ),
    right=(
        "by_law:\n  duty: {when: accepted, must: decided, within: 20 days}\nby_promise:\n"
        "  displaces: by_law\n  duty: {when: accepted, must: decided, within: 5 days}"
    ),
)
UNUSED_EVENT = Code(
    id="GR883",
    name="unused-event",
    en="no clause uses the event `{name}`",
    zh="没有条款使用事件 `{name}`",
    why_en="Either a clause is missing or the event is a leftover.",
    why_zh="或者缺少条款，或者该事件是多余的。",
    wrong="events: {inspected: {}}   # used nowhere",
    right="events: {inspected: {}}\nwhen: inspected",
    wrong_zh="events: {inspected: {}}   # 无处使用",
)
QUOTE_DISAGREES = Code(
    id="GR884",
    name="quote-disagrees",
    en="`{limit}` is not among the numbers of the quote: {quoted}",
    zh="`{limit}` 不在引文的数字之中：{quoted}",
    why_en="The quote names numbers, and none of them is that of the clause.",
    why_zh="引文写明了数字，但都不是条款中的数字。",
    wrong="quote: 二十日内作出决定\nwithin: 30 days",
    right="quote: 二十日内作出决定\nwithin: 20 days",
)
NEVER_PROPOSED = Code(
    id="GR885",
    name="measure-never-proposed",
    en="no clause ever proposes `{name}`",
    zh="没有条款建议 `{name}`",
    why_en="Either a clause is missing or the step is a leftover.",
    why_zh="或者缺少条款，或者该级措施是多余的。",
    wrong=("measures: {ladder: [admonition, removal]}   # removal is proposed nowhere\npropose: admonition"),
    right="measures: {ladder: [admonition, removal]}\npropose: {any_of: [admonition, removal]}",
    wrong_zh="measures: {ladder: [admonition, removal]}   # 无处建议 removal\npropose: admonition",
)
NOBODY_RESPONSIBLE = Code(
    id="GR886",
    name="nobody-responsible",
    en="`responsible` names nobody: neither the clause nor what it waits for says who that is",
    zh="`responsible` 没有所指：该条款及其所等待的条款都没有写明责任人",
    why_en="`responsible` is who answers for the violation, else who the clause's own `responsible` names.",
    why_zh="`responsible` 指违规的责任人；没有违规时指该条款自身的 `responsible`。",
    wrong="accountability: {on: dereliction_found, answerable: responsible}",
    right="responsible: trigger.person\naccountability: {on: dereliction_found, answerable: responsible}",
)
DEEMS_ITS_TRIGGER = Code(
    id="GR887",
    name="deems-its-trigger",
    en="silence deems `{name}` back to the trigger, which is `{name}` itself",
    zh="逾期视为 `{name}` 并追溯至触发之时，而触发该义务的正是 `{name}`",
    why_en="What is deemed would trigger the duty from the same day: it would lapse at once, without end.",
    why_zh="视为发生的事件会再次触发该义务，且自同一日起算，于是立即再次逾期，永无终止。",
    wrong="when: received\non_lapse: {deem: received, effective: trigger}",
    right="when: received\non_lapse: {deem: accepted, effective: trigger}",
)
