"""What an obligation is counted from: its trigger, a date in the data, or an anchor to count back from."""

import datetime as dt
from collections.abc import Iterable

from govrules.counting.due import Due, Extension, Pause
from govrules.declaring import frozen
from govrules.engine import reasons
from govrules.engine.context import Context
from govrules.engine.counts import Counted, Counting
from govrules.engine.entries import Entries
from govrules.engine.happenings import Happening
from govrules.engine.lookups import look_up
from govrules.engine.moments import is_after, plain
from govrules.engine.patterns import Occurrence, in_turn, occurrences
from govrules.engine.values import Missing, Value
from govrules.model.clauses import Before, Clause
from govrules.model.conditions import Lookup
from govrules.model.events import iso_time
from govrules.model.findings import Moment, Reason
from govrules.model.limits import NoLimit
from govrules.model.patterns import Happens
from govrules.model.period import Period


@frozen(eq=False)
class Terms:
    """Everything but the events that decides when an obligation is due."""

    counting: Counting
    period: Period | NoLimit | None = None
    by: dt.date | dt.datetime | None = None
    anchor: dt.date | dt.datetime | None = None
    """the date or event that the obligation must come before"""
    waits_for_anchor: bool = False
    """whether that event is still to come"""
    known_from: Happening | None = None
    """the event that fixes the due date, where it comes after the trigger"""
    doubt: Reason | None = None

    def due(
        self, origin: Moment, pauses: tuple[Pause, ...], extensions: tuple[Extension, ...]
    ) -> Counted | None:
        """The due end as things stand; None where there is none, or none yet."""
        if self.by is not None:
            return self._longer(self.counting.by(self.by), extensions)
        if self.anchor is not None:
            return self._before(self.anchor, extensions)
        if self.waits_for_anchor or not isinstance(self.period, Period):
            return None
        return self.counting.after(self.period, origin, pauses, extensions)

    def _before(self, anchor: dt.date | dt.datetime, extensions: tuple[Extension, ...]) -> Counted:
        if isinstance(self.period, Period):
            return self._longer(self.counting.before(self.period, anchor), extensions)
        return self._longer(self.counting.by(anchor), extensions)

    def _longer(self, counted: Counted, extensions: tuple[Extension, ...]) -> Counted:
        """A date given in the data is extended from itself; pauses do not touch it."""
        for extension in extensions:
            if not isinstance(counted, Due):
                return counted
            whole_days = not extension.period.is_clock
            origin = Moment(dt.datetime.combine(counted.date, dt.time()), None if whole_days else counted.end)
            counted = self.counting.after(extension.period, origin)
        return counted

    @property
    def has_limit(self) -> bool:
        return self.by is not None or self.anchor is not None or isinstance(self.period, Period)

    @property
    def can_pause(self) -> bool:
        """Only a count can stand still; a date given in the data stays where it is."""
        from_trigger = self.by is None and self.anchor is None and not self.waits_for_anchor
        return from_trigger and isinstance(self.period, Period)


def by_date(lookup: Lookup, counting: Counting, context: Context) -> Terms:
    """`by: trigger.due_at`."""
    found = day_of(lookup, context)
    if isinstance(found, Missing):
        return Terms(counting, doubt=found.reason)
    return Terms(counting, by=found)


def day_of(lookup: Lookup, context: Context) -> dt.date | dt.datetime | Missing:
    """The date or instant that a look-up gives."""
    value: Value = look_up(lookup, context)
    if isinstance(value, str):
        value = iso_time(value.strip())
    if isinstance(value, Missing | dt.date):
        return value
    return Missing.because(reasons.not_a_day(str(lookup)))


def before_anchor(
    before: Before,
    at_least: Period | NoLimit | None,
    clause: Clause,
    counting: Counting,
    context: Context,
    entries: Entries,
    trigger: Happening,
    counts_early: bool,
) -> Terms:
    """`before:` an event or a date, counted back from it by `at_least`."""
    if isinstance(before.anchor, Lookup):
        found = day_of(before.anchor, context)
        if isinstance(found, Missing):
            return Terms(counting, doubt=found.reason)
        return Terms(counting, period=at_least, anchor=found)
    anchors: Iterable[Occurrence]
    if isinstance(before.anchor, Happens):
        since = None if counts_early else trigger.at
        anchors = in_turn(before.anchor, entries, context, clause, since=since)
    else:
        anchors = occurrences(before.anchor, entries, context, clause)
    for each in anchors:
        happening = each.happening
        if happening is trigger or not (counts_early or is_after(happening.known, trigger.at)[0]):
            continue
        return Terms(
            counting, period=at_least, anchor=plain(happening.at), known_from=happening, doubt=each.doubt
        )
    return Terms(counting, period=at_least, waits_for_anchor=True)
