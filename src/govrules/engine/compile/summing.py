"""What is asked of an evaluation by programs, besides its fields: told without making every finding.

Counts come from what the programs recorded. Cases that were handed over are judged by the reference, and
counted by what it found.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import attrgetter, itemgetter

import attrs

from govrules.diagnostics import read_only
from govrules.engine.compile.comparing import unlike
from govrules.engine.compile.duty_forms import STATES, UNSURE
from govrules.engine.compile.findings import Run
from govrules.engine.compile.recording import Record
from govrules.engine.compile.running import Walked
from govrules.engine.compile.telling import each_obligation, in_states, outcomes
from govrules.engine.judging import evaluation_of
from govrules.model.evaluation import Work
from govrules.model.findings import AnyFinding, Obligation, State
from govrules.model.outcomes import Outcome

_SLOT_AND_STATE = itemgetter(0, 2)


@attrs.define(eq=False, slots=False)
class Asked:
    """Answers what an `Evaluation` asks, from one run."""

    run: Run
    noted: int = 0
    """how many judgements of the reference `_known` holds"""
    _outcomes: dict[tuple[bool, bool], Mapping[Outcome, int]] = attrs.field(factory=dict, init=False)
    """what was counted before, with units or without, with parties or without"""

    def field(self, name: str) -> object:
        """One field of the evaluation."""
        return self.run.field(name)

    def counts(self) -> Mapping[tuple[str, State], int]:
        """How many obligations of each clause came to what."""
        found = Counter((each.full_clause, each.state) for each in self._handed_over)
        for one, records in self._that_count:
            slots = one.log.program.slots
            for (slot, became), number in Counter(map(_SLOT_AND_STATE, records)).items():
                if became != UNSURE:
                    found[slots[slot].clause.full_id, STATES[became]] += number
        return read_only(dict(sorted(found.items())))

    def cases(self) -> tuple[str, ...]:
        """The cases with an obligation, in order."""
        places = set[int]()
        for walked, records in self._that_count:
            of_one = (record for record in records if record[2] != UNSURE)
            places.update(map(self.run.case_of.__getitem__, walked.trigger_places(of_one)))
        found = {each.case for each in self._handed_over}
        found.update(map(self.run.columns.cases.__getitem__, places))
        return tuple(sorted(found))

    def in_state(self, states: frozenset[State]) -> tuple[Obligation, ...]:
        """The obligations in some states."""
        run = self.run
        shown = [each.obligation for each in run.shown(in_states(run, states), every=False)]
        return tuple(each for each in run.told("obligations", shown) if each.state in states)

    def each_obligation(self, states: frozenset[State] | None) -> Iterator[Obligation]:
        """The obligations, or those in some states, none of which is kept."""
        return each_obligation(self.run, states)

    def outcomes(self, *, unit: bool, party: bool) -> Mapping[Outcome, int]:
        """How many duties came to what on which days."""
        for (units, parties), known in self._outcomes.items():
            if units >= unit and parties >= party:
                # A page asks for one group after the other: what was counted apart is added up.
                found = Counter[Outcome]()
                for each, number in known.items():
                    found[each.of(unit=unit, party=party)] += number
                return found
        self._outcomes[unit, party] = counted = outcomes(self.run, unit=unit, party=party)
        return counted

    def unlike(self, other: Work) -> tuple[Iterator[Obligation], Iterator[Obligation]] | None:
        """The obligations of both that may differ; None where records do not tell."""
        return unlike(self.run, other.run) if isinstance(other, Asked) else None

    def broken(self) -> tuple[Obligation, ...]:
        """The obligations behind what is broken, and those of the cases that were judged for it."""
        self.run.hear()
        shown = [each.obligation for each in self.run.shown_broken]
        return self.run.told("obligations", self.run.not_judged(shown))

    def of_case(self, case: str) -> tuple[AnyFinding, ...] | None:
        """The findings of one case, which the reference judges by itself; None where none has that name."""
        run, cases = self.run, self.run.columns.cases
        place = bisect_left(cases, case)
        if place == len(cases) or cases[place] != case:
            return None
        found = [*run.judged_alone(place), *run.found_apart, *run.found_answerable]
        found.sort(key=attrgetter("clause"))
        return tuple(each for each in evaluation_of(found) if each.case == case)

    def obligation(self, name: str, case: str) -> Obligation | None:
        """The obligation of that id in a case."""
        self._note_judged()
        if name not in self._known:
            self._note(self.of_case(case) or ())
        return self._known.get(name)

    @cached_property
    def _known(self) -> dict[str, Obligation]:
        """The obligations that were made for anything else, by id."""
        found = {each.obligation.id: each.obligation for each in self.run.shown_broken}
        found.update((each.id, each) for one in self.run.found_apart for each in one.obligations)
        return found

    def _note(self, found: Iterable[AnyFinding]) -> None:
        self._known.update((each.id, each) for each in found if isinstance(each, Obligation))

    def _note_judged(self) -> None:
        judged = self.run.judged
        for each in judged[self.noted :]:
            for one in each.found:
                self._note(one.obligations)
        self.noted = len(judged)

    @property
    def _that_count(self) -> Iterator[tuple[Walked, Sequence[Record]]]:
        """What each program recorded of the cases that were not handed over."""
        handed, starts = self.run.handed_over, self.run.columns.starts
        is_left = bytearray(len(self.run.columns))
        for case in handed:
            is_left[starts[case] : starts[case + 1]] = b"\1" * (starts[case + 1] - starts[case])
        for one in self.run.everything:
            if handed:
                places = zip(one.trigger_places(one.records), one.records, strict=True)
                yield one, [record for place, record in places if not is_left[place]]
            else:
                yield one, one.records

    @property
    def _handed_over(self) -> Iterator[Obligation]:
        """The obligations of the cases that were, and of the clauses that are judged apart."""
        run = self.run
        run.judge(())
        names = set(map(run.columns.cases.__getitem__, run.handed_over))
        for judged in run.judged:
            yield from (each for one in judged.found for each in one.obligations if each.case in names)
        for one in run.found_apart:
            yield from one.obligations
