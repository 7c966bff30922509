"""A data frame is read like any table: what is no event is told by the number of its row."""

import csv
import datetime as dt
import pickle
import sys
import tempfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govrules as gr
from govrules.diagnostics import DiagnosticsError
from govrules.formats.frames import frame_columns
from govrules.formats.stretches import installed
from govrules.model.arguments import ArgumentError
from govrules.model.columns import HeldEvents
from tests.frames.kinds import Columns, every_kind

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.timezone(dt.timedelta(hours=8)))
CLOCK = dt.datetime(2026, 3, 2, 9)  # noqa: DTZ001 - whose zone the reader is told
Make = Callable[[Columns], Any]


def told(log: gr.EventLog) -> list[tuple[str, int]]:
    return [(each.code.name, each.span.line if each.span else -1) for each in log.diagnostics]


@every_kind
def test_a_frame_of_every_kind_gives_the_same_events(make: Make) -> None:
    frame = make(
        {
            "case": ["c1", "c2"],
            "type": [" accepted ", "accepted"],
            "time": [NOON.astimezone(dt.UTC), NOON.astimezone(dt.UTC)],
            "unit": ["Office", None],
            "fee": [Decimal("12.50"), Decimal("3.00")],
            "rate": [0.5, float("nan")],
            "urgent": [True, False],
            "since": [dt.date(2026, 1, 1), None],
            "items": [2, 3],
        }
    )
    data = {"fee": 12.5, "rate": 0.5, "urgent": True, "since": "2026-01-01", "items": 2}
    log = gr.read_frame(frame)
    assert log.diagnostics == ()
    assert [each.to_dict() for each in log] == [
        each.to_dict()
        for each in (
            gr.Event("c1", "accepted", NOON.astimezone(dt.UTC), unit="Office", data=data),
            gr.Event("c2", "accepted", NOON.astimezone(dt.UTC), data={"fee": 3, "urgent": False, "items": 3}),
        )
    ]
    assert [each.source for each in log] == ["frame:1", "frame:2"]


@every_kind
def test_a_row_that_is_no_event_is_told_by_its_number(make: Make) -> None:
    day = dt.date(2026, 3, 2)
    frame = make(
        {
            "case": ["c1", None, "c3", "c4"],
            "type": ["a", "a", None, "a"],
            "time": [day, day, day, None],
        }
    )
    log = gr.read_frame(frame, dates=True)
    assert told(log) == [("missing-value", 2), ("missing-value", 3), ("missing-value", 4)]
    assert (log.rows, log.skipped, log.incomplete_cases) == (4, 3, frozenset({"c3", "c4"}))
    assert log.events == (gr.Event("c1", "a", day),)


@every_kind
def test_a_time_without_a_zone_needs_one(make: Make) -> None:
    frame = make({"case": ["c1"], "type": ["a"], "time": [CLOCK]})
    assert told(gr.read_frame(frame)) == [("no-zone", 1)]
    assert gr.read_frame(frame, time_zone="Asia/Shanghai").events[0].time == NOON.replace(hour=9)
    assert gr.read_frame(frame, dates=True).events[0].time == dt.date(2026, 3, 2)


@every_kind
def test_columns_are_named_or_mapped(make: Make) -> None:
    frame = make({"number": [17], "step": ["a"], "day": ["2026-03-02"], "grade": ["simple"]})
    assert told(gr.read_frame(frame)) == [("column-unknown", 0)] * 3
    from govrules.formats.mapping_file import parse_mapping

    mapping = parse_mapping(
        "govrules: 1\nmapping: m\ncase: number\ntype: step\ntime: day\nattributes: [grade]"
    ).or_raise()
    expected = gr.Event("17", "a", dt.date(2026, 3, 2), data={"grade": "simple"})
    assert gr.read_frame(frame, mapping=mapping).events == (expected,)


