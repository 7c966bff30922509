"""The sentences that say why it is not known who held a post or who stands above."""

import datetime as dt

from govrules.model.findings import Reason


def organisation_not_loaded(function: str) -> Reason:
    if function == "superior":
        return Reason(
            "organisation-not-loaded",
            "`superior()` needs data about units or persons and who is above them, and none are loaded",
            "`superior()` 需要单位或人员的隶属数据，尚未载入",
        )
    return Reason(
        "organisation-not-loaded",
        f"`{function}()` needs data about posts and their holders, and none are loaded",
        f"`{function}()` 需要岗位及任职数据，尚未载入",
    )


def post_unknown(role: str | None, on: dt.date) -> Reason:
    en, zh = (f" of `{role}`", f" `{role}` 岗位") if role else (" of that role", "该职务的岗位")
    return Reason(
        "post-unknown",
        f"no post{en} in the unit is on record by {on}",
        f"截至 {on}，该单位没有记录在案的{zh}",
    )


def post_vacant(role: str | None, on: dt.date) -> Reason:
    en, zh = (f" of `{role}`", f" `{role}` 岗位") if role else ("", "该岗位")
    return Reason("post-vacant", f"the post{en} in the unit was vacant on {on}", f"{on} 该单位的{zh}空缺")


def post_held_by_several(role: str | None, on: dt.date, count: int) -> Reason:
    en, zh = (f" of `{role}`", f" `{role}` 岗位") if role else ("", "该岗位")
    number = {2: "two persons"}.get(count, f"{count} persons")
    return Reason(
        "post-held-by-several",
        f"the post{en} was held by {number} on {on}",
        f"{on} {zh}由 {count} 人担任".replace("  ", " "),
    )


def superior_not_on_record(on: dt.date) -> Reason:
    return Reason(
        "superior-not-on-record",
        f"whose superior is asked for is neither a unit nor a person on record by {on}",
        f"截至 {on}，所问上级者既非记录在案的单位，也非记录在案的人员",
    )


def superior_ambiguous(on: dt.date) -> Reason:
    return Reason(
        "superior-ambiguous",
        f"whose superior is asked for is the name of a unit and of a person on {on}",
        f"{on} 所问上级者既是单位名称又是人员姓名",
    )
