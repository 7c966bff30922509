"""Random requirements."""

from typing import Any

from hypothesis import strategies as st

from govrules.testing.any_clause import TRIGGERS, around, condition


def requirement(draw: st.DrawFn, names: list[str]) -> dict[str, Any]:
    """A requirement, as a rule file holds it."""
    trigger = draw(st.sampled_from(TRIGGERS))
    require = condition(draw, trigger, names)
    return {**around(draw, names, trigger), "requirement": {"when": trigger, "require": require}}
