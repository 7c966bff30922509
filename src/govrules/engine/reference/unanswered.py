"""Why it is not known who answers, with what, or what was decided."""

from govrules.engine.found import Found
from govrules.engine.triggers import Trigger
from govrules.model.findings import Reason, Unknown


def say_unknown(
    trigger: Trigger, base: str, reason: Reason, found: Found, obligation: str | None = None
) -> None:
    """A finding that says why; `base` is the id of what it is about."""
    found.unknowns.append(
        Unknown(
            id=found.new_id(f"{base}/unknown"),
            policy=trigger.clause.policy,
            clause=trigger.clause.id,
            case=trigger.case,
            slice=trigger.slice,
            reason=reason,
            trigger=trigger.happening.evidence(),
            obligation=obligation,
        )
    )
