"""EventMapping: how the columns of somebody's log become events. `mapping_file` reads it from YAML."""

from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

import attrs

from govrules.declaring import frozen
from govrules.diagnostics import Span
from govrules.formats.values import AttributeType

Others: TypeAlias = Literal["keep", "ignore", "error"]


@frozen
class Column:
    """A column of the log; `span` is where the mapping names it."""

    name: str
    span: Span | None = attrs.field(default=None, eq=False)


@frozen
class Constant:
    """A value that every event gets, whatever its row says."""

    value: str | int | float | bool


@frozen
class TimeColumn:
    """The column that says when; `dates`: it records days, so that its time of day means nothing."""

    column: Column
    format: str | None = None
    dates: bool = False


@frozen
class Attribute:
    """One name in the event's data, and where its value comes from."""

    name: str
    source: Column | Constant
    type: AttributeType | None = None
    format: str | None = None
    separator: str | None = None


@frozen
class EventShape:
    """One event that a row, or a case, can give."""

    type: Column | Constant
    time: TimeColumn
    id: Column | None = None
    unit: Column | Constant | None = None
    actor: Column | Constant | None = None
    attributes: tuple[Attribute, ...] = ()
    other_columns: bool = False
    """every column that nothing else of the mapping names becomes an attribute too"""

    def columns(self) -> Iterator[Column]:
        """Every column that this event reads."""
        for each in (self.type, self.time.column, self.id, self.unit, self.actor):
            if isinstance(each, Column):
                yield each
        for attribute in self.attributes:
            if isinstance(attribute.source, Column):
                yield attribute.source


@frozen
class EventMapping:
    """What one form of log looks like.

    Arguments:
        name: of the mapping.
        case: the column that says which case a row belongs to.
        row: the event that every row is, if it is one.
        split: events of which a row can give one each: a column of its own says when each happened.
        case_events: events of which a case gives one each: their columns say the same on all rows of a case.
        events: what the log calls events, and what rule files call them; None leaves the event out.
        others: what becomes of an event whose name is not in `events`, where `events` has any.
        where: columns and the values of which one must stand there, else the row is left out.
        missing: texts that mean "no value", as `NULL` or `-`.
    """

    name: str
    case: Column
    row: EventShape | None = None
    split: tuple[EventShape, ...] = ()
    case_events: tuple[EventShape, ...] = ()
    events: Mapping[str, str | None] = attrs.field(factory=dict)
    others: Others = "keep"
    where: tuple[tuple[Column, frozenset[str]], ...] = ()
    missing: frozenset[str] = frozenset()
    time_zone: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header: int | None = None

    def columns(self) -> Iterator[Column]:
        """Every column that the mapping names, in the order of the model; one may come more than once."""
        yield self.case
        for shape in (self.row, *self.split, *self.case_events):
            if shape is not None:
                yield from shape.columns()
        for column, _ in self.where:
            yield column
