"""evaluate(): events in, an Evaluation out."""

import datetime as dt
from collections.abc import Iterable
from typing import Literal, Protocol, TypeAlias, runtime_checkable

import attrs

from govrules.declaring import evolve
from govrules.engine.displacement import standing
from govrules.engine.found import Remark
from govrules.engine.human_views import apart, with_views
from govrules.engine.judging import evaluation_of, events_hash, judge, provenance_of, view_of
from govrules.engine.prepare import in_order
from govrules.engine.quality import quality
from govrules.engine.stated import StatedRecords, stated_records
from govrules.model.arguments import (
    ArgumentError,
    check_date,
    check_instant_or_date,
    check_rulebook,
    events_of,
)
from govrules.model.columns import Columns
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event, Time
from govrules.model.policy import Rulebook
from govrules.model.records import Record, records_hash


@runtime_checkable
class HasEvents(Protocol):
    """Whatever a reader returns: its events are in `.events`."""

    @property
    def events(self) -> Iterable[Event]: ...


@runtime_checkable
class HasColumns(Protocol):
    """A log in columns, as a reader returns it."""

    @property
    def columns(self) -> Columns: ...


Events: TypeAlias = "Iterable[Event] | HasEvents | HasColumns | Columns"
Engine: TypeAlias = Literal["compiled", "reference"]
ENGINES: tuple[Engine, ...] = ("compiled", "reference")
MANY = 1_000
"""from so many events on it is worth while to write programs"""


def evaluate(
    rulebook: Rulebook,
    events: Events,
    *,
    as_of: Time | None = None,
    known_at: dt.date | None = None,
    unannounced: Literal["project", "raise"] = "project",
    records: StatedRecords = (),
    engine: Engine | None = None,
) -> Evaluation:
    """What became of every obligation of a rulebook in every case of a log.

    What people say of findings (events `finding_contested` and `finding_excused`) stands beside them in
    `views` and changes nothing else.

    Args:
        rulebook: the policies, with the calendars and conventions that they name.
        events: in any order, which changes nothing; anything with `.events` or `.columns` will do, and
            columns themselves. Of a log that says which cases it could not read whole (`incomplete_cases`),
            nothing that is missing in these cases is held against anybody: such an outcome is unknown.
        as_of: up to when the log is read, included: a date means its end in each policy's own zone, an
            instant itself. Left out, it is the last instant of what is judged, and the provenance says so.
        known_at: count with the days off that had been announced up to and including this day.
        unannounced: `project` marks a due date that leans on a day not yet announced (`basis`, `horizon`);
            `raise` refuses it.
        records: dated facts that no event of the log says: who held which post, which item has which limit.
            In any order; what `read_records` returns will do. Events that set records add to them.
        engine: `compiled` writes the rules as Python and makes findings when they are asked for; `reference`
            walks every event and every day in the plainest way. Both say the same. Left out, logs of a few
            hundred events are left to the reference, since writing programs takes longer.

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
    if engine is not None and engine not in ENGINES:
        raise ArgumentError("engine", f"one of {', '.join(ENGINES)} is wanted")
    stated = stated_records(records, rulebook)
    incomplete: frozenset[str] = frozenset(getattr(events, "incomplete_cases", ()))
    columns = _columns(events)
    # Taken once: what comes out of a generator is gone after that.
    given = _given(events) if columns is None else ()
    many = len(given if columns is None else columns) >= MANY
    if engine == "compiled" or (engine is None and many):
        from govrules.engine.compile.evaluating import evaluate_columns

        found = evaluate_columns(
            rulebook,
            given if columns is None else columns,
            as_of=as_of,
            known_at=known_at,
            unannounced=unannounced,
            stated=stated,
            incomplete=incomplete,
        )
        if found is not None:
            return found
    duplicates: tuple[tuple[str, str], ...] = ()
    if columns is not None:
        given = tuple(map(columns.event, range(len(columns))))
        duplicates = columns.duplicates
    return _by_reference(rulebook, given, duplicates, as_of, known_at, unannounced, stated, incomplete)


_PLAIN = (list, tuple)
"""what needs not be asked whether it has events or columns, which takes longer than to judge a case"""


def _columns(events: Events) -> Columns | None:
    if isinstance(events, Columns):
        return events
    if type(events) in _PLAIN:
        return None
    return events.columns if isinstance(events, HasColumns) else None


def _given(events: Events) -> tuple[Event, ...]:
    if type(events) in _PLAIN:
        return events_of(events)
    return events_of(events.events if isinstance(events, HasEvents) else events)


def _by_reference(
    rulebook: Rulebook,
    given: tuple[Event, ...],
    duplicates: tuple[tuple[str, str], ...],
    as_of: Time | None,
    known_at: dt.date | None,
    unannounced: Literal["project", "raise"],
    stated: tuple[Record, ...],
    incomplete: frozenset[str],
) -> Evaluation:
    """Args: duplicates: the type and the case of each event that columns have left out as read before."""
    given, said = apart(given, rulebook)
    log = in_order(given)
    views = tuple(
        attrs.evolve(view_of(policy, rulebook, log, as_of, known_at, unannounced), incomplete=incomplete)
        for policy in rulebook.policies
    )
    judged = judge(rulebook, log, views, stated)
    found = judged.found
    remarks = judged.remarks
    remarks += [Remark("duplicate", kind, case) for kind, case in duplicates]
    if not views:
        remarks += [Remark("unread rows", "rows", case) for case in sorted(incomplete)]
    evaluation = evolve(
        evaluation_of(found),
        ignored=judged.ignored,
        quality=quality(sum(judged.read), judged.cases, found, remarks),
        provenance=provenance_of(
            rulebook,
            events_hash(log.events),
            views[0].as_of if views and (log.events or as_of is not None) else None,
            given=as_of is not None,
            known_at=known_at,
            unannounced=unannounced,
            records=records_hash(stated) if stated else None,
        ),
    )
    if not said:
        return evaluation
    return with_views(evaluation, said, rulebook, judged.views, events=events_hash((*log.events, *said)))
