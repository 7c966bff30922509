"""The clock of one obligation: what happens to it, event by event, until it is closed or the log ends.

Each pause, interruption and extension takes effect only when it comes at or before the due end as it then
stands; whenever the next event lies past an open due end, the deadline fires first.
"""

import datetime as dt

from govrules.counting.due import Due, Extension, Pause, Running
from govrules.declaring import evolve
from govrules.engine import reasons
from govrules.engine.conditions import holds
from govrules.engine.context import Context
from govrules.engine.entries import Entries
from govrules.engine.happenings import Happening
from govrules.engine.limits import period_for, shown
from govrules.engine.moments import is_after, plain
from govrules.engine.patterns import Occurrence
from govrules.engine.reference.alerts import Rung, rings
from govrules.engine.reference.course import Course, SetAside, is_past
from govrules.engine.reference.marks import Mark, Step, marks_of, pauses_before
from govrules.engine.reference.pauses import (
    OpenPause,
    is_paused,
    key_of,
    pauses_taken,
    running_after,
    take_next,
)
from govrules.engine.reference.terms import Terms
from govrules.engine.values import Missing
from govrules.model.clauses import Clause, Duty, ExtendRule, PauseRule
from govrules.model.convention import Convention
from govrules.model.findings import ExtensionTaken, Moment, Reason
from govrules.model.limits import NoLimit


def run(
    clause: Clause,
    body: Duty,
    terms: Terms,
    trigger: Happening,
    entries: Entries,
    fulfilling: Entries,
    context: Context,
    origin: Moment,
    replaced_by: Occurrence | None = None,
) -> Course:
    """The course of one obligation.

    Args:
        entries: what the obligation sees.
        fulfilling: the same, where an event that may belong to another member of `for_each` is in doubt.
        origin: what is counted from; the trigger's moment unless the clause says otherwise.
        replaced_by: the next trigger, where it takes the place of this one.
    """
    marks = marks_of(clause, body, trigger, entries, fulfilling, context)
    if replaced_by is not None:
        marks = [*marks, Mark("end", 0, replaced_by)]
    clock = _Clock(clause, body, terms, trigger, context, origin)
    clock.stand_still(pauses_before(clause, body, trigger, entries, context))
    return clock.run(marks)


