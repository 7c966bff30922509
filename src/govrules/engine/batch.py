"""evaluate(): events in, an Evaluation out."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache, partial
from typing import Literal, Protocol, TypeAlias, TypeVar, runtime_checkable

import attrs

from govrules.diagnostics import nearest, read_only
from govrules.engine import reasons
from govrules.engine.displacement import standing
from govrules.engine.found import Found, Remark
from govrules.engine.happenings import Happening
from govrules.engine.human_views import apart, ignored_order, with_views
from govrules.engine.lookups import field_of
from govrules.engine.mentions import asked_types, awaited_types
from govrules.engine.moments import project, zone_of
from govrules.engine.prepare import Log, as_of_moment, conflicts, in_order, up_to, written
from govrules.engine.quality import quality
from govrules.engine.records import Change, Records, records_of
from govrules.engine.stated import StatedRecords, stated_records
from govrules.engine.strata import order_of
from govrules.engine.values import text_of
from govrules.engine.view import View
from govrules.engine.virtual_time import Histories, clauses_of, settle
from govrules.engine.vocabulary import Vocabulary
from govrules.model.arguments import check_date, check_instant_or_date, check_rulebook, events_of
from govrules.model.evaluation import Evaluation, Provenance
from govrules.model.events import ContentKey, Event, Time
from govrules.model.findings import Finding, Ignored, Reason
from govrules.model.policy import Policy, Rulebook
from govrules.model.records import Record, records_hash
from govrules.model.views import STANCES
from govrules.version import VERSION


@runtime_checkable
class HasEvents(Protocol):
    """Whatever a reader returns: its events are in `.events`."""

    @property
    def events(self) -> Iterable[Event]: ...


_Any = TypeVar("_Any", bound=Finding)
Events: TypeAlias = "Iterable[Event] | HasEvents"


def evaluate(
    rulebook: Rulebook,
    events: Events,
    *,
    as_of: Time | None = None,
    known_at: dt.date | None = None,
    unannounced: Literal["project", "raise"] = "project",
    records: StatedRecords = (),
) -> Evaluation:
    """What became of every obligation of a rulebook in every case of a log.

    What people say of findings (events `finding_contested` and `finding_excused`) stands beside them in
    `views` and changes nothing else.

    Args:
        rulebook: the policies, with the calendars and conventions that they name.
        events: in any order; anything with `.events` will do. The result does not depend on the order.
            Of a log that says which cases it could not read whole (`incomplete_cases`), nothing that is
            missing in these cases is held against anybody: such an outcome is unknown.
        as_of: up to when the log is read, included: a date means its end in each policy's own zone, an
            instant itself. Left out, it is the last instant of what is judged, and the provenance says so.
        known_at: count with the days off that had been announced up to and including this day.
        unannounced: `project` marks a due date that leans on a day not yet announced (`basis`, `horizon`);
            `raise` refuses it.
        records: dated facts that no event of the log says: who held which post, which item has which limit.
            In any order; what `read_records` returns will do. Events that set records add to them.

    Raises:
        DiagnosticsError: records that no policy declares, or that contradict each other; all of them.
        NotAnnouncedError: with `unannounced="raise"`, naming the day and the calendar.
        ArgumentError: something else than a rulebook, events, dates; an `as_of` without its zone.

    >>> import datetime as dt
    >>> evaluate(Rulebook(policies=()), [], as_of=dt.date(2026, 3, 31)).violations
    ()
    """
    check_rulebook(rulebook)
    rulebook = standing(rulebook)
    check_instant_or_date("as_of", as_of)
    check_date("known_at", known_at)
    stated = stated_records(records, rulebook)
    given = events_of(events.events if isinstance(events, HasEvents) else events)
    given, said = apart(given, rulebook)
    incomplete = frozenset(getattr(events, "incomplete_cases", ()))
    log = in_order(given)
    views = tuple(
        attrs.evolve(view_of(policy, rulebook, log, as_of, known_at, unannounced), incomplete=incomplete)
        for policy in rulebook.policies
    )
    reader = views[0] if views else None
    read = read_by(views, log)
    histories, views = histories_of(views, log, read, stated)
    found = settle(clauses_of(views), histories, order_of(rulebook))
    conflicting = conflicts(log.events, read)
    ignored = _ignored(views, log, read, conflicting, found)
    remarks = [
        *log.remarks,
        *(
            Remark("conflicting duplicate", log.events[each].type, log.events[each].case)
            for each in conflicting
        ),
        *(Remark("unread rows", "rows", case) for case in sorted(incomplete)),
        *_unread(log, read),
        *_unknown_types(views, log, read),
    ]
    cases = histories.cases
    evaluation = Evaluation(
        obligations=_sorted(each for one in found for each in one.obligations),
        violations=_sorted(each for one in found for each in one.violations),
        shortfalls=_sorted(each for one in found for each in one.shortfalls),
        lapses=_sorted(each for one in found for each in one.lapses),
        late_decisions=_sorted(each for one in found for each in one.late_decisions),
        alerts=_sorted(each for one in found for each in one.alerts),
        attributions=_sorted(each for one in found for each in one.attributions),
        measures=_sorted(each for one in found for each in one.measures),
        unknowns=_sorted(each for one in found for each in one.unknowns),
        ignored=ignored,
        quality=quality(sum(read), cases, found, remarks),
        provenance=attrs.evolve(
            _provenance(rulebook, log, reader, as_of, known_at, unannounced),
            records=records_hash(stated) if stated else None,
        ),
    )
    if not said:
        return evaluation
    return with_views(evaluation, said, rulebook, views, events=events_hash((*log.events, *said)))


def view_of(
    policy: Policy,
    rulebook: Rulebook,
    log: Log,
    as_of: Time | None,
    known_at: dt.date | None,
    unannounced: Literal["project", "raise"],
) -> View:
    zone = zone_of(policy.time_zone)
    moments = [project(event.time, zone) for event in log.events]
    return View(
        policy=policy,
        zone=zone,
        vocabulary=Vocabulary.of(policy),
        calendars=rulebook.calendars,
        conventions=rulebook.conventions,
        as_of=as_of_moment(as_of, log.events, zone),
        first_day=min((moment.date for moment in moments), default=None),
        known_at=known_at,
        refuse_projected=unannounced == "raise",
    )


def read_by(views: tuple[View, ...], log: Log) -> tuple[bool, ...]:
    """For each event whether some policy reads it; zones differ, and so may the day that has begun."""
    readings = [up_to(log.events, view.as_of, view.zone) for view in views]
    if not readings:
        return (True,) * len(log.events)
    return tuple(any(each) for each in zip(*readings, strict=True))


def histories_of(
    views: tuple[View, ...], log: Log, read: tuple[bool, ...], stated: tuple[Record, ...]
) -> tuple[Histories, tuple[View, ...]]:
    """The log as each policy sees it, with the records that its events make."""
    of_view: dict[int, dict[str, tuple[Happening, ...]]] = {}
    complete: list[View] = []
    for view in views:
        here = up_to(log.events, view.as_of, view.zone)
        doubts = conflicts(log.events, here)
        by_case: dict[str, list[Happening]] = {}
        for rank, event in enumerate(log.events):
            if here[rank]:
                by_case.setdefault(event.case, []).append(view.happening(event, rank, doubts.get(rank)))
        ordered = {
            case: tuple(sorted(each, key=lambda happening: happening.order)) for case, each in by_case.items()
        }
        with_records = attrs.evolve(view, records=_records(view, ordered, stated))
        of_view[id(with_records)] = ordered
        complete.append(with_records)
    cases = tuple(sorted({event.case for event, is_in in zip(log.events, read, strict=True) if is_in}))
    return Histories(of_view, cases, len(log.events)), tuple(complete)


def _records(view: View, by_case: Mapping[str, tuple[Happening, ...]], stated: tuple[Record, ...]) -> Records:
    """The records of a policy, from what is stated of them and the events of all cases in order of time.

    Facts are dated by day: what is set on a day holds on the whole of it, what ends on a day no longer does.
    """
    kinds = view.policy.records
    if not kinds:
        return Records()
    happenings = sorted(
        (happening for each in by_case.values() for happening in each), key=lambda each: each.order
    )
    changes: list[Change] = []
    for happening in happenings:
        for name, kind in kinds.items():
            sets = happening.type in {view.vocabulary.resolve(each) for each in kind.set_by}
            ends = happening.type in {view.vocabulary.resolve(each) for each in kind.ended_by}
            key = field_of(happening, name)
            if key is None or not (sets or ends):
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
    near = cache(partial(_near, views))
    for rank, event in enumerate(log.events):
        if rank in conflicting:
            unused.append(Ignored(event, conflicting[rank]))
            continue
        if not read[rank] or rank in used or event.content_key() in set_aside:
            continue
        types = [view.vocabulary.resolve(event.type) for view in views]
        if any(kind in each for kind, each in zip(types, asked, strict=True)) or _sets_case(views, event):
            continue
        if any(kind in each for kind, each in zip(types, awaited, strict=True)):
            unused.append(Ignored(event, reasons.no_effect()))
        elif any(view.vocabulary.knows(event.type) for view in views):
            unused.append(Ignored(event, reasons.in_no_clause()))
        else:
            unused.append(Ignored(event, reasons.not_in_vocabulary(event.type, near(event.type))))
    every = [*by_clause, *unused]
    unique: dict[tuple[ContentKey, Reason], Ignored] = {}
    for each in every:
        unique.setdefault((each.event.content_key(), each.reason), each)
    return tuple(sorted(unique.values(), key=ignored_order))


def _sets_case(views: tuple[View, ...], event: Event) -> bool:
    """Whether an event gives a declared attribute of the case."""
    return any(name in event.data for view in views for name in view.policy.case)


def _near(views: tuple[View, ...], event_type: str) -> str | None:
    known = [name for view in views for name in (*view.vocabulary.types, *view.vocabulary.aliases)]
    known += [word for word, _ in STANCES]
    return nearest(event_type, dict.fromkeys(known))


def _unknown_types(views: tuple[View, ...], log: Log, read: tuple[bool, ...]) -> list[Remark]:
    # A departure need not be declared to be understood.
    asked = frozenset(name for view in views for name in asked_types(view))
    return [
        Remark("unknown event", event.type, event.case)
        for rank, event in enumerate(log.events)
        if read[rank]
        and event.type not in asked
        and not any(view.vocabulary.knows(event.type) for view in views)
    ]


def _unread(log: Log, read: tuple[bool, ...]) -> list[Remark]:
    return [
        Remark("after as_of", "as_of", event.case)
        for event, is_in in zip(log.events, read, strict=True)
        if not is_in
    ]


# -- the result ----------------------------------------------------------------------------------------


def _sorted(findings: Iterable[_Any]) -> tuple[_Any, ...]:
    """By case; within a case in the order of the rulebook, of slices and of time, as they were found."""
    return tuple(sorted(findings, key=lambda each: each.case))


def _provenance(
    rulebook: Rulebook,
    log: Log,
    view: View | None,
    as_of: Time | None,
    known_at: dt.date | None,
    unannounced: Literal["project", "raise"],
) -> Provenance:
    return Provenance(
        govrules=VERSION,
        rules=_hashes((policy.id, policy.sha256 or "") for policy in rulebook.policies),
        calendars=_hashes((name, each.sha256) for name, each in rulebook.calendars.items()),
        conventions=_hashes((name, each.sha256) for name, each in rulebook.conventions.items()),
        events=events_hash(log.events),
        as_of=written(view.as_of) if view is not None and (log.events or as_of is not None) else None,
        as_of_given=as_of is not None,
        known_at=known_at,
        unannounced=unannounced,
    )


def _hashes(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    return read_only(dict(sorted(pairs)))


def events_hash(events: Iterable[Event]) -> str:
    """The sha256 over the events in canonical order, exact duplicates once."""
    digest = hashlib.sha256()
    for key in sorted({event.content_key() for event in events}):
        digest.update(json.dumps(key, ensure_ascii=False).encode())
        digest.update(b"\n")
    return digest.hexdigest()