@every_kind
def test_an_empty_frame_is_an_error_like_an_empty_file(make: Make) -> None:
    log = gr.read_frame(make({"case": [], "type": [], "time": []}))
    assert told(log) == [("no-rows", 0)]


@pytest.mark.skipif(not (installed("narwhals") and installed("pandas")), reason="pandas is not installed")
def test_the_ways_of_pandas_to_say_nothing_are_no_values() -> None:
    import pandas as pd

    frame = pd.DataFrame(
        {
            "case": pd.Categorical(["c1", "c2"]),
            "type": ["a", "a"],
            "time": [pd.Timestamp("2026-03-02T04:00:00.123456789Z"), pd.Timestamp("2026-03-02T04:00:00Z")],
            "unit": pd.Categorical(["Office", None]),
            "n": pd.array([1, None], dtype="Int64"),
            "at": [pd.Timestamp("2026-03-02", tz="Asia/Shanghai"), pd.NaT],
            "mixed": ["x", float("nan")],
        },
        index=[7, 7],
    )
    log = gr.read_frame(frame)
    instant = dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC)
    data = {"n": 1, "at": "2026-03-02T00:00:00+08:00", "mixed": "x"}
    assert (log.diagnostics, log.events) == (
        (),
        (
            gr.Event("c1", "a", instant.replace(microsecond=123456), unit="Office", data=data),
            gr.Event("c2", "a", instant),
        ),
    )
    with pytest.raises(DiagnosticsError) as raised:
        gr.read_frame(pd.DataFrame([["c1", "a", "b"]], columns=["case", "type", "type"]))
    assert [(each.code.name, dict(each.values)) for each in raised.value.diagnostics] == [
        ("column-twice", {"column": "type"})
    ]


@pytest.mark.skipif(not installed("narwhals"), reason="narwhals is not installed")
def test_what_is_no_frame_is_refused() -> None:
    for wrong in ([1], None, "log.csv", {"case": ["c1"]}):
        with pytest.raises(ArgumentError):
            gr.read_frame(wrong)


def test_without_narwhals_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "narwhals", None)
    with pytest.raises(DiagnosticsError) as raised:
        gr.read_frame(object())
    (found,) = raised.value.diagnostics
    assert found.message() == "this data frame needs the package `narwhals`"
    assert [each.en for each in found.help] == ["`pip install 'govrules[frames]'`"]


@every_kind
def test_columns_hold_what_the_rows_hold(make: Make) -> None:
    instants = [NOON.astimezone(dt.UTC), dt.datetime(2026, 3, 2, tzinfo=dt.UTC)]
    clocks = [CLOCK, CLOCK.replace(hour=2, month=10, day=25)]
    times: list[tuple[Sequence[object], dict[str, Any]]] = [
        (instants, {}),
        (clocks, {"time_zone": "Asia/Shanghai"}),
        (clocks, {"time_zone": "Europe/Amsterdam"}),
        (clocks, {"dates": True}),
        (clocks, {}),
        ([dt.date(2026, 3, 2), dt.date(2026, 3, 1)], {"dates": True}),
        (["2026-03-02", "2026-03-02T09:00:00+08:00"], {}),
        (["2026-03-02", "2026-03-02T09:00:00+08:00"], {"dates": True}),
        ([None, CLOCK], {"dates": True}),
    ]
    rest: Columns = {
        "case": ["c2", "c1"],
        "type": ["a ", "b"],
        "unit": [None, " Office"],
        "fee": [Decimal("1.50"), None],
        "rate": [float("nan"), 2.0],
        "at": [NOON.astimezone(dt.UTC), None],
        "n": [1, 2],
        "nothing": [None, None],
    }
    for column, options in times:
        frame = make({**rest, "time": column})
        log, found = gr.read_frame(frame, **options), frame_columns(frame, **options)
        expected = gr.Columns.of(log.events, log.incomplete_cases)
        assert (found.diagnostics, found.incomplete_cases) == (log.diagnostics, log.incomplete_cases)
        assert (found.columns.cases, list(found.columns.times), list(found.columns.bare)) == (
            expected.cases,
            list(expected.times),
            list(expected.bare),
        )
        assert repr(found.events) == repr(tuple(map(expected.event, range(len(expected)))))
        for name in ("unit", "fee", "rate", "at", "n", "nothing", "case", "none"):
            assert repr(list(found.columns.values(name))) == repr(list(expected.values(name)))
        again = pickle.loads(pickle.dumps(found.columns.part(0, len(found.columns.cases))))
        assert [again.event(place) for place in range(len(again))] == list(found.events)


