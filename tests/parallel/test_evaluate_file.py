"""A file evaluated in one call: by several processes where its log can be taken apart, else by one."""

import datetime as dt
import json
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import Mock, patch

import attrs
import pytest

import govrules as gr
from govrules.formats.stretches import installed
from govrules.model.arguments import ArgumentError
from govrules.model.patterns import OneOf, Violated
from govrules.parallel import apart, crew, evaluating
from tests.engine.rules import rules
from tests.engine.test_strata import requiring

pytestmark = [
    pytest.mark.skipif(not installed("msgspec"), reason="a log is taken apart where msgspec is there"),
    # Newer Pythons warn of copies of a process with threads: those of other tests' libraries do nothing here.
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),
]
SMALL, FEW = apart.SMALL, apart.FEW
FIELDS = tuple(each.name for each in attrs.fields(gr.Evaluation))
END = dt.date(2026, 6, 30)
EVENTS = "events: {received: {}, replied: {}, posted: {}}\n"
RULES = rules(EVENTS + "clauses:\n  reply: {duty: {when: received, must: replied, within: 5 working days}}\n")
Row = dict[str, object]


def rows(cases: int = 600) -> list[Row]:
    """Two events in each case; every seventh is answered too late."""
    found: list[Row] = []
    for number in range(cases):
        case = f"c{number:05}"
        found.append({"case": case, "type": "received", "time": "2026-03-02T09:00:00+08:00", "unit": "North"})
        day = 27 if number % 7 == 0 else 4
        found.append({"case": case, "type": "replied", "time": f"2026-03-{day:02}T10:00:00+08:00"})
    return found


def written(path: Path, events: Iterable[Row]) -> Path:
    path.write_text("".join(json.dumps(each) + "\n" for each in events), encoding="utf-8")
    return path


def same(one: gr.Evaluation, other: gr.Evaluation) -> bool:
    assert [name for name in FIELDS if getattr(one, name) != getattr(other, name)] == []
    return True


