"""Who answers for what, how the party was found, what is proposed and what became of it."""

import datetime as dt
from collections.abc import Iterator

from govrules.engine.happenings import OF_THE_CALENDAR
from govrules.explaining.context import Context
from govrules.explaining.language import date, joined, moment, say
from govrules.explaining.names import plain_name, quoted
from govrules.model.accountability import Accountability
from govrules.model.conditions import Call, Compare, Constant, Expression, IfElse, Lookup
from govrules.model.findings import AnyFinding, Attribution, Lapse, ProposedMeasure, Violation
from govrules.model.period import Period

SHOWN = 20
"""breaches that an explanation lists"""


def accountability_of(finding: AnyFinding, context: Context) -> Accountability | None:
    """The body of the clause, where the rules are at hand."""
    clause = context.names.clause_of(finding)
    return clause.body if clause is not None and isinstance(clause.body, Accountability) else None


def answer_verdict(finding: Attribution, context: Context) -> str:
    """Who answers, or what is proposed and what became of that, in one sentence or two."""
    lang, names = context.lang, context.names
    fields = {
        "who": finding.party or say(lang, "nobody"),
        "role": names.role(finding.role),
        "what": _rests_on(finding, context),
    }
    if not isinstance(finding, ProposedMeasure):
        return say(lang, "attribution", **fields)
    fields["measures"] = names.measures(finding, finding.measures)
    if finding.decision is not None:
        fields["at"] = moment(finding.decision.at, lang)
    match finding.state:
        case "imposed":
            imposed = finding.imposed
            fields["imposed"] = names.measure(finding, imposed) if imposed else say(lang, "a_measure")
            return say(lang, "measure_imposed", **fields)
        case "dismissed":
            return say(lang, "measure_dismissed", **fields)
        case "exempt":
            exempting = [each.clause for each in finding.adjusted if each.to == "exempt"]
            fields["clause"] = quoted(names.title_of(exempting[-1]), lang) if exempting else ""
            return say(lang, "measure_exempt" if exempting else "measure_exempt_plain", **fields)
        case _:
            decider = "measure_decider" if finding.decider else "measure_undecided"
            return say(lang, "measure_proposed", **fields) + say(lang, decider, decider=finding.decider)


def _rests_on(finding: Attribution, context: Context) -> str:
    """`1 breach and 2 events`."""
    lang = context.lang
    parts = []
    for what, number in (("breach", len(finding.on)), ("event", len(finding.events))):
        if number:
            parts.append(say(lang, f"{what}_one" if number == 1 else f"{what}_many", count=number))
    return joined(parts, lang, "both") if parts else say(lang, "nothing")


def ids_on(finding: AnyFinding) -> tuple[str, ...]:
    """The violations and lapses that a finding rests on."""
    return finding.on if isinstance(finding, Attribution) else ()


# -- how the party was found ---------------------------------------------------------------------------


def party_lines(finding: AnyFinding, context: Context, breach: Violation | Lapse | None) -> Iterator[str]:
    """Who answers as what, of which unit, and how that was found: the post as it was held on the day."""
    if not isinstance(finding, Attribution):
        return
    lang, names = context.lang, context.names
    who, role = finding.party or say(lang, "nobody"), names.role(finding.role)
    if finding.unit:
        yield say(lang, "party_of_unit", party=who, role=role, unit=finding.unit)
    else:
        yield say(lang, "party", party=who, role=role)
    body = accountability_of(finding, context)
    if body is None:
        return
    named = [each.party for each in body.answerable if each.role == finding.role]
    expression = named[0] if named else Lookup("responsible")
    day = act_day(finding, breach)
    how = _found_as(expression, finding, breach, context)
    if _is_dated(expression) and day is not None:
        key = "found_on" if breach is not None else "found_on_event"
        yield say(lang, key, how=how, day=date(day, lang))
    else:
        yield say(lang, "found", how=how)


def act_day(finding: Attribution, breach: Violation | Lapse | None) -> dt.date | None:
    """The day of the act: of a duty its last day in time, else that of the event."""
    if breach is not None:
        if breach.due is not None:
            return breach.due
        trigger = breach.trigger if isinstance(breach, Violation) else None
        if trigger is not None and trigger.event.type.startswith(OF_THE_CALENDAR):
            # The end of a day is the first instant of the next one, which is no matter of that day.
            return trigger.at.date
        return breach.at.date() if breach.at is not None else None
    return finding.events[-1].at.date if finding.events else None


def _is_dated(expression: Expression) -> bool:
    return isinstance(expression, Call) and expression.function in {"holder", "holders", "superior"}


def _found_as(
    expression: Expression, finding: Attribution, breach: Violation | Lapse | None, context: Context
) -> str:
    lang, names = context.lang, context.names
    match expression:
        case IfElse() if (chosen := _chosen(expression, breach)) is not None:
            return _found_as(chosen, finding, breach, context)
        case Call(function="holder" | "holders", arguments=arguments, named=named):
            role = arguments[0] if arguments else None
            of = dict(named).get("of") or (arguments[1] if len(arguments) > 1 else None)
            post = str(role.value) if isinstance(role, Constant) else say(lang, "as_the_clause_says")
            unit = finding.unit or "" if of is None else _known(of, finding, breach, context)
            return say(lang, "found_holder", post=post, unit=unit)
        case Call(function="superior", arguments=[of, *_]):
            return say(lang, "found_superior", of=_known(of, finding, breach, context))
        case Lookup("responsible", ()):
            return say(lang, "found_responsible")
        case Lookup("violation", ("responsible",)):
            return say(lang, "found_responsible")
        case Lookup("violation", ("unit",)) | Lookup("unit", ()):
            return say(lang, "found_unit")
        case Lookup("violation", ("trigger", *path)):
            return say(lang, "field_of_trigger", name=plain_name(".".join(path)))
        case Lookup():
            return names.look_up(finding, expression)
        case Constant():
            return say(lang, "found_fixed")
        case _:
            return say(lang, "as_the_clause_says")


