"""Histories by construction: compliant, violating, and at the border between the two."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Literal, TypeAlias, TypeVar

import attrs
from hypothesis import assume
from hypothesis import strategies as st

from govrules.model.clauses import Clause, Duty
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event
from govrules.model.policy import Rulebook
from govrules.testing.any_history import names
from govrules.testing.chance import Chance, Drawn, First, pick, several
from govrules.testing.days import last_day_that_counts
from govrules.testing.depends import depends_on
from govrules.testing.ground import Ground, ground_of
from govrules.testing.history import History
from govrules.testing.mending import mended
from govrules.testing.planned import Outcome, Plan
from govrules.testing.plans import Side, plan, why_not
from govrules.testing.steps import NoWayError

Place: TypeAlias = Literal["anywhere", "make-up day", "year end", "horizon", "cut-off"]
PLACES: tuple[Place, ...] = ("anywhere", "make-up day", "year end", "horizon", "cut-off")

_Any = TypeVar("_Any")
_DAY = dt.timedelta(days=1)
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
    plans = [
        plan(chance, ground, pick(chance, possible), "met", case=f"case-{number + 1}")
        for number in several(chance, 1, cases)
    ]
    history = _history(ground, tuple(plans), "every duty is met in time, every requirement held")
    # What the planned clauses come to is left to the laws; that nothing else is broken besides is seen here.
    planned_for = {(each.clause.full_id, each.case) for each in plans}
    found = history.evaluate()
    others = {
        each.full_clause
        for each in (*found.violations, *found.shortfalls)
        if (each.full_clause, each.case) not in planned_for
    }
    if others:
        raise NoWayError(f"what it needs breaks `{min(others)}`")
    return history


def violating(rulebook: Rulebook, clause: str) -> st.SearchStrategy[Told]:
    """Histories that break one clause, and none that does not depend on it.

    A duty that nobody breaks by missing it, because its silence is an answer (`breach: false`), is missed.

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
    planned = plan(chance, ground, clause, "missed")
    told = _told(ground, planned, f"{clause.full_id} is broken, and nothing else")
    others = broken(told.evaluate()) - depends_on(ground.rulebook, clause.full_id)
    if others:
        raise NoWayError(f"whoever breaks it breaks `{min(others)}` as well")
    return told


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
    def throw() -> Told:
        planned = plan(Drawn(draw), ground, clause, "met")
        return _told(ground, planned, f"{clause.full_id} is met", alone=False)

    return _or_again(throw)


def unmeetable(rulebook: Rulebook) -> Mapping[str, str]:
    """The clauses that no history is known to meet, each with the reason."""
    ground = ground_of(rulebook)
    found = {each.full_id: why_not(ground, each, "met") for each in checkable(rulebook)}
    return {name: reason for name, reason in found.items() if reason is not None}


def unbreakable(rulebook: Rulebook) -> Mapping[str, str]:
    """The clauses that no history breaks alone, as far as the generator knows, each with the reason.

    >>> import govrules as gr
    >>> unbreakable(gr.load("cn/licensing-law").or_raise())
    {'cn-licensing-law/tell_time_needed': 'it has no limit, so that it stays open and is never missed'}
    """
    ground = ground_of(rulebook)
    found = {each.full_id: _unbreakable(ground, each) for each in checkable(rulebook)}
    return {name: reason for name, reason in found.items() if reason is not None}


def _unbreakable(ground: Ground, clause: Clause) -> str | None:
    key = (clause.full_id, clause.in_force.start)
    if key not in ground.reasons:
        try:
            throw_violating(First(), ground, clause)
            ground.reasons[key] = None
        except NoWayError as error:
            ground.reasons[key] = str(error)
    return ground.reasons[key]


def boundary(rulebook: Rulebook, clause: str) -> st.SearchStrategy[Told]:
    """Histories in which a clause is met at the last instant, or missed by the first.

    `side` says which, `place` what its time runs over: a make-up day, the end of a year, the horizon of the
    calendar, a cut-off. `outcome` and `due` are what the generator counted.

    Args:
        rulebook: the whole.
        clause: a duty with a limit: `decide`, or `policy/decide`.

    Raises:
        ValueError: there is no such clause, or it has no due end.
    """
    ground, found = ground_of(rulebook), clause_named(rulebook, clause)
    reason = why_no_border(ground, found)
    if reason is not None:
        raise ValueError(f"`{found.full_id}` has no border to be tried: {reason}")
    return _boundary(ground, found, places_of(ground, found))


def why_no_border(ground: Ground, clause: Clause) -> str | None:
    """Why there is no moment that separates met from missed; None where there is one."""
    if not isinstance(clause.body, Duty):
        return "only a duty has a due end"
    return why_not(ground, clause, "missed") or why_not(ground, clause, "met")


@st.composite
def _boundary(draw: st.DrawFn, ground: Ground, clause: Clause, places: tuple[Place, ...]) -> Told:
    return _or_again(lambda: throw_boundary(Drawn(draw), ground, clause, places))


