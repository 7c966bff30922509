"""Days of the calendar that trigger a clause, near a day."""

import datetime as dt

from govrules.engine.periods import calendar_periods
from govrules.model.clauses import Clause
from govrules.model.patterns import Every, OnDate
from govrules.model.policy import Policy
from govrules.testing.steps import Day, NoWayError


def day_of(on: Day, clause: Clause, policy: Policy, near: dt.date) -> dt.date:
    """The day of the calendar that is meant, for a yearly or monthly one the first from about `near` on.

    Raises:
        NoWayError: the clause is not in force on it, or has no first day.
    """
    starts = [each.start for each in (clause.in_force, policy.in_force) if each.start is not None]
    match on:
        case OnDate(day):
            found = day
        case Every(period, at):
            after = near + dt.timedelta(days=366)
            days = (first if at == "start" else last for first, last in calendar_periods(period, near, after))
            found = next((each for each in days if each >= max([near, *starts])), dt.date.min)
        case _:
            if not starts:
                raise NoWayError("it has no day from which on it is in force")
            found = max(starts)
    if found not in clause.in_force or found not in policy.in_force:
        raise NoWayError("it is not in force on that day")
    return found
