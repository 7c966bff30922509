"""The sentences that say why it is unknown who answers, how often, and with what consequence."""

from govrules.model.findings import Reason


def violation_lacks(lookup: str, clause: str) -> Reason:
    return Reason(
        "violation-field-missing",
        f"the violation of `{clause}` does not say `{lookup}`",
        f"对 `{clause}` 的违反未说明 `{lookup}`",
    )


def nobody_responsible() -> Reason:
    return Reason(
        "nobody-responsible",
        "neither a violation nor the clause itself says who is responsible",
        "违反行为和本条款均未说明由谁负责",
    )


def names_nobody(role: str) -> Reason:
    return Reason(
        "names-nobody",
        f"what should name who answers as `{role}` names nobody",
        f"应当指明 `{role}` 责任主体之处未指明任何人",
    )


def names_no_measure() -> Reason:
    return Reason(
        "names-no-measure",
        "what should name the measure names none",
        "应当指明措施之处未指明任何措施",
    )


def not_a_number_of_times(lookup: str) -> Reason:
    return Reason(
        "not-a-number-of-times",
        f"the value of `{lookup}` is not a whole number of at least one",
        f"`{lookup}` 的值不是不小于一的整数",
    )


def perhaps_often_enough(certain: int, possible: int, times: int) -> Reason:
    return Reason(
        "perhaps-often-enough",
        f"between {certain} and {possible} count, where {times} are needed",
        f"计入次数在 {certain} 至 {possible} 次之间，而条款要求 {times} 次",
    )


def exempted(clause: str) -> Reason:
    return Reason(
        "exempted",
        f"`{clause}` exempts from every measure that was to be decided on",
        f"`{clause}` 免除了全部待决定的措施",
    )


def decider_unknown(why: Reason) -> Reason:
    return Reason(
        "decider-unknown",
        f"who has to decide is not known: {why.en}",
        f"无法确定由谁决定：{why.zh}",
    )


def no_decision_declared() -> Reason:
    return Reason(
        "no-decision-declared",
        "the policy names no event that imposes or dismisses a measure, so that no log can show a decision",
        "政策未指明何种事件表示实施或者不予实施措施，日志无从显示是否已作出决定",
    )
