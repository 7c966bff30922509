"""Requirements: whenever something happens, a condition must hold (a punctual obligation)."""

from govrules.declaring import evolve
from govrules.engine.conditions import holds
from govrules.engine.found import Found
from govrules.engine.reference.event_clauses import report
from govrules.engine.triggers import Trigger, Version, triggers
from govrules.engine.values import Missing
from govrules.model.clauses import Requirement
from govrules.model.findings import Reason


def evaluate_requirement(versions: tuple[Version, ...], found: Found) -> None:
    """One obligation for each event that the requirement speaks of."""
    for trigger in triggers(versions, found):
        kept, same_day = _kept(trigger)
        report(trigger, kept, found, same_day=same_day)


def _kept(trigger: Trigger) -> tuple[bool | Reason, bool]:
    """Whether `require` holds at its event, and whether only by one order of the events of its day.

    Where the order of two events of one day is not known, the requirement is kept if it holds in either.
    """
    body = trigger.clause.body
    assert isinstance(body, Requirement)
    readings = [
        holds(body.require, trigger.context),
        holds(body.require, evolve(trigger.context, strict=True)),
    ]
    if any(each is True for each in readings):
        return True, not all(each is True for each in readings)
    missing = next((each for each in readings if isinstance(each, Missing)), None)
    return (missing.reason if missing is not None else False), False
