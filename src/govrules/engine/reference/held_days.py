"""How long each party held a case."""

import datetime as dt

from govrules.counting.calendar import WorkingCalendar, working_calendar
from govrules.counting.errors import CountingError
from govrules.counting.known import as_known
from govrules.declaring import evolve
from govrules.engine.counts import Counting
from govrules.model.findings import Holder


def with_days(held: tuple[Holder, ...], end: dt.date, counting: Counting) -> tuple[Holder, ...]:
    """The same parties with the days that each held the case.

    The day on which a case comes in is not counted, as it is not counted in a limit; the day on which it is
    passed on is that of the party that passed it on. So the days of all parties add up to those of the case.
    Days on which the clock stood still are counted: the case was held on them, too.

    Args:
        held: in order, the first from the trigger on.
        end: the last day of the duty, included; a party that came later held it no day.
    """
    calendar = _calendar(counting)
    found: list[Holder] = []
    for each in held:
        until = min(each.until.date, end) if each.until is not None else end
        days = max((until - each.since.date).days, 0)
        working = _working_days(calendar, each.since.date, until) if days else 0
        found.append(evolve(each, days=days, working_days=working))
    return tuple(found)


def _calendar(counting: Counting) -> WorkingCalendar | None:
    calendar, known_at = counting.calendar, counting.view.known_at
    if calendar is None:
        return None
    return working_calendar(calendar if known_at is None else as_known(calendar, known_at))


def _working_days(calendar: WorkingCalendar | None, since: dt.date, until: dt.date) -> int | None:
    if calendar is None:
        return None
    try:
        return calendar.working_days_between(since, until)
    except CountingError:
        return None
