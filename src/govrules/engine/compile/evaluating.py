"""The evaluation of a log by compiled programs, where anything is gained by them."""

import datetime as dt
from collections.abc import Iterable
from typing import Literal

import attrs

from govrules.engine.compile.findings import Run
from govrules.engine.compile.summing import Asked
from govrules.engine.displacement import standing
from govrules.engine.human_views import apart, view_words, with_views
from govrules.engine.judging import events_hash
from govrules.engine.stated import StatedRecords, stated_records
from govrules.model.columns import Columns
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event, Time
from govrules.model.policy import Rulebook
from govrules.model.records import Record


def evaluate_columns(
    rulebook: Rulebook,
    events: Columns | tuple[Event, ...],
    *,
    as_of: Time | None,
    known_at: dt.date | None,
    unannounced: Literal["project", "raise"],
    stated: tuple[Record, ...],
    incomplete: frozenset[str],
) -> Evaluation | None:
    """The evaluation of a log by compiled programs; None where nothing of it is gained by them."""
    if unannounced == "raise":
        # The first date that leans on a day not announced is refused at once, wherever it is.
        return None
    said: tuple[Event, ...] = ()
    twice: tuple[tuple[str, str], ...] = ()
    if isinstance(events, Columns):
        words = view_words(rulebook)
        if any(name in words for name in events.types):
            twice = events.duplicates
            events = tuple(map(events.event, range(len(events))))
    if not isinstance(events, Columns):
        given, said = apart(events, rulebook)
        events = Columns.of(given, incomplete)
        if twice:
            events = attrs.evolve(events, duplicates=(*events.duplicates, *twice))
    run = Run.of(rulebook, events, as_of, known_at, stated, incomplete | events.incomplete_cases)
    if run is None:
        return None
    found = Evaluation.later(Asked(run))
    if not said:
        return found
    log = (*map(events.event, range(len(events))), *said)
    return with_views(found, said, rulebook, run.views, events=events_hash(log))


def run_of(
    rulebook: Rulebook,
    events: Iterable[Event],
    *,
    as_of: Time | None,
    known_at: dt.date | None = None,
    records: StatedRecords = (),
) -> Run | None:
    """The programs of a rulebook over a log, for whoever asks what they say of it; None as above."""
    rulebook = standing(rulebook)
    given, _ = apart(tuple(events), rulebook)
    stated = stated_records(records, rulebook)
    return Run.of(rulebook, Columns.of(given), as_of, known_at, stated, frozenset())
