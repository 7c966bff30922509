"""The functions that a condition may call."""

import datetime as dt
from collections.abc import Callable, Mapping
from itertools import chain
from typing import TypeAlias

from govrules.engine import organisation, reasons
from govrules.engine.context import Context, Fact
from govrules.engine.entries import Entries, entries_of
from govrules.engine.happenings import Happening
from govrules.engine.lookups import was
from govrules.engine.matching import is_event
from govrules.engine.moments import start_of_day
from govrules.engine.periods import first_day
from govrules.engine.values import Missing, Value, compare, compute, either, is_number, missing_of
from govrules.engine.values import both as all_of
from govrules.model.conditions import (
    And,
    Call,
    Compare,
    Condition,
    Constant,
    EventName,
    Expression,
    ListOf,
    Lookup,
    Not,
    Or,
)
from govrules.model.events import iso_time
from govrules.model.policy import Policy

Evaluate: TypeAlias = Callable[[Expression, Context], Value]


def call(expression: Call, context: Context, evaluate: Evaluate) -> Value:
    """The value of a call, or `Missing`."""
    function, arguments = expression.function, expression.arguments
    named = dict(expression.named)
    match function:
        case "happened" | "count" | "first" | "last" if arguments:
            return _history(function, arguments, named, context, evaluate)
        case "met" | "violated" if arguments:
            return _judged(function, _name(arguments[0]), context)
        case "given":
            return all_of(_given(evaluate(each, context), each) for each in arguments)
        case "was" if arguments and isinstance(arguments[0], Lookup) and "on" in named:
            day = _day(evaluate(named["on"], context))
            if isinstance(day, Missing):
                return day
            return was(arguments[0], day, context) if day else Missing.because(reasons.bad_call("was"))
        case "start_of" if arguments:
            return _start_of(_name(arguments[0]), context.moment.date)
        case "holder" | "holders" | "superior" if arguments:
            return _of_organisation(expression, context, evaluate)
    return _of_values(function, tuple(evaluate(each, context) for each in arguments))


def _name(expression: Expression) -> str:
    """A word given as a bare name or as text."""
    match expression:
        case EventName(name):
            return name
        case Constant(str() as value):
            return value
        case Lookup():
            return str(expression)
    return ""


def _given(value: Value, expression: Expression) -> Value:
    """Whether something was filled in: what is missing from the data is not given, and that is certain.

    A post that is on record nowhere has no holder, and that is certain as well. What cannot be read at all
    stays unknown: no such event, a post that is vacant or held by two, a value of the wrong type.
    """
    if isinstance(value, Missing):
        plain = {
            "field-missing", "case-field-missing", "record-field-missing", "violation-field-missing",
            "organisation-not-loaded", "post-unknown",
        }  # fmt: skip
        return False if all(each.code in plain for each in value.reasons) else value
    del expression
    return not (value is None or value == () or (isinstance(value, str) and not value.strip()))


# -- history -------------------------------------------------------------------------------------------


def _history(
    function: str,
    arguments: tuple[Expression, ...],
    named: Mapping[str, Expression],
    context: Context,
    evaluate: Evaluate,
) -> Value:
    """`happened`, `count`, `first`, `last` of an event in the slice, up to the moment of reading."""
    name = _name(arguments[0])
    since = _bound(named.get("since"), context, evaluate)
    until = _bound(named.get("until"), context, evaluate)
    if missing := missing_of(since, until):
        return missing
    conditions, told = _told(name, entries_of(context.entries), context)
    asked, sure = _asked(told, since, until, context), range(0)
    if not conditions and told.is_plain:
        sure = _surely(told, asked, since, until, context)
    if function == "happened" and sure:
        return True
    found: list[Happening] = [told[place].happening for place in sorted({*sure[:1], *sure[-1:]})]
    doubts: list[Value] = []
    for place in chain(range(asked.start, sure.start), range(sure.stop, asked.stop)) if sure else asked:
        entry = told[place]
        happening = entry.happening
        if not context.precedes(happening) or not _within(happening.at.date, since, until):
            continue
        matched = is_event(name, happening, context)
        if matched is True and entry.doubt is None:
            if function == "happened":
                return True
            found.append(happening)
        elif matched is not False:
            doubts.append(matched if isinstance(matched, Missing) else Missing.because(entry.doubt))  # type: ignore[arg-type]
    uncertain = missing_of(*doubts) or _coverage(name, since, context)
    if uncertain is not None:
        return uncertain
    if function == "happened":
        return False
    if function == "count":
        return len(found) + len(sure[1:-1])
    if not found:
        return Missing.because(reasons.nothing_of(name))
    chosen = (
        min(found, key=lambda each: each.order)
        if function == "first"
        else max(found, key=lambda each: each.order)
    )
    return chosen.at.instant or chosen.at.date


