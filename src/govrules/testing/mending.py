"""Mending: what a planned case sets off besides is answered at once, so that nothing else is broken.

The evaluator is asked only which other obligations there are and which values are missing; that its verdicts
on them are right is what the laws then try.
"""

import datetime as dt
import math
from collections.abc import Mapping

import attrs

from govrules.engine.batch import evaluate
from govrules.engine.happenings import NO_CASE
from govrules.model.clauses import Clause, Duty, Prohibition, Requirement
from govrules.model.conditions import Constant, Lookup
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event, Time
from govrules.model.findings import Evidence, Obligation
from govrules.model.frozen import thaw
from govrules.model.policy import DEPARTURE, Field, Policy
from govrules.model.quota import Quota
from govrules.model.records import Record, same_value
from govrules.testing.chance import First
from govrules.testing.depends import depends_on, logged
from govrules.testing.drafts import Draft, names_of
from govrules.testing.ground import Ground
from govrules.testing.planned import Plan
from govrules.testing.solving import Needs
from govrules.testing.spelt import spelt_out
from govrules.testing.steps import NoWayError, Step, happening, occurring, ways_of
from govrules.testing.sums import guesses
from govrules.testing.wanted_values import ABSENT, CONTRADICTION, Listed, both, settled

MOST_ROUNDS = 8
_MOST_MORE = 12
"""events of one kind that are added at once"""
_OPEN = {"pending", "paused", "overdue", "met_late", "lapsed"}


@attrs.frozen
class Mended:
    """The events of planned cases and what is on record, with what answers all else that they set off."""

    events: tuple[Event, ...]
    records: tuple[Record, ...] = ()
    found: Evaluation = attrs.field(default=Evaluation(), repr=False)
    """what the evaluator finds in it"""


def mended(ground: Ground, given: Mended, plans: tuple[Plan, ...], until: dt.date) -> Mended:
    """The events of planned cases, and what answers everything else that they set off.

    Args:
        plans: their clauses, and what depends on those that are missed, are left as they are.
        until: the day up to which nothing may stay open.
    """
    return _Mending(ground, plans, until).mend(given)


def set_apart(ground: Ground, plan: Plan) -> frozenset[str]:
    """The clauses whose outcome a plan decides or may change.

    That is its own, and where that is missed all that hang on it and on whatever is broken on the way.
    """
    if plan.outcome == "met":
        return frozenset({plan.clause.full_id})
    leading = (plan.clause.full_id, *plan.led_by)
    return frozenset().union(*(depends_on(ground.rulebook, each) for each in leading))


