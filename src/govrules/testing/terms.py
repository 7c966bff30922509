"""When a duty of a planned history is due: worked out from rules and counting, not by the evaluator.

What a generator claims must not rest on the evaluator that the claim is to try.
"""

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

import attrs

from govrules.counting.due import Due, Extension, Pause, Running, count, due_by_date
from govrules.counting.errors import CountingError
from govrules.model.clauses import Clause, Duty
from govrules.model.conditions import Constant, Lookup
from govrules.model.convention import Convention, LimitKind
from govrules.model.events import Time
from govrules.model.limits import Limit, NoLimit, Readings, Reduced
from govrules.model.period import Part, Period
from govrules.model.policy import Policy, Rulebook
from govrules.testing.steps import NoWayError, Step

SHORT = ("3 working days", "5 working days", "10 days")
"""limits that a history puts into the data, where a clause takes its limit from there"""

Asked: TypeAlias = "Period | NoLimit"


@attrs.frozen
class Counts:
    """How one clause counts."""

    rulebook: Rulebook = attrs.field(repr=False)
    policy: Policy = attrs.field(repr=False)
    clause: Clause

    @property
    def convention(self) -> Convention:
        own = self.clause.convention
        name = own if isinstance(own, str) else self.policy.convention
        found = Convention() if name is None else self.rulebook.conventions.get(name)
        if found is None:
            raise NoWayError(f"the rulebook has no convention `{name}`")
        return found.with_keys(**dict(own)) if isinstance(own, Mapping) else found

    def after(
        self,
        period: Period,
        origin: Time,
        pauses: tuple[Pause, ...] = (),
        extensions: tuple[Extension, ...] = (),
    ) -> Due:
        """The due end of a period from a moment onward."""
        return self._count(period, origin, None, pauses, extensions)

    def before(self, period: Period, anchor: Time) -> Due:
        """The due end of a period counted back from a date or instant."""
        return self._count(period, None, anchor, (), ())

    def _count(
        self,
        period: Period,
        after: Time | None,
        before: Time | None,
        pauses: tuple[Pause, ...],
        extensions: tuple[Extension, ...],
    ) -> Due:
        convention = self.convention
        roll = convention.roll_calendar
        calendar = self.rulebook.calendars.get(self.policy.calendar or "")
        if calendar is None or (roll is not None and roll not in self.rulebook.calendars):
            raise NoWayError("the rulebook has no calendar to count by")
        try:
            found = count(
                period,
                after=after,
                before=before,
                calendar=calendar,
                convention=convention,
                roll_calendar=self.rulebook.calendars[roll] if roll is not None else None,
                pauses=pauses,
                extensions=extensions,
                time_zone=self.policy.time_zone,
                kind=kind_of(self.clause),
            )
        except CountingError as error:
            raise NoWayError(f"its time cannot be counted: {error}") from None
        if isinstance(found, Running):
            raise NoWayError("its time stands still")
        return found

    def by(self, moment: Time) -> Due:
        """The due end of a date given in the data."""
        calendar = self.rulebook.calendars.get(self.policy.calendar or "")
        if calendar is None:
            raise NoWayError("the rulebook has no calendar to count by")
        try:
            return due_by_date(
                moment, calendar=calendar, convention=self.convention, time_zone=self.policy.time_zone
            )
        except CountingError as error:
            raise NoWayError(f"its time cannot be counted: {error}") from None


def kind_of(clause: Clause) -> LimitKind:
    """Which rule for a last day off holds: deemed decisions and the expiry of rights may roll differently."""
    if not isinstance(clause.body, Duty) or not clause.body.on_lapse:
        return "limit"
    if any(rule.deem is not None for rule in clause.body.on_lapse):
        return "deemed"
    return "expiry" if all(not rule.breach for rule in clause.body.on_lapse) else "limit"


@attrs.frozen
class LimitSet:
    """A limit as the history has it, and the trigger with whatever data it takes."""

    limit: Asked
    trigger: Step


def set_limit(limit: Limit, trigger: Step, policy: Policy, day: dt.date, text: str) -> LimitSet:
    """The limit for a trigger on a day; where it comes from the data, it is put there as `text`.

    Raises:
        NoWayError: a parameter without a value, or a limit that comes from elsewhere.
    """
    match limit:
        case Period() | NoLimit():
            return LimitSet(limit, trigger)
        case Reduced():
            whole = set_limit(limit.of, trigger, policy, day, text)
            return LimitSet(_reduced(limit, whole.limit), whole.trigger)
        case Readings():
            name = limit.use.value if isinstance(limit.use, Constant) else _parameter(limit.use, policy, day)
            readings = dict(limit.readings)
            for other in readings:
                # The other readings are shown beside; what they take from the data must be there as well.
                if other != name and isinstance(readings[other], Lookup):
                    trigger = set_limit(readings[other], trigger, policy, day, text).trigger
            if not isinstance(name, str) or name not in readings:
                raise NoWayError(f"`{limit.use}` names no reading")
            return set_limit(readings[name], trigger, policy, day, text)
        case Lookup(root="params"):
            value = _parameter(limit, policy, day)
            if isinstance(value, Period | NoLimit):
                return LimitSet(value, trigger)
            raise NoWayError(f"`{limit}` is no limit")
        case Lookup():
            return _from_data(limit, trigger, policy, text)


def _from_data(lookup: Lookup, trigger: Step, policy: Policy, text: str) -> LimitSet:
    if lookup.path and len(lookup.path) == 1:
        name = lookup.path[0]
        if lookup.root in {"event", "trigger", "case"}:
            known = trigger.data.get(name)
            if isinstance(known, str):
                return LimitSet(_limit(known), trigger)
            # A condition may have asked for any value, and what is planned is this one.
            return LimitSet(_limit(text), attrs.evolve(trigger, data={**trigger.data, name: text}))
        if lookup.root in policy.records:
            known = trigger.records.get((lookup.root, name))
            text = known if isinstance(known, str) else text
            records = {**trigger.records, (lookup.root, name): text}
            return LimitSet(_limit(text), attrs.evolve(trigger, records=records))
    raise NoWayError(f"its limit comes from `{lookup}`")


def _limit(text: str) -> Asked:
    return NoLimit() if text == "no limit" else Period.parse(text)


def _parameter(lookup: Lookup, policy: Policy, day: dt.date) -> object:
    name = lookup.path[0] if lookup.path else ""
    parameter = policy.parameters.get(name)
    values = [
        each
        for each in (parameter.values if parameter is not None else ())
        if each.for_ is None and each.start <= day and (each.until is None or day < each.until)
    ]
    if not values:
        raise NoWayError(f"parameter `{name}` has no value")
    return max(values, key=lambda each: each.start).value


def _reduced(limit: Reduced, whole: Asked) -> Asked:
    if isinstance(whole, NoLimit):
        return whole
    if len(whole.parts) != 1:
        raise NoWayError("a limit of several parts cannot be made shorter")
    left = whole.parts[0].amount * (1 - limit.less)
    rounded = {
        "down": int(left),
        "half_up": int(left + Fraction(1, 2)),
    }.get(limit.round or "", -(-left.numerator // left.denominator))
    return attrs.evolve(whole, parts=(Part(rounded, whole.parts[0].unit),))
