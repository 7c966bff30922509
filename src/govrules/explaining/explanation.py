"""The explanation of one finding as data: the verdict, then sections, each with its lines."""

from collections.abc import Iterable, Iterator

import attrs

from govrules.diagnostics import Language
from govrules.engine.happenings import NO_CASE
from govrules.explaining import answers, gaps, tallies
from govrules.explaining.context import Context
from govrules.explaining.count import count_lines
from govrules.explaining.language import amount, date, dated, due_text, ends_with_day, moment, say, unfolded
from govrules.explaining.names import DERIVED, Names, plain_name
from govrules.explaining.said import said_of
from govrules.explaining.verdict import deemed_data, deemed_from, known_from, verdict, when
from govrules.explaining.view import View
from govrules.model.clauses import Clause
from govrules.model.findings import (
    AnyFinding,
    Attribution,
    Evidence,
    Holder,
    Lapse,
    LateDecision,
    Obligation,
    OtherReading,
    PauseTaken,
    ProposedMeasure,
    Unknown,
    Violation,
)
from govrules.model.outcomes import NO_LIMIT


@attrs.frozen
class Section:
    """One thing that bears on a finding."""

    name: str
    """what it is, the same in every language: `clause`, `count`"""
    title: str
    lines: tuple[str, ...]


@attrs.frozen
class Explanation:
    """Why a finding is what it is."""

    heading: str
    verdict: str
    sections: tuple[Section, ...]

    def section(self, name: str) -> Section | None:
        """The section of that name, or None."""
        return next((each for each in self.sections if each.name == name), None)


def explanation(finding: AnyFinding, view: View) -> Explanation:
    """The explanation of a finding, in the language of the view's names."""
    context = view.context(finding)
    lang = context.lang
    clause = context.names.clause(finding)
    if finding.case == NO_CASE:
        heading = say(lang, "heading_all", values=_case(finding, lang), clause=clause)
    else:
        heading = say(lang, "heading", case=_case(finding, lang), clause=clause)
    sections = tuple(
        Section(name, say(lang, _title(name, finding)), tuple(lines))
        for name, lines in _sections(finding, context, view)
    )
    return Explanation(heading, verdict(finding, context), tuple(each for each in sections if each.lines))


def _case(finding: AnyFinding, lang: Language) -> str:
    """The case, and which slice of it where there are several; the slice alone where no case has it."""
    values = say(lang, "separator").join(value for _, value in finding.slice)
    if finding.case == NO_CASE:
        return values or say(lang, "all_cases")
    if not finding.slice:
        return finding.case
    return say(lang, "case_slice", case=finding.case, values=values)


_TRIGGERS = {
    "requirement": "title_checked",
    "prohibition": "title_checked",
    "quota": "title_exceeded",
    "maintenance": "title_opened",
    "accountability": "title_proposed",
}


def _title(name: str, finding: AnyFinding) -> str:
    kind = getattr(finding, "clause_kind", "duty")
    return _TRIGGERS.get(kind, "title_trigger") if name == "trigger" else f"title_{name}"


def _kind(finding: AnyFinding, context: Context) -> str:
    """The kind of clause; what is unknown about an obligation is of its kind."""
    about = context.obligation if isinstance(finding, Unknown) else finding
    return getattr(about, "clause_kind", "duty")


def _sections(finding: AnyFinding, context: Context, view: View) -> Iterator[tuple[str, Iterable[str]]]:
    yield "views", said_of(finding, view)
    yield "clause", _clause(finding, context)
    match _kind(finding, context):
        case "quota":
            yield from tallies.sections(finding, context)
        case "maintenance":
            yield from gaps.sections(finding, context)
        case "accountability":
            yield "proposals", _proposals(context, view)
    if isinstance(finding, Attribution):
        yield from _of_answer(finding, context, view)
    else:
        yield from _of_time(finding, context, view)
        yield "reason", _reason(finding, context)
    yield "finding", [finding.id]


