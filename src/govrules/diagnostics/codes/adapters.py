"""Codes of the area `adapters`: see `govrules.diagnostics.codes` for the numbering."""

from govrules.diagnostics.core import Code

DURABLE_RULES_NOT_INSTALLED = Code(
    id="GR901",
    name="durable-rules-not-installed",
    en="the package `durable-rules` is not installed: `pip install 'govrules[durable]'`",
    zh="没有安装 `durable-rules` 包：`pip install 'govrules[durable]'`",
    why_en="Only running a ruleset needs durable-rules; writing it down and gathering the facts do not.",
    why_zh="只有运行规则集才需要 durable-rules；写出规则集、汇集事实都不需要。",
    wrong="pip install govrules",
    right="pip install 'govrules[durable]'",
)
DURABLE_RULES_NEEDS_OLDER_PYTHON = Code(
    id="GR902",
    name="durable-rules-needs-older-python",
    en="durable-rules cannot be imported on Python {version}: it works on 3.11 and 3.12, no later one",
    zh="durable-rules 不能在 Python {version} 上导入：3.11 和 3.12 可用，3.13 起不可用",
    why_en="durable-rules uses a symbol of Python that was removed in 3.13. All else of govrules runs "
    "there; the ruleset and the facts are plain data that a process on an older Python can run.",
    why_zh="durable-rules 用到 Python 3.13 中已删除的符号。govrules 的其余部分都能运行；"
    "规则集和事实都是普通数据，可以交给较低版本 Python 的进程运行。",
    wrong="python3.13 host.py",
    right="python3.12 host.py",
)
DURABLE_RULES_BROKEN = Code(
    id="GR903",
    name="durable-rules-broken",
    en="durable-rules is installed and cannot be imported: {message}",
    zh="durable-rules 已安装但无法导入：{message}",
    why_en="Its compiled part does not fit this Python. It works on 3.11 and 3.12.",
    why_zh="其编译部分与当前 Python 不匹配。3.11 和 3.12 可用。",
    wrong="pip install durable-rules",
    right="pip install --force-reinstall 'govrules[durable]'",
)
OTHER_EVENTS = Code(
    id="GR904",
    name="evaluation-of-other-events",
    en="the evaluation was made from other events than these",
    zh="该评估所依据的不是这些事件",
    why_en="Facts join findings with the events they rest on, so both must be of one run.",
    why_zh="事实把发现与其所依据的事件连在一起，二者须出自同一次评估。",
    wrong="facts(ruleset, gr.evaluate(rules, january), february)",
    right="facts(ruleset, gr.evaluate(rules, january), january)",
)
OTHER_RULES = Code(
    id="GR905",
    name="evaluation-under-other-rules",
    en="the evaluation was made under other rules than the ruleset",
    zh="该评估所依据的规则与规则集不同",
    why_en="A ruleset is made for one rulebook, in one version of its files.",
    why_zh="规则集是为一部规则的一个版本生成的。",
    wrong="facts(durable_ruleset(old), gr.evaluate(new, log), log)",
    right="facts(durable_ruleset(rules), gr.evaluate(rules, log), log)",
)
NUMBER_TOO_LARGE = Code(
    id="GR906",
    name="number-not-for-durable-rules",
    en="durable-rules cannot hold the number that `{field}` has in case `{case}`",
    zh="案件 `{case}` 中 `{field}` 的数值超出 durable-rules 的范围",
    why_en="durable-rules reads whole numbers of 64 bits and decimals without an exponent. Left out, "
    "the number would count as missing, and nobody would be proposed for it.",
    why_zh="durable-rules 只读 64 位整数和不带指数的小数。"
    "若略去该数，就等于缺失，也就不会有人因此被建议追责。",
    wrong='{"loss": 1e30}',
    right='{"loss": 1000000}',
)
OTHER_RECORDS = Code(
    id="GR907",
    name="evaluation-with-other-records",
    en="the evaluation was made with other records than these",
    zh="该评估所依据的不是这些记录",
    why_en="Who held which post is read from the records; other records would name other parties.",
    why_zh="由谁担任何职取自记录；换了记录，责任人就会不同。",
    wrong="facts(ruleset, gr.evaluate(rules, log, records=posts), log)",
    right="facts(ruleset, gr.evaluate(rules, log, records=posts), log, records=posts)",
)
DURABLE_RULES_STOPPED = Code(
    id="GR908",
    name="durable-rules-stopped",
    en="durable-rules stopped with an error of its own: {message}",
    zh="durable-rules 因自身错误而停止：{message}",
    why_en="The engine has fixed limits for rules and facts. What was proposed up to then is not whole, "
    "and so it is not returned.",
    why_zh="该引擎对规则和事实有固定的上限。此前的建议并不完整，因此不予返回。",
    wrong="propose(ruleset, facts)  # of a whole province at once",
    right="propose(ruleset, facts_of_one_district)",
    wrong_zh="propose(ruleset, facts)  # 一次处理全省",
)
