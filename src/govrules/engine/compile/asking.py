"""One condition, or one limit, by itself, as the reference reads it, where a program cannot say it.

    kept = ask_superior(t, t, t + 1, 0)
    e = due_conclude(limit_item_legal_limit(t, a, b), tt, d)

Who held a post, who stands above whom, what a record says on a day: such a condition is asked for at each
event that a clause speaks of, and the program goes on with the answer. What other clauses came to is never
asked for here: their records tell it (`outcomes.py`).
"""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from govrules.engine.compile.codes import Code, Reading
from govrules.engine.compile.names import Asked, AskedLimit, Names
from govrules.engine.compile.writing import NotCompiledError
from govrules.engine.conditions import evaluate
from govrules.engine.context import Context
from govrules.engine.happenings import Entry, Happening, Slice
from govrules.engine.limits import period_for
from govrules.engine.mentions import conditions_of, named_in
from govrules.engine.values import Missing
from govrules.engine.view import View
from govrules.engine.vocabulary import Vocabulary
from govrules.model.clauses import Clause
from govrules.model.conditions import Call, EventName, Expression, Lookup
from govrules.model.dependence import parts
from govrules.model.limits import Limit, NoLimit
from govrules.model.period import Period

if TYPE_CHECKING:
    from govrules.engine.compile.logs import PolicyLog

_OF_CLAUSES = frozenset({"met", "violated"})
_OF_HISTORY = frozenset({"happened", "count", "first", "last"})
_OF_POSTS = frozenset({"holder", "holders", "superior"})
_AT_TRIGGER = frozenset({"tt", "(tt - 1)"})
_CERTAIN = 1 << 62
"""later than anything: whatever stands before an event has certainly happened before"""


def ask(expression: Expression, reading: Reading, names: Names) -> Code | None:
    """How the source asks the reference; None where only the course of all clauses tells the answer."""
    if reading.alone or reading.event != reading.trigger or reading.past not in _AT_TRIGGER:
        return None
    view = names.view
    if asks_of_clauses(expression, view.vocabulary):
        return None
    if names.parts and any(map(_is_of_history, parts(expression))):
        # Which events a part of a case sees, its clause says.
        return None
    of_event = not any(_is_of_case(part, view) for part in parts(expression))
    name = names.of(Asked(expression, repr(expression), of_event), f"ask_{_called(expression, view)}")
    place = reading.event
    here = f"{place}, {place} + 1, 0" if of_event else f"a, b, {reading.past}"
    return Code(f"{name}({place}, {here})", "bool", asked=True)


def ask_limit(limit: Limit, reading: Reading, names: Names) -> str:
    """How the source asks the reference for a limit at the trigger; None where it is unknown.

    Raises:
        NotCompiledError: a value of a parameter holds under a condition that asks for more than is looked up.
    """
    view = names.view
    asked = [*parts(limit), *_conditions_of_parameters(limit, view)]
    for each in asked:
        if isinstance(each, Call | EventName):
            raise NotCompiledError("its limit hangs on a parameter under a condition")
    of_event = not any(_is_of_case(part, view) for part in asked)
    name = names.of(AskedLimit(limit, repr(limit), of_event), f"limit_{_called(limit, view)}")
    at = reading.trigger
    return f"{name}({at}, {f'{at}, {at} + 1' if of_event else 'a, b'})"


def looked_up_in(wanted: object, view: View) -> tuple[Lookup, ...]:
    """Whatever is looked up for a limit, or for several, or to know which value a parameter has."""
    asked = (*parts(wanted), *_conditions_of_parameters(wanted, view))
    return tuple(each for each in asked if isinstance(each, Lookup))


def _conditions_of_parameters(wanted: object, view: View) -> Iterator[object]:
    named = {each.path[0] for each in parts(wanted) if isinstance(each, Lookup) and each.root == "params"}
    for name in named & view.policy.parameters.keys():
        for value in view.policy.parameters[name].values:
            yield from parts(value.for_)


def asks_of_clauses(expression: Expression, vocabulary: Vocabulary) -> bool:
    """Whether an expression, or the condition of an event that it names, asks what clauses came to."""
    seen: set[str] = set()
    left = [expression]
    while left:
        each = left.pop()
        if any(map(_is_of_clauses, parts(each))):
            return True
        names = set(named_in(each)) - seen
        seen |= names
        left += [one.expression for name in names for one in vocabulary.meaning(name)[1]]
    return False


def reads_outcomes(clause: Clause, vocabulary: Vocabulary) -> bool:
    """Whether a condition of a clause asks what others came to."""
    return any(asks_of_clauses(each.expression, vocabulary) for each in conditions_of(clause))


