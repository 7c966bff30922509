"""Histories by construction: compliant, violating, and at the border between the two."""

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

import attrs
from hypothesis import assume
from hypothesis import strategies as st

from govrules.diagnostics import DiagnosticsError
from govrules.engine.happenings import NO_CASE
from govrules.engine.stated import stated_records
from govrules.model.clauses import Clause, Duty
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event
from govrules.model.maintenance import Maintenance
from govrules.model.policy import Rulebook
from govrules.model.quota import Quota
from govrules.model.records import Record
from govrules.testing.any_history import names
from govrules.testing.chance import TURNS, Chance, Drawn, pick, several, turned
from govrules.testing.depends import depends_on
from govrules.testing.ground import Ground, ground_of
from govrules.testing.history import History
from govrules.testing.mending import Mended, mended, set_apart
from govrules.testing.places import Place, cut_off, days_over, places_of, runs_over
from govrules.testing.planned import Outcome, Plan, Side
from govrules.testing.plans import plan, why_not
from govrules.testing.steps import NoWayError

_Any = TypeVar("_Any")
_TRIES = 3
"""how often choices of its own are tried before those that are known to lead somewhere"""
MISSED = frozenset({"overdue", "met_late", "lapsed", "violated"})
"""states in which a clause was not kept, whether or not that is a violation besides"""


@attrs.frozen(repr=False)
class Told(History):
    """A history with what it must come to."""

    clause: str = ""
    """the clause that it is about, as `policy/clause`"""
    outcome: Outcome = "met"
    due: dt.date | None = None
    """the due date that the generator counted; None where there is none"""
    side: Side = "anywhere"
    place: Place = "anywhere"
    led_by: tuple[str, ...] = ()
    """other clauses that have to be broken on the way: those whose breach is answered for"""

    @property
    def may_be_broken(self) -> frozenset[str]:
        """The clause, what is broken on the way, and every clause that depends on any of them."""
        leading = (self.clause, *self.led_by)
        return frozenset().union(*(depends_on(self.rulebook, each) for each in leading))


def compliant(rulebook: Rulebook, *, cases: int = 2) -> st.SearchStrategy[History]:
    """Histories in which every duty is met in time and every requirement held.

    Which moments are in time is counted by the generator; the evaluator is asked only what else a case has
    set off, which is then answered at once.

    Args:
        rulebook: whose clauses are met.
        cases: at most so many, each about one clause.

    Raises:
        ValueError: no clause of the rulebook can be met by construction.
    """
    ground = ground_of(rulebook)
    clauses = tuple(each for each in checkable(rulebook) if why_not(ground, each, "met") is None)
    if not clauses:
        raise ValueError("no clause of the rulebook is one that can be met by construction")
    return _compliant(ground, tuple(each.full_id for each in clauses), cases)


@st.composite
def _compliant(draw: st.DrawFn, ground: Ground, possible: tuple[str, ...], cases: int) -> History:
    # By name: hypothesis shows the arguments of a strategy, and clauses are long.
    clauses = tuple(each for each in checkable(ground.rulebook) if each.full_id in possible)
    return _or_again(lambda: throw_compliant(Drawn(draw), ground, clauses=clauses, cases=cases))


def throw_compliant(
    chance: Chance, ground: Ground, *, clauses: tuple[Clause, ...] | None = None, cases: int = 2
) -> History:
    """`compliant` by any source of choices; raises `NoWayError` where these choices lead to none."""
    possible = clauses or tuple(checkable(ground.rulebook))
    return _some_tries(lambda: _comply(chance, ground, possible, cases))


def _comply(chance: Chance, ground: Ground, possible: tuple[Clause, ...], cases: int) -> History:
    plans = tuple(
        plan(chance, ground, pick(chance, possible), "met", case=f"case-{number + 1}")
        for number in several(chance, 1, cases)
    )
    until = max(each.until for each in plans)
    done = mended(ground, Mended(_events(ground, plans), _records(ground, plans)), plans, until)
    # What the planned clauses come to is left to the laws; that nothing else is broken besides is seen here.
    planned_for = {
        (each.clause.full_id, case)
        for each in plans
        for case in (*each.cases, NO_CASE)
        # Of what all cases belong to, and of what days of the calendar ask, one may change what another
        # comes to.
        if len(plans) == 1 or not (case == NO_CASE or isinstance(each.clause.body, Quota | Maintenance))
    }
    others = {
        each.full_clause
        for each in (*done.found.violations, *done.found.shortfalls)
        if (each.full_clause, each.case) not in planned_for
    }
    if others:
        raise NoWayError(f"what it needs breaks `{min(others)}`")
    told = "every duty is met in time, every requirement held"
    return History(ground.rulebook, _in_order(ground, done.events), until, told, done.records)


