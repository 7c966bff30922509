"""Duties: after a trigger, something must happen, within a limit or with none (an achievement obligation)."""

import datetime as dt
from itertools import accumulate

from govrules.declaring import evolve, frozen
from govrules.engine import reasons
from govrules.engine.calendar_days import in_force
from govrules.engine.conditions import holds
from govrules.engine.counts import Counting
from govrules.engine.entries import seen
from govrules.engine.found import Found, Remark
from govrules.engine.happenings import Happening
from govrules.engine.limits import Resolved, resolve
from govrules.engine.moments import is_after, is_certainly_after, project, start_of_day
from govrules.engine.patterns import Occurrence, occurrences
from govrules.engine.reference.clock import run
from govrules.engine.reference.course import Course
from govrules.engine.reference.dispatch import as_dispatched
from govrules.engine.reference.judgement import Judged
from govrules.engine.reference.late_decisions import late_decisions
from govrules.engine.reference.obligation import judge
from govrules.engine.reference.terms import Terms, before_anchor, by_date
from govrules.engine.reference.versions import course_under_versions
from govrules.engine.slices import SliceView
from govrules.engine.triggers import Trigger, Version, context_of, triggers
from govrules.engine.values import Missing
from govrules.model.clauses import Duty
from govrules.model.findings import Lapse, Moment, Reason
from govrules.model.limits import NamedLimit, NoLimit
from govrules.model.patterns import Pattern
from govrules.model.period import Period


@frozen(eq=False)
class Pursued:
    """One trigger and what its obligations, one for each named limit, came to."""

    trigger: Trigger
    judged: tuple[Judged, ...]

    @property
    def closed_by(self) -> Happening | None:
        """The event that closed them; None while they are open or where silence closed them."""
        closing = (each.course.closed_by for each in self.judged)
        return next((each.happening for each in closing if each is not None), None)

    def is_open_at(self, later: Happening) -> bool:
        """Whether a second trigger comes while the duty is open; on one day nobody knows, and it does.

        It is open until something closes it, in time or late, or until the first of its limits lapses.
        """
        if self.closed_by is not None and is_certainly_after(later.known, self.closed_by.known):
            return False
        lapses = (each.lapsed_at for each in self.judged)
        return not any(at is not None and is_after(later.known, at)[0] for at in lapses)

    def is_long_closed(self, day: dt.date) -> bool:
        """Whether no trigger that is known on a day or later comes while the duty is open.

        The day between leaves out clocks that are turned back over midnight.
        """
        ends = [each.lapsed_at.date for each in self.judged if each.lapsed_at is not None]
        if self.closed_by is not None:
            ends.append(self.closed_by.known.date)
        return bool(ends) and (day - min(ends)).days > 1


def evaluate_duty(versions: tuple[Version, ...], countings: tuple[Counting, ...], found: Found) -> None:
    """Every obligation of one duty in one scope."""
    by_version = {id(version): counting for version, counting in zip(versions, countings, strict=True)}
    groups: dict[tuple[str, ...], list[Trigger]] = {}
    for trigger in triggers(versions, found):
        groups.setdefault(trigger.where, []).append(trigger)
    for group in groups.values():
        _evaluate_group(group, versions, by_version, found)
    _remark(versions, tuple(each for group in groups.values() for each in group), found)


def _evaluate_group(
    group: list[Trigger], versions: tuple[Version, ...], countings: dict[int, Counting], found: Found
) -> None:
    """The triggers of one slice in order: which open an obligation (`repeat`), and what became of it."""
    opened: list[Pursued] = []
    open_: list[Pursued] = []
    earliest = _earliest_to_come(group)
    group = [
        evolve(each, fulfilling=as_dispatched(each.fulfilling, countings[id(each.version)], each.happening))
        for each in group
    ]
    for number, trigger in enumerate(group):
        body = trigger.clause.body
        assert isinstance(body, Duty)
        if body.repeat == "ignore":
            open_ = [each for each in open_ if not each.is_long_closed(earliest[number])]
        if body.repeat == "ignore" and any(each.is_open_at(trigger.happening) for each in open_):
            found.set_aside(trigger.happening, reasons.repeat_ignored(), trigger.clause.full_id)
            continue
        if body.repeat == "replace" and number + 1 < len(group):
            looks_back = any(_looks_back(each) for each in versions)
            trigger = trigger.replaced(group[number + 1], looks_back=looks_back)
        opened.append(pursue(trigger, versions, countings, found))
        open_.append(opened[-1])
    for number, each in enumerate(opened):
        following = opened[number + 1].trigger.happening if number + 1 < len(opened) else None
        counting = countings[id(each.trigger.version)]
        late_decisions(each.trigger, each.judged, following, counting, found)


