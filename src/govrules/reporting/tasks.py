"""What is due: one task for each duty that is open, with its card and the time that is left."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal, TypeAlias

import attrs

from govrules.counting.calendar import WorkingCalendar, working_calendar
from govrules.counting.errors import CountingError
from govrules.explaining.view import in_zone
from govrules.model.clauses import Clause, Duty
from govrules.model.evaluation import Evaluation
from govrules.model.findings import Obligation, Reason
from govrules.model.outcomes import unit_of
from govrules.model.policy import Policy, Rulebook
from govrules.model.views import HumanView

Section: TypeAlias = Literal["overdue", "today", "this week", "later", "paused", "no date", "unknown"]
SECTIONS: tuple[Section, ...] = ("overdue", "today", "this week", "later", "paused", "no date", "unknown")

Card: TypeAlias = Literal["red", "yellow", "green", "none"]
"""`red`: the time is up. `yellow`: a warning that the clause itself sets has rung. `green`: none has rung
yet. `none`: the clause sets no warnings, or no date is known to warn of."""


@attrs.frozen
class Task:
    """An open duty, as somebody has to see to it."""

    id: str
    """of the obligation: the same from run to run"""
    case: str
    policy: str
    clause: str
    section: Section
    card: Card
    due: dt.date | None
    """the last day in time, local; None while paused, with no limit, or where unknown"""
    due_end: dt.datetime | None
    """the last instant in time, included"""
    days_left: int | None
    """calendar days from the day of the list to the due day; negative where it is past"""
    working_days_left: int | None
    """working days after the day of the list up to and including the due day, negative where it is past; None
    where the calendar does not know"""
    unit: str | None
    """the unit at which the duty arose"""
    party: str | None
    """who answers now"""
    warning: str | None
    """the last of the clause's own warnings that has rung: `1 working day left`, `90% used`"""
    strength: str
    reason: Reason | None
    """why it cannot be told, where it is unknown"""
    obligation: Obligation = attrs.field(repr=False)
    views: tuple[HumanView, ...] = attrs.field(default=(), repr=False)
    """what people say of the obligation, which stays as it was computed"""

    @property
    def full_clause(self) -> str:
        return f"{self.policy}/{self.clause}"


@attrs.frozen
class Worklist:
    """What is open at one instant, in the order in which it wants to be seen to."""

    as_of: dt.datetime | None
    """the instant up to which the log was read; None for an evaluation of nothing"""
    day: dt.date | None
    """the day of the list by the clock of the first policy: that of `as_of`, or the next where it is over"""
    tasks: tuple[Task, ...]

    def of(self, section: Section) -> tuple[Task, ...]:
        """The tasks of one section."""
        return tuple(each for each in self.tasks if each.section == section)

    def only(
        self, *, units: tuple[str, ...] = (), parties: tuple[str, ...] = (), sections: tuple[str, ...] = ()
    ) -> "Worklist":
        """The tasks of some units, parties and sections; what is left empty leaves all."""
        kept = (
            each
            for each in self.tasks
            if (not units or each.unit in units)
            and (not parties or each.party in parties)
            and (not sections or each.section in sections)
        )
        return attrs.evolve(self, tasks=tuple(kept))


