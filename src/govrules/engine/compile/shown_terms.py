"""Due ends as findings show them, where the limit is looked up, or the data or another event give the day.

What is looked up is asked of the reference, at the trigger; a program has counted the due end, and whether
there is one.
"""

import datetime as dt
from collections.abc import Callable, Sequence

import attrs

from govrules.counting.due import Due
from govrules.engine.compile.at_trigger import Past, at_trigger
from govrules.engine.compile.dues import Entry
from govrules.engine.compile.duty_forms import Slot
from govrules.engine.compile.recording import ByRule
from govrules.engine.compile.shown_ends import ShownEnd, ShownEnds
from govrules.engine.compile.terms import BeforeEvent, ByDate, Looked
from govrules.engine.context import Context
from govrules.engine.counts import Counted, Counting
from govrules.engine.happenings import Slice
from govrules.engine.limits import Resolved, period_for, resolve
from govrules.engine.moments import plain, project
from govrules.engine.reference.obligation import limit_words, other_reading
from govrules.engine.reference.terms import day_of
from govrules.engine.values import Missing
from govrules.model.clauses import Duty
from govrules.model.events import Event, Time
from govrules.model.findings import Evidence, Moment, OtherReading, Reason
from govrules.model.limits import Limit, NoLimit
from govrules.model.period import Period

_MOST = 1_000
"""so many limits that the data give are kept"""


@attrs.frozen(eq=False)
class Told:
    """What findings tell of a limit and the due end."""

    limit: str | None
    due: ShownEnd | None
    counted_from: Moment | None
    reading: str | None = None
    other_readings: tuple[OtherReading, ...] = ()
    anchor: Evidence | None = None
    """the event that the duty had to come before"""
    reason: Reason | None = None
    """why nobody knows when it is due"""


@attrs.frozen(eq=False)
class ShownTerms:
    """Tells the due ends of one slot of a program."""

    body: Duty
    terms: Looked | ByDate | BeforeEvent
    counting: Counting
    ends_of: Callable[[Period], ShownEnds]
    words: str | None
    """its limit; None where that is looked up"""
    ends: dict[Period, ShownEnds] = attrs.field(factory=dict)

    @classmethod
    def of(
        cls, slot: Slot, counting: Counting, ends_of: Callable[[Period], ShownEnds]
    ) -> "ShownTerms | None":
        """None where it is due some time after its trigger, or never."""
        body, terms = slot.clause.body, slot.terms
        if terms is None:
            return None
        assert isinstance(body, Duty)
        words = None
        if not isinstance(terms, Looked):
            words = limit_words(body, Resolved(terms.period or NoLimit()))
        return cls(body, terms, counting, ends_of, words)

    def told(
        self,
        trigger: Evidence,
        entry: Entry | ByRule | None,
        anchors: Sequence[Evidence],
        slice_: Slice,
        past: Past,
    ) -> Told:
        """What is told of one obligation.

        Args:
            entry: the due end as the program recorded it.
            anchors: the event that the duty had to come before, if that has come.
            slice_: the part of the case that it is about.
            past: what else is known where it began.
        """
        last = 0 if entry is None else entry[2]
        match self.terms:
            case Looked(limit):
                return self._looked(limit, last, trigger, self._at(trigger.event, slice_, past, limit))
            case ByDate(lookup, period, before, lead):
                context = self._at(trigger.event, slice_, past, (lookup, lead))
                day = day_of(lookup, context)
                if isinstance(day, Missing):
                    return Told(self.words, None, None, reason=day.reason)
                if lead is not None:
                    return self._before_by(lead, day, context)
                if not before:
                    return Told(self.words, ShownEnd.of(self.counting.by(day)), None)
                return self._before(day, period)
            case BeforeEvent(_, period):
                if not last:
                    # It has not come, or everything was done before it.
                    return Told(self.words, None, None)
                return attrs.evolve(self._before(plain(anchors[-1].at), period), anchor=anchors[-1])

    def lacks(self, trigger: Event, slice_: Slice, past: Past) -> bool:
        """Whether nobody knows when it is due for want of what is looked up."""
        match self.terms:
            case Looked(limit):
                return isinstance(resolve(limit, self._at(trigger, slice_, past, limit)), Missing)
            case ByDate(lookup, _, _, lead):
                # Where the time before it is looked up as well, the reference says which of them is lacking.
                if lead is not None:
                    return False
                return isinstance(day_of(lookup, self._at(trigger, slice_, past, lookup)), Missing)
            case BeforeEvent():
                return False

    def unrolled(self, trigger: Evidence, slice_: Slice, past: Past) -> dt.date:
        """The day on which what lapsed ended before that was moved, from which others may count."""
        assert not isinstance(self.terms, BeforeEvent)
        terms = self.terms
        limited = terms.limit if isinstance(terms, Looked) else terms.lead
        wanted = limited if isinstance(terms, Looked) else (terms.lookup, limited)
        context = self._at(trigger.event, slice_, past, wanted)
        limit = period_for(limited, context) if limited is not None else None
        if isinstance(terms, Looked):
            assert isinstance(limit, Period)
            return self._ends(limit).unrolled(trigger.at, (), (), None)
        day = day_of(terms.lookup, context)
        assert not isinstance(day, Missing)
        period = limit if isinstance(limit, Period) else terms.period
        due = self.counting.by(day) if period is None else self.counting.before(period, day)
        assert isinstance(due, Due)
        return due.unrolled

    def _before(self, anchor: Time, period: Period | None) -> Told:
        if period is None:
            return Told(self.words, ShownEnd.of(self.counting.by(anchor)), None)
        due = ShownEnd.of(self.counting.before(period, anchor))
        return Told(self.words, due, project(anchor, self.counting.view.zone))

    def _before_by(self, lead: Limit, day: Time, context: Context) -> Told:
        """Some time before a day, where the time is looked up."""
        found = resolve(lead, context)
        assert not isinstance(found, Missing)
        told = self._before(day, found.limit if isinstance(found.limit, Period) else None)
        others = tuple(other_reading((name, one, self._due_before(one, day))) for name, one in found.others)
        words = limit_words(self.body, found)
        return attrs.evolve(told, limit=words, reading=found.reading, other_readings=others)

    def _due_before(self, lead: Period | NoLimit | Missing, day: Time) -> Due | None:
        if isinstance(lead, Missing):
            return None
        counted = self.counting.before(lead, day) if isinstance(lead, Period) else self.counting.by(day)
        return counted if isinstance(counted, Due) else None

    def _looked(self, limit: Limit, last: int, trigger: Evidence, context: Context) -> Told:
        found, at = resolve(limit, context), trigger.at
        if isinstance(found, Missing):
            return Told(None, None, None, reason=found.reason)
        due = None if isinstance(found.limit, NoLimit) else self._ends(found.limit).plain(at, last)
        others = tuple(other_reading((name, one, self._due(one, at))) for name, one in found.others)
        words = limit_words(self.body, found)
        return Told(words, due, at if due is not None else None, found.reading, others)

    def _due(self, limit: Period | NoLimit | Missing, at: Moment) -> Due | None:
        found: Counted | None = self.counting.after(limit, at) if isinstance(limit, Period) else None
        return found if isinstance(found, Due) else None

    def _ends(self, period: Period) -> ShownEnds:
        found = self.ends.get(period)
        if found is None:
            if len(self.ends) >= _MOST:
                self.ends.clear()
            found = self.ends[period] = self.ends_of(period)
        return found

    def _at(self, trigger: Event, slice_: Slice, past: Past, wanted: object) -> Context:
        return at_trigger(self.counting.view, trigger, slice_, wanted, past)
