"""A clause over a whole case as the reference judges it, where a program is not certain of a quota or a gap.

    judge_few_meetings(put, False, 3, a, b)

No trigger brings about what such a clause finds. The clause is judged in the one case, and what is found is
kept to be shown. The record of its first obligation stands at the first event of the case, that of the second
at the second event, and so on.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import attrs

from govrules.engine.compile.duty_forms import state
from govrules.engine.compile.recording import FAR
from govrules.engine.compile.shown import Shown
from govrules.engine.compile.writing import JUDGED_ALONE, HandOver
from govrules.engine.counts import Counting
from govrules.engine.found import Found
from govrules.engine.happenings import Happening
from govrules.engine.slices import Scope
from govrules.engine.triggers import Version
from govrules.engine.view import View
from govrules.model.clauses import Clause
from govrules.model.findings import Obligation, State
from govrules.model.maintenance import Maintenance
from govrules.model.quota import Quota

if TYPE_CHECKING:
    from govrules.engine.compile.logs import PolicyLog

_Record: TypeAlias = tuple[int, int, int, int, tuple[int, bool, int, int]]
_MOST = 5_000
"""so many judgements are kept: whoever asks for every obligation after what was broken asks for them again"""
_TOLD: frozenset[State] = frozenset({"violated", "unknown"})
"""states that are recorded though only what was broken is asked for"""


def is_standing(clause: Clause) -> bool:
    """Whether no trigger brings about what a clause finds: a record stands for its case."""
    return isinstance(clause.body, Quota | Maintenance)


def has_not_begun(log: "PolicyLog") -> bool:
    """Whether the first day of a log has only just come, so that such clauses find nothing of it yet."""
    if not any(is_standing(slot.clause) for slot in log.program.slots):
        return False
    from govrules.engine.reference.coverage import log_begins

    return log_begins(log.view) is None


class StandingAlone:
    """Judges one clause in one log."""

    def __init__(self, log: "PolicyLog", clause: Clause, counting: Counting) -> None:
        """Args: counting: how the clause counts, as of whatever moment."""
        self.log = log
        self.clause = clause
        self.counted = counting
        self.known: dict[int, tuple[tuple[_Record, Shown], ...]] = {}

    @cached_property
    def view(self) -> View:
        return attrs.evolve(self.log.view, records=self.log.records_of(self.log.number))

    def __call__(self, put: Callable[[_Record], None], every: bool, slot: int, start: int, end: int) -> None:
        """Record what became of the clause in a case.

        Args:
            every: whether it is recorded though nothing was broken.
            start: the place at which the case begins.
            end: the place at which what is read of it ends.

        Raises:
            HandOver: there is more to find than events to keep it at, or several breaches of one obligation.
        """
        found = self.known.get(start)
        if found is None:
            found = self._found(slot, start, end)
            if len(self.known) < _MOST:
                self.known[start] = found
        for record, shown in found:
            if every or shown.obligation.state in _TOLD:
                put(record)
                self.log.judged_alone[record[0], record[1]] = shown

    def _found(self, slot: int, start: int, end: int) -> tuple[tuple[_Record, Shown], ...]:
        columns, view = self.log.columns, self.view
        happenings = tuple(view.happening(columns.event(place), place) for place in range(start, end))
        case = happenings[0].event.case
        scope = Scope(view, case, happenings, {case: happenings}, {}, {})
        found = Found()
        self._evaluate(Version(self.clause, scope), found)
        every = (*found.violations, *found.shortfalls)
        broken = {each.obligation: each for each in every}
        if len(found.obligations) > len(happenings) or len(broken) < len(every):
            raise HandOver
        return tuple(
            (_record(slot, start + number, each, happenings), Shown(each, broken.get(each.id)))
            for number, each in enumerate(found.obligations)
        )

    def _evaluate(self, version: Version, found: Found) -> None:
        # How such clauses are judged is not imported for rulebooks without them.
        if isinstance(self.clause.body, Quota):
            from govrules.engine.reference.quota import evaluate_quota

            evaluate_quota((version,), found)
        else:
            from govrules.engine.reference.maintenance import evaluate_maintenance

            evaluate_maintenance((version,), (attrs.evolve(self.counted, view=self.view),), found)


def _record(slot: int, place: int, obligation: Obligation, happenings: Sequence[Happening]) -> _Record:
    trigger, at = obligation.trigger, -1
    if trigger is not None:
        at = next(each.rank for each in happenings if each.event is trigger.event)
    due = obligation.due.toordinal() if obligation.due is not None else 0
    return (slot, place, state(obligation.state), at, (FAR, False, due, JUDGED_ALONE))
