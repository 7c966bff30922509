"""A Parquet file is read like any other table, by the types of its columns."""

import datetime as dt
import gzip
import os
import subprocess
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from govrules.formats.columnar import read_columns
from govrules.formats.mapping_file import parse_mapping
from govrules.formats.read import read_events
from govrules.formats.records import read_records
from govrules.formats.stretches import installed
from govrules.model.events import Event

needs_pyarrow = pytest.mark.skipif(not installed("pyarrow"), reason="pyarrow is not installed")
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def written(path: Path, **columns: Sequence[object]) -> Path:
    import pyarrow as pa
    from pyarrow import parquet

    parquet.write_table(pa.table(columns), path)
    return path


def told(path: Path) -> list[tuple[str, int]]:
    found = [read_events(path).diagnostics, read_columns(path).diagnostics]
    assert found[0] == found[1]
    return [(each.code.name, each.span.line if each.span else -1) for each in found[0]]


@needs_pyarrow
def test_types_of_columns_are_types_of_values(tmp_path: Path) -> None:
    path = written(
        tmp_path / "log.parquet",
        case=["c1", "c2"],
        type=[" accepted ", "accepted"],
        time=[NOON, NOON],
        unit=["Office", ""],
        fee=[Decimal("12.50"), Decimal("3.00")],
        rate=[0.5, float("nan")],
        since=[dt.date(2026, 1, 1), None],
        at=[NOON, None],
        steps=[["a", None], []],
    )
    data = {
        "fee": 12.5,
        "rate": 0.5,
        "since": "2026-01-01",
        "at": "2026-03-02T12:00:00+08:00",
        "steps": ["a", None],
    }
    log = read_events(path).or_raise()
    assert log.events == (
        Event("c1", "accepted", NOON, unit="Office", data=data),
        Event("c2", "accepted", NOON, data={"fee": 3, "steps": []}),
    )
    assert [each.source for each in log] == ["log.parquet:1", "log.parquet:2"]
    packed = tmp_path / "packed.parquet.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert read_events(packed).events == log.events
    assert list(read_columns(packed).columns.values("unit")) == ["Office", None]


@needs_pyarrow
def test_a_row_that_is_no_event_is_told_by_its_number(tmp_path: Path) -> None:
    path = written(
        tmp_path / "log.parquet",
        case=["c1", "c2", None, "c4"],
        type=["a", "a", "a", "a"],
        time=[dt.date(2026, 3, 2), None, dt.date(2026, 3, 2), dt.date(2026, 3, 2)],
        fee=[1.0, 1.0, 1.0, float("inf")],
    )
    assert told(path) == [("missing-value", 2), ("missing-value", 3), ("json-number", 4)]
    assert read_events(path).incomplete_cases == {"c2", "c4"}
    naive = [dt.datetime(2026, 3, 2, 9)]  # noqa: DTZ001 - whose zone the reader is to be told
    clock = written(tmp_path / "clock.parquet", case=["c1"], type=["a"], time=naive)
    assert told(clock) == [("no-zone", 1)]
    assert read_events(clock, time_zone="Asia/Shanghai").events[0].time == NOON.replace(hour=9)


@needs_pyarrow
def test_columns_are_named_as_in_any_table(tmp_path: Path) -> None:
    path = written(tmp_path / "log.parquet", number=[17], step=["a"], day=[dt.date(2026, 3, 2)])
    assert told(path) == [("column-unknown", 0)] * 3
    mapping = parse_mapping("govrules: 1\nmapping: m\ncase: number\ntype: step\ntime: day").or_raise()
    assert read_events(path, mapping=mapping).events == (Event("17", "a", dt.date(2026, 3, 2)),)
    assert read_columns(path, mapping=mapping).columns.cases == ["17"]


@needs_pyarrow
def test_records_are_read_from_parquet_too(tmp_path: Path) -> None:
    path = written(tmp_path / "posts.parquet", record=["post"], key=["p1"], holder=["Li"])
    (record,) = read_records(path).or_raise().records
    assert (record.kind, record.key, dict(record.data)) == ("post", "p1", {"holder": "Li"})


@needs_pyarrow
def test_a_file_that_is_not_in_parquet_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "log.parquet", case=["c1"], type=["a"], time=[dt.date(2026, 3, 2)])
    whole = path.read_bytes()
    for content in (b"case,type,time\n", whole[:-1], whole[: len(whole) // 2], b"PAR1"):
        path = tmp_path / "broken.parquet"
        path.write_bytes(content)
        assert told(path) == [("parquet-damaged", 0)]
    assert told(tmp_path / "none.parquet") == [("log-missing", 0)]


@needs_pyarrow
def test_pandas_is_not_loaded_for_a_file(tmp_path: Path) -> None:
    path = written(
        tmp_path / "log.parquet",
        case=["c1", "c2"],
        type=["accepted", "decided"],
        time=[NOON, NOON],
        unit=["Office", None],
        fee=[12, None],
    )
    days = written(tmp_path / "days.parquet", case=["c1"], type=["accepted"], time=[dt.date(2026, 3, 2)])
    (tmp_path / "pandas.py").write_text("raise SystemExit('pandas was loaded')\n", encoding="utf-8")
    program = """
import sys
from govrules.formats.columnar import read_columns
for path in sys.argv[1:]:
    columns = read_columns(path, fields=["unit", "fee"]).or_raise().columns
    print(columns.event(0).time.isoformat(), type(columns.rows).__name__)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(path), str(days)],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])},
        check=False,
    )
    expected = "2026-03-02T12:00:00+08:00 FileRows\n2026-03-02 FileRows\n"
    assert (done.returncode, done.stderr, done.stdout) == (0, "", expected)


def test_without_pyarrow_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "log.parquet"
    path.write_bytes(b"PAR1 and so on")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (found,) = read_events(path).diagnostics
    assert (found.code.name, [each.en for each in found.help]) == (
        "parquet-missing",
        ["`pip install 'govrules[columnar]'`"],
    )
    assert read_columns(path).diagnostics == (found,)
