"""Warnings before the due end: so much left, or a share of the counted days used."""

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

from govrules.counting.due import Due
from govrules.counting.errors import CountingError
from govrules.counting.warnings import WarningPoint, warning_point
from govrules.declaring import frozen
from govrules.engine.context import Context
from govrules.engine.limits import period_for
from govrules.engine.moments import BARE, Key, fixed, utc
from govrules.engine.view import View
from govrules.model.clauses import WarnRule
from govrules.model.findings import Moment
from govrules.model.period import Period


@frozen
class Rung:
    """A warning: its rule in words, the instant it is reached, the due date as it then stood."""

    number: int
    """which rule of the clause it is, from 1"""
    rule: str
    at: dt.datetime
    date: dt.date
    due: dt.date
    begins_day: bool
    """whether `at` is the beginning of `date`, which at midnight has not come yet"""

    def is_before(self, key: Key) -> bool:
        """Whether it was given before something happened."""
        return (utc(self.at), BARE - 1 if self.begins_day else 1) < key

    def has_come(self, view: View) -> bool:
        """Whether it was given by `as_of`."""
        return utc(self.at) < view.as_of_key[0] or (not self.begins_day and view.has_come(self.at))


def rings(rules: tuple[WarnRule, ...], due: Due, trigger: Moment, context: Context) -> Iterator[Rung]:
    """The points at which each rule warns of this due end.

    Where the whole limit is shorter, the trigger itself is the warning. A share of a date that is given in
    the data has no meaning, and a warning that the calendar cannot find is none.
    """
    for number, rule in enumerate(rules):
        lead: Period | Fraction | None = rule.used
        words = "" if rule.used is None else f"{float(rule.used):.0%} used"
        if rule.left is not None:
            period = period_for(rule.left, context)
            lead, words = (period, f"{period} left") if isinstance(period, Period) else (None, "")
        point = None if lead is None else _point(due, lead)
        if point is None:
            continue
        start = trigger.instant or trigger.local.replace(tzinfo=context.view.zone)
        begins_day = isinstance(lead, Period) and not lead.is_clock
        if start > point.at:
            point, begins_day = WarningPoint(trigger.date, start), trigger.bare
        yield Rung(number + 1, words, fixed(point.at), point.date, due.date, begins_day)


def _point(due: Due, lead: Period | Fraction) -> WarningPoint | None:
    if isinstance(lead, Fraction) and due.count.period is None:
        return None
    try:
        return warning_point(due, lead)
    except CountingError:
        return None
