"""What the generated source names: types of events as small numbers, columns, due ends, helpers.

Everything is known by a name that reads well in the source; what it stands for is bound when a log is walked.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import attrs

from govrules.declaring import define, frozen
from govrules.engine.compile.writing import NotCompiledError
from govrules.engine.view import View
from govrules.model.conditions import Expression
from govrules.model.limits import Limit
from govrules.model.patterns import AllOf, Happens, InOrder, OneOf, Pattern
from govrules.model.period import Period

if TYPE_CHECKING:
    from govrules.engine.compile.asking_clauses import Told

MOST_KINDS = 250
"""types that one policy may name and still be walked as bytes"""
SEVERAL = 7
"""what an event is to a duty that is two things to it, as two named events"""


@frozen
class FieldColumn:
    """A field of events of some types, each value as its declared type; None where it is unknown.

    What does not compare with the wanted sort is unknown, too; a case with a value that does in a way that
    only the reference knows is left to it. `given` asks only whether something was filled in, and with `none`
    every value is left to the reference.
    """

    field: str
    types: frozenset[str]
    sort: str


@frozen
class CaseColumn:
    """What the events say of an attribute of their case, as its declared type.

    None where an event says nothing of it, `UNREADABLE` where it says what cannot be.
    """

    attribute: str


@frozen
class CaseValue:
    """What is known of an attribute of a case where a function of the program asks for it."""

    attribute: str
    given: bool
    """whether it is asked only if something was filled in"""
    default: object


@frozen
class CaseSaid:
    """The last place among some at which an event says something of an attribute of its case."""

    attribute: str


@frozen
class DueTable:
    """The due ends of one limit of one clause; with `stopped`, by pauses and extensions as well."""

    clause: int
    period: Period
    stopped: bool = False
    added: Period | None = None


@frozen
class LimitTable:
    """The due ends of a limit of one clause that depends on a value."""

    clause: int
    limit: Limit


@frozen
class DateTable:
    """The due ends of dates in the data for one clause; with `period` counted back from them."""

    clause: int
    period: Period | None
    before: bool


@frozen
class LeadTable:
    """The due ends of one clause some time before dates in the data, where that time is asked for."""

    clause: int


@frozen
class AnchorTable:
    """The due ends of one clause that has to come before an event, by its time."""

    clause: int
    period: Period | None


@frozen
class ParameterTable:
    """A parameter's value by day, of one sort; None where it has none."""

    parameter: str
    sort: str


@frozen
class Alone:
    """The reference's judgement of single obligations of one clause."""

    clause: int
    limits: tuple[tuple[int, str | None], ...]
    """of each slot the name of its limit"""
    triggers: frozenset[str]
    heard_beside: frozenset[str] | None
    """types of events beside which others hear of what its lapses deem; None where they may in any case"""


@frozen
class Standing:
    """The reference's judgement of one clause over a whole case."""

    slot: int


@frozen
class Now:
    """A function that gives the microsecond of `as_of`."""


@attrs.frozen
class Asked:
    """What the reference says of a condition at an event."""

    expression: Expression = attrs.field(eq=False)
    written: str
    """the same in full: to Python `1` is equal to `true`"""
    of_event: bool
    """whether nothing of the case is read but the event itself"""


@attrs.frozen
class AskedLimit:
    """What the reference says that a limit is at a trigger."""

    limit: Limit = attrs.field(eq=False)
    written: str
    of_event: bool
    """whether nothing of the case is read but the trigger itself"""


@frozen
class KindSet:
    """The positions of several types as if they were one; a named event may be one of them."""

    types: frozenset[str]


@frozen
class Sent:
    """The positions of events of some types that say when they were sent off."""

    types: frozenset[str]


@attrs.frozen
class Flags:
    """Of each event 1 where it is of one of these types, else 0; bytes that can be counted."""

    types: frozenset[str]


@frozen
class Steps:
    """What an event is to one duty: by type, the number of the step that it takes."""

    steps: tuple[tuple[str, int], ...]


Bound = (
    FieldColumn | CaseColumn | CaseSaid | DueTable | LimitTable | DateTable | LeadTable
    | AnchorTable | ParameterTable | Alone | Standing | Now | Asked | AskedLimit | KindSet | Sent | Flags
    | Steps
)  # fmt: skip


@attrs.frozen(eq=False)
class NamedEvent:
    """A named event that counts under a condition, as a small program of its own; see `named`."""

    name: str
    base: str
    source: str
    bound: Mapping[Bound, str]


