"""What clauses find in many cases at once by what is said there, each different value judged once."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from govrules.engine.compile.by_values import ByValues
from govrules.engine.compile.fields import ALIKE, ODD, UNREADABLE, CaseReader, FieldReader, is_blank
from govrules.engine.compile.names import CaseColumn, CaseValue, FieldColumn
from govrules.engine.compile.writing import HandOver
from govrules.model.coded_values import listed

if TYPE_CHECKING:
    from govrules.engine.compile.logs import PolicyLog

Outcome: TypeAlias = tuple[tuple[int, int], ...] | None
"""the slot and the state of what is to be recorded; None where the case is handed over"""
_NONE: frozenset[type] = frozenset({type(None)})
_TEXT = _NONE | {str}


class Saying:
    """Judges clauses of one program by what is said."""

    def __init__(self, log: "PolicyLog", functions: Mapping[str, Any]) -> None:
        """Args: functions: of the program, by name."""
        self.log = log
        self.functions = functions
        self._judged: dict[object, _Judged] = {}
        self._readers: dict[object, Callable[[object], object]] = {}

    def outcomes(
        self, values: ByValues, variant: bytes, columns: Callable[[], Sequence[Sequence[object]]], number: int
    ) -> tuple[bytes, Sequence[Outcome]] | None:
        """What a clause finds in many cases; None where their values are too many, or not alike.

        Args:
            variant: the types of the events up to the one that is judged; of a clause that does not ask for
                them, its own is enough.
            columns: what is said in each case, for each parameter of the function; see `at`.
            number: of cases.

        Returns:
            Of each case the number of its outcome, and all outcomes by number; 0 is that nothing is recorded.
        """
        try:
            said = columns()
            types = tuple(map(_types, said))
            if any(each not in ALIKE for each in types):
                return None
            judged = self._judging(values, types, variant)
            if not said:
                codes = bytes([judged[()]]) * number
            else:
                each = said[0] if len(said) == 1 else zip(*said, strict=True)
                codes = bytes(map(judged.__getitem__, each))
        except (TypeError, ValueError):
            # What cannot be looked up, or more outcomes than a byte tells apart.
            return None
        return codes, judged.outcomes

    def written(self, wanted: FieldColumn | CaseValue) -> list[object]:
        """Of each event of the log what it says, as it is written."""
        return listed(self.column(wanted))

    def column(self, wanted: FieldColumn | CaseValue) -> Sequence[object]:
        """The same as the log holds it."""
        columns = self.log.columns
        if isinstance(wanted, FieldColumn):
            return columns.values(wanted.field)
        return columns.data(wanted.attribute)

    def columns(self, values: ByValues, trigger: int, starts: Sequence[int]) -> list[Sequence[object]]:
        """What is said in cases of one variant.

        Args:
            trigger: the distance of the event that is judged from the first of its case.
            starts: the place of the first event of each.
        """
        return [self._column(each, trigger, starts) for each in values.parameters]

    def _column(
        self, wanted: FieldColumn | CaseValue, trigger: int, starts: Sequence[int]
    ) -> Sequence[object]:
        """What the events say at the trigger, or last said of their case."""
        written = self.written(wanted)
        found = _at(written, starts, trigger)
        if isinstance(wanted, FieldColumn):
            return found
        for distance in range(trigger - 1, -1, -1):
            different = set(found)
            if None not in different:
                break
            before = _at(written, starts, distance)
            if len(different) == 1:
                found = before
            else:
                found = [old if each is None else each for each, old in zip(found, before, strict=True)]
        return found

    def _judging(self, values: ByValues, types: tuple[frozenset[type], ...], variant: bytes) -> "_Judged":
        # Of `1` and `true`, which are equal, each has its own.
        key = (values.function, types, variant if values.by_types else variant[-1])
        if key not in self._judged:
            readers = [self._reader(each, variant[-1]) for each in values.parameters]
            self._judged[key] = _Judged(self.functions[values.function], values, readers, variant)
        return self._judged[key]

    def _reader(self, wanted: FieldColumn | CaseValue, kind: int) -> Callable[[object], object]:
        key = (wanted, kind)
        if key not in self._readers:
            self._readers[key] = self._made(wanted, kind)
        return self._readers[key]

    def _made(self, wanted: FieldColumn | CaseValue, kind: int) -> Callable[[object], object]:
        view = self.log.tables.view
        if isinstance(wanted, FieldColumn):
            field = FieldReader(wanted, self.log.program.kinds, view)
            return field.readers[field.numbers.index(kind)]
        return _of_case(CaseReader(CaseColumn(wanted.attribute), view), wanted)


def _of_case(reader: CaseReader, wanted: CaseValue) -> Callable[[object], object]:
    def value_of(raw: object) -> object:
        if raw is None:
            return wanted.default is not None if wanted.given else wanted.default
        value = reader.read(raw)
        if value is UNREADABLE:
            return None
        return not is_blank(value) if wanted.given else value

    return value_of


class _Judged(dict[object, int]):
    """By what is said the number of the outcome; each is judged when it is first met."""

    def __init__(
        self,
        function: Callable[..., None],
        values: ByValues,
        readers: Sequence[Callable[[object], object]],
        variant: bytes,
    ) -> None:
        super().__init__()
        self.function = function
        self.parameters = values.parameters
        self.readers = readers
        self.variant = variant
        self.outcomes: list[Outcome] = [()]

    def __missing__(self, said: Any) -> int:
        raw = said if len(self.readers) != 1 else (said,)
        outcome = self._outcome([read(each) for read, each in zip(self.readers, raw, strict=True)])
        if outcome not in self.outcomes:
            self.outcomes.append(outcome)
        self[said] = found = self.outcomes.index(outcome)
        return found

    def _outcome(self, values: Sequence[object]) -> Outcome:
        if any(each is ODD for each in values):
            return None
        variant, trigger = self.variant, len(self.variant) - 1
        given = [
            {trigger: value} if isinstance(wanted, FieldColumn) else _telling(value)
            for wanted, value in zip(self.parameters, values, strict=True)
        ]
        found: list[tuple[int, int]] = []

        def put(record: tuple[int, int, int, int, object]) -> None:
            found.append((record[0], record[2]))

        places = range(len(variant))
        try:
            self.function(put, variant, variant.find, places, 0, len(variant), trigger, trigger, *given)
        except HandOver:
            return None
        return tuple(found)


def _telling(value: object) -> Callable[..., object]:
    return lambda *_: value


def _at(values: Sequence[object], starts: Sequence[int], distance: int) -> list[object]:
    return list(map(values.__getitem__, map(distance.__add__, starts) if distance else starts))


def _types(values: Sequence[object]) -> frozenset[type]:
    """Of what types values are; raises TypeError where some cannot be looked up."""
    types = set(map(type, set(values)))
    if not types <= _TEXT:
        # Of `1` and `true`, which are equal, only one is among the different ones.
        types = set(map(type, values))
    return frozenset(types - _NONE)
