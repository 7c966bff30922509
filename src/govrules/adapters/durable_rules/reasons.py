"""Why a clause, or a part of it, cannot be expressed in durable-rules."""

from govrules.model.findings import Reason


def condition(text: str) -> Reason:
    return Reason(
        "condition",
        f"the condition asks for more than fields of violation, event or case beside constants: `{text}`",
        f"条件超出了以违规、事件或案件的字段与常量相比较的范围：`{text}`",
    )


def history(function: str) -> Reason:
    return Reason(
        "history",
        f"`{function}` asks what happened, or did not happen, before: govrules alone knows what logs record",
        f"`{function}` 查问此前发生或者没有发生过什么，只有 govrules 知道日志记录了什么",
    )


def parameter(name: str) -> Reason:
    return Reason(
        "parameter",
        f"the parameter `{name}` is not set, or has more than one value",
        f"参数 `{name}` 尚未设定，或者有不止一个值",
    )


def dated(name: str, text: str) -> Reason:
    return Reason(
        "parameter",
        f"the condition reads the parameter `{name}`, whose value depends on the day: `{text}`",
        f"条件读取参数 `{name}`，其取值因日期而异：`{text}`",
    )


def party(text: str) -> Reason:
    return Reason(
        "party",
        f"who answers is named neither by a field nor by a post: `{text}`",
        f"由谁承担责任，既不是由字段写明，也不是由岗位确定：`{text}`",
    )


def pattern() -> Reason:
    return Reason(
        "pattern",
        "it waits for more than a violation, lapse or event alone, or one of the first two with an event",
        "所等待的不只是单独的违规、期满或者事件，也不是违规或者期满与一个事件同时具备",
    )


def adjusts() -> Reason:
    return Reason(
        "adjusts",
        "it lifts or lowers what others propose; what durable-rules proposes is before any mitigation",
        "本条免除或者减轻其他条款的建议；durable-rules 给出的是未经减免的建议",
    )


def departure() -> Reason:
    return Reason(
        "departure",
        "a recorded departure from it counts, which is for govrules to look up",
        "原则性条款可因记录在案的例外而不适用，须由 govrules 查明",
    )


def population() -> Reason:
    return Reason(
        "population",
        "it asks about every member of a population (`for_each`)",
        "本条逐一查问某一范围内的全部对象（`for_each`）",
    )


def repeated() -> Reason:
    return Reason(
        "repeated",
        "repetition is expressed for violations or events alone, 1 to 5 times, in a clause of one version",
        "“屡次”只表达单个的违规或者事件，1 至 5 次，且该条只有一个版本",
    )


def while_open() -> Reason:
    return Reason(
        "while-open",
        "a second breach opens none while the duty is open (`repeat`), and how long that is govrules counts",
        "前一义务未了时再次违规不产生新的义务（`repeat`），何时了结由 govrules 计算",
    )


def measures(text: str) -> Reason:
    return Reason(
        "measures",
        f"what is proposed is named by more than a field: `{text}`",
        f"所建议的措施不是由一个字段写明：`{text}`",
    )


def too_many_cases() -> Reason:
    return Reason(
        "too-many-cases",
        "it falls apart into more alternatives than the engine has room for",
        "其情形展开后超出该引擎的容量",
    )


def tags_differ(clause: str) -> Reason:
    return Reason(
        "tags-differ",
        f"the versions of `{clause}` have different tags",
        f"`{clause}` 的各个版本标签不同",
    )
