"""Makes the findings of cases that need no second judgement, each of their events once."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias
from zoneinfo import ZoneInfo

from govrules.engine.compile.at_trigger import Past
from govrules.engine.compile.logs import PolicyLog
from govrules.engine.compile.names import awaited
from govrules.engine.compile.recording import Record, is_judged_alone
from govrules.engine.compile.running import Walked
from govrules.engine.compile.showing import Shower
from govrules.engine.compile.shown import Shown
from govrules.engine.moments import project
from govrules.model.clauses import Duty
from govrules.model.events import Event
from govrules.model.findings import Evidence

Recorded: TypeAlias = tuple[int, Record, Shower]
"""the number of the program, what it recorded, and what shows it"""
Moves: TypeAlias = Mapping[tuple[int, int, int], Sequence[int]]
"""the places of the events that moved a due end, by program, slot and place of the trigger"""


def made(
    cases: Iterable[Sequence[Recorded]],
    moves: Moves,
    walked: Sequence[Walked],
    event: Callable[[int], Event],
    late: Callable[[PolicyLog, Record, Shower], Sequence[int]],
) -> Iterator[Shown]:
    """Each obligation, with what was broken of it, as it is asked for.

    Args:
        cases: what was recorded of each case, one case after another.
        walked: by the number of a program what it found.
        event: the event at a place of the log.
        late: the places of what would have met an obligation, and came after its lapse.
    """
    seen = _Seen(event)
    for records in cases:
        seen.clear()
        ids: dict[str, set[str]] = {}
        for number, record, shower in in_order(records, walked):
            slot, trigger, _, closed, _ = record
            known, zone = ids.setdefault(shower.clause.full_id, set()), shower.view.zone
            log = walked[number].log
            if is_judged_alone(record):
                kept = log.judged_alone[slot, trigger]
                known.add(kept.obligation.id)
                yield kept
                continue
            done = seen[log.place(closed), zone] if closed >= 0 else None
            moved = [seen[log.place(place), zone] for place in moves.get((number, slot, trigger), ())]
            opened = seen[log.place(trigger), zone]
            after = [seen[place, zone] for place in late(log, record, shower)]
            past = Past(log, trigger)
            yield shower.show(record, opened, done, moved, known, log.slice_at(trigger), after, past)


def in_order(records: Sequence[Recorded], walked: Sequence[Walked]) -> list[Recorded]:
    """What was recorded of one case: by the order of the rulebook, of triggers and of limits.

    The obligations of a duty in one part of the case stand together, those of that part first in which
    something triggered it first; it must be among those recorded.
    """
    if all(walked[number].log.sliced is None for number, _, _ in records):
        return sorted(records, key=_in_order)
    began: dict[tuple[int, int, int], tuple[int, int]] = {}
    for number, record, shower in records:
        log = walked[number].log
        if log.sliced is not None and isinstance(shower.clause.body, Duty):
            key = (number, shower.order, log.sliced.part_of(record[1]))
            here = (log.place(record[1]), record[1])
            began[key] = min(began.get(key, here), here)

    def key_of(recorded: Recorded) -> tuple[int, int, tuple[int, int], int, int, int]:
        number, record, shower = recorded
        log, group = walked[number].log, (0, 0)
        if log.sliced is not None:
            group = began.get((number, shower.order, log.sliced.part_of(record[1])), group)
        return (log.number, shower.order, group, log.place(record[1]), record[1], record[0])

    return sorted(records, key=key_of)


def unordered(records: Sequence[Recorded], walked: Sequence[Walked]) -> bool:
    """Whether it is not known which of several parts of a case comes first.

    What triggered a duty first may have been met, and not be recorded.
    """
    first: dict[tuple[int, int], dict[int, tuple[int, Shower]]] = {}
    for number, record, shower in records:
        parts = walked[number].log.sliced
        if parts is not None and isinstance(shower.clause.body, Duty):
            of_clause = first.setdefault((number, shower.order), {})
            part = parts.part_of(record[1])
            of_clause[part] = min(of_clause.get(part, (record[1], shower)), (record[1], shower), key=_place)
    return any(
        len(of_clause) > 1 and any(_may_have_begun(walked[number], *each) for each in of_clause.values())
        for (number, _), of_clause in first.items()
    )


def _place(found: tuple[int, Shower]) -> int:
    return found[0]


def _may_have_begun(one: Walked, place: int, shower: Shower) -> bool:
    """Whether anything may have triggered a clause in a part of a case before a place of it."""
    parts, body = one.log.sliced, shower.clause.body
    assert parts is not None
    assert isinstance(body, Duty)
    kinds = {one.log.program.kinds[base] for base in awaited(body.when, shower.view).bases}
    start = parts.columns.starts[parts.part_of(place)]
    return not kinds.isdisjoint(one.log.kinds[start:place])


def _in_order(recorded: Recorded) -> tuple[int, int, int, int]:
    number, record, shower = recorded
    return (number, shower.order, record[1], record[0])


class _Seen(dict[tuple[int, ZoneInfo], Evidence]):
    """The events of a case as policies of a zone see them: what closes one duty opens another."""

    def __init__(self, event: Callable[[int], Event]) -> None:
        super().__init__()
        self.event = event

    def __missing__(self, key: tuple[int, ZoneInfo]) -> Evidence:
        place, zone = key
        event = self.event(place)
        at = project(event.time, zone)
        self[key] = found = Evidence(event, at, at)
        return found
