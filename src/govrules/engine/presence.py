"""In which cases anything is that concerns a clause: only there it has to be judged."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from govrules.declaring import frozen
from govrules.engine.concerned import ClauseVersions
from govrules.engine.happenings import Derived, Happening, Origin
from govrules.engine.histories import History
from govrules.engine.matching import is_said
from govrules.engine.strata import Ears
from govrules.engine.view import View


@frozen(eq=False, slots=False)
class Presence:
    """In which cases the log has what, as places among them."""

    by_type: Mapping[int, Mapping[str, list[int]]]
    """for each view by type of happening, and by named events: those that may be one by what they say"""
    cases: tuple[str, ...]

    @classmethod
    def of(
        cls,
        clauses: Iterable[ClauseVersions],
        of_view: Mapping[int, History],
        cases: tuple[str, ...],
    ) -> "Presence":
        """Args: of_view: as in `Histories`."""
        asked: dict[int, tuple[View, set[str]]] = {}
        for each in clauses:
            for _, view, _ in each.versions if not each.wide else ():
                asked.setdefault(id(view), (view, set()))[1].update(each.names_concerned)
        place_of = {case: place for place, case in enumerate(cases)}
        by_type: dict[int, dict[str, list[int]]] = {}
        for number, (view, names) in asked.items():
            history, found = of_view[number], by_type.setdefault(number, {})
            among = history.cases_by_type
            found |= {kind: [place_of[case] for case in each] for kind, each in among.items()}
            built = _built_on(names, view)
            for case in {case for kind in built for case in among.get(kind, ())}:
                for name in _named(history[case], built, view):
                    found.setdefault(name, []).append(place_of[case])
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
        concern = clause.concern_by_name
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
                        *(
                            places
                            for kind in kinds
                            for places in heard.get(view.vocabulary.meaning(kind)[0], ())
                        ),
                    )
                    for kinds in wanted
                )
                found |= set.intersection(*each)
        return found


def _built_on(names: Iterable[str], view: View) -> Mapping[str, list[str]]:
    """By types of events the named events among some names of which their fields tell anything."""
    found: dict[str, list[str]] = {}
    for name in names:
        if view.vocabulary.told(name).conditions:
            found.setdefault(view.vocabulary.meaning(name)[0], []).append(name)
    return found


def _named(history: Iterable[Happening], built: Mapping[str, list[str]], view: View) -> set[str]:
    """The named events that a case has, for certain or perhaps."""
    return {
        name
        for each in history
        for name in built.get(each.type, ())
        if is_said(name, each, view) is not False
    }
