"""The act that is answered for: on which day it was committed, and who and what is asked about as of then."""

import datetime as dt

import attrs

from govrules.engine import answer_reasons
from govrules.engine.conditions import evaluate
from govrules.engine.context import Context
from govrules.engine.moments import start_of_day
from govrules.engine.triggers import Trigger, day_of
from govrules.engine.values import Missing, Value


def act_of(trigger: Trigger) -> tuple[dt.date, dt.datetime | None]:
    """The day and the instant of the act: of the violation, else of the event that completes the trigger.

    A duty is broken by its last day in time, however much later that was known or harm was found.
    """
    violation, happening = trigger.context.violation, trigger.happening
    day = day_of(violation, trigger.version.scope.view) if violation is not None else None
    if violation is None or day is None:
        return happening.known.date, happening.known.instant
    bare = violation.due is None and violation.trigger is not None and violation.trigger.known.bare
    return day, None if bare else violation.at


def answering(trigger: Trigger) -> Context:
    """The point of view from which parties are named: who held what on the day of the act.

    `responsible` is who answers for the violation, else who the clause itself names; `unit` is the unit of
    the slice, else that of the violation.
    """
    context = trigger.context
    names = {**context.names, "responsible": _responsible(trigger)}
    unit = unit_of(trigger)
    if unit is not None:
        names.setdefault("unit", unit)
    moment = context.moment if context.violation is None else start_of_day(act_of(trigger)[0])
    return attrs.evolve(context, names=names, moment=moment)


def unit_of(trigger: Trigger) -> str | None:
    """The unit concerned: the slice where that is one, else that of the violation, else of the event."""
    violation = trigger.context.violation
    return dict(trigger.slice).get("unit") or (violation.unit if violation else None) or trigger.unit


def _responsible(trigger: Trigger) -> Value:
    violation, own = trigger.context.violation, trigger.clause.responsible
    if violation is not None and violation.responsible is not None:
        return violation.responsible
    if own is not None:
        return evaluate(own.first, trigger.context)
    if violation is not None:
        return Missing.because(answer_reasons.violation_lacks("violation.responsible", violation.clause))
    return Missing.because(answer_reasons.nobody_responsible())


def deciding(trigger: Trigger) -> Context:
    """The point of view from which the decider is named: who is to decide once the measure is proposed."""
    context = answering(trigger)
    violation = context.violation
    if violation is not None:
        # Whoever is asked about by way of the violation is asked about as of its day.
        instant = trigger.happening.known.instant or violation.at
        violation = attrs.evolve(violation, due=None, at=instant)
    return attrs.evolve(context, violation=violation, moment=trigger.context.moment)
