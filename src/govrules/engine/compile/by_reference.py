"""What of a log in columns the reference judges: some of its cases, by some of the clauses."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Set
from functools import cached_property
from itertools import pairwise

import attrs

from govrules.engine.found import Found
from govrules.engine.histories import History, Reading
from govrules.engine.judging import Judged, judge, records_from
from govrules.engine.prepare import Log, in_order
from govrules.engine.records import Records
from govrules.engine.view import View
from govrules.engine.virtual_time import NO_BOUNDS, Within
from govrules.model.columns import Columns
from govrules.model.policy import Rulebook
from govrules.model.records import Record


@attrs.define(eq=False, slots=False)
class ByReference:
    """A log, and what the reference needs to know besides to judge any part of it."""

    rulebook: Rulebook
    columns: Columns
    views: tuple[View, ...]
    stated: tuple[Record, ...]

    def judged(
        self, cases: Iterable[int], judges: Callable[[str], bool], given: tuple[Found, ...] = ()
    ) -> Judged:
        """What some clauses find in some cases.

        Args:
            cases: as places among those of the log.
            judges: which clauses (`policy/clause`) are judged.
            given: what other clauses, which depend on none of these, have been found to bring about.
        """
        return self.judged_within(cases, judges, given, NO_BOUNDS)

    def judged_within(
        self, cases: Iterable[int], judges: Callable[[str], bool], given: tuple[Found, ...], within: Within
    ) -> Judged:
        """The same, where clauses over all of these cases need not be asked about each of them."""
        log, how = self.log_of(cases), (self.views, self.stated, self.records)
        return judge(self.rulebook, log, *how, judges=judges, given=given, within=within)

    def log_of(self, cases: Iterable[int]) -> Log:
        """The events of some cases, in the order in which the reference numbers those of the whole log."""
        starts, event = self.columns.starts, self.columns.event
        places = [place for case in sorted(cases) for place in range(starts[case], starts[case + 1])]
        # Cases stand in the order of their names here and there: only within them the order is another.
        return attrs.evolve(in_order(map(event, places)), ranks=places, size=len(self.columns))

    @cached_property
    def records(self) -> tuple[Records, ...]:
        """The records of each policy, as all cases together make them."""
        return tuple(map(self._records_of, self.views))

    def records_of(self, number: int) -> Records:
        """The records of one policy."""
        return self.records[number]

    def _records_of(self, view: View) -> Records:
        columns, resolve = self.columns, view.vocabulary.resolve
        names = {
            resolve(name) for kind in view.policy.records.values() for name in (*kind.set_by, *kind.ended_by)
        }
        codes = frozenset(code for code, name in enumerate(columns.types) if resolve(name) in names)
        # A record's events may contradict each other: whole cases are taken, so that this is seen.
        own = self.log_of(cases_with(codes, columns))
        return records_from(History(view, Reading.of(own, view)), self.stated)


def cases_with(codes: frozenset[int], columns: Columns) -> list[int]:
    """The cases with an event of any of these types, as places, in order.

    Args:
        codes: places among the types of the log.
    """
    if not codes:
        return []
    kinds = columns.kinds
    return [
        case
        for case, (start, end) in enumerate(pairwise(columns.starts))
        if not codes.isdisjoint(kinds[start:end])
    ]


def places_of(cases: Set[str], columns: Columns) -> set[int]:
    """Those of a log among some cases: what no case brings about is of none."""
    names = columns.cases
    found = {case: bisect_left(names, case) for case in cases}
    return {place for case, place in found.items() if place < len(names) and names[place] == case}