@pytest.mark.skipif(
    not all(map(installed, ("narwhals", "polars", "pyarrow"))), reason="polars or pyarrow is not installed"
)
def test_a_clean_frame_is_not_taken_apart_row_by_row() -> None:
    import polars

    frame = polars.DataFrame({"case": ["c1"], "type": ["a"], "time": [CLOCK], "n": [1]})
    for options in ({"time_zone": "Asia/Shanghai"}, {"dates": True}):
        found = frame_columns(frame, **options)
        assert not isinstance(found.columns.rows, HeldEvents)


@pytest.mark.skipif(
    not all(map(installed, ("narwhals", "pyarrow"))), reason="pyarrow or narwhals is not installed"
)
@given(
    st.lists(
        st.sampled_from(["c1", "c10", "c2", " c3", "案", "e\u0301", "", None]), min_size=1, max_size=6
    ).flatmap(lambda apart: st.tuples(st.just(apart), st.lists(st.integers(0, len(apart) - 1), min_size=1))),
    st.booleans(),
)
def test_cases_that_stand_apart_from_their_rows_are_read_as_if_they_stood_in_them(
    named: tuple[list[str | None], list[int]], sorted_: bool
) -> None:
    import pyarrow as pa

    apart, places = named
    if sorted_:
        places = sorted(places, key=lambda place: apart[place] or "")
    rows = {
        "type": ["a"] * len(places),
        "time": [dt.date(2026, 3, 1 + number % 28) for number in range(len(places))],
        "no": list(range(len(places))),
    }
    coded = pa.DictionaryArray.from_arrays(pa.array(places, pa.int32()), pa.array(apart, pa.string()))
    written = pa.array([apart[place] for place in places], pa.string())
    one = frame_columns(pa.table({"case": coded, **rows}))
    other = gr.read_frame(pa.table({"case": written, **rows}))
    expected = gr.Columns.of(other.events, other.incomplete_cases)
    assert one.columns.cases == expected.cases
    assert repr(one.events) == repr(tuple(map(expected.event, range(len(expected)))))
    assert one.diagnostics == other.diagnostics
    if all(apart) and "" not in apart:
        assert not isinstance(one.columns.rows, HeldEvents)


texts = st.sampled_from(["a", " b ", "受理", "", None, "e\u0301", "2026-03-02", "2026-02-30"])
columns = st.integers(1, 5).flatmap(
    lambda rows: st.fixed_dictionaries(
        {name: st.lists(texts, min_size=rows, max_size=rows) for name in ("case", "type", "time", "note")}
    )
)


@every_kind
@settings(max_examples=max(settings().max_examples // 5, 5))
@given(columns)
def test_a_frame_of_texts_is_read_as_a_table_in_a_file_is(make: Make, columns: Columns) -> None:
    whole = {name: [*each, "c"] for name, each in columns.items()}
    log = gr.read_frame(make(whole))
    assert frame_columns(make(whole)).events == tuple(
        map(gr.Columns.of(log.events).event, range(len(gr.Columns.of(log.events))))
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "log.csv")
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([whole, *zip(*whole.values(), strict=True)])
        other = gr.read_events(path)
    assert (log.events, log.rows, log.skipped) == (other.events, other.rows, other.skipped)
    assert [(name, line + 1) for name, line in told(log)] == told(other)