def _of_answer(finding: Attribution, context: Context, view: View) -> Iterator[tuple[str, Iterable[str]]]:
    rests = [found for each in finding.on if (found := view.finding(each)) is not None]
    breaches = [each for each in rests if isinstance(each, Violation | Lapse)]
    yield "on", _breaches(finding, context, view)
    yield "findings", (_evidence(finding, each, context) for each in finding.events)
    yield "repeated", answers.repeated_lines(finding, context)
    yield "party", answers.party_lines(finding, context, breaches[-1] if breaches else None)
    yield "measures", answers.measure_lines(finding, context)
    yield "adjusted", answers.adjusted_lines(finding, context)
    yield "decider", _decider(finding, context)
    yield "decision", answers.decision_lines(finding, context)
    yield "basis", _basis(finding, context)


def _breaches(finding: Attribution, context: Context, view: View) -> Iterator[str]:
    """What a finding rests on, one line each, with the id by which it can be explained."""
    lang = context.lang
    for each in finding.on[: answers.SHOWN]:
        found = view.finding(each)
        if found is None:
            yield each
            continue
        about = view.context(found)
        yield say(
            lang,
            "rests_on" if found.case != NO_CASE else "rests_on_no_case",
            clause=about.names.clause(found),
            case=_case(found, lang),
            verdict=verdict(found, about),
            id=each,
        )
    if len(finding.on) > answers.SHOWN:
        yield say(lang, "more_breaches", count=len(finding.on) - answers.SHOWN)


def _proposals(context: Context, view: View) -> Iterator[str]:
    """What there is to decide on, for a finding about the duty to decide."""
    for each in view.proposals_of(context.obligation):
        yield say(context.lang, "proposal", verdict=verdict(each, view.context(each)), id=each.id)


def _decider(finding: Attribution, context: Context) -> Iterator[str]:
    """Who decides, by when, and what became of that duty."""
    if not isinstance(finding, ProposedMeasure):
        return
    lang, obligation = context.lang, context.obligation
    if finding.decider:
        yield say(lang, "answers", party=finding.decider)
    if obligation is None:
        return
    yield from _limit(obligation, context)
    yield verdict(obligation, context)
    yield obligation.id


def _of_time(finding: AnyFinding, context: Context, view: View) -> Iterator[tuple[str, Iterable[str]]]:
    obligation = context.obligation
    yield "trigger", _trigger(finding, context)
    if obligation is not None:
        yield "limit", _limit(obligation, context)
        yield "pauses", (_pause(finding, each, context) for each in obligation.pauses)
        yield "extensions", _extensions(obligation, context)
    if _kind(finding, context) in {"duty", "accountability"}:
        yield "due", _due(finding, context)
    yield "outcome", _outcome(finding, context)
    if obligation is not None:
        yield "count", count_lines(obligation, view)
    yield "reading", _reading(finding, context)
    yield "basis", _basis(finding, context)
    yield "deemed", _deemed(finding, context, view)
    yield "responsible", _responsible(finding, context)


def _clause(finding: AnyFinding, context: Context) -> Iterator[str]:
    lang, names = context.lang, context.names
    found = names.clause_of(finding)
    policy = names.policy(finding)
    if found is None:
        yield (
            f"{policy}, {plain_name(finding.clause)}"
            if lang == "en"
            else f"{policy}：{plain_name(finding.clause)}"
        )
        return
    if found.quote:
        yield say(lang, "quote", quote=found.quote)
    yield say(lang, "cite", cite=found.cite, policy=policy) if found.cite else policy
    yield from _clause_notes(found, finding, names)


