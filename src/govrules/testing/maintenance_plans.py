"""Plans for what must hold throughout: spans with a gap that is too long, or with none that is."""

import datetime as dt

import attrs

from govrules.model.clauses import Clause
from govrules.model.limits import NoLimit
from govrules.model.maintenance import Maintenance
from govrules.model.period import Period
from govrules.testing.chance import pick
from govrules.testing.drafts import Draft, names_of
from govrules.testing.event_plans import member_of, not_excused
from govrules.testing.planned import Outcome, Plan, Side, open_log, planned
from govrules.testing.steps import NoWayError, Step, occurring, ways_of
from govrules.testing.terms import Counts, set_limit
from govrules.testing.wanted_values import SOME

_DAY = dt.timedelta(days=1)
_HOUR = dt.timedelta(hours=1)
_MINUTE = dt.timedelta(minutes=1)


def maintenance(draft: Draft, body: Maintenance, outcome: Outcome, day: dt.date, side: Side) -> Plan:
    """Two spans of what must hold, and between them a gap as long as the outcome asks for."""
    excuses = not_excused(draft)
    if excuses and all(each.fields or each.outcomes for each in excuses):
        raise NoWayError("what excuses it is not known to the generator")
    return _Planner(draft, body, outcome, side, _working(draft, day)).plan()


def _working(draft: Draft, day: dt.date) -> dt.date:
    """The day, or the next one on which offices are open."""
    calendar = draft.ground.rulebook.calendars.get(draft.policy.calendar or "")
    if calendar is None:
        return day
    off = {each.date for each in calendar.days_off}
    while day in off or day.weekday() >= 5:
        day += _DAY
    return day


@attrs.define
class _Planner:
    draft: Draft
    body: Maintenance
    outcome: Outcome
    side: Side
    day: dt.date

    def plan(self) -> Plan:
        draft, body = self.draft, self.body
        opened, closed = self._at(self.day, 0), self._at(self.day + _DAY * 2, 0)
        starts, ends = (self._ways(each) for each in (body.hold.start, body.hold.end))
        gap_from = self._at(self.day, 10)
        gap_until = self._gap_until(gap_from)
        if gap_until >= closed:
            closed = self._at(gap_until.astimezone(draft.ground.zone).date() + _DAY * 2, 0)
        self._slice(closed.date())
        if body.kind_of_window == "between":
            self._window(self._at(self.day, 1), closed)
        elif draft.clause.for_each is None:
            if self.outcome == "met":
                raise NoWayError("it has to hold for ever, so that it is never over")
        elif draft.clause.for_each.records is None:
            raise NoWayError("its members are not records")
        # What holds begins before the time in which it has to, and ends after it.
        self._hold(starts, opened, "a")
        self._hold(ends, gap_from, "a")
        self._hold(starts, gap_until, "b")
        self._hold(ends, closed + _HOUR, "b")
        return planned(draft, self.outcome, closed.date() + _DAY)

    def _at(self, day: dt.date, hour: int) -> dt.datetime:
        return dt.datetime.combine(day, dt.time(hour), tzinfo=self.draft.ground.zone)

    # -- the gap -----------------------------------------------------------------------------------------

    def _gap_until(self, start: dt.datetime) -> dt.datetime:
        limit = self._tolerated(start)
        if limit is None:
            raise NoWayError("a gap of any length is tolerated")
        if self.outcome == "met":
            if self.side == "last instant" or limit == start:
                return limit
            return start + (limit - start) / 2
        if self.side == "first instant late":
            return limit + _MINUTE
        return limit + _MINUTE * (1 + self.draft.chance.number(0, 300))

    def _tolerated(self, start: dt.datetime) -> dt.datetime | None:
        """The last instant up to which a gap is tolerated; None where that is any."""
        draft = self.draft
        if self.body.tolerate is None:
            return start
        found = set_limit(self.body.tolerate, Step(""), draft.policy, self.day, "1 hours")
        if found.trigger.data or found.trigger.records:
            raise NoWayError("how long a gap is tolerated stands in the data")
        match found.limit:
            case NoLimit():
                return None
            case Period(parts) if all(
                each.unit.is_clock and not each.unit.is_working_clock for each in parts
            ):
                return start + dt.timedelta(seconds=sum(each.amount * each.unit.seconds for each in parts))
            case limit:
                counts = Counts(draft.ground.rulebook, draft.policy, draft.clause)
                return counts.after(limit, start).end.astimezone(draft.ground.zone)

    # -- where and when ----------------------------------------------------------------------------------

    def _slice(self, until: dt.date) -> None:
        draft, clause = self.draft, self.draft.clause
        for name in clause.per:
            if name not in {"case", "policy"}:
                draft.shared.setdefault(name, draft.named(name))
        member = member_of(draft)
        if member is None or clause.for_each is None:
            return
        draft.shared[clause.for_each.variable] = member
        if clause.for_each.records is None:
            return
        facts = self._facts(clause, member)
        kind = clause.for_each.records
        if draft.records is None:
            raise NoWayError("its members are not on record")
        # On record for some days only, so that the time in which it has to hold is over.
        open_log(draft, self.day - _DAY)
        draft.record(kind, member, facts, self.day)
        draft.records[-1] = attrs.evolve(draft.records[-1], until=until)

    def _facts(self, clause: Clause, member: str) -> dict[str, object]:
        population = clause.for_each
        assert population is not None
        if population.where is None:
            return {}
        for needs in ways_of(population.where, True, self.draft.policy, None, names=names_of(clause, member)):
            joined = Step("").needing(needs, self.draft.policy)
            if joined is not None and not joined.data:
                return {name: value for (_, name), value in joined.records.items()}
        raise NoWayError("it chooses among the members of `for_each`")

    def _window(self, opened: dt.datetime, closed: dt.datetime) -> None:
        """The two events between which it has to hold."""
        draft, window = self.draft, self.body.throughout
        assert window.start is not None
        ways = []
        for way in occurring(window.start, draft.policy):
            for needs in ways_of(draft.clause.if_, True, draft.policy, way[-1].type):
                joined = way[-1].needing(needs, draft.policy)
                if joined is not None and not (joined.records or joined.outcomes or joined.posts):
                    ways.append((*way[:-1], joined))
        if not ways:
            raise NoWayError("no event is known that begins the time in which it has to hold")
        for step in pick(draft.chance, ways):
            draft.add(step, opened)
        if window.end is not None:
            for step in pick(draft.chance, occurring(window.end, draft.policy)):
                draft.add(step, closed)
        elif self.outcome == "met":
            raise NoWayError("it has to hold for ever, so that it is never over")

    def _ways(self, pattern: object) -> tuple[Step, ...]:
        found = [way[0] for way in occurring(pattern, self.draft.policy) if len(way) == 1]  # type: ignore[arg-type]
        if not found:
            raise NoWayError("no single event is known with which it begins or ends")
        return tuple(found)

    def _hold(self, ways: tuple[Step, ...], at: dt.datetime, which: str) -> None:
        pair: dict[str, object] = {name: f"{name}-{which}" for name in self.body.hold.per}
        step = pick(self.draft.chance, ways)
        if any(step.data.get(name, SOME) is not SOME for name in pair):
            raise NoWayError("what pairs an end with its start is fixed")
        kept = {name: value for name, value in step.data.items() if name not in pair}
        self.draft.add(attrs.evolve(step, data=kept).with_data(pair), at)
