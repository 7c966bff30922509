"""Plans for accountability: what is answered for happens, and whoever is to answer is on record."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, product
from typing import Literal, Protocol, TypeAlias

import attrs

from govrules.model.accountability import Accountability, Repeated
from govrules.model.clauses import Clause, Duty, Prohibition, Requirement
from govrules.model.conditions import Call, Constant, Expression, IfElse, Lookup
from govrules.model.dependence import dependence
from govrules.model.limits import NoLimit
from govrules.model.maintenance import Maintenance
from govrules.model.patterns import AllOf, InOrder, Lapsed, OneOf, Pattern, Proposed, Violated, event_names
from govrules.model.period import Period
from govrules.model.quota import Quota
from govrules.testing.chance import Chance, pick
from govrules.testing.drafts import Draft, come_to, names_of, setting_up
from govrules.testing.event_plans import More, member_of, not_excused
from govrules.testing.ground import Ground
from govrules.testing.planned import Outcome, Plan, include, planned
from govrules.testing.solving import MOST, Needs
from govrules.testing.spelt import spelt_out
from govrules.testing.steps import NoWayError, Step, happening, occurring, ways_of
from govrules.testing.wanted_values import SOME, is_settled

_DAY = dt.timedelta(days=1)
MOST_TIMES = 12
"""how often something is repeated at most"""


class Planning(Protocol):
    """What plans the breach of another clause."""

    def __call__(
        self,
        chance: Chance,
        ground: Ground,
        clause: Clause,
        outcome: Outcome,
        *,
        case: str,
        day: dt.date,
        shared: Mapping[str, object],
        more: More,
    ) -> Plan: ...


@attrs.frozen
class Awaited:
    """The breach, lapse or proposal of another clause."""

    what: Literal["violated", "lapsed", "proposed"]
    clauses: tuple[Clause, ...]


Part: TypeAlias = "Awaited | Step"


def accountability(
    draft: Draft, body: Accountability, outcome: Outcome, day: dt.date, plan: Planning
) -> Plan:
    """What makes somebody answer, as often as it has to happen.

    Raises:
        NoWayError: no such history is known; nobody answers where nothing happened, so that it is never met.
    """
    if outcome == "met":
        raise NoWayError("nobody answers where nothing was broken")
    return _Planner(draft, body, day, plan).plan()


@attrs.define
class _Planner:
    draft: Draft
    body: Accountability
    day: dt.date
    planning: Planning
    carried: dict[str, object] = attrs.field(factory=dict)
    """what the event that completes it has to say, or what triggered the breach that does"""
    breached: dict[str, object] = attrs.field(factory=dict)
    """what has to be said by what triggered the breach"""

    def plan(self) -> Plan:
        draft = self.draft
        draft.unit = draft.unit or draft.named("unit")
        for name in draft.clause.per:
            if name == "unit":
                draft.shared["unit"] = draft.unit
            elif name not in {"case", "policy"}:
                draft.shared[name] = draft.shared.get(name, draft.named(name))
                self.carried[name] = self.breached[name] = draft.shared[name]
        draft.shared.setdefault("unit", draft.unit)
        population = draft.clause.for_each
        if population is not None:
            raise NoWayError("it is answered for by each member of a population")
        alternatives = self._alternatives(self.body.on)
        if not alternatives:
            raise NoWayError("no event is known that makes its conditions come out")
        parts = pick(draft.chance, alternatives)
        # What is found later comes later, where the text leaves the order open.
        ordered = (
            sorted(parts, key=lambda each: isinstance(each, Step))
            if isinstance(self.body.on, AllOf)
            else list(parts)
        )
        chosen = [self._chosen(each) for each in ordered]
        carrier, breach = self._carrier(chosen)
        self._parties(carrier, breach)
        day = self.day
        for number in range(self._times()):
            day = self._once(chosen, carrier, day, number)
        return planned(draft, "missed", day + _DAY)

    def _alternatives(self, pattern: Pattern) -> list[tuple[Part, ...]]:
        match pattern:
            case OneOf(options):
                return [way for each in options for way in self._alternatives(each)]
            case AllOf(parts) | InOrder(parts):
                several = [self._alternatives(each) for each in parts]
                joined = islice(product(*several), MOST)
                return [tuple(part for way in chosen for part in way) for chosen in joined]
            case Violated(clauses, tags):
                return [(Awaited("violated", self._breakable(clauses, tags)),)]
            case Lapsed(clauses):
                return [(Awaited("lapsed", self._awaited(clauses, ())),)]
            case Proposed(clauses):
                return [(Awaited("proposed", self._awaited(clauses, ())),)]
        return list(occurring(pattern, self.draft.policy))

    def _breakable(self, written: Sequence[str], tags: Sequence[str]) -> tuple[Clause, ...]:
        """Those whose breach lies where it is waited for: in a case, unless that is all the same."""
        by_case = "case" in self.draft.clause.per
        return tuple(
            each
            for each in self._awaited(written, tags)
            if _can_come_to(each) and (not by_case or _has_a_case(each))
        )

    def _awaited(self, written: Sequence[str], tags: Sequence[str]) -> tuple[Clause, ...]:
        """The clauses that are waited for, those of the same policy first."""
        draft = self.draft
        names = {each if "/" in each else f"{draft.clause.policy}/{each}" for each in written}
        rulebook = draft.ground.rulebook
        waited = dependence(rulebook).waits[draft.clause.full_id]
        found = {
            each.full_id: each
            for each in rulebook.clauses
            if each.full_id in waited
            and (not (names or tags) or each.full_id in names or set(tags) & set(each.tags))
            and each.strength != "should"
        }
        return tuple(sorted(found.values(), key=lambda each: each.policy != draft.clause.policy))

    def _chosen(self, part: Part) -> Part:
        if isinstance(part, Step) or not part.clauses:
            return part
        return attrs.evolve(part, clauses=(pick(self.draft.chance, part.clauses),))

    # -- what is asked of it -----------------------------------------------------------------------------

    def _carrier(self, parts: list[Part]) -> tuple[Step, Clause | None]:
        """What completes it, with what the conditions ask of it, and the breach that it rests on."""
        draft, last = self.draft, parts[-1]
        breach = next((each.clauses[0] for each in parts if isinstance(each, Awaited) and each.clauses), None)
        if any(isinstance(each, Awaited) and not each.clauses for each in parts):
            raise NoWayError("no clause is known whose breach it waits for")
        step = last if isinstance(last, Step) else Step("")
        event_type = step.type or _begun_by(breach)
        names = names_of(draft.clause, member_of(draft))
        found = [
            joined
            for needs in ways_of(draft.clause.if_, True, draft.policy, event_type, names=names)
            for excuse in not_excused(draft) or (Needs(),)
            if (whole := needs.joined(excuse)) is not None
            if (joined := step.needing(whole, draft.policy)) is not None
        ]
        if not found:
            raise NoWayError("no event is known that makes its conditions come out")
        chosen = pick(draft.chance, found)
        for (_, name), value in chosen.outer.items():
            if name == "unit" and isinstance(value, str):
                draft.unit = value
            elif name.startswith("trigger."):
                self.breached[name.removeprefix("trigger.")] = value
            elif name == "responsible" and isinstance(value, str) and breach is not None:
                self._answers_for(breach, value)
            elif value is not SOME:
                raise NoWayError(f"it asks for `violation.{name}`")
        draft.shared["unit"] = draft.unit
        return chosen, breach

    def _answers_for(self, breach: Clause, party: str) -> None:
        """Let a party be the one that is responsible for the breach."""
        match breach.responsible.first if breach.responsible is not None else None:
            case Lookup("unit", ()) | Lookup("event" | "trigger", ("unit",)):
                self.draft.unit = party
            case Lookup("event" | "trigger" | "case", (name,)):
                self.breached[name] = party
            case _:
                raise NoWayError("who is responsible for the breach is not known to the generator")

    def _parties(self, carrier: Step, breach: Clause | None) -> None:
        """Put on record, and into the data, whoever is to answer."""
        asked = [each.party for each in self.body.answerable] or [Lookup("responsible")]
        known = [self._party(each, carrier, breach) for each in asked]
        if self.body.adjust is None and not any(known):
            raise NoWayError("nobody is known to the generator who would have to answer")
        for call in carrier.posts:
            if self._party(call, carrier, breach) is None:
                raise NoWayError("nobody is known to the generator who holds the post")
        same = self.body.repeated.same if self.body.repeated is not None else None
        if same is not None and self._party(same, carrier, breach) is None:
            raise NoWayError("what they have in common is not known to the generator")

    def _party(self, expression: Expression, carrier: Step, breach: Clause | None) -> str | None:
        """Who is named by an expression, once it is on record; None where the generator knows of no way."""
        draft = self.draft
        match spelt_out(expression, draft.policy, {k: v for k, v in draft.shared.items() if k != "unit"}):
            case Constant(str() as name):
                return name
            case Lookup("responsible", ()) | Lookup("violation", ("responsible",)):
                return self._responsible(carrier, breach)
            case Lookup("unit", ()) | Lookup("violation" | "event" | "trigger", ("unit",)):
                return draft.unit
            case Lookup("violation", ("trigger", name)):
                return self._said(name, self.breached)
            case Lookup("event" | "trigger" | "case", (name,)):
                known = carrier.data.get(name)
                if isinstance(known, str):
                    return known
                return self._said(name, self.carried) if known is None or not is_settled(known) else None
            case Lookup(kind, (name,)) if kind in draft.policy.records:
                key = draft.unit if kind == "unit" else self._said(kind, self.carried)
                self._record(kind, str(key), {name: draft.named(name)})
                return draft.named(name)
            case IfElse(_, value, otherwise):
                return self._party(value, carrier, breach) or self._party(otherwise, carrier, breach)
            case Call("holder" | "holders", (Constant(str() as role), *_), named):
                of = dict(named).get("of", Lookup("unit"))
                self._days(named)
                return self._post(role, self._party(of, carrier, breach))
            case Call("superior", (of, *_), named):
                self._days(named)
                return self._superior(of, self._party(of, carrier, breach))
        return None

    def _said(self, name: str, where: dict[str, object]) -> str | None:
        known = where.setdefault(name, self.draft.shared.get(name, self.draft.named(name)))
        return known if isinstance(known, str) else None

    def _days(self, named: Iterable[tuple[str, Expression]]) -> None:
        """A day that a call asks about has to be said."""
        for key, value in named:
            if key == "on" and isinstance(value, Lookup) and len(value.path) == 1:
                self.carried.setdefault(value.path[0], SOME)

    def _responsible(self, carrier: Step, breach: Clause | None) -> str | None:
        """Who answers for the breach: read at what triggered it."""
        clause = breach or self.draft.clause
        if clause.responsible is None:
            return None
        match clause.responsible.first:
            case Lookup("event" | "trigger" | "case", (name,)) if name != "unit" and breach is not None:
                return self._said(name, self.breached)
            case first:
                return self._party(first, carrier, None if breach is None else breach)

    def _post(self, role: str, unit: str | None) -> str | None:
        if unit is None:
            return None
        declared = self.draft.policy.records["post"].data
        listed = {name: declared[name].type == "list" for name in ("unit", "role") if name in declared}
        facts: dict[str, object] = {
            "unit": [unit] if listed.get("unit") else unit,
            "role": [role] if listed.get("role") else role,
            "holder": self.draft.named("holder"),
        }
        self._record("post", f"{role}-{unit}", facts)
        return self.draft.named("holder")

    def _superior(self, of: Expression, key: str | None) -> str | None:
        if key is None:
            return None
        is_unit = isinstance(of, Lookup) and (of.root, *of.path)[-1] in {"unit", "to_unit"}
        kinds = [each for each in ("unit", "person") if each in self.draft.policy.records]
        kind = "unit" if is_unit and "unit" in kinds else next(iter(kinds[::-1]), None)
        if kind is None:
            return None
        self._record(kind, key, {"superior": f"superior-of-{key}"})
        return f"superior-of-{key}"

    def _record(self, kind: str, key: str, facts: dict[str, object]) -> None:
        # So early that nobody asks about a day before.
        start = self.day - _DAY * 400
        if self.draft.records is None:
            setting_up(self.draft, kind, key, facts, start)
        else:
            self.draft.record(kind, key, facts, start)

    # -- once, and again ---------------------------------------------------------------------------------

    def _times(self) -> int:
        repeated = self.body.repeated
        if repeated is None:
            return 1
        over = repeated.over
        if isinstance(over, Lookup) and over.root == "params" and over.path:
            parameter = self.draft.policy.parameters.get(over.path[0])
            if parameter is not None and not parameter.values:
                raise NoWayError(f"parameter `{over.path[0]}` has no value")
        times = repeated.times
        if isinstance(times, Lookup):
            known = spelt_out(times, self.draft.policy)
            if not isinstance(known, Constant) or not isinstance(known.value, int | float):
                raise NoWayError(f"parameter `{times.path[0]}` has no value" if times.path else "how often?")
            times = int(known.value)
        if times > MOST_TIMES:
            raise NoWayError(f"it has to happen {times} times")
        return times

    def _once(self, parts: list[Part], carrier: Step, day: dt.date, number: int) -> dt.date:
        """Let all of it happen one after the other; the day on which it is complete."""
        draft = self.draft
        crosses = "case" not in draft.clause.per
        case = draft.case if number == 0 or not crosses else f"{draft.case}-{number + 1}"
        if number and not crosses:
            day += _DAY
        elif number:
            day = self.day
        if number and _too_long(self.body.repeated, (day - self.day).days):
            raise NoWayError("it takes longer than the span in which it has to be repeated")
        begun = day
        if number == 0:
            self._facts(carrier)
            come_to(draft, carrier, day)
        completed_in = case
        for part in parts:
            is_last = part is parts[-1]
            if isinstance(part, Awaited):
                found = self._break(part, day, case, is_last=is_last)
                day = found.until + _DAY
                completed_in = found.events[-1].case if found.events else case
            else:
                step = (carrier if is_last else part).with_data(self.carried if is_last else {})
                draft.add(step.with_data({"unit": draft.unit}), day, case=case)
                completed_in = case
        if number == 0:
            # It has to have happened in the case in which the last of it came about.
            for name, (least, _) in carrier.before.items():
                for _ in range(least):
                    ways = happening(name, draft.policy)
                    draft.add(pick(draft.chance, ways), begun - _DAY, case=completed_in)
        return day

    def _facts(self, carrier: Step) -> None:
        for kind in dict.fromkeys(kind for kind, _ in carrier.records):
            facts = {name: value for (record, name), value in carrier.records.items() if record == kind}
            key = self.draft.unit if kind == "unit" else self._said(kind, self.carried)
            self._record(kind, str(key), facts)

    def _break(self, awaited: Awaited, day: dt.date, case: str, *, is_last: bool) -> Plan:
        draft = self.draft
        told = {**(self.carried if is_last else {}), **self.breached}
        wanted = Needs({("event", name): value for name, value in told.items()})
        found = self.planning(
            draft.chance,
            draft.ground,
            awaited.clauses[0],
            "missed",
            case=case,
            day=day,
            shared=draft.shared,
            more=[(wanted,)] if told else [],
        )
        include(draft, found)
        return found


def _can_come_to(clause: Clause) -> bool:
    """Whether a breach follows where a clause is not kept: what has no limit, or lapses, comes to none."""
    body = clause.body
    if not isinstance(body, Duty) or body.by is not None or body.before is not None:
        return True
    if body.within and all(isinstance(each.limit, NoLimit) for each in body.within):
        return False
    return not body.on_lapse or any(each.breach for each in body.on_lapse)


def _has_a_case(clause: Clause) -> bool:
    """Whether its breach belongs to a case: too little of something, or a day of the calendar, has none."""
    body, by_case = clause.body, "case" in clause.per and clause.for_each is None
    match body:
        case Quota():
            return by_case or body.at_least is None
        case Maintenance():
            return by_case or body.kind_of_window == "between"
        case Duty() | Requirement() | Prohibition():
            return by_case or bool(event_names(body.when))
    return True


def _begun_by(clause: Clause | None) -> str | None:
    """What triggers a clause, where that is one event."""
    when = getattr(clause.body, "when", None) if clause is not None else None
    name = getattr(when, "event", None)
    return name if isinstance(name, str) else None


def _too_long(repeated: Repeated | None, days: int) -> bool:
    if repeated is None:
        return False
    if isinstance(repeated.over, str):
        return days > {"calendar year": 150, "calendar quarter": 30, "calendar month": 10}[repeated.over]
    if isinstance(repeated.over, Period):
        rough = {"year": 360, "month": 28, "week": 7}
        most = sum(
            each.amount * next((number for word, number in rough.items() if word in each.unit.value), 1)
            for each in repeated.over.parts
        )
        return days >= most
    return False