def _earliest_to_come(group: list[Trigger]) -> list[dt.date]:
    """Of each trigger the first day on which it or any that follows was known: they are in order of `at`."""
    days = [each.happening.known.date for each in reversed(group)]
    return [*accumulate(days, min)][::-1]


def pursue(
    trigger: Trigger,
    versions: tuple[Version, ...],
    countings: dict[int, Counting],
    found: Found,
) -> Pursued:
    """The obligations that one trigger opens: one for each named limit."""
    judged: list[Judged] = []
    body = trigger.clause.body
    assert isinstance(body, Duty)
    for name in _limit_names(body):
        course, resolved, version = course_under_versions(
            trigger, name, versions, lambda each, limit: _course(trigger, each, countings, limit)
        )
        counting = countings[id(version)]
        others = tuple(
            (
                reading,
                limit,
                None if isinstance(limit, Missing) else _under(trigger, version, countings, limit).due,
            )
            for reading, limit in resolved.others
        )
        judged.append(judge(trigger, version.clause, name, course, resolved, others, counting, found))
    return Pursued(trigger, tuple(judged))


def _looks_back(version: Version) -> bool:
    """Whether what came before a trigger matters: pauses may run on, and what came early may count."""
    body = version.clause.body
    return isinstance(body, Duty) and (bool(body.pause) or body.early == "counts")


def _limit_names(body: Duty) -> tuple[str | None, ...]:
    return tuple(each.name for each in body.within) or (None,)


def _course(
    trigger: Trigger, version: Version, countings: dict[int, Counting], name: str | None
) -> tuple[Course, Resolved]:
    """The course of the obligation under one version of the clause, and its limit."""
    body = version.clause.body
    assert isinstance(body, Duty)
    written = _limit(body, name)
    resolved = resolve(written.limit, trigger.context)
    if isinstance(resolved, Missing):
        # Without a limit there is no verdict; what closed the obligation is still to be found.
        course = _under(trigger, version, countings, NoLimit(), resolved.reason)
        return course, Resolved(NoLimit(), is_known=False)
    return _under(trigger, version, countings, resolved.limit), resolved


def _limit(body: Duty, name: str | None) -> NamedLimit:
    if body.before is not None and body.before.at_least is not None:
        return NamedLimit(None, body.before.at_least)
    return next((each for each in body.within if each.name == name), NamedLimit(name, NoLimit()))


def _under(
    trigger: Trigger,
    version: Version,
    countings: dict[int, Counting],
    limit: Period | NoLimit,
    doubt: Reason | None = None,
) -> Course:
    """The course of the obligation with one limit, or one reading of it."""
    clause, body = version.clause, version.clause.body
    assert isinstance(body, Duty)
    counting = countings[id(version)]
    if doubt is not None:
        terms = Terms(counting, doubt=doubt)
    elif body.by is not None:
        terms = by_date(body.by, counting, trigger.context)
    elif body.before is not None:
        terms = before_anchor(
            body.before,
            limit,
            clause,
            counting,
            trigger.context,
            trigger.entries,
            trigger.happening,
            body.early == "counts",
        )
        closed = _closed_before_its_anchor(trigger, version, terms)
        if closed is not None:
            return closed
    else:
        terms = Terms(counting, period=limit)
    course = run(
        clause,
        body,
        terms,
        trigger.happening,
        trigger.entries,
        trigger.fulfilling,
        trigger.context,
        _origin(trigger, body),
        trigger.replaced_by,
    )
    return evolve(course, counted_from=_counted_from(trigger, body, terms, course))


