"""Drafts: a case that makes one clause apply, up to its trigger."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Protocol

import attrs

from govrules.model.clauses import Clause, Duty, Prohibition, Requirement
from govrules.model.conditions import Call, Expression, Lookup
from govrules.model.dependence import parts
from govrules.model.events import Event, Time
from govrules.model.frozen import EMPTY
from govrules.model.policy import Field, Policy
from govrules.model.records import Record, same_value
from govrules.testing.chance import Chance, pick
from govrules.testing.depends import logged
from govrules.testing.ground import Ground
from govrules.testing.solving import Needs
from govrules.testing.steps import NoWayError, Step, happening, occurring, ways_of
from govrules.testing.wanted_values import ABSENT, SOME, Listed, is_settled, settled
from govrules.testing.words import value_for

_DAY = dt.timedelta(days=1)
MOST_BEFORE = 20
"""events that are written so that something has happened often enough"""


class Breaking(Protocol):
    """What writes the breach of another clause into a draft, to be known by a day."""

    def __call__(self, draft: "Draft", clause: Clause, by: dt.date) -> None: ...


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
    records: list[Record] | None = None
    """what is on record beside the events; None where events alone are to tell it"""
    kept_empty: set[tuple[str, str]] = attrs.field(factory=set)
    """(event type or kind of record, field): what must not be told later either"""
    kept_out: set[str] = attrs.field(factory=set)
    """events, or named ones, that must not happen later either"""
    no_more: list[tuple[str, Expression]] = attrs.field(factory=list)
    """(event type, sum): what must not grow later either"""
    to_be_mended: bool = False
    """whether another clause must be kept for this one to come out"""
    led_by: list[str] = attrs.field(factory=list)
    """other clauses that are broken on the way"""
    unit: str | None = None
    """the office that acts wherever no step says another"""
    breaking: Breaking | None = None

    def add(self, step: Step, time: Time, *, shared: bool = True, case: str | None = None) -> Event:
        """Write an event down, with what comes before it by necessity."""
        day = _date(time, self.ground)
        own = step.with_data(self._shared_by(step.type)) if shared else step
        self.kept_empty |= {(step.type, name) for name, value in own.data.items() if value is ABSENT}
        data = {
            name: self.value(self.field(step.type, name), value, day)
            for name, value in own.data.items()
            if value is not ABSENT
        }
        event = Event(case or self.case, step.type, time, unit=own.unit or self.unit, data=data)
        self.events.append(event)
        return event

    def named(self, kind: str) -> str:
        """A name for a slice, a record or a member, another one in each planned case."""
        number = self.case.rpartition("-")[2] if self.records is not None else ""
        return f"{kind}-{number if number.isdigit() else 1}"

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

    def field(self, event_type: str, name: str) -> Field:
        """The declaration of a field of an event."""
        declared = self.policy.events.get(event_type)
        field = declared.data.get(name) if declared is not None else None
        if field is None:
            # What sets a record may say of it what the record declares.
            kinds = [kind for kind in self.policy.records if event_type in _setters(self, kind)]
            field = next((self.policy.records[kind].data.get(name) for kind in kinds), None)
        return field or self.policy.case.get(name) or Field(name, "string")

    def value(self, field: Field, wanted: object, day: dt.date) -> object:
        """A value of a field as it is wanted."""
        if wanted is not SOME:
            return settled(wanted, field.name, day)
        if field.type == "list":
            return [f"{field.name}-1"]
        return value_for(field, day, self.chance)

    def record(self, kind: str, key: str, facts: Mapping[str, object], start: dt.date) -> None:
        """Put on record what is wanted of a record from a day on."""
        declared = self.policy.records[kind].data
        self.kept_empty |= {(kind, name) for name, value in facts.items() if value is ABSENT}
        told = {
            name: self.value(declared.get(name) or Field(name, "string"), value, start)
            for name, value in facts.items()
            if value is not ABSENT
        }
        assert self.records is not None
        for number, each in enumerate(self.records):
            if (each.kind, each.key) == (kind, key):
                if not all(same_value(each.data.get(name, value), value) for name, value in told.items()):
                    raise NoWayError(f"two things are wanted of `{key}` at once")
                begins, facts = min(each.start or start, start), {**each.data, **told}
                self.records[number] = Record(kind, key, facts, start=begins, until=each.until)
                return
        self.records.append(Record(kind, key, told, start=start))


def _date(time: Time, ground: Ground) -> dt.date:
    return time.astimezone(ground.zone).date() if isinstance(time, dt.datetime) else time


def trigger_ways(
    clause: Clause,
    policy: Policy,
    *,
    more: Sequence[tuple[Needs, ...]] = (),
    days: bool = False,
    member: str | None = None,
) -> tuple[tuple[Step, ...], ...]:
    """Ways in which the clause is triggered: each a series of events, the last of which is the trigger.

    Args:
        more: what must hold of the trigger besides the clause's `if`, one way of each.
        days: whether the trigger may be a day of the calendar.
        member: which member of `for_each` it is about.

    Raises:
        NoWayError: there is none, with the reason.
    """
    assert isinstance(clause.body, Duty | Requirement | Prohibition)
    names = names_of(clause, member)
    found: list[tuple[Step, ...]] = []
    for series in occurring(clause.body.when, policy, days=days):
        last: list[Step] = [series[-1]]
        for needs in (ways_of(clause.if_, True, policy, series[-1].type, names=names), *more):
            joined = [each.needing(need, policy) for each in last for need in needs]
            last = [each for each in joined if each is not None]
        found += [(*series[:-1], each) for each in last]
    if not found:
        raise NoWayError("no event is known that makes its conditions come out")
    return tuple(found)


def names_of(clause: Clause, member: str | None) -> Mapping[str, object]:
    """What `for_each` gives a name to."""
    return {clause.for_each.variable: member} if clause.for_each is not None and member else EMPTY


def in_slice(draft: Draft, trigger: Step) -> Step:
    """The trigger with the fields of its slice, and for `for_each` with one member."""
    clause = draft.clause
    data: dict[str, object] = {}
    for name in clause.per:
        if name not in {"case", "policy"}:
            given = trigger.unit if name == "unit" else trigger.data.get(name)
            known = given is not None and is_settled(given)
            draft.shared[name] = given if known else draft.shared.get(name, draft.named(name))
            data[name] = draft.shared[name]
    population = clause.for_each
    if population is None:
        return _with_data(trigger, data)
    name = population.variable
    member = draft.named(name)
    draft.shared[name] = member
    if population.where is not None:
        trigger = _chosen(draft, trigger, member)
    if population.records is not None:
        if trigger.on is not None or not _may_name(draft, trigger, population.records):
            facts = {field: value for (kind, field), value in trigger.records.items() if kind == name}
            kept = {key: value for key, value in trigger.records.items() if key[0] != name}
            return _with_data(attrs.evolve(trigger, records={**kept, (name, ""): (member, facts)}), data)
        data[population.records] = member
        return _with_data(trigger, data)
    match population.values:
        case (Lookup(root="trigger" | "event", path=(listed,)),):
            return _with_data(trigger, {**data, listed: (member,)})
        case (Lookup(root=kind, path=(listed,)),) if kind in draft.policy.records:
            in_list = Needs({(kind, listed): Listed(has=(member,))})
            joined = trigger.needing(in_list, draft.policy)
            if joined is not None:
                return _with_data(joined, data)
    if trigger.on is not None and population.values:
        raise NoWayError("its members are not records")
    raise NoWayError("its members do not come from its trigger")


def _chosen(draft: Draft, trigger: Step, member: str) -> Step:
    """The trigger with what makes `where` choose the member."""
    population = draft.clause.for_each
    assert population is not None
    names = {population.variable: member}
    found = [
        joined
        for needs in ways_of(population.where, True, draft.policy, trigger.type, names=names)
        if (joined := trigger.needing(needs, draft.policy)) is not None
    ]
    if not found:
        raise NoWayError("it chooses among the members of `for_each`")
    return pick(draft.chance, found)


def _may_name(draft: Draft, trigger: Step, kind: str) -> bool:
    """Whether an event may carry the name of a record: it is about that record alone then."""
    if draft.records is None:
        return True
    declared = draft.policy.events.get(trigger.type)
    return declared is None or not declared.data or kind in declared.data


def _with_data(step: Step, more: Mapping[str, object]) -> Step:
    given = {name: value for name, value in step.data.items() if value is not SOME or name not in more}
    return attrs.evolve(step, data=given).with_data(more)


def write_before(draft: Draft, trigger: Step, time: Time) -> Step:
    """Write down what must stand before the trigger: records, other events, outcomes of other clauses."""
    day = _date(time, draft.ground)
    for kind in dict.fromkeys(kind for kind, _ in trigger.records):
        trigger = _record(draft, kind, trigger, day)
    come_to(draft, trigger, day)
    for name, (least, most) in trigger.before.items():
        if most < MOST_BEFORE:
            draft.kept_out.add(name)
        ways = happening(name, draft.policy)
        if least and not ways:
            raise NoWayError(f"no event is known that counts as `{name}`")
        # The trigger itself counts, where it is of that type.
        own = 1 if logged(name, draft.policy.events) == trigger.type else 0
        if least - own > MOST_BEFORE:
            raise NoWayError(f"`{name}` would have to happen {least} times")
        there = sum(_is_like(each, ways[0], draft) for each in draft.events) if ways else 0
        for number in range(least - own - there):
            ago = dict(trigger.ago).get(name)
            before = day - _DAY * (least - own - number if ago is None else ago)
            if looks_back(draft.clause):
                # What is asked for in this month or year must not fall into the one before.
                before = max(before, day.replace(day=1))
            draft.add(pick(draft.chance, ways), before)
    return trigger


def _is_like(event: Event, step: Step, draft: Draft) -> bool:
    """Whether an event that is written already is one that a step would write."""
    told = {name: value for name, value in step.data.items() if is_settled(value)}
    return (
        event.type == step.type
        and event.case == draft.case
        and len(told) == len(step.data)
        and all(same_value(event.data.get(name), value) for name, value in told.items())
    )


def looks_back(clause: Clause) -> bool:
    """Whether it asks what happened since some day."""
    return any(isinstance(each, Call) and "since" in dict(each.named) for each in parts(clause))


def _record(draft: Draft, kind: str, trigger: Step, day: dt.date) -> Step:
    member = trigger.records.get((kind, ""))
    if isinstance(member, tuple):
        key, facts = member
        setting_up(draft, kind, key, facts, day - _DAY * 5)
        return trigger
    facts = {name: value for (record, name), value in trigger.records.items() if record == kind}
    if trigger.type in _setters(draft, kind):
        # What puts the record there says what is on it.
        key = _key(draft, kind, trigger)
        joined = attrs.evolve(trigger, records={}).needing(
            Needs({("event", name): value for name, value in facts.items()}), draft.policy
        )
        if joined is None:
            raise NoWayError(f"two things are wanted of `{kind}` at once")
        left = {each: value for each, value in trigger.records.items() if each[0] != kind}
        draft.kept_empty |= {(kind, name) for name, value in facts.items() if value is ABSENT}
        return attrs.evolve(joined, records=left).with_data({kind: key})
    key = _key(draft, kind, trigger)
    setting_up(draft, kind, key, facts, day - _DAY * 5)
    if kind == "unit":
        return attrs.evolve(trigger, unit=key)
    given = {name: value for name, value in trigger.data.items() if name != kind}
    return attrs.evolve(trigger, data={**given, kind: key})


def _setters(draft: Draft, kind: str) -> set[str]:
    return {logged(each, draft.policy.events) for each in draft.policy.records[kind].set_by}


def _key(draft: Draft, kind: str, trigger: Step) -> str:
    key = trigger.unit if kind == "unit" else trigger.data.get(kind)
    return key if isinstance(key, str) else draft.named(kind)


def setting_up(draft: Draft, kind: str, key: str, facts: Mapping[str, object], day: dt.date) -> None:
    """Put a record there from a day on: stated beside the log, or by the event that sets it."""
    setters = draft.policy.records[kind].set_by
    if draft.records is not None and (not setters or draft.chance.number(0, 1) == 0):
        draft.record(kind, key, facts, day)
        return
    if not setters:
        raise NoWayError(f"no event sets `{kind}`")
    declared = draft.policy.records[kind].data
    told = {
        name: draft.value(declared.get(name) or Field(name, "string"), value, day)
        for name, value in facts.items()
        if value is not ABSENT
    }
    draft.kept_empty |= {(kind, name) for name, value in facts.items() if value is ABSENT}
    ways = happening(setters[0], draft.policy)
    if not ways:
        raise NoWayError(f"no event sets `{kind}`")
    setter = pick(draft.chance, ways).with_data({**told, kind: key})
    draft.add(setter, day, shared=False)


def come_to(draft: Draft, trigger: Step, day: dt.date) -> None:
    """Write down what other clauses came to before."""
    for word, clause_id in dict.fromkeys(trigger.outcomes):
        if word == "kept":
            draft.to_be_mended = True
        else:
            _outcome(draft, word, clause_id, trigger, day)


def _outcome(draft: Draft, word: str, clause_id: str, trigger: Step, day: dt.date) -> None:
    """Another clause came out so before; where it was met, it was by an answer at once."""
    wanted = clause_id if "/" in clause_id else f"{draft.policy.id}/{clause_id}"
    other = next((each for each in draft.policy.clauses if each.full_id == wanted), None)
    if word == "violated" and other is not None and draft.breaking is not None:
        draft.breaking(draft, other, day)
        return
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
