"""Accountability: a violation or a finding makes parties answerable; a measure is proposed, never imposed."""

from collections.abc import Iterator

import attrs

from govrules.engine import answer_reasons
from govrules.engine.conditions import evaluate, holds
from govrules.engine.counts import Counting
from govrules.engine.found import Found
from govrules.engine.happenings import PROPOSED, Derived, Mitigation, carried
from govrules.engine.mentions import contradiction
from govrules.engine.moments import instant_from, plain
from govrules.engine.reference.acts import answering, unit_of
from govrules.engine.reference.decisions import decide
from govrules.engine.reference.departures import departed
from govrules.engine.reference.outcome import instant_of
from govrules.engine.reference.repeated import Breach, breach_of, often_enough, span_counting
from govrules.engine.reference.unanswered import say_unknown
from govrules.engine.triggers import Trigger, Version, candidates
from govrules.engine.values import Missing, Value, text_of
from govrules.model.accountability import Accountability, Answerable, Proposal
from govrules.model.conditions import Constant
from govrules.model.events import Event
from govrules.model.findings import (
    Attribution,
    Basis,
    Evidence,
    ProposedMeasure,
    Reason,
)


def evaluate_accountability(
    versions: tuple[Version, ...], countings: tuple[Counting, ...], found: Found
) -> None:
    """Who answers under one clause in one scope, with which measures, and what was decided."""
    every = candidates(versions, found)
    if not every:
        return
    by_version = {id(version): counting for version, counting in zip(versions, countings, strict=True)}
    spans = {key: span_counting(each) for key, each in by_version.items()}
    groups: dict[tuple[str, ...], list[Breach]] = {}
    for candidate in every:
        breach = breach_of(candidate)
        group = groups.setdefault(breach.trigger.where, [])
        group.append(breach)
        rests = often_enough(group, spans[id(breach.trigger.version)])
        trigger = _marked(breach.trigger, found)
        if isinstance(rests, Reason):
            found.use(*trigger.occurrence.all)
            say_unknown(trigger, trigger.id, rests, found)
        elif rests is not None:
            _completed(trigger, rests, by_version[id(trigger.version)], found)


def _marked(trigger: Trigger, found: Found) -> Trigger:
    """With an id that names what it follows from: two clauses may be broken at one moment."""
    finding = next((each.finding for each in reversed(trigger.occurrence.all) if each.finding), None)
    if finding is not None:
        mark = finding.id.removeprefix(f"{trigger.clause.policy}/")
        if finding.case == trigger.case:
            mark = mark.replace(f"{finding.clause}:{finding.case}", finding.clause, 1)
        mark = mark.removesuffix("/violation").removesuffix("/lapse")
        trigger = attrs.evolve(trigger, mark=f"({mark})")
    return attrs.evolve(trigger, mark=trigger.mark + found.new_id(trigger.id).removeprefix(trigger.id))


def _completed(trigger: Trigger, rests: tuple[Breach, ...], counting: Counting, found: Found) -> None:
    """What is answered for is complete: unless it is excused, parties answer."""
    clause, context = trigger.clause, trigger.context
    excused = holds(clause.unless, context) if clause.unless is not None else False
    if excused is True:
        return
    doubt = excused.reason if isinstance(excused, Missing) else contradiction(clause, context)
    left: Value = False
    if doubt is None and clause.strength == "in_principle":
        left = departed(clause, context, trigger.happening.key, trigger.happening.known)
        doubt = left.reason if isinstance(left, Missing) else None
    if doubt is not None:
        say_unknown(trigger, trigger.id, doubt, found)
        return
    body = trigger.clause.body
    assert isinstance(body, Accountability)
    if body.adjust is not None:
        found.mitigations += _mitigations(trigger, body)
        return
    answers = tuple(_parties(trigger, rests, left is True, found))
    if body.propose is None or clause.strength == "should" or left is True:
        found.attributions += answers
        return
    _propose(trigger, body, body.propose, answers, counting, found)


def _mitigations(trigger: Trigger, body: Accountability) -> Iterator[Mitigation]:
    """What this clause does to each measure whose proposal completed it."""
    assert body.adjust is not None
    happening = trigger.happening
    for each in trigger.occurrence.all:
        if isinstance(each.finding, ProposedMeasure):
            yield Mitigation(
                each.finding.id,
                each.finding.case,
                trigger.clause.full_id,
                body.adjust,
                happening.known,
                (happening.key[0], happening.key[1] + 1),
            )


# -- who answers ---------------------------------------------------------------------------------------