def _told(name: str, entries: Entries, context: Context) -> tuple[tuple[Condition, ...], Entries]:
    """What may be meant by a name, and the conditions under which each of it is.

    Conditions that ask for nothing but the fields of the event itself are the same for whoever asks.
    """
    base, conditions = context.view.vocabulary.meaning(name)
    told = entries.of_type(base)
    if not conditions or not all(_of_the_event_alone(each.expression) for each in conditions):
        return conditions, told
    key = ("meant", name, id(context.view))
    if key not in entries.memory:
        meant = [(is_event(name, each.happening, context), each) for each in told]
        is_known = all(isinstance(value, bool) for value, _ in meant)
        entries.memory[key] = Entries(each for value, each in meant if value is True) if is_known else None
    found = entries.memory[key]
    return ((), found) if isinstance(found, Entries) else (conditions, told)


def _of_the_event_alone(expression: Expression) -> bool:
    match expression:
        case Constant():
            return True
        case Lookup(root, path):
            return root == "event" and len(path) == 1
        case And(operands) | Or(operands) | ListOf(operands):
            return all(_of_the_event_alone(each) for each in operands)
        case Not(operand):
            return _of_the_event_alone(operand)
        case Compare(first, rest):
            return all(_of_the_event_alone(each) for each in (first, *(each for _, each in rest)))
    return False


def _asked(told: Entries, since: Value, until: Value, context: Context) -> range:
    """The places of those that may lie in a span, and have happened by the moment of reading."""
    first, past = 0, told.first_past(context.moment)
    # What is known by a place in the order of happenings counts, and so does the event that is read.
    for key in (context.reached, *(each.key for each in (context.event,) if each is not None)):
        past = max(past, told.first_after(key))
    if told.is_prompt and isinstance(since, dt.date):
        first = told.first_from(start_of_day(since))
    if told.is_prompt and isinstance(until, dt.date):
        past = min(past, told.first_past(start_of_day(until)))
    return range(first, max(first, past))


def _surely(told: Entries, asked: range, since: Value, until: Value, context: Context) -> range:
    """The places of those among them of which nothing is to be looked at: those in the midst of the span."""
    first, past = asked.start, min(asked.stop, told.first_from(context.moment))
    if isinstance(since, dt.date):
        first = max(first, told.first_past(start_of_day(since)))
    if isinstance(until, dt.date):
        past = min(past, told.first_from(start_of_day(until)))
    return range(first, max(first, past))


def _bound(expression: Expression | None, context: Context, evaluate: Evaluate) -> Value:
    if expression is None:
        return None
    return _day(evaluate(expression, context)) or Missing.because(reasons.bad_call("count"))


def _within(day: dt.date, since: Value, until: Value) -> bool:
    return (not isinstance(since, dt.date) or since <= day) and (
        not isinstance(until, dt.date) or day <= until
    )


def _coverage(name: str, since: Value, context: Context) -> Missing | None:
    """Absence is asserted only for a span in which the log records the event."""
    first = context.entries[0].happening.at.date if context.entries else context.moment.date
    start = since if isinstance(since, dt.date) else min(first, context.moment.date)
    if isinstance(since, dt.date) and context.view.first_day is not None and since < context.view.first_day:
        # The log begins within the span: what came before it is not there to be counted.
        return Missing.because(reasons.not_recorded(name, since, context.moment.date))
    if context.view.vocabulary.is_recorded(name, start, context.moment.date):
        return None
    return Missing.because(reasons.not_recorded(name, start, context.moment.date))


