"""Prohibitions: something must not happen, at all or within a window."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice

from govrules.declaring import frozen
from govrules.engine.found import Found
from govrules.engine.happenings import Happening
from govrules.engine.moments import is_after, is_certainly_after, start_of_day
from govrules.engine.patterns import Occurrence, in_turn, occurrences
from govrules.engine.periods import last_day
from govrules.engine.reference.event_clauses import report
from govrules.engine.triggers import Trigger, Version, context_of, triggers
from govrules.model.clauses import During, Prohibition
from govrules.model.findings import Moment, Reason
from govrules.model.patterns import Happens, Pattern


def evaluate_prohibition(versions: tuple[Version, ...], found: Found) -> None:
    """One obligation, broken, for each forbidden event; what happens outside the window is none."""
    for version in versions:
        found.use(*_borders(version))
    for trigger in triggers(versions, found):
        body = trigger.clause.body
        assert isinstance(body, Prohibition)
        if body.during is None:
            report(trigger, False, found)
            continue
        forbidden, same_day = _within(body.during, trigger, found)
        if isinstance(forbidden, Reason):
            report(trigger, forbidden, found)
        elif forbidden:
            report(trigger, False, found)
        elif same_day:
            report(trigger, True, found, same_day=True)


def _borders(version: Version) -> Iterator[Happening]:
    """What opens and closes the windows of the clause: it has its effect though nothing forbidden happens."""
    body, scope = version.clause.body, version.scope
    if not isinstance(body, Prohibition) or body.during is None:
        return
    whole = scope.whole
    context = context_of(scope, whole)
    for pattern in (body.during.start, body.during.end):
        if pattern is not None and not isinstance(pattern, str):
            for each in occurrences(pattern, whole.entries, context, version.clause):
                yield from each.all


def _within(during: During, trigger: Trigger, found: Found) -> tuple[bool | Reason, bool]:
    """Whether the event lies in a window, and whether only the order of one day keeps it out."""
    at = trigger.happening.at
    same_day = False
    doubt: Reason | None = None
    for start in _still_open(during, trigger, at):
        if start.happening is trigger.happening or not is_after(at, start.happening.known)[0]:
            continue
        if not is_certainly_after(at, start.happening.known):
            same_day = True
            continue
        end = _end(during, start, trigger)
        if end is not None and _is_closed(end, at):
            continue
        if start.doubt is not None:
            doubt = start.doubt
            continue
        if end is not None and not is_certainly_after(end_moment(end), at) and isinstance(end, Happening):
            same_day = True
            continue
        found.use(*start.all)
        return True, False
    return (doubt, False) if doubt is not None else (False, same_day)


def _still_open(during: During, trigger: Trigger, at: Moment) -> Iterable[Occurrence]:
    """What opened windows, but for those that had certainly closed when something happened.

    Where nothing but events opens and closes them, whoever asks gets the same: it is found out once of a
    slice, in which many may ask.
    """
    if not isinstance(during.end, Happens) or not _told_by_events(during, trigger):
        return occurrences(during.start, trigger.entries, trigger.context, trigger.clause)
    memory, key = trigger.entries.memory, ("windows", during)
    windows = memory.get(key)
    if not isinstance(windows, _Windows):
        windows = memory[key] = _Windows.of(during, trigger)
    return windows.around(at)


def _told_by_events(during: During, trigger: Trigger) -> bool:
    vocabulary = trigger.context.view.vocabulary
    return all(
        isinstance(each, Happens) and vocabulary.told(each.event).whole for each in (during.start, during.end)
    )


@frozen(eq=False)
class _Windows:
    """The windows of a slice, in order of what opened them."""

    starts: tuple[Occurrence, ...]
    closed: tuple[int, ...]
    """the last day (ordinal) on which any of those up to it may have been open"""

    @classmethod
    def of(cls, during: During, trigger: Trigger) -> "_Windows":
        starts = occurrences(during.start, trigger.entries, trigger.context, trigger.clause)
        last, closed = 0, []
        for start in starts:
            end = _end(during, start, trigger)
            last = _NEVER if end is None else max(last, end_moment(end).date.toordinal())
            closed.append(last)
        return cls(starts, tuple(closed))

    def around(self, at: Moment) -> Iterable[Occurrence]:
        """What opened those that had neither certainly closed at a moment nor certainly not opened."""
        day = at.date.toordinal()
        first = bisect_left(self.closed, day)
        # The clocks of a zone and those of UTC differ by less than a day.
        return islice(self.starts, first, bisect_right(self.starts, day + 1, key=_opened))


_NEVER = dt.date.max.toordinal() + 1


def _opened(start: Occurrence) -> int:
    return start.happening.key[0].toordinal()


def _in_turn(pattern: Pattern, trigger: Trigger, *, since: Moment) -> Iterable[Occurrence]:
    """The occurrences of a pattern, at least those that do not certainly come before a moment."""
    if isinstance(pattern, Happens):
        return in_turn(pattern, trigger.entries, trigger.context, trigger.clause, since=since)
    return occurrences(pattern, trigger.entries, trigger.context, trigger.clause)


def end_moment(end: "Happening | dt.date") -> Moment:
    return end.known if isinstance(end, Happening) else start_of_day(end)


def _end(during: During, start: Occurrence, trigger: Trigger) -> "Happening | dt.date | None":
    """What closes the window that an event opened: an event, or the last day of a calendar period."""
    if during.end is None:
        return None
    if isinstance(during.end, str):
        return last_day(during.end.removeprefix("end of "), start.happening.at.date)
    for each in _in_turn(during.end, trigger, since=start.happening.known):
        after = (
            each.happening is not start.happening and is_after(each.happening.known, start.happening.known)[0]
        )
        if after and each.doubt is None:
            return each.happening
    return None


def _is_closed(end: "Happening | dt.date", at: Moment) -> bool:
    """Whether the window had certainly closed; its last day belongs to it."""
    if isinstance(end, Happening):
        return is_certainly_after(at, end.known)
    return at.date > end
