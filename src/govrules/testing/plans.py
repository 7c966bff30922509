"""Plans: a case in which one clause is met, or missed, at a moment that the plan knows."""

import datetime as dt
from collections.abc import Mapping

from govrules.model.accountability import Accountability
from govrules.model.clauses import Clause, Duty, NotCheckable, Prohibition, Requirement
from govrules.model.frozen import EMPTY
from govrules.model.maintenance import Maintenance
from govrules.model.policy import Policy
from govrules.model.quota import Quota
from govrules.testing.answer_plans import accountability
from govrules.testing.chance import TURNS, Chance, pick, rarely, turned
from govrules.testing.drafts import Draft
from govrules.testing.duty_plans import DutyPlanner
from govrules.testing.event_plans import More, prohibition, requirement
from govrules.testing.ground import Ground
from govrules.testing.maintenance_plans import maintenance
from govrules.testing.planned import Outcome, Plan, Side, include
from govrules.testing.quota_plans import quota
from govrules.testing.spelt import as_on
from govrules.testing.steps import NoWayError

_DAY = dt.timedelta(days=1)


def plan(
    chance: Chance,
    ground: Ground,
    clause: Clause,
    outcome: Outcome,
    *,
    case: str = "case-1",
    day: dt.date | None = None,
    clock: dt.time | None = None,
    side: Side = "anywhere",
    plain: bool = False,
    shared: Mapping[str, object] = EMPTY,
    more: More = (),
) -> Plan:
    """A case in which a clause is met or missed, by construction.

    Args:
        day: of the trigger; left out, any that matters.
        clock: of the trigger, by the policy's clock; left out, a bare date.
        side: for duties, how near to the due end it is met or missed.
        plain: without pauses and extensions, and with a date in the data as near as it can be.
        shared: what its events say of their slice; `unit` is whoever acts.
        more: what else must hold of its trigger, one way of each.

    Raises:
        NoWayError: there is none for these choices, or the generator knows of none; with the reason.
    """
    policy = ground.rulebook.policy_of(clause)
    day = day or _any_day(chance, ground, clause, policy)
    if day not in clause.in_force or day not in policy.in_force:
        raise NoWayError("it is not in force on that day")
    draft = Draft(ground, as_on(policy, day), clause, case, chance, shared=dict(shared), records=[])
    unit = shared.get("unit")
    draft.unit, draft.breaking = unit if isinstance(unit, str) else None, _broken_before
    match clause.body:
        case Duty():
            planner = DutyPlanner(draft, clause.body, outcome, side, day, clock, plain, more, _plan_breach)
            return planner.plan()
        case Requirement():
            return requirement(draft, clause.body, outcome, day, more)
        case Prohibition():
            return prohibition(draft, clause.body, outcome, day, more)
        case Quota():
            return quota(draft, clause.body, outcome, day, side)
        case Maintenance():
            return maintenance(draft, clause.body, outcome, day, side)
        case Accountability():
            return accountability(draft, clause.body, outcome, day, _plan_breach)
        case NotCheckable():
            raise NoWayError("no machine can check it")


def _plan_breach(
    chance: Chance,
    ground: Ground,
    clause: Clause,
    outcome: Outcome,
    *,
    case: str,
    day: dt.date,
    shared: Mapping[str, object],
    more: More,
) -> Plan:
    return plan(chance, ground, clause, outcome, case=case, day=day, plain=True, shared=shared, more=more)


def _broken_before(draft: Draft, clause: Clause, by: dt.date) -> None:
    """Break another clause so early that it is known by a day."""
    for back in (1, 30, 90, 250):
        found = plan(draft.chance, draft.ground, clause, "missed", case=draft.case, day=by - _DAY * back)
        if found.until < by or (found.until == by - _DAY * back):
            include(draft, found)
            return
    raise NoWayError(f"it takes too long until `{clause.full_id}` is broken")


def _any_day(chance: Chance, ground: Ground, clause: Clause, policy: Policy) -> dt.date:
    day = pick(chance, ground.days) if rarely(chance, 2) else ground.days[0]
    day += _DAY * (chance.number(-20, 3) if day != ground.days[0] else chance.number(0, 6))
    for span in (clause.in_force, policy.in_force):
        if span.start is not None and day < span.start + _DAY * 20:
            day = span.start + _DAY * 20
        if span.until is not None and day >= span.until:
            day = span.until - _DAY
    if day not in clause.in_force or day not in policy.in_force:
        raise NoWayError("it is not in force on that day")
    return day


def why_not(ground: Ground, clause: Clause, outcome: Outcome, side: Side = "anywhere") -> str | None:
    """Why there is no plan for a clause and an outcome; None where there is one."""
    first: str | None = None
    for number in range(TURNS):
        try:
            plan(turned(number), ground, clause, outcome, side=side)
        except NoWayError as error:
            first = first or str(error)
        else:
            return None
    return first
