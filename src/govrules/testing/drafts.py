"""Drafts: a case that makes one clause apply, up to its trigger."""

import datetime as dt
from collections.abc import Mapping, Sequence

import attrs

from govrules.model.clauses import Clause, Duty, Prohibition, Requirement
from govrules.model.conditions import Lookup
from govrules.model.events import Event, Time
from govrules.model.frozen import EMPTY
from govrules.model.policy import Field, Policy
from govrules.testing.chance import Chance, pick
from govrules.testing.depends import logged
from govrules.testing.ground import Ground
from govrules.testing.solving import ABSENT, SOME, Needs
from govrules.testing.steps import NoWayError, Step, happening, occurring, ways_of
from govrules.testing.words import value_for

_DAY = dt.timedelta(days=1)


@attrs.define
class Draft:
    """A case that is being written."""

    ground: Ground
    policy: Policy
    clause: Clause
    case: str
    chance: Chance
    events: list[Event] = attrs.field(factory=list)
    shared: dict[str, object] = attrs.field(factory=dict)
    """what the events of the slice agree in"""

    def add(self, step: Step, time: Time, *, shared: bool = True) -> Event:
        """Write an event down, with what comes before it by necessity."""
        day = _date(time, self.ground)
        own = step.with_data(self._shared_by(step.type)) if shared else step
        data = {
            name: self._value(step.type, name, day) if value is SOME else value
            for name, value in own.data.items()
            if value is not ABSENT
        }
        event = Event(self.case, step.type, time, unit=own.unit, data=data)
        self.events.append(event)
        return event

    def _shared_by(self, event_type: str) -> Mapping[str, object]:
        """The fields of the slice that an event of a type carries: those declared, or any where none are."""
        declared = self.policy.events[event_type].data if event_type in self.policy.events else EMPTY
        return {
            name: value
            for name, value in self.shared.items()
            if not declared or name in declared or name == "unit" or self._is_member(name)
        }

    def _is_member(self, name: str) -> bool:
        return self.clause.for_each is not None and self.clause.for_each.variable == name

    def _value(self, event_type: str, name: str, day: dt.date) -> object:
        declared = self.policy.events.get(event_type)
        field = declared.data.get(name) if declared is not None else None
        field = field or self.policy.case.get(name) or Field(name, "string")
        if field.type == "list":
            return [f"{name}-1"]
        return value_for(field, day, self.chance)


def _date(time: Time, ground: Ground) -> dt.date:
    return time.astimezone(ground.zone).date() if isinstance(time, dt.datetime) else time


def trigger_ways(
    clause: Clause, policy: Policy, *, more: Sequence[tuple[Needs, ...]] = ()
) -> tuple[tuple[Step, ...], ...]:
    """Ways in which the clause is triggered: each a series of events, the last of which is the trigger.

    Args:
        more: what must hold of the trigger besides the clause's `if`, one way of each.

    Raises:
        NoWayError: there is none, with the reason.
    """
    assert isinstance(clause.body, Duty | Requirement | Prohibition)
    found: list[tuple[Step, ...]] = []
    for series in occurring(clause.body.when, policy):
        last: list[Step] = [series[-1]]
        for needs in (ways_of(clause.if_, True, policy, series[-1].type), *more):
            joined = [each.needing(need, policy) for each in last for need in needs]
            last = [each for each in joined if each is not None]
        found += [(*series[:-1], each) for each in last]
    if not found:
        raise NoWayError("no event is known that makes its conditions come out")
    return tuple(found)


def in_slice(draft: Draft, trigger: Step) -> Step:
    """The trigger with the fields of its slice, and for `for_each` with one member."""
    clause = draft.clause
    data: dict[str, object] = {}
    for name in clause.per:
        if name != "case":
            given = trigger.unit if name == "unit" else trigger.data.get(name)
            known = given is not None and given is not SOME and given is not ABSENT
            draft.shared[name] = given if known else f"{name}-1"
            data[name] = draft.shared[name]
    population = clause.for_each
    if population is None:
        return _with_data(trigger, data)
    if population.where is not None:
        raise NoWayError("it chooses among the members of `for_each`")
    name = population.variable
    member = f"{name}-1"
    draft.shared[name] = member
    if population.records is not None:
        data[population.records] = member
        return _with_data(trigger, data)
    match population.values:
        case (Lookup(root="trigger" | "event", path=(listed,)),):
            return _with_data(trigger, {**data, listed: (member,)})
    raise NoWayError("its members do not come from its trigger")


def _with_data(step: Step, more: Mapping[str, object]) -> Step:
    given = {name: value for name, value in step.data.items() if value is not SOME or name not in more}
    return attrs.evolve(step, data=given).with_data(more)


def write_before(draft: Draft, trigger: Step, time: Time) -> Step:
    """Write down what must stand before the trigger: records, other events, outcomes of other clauses."""
    day = _date(time, draft.ground)
    for kind in dict.fromkeys(kind for kind, _ in trigger.records):
        trigger = _record(draft, kind, trigger, day)
    for name, (least, _) in trigger.before.items():
        ways = happening(name, draft.policy)
        if least and not ways:
            raise NoWayError(f"no event is known that counts as `{name}`")
        # The trigger itself counts, where it is of that type.
        own = 1 if logged(name, draft.policy.events) == trigger.type else 0
        for number in range(least - own):
            draft.add(pick(draft.chance, ways), day - _DAY * (least - own - number))
    for word, clause_id in dict.fromkeys(trigger.outcomes):
        _outcome(draft, word, clause_id, trigger, day)
    return trigger


def _record(draft: Draft, kind: str, trigger: Step, day: dt.date) -> Step:
    setters = draft.policy.records[kind].set_by
    if not setters:
        raise NoWayError(f"no event sets `{kind}`")
    key = trigger.data.get(kind)
    if key is None or key is SOME or key is ABSENT:
        key = f"{kind}-1"
    facts = {name: value for (record, name), value in trigger.records.items() if record == kind}
    declared = draft.policy.records[kind].data
    for name, value in facts.items():
        if value is SOME:
            field = declared.get(name) or Field(name, "string")
            facts[name] = value_for(field, day, draft.chance)
    setter = pick(draft.chance, happening(setters[0], draft.policy)).with_data({**facts, kind: key})
    draft.add(setter, day - _DAY * 5, shared=False)
    given = {name: value for name, value in trigger.data.items() if name != kind}
    return attrs.evolve(trigger, data={**given, kind: key})


def _outcome(draft: Draft, word: str, clause_id: str, trigger: Step, day: dt.date) -> None:
    """Another clause of the policy was met before: its trigger the day before, its answer at once."""
    wanted = clause_id if "/" in clause_id else f"{draft.policy.id}/{clause_id}"
    other = next((each for each in draft.policy.clauses if each.full_id == wanted), None)
    if word != "met" or other is None or not isinstance(other.body, Duty):
        raise NoWayError(f"it asks whether `{clause_id}` was {word}")
    series = trigger_ways(other, draft.policy)[0]
    if any(step.type == trigger.type for step in series):
        raise NoWayError(f"what triggers it triggers `{clause_id}` as well, on which it depends")
    for step in series:
        draft.add(step, day - _DAY)
    answer = occurring(other.body.must, draft.policy)[0]
    if answer[-1].type != trigger.type:
        for step in answer:
            draft.add(step, day - _DAY)
