"""From events as they were read to the histories that are evaluated: once each, in order, up to `as_of`."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from zoneinfo import ZoneInfo

from govrules.declaring import frozen
from govrules.engine import reasons
from govrules.engine.found import Remark
from govrules.engine.moments import end_of_day, key_of, project
from govrules.model.events import ContentKey, Event, Time
from govrules.model.findings import Moment, Reason


@frozen(eq=False)
class Log:
    """The events of an evaluation, exact duplicates once, in canonical order."""

    events: tuple[Event, ...]
    """by case and content"""
    remarks: tuple[Remark, ...]
    ranks: Sequence[int]
    """of each event: its place, in a part of a log that in the whole"""
    size: int
    """a number above all ranks, from which what is derived takes its own"""


def in_order(events: Iterable[Event]) -> Log:
    """The events once each, in an order that does not depend on how they were read.

    The same content counts once, with or without an id.
    """
    # Hardly two events of a case begin alike: the whole content of most is never asked for.
    by_head: dict[tuple[str, str, str], list[tuple[int, Event]]] = {}
    for place, event in enumerate(events):
        by_head.setdefault((event.case, *event.content_head()), []).append((place, event))
    ordered: list[Event] = []
    repeated: list[tuple[int, Event]] = []
    for head in sorted(by_head):
        alike = by_head[head]
        if len(alike) == 1:
            ordered.append(alike[0][1])
            continue
        unique: dict[ContentKey, Event] = {}
        for place, event in alike:
            key = event.content_key()
            if key in unique:
                repeated.append((place, event))
            unique.setdefault(key, event)
        ordered += (unique[key] for key in sorted(unique))
    remarks = (
        Remark("duplicate", event.type, event.case) for _, event in sorted(repeated, key=itemgetter(0))
    )
    number = len(ordered)
    return Log(tuple(ordered), tuple(remarks), range(number), number)


def conflicts(events: tuple[Event, ...], read: Sequence[bool]) -> Mapping[int, Reason]:
    """The events that share an id with another of other content in their case: place and reason of each.

    None of them is trusted alone. Only what is read by `as_of` can conflict: what a later record contradicts
    was not contradicted before. Many systems number the events of each case from one, so that the ids of two
    cases do not meet.

    Args:
        events: exact duplicates once, in canonical order.
        read: for each event whether it lies at or before `as_of`.
    """
    by_id: dict[tuple[str, str], list[int]] = {}
    for rank, event in enumerate(events):
        if event.id is not None and read[rank]:
            by_id.setdefault((event.case, event.id), []).append(rank)
    found: dict[int, Reason] = {}
    for ranks in by_id.values():
        if len(ranks) > 1:
            types = tuple(dict.fromkeys(events[rank].type for rank in ranks))
            found.update(dict.fromkeys(ranks, reasons.conflicting_records(types)))
    return found


def last_moment(events: Iterable[Event], zone: ZoneInfo) -> Moment | None:
    """The last instant in the log: that of the last event, or the end of the day that a bare date names."""
    found: Moment | None = None
    for event in events:
        moment = project(event.time, zone)
        end = end_of_day(moment.date, zone) if moment.bare else moment
        if found is None or key_of(end, zone) > key_of(found, zone):
            found = end
    return found


def as_of_moment(as_of: Time | None, events: Iterable[Event], zone: ZoneInfo) -> Moment:
    """Up to when the log is read in one zone: a date means its end.

    A log without events has nothing to read; its `as_of` is the beginning of time.
    """
    if as_of is None:
        return last_moment(events, zone) or end_of_day(dt.date.min, zone)
    if isinstance(as_of, dt.datetime):
        moment = project(as_of, zone)
        # The last microsecond of a day is how its end is written down: a result can be replayed from it.
        return end_of_day(moment.date, zone) if moment.local.time() == dt.time.max else moment
    return end_of_day(as_of, zone)


def written(as_of: Moment) -> dt.datetime:
    """`as_of` as it is recorded: the end of a day as its last microsecond, so that it shows that day."""
    assert as_of.instant is not None
    if as_of.local.time() == dt.time():
        return as_of.instant - dt.timedelta(microseconds=1)
    return as_of.instant