def _chosen(expression: IfElse, breach: Violation | Lapse | None) -> Expression | None:
    """The side that was taken, where it hangs on which clause was broken; None where it hangs on more."""
    match expression.condition:
        case Compare(Lookup("violation", ("clause",)), ((operator, Constant(value=str(clause))),)) if breach:
            if operator in {"==", "!="}:
                same = clause == breach.clause
                return expression.value if same is (operator == "==") else expression.otherwise
    return None


def _known(
    expression: Expression, finding: Attribution, breach: Violation | Lapse | None, context: Context
) -> str:
    """Whom an expression names, where the finding shows it; else how the clause calls them."""
    responsible = breach.responsible if breach is not None else None
    unit = (breach.unit if isinstance(breach, Violation) else None) or finding.unit
    match expression:
        case IfElse() if (chosen := _chosen(expression, breach)) is not None:
            return _known(chosen, finding, breach, context)
        case Lookup("violation", ("unit",)) | Lookup("unit", ()) if unit:
            return unit
        case Lookup("violation", ("responsible",)) | Lookup("responsible", ()) if responsible:
            return responsible
        case Lookup("event" | "trigger", (field,)) if finding.events:
            value = finding.events[-1].event.data.get(field)
            if isinstance(value, str) and value:
                return value
        case Constant(value=str(value)):
            return value
    return _found_as(expression, finding, breach, context)


# -- repetition, measures, decision --------------------------------------------------------------------


def repeated_lines(finding: AnyFinding, context: Context) -> Iterator[str]:
    """How often it takes, over which span, and what has to be the same."""
    body, lang = accountability_of(finding, context), context.lang
    if body is None or body.repeated is None or not isinstance(finding, Attribution):
        return
    repeated = body.repeated
    times = (
        context.names.look_up(finding, repeated.times)
        if isinstance(repeated.times, Lookup)
        else repeated.times
    )
    over = repeated.over
    if isinstance(over, str):
        span = say(lang, f"within_{over.replace(' ', '_')}")
    elif isinstance(over, Period):
        span = say(lang, "within_period", period=context.names.limit(finding, str(over)))
    else:
        span = say(lang, "within_period", period=say(lang, "as_the_clause_says"))
    yield say(lang, "repeated", times=times, span=span, count=len(finding.on) or len(finding.events))
    if repeated.same is not None:
        same = _found_as(repeated.same, finding, None, context)
        yield say(lang, "repeated_same", same=same)


def measure_lines(finding: AnyFinding, context: Context) -> Iterator[str]:
    """What is proposed, and where it stands on the ladder."""
    if not isinstance(finding, ProposedMeasure):
        return
    lang, names = context.lang, context.names
    key = "measures_any" if len(finding.measures) > 1 else "measures_one"
    yield say(lang, key, measures=names.measures(finding, finding.measures))
    policy = names.policy_of(finding)
    ladder = policy.ladder.measures if policy is not None else ()
    if len(ladder) > 1:
        steps = [
            say(lang, "step_marked" if each in finding.measures else "step_plain",
                number=number, measure=names.measure(finding, each))
            for number, each in enumerate(ladder, 1)
        ]  # fmt: skip
        yield say(lang, "ladder", steps=say(lang, "steps").join(steps))


def adjusted_lines(finding: AnyFinding, context: Context) -> Iterator[str]:
    """What another clause changed of the proposal, in its own words."""
    if not isinstance(finding, ProposedMeasure):
        return
    lang, names = context.lang, context.names
    for each in finding.adjusted:
        title = quoted(names.title_of(each.clause), lang)
        cite = names.cite_of(each.clause)
        shown = title if cite is None else say(lang, "cited", title=title, cite=cite)
        yield say(lang, f"adjusted_{each.to}", clause=shown)
        quote = names.quote_of(each.clause)
        if quote:
            yield say(lang, "quote", quote=quote)
        if each.stayed:
            yield say(
                lang,
                "stayed",
                measures=joined([names.measure(finding, one) for one in each.stayed], lang, "both"),
            )


def decision_lines(finding: AnyFinding, context: Context) -> Iterator[str]:
    """The event that decided, and what it imposed."""
    if not isinstance(finding, ProposedMeasure) or finding.decision is None:
        return
    lang, names, event = context.lang, context.names, finding.decision.event
    where = event.case if not event.source else say(lang, "list").join([event.case, event.source])
    yield say(
        lang,
        "evidence_in",
        event=names.event(finding, event.type),
        at=moment(finding.decision.at, lang),
        where=where,
    )
    if finding.imposed:
        outside = finding.imposed not in finding.measures
        key = "imposed_other" if outside else "imposed_one"
        yield say(lang, key, measure=names.measure(finding, finding.imposed))
