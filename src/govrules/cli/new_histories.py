"""Histories to begin the scenarios of a clause with: one that keeps it and one that does not.

Where hypothesis is installed they are built so that they must come out so. Else, and where no way is known to
build one, the events that the clause speaks of are written down one after another.
"""

import contextlib
import datetime as dt
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

import attrs

from govrules.model.accountability import Accountability
from govrules.model.clauses import Clause, Duty, Prohibition, Requirement
from govrules.model.events import Event, Time
from govrules.model.maintenance import Maintenance
from govrules.model.patterns import Pattern, Violated, clause_names, event_names
from govrules.model.policy import Field, Policy, Rulebook
from govrules.model.quota import Quota
from govrules.model.records import Record

Outcome: TypeAlias = Literal["kept", "broken"]

_OUTCOMES: tuple[Outcome, ...] = ("kept", "broken")
_FAULTS = {"violation", "shortfall", "lapse", "attribution", "measure"}
_TURNS = 4
"""so many ways of choosing are tried before the events are only listed"""

_DAY = dt.timedelta(days=1)
_LONG = dt.timedelta(days=90)
_OPENS, _MIDDAY, _CLOSES = dt.time(9), dt.time(12), dt.time(17)
_EXAMPLES: Mapping[str, object] = {
    "bool": True,
    "integer": 1,
    "number": 1,
    "period": "5 days",
    "list": ["a"],
    "date": "2025-01-06",
    "instant": "2025-01-06T09:00:00+08:00",
}
_MOST = 20
"""so many events to overstep a bound; of a higher one, the analyst writes the rest"""


@attrs.frozen
class Sketch:
    """A history that is meant to keep a clause, or not to."""

    outcome: Outcome
    events: tuple[Event, ...]
    as_of: Time
    records: tuple[Record, ...] = ()


def sketches(rulebook: Rulebook, clause: Clause, *, unit: str) -> Iterator[Sketch]:
    """A history that keeps the clause, then one that does not.

    Args:
        rulebook: the whole.
        clause: one of its clauses that a machine can check.
        unit: who acts in events that are written down without a plan.
    """
    for outcome in _OUTCOMES:
        sketching = _Sketching(rulebook, clause, unit, outcome)
        yield _built(rulebook, clause, unit, outcome) or sketching.sketch()


def _built(rulebook: Rulebook, clause: Clause, unit: str, outcome: Outcome) -> Sketch | None:
    """The plainest of the histories that come out as they should; None where none is known."""
    try:
        from govrules.testing.chance import turned
        from govrules.testing.constructed import throw_meeting, throw_violating
        from govrules.testing.ground import ground_of
        from govrules.testing.plans import plan
        from govrules.testing.steps import NoWayError
    except ImportError:
        return None
    ground = ground_of(rulebook)
    for number in range(_TURNS):
        found: list[Sketch] = []
        with contextlib.suppress(NoWayError):
            throw = throw_meeting if outcome == "kept" else throw_violating
            told = throw(turned(number), ground, clause)
            found.append(Sketch(outcome, told.events, told.as_of, told.records))
        with contextlib.suppress(NoWayError):
            # Whoever breaks this clause may break another one as well, which is no harm here.
            made = plan(turned(number), ground, clause, "met" if outcome == "kept" else "missed")
            ordered = sorted(made.events, key=lambda each: _date(each.time, ground.zone))
            found.append(Sketch(outcome, tuple(ordered), made.until, made.records))
        for each in found:
            named = _named(each, f"{clause.id}_{outcome}")
            for sketch in (_with_unit(named, unit), named):
                if _comes_out(sketch, rulebook, clause):
                    return sketch
    return None


def _named(sketch: Sketch, case: str) -> Sketch:
    """A history of one case under the name of its scenario."""
    if len({each.case for each in sketch.events}) > 1:
        return sketch
    return attrs.evolve(sketch, events=tuple(attrs.evolve(each, case=case) for each in sketch.events))


def _with_unit(sketch: Sketch, unit: str) -> Sketch:
    """A plan leaves open what the clause does not ask for; who acted is asked of most events."""
    filled = tuple(attrs.evolve(each, unit=each.unit or unit) for each in sketch.events)
    return attrs.evolve(sketch, events=filled)


def _comes_out(sketch: Sketch, rulebook: Rulebook, clause: Clause) -> bool:
    from govrules.engine.batch import evaluate

    found = evaluate(rulebook, sketch.events, as_of=sketch.as_of, records=sketch.records)
    about = {each.kind for each in found if each.full_clause == clause.full_id}
    return bool(about & _FAULTS) == (sketch.outcome == "broken")


