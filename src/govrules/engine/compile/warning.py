"""Warnings of duties whose records tell them: one party answers, and nothing moved the due end.

The points at which a rule warns are those of the reference, asked for once for each day that is counted from.
The case of any other duty that warns is judged once more.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from govrules.counting.due import Due
from govrules.engine.compile.at_trigger import Past
from govrules.engine.compile.duty_forms import UNSURE, state
from govrules.engine.compile.logs import PolicyLog
from govrules.engine.compile.making import Recorded, in_order
from govrules.engine.compile.plainly import is_alone
from govrules.engine.compile.recording import Record
from govrules.engine.compile.showing import Shower, showers_of
from govrules.engine.compile.spans import time_at
from govrules.engine.context import Context
from govrules.engine.moments import key_of, project
from govrules.engine.reference.alerts import Rung, rings
from govrules.model.clauses import Duty, WarnRule
from govrules.model.columns import Columns
from govrules.model.conditions import Lookup
from govrules.model.convention import Convention
from govrules.model.findings import Alert, Moment
from govrules.model.period import Period

if TYPE_CHECKING:
    from govrules.engine.compile.findings import Run

_IN_TIME = frozenset({state("met"), state("pending"), state("ended")})
_LATE = frozenset({state("met_late"), state("overdue"), state("lapsed")})


@attrs.frozen(eq=False)
class Warner:
    """Tells the warnings of one slot of a program."""

    shower: Shower
    body: Duty
    dues: dict[object, object] = attrs.field(factory=dict)

    @classmethod
    def of(cls, shower: Shower) -> "Warner | None":
        """None where a record does not tell them."""
        body = shower.clause.body
        convention = shower.counting.convention
        if not isinstance(body, Duty) or shower.ends is None or not shower.ends.ends.by_day:
            return None
        if not isinstance(convention, Convention) or convention.fulfilled_by == "dispatch":
            # What was sent closes a duty before it stands in the log.
            return None
        return cls(shower, body) if all(_is_told(each, shower) for each in body.warn) else None

    def tells(self, record: Record) -> bool:
        """Whether what became of the duty tells before what it was to be warned."""
        # A pause or an extension that came too late closes nothing, but what rang before it is told.
        return record[2] in _IN_TIME or (record[2] in _LATE and not (self.body.pause or self.body.extend))

    def alerts(self, record: Record, log: PolicyLog) -> Iterator[Alert]:
        """What was warned of before something closed the duty, or by the time up to which the log is read."""
        # What shows obligations is kept for a day, and a warning comes at an instant: of this very log.
        view = log.view
        clause, columns, slice_ = self.shower.clause, log.columns, log.slice_at(record[1])
        at, closed = self._moment(columns, record[1]), record[3]
        before = None if closed < 0 else key_of(self._moment(columns, closed), view.zone)
        given = [
            rung
            for rung in self._rings(at)
            if (rung.has_come(view) if before is None else rung.is_before(before))
        ]
        if not given:
            return
        event = columns.event(record[1])
        name, party = self.shower.told_of(event, at, slice_, Past(log, record[1]))
        for rung in given:
            yield Alert(
                id=f"{name}/alert/{rung.number}",
                policy=clause.policy,
                clause=clause.id,
                case=event.case,
                slice=slice_,
                obligation=name,
                rule=rung.rule,
                at=rung.at,
                due=rung.due,
                responsible=party,
                date=rung.date,
            )

    def _moment(self, columns: Columns, place: int) -> Moment:
        time = time_at(columns.times[place], is_bare=bool(columns.bare[place]))
        return project(time, self.shower.view.zone)

    def _rings(self, at: Moment) -> Iterator[Rung]:
        assert self.shower.ends is not None
        key = (at.bare, at.date)
        if key not in self.dues:
            self.dues[key] = self.shower.counting.after(self.shower.ends.ends.period, at)
        due = self.dues[key]
        assert isinstance(due, Due)
        view = self.shower.view
        key_of_at = key_of(at, view.zone)
        yield from rings(self.body.warn, due, at, Context(view, "", (), (), (), key_of_at, at, {}))


def _is_told(rule: WarnRule, shower: Shower) -> bool:
    """Whether a rule warns alike of all that is counted from one day."""
    match rule.left:
        case None | Period():
            return True
        case Lookup("params", (name,)):
            declared = shower.view.policy.parameters.get(name)
            return declared is not None and all(each.for_ is None for each in declared.values)
        case _:
            return False


def alerts_of(run: "Run") -> tuple[Alert, ...]:
    """Every warning, by case."""
    run.hear()
    left: dict[int, list[Recorded]] = {}
    known: dict[tuple[int, int], Warner] = {}
    judged: set[int] = set()
    walked = run.everything
    for number, one in enumerate(walked):
        warns = [bool(getattr(slot.clause.body, "warn", ())) for slot in one.log.program.slots]
        if not any(warns):
            continue
        warners = [Warner.of(each) for each in showers_of(one.log)]
        moved = {(slot, trigger) for slot, trigger, _ in one.used}
        for place, record in zip(one.trigger_places(one.records), one.records, strict=True):
            case, warner = run.case_of[place], warners[record[0]]
            if not warns[record[0]] or record[2] == UNSURE or case in judged or run.is_judged(case):
                continue
            if (
                warner is None
                or record[:2] in moved
                or not warner.tells(record)
                or not is_alone(run, one.log, place, record, warner.shower, moved=False)
            ):
                judged.add(case)
            else:
                known[number, record[0]] = warner
                left.setdefault(case, []).append((number, record, warner.shower))
    run.judge(judged)
    shown = [
        alert
        for case in sorted(left)
        if not run.is_judged(case)
        for number, record, _ in in_order(left[case], walked)
        for alert in known[number, record[0]].alerts(record, walked[number].log)
    ]
    return run.told("alerts", shown)
