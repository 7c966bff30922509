"""A large log is read into columns, and what is read from it later is what was there."""

import datetime as dt
import json
import pickle
from itertools import pairwise
from pathlib import Path

import pytest

from govrules.diagnostics import DiagnosticsError
from govrules.formats import columnar as reading
from govrules.formats.columnar import read_columns
from govrules.formats.read import read_events
from govrules.formats.stretches import installed
from govrules.model.arguments import ArgumentError
from govrules.model.columns import Columns, HeldEvents, micros
from govrules.model.events import Event

needs_pyarrow = pytest.mark.skipif(not installed("pyarrow"), reason="pyarrow is not installed")
needs_msgspec = pytest.mark.skipif(not installed("msgspec"), reason="msgspec is not installed")


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file counts as a large one."""
    monkeypatch.setattr(reading, "SMALL", 0)


def log(folder: Path, *rows: dict[str, object]) -> Path:
    path = folder / "log.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in rows), encoding="utf-8")
    return path


def row(case: str, time: str, **more: object) -> dict[str, object]:
    return {"case": case, "type": "accepted", "time": time, **more}


@needs_msgspec
@pytest.mark.usefixtures("large")
def test_columns_hold_numbers_and_read_the_rest_again(tmp_path: Path) -> None:
    path = log(
        tmp_path,
        row("c2", "2026-03-02T09:00:00+08:00", unit="Office", data={"n": [1, {"a": None}]}),
        row("c1", "2026-03-03", data={"n": 2}),
        row("c1", "2026-03-02", unit=" "),
    )
    columns = read_columns(path).or_raise().columns
    assert not isinstance(columns.rows, HeldEvents)
    assert (columns.cases, list(columns.starts), columns.types) == (["c1", "c2"], [0, 2, 3], ["accepted"])
    instant = dt.datetime(2026, 3, 2, 1, tzinfo=dt.UTC)
    times = [dt.date(2026, 3, 2), dt.date(2026, 3, 3), instant]
    assert list(columns.times) == [micros(each) for each in times]
    assert list(columns.bare) == [1, 1, 0]
    assert list(columns.values("unit")) == [None, None, "Office"]
    assert list(columns.data("unit")) == [None, None, None]
    assert list(columns.data("n")) == [None, 2, (1, {"a": None})]
    assert [columns.event(place).source for place in range(3)] == [
        "log.jsonl:3",
        "log.jsonl:2",
        "log.jsonl:1",
    ]
    assert columns.event(2) == read_events(path).events[0]


@needs_msgspec
@pytest.mark.usefixtures("large")
def test_duplicates_and_ids_that_are_shared_are_told(tmp_path: Path) -> None:
    path = log(
        tmp_path,
        row("c1", "2026-03-02", id="1"),
        row("c1", "2026-03-02", id="1"),
        row("c1", "2026-03-04"),
        row("c2", "2026-03-02", id="1"),
        row("c2", "2026-03-03", id="1"),
    )
    found = read_columns(path)
    columns = found.columns
    assert (columns.duplicates, columns.conflicting) == ((("accepted", "c1"),), frozenset({1}))
    assert (len(columns), found.rows) == (4, 5)


@needs_msgspec
@pytest.mark.usefixtures("large")
def test_a_file_that_was_changed_is_not_read_as_if_it_were_the_same(tmp_path: Path) -> None:
    path = log(tmp_path, row("c1", "2026-03-02", data={"n": 1}))
    found = read_columns(path)
    log(tmp_path, row("c1", "2026-03-02", data={"n": 22}))
    for read in (lambda: found.columns.event(0), lambda: found.columns.data("n"), lambda: found.sha256):
        with pytest.raises(DiagnosticsError) as raised:
            read()
        assert [each.code.name for each in raised.value.diagnostics] == ["log-changed"]


@pytest.mark.usefixtures("large")
def test_without_msgspec_the_columns_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "installed", lambda _: False)
    path = log(tmp_path, row("c2", "2026-03-02", unit="Office"), row("c1", "2026-03-03"))
    columns = read_columns(path).columns
    assert (columns.cases, list(columns.values("unit"))) == (["c1", "c2"], [None, "Office"])


def test_a_log_with_errors_is_told_like_any_other(tmp_path: Path) -> None:
    path = log(tmp_path, row("c1", "2026-03-02"), row("c2", "2026-02-30"))
    found = read_columns(path)
    assert (found.diagnostics, found.incomplete_cases, found.ok) == (
        read_events(path).diagnostics,
        frozenset({"c2"}),
        False,
    )
    with pytest.raises(DiagnosticsError):
        found.or_raise()


def test_what_is_no_path_is_refused() -> None:
    with pytest.raises(ArgumentError):
        read_columns(3)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError):
        read_columns("log.jsonl", time_zone=8)  # type: ignore[arg-type]


@needs_msgspec
@pytest.mark.usefixtures("large")
def test_progress_is_told_in_bytes(tmp_path: Path) -> None:
    path = log(tmp_path, row("c1", "2026-03-02"))
    told: list[tuple[int, int]] = []
    read_columns(path, progress=lambda done, whole: told.append((done, whole)))
    assert told == [(path.stat().st_size, path.stat().st_size)]


def events(*cases: str) -> list[Event]:
    return [Event(case, "accepted", dt.date(2026, 3, day), id=str(day)) for case in cases for day in (2, 3)]


def test_parts_that_meet_hold_what_the_whole_holds() -> None:
    twice = events("c1", "c2", "c3", "c3", "c5")
    whole = Columns.of([*twice, Event("c2", "b", dt.date(2026, 3, 2), id="2")], ["c0", "c2", "c4", "c9"])
    for cuts in ([0, 4], [0, 1, 4], [0, 2, 3, 4], [0, 1, 1, 4]):
        parts = [whole.part(first, last) for first, last in pairwise(cuts)]
        again = [pickle.loads(pickle.dumps(each)) for each in parts]
        held = [each.event(place) for each in again for place in range(len(each))]
        assert held == [whole.event(place) for place in range(len(whole))]
        assert [case for each in parts for case in each.cases] == whole.cases
        assert tuple(told for each in parts for told in each.duplicates) == whole.duplicates
        assert [each for part in parts for each in sorted(part.incomplete_cases)] == ["c0", "c2", "c4", "c9"]
        assert [part.cases[each] for part in parts for each in part.conflicting] == ["c2"]
        assert all(part.starts[-1] == len(part) for part in parts)


def test_the_first_and_the_last_time_are_those_of_all_events() -> None:
    columns = Columns.of([*events("c1", "c2"), Event("c3", "a", dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC))])
    assert (columns.first_time, columns.last_time) == (min(columns.times), max(columns.times))
    assert columns.flags == bytes((1, 1, 1, 1, 0))
    part = pickle.loads(pickle.dumps(columns.part(2, 3)))
    assert (part.first_time, part.last_time, part.flags) == (*part.times, *part.times, b"\0")
    for search in ("first_time", "last_time"):
        with pytest.raises(ValueError, match="empty"):
            getattr(Columns.of([]), search)


@needs_pyarrow
def test_texts_that_stand_apart_from_their_rows_are_read_like_any_other() -> None:
    import pyarrow as pa

    from govrules.formats.table_columns import columns_of_table

    texts: dict[str, list[object]] = {
        "case": ["c1", "c1", "c1", "c2"],
        "type": ["a", "a", "b ", "b "],
        "unit": ["Office", None, " ", "Office"],
        "grade": ["x", " ", None, "x "],
        "time": [dt.date(2026, 3, day) for day in (2, 3, 4, 5)],
    }
    first = {name: [values[0], *values] for name, values in texts.items()}
    apart = pa.table(first)
    for place, name in enumerate(list(texts)[:4]):
        # Nobody has the last two.
        stored = [*dict.fromkeys(first[name]), "", "nobody's"]
        places = pa.array([stored.index(value) for value in first[name]], pa.int8())
        apart = apart.set_column(place, name, pa.DictionaryArray.from_arrays(places, pa.array(stored)))
    found = columns_of_table(apart.slice(1), name="log", zone=None, fields=("unit", "grade"))
    assert (found.cases, found.types, list(found.kinds)) == (["c1", "c2"], ["a", "b"], [0, 0, 1, 1])
    assert (list(found.values("unit")), list(found.values("grade"))) == (
        ["Office", None, None, "Office"],
        ["x", None, None, "x"],
    )
    again = columns_of_table(apart.slice(1), name="log", zone=None)
    assert [again.event(place) for place in range(4)] == [found.event(place) for place in range(4)]
    assert [list(again.values("unit")), list(again.data("grade"))] == [
        list(found.values(name)) for name in ("unit", "grade")
    ]
