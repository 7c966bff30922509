"""Duties as they are compiled: what of a clause a program needs to know, and which forms it leaves out."""

from collections.abc import Iterator
from itertools import chain
from typing import get_args

import attrs

from govrules.engine.compile.ends import counts_by_day
from govrules.engine.compile.names import (
    Awaited,
    Joined,
    awaited,
    joined,
    types_of,
)
from govrules.engine.compile.silence import Silence, heard_beside, silence_of
from govrules.engine.compile.terms import BeforeEvent, Terms, terms_of
from govrules.engine.compile.writing import NotCompiledError
from govrules.engine.concerned import ClauseVersions
from govrules.engine.counts import Counting
from govrules.engine.view import View
from govrules.model.clauses import Clause, Duty, ExtendRule, PauseRule
from govrules.model.conditions import Call, Lookup
from govrules.model.convention import Convention
from govrules.model.dependence import parts
from govrules.model.findings import State
from govrules.model.limits import NoLimit
from govrules.model.patterns import AllOf, Happens, InOrder, OneOf, Pattern, event_names
from govrules.model.period import Period

STATES: tuple[State, ...] = get_args(State)
"""the states of an obligation; the source writes their places"""


UNSURE = len(STATES)
"""of an event of which it is not known whether it opens an obligation: there is none, and that is told"""


def state(name: State) -> int:
    return STATES.index(name)


UNKNOWNS = frozenset({state("unknown"), UNSURE})
"""states of which the reference tells why"""


@attrs.frozen(eq=False)
class Slot:
    """One obligation that a trigger opens: of one limit of one clause."""

    number: int
    """its place among all of the program"""
    clause: Clause
    limit_name: str | None
    period: Period | None
    plain: bool = True
    """whether its obligations may be shown by what was recorded of them alone"""
    terms: Terms | None = None
    """what decides when it is due, where that is no period from its trigger"""
    plain_unmoved: bool = True
    """whether its obligations may be shown so where nothing moved the due end"""


@attrs.frozen(eq=False)
class CompiledDuty:
    """What the writer of a duty needs to know; made by `read_duty`."""

    clause: Clause
    body: Duty
    counting: Counting
    number: int
    when: Awaited
    must: Awaited
    end_on: Awaited | None
    slots: tuple[Slot, ...]
    pause: PauseRule | None
    extend: ExtendRule | None
    moved_by: frozenset[str]
    """types of events that pause, lengthen or end it"""
    stopped_by: frozenset[str]
    """those among them that begin and end pauses"""
    walked: bool
    """whether what moves it is walked here; else such an event hands the case over"""
    silence: Silence | None
    """what a breach may be instead; None where only the reference knows"""
    alone: bool
    """whether an obligation may be judged by itself"""
    heard_beside: frozenset[str] | None
    """types of events beside which others hear of what its lapses deem; None where they may in any case"""
    several: Joined | None
    """what has to happen together; None where one event of `must` is enough"""


def read_duty(
    clause: Clause, counting: Counting, number: int, slots_from: int, clauses: tuple[ClauseVersions, ...]
) -> CompiledDuty:
    """A duty as it is compiled.

    Raises:
        NotCompiledError: it is left to the reference, and why.
    """
    body = clause.body
    assert isinstance(body, Duty)
    view = counting.view
    convention = counting.convention
    if not isinstance(convention, Convention) or counting.calendar is None:
        raise NotCompiledError("its calendar or convention is not known")
    if body.count_from != "trigger":
        raise NotCompiledError("it counts from a lapse")
    movers = _movers(body)
    if not all(map(_is_of_events, movers)):
        raise NotCompiledError("it waits for more than single events")
    alone = not _asks_of_clauses(clause)
    when, several = awaited(body.when, view), joined(body.must, view)
    must = awaited(body.must, view) if several is None else several.together
    # What silence deems may be one of the events that meet the duty together.
    feeds = several is not None and _feeds_itself(body, must, view)
    if several is not None and (body.early == "counts" or not alone or feeds):
        raise NotCompiledError("it waits for more than single events")
    if _feeds_itself(body, when, view):
        # Where that never ends, nothing is found of any case that it is judged together with.
        raise NotCompiledError("what its silence deems may trigger it again")
    end_on = awaited(body.end_on, view) if body.end_on is not None else None
    stopped = _types(view, [one for each in body.pause for one in (each.start, each.end)])
    moved = _types(view, movers)
    if not alone:
        _refuse(body, end_on, must, moved)
    # That something came before its time is not recorded, nor which step a named event took.
    unmoved = body.early != "counts"
    plain = unmoved and not any(view.vocabulary.meaning(each)[1] for each in moved)
    slots: list[Slot] = []
    for limit in body.within or (None,):
        period = limit.limit if limit is not None else NoLimit()
        terms = terms_of(body, period, view)
        slots.append(
            Slot(
                slots_from + len(slots),
                clause,
                limit.name if limit is not None else None,
                period if isinstance(period, Period) and terms is None else None,
                # An event that it has to come before is noted beside it, and moves nothing.
                unmoved if isinstance(terms, BeforeEvent) else plain,
                terms,
                unmoved,
            )
        )
    pause, extend = _pause(body), _extend(body)
    walked = (
        (pause is not None or not body.pause)
        and (extend is not None or not body.extend)
        and not body.interrupt
        and len(slots) == 1
        and _stays_put(slots[0], body)
        and _told_apart(body, pause, extend, view)
        and (convention.pause_cap is None or not body.pause)
        and body.repeat != "replace"
        and ((pause is None and extend is None) or _is_by_days(counting, slots, extend))
    )
    beside = heard_beside(clause, view, clauses)
    silence = silence_of(
        clause,
        view,
        convention,
        is_heard=beside is None,
        known_at_trigger=not any(isinstance(each.terms, BeforeEvent) for each in slots),
    )
    return CompiledDuty(
        clause, body, counting, number, when, must, end_on, tuple(slots), pause, extend, moved, stopped,
        walked, silence, alone, beside, several,
    )  # fmt: skip


