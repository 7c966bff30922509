"""What holds and since when: spans from a start to its end, and what is not certain of them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import takewhile

import attrs

from govrules.engine.context import Context
from govrules.engine.happenings import Happening
from govrules.engine.moments import utc
from govrules.engine.patterns import occurrences
from govrules.engine.rosters import Subject
from govrules.engine.slices import value_in
from govrules.engine.time_spans import BEGINNING, END, Span, Spans, joined, midnight
from govrules.engine.view import View
from govrules.model.clauses import Clause
from govrules.model.findings import Moment, Reason
from govrules.model.maintenance import Hold
from govrules.model.patterns import Pattern

Key = tuple[str | None, ...]


@attrs.frozen(eq=False)
class Mark:
    """A start or an end, at the instant that is read in the office's favour.

    A bare date starts with its day and ends with it.
    """

    at: dt.datetime
    is_start: bool
    key: Key
    happening: Happening
    doubt: Reason | None

    @property
    def moment(self) -> Moment:
        return self.happening.known

    @property
    def place(self) -> tuple[dt.datetime, int]:
        """Its place in time: at one instant the end of a day comes before all else, its beginning after."""
        return (self.at, 0 if not self.moment.bare else 1 if self.is_start else -1)


@attrs.frozen(eq=False)
class Cover:
    """When something holds for certain, and when it may."""

    certain: Spans
    possible: Spans
    """the certain ones included"""
    doubts: tuple[Reason, ...]
    marks: tuple[Mark, ...]
    unbegun: bool
    """whether something ended that nobody saw begin"""

    @cached_property
    def certain_marks(self) -> Mapping[tuple[dt.datetime, bool], Mark]:
        """The first certain mark at each instant: of starts (True) and of ends."""
        return {(each.at, each.is_start): each for each in reversed(self.marks) if each.doubt is None}


@attrs.define
class _Open:
    """A span that has begun."""

    key: Key
    since: dt.datetime
    is_certain: bool
    again: dt.date | None = None
    """the day on which it began once more, nobody knows at what time"""
    perhaps_again: dt.date | None = None
    """the day on which it may have"""


def marks_of(hold: Hold, subject: Subject, clause: Clause, context: Context) -> tuple[Mark, ...]:
    """The starts and ends of what must hold, in order of time."""
    found = [
        *_marks(hold.start, True, hold.per, subject, clause, context),
        *_marks(hold.end, False, hold.per, subject, clause, context),
    ]
    return tuple(sorted(found, key=lambda each: (each.place, each.happening.order)))


def _marks(
    pattern: Pattern,
    is_start: bool,
    per: tuple[str, ...],
    subject: Subject,
    clause: Clause,
    context: Context,
) -> Iterable[Mark]:
    for each in occurrences(pattern, subject.entries, context, clause):
        key = tuple(value_in(each.happening, field) for field in per)
        at = edge(each.happening.known, context.view, early=is_start)
        yield Mark(at, is_start, key, each.happening, each.doubt)


def edge(moment: Moment, view: View, *, early: bool) -> dt.datetime:
    """The instant of a moment; of a bare date the beginning of its day (`early`) or the end."""
    if moment.instant is not None:
        return utc(moment.instant)
    return midnight(moment.date.toordinal() + (not early), view.zone)


def cover_of(marks: tuple[Mark, ...]) -> Cover:
    """When something holds: spans pair by their keys, and together they cover what they cover."""
    certain: list[Span] = []
    possible: list[Span] = []
    running: list[_Open] = []
    seen: set[Key] = set()
    any_before = unbegun = False
    waiting = list(marks)
    while waiting:
        mark = _take_next(waiting, running, seen)
        if mark.is_start:
            _start(mark, running, possible)
        else:
            if not _is_seen(mark.key, seen):
                # Nobody knows since when it held: from the beginning, certainly where nothing says otherwise.
                unbegun = True
                possible.append((BEGINNING, mark.at))
                if not any_before and mark.doubt is None:
                    certain.append((BEGINNING, mark.at))
            _end(mark, _ended_by(mark.key, running), running, certain, possible)
        any_before = True
        if mark.doubt is None:
            seen.add(mark.key)
    for each in running:
        (certain if each.is_certain else possible).append((each.since, END))
    sure = joined(certain)
    return Cover(
        sure,
        joined((*sure, *possible)),
        tuple(each.doubt for each in marks if each.doubt is not None),
        marks,
        unbegun,
    )


def _take_next(waiting: list[Mark], running: list[_Open], seen: set[Key]) -> Mark:
    """The next mark; of several at one instant ends of what runs come first, then starts.

    What nobody has seen yet ran before, for all that is known.
    """
    same = list(takewhile(lambda each: each.place == waiting[0].place, waiting))
    ends = (
        each
        for each in same
        if not each.is_start and (_ended_by(each.key, running) or not _is_seen(each.key, seen))
    )
    starts = (each for each in same if each.is_start)
    chosen = next(ends, None) or next(starts, same[0])
    waiting.remove(chosen)
    return chosen


def _fits(one: Key, other: Key) -> bool:
    """Whether two may be of one span: a field that either lacks does not tell them apart."""
    return all(a is None or b is None or a == b for a, b in zip(one, other, strict=True))


def _is_seen(key: Key, seen: set[Key]) -> bool:
    return key in seen or any(_fits(key, each) for each in seen)


def _ended_by(key: Key, running: list[_Open]) -> list[_Open]:
    """What an end may end: the span of its very key, else every one that it may belong to."""
    exact = [each for each in running if each.key == key]
    return exact or [each for each in running if _fits(each.key, key)]


def _start(mark: Mark, running: list[_Open], possible: list[Span]) -> None:
    known = next((each for each in running if each.key == mark.key), None)
    if known is None:
        running.append(_Open(mark.key, mark.at, mark.doubt is None))
        return
    if mark.doubt is None and not known.is_certain:
        possible.append((known.since, mark.at))
        known.since, known.is_certain = mark.at, True
        known.perhaps_again = mark.moment.date if mark.moment.bare else None
    elif mark.doubt is None and mark.moment.bare:
        known.again = mark.moment.date
    elif mark.moment.bare:
        known.perhaps_again = mark.moment.date


def _end(
    mark: Mark, ended: list[_Open], running: list[_Open], certain: list[Span], possible: list[Span]
) -> None:
    is_certain = mark.doubt is None and len(ended) == 1
    day = None if mark.moment.bare else mark.moment.date
    for each in ended:
        (certain if each.is_certain else possible).append((each.since, mark.at))
        each.since = mark.at
        if day is not None and each.again == day:
            # It began again on the same day, nobody knows when: at once.
            each.is_certain = each.is_certain or is_certain
            each.again, each.perhaps_again = None, each.perhaps_again if is_certain else day
        elif is_certain and (day is None or each.perhaps_again != day):
            running.remove(each)
        else:
            each.is_certain = False
