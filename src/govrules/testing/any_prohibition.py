"""Random prohibitions."""

from typing import Any

from hypothesis import strategies as st

from govrules.testing.any_clause import TRIGGERS, around, maybe


def prohibition(draw: st.DrawFn, names: list[str]) -> dict[str, Any]:
    """A prohibition, as a rule file holds it."""
    trigger = draw(st.sampled_from(TRIGGERS))
    body: dict[str, Any] = {"when": trigger}
    if maybe(draw, 2):
        end = draw(st.sampled_from([{}, {"to": "resumed"}, {"to": "end of month"}]))
        body["during"] = {"from": draw(st.sampled_from(["withdrawn", "stopped"])), **end}
    return {**around(draw, names, trigger), "prohibition": body}
