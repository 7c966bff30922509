"""What becomes of a proposed measure: lifted, lowered, imposed, dismissed, or left without any decision."""

from collections.abc import Iterator
from typing import Literal, TypeAlias

import attrs

from govrules.engine import answer_reasons
from govrules.engine.conditions import evaluate
from govrules.engine.counts import Counting
from govrules.engine.entries import Entries
from govrules.engine.found import Found
from govrules.engine.happenings import Entry, Happening, Mitigation
from govrules.engine.lookups import field_of
from govrules.engine.moments import is_after, is_certainly_after
from govrules.engine.patterns import Occurrence, occurrences, types_of
from govrules.engine.reference.acts import deciding
from govrules.engine.reference.duty import pursue
from govrules.engine.reference.unanswered import say_unknown
from govrules.engine.triggers import Trigger, Version
from govrules.engine.values import Missing, text_of
from govrules.model.accountability import Accountability, Ladder
from govrules.model.clauses import Duty, Responsible
from govrules.model.conditions import Constant
from govrules.model.findings import Adjustment, ProposedMeasure, Reason, Violation
from govrules.model.patterns import OneOf, Pattern

PARTY_FIELDS = ("person", "party", "target")
"""the fields by which an event that decides may say whom it concerns"""

_Decided: TypeAlias = Literal["imposed", "dismissed"]


@attrs.frozen(eq=False)
class _Closing:
    """What closed one proposal: a decision, or the clause that lifts it."""

    happening: Happening
    occurrence: Occurrence | None
    """None where a clause lifted it"""


@attrs.frozen(eq=False)
class _Followed:
    """A proposal, what became of it, and decisions of which it is not certain that they concern it."""

    measure: ProposedMeasure
    closing: _Closing | None
    doubtful: tuple[Occurrence, ...]


def decide(
    trigger: Trigger,
    body: Accountability,
    proposed: tuple[ProposedMeasure, ...],
    counting: Counting,
    found: Found,
) -> tuple[ProposedMeasure, ...]:
    """The measures with what became of them; whoever has to decide has a duty to, and may break it."""
    followed = tuple(_follow(trigger, each, found) for each in proposed)
    decider = evaluate(body.decided_by, deciding(trigger)) if body.decided_by is not None else None
    name = None if decider is None or isinstance(decider, Missing) else text_of(decider)
    obligation: str | None = None
    if followed and (body.decided_by is not None or body.within):
        obligation = _oblige(trigger, body, name, followed, counting, found)
        if isinstance(decider, Missing):
            say_unknown(
                trigger, f"{trigger.id}/decider", answer_reasons.decider_unknown(decider.reason), found
            )
    for each in followed:
        if each.doubtful and each.closing is None:
            why = next(doubt for one in each.doubtful if (doubt := one.doubt) is not None)
            say_unknown(trigger, each.measure.id, why, found)
    return tuple(attrs.evolve(each.measure, decider=name, obligation=obligation) for each in followed)


# -- one proposal --------------------------------------------------------------------------------------


def _follow(trigger: Trigger, measure: ProposedMeasure, found: Found) -> _Followed:
    """One proposal through what clauses do to it, up to the first decision that concerns it."""
    ladder = trigger.version.scope.view.policy.ladder
    concerning = [each for each in _decisions(ladder, trigger) if _concerns(each[1].happening, measure)]
    decision = next((each for each in concerning if each[1].doubt is None), None)
    doubtful = tuple(
        occurrence
        for _, occurrence in concerning
        if occurrence.doubt is not None
        and (decision is None or occurrence.happening.order < decision[1].happening.order)
    )
    for mitigation in trigger.version.scope.mitigations.get(measure.id, ()):
        if decision is not None and is_certainly_after(mitigation.at, decision[1].happening.known):
            break
        measure = _adjusted(measure, mitigation, ladder)
        if mitigation.to == "exempt":
            return _Followed(measure, _Closing(_lifting(trigger, mitigation), None), doubtful)
    if decision is None:
        return _Followed(measure, None, doubtful)
    state, occurrence = decision
    found.use(*occurrence.all)
    imposed = field_of(occurrence.happening, "measure") if state == "imposed" else None
    same_day = is_after(occurrence.happening.known, trigger.happening.known)[1]
    measure = attrs.evolve(
        measure,
        state=state,
        decision=occurrence.happening.evidence(),
        imposed=None if imposed is None else text_of(imposed),
        basis=tuple(dict.fromkeys((*measure.basis, "same day"))) if same_day else measure.basis,
    )
    return _Followed(measure, _Closing(occurrence.happening, occurrence), doubtful)


def _decisions(ladder: Ladder, trigger: Trigger) -> list[tuple[_Decided, Occurrence]]:
    """What imposed or dismissed a measure in the slice after the proposal, in order."""
    known: tuple[tuple[_Decided, Pattern | None], ...] = (
        ("imposed", ladder.imposed),
        ("dismissed", ladder.dismissed),
    )
    patterns = [(state, pattern) for state, pattern in known if pattern is not None]
    own = {id(each) for each in trigger.occurrence.all}
    proposed = trigger.happening.known
    types = types_of((pattern for _, pattern in patterns), trigger.context)
    entries = trigger.entries if types is None else trigger.entries.of_types(types)
    later = tuple(
        each
        for each in entries.between(entries.first_from(proposed))
        if id(each.happening) not in own and is_after(each.happening.known, proposed)[0]
    )
    found = [
        (state, each)
        for state, pattern in patterns
        for each in occurrences(pattern, later, trigger.context, trigger.clause)
    ]
    return sorted(found, key=lambda each: each[1].happening.order)


