"""What happened, as the evaluator saw it, put together again from the log and the findings."""

import datetime as dt
from collections.abc import Iterator, Mapping

import attrs

from govrules.engine.happenings import LAPSE, VIOLATION, Derived, Happening, carried, ordered
from govrules.engine.histories import Histories
from govrules.engine.moments import BARE, Key, key_of, plain, utc
from govrules.engine.reference.outcome import instant_of
from govrules.engine.slices import Scope, crosses_cases
from govrules.engine.strata import Ears
from govrules.engine.view import View
from govrules.model.clauses import Clause
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event
from govrules.model.findings import Evidence, Gap, Lapse, Obligation, Violation


@attrs.frozen(eq=False)
class Past:
    """The events of a log as each policy sees them, and what the findings of an evaluation brought about."""

    histories: Histories
    derived: Mapping[str, tuple[Derived, ...]]
    """by case"""

    @classmethod
    def of(cls, histories: Histories, evaluation: Evaluation, views: Mapping[str, View]) -> "Past":
        found: dict[str, list[Derived]] = {}
        for each in _derived(evaluation, views):
            found.setdefault(each.event.case, []).append(each)
        return cls(histories, {case: tuple(sorted(each, key=_order)) for case, each in found.items()})

    def scopes(self, clause: Clause, view: View, ears: Ears) -> Iterator[Scope]:
        """What a clause is evaluated over: each case, or the whole log."""
        log = self.histories.of_view[id(view)]
        by_case: dict[str, tuple[Happening, ...]] = {}
        for case in {**dict.fromkeys(self.histories.cases), **self.derived}:
            heard = [
                view.derived(each, self.histories.events + number)
                for number, each in enumerate(self.derived.get(case, ()))
                if ears.hear(each)
            ]
            by_case[case] = ordered((*log.get(case, ()), *heard))
        if crosses_cases(clause):
            every = ordered(one for each in by_case.values() for one in each)
            yield Scope(view, None, every, by_case, {}, {})
            return
        for case in self.histories.cases:
            yield Scope(view, case, by_case[case], {case: by_case[case]}, {}, {})


def _order(derived: Derived) -> tuple[object, ...]:
    return (derived.known, derived.generation, derived.derived_from, derived.kind)


def _derived(evaluation: Evaluation, views: Mapping[str, View]) -> Iterator[Derived]:
    """Every violation and lapse as a happening, with when it was known; and what lapses deemed."""
    obligations = {each.id: each for each in evaluation.obligations}
    for violation in evaluation.violations:
        view = views.get(violation.policy)
        if view is not None:
            yield _violation(violation, obligations.get(violation.obligation), view)
    for lapse in evaluation.lapses:
        view = views.get(lapse.policy)
        if view is not None:
            yield from _lapse(lapse, obligations.get(lapse.obligation), view)


def _violation(finding: Violation, obligation: Obligation | None, view: View) -> Derived:
    # What a clause waits for is the breach itself; how late it became is no part of that.
    gap = Gap(finding.gap.start, None) if finding.gap is not None else None
    breach = attrs.evolve(finding, fulfilled=None, late_by_days=None, late_by_working_days=None, gap=gap)
    trigger = finding.trigger
    by_event = finding.clause_kind in {"requirement", "prohibition"} or (
        finding.clause_kind == "quota" and trigger is not None
    )
    if by_event and trigger is not None:
        key = _key(trigger, view)
        known: Key = (key[0], key[1] + 1)
        at: dt.date | dt.datetime = plain(trigger.known if finding.clause_kind == "quota" else trigger.at)
    else:
        anchor = obligation.anchor if obligation is not None else None
        known = _known(finding.at, (trigger, anchor) if finding.clause_kind != "maintenance" else (), view)
        at = instant_of(known)
    event = _event(finding, trigger)
    return Derived(event, at, instant_of(known), known[1], finding.id, breach, VIOLATION)


def _lapse(finding: Lapse, obligation: Obligation | None, view: View) -> Iterator[Derived]:
    anchor = obligation.anchor if obligation is not None else None
    late = obligation.late_from if obligation is not None else finding.at
    known = _known(late, (finding.trigger, anchor), view)
    if finding.deemed is not None:
        deemed = finding.deemed.event
        instant = instant_of(known)
        yield Derived(deemed, deemed.time, instant, known[1], finding.id, finding, "")
    end = finding.at if finding.at is not None else instant_of(known)
    yield Derived(
        _event(finding, finding.trigger), end, instant_of(known), known[1], finding.id, finding, LAPSE
    )


def _event(finding: Violation | Lapse, trigger: Evidence | None) -> Event:
    """A finding as an event to wait for: it carries its trigger's data and its slice."""
    unit = finding.unit if isinstance(finding, Violation) else None
    if trigger is None:
        at = finding.at or dt.datetime.min.replace(tzinfo=dt.UTC)
        return Event(finding.case, "violation", at, unit=unit, data=dict(finding.slice))
    source = trigger.event
    data = carried(source, finding.slice)
    return Event(finding.case, "violation", source.time, unit=source.unit, actor=source.actor, data=data)


def _key(evidence: Evidence, view: View) -> Key:
    if evidence.derived_from is None:
        return key_of(evidence.known, view.zone)
    # What silence deems comes just after the end of the time.
    return (key_of(evidence.known, view.zone)[0], 1)


def _known(at: dt.datetime | None, after: tuple[Evidence | None, ...], view: View) -> Key:
    """When the passing of a due end is known: just after it, and not before what it follows from."""
    known: Key = (utc(at), 1) if at is not None else (dt.datetime.min, BARE)  # noqa: DTZ901
    for each in after:
        if each is not None and (key := _key(each, view)) >= known:
            known = (key[0], key[1] + 1)
    return known