def violating(rulebook: Rulebook, clause: str) -> st.SearchStrategy[Told]:
    """Histories that break one clause, and none that does not depend on it.

    A duty that nobody breaks by missing it, because its silence is an answer (`breach: false`), is missed;
    one without a limit is left undone. Of accountability somebody answers: what is answered for is broken on
    the way (`led_by`), and `may_be_broken` names all that may be.

    Args:
        rulebook: the whole, whose other clauses are kept.
        clause: `decide`, or `policy/decide`.

    Raises:
        ValueError: there is no such clause, or none such history: `unbreakable` lists which, with reasons.
    """
    ground, found = ground_of(rulebook), clause_named(rulebook, clause)
    reason = _unbreakable(ground, found)
    if reason is not None:
        raise ValueError(f"no history breaks `{found.full_id}` alone: {reason}")
    return _violating(ground, found)


@st.composite
def _violating(draw: st.DrawFn, ground: Ground, clause: Clause) -> Told:
    return _or_again(lambda: throw_violating(Drawn(draw), ground, clause))


def throw_violating(chance: Chance, ground: Ground, clause: Clause) -> Told:
    """`violating` by any source of choices; raises `NoWayError` where these choices lead to none."""
    try:
        return _some_tries(lambda: _violate(chance, ground, clause))
    except NoWayError:
        if _unbreakable(ground, clause) is not None:
            raise
    return _violate(turned(ground.turns[_key(clause)]), ground, clause)


def _violate(chance: Chance, ground: Ground, clause: Clause) -> Told:
    planned = plan(chance, ground, clause, "missed")
    given = Mended(_events(ground, (planned,)), _records(ground, (planned,)))
    done = mended(ground, given, (planned,), planned.until)
    others = broken(done.found) - set_apart(ground, planned)
    if others:
        raise NoWayError(f"whoever breaks it breaks `{min(others)}` as well")
    return _told(ground, planned, done, f"{clause.full_id} is broken, and nothing else")


def meeting(rulebook: Rulebook, clause: str) -> st.SearchStrategy[Told]:
    """Histories in which one clause is met; what else they set off is left open.

    Args:
        rulebook: the whole.
        clause: `decide`, or `policy/decide`.

    Raises:
        ValueError: there is no such clause, or none such history: `unmeetable` lists which, with reasons.
    """
    ground, found = ground_of(rulebook), clause_named(rulebook, clause)
    reason = why_not(ground, found, "met")
    if reason is not None:
        raise ValueError(f"no history meets `{found.full_id}`: {reason}")
    return _meeting(ground, found)


@st.composite
def _meeting(draw: st.DrawFn, ground: Ground, clause: Clause) -> Told:
    return _or_again(lambda: throw_meeting(Drawn(draw), ground, clause))


def throw_meeting(chance: Chance, ground: Ground, clause: Clause) -> Told:
    """`meeting` by any source of choices; raises `NoWayError` where there is none."""

    def throw(source: Chance) -> Told:
        planned = plan(source, ground, clause, "met")
        return _bare(ground, planned, f"{clause.full_id} is met")

    return _any_choice(chance, throw)


def unmeetable(rulebook: Rulebook) -> Mapping[str, str]:
    """The clauses that no history is known to meet, each with the reason."""
    ground = ground_of(rulebook)
    found = {each.full_id: why_not(ground, each, "met") for each in checkable(rulebook)}
    return {name: reason for name, reason in found.items() if reason is not None}


