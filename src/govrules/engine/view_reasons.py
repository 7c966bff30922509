"""Why what a person says of a finding is set aside: sentences in both languages, without data of a case."""

from govrules.model.findings import Reason


def without_reason() -> Reason:
    return Reason(
        "view-without-reason",
        "it contests or excuses a finding without saying why: `reason` is missing",
        "对结论提出异议或者认可免责，但未说明理由：缺少 `reason`",
    )


def names_nothing() -> Reason:
    return Reason(
        "view-of-nothing",
        "it does not say which finding it is about: `finding` holds its id, or `clause` names the clause",
        "未说明针对哪项结论：请以 `finding` 写明结论编号，或以 `clause` 写明条款",
    )


def no_such_finding() -> Reason:
    return Reason(
        "view-of-no-finding",
        "there is no finding of the id that it names: it is misspelt, or is not found any more",
        "没有所写编号的结论：编号有误，或者该结论已不存在",
    )


def no_such_clause(near: str | None) -> Reason:
    en, zh = "there is no clause of the name that it gives", "没有所写名称的条款"
    if near is not None:
        en, zh = f"{en}: did you mean `{near}`?", f"{zh}：是否为 `{near}`？"
    return Reason("view-of-no-clause", en, zh)


def nothing_found(clause: str) -> Reason:
    return Reason(
        "view-of-nothing-found",
        f"nothing is found under `{clause}` in this case, or in the part of it that it names, "
        "that could be contested or excused",
        f"本案（或者所指的部分）在 `{clause}` 之下没有可提出异议或者认可免责的结论",
    )
