"""What an evaluation is put together from: policies and a log made ready, clauses judged, and the rest."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from itertools import compress
from typing import Literal, TypeVar

import attrs

from govrules.declaring import frozen
from govrules.diagnostics import nearest, read_only
from govrules.engine import reasons
from govrules.engine.collecting import collecting_rarely
from govrules.engine.concerned import clauses_of
from govrules.engine.found import Found, Remark
from govrules.engine.histories import Histories, History, Readings
from govrules.engine.human_views import ignored_order
from govrules.engine.lookups import field_of
from govrules.engine.mentions import asked_types, awaited_types
from govrules.engine.moments import project, zone_of
from govrules.engine.prepare import Log, as_of_moment, conflicts, written
from govrules.engine.records import Change, Records, records_of
from govrules.engine.strata import order_of
from govrules.engine.values import text_of
from govrules.engine.view import View
from govrules.engine.virtual_time import NO_BOUNDS, Within, settle
from govrules.engine.vocabulary import vocabulary_of
from govrules.model.evaluation import Evaluation, Provenance
from govrules.model.events import ContentKey, Event, Time
from govrules.model.findings import Finding, Ignored, Moment, Reason
from govrules.model.policy import Policy, Rulebook
from govrules.model.records import Record
from govrules.model.views import STANCES
from govrules.version import VERSION

_Any = TypeVar("_Any", bound=Finding)


@frozen(eq=False)
class Judged:
    """Every clause judged over a log."""

    views: tuple[View, ...]
    log: Log
    read: tuple[bool, ...]
    """for each event whether some policy reads it"""
    cases: tuple[str, ...]
    found: tuple[Found, ...]
    conflicting: Mapping[int, Reason]
    """events that share an id with another of other content, by place"""

    @property
    def ignored(self) -> tuple[Ignored, ...]:
        return _ignored(self.views, self.log, self.read, self.conflicting, self.found)

    @property
    def remarks(self) -> list[Remark]:
        """What is remarkable about the log, whatever the clauses make of it."""
        events = self.log.events
        incomplete = self.views[0].incomplete if self.views else frozenset[str]()
        return [
            *self.log.remarks,
            *(
                Remark("conflicting duplicate", events[each].type, events[each].case)
                for each in self.conflicting
            ),
            *(Remark("unread rows", "rows", case) for case in sorted(incomplete)),
            *_unread(self.log, self.read),
            *_unknown_types(self.views, self.log, self.read),
        ]


@collecting_rarely()
def judge(
    rulebook: Rulebook,
    log: Log,
    views: tuple[View, ...],
    stated: tuple[Record, ...],
    records: "tuple[Records, ...] | None" = None,
    *,
    judges: Callable[[str], bool] | None = None,
    given: tuple[Found, ...] = (),
    within: Within = NO_BOUNDS,
) -> Judged:
    """Every clause of a rulebook over a log, as the reference judges it.

    Args:
        records: of each policy, where they are known already; else they are made from the log.
        judges: which clauses (`policy/clause`) are judged; left out, all.
        given: what other clauses, which depend on none of these, have been found to bring about.
        within: of clauses over the whole log, by their places in the rulebook, the cases outside of which
            nothing matters for them.
    """
    readings = Readings.of(views, log)
    read = readings.read
    histories, complete = histories_of(views, readings, stated, records)
    clauses = clauses_of(complete)
    if judges is not None:
        clauses = tuple(each for each in clauses if judges(each.full_id))
    found = settle(clauses, histories, order_of(rulebook), given, within)
    return Judged(complete, log, read, histories.cases, found, conflicts(log.events, read))


def view_of(
    policy: Policy,
    rulebook: Rulebook,
    log: Log,
    as_of: Time | None,
    known_at: dt.date | None,
    unannounced: Literal["project", "raise"],
) -> View:
    zone = zone_of(policy.time_zone)
    moments = (project(event.time, zone) for event in log.events)
    first_day = min((moment.date for moment in moments), default=None)
    read_until = as_of_moment(as_of, log.events, zone)
    return ready(policy, rulebook, read_until, first_day, known_at, unannounced)


def ready(
    policy: Policy,
    rulebook: Rulebook,
    as_of: Moment,
    first_day: dt.date | None,
    known_at: dt.date | None,
    unannounced: Literal["project", "raise"],
) -> View:
    """One policy made ready, where it is known how far the log is read and on which day it begins."""
    return View(
        policy=policy,
        zone=zone_of(policy.time_zone),
        vocabulary=vocabulary_of(policy),
        calendars=rulebook.calendars,
        conventions=rulebook.conventions,
        as_of=as_of,
        first_day=first_day,
        known_at=known_at,
        refuse_projected=unannounced == "raise",
    )


def histories_of(
    views: tuple[View, ...],
    readings: Readings,
    stated: tuple[Record, ...],
    records: "tuple[Records, ...] | None" = None,
) -> tuple[Histories, tuple[View, ...]]:
    """The log as each policy sees it, with the records that its events make; `records` as in `judge`."""
    of_view: dict[int, History] = {}
    complete: list[View] = []
    for number, (view, reading) in enumerate(zip(views, readings.of_view, strict=True)):
        own = records_from(History(view, reading), stated) if records is None else records[number]
        with_records = attrs.evolve(view, records=own)
        of_view[id(with_records)] = History(with_records, reading)
        complete.append(with_records)
    log = readings.log
    cases = tuple(sorted({event.case for event in compress(log.events, readings.read)}))
    return Histories(of_view, cases, log.size), tuple(complete)


def records_from(history: History, stated: tuple[Record, ...]) -> Records:
    """The records of a policy, from what is stated of them and the events of all cases in order of time.

    Facts are dated by day: what is set on a day holds on the whole of it, what ends on a day no longer does.
    """
    view = history.view
    kinds = view.policy.records
    if not kinds:
        return Records()
    resolve = view.vocabulary.resolve
    setting = {name: {resolve(each) for each in kind.set_by} for name, kind in kinds.items()}
    ending = {name: {resolve(each) for each in kind.ended_by} for name, kind in kinds.items()}
    changing = set[str]().union(*setting.values(), *ending.values())
    changes: list[Change] = []
    for happening in history.of_types(changing):
        for name, kind in kinds.items():
            sets = happening.type in setting[name]
            if not sets and happening.type not in ending[name]:
                continue
            key = field_of(happening, name)
            if key is None:
                continue
            # A record's unit may stand in the event's own field; what is not given leaves what was.
            own = {field: field_of(happening, field) for field in kind.data}
            given = {**own, **happening.event.data}
            facts = {field: value for field, value in given.items() if field != name and value is not None}
            unread = reasons.unread_rows() if happening.event.case in view.incomplete else None
            changes.append(
                Change(name, text_of(key), happening.at, facts if sets else None, happening.doubt or unread)
            )
    return records_of(changes, {name: kind.data for name, kind in kinds.items()}, view.zone, stated)


# -- what was not used ---------------------------------------------------------------------------------


def _ignored(
    views: tuple[View, ...],
    log: Log,
    read: tuple[bool, ...],
    conflicting: Mapping[int, Reason],
    found: tuple[Found, ...],
) -> tuple[Ignored, ...]:
    """Events that no clause used or that one set aside, with why: each reason once, with the first clause."""
    by_clause = [each for one in found for each in one.ignored]
    set_aside = {each.event.content_key() for each in by_clause}
    used = frozenset(rank for one in found for rank in one.used)
    awaited = [awaited_types(view) for view in views]
    asked = [asked_types(view) for view in views]
    unused: list[Ignored] = []
    near = cache(partial(nearest_name, views))
    for place, (rank, event) in enumerate(zip(log.ranks, log.events, strict=True)):
        if place in conflicting:
            unused.append(Ignored(event, conflicting[place]))
            continue
        if not read[place] or rank in used or event.content_key() in set_aside:
            continue
        types = [view.vocabulary.resolve(event.type) for view in views]
        if any(kind in each for kind, each in zip(types, asked, strict=True)) or sets_case(views, event):
            continue
        if any(kind in each for kind, each in zip(types, awaited, strict=True)):
            unused.append(Ignored(event, reasons.no_effect()))
        elif any(view.vocabulary.knows(event.type) for view in views):
            unused.append(Ignored(event, reasons.in_no_clause()))
        else:
            unused.append(Ignored(event, reasons.not_in_vocabulary(event.type, near(event.type))))
    return tuple(sorted(unique_ignored([*by_clause, *unused]), key=ignored_order))


def unique_ignored(every: Iterable[Ignored]) -> list[Ignored]:
    """For each event each reason once, with the first clause."""
    unique: dict[tuple[ContentKey, Reason], Ignored] = {}
    for each in every:
        unique.setdefault((each.event.content_key(), each.reason), each)
    return list(unique.values())


def sets_case(views: tuple[View, ...], event: Event) -> bool:
    """Whether an event gives a declared attribute of the case."""
    return any(name in event.data for view in views for name in view.policy.case)


def nearest_name(views: tuple[View, ...], event_type: str) -> str | None:
    known = [name for view in views for name in (*view.vocabulary.types, *view.vocabulary.aliases)]
    known += [word for word, _ in STANCES]
    return nearest(event_type, dict.fromkeys(known))


def _unknown_types(views: tuple[View, ...], log: Log, read: tuple[bool, ...]) -> list[Remark]:
    # A departure need not be declared to be understood.
    asked = frozenset(name for view in views for name in asked_types(view))
    return [
        Remark("unknown event", event.type, event.case)
        for is_in, event in zip(read, log.events, strict=True)
        if is_in and event.type not in asked and not any(view.vocabulary.knows(event.type) for view in views)
    ]


def _unread(log: Log, read: tuple[bool, ...]) -> list[Remark]:
    return [
        Remark("after as_of", "as_of", event.case)
        for event, is_in in zip(log.events, read, strict=True)
        if not is_in
    ]


# -- the result ----------------------------------------------------------------------------------------


def by_case(findings: Iterable[_Any]) -> tuple[_Any, ...]:
    """By case; within a case in the order of the rulebook, of slices and of time, as they were found."""
    return tuple(sorted(findings, key=lambda each: each.case))


def evaluation_of(found: Sequence[Found]) -> Evaluation:
    """What clauses have found, as the findings of an evaluation; nothing is said of the log."""
    return Evaluation(
        obligations=by_case(each for one in found for each in one.obligations),
        violations=by_case(each for one in found for each in one.violations),
        shortfalls=by_case(each for one in found for each in one.shortfalls),
        lapses=by_case(each for one in found for each in one.lapses),
        late_decisions=by_case(each for one in found for each in one.late_decisions),
        alerts=by_case(each for one in found for each in one.alerts),
        attributions=by_case(each for one in found for each in one.attributions),
        measures=by_case(each for one in found for each in one.measures),
        unknowns=by_case(each for one in found for each in one.unknowns),
    )


def provenance_of(
    rulebook: Rulebook,
    events: str,
    as_of: Moment | None,
    *,
    given: bool,
    known_at: dt.date | None,
    unannounced: Literal["project", "raise"],
    records: str | None,
) -> Provenance:
    """What an evaluation was made from.

    Args:
        events: the hash of the log.
        as_of: up to when the first policy reads it; None for a log without events, unless it was given.
        records: the hash of what was stated beside the log.
    """
    return Provenance(
        govrules=VERSION,
        rules=_hashes((policy.id, policy.sha256 or "") for policy in rulebook.policies),
        calendars=_hashes((name, each.sha256) for name, each in rulebook.calendars.items()),
        conventions=_hashes((name, each.sha256) for name, each in rulebook.conventions.items()),
        events=events,
        as_of=written(as_of) if as_of is not None else None,
        as_of_given=given,
        known_at=known_at,
        unannounced=unannounced,
        records=records,
    )


def _hashes(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    return read_only(dict(sorted(pairs)))


def events_hash(events: Iterable[Event]) -> str:
    """The sha256 over the events in canonical order, exact duplicates once."""
    return hash_of_keys(sorted({event.content_key() for event in events}))


def hash_of_keys(keys: Iterable[ContentKey]) -> str:
    """The same of the keys of the events, which stand in order, each once."""
    digest = hashlib.sha256()
    for key in keys:
        digest.update(json.dumps(key, ensure_ascii=False).encode())
        digest.update(b"\n")
    return digest.hexdigest()
