"""Random quotas."""

from typing import Any

from hypothesis import strategies as st

from govrules.testing.any_clause import ANSWERS, around, maybe


def quota(draw: st.DrawFn, names: list[str]) -> dict[str, Any]:
    """A quota, as a rule file holds it."""
    counted = draw(st.sampled_from(ANSWERS))
    body: dict[str, Any] = {"count": counted}
    span = draw(st.sampled_from(["month", "quarter", "year", "until", "life"]))
    if span == "until":
        body["until"] = "withdrawn"
    elif span != "life":
        body["every"] = span
        if maybe(draw):
            body["part_period"] = draw(st.sampled_from(["scale", "full"]))
    if maybe(draw):
        body["at_least"] = draw(st.integers(1, 2))
    if "at_least" not in body or maybe(draw):
        body["at_most"] = draw(st.integers(body.get("at_least", 0), 3))
    clause = around(draw, names, counted)
    # A quota of many events has no trigger that could say who answers.
    clause.pop("responsible", None)
    if maybe(draw):
        clause["per"] = draw(st.sampled_from(["unit", "policy", ["case", "unit"]]))
    return {**clause, "quota": body}
