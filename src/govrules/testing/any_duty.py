"""Random duties, with any of their parts."""

from typing import Any

from hypothesis import strategies as st

from govrules.testing.any_clause import ANSWERS, PERIODS, TRIGGERS, around, base, maybe


def duty(draw: st.DrawFn, names: list[str]) -> dict[str, Any]:
    """A duty, as a rule file holds it."""
    trigger = draw(st.sampled_from(TRIGGERS))
    answers = [each for each in ANSWERS if each != trigger]
    must = draw(st.sampled_from(answers))
    body: dict[str, Any] = {"when": trigger, "must": must}
    clause = around(draw, names, trigger)
    if maybe(draw, 6):
        body["when"] = f"{trigger} | extended"
    if maybe(draw, 6):
        other = draw(st.sampled_from([each for each in ANSWERS if each != must]))
        body["must"] = {draw(st.sampled_from(["all", "in_order"])): [must, other]}
    limits = [*["period"] * 5, "named", "readings", "open", "none", "record", "before"]
    if trigger == "received":
        limits += ["by", "by"]
    limit = draw(st.sampled_from(limits))
    body |= _limit(draw, limit)
    if trigger == "stopped" and maybe(draw, 2):
        clause["per"] = ["case", "procedure"]
    elif trigger == "received" and maybe(draw, 4):
        clause["for_each"] = {"unit": "trigger.departments"}
    body |= _course(draw, limit)
    if limit not in {"none"} and maybe(draw, 2):
        body["on_lapse"] = _lapse(draw, must, limit, may_deem=not names and base(must) != base(trigger))
    return {**clause, "duty": body}


def _limit(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    period = draw(st.sampled_from(PERIODS))
    match kind:
        case "period":
            return {"within": period}
        case "named":
            return {"within": {"statutory": period, "promised": "item.limit"}}
        case "readings":
            return {"within": {"readings": {"long": "1 week", "short": "3 working days"}, "use": "short"}}
        case "open":
            return {"within": draw(st.sampled_from(["params.open", "params.opinion"]))}
        case "record":
            return {"within": draw(st.sampled_from(["item.limit", {"of": "item.limit", "less": "30%"}]))}
        case "by":
            return {"by": "trigger.due_on"}
        case "before":
            at_least = {"at_least": "2 working days"} if maybe(draw, 2) else {}
            return {"before": "withdrawn", **at_least}
    return {"within": "no limit"}


def _course(draw: st.DrawFn, limit: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if not maybe(draw, 4):
        found["pause"] = {"from": "stopped", "to": "resumed"}
        if maybe(draw, 5):
            found["pause"]["per"] = "procedure"
        if maybe(draw, 5):
            found["pause"]["at_most"] = "4 days"
        if maybe(draw, 5):
            found["pause"]["times"] = 1
    elif maybe(draw, 2):
        found["interrupt"] = {"from": "stopped", "to": "resumed"}
    if limit not in {"none", "before"} and maybe(draw, 4):
        found["extend"] = {
            "when": "extended",
            "add": draw(st.sampled_from(["2 working days", "event.days"])),
            "times": 1,
        }
    if limit != "before" and maybe(draw, 2):
        found["end_on"] = "withdrawn"
    if maybe(draw, 4):
        found["repeat"] = draw(st.sampled_from(["each", "replace"]))
    if maybe(draw, 8):
        found["early"] = "counts"
    if limit not in {"none"} and maybe(draw, 4):
        found["warn"] = draw(st.sampled_from(["params.lead left", "50% used"]))
    return found


def _lapse(draw: st.DrawFn, must: str, limit: str, *, may_deem: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    # Only one clause deems anything, and never its own trigger: a chain of lapses has no end but `as_of`.
    if may_deem and maybe(draw, 2):
        found["deem"] = base(must)
        if found["deem"] == "decided":
            found["with"] = {"outcome": "granted"}
        found["effective"] = draw(st.sampled_from(["lapse", "next_day", "3 days after", "trigger"]))
        found["breach"] = draw(st.booleans())
    else:
        found["breach"] = False
    if limit == "named":
        found["of"] = "statutory"
    if maybe(draw, 6):
        found["if"] = "item.tacit"
    return found
