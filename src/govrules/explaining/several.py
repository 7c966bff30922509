"""Several findings told together: none twice, and what they share only once."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

import attrs

from govrules.explaining.explanation import Explanation, explanation
from govrules.explaining.view import View
from govrules.model.findings import (
    Alert,
    AnyFinding,
    Lapse,
    LateDecision,
    Obligation,
    ProposedMeasure,
    Shortfall,
    Unknown,
    Violation,
)

_SHARED = frozenset(
    {
        "clause", "trigger", "limit", "pauses", "extensions", "due", "count", "reading", "responsible",
        "hold", "window", "tolerated", "counts", "period", "bounds", "proposals",
    }
)  # fmt: skip


def distinct(findings: Sequence[AnyFinding]) -> list[AnyFinding]:
    """The findings without those that others tell already, in the order in which they fell due.

    An obligation is told by its violation, lapse or unknown, the duty to decide by what is proposed; a
    warning of a duty that is closed by now warns nobody. A violation besides a lapse stays: they are two
    things, with two consequences.
    """
    obligations = {each.id: each for each in findings if isinstance(each, Obligation)}
    told = {
        each.obligation
        for each in findings
        if isinstance(each, Violation | Shortfall | Lapse | Unknown | ProposedMeasure) and each.obligation
    }
    kept = [
        each
        for each in findings
        if not (isinstance(each, Obligation) and each.id in told)
        and not (isinstance(each, Alert) and _is_closed(obligations.get(each.obligation)))
    ]
    lapses = {each.id: each.due for each in findings if isinstance(each, Lapse)}

    def in_time(finding: AnyFinding) -> tuple[dt.date, str, bool]:
        """As they fell due; what is late comes after the lapse that it is late for."""
        late = isinstance(finding, LateDecision)
        due = (
            lapses.get(finding.lapse) if isinstance(finding, LateDecision) else getattr(finding, "due", None)
        )
        at = getattr(finding, "at", None)
        return due or (at.date() if at is not None else dt.date.max), finding.clause, late

    return sorted(kept, key=in_time)


def _is_closed(obligation: Obligation | None) -> bool:
    return obligation is not None and obligation.state not in {"pending", "paused"}


def explanations(findings: Iterable[AnyFinding], view: View) -> Iterator[tuple[AnyFinding, Explanation]]:
    """Each finding with its explanation; what several about one obligation share stands with the first."""
    shown: set[str] = set()
    for finding in findings:
        found = explanation(finding, view)
        obligation = view.context(finding).obligation
        if obligation is not None and obligation.id in shown:
            sections = tuple(each for each in found.sections if each.name not in _SHARED)
            found = attrs.evolve(found, sections=sections)
        elif obligation is not None:
            shown.add(obligation.id)
        yield finding, found