def _counted_from(trigger: Trigger, body: Duty, terms: Terms, course: Course) -> Moment | None:
    """What a period was counted from: its anchor, the end of the last interruption, or the origin."""
    if (
        (course.due is None and not course.paused)
        or not isinstance(terms.period, Period)
        or terms.by is not None
    ):
        return None
    if terms.anchor is not None:
        return project(terms.anchor, trigger.context.view.zone)
    ends = [each.end.at for each in course.pauses if each.kind == "interrupt" and each.end is not None]
    return ends[-1] if ends else _origin(trigger, body)


def _closed_before_its_anchor(trigger: Trigger, version: Version, terms: Terms) -> Course | None:
    """The course, where it was closed before the event that the duty has to come before.

    Whatever came later settles nothing any more; nor does a doubt about it. Only where `at_least` asks for an
    interval is a fulfilment still judged by that event, which may follow too soon. What ended the duty ended
    that question, too: nobody owed anything when the event came.
    """
    body, anchor = version.clause.body, terms.known_from
    assert isinstance(body, Duty)
    if anchor is None:
        return None
    earlier = trigger.before(anchor.key, looks_back=_looks_back(version))
    course = run(
        version.clause,
        body,
        Terms(terms.counting, period=terms.period, waits_for_anchor=True),
        trigger.happening,
        earlier.entries,
        earlier.fulfilling,
        trigger.context,
        _origin(trigger, body),
    )
    is_met = course.fulfilled is not None and not isinstance(terms.period, Period)
    if course.doubt is not None or not (is_met or course.ended):
        return None
    return course if terms.doubt is not None else evolve(course, used=(*course.used, anchor))


def _origin(trigger: Trigger, body: Duty) -> Moment:
    """What is counted from: the trigger, or for a duty that follows a lapse what it says."""
    happening = trigger.happening
    finding = happening.finding
    if isinstance(finding, Lapse):
        if body.count_from == "due" and finding.due is not None:
            return start_of_day(finding.due)
        if body.count_from == "unrolled" and happening.counts_from is not None:
            return start_of_day(happening.counts_from)
    return happening.at


# -- what the data lack --------------------------------------------------------------------------------


def _remark(versions: tuple[Version, ...], used: tuple[Trigger, ...], found: Found) -> None:
    """Fulfilments whose duty never was triggered, and those that came before their trigger."""
    for version in versions:
        asked: frozenset[str] | None = None
        by_case: dict[str, list[Happening]] = {}
        for each in used:
            by_case.setdefault(each.case, []).append(each.happening)
        for occurrence in _fulfilments(version):
            happening = occurrence.happening
            case = happening.event.case
            if happening.rank in found.used or happening.derived_from is not None or not happening.given:
                continue
            triggered = by_case.get(case, [])
            if any(is_after(happening.known, trigger.at)[0] for trigger in triggered):
                continue
            if not triggered:
                asked = _asked(version) if asked is None else asked
                if case in asked or not _could_apply(version, happening):
                    continue
            subject = version.clause.full_id
            found.remarks.append(
                Remark("impossible order", subject, case)
                if triggered
                else Remark("missing trigger", subject, case, unless_used=happening.rank)
            )


def _asked(version: Version) -> frozenset[str]:
    """The cases in which something triggered the clause, whatever its `if` came to."""
    body = version.clause.body
    assert isinstance(body, Duty)
    return frozenset(each.happening.event.case for each in _everywhere(version, body.when))


def _fulfilments(version: Version) -> tuple[Occurrence, ...]:
    body = version.clause.body
    assert isinstance(body, Duty)
    return tuple(each for each in _everywhere(version, body.must) if each.doubt is None)


def _everywhere(version: Version, pattern: Pattern) -> tuple[Occurrence, ...]:
    """The occurrences of a pattern in the scope, whatever slice they belong to."""
    scope = version.scope
    whole = scope.whole
    return occurrences(pattern, whole.entries, context_of(scope, whole), version.clause)


def _could_apply(version: Version, happening: Happening) -> bool:
    """Whether the clause might have bound the case: in force by then, and its `if` not certainly false."""

    clause, scope = version.clause, version.scope
    if not in_force(clause, scope.view, happening.at.date):
        return False
    own = scope.by_case.get(happening.event.case, scope.happenings)
    view = SliceView((), seen(own), None)
    context = evolve(
        context_of(scope, view),
        case=happening.event.case,
        case_history=own,
        reached=happening.key,
        moment=happening.known,
    )
    return holds(clause.if_, context) is not False
