"""Maintenance: something holds at every instant of a window; each gap is a violation, with its length."""

import datetime as dt
from collections.abc import Iterator

import attrs

from govrules.counting.due import Due
from govrules.counting.errors import NotAnnouncedError
from govrules.diagnostics.codes import time as codes
from govrules.engine import reasons, standing_reasons
from govrules.engine.calendar_days import force_span
from govrules.engine.conditions import holds
from govrules.engine.context import Context, Verdict
from govrules.engine.counts import Counting
from govrules.engine.day_spans import between, common, days_of
from govrules.engine.entries import NONE
from govrules.engine.found import Found, Remark
from govrules.engine.limits import period_for
from govrules.engine.moments import last_day_read, project, start_of_day, utc
from govrules.engine.patterns import types_of
from govrules.engine.reference.cover import Cover, cover_of, marks_of
from govrules.engine.reference.coverage import log_begins
from govrules.engine.reference.measure import at_event
from govrules.engine.reference.standing import (
    Judged,
    Silence,
    case_of,
    fact,
    responsible,
    say_unknown,
    stands,
    violate,
)
from govrules.engine.reference.windows import (
    Watch,
    in_office_hours,
    on_record,
    standing_window,
    while_listed,
    windows_between,
)
from govrules.engine.rosters import Subject, on_day, roll, slices_over_time, subject_for, subject_of
from govrules.engine.slices import SliceView
from govrules.engine.time_spans import ALWAYS, BEGINNING, Span, Spans, inside, local, shared, without
from govrules.engine.triggers import Version, context_of, identity
from govrules.engine.values import Missing
from govrules.engine.view import View
from govrules.model.findings import Basis, Evidence, Gap, Obligation, Reason, State, Watched
from govrules.model.limits import NoLimit
from govrules.model.maintenance import Maintenance
from govrules.model.patterns import Pattern


def evaluate_maintenance(
    versions: tuple[Version, ...], countings: tuple[Counting, ...], found: Found
) -> None:
    """One obligation for each slice or member and each window, and a violation for each gap in it.

    A clause of several versions has a window in each: what one of them demanded ends with it.
    """
    for version, counting in zip(versions, countings, strict=True):
        for subject in _subjects(version):
            _Keeping.of(version, subject, counting).judge(found)


def _patterns(body: Maintenance) -> tuple[Pattern, ...]:
    window = (body.throughout.start, body.throughout.end)
    return (body.hold.start, body.hold.end, *(each for each in window if each is not None))


def _subjects(version: Version) -> Iterator[Subject]:
    clause, scope = version.clause, version.scope
    body = clause.body
    assert isinstance(body, Maintenance)
    view = scope.view
    if log_begins(view) is None:
        return
    types = types_of(_patterns(body), context_of(scope, SliceView((), NONE, None)))
    variable = clause.for_each.variable if clause.for_each is not None else None
    days = common(days_of(force_span(clause, view)), between(dt.date.min, last_day_read(view.as_of)))
    if _log_days := on_record(version, days):
        days = common(days, between(local(_log_days[0][0], view.zone).date(), dt.date.max))
    for each in slices_over_time(clause, scope, types, without=variable):
        if clause.for_each is None:
            yield subject_of(each)
        else:
            yield from (
                subject_for(each, clause, called, types) for called in roll(clause, scope, each, days)
            )


