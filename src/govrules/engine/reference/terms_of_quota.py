"""The time over which a quota counts: calendar periods, or a slice until it is closed."""

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

import attrs

from govrules.engine.day_spans import BEYOND, Days, between, common, days_of, first_of, how_many, includes
from govrules.engine.entries import NONE
from govrules.engine.happenings import Happening
from govrules.engine.moments import Key, end_of_day, is_certainly_after, last_day_read
from govrules.engine.patterns import Occurrence, occurrences, types_of
from govrules.engine.periods import calendar_periods, first_day
from govrules.engine.reference.coverage import log_begins
from govrules.engine.reference.ledgers import Ledger, patterns
from govrules.engine.rosters import Called, Subject, presence, roll, slices_over_time, subject_for, subject_of
from govrules.engine.slices import SliceView
from govrules.engine.triggers import Version, context_of
from govrules.engine.view import View
from govrules.model.clauses import InForce
from govrules.model.findings import Reason
from govrules.model.quota import Quota


@attrs.frozen(eq=False)
class Term:
    """One span of days that a quota is judged over, for one slice or member."""

    start: dt.date
    last: dt.date | None
    """the last day; None while a slice is open"""
    in_force: Days
    """its days on which the clause is in force"""
    is_calendar: bool = True
    opened: Happening | None = None
    """of a slice: what it began with"""
    closed: Happening | None = None
    """of a slice: what closed it"""
    perhaps_closed: Occurrence | None = None
    """of a slice: an event that may have closed it before"""

    def whole(self) -> int:
        return (self.last.toordinal() + 1 if self.last is not None else BEYOND) - self.start.toordinal()

    def active(self, subject: Subject, view: View, known: Key) -> Days:
        """The days that count: the clause is in force, and the record, as far as is known by then."""
        if subject.record is None or subject.member is None:
            return self.in_force
        return common(self.in_force, presence(view, subject.record, subject.member.text, known))

    def part(self, subject: Subject, view: View, known: Key) -> Fraction:
        """Which share of its days counts; all of them for a slice, which has no length of its own."""
        if not self.is_calendar:
            return Fraction(1)
        return Fraction(how_many(self.active(subject, view, known)), self.whole())

    def sees(self, happening: Happening, active: Days) -> bool:
        """Whether something happened within it, and not certainly after its close.

        What a deadline brought about counts where it was known: what is settled stays so.
        """
        if not includes(active, happening.known.date):
            return False
        return self.closed is None or not is_certainly_after(happening.known, self.closed.known)

    def is_over(self, view: View) -> bool:
        if self.closed is not None:
            return True
        return self.last is not None and view.has_come(end(self.last, view))

    def judged_on(self, active: Days, view: View) -> dt.date:
        """The last day that counts, as far as it has come."""
        days = common(active, between(dt.date.min, min(self.last or dt.date.max, last_day_read(view.as_of))))
        return dt.date.fromordinal(days[-1][1] - 1) if days else self.start


def end(day: dt.date, view: View) -> dt.datetime:
    """24:00 of a day."""
    instant = end_of_day(day, view.zone).instant
    assert instant is not None
    return instant


def period(first: dt.date, last: dt.date, reach: Days) -> Term:
    """A calendar period, so far as the clause is in force in it."""
    return Term(first, last, common(reach, between(first, last)))


def decides(own: Days, reach: Days, first: dt.date, last: dt.date) -> bool:
    """Whether a version decides a period: the one in force on its first day, else the first to come."""
    begins = first_of(common(reach, between(first, last)))
    return begins is not None and includes(own, begins)


def asked(version: Version, own: Days, reach: Days) -> Iterator[tuple[Ledger, Term]]:
    """Every slice or member of a version of a clause, with each term over which it is judged.

    Args:
        own: the days on which this version is in force.
        reach: those on which any version is.
    """
    clause, scope = version.clause, version.scope
    body = clause.body
    assert isinstance(body, Quota)
    if log_begins(scope.view) is None:
        return
    types = types_of(patterns(body), context_of(scope, SliceView((), NONE, None)))
    variable = clause.for_each.variable if clause.for_each is not None else None
    for view in slices_over_time(clause, scope, types, without=variable):
        if clause.for_each is None:
            ledger = Ledger.of(version, subject_of(view))
            begins = _first_day(ledger, view)
            if begins is not None:
                every = body.every is not None
                opened = ledger.subject.opened or (view.entries[0].happening if view.entries else None)
                starts = opened.known.date if opened is not None else begins
                terms = (
                    _periods(version, own, reach, begins) if every else _run(ledger, own, reach, starts, None)
                )
                yield from ((ledger, term) for term in terms)
        else:
            yield from _of_population(version, view, own, reach, types)


