"""Counting a due date once more from what the finding holds, for its proof day by day."""

import datetime as dt
from typing import cast

import attrs

from govrules.counting.due import Count, Due, Extension, Running, count
from govrules.counting.pauses import Pause
from govrules.diagnostics import GovrulesError
from govrules.explaining.names import convention_of
from govrules.explaining.view import View
from govrules.model.calendar import Calendar
from govrules.model.clauses import Duty
from govrules.model.convention import Convention, LimitKind, PauseDays
from govrules.model.findings import Moment, Obligation, PauseTaken
from govrules.model.period import Period
from govrules.model.policy import Rulebook

__all__ = ["Count", "Recount", "recount"]


@attrs.frozen
class Recount:
    """A count made again: its result, and whether it agrees with the finding."""

    result: Due | Running
    agrees: bool


def recount(obligation: Obligation, view: View) -> Recount | None:
    """The count behind an obligation's due date, made again.

    None where it cannot be made from the finding: no rulebook, no limit in numbers, or a count that itself
    fails.
    """
    rulebook = view.names.rulebook
    clause, policy = view.names.clause_of(obligation), view.names.policy_of(obligation)
    if rulebook is None or clause is None or policy is None or not isinstance(clause.body, Duty):
        return None
    if obligation.limit is None or obligation.trigger is None:
        return None
    start = _start(obligation)
    backward = clause.body.before is not None
    if backward and (obligation.counted_from is None or obligation.extensions):
        # What is counted back is extended onward from its end, which is another count.
        return None
    calendar = rulebook.calendars.get(policy.calendar or "")
    if calendar is None:
        return None
    provenance = view.evaluation.provenance
    try:
        convention = convention_of(clause, policy, rulebook)
        result = count(
            Period.parse(obligation.limit.removeprefix("at least ").partition(" before ")[0]),
            after=None if backward else start,
            before=start if backward else None,
            calendar=calendar,
            convention=convention,
            roll_calendar=_roll_calendar(convention, rulebook),
            pauses=[_pause(each) for each in obligation.pauses if each.kind == "pause"],
            extensions=[
                Extension(Period.parse(each.added), _time(each.on.at)) for each in obligation.extensions
            ],
            time_zone=policy.time_zone,
            known_at=provenance.known_at if provenance is not None else None,
            kind=limit_kind(clause.body),
        )
    except (GovrulesError, KeyError):
        return None
    due = result.date if isinstance(result, Due) else None
    return Recount(result, due == obligation.due)


def limit_kind(duty: Duty) -> LimitKind:
    """Which rule of `last_day_off` holds: deemed decisions and the expiry of rights may roll differently."""
    if not duty.on_lapse:
        return "limit"
    if any(rule.deem is not None for rule in duty.on_lapse):
        return "deemed"
    return "expiry" if all(not rule.breach for rule in duty.on_lapse) else "limit"


def _roll_calendar(convention: Convention, rulebook: Rulebook) -> Calendar | None:
    return rulebook.calendars.get(convention.roll_calendar) if convention.roll_calendar else None


def _start(obligation: Obligation) -> dt.date | dt.datetime:
    """What the count began from: where a finding does not say, its trigger."""
    assert obligation.trigger is not None
    return _time(obligation.counted_from or obligation.trigger.at)


def _pause(taken: PauseTaken) -> Pause:
    end = None if taken.end is None else _time(taken.end.at)
    return Pause(_time(taken.start.at), end, cast("PauseDays | None", taken.days))


def _time(at: Moment) -> dt.date | dt.datetime:
    return at.date if at.instant is None else at.instant