def _is_of_clauses(part: object) -> bool:
    match part:
        case Call(function):
            return function in _OF_CLAUSES
        case Lookup(root):
            return root == "violation"
    return False


def _is_of_history(part: object) -> bool:
    """Whether an answer hangs on what else happened."""
    return isinstance(part, Call) and part.function in _OF_HISTORY


def _is_of_case(part: object, view: View) -> bool:
    """Whether an answer may hang on other events of the case than the one that it is asked at."""
    match part:
        case Call("holder" | "holders", _, named):
            # The unit may be that of the case.
            return "of" not in dict(named) and "unit" in view.policy.records
        case Call(function):
            return function in _OF_HISTORY or function == "was"
        case Lookup(root):
            # Which record is meant, the case may say.
            return root == "case" or root in view.policy.records
    return False


def _called(expression: Expression | Limit, view: View) -> str:
    """What the source calls it: by what is special about it."""
    found = [part for part in parts(expression) if isinstance(part, Call | Lookup)]
    for each in found:
        if isinstance(each, Call) and each.function in _OF_POSTS:
            return each.function
    for each in found:
        if isinstance(each, Lookup) and each.root in view.policy.records:
            return str(each)
    return next((str(each) for each in found if isinstance(each, Lookup)), "reference")


class Asker:
    """Answers one condition in one log: true, false, or None where that is unknown."""

    def __init__(self, log: "PolicyLog", expression: Expression, *, of_event: bool) -> None:
        """Args: of_event: whether nothing of the case is read but the event itself."""
        self.expression = expression
        self.at = _PointOfView(log, of_event=of_event)

    def __call__(self, place: int, start: int, end: int, past: int) -> bool | None:
        """Whether it holds at an event.

        Args:
            start: the place from which on the history is read.
            end: the place up to which it is.
            past: the microsecond up to which what happened has certainly happened before.
        """
        found = evaluate(self.expression, self.at(place, start, end, past))
        return found if isinstance(found, bool) else None


class LimitAsker:
    """Tells what a limit is at an event, or None where that is unknown."""

    def __init__(self, log: "PolicyLog", limit: Limit, *, of_event: bool) -> None:
        """Args: of_event: whether nothing of the case is read but the event itself."""
        self.limit = limit
        self.at = _PointOfView(log, of_event=of_event)
        self.known: dict[int, Period | NoLimit | None] = {}

    def __call__(self, place: int, start: int, end: int) -> Period | NoLimit | None:
        """Args: start, end: the places between which the history is read."""
        if place not in self.known:
            found = period_for(self.limit, self.at(place, start, end, _CERTAIN))
            self.known[place] = None if isinstance(found, Missing) else found
        return self.known[place]


class _PointOfView:
    """Events of one log as points of view of whoever is asked there."""

    def __init__(self, log: "PolicyLog", *, of_event: bool) -> None:
        self.log = log
        self.of_event = of_event
        self.held: tuple[int, int] = (0, 0)
        self.first = 0
        self.happenings: tuple[Happening, ...] = ()
        self.entries: tuple[Entry, ...] = ()
        self.slice: Slice = ()

    @cached_property
    def view(self) -> View:
        return attrs.evolve(self.log.view, records=self.log.records_of(self.log.number))

    def __call__(self, place: int, start: int, end: int, past: int) -> Context:
        if self.held != (start, end):
            self._take(start, end)
        happening = self.happenings[self.log.place(place) - self.first]
        return Context(
            view=self.view,
            case=happening.event.case,
            slice=self.slice,
            entries=self.entries,
            case_history=self.happenings,
            reached=happening.key,
            moment=happening.known,
            facts={},
            event=happening,
            trigger=happening,
            names=dict(self.slice),
            strict=past < self.log.columns.times[place],
        )

    def _take(self, start: int, end: int) -> None:
        """The events of a case, of which those of a part of it hold no more than what they name."""
        log, columns, parts_ = self.log, self.log.columns, self.log.sliced
        self.held, self.slice = (start, end), log.slice_at(start)
        self.first = log.place(start)
        if parts_ is not None:
            columns, end = parts_.whole, self.first + 1
            if not self.of_event:
                case = parts_.cases[parts_.part_of(start)]
                self.first, end = columns.starts[case], parts_.ends[case]
        places = range(self.first, end)
        self.happenings = tuple(log.view.happening(columns.event(place), place) for place in places)
        self.entries = tuple(map(Entry, self.happenings))