def _first_day(ledger: Ledger, view: SliceView) -> dt.date | None:
    """From when on a slice is seen: by the first event of the clause that names it, or with the log."""
    scope = ledger.version.scope
    if not view.values and scope.case is None:
        return log_begins(scope.view)
    first = ledger.first_spoken_of()
    return first.known.date if first is not None else None


def _periods(version: Version, own: Days, reach: Days, begins: dt.date) -> Iterator[Term]:
    """The calendar periods from the one in which a day lies that this version decides."""
    body, view = version.clause.body, version.scope.view
    assert isinstance(body, Quota)
    assert body.every is not None
    until = last_day_read(view.as_of)
    starts = first_of(common(own, between(first_day(body.every, begins), until)))
    if starts is None:
        return
    for first, last in calendar_periods(body.every, starts, until):
        if decides(own, reach, first, last):
            yield period(first, last, reach)


def _of_population(
    version: Version, view: SliceView, own: Days, reach: Days, types: frozenset[str] | None
) -> Iterator[tuple[Ledger, Term]]:
    clause, scope = version.clause, version.scope
    body, begins = clause.body, log_begins(scope.view)
    assert isinstance(body, Quota)
    assert begins is not None
    ledgers: dict[tuple[str | None, Reason | None], Ledger] = {}
    read = between(dt.date.min, last_day_read(scope.view.as_of))
    terms = [*_periods(version, own, reach, begins)] if body.every is not None else [None]
    for term in terms:
        in_force = term.in_force if term is not None else common(own, days_of(InForce(begins)))
        for called in roll(clause, scope, view, common(in_force, read)):
            key = (called.member.text if called.member is not None else None, called.doubt)
            if key not in ledgers:
                ledgers[key] = Ledger.of(version, subject_for(view, clause, called, types))
            ledger = ledgers[key]
            if term is not None:
                yield ledger, term
            else:
                yield from ((ledger, each) for each in _runs_of_member(ledger, own, reach, called))


def _runs_of_member(ledger: Ledger, own: Days, reach: Days, called: Called) -> Iterator[Term]:
    """A quota over the life of a record, or over what is read of the log."""
    view, subject = ledger.version.scope.view, ledger.subject
    if subject.record is None or subject.member is None:
        yield from _run(ledger, own, reach, dt.date.fromordinal(called.days[0][0]), None)
        return
    for start, until in presence(view, subject.record, subject.member.text, view.as_of_key):
        last = dt.date.fromordinal(until - 1) if until < BEYOND else None
        if includes(called.days, dt.date.fromordinal(start)):
            yield from _run(ledger, own, reach, dt.date.fromordinal(start), last)


def _run(ledger: Ledger, own: Days, reach: Days, begins: dt.date, last: dt.date | None) -> Iterator[Term]:
    """The life of a slice, judged by the version in force when it began; one begun before is not judged."""
    if not ledger.subject.values and ledger.version.scope.case is None:
        begins = first_of(common(reach, days_of(InForce(begins)))) or begins
    if not includes(own, begins):
        return
    in_force = common(reach, days_of(InForce(begins, last and last + dt.timedelta(days=1))))
    opened = ledger.subject.opened
    closed, perhaps = _closing(ledger, in_force)
    yield Term(begins, last, in_force, False, opened, closed, perhaps)


def _closing(ledger: Ledger, in_force: Days) -> tuple[Happening | None, Occurrence | None]:
    """What closed a slice for certain, and what may have closed it before."""
    if ledger.body.until is None:
        return None, None
    clause, subject = ledger.version.clause, ledger.subject
    found = [
        each
        for each in occurrences(ledger.body.until, subject.entries, ledger.context, clause)
        if includes(in_force, each.happening.known.date)
    ]
    closed = next((each.happening for each in found if each.doubt is None), None)
    perhaps = found[0] if found and found[0].doubt is not None else None
    return closed, perhaps