@pytest.fixture(autouse=True)
def as_if_long(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A short log is taken apart too; and after the test no process is left."""
    monkeypatch.setattr(apart, "SMALL", 0)
    monkeypatch.setattr(apart, "FEW", 0)
    yield
    assert multiprocessing.active_children() == []


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many processes each crew had, and that it gave no cause to judge the log as a whole."""
    found: list[int] = []

    def counted(work: crew.Work, tasks: Sequence[object]) -> Any:
        found.append(len(tasks))
        return crew.crew(work, tasks)

    monkeypatch.setattr(apart, "crew", counted)
    return found


@pytest.mark.parametrize(
    ("method", "at_once", "crews"),
    [("fork", (), 5), ("fork", ("ignored", "alerts"), 3), ("spawn", FIELDS, 1)],
)
def test_several_processes_find_what_one_finds(
    method: str,
    at_once: Sequence[str],
    crews: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    started: list[int],
) -> None:
    monkeypatch.setattr(crew, "start_method", lambda: method)
    path = written(tmp_path / "log.jsonl", rows())
    one = gr.evaluate_file(RULES, path, as_of=END)
    assert started == []
    two = gr.evaluate_file(RULES, path, as_of=END, processes=2, at_once=at_once)
    assert len(two.violations) == 86
    assert same(one, two)
    assert same(gr.evaluate(RULES, gr.read_columns(path), as_of=END), one)
    # What was asked for later was worked out in groups.
    assert started == [2] * crews


def test_what_is_wanted_at_once_needs_no_second_reading(tmp_path: Path, started: list[int]) -> None:
    path = written(tmp_path / "log.jsonl", rows())
    two = gr.evaluate_file(RULES, path, as_of=END, processes=2, at_once=FIELDS)
    path.unlink()
    assert [len(two.obligations), two.quality.cases, len(two.violations)] == [600, 600, 86]
    assert two.provenance is not None
    assert started == [2]


def test_a_file_that_was_changed_is_told_when_it_is_read_again(tmp_path: Path) -> None:
    path = written(tmp_path / "log.jsonl", rows())
    two = gr.evaluate_file(RULES, path, as_of=END, processes=2)
    written(path, rows(500))
    assert len(two.violations) == 86
    with pytest.raises(gr.DiagnosticsError) as caught:
        assert two.obligations
    assert [each.code.id for each in caught.value.diagnostics] == ["GR465"]


def test_what_is_left_out_is_taken_from_the_whole_log(tmp_path: Path, started: list[int]) -> None:
    # Only the last case says that the log reaches to the summer.
    late: Row = {"case": "z", "type": "received", "time": "2026-06-01T09:00:00+08:00"}
    path = written(tmp_path / "log.jsonl", [*rows(), late])
    one, two = (gr.evaluate_file(RULES, path, processes=number) for number in (1, 2))
    assert same(one, two)
    assert two.provenance is not None
    assert two.provenance.as_of == dt.datetime(2026, 6, 1, 1, tzinfo=dt.UTC)
    assert started[0] == 2


def test_progress_ends_with_the_bytes_of_the_file(tmp_path: Path) -> None:
    path = written(tmp_path / "log.jsonl", rows())
    told: list[tuple[int, int]] = []
    gr.evaluate_file(RULES, path, processes=2, progress=lambda done, whole: told.append((done, whole)))
    assert told == sorted(told)
    assert told[-1] == (path.stat().st_size,) * 2


def mingled(events: list[Row]) -> list[Row]:
    return sorted(events, key=lambda each: str(each["time"]))


def one_case_again_at_the_end(events: list[Row]) -> list[Row]:
    return [*events, {"case": "c00003", "type": "posted", "time": "2026-04-01"}]


def one_read_twice(events: list[Row]) -> list[Row]:
    return [*events[:1], *events]


def contested(events: list[Row]) -> list[Row]:
    said = {"type": "finding_contested", "time": "2026-05-01", "clause": "reply", "reason": "never received"}
    return [*events[:1], {"case": "c00000", **said}, *events[1:]]


@pytest.mark.parametrize("change", [mingled, one_case_again_at_the_end, one_read_twice, contested])
def test_a_log_that_cannot_be_taken_apart_is_evaluated_all_the_same(
    change: Callable[[list[Row]], list[Row]], tmp_path: Path
) -> None:
    path = written(tmp_path / "log.jsonl", change(rows()))
    one, two = (gr.evaluate_file(RULES, path, as_of=END, processes=number) for number in (1, 2))
    assert same(one, two)


def test_events_that_set_records_are_heeded_in_every_case(tmp_path: Path) -> None:
    kept = rules(
        EVENTS
        + """\
records: {unit: {set_by: [posted], data: {open: bool}}}
clauses:
  reply: {duty: {when: received, must: replied, within: 5 working days, if: unit.open}}
"""
    )
    # What is set in the first case decides in all others.
    posted = {"case": "a", "type": "posted", "time": "2026-01-05", "unit": "North", "open": True}
    path = written(tmp_path / "log.jsonl", [posted, *rows()])
    one, two = (gr.evaluate_file(kept, path, as_of=END, processes=number) for number in (1, 2))
    assert len(two.violations) == 86
    assert same(one, two)


def test_a_table_is_taken_apart_with_its_mapping(tmp_path: Path, started: list[int]) -> None:
    lines = [f"{e['case']},{e['type']},{str(e['time'])[:19]}" for e in rows()]
    path = tmp_path / "log.csv"
    path.write_text("\n".join(["number,what,when", *lines]), encoding="utf-8")
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(
        "govrules: 1\nmapping: log\ntime_zone: Asia/Shanghai\n"
        "case: number\ntype: what\ntime: when\nevents: {received: received, replied: replied}\n",
        encoding="utf-8",
    )
    one, two = (
        gr.evaluate_file(RULES, path, mapping=mapping, as_of=END, processes=number) for number in (1, 2)
    )
    assert len(two.violations) == 86
    assert [two.of_case(case) for case in ("c00007", "c00008", "none")] == [
        one.of_case(case) for case in ("c00007", "c00008", "none")
    ]
    assert same(one, two)
    assert started


def test_clauses_that_feed_themselves_in_one_case_hold_up_no_other_process(tmp_path: Path) -> None:
    sound = rules(
        """
    events: {asked: {}, noted: {}}
    clauses:
      one: {requirement: {when: asked | noted, require: given(event.text)}}
      two: {requirement: {when: {violation: one}, require: given(event.never)}}
      three: {requirement: {when: {violation: two}, require: given(event.never)}}
    """
    )
    circle = requiring(sound, "two", OneOf((Violated(("one",)), Violated(("three",)))))
    events: list[Row] = [
        {"case": f"c{number:04}", "type": "noted", "time": "2026-03-02", "text": "so"}
        for number in range(1200)
    ]
    events[1100]["type"], events[1100]["text"] = "asked", ""
    path = written(tmp_path / "log.jsonl", events)
    with patch.object(evaluating, "evaluate", counted := Mock(wraps=gr.evaluate)):
        one, two = (gr.evaluate_file(circle, path, as_of=END, processes=number) for number in (1, 2))
    # The second was judged by processes.
    assert counted.call_count == 1
    assert [(each.case, each.clause) for each in two.unknowns] == [("c1100", "two"), ("c1100", "three")]
    assert same(one, two)


@pytest.mark.parametrize("change", [mingled, one_read_twice])
def test_a_file_of_another_form_is_taken_apart_once_it_is_read(
    change: Callable[[list[Row]], list[Row]], tmp_path: Path, started: list[int]
) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "log.parquet"
    parquet.write_table(pyarrow.Table.from_pylist(change(rows())), path)
    # As processes are started beside a library with threads: not as copies.
    one, two = (
        gr.evaluate_file(RULES, path, as_of=END, processes=number, at_once=FIELDS) for number in (1, 2)
    )
    asked = [each.of_case("c00007") for each in (one, two)]
    assert asked[0] == asked[1] != ()
    assert same(one, two)
    assert started == [2]


def test_what_was_read_row_by_row_is_sent_to_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, started: list[int]
) -> None:
    path = tmp_path / "log.jsonl.gz"
    gr.write_events([gr.Event(str(e["case"]), str(e["type"]), END) for e in rows()], path)
    for method in ("spawn", "fork"):
        monkeypatch.setattr(crew, "start_method", lambda method=method: method)
        one, two = (gr.evaluate_file(RULES, path, as_of=END, processes=number) for number in (1, 2))
        assert same(one, two)
        assert bool(started) == (method == "fork")