def unbreakable(rulebook: Rulebook) -> Mapping[str, str]:
    """The clauses that no history breaks alone, as far as the generator knows, each with the reason.

    >>> import govrules as gr
    >>> unbreakable(gr.load("cn/licensing-law").or_raise())
    {}
    >>> found = unbreakable(gr.load("cn/district-eight-systems").or_raise())
    >>> found["cn-district-eight-systems/visitors_at_once"]
    'parameter `at_once` has no value'
    """
    ground = ground_of(rulebook)
    found = {each.full_id: _unbreakable(ground, each) for each in checkable(rulebook)}
    return {name: reason for name, reason in found.items() if reason is not None}


def _unbreakable(ground: Ground, clause: Clause) -> str | None:
    key = _key(clause)
    if key not in ground.reasons:
        ground.reasons[key] = _why_unbreakable(ground, clause)
    return ground.reasons[key]


def _why_unbreakable(ground: Ground, clause: Clause) -> str | None:
    first: str | None = None
    for number in range(TURNS):
        try:
            _violate(turned(number), ground, clause)
        except NoWayError as error:
            first = first or str(error)
        else:
            ground.turns[_key(clause)] = number
            return None
    return first


def _key(clause: Clause) -> tuple[str, dt.date | None]:
    return clause.full_id, clause.in_force.start


def boundary(rulebook: Rulebook, clause: str) -> st.SearchStrategy[Told]:
    """Histories in which a clause is met at the last instant, or missed by the first.

    `side` says which, `place` what its time runs over: a make-up day, the end of a year, the horizon of the
    calendar, a cut-off. `outcome` and `due` are what the generator counted. Of a quota the bound is reached,
    or passed by one; of what must hold a gap is as long as is tolerated, or a minute longer.

    Args:
        rulebook: the whole.
        clause: a duty with a limit, a quota, or what must hold: `decide`, or `policy/decide`.

    Raises:
        ValueError: there is no such clause, or it has no due end.
    """
    ground, found = ground_of(rulebook), clause_named(rulebook, clause)
    reason = why_no_border(ground, found)
    if reason is not None:
        raise ValueError(f"`{found.full_id}` has no border to be tried: {reason}")
    return _boundary(ground, found, places_of(ground, found))


def why_no_border(ground: Ground, clause: Clause) -> str | None:
    """Why nothing separates met from missed by a hair; None where something does.

    What separates them is the due end of a duty, a bound of a quota, or the longest gap that is tolerated.
    """
    if not isinstance(clause.body, Duty | Quota | Maintenance):
        return "it has neither a due end nor a bound"
    return why_not(ground, clause, "missed", "first instant late") or why_not(
        ground, clause, "met", "last instant"
    )


@st.composite
def _boundary(draw: st.DrawFn, ground: Ground, clause: Clause, places: tuple[Place, ...]) -> Told:
    return _or_again(lambda: throw_boundary(Drawn(draw), ground, clause, places))


def throw_boundary(chance: Chance, ground: Ground, clause: Clause, places: tuple[Place, ...]) -> Told:
    """`boundary` by any source of choices; raises `NoWayError` where these choices lead to none."""
    place = pick(chance, places)
    side: Side = pick(chance, ("last instant", "first instant late"))
    if place != "anywhere":
        with contextlib.suppress(NoWayError):
            return _any_choice(chance, lambda source: _border(source, ground, clause, place, side))
    # What is met over a place need not be missed over it: a date in the data may lie before the trigger.
    return _any_choice(chance, lambda source: _border(source, ground, clause, "anywhere", side))


def _border(chance: Chance, ground: Ground, clause: Clause, place: Place, side: Side) -> Told:
    outcome: Outcome = "met" if side == "last instant" else "missed"
    day, clock = None, None
    if place == "cut-off":
        day, clock = ground.days[0], cut_off(ground, clause, chance)
    elif place != "anywhere":
        days = days_over(ground, clause, place)
        day = days[chance.number(0, len(days) - 1)]
    plain = place != "anywhere"
    planned = plan(chance, ground, clause, outcome, day=day, clock=clock, side=side, plain=plain)
    if day is not None and not runs_over(ground, clause, place, planned):
        raise NoWayError(f"its time does not run over the {place}")
    over = "" if place == "anywhere" else f", {place}"
    told = _bare(ground, planned, f"{clause.full_id}: {side}{over}")
    return attrs.evolve(told, side=side, place=place)