def _parties(
    trigger: Trigger, rests: tuple[Breach, ...], departure: bool, found: Found
) -> Iterator[Attribution]:
    """One finding for each party of each role, or why it is not known who that is."""
    body = trigger.clause.body
    assert isinstance(body, Accountability)
    on, events, basis = _rests_on(rests)
    happening = trigger.happening
    zone = trigger.version.scope.view.zone
    for answerable in body.answerable or (Answerable("responsible", Constant(None)),):
        for own_id, party in _named(answerable, trigger):
            if isinstance(party, Missing):
                say_unknown(trigger, own_id, party.reason, found)
                continue
            yield Attribution(
                id=found.new_id(own_id),
                policy=trigger.clause.policy,
                clause=trigger.clause.id,
                case=trigger.case,
                slice=trigger.slice,
                on=on,
                events=events,
                role=answerable.role,
                party=party,
                unit=unit_of(trigger),
                at=instant_from(happening.known, zone),
                strength=trigger.clause.strength,
                basis=(*basis, "departure recorded") if departure else basis,
            )


def _named(answerable: Answerable, trigger: Trigger) -> Iterator[tuple[str, str | Missing]]:
    """The parties that an expression names, each with the id of its finding; a list names several."""
    base = f"{trigger.id}/{answerable.role}"
    value = evaluate(answerable.party, answering(trigger))
    nobody = Missing.because(answer_reasons.names_nobody(answerable.role))
    if not isinstance(value, tuple):
        yield base, _party(value, nobody)
        return
    if not value:
        yield base, nobody
    told: set[str] = set()
    for each in value:
        party = _party(each, nobody)
        if isinstance(party, Missing):
            yield base, party
        elif party not in told:
            told.add(party)
            yield f"{base}:{party}", party


def _party(value: Value, nobody: Missing) -> str | Missing:
    if isinstance(value, Missing):
        return value
    text = "" if value is None else text_of(value).strip()
    return text or nobody


def _rests_on(rests: tuple[Breach, ...]) -> tuple[tuple[str, ...], tuple[Evidence, ...], tuple[Basis, ...]]:
    """The findings and the events of the log that make answerable, and what those lean on."""
    on: dict[str, None] = {}
    events: dict[int, Evidence] = {}
    basis: dict[Basis, None] = {}
    for each in rests:
        on.update(dict.fromkeys(each.findings))
        events.update(each.events)
        basis.update(dict.fromkeys(each.basis))
    return tuple(on), tuple(events.values()), tuple(basis)


# -- what is proposed ----------------------------------------------------------------------------------


def _propose(
    trigger: Trigger,
    body: Accountability,
    proposal: Proposal,
    answers: tuple[Attribution, ...],
    counting: Counting,
    found: Found,
) -> None:
    measures = _measures(trigger, proposal)
    if isinstance(measures, Missing):
        for each in answers:
            say_unknown(trigger, each.id, measures.reason, found)
        return
    proposed = tuple(
        ProposedMeasure(
            **{field.name: getattr(each, field.name) for field in attrs.fields(Attribution)},
            measures=measures,
        )
        for each in answers
    )
    found.derived += [_derived(trigger, each) for each in proposed]
    found.measures += decide(trigger, body, proposed, counting, found)


def _measures(trigger: Trigger, proposal: Proposal) -> tuple[str, ...] | Missing:
    """From the mildest to the gravest; what an expression names is taken as it is."""
    if proposal.named_by is None:
        ladder = trigger.version.scope.view.policy.ladder.measures
        places = {measure: number for number, measure in enumerate(ladder)}
        return tuple(sorted(proposal.measures, key=lambda each: places.get(each, len(places))))
    value = evaluate(proposal.named_by, answering(trigger))
    nothing = Missing.because(answer_reasons.names_no_measure())
    found: list[str] = []
    for each in value if isinstance(value, tuple) else (value,):
        measure = _party(each, nothing)
        if isinstance(measure, Missing):
            return measure
        found.append(measure)
    return tuple(dict.fromkeys(found)) or nothing


def _derived(trigger: Trigger, measure: ProposedMeasure) -> Derived:
    """The proposal as something that other clauses wait for; it carries its party, its role and its slice."""
    happening = trigger.happening
    source = happening.event
    data = carried(source, trigger.slice) | {"role": measure.role, "party": measure.party}
    return Derived(
        Event(source.case, "proposed", source.time, unit=measure.unit, actor=source.actor, data=data),
        plain(happening.at),
        instant_of(happening.key),
        happening.key[1] + 1,
        measure.id,
        measure,
        PROPOSED,
        about=trigger.context.violation,
    )