def worklist(evaluation: Evaluation, rulebook: Rulebook) -> Worklist:
    """What is open at an instant: overdue first, then by due day.

    Duties, duties to decide on a measure, and quotas of which something is still to be done by the end of
    their period. Today is the day of `as_of` by the clock of each policy; a log that was read to the end of a
    day gives the list of the morning after. This week goes up to Sunday. What is unknown stands last, with
    its reason: it may be due.

    Args:
        evaluation: of a log up to the moment of the list; for a morning, up to the first instant of the day.
        rulebook: that it was made with; it knows the warnings and the working days.

    >>> import govrules as gr
    >>> rules = gr.load("cn/licensing-law").or_raise()
    >>> events = [gr.Event("c1", "accepted", dt.date(2025, 9, 22), unit="Licensing Office")]
    >>> found = gr.worklist(gr.evaluate(rules, events, as_of=dt.date(2025, 10, 23)), rules)
    >>> [(each.section, each.card, each.due.isoformat(), each.party) for each in found.tasks]
    [('today', 'yellow', '2025-10-24', 'Licensing Office')]
    """
    as_of = evaluation.provenance.as_of if evaluation.provenance is not None else None
    if as_of is None:
        return Worklist(None, None, ())
    policies = {each.id: each for each in rulebook.policies}
    rung: dict[str, str] = {}
    for alert in sorted(evaluation.alerts, key=lambda each: (each.date or dt.date.min, each.rule)):
        rung[alert.obligation] = alert.rule
    calendars = calendars_of(rulebook)
    said: dict[str, list[HumanView]] = {}
    for view in evaluation.views:
        for name in view.findings:
            said.setdefault(name, []).append(view)
    found = []
    for each in evaluation.in_state("unknown", "pending", "paused", "overdue"):
        policy = policies.get(each.policy)
        if policy is None or not _is_to_be_done(each):
            continue
        today = day_of(as_of, policy)
        task = _task(each, policy, today, rung.get(each.id), calendars[policy.id])
        found.append(attrs.evolve(task, views=tuple(said[each.id])) if each.id in said else task)
    first = rulebook.policies[0] if rulebook.policies else None
    day = as_of.date() if first is None else day_of(as_of, first)
    return Worklist(as_of, day, tuple(sorted(found, key=_order)))


def day_of(as_of: dt.datetime, policy: Policy) -> dt.date:
    """The local day that the instant after `as_of` lies in."""
    return in_zone(as_of + dt.timedelta(microseconds=1), policy.time_zone).date()


def _is_to_be_done(found: Obligation) -> bool:
    if found.state == "unknown":
        return found.clause_kind in {"duty", "accountability"}
    if found.state not in {"pending", "paused", "overdue"}:
        return False
    if found.clause_kind == "quota":
        tally = found.tally
        return tally is not None and tally.at_least is not None and tally.low < tally.at_least
    return found.clause_kind in {"duty", "accountability"}


def _task(
    found: Obligation, policy: Policy, today: dt.date, warning: str | None, calendar: WorkingCalendar | None
) -> Task:
    section = _section(found, today)
    held = found.holders[-1].party if found.holders else None
    dated = found.due is not None and section != "unknown"
    return Task(
        found.id,
        found.case,
        found.policy,
        found.clause,
        section,
        _card(found, policy, warning),
        found.due,
        found.due_end,
        (found.due - today).days if found.due is not None and dated else None,
        _working_days(today, found.due, calendar) if found.due is not None and dated else None,
        unit_of(found),
        held or found.responsible,
        warning,
        found.strength,
        found.reason,
        found,
    )


def _section(found: Obligation, today: dt.date) -> Section:
    if found.state == "overdue":
        return "overdue"
    if found.state == "unknown":
        return "unknown"
    if found.state == "paused":
        return "paused"
    if found.due is None:
        return "no date"
    if found.due <= today:
        return "today"
    sunday = today + dt.timedelta(days=6 - today.weekday())
    return "this week" if found.due <= sunday else "later"


def _card(found: Obligation, policy: Policy, warning: str | None) -> Card:
    if found.state == "overdue":
        return "red"
    if warning is not None:
        return "yellow"
    warns = any(isinstance(each.body, Duty) and each.body.warn for each in _versions(found, policy))
    return "green" if warns and found.due is not None and found.state != "unknown" else "none"


def _versions(found: Obligation, policy: Policy) -> tuple[Clause, ...]:
    """The version of the clause that decided; all of them where that is not known."""
    every = [each for each in policy.clauses if each.id == found.clause]
    decided = [each for each in every if each.in_force.start == found.version_from]
    return tuple(decided or every)


def calendars_of(rulebook: Rulebook) -> Mapping[str, WorkingCalendar | None]:
    """The calendar of each policy by its id; None for one that has none."""
    found = ((each.id, rulebook.calendars.get(each.calendar or "")) for each in rulebook.policies)
    return {name: None if each is None else working_calendar(each) for name, each in found}


def _working_days(today: dt.date, due: dt.date, calendar: WorkingCalendar | None) -> int | None:
    if calendar is None:
        return None
    try:
        return calendar.working_days_between(today, due)
    except CountingError:
        return None


_RANK: Mapping[Section, int] = {section: rank for rank, section in enumerate(SECTIONS)}


def _order(task: Task) -> tuple[int, dt.date, str, str, str]:
    return (_RANK[task.section], task.due or dt.date.max, task.case, task.full_clause, task.id)
