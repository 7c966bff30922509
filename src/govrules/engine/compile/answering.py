"""Who answers for what an event says, and with what measure: told of those cases in which anybody may.

A program says at which events a clause has anything to say (`events.py`). Who held a post, what was decided
of a proposal, why nobody is known: that is asked of the reference, of the one clause in the one case, and
only when somebody wants to know. Neither a breach nor an obligation hangs on it.
"""

from collections.abc import Iterator, Mapping, Set
from typing import TYPE_CHECKING, TypeAlias

import attrs

from govrules.engine.compile.asking import asks_of_clauses, reads_outcomes
from govrules.engine.compile.duty_forms import Slot
from govrules.engine.compile.events import CompiledEvents
from govrules.engine.compile.names import awaited
from govrules.engine.compile.writing import NotCompiledError
from govrules.engine.concerned import ClauseVersions
from govrules.engine.found import Found
from govrules.engine.judging import Judged
from govrules.engine.mentions import expressions_of
from govrules.engine.slices import Scope
from govrules.engine.triggers import Version
from govrules.engine.view import View
from govrules.model.accountability import Accountability
from govrules.model.clauses import Clause
from govrules.model.dependence import parts
from govrules.model.patterns import Proposed

if TYPE_CHECKING:
    from govrules.engine.compile.findings import Run
    from govrules.engine.compile.logs import PolicyLog

Answers: TypeAlias = Mapping[int, tuple[Found, ...]]
"""by case what each clause finds in it that may make anybody answerable"""


def read_answers(
    clause: Clause, view: View, slots_from: int, clauses: tuple[ClauseVersions, ...]
) -> CompiledEvents:
    """An accountability clause as it is compiled.

    Raises:
        NotCompiledError: it is left to the reference, and why.
    """
    body = clause.body
    assert isinstance(body, Accountability)
    when = awaited(body.on, view)
    if body.decided_by is not None or body.within:
        raise NotCompiledError("whoever decides on what it proposes has a duty to")
    if body.propose is not None and any(_hears_of_proposals(each, clause) for each in clauses):
        raise NotCompiledError("others hear of what it proposes")
    asked = any(asks_of_clauses(each, view.vocabulary) for each in expressions_of(clause))
    if asked or reads_outcomes(clause, view.vocabulary):
        raise NotCompiledError("who answers depends on what other clauses came to")
    return CompiledEvents(clause, when, Slot(slots_from, clause, None, None))


def _hears_of_proposals(each: ClauseVersions, clause: Clause) -> bool:
    """Whether a clause waits for what another proposes."""
    return any(
        isinstance(part, Proposed) and (not part.clauses or clause.full_id in _in_full(part.clauses, other))
        for other, _, _ in each.versions
        for part in parts(other)
    )


def _in_full(names: tuple[str, ...], clause: Clause) -> frozenset[str]:
    """A name alone is of the same policy."""
    return frozenset(name if "/" in name else f"{clause.policy}/{name}" for name in names)


def answers(slot: Slot) -> bool:
    """Whether it is that of a clause by which somebody answers, and opens no obligation."""
    return isinstance(slot.clause.body, Accountability)


def answers_of(run: "Run") -> Answers:
    """Who answers in the cases that have not been judged.

    Within a case in the order of the clauses.
    """
    found: dict[int, list[Found]] = {}
    for walked in run.breaches:
        log, by_case = walked.log, dict[int, set[int]]()
        for slot, place in walked.answers:
            by_case.setdefault(run.case_of[place], set()).add(slot)
        left = {case: slots for case, slots in by_case.items() if case not in run.handed_over}
        for case, slots in left.items():
            if not run.is_judged(case):
                found.setdefault(case, []).extend(_of_case(run, log, case, slots))
    return {case: tuple(found[case]) for case in sorted(found)}


def _of_case(run: "Run", log: "PolicyLog", case: int, slots: set[int]) -> Iterator[Found]:
    """What clauses find in one case, each of them by its slot."""
    # How the others are judged is not imported for rulebooks without such clauses.
    from govrules.engine.reference.accountability import evaluate_accountability

    columns = run.columns
    view = attrs.evolve(log.view, records=log.records_of(log.number))
    places = range(columns.starts[case], run.reaches[log.number].ends[case])
    happenings = tuple(view.happening(columns.event(place), place) for place in places)
    name = columns.cases[case]
    scope = Scope(view, name, happenings, {name: happenings}, {}, {})
    for number in sorted(slots):
        clause = log.program.slots[number].clause
        counting = attrs.evolve(log.tables.counting(clause), view=view)
        found = Found(run.numbers[clause.full_id, clause.kind])
        evaluate_accountability((Version(clause, scope),), (counting,), found)
        yield found


def parted(
    judged: Judged | None, clauses: Set[str], numbers: Mapping[tuple[str, str], int]
) -> tuple[Judged | None, Judged | None]:
    """What others found, and what some clauses did, of all that was judged at once.

    Args:
        clauses: these (`policy/clause`).
        numbers: the place of each clause in the rulebook, by its full id and its kind.
    """
    if judged is None:
        return None, None
    own = {number for (name, _), number in numbers.items() if name in clauses}
    others, found = (
        tuple(each for each in judged.found if (each.clause in own) == is_own) for is_own in (False, True)
    )
    return attrs.evolve(judged, found=others), attrs.evolve(judged, found=found)
