"""What a quota counts: events, what they add up to, or how many distinct values they carry.

What is not certain leaves bounds: a count lies between what is certain and what is possible.
"""

from collections.abc import Iterable
from fractions import Fraction

import attrs

from govrules.declaring import evolve
from govrules.engine import standing_reasons
from govrules.engine.conditions import evaluate, holds
from govrules.engine.context import Context
from govrules.engine.happenings import Happening
from govrules.engine.patterns import occurrences
from govrules.engine.rosters import Subject
from govrules.engine.triggers import Version
from govrules.engine.values import Missing, Value, is_number, text_of
from govrules.model.conditions import Arithmetic, Negative
from govrules.model.dependence import parts
from govrules.model.findings import Reason, Violation
from govrules.model.patterns import Pattern
from govrules.model.quota import Quota


@attrs.frozen
class Interval:
    """Both ends included; None has no end."""

    low: Fraction | None
    high: Fraction | None

    def times(self, factor: Fraction) -> "Interval":
        if factor == 0:
            return Interval(Fraction(0), Fraction(0))
        return Interval(*(None if each is None else each * factor for each in (self.low, self.high)))


def exactly(number: Fraction) -> Interval:
    return Interval(number, number)


def exact(number: int | float | Fraction) -> Fraction:
    """A number as it is written: 0.7 is seven tenths."""
    return Fraction(repr(number)) if isinstance(number, float) else Fraction(number)


@attrs.frozen(eq=False)
class Counted:
    """An event that is counted, or perhaps."""

    happening: Happening
    all: tuple[Happening, ...]
    """with what went before, for `all` and `in_order`"""
    doubt: Reason | None
    """why it is not certain that it counts"""
    amount: Fraction | Missing = Fraction(1)
    """what it adds"""
    carries: frozenset[str] | Missing = frozenset()
    """the values of which each counts once"""

    @property
    def reasons(self) -> tuple[Reason, ...]:
        found: tuple[Reason, ...] = (self.doubt,) if self.doubt is not None else ()
        for value in (self.amount, self.carries):
            found += value.reasons if isinstance(value, Missing) else ()
        return found


def counted(
    pattern: Pattern, body: Quota, subject: Subject, version: Version, context: Context
) -> tuple[Counted, ...]:
    """The events of a pattern in a slice that the clause's `if` does not rule out, in order."""
    found: list[Counted] = []
    for each in occurrences(pattern, subject.entries, context, version.clause):
        here = at_event(each.happening, each.parts, version, context)
        applies = holds(version.clause.if_, here)
        if applies is False:
            continue
        doubts: tuple[Reason, ...] = (each.doubt,) if each.doubt is not None else ()
        doubts += applies.reasons if isinstance(applies, Missing) else ()
        found.append(
            Counted(
                each.happening,
                each.all,
                standing_reasons.several(doubts) if doubts else None,
                amount_of(body, here) if body.sum is not None else Fraction(1),
                carried_by(body, here) if body.distinct is not None else frozenset(),
            )
        )
    return tuple(found)


def at_event(
    happening: Happening, parts: tuple[Happening, ...], version: Version, context: Context
) -> Context:
    """The point of view of an event that a clause over time speaks of: in its own case, about itself."""
    scope = version.scope
    case = happening.event.case
    history = scope.happenings if scope.case is not None else scope.by_case.get(case, ())
    finding = happening.finding
    return evolve(
        context.at(happening, parts),
        case=case,
        case_history=history,
        trigger=happening,
        trigger_parts=parts,
        violation=finding if isinstance(finding, Violation) else None,
    )


def amount_of(body: Quota, context: Context) -> Fraction | Missing:
    """What an event adds to a sum."""
    assert body.sum is not None
    assert context.event is not None
    value = evaluate(body.sum, context)
    if isinstance(value, Missing):
        return value
    if isinstance(value, int | float | Fraction) and is_number(value):
        return exact(value)
    return Missing.because(standing_reasons.not_a_sum(context.event.type))


def carried_by(body: Quota, context: Context) -> frozenset[str] | Missing:
    """Of a list every member counts by itself."""
    assert body.distinct is not None
    value = evaluate(body.distinct, context)
    values: tuple[Value, ...] = value if isinstance(value, tuple) else (value,)
    missing = tuple(reason for each in values if isinstance(each, Missing) for reason in each.reasons)
    return Missing(missing) if missing else frozenset(text_of(each) for each in values if each is not None)


def may_fall(body: Quota) -> bool:
    """Whether a quota adds up differences: what is added may then be below zero, and the sum may fall again.

    A field by itself is an amount of something, and taken for none below zero.
    """
    return body.sum is not None and any(
        isinstance(part, Negative) or (isinstance(part, Arithmetic) and part.operator == "-")
        for part in parts(body.sum)
    )


@attrs.define
class Meter:
    """Counts one event after the other."""

    body: Quota
    _low: Fraction = Fraction(0)
    _high: Fraction = Fraction(0)
    _is_open: bool = False
    """whether the amount of some event is not known"""
    _has_negative: bool = attrs.field(
        default=attrs.Factory(lambda self: may_fall(self.body), takes_self=True)
    )
    _certain: set[str] = attrs.field(factory=set)
    _possible: set[str] = attrs.field(factory=set)
    _unnamed: int = 0
    _any_certain: bool = False

    def add(self, each: Counted) -> None:
        if self.body.sum is not None:
            self._add_amount(each)
        elif self.body.distinct is not None:
            self._add_values(each)
        else:
            self._low += each.doubt is None
            self._high += 1

    def _add_amount(self, each: Counted) -> None:
        if isinstance(each.amount, Missing):
            self._is_open = True
            return
        self._has_negative = self._has_negative or each.amount < 0
        self._low += each.amount if each.doubt is None else min(each.amount, Fraction(0))
        self._high += each.amount if each.doubt is None else max(each.amount, Fraction(0))

    def _add_values(self, each: Counted) -> None:
        if isinstance(each.carries, Missing):
            self._unnamed += 1
            self._any_certain = self._any_certain or each.doubt is None
            return
        self._possible |= each.carries
        if each.doubt is None:
            self._certain |= each.carries

    def read(self, *, unseen: bool = False) -> Interval:
        """What was counted; what is not there to be seen may add anything.

        A missing amount is taken for none below zero, unless other amounts are or differences are added up.
        """
        if self.body.distinct is not None and self.body.sum is None:
            low = max(len(self._certain), int(self._any_certain))
            return Interval(Fraction(low), None if unseen else Fraction(len(self._possible) + self._unnamed))
        is_open = self._is_open or unseen
        low_end = None if is_open and self._has_negative else self._low
        return Interval(low_end, None if is_open else self._high)


def measured(body: Quota, events: Iterable[Counted], *, unseen: bool = False) -> Interval:
    """What several events come to."""
    meter = Meter(body)
    for each in events:
        meter.add(each)
    return meter.read(unseen=unseen)