class _Mending:
    def __init__(self, ground: Ground, plans: tuple[Plan, ...], until: dt.date) -> None:
        self.ground, self.until = ground, until
        self.case = plans[0].case
        self.left = {
            (case, clause)
            for plan in plans
            for clause in set_apart(ground, plan)
            for case in (*plan.cases, NO_CASE)
        }
        self.no_more = tuple(dict.fromkeys(each for plan in plans for each in plan.no_more))
        self.kept_empty = frozenset().union(*(plan.kept_empty for plan in plans))
        self.kept_out = frozenset().union(*(plan.kept_out for plan in plans))
        self.tried: set[str] = set()
        self.changed: list[tuple[Event, Event]] = []
        self.planned: set[tuple[str, str]] = set()
        """(event type or kind of record, field): what the plans themselves say"""

    def mend(self, given: Mended) -> Mended:
        self.planned = {(each.kind, name) for each in given.records for name in each.data}
        self.planned |= {(each.type, name) for each in given.events for name in each.data}
        for _ in range(MOST_ROUNDS):
            found = self._evaluated(given)
            given = attrs.evolve(given, found=found)
            more = self._round(given)
            if (more.events, more.records) == (given.events, given.records):
                return given
            given = more
        return attrs.evolve(given, found=self._evaluated(given))

    def _evaluated(self, given: Mended) -> Evaluation:
        return evaluate(self.ground.rulebook, given.events, as_of=self.until, records=given.records)

    def _round(self, given: Mended) -> Mended:
        found, self.changed = given.found, []
        for obligation in found.obligations:
            left_alone = (obligation.case, obligation.full_clause) in self.left
            if left_alone or obligation.id in self.tried:
                continue
            clause = self._clause(obligation)
            if isinstance(clause.body, Quota):
                if obligation.state == "violated":
                    self.tried.add(obligation.id)
                    given = self._topped_up(given, clause, clause.body, obligation)
                continue
            if obligation.trigger is None:
                continue
            if obligation.state in _OPEN and isinstance(clause.body, Duty):
                self.tried.add(obligation.id)
                given = attrs.evolve(given, events=(*given.events, *self._answers(clause, obligation)))
            elif obligation.state == "violated" and isinstance(clause.body, Requirement | Prohibition):
                self.tried.add(obligation.id)
                amended = self._amended(given, clause, obligation.trigger, obligation.slice)
                if amended is given and clause.strength == "in_principle":
                    amended = self._departed(given, clause, obligation, obligation.trigger)
                given = amended
        for unknown in found.unknowns:
            key = f"{unknown.id}?"
            left_alone = (unknown.case, unknown.full_clause) in self.left
            if left_alone or key in self.tried or unknown.trigger is None:
                continue
            self.tried.add(key)
            clause = self.ground.rulebook.versions(unknown.full_clause)[-1]
            given = self._amended(given, clause, unknown.trigger, unknown.slice)
        return given

    def _clause(self, obligation: Obligation) -> Clause:
        versions = self.ground.rulebook.versions(obligation.full_clause)
        return next(
            (each for each in versions if each.in_force.start == obligation.version_from), versions[-1]
        )

    def _answers(self, clause: Clause, obligation: Obligation) -> tuple[Event, ...]:
        """What meets another duty, as soon as it is triggered."""
        assert isinstance(clause.body, Duty)
        assert obligation.trigger is not None
        policy = self.ground.rulebook.policy_of(clause)
        case = self.case if obligation.case == NO_CASE else obligation.case
        draft = Draft(self.ground, policy, clause, case, First(), shared=dict(obligation.slice))
        try:
            ways = occurring(clause.body.must, policy)
        except NoWayError:
            return ()
        # The same event once more would open a second obligation instead of meeting this one.
        for way in ways:
            steps = [self._harmless(step, policy) for step in way]
            harmless = [each for each in steps if each is not None]
            if len(harmless) == len(way) and way[-1].type != obligation.trigger.event.type:
                for step in harmless:
                    draft.add(step, _time(obligation.trigger))
                break
        return tuple(draft.events)

    def _harmless(self, step: Step, policy: Policy) -> Step | None:
        """The same event so that it is none of those that must not happen; None where it always is."""
        types = policy.events
        for event_type, amount in self.no_more:
            if event_type == step.type:
                guess = next(iter(guesses(spelt_out(amount, policy), "==", Constant(0))), {})
                told = {each.path[0]: value for each, value in guess.items() if len(each.path) == 1}
                if not told or any(
                    not same_value(step.data.get(each, told[each]), told[each]) for each in told
                ):
                    return None
                step = step.with_data(told)
        for name in sorted(self.kept_out):
            if logged(name, types) != step.type:
                continue
            found: Step | None = None
            while found is None and name in types and (base := types[name].is_) is not None:
                ways = ways_of(types[name].if_, False, policy, step.type)
                joined = (step.needing(each, policy) for each in ways)
                found = next((each for each in joined if each is not None), None)
                name = base
            if found is None:
                return None
            step = found
        return step

    def _departed(self, given: Mended, clause: Clause, obligation: Obligation, trigger: Evidence) -> Mended:
        """The same with a departure on record, which an `in_principle` clause allows."""
        case = self.case if obligation.case == NO_CASE else obligation.case
        data = {"clause": clause.full_id, "reasons": "reasons-1"}
        event = Event(case, DEPARTURE, _time(trigger), data={**dict(obligation.slice), **data})
        return attrs.evolve(given, events=(*given.events, event))

    def _topped_up(self, given: Mended, clause: Clause, body: Quota, obligation: Obligation) -> Mended:
        """The same with so many more events that another quota is reached."""
        tally, policy = obligation.tally, self.ground.rulebook.policy_of(clause)
        if tally is None or tally.at_least is None or tally.start is None:
            return given
        case = self.case if obligation.case == NO_CASE else obligation.case
        draft = Draft(self.ground, policy, clause, case, First(), shared=dict(obligation.slice))
        starts = [each.start for each in (clause.in_force, policy.in_force) if each.start is not None]
        day = max([tally.start, *starts])
        lacking = math.ceil(tally.at_least - tally.low)
        ways = [way[0] for way in occurring(body.count, policy) if len(way) == 1]
        step = self._harmless(ways[0], policy) if ways else None
        if step is None or not 0 < lacking <= _MOST_MORE:
            return given
        for number in range(lacking):
            told = self._more_of(body, policy, step, number)
            if told is None:
                return given
            draft.add(told, day)
        return attrs.evolve(given, events=(*given.events, *draft.events))

    def _more_of(self, body: Quota, policy: Policy, step: Step, number: int) -> Step | None:
        """One more event that counts for one; None where it is not known how."""
        if body.sum is not None:
            for guess in guesses(body.sum, "==", Constant(1)):
                told = {each.path[0]: value for each, value in guess.items() if len(each.path) == 1}
                return step.with_data(told) if len(told) == len(guess) else None
            return None
        match body.distinct:
            case None:
                return step
            case Lookup("event" | "trigger", (name,)):
                declared = policy.events.get(step.type)
                field = declared.data.get(name) if declared is not None else None
                choices = field.choices if field is not None else ()
                if choices and number >= len(choices):
                    return None
                return step.with_data({name: choices[number] if choices else f"{name}-more-{number + 1}"})
        return None

    def _now(self, event: Event) -> Event:
        """The event as it stands after what was changed of it in this round."""
        for before, after in self.changed:
            event = after if before is event else event
        return event

    # -- data --------------------------------------------------------------------------------------------

    def _amended(
        self, given: Mended, clause: Clause, trigger: Evidence, slice_: tuple[tuple[str, str], ...]
    ) -> Mended:
        """The same with such data in the trigger and on record that the clause is kept, or does not apply."""
        event, policy = self._now(trigger.event), self.ground.rulebook.policy_of(clause)
        is_day = event.case == NO_CASE or (not event.data and event not in given.events)
        if (trigger.derived or event not in given.events) and not is_day:
            return given
        mine = Step("" if is_day else event.type, dict(event.data), event.unit)
        member = dict(slice_).get(clause.for_each.variable) if clause.for_each is not None else None
        wanted = [(clause.body.require, True)] if isinstance(clause.body, Requirement) else []
        if clause.if_ is not None:
            wanted.append((clause.if_, False))
        for condition, truth in wanted:
            for needs in ways_of(condition, truth, policy, event.type, names=names_of(clause, member)):
                changed = self._changed(given, clause, event, mine, needs, slice_, is_day=is_day)
                if changed is not None:
                    return changed
        return given

    def _changed(
        self,
        given: Mended,
        clause: Clause,
        event: Event,
        mine: Step,
        needs: Needs,
        slice_: tuple[tuple[str, str], ...],
        *,
        is_day: bool,
    ) -> Mended | None:
        policy = self.ground.rulebook.policy_of(clause)
        try:
            other = mine.needing(needs, policy)
        except NoWayError:
            return None
        if other is None or other.outcomes or other.posts or other.outer or other.appointed or other.ago:
            return None
        before = self._before(given, clause, event, other, slice_)
        if before is None:
            return None
        given, before_change = attrs.evolve(given, events=(*given.events, *before)), event
        told = {name for name, value in other.data.items() if value is not ABSENT} - set(mine.data)
        if any((other.type, name) in self.kept_empty for name in told):
            return None
        if not is_day:
            written = self._written(policy, clause, event, other)
            given = attrs.evolve(
                given, events=tuple(written if each is event else each for each in given.events)
            )
            event = written
        for kind in dict.fromkeys(kind for kind, _ in other.records):
            facts = {name: value for (record, name), value in other.records.items() if record == kind}
            key = dict(slice_).get(kind) or (event.unit if kind == "unit" else event.data.get(kind))
            more = self._told(given, policy, kind, str(key), facts) if key is not None else None
            if more is None:
                return None
            given = more
        if not is_day:
            self.changed.append((before_change, event))
        return given

    def _before(
        self, given: Mended, clause: Clause, event: Event, step: Step, slice_: tuple[tuple[str, str], ...]
    ) -> tuple[Event, ...] | None:
        """What has to happen before an event besides, as far as it has not; None where that cannot be had."""
        policy = self.ground.rulebook.policy_of(clause)
        case = self.case if event.case == NO_CASE else event.case
        draft = Draft(self.ground, policy, clause, case, First(), shared=dict(slice_))
        for name, (least, most) in step.before.items():
            base = logged(name, policy.events)
            own = 1 if base == step.type else 0
            here = (
                sum(each.case == case and each.type == base for each in given.events) if name == base else 0
            )
            if most < own or least > own + _MOST_MORE:
                return None
            ways = [self._harmless(each, policy) for each in happening(name, policy)]
            kept = [each for each in ways if each is not None]
            if least > max(own, here) and not kept:
                return None
            for _ in range(max(own, here), least):
                draft.add(kept[0], event.time)
        return tuple(draft.events)

    def _written(self, policy: Policy, clause: Clause, event: Event, step: Step) -> Event:
        draft = Draft(self.ground, policy, clause, event.case, First())
        made = draft.add(attrs.evolve(step, unit=step.unit), event.time, shared=False)
        return attrs.evolve(event, data=made.data, unit=step.unit)

    def _told(
        self, given: Mended, policy: Policy, kind: str, key: str, facts: Mapping[str, object]
    ) -> Mended | None:
        """The same with more facts about a record, wherever it is put there; None where that cannot be."""
        setters = {logged(each, policy.events) for each in policy.records[kind].set_by}
        for number, record in enumerate(given.records):
            if (record.kind, record.key) == (kind, key):
                data = self._filled(policy, kind, kind, dict(record.data), facts, record.start or self.until)
                if data is None:
                    return None
                rows = [*given.records]
                rows[number] = attrs.evolve(record, data=data)
                return attrs.evolve(given, records=tuple(rows))
        for event in given.events:
            if event.type in setters and event.data.get(kind) == key:
                data = self._filled(
                    policy, kind, event.type, dict(event.data), facts, _day(event, self.ground)
                )
                if data is None:
                    return None
                changed = attrs.evolve(event, data=data)
                events = tuple(changed if each is event else each for each in given.events)
                return attrs.evolve(given, events=events)
        return None

    def _filled(
        self,
        policy: Policy,
        kind: str,
        told_by: str,
        data: dict[str, object],
        facts: Mapping[str, object],
        day: dt.date,
    ) -> dict[str, object] | None:
        draft = Draft(self.ground, policy, policy.clauses[0], self.case, First())
        declared = policy.records[kind].data
        for name, wanted in facts.items():
            if wanted is ABSENT:
                if name in data:
                    return None
            elif name in data:
                known = data[name]
                if both(known, wanted) is not CONTRADICTION:
                    continue
                if not isinstance(known, tuple) or (told_by, name) in self.planned:
                    return None
                # A list that was written for another clause may grow.
                longer = both(Listed(has=known), wanted)
                if longer is CONTRADICTION:
                    return None
                data[name] = settled(longer, name, day)
            elif (kind, name) in self.kept_empty:
                return None
            else:
                data[name] = draft.value(declared.get(name) or Field(name, "string"), wanted, day)
        return {name: thaw(value) for name, value in data.items()}


def _time(trigger: Evidence) -> Time:
    return trigger.known.date if trigger.known.instant is None else trigger.known.instant


def _day(event: Event, ground: Ground) -> dt.date:
    time = event.time
    return time.astimezone(ground.zone).date() if isinstance(time, dt.datetime) else time
