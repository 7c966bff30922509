"""Random clauses on who answers."""

from typing import Any

from hypothesis import strategies as st

from govrules.testing.any_clause import maybe

LADDER = ("admonition", "criticism", "removal")


def accountability(draw: st.DrawFn, names: list[str]) -> dict[str, Any]:
    """An accountability clause, as a rule file holds it."""
    breach = {"violation": draw(st.sampled_from(["any", *names]))}
    body: dict[str, Any] = {"on": breach}
    party = draw(st.sampled_from(["responsible", "violation.unit"]))
    if maybe(draw):
        body["on"] = {"all": [breach, "told"]}
        party = draw(st.sampled_from(["responsible", "event.unit"]))
    body["answerable"] = [party]
    if not maybe(draw):
        steps = draw(st.sampled_from([LADDER[:1], LADDER[1:2], LADDER[:2], LADDER[1:]]))
        body["propose"] = steps[0] if len(steps) == 1 else {"any_of": list(steps)}
        if not maybe(draw):
            body["within"] = draw(st.sampled_from(["10 days", "3 working days"]))
            body["decided_by"] = '"unit-1"'
    if maybe(draw):
        over = draw(st.sampled_from(["1 month", "30 days", "calendar month", "calendar year"]))
        body["repeated"] = {"times": 2, "over": over}
    clause: dict[str, Any] = {}
    if maybe(draw):
        clause["unless"] = "happened(excused)"
    if maybe(draw, 5):
        clause["strength"] = draw(st.sampled_from(["should", "in_principle"]))
    return {**clause, "accountability": body}
