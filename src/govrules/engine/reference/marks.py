"""Everything that bears on one obligation, in order of time: what pauses, extends, meets or ends it."""

from typing import Literal, TypeAlias

from govrules.declaring import frozen
from govrules.engine.context import Context
from govrules.engine.entries import Entries
from govrules.engine.happenings import Happening
from govrules.engine.mentions import patterns_of
from govrules.engine.moments import Key, is_after
from govrules.engine.patterns import Occurrence, in_turn, occurrences, types_of
from govrules.model.clauses import Clause, Duty
from govrules.model.patterns import Happens, OneOf, Pattern

Step: TypeAlias = Literal["resume", "pause", "restart", "interrupt", "extend", "fulfil", "end"]


@frozen(eq=False)
class Mark:
    """Something that may change, meet or end an obligation."""

    step: Step
    rule: int
    """which of the rules of that kind"""
    occurrence: Occurrence

    @property
    def happening(self) -> Happening:
        return self.occurrence.happening


def marks_of(
    clause: Clause,
    body: Duty,
    trigger: Happening,
    entries: Entries,
    fulfilling: Entries,
    context: Context,
) -> list[Mark]:
    """Everything that bears on the obligation, in order of time."""
    types = types_of(patterns_of(clause), context)
    settled = _settled(clause, body, trigger, entries, fulfilling, context)
    later = _window(entries, types, trigger, settled)
    met_by = _window(fulfilling, types, None if body.early == "counts" else trigger, settled)

    def of(step: Step, rule: int, pattern: Pattern, within: Entries = later) -> list[Mark]:
        return [Mark(step, rule, each) for each in occurrences(pattern, within, context, clause)]

    marks: list[Mark] = []
    for number, pause in enumerate(body.pause):
        marks += of("pause", number, pause.start) + of("resume", number, pause.end)
    for number, interrupt in enumerate(body.interrupt):
        marks += of("interrupt", number, interrupt.start) + of("restart", number, interrupt.end)
    for number, extend in enumerate(body.extend):
        marks += of("extend", number, extend.when)
    if body.end_on is not None:
        marks += of("end", 0, body.end_on)
    marks += of("fulfil", 0, body.must, met_by)
    return sorted(marks, key=lambda mark: (mark.happening.key, _RANKS[mark.step], mark.happening.rank))


def _window(
    entries: Entries, types: frozenset[str] | None, trigger: Happening | None, settled: Key | None
) -> Entries:
    """The happenings of some types that follow a trigger, up to where the obligation is settled."""
    within = entries if types is None else entries.of_types(types)
    first = 0 if trigger is None else within.first_from(trigger.at)
    past = len(within) if settled is None else within.first_after(settled)
    return Entries(
        each for each in within.between(first, past) if trigger is None or _follows(each.happening, trigger)
    )


def _settled(
    clause: Clause,
    body: Duty,
    trigger: Happening,
    entries: Entries,
    fulfilling: Entries,
    context: Context,
) -> Key | None:
    """The place of what certainly closes the obligation: nothing that comes later bears on it any more.

    Where it is ended, what pauses or extends it later is reported as too late. None where nothing closes it
    for certain, or where that takes more than to look at one event after the other.
    """
    met = _first_certain(clause, body.must, None if body.early == "counts" else trigger, fulfilling, context)
    ended = None if body.end_on is None else _first_certain(clause, body.end_on, trigger, entries, context)
    if ended is None or (met is not None and met < ended):
        return met if body.end_on is None or _is_simple(body.end_on) else None
    return None if body.pause or body.interrupt or body.extend else ended


def _is_simple(pattern: Pattern) -> bool:
    match pattern:
        case OneOf(options):
            return all(_is_simple(each) for each in options)
    return isinstance(pattern, Happens)


def _first_certain(
    clause: Clause, pattern: Pattern, trigger: Happening | None, entries: Entries, context: Context
) -> Key | None:
    """The place of the first certain event of a pattern after a trigger."""
    match pattern:
        case OneOf(options) if _is_simple(pattern):
            found = [_first_certain(clause, each, trigger, entries, context) for each in options]
            return min((each for each in found if each is not None), default=None)
        case Happens():
            since = None if trigger is None else trigger.at
            for each in in_turn(pattern, entries, context, clause, since=since):
                if each.doubt is None and (trigger is None or _follows(each.happening, trigger)):
                    return each.happening.key
    return None


def pauses_before(
    clause: Clause, body: Duty, trigger: Happening, entries: Entries, context: Context
) -> list[Mark]:
    """The starts and ends of pauses that came before the trigger, in order of time."""
    if not body.pause:
        return []
    past = entries.first_past(trigger.at)
    earlier = Entries(each for each in entries.between(0, past) if _precedes(each.happening, trigger))
    marks: list[Mark] = []
    for number, pause in enumerate(body.pause):
        patterns: tuple[tuple[Step, Pattern], ...] = (("pause", pause.start), ("resume", pause.end))
        for step, pattern in patterns:
            found = occurrences(pattern, earlier, context, clause)
            marks += [Mark(step, number, each) for each in found]
    return sorted(marks, key=lambda mark: mark.happening.order)


_RANKS: dict[Step, int] = {
    "resume": 0,
    "restart": 0,
    "pause": 0,
    "interrupt": 0,
    "extend": 1,
    "fulfil": 2,
    "end": 3,
}


def _precedes(happening: Happening, trigger: Happening) -> bool:
    return happening is not trigger and not _follows(happening, trigger)


def _follows(happening: Happening, trigger: Happening) -> bool:
    return happening is not trigger and is_after(happening.known, trigger.at)[0]
