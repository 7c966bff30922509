"""The sentences that say why it is unknown who answers, how often, and with what consequence."""

from govrules.model.findings import Reason


def violation_lacks(lookup: str, clause: str) -> Reason:
    return Reason(
        "violation-field-missing",
        f"the violation of `{clause}` does not say `{lookup}`",
        f"关于违反 `{clause}` 的认定未载明 `{lookup}`",
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
        f"nobody is named who would answer as `{role}`",
        f"未载明由何人以 `{role}` 身份承担责任",
    )


def names_no_measure() -> Reason:
    return Reason(
        "names-no-measure",
        "no measure is named where the clause takes it from",
        "条款据以确定措施之处未载明任何措施",
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
        f"it happened {certain} times for certain and perhaps {possible} times, where it takes {times}",
        f"可以确定的为 {certain} 次，至多可能为 {possible} 次，而条款要求达到 {times} 次",
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
