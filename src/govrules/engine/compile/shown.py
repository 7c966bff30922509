"""What is shown of one record."""

import datetime as dt

import attrs

from govrules.model.findings import Lapse, LateDecision, Obligation, Unknown, Violation


@attrs.frozen(eq=False)
class Shown:
    """An obligation, and what is told besides of what became of it."""

    obligation: Obligation
    broken: Violation | None
    """or a shortfall"""
    lapse: Lapse | None = None
    late: tuple[LateDecision, ...] = ()
    unrolled: dt.date | None = None
    """of a lapse the unrolled end, from which others may count"""
    unknown: Unknown | None = None

    @property
    def case(self) -> str:
        return self.obligation.case
