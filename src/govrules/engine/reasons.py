"""The sentences in which the evaluator says why: every reason has a stable code and stands in both languages.

No sentence holds a value of a case's data: names of fields, event types, clauses and dates only.
"""

import datetime as dt

from govrules.counting.errors import CountingError
from govrules.model.findings import Moment, Reason
from govrules.model.text import Text


def joined(reasons: tuple[Reason, ...]) -> Reason:
    """Several reasons as one: the code of the first, every sentence once."""
    unique = tuple(dict.fromkeys(reasons))
    if len(unique) == 1:
        return unique[0]
    # A note of the rule's author may end as a sentence does.
    return Reason(
        unique[0].code,
        "; ".join(each.en.rstrip(".") for each in unique),
        "；".join(each.zh.rstrip("。") for each in unique),
    )


# -- what is missing -----------------------------------------------------------------------------------


def field_missing(lookup: str, event_type: str, at: Moment) -> Reason:
    return Reason(
        "field-missing",
        f"`{lookup}` is missing from the event `{event_type}` of {at.date}",
        f"{at.date} 的事件 `{event_type}` 缺少 `{lookup}`",
    )


def no_event(lookup: str) -> Reason:
    return Reason(
        "no-event", f"`{lookup}` has no event to be read from here", f"`{lookup}` 此处没有可读取的事件"
    )


def case_field_missing(name: str, on: dt.date) -> Reason:
    return Reason(
        "case-field-missing",
        f"no event of the case had given `case.{name}` by {on}",
        f"截至 {on}，本案没有任何事件给出 `case.{name}`",
    )


def parameter_unset(name: str, title: Text, note_en: str, note_zh: str) -> Reason:
    en, zh = f"the parameter `{name}` is not set", f"参数 `{name}` 未设定"
    if title:
        en = f"{title.text('en')} is not set (`{name}`)"
        zh = f"{title.text('zh')}未设定（参数 `{name}`）"
    return Reason(
        "parameter-unset", f"{en}: {note_en}" if note_en else en, f"{zh}：{note_zh}" if note_zh else zh
    )


def parameter_not_in_force(name: str, on: dt.date) -> Reason:
    return Reason(
        "parameter-not-in-force",
        f"the parameter `{name}` has no value in force on {on}",
        f"参数 `{name}` 在 {on} 没有有效的取值",
    )


def parameter_unknown(name: str) -> Reason:
    return Reason("parameter-unknown", f"there is no parameter `{name}`", f"没有参数 `{name}`")


def record_unnamed(kind: str) -> Reason:
    return Reason(
        "record-unnamed",
        f"no event says which `{kind}` is meant",
        f"没有事件指明是哪一个 `{kind}`",
    )


def record_not_set(kind: str, on: dt.date) -> Reason:
    return Reason(
        "record-not-set",
        f"the record `{kind}` that the event names is not in force on {on}",
        f"事件所指的记录 `{kind}` 在 {on} 不在有效期内",
    )


def record_field_missing(lookup: str, on: dt.date) -> Reason:
    return Reason(
        "record-field-missing", f"`{lookup}` was not given by {on}", f"截至 {on}，`{lookup}` 未曾给出"
    )


def record_contradicted(kind: str, since: dt.date) -> Reason:
    return Reason(
        "record-contradicted",
        f"two things that are said of one record `{kind}` from {since} on contradict each other",
        f"自 {since} 起，对同一记录 `{kind}` 有两种相互矛盾的说法",
    )


def name_unknown(name: str) -> Reason:
    return Reason("name-unknown", f"`{name}` stands for nothing here", f"`{name}` 在此处没有所指")


def no_violation(lookup: str) -> Reason:
    return Reason(
        "no-violation", f"`{lookup}` has no violation to be read from", f"`{lookup}` 没有可读取的违反"
    )


# -- what cannot be compared or counted ----------------------------------------------------------------


def wrong_type(lookup: str, wanted: str) -> Reason:
    words = {
        "integer": ("a whole number", "整数"),
        "number": ("a number", "数字"),
        "bool": ("true or false", "真或假"),
        "date": ("a date", "日期"),
        "instant": ("an instant with its zone", "带时区的时刻"),
        "period": ("a period", "期间"),
        "list": ("a list", "列表"),
        "text": ("text", "文字"),
    }
    en, zh = words.get(wanted, (wanted, wanted))
    return Reason("wrong-type", f"the value of `{lookup}` is not {en}", f"`{lookup}` 的值不是{zh}")