def _clause_notes(found: Clause, finding: AnyFinding, names: Names) -> Iterator[str]:
    lang = names.lang
    # A gloss in the other language would not help a reader of this one.
    gloss = getattr(found.gloss, lang) if found.gloss is not None else None
    if gloss:
        yield say(lang, "gloss", gloss=unfolded(gloss) if lang == "zh" else gloss)
    if isinstance(finding, Obligation) and finding.version_from is not None:
        yield say(lang, "version", start=date(finding.version_from, lang))
    if found.strength != "must":
        yield say(lang, f"strength_{found.strength}")


def _trigger(finding: AnyFinding, context: Context) -> Iterator[str]:
    trigger = getattr(finding, "trigger", None)
    if trigger is None and context.obligation is not None:
        trigger = context.obligation.trigger
    if isinstance(trigger, Evidence):
        yield _evidence(finding, trigger, context)


def _evidence(finding: AnyFinding, evidence: Evidence, context: Context) -> str:
    lang = context.lang
    event = context.names.event(finding, evidence.event.type)
    at = when(evidence, lang)
    if evidence.derived and evidence.event.type in DERIVED:
        return say(lang, "evidence_finding", event=event, at=at, id=evidence.derived_from)
    if evidence.derived:
        return say(lang, "evidence_derived", event=event, at=at, known=known_from(evidence, lang))
    if evidence.event.source:
        return say(lang, "evidence_source", event=event, at=at, source=evidence.event.source)
    return say(lang, "evidence", event=event, at=at)


def _limit(obligation: Obligation, context: Context) -> Iterator[str]:
    lang = context.lang
    # Where the limit itself is unknown, a finding has none either, and the reason says so.
    if obligation.limit is None or (obligation.limit == NO_LIMIT and obligation.state == "unknown"):
        return
    if obligation.limit == NO_LIMIT:
        yield say(lang, "no_limit")
        return
    shown = context.names.limit(obligation, obligation.limit)
    if obligation.limit_name:
        name = context.names.limit_name(obligation, obligation.limit_name)
        shown = say(lang, "limit_named", limit=shown, name=name)
    convention = context.names.convention(obligation)
    yield shown if convention is None else say(lang, "limit_counted", limit=shown, convention=convention)


def _pause(finding: AnyFinding, pause: PauseTaken, context: Context) -> str:
    lang, names = context.lang, context.names
    fields = {
        "start": when(pause.start, lang),
        "start_event": names.event(finding, pause.start.event.type),
    }
    if pause.end is None:
        return say(lang, f"{pause.kind}_open", **fields)
    fields["end"] = when(pause.end, lang)
    fields["end_event"] = names.event(finding, pause.end.event.type)
    return say(lang, pause.kind, **fields)


def _extensions(obligation: Obligation, context: Context) -> Iterator[str]:
    lang = context.lang
    for each in obligation.extensions:
        event = context.names.event(obligation, each.on.event.type)
        added = context.names.limit(obligation, each.added)
        yield say(lang, "extension", added=added, at=when(each.on, lang), event=event)


def _due(finding: AnyFinding, context: Context) -> Iterator[str]:
    lang = context.lang
    due = getattr(finding, "due", None)
    obligation = context.obligation
    if due is None and obligation is not None:
        due = obligation.due
    if due is None:
        return
    due_end = getattr(finding, "due_end", None) or (obligation.due_end if obligation is not None else None)
    if due_end is None or ends_with_day(due, due_end):
        yield say(lang, "due_day", due=dated(due, lang))
    else:
        yield dated(due, lang)
        yield say(lang, "due_end", due_end=due_text(due, due_end, lang))


def _outcome(finding: AnyFinding, context: Context) -> Iterator[str]:
    for name in ("fulfilled", "event"):
        evidence = getattr(finding, name, None)
        if isinstance(evidence, Evidence):
            yield _evidence(finding, evidence, context)


