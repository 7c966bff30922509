"""Event: one thing that happened in one case, as every room of the house sees it."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import TypeAlias, TypeGuard

import attrs

from govrules.declaring import frozen
from govrules.diagnostics import GovrulesError
from govrules.model.frozen import EMPTY, FrozenMapping, FrozenValueError, frozen_mapping, name_of, thaw

Time: TypeAlias = dt.date | dt.datetime
"""a bare date, which stands for the whole day, or an aware instant"""

ContentKey: TypeAlias = tuple[str, str, str, str]


class EventError(GovrulesError):
    """An event that cannot be one: `field` is the field at fault, `problem` says why, without the value."""

    def __init__(self, field: str, problem: str) -> None:
        self.field = field
        self.problem = problem
        super().__init__(f"`{field}`: {problem}")


def _text(value: object, field: str) -> str:
    if not isinstance(value, str):
        raise EventError(field, "must be text")
    if not value or value.isspace():
        raise EventError(field, "must not be empty")
    try:
        return name_of(value)
    except FrozenValueError as error:
        raise EventError(field, str(error)) from None


def _is_plain(value: object) -> TypeGuard[str]:
    """Whether it is a name as it stands, as nearly all are."""
    return type(value) is str and value.isascii() and not value.isspace() and value != ""


def _case(value: object) -> str:
    return value if _is_plain(value) else _text(value, "case")


def _type(value: object) -> str:
    return value if _is_plain(value) else _text(value, "type")


def _id(value: object) -> str | None:
    return value if value is None or _is_plain(value) else _text(value, "id")


def _unit(value: object) -> str | None:
    return value if value is None or _is_plain(value) else _text(value, "unit")


def _actor(value: object) -> str | None:
    return value if value is None or _is_plain(value) else _text(value, "actor")


def _time(value: object) -> Time:
    if not isinstance(value, dt.datetime):
        if not isinstance(value, dt.date):
            raise EventError("time", "must be a date or an instant with its zone")
        return value
    if type(value.tzinfo) is dt.timezone:
        return value
    offset = value.utcoffset()
    if offset is None:
        raise EventError("time", "an instant without its zone: add an offset, or give a bare date")
    # Two times in one named zone compare by their clocks, so that in the repeated hour of autumn the first
    # 02:30 equals the second. A fixed offset makes order and equality those of the instants.
    return value.replace(tzinfo=dt.timezone(offset), fold=0)


def _data(value: object) -> FrozenMapping:
    if type(value) is FrozenMapping:
        return value
    if not isinstance(value, Mapping):
        raise EventError("data", "must be a mapping of names to values")
    try:
        return frozen_mapping(value)
    except FrozenValueError as error:
        raise EventError("data", str(error)) from None


@frozen
class Event:
    """One thing that happened in one case.

    Arguments:
        case: the case it belongs to, as the source system names it.
        type: what happened; a name that rule files use.
        time: a bare date, which stands for the whole day, or an instant with its zone.
            A named zone is kept as its offset at that instant.
        id: the source system's own id; the same id with the same content counts once.
        unit: the office that acted.
        actor: the person or post that acted.
        data: everything else, as JSON-like values; lists become tuples, and mappings are frozen.
            Dates and instants are ISO 8601 text: `iso_time` reads them.
        source: where it was read, as `events.jsonl:17`, for messages; not part of the content.

    Raises:
        EventError: an empty case or type, an instant without zone, data that JSON cannot hold.

    >>> Event("c1", "accepted", dt.date(2026, 3, 2), data={"grade": "simple"}).to_dict()
    {'case': 'c1', 'type': 'accepted', 'time': '2026-03-02', 'data': {'grade': 'simple'}}
    >>> Event("c1", "accepted", dt.datetime(2026, 3, 2, 9, 0))
    Traceback (most recent call last):
    govrules.model.events.EventError: `time`: an instant without its zone: add an offset, or give a bare date
    """

    case: str = attrs.field(converter=_case)
    type: str = attrs.field(converter=_type)
    time: Time = attrs.field(converter=_time)
    id: str | None = attrs.field(default=None, converter=_id)
    unit: str | None = attrs.field(default=None, converter=_unit)
    actor: str | None = attrs.field(default=None, converter=_actor)
    data: Mapping[str, object] = attrs.field(default=EMPTY, converter=_data)
    source: str | None = attrs.field(default=None, eq=False)

    def to_dict(self) -> dict[str, object]:
        """The event as JSON holds it: fields that are empty are left out, and so is `source`."""
        found: dict[str, object] = {"case": self.case, "type": self.type, "time": self.time.isoformat()}
        if self.id is not None:
            found["id"] = self.id
        if self.unit is not None:
            found["unit"] = self.unit
        if self.actor is not None:
            found["actor"] = self.actor
        if self.data:
            found["data"] = thaw(self.data)
        return found

    def content_key(self) -> ContentKey:
        """A key by which events of equal time are put in order, whatever order they were read in.

        Two events have the same key exactly when they have the same content: the same instant in two zones
        is one, and `1` and `true` in the data, equal to Python, are two.

        >>> late = Event("c1", "b", dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.timezone.utc), data={"n": True})
        >>> late.content_key()
        ('b', '2026-03-02T09:00:00+00:00', '{"data":{"n":true}}', 'c1')
        """
        rest = self.to_dict()
        del rest["case"], rest["type"], rest["time"]
        text = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return (*self.content_head(), text, self.case)

    def content_head(self) -> tuple[str, str]:
        """What the content key begins with, which tells most events of a case apart.

        >>> Event("c1", "b", dt.date(2026, 3, 2)).content_head()
        ('b', '2026-03-02')
        """
        time = self.time
        if isinstance(time, dt.datetime) and time.utcoffset():
            # Not astimezone: it overflows within a day of year 1 and of year 9999.
            return (self.type, _utc_text(time))
        return (self.type, time.isoformat())


def _utc_text(time: dt.datetime) -> str:
    try:
        return time.astimezone(dt.UTC).isoformat()
    except OverflowError:
        return time.isoformat()


def iso_time(text: str) -> Time | None:
    """The date or aware instant that an ISO 8601 text in an event's data stands for, else None.

    This reads the one form that the readers of events write into the data; a text without zone is no instant.

    >>> iso_time("2011-12-06")
    datetime.date(2011, 12, 6)
    >>> iso_time("2011-12-06T13:41:31+01:00").isoformat()
    '2011-12-06T13:41:31+01:00'
    >>> iso_time("2011-12-06T13:41:31") is None
    True
    """
    try:
        if len(text) == 10:
            return dt.date.fromisoformat(text)
        time = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo is not None else None
