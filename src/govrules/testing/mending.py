"""Mending: what a planned case sets off besides is answered at once, so that nothing else is broken.

The evaluator is asked only which other obligations there are and which values are missing; that its verdicts
on them are right is what the laws then try.
"""

import datetime as dt

import attrs

from govrules.engine.batch import evaluate
from govrules.model.clauses import Clause, Duty, Requirement
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event, Time
from govrules.model.findings import Evidence, Obligation
from govrules.model.policy import Policy
from govrules.testing.chance import First
from govrules.testing.depends import depends_on
from govrules.testing.drafts import Draft
from govrules.testing.ground import Ground
from govrules.testing.planned import Plan
from govrules.testing.solving import ABSENT, SOME
from govrules.testing.steps import NoWayError, Step, occurring, ways_of

MOST_ROUNDS = 8
_OPEN = {"pending", "paused", "overdue", "met_late", "lapsed"}


def mended(
    ground: Ground, events: tuple[Event, ...], plans: tuple[Plan, ...], until: dt.date
) -> tuple[Event, ...]:
    """The events of planned cases, and what answers everything else that they set off.

    Args:
        plans: their clauses, and what depends on those that are missed, are left as they are.
        until: the day up to which nothing may stay open.
    """
    left = {(plan.case, plan.clause.full_id) for plan in plans}
    for plan in plans:
        if plan.outcome == "missed":
            left |= {(plan.case, each) for each in depends_on(ground.rulebook, plan.clause.full_id)}
    spoiling = {(plan.case, answer) for plan in plans if plan.outcome == "missed" for answer in plan.answers}
    tried: set[str] = set()
    for _ in range(MOST_ROUNDS):
        found = evaluate(ground.rulebook, events, as_of=until)
        more = _round(ground, events, found, left, spoiling, tried)
        if more == events:
            break
        events = more
    return events


def _round(
    ground: Ground,
    events: tuple[Event, ...],
    found: Evaluation,
    left: set[tuple[str, str]],
    spoiling: set[tuple[str, str]],
    tried: set[str],
) -> tuple[Event, ...]:
    for obligation in found.obligations:
        left_alone = (obligation.case, obligation.full_clause) in left
        if left_alone or obligation.id in tried or obligation.trigger is None:
            continue
        clause = _clause(ground, obligation)
        if obligation.state in _OPEN and isinstance(clause.body, Duty):
            tried.add(obligation.id)
            events = (*events, *_answers(ground, clause, obligation, spoiling))
        elif obligation.state == "violated":
            tried.add(obligation.id)
            events = _amended(ground, events, clause, obligation.trigger)
    for unknown in found.unknowns:
        key = f"{unknown.id}?"
        left_alone = (unknown.case, unknown.full_clause) in left
        if left_alone or key in tried or unknown.trigger is None:
            continue
        tried.add(key)
        clause = ground.rulebook.versions(unknown.full_clause)[-1]
        events = _amended(ground, events, clause, unknown.trigger)
    return events


def _clause(ground: Ground, obligation: Obligation) -> Clause:
    versions = ground.rulebook.versions(obligation.full_clause)
    return next((each for each in versions if each.in_force.start == obligation.version_from), versions[-1])


def _answers(
    ground: Ground, clause: Clause, obligation: Obligation, spoiling: set[tuple[str, str]]
) -> tuple[Event, ...]:
    """What meets another duty, as soon as it is triggered."""
    assert isinstance(clause.body, Duty)
    assert obligation.trigger is not None
    policy = ground.rulebook.policy_of(clause)
    draft = Draft(ground, policy, clause, obligation.case, First(), shared=dict(obligation.slice))
    try:
        ways = occurring(clause.body.must, policy)
    except NoWayError:
        return ()
    # The same event once more would open a second obligation instead of meeting this one.
    kept = [
        way
        for way in ways
        if not any((obligation.case, step.type) in spoiling for step in way)
        and way[-1].type != obligation.trigger.event.type
    ]
    if not kept:
        return ()
    for step in kept[0]:
        draft.add(step, _time(obligation.trigger))
    return tuple(draft.events)


def _time(trigger: Evidence) -> Time:
    return trigger.known.date if trigger.known.instant is None else trigger.known.instant


def _amended(
    ground: Ground, events: tuple[Event, ...], clause: Clause, trigger: Evidence
) -> tuple[Event, ...]:
    """The events with the trigger's data such that the clause is kept, or does not apply."""
    event, policy = trigger.event, ground.rulebook.policy_of(clause)
    if trigger.derived or event not in events:
        return events
    mine = Step(event.type, dict(event.data), event.unit)
    wanted = [(clause.body.require, True)] if isinstance(clause.body, Requirement) else []
    if clause.if_ is not None:
        wanted.append((clause.if_, False))
    for condition, truth in wanted:
        for needs in ways_of(condition, truth, policy, event.type):
            try:
                other = mine.needing(needs, policy)
            except NoWayError:
                continue
            if other is None or other.outcomes or other.records:
                continue
            # The event itself is one; what asks for more of them cannot be had by changing it.
            if any(least > 1 for least, _ in other.before.values()):
                continue
            changed = _written(ground, policy, clause, event, other)
            if changed != event:
                return tuple(changed if each is event else each for each in events)
    return events


def _written(ground: Ground, policy: Policy, clause: Clause, event: Event, step: Step) -> Event:
    draft = Draft(ground, policy, clause, event.case, First())
    data = {name: value for name, value in step.data.items() if value is not ABSENT}
    made = draft.add(Step(step.type, data, step.unit), event.time, shared=False)
    values = {name: made.data[name] if data[name] is SOME else data[name] for name in data}
    return attrs.evolve(event, data=values, unit=step.unit)
