"""A log whose fields are held as those of a long file are: each different value once."""

from array import array
from collections.abc import Iterable, Sequence

import attrs

from govrules.model.coded_values import CodedValues
from govrules.model.columns import Columns, Rows
from govrules.model.events import Event


def in_coded_columns(events: Iterable[Event]) -> Columns:
    """Events as columns, their values by code."""
    columns = Columns.of(events)
    return attrs.evolve(columns, rows=_CodedRows(columns.rows))


@attrs.frozen(eq=False)
class _CodedRows:
    rows: Rows

    def event(self, place: int) -> Event:
        return self.rows.event(place)

    def values(self, name: str) -> CodedValues:
        return _coded(self.rows.values(name))

    def data(self, name: str) -> CodedValues:
        return _coded(self.rows.data(name))

    def part(self, first: int, last: int) -> "_CodedRows":
        return _CodedRows(self.rows.part(first, last))


def _coded(values: Sequence[object]) -> CodedValues:
    found: list[object] = []
    places: dict[str, int] = {}
    codes = array("I")
    for value in values:
        # What is equal and is not the same is written otherwise.
        place = places.setdefault(f"{type(value)} {value!r}", len(found))
        if place == len(found):
            found.append(value)
        codes.append(place)
    return CodedValues(found, codes)
