"""Plans for quotas: so many events in one slice and period that a bound is kept, or broken by one."""

import datetime as dt
import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Literal, TypeAlias

import attrs

from govrules.engine.periods import first_day, last_day
from govrules.model.conditions import Constant, Expression, Lookup
from govrules.model.patterns import Happens, Pattern, event_names
from govrules.model.policy import Field
from govrules.model.quota import Bound, Quota, Share
from govrules.testing.chance import pick, rarely
from govrules.testing.drafts import Draft, names_of, setting_up
from govrules.testing.event_plans import member_of, not_excused
from govrules.testing.planned import Outcome, Plan, Side, open_log, planned
from govrules.testing.solving import Needs
from govrules.testing.spelt import spelt_out
from govrules.testing.steps import NoWayError, Step, happening, occurring, ways_of
from govrules.testing.sums import guesses
from govrules.testing.wanted_values import SOME, is_settled

_DAY = dt.timedelta(days=1)
MOST_EVENTS = 60
"""a quota that only hundreds of events could break is left to whoever has the time"""
_BASES = (10, 0, 1, 2, 4, 5, 20)
"""of what a share is taken, the plainest first; none at all leaves nothing allowed"""
_Bounded: TypeAlias = Literal["at_most", "at_least"]


def quota(draft: Draft, body: Quota, outcome: Outcome, day: dt.date, side: Side) -> Plan:
    """One slice in one period, or one slice until it is closed, that comes to what the outcome says."""
    excuses = not_excused(draft)
    if excuses and all(each.fields or each.outcomes for each in excuses):
        raise NoWayError("what excuses it is not known to the generator")
    return _Planner(draft, body, outcome, side, day).plan()


