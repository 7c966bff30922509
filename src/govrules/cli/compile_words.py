"""Why clauses are left to the reference evaluator, in Chinese: the generator says it in English alone."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from govrules.diagnostics import Language

_WHOLE: Mapping[str, str] = MappingProxyType(
    {
        "a condition that is no condition": "该条件不成其为条件",
        "a form of condition that is left to the reference": "条件采用了由参照实现处理的形式",
        "a chain of comparisons": "条件为连续比较",
        "a comparison of values of which the kinds are not known beforehand": "所比较的值类型无法事先确定",
        "a comparison of periods": "所比较的是期间",
        "`in` something else than a written list": "`in` 之后不是写明的列表",
        "`in` a list of something else than text": "`in` 之后的列表含有文字以外的内容",
        "arithmetic with something else than whole numbers": "对整数以外的值作算术运算",
        "a division by what may be nothing": "除数可能为零",
        "the negative of something else than a whole number": "对整数以外的值取负",
        "its calendar or convention is not known": "所用日历或者计算惯例不明",
        "it is met by dispatch": "以发出为履行",
        "its day is given by the data or by another event": "届满日由数据或者其他事件给定",
        "it may be met before it begins, or counts from a lapse": "可以提前履行，或者自届期视为之时起算",
        "it waits for a named event with a condition": "所等待的具名事件附有条件",
        "what ends it counts under a condition, or meets it as well": "终结事项附有条件，或者同时构成履行",
        "its limit is looked up": "期限须查询取得",
        "its limit hangs on a parameter under a condition": "期限取决于附有条件的参数",
        "the next trigger takes its place, and its day is given by the data or an event": (
            "由下一次触发取代，且届满日由数据或者事件给定"
        ),
        "the time that it has to come before an event is looked up": "须先于另一事件的时间须查询取得",
        "it has to come before something by no time": "须先于某事项，但未定提前多久",
        "it forbids something within a window": "所禁止的是某一期间之内的行为",
        "more event types than are told apart by one byte": "事件类型过多",
        "it waits for more than single events": "所等待的不止单个事件",
        "it waits for one event under several names": "以多个名称等待同一事件",
        "it has several versions": "条款有多个版本",
        "a choice between values of several kinds": "在多种类型的值之间选择",
        "it asks for a field that is called `date`": "条件询问名为 `date` 的字段",
        "it counts from a lapse": "自届期视为之时起算",
        "what its silence deems may trigger it again": "届期视为发生的事件可能再次触发本条",
        "it may be met before it begins, and its end moved": "可以提前履行，且届满日可能变动",
        "one event may open, close and break its window": "同一事件可能开启、关闭期间并构成违反",
        "what ends it meets it as well": "终结事项同时构成履行",
        "the condition of a named event asks about itself": "具名事件的条件询问其自身",
        "it hears of clauses that are judged across cases": "所依据的条款须跨案件判定",
        "it is judged across cases, or for each of several": "须跨案件判定，或者须逐项判定",
        "a departure from it is recorded for the case, and it is about a part of it": (
            "偏离就整个案件记录，而条款针对案件的一部分"
        ),
        "whoever decides on what it proposes has a duty to": "就所建议的处理作出决定，本身是一项义务",
        "what it counts is recorded for a time only": "所计事件只在一定期间有记录",
        "what it counts depends on what other clauses came to": "所计内容取决于其他条款的判定结果",
        "others may hear of it, and no event breaks it": "其他条款可能以其违反为条件，而其违反并非由事件构成",
        "others hear of what it proposes": "其他条款以其所建议的处理为条件",
        "it asks what became of a clause that has no program": "条件询问的条款由参照实现判定",
        "who answers depends on what other clauses came to": "由谁承担责任取决于其他条款的判定结果",
        "a named event that asks what happened, in a part of a case": (
            "条款针对案件的一部分，而具名事件的条件询问此前发生的事项"
        ),
    }
)
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(english), chinese)
    for english, chinese in (
        (
            r"it asks for (`.*`), of which the kind is not known beforehand",
            r"条件询问 \1，其类型无法事先确定",
        ),
        (r"(`.*`) is declared as something else", r"\1 声明为其他类型"),
        (r"it asks for (`.*`)", r"条件询问 \1"),
        (r"it asks when (`.*`) happened", r"条件询问 \1 何时发生"),
        (r"it calls (`.*`)", r"条件调用 \1"),
        (r"(`.*`) is of several kinds", r"\1 有多种类型"),
        (r"(`.*`) is not declared", r"\1 未经声明"),
        (r"the default of (`.*`)", r"\1 的默认值"),
        (
            r"(`.*`) counts under a condition, or is recorded for a time only",
            r"\1 附有条件，或者仅在一定期间内有记录",
        ),
        (r"(`.*`) is recorded for a time only", r"\1 仅在一定期间内有记录"),
        (r"a quota clause", "定额条款"),
        (r"a maintenance clause", "持续状态条款"),
        (r"a not_checkable clause", "无法由机器核查的条款"),
    )
)


def why_left(english: str, lang: Language) -> str:
    """Why a clause is left to the reference; in English where nobody has said it in Chinese.

    >>> why_left("it calls `sum`", "zh")
    '条件调用 `sum`'
    """
    if lang == "en":
        return english
    if english in _WHOLE:
        return _WHOLE[english]
    for pattern, chinese in _PATTERNS:
        found = pattern.fullmatch(english)
        if found is not None:
            return found.expand(chinese)
    return english
