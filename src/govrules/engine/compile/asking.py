"""One condition by itself, as the reference reads it, where a program cannot say it.

    kept = ask_superior(t, t, t + 1, 0)

Who held a post, who stands above whom, what a record says on a day: such a condition is asked for at each
event that a clause speaks of, and the program goes on with the answer. What other clauses came to is never
asked for here: their records tell it (`outcomes.py`).
"""

from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from govrules.engine.compile.codes import Code, Reading
from govrules.engine.compile.names import Asked, Names
from govrules.engine.conditions import evaluate
from govrules.engine.context import Context
from govrules.engine.happenings import Entry, Happening, Slice
from govrules.engine.mentions import conditions_of, named_in
from govrules.engine.view import View
from govrules.engine.vocabulary import Vocabulary
from govrules.model.clauses import Clause
from govrules.model.conditions import Call, Expression, Lookup
from govrules.model.dependence import parts

if TYPE_CHECKING:
    from govrules.engine.compile.logs import PolicyLog

_OF_CLAUSES = frozenset({"met", "violated"})
_OF_HISTORY = frozenset({"happened", "count", "first", "last"})
_OF_POSTS = frozenset({"holder", "holders", "superior"})
_AT_TRIGGER = frozenset({"tt", "(tt - 1)"})


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


def _called(expression: Expression, view: View) -> str:
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
        self.log = log
        self.expression = expression
        self.of_event = of_event
        self.held: tuple[int, int] = (0, 0)
        self.first = 0
        self.happenings: tuple[Happening, ...] = ()
        self.entries: tuple[Entry, ...] = ()
        self.slice: Slice = ()

    @cached_property
    def view(self) -> View:
        return attrs.evolve(self.log.view, records=self.log.records_of(self.log.number))

    def __call__(self, place: int, start: int, end: int, past: int) -> bool | None:
        """Whether it holds at an event.

        Args:
            start: the place from which on the history is read.
            end: the place up to which it is.
            past: the microsecond up to which what happened has certainly happened before.
        """
        if self.held != (start, end):
            self._take(start, end)
        happening = self.happenings[self.log.place(place) - self.first]
        context = Context(
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
        found = evaluate(self.expression, context)
        return found if isinstance(found, bool) else None

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
