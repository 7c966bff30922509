"""In which cases anything is that concerns a clause: only there it has to be judged."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from govrules.declaring import frozen
from govrules.engine.concerned import ClauseVersions
from govrules.engine.happenings import Derived, Happening, Origin
from govrules.engine.strata import Ears


@frozen(eq=False, slots=False)
class Presence:
    """For each view and each type of happening the cases in which the log has it, as places among them."""

    by_type: Mapping[int, Mapping[str, list[int]]]
    cases: tuple[str, ...]

    @classmethod
    def of(
        cls,
        clauses: Iterable[ClauseVersions],
        of_view: Mapping[int, Mapping[str, tuple[Happening, ...]]],
        cases: tuple[str, ...],
    ) -> "Presence":
        """Args: of_view: as in `Histories`."""
        asked = {id(view) for each in clauses if not each.wide for _, view, _ in each.versions}
        by_type: dict[int, dict[str, list[int]]] = {view: {} for view in asked}
        for view, found in by_type.items():
            log = of_view[view]
            for place, case in enumerate(cases):
                for kind in {each.type for each in log.get(case, ())}:
                    found.setdefault(kind, []).append(place)
        return cls(by_type, cases)

    @cached_property
    def _place(self) -> Mapping[str, int]:
        return {case: place for place, case in enumerate(self.cases)}

    def place(self, case: str) -> int:
        """The place of a case, or behind the last of all where it is none of the log."""
        return self._place.get(case, len(self.cases))

    def places(self, cases: Iterable[str]) -> set[int]:
        """Those of these cases that have any event."""
        return {self._place[case] for case in cases if case in self._place}

    def of_derived(self, derived: Iterable[tuple[str, Derived]]) -> Mapping[Origin, set[int]]:
        """The cases in which anything came about, by where it comes from.

        Args:
            derived: each with its case.
        """
        found: dict[Origin, set[int]] = {}
        for case, each in derived:
            if case in self._place:
                found.setdefault(each.origin, set()).add(self._place[case])
        return found

    def concerned(self, clause: ClauseVersions, derived: Mapping[Origin, set[int]], ears: Ears) -> set[int]:
        """The cases in which anything concerns a clause that is judged case by case."""
        concern = clause.concern_of_case
        if concern is None:
            return set(range(len(self.cases)))
        found = set[int]()
        for _, view, _ in clause.versions:
            heard: dict[str, list[set[int]]] = {}
            for origin, places in derived.items():
                if ears.hear_of(origin):
                    kind, name = origin
                    heard.setdefault(kind or view.vocabulary.resolve(name), []).append(places)
            by_type = self.by_type[id(view)]
            for wanted in concern:
                each = (
                    set[int]().union(
                        *(by_type.get(kind, ()) for kind in kinds),
                        *(places for kind in kinds for places in heard.get(kind, ())),
                    )
                    for kinds in wanted
                )
                found |= set.intersection(*each)
        return found
