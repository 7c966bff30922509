"""Codes of the area `scenarios`: see `govrules.diagnostics.codes` for the numbering."""

from govrules.diagnostics.core import Code

NO_SCENARIO_FILES = Code(
    id="GR500",
    name="no-scenario-files",
    en="there is no scenario file in `{path}`",
    zh="`{path}` 中没有情景文件",
    why_en=(
        "A run that tests nothing must not look like a run that passed. Scenario files end in "
        "`.scenarios.yaml`."
    ),
    why_zh="什么都没测的运行不能看似通过。情景文件以 `.scenarios.yaml` 结尾。",
    wrong="govrules test docs/",
    right="govrules test rules/",
)
NO_SCENARIOS = Code(
    id="GR501",
    name="no-scenarios",
    en="the file holds no scenario",
    zh="文件中没有任何情景",
    why_en=(
        "A scenario file holds at least one scenario, under `cases`; an empty one would pass and "
        "test nothing."
    ),
    why_zh="情景文件在 `cases` 下至少要有一个情景；空文件什么都不测，却会算作通过。",
    wrong="cases: {}",
    right="cases:\n  decided_in_time:\n    given: [...]\n    expect: [...]",
)
UNKNOWN_KEY = Code(
    id="GR502",
    name="scenario-unknown-key",
    en="`{key}` is no key of {place}",
    zh="{place_zh}没有 `{key}` 这个键",
    why_en="A key that nobody reads would be a promise that nobody keeps, so every key must be known.",
    why_zh="无人读取的键等于无人遵守的承诺，因此每个键都必须是已知的。",
    wrong="expected:\n- {met: decide}",
    right="expect:\n- {met: decide}",
)
MISSING_KEY = Code(
    id="GR503",
    name="scenario-missing-key",
    en="{place} needs `{key}`",
    zh="{place_zh}缺少 `{key}`",
    why_en="Without this key there is nothing to test, or nothing to test it against.",
    why_zh="缺少此键，就没有可测的内容，或没有可对照的结果。",
    wrong="- {type: accepted}",
    right="- {time: 2025-09-22, type: accepted}",
)
WRONG_SHAPE = Code(
    id="GR504",
    name="scenario-wrong-shape",
    en="`{key}` wants {wanted}, and this is {found}",
    zh="`{key}` 应为{wanted_zh}，此处是{found_zh}",
    why_en=(
        "A list, a mapping and a plain value are read differently, and none is turned into "
        "another by guessing."
    ),
    why_zh="列表、映射和单个值读法不同，不会凭猜测互相转换。",
    wrong="given: {time: 2025-09-22, type: accepted}",
    right="given:\n- {time: 2025-09-22, type: accepted}",
)
IMPOSSIBLE_TIME = Code(
    id="GR505",
    name="scenario-impossible-time",
    en="there is no such day or hour as `{text}`",
    zh="不存在 `{text}` 这一天或时刻",
    why_en="The month has no such day, or the day no such hour.",
    why_zh="该月没有这一天，或该日没有这一时刻。",
    wrong="time: 2026-02-30",
    right="time: 2026-02-28",
)
NO_TIME = Code(
    id="GR506",
    name="scenario-no-time",
    en="`{text}` is no date and no instant",
    zh="`{text}` 不是日期，也不是时刻",
    why_en=(
        "Dates are written year-month-day; an instant adds `T` or a space, the clock and, if "
        "wanted, the zone."
    ),
    why_zh="日期写作 年-月-日；时刻再加 `T` 或空格、钟点，需要时加时区。",
    wrong="time: 22/9/2025",
    right="time: 2025-09-22\ntime: 2025-09-22T16:00\ntime: 2025-09-22T16:00+08:00",
)
SKIPPED_TIME = Code(
    id="GR507",
    name="scenario-skipped-time",
    en="the clocks of {zone} show `{text}` {times} that day",
    zh="{zone} 的时钟当天{times_zh}显示 `{text}`",
    why_en="Where clocks are put forward or back, an hour is missing or comes twice: write the offset.",
    why_zh="拨快或拨慢时钟时，有一小时不存在或出现两次：请写明时差。",
    wrong="time: 2026-10-25T02:30",
    right="time: 2026-10-25T02:30+01:00",
)
UNKNOWN_WORD = Code(
    id="GR508",
    name="scenario-unknown-word",
    en="an expectation cannot say `{word}`",
    zh="期望中没有 `{word}` 这个词",
    why_en="An expectation opens with what is expected: the state of a duty, or a finding about a clause.",
    why_zh="一条期望以所期望的内容开头：义务的状态，或关于某条款的认定。",
    wrong="- {late: decide}",
    right="- {met_late: decide}",
)
NO_WORD = Code(
    id="GR509",
    name="scenario-no-word",
    en="an expectation names one thing that is expected, and this one names {count}",
    zh="每条期望只写一项所期望的内容，此处写了 {count} 项",
    why_en=(
        "Each line of `expect` speaks of one finding: one word such as `met` or `violation`, "
        "then its details."
    ),
    why_zh="`expect` 的每一行只讲一项认定：一个词（如 `met`、`violation`），然后是细节。",
    wrong="- {due: 2025-10-28}",
    right="- {met: decide, due: 2025-10-28}",
)
UNKNOWN_ATTRIBUTE = Code(
    id="GR510",
    name="scenario-unknown-attribute",
    en="`{word}: {clause}` has no `{key}`",
    zh="`{word}: {clause}` 没有 `{key}` 一项",
    why_en=(
        "A detail of an expectation is an attribute of that finding, or a field that the clause is sliced by."
    ),
    why_zh="期望的细节应为该认定的属性，或该条款用以划分的字段。",
    wrong="- {met: decide, deadline: 2025-10-28}",
    right="- {met: decide, due: 2025-10-28}",
)
UNKNOWN_CLAUSE = Code(
    id="GR511",
    name="scenario-unknown-clause",
    en="no clause is called `{clause}`",
    zh="没有名为 `{clause}` 的条款",
    why_en="An expectation names a clause by its id in the rule file, or by `policy/clause`.",
    why_zh="期望以规则文件中的条款编号，或以 `政策/条款` 指明条款。",
    wrong="- {met: decision}",
    right="- {met: decide}",
)
AMBIGUOUS_CLAUSE = Code(
    id="GR512",
    name="scenario-ambiguous-clause",
    en="`{clause}` may be a clause of {policies}",
    zh="`{clause}` 可能是 {policies} 的条款",
    why_en="Where several policies are tested together, a clause id that two of them have needs its policy.",
    why_zh="同时测试多个政策时，若两个政策有相同的条款编号，须写明政策。",
    wrong="- {met: reply}",
    right="- {met: policy-004/reply}",
)
UNKNOWN_EVENT = Code(
    id="GR513",
    name="scenario-unknown-event",
    en="no rule knows an event `{type}`",
    zh="没有规则认得事件 `{type}`",
    why_en=(
        "An event that no rule knows is set aside, so a slip in its name would test something else. "
        "Where that is meant, expect it: `{ignored: TYPE}`."
    ),
    why_zh="规则不认得的事件会被搁置，写错名称就测成了别的。若有意如此，请写明期望：`{ignored: 类型}`。",
    wrong="- {time: 2025-09-22, type: acceptd}",
    right="- {time: 2025-09-22, type: accepted}",
)
CANNOT_BE = Code(
    id="GR514",
    name="scenario-cannot-be",
    en="`{word}: {clause}` can never be found: {reason}",
    zh="`{word}: {clause}` 永远不会出现：{reason_zh}",
    why_en="The clause, as written, has no such outcome, so the scenario could only fail.",
    why_zh="按条款的写法不会有这种结果，情景只能失败。",
    wrong="- {lapse: decide}    # the clause has no `on_lapse`",
    right="- {violation: decide}",
    wrong_zh="- {lapse: decide}    # 该条款没有 `on_lapse`",
)
POLICY_NOT_BESIDE = Code(
    id="GR515",
    name="scenario-policy-not-beside",
    en="no rule file beside this one holds the policy `{policy}`",
    zh="同一文件夹中没有规则文件包含政策 `{policy}`",
    why_en="`scenarios` names the policy under test, which stands in the same folder; `rules` names others.",
    why_zh="`scenarios` 写被测政策的编号，其规则文件在同一文件夹；其他规则用 `rules` 指明。",
    wrong="scenarios: treid",
    right="scenarios: tried",
)
UNKNOWN_BASE = Code(
    id="GR516",
    name="scenario-unknown-base",
    en="no scenario of this file is called `{base}`",
    zh="本文件中没有名为 `{base}` 的情景",
    why_en="`base` names another scenario of the same file, whose events this one begins with.",
    why_zh="`base` 指同一文件中的另一情景，本情景以其事件为基础。",
    wrong="base: decided_intime",
    right="base: decided_in_time",
)
CIRCULAR_BASE = Code(
    id="GR517",
    name="scenario-circular-base",
    en="`{base}` begins with itself: {chain}",
    zh="`{base}` 以自身为基础：{chain}",
    why_en="Scenarios that begin with one another have no first events.",
    why_zh="互为基础的情景没有最初的事件。",
    wrong="first: {base: second}\nsecond: {base: first}",
    right="first: {given: [...]}\nsecond: {base: first}",
)
NOT_IN_BASE = Code(
    id="GR518",
    name="scenario-not-in-base",
    en="the base has {count} events `{id}`, and one is wanted",
    zh="基础情景中有 {count} 个事件 `{id}`，应恰有一个",
    why_en=(
        "`without` takes out events of the base by their id, or by their type where there is one such event."
    ),
    why_zh="`without` 按 id 去掉基础情景的事件；若某类型只有一个事件，也可写类型。",
    wrong="without: [hearing]",
    right="without: [hearing_started]",
)
ZONE_UNCLEAR = Code(
    id="GR519",
    name="scenario-zone-unclear",
    en="the policies have several time zones, and `{text}` has none",
    zh="各政策时区不同，而 `{text}` 未写时区",
    why_en="An instant without zone takes the policies' zone, which must then be one.",
    why_zh="未写时区的时刻采用政策的时区，因此时区必须唯一。",
    wrong="time: 2025-09-22T16:00",
    right="time: 2025-09-22T16:00+08:00",
)
UNKNOWN_PARAMETER = Code(
    id="GR520",
    name="scenario-unknown-parameter",
    en="no policy under test has one parameter `{name}`",
    zh="被测政策中没有唯一的参数 `{name}`",
    why_en=(
        "A scenario sets parameters that the rules declare; where two policies declare it, write "
        "`policy/name`."
    ),
    why_zh="情景只能设定规则中声明的参数；若两个政策都有该参数，请写 `政策/名称`。",
    wrong="parameters: {urgent_repl: 2 working days}",
    right="parameters: {urgent_reply: 2 working days}",
)
WRONG_PARAMETER_VALUE = Code(
    id="GR521",
    name="scenario-wrong-parameter-value",
    en="`{text}` is no value for `{name}`, which is of type {type}",
    zh="`{text}` 不能作为 `{name}` 的值，其类型为 {type}",
    why_en="A parameter has a type, and a value that is set for a test must be of it.",
    why_zh="参数有类型，测试中设定的值必须符合。",
    wrong="parameters: {urgent_reply: soon}",
    right="parameters: {urgent_reply: 2 working days}",
)
EXPECTS_NOTHING = Code(
    id="GR522",
    name="scenario-expects-nothing",
    en="nothing is expected, and nothing need be: this passes whatever happens",
    zh="既无期望，又是部分对照：无论结果如何都会通过",
    why_en="With `partial: true` only what is listed must be there, so an empty list tests nothing.",
    why_zh="`partial: true` 只核对列出的内容，空列表什么也不测。",
    wrong="partial: true\nexpect: []",
    right="expect: []",
)
UNKNOWN_VERSION = Code(
    id="GR523",
    name="scenario-unknown-version",
    en="this is written for version `{text}` of the language, and version 1 is known",
    zh="本文件按语言版本 `{text}` 编写，目前支持版本 1",
    why_en="The first line says which version of the language a file is written in.",
    why_zh="首行写明文件所用的语言版本。",
    wrong="govrules: 2",
    right="govrules: 1",
)
BOTH_KEYS = Code(
    id="GR524",
    name="scenario-both-keys",
    en="`{first}` and `{second}` exclude each other",
    zh="`{first}` 与 `{second}` 不能并用",
    why_en="One of the two would have to be set aside in silence.",
    why_zh="否则其中一个会被悄悄忽略。",
    wrong="as_of: 2025-10-01\nat: [{as_of: 2025-11-15, expect: []}]",
    right="at:\n- {as_of: 2025-10-01, expect: []}\n- {as_of: 2025-11-15, expect: []}",
)
UNKNOWN_CASE = Code(
    id="GR525",
    name="scenario-unknown-case",
    en="no event of the scenario belongs to the case `{case}`",
    zh="情景中没有属于案件 `{case}` 的事件",
    why_en=(
        "The case of an event or expectation is the scenario's id, unless it says `case`. "
        "An expectation about a case without events could only fail."
    ),
    why_zh="事件和期望的案件默认为情景编号，除非写明 `case`。没有事件的案件不可能满足期望。",
    wrong="given:\n- {time: 2025-09-22, type: accepted, case: a}\nexpect:\n- {met: decide, case: b}",
    right="given:\n- {time: 2025-09-22, type: accepted, case: a}\nexpect:\n- {met: decide, case: a}",
)
SAME_MOMENT = Code(
    id="GR526",
    name="scenario-same-moment",
    en="`as_of: {as_of}` is asked twice",
    zh="`as_of: {as_of}` 出现两次",
    why_en="Each date that a scenario is seen at has one list of expectations, and one name to select it by.",
    why_zh="情景的每个观察时点只有一份期望，也只有一个可供选择的名称。",
    wrong="at:\n- {as_of: 2025-10-01, expect: []}\n- {as_of: 2025-10-01, expect: []}",
    right="at:\n- {as_of: 2025-10-01, expect: []}\n- {as_of: 2025-11-15, expect: []}",
)
INVALID_EVENT = Code(
    id="GR527",
    name="scenario-invalid-event",
    en="`{key}` cannot stand in an event: {problem_en}",
    zh="事件的 `{key}` 无效：{problem_zh}",
    why_en="Events hold names, numbers, yes or no, and lists and mappings of these, as JSON does.",
    why_zh="事件只能含文字、数字、是否，以及由它们组成的列表和映射，与 JSON 相同。",
    wrong="- {time: 2025-09-22, type: ''}",
    right="- {time: 2025-09-22, type: accepted}",
)
NOT_THERE = Code(
    id="GR528",
    name="scenario-path-missing",
    en="there is no file or folder `{path}`",
    zh="没有文件或文件夹 `{path}`",
    why_en="`govrules test` takes scenario files, and folders that it searches for them.",
    why_zh="`govrules test` 接受情景文件，或在其中查找情景文件的文件夹。",
    wrong="govrules test rulse/",
    right="govrules test rules/",
)
CANNOT_RUN = Code(
    id="GR529",
    name="scenario-cannot-run",
    en="the rules cannot be loaded, so nothing here was tested",
    zh="规则无法加载，因此此处未作任何测试",
    why_en="The rules under test have mistakes of their own, reported before this.",
    why_zh="被测规则自身有错误，已在前面报告。",
    wrong="a policy with a mistake in it",
    right="govrules check PATH, until it finds nothing",
    wrong_zh="政策文件中有错误",
    right_zh="govrules check 路径，直至没有错误",
)
WRONG_VALUE = Code(
    id="GR530",
    name="scenario-wrong-value",
    en="`{key}` is {wanted}, and `{text}` is not",
    zh="`{key}` 应为{wanted_zh}，而 `{text}` 不是",
    why_en=(
        "Each detail of an expectation is read as what it is: a date, a whole number, a period, "
        "true or false."
    ),
    why_zh="期望的每项细节按其类型读取：日期、整数、期限、真假。",
    wrong="late_by_days: two",
    right="late_by_days: 2",
)
BROKEN_BASE = Code(
    id="GR531",
    name="scenario-broken-base",
    en="the scenario `{base}`, which this one begins with, has mistakes",
    zh="本情景所依据的情景 `{base}` 有错误",
    why_en="What is built on events that cannot be read cannot be run; the mistakes are told where they are.",
    why_zh="以无法读取的事件为基础的情景无法运行；错误在其所在处报告。",
    wrong=(
        "first: {given: [{time: 2026-02-30, type: accepted}], expect: []}\nsecond: {base: first, expect: []}"
    ),
    right=(
        "first: {given: [{time: 2026-02-28, type: received}], expect: []}\nsecond: {base: first, expect: []}"
    ),
)
NOT_TESTED = Code(
    id="GR532",
    name="scenario-not-tested",
    en="the file has a mistake elsewhere, so nothing in it was tested",
    zh="该文件其他地方有错误，因此其中的情景均未测试",
    why_en="What cannot be read may be what this scenario rests on; the mistake is told where it is.",
    why_zh="无法读取的部分可能含有本情景所依据的内容；错误在其所在处报告。",
    wrong="scenarois: tried",
    right="scenarios: tried",
)
DIFFERS = Code(
    id="GR533",
    name="scenario-differs",
    en="`{scenario}`: expected {expected}, found {found}",
    zh="`{scenario}`：期望 {expected}，实际 {found}",
    why_en="The rules do not give what the scenario expects. One of the two is wrong; `govrules test` shows "
    "how the date was counted.",
    why_zh="规则得出的结果与情景的期望不符，两者必有一误；`govrules test` 显示日期的推算过程。",
    wrong="expect:\n- {met: reply, due: 2025-09-29}   # five working days end on 2025-09-28, a make-up day",
    right="expect:\n- {met: reply, due: 2025-09-28}",
    wrong_zh="expect:\n- {met: reply, due: 2025-09-29}   # 五个工作日届满于 2025-09-28（调休上班）",
)
NOT_FOUND = Code(
    id="GR534",
    name="scenario-not-found",
    en="`{scenario}`: expected {expected}, and it was not found",
    zh="`{scenario}`：期望 {expected}，而未出现",
    why_en="What the scenario expects did not come out of the rules.",
    why_zh="规则没有得出情景所期望的结果。",
    wrong="expect:\n- {met: reply}\n- {violation: reply}   # it was met, so nothing was broken",
    right="expect:\n- {met: reply}",
    wrong_zh="expect:\n- {met: reply}\n- {violation: reply}   # 已按期办结，没有违规",
)
UNEXPECTED = Code(
    id="GR535",
    name="scenario-unexpected",
    en="`{scenario}`: found {found}, and it was not expected",
    zh="`{scenario}`：出现 {found}，而未期望",
    why_en="An exact scenario lists everything that is found; with `partial: true` what must be there.",
    why_zh="完整的情景须列出全部结果；写明 `partial: true` 时只列必须出现的结果。",
    wrong="expect: []",
    right="expect:\n- {met: reply}",
)
STILL_TO_DO = Code(
    id="GR536",
    name="scenario-todo",
    en="`{scenario}` is still to be done: {reason}",
    zh="`{scenario}` 待办：{reason_zh}",
    why_en="A scenario marked `todo`, or without an expectation, is run and may fail; it proves nothing yet.",
    why_zh="标有 `todo` 或尚无期望的情景照常运行，允许不通过；它还不能证明什么。",
    wrong="todo: the clause waits for the new notice\nexpect:\n- {met: reply, due: 2025-09-29}",
    right="expect:\n- {met: reply, due: 2025-09-28}",
    wrong_zh="todo: 等待新通知\nexpect:\n- {met: reply, due: 2025-09-29}",
)
DONE = Code(
    id="GR537",
    name="scenario-todo-done",
    en="`{scenario}` is as expected, and still marked `todo`: {reason}",
    zh="`{scenario}` 结果与期望一致，但仍标有 `todo`：{reason_zh}",
    why_en="Once a person has checked it, the mark is removed, so that the scenario counts as proof.",
    why_zh="经人核对后应删除该标记，情景才能作为证明。",
    wrong="todo: recorded, not checked\nexpect:\n- {met: reply}",
    right="expect:\n- {met: reply}",
    wrong_zh="todo: 由程序记录，尚未核对\nexpect:\n- {met: reply}",
)
NO_PLACE = Code(
    id="GR538",
    name="scenario-no-place",
    en="the expectation of `{scenario}` has no safe place in the file: write `expect: todo` where it belongs",
    zh="写入 `{scenario}` 的期望会破坏文件：请在应写处写上 `expect: todo`",
    why_en="`--record` keeps comments and layout, and writes only what can be read back as meant.",
    why_zh="`--record` 保留注释和排版，只在写入后仍能原样读回时才写入。",
    wrong="replied: {given: [{time: 2025-09-22, type: received}]}",
    right="replied: {given: [{time: 2025-09-22, type: received}], expect: todo}",
)