def test_what_refuses_dates_not_announced_is_evaluated_by_one_process(
    tmp_path: Path, started: list[int]
) -> None:
    path = written(tmp_path / "log.jsonl", rows())
    two = gr.evaluate_file(RULES, path, as_of=END, processes=2, unannounced="raise")
    assert len(two.violations) == 86
    assert started == []


def test_rows_that_cannot_be_read_are_told_as_by_one_process(tmp_path: Path) -> None:
    events = rows()
    events[5]["time"] = events[-5]["time"] = "2026-02-30"
    path = written(tmp_path / "log.jsonl", events)
    told = []
    for number in (1, 2):
        with pytest.raises(gr.DiagnosticsError) as caught:
            gr.evaluate_file(RULES, path, as_of=END, processes=number)
        told.append(caught.value.diagnostics)
    assert told[0] == told[1]
    assert [each.span and each.span.line for each in told[0]] == [6, 1196]


def test_for_a_short_log_no_process_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, started: list[int]
) -> None:
    monkeypatch.setattr(apart, "SMALL", SMALL)
    monkeypatch.setattr(apart, "FEW", FEW)
    path = written(tmp_path / "log.jsonl", rows())
    assert len(gr.evaluate_file(RULES, path, as_of=END, processes=2).violations) == 86
    assert started == []


def test_a_worker_of_a_pool_evaluates_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, started: list[int]
) -> None:
    monkeypatch.setattr(apart, "may_start", lambda: False)
    path = written(tmp_path / "log.jsonl", rows())
    assert len(gr.evaluate_file(RULES, path, as_of=END, processes=2).violations) == 86
    assert started == []


def test_where_no_process_can_be_started_one_evaluates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(work: object, tasks: object) -> Any:
        del work, tasks
        raise crew.NoProcessesError

    monkeypatch.setattr(apart, "crew", none)
    path = written(tmp_path / "log.jsonl", rows())
    assert len(gr.evaluate_file(RULES, path, as_of=END, processes=2).violations) == 86


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"processes": 0}, "processes"),
        ({"processes": True}, "processes"),
        ({"processes": "2"}, "processes"),
        ({"at_once": ["breaches"]}, "at_once"),
        ({"as_of": "2026-03-31"}, "as_of"),
        ({"known_at": dt.datetime(2026, 3, 31, tzinfo=dt.UTC)}, "known_at"),
        ({"time_zone": 8}, "time_zone"),
    ],
)
def test_arguments_of_another_kind_are_refused(wrong: dict[str, Any], name: str, tmp_path: Path) -> None:
    with pytest.raises(ArgumentError) as caught:
        gr.evaluate_file(RULES, tmp_path / "log.jsonl", **wrong)
    assert caught.value.name == name


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(gr.DiagnosticsError):
        gr.evaluate_file(RULES, os.fspath(tmp_path / "no.jsonl"), processes=2)
