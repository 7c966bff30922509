"""What the peers share: the clauses that they can express, and the host's part, which is timed as theirs."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import attrs

from evaluating.closures import FIRST_DAY, ranks
from evaluating.logs import Breach, Happening, Table, histories, read_objects
from evaluating.workload import working_days

SINGLE = frozenset({"ask_once", "give_reasons", "decided_by_whom_it_was_given", "no_fee"})
"""what can be seen without counting days"""
PLAIN = SINGLE | {"deliver", "publish"}
"""and what compares two events"""
ALL = PLAIN | {"answer", "decide"}
"""and what adds up pauses and extensions"""

Facts: TypeAlias = dict[str, Any]
Found: TypeAlias = Iterable[tuple[str, str, int]]
"""case, clause, and the number of the working day that was the last in time; 0 where there is none"""


@attrs.frozen
class Peer:
    """A rule engine that takes part."""

    name: str
    package: str
    """as pip calls it"""
    module: str
    """as Python imports it; where it cannot be, the peer is left out and said to be"""
    clauses: frozenset[str]
    how: str
    """how the clauses are written in it, for the page"""
    cannot: str
    """what it cannot say, and why"""
    prepare: Callable[[int], Callable[[Iterable[Happening]], Found]]
    """from the rank of the last day to what judges a log; not timed"""
    sees_silence: bool = True
    """whether it finds what never came; else what came late is all that is asked of it"""
    share: float = 1.0
    """of the cases, how many it is given: the slow ones would take all day"""

    def ready(self, last: int) -> Callable[[Path], list[Breach]]:
        """What reads a file and finds its breaches, as everybody else returns them."""
        judge = self.prepare(rank_of(last))
        every = working_days()

        def run(path: Path) -> list[Breach]:
            found = judge(read_objects(path))
            return sorted(
                (case, clause, every[number - 1] if number else 0) for case, clause, number in found
            )

        return run


def rank_of(day: int) -> int:
    return ranks()[day - FIRST_DAY]


def case_as_it_stands(events: Iterable[Happening]) -> Facts:
    """The events of one case as records in a list, each with its two numbers of working days."""
    counted = ranks()
    found: list[Facts] = []
    for event in events:
        kind = event.type
        place = event.time.toordinal() - FIRST_DAY
        facts: Facts = {"type": kind, "rank": counted[place], "before": counted[place - 1]}
        if event.unit is not None:
            facts["unit"] = event.unit
        if kind == "accepted":
            facts["assigned"] = event.assigned
        elif kind == "refused":
            facts["reasons"] = event.reasons
        elif kind == "decided":
            facts["outcome"] = event.outcome
        elif kind == "fee_charged":
            facts["amount"] = event.amount
        found.append(facts)
    return {"events": found}


_RANKED = {"applied": "applied_rank", "accepted": "accepted_rank", "decided": "decided_rank"}
_BEFORE = {
    "accepted": "answered_before", "refused": "answered_before", "decided": "decided_before",
    "delivered": "delivered_before", "published": "published_before",
}  # fmt: skip
_LISTED = {
    "completion_asked": "asked", "completed": "completed", "review_started": "reviews",
    "review_ended": "reviewed", "extension_approved": "extended",
}  # fmt: skip


def facts_of_cases(happenings: Iterable[Happening]) -> Iterator[tuple[str, Facts]]:
    """Each case as one flat record; what is not there is None.

    Which event begins a duty and which meets it is decided here, by hand, and not by the engine.
    """
    counted = ranks()
    nothing: Facts = dict.fromkeys((*_RANKED.values(), *_BEFORE.values()))
    nothing |= {"refused": False, "reasons": None, "assigned": None, "decider": None, "outcome": None}
    for case, events in histories(happenings):
        facts: Facts = nothing | {"asked": [], "completed": [], "reviews": [], "reviewed": [], "extended": []}
        facts["fees"] = []
        for event in events:
            kind = event.type
            place = event.time.toordinal() - FIRST_DAY
            if kind in _RANKED:
                facts[_RANKED[kind]] = counted[place]
            if kind in _BEFORE:
                facts[_BEFORE[kind]] = counted[place - 1]
            elif kind in _LISTED:
                facts[_LISTED[kind]].append(counted[place])
            if kind == "refused":
                facts["refused"] = True
                facts["reasons"] = event.reasons
            elif kind == "accepted":
                facts["assigned"] = event.assigned
            elif kind == "decided":
                facts["decider"] = event.unit
                facts["outcome"] = event.outcome
            elif kind == "fee_charged":
                facts["fees"].append(event.amount)
        yield case, facts


_MEETS = {"deliver": "delivered", "publish": "published"}


def came_late(breaches: Iterable[Breach], table: Table) -> list[Breach]:
    """Without what never came at all, of the clauses that some engine has and cannot see this of."""
    kinds = {clause: table.types.index(kind) for clause, kind in _MEETS.items() if kind in table.types}
    place = {case: number for number, case in enumerate(table.cases)}

    def came(case: str, clause: str) -> bool:
        start, end = table.starts[place[case]], table.starts[place[case] + 1]
        return kinds.get(clause) in table.kinds[start:end]

    return [each for each in breaches if each[1] not in _MEETS or came(each[0], each[1])]