# -- who held a post -----------------------------------------------------------------------------------


def _of_organisation(expression: Call, context: Context, evaluate: Evaluate) -> Value:
    named = dict(expression.named)
    first = evaluate(expression.arguments[0], context)
    on: Value = organisation.day_of_the_act(expression, context)
    if "on" in named:
        on = _day(evaluate(named["on"], context))
    if isinstance(on, Missing):
        return on
    if not isinstance(on, dt.date):
        return Missing.because(reasons.bad_call(expression.function))
    if expression.function == "superior":
        return organisation.superior(expression, first, on, context)
    of = evaluate(named["of"], context) if "of" in named else organisation.own_unit(context)
    asked = organisation.holder if expression.function == "holder" else organisation.holders
    return asked(expression, first, of, on, context)


# -- what other clauses came to ------------------------------------------------------------------------


def clause_asked(expression: Call, policy: Policy) -> str:
    """The clause of which `met` or `violated` asks, as `policy/clause`."""
    return _in_full(_name(expression.arguments[0]), policy)


def _in_full(clause: str, policy: Policy) -> str:
    """A name alone is of the same policy."""
    return clause if "/" in clause else f"{policy.id}/{clause}"


def _judged(function: str, clause: str, context: Context) -> Value:
    full = _in_full(clause, context.view.policy)
    here = [
        fact
        for fact in context.facts.get(full, ())
        if fact.since <= context.reached and _same_slice(fact, context)
    ]
    wanted = "met" if function == "met" else "violated"
    if any(fact.verdict == wanted and fact.known <= context.reached for fact in here):
        return True
    if any(fact.verdict == "unknown" for fact in here):
        return Missing.because(reasons.clause_unknown(clause))
    if function == "met" and not here:
        # Where no such obligation arose, nobody failed to meet one either.
        return Missing.because(reasons.nothing_judged(clause))
    return False


def _same_slice(fact: Fact, context: Context) -> bool:
    if fact.case != context.case:
        return False
    here = dict(context.slice)
    return all(here.get(name, value) == value for name, value in fact.slice)


# -- functions of values alone -------------------------------------------------------------------------


def _day(value: Value) -> dt.date | Missing | None:
    match value:
        case Missing():
            return value
        case dt.datetime():
            return value.date()
        case dt.date():
            return value
        case str():
            found = iso_time(value.strip())
            return found.date() if isinstance(found, dt.datetime) else found
    return None


def _start_of(period: str, day: dt.date) -> Value:
    if period not in {"year", "quarter", "month", "week", "day"}:
        return Missing.because(reasons.bad_call("start_of"))
    return first_day(period, day)


def _of_values(function: str, values: tuple[Value, ...]) -> Value:
    bad = Missing.because(reasons.bad_call(function))
    if function == "days_between" and len(values) == 2:
        start, end = _day(values[0]), _day(values[1])
        if missing := missing_of(start, end):
            return missing
        return (end - start).days if isinstance(start, dt.date) and isinstance(end, dt.date) else bad
    if len(values) == 1 and isinstance(values[0], tuple):
        members = values[0]
    elif function in {"min", "max"}:
        members = values
    elif len(values) == 1 and function == "len" and isinstance(values[0], str | Mapping):
        return len(values[0])
    else:
        return missing_of(*values) or bad
    match function:
        case "len":
            return len(members)
        case "any" if all(isinstance(each, bool | Missing) for each in members):
            return either(members)
        case "all" if all(isinstance(each, bool | Missing) for each in members):
            return all_of(members)
        case "sum" if all(is_number(each) or isinstance(each, Missing) for each in members):
            total: Value = 0
            for each in members:
                total = compute(total, "+", each)
            return total
        case "min" | "max" if members:
            return _extreme(function, members)
    return missing_of(*members) or bad


def _extreme(function: str, members: tuple[Value, ...]) -> Value:
    best = members[0]
    for each in members[1:]:
        better = compare(each, "<" if function == "min" else ">", best)
        if isinstance(better, Missing):
            return better
        best = each if better else best
    return best
