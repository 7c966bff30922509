"""What the programs say of each obligation, in the terms of a finding, so that both can be compared."""

import datetime as dt
from collections.abc import Iterator

import attrs

from govrules.engine.compile.duty_forms import STATES, UNSURE, state
from govrules.engine.compile.findings import Run
from govrules.engine.compile.standing import is_standing
from govrules.engine.happenings import Slice
from govrules.model.events import Event
from govrules.model.findings import Obligation, State

_FULFILLED = frozenset({state("met"), state("met_late")})


@attrs.frozen
class Verdict:
    """What became of one obligation."""

    clause: str
    """`policy/clause`"""
    limit_name: str | None
    case: str
    slice: Slice
    trigger: Event | None
    state: State
    fulfilled: Event | None
    due: dt.date | None

    @classmethod
    def of(cls, obligation: Obligation) -> "Verdict":
        """What a finding says, in the same terms."""
        return cls(
            obligation.full_clause,
            obligation.limit_name,
            obligation.case,
            obligation.slice,
            obligation.trigger.event if obligation.trigger is not None else None,
            obligation.state,
            # What was done before an event that has not come yet is no fulfilment so far.
            obligation.fulfilled.event
            if obligation.fulfilled is not None and obligation.state in {"met", "met_late"}
            else None,
            obligation.due,
        )


def verdicts(run: Run) -> Iterator[Verdict]:
    """Every obligation of the cases that were not handed over, case by case."""
    event = run.columns.event
    for walked in run.everything:
        slots = walked.log.program.slots
        for number, trigger, found, closed, due in walked.records:
            place, log = walked.log.place(trigger), walked.log
            case = run.case_of[place]
            if found == UNSURE or case in run.handed_over:
                continue
            slot = slots[number]
            is_due = due is not None and due[2] > 0
            opened = trigger
            if is_standing(slot.clause):
                # What findings name stands where of a duty stands what closed it.
                opened, closed = closed, -1
            yield Verdict(
                slot.clause.full_id,
                slot.limit_name,
                run.columns.cases[case],
                log.slice_at(trigger),
                event(log.place(opened)) if opened >= 0 else None,
                STATES[found],
                event(log.place(closed)) if found in _FULFILLED and closed >= 0 else None,
                dt.date.fromordinal(due[2]) if is_due and due is not None else None,
            )
