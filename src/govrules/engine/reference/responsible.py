"""Who answers: the first party, after each passing-on the one it names, and who takes up a post named so."""

import attrs

from govrules.declaring import frozen
from govrules.engine.conditions import evaluate
from govrules.engine.context import Context
from govrules.engine.entries import Entries
from govrules.engine.found import Found
from govrules.engine.happenings import Entry, Happening
from govrules.engine.moments import Key, is_after, key_of, start_of_day
from govrules.engine.patterns import occurrences, types_of
from govrules.engine.values import Missing, text_of
from govrules.model.clauses import Clause
from govrules.model.conditions import Call, Expression, Lookup
from govrules.model.findings import Evidence, Holder, Moment
from govrules.model.patterns import Pattern
from govrules.rulefile.references import parts


def holders(
    clause: Clause,
    trigger: Happening,
    entries: Entries,
    context: Context,
    until: Key,
    found: Found,
) -> tuple[Holder, ...]:
    """Who answered from when on, up to `until`, in order; empty where the clause names nobody.

    A party that the data do not name is None.
    """
    responsible = clause.responsible
    if responsible is None:
        return ()
    passes = [
        (each.happening, rule.to)
        for rule in responsible.passes
        for each in occurrences(
            rule.on, _meanwhile(rule.on, trigger, entries, context, until), context, clause
        )
        if each.doubt is None
    ]
    found.use(*(happening for happening, _ in passes))
    passes.sort(key=lambda each: each[0].order)
    held: list[_Held] = []
    for number, (happening, to) in enumerate([(trigger, responsible.first), *passes]):
        evidence = happening.evidence() if number else None
        end = passes[number][0].key if number < len(passes) else until
        held += _tenures(to, context.at(happening), happening, evidence, end)
    ends = [*(each.since for each in held[1:]), None]
    return tuple(
        Holder(each.party, each.since, end, each.because) for each, end in zip(held, ends, strict=True)
    )


def _meanwhile(
    pattern: Pattern, trigger: Happening, entries: Entries, context: Context, until: Key
) -> tuple[Entry, ...]:
    """What a pattern may speak of between a trigger and the end of its obligation."""
    types = types_of((pattern,), context)
    asked = entries if types is None else entries.of_types(types)
    return tuple(
        each
        for each in asked.between(asked.first_from(trigger.at), asked.first_after(until))
        if each.happening is not trigger
        and is_after(each.happening.known, trigger.at)[0]
        and each.happening.key < until
    )


@frozen
class _Held:
    party: str | None
    since: Moment
    because: Evidence | None


def _tenures(
    expression: Expression, context: Context, happening: Happening, because: Evidence | None, until: Key
) -> list[_Held]:
    """Whom an expression names from a happening on: where it asks for a post, each who took it up by `until`.

    The case stays with the post when the person leaves it.
    """
    held = [_Held(party(expression, context), happening.at, because)]
    if not _asks_records(expression, context):
        return held
    for day in context.view.records.change_days(happening.key, until):
        moment = start_of_day(day)
        here = attrs.evolve(context, moment=moment, reached=key_of(moment, context.view.zone))
        named = party(expression, here)
        if named != held[-1].party:
            held.append(_Held(named, moment, None))
    return held


def _asks_records(expression: Expression, context: Context) -> bool:
    kinds = context.view.policy.records
    return any(
        (isinstance(each, Call) and each.function in {"holder", "superior"})
        or (isinstance(each, Lookup) and each.path and (each.root in kinds or len(each.path) > 1))
        for each in parts(expression)
    )


def party(expression: Expression, context: Context) -> str | None:
    """The party that an expression names, or None where the data do not say."""
    found = evaluate(expression, context)
    return None if found is None or isinstance(found, Missing) else text_of(found)