def _feeds_itself(body: Duty, waited_for: Awaited, view: View) -> bool:
    """Whether the silence of a duty may deem what it waits for."""
    deemed = (rule.deem for rule in body.on_lapse if rule.deem is not None)
    return any(view.vocabulary.meaning(each)[0] in waited_for.bases for each in deemed)


def _movers(body: Duty) -> list[Pattern]:
    """What pauses, interrupts, lengthens or ends a duty."""
    return [
        *(one for each in body.pause for one in (each.start, each.end)),
        *(one for each in body.interrupt for one in (each.start, each.end)),
        *(each.when for each in body.extend),
        *((body.end_on,) if body.end_on is not None else ()),
    ]


def _is_of_events(pattern: Pattern) -> bool:
    match pattern:
        case Happens():
            return True
        case OneOf(several) | AllOf(several) | InOrder(several):
            return all(map(_is_of_events, several))
    return False


def _asks_of_clauses(clause: Clause) -> bool:
    """Whether what bears on a duty asks what came of other clauses."""
    return any(isinstance(each, Call) and each.function in {"met", "violated"} for each in _bearing(clause))


def asks_of_records(clause: Clause, view: View) -> bool:
    """Whether what bears on a duty asks for records, which other cases may set."""
    return any(_is_of_records(each, view) for each in _bearing(clause))


def _bearing(clause: Clause) -> Iterator[object]:
    return chain(parts(clause.body), parts(clause.unless))


def _is_of_records(part: object, view: View) -> bool:
    match part:
        case Call(function):
            return function in {"was", "holder", "holders", "superior"}
        case Lookup(root, path):
            return root in view.policy.records or len(path) > 1
    return False


def _refuse(body: Duty, end_on: Awaited | None, must: Awaited, moved: frozenset[str]) -> None:
    """Forms of which every obligation would have to be judged alone, where none can be."""
    if body.repeat == "replace" and (body.by is not None or body.before is not None):
        raise NotCompiledError(
            "the next trigger takes its place, and its day is given by the data or an event"
        )
    if end_on is not None and end_on.types & must.types:
        raise NotCompiledError("what ends it meets it as well")
    if body.early == "counts" and moved:
        raise NotCompiledError("it may be met before it begins, and its end moved")


def _stays_put(slot: Slot, body: Duty) -> bool:
    """Whether its end is a period from the trigger, or nothing but an end of the duty bears on it."""
    if slot.terms is None:
        return True
    return not (isinstance(slot.terms, BeforeEvent) or body.pause or body.extend or body.interrupt)


def _is_by_days(counting: Counting, slots: list[Slot], extend: ExtendRule | None) -> bool:
    """Whether pauses and extensions count by their local days, whatever the hour."""
    periods = [slot.period for slot in slots if slot.period is not None]
    periods += [extend.add] if extend is not None and isinstance(extend.add, Period) else []
    return all(counts_by_day(counting, each) for each in periods)


def _types(view: View, patterns: list[Pattern]) -> frozenset[str]:
    return types_of((name for each in patterns for name in event_names(each)), view)


def _pause(body: Duty) -> PauseRule | None:
    if len(body.pause) != 1:
        return None
    (rule,) = body.pause
    plain = (
        rule.if_ is None
        and not {"time", "date"} & set(rule.per)
        and rule.at_most is None
        and rule.times is None
        and rule.days is None
    )
    return rule if plain else None


def _extend(body: Duty) -> ExtendRule | None:
    if len(body.extend) != 1:
        return None
    (rule,) = body.extend
    plain = rule.if_ is None and rule.at_most is None and isinstance(rule.add, Period)
    return rule if plain else None


def _told_apart(body: Duty, pause: PauseRule | None, extend: ExtendRule | None, view: View) -> bool:
    """Whether each event takes one step only."""
    patterns = [body.must]
    patterns += [pause.start, pause.end] if pause is not None else []
    patterns += [extend.when] if extend is not None else []
    patterns += [body.end_on] if body.end_on is not None else []
    seen: set[str] = set()
    for pattern in patterns:
        try:
            types = awaited(pattern, view)
        except NotCompiledError:
            return False
        if types.types & seen:
            return False
        seen |= types.types
    return True
