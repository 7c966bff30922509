"""What the parts of a judgement share: the obligation, the course it took, and what follows from it."""

import datetime as dt

from govrules.declaring import frozen
from govrules.engine.context import Fact, Verdict
from govrules.engine.counts import Counting
from govrules.engine.found import Found
from govrules.engine.happenings import breach_event
from govrules.engine.moments import Key, is_certainly_after, project
from govrules.engine.reference.course import Course
from govrules.engine.triggers import Trigger
from govrules.model.clauses import Clause, Duty
from govrules.model.events import Event
from govrules.model.findings import (
    Holder,
    Lapse,
    Moment,
    Obligation,
    OtherReading,
)


@frozen(eq=False)
class Judged:
    """An obligation with the course it took."""

    course: Course
    obligation: Obligation
    lapse: Lapse | None = None
    lapsed_at: Moment | None = None


@frozen(eq=False)
class Judgement:
    """What the parts of a judgement share."""

    trigger: Trigger
    clause: Clause
    body: Duty
    name: str | None
    course: Course
    counting: Counting
    found: Found
    id: str
    holders: tuple[Holder, ...]
    limit: str | None
    reading: str | None
    other_readings: tuple[OtherReading, ...]

    @property
    def common(self) -> dict[str, object]:
        return {
            "policy": self.clause.policy,
            "clause": self.clause.id,
            "case": self.trigger.case,
            "slice": self.trigger.slice,
        }

    def held_at(self, when: dt.datetime | None) -> str | None:
        """Who answered at an instant; the last to answer where there is none."""
        if not self.holders:
            return None
        if when is None:
            return self.holders[-1].party
        zone = self.counting.view.zone
        moment = project(when, zone)
        current = self.holders[0].party
        for each in self.holders[1:]:
            if is_certainly_after(moment, each.since):
                current = each.party
        return current


def fact(case: Judgement, verdict: Verdict, known: Key) -> None:
    trigger = case.trigger
    case.found.facts.append(
        Fact(case.clause.full_id, trigger.case, trigger.slice, verdict, known, trigger.happening.key)
    )


def finding_event(case: Judgement) -> Event:
    """A violation or lapse as an event to wait for."""
    return breach_event(case.trigger.happening.event, case.trigger.slice)