def not_a_choice(lookup: str, choices: tuple[object, ...]) -> Reason:
    named = [f"`{each}`" for each in choices]
    return Reason(
        "not-a-choice",
        f"the value of `{lookup}` is none of those declared: {', '.join(named)}",
        f"`{lookup}` 的值不在所声明的范围内：{'、'.join(named)}",
    )


def not_comparable(left: str, operator: str, right: str) -> Reason:
    return Reason(
        "not-comparable",
        f"{left} and {right} cannot be compared with `{operator}`",
        f"{_kind_zh(left)}与{_kind_zh(right)}不能用 `{operator}` 比较",
    )


def not_computable(left: str, operator: str, right: str) -> Reason:
    return Reason(
        "not-computable",
        f"{left} and {right} cannot be joined by `{operator}`",
        f"{_kind_zh(left)}与{_kind_zh(right)}不能用 `{operator}` 运算",
    )


def _kind_zh(kind: str) -> str:
    return {
        "text": "文字",
        "a number": "数字",
        "true or false": "真假值",
        "a date": "日期",
        "an instant": "时刻",
        "a period": "期间",
        "a period in another unit": "另一单位的期间",
        "a list": "列表",
        "a mapping": "映射",
        "nothing": "空值",
        "no limit": "无期限",
    }.get(kind, kind)


def not_a_condition(text: str) -> Reason:
    return Reason("not-a-condition", f"`{text}` is neither true nor false", f"`{text}` 既非真也非假")


def division_by_zero() -> Reason:
    return Reason("division-by-zero", "a division by zero", "除数为零")


def bad_call(function: str) -> Reason:
    return Reason(
        "bad-call",
        f"`{function}()` cannot be computed from what it was given",
        f"`{function}()` 无法由所给的值算出",
    )


def not_a_limit(lookup: str) -> Reason:
    return Reason("not-a-limit", f"the value of `{lookup}` is not a period", f"`{lookup}` 的值不是期间")


def not_a_day(lookup: str) -> Reason:
    return Reason("not-a-day", f"the value of `{lookup}` is not a date", f"`{lookup}` 的值不是日期")


def not_a_reading(lookup: str) -> Reason:
    return Reason("not-a-reading", f"`{lookup}` names none of the readings", f"`{lookup}` 不是所列读法之一")


def not_reducible() -> Reason:
    return Reason(
        "not-reducible", "the limit to be reduced is not a period of one part", "所减的期限不是单一部分的期间"
    )


def counting(error: CountingError) -> Reason:
    """What the counting could not do, in its own words."""
    return Reason(
        error.code.name, error.code.en.format_map(error.values), error.code.zh.format_map(error.values)
    )


def no_calendar(name: str | None) -> Reason:
    shown = name or "none"
    return Reason("no-calendar", f"the calendar `{shown}` is not loaded", f"日历 `{shown}` 未载入")


def no_convention(name: str) -> Reason:
    return Reason("no-convention", f"the convention `{name}` is not loaded", f"计期规则 `{name}` 未载入")


def time_of_day_needed() -> Reason:
    return Reason(
        "time-of-day-needed",
        "time of day needed: a period in hours cannot be counted from a bare date",
        "需要具体时刻：以小时计的期间不能从单独的日期起算",
    )


# -- absence, slices, order ----------------------------------------------------------------------------


def not_recorded(event: str, start: dt.date, end: dt.date) -> Reason:
    return Reason(
        "not-recorded",
        f"logs do not record `{event}` over the whole of {start} to {end}, so its absence proves nothing",
        f"{start} 至 {end} 期间日志未完整记录 `{event}`，其缺失不能证明未发生",
    )


def slice_field_missing(field: str, event: str, at: Moment) -> Reason:
    return Reason(
        "slice-field-missing",
        f"the event `{event}` of {at.date} does not say to which `{field}` it belongs",
        f"{at.date} 的事件 `{event}` 未说明属于哪一个 `{field}`",
    )


def nothing_judged(clause: str) -> Reason:
    return Reason(
        "nothing-judged",
        f"nothing has been judged under `{clause}` here",
        f"此处 `{clause}` 尚无任何判断",
    )


def clause_unknown(clause: str) -> Reason:
    return Reason(
        "clause-unknown", f"the outcome of `{clause}` is itself unknown", f"`{clause}` 的结果本身未知"
    )


FEEDS_ITSELF = "feeds-itself"


def feeds_itself(clauses: tuple[str, ...]) -> Reason:
    listed = ", ".join(f"`{each}`" for each in clauses)
    return Reason(
        FEEDS_ITSELF,
        f"the outcome of {listed} feeds itself without end at one moment",
        f"{listed} 的结果在同一时刻无休止地引发自身",
    )


