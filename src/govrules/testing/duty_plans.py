"""Plans for duties: an answer in time, too late or never, at a due end that the plan counts."""

import datetime as dt

import attrs

from govrules.counting.due import Due
from govrules.model.clauses import Duty, Prohibition, Requirement
from govrules.model.conditions import Lookup
from govrules.model.dependence import dependence
from govrules.model.events import Time
from govrules.model.patterns import AllOf, Happens, InOrder, Lapsed, OneOf, Pattern, Violated, event_names
from govrules.model.period import Period
from govrules.testing.answer_plans import Planning
from govrules.testing.calendar_days import day_of
from govrules.testing.chance import Chance, pick, rarely
from govrules.testing.drafts import Draft, names_of, trigger_ways
from govrules.testing.event_plans import More, member_of, not_excused
from govrules.testing.moves import extended, paused
from govrules.testing.planned import Outcome, Plan, Side, include, planned, write_trigger
from govrules.testing.solving import Needs
from govrules.testing.steps import NoWayError, Step, occurring, ways_of
from govrules.testing.terms import SHORT, Asked, Counts, set_limit

_DAY = dt.timedelta(days=1)


@attrs.frozen
class DutyPlanner:
    """Plans one duty: its trigger, its time, and an answer in time, too late or never."""

    draft: Draft
    body: Duty
    outcome: Outcome
    side: Side
    day: dt.date
    clock: dt.time | None
    plain: bool
    more: More
    planning: Planning
    """what plans the breach of another clause"""
    moved: list[dt.date] = attrs.field(factory=list)
    """days on which the time was paused, resumed or extended"""

    @property
    def chance(self) -> Chance:
        return self.draft.chance

    @property
    def counts(self) -> Counts:
        return Counts(self.draft.ground.rulebook, self.draft.policy, self.draft.clause)

    def plan(self) -> Plan:
        answers = occurring(self.body.must, self.draft.policy)
        if not answers:
            raise NoWayError("no event is known that meets it")
        if isinstance(self.body.when, Violated | Lapsed):
            return self._after_a_breach(self.body.when, answers)
        ways = trigger_ways(
            self.draft.clause,
            self.draft.policy,
            more=[*(each for each in self.more if each), *self._more()],
            days=True,
            member=member_of(self.draft),
        )
        series = pick(self.chance, ways)
        on = series[-1].on
        if on is not None:
            day = day_of(on, self.draft.clause, self.draft.policy, self.day)
            return attrs.evolve(attrs.evolve(self, day=day)._from(series, answers), begins=day)
        return attrs.evolve(self._from(series, answers), begins=self.day)

    def _from(self, series: tuple[Step, ...], answers: tuple[tuple[Step, ...], ...]) -> Plan:
        if self._meets_itself(series[-1], answers):
            return self._by_its_own_trigger(series)
        answers = tuple(way for way in answers if all(step.type != series[-1].type for step in way))
        if not answers:
            raise NoWayError("what meets it triggers it anew")
        trigger, anchor, limits = self._anchored(self._with_limits(series[-1]))
        time = self._time(limits)
        write_trigger(self.draft, (*series[:-1], trigger), time)
        if isinstance(anchor, tuple):
            return self._before_an_event(anchor, limits, time, answers)
        dues = self._dues(limits, time, anchor)
        if not dues:
            return self._without_limit(time, answers)
        dues = self._moved(dues, limits, time, anchor)
        return self._answered(dues, time, answers)

    def _after_a_breach(self, when: Violated | Lapsed, answers: tuple[tuple[Step, ...], ...]) -> Plan:
        """A duty that begins when another clause is broken: met at once, or never.

        How its time is counted from there is left to the evaluator, so that no due date is claimed.
        """
        if self.side != "anywhere":
            raise NoWayError("its time begins with what another clause came to")
        draft = self.draft
        waited = dependence(draft.ground.rulebook).waits[draft.clause.full_id]
        found = {each.full_id: each for each in draft.ground.rulebook.clauses if each.full_id in waited}
        kinds = Duty if isinstance(when, Lapsed) else Duty | Requirement | Prohibition
        possible = [each for each in found.values() if isinstance(each.body, kinds)]
        if not possible:
            raise NoWayError("no clause is known whose breach it waits for")
        step = self._begun_with(Step(""))
        if step.before or step.records or step.outcomes or step.posts or step.appointed:
            raise NoWayError("it asks for more than what was broken")
        wanted = Needs({("event", name): value for name, value in step.data.items()})
        broken = self.planning(
            self.chance,
            draft.ground,
            pick(self.chance, possible),
            "missed",
            case=draft.case,
            day=self.day,
            shared=draft.shared,
            more=[(wanted,)] if step.data else [],
        )
        include(draft, broken)
        known = broken.due + _DAY if broken.due is not None else broken.until
        if self.outcome == "met":
            self._answer(answers, known)
            return planned(draft, self.outcome, max(known, broken.until) + _DAY)
        self._leave_out(self.body.must)
        longest = 0
        for each in self._with_limits(Step(""))[1]:
            if isinstance(each, Period):
                longest = max(longest, (self.counts.after(each, known).date - known).days)
        return planned(draft, self.outcome, max(known, broken.until) + _DAY * (longest + 10))

    def _begun_with(self, step: Step) -> Step:
        """What its own conditions ask of the breach with which it begins."""
        draft = self.draft
        needs = [ways_of(draft.clause.if_, True, draft.policy, None), not_excused(draft) or (Needs(),)]
        found = [step]
        for options in needs:
            joined = [each.needing(one, draft.policy) for each in found for one in options]
            found = [each for each in joined if each is not None]
        if not found:
            raise NoWayError("no breach is known that makes its conditions come out")
        one = pick(self.chance, found)
        kept_out = {name for name, (_, most) in one.before.items() if most == 0}
        draft.kept_out |= kept_out
        return attrs.evolve(one, before={name: each for name, each in one.before.items() if each[0]})

    def _more(self) -> list[tuple[Needs, ...]]:
        """What else must be certain: that nothing excuses it, and which rule of `on_lapse` applies."""
        clause, policy = self.draft.clause, self.draft.policy
        found: list[tuple[Needs, ...]] = [not_excused(self.draft)]
        names = names_of(clause, member_of(self.draft))
        for rule in self.body.on_lapse:
            if rule.if_ is not None:
                ways = tuple(
                    each
                    for truth in (True, False)
                    for each in ways_of(rule.if_, truth, policy, None, names=names)
                )
                # What other clauses come to is left to the evaluator.
                found.append(tuple(attrs.evolve(each, outcomes=()) for each in ways))
        return [each for each in found if each]

    def _meets_itself(self, trigger: Step, answers: tuple[tuple[Step, ...], ...]) -> bool:
        single = {each[0].type for each in answers if len(each) == 1}
        return self.body.early == "counts" and trigger.type in single

    def _with_limits(self, trigger: Step) -> tuple[Step, tuple[Asked, ...]]:
        limits: list[Asked] = []
        body = self.body
        at_least = body.before.at_least if body.before is not None else None
        for number, limit in enumerate(
            [at_least] if at_least is not None else [each.limit for each in body.within]
        ):
            text = SHORT[number % len(SHORT)]
            found = set_limit(limit, trigger, self.draft.policy, self.day, text)
            trigger = found.trigger
            limits.append(found.limit)
        return trigger, tuple(limits)

    def _time(self, limits: tuple[Asked, ...]) -> Time:
        """The time of the trigger: a bare date, unless a clock is asked for or hours are counted."""
        clock = self.clock
        if clock is None and any(isinstance(each, Period) and each.is_clock for each in limits):
            clock = dt.time(9)
        if clock is None:
            return self.day
        return dt.datetime.combine(self.day, clock, tzinfo=self.draft.ground.zone)

    # -- dates in the data -------------------------------------------------------------------------------

    def _anchored(
        self, given: tuple[Step, tuple[Asked, ...]]
    ) -> tuple[Step, dt.date | tuple[Step, ...] | None, tuple[Asked, ...]]:
        """The trigger with the date that the clause counts to or from, or the event that it waits for."""
        trigger, limits = given
        lookup = self.body.by
        if lookup is None and self.body.before is not None:
            if not isinstance(self.body.before.anchor, Lookup):
                ways = occurring(self.body.before.anchor, self.draft.policy)
                if not ways:
                    raise NoWayError("no event is known that it must come before")
                return trigger, pick(self.chance, ways), limits
            lookup = self.body.before.anchor
        if lookup is None:
            return trigger, None, limits
        anchor = self._anchor(limits)
        return self._with_date(trigger, lookup, anchor), anchor, limits

    def _with_date(self, trigger: Step, lookup: Lookup, day: dt.date) -> Step:
        if lookup.root not in {"trigger", "event", "case"} or len(lookup.path) != 1:
            raise NoWayError(f"its date comes from `{lookup}`")
        data = {name: value for name, value in trigger.data.items() if name != lookup.path[0]}
        return attrs.evolve(trigger, data=data).with_data({lookup.path[0]: day.isoformat()})

    def _anchor(self, limits: tuple[Asked, ...]) -> dt.date:
        """A date so far away that the due day lies after the trigger."""
        anchor = self.day + _DAY * (8 if self.plain else self.chance.number(8, 40))
        for _ in range(40):
            if self._due_before(limits, anchor).date > self.day + _DAY * 2:
                return anchor
            anchor += _DAY * 10
        raise NoWayError("it is due before it begins")

    def _due_before(self, limits: tuple[Asked, ...], anchor: Time) -> Due:
        if self.body.before is not None and limits and isinstance(limits[0], Period):
            return self.counts.before(limits[0], anchor)
        return self.counts.by(anchor)

    def _by_its_own_trigger(self, series: tuple[Step, ...]) -> Plan:
        """The trigger meets the clause itself, in time or not: what decides is the date that it names."""
        before = self.body.before
        lookup = self.body.by or (
            before.anchor if before is not None and isinstance(before.anchor, Lookup) else None
        )
        trigger, limits = self._with_limits(series[-1])
        if lookup is None:
            if self.outcome == "missed":
                raise NoWayError("the event that triggers it meets it as well")
            write_trigger(self.draft, (*series[:-1], trigger), self.day)
            return planned(self.draft, self.outcome, self.day)
        near = next(
            (
                self.day + _DAY * days
                for days in range(400)
                if not self._due_before(limits, self.day + _DAY * days).is_late(self.day)
            ),
            None,
        )
        if near is None or (self.outcome == "missed" and near == self.day):
            raise NoWayError("no date in its data makes it so")
        away = 0 if self.side != "anywhere" else self.chance.number(0, 30)
        if self.outcome == "met":
            anchor = near + _DAY * away
        else:
            anchor = max(near - _DAY * (1 + away), self.day + _DAY)
        if self.outcome == "missed" and not self._due_before(limits, anchor).is_late(self.day):
            raise NoWayError("no date in its data makes it so")
        write_trigger(self.draft, (*series[:-1], self._with_date(trigger, lookup, anchor)), self.day)
        due = self._due_before(limits, anchor).date
        return planned(self.draft, self.outcome, max(anchor, self.day) + _DAY, due=due)

    def _before_an_event(
        self,
        anchor: tuple[Step, ...],
        limits: tuple[Asked, ...],
        time: Time,
        answers: tuple[tuple[Step, ...], ...],
    ) -> Plan:
        """A duty to be done before an event: the event comes after it, or without it."""
        day = self._anchor(limits)
        due = self._due_before(limits, day)
        plan = self._answered((due,), time, answers)
        for step in anchor:
            self.draft.add(step, day)
        # What is done before the event is met at once, and so has no due date.
        due_day = (
            plan.due if self.outcome == "missed" or any(isinstance(each, Period) for each in limits) else None
        )
        until = max(plan.until, day + _DAY)
        return attrs.evolve(plan, events=tuple(self.draft.events), until=until, due=due_day)

    # -- counted limits ----------------------------------------------------------------------------------

    def _dues(self, limits: tuple[Asked, ...], time: Time, anchor: object) -> tuple[Due, ...]:
        if isinstance(anchor, dt.date):
            return (self._due_before(limits, anchor),)
        return tuple(self.counts.after(each, time) for each in limits if isinstance(each, Period))

    def _moved(
        self, dues: tuple[Due, ...], limits: tuple[Asked, ...], time: Time, anchor: object
    ) -> tuple[Due, ...]:
        """The due ends after a pause and an extension, where the clause has them and chance wants them."""
        [only, *more] = limits or (None,)
        if self.plain or more or anchor is not None or not isinstance(only, Period) or only.is_clock:
            return dues
        pauses, first = paused(self.draft, self.body, self.day, dues[0])
        extensions, second = extended(self.draft, self.body, self.day, dues[0])
        self.moved.extend([*first, *second])
        if not pauses and not extensions:
            return dues
        return (self.counts.after(only, time, pauses, extensions),)

    # -- the answer --------------------------------------------------------------------------------------

    def _without_limit(self, time: Time, answers: tuple[tuple[Step, ...], ...]) -> Plan:
        if self.outcome == "missed":
            if self.side != "anywhere":
                raise NoWayError("it has no limit, so that it stays open and is never late")
            self._leave_out(self.body.must)
            until = self.day + _DAY * self.chance.number(30, 400)
            return planned(self.draft, self.outcome, until)
        day = self.day + _DAY * self.chance.number(0, 60)
        self._answer(answers, time if day == self.day else day)
        return planned(self.draft, self.outcome, day)

    def _leave_alone(self) -> None:
        """Keep out of the case what would move its end, or put one to it."""
        body = self.body
        moving: list[Pattern] = [each.start for each in body.pause]
        moving += [each.start for each in body.interrupt]
        moving += [each.when for each in body.extend]
        moving += [body.end_on] if body.end_on is not None else []
        for pattern in moving:
            self.draft.kept_out |= event_names(pattern)

    def _leave_out(self, pattern: Pattern) -> None:
        """Keep out of the case what would meet the clause; of several that do so together one."""
        match pattern:
            case Happens(event):
                self.draft.kept_out.add(event)
            case OneOf(options):
                for each in options:
                    self._leave_out(each)
            case AllOf(parts) | InOrder(parts):
                self._leave_out(pick(self.chance, parts))

    def _answered(self, dues: tuple[Due, ...], time: Time, answers: tuple[tuple[Step, ...], ...]) -> Plan:
        first, last = min(dues, key=lambda due: due.end), max(dues, key=lambda due: due.late_from)
        until = last.late_from.date() + _DAY * 2
        self._leave_alone()
        if self.outcome == "missed":
            self._leave_out(self.body.must)
        if self.outcome == "met":
            when = self._in_time(first, time)
            self._answer(answers, when)
        elif self.side == "first instant late" or rarely(self.chance, 2):
            when = self._too_late(last)
            self._answer(answers, when)
            until = max(until, _date_of(when) + _DAY)
        return planned(self.draft, self.outcome, until, due=first.date)

    def _in_time(self, due: Due, time: Time) -> Time:
        """A moment from the trigger to the due end, both included."""
        instant = isinstance(time, dt.datetime)
        if self.side == "last instant":
            return due.end.astimezone(dt.UTC) if instant or self.chance.number(0, 1) else due.date
        # What comes after the answer would neither pause nor lengthen anything.
        first = max([self.day, *self.moved])
        room = (due.date - first).days
        if room < 0:
            raise NoWayError("it is due before it begins")
        day = first + _DAY * self.chance.number(0, room)
        return time if day == self.day else day

    def _too_late(self, due: Due) -> Time:
        if self.side == "first instant late" and self.chance.number(0, 1):
            late = due.late_from if due.late_at_once else due.late_from + dt.timedelta(seconds=1)
            return late.astimezone(dt.UTC)
        day = due.date + _DAY
        while not due.is_late(day):
            day += _DAY
        return day if self.side == "first instant late" else day + _DAY * self.chance.number(0, 20)

    def _answer(self, answers: tuple[tuple[Step, ...], ...], when: Time) -> None:
        for step in pick(self.chance, answers):
            self.draft.add(step, when)


def _date_of(time: Time) -> dt.date:
    return time.date() if isinstance(time, dt.datetime) else time