@attrs.define
class _Planner:
    draft: Draft
    body: Quota
    outcome: Outcome
    side: Side
    day: dt.date
    base: int = 10
    wanted: _Bounded = "at_most"
    facts: dict[tuple[str, str], object] = attrs.field(factory=dict)
    """what must stand in the records"""
    first: Step | None = None
    """what must be said by the first event of the slice"""

    def plan(self) -> Plan:
        draft, body = self.draft, self.body
        start, last = self._period()
        self.base = pick(draft.chance, _BASES)
        total, others = self._totals()
        counted, uncounted = self._ways(body.count), self._of_the_base_alone()
        slice_ = self._slice(min(start, self._before(start)))
        amounts = self._amounts(total)
        if len(amounts) > MOST_EVENTS:
            raise NoWayError(f"it takes {len(amounts)} events")
        days = self._days(start, last, len(amounts) + others)
        if self._previous():
            before = self._before(start)
            # The log has to cover the period of which the share is taken.
            open_log(draft, before)
            for number, each in enumerate(self._amounts(Fraction(self.base))):
                self._write(counted, each, before + _DAY * (number % 28), number)
        elif total == 0 or self._needs_the_whole():
            open_log(draft, start, slice_ if draft.clause.for_each is None and total == 0 else None)
        for number, each in enumerate(amounts):
            self._write(counted, each, days[number], number)
        for number in range(others):
            self._write(uncounted, Fraction(0), days[len(amounts) + number], number)
        until = last
        if body.until is not None:
            until = (days[-1] if days else start) + _DAY * draft.chance.number(1, 9)
            if until not in draft.clause.in_force or until not in draft.policy.in_force:
                raise NoWayError("it is not in force when it is closed")
            for step in pick(draft.chance, occurring(body.until, draft.policy)):
                draft.add(step, until)
        self._hold_still(counted)
        return planned(draft, self.outcome, until + _DAY)

    def _hold_still(self, counted: tuple[Step, ...]) -> None:
        """Let nothing be counted later that would make up for too little, or make too much of enough."""
        if (self.wanted == "at_least") != (self.outcome == "missed"):
            return
        if self.body.sum is not None:
            self.draft.no_more += [(each, self.body.sum) for each in {step.type for step in counted}]
        else:
            self.draft.kept_out |= event_names(self.body.count)

    # -- time --------------------------------------------------------------------------------------------

    def _period(self) -> tuple[dt.date, dt.date]:
        """A whole calendar period in force near the day; of a quota over its slice some weeks."""
        every = self.body.every
        if every is None:
            if self.body.until is None and self.outcome == "met" and self.draft.clause.for_each is None:
                raise NoWayError("it is over only where something closes it")
            return self.day, self.day + _DAY * 40
        spans = (self.draft.clause.in_force, self.draft.policy.in_force)
        start = first_day(every, self.day)
        for _ in range(3):
            last = last_day(every, start)
            if all(start in each and last in each for each in spans):
                return start, last
            if self.body.part_period == "full":
                days = [start + _DAY * each for each in range((last - start).days + 1)]
                inside = [day for day in days if all(day in each for each in spans)]
                if inside:
                    return inside[0], inside[-1]
            start = last + _DAY
        raise NoWayError("it is not in force for a whole period")

    def _before(self, start: dt.date) -> dt.date:
        """The first day of the period before."""
        every = self.body.every
        if not self._previous() or every is None:
            return start
        return first_day(every, first_day(every, start) - _DAY)

    def _days(self, start: dt.date, last: dt.date, number: int) -> list[dt.date]:
        """A day for each event, spread over the time, the first of them its first."""
        room = (last - start).days
        if room == 0 or number <= 1:
            return [start + _DAY * (self.draft.chance.number(0, room) if number else 0)] * max(number, 1)
        return [start + _DAY * (room * each // number) for each in range(number)]

    def _needs_the_whole(self) -> bool:
        """Whether it matters that nothing was left out of the log."""
        return self.body.at_least is not None or self.outcome == "met"

    # -- how much ----------------------------------------------------------------------------------------

    def _shares(self) -> Iterator[Share]:
        for bound in (self.body.at_most, self.body.at_least):
            if isinstance(bound, Share):
                yield bound

    def _previous(self) -> bool:
        return any(each.of == "previous period" for each in self._shares())

    def _totals(self) -> tuple[Fraction, int]:
        """What the counted events come to, and how many others a share is taken of besides."""
        wanted = self.wanted = self._wanted()
        bound = getattr(self.body, wanted)
        far = self.side == "anywhere" and rarely(self.draft.chance, 3)
        over = self.draft.chance.number(1, 4) if far else 0
        assert bound is not None
        if isinstance(bound, Share) and not isinstance(bound.of, str | Lookup):
            return self._of_others(bound, wanted)
        limit = self._limit(bound)
        whole = Fraction(math.floor(limit) if wanted == "at_most" else math.ceil(limit))
        away = over if self.outcome == "met" else 1 + over
        total = whole - away if (wanted == "at_most") == (self.outcome == "met") else whole + away
        if self.outcome == "met":
            total = max(total, Fraction(0))
        total = max(total, Fraction(0)) if self.outcome == "missed" and whole > 0 else total
        if total == 0 and self._is_unheard_of():
            total = Fraction(1)
            if (total <= whole if wanted == "at_most" else total >= whole) != (self.outcome == "met"):
                raise NoWayError("of whom nothing is heard nothing is asked")
        if total < 0:
            raise NoWayError("there cannot be less than nothing")
        return total, 0

    def _is_unheard_of(self) -> bool:
        """Whether nothing but what is counted tells of the slice."""
        clause = self.draft.clause
        own = [each for each in clause.per if each not in {"case", "policy"}]
        return bool(own) and clause.for_each is None and not (self._previous() and self.base)

    def _wanted(self) -> _Bounded:
        both: list[_Bounded] = ["at_most"] if self.body.at_most is not None else []
        if self.body.at_least is not None:
            both.append("at_least")
        return pick(self.draft.chance, both)

    def _limit(self, bound: Bound) -> Fraction:
        """What a bound comes to, with whatever it reads put where it is read."""
        match bound:
            case Fraction():
                return bound
            case Lookup():
                return self._number(bound, 4)
            case Share(share, of, how):
                part = self._number(share, 1) if isinstance(share, Lookup) else share
                base = self._number(of, self._whole()) if isinstance(of, Lookup) else Fraction(self.base)
                return _rounded(part * base, how)

    def _whole(self) -> int:
        """A number in the data of which a share is taken."""
        return pick(self.draft.chance, (20, 100, 10))

    def _number(self, lookup: Lookup, otherwise: int) -> Fraction:
        known = spelt_out(lookup, self.draft.policy, names_of(self.draft.clause, member_of(self.draft)))
        if isinstance(known, Constant) and isinstance(known.value, int | float):
            return Fraction(str(known.value))
        if lookup.root in self.draft.policy.records and len(lookup.path) == 1:
            field = self.draft.policy.records[lookup.root].data.get(lookup.path[0])
            name = lookup.path[0]
            listed = field is not None and field.type == "list"
            value: object = [f"{name}-{each + 1}" for each in range(otherwise)] if listed else otherwise
            self.facts[lookup.root, name] = value
            return Fraction(otherwise)
        if lookup.root == "trigger" and len(lookup.path) == 1 and self.body.every is None:
            self.first = Step("", {lookup.path[0]: otherwise})
            return Fraction(otherwise)
        if lookup.root == "params":
            raise NoWayError(f"parameter `{lookup.path[0]}` has no value")
        raise NoWayError(f"its bound comes from `{lookup}`")

    def _of_others(self, bound: Share, wanted: _Bounded) -> tuple[Fraction, int]:
        """So many that count among so many others: of every number up to a few the first that fits."""
        if self.body.sum is not None or self.body.distinct is not None:
            raise NoWayError("it is a share of what other events add up to")
        share = self._number(bound.share, 1) if isinstance(bound.share, Lookup) else bound.share
        shared = self._counts_in(bound.of)
        found: list[tuple[Fraction, int]] = []
        for whole in range(1, 12):
            for counted in range(whole + 1) if shared else range(12):
                limit = _rounded(share * whole, bound.round)
                kept = counted <= limit if wanted == "at_most" else counted >= limit
                near = abs(counted - limit) <= 1 or self.side == "anywhere"
                if kept == (self.outcome == "met") and near:
                    found.append((Fraction(counted), whole - counted if shared else whole))
        if not found:
            raise NoWayError("no number of events makes it so")
        return pick(self.draft.chance, found)

    def _counts_in(self, of: object) -> bool:
        """Whether what is counted is itself among that of which the share is taken."""
        bases = {step.type for way in occurring(of, self.draft.policy) for step in way}  # type: ignore[arg-type]
        return bool(bases & {each.type for each in self._ways(self.body.count)})

    def _amounts(self, total: Fraction) -> list[Fraction]:
        """What each of the counted events adds."""
        if self.body.sum is None:
            return [Fraction(1)] * int(total)
        if total == 0:
            return []
        if not isinstance(self.body.sum, Lookup):
            return [Fraction(1)] * int(total)
        parts = self.draft.chance.number(1, 3) if total >= 3 else 1
        return [total - (parts - 1), *([Fraction(1)] * (parts - 1))]

    # -- events ------------------------------------------------------------------------------------------

    def _ways(self, pattern: Pattern) -> tuple[Step, ...]:
        """Single events that count."""
        draft = self.draft
        names = names_of(draft.clause, member_of(draft))
        found: list[Step] = []
        for way in occurring(pattern, draft.policy):
            if len(way) > 1:
                raise NoWayError("it counts what several events make up")
            for needs in ways_of(draft.clause.if_, True, draft.policy, way[0].type, names=names):
                joined = way[0].needing(needs, draft.policy)
                if joined is not None and not any(word != "kept" for word, _ in joined.outcomes):
                    found.append(joined)
        if not found:
            raise NoWayError("no event is known that counts")
        return tuple(found)

    def _of_the_base_alone(self) -> tuple[Step, ...]:
        """Events of which a share is taken and that do not count themselves."""
        draft = self.draft
        found: list[Step] = []
        for share in self._shares():
            if isinstance(share.of, str | Lookup):
                continue
            named = [each.type for each in self._ways(self.body.count)]
            for step in self._ways(share.of):
                if step.type not in named:
                    found.append(step)
                    continue
                for needs in self._not_counted(step):
                    joined = step.needing(needs, draft.policy)
                    found += [joined] if joined is not None else []
        return tuple(found)

    def _not_counted(self, step: Step) -> Iterator[Needs]:
        if not isinstance(self.body.count, Happens):
            return
        name, types = self.body.count.event, self.draft.policy.events
        seen: set[str] = set()
        while name in types and name not in seen and (base := types[name].is_) is not None:
            seen.add(name)
            yield from ways_of(types[name].if_, False, self.draft.policy, step.type)
            name = base

    def _slice(self, start: dt.date) -> dict[str, object]:
        """The slice or member, on record from the first day on."""
        draft, clause = self.draft, self.draft.clause
        for name in clause.per:
            if name not in {"case", "policy"}:
                draft.shared.setdefault(name, draft.named(name))
        own = {name: draft.shared[name] for name in clause.per if name not in {"case", "policy"}}
        population = clause.for_each
        if population is not None:
            member = draft.named(population.variable)
            draft.shared[population.variable] = member
            if population.records is None:
                raise NoWayError("its members are not records")
            self._choose(population.records, member)
        for kind in dict.fromkeys(kind for kind, _ in self.facts):
            key = draft.shared.get(kind, draft.named(kind))
            facts = {name: value for (record, name), value in self.facts.items() if record == kind and name}
            setting_up(draft, kind, str(key), facts, start)
            if kind not in draft.shared:
                draft.shared[kind] = key
        return own

    def _choose(self, kind: str, member: str) -> None:
        """What makes `where` choose the member."""
        population = self.draft.clause.for_each
        assert population is not None
        self.facts.setdefault((kind, ""), member)
        if population.where is None:
            return
        names = {population.variable: member}
        for needs in ways_of(population.where, True, self.draft.policy, None, names=names):
            joined = Step("").needing(needs, self.draft.policy)
            if joined is not None and not joined.data:
                self.facts |= {key: self.facts.get(key, value) for key, value in joined.records.items()}
                return
        raise NoWayError("it chooses among the members of `for_each`")

    def _write(self, ways: tuple[Step, ...], amount: Fraction, day: dt.date, number: int) -> None:
        draft = self.draft
        if not ways:
            raise NoWayError("no event is known that is counted in the whole alone")
        step = pick(draft.chance, ways)
        more: dict[str, object] = {}
        if self.body.sum is not None:
            more |= self._amount_in(self.body.sum, amount)
        if self.body.distinct is not None:
            name = self._field("distinct")
            declared = draft.policy.events.get(step.type)
            field = (declared.data.get(name) if declared is not None else None) or Field(name)
            if not is_settled(step.data.get(name, SOME)) or name not in step.data:
                more[name] = _one_of_many(field, number)
            else:
                step = _another(ways, name, number)
        if self.first is not None:
            more |= self.first.data
            self.first = None
        clash = [name for name in more if step.data.get(name, SOME) is not SOME]
        if clash:
            raise NoWayError(f"`{clash[0]}` would have to be two things at once")
        kept = {name: value for name, value in step.data.items() if name not in more}
        case = None
        if "case" not in draft.clause.per and number and rarely(draft.chance, 2):
            case = f"{draft.case}-{number + 1}"
        for name, (least, _) in step.before.items():
            for _ in range(least):
                draft.add(pick(draft.chance, happening(name, draft.policy)), day, case=case)
        draft.add(attrs.evolve(step, data=kept).with_data(more), day, case=case)

    def _amount_in(self, expression: Expression, amount: Fraction) -> dict[str, object]:
        """What an event has to say to add so much."""
        number: object = int(amount) if amount.denominator == 1 else float(amount)
        match expression:
            case Lookup("event" | "trigger", (name,)):
                return {name: number}
        known = spelt_out(expression, self.draft.policy)
        for guess in guesses(known, "==", Constant(int(amount))):
            told = {each.path[0]: value for each, value in guess.items() if len(each.path) == 1}
            if len(told) == len(guess) and all(each.root in {"event", "trigger"} for each in guess):
                return told
        raise NoWayError("what it adds up is more than one field of an event")

    def _field(self, key: Literal["sum", "distinct"]) -> str:
        match getattr(self.body, key):
            case Lookup("event" | "trigger", (name,)):
                return str(name)
        raise NoWayError("what it tells apart is more than one field of an event")


def _one_of_many(field: Field, number: int) -> object:
    """A value that no other event of the quota has."""
    if field.choices:
        if number >= len(field.choices):
            raise NoWayError(f"`{field.name}` has no more than {len(field.choices)} values")
        return field.choices[number]
    text = f"{field.name}-{number + 1}"
    return [text] if field.type == "list" else text


def _another(ways: tuple[Step, ...], name: str, number: int) -> Step:
    """The event that has another value than those before it, where the rules say which ones count."""
    values = list(dict.fromkeys(each.data.get(name) for each in ways))
    if number >= len(values):
        raise NoWayError(f"`{name}` has no more than {len(values)} values that count")
    return next(each for each in ways if each.data.get(name) == values[number])


def _rounded(number: Fraction, how: str | None) -> Fraction:
    if how is None:
        return number
    if how == "half_up":
        return Fraction(math.floor(number + Fraction(1, 2)))
    return Fraction(math.floor(number) if how == "down" else math.ceil(number))