def population_empty_unknown(variable: str) -> Reason:
    return Reason(
        "population-unknown",
        f"the members over which `for_each: {variable}` runs are not known",
        f"`for_each: {variable}` 的成员未知",
    )


def passed_before_in_force(on: dt.date) -> Reason:
    return Reason(
        "passed-before-in-force",
        f"under the version in force from {on} the time had run out before that day",
        f"按自 {on} 起施行的版本，期限在施行之前已经届满",
    )


# -- ends and excuses ----------------------------------------------------------------------------------


def ended_by(event: str, at: Moment) -> Reason:
    return Reason("ended", f"ended by `{event}` of {at.date}", f"因 {at.date} 的 `{event}` 而终结")


def ended_late(event: str, at: Moment) -> Reason:
    return Reason(
        "ended-late",
        f"`{event}` of {at.date} came after the due end, so the breach stands",
        f"{at.date} 的 `{event}` 在期限届满之后，违反仍成立",
    )


def replaced(at: Moment) -> Reason:
    return Reason("replaced", f"replaced by the trigger of {at.date}", f"被 {at.date} 的新触发事件取代")


def excused(condition: str) -> Reason:
    return Reason("excused", f"`{condition}` held at the due instant", f"期限届满时 `{condition}` 成立")


def excused_at_event(condition: str) -> Reason:
    return Reason("excused", f"`{condition}` held at the event", f"事件发生时 `{condition}` 成立")


def no_breach() -> Reason:
    return Reason("no-breach", "the clause calls running out no breach", "条款规定逾期不构成违反")


# -- why an event was set aside ------------------------------------------------------------------------


def repeat_ignored() -> Reason:
    return Reason(
        "already-open",
        "a second trigger while the duty was open",
        "义务尚未终结时的第二次触发",
    )


def after_due(what: str) -> Reason:
    zh = {"pause": "中止", "interruption": "中断", "extension": "延期", "end": "终结"}.get(what, what)
    return Reason("after-due-end", f"the {what} came after the due end", f"{zh}在期限届满之后")


def already_paused() -> Reason:
    return Reason("already-paused", "the clock already stood still", "计期已经中止")


def paused_anew() -> Reason:
    return Reason("paused-anew", "a later start of the pause took its place", "被其后的中止起点取代")


def nothing_paused() -> Reason:
    return Reason("nothing-paused", "nothing was paused that it could end", "没有可由其结束的中止")


def nothing_interrupted() -> Reason:
    return Reason("nothing-interrupted", "nothing was interrupted that it could end", "没有可由其结束的中断")


def used_up(times: int) -> Reason:
    return Reason("used-up", f"the clause allows it {times} times", f"条款只允许 {times} 次")


def condition_not_met(condition: str) -> Reason:
    return Reason("condition-not-met", f"`{condition}` did not hold", f"`{condition}` 不成立")


def deemed_already(lapse: str) -> Reason:
    return Reason(
        "deemed-already",
        f"already deemed by the lapse `{lapse}`: reported as late, and no second trigger",
        f"已因逾期 `{lapse}` 被视为发生：另报为迟延，不再次触发",
    )


def not_in_vocabulary(event_type: str, near: str | None) -> Reason:
    en, zh = f"no policy knows the event `{event_type}`", f"没有政策使用事件 `{event_type}`"
    if near:
        en, zh = f"{en}: did you mean `{near}`?", f"{zh}：是否为 `{near}`？"
    return Reason("unknown-event", en, zh)


def in_no_clause() -> Reason:
    return Reason("in-no-clause", "no clause speaks of it", "没有条款涉及此事件")


def no_effect() -> Reason:
    return Reason("no-effect", "it changed nothing under any clause", "对任何条款均无影响")


def unread_rows() -> Reason:
    return Reason(
        "unread-rows",
        "rows of the log that could not be read may hold what is missing here",
        "日志中有无法读取的数据行，此处所缺的事件可能在其中",
    )


def conflicting_records(types: tuple[str, ...]) -> Reason:
    en, zh = " and ".join(f"`{each}`" for each in types), "、".join(f"`{each}`" for each in types)
    return Reason(
        "conflicting-records",
        f"records of {en} in one case share one id and differ; none of them is trusted alone",
        f"同一案件中 {zh} 的记录编号相同而内容不同；任何一条均不单独采信",
    )


def fulfilment_before_trigger(clause: str) -> Reason:
    return Reason(
        "before-trigger", f"it came before the trigger of `{clause}`", f"发生在 `{clause}` 的触发事件之前"
    )


def nothing_of(name: str) -> Reason:
    return Reason("nothing-of", f"no `{name}` had happened by then", f"届时尚未发生 `{name}`")
