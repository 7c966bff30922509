"""What holds and since when: spans from a start to its end, and what is not certain of them."""

import datetime as dt
from collections.abc import Iterable

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


@attrs.define
class _Open:
    """A span that has begun."""

    key: Key
    since: dt.datetime
    is_certain: bool
    again: dt.date | None = None
    """the day on which it began once more, nobody knows at what time"""


def marks_of(hold: Hold, subject: Subject, clause: Clause, context: Context) -> tuple[Mark, ...]:
    """The starts and ends of what must hold, in order of time."""
    found = [
        *_marks(hold.start, True, hold.per, subject, clause, context),
        *_marks(hold.end, False, hold.per, subject, clause, context),
    ]
    return tuple(sorted(found, key=lambda each: (each.at, each.happening.order)))


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
    seen: list[Key] = []
    unbegun = False
    waiting = list(marks)
    while waiting:
        mark = _take_next(waiting, running)
        if mark.is_start:
            _start(mark, running, possible)
        elif not (ended := _ended_by(mark.key, running)):
            if not any(_fits(mark.key, each) for each in seen):
                # Nobody knows since when it held: from the beginning, certainly where nothing says otherwise.
                unbegun = True
                possible.append((BEGINNING, mark.at))
                if not seen and mark.doubt is None:
                    certain.append((BEGINNING, mark.at))
        else:
            _end(mark, ended, running, certain, possible)
        seen.append(mark.key)
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


def _take_next(waiting: list[Mark], running: list[_Open]) -> Mark:
    """The next mark; of several at one instant ends of what runs come first, then starts."""
    same = [each for each in waiting if each.at == waiting[0].at]
    ends = (each for each in same if not each.is_start and _ended_by(each.key, running))
    starts = (each for each in same if each.is_start)
    chosen = next(ends, None) or next(starts, same[0])
    waiting.remove(chosen)
    return chosen


def _fits(one: Key, other: Key) -> bool:
    """Whether two may be of one span: a field that either lacks does not tell them apart."""
    return all(a is None or b is None or a == b for a, b in zip(one, other, strict=True))


def _ended_by(key: Key, running: list[_Open]) -> list[_Open]:
    """What an end may end: the span of its very key, else every one that it may belong to."""
    exact = [each for each in running if each.key == key]
    return exact or [each for each in running if _fits(each.key, key)]


def _start(mark: Mark, running: list[_Open], possible: list[Span]) -> None:
    known = next((each for each in running if each.key == mark.key), None)
    if known is None:
        running.append(_Open(mark.key, mark.at, mark.doubt is None))
        return
    if mark.doubt is not None:
        return
    if not known.is_certain:
        possible.append((known.since, mark.at))
        known.since, known.is_certain = mark.at, True
    elif mark.moment.bare:
        known.again = mark.moment.date


def _end(
    mark: Mark, ended: list[_Open], running: list[_Open], certain: list[Span], possible: list[Span]
) -> None:
    is_certain = mark.doubt is None and len(ended) == 1
    for each in ended:
        (certain if each.is_certain else possible).append((each.since, mark.at))
        began_again = each.again == mark.moment.date and not mark.moment.bare
        if is_certain and not began_again:
            running.remove(each)
        else:
            # It may run on; or it began again on the same day, nobody knows when.
            each.is_certain = each.is_certain and is_certain
            each.since, each.again = mark.at, None