def throw_boundary(chance: Chance, ground: Ground, clause: Clause, places: tuple[Place, ...]) -> Told:
    """`boundary` by any source of choices; raises `NoWayError` where these choices lead to none."""
    place = pick(chance, places)
    side: Side = pick(chance, ("last instant", "first instant late"))
    outcome: Outcome = "met" if side == "last instant" else "missed"
    day, clock = None, None
    if place == "cut-off":
        day, clock = ground.days[0], _cut_off(ground, clause, chance)
    elif place != "anywhere":
        days = _days_over(ground, clause, place)
        day = days[chance.number(0, len(days) - 1)]
    plain = place != "anywhere"
    planned = plan(chance, ground, clause, outcome, day=day, clock=clock, side=side, plain=plain)
    if day is not None and not _runs_over(ground, clause, place, day, planned):
        raise NoWayError(f"its time does not run over the {place}")
    over = "" if place == "anywhere" else f", {place}"
    told = _told(ground, planned, f"{clause.full_id}: {side}{over}", alone=False)
    return attrs.evolve(told, side=side, place=place)


def places_of(ground: Ground, clause: Clause) -> tuple[Place, ...]:
    """What the time of a duty can be made to run over."""
    return tuple(
        place
        for place in PLACES
        if place == "anywhere"
        or (place == "cut-off" and _convention_cut_off(ground, clause) is not None)
        or (place != "cut-off" and _days_over(ground, clause, place))
    )


def _convention_cut_off(ground: Ground, clause: Clause) -> dt.time | None:
    from govrules.testing.terms import Counts

    policy = ground.rulebook.policy_of(clause)
    return Counts(ground.rulebook, policy, clause).convention.cutoff


def _cut_off(ground: Ground, clause: Clause, chance: Chance) -> dt.time:
    """The cut-off itself, which is too late for the day, or the minute before."""
    cut_off = _convention_cut_off(ground, clause) or dt.time(12)
    if chance.number(0, 1) or cut_off == dt.time(0):
        return cut_off
    before = dt.datetime.combine(dt.date(2000, 1, 2), cut_off) - dt.timedelta(minutes=1)
    return before.time()


def _days_over(ground: Ground, clause: Clause, place: Place) -> tuple[dt.date, ...]:
    """Days of the trigger from which the time of a duty runs over a place, latest year first."""
    key = (clause.full_id, clause.in_force.start, place)
    if key not in ground.known:
        ground.known[key] = tuple(_search(ground, clause, place))
    return ground.known[key]


def _search(ground: Ground, clause: Clause, place: Place) -> Iterator[dt.date]:
    policy = ground.rulebook.policy_of(clause)
    calendar = ground.rulebook.calendars.get(policy.calendar or "")
    if calendar is None:
        return
    horizon = calendar.announced_until or calendar.last_day
    last = last_day_that_counts(ground.rulebook, calendar)
    # The year in which a calendar ends is not over when its horizon comes; that in which a policy lapsed is.
    years = (1, 2, 3) if last == horizon else (0, 1, 2)
    ends = {
        "make-up day": sorted(day.date for day in calendar.make_up if day.date <= last)[-12:],
        "year end": [dt.date(last.year - back, 12, 31) for back in years],
        "horizon": [horizon],
    }[place]
    for end in ends:
        for back in (0, 1, 2, 3, 5, 8, 12, 18):
            day = end - _DAY * back
            if day not in clause.in_force or day not in policy.in_force:
                continue
            try:
                planned = plan(First(), ground, clause, "met", day=day, side="last instant", plain=True)
            except NoWayError:
                continue
            if _runs_over(ground, clause, place, day, planned):
                yield day


def _runs_over(ground: Ground, clause: Clause, place: Place, day: dt.date, planned: Plan) -> bool:
    """Whether the time of a duty that is triggered on a day runs over a place."""
    calendar = ground.rulebook.calendars.get(ground.rulebook.policy_of(clause).calendar or "")
    due = planned.border
    if calendar is None or due is None:
        return False
    match place:
        case "make-up day":
            return any(day < each.date <= due for each in calendar.make_up)
        case "year end":
            return day.year < due.year
        case "horizon":
            return day <= (calendar.announced_until or calendar.last_day) < due
    return True


# -- from plans to histories -----------------------------------------------------------------------------


def _told(ground: Ground, planned: Plan, told: str, *, alone: bool = True) -> Told:
    history = _history(ground, (planned,), told) if alone else _bare(ground, (planned,), told)
    return Told(
        ground.rulebook,
        history.events,
        history.as_of,
        told,
        clause=planned.clause.full_id,
        outcome=planned.outcome,
        due=planned.due,
    )


def _history(ground: Ground, plans: tuple[Plan, ...], told: str) -> History:
    bare = _bare(ground, plans, told)
    until = bare.as_of
    assert not isinstance(until, dt.datetime)
    return attrs.evolve(bare, events=_in_order(ground, mended(ground, bare.events, plans, until)))


def _bare(ground: Ground, plans: tuple[Plan, ...], told: str) -> History:
    events = tuple(event for each in plans for event in each.events)
    until = max(each.until for each in plans)
    return History(ground.rulebook, _in_order(ground, events), until, told)


def _in_order(ground: Ground, events: tuple[Event, ...]) -> tuple[Event, ...]:
    def day(event: Event) -> tuple[str, dt.date]:
        time = event.time
        return event.case, time.astimezone(ground.zone).date() if isinstance(time, dt.datetime) else time

    return tuple(sorted(events, key=day))


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
    """What became of a clause: `missed` if any obligation was, else `met` if any was, else its states."""
    states = {each.state for each in result.obligations if each.full_clause == clause}
    if states & MISSED:
        return "missed"
    return "met" if "met" in states else ", ".join(sorted(states)) or "nothing"
