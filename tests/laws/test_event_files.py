"""Laws of files of events: what is written is read again, and no row leaves without a word."""

import csv
import datetime as dt
import io
import tempfile
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govrules.formats.read import read_events
from govrules.formats.write import write_events
from govrules.model.events import Event

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
names = texts.filter(lambda text: text != "" and not text.isspace() and "\0" not in text)
offsets = st.integers(-18 * 60, 18 * 60).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
fields = st.none() | names


def nfc(value: object) -> object:
    if isinstance(value, dict):
        return {unicodedata.normalize("NFC", key): nfc(each) for key, each in value.items()}
    return [nfc(each) for each in value] if isinstance(value, list) else value


events = st.builds(
    Event,
    case=names,
    type=names,
    time=st.dates() | st.datetimes(timezones=offsets),
    id=fields,
    unit=fields,
    actor=fields,
    data=st.dictionaries(texts, values, max_size=4).map(nfc),
)


@given(st.lists(events, min_size=1, max_size=6), st.sampled_from(["log.jsonl", "log.jsonl.gz"]))
def test_events_that_are_written_are_read_again(written: Sequence[Event], name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        assert write_events(written, path) == len(written)
        log = read_events(path).or_raise()
        assert [each.content_key() for each in log] == [each.content_key() for each in written]
        assert list(log) == list(written)
        assert [each.source for each in log] == [f"{name}:{line}" for line in range(1, len(written) + 1)]
        again = Path(folder, "again.jsonl.gz")
        write_events(log, again)
        assert read_events(again).sha256 == log.sha256


cells = st.sampled_from(
    ["c1", "c2", "", " ", "2026-03-02", "2026-02-30", "2026-03-02 09:00", "x,y", 'a"b', "a\nb", "受理"]
)
rows = st.lists(st.lists(cells, max_size=5), max_size=12)


@given(rows)
def test_every_row_is_an_event_or_is_told(table: list[list[str]]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([["case", "type", "time", "note"], *table])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "log.csv")
        path.write_text(out.getvalue(), encoding="utf-8")
        log = read_events(path)
    filled = [row for row in table if any(cell.strip() for cell in row)]
    assert log.rows == len(filled)
    assert len(log.events) + log.skipped == log.rows
    told = {line for numbers in log.lines.values() for line in numbers}
    made = {int((event.source or "").partition(":")[2]) for event in log}
    assert (len(told), len(made)) == (log.skipped, len(log.events))
    assert told.isdisjoint(made)


@settings(max_examples=settings().max_examples * 3)
@given(st.binary(max_size=200), st.sampled_from([".csv", ".jsonl", ".json", ".tsv", ".xlsx", ".csv.gz"]))
def test_no_bytes_whatever_raise(content: bytes, ending: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"log{ending}")
        path.write_bytes(content)
        log = read_events(path)
    assert log.ok == (log.skipped == 0 and log.rows > 0 and len(log.events) > 0)


@given(
    st.text(st.sampled_from('case,type\n\r";\t{}[]: 12-0年月日受'), max_size=120),
    st.sampled_from([".csv", ".jsonl", ".json"]),
)
def test_no_text_whatever_raises(content: str, ending: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"log{ending}")
        path.write_text(
            "case,type,time\n" + content if ending == ".csv" else content, encoding="utf-8", newline=""
        )
        log = read_events(path)
    assert len(log.events) + log.skipped == log.rows or not log.ok


def test_a_writer_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text("before", encoding="utf-8")

    def failing() -> object:
        yield Event("c1", "a", dt.date(2026, 3, 2))
        raise RuntimeError("the source of events broke")

    with pytest.raises(RuntimeError):
        write_events(failing(), path)  # type: ignore[arg-type]
    assert (path.read_text(encoding="utf-8"), [each.name for each in tmp_path.iterdir()]) == (
        "before",
        ["log.jsonl"],
    )


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target, link = tmp_path / "real" / "log.jsonl", tmp_path / "log.jsonl"
    target.touch()
    link.symlink_to(target)
    write_events([Event("c1", "a", dt.date(2026, 3, 2))], link)
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == '{"case":"c1","type":"a","time":"2026-03-02"}\n'