class _Clock:
    """The running state of one obligation; lives only inside `run`."""

    def __init__(
        self, clause: Clause, body: Duty, terms: Terms, trigger: Happening, context: Context, origin: Moment
    ) -> None:
        self.clause = clause
        self.body = body
        self.terms = terms
        self.trigger = trigger
        self.context = context
        self.origin = origin
        self.open: list[OpenPause] = []
        self.closed: list[tuple[OpenPause, Occurrence]] = []
        self.interrupted: Occurrence | None = None
        self.interrupts: list[tuple[Occurrence, Occurrence]] = []
        self.extensions: list[tuple[int, Extension, ExtensionTaken]] = []
        self.course = Course(doubt=terms.doubt)
        self.rung: dict[int, Rung] = {}

    def stand_still(self, marks: list[Mark]) -> None:
        """Begin with the clock stopped where a pause was running when the duty arose."""
        if not self.terms.can_pause:
            return
        for each, doubt in running_after(marks, self.body, self.context):
            self.open.append(each)
            used = (*self.course.used, *each.start.all)
            self.course = evolve(self.course, doubt=self.course.doubt or doubt, used=used)

    def run(self, marks: list[Mark]) -> Course:
        waiting = list(marks)
        while waiting and self.course.doubt is None:
            mark = take_next(waiting, self._is_stopped)
            due = self._due()
            if isinstance(due, Due):
                self._ring(due, mark.happening)
                if is_past(mark.happening, due):
                    return self._fired(due, [mark, *waiting])
            if self._take(mark):
                return self._closed()
        if self.course.doubt is not None:
            return self._in_doubt(marks)
        return self._at_the_end_of_the_log()

    def _is_stopped(self, mark: Mark) -> bool:
        """Whether the pause or interruption that a mark starts or ends is running."""
        if mark.step in {"interrupt", "restart"}:
            return self.interrupted is not None
        return is_paused(mark, self.open, self.body)

    # -- where the clock stands -------------------------------------------------------------------------

    def _due(self, *, as_if_running: bool = False) -> Due | Running | None:
        """The due end as things stand; `Running` while the clock stands still."""
        if self.interrupted is not None and not as_if_running and self.terms.can_pause:
            return _STANDING
        pauses = self._pauses(as_if_running) if self.terms.can_pause else ()
        extensions = tuple(extension for _, extension, _ in self.extensions)
        due = self.terms.due(self.origin, pauses, extensions)
        if isinstance(due, Missing):
            self.course = evolve(self.course, doubt=due.reason)
            return None
        return due

    def _pauses(self, as_if_running: bool) -> tuple[Pause, ...]:
        found = [self._pause(each, plain(end.happening.at)) for each, end in self.closed]
        if not as_if_running:
            found += [self._pause(each, None) for each in self.open]
        # Sorted, so that equal pauses are remembered as equal.
        return tuple(
            sorted(found, key=lambda pause: (_sortable(pause.start), str(pause.end), str(pause.days)))
        )

    def _pause(self, each: OpenPause, end: dt.date | dt.datetime | None) -> Pause:
        rule = self.body.pause[each.rule]
        cap = self._cap(rule, each.start.happening)
        if cap is not None and (end is None or _day(end) > cap):
            end = cap
        return Pause(plain(each.start.happening.at), end, rule.days)

    def _cap(self, rule: PauseRule, start: Happening) -> dt.date | None:
        """The last day that a pause of at most so long can take out."""
        if rule.at_most is None:
            return None
        limit = period_for(rule.at_most, self.context.at(start))
        if isinstance(limit, NoLimit):
            return None
        counted = limit if isinstance(limit, Missing) else self.terms.counting.after(limit, start.at)
        if isinstance(counted, Due):
            return counted.unrolled
        if isinstance(counted, Missing):
            self.course = evolve(self.course, doubt=counted.reason)
        return None

    # -- one event after another ------------------------------------------------------------------------

    def _take(self, mark: Mark) -> bool:
        """The effect of one event; True where it closes the obligation."""
        if mark.step == "fulfil":
            return self._fulfil(mark)
        if mark.occurrence.doubt is not None:
            self.course = evolve(self.course, doubt=mark.occurrence.doubt)
            return False
        match mark.step:
            case "pause":
                self._start(mark)
            case "resume":
                self._resume(mark)
            case "interrupt":
                self._interrupt(mark)
            case "restart":
                self._restart(mark)
            case "extend":
                self._extend(mark)
            case "end":
                self._use(mark)
                self.course = evolve(self.course, ended=mark.occurrence)
                return True
        return False

    def _fulfil(self, mark: Mark) -> bool:
        if mark.occurrence.doubt is not None:
            if self.course.doubtful_fulfilment is None:
                self.course = evolve(self.course, doubtful_fulfilment=mark.occurrence.doubt)
            return False
        self._use(mark)
        same_day = is_after(mark.happening.known, self.trigger.at)[1] and self.body.early != "counts"
        self.course = evolve(self.course, fulfilled=mark.occurrence, same_day=same_day)
        return True

    def _allowed(self, condition: object, mark: Mark) -> bool:
        """Whether the rule's `if` holds at the event; an unknown one leaves the whole obligation unknown."""
        from govrules.model.conditions import Condition

        if not isinstance(condition, Condition):
            return True
        found = holds(condition, self.context.at(mark.happening, mark.occurrence.parts))
        if isinstance(found, Missing):
            self.course = evolve(self.course, doubt=found.reason)
            return False
        if found is False:
            self._set_aside(mark, reasons.condition_not_met(condition.text))
        return found is True

    def _start(self, mark: Mark) -> None:
        rule = self.body.pause[mark.rule]
        if not self.terms.can_pause or not self._allowed(rule.if_, mark):
            return
        key = self._pairing(rule, mark)
        if self.course.doubt is not None:
            return
        taken = [each for each in (*self.open, *(one for one, _ in self.closed)) if each.rule == mark.rule]
        before = next((each for each in self.open if each.rule == mark.rule and each.key == key), None)
        if before is not None:
            self._start_again(before, mark)
        elif rule.times is not None and len(taken) >= rule.times:
            self._set_aside(mark, reasons.used_up(rule.times))
        else:
            self._use(mark)
            self.open.append(OpenPause(mark.rule, key, mark.occurrence))

    def _start_again(self, before: OpenPause, mark: Mark) -> None:
        """A second start while paused: ignored, or it replaces the first (`pause_again`).

        It cannot replace the first once the time, which would then have run on, would have been up.
        """
        convention, paused = self.terms.counting.convention, self.open
        if isinstance(convention, Convention) and convention.pause_again == "move":
            self.open = [each for each in paused if each is not before]
            due = self._due()
            if not (isinstance(due, Due) and is_past(mark.happening, due)):
                self._set_aside(Mark("pause", mark.rule, before.start), reasons.paused_anew())
                self._use(mark)
                self.open.append(OpenPause(mark.rule, before.key, mark.occurrence))
                return
            self.open = paused
        self._set_aside(mark, reasons.already_paused())

    def _pairing(self, rule: PauseRule, mark: Mark) -> tuple[str | None, ...]:
        """The values by which an end is paired with its start."""
        key = key_of(mark, self.body)
        for field, value in zip(rule.per, key, strict=True):
            declared = self.context.view.vocabulary.field(mark.happening.type, field) is not None
            if value is None and declared:
                reason = reasons.slice_field_missing(field, mark.happening.type, mark.happening.at)
                self.course = evolve(self.course, doubt=reason)
        return key

    def _resume(self, mark: Mark) -> None:
        rule = self.body.pause[mark.rule]
        if not self.terms.can_pause:
            return
        key = self._pairing(rule, mark)
        if self.course.doubt is not None:
            return
        ended = [each for each in self.open if each.is_ended_by(mark.rule, key)]
        if not ended:
            self._set_aside(mark, reasons.nothing_paused())
            return
        self._use(mark)
        self.open = [each for each in self.open if each not in ended]
        self.closed += [(each, mark.occurrence) for each in ended]

    def _interrupt(self, mark: Mark) -> None:
        if not self.terms.can_pause or not self._allowed(self.body.interrupt[mark.rule].if_, mark):
            return
        if self.interrupted is not None:
            self._set_aside(mark, reasons.already_paused())
            return
        self._use(mark)
        self.interrupted = mark.occurrence

    def _restart(self, mark: Mark) -> None:
        """The count begins anew, from the event that ends the interruption."""
        if not self.terms.can_pause:
            return
        if self.interrupted is None:
            self._set_aside(mark, reasons.nothing_interrupted())
            return
        self._use(mark)
        self.interrupts.append((self.interrupted, mark.occurrence))
        self.interrupted = None
        self.origin = mark.happening.at

    def _extend(self, mark: Mark) -> None:
        rule = self.body.extend[mark.rule]
        if not self.terms.has_limit or not self._allowed(rule.if_, mark):
            return
        before = [each for each in self.extensions if each[0] == mark.rule]
        if rule.times is not None and len(before) >= rule.times:
            self._set_aside(mark, reasons.used_up(rule.times))
            return
        found = period_for(rule.add, self.context.at(mark.happening, mark.occurrence.parts))
        if isinstance(found, Missing):
            self.course = evolve(self.course, doubt=found.reason)
            return
        if isinstance(found, NoLimit):
            self.course = evolve(self.course, doubt=reasons.not_a_limit(str(rule.add)))
            return
        self._use(mark)
        approved = plain(mark.happening.at)
        evidence = mark.happening.evidence()
        taken = (mark.rule, Extension(found, approved), ExtensionTaken(evidence, str(found)))
        longer = [*self.extensions, taken]
        self.extensions = self._capped(rule, mark, longer)

    def _capped(
        self, rule: ExtendRule, mark: Mark, longer: list[tuple[int, Extension, ExtensionTaken]]
    ) -> list[tuple[int, Extension, ExtensionTaken]]:
        """What is added in total, but no more than `at_most`: whichever of the two ends earlier."""
        if rule.at_most is None:
            return longer
        cap = period_for(rule.at_most, self.context.at(mark.happening, mark.occurrence.parts))
        if isinstance(cap, NoLimit):
            return longer
        if isinstance(cap, Missing):
            self.course = evolve(self.course, doubt=cap.reason)
            return longer
        others = [each for each in longer if each[0] != mark.rule]
        taken = longer[-1]
        most = (mark.rule, Extension(cap, taken[1].approved), ExtensionTaken(taken[2].on, shown(cap)))
        ends: list[dt.date] = []
        for option in (longer, [*others, most]):
            self.extensions = option
            due = self._due(as_if_running=True)
            if not isinstance(due, Due):
                return longer
            ends.append(due.date)
        return longer if ends[0] <= ends[1] else [*others, most]

    # -- how it ends ------------------------------------------------------------------------------------

    def _in_doubt(self, marks: list[Mark]) -> Course:
        """No verdict; what closed the obligation is known all the same, and a later trigger opens another."""
        for mark in marks:
            if mark.occurrence.doubt is None and mark.step in {"fulfil", "end"}:
                self._use(mark)
                if mark.step == "fulfil":
                    self.course = evolve(self.course, fulfilled=mark.occurrence)
                else:
                    self.course = evolve(self.course, ended=mark.occurrence)
                break
        return self._result()

    def _closed(self) -> Course:
        fulfilled = self.course.fulfilled
        due = self._due()
        if fulfilled is not None and isinstance(due, Due):
            known = fulfilled.happening.known
            # Where the day ends before 24:00, a bare date has the benefit of the doubt.
            on_the_day = known.bare and known.date == due.date == due.end.date()
            self.course = evolve(self.course, same_day=self.course.same_day or on_the_day)
        return self._result(due)

    def _fired(self, due: Due, waiting: list[Mark]) -> Course:
        """The deadline came first: nothing that follows can change the due date any more."""
        self.course = evolve(self.course, fired=True)
        for mark in sorted(waiting, key=lambda each: each.happening.order):
            if mark.step == "fulfil":
                closed = self.course.fulfilled or self.course.ended_late
                if mark.occurrence.doubt is None and closed is None:
                    self._use(mark)
                    self.course = evolve(self.course, fulfilled=mark.occurrence, is_late=True)
            elif self.course.fulfilled is None:
                if mark.step == "end" and self.course.ended_late is None:
                    self._use(mark)
                    self.course = evolve(self.course, ended_late=mark.occurrence)
                elif mark.step in _LATE:
                    self._set_aside(mark, reasons.after_due(_LATE[mark.step]))
        return self._result(due)

    def _at_the_end_of_the_log(self) -> Course:
        due = self._due()
        if isinstance(due, Due):
            self._ring(due, None)
            known = self.terms.known_from
            view = self.context.view
            if view.has_come(due.late_from) and (known is None or known.key <= view.as_of_key):
                self.course = evolve(self.course, fired=True)
        elif due is not None:
            self.course = evolve(self.course, paused=True)
        return self._result(due)

    def _result(self, due: "Due | Running | None" = None) -> Course:
        interrupts: list[tuple[Occurrence, Occurrence | None]] = [*self.interrupts]
        if self.interrupted is not None:
            interrupts.append((self.interrupted, None))
        stops: list[tuple[OpenPause, Occurrence | None]] = [
            *self.closed,
            *((each, None) for each in self.open),
        ]
        return evolve(
            self.course,
            due=due if isinstance(due, Due) else None,
            known_from=self.terms.known_from,
            pauses=pauses_taken(stops, interrupts, self.body),
            extensions=tuple(taken for _, _, taken in self.extensions),
            rung=tuple(self.rung[number] for number in sorted(self.rung)),
        )

    def _ring(self, due: Due, before: Happening | None) -> None:
        """The warnings that are reached before the next event, or by `as_of`."""
        for rung in rings(self.body.warn, due, self.trigger.at, self.context):
            reached = rung.has_come(self.context.view) if before is None else rung.is_before(before.key)
            if reached:
                self.rung.setdefault(rung.number, rung)

    def _use(self, mark: Mark) -> None:
        self.course = evolve(self.course, used=(*self.course.used, *mark.occurrence.all))

    def _set_aside(self, mark: Mark, reason: Reason) -> None:
        aside = tuple(SetAside(each, reason) for each in mark.occurrence.all)
        self.course = evolve(self.course, set_aside=(*self.course.set_aside, *aside))


_LATE: dict[Step, str] = {"pause": "pause", "interrupt": "interruption", "extend": "extension"}
_STANDING: Running = Running(since=dt.date.min, count=None)  # type: ignore[arg-type]


def _day(moment: dt.date | dt.datetime) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment


def _sortable(moment: dt.date | dt.datetime) -> str:
    return moment.isoformat()
