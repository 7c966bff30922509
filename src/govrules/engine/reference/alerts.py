"""Warnings before the due end: so much left, or a share of the counted days used."""

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

import attrs

from govrules.counting.due import Due
from govrules.engine.context import Context
from govrules.engine.counts import Counting
from govrules.engine.happenings import Happening
from govrules.engine.limits import period_for
from govrules.engine.moments import end_of_day, fixed
from govrules.model.clauses import WarnRule
from govrules.model.period import Period


@attrs.frozen
class Rung:
    """A warning: its rule in words, the instant it is reached, the due date as it then stood."""

    number: int
    """which rule of the clause it is, from 1"""
    rule: str
    at: dt.datetime
    due: dt.date


def rings(
    rules: tuple[WarnRule, ...], due: Due, trigger: Happening, counting: Counting, context: Context
) -> Iterator[tuple[int, Rung]]:
    """The instants at which each rule warns of this due end, with the number of the rule.

    A day is reached when it ends: after the close of the day that is two working days before the due day,
    two working days are left. Where the whole limit is shorter, the trigger itself is the warning.
    """
    for number, rule in enumerate(rules):
        if rule.left is not None:
            period = period_for(rule.left, context)
            at = _left(period, due, counting, context) if isinstance(period, Period) else None
            words = f"{period} left"
        elif rule.used is not None:
            at = _used(rule.used, due, context)
            words = f"{float(rule.used):.0%} used"
        else:
            at, words = None, ""
        if at is not None:
            start = trigger.at.instant or trigger.at.local.replace(tzinfo=context.view.zone)
            yield number, Rung(number + 1, words, fixed(max(at, start)), due.date)


def _left(period: Period, due: Due, counting: Counting, context: Context) -> dt.datetime | None:
    if period.is_clock:
        found = counting.before(period, due.end)
        return found.end if isinstance(found, Due) else None
    found = counting.before(period, due.date)
    return end_of_day(found.date, context.view.zone).instant if isinstance(found, Due) else None


def _used(share: Fraction, due: Due, context: Context) -> dt.datetime | None:
    """`90% used` is counted day number nine tenths of all, rounded up."""
    if due.count.period is not None and due.count.period.is_clock:
        start = due.count.trigger
        if not isinstance(start, dt.datetime):
            return None
        return start + (due.end - start) * float(share)
    counted = [step.date for step in due.trace if step.is_counted]
    if not counted:
        # Months are not counted by days; their days are those of the calendar.
        counted = [
            dt.date.fromordinal(day) for day in range(due.origin.toordinal() + 1, due.date.toordinal() + 1)
        ]
    if not counted:
        return None
    wanted = share * len(counted)
    number = -(-wanted.numerator // wanted.denominator)
    return end_of_day(counted[max(number, 1) - 1], context.view.zone).instant
