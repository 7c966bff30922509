"""Decisions after a lapse: reported as late, never merged with what was deemed."""

import attrs

from govrules.engine.counts import Counting
from govrules.engine.found import Found
from govrules.engine.happenings import Happening
from govrules.engine.moments import is_after, key_of
from govrules.engine.patterns import occurrences
from govrules.engine.reference.course import is_past
from govrules.engine.reference.judgement import Judged
from govrules.engine.reference.outcome import late_by
from govrules.engine.triggers import Trigger
from govrules.model.clauses import Duty
from govrules.model.findings import Lapse, LateDecision


def late_decisions(
    trigger: Trigger,
    judged: tuple[Judged, ...],
    following: Happening | None,
    counting: Counting,
    found: Found,
) -> None:
    """Real events after a lapse that had deemed one, up to the next trigger of the duty.

    One of the deemed type is no second trigger anywhere: it was deemed before. Where the lapse was not known
    yet when the decision came (a limit over before the trigger, or before the event that fixes it), the
    decision is late all the same, and triggers what it triggered.
    """
    body = trigger.clause.body
    assert isinstance(body, Duty)
    view = trigger.version.scope.view
    for each in judged:
        lapse, due = each.lapse, each.course.due
        if lapse is None or lapse.deemed is None or due is None or each.lapsed_at is None:
            continue
        lapsed = key_of(each.lapsed_at, view.zone)
        for occurrence in occurrences(body.must, trigger.fulfilling, trigger.context, trigger.clause):
            event = occurrence.happening
            real = event.given and event.derived_from is None and occurrence.doubt is None
            follows = body.early == "counts" or is_after(event.known, trigger.happening.at)[0]
            if not real or not follows or not is_past(event, due):
                continue
            if following is not None and is_after(event.known, following.known)[0]:
                continue
            found.use(event)
            _say_how_late(lapse, event, counting, found)
            if event.key > lapsed and view.vocabulary.resolve(lapse.deemed.event.type) == event.type:
                found.late.setdefault(event.rank, lapse.id)
            found.late_decisions.append(
                LateDecision(
                    id=found.new_id(f"{lapse.obligation}/late@{event.at}"),
                    policy=lapse.policy,
                    clause=lapse.clause,
                    case=lapse.case,
                    slice=lapse.slice,
                    lapse=lapse.id,
                    event=event.evidence(),
                    late_by_days=(event.known.date - due.date).days,
                )
            )


def _say_how_late(lapse: Lapse, event: Happening, counting: Counting, found: Found) -> None:
    """The breach says how long the office really took, though the decision is never merged with the lapse."""
    assert lapse.due is not None
    for number, violation in enumerate(found.violations):
        if violation.obligation == lapse.obligation and violation.late_by_days is None:
            days, working = late_by(lapse.due, event, counting)
            found.violations[number] = attrs.evolve(
                violation, late_by_days=days, late_by_working_days=working
            )