@attrs.frozen(eq=False)
class _Keeping:
    """What one slice or member has to keep up under one version of a clause."""

    version: Version
    subject: Subject
    counting: Counting
    body: Maintenance
    context: Context
    cover: Cover

    @classmethod
    def of(cls, version: Version, subject: Subject, counting: Counting) -> "_Keeping":
        body = version.clause.body
        assert isinstance(body, Maintenance)
        view = SliceView(subject.values, subject.entries, subject.opened)
        context = attrs.evolve(context_of(version.scope, view), names=subject.names)
        marks = marks_of(body.hold, subject, version.clause, context)
        return cls(version, subject, counting, body, context, cover_of(marks))

    @property
    def view(self) -> View:
        return self.version.scope.view

    @property
    def is_unread(self) -> bool:
        """Whether rows that could not be read may hold what seems to be missing."""
        scope = self.version.scope
        incomplete = scope.view.incomplete
        return bool(incomplete) if scope.case is None else scope.case in incomplete

    def watches(self) -> Iterator[Watch]:
        recorded = on_record(self.version, days_of(force_span(self.version.clause, self.view)))
        recorded = while_listed(self.version, self.subject, recorded)
        if self.body.throughout.start is not None:
            yield from windows_between(self.version, self.subject, self.context, recorded)
        else:
            standing = standing_window(self.version, self.subject, self.cover.marks, recorded)
            if standing is not None:
                yield standing

    def judge(self, found: Found) -> None:
        now = utc(self.view.as_of_instant)
        for watch in (each for each in self.watches() if each.spans and each.spans[0][0] < now):
            applies = holds(self.version.clause.if_, self.opening(watch))
            if applies is False:
                continue
            found.use(*(each.happening for each in self.cover.marks))
            if watch.opened is not None:
                found.use(watch.opened)
            narrowed: Watch | Reason = watch
            if isinstance(applies, Missing):
                narrowed = applies.reason
            elif self.body.throughout.office_hours:
                narrowed = in_office_hours(watch, self.version)
            if isinstance(narrowed, Reason):
                self._report(watch, _Outcome(unknown=(narrowed,)), found)
            else:
                self._report(narrowed, self._outcome(narrowed), found)

    def opening(self, watch: Watch) -> Context:
        """Where the window begins."""
        if watch.opened is not None:
            return at_event(watch.opened, (), self.version, self.context)
        return on_day(self.context, local(watch.since, self.view.zone).date())

    def at(self, instant: dt.datetime, watch: Watch) -> Context:
        moment = project(instant.replace(tzinfo=dt.UTC), self.view.zone)
        return attrs.evolve(self.opening(watch), event=watch.opened, moment=moment, reached=(instant, 1))

    def _outcome(self, watch: Watch) -> "_Outcome":
        """The gaps in a window that are too long, and those that perhaps are."""
        seen = shared(watch.spans, ((BEGINNING, utc(self.view.as_of_instant)),))
        possible = ALWAYS if self.is_unread else self.cover.possible
        sure = without(shared(seen, ((BEGINNING, watch.certain_until),)), possible)
        if watch.doubt is not None:
            sure = ()
        broken: list[_Broken] = []
        unknown: list[Reason] = []
        for gap in without(seen, self.cover.certain):
            limit = self._tolerated(gap[0], watch)
            if isinstance(limit, Missing):
                unknown += limit.reasons
            elif gap[1] > limit:
                certain = list(self._too_long(inside(sure, gap), watch))
                broken += certain
                unknown += [] if certain else self._doubts(watch)
        return _Outcome(tuple(broken), tuple(unknown))

    def _too_long(self, gaps: Spans, watch: Watch) -> Iterator["_Broken"]:
        for gap in gaps:
            limit = self._tolerated(gap[0], watch)
            if not isinstance(limit, Missing) and gap[1] > limit:
                yield _Broken(gap, limit)

    def _doubts(self, watch: Watch) -> tuple[Reason, ...]:
        """Why a gap is not certain to be one."""
        found = (watch.doubt, watch.perhaps_closed, reasons.unread_rows() if self.is_unread else None)
        given = (*(each for each in found if each is not None), *self.cover.doubts)
        return given or (standing_reasons.hold_uncertain(),)

    def _tolerated(self, start: dt.datetime, watch: Watch) -> dt.datetime | Missing:
        """The last instant up to which a gap from `start` on is tolerated."""
        if self.body.tolerate is None:
            return start
        context = self.at(start, watch)
        limit = period_for(self.body.tolerate, context)
        if isinstance(limit, Missing):
            return limit
        if isinstance(limit, NoLimit):
            return dt.datetime.max  # noqa: DTZ901
        if all(each.unit.is_clock and not each.unit.is_working_clock for each in limit.parts):
            return start + dt.timedelta(seconds=sum(each.amount * each.unit.seconds for each in limit.parts))
        counted = self.counting.after(limit, context.moment)
        if isinstance(counted, Missing):
            return counted
        return utc(counted.end) if isinstance(counted, Due) else dt.datetime.max  # noqa: DTZ901

    def _gap(self, span: Span, watch: Watch) -> Gap:
        zone, now = self.view.zone, utc(self.view.as_of_instant)
        is_open = span[1] == now and any(start <= now < until for start, until in watch.spans)
        return Gap(
            local(span[0], zone),
            None if is_open else local(span[1], zone),
            ended=self._mark(span[0], is_start=False),
            resumed=None if is_open else self._mark(span[1], is_start=True),
        )

    def _mark(self, at: dt.datetime, *, is_start: bool) -> Evidence | None:
        """What ended or began at an edge of a gap; an edge of the window has none."""
        mark = self.cover.certain_marks.get((at, is_start))
        return None if mark is None else mark.happening.evidence()

    def _window(self, watch: Watch) -> Watched | None:
        if not watch.spans:
            return None
        zone, now = self.view.zone, utc(self.view.as_of_instant)
        until = None if watch.until > now else local(watch.until, zone)
        return Watched(local(watch.spans[0][0], zone), until)

    def _projected(self, broken: "tuple[_Broken, ...]", watch: Watch) -> dt.date | None:
        """The horizon, where office hours on a day that is not announced yet are held against somebody.

        Raises:
            NotAnnouncedError: where the caller asked for it.
        """
        if watch.calendar is None:
            return None
        days = [local(each.gap[0], self.view.zone).date() for each in broken]
        leaning = [day for day in days if watch.calendar.basis(day) == "projected"]
        if leaning and self.view.refuse_projected:
            horizon = watch.calendar.horizon
            raise NotAnnouncedError(
                codes.DAY_NOT_ANNOUNCED,
                {"day": leaning[0], "calendar": watch.calendar.name, "horizon": horizon},
            )
        return watch.calendar.horizon if leaning else None

    # -- findings ----------------------------------------------------------------------------------------

    def _report(self, watch: Watch, outcome: "_Outcome", found: Found) -> None:
        clause, view = self.version.clause, self.view
        verdicts = [(each, self._judged(each, watch)) for each in outcome.broken]
        silences = [(each, at, stands(clause, at, None, self.is_unread)) for each, at in verdicts]
        breaches = [(each, at) for each, at, silence in silences if silence.kind in {"breach", "departed"}]
        unknown = (*outcome.unknown, *_reasons(silences, "unknown"))
        excuses = _reasons(silences, "excused")
        horizon = self._projected(tuple(each for each, _ in breaches), watch)
        departed = any(silence.kind == "departed" for _, _, silence in silences)
        state, reason = self._state(watch, bool(breaches), unknown, excuses)
        case = case_of(self.version, watch.opened)
        obligation = Obligation(
            id=found.new_id(identity(clause, case, self.subject.values, watch.begins)),
            policy=clause.policy,
            clause=clause.id,
            case=case,
            slice=self.subject.values,
            clause_kind=clause.kind,
            state=state,
            trigger=watch.opened.evidence() if watch.opened is not None else None,
            responsible=responsible(clause, self._now(watch), self.subject, found),
            basis=_basis(horizon, departed),
            horizon=horizon,
            reason=reason,
            version_from=clause.in_force.start or view.policy.in_force.start,
            strength=clause.strength,
            gaps=tuple(self._gap(each.gap, watch) for each, _ in breaches),
            window=self._window(watch),
        )
        found.obligations.append(obligation)
        if self.cover.unbegun:
            found.remarks.append(Remark("impossible order", clause.full_id, case))
        if unknown:
            say_unknown(obligation, standing_reasons.several(unknown), found)
        for each, judged, silence in silences:
            if silence.kind == "breach":
                gap = self._gap(each.gap, watch)
                violate(
                    obligation,
                    clause,
                    self.subject,
                    judged,
                    found,
                    id=f"{obligation.id}/violation@{gap.start.isoformat()}",
                    gap=gap,
                    trigger=watch.opened,
                    party=responsible(clause, judged.context, self.subject, found),
                )
        self._tell(obligation, watch, [at for _, at, silence in silences if silence.kind == "breach"], found)

    def _state(
        self, watch: Watch, broken: bool, unknown: tuple[Reason, ...], excuses: tuple[Reason, ...]
    ) -> tuple[State, Reason | None]:
        if broken:
            return "violated", None
        if unknown:
            return "unknown", standing_reasons.several(unknown)
        if not watch.is_over(self.view):
            return "pending", None
        return ("excused", excuses[0]) if excuses else ("met", None)

    def _judged(self, broken: "_Broken", watch: Watch) -> Judged:
        at = local(broken.limit, self.view.zone)
        return Judged(self.at(broken.limit, watch), at, (broken.limit, 1), 1)

    def _now(self, watch: Watch) -> Context:
        """The point of view of `as_of`, or of the end of the window."""
        now = min(utc(self.view.as_of_instant), watch.until)
        moment = start_of_day(last_day_read(project(now.replace(tzinfo=dt.UTC), self.view.zone)))
        return attrs.evolve(self.opening(watch), event=watch.opened, moment=moment, reached=(now, 1))

    def _tell(self, obligation: Obligation, watch: Watch, breaches: list[Judged], found: Found) -> None:
        """What it came to, for conditions that ask."""
        since = watch.opened.key if watch.opened is not None else (watch.since, 0)
        end = (min(utc(self.view.as_of_instant), watch.until), 1)
        answer: Verdict = "other"
        if breaches and obligation.strength != "should":
            answer, end = "violated", breaches[0].known
        elif obligation.state in {"met", "unknown"}:
            answer = "met" if obligation.state == "met" else "unknown"
        if obligation.state != "pending":
            fact(self.version, obligation, answer, end, since, found)


@attrs.frozen(eq=False)
class _Broken:
    """A gap that is certainly too long, and the last instant up to which it was tolerated."""

    gap: Span
    limit: dt.datetime


@attrs.frozen(eq=False)
class _Outcome:
    broken: tuple[_Broken, ...] = ()
    unknown: tuple[Reason, ...] = ()


def _reasons(silences: list[tuple[_Broken, Judged, Silence]], kind: str) -> tuple[Reason, ...]:
    return tuple(
        silence.reason for _, _, silence in silences if silence.kind == kind and silence.reason is not None
    )


def _basis(horizon: dt.date | None, departed: bool) -> tuple[Basis, ...]:
    found: tuple[Basis, ...] = ("projected",) if horizon is not None else ()
    return (*found, "departure recorded") if departed else found