def _concerns(decision: Happening, measure: ProposedMeasure) -> bool:
    """Whether a decision is about the party of a measure: one that names nobody is about all of the slice.

    What the slice is already made of tells its parties from no others.
    """
    sliced = {name for name, _ in measure.slice}
    named = [
        field_of(decision, field)
        for field in PARTY_FIELDS
        if field not in sliced and field_of(decision, field) is not None
    ]
    if not named:
        return True
    members = [each for value in named for each in (value if isinstance(value, tuple | list) else (value,))]
    return measure.party in {text_of(each) for each in members}


def _adjusted(measure: ProposedMeasure, mitigation: Mitigation, ladder: Ladder) -> ProposedMeasure:
    """A measure exempt, or each of its steps one lower; the lowest stays, and so does what is on no step."""
    if mitigation.to == "exempt":
        adjustment = Adjustment(mitigation.clause, "exempt")
        return attrs.evolve(measure, state="exempt", adjusted=(*measure.adjusted, adjustment))
    steps = [(each, ladder.lower(each)) for each in measure.measures]
    stayed = tuple(each for each, lower in steps if lower is None)
    adjustment = Adjustment(mitigation.clause, "lower", stayed)
    return attrs.evolve(
        measure,
        measures=tuple(dict.fromkeys(lower or each for each, lower in steps)),
        adjusted=(*measure.adjusted, adjustment),
    )


def _lifting(trigger: Trigger, mitigation: Mitigation) -> Happening:
    """What a clause lifted, as something that puts an end to the duty to decide on it."""
    return attrs.evolve(
        trigger.happening,
        at=mitigation.at,
        known=mitigation.at,
        key=mitigation.known,
        derived_from=mitigation.clause,
        finding=None,
        given=False,
    )


# -- the duty to decide --------------------------------------------------------------------------------


def _oblige(
    trigger: Trigger,
    body: Accountability,
    decider: str | None,
    followed: tuple[_Followed, ...],
    counting: Counting,
    found: Found,
) -> str | None:
    """The duty to decide on what is proposed, judged as any duty is; its id, the first of several limits'."""
    ladder = trigger.version.scope.view.policy.ladder
    patterns = tuple(each for each in (ladder.imposed, ladder.dismissed) if each is not None)
    if not patterns:
        say_unknown(trigger, f"{trigger.id}/decision", answer_reasons.no_decision_declared(), found)
        return None
    last = _last(followed)
    clause = attrs.evolve(
        trigger.clause,
        body=Duty(
            when=body.on, must=patterns[0] if len(patterns) == 1 else OneOf(patterns), within=body.within
        ),
        responsible=Responsible(Constant(decider)) if decider is not None else None,
        if_=None,
        unless=None,
    )
    version = Version(clause, trigger.version.scope)
    lifted = last is not None and last.occurrence is None
    own = Found()
    pursued = pursue(
        attrs.evolve(
            trigger,
            version=version,
            fulfilling=Entries(_entries(trigger, followed, last)),
            replaced_by=Occurrence(last.happening) if last is not None and lifted else None,
        ),
        (version,),
        {id(version): counting},
        own,
    )
    _take_over(own, found, _lifted_by(followed) if lifted else None)
    return pursued.judged[0].obligation.id


def _last(followed: tuple[_Followed, ...]) -> _Closing | None:
    """What closed the last of the proposals; None while one is open."""
    closings = [each.closing for each in followed]
    certain = [each for each in closings if each is not None]
    return max(certain, key=lambda each: each.happening.order) if len(certain) == len(closings) else None


def _lifted_by(followed: tuple[_Followed, ...]) -> Reason:
    adjusted = [each.measure.adjusted[-1].clause for each in followed if each.measure.state == "exempt"]
    return answer_reasons.exempted(adjusted[-1])


def _entries(trigger: Trigger, followed: tuple[_Followed, ...], last: _Closing | None) -> Iterator[Entry]:
    """What may meet the duty: the decision that left nothing undecided, and those that may be one."""
    wanted = (
        {id(each) for each in last.occurrence.all}
        if last is not None and last.occurrence is not None
        else set()
    )
    for each in followed:
        if each.closing is None or each.closing is last:
            wanted |= {id(one) for occurrence in each.doubtful for one in occurrence.all}
    return (each for each in trigger.entries if id(each.happening) in wanted)


def _take_over(own: Found, found: Found, lifted: Reason | None) -> None:
    """What the duty to decide came to, as findings of the accountability clause."""
    kind = "accountability"
    found.obligations += [
        attrs.evolve(
            each,
            clause_kind=kind,
            reason=lifted if lifted is not None and each.state == "ended" else each.reason,
        )
        for each in own.obligations
    ]
    found.violations += [attrs.evolve(each, clause_kind=kind) for each in own.violations]
    found.derived += [
        attrs.evolve(each, finding=attrs.evolve(each.finding, clause_kind=kind))
        if isinstance(each.finding, Violation)
        else each
        for each in own.derived
    ]
    found.unknowns += own.unknowns
    found.facts += own.facts
    found.ignored += own.ignored
    found.remarks += own.remarks
    found.used |= own.used
    found.ids |= own.ids
