"""Who answers: the first party, and after each passing-on the one it names."""

from govrules.engine.conditions import evaluate
from govrules.engine.context import Context
from govrules.engine.found import Found
from govrules.engine.happenings import Entry, Happening
from govrules.engine.moments import Key, is_after
from govrules.engine.patterns import occurrences
from govrules.engine.values import Missing, text_of
from govrules.model.clauses import Clause
from govrules.model.conditions import Expression
from govrules.model.findings import Evidence, Holder, Moment


def holders(
    clause: Clause,
    trigger: Happening,
    entries: tuple[Entry, ...],
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
    held: list[tuple[str | None, Moment, Evidence | None]] = [
        (party(responsible.first, context.at(trigger)), trigger.at, None)
    ]
    later = tuple(
        each
        for each in entries
        if each.happening is not trigger
        and is_after(each.happening.known, trigger.at)[0]
        and each.happening.key < until
    )
    passes = [
        (each.happening, rule.to)
        for rule in responsible.passes
        for each in occurrences(rule.on, later, context, clause)
        if each.doubt is None
    ]
    found.use(*(happening for happening, _ in passes))
    for happening, to in sorted(passes, key=lambda each: each[0].order):
        held.append((party(to, context.at(happening)), happening.at, happening.evidence()))
    return tuple(
        Holder(each[0], each[1], held[number + 1][1] if number + 1 < len(held) else None, each[2])
        for number, each in enumerate(held)
    )


def party(expression: Expression, context: Context) -> str | None:
    """The party that an expression names, or None where the data do not say."""
    found = evaluate(expression, context)
    return None if found is None or isinstance(found, Missing) else text_of(found)
