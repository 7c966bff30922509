"""How often something happened in a span of time, and so whether it is answered for."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import attrs

from govrules.counting.due import Due
from govrules.engine import answer_reasons, reasons
from govrules.engine.conditions import evaluate
from govrules.engine.counts import Counted, Counting
from govrules.engine.limits import period_for
from govrules.engine.lookups import look_up
from govrules.engine.periods import first_day
from govrules.engine.reference.acts import act_of, answering
from govrules.engine.triggers import Doubtful, Trigger
from govrules.engine.values import Missing, Value, missing_of, text_of
from govrules.model.accountability import Accountability, Repeated
from govrules.model.conditions import Lookup
from govrules.model.convention import Convention, LastDayOff
from govrules.model.findings import Basis, Evidence, Reason
from govrules.model.limits import NoLimit
from govrules.model.period import Period


@attrs.frozen(eq=False, slots=False)
class Breach:
    """One of several: when it was committed, with what in common, and whether it is one at all."""

    trigger: Trigger
    day: dt.date
    instant: dt.datetime | None
    """None for a bare date"""
    group: Value
    """what `same` reads; a `Missing` may be any"""
    doubt: Reason | None

    @cached_property
    def findings(self) -> tuple[str, ...]:
        """The ids of the findings that make it up."""
        each_one = self.trigger.occurrence.all
        named = (each.finding.id if each.finding is not None else each.derived_from for each in each_one)
        return tuple(name for name in named if name is not None)

    @cached_property
    def events(self) -> Mapping[int, Evidence]:
        """The events of the log that make it up, by rank: any later breach may be counted with it."""
        return {
            each.rank: each.evidence()
            for each in self.trigger.occurrence.all
            if each.finding is None and each.derived_from is None and each.given
        }

    @cached_property
    def basis(self) -> tuple[Basis, ...]:
        """What the findings lean on."""
        findings = (each.finding for each in self.trigger.occurrence.all)
        return tuple(basis for each in findings if each is not None for basis in each.basis)


def breach_of(candidate: Trigger | Doubtful) -> Breach:
    """A breach, with what it has in common with others read as of the day of the act."""
    trigger = candidate.trigger if isinstance(candidate, Doubtful) else candidate
    day, instant = act_of(trigger)
    group: Value = None
    repeated = _repeated(trigger)
    if repeated is not None and repeated.same is not None:
        group = evaluate(repeated.same, answering(trigger))
        group = group if isinstance(group, Missing) else text_of(group)
    return Breach(trigger, day, instant, group, candidate.reason if isinstance(candidate, Doubtful) else None)


def often_enough(breaches: Sequence[Breach], counting: Counting) -> tuple[Breach, ...] | Reason | None:
    """What the last of several breaches makes answerable for: itself and those that it is counted with.

    None where they are too few, a reason where that is not known.

    Args:
        breaches: in the order in which they were known; of one slice.
        counting: how the clause counts.
    """
    last = breaches[-1]
    repeated = _repeated(last.trigger)
    if repeated is None:
        return last.doubt or (last,)
    times = _times(repeated, last.trigger)
    if isinstance(times, Missing):
        return times.reason
    most: tuple[list[Breach], list[Breach]] = ([], [])
    for certain, doubtful in _gathered(breaches, repeated, counting):
        if last in certain and len(certain) >= times:
            return tuple(certain)
        if len(certain) + len(doubtful) > len(most[0]) + len(most[1]):
            most = (certain, doubtful)
    certain, doubtful = most
    if len(certain) + len(doubtful) < times:
        return None
    is_within = _span_of(last, repeated, counting)
    why = [_why(each, is_within) for each in doubtful]
    told = tuple(each for each in why if each is not None)
    return reasons.joined(
        (answer_reasons.perhaps_often_enough(len(certain), len(certain) + len(doubtful), times), *told)
    )


def _repeated(trigger: Trigger) -> Repeated | None:
    body = trigger.clause.body
    assert isinstance(body, Accountability)
    return body.repeated


def _times(repeated: Repeated, trigger: Trigger) -> int | Missing:
    if not isinstance(repeated.times, Lookup):
        return repeated.times
    found = look_up(repeated.times, trigger.context)
    if isinstance(found, Missing):
        return found
    if isinstance(found, bool) or not isinstance(found, int) or found < 1:
        return Missing.because(answer_reasons.not_a_number_of_times(str(repeated.times)))
    return found


# -- who is counted together ---------------------------------------------------------------------------


def _gathered(
    breaches: Sequence[Breach], repeated: Repeated, counting: Counting
) -> list[tuple[list[Breach], list[Breach]]]:
    """For every span that holds the last one to be known, and every group that it may belong to, the breaches
    in it: those that certainly belong there, and those that may."""
    last = breaches[-1]
    groups: list[Value] = [last.group]
    if isinstance(last.group, Missing):
        known = {text_of(each.group) for each in breaches if not isinstance(each.group, Missing)}
        groups = [*sorted(known)] or [None]
    found = []
    for end in [last, *(each for each in breaches if each.day > last.day)]:
        is_within = _span_of(end, repeated, counting)
        inside = [is_within(each) for each in breaches]
        if inside[-1] is False:
            continue
        for group in groups:
            certain: list[Breach] = []
            doubtful: list[Breach] = []
            for each, here in zip(breaches, inside, strict=True):
                belongs = isinstance(each.group, Missing) or group is None or each.group == group
                if here is False or not belongs:
                    continue
                sure = here is True and each.doubt is None and not isinstance(each.group, Missing)
                (certain if sure else doubtful).append(each)
            found.append((certain, doubtful))
    return found


def _span_of(end: Breach, repeated: Repeated, counting: Counting) -> Callable[[Breach], Value]:
    """Whether a breach lies in the span that ends with another: True, False or `Missing`."""
    if isinstance(repeated.over, str):
        span = repeated.over.removeprefix("calendar ")
        first = first_day(span, end.day)
        return lambda each: each is end or first_day(span, each.day) == first
    period = period_for(repeated.over, end.trigger.context)
    match period:
        case Missing():
            return lambda each: True if each is end else period
        case NoLimit():
            return lambda _: True
    since = _since(end, period, counting)
    return lambda each: each is end or (each.day <= end.day and since(each))


def _since(end: Breach, period: Period, counting: Counting) -> Callable[[Breach], Value]:
    """Whether a breach lies after the beginning of a rolling span, which is excluded."""
    # Counted back once for all breaches, and only where there is any.
    begins: list[Counted] = []

    def counted_back(to: dt.date) -> Counted:
        if not begins:
            begins.append(counting.before(period, to))
        return begins[0]

    def by_clock(each: Breach) -> Value:
        if each.instant is None or end.instant is None:
            return Missing.because(reasons.time_of_day_needed())
        counted = counted_back(end.instant)
        if isinstance(counted, Due):
            return counted.end < each.instant <= end.instant
        return counted if isinstance(counted, Missing) else False

    def by_day(each: Breach) -> Value:
        counted = counted_back(end.day)
        if isinstance(counted, Due):
            return each.day > counted.unrolled
        return counted if isinstance(counted, Missing) else False

    return by_clock if period.is_clock else by_day


def span_counting(counting: Counting) -> Counting:
    """The clause's way of counting for a span that one looks back over.

    What moves the end of a limit for the good of whoever has to act in time has no place there: nobody acts.
    """
    if not isinstance(counting.convention, Convention):
        return counting
    plain = attrs.evolve(
        counting.convention,
        first_day="excluded",
        start_on_day_off="as_is",
        cutoff=None,
        last_day_off=LastDayOff(limit="stays"),
        roll_calendar=None,
        clear_days=False,
        rest_run=None,
    )
    return attrs.evolve(counting, convention=plain, memory={})


def _why(each: Breach, is_within: Callable[[Breach], Value]) -> Reason | None:
    """Why it is not known whether a breach counts."""
    group = each.group if isinstance(each.group, Missing) else None
    inside = missing_of(group, is_within(each))
    return each.doubt or (inside.reason if inside is not None else None)
