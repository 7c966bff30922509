"""evaluate_frame: a data frame of events in, a data frame of obligations of the same kind out."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from govrules.engine.batch import evaluate
from govrules.formats.frames import frame_columns
from govrules.formats.read import MappingGiven
from govrules.model.arguments import check_rulebook
from govrules.model.evaluation import Evaluation
from govrules.model.events import Time
from govrules.model.findings import Evidence
from govrules.model.policy import Rulebook

if TYPE_CHECKING:
    from govrules.engine.stated import StatedRecords

__all__ = ["COLUMNS", "evaluate_frame", "obligation_columns"]

COLUMNS: Mapping[str, Literal["text", "day", "instant"]] = {
    "policy": "text",
    "clause": "text",
    "kind": "text",
    "case": "text",
    "slice": "text",
    "state": "text",
    "trigger": "text",
    "triggered_on": "day",
    "trigger_time": "instant",
    "limit": "text",
    "limit_name": "text",
    "due": "day",
    "due_end": "instant",
    "fulfilled_by": "text",
    "fulfilled_on": "day",
    "fulfilled_time": "instant",
    "responsible": "text",
    "reason": "text",
    "id": "text",
}
"""the columns of the frame that comes back: days are those of the policy's time zone, instants are in UTC"""


def evaluate_frame(
    rulebook: Rulebook,
    frame: Any,
    *,
    mapping: MappingGiven | None = None,
    time_zone: str | None = None,
    dates: bool = False,
    as_of: Time | None = None,
    known_at: dt.date | None = None,
    unannounced: Literal["project", "raise"] = "project",
    records: "StatedRecords" = (),
) -> Any:
    """What became of every obligation of a rulebook in the events of a data frame, one row for each.

    Args:
        rulebook: the policies, with the calendars and conventions that they name.
        frame: a data frame of pandas, polars (eager or lazy), an Arrow table or a DuckDB relation, one row an
            event; see `govrules.read_frame` for it and for `mapping`, `time_zone` and `dates`.
        as_of, known_at, unannounced, records: as for `govrules.evaluate`.

    Returns:
        A frame of the same kind, in the order of cases, with the columns of
        `govrules.adapters.frames.COLUMNS`: the clause and the case; `state`; what set the clock going
        (`trigger`, `triggered_on`, and `trigger_time` unless it is a bare date); the limit; the last day in
        time (`due`) and the last instant (`due_end`); what fulfilled it; who answers for it; the code of the
        reason where it is unknown, ended or excused. Everything else is in what `govrules.evaluate` returns.

    Raises:
        DiagnosticsError: narwhals is not installed, or rows of the frame are no events: all of them, each
            with its number, from 1.
        ArgumentError: what is given is no data frame.

    >>> import datetime as dt, polars, govrules as gr
    >>> events = polars.DataFrame({"case": ["c1"], "type": ["accepted"], "time": [dt.date(2025, 9, 22)]})
    >>> rules = gr.load("cn/licensing-law").or_raise()
    >>> found = evaluate_frame(rules, events, as_of=dt.date(2025, 12, 31))
    >>> found.filter(clause="decide").select("case", "state", "due").rows()
    [('c1', 'overdue', datetime.date(2025, 10, 24))]
    """
    check_rulebook(rulebook)
    log = frame_columns(frame, mapping=mapping, time_zone=time_zone, dates=dates).or_raise()
    found = evaluate(rulebook, log, as_of=as_of, known_at=known_at, unannounced=unannounced, records=records)
    return _like(frame, obligation_columns(found))


def obligation_columns(evaluation: Evaluation) -> dict[str, list[object]]:
    """The obligations of an evaluation as `COLUMNS`."""
    found: dict[str, list[object]] = {name: [] for name in COLUMNS}
    for each in evaluation.obligations:
        values: tuple[object, ...] = (
            each.policy,
            each.clause,
            each.clause_kind,
            each.case,
            "; ".join(f"{name}={value}" for name, value in each.slice) or None,
            each.state,
            *_happened(each.trigger),
            each.limit,
            each.limit_name,
            each.due,
            _in_utc(each.due_end),
            *_happened(each.fulfilled),
            each.responsible,
            None if each.reason is None else each.reason.code,
            each.id,
        )
        for column, value in zip(found.values(), values, strict=True):
            column.append(value)
    return found


def _happened(evidence: Evidence | None) -> tuple[str | None, dt.date | None, dt.datetime | None]:
    if evidence is None:
        return None, None, None
    return evidence.event.type, evidence.at.date, _in_utc(evidence.at.instant)


def _in_utc(instant: dt.datetime | None) -> dt.datetime | None:
    try:
        return None if instant is None else instant.astimezone(dt.UTC)
    except OverflowError:
        # Within a day of the ends of the calendar.
        return None


def _like(frame: Any, columns: Mapping[str, list[object]]) -> Any:
    """Columns as a data frame of the kind of `frame`."""
    import narwhals as nw

    given = nw.from_native(frame)
    kind = given.implementation
    library: Any = "pyarrow" if kind.is_duckdb() else kind
    # pandas has no type for a day.
    day = nw.Datetime("us") if kind.is_pandas_like() else nw.Date()
    types = {"text": nw.String(), "day": day, "instant": nw.Datetime("us", "UTC")}
    schema = {name: types[each] for name, each in COLUMNS.items()}
    found = nw.from_dict(columns, schema, backend=library)
    if frame is given:
        return found.lazy() if isinstance(given, nw.LazyFrame) else found
    native = found.to_native()
    if kind.is_duckdb():
        # In the connection of the relation that was given: one of another cannot be joined with it.
        return frame.query("govrules_events", "select * from native")
    return native.lazy() if isinstance(given, nw.LazyFrame) else native