def _date(time: Time, zone: ZoneInfo) -> dt.date:
    return time.astimezone(zone).date() if isinstance(time, dt.datetime) else time


@attrs.frozen
class _Sketching:
    rulebook: Rulebook
    clause: Clause
    unit: str
    outcome: Outcome

    def sketch(self) -> Sketch:
        # The package needs no hypothesis for this module.
        from govrules.testing.days import calm_day

        day = calm_day(self.rulebook)
        kept = self.outcome == "kept"
        match self.clause.body:
            case Duty(when=when, must=must):
                events = [*self._all(when, day), *(self._all(must, day + _DAY) if kept else ())]
            case Requirement(when=when) | Prohibition(when=when):
                events = list(self._all(when, day))
            case Quota() as quota:
                events = [
                    event
                    for number in range(_count(quota, kept=kept))
                    for event in self._all(quota.count, day + _DAY * number)
                ]
            case Maintenance() as maintenance:
                events = list(self._staffed(maintenance, day, kept=kept))
            case Accountability(on=on):
                before = self._before(on, kept=kept)
                if before is not None:
                    day = _date(before.as_of, ZoneInfo(self.rulebook.policy_of(self.clause).time_zone))
                after = [] if before is not None and kept else list(self._all(on, day))
                events = [*(before.events if before is not None else ()), *after]
            case _:
                events = []
        return Sketch(self.outcome, tuple(events), day + _LONG)

    def _before(self, on: Pattern, *, kept: bool) -> Sketch | None:
        """The history of a clause whose violation makes somebody answerable."""
        policy = self.rulebook.policy_of(self.clause)
        names = sorted(clause_names(on))
        tags = set(on.tags) if isinstance(on, Violated) else set()
        for clause in policy.clauses:
            meant = clause.id in names or clause.full_id in names or tags & set(clause.tags)
            asked = meant or (not names and not tags and isinstance(on, Violated))
            if asked and isinstance(clause.body, Duty | Requirement | Prohibition):
                [found] = [
                    each
                    for each in sketches(self.rulebook, clause, unit=self.unit)
                    if each.outcome == ("kept" if kept else "broken")
                ]
                case = f"{self.clause.id}_{self.outcome}"
                return attrs.evolve(
                    found, events=tuple(attrs.evolve(each, case=case) for each in found.events)
                )
        return None

    def _staffed(self, maintenance: Maintenance, day: dt.date, *, kept: bool) -> Iterator[Event]:
        window, hold = maintenance.throughout, maintenance.hold
        opened = list(self._all(window.start, day, _OPENS)) if window.start is not None else []
        closed = list(self._all(window.end, day, _CLOSES)) if window.end is not None else []
        yield from opened
        yield from self._all(hold.start, day, _OPENS)
        yield from self._all(hold.end, day, _CLOSES if kept else _MIDDAY)
        yield from closed

    def _all(self, pattern: Pattern, day: dt.date, clock: dt.time | None = None) -> Iterator[Event]:
        """Every event that a pattern speaks of, with a value in each field that is declared."""
        policy = self.rulebook.policy_of(self.clause)
        time: Time = day
        if clock is not None:
            time = dt.datetime.combine(day, clock, tzinfo=ZoneInfo(policy.time_zone))
        for name in sorted(event_names(pattern)):
            logged = _logged(name, policy)
            declared = policy.events[logged].data if logged in policy.events else {}
            data = {field: _example(each) for field, each in declared.items() if field != "unit"}
            case = f"{self.clause.id}_{self.outcome}"
            yield Event(case, logged, time, unit=self.unit, data=data)


def _logged(name: str, policy: Policy) -> str:
    """The event that logs hold behind a named one."""
    seen = {name}
    while name in policy.events and (behind := policy.events[name].is_) is not None and behind not in seen:
        seen.add(behind)
        name = behind
    return name


def _count(quota: Quota, *, kept: bool) -> int:
    most, least = quota.at_most, quota.at_least
    if isinstance(most, Fraction):
        return min(int(most) + (0 if kept else 1), _MOST)
    if isinstance(least, Fraction):
        return min(-int(-least) - (0 if kept else 1), _MOST)
    return 1


def _example(field: Field) -> object:
    return field.choices[0] if field.choices else _EXAMPLES.get(field.type, "a")
