"""What is told of all obligations of a run without keeping any: one by one, or counted by what they came to.

Whoever writes the findings of a long log down needs each for a moment. Whoever counts them needs their days,
which the records hold: nothing is made for it.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import TypeAlias

import attrs

from govrules.engine.compile.at_trigger import Past
from govrules.engine.compile.duty_forms import STATES, state
from govrules.engine.compile.findings import Run
from govrules.engine.compile.logs import PolicyLog
from govrules.engine.compile.recording import Record, is_judged_alone
from govrules.engine.compile.running import Walked
from govrules.engine.compile.showing import Shower
from govrules.engine.compile.spans import time_at
from govrules.engine.compile.terms import Looked
from govrules.engine.moments import project
from govrules.engine.progress import in_turn
from govrules.model.columns import Columns
from govrules.model.findings import Obligation, State
from govrules.model.outcomes import KINDS, Outcome, outcome_of

_DONE = frozenset({state("met"), state("met_late"), state("pending"), state("unknown")})
"""states of what may have been done; of what an event has to come after that is awaited, it is pending"""
_Placed: TypeAlias = tuple[tuple[str, int], Obligation]
"""an obligation, and what its place among all hangs on: its case, and the place of its clause"""


def in_states(run: Run, states: frozenset[State]) -> tuple[Walked, ...]:
    """What the programs recorded of obligations in some states."""
    wanted = frozenset(map(state, states))
    return tuple(one.only(wanted) for one in run.everything)


def each_obligation(run: Run, states: frozenset[State] | None) -> Iterator[Obligation]:
    """The obligations in the order in which the evaluation has them, each made when it is asked for.

    Args:
        states: only those in these; None for all.
    """
    every = states is None
    run.hear()
    walked = run.everything if states is None else in_states(run, states)
    cases, moves = run.gathered(walked, every=every)
    # All that has to be judged is: whatever is judged while this goes on was made from records here.
    apart = run.across is not None
    found: list[_Placed] = [
        ((each.case, one.clause if apart else 0), each) for one in run.found for each in one.obligations
    ]
    found.sort(key=itemgetter(0))
    shown = (each.obligation for each in run.made(cases, moves, walked))
    placed = _placed(shown, run.numbers) if apart else (((each.case, 0), each) for each in shown)
    for _, each in merge(found, placed, key=itemgetter(0)):
        if states is None or each.state in states:
            yield each


def _placed(shown: Iterable[Obligation], numbers: Mapping[tuple[str, str], int]) -> Iterator[_Placed]:
    """Within each case in the order of the rulebook."""
    for case, group in groupby(shown, key=attrgetter("case")):
        here = [((case, numbers[each.full_clause, each.clause_kind]), each) for each in group]
        yield from sorted(here, key=itemgetter(0))


# -- counted -----------------------------------------------------------------------------------------------


def outcomes(run: Run, *, unit: bool, party: bool) -> Mapping[Outcome, int]:
    """How many duties came to what; the cases of those that records do not tell are judged."""
    run.hear()
    cases, moves = run.gathered(run.everything, every=True)
    known = [_Known(one.log, one.log.columns, unit, party) for one in run.everything]
    counted: Counter[tuple[int, _Key]] = Counter()
    alone: Counter[Outcome] = Counter()
    for records in in_turn(cases):
        for number, record, shower in records:
            if shower.clause.kind not in KINDS:
                continue
            if is_judged_alone(record):
                kept = run.everything[number].log.judged_alone[record[:2]].obligation
                alone[outcome_of(kept, unit=unit, party=party)] += 1
            else:
                moved = moves.get((number, record[0], record[1]), ())
                counted[number, known[number].key(record, shower, moved)] += 1
    found = alone
    for (number, key), times in counted.items():
        found[known[number].outcome(key)] += times
    judged = (each for one in run.found for each in one.obligations if each.clause_kind in KINDS)
    found.update(outcome_of(each, unit=unit, party=party) for each in judged)
    return found


_Key: TypeAlias = tuple[int, int, int, int, int, str, str]
"""the slot, the state, the ordinals of the days on which it began, was met and is due (0 for none), the unit
and the party"""


@attrs.define(eq=False)
class _Known:
    """Tells from the records of one program what became of duties, and when."""

    log: PolicyLog
    columns: Columns
    unit: bool
    party: bool

    def key(self, record: Record, shower: Shower, moved: Sequence[int]) -> _Key:
        slot, trigger, became, closed, _ = record
        return (
            slot,
            became,
            self._day(trigger),
            self._day(closed) if closed >= 0 and became in _DONE else 0,
            self._due(record, shower, moved),
            self._unit(trigger) if self.unit else "",
            self._party(trigger, shower) if self.party else "",
        )

    def outcome(self, key: _Key) -> Outcome:
        slot, became, triggered, done, due, unit, party = key
        of = self.log.program.slots[slot]
        # A limit that is looked up may be none; a day that is given is one, though nobody knows it yet.
        given = of.terms is not None and not isinstance(of.terms, Looked)
        return Outcome(
            of.clause.policy,
            of.clause.id,
            STATES[became],
            of.period is not None or given or due > 0,
            _date(triggered),
            _date(done),
            _date(due),
            unit,
            party,
        )

    def _day(self, place: int) -> int:
        """The ordinal of the local day of an event."""
        days = self.log.days(bare=bool(self.columns.bare[place]))
        return days[(self.columns.times[place] + days.shift) // days.unit]

    def _due(self, record: Record, shower: Shower, moved: Sequence[int]) -> int:
        due = record[4]
        if shower.terms is not None:
            return 0 if due is None else due[2]
        if shower.ends is None or (moved and shower.stands_still(self._types(moved))):
            return 0
        if due is not None and due[2]:
            return due[2]
        place = record[1]
        time = time_at(self.columns.times[place], is_bare=bool(self.columns.bare[place]))
        return shower.ends.plain(project(time, shower.view.zone), 0).date.toordinal()

    def _types(self, places: Iterable[int]) -> Iterator[str]:
        return (self.columns.types[self.columns.kinds[place]] for place in places)

    def _unit(self, place: int) -> str:
        columns = self.columns
        if columns.data("unit")[place] is not None:
            # What stands in the data under that name is not where it happened.
            return columns.event(place).unit or ""
        unit = columns.values("unit")[place]
        return "" if unit is None else str(unit)

    def _party(self, place: int, shower: Shower) -> str:
        party = shower.party
        assert party is not None
        columns = self.columns
        kind = shower.view.vocabulary.resolve(columns.types[columns.kinds[place]])
        past = Past(self.log, place)
        return party.in_columns(columns, place, kind, self.log.slice_at(place), past) or ""


def _date(ordinal: int) -> dt.date | None:
    return dt.date.fromordinal(ordinal) if ordinal else None