def _reading(finding: AnyFinding, context: Context) -> Iterator[str]:
    lang, obligation = context.lang, context.obligation
    reading = getattr(finding, "reading", None) or (obligation.reading if obligation is not None else None)
    if not reading:
        return
    name = context.names.reading(finding, reading)
    limit = obligation.limit if obligation is not None else None
    if limit is None:
        yield say(lang, "reading_used_plain", name=name)
    else:
        yield say(lang, "reading_used", name=name, limit=context.names.limit(finding, limit))
    others: tuple[OtherReading, ...] = getattr(finding, "other_readings", ())
    if not others and obligation is not None:
        others = obligation.other_readings
    for other in others:
        name = context.names.reading(finding, other.name)
        fields = {"name": name, "limit": context.names.limit(finding, other.limit)}
        if other.due is None:
            yield say(lang, "reading_other_open", **fields)
        else:
            yield say(lang, "reading_other", due=dated(other.due, lang), **fields)


def _basis(finding: AnyFinding, context: Context) -> Iterator[str]:
    lang = context.lang
    for each in getattr(finding, "basis", ()):
        match each:
            case "same day":
                yield say(lang, "same_day")
            case "departure recorded":
                yield say(lang, "departure")
            case "projected":
                horizon = getattr(finding, "horizon", None)
                if horizon is None:
                    yield say(lang, "projected_plain")
                else:
                    yield say(lang, "projected", horizon=date(horizon, lang))


def _deemed(finding: AnyFinding, context: Context, view: View) -> Iterator[str]:
    lapse = finding if isinstance(finding, Lapse) else None
    if isinstance(finding, LateDecision):
        lapse = view.lapses.get(finding.lapse)
    elif lapse is None:
        lapse = view.lapse_of(context.obligation)
    if lapse is None:
        return
    lang = context.lang
    if lapse.deemed is None:
        yield say(lang, "deemed_nothing")
    else:
        deemed = lapse.deemed
        back = deemed.at.date < deemed.known.date
        yield say(
            lang,
            "deemed_back" if back else "deemed",
            event=context.names.event(lapse, deemed.event.type),
            data=deemed_data(lapse, context),
            at=deemed_from(lapse, lang),
            **({"known": known_from(deemed, lang)} if back else {}),
        )
    yield say(lang, "deemed_breach" if lapse.breach else "deemed_no_breach")


def _responsible(finding: AnyFinding, context: Context) -> Iterator[str]:
    lang, obligation = context.lang, context.obligation
    if obligation is not None and len(obligation.holders) > 1:
        for each in obligation.holders:
            yield _holder(obligation, each, context)
        return
    party = getattr(finding, "responsible", None) or (
        obligation.responsible if obligation is not None else None
    )
    if party:
        yield say(lang, "answers", party=party)


def _holder(obligation: Obligation, holder: Holder, context: Context) -> str:
    lang = context.lang
    party = holder.party or say(lang, "nobody")
    since = moment(holder.since, lang)
    if holder.until is None:
        shown = say(lang, "answers_since", party=party, since=since)
    else:
        shown = say(lang, "answers_between", party=party, since=since, until=moment(holder.until, lang))
    if holder.because is not None:
        event = context.names.event(obligation, holder.because.event.type)
        shown = say(lang, "answers_because", holder=shown, event=event)
    return _with_days(shown, obligation, holder, lang)


def _with_days(shown: str, obligation: Obligation, holder: Holder, lang: Language) -> str:
    """With the days that one held the case, of those of all; working days where the calendar knows them."""
    for field, unit in (("working_days", "working_day"), ("days", "calendar_day")):
        every = [getattr(each, field) for each in obligation.holders]
        if None not in every:
            days, total = (amount(each, unit, lang) for each in (getattr(holder, field), sum(every)))
            return say(lang, "answers_held", holder=shown, days=days, total=total)
    return shown


def _reason(finding: AnyFinding, context: Context) -> Iterator[str]:
    reason = getattr(finding, "reason", None)
    if reason is None and context.obligation is not None:
        reason = context.obligation.reason
    if reason is not None:
        yield reason.text(context.lang)
