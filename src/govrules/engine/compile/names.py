"""What the generated source names: types of events as small numbers, columns, due ends, helpers.

Everything is known by a name that reads well in the source; what it stands for is bound when a log is walked.
"""

import re
from collections.abc import Callable, Iterable

import attrs

from govrules.declaring import define, frozen
from govrules.engine.compile.writing import NotCompiledError
from govrules.engine.view import View
from govrules.model.conditions import Condition
from govrules.model.patterns import Happens, OneOf, Pattern
from govrules.model.period import Period

MOST_KINDS = 250
"""types that one policy may name and still be walked as bytes"""


@frozen
class FieldColumn:
    """A field of events of some types, each value as its declared type; None where it is unknown.

    What is of another sort than wanted is unknown, too; `given` asks only whether something was filled in.
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
class DueTable:
    """The due ends of one limit of one clause; with `stopped`, by pauses and extensions as well."""

    clause: int
    period: Period
    stopped: bool = False
    added: Period | None = None


@frozen
class KindSet:
    """The positions of several types as if they were one."""

    types: frozenset[str]


@frozen
class Steps:
    """What an event is to one duty: by type, the number of the step that it takes."""

    steps: tuple[tuple[str, int], ...]


Bound = FieldColumn | CaseColumn | DueTable | KindSet | Steps


@define(eq=False)
class Names:
    """The names of one program; each thing has one, and it is the same in every part of the source."""

    view: View
    kinds: dict[str, int] = attrs.field(factory=dict)
    """the number of each event type that the policy speaks of, from 1; 0 is every other"""
    bound: dict[Bound, str] = attrs.field(factory=dict)
    functions: dict[str, list[str]] = attrs.field(factory=dict)
    """functions of the program's own, by name, each as its lines"""
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
            return "find", str(self.kind(only))
        for each in sorted(wanted):
            self.kind(each)
        return f"{self.of(KindSet(wanted), 'find_' + '_or_'.join(sorted(wanted)))}", "1"


@frozen
class Awaited:
    """What a pattern waits for: plain event types, and named events with their conditions."""

    types: frozenset[str]
    conditions: tuple[tuple[str, tuple[Condition, ...]], ...] = ()
    """types that count only where a condition holds"""


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
    found: dict[str, tuple[Condition, ...]] = {}
    for name in names:
        base, conditions = view.vocabulary.meaning(name)
        if base in found and found[base] != conditions:
            raise NotCompiledError("it waits for one event under several names")
        found[base] = conditions
    return Awaited(
        frozenset(found), tuple((base, conditions) for base, conditions in found.items() if conditions)
    )


def identifier(wanted: str) -> str:
    """A Python name near to a word of a rule file."""
    found = re.sub(r"\W+", "_", wanted).strip("_") or "it"
    return f"_{found}" if found[0].isdigit() else found
