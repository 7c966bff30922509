"""Makes the findings of cases that need no second judgement, each of their events once."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias
from zoneinfo import ZoneInfo

from govrules.engine.compile.recording import Record
from govrules.engine.compile.showing import Shower
from govrules.engine.moments import project
from govrules.model.events import Event
from govrules.model.findings import Evidence, Obligation, Violation

Recorded: TypeAlias = tuple[int, Record, Shower]
"""the number of the program, what it recorded, and what shows it"""
Moves: TypeAlias = Mapping[tuple[int, int, int], Sequence[int]]
"""the places of the events that moved a due end, by program, slot and place of the trigger"""


def made(
    cases: Iterable[Sequence[Recorded]], moves: Moves, event: Callable[[int], Event]
) -> Iterator[tuple[Obligation, Violation | None]]:
    """Each obligation, with what was broken of it, as it is asked for.

    Args:
        cases: what was recorded of each case, one case after another.
        event: the event at a place of the log.
    """
    seen = _Seen(event)
    for records in cases:
        seen.clear()
        ids: dict[str, set[str]] = {}
        for number, record, shower in sorted(records, key=_in_order):
            slot, trigger, _, closed, _ = record
            known, zone = ids.setdefault(shower.clause.full_id, set()), shower.view.zone
            done = seen[closed, zone] if closed >= 0 else None
            moved = [seen[place, zone] for place in moves.get((number, slot, trigger), ())]
            yield shower.show(record, seen[trigger, zone], done, moved, known)


def _in_order(recorded: Recorded) -> tuple[int, int, int, int]:
    """By the order of the rulebook, of triggers and of limits."""
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