@define(eq=False)
class Names:
    """The names of one program; each thing has one, and it is the same in every part of the source."""

    view: View
    kinds: dict[str, int] = attrs.field(factory=dict)
    """the number of each event type that the policy speaks of, from 1; 0 is every other"""
    bound: dict[Bound, str] = attrs.field(factory=dict)
    functions: dict[str, list[str]] = attrs.field(factory=dict)
    """functions of the program's own, by name, each as its lines"""
    case_values: dict[str, CaseValue] = attrs.field(factory=dict)
    """what those functions tell that tell an attribute of the case, by their names"""
    named: dict[str, NamedEvent | None] = attrs.field(factory=dict)
    """named events that count under a condition; None while one is being written"""
    told: "dict[str, Told]" = attrs.field(factory=dict)
    """the clauses (`policy/clause`) of which conditions may ask what they came to"""
    parts: tuple[str, ...] = ()
    """the fields that make the parts of a case which the program is about; none for whole cases"""
    _used: set[str] = attrs.field(factory=set)

    def kind(self, event_type: str) -> int:
        if event_type not in self.kinds:
            if len(self.kinds) >= MOST_KINDS:
                raise NotCompiledError("more event types than are told apart by one byte")
            self.kinds[event_type] = len(self.kinds) + 1
        return self.kinds[event_type]

    def of(self, thing: Bound, wanted: str) -> str:
        """The name of something that is bound when a log is walked."""
        if thing not in self.bound:
            self.bound[thing] = self.fresh(wanted)
        return self.bound[thing]

    def forgetting(self) -> Callable[[], None]:
        """What forgets all that is named from now on: it is not there to be bound."""
        bound, functions = dict(self.bound), dict(self.functions)

        def forget() -> None:
            self.bound, self.functions = bound, functions

        return forget

    def fresh(self, wanted: str) -> str:
        name = base = identifier(wanted)
        number = 2
        while name in self._used:
            name, number = f"{base}_{number}", number + 1
        self._used.add(name)
        return name

    def function(self, wanted: str, write: Callable[[str], list[str]]) -> str:
        """A function of the program's own; what has been written under the name is not written again."""
        name = identifier(wanted)
        if name not in self.functions:
            self._used.add(name)
            self.functions[name] = write(name)
        return name

    def finder(self, types: Iterable[str]) -> tuple[str, str]:
        """`(find, number)`: how the source looks for the next event of one type, or of several."""
        wanted = frozenset(types)
        if len(wanted) == 1:
            (only,) = wanted
            if not self.is_named(only):
                return "find", str(self.kind(only))
        self.know(wanted)
        return f"{self.of(KindSet(wanted), 'find_' + '_or_'.join(sorted(wanted)))}", "1"

    def is_named(self, name: str) -> bool:
        """Whether an event counts under a condition only."""
        return bool(self.view.vocabulary.meaning(name)[1])

    def know(self, types: Iterable[str]) -> None:
        """Make sure that each of some types, or named events, is known by number, or by a program of its own.

        Raises:
            NotCompiledError: the condition of a named event is left to the reference.
        """
        from govrules.engine.compile.named import write_named

        for each in sorted(types):
            if not self.is_named(each):
                self.kind(each)
            elif each not in self.named:
                self.named[each] = None
                try:
                    self.named[each] = write_named(each, self)
                except NotCompiledError:
                    del self.named[each]
                    raise
            elif self.named[each] is None:
                raise NotCompiledError("the condition of a named event asks about itself")


@frozen
class Awaited:
    """What a pattern waits for: event types, and named events that count under a condition."""

    types: frozenset[str]
    bases: frozenset[str]
    """the event types of which all of them are"""


@frozen
class Joined:
    """Several that are awaited together."""

    parts: tuple[Awaited, ...]
    in_order: bool

    @property
    def together(self) -> Awaited:
        """Whatever is one of them."""
        each = frozenset[str]()
        return Awaited(
            each.union(*(part.types for part in self.parts)), each.union(*(part.bases for part in self.parts))
        )


def joined(pattern: Pattern, view: View) -> Joined | None:
    """What a pattern of several events together waits for; None where one event is enough.

    Raises:
        NotCompiledError: as `awaited`.
    """
    match pattern:
        case AllOf(parts) | InOrder(parts):
            return Joined(tuple(awaited(each, view) for each in parts), isinstance(pattern, InOrder))
    return None


def awaited(pattern: Pattern, view: View) -> Awaited:
    """What a pattern of single events waits for.

    Raises:
        NotCompiledError: it waits for several together, for a finding, or for a day of the calendar.
    """
    names: list[str] = []
    match pattern:
        case Happens(name):
            names = [name]
        case OneOf(options):
            for each in options:
                if not isinstance(each, Happens):
                    raise NotCompiledError("it waits for more than single events")
                names.append(each.event)
        case _:
            raise NotCompiledError("it waits for more than single events")
    return Awaited(types_of(names, view), frozenset(view.vocabulary.meaning(name)[0] for name in names))


def types_of(names: Iterable[str], view: View) -> frozenset[str]:
    """What names of events stand for: a type, or the name itself where its events count under a condition."""
    meanings = ((name, *view.vocabulary.meaning(name)) for name in names)
    return frozenset(name if conditions else base for name, base, conditions in meanings)


def identifier(wanted: str) -> str:
    """A Python name near to a word of a rule file."""
    found = re.sub(r"\W+", "_", wanted).strip("_") or "it"
    return f"_{found}" if found[0].isdigit() else found
