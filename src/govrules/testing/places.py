"""What the time of a duty can be made to run over: where dates go wrong, if they do."""

import datetime as dt
from collections.abc import Iterator
from typing import Literal, TypeAlias

from govrules.model.clauses import Clause, Duty
from govrules.testing.chance import Chance, First
from govrules.testing.days import last_day_that_counts
from govrules.testing.ground import Ground
from govrules.testing.planned import Plan
from govrules.testing.plans import plan
from govrules.testing.steps import NoWayError
from govrules.testing.terms import Counts

Place: TypeAlias = Literal["anywhere", "make-up day", "year end", "horizon", "cut-off"]
PLACES: tuple[Place, ...] = ("anywhere", "make-up day", "year end", "horizon", "cut-off")

_DAY = dt.timedelta(days=1)


def places_of(ground: Ground, clause: Clause) -> tuple[Place, ...]:
    """What the time of a duty can be made to run over; of other clauses nothing runs."""
    if not isinstance(clause.body, Duty):
        return ("anywhere",)
    return tuple(
        place
        for place in PLACES
        if place == "anywhere"
        or (place == "cut-off" and _convention_cut_off(ground, clause) is not None)
        or (place != "cut-off" and days_over(ground, clause, place))
    )


def _convention_cut_off(ground: Ground, clause: Clause) -> dt.time | None:
    policy = ground.rulebook.policy_of(clause)
    return Counts(ground.rulebook, policy, clause).convention.cutoff


def cut_off(ground: Ground, clause: Clause, chance: Chance) -> dt.time:
    """The cut-off itself, which is too late for the day, or the minute before."""
    cut_off = _convention_cut_off(ground, clause) or dt.time(12)
    if chance.number(0, 1) or cut_off == dt.time(0):
        return cut_off
    before = dt.datetime.combine(dt.date(2000, 1, 2), cut_off) - dt.timedelta(minutes=1)
    return before.time()


def days_over(ground: Ground, clause: Clause, place: Place) -> tuple[dt.date, ...]:
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
            if runs_over(ground, clause, place, planned):
                yield day


def runs_over(ground: Ground, clause: Clause, place: Place, planned: Plan) -> bool:
    """Whether the time of a planned duty runs over a place."""
    calendar = ground.rulebook.calendars.get(ground.rulebook.policy_of(clause).calendar or "")
    day, due = planned.begins, planned.border
    if calendar is None or day is None or due is None:
        return False
    match place:
        case "make-up day":
            return any(day < each.date <= due for each in calendar.make_up)
        case "year end":
            return day.year < due.year
        case "horizon":
            return day <= (calendar.announced_until or calendar.last_day) < due
    return True
