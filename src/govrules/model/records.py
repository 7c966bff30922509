"""Records: reference facts and the days over which they held, as a file or a scenario states them."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator

import attrs

from govrules.declaring import frozen
from govrules.diagnostics import Diagnostic, GovrulesError, Help, Span
from govrules.diagnostics.codes import records as codes
from govrules.model.frozen import EMPTY, FrozenMapping, FrozenValueError, frozen_mapping, thaw


class RecordError(GovrulesError):
    """A record that cannot be one: `field` is the field at fault, `problem` says why, without the value."""

    def __init__(self, field: str, problem: str) -> None:
        self.field, self.problem = field, problem
        super().__init__(f"`{field}`: {problem}")


def _data(value: object) -> FrozenMapping:
    if not isinstance(value, FrozenMapping | dict):
        raise RecordError("data", "a mapping of names to values is wanted")
    try:
        return frozen_mapping({name: each for name, each in value.items() if each is not None})
    except FrozenValueError as error:
        raise RecordError("data", str(error)) from None


@frozen
class Record:
    """What held of one record over a span of days; several of one key are its history.

    Args:
        kind: of record, as a policy declares it under `records`: `post`, `item`.
        key: by which events and other records name it.
        data: the facts, as JSON-like values; what is None is not stated. Days are ISO 8601 text.
        start: the first day on which they held, included; None is as long as anybody asks about.
        until: the day after the last, excluded; None is until further notice.
        span: where it was read, for messages; not part of the content.

    Raises:
        RecordError: an empty kind or key, a span without a day, data that JSON cannot hold.

    >>> Record("post", "p1", {"role": "局长"}, start=dt.date(2026, 3, 2)).to_dict()
    {'record': 'post', 'key': 'p1', 'from': '2026-03-02', 'role': '局长'}
    >>> Record("post", "", {})
    Traceback (most recent call last):
    govrules.model.records.RecordError: `key`: empty
    """

    kind: str
    key: str
    data: FrozenMapping = attrs.field(default=EMPTY, converter=_data)
    start: dt.date | None = None
    until: dt.date | None = None
    span: Span | None = attrs.field(default=None, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        for name, value in (("kind", self.kind), ("key", self.key)):
            if not isinstance(value, str):
                raise RecordError(name, "text is wanted")
            if not value.strip():
                raise RecordError(name, "empty")
        for name, day in (("start", self.start), ("until", self.until)):
            if isinstance(day, dt.datetime) or not isinstance(day, dt.date | None):
                raise RecordError(name, "a date is wanted")
        if self.start is not None and self.until is not None and self.until <= self.start:
            raise RecordError("until", "not after `start`")

    def holds_on(self, day: dt.date) -> bool:
        """Whether the facts held on a day."""
        return (self.start is None or self.start <= day) and (self.until is None or day < self.until)

    def to_dict(self) -> dict[str, object]:
        """The record as a row of a file: the columns, then the facts by name; what is open is left out."""
        found: dict[str, object] = {"record": self.kind, "key": self.key}
        if self.start is not None:
            found["from"] = self.start.isoformat()
        if self.until is not None:
            found["until"] = self.until.isoformat()
        facts = thaw(self.data)
        assert isinstance(facts, dict)
        return {**found, **facts}


def records_hash(records: Iterable[Record]) -> str:
    """The sha256 over the records, in whatever order they come, exact duplicates once."""
    digest = hashlib.sha256()
    rows = {json.dumps(each.to_dict(), ensure_ascii=False, sort_keys=True) for each in records}
    for row in sorted(rows):
        digest.update(row.encode())
        digest.update(b"\n")
    return digest.hexdigest()


def contradictions(records: Iterable[Record]) -> tuple[Diagnostic, ...]:
    """Every record that says otherwise than another one of its key over the same days, with both places."""
    by_field: dict[tuple[str, str, str], list[Record]] = {}
    for record in records:
        for name in record.data:
            by_field.setdefault((record.kind, record.key, name), []).append(record)
    found = [
        _contradiction(earlier, later, name)
        for (_, _, name), stating in by_field.items()
        for earlier, later in _clashing(stating, name)
    ]
    return tuple(sorted(found, key=lambda each: (each.span.line if each.span else 0, str(each.values))))


def _clashing(stating: list[Record], name: str) -> Iterator[tuple[Record, Record]]:
    """Each record after the first, with the first that it clashes with."""
    ordered = sorted(stating, key=lambda each: (each.start or dt.date.min, _line(each)))
    for place, later in enumerate(ordered):
        for earlier in ordered[:place]:
            overlaps = earlier.until is None or later.start is None or later.start < earlier.until
            if overlaps and not same_value(earlier.data[name], later.data[name]):
                yield earlier, later
                break


def same_value(one: object, other: object) -> bool:
    """Whether two facts are one; `1` and `true` are equal to Python and are not."""
    return json.dumps(thaw(one), sort_keys=True) == json.dumps(thaw(other), sort_keys=True)


def _contradiction(earlier: Record, later: Record, name: str) -> Diagnostic:
    first, second = sorted((earlier, later), key=_line)
    where, where_zh = _elsewhere(first, second)
    values = {"record": later.kind, "field": name, "where": where, "where_zh": where_zh}
    help: tuple[Help, ...] = ()
    if earlier.until is None and later.start is not None and later.start != earlier.start:
        help = (
            Help(
                f"give the one that begins earlier `until` {later.start}",
                f"请为较早开始的一条写明 `until` {later.start}",
            ),
        )
    return Diagnostic(codes.RECORDS_CONTRADICT, second.span, values, help)


def _elsewhere(first: Record, second: Record) -> tuple[str, str]:
    if first.span is None or second.span is None:
        return "in another record", "另一条记录"
    if first.span.file != second.span.file:
        place = f"{first.span.file}:{first.span.line}"
        return f"in {place}", f" {place} "
    return f"in line {first.span.line}", f"第 {first.span.line} 行"


def _line(record: Record) -> int:
    return record.span.line if record.span is not None else 0
