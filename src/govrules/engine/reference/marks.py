"""Everything that bears on one obligation, in order of time: what pauses, extends, meets or ends it."""

from typing import Literal, TypeAlias

from govrules.declaring import frozen
from govrules.engine.context import Context
from govrules.engine.happenings import Entry, Happening
from govrules.engine.mentions import patterns_of
from govrules.engine.moments import is_after
from govrules.engine.patterns import Occurrence, occurrences, types_of
from govrules.model.clauses import Clause, Duty
from govrules.model.patterns import Pattern

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
    entries: tuple[Entry, ...],
    fulfilling: tuple[Entry, ...],
    context: Context,
) -> list[Mark]:
    """Everything that bears on the obligation, in order of time."""
    types = types_of(patterns_of(clause), context)
    later = tuple(
        each
        for each in entries
        if (types is None or each.happening.type in types) and _follows(each.happening, trigger)
    )
    met_by = fulfilling
    if body.early != "counts":
        met_by = tuple(
            each
            for each in fulfilling
            if (types is None or each.happening.type in types) and _follows(each.happening, trigger)
        )

    def of(step: Step, rule: int, pattern: Pattern, within: tuple[Entry, ...] = later) -> list[Mark]:
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


def pauses_before(
    clause: Clause, body: Duty, trigger: Happening, entries: tuple[Entry, ...], context: Context
) -> list[Mark]:
    """The starts and ends of pauses that came before the trigger, in order of time."""
    earlier = tuple(each for each in entries if _precedes(each.happening, trigger))
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
