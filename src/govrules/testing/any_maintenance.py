"""Random clauses on what must hold."""

from typing import Any

from hypothesis import strategies as st

from govrules.testing.any_clause import around, maybe


def maintenance(draw: st.DrawFn, names: list[str]) -> dict[str, Any]:
    """A maintenance clause, as a rule file holds it."""
    # An end that nobody saw begin may take back a gap found before, by design: here an end needs a start, and
    # no field pairs the two, lest an end be that of another start.
    body: dict[str, Any] = {"hold": {"from": "stopped", "to": {"in_order": ["stopped", "resumed"]}}}
    window = draw(st.sampled_from(["always", "between", "between", "office_hours"]))
    opens = "received"
    if window == "between":
        opens = draw(st.sampled_from(["received", "accepted"]))
        body["throughout"] = {"from": opens, "to": draw(st.sampled_from(["delivered", "withdrawn"]))}
    elif window == "office_hours":
        body["throughout"] = window
    if maybe(draw):
        body["tolerate"] = draw(st.sampled_from(["2 days", "12 hours", "3 working days"]))
    clause = around(draw, names, opens)
    if window != "between":
        # What opens such a window is no event: nothing is there to be asked.
        for key in ("if", "responsible"):
            clause.pop(key, None)
    return {**clause, "maintenance": body}
