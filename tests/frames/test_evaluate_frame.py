"""A data frame of events becomes a data frame of obligations of the same kind."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

import govrules as gr
from govrules.adapters.frames import COLUMNS, obligation_columns
from govrules.diagnostics import DiagnosticsError
from govrules.formats.stretches import installed
from govrules.model.arguments import ArgumentError
from tests.frames.kinds import Columns, every_kind, rows_of

Make = Callable[[Columns], Any]
RULES = gr.load("cn/licensing-law").or_raise()
YEAR_END = dt.date(2025, 12, 31)
LOG: Columns = {
    "case": ["c2", "c1", "c1"],
    "type": ["accepted", "accepted", "decided"],
    "time": [dt.date(2025, 9, 23), dt.date(2025, 9, 22), dt.date(2025, 9, 30)],
    "unit": ["Licensing Office", "Licensing Office", "Licensing Office"],
}


def as_python(value: object) -> object:
    """A value of any library as one of Python; a day of pandas, which knows only instants, as a date."""
    found = value.to_pydatetime() if hasattr(value, "to_pydatetime") else value
    if isinstance(found, dt.datetime) and found.tzinfo is None:
        return found.date()
    return found.astimezone(dt.UTC) if isinstance(found, dt.datetime) else found


@every_kind
def test_the_obligations_come_back_in_a_frame_of_the_same_kind(make: Make) -> None:
    frame = make(LOG)
    found = gr.evaluate_frame(RULES, frame, as_of=YEAR_END, dates=True)
    assert type(found) is type(frame)
    rows = [{name: as_python(value) for name, value in row.items()} for row in rows_of(found)]
    log = gr.read_frame(frame, dates=True)
    expected = obligation_columns(gr.evaluate(RULES, log, as_of=YEAR_END))
    assert rows == [dict(zip(COLUMNS, row, strict=True)) for row in zip(*expected.values(), strict=True)]
    states = [(row["case"], row["state"], row["due"], row["fulfilled_on"]) for row in rows]
    assert ("c1", "met", dt.date(2025, 10, 24), dt.date(2025, 9, 30)) in states
    assert ("c2", "overdue", dt.date(2025, 10, 27), None) in states


@every_kind
def test_an_instant_comes_back_as_one(make: Make) -> None:
    instant = dt.datetime(2025, 9, 22, 1, tzinfo=dt.UTC)
    frame = make({"case": ["c1"], "type": ["accepted"], "time": [instant]})
    rows = rows_of(gr.evaluate_frame(RULES, frame, as_of=YEAR_END))
    (row,) = [each for each in rows if each["clause"] == "decide"]
    assert [as_python(row[name]) for name in ("triggered_on", "trigger_time", "due_end")] == [
        dt.date(2025, 9, 22),
        instant,
        dt.datetime(2025, 10, 24, 16, tzinfo=dt.UTC),
    ]


@every_kind
def test_where_no_clause_is_concerned_the_frame_is_empty(make: Make) -> None:
    frame = make({"case": ["c1"], "type": ["lunch"], "time": [dt.date(2025, 9, 22)]})
    found = gr.evaluate_frame(RULES, frame, as_of=YEAR_END, dates=True)
    assert (type(found), rows_of(found)) == (type(frame), [])


@every_kind
def test_a_frame_with_bad_rows_is_not_evaluated(make: Make) -> None:
    frame = make(
        {"case": ["c1", "c2"], "type": ["accepted", "accepted"], "time": ["2025-09-22", "2025-09-31"]}
    )
    with pytest.raises(DiagnosticsError) as raised:
        gr.evaluate_frame(RULES, frame)
    assert [(each.code.name, str(each.span)) for each in raised.value.diagnostics] == [
        ("impossible-day", "frame:2")
    ]


def test_the_rules_are_looked_at_before_the_frame() -> None:
    with pytest.raises(ArgumentError):
        gr.evaluate_frame("rules.yaml", object())  # type: ignore[arg-type]


@pytest.mark.skipif(
    not all(map(installed, ("narwhals", "duckdb", "pyarrow"))), reason="duckdb or pyarrow is not installed"
)
def test_what_comes_back_can_be_joined_in_the_same_connection() -> None:
    import duckdb

    connection = duckdb.connect()
    connection.sql(
        "create table log as select 'c1' as \"case\", 'accepted' as type, date '2025-09-22' as time"
    )
    connection.sql("create table offices as select 'c1' as number, 'north' as district")
    found = gr.evaluate_frame(RULES, connection.table("log"), as_of=YEAR_END)
    joined = found.join(connection.table("offices").set_alias("offices"), '"case" = number')
    assert joined.filter("clause = 'decide'").project("state, district, due").fetchall() == [
        ("overdue", "north", dt.date(2025, 10, 24))
    ]
