"""What the data of events say, as programs compare it: columns of values of declared types."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from operator import is_
from typing import TypeAlias

import attrs

from govrules.declaring import define
from govrules.engine.compile.names import CaseColumn, FieldColumn
from govrules.engine.compile.writing import HandOver
from govrules.engine.values import Missing, text_of, typed
from govrules.engine.view import View
from govrules.model.coded_values import CodedValues, listed
from govrules.model.columns import Columns
from govrules.model.limits import NoLimit
from govrules.model.period import Period
from govrules.model.policy import Field

UNREADABLE = object()
"""a value that is not what it is declared to be"""
ODD = object()
"""a value of which only the reference knows how it compares"""
Reader: TypeAlias = Callable[[object], object]

_FEW = 8
"""of which share of all events the values are read one by one, rather than those of all at once"""
_MOST = 10_000
"""so many values of one field are remembered"""


class FieldReader:
    """Reads the column of a field at the events of some types; what stands at others does not matter."""

    def __init__(self, wanted: FieldColumn, kinds: Mapping[str, int], view: View) -> None:
        self.field = wanted.field
        names = sorted(wanted.types)
        declared = [view.vocabulary.field(name, wanted.field) for name in names]
        self.alike = all(each == declared[0] for each in declared)
        self.numbers = [kinds[name] for name in names]
        self.readers = [reader_of(partial(_typed, each, wanted.field), wanted.sort) for each in declared]
        self._by_number = dict(zip(self.numbers, self.readers, strict=True))

    def column(self, columns: Columns, kinds: bytes, odd: Callable[[int], None]) -> list[object]:
        """The values, None where they are unknown.

        Args:
            kinds: of each event the number of its type; behind the last event stands one of each.
            odd: is told of each event with a value of which only the reference knows how it compares.
        """
        size = len(columns)
        number_of = sum(map(kinds.count, self.numbers)) - len(self.numbers)
        found: list[object] = [None] * size
        if not number_of:
            return found
        written = columns.values(self.field)
        if self.alike and isinstance(written, CodedValues):
            coded = _read_coded(written, self.readers[0])
            if coded is not None:
                return coded
        raw = listed(written)
        if self.alike and number_of * _FEW > size > _FEW:
            alike = _read_alike(raw, self.readers[0], number_of)
            if alike is not None:
                return alike
        for number, read in zip(self.numbers, self.readers, strict=True):
            at = kinds.find(number)
            while at < size:
                value = read(raw[at])
                if value is ODD:
                    odd(at)
                else:
                    found[at] = value
                at = kinds.find(number, at + 1)
        return found

    def few(self, columns: Columns, kinds: bytes) -> "Few":
        """The same where few are asked for; a value of which only the reference knows hands its case over."""
        raw = columns.values(self.field)
        return Few(lambda place: self.at(kinds[place], raw[place]))

    def at(self, kind: int, raw: object) -> object:
        """A value at an event of a type by its number; `HandOver` where only the reference knows of it."""
        reader = self._by_number.get(kind)
        value = None if reader is None else reader(raw)
        if value is ODD:
            raise HandOver
        return value


class Few(dict[int, object]):
    """A column of which few values are asked for, each read when it is."""

    def __init__(self, read: Callable[[int], object]) -> None:
        super().__init__()
        self.read = read

    def __missing__(self, place: int) -> object:
        value = self[place] = self.read(place)
        return value


class CaseReader:
    """Reads what the events say of an attribute of their case."""

    def __init__(self, wanted: CaseColumn, view: View) -> None:
        self.attribute = wanted.attribute
        self.known = _Remembered(partial(_typed, view.policy.case[wanted.attribute], wanted.attribute))

    def column(self, columns: Columns) -> list[object]:
        written = columns.data(self.attribute)
        if isinstance(written, CodedValues):
            return written.each(self.read).listed
        raw = listed(written)
        found = _read_alike(raw, self.read, len(raw)) if len(columns) > _FEW else None
        return list(map(self.read, raw)) if found is None else found

    def few(self, columns: Columns) -> Few:
        """The same where few are asked for."""
        raw = columns.data(self.attribute)
        return Few(lambda place: self.read(raw[place]))

    def read(self, value: object) -> object:
        """A value as its declared type, `UNREADABLE` where it is none."""
        return None if value is None else self.known(value)


ALIKE: tuple[frozenset[type], ...] = (
    frozenset(), frozenset({str}), frozenset({int}), frozenset({bool}),
)  # fmt: skip
"""of which types the values of a column are the same where they are equal"""


def _read_coded(written: CodedValues, read: Reader) -> list[object] | None:
    """A column, each value read once; None where one is odd: it matters in which event that stands."""
    known = written.each(read)
    if ODD in known.values:
        return None
    same = all(map(is_, known.values, written.values))
    return written.listed if same else known.listed


def _read_alike(raw: Sequence[object], read: Reader, most: int) -> list[object] | None:
    """A column of texts, of whole numbers or of truths, each value read once; None if it holds anything else.

    Equal texts are the same, but `1`, `1.0` and `true` are not. Where a value is odd, it matters in which
    event it stands.

    Args:
        most: if there are more different values, it is not worth while.
    """
    try:
        values = set(raw)
    except TypeError:
        return None
    types = set(map(type, values))
    if not types <= {str, type(None)}:
        # Of `1` and `true`, which are equal, only one is among the values.
        types = set(map(type, raw))
    if len(values) > most or types - {type(None)} not in ALIKE:
        return None
    known = {value: read(value) for value in values}
    if ODD in known.values():
        return None
    if all(type(said) is type(value) and said == value for said, value in known.items()):
        return raw if isinstance(raw, list) else list(raw)
    return list(map(known.__getitem__, raw))


def _typed(declared: Field | None, field: str, value: object) -> object:
    return typed(value, declared, field)


_SORTS: Mapping[str, tuple[type, ...]] = {
    "text": (str,),
    "integer": (int,),
    "number": (int, float),
    "bool": (bool,),
    "limit": (Period, NoLimit, str, int),
    "time": (dt.date, dt.datetime, str),
    "day": (dt.date,),
}
_UNLIKE: Mapping[str, tuple[type, ...]] = {
    "text": (bool, int, float, tuple),
    "integer": (bool, str, tuple),
    "number": (bool, str, tuple),
    "bool": (str, int, float, tuple),
    "limit": (object,),
    "time": (object,),
    "day": (bool, int, float, tuple),
}
"""what never compares with a sort, or is nothing that could be looked up"""


def reader_of(read: Reader, sort: str) -> Reader:
    """A value as its declared type; None where it is unknown, or does not compare with the sort."""
    if sort == "pair":
        return lambda raw: None if raw is None else text_of(raw)
    if sort == "none":
        return lambda raw: None if raw is None else ODD
    remembered = _Remembered(read)

    def value_of(raw: object) -> object:
        if raw is None:
            return False if sort == "given" else None
        value = remembered(raw)
        if value is UNREADABLE:
            return None
        if sort == "given":
            return not is_blank(value)
        if sort == "length":
            return len(value) if isinstance(value, str | tuple | Mapping) else None
        # `true` is a number to Python, and none to a reader.
        if type(value) in _SORTS[sort]:
            return value.toordinal() if sort == "day" and isinstance(value, dt.date) else value
        return None if isinstance(value, _UNLIKE[sort]) else ODD

    return value_of


@define(eq=False)
class _Remembered:
    """Reads each value once; `1`, `1.0` and `true` are three."""

    read: Reader
    known: dict[tuple[type, object], object] = attrs.field(factory=dict)

    def __call__(self, raw: object) -> object:
        try:
            return self.known[type(raw), raw]
        except KeyError:
            pass
        except TypeError:
            return self._read(raw)
        if len(self.known) >= _MOST:
            self.known.clear()
        found = self.known[type(raw), raw] = self._read(raw)
        return found

    def _read(self, raw: object) -> object:
        found = self.read(raw)
        return UNREADABLE if isinstance(found, Missing) or found is None else found


def is_blank(value: object) -> bool:
    """Whether something was left empty, as `given` sees it."""
    return value == () or (isinstance(value, str) and not value.strip())