# -- from plans to histories -----------------------------------------------------------------------------


def _told(ground: Ground, planned: Plan, done: Mended, told: str) -> Told:
    return Told(
        ground.rulebook,
        _in_order(ground, done.events),
        planned.until,
        told,
        done.records,
        clause=planned.clause.full_id,
        outcome=planned.outcome,
        due=planned.due,
        led_by=planned.led_by,
    )


def _bare(ground: Ground, planned: Plan, told: str) -> Told:
    """A plan by itself; what else it sets off is left open, unless it matters to the plan."""
    done = Mended(_events(ground, (planned,)), _records(ground, (planned,)))
    if planned.to_be_mended:
        done = mended(ground, done, (planned,), planned.until)
    return _told(ground, planned, done, told)


def _events(ground: Ground, plans: tuple[Plan, ...]) -> tuple[Event, ...]:
    return _in_order(ground, tuple(event for each in plans for event in each.events))


def _records(ground: Ground, plans: tuple[Plan, ...]) -> tuple[Record, ...]:
    found = tuple(record for each in plans for record in each.records)
    try:
        return tuple(dict.fromkeys(stated_records(found, ground.rulebook)))
    except DiagnosticsError:
        raise NoWayError("what it would have on record contradicts itself, or is not as declared") from None


def _in_order(ground: Ground, events: tuple[Event, ...]) -> tuple[Event, ...]:
    def day(event: Event) -> tuple[str, dt.date]:
        time = event.time
        return event.case, time.astimezone(ground.zone).date() if isinstance(time, dt.datetime) else time

    return tuple(sorted(events, key=day))


def _some_tries(throw: Callable[[], _Any]) -> _Any:
    """The first of a few tries that leads anywhere: each draws choices of its own."""
    for _ in range(_TRIES - 1):
        with contextlib.suppress(NoWayError):
            return throw()
    return throw()


def _any_choice(chance: Chance, throw: Callable[[Chance], _Any]) -> _Any:
    """By choices of its own, else by the first fixed ones that lead anywhere."""
    for source in (chance, chance, *map(turned, range(TURNS - 1))):
        with contextlib.suppress(NoWayError):
            return throw(source)
    return throw(turned(TURNS - 1))


def _or_again(throw: Callable[[], _Any]) -> _Any:
    try:
        return throw()
    except NoWayError:
        assume(False)
        raise


def checkable(rulebook: Rulebook) -> Iterator[Clause]:
    """The clauses that a machine can check, each in its last version."""
    seen: dict[str, Clause] = {
        each.full_id: each for each in rulebook.clauses if each.kind != "not_checkable"
    }
    yield from seen.values()


def clause_named(rulebook: Rulebook, written: str) -> Clause:
    """The clause `decide` or `policy/decide`, in its last version."""
    found = [each for each in checkable(rulebook) if names(each, written)]
    if not found:
        raise ValueError(f"the rulebook has no clause `{written}` that a machine can check")
    if len(found) > 1:
        raise ValueError(f"several clauses are called `{written}`: write `policy/clause`")
    return found[0]


def broken(result: Evaluation) -> frozenset[str]:
    """The clauses that were violated, or fell short."""
    return frozenset(each.full_clause for each in (*result.violations, *result.shortfalls))


def outcome_of(result: Evaluation, clause: str) -> str:
    """What became of a clause: `missed` if any obligation was, else `met` if any was, else its states.

    A duty without a limit is missed by staying open, which is no violation. A clause by which somebody
    answers, or which lifts what others propose, is missed where it does so.
    """
    obligations = [each for each in result.obligations if each.full_clause == clause]
    states = {each.state for each in obligations}
    answered = any(each.full_clause == clause for each in (*result.attributions, *result.measures))
    adjusted = any(other.clause == clause for each in result.measures for other in each.adjusted)
    if answered or adjusted or states & MISSED:
        return "missed"
    if states == {"pending"} and all(each.limit == "no limit" for each in obligations):
        return "missed"
    return "met" if "met" in states else ", ".join(sorted(states)) or "nothing"
