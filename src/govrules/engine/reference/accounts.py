"""One slice or member over one term of a quota: what is counted, and what the bounds come to."""

import datetime as dt
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Literal, TypeAlias

import attrs

from govrules.engine import reasons, standing_reasons
from govrules.engine.context import Context
from govrules.engine.day_spans import between, common, first_of
from govrules.engine.happenings import Happening
from govrules.engine.moments import Key, is_after
from govrules.engine.periods import first_day
from govrules.engine.reference.bounds import Limit, limit
from govrules.engine.reference.coverage import not_covered
from govrules.engine.reference.ledgers import Ledger, patterns
from govrules.engine.reference.measure import Counted, Interval, measured
from govrules.engine.reference.terms_of_quota import Term
from govrules.engine.rosters import Subject, on_day, presence
from govrules.engine.triggers import Version
from govrules.engine.values import Missing
from govrules.engine.view import View
from govrules.model.conditions import Lookup
from govrules.model.findings import CountedEvent, Reason, Tally
from govrules.model.patterns import Pattern, event_names
from govrules.model.quota import Bound, Share

Side: TypeAlias = Literal["at_most", "at_least"]
Limits: TypeAlias = "dict[Side, Limit | Missing | None]"
SHOWN = 20
"""events that a finding lists; a year may hold hundreds, and its total says how many"""


@attrs.frozen(eq=False)
class Account:
    """One slice or member over one term."""

    ledger: Ledger
    term: Term
    _bases: "dict[tuple[Share, Side], Interval | Missing]" = attrs.field(factory=dict, init=False)
    """what shares are taken of: it is asked for with every event"""
    _events: "dict[tuple[Pattern, Side], list[Counted]]" = attrs.field(factory=dict, init=False)
    """what was counted: the total, the tally and what is used are each made of it"""

    @property
    def version(self) -> Version:
        return self.ledger.version

    @property
    def view(self) -> View:
        return self.version.scope.view

    @property
    def subject(self) -> Subject:
        return self.ledger.subject

    def events(self, pattern: Pattern, side: Side) -> list[Counted]:
        """What is counted on one side.

        An event on the day of the close, whose order nobody knows, is good against too little alone.
        """
        if (pattern, side) not in self._events:
            self._events[pattern, side] = self._found(pattern, side)
        return self._events[pattern, side]

    def _found(self, pattern: Pattern, side: Side) -> list[Counted]:
        active = self.term.active(self.subject, self.view, self.view.as_of_key)
        found: list[Counted] = []
        for each in self.ledger.events(pattern):
            if not self.term.sees(each.happening, active) or (side == "at_most" and self._may_be_after(each)):
                continue
            perhaps = self.term.perhaps_closed
            if perhaps is not None and each.doubt is None and each.happening.key > perhaps.happening.key:
                each = attrs.evolve(each, doubt=standing_reasons.closing_uncertain())
            found.append(each)
        return found

    def _may_be_after(self, each: Counted) -> bool:
        closed = self.term.closed
        if closed is None or each.happening is closed:
            return False
        return is_after(each.happening.known, closed.known)[1]

    def part(self, known: Key) -> Fraction | None:
        """The share of the term that bounds hold for; None where a part of a period is not judged."""
        part = self.term.part(self.subject, self.view, known)
        if part == 1 or self.ledger.body.part_period == "full":
            return Fraction(1)
        return part if self.ledger.body.part_period == "scale" else None

    def here(self, context: Context) -> Context:
        """Where bounds are read: on the first day that counts; in a slice now, with what began it."""
        if not self.term.is_calendar:
            return attrs.evolve(context, trigger=self.term.opened, event=None)
        active = self.term.active(self.subject, self.view, self.view.as_of_key)
        return on_day(context, first_of(active) or self.term.start)

    def limit(self, side: Side, context: Context, part: Fraction) -> Limit | Missing | None:
        bound: Bound | None = getattr(self.ledger.body, side)
        if bound is None:
            return None

        def base(share: Share) -> Interval | Missing:
            if (share, side) not in self._bases:
                self._bases[share, side] = self._base(share, side)
            return self._bases[share, side]

        return limit(bound, self.here(context), part, base)

    def unseen(self, names: frozenset[str], start: dt.date, last: dt.date) -> Reason | None:
        """Why there may be more than the log shows."""
        return not_covered(names, start, last, self.view) or (
            reasons.unread_rows() if self.ledger.is_unread else None
        )

    def unseen_here(self, pattern: Pattern) -> Reason | None:
        active = self.term.active(self.subject, self.view, self.view.as_of_key)
        start = first_of(active) or self.term.start
        return self.unseen(event_names(pattern), start, max(start, self.term.judged_on(active, self.view)))

    def _base(self, share: Share, side: Side) -> Interval | Missing:
        """What a share is taken of, where it is counted: another event, or the period before."""
        body = self.ledger.body
        if share.of != "previous period":
            assert not isinstance(share.of, str | Lookup)
            unseen = self.unseen_here(share.of) is not None
            return measured(body, self.events(share.of, side), unseen=unseen)
        if body.every is None or self.term.start == dt.date.min:
            return Missing.because(standing_reasons.no_previous_period())
        last = self.term.start - dt.timedelta(days=1)
        first = first_day(body.every, last)
        uncovered = not_covered(event_names(body.count), first, last, self.view)
        if uncovered is not None:
            return Missing.because(uncovered)
        record, member = self.subject.record, self.subject.member
        if record is not None and member is not None:
            present = presence(self.view, record, member.text, self.view.as_of_key)
            if common(present, between(first, last)) != between(first, last):
                return Missing.because(standing_reasons.no_base(record, first, last))
        before = [
            each for each in self.ledger.events(body.count) if first <= each.happening.known.date <= last
        ]
        return measured(body, before, unseen=self.ledger.is_unread)

    def used(self) -> Iterator[Happening]:
        for pattern in patterns(self.ledger.body):
            for each in self.events(pattern, "at_least"):
                yield from each.all
        if self.term.closed is not None:
            yield self.term.closed

    def tally(self, counted: Interval, limits: Limits, events: Sequence[Counted]) -> Tally | None:
        """What was counted against which bounds, with the first of the events."""
        if counted.low is None:
            return None
        bases = [each.base for each in limits.values() if isinstance(each, Limit) and each.base is not None]
        return Tally(
            counted.low,
            counted.high,
            _one(limits["at_least"]),
            _one(limits["at_most"]),
            bases[0].low if bases and bases[0].low == bases[0].high else None,
            self.term.start if self.term.is_calendar else None,
            self.term.last + dt.timedelta(days=1)
            if self.term.is_calendar and self.term.last and self.term.last < dt.date.max
            else None,
            tuple(self._shown(each) for each in events[:SHOWN]),
            len(events),
        )

    def _shown(self, each: Counted) -> CountedEvent:
        body = self.ledger.body
        amount = each.amount if body.sum is not None and not isinstance(each.amount, Missing) else None
        values = each.carries if body.distinct is not None and not isinstance(each.carries, Missing) else ()
        return CountedEvent(each.happening.evidence(), amount, tuple(sorted(values)), not each.reasons)


def _one(found: Limit | Missing | None) -> Fraction | None:
    if not isinstance(found, Limit) or found.bound.low != found.bound.high:
        return None
    return found.bound.low
