"""A file of events is read whole, in every form it comes in, or it is said why not."""

import datetime as dt
import gzip
import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from govrules.diagnostics import DiagnosticsError
from govrules.formats.log import EventLog
from govrules.formats.mapping_file import parse_mapping
from govrules.formats.read import read_events
from govrules.model.events import Event

CHINESE = "case,type,time,unit\nc1,受理,2026-03-02,行政审批局\nc2,办结,2026-03-03,行政审批局\n"
EVENTS = (
    Event("c1", "受理", dt.date(2026, 3, 2), unit="行政审批局"),
    Event("c2", "办结", dt.date(2026, 3, 3), unit="行政审批局"),
)


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def told(log: EventLog) -> list[tuple[str, str, int]]:
    return [(each.severity, each.code.name, each.span.line if each.span else 0) for each in log.diagnostics]


def json_lines(events: Sequence[Event]) -> str:
    return "".join(json.dumps(each.to_dict()) + "\n" for each in events)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("log.csv", CHINESE),
        ("log.CSV", CHINESE),
        ("log.csv", CHINESE.replace("\n", "\r\n")),
        ("log.csv", CHINESE.replace("\n", "\r")),
        ("log.csv", CHINESE.rstrip("\n")),
        ("log.csv", "\n\n" + CHINESE.replace("\n", "\n\n")),
        ("log.csv", CHINESE.replace(",", ";")),
        ("log.csv", CHINESE.replace(",", "\t")),
        ("log.csv", CHINESE.replace("行政审批局\n", '"行政审批局"\n')),
        ("log.csv", CHINESE.replace(",unit", ",unit,,")),
        ("log.tsv", CHINESE.replace(",", "\t")),
        ("log.jsonl", json_lines(EVENTS)),
        ("log.ndjson", json_lines(EVENTS).replace("\n", "\r\n")),
        ("log.json", json.dumps([each.to_dict() for each in EVENTS])),
        ("log.json", json.dumps([each.to_dict() for each in EVENTS], indent=2, ensure_ascii=False)),
    ],
)
def test_one_log_in_every_form_gives_the_same_events(tmp_path: Path, name: str, content: str) -> None:
    if ",unit,," in content:
        content = content.replace("行政审批局\n", "行政审批局,,\n")
    plain = read_events(written(tmp_path, name, content)).or_raise()
    assert (plain.events, plain.diagnostics) == (EVENTS, ())
    assert (plain.rows, plain.skipped, plain.left_out) == (2, 0, 0)
    marked = read_events(written(tmp_path, name, content.encode("utf-8-sig"))).or_raise()
    assert marked.events == EVENTS
    packed = read_events(written(tmp_path, f"{name}.gz", gzip.compress(content.encode()))).or_raise()
    assert packed.events == EVENTS
    assert packed.sha256 == plain.sha256 == hashlib.sha256(content.encode()).hexdigest()


def test_an_event_says_where_it_was_read(tmp_path: Path) -> None:
    log = read_events(
        written(tmp_path, "log.csv", 'case,type,time\n\nc1,"a\nb",2026-03-02\nc2,a,2026-03-02\n')
    )
    assert [event.source for event in log] == ["log.csv:3", "log.csv:5"]
    whole = written(tmp_path, "log.json", "[\n" + ",\n".join(json_lines(EVENTS).splitlines()) + "\n]")
    assert [event.source for event in read_events(whole)] == ["log.json:2", "log.json:3"]


def test_a_log_is_a_sequence_of_its_events(tmp_path: Path) -> None:
    log = read_events(written(tmp_path, "log.csv", CHINESE))
    assert (len(log), list(log), log[0], log[-1:]) == (2, list(EVENTS), EVENTS[0], EVENTS[1:])


def test_the_byte_order_mark_of_gb18030_is_passed_over(tmp_path: Path) -> None:
    path = written(tmp_path, "log.csv", ("\ufeff" + CHINESE).encode("gb18030"))
    assert read_events(path).events == EVENTS
    assert read_events(path, encoding="gb18030").diagnostics == ()
    packed = written(tmp_path, "log.csv.gz", gzip.compress(path.read_bytes()))
    assert read_events(packed).events == EVENTS


def test_a_folder_and_a_pipe_are_told_apart(tmp_path: Path) -> None:
    folder, pipe = tmp_path / "log.csv", tmp_path / "pipe.csv"
    folder.mkdir()
    os.mkfifo(pipe)
    helps = [[each.help[0].en for each in read_events(path).diagnostics] for path in (folder, pipe)]
    assert helps == [
        ["it is a folder: name a file in it"],
        ["it is a pipe or a device, and events are read twice: write them into a file first"],
    ]


def test_a_day_as_excel_numbers_them_is_told_how_to_read(tmp_path: Path) -> None:
    log = read_events(written(tmp_path, "log.csv", "case,type,time\nc1,受理,45915\nc1,办结,98765\n"))
    assert [(each.code.name, [line.en for line in each.help]) for each in log.diagnostics] == [
        (
            "not-a-time",
            [
                "if it is a day as Excel numbers them, say it in the mapping: "
                "`time: {column: ..., format: excel}`"
            ],
        ),
        ("not-a-time", []),
    ]


def test_gb18030_is_found_and_said(tmp_path: Path) -> None:
    log = read_events(written(tmp_path, "log.csv", CHINESE.encode("gb18030")))
    assert (log.events, log.encoding) == (EVENTS, "gb18030")
    assert told(log) == [("warning", "encoding-guessed", 2)]
    assert log.ok


def test_an_encoding_that_is_named_is_no_guess(tmp_path: Path) -> None:
    path = written(tmp_path, "log.csv", CHINESE.encode("gb18030"))
    log = read_events(path, encoding="gb18030")
    assert (log.events, log.encoding, log.diagnostics) == (EVENTS, "gb18030", ())
    mapping = parse_mapping(
        "govrules: 1\nmapping: m\ncase: case\ntype: type\ntime: time\nunit: unit\nencoding: gb18030"
    ).or_raise()
    assert read_events(path, mapping=mapping) == log
    assert told(read_events(path, encoding="utf-8")) == [("error", "log-encoding", 2)]
    assert told(read_events(path, mapping=mapping, encoding="ascii")) == [("error", "log-encoding", 2)]


def test_utf_16_is_known_by_its_mark(tmp_path: Path) -> None:
    log = read_events(written(tmp_path, "log.csv", CHINESE.encode("utf-16")))
    assert (log.events, log.encoding) == (EVENTS, "utf-16")


@pytest.mark.parametrize("encoding", ["no-such", "zip", "base64", "a\0b", ""])
def test_what_is_no_encoding_is_said(tmp_path: Path, encoding: str) -> None:
    log = read_events(written(tmp_path, "log.csv", CHINESE), encoding=encoding)
    assert told(log) == ([] if not encoding else [("error", "encoding-unknown", 0)])


def test_bytes_in_no_encoding_give_the_line_and_no_events(tmp_path: Path) -> None:
    log = read_events(
        written(tmp_path, "log.csv", b"case,type,time\nc1,a,2026-03-02\nc2,\xff\xff,2026-03-02\n")
    )
    assert (log.events, told(log)) == ((), [("error", "log-encoding", 3)])
    cut = read_events(
        written(tmp_path, "log.csv", b"case,type,time\nc1,a,2026-03-02\xe5\x8f"), encoding="utf-8"
    )
    assert (cut.events, told(cut)) == ((), [("error", "log-encoding", 2)])


def test_a_compressed_file_that_is_cut_short_gives_no_events_at_all(tmp_path: Path) -> None:
    content = gzip.compress(
        ("case,type,time\n" + "".join(f"c{n},a,2026-03-02\n" for n in range(99_999))).encode()
    )
    for damaged in (content[:-20], content[: len(content) // 2], content[:12], content[:-4] + b"\0\0\0\0"):
        log = read_events(written(tmp_path, "log.csv.gz", damaged))
        assert (log.events, log.rows, told(log)) == ((), 0, [("error", "log-damaged", 0)])


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("log.csv", b"", "log-empty"),
        ("log.csv", b"\n \r\n", "log-empty"),
        ("log.jsonl", b" \n", "log-empty"),
        ("log.csv", b"PK\x03\x04 and so on", "log-not-text"),
        ("log.xlsx", b"case,type,time\n", "excel-damaged"),
        ("log.xlsx", b"PK\x03\x04 no archive", "excel-damaged"),
        ("log.xls", b"\xd0\xcf\x11\xe0", "log-format-unknown"),
        ("log", b"case,type,time\n", "log-format-unknown"),
        ("log.csv", b"case,type,time\n", "no-rows"),
        ("log.json", b"[]", "no-rows"),
        ("log.json", b"{}", "json-not-array"),
        ("log.json", b"[{},]", "bad-json"),
        ("log.json", b"[{}", "bad-json"),
        ("log.json", b"[{}] x", "bad-json"),
        ("log.json", b"[" * 100_000, "row-too-deep"),
        ("rules.yaml", b"govrules: 1\nmapping: m\n", "rules-as-log"),
        ("rules.csv", b"\xef\xbb\xbfgovrules: 1\npolicy: p\n", "rules-as-log"),
    ],
)
def test_a_file_that_is_no_log_is_refused_with_its_reason(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    log = read_events(written(tmp_path, name, content))
    assert log.events == ()
    assert [each.code.name for each in log.diagnostics if each.code.name != "missing-value"] == [code]
    with pytest.raises(DiagnosticsError):
        log.or_raise()


def test_what_is_no_file_is_said(tmp_path: Path) -> None:
    assert told(read_events(tmp_path / "none.csv")) == [("error", "log-missing", 0)]
    assert told(read_events(tmp_path)) == [("error", "log-unreadable", 0)]
    assert told(read_events("a\0b.csv")) == [("error", "log-missing", 0)]
    os.mkfifo(tmp_path / "pipe.csv")
    assert told(read_events(tmp_path / "pipe.csv")) == [("error", "log-unreadable", 0)]


def test_deep_nesting_does_not_end_the_program(tmp_path: Path) -> None:
    deep = '{"case": "c1", "type": "a", "time": "2026-03-02", "x": ' + "[" * 100_000 + "]" * 100_000 + "}\n"
    log = read_events(written(tmp_path, "log.jsonl", deep + json_lines(EVENTS)))
    assert (log.events, told(log)) == (EVENTS, [("error", "row-too-deep", 1)])


def test_a_line_without_end_is_passed_over_and_the_next_one_read(tmp_path: Path) -> None:
    long = "c0,受理,2026-03-02," + "x" * 3_000_000 + "\n"
    lines = CHINESE.splitlines(keepends=True)
    log = read_events(written(tmp_path, "log.csv", lines[0] + long + "".join(lines[1:])))
    assert (log.events, log.rows, log.skipped) == (EVENTS, 3, 1)
    assert told(log) == [("error", "line-too-long", 2)]
    assert [event.source for event in log] == ["log.csv:3", "log.csv:4"]


def test_a_field_larger_than_any_real_one_is_refused_alone(tmp_path: Path) -> None:
    lines = CHINESE.splitlines(keepends=True)
    large = "c0,受理,2026-03-02," + "x" * 300_000 + "\n"
    log = read_events(written(tmp_path, "log.csv", lines[0] + large + "".join(lines[1:])))
    assert (log.events, log.skipped) == (EVENTS, 1)
    assert told(log) == [("error", "line-too-long", 2)]


def test_nul_bytes_spoil_their_own_line_alone(tmp_path: Path) -> None:
    for name, content in (("log.csv", CHINESE), ("log.jsonl", json_lines(EVENTS))):
        spoilt = content.rstrip("\n") + "\nc3,\0,2026-03-04,\n"
        log = read_events(written(tmp_path, name, spoilt))
        assert (log.events, log.rows, log.skipped) == (EVENTS, 3, 1)
        assert [code for _, code, _ in told(log)] == ["nul-character"]


def test_reading_strictly_stops_at_the_first_error_with_no_events(tmp_path: Path) -> None:
    path = written(tmp_path, "log.csv", CHINESE + "c3,受理,2026-02-30,\nc4,受理,soon,\n")
    assert told(read_events(path)) == [("error", "impossible-day", 4), ("error", "not-a-time", 5)]
    strict = read_events(path, strict=True)
    assert (strict.events, told(strict)) == ((), [("error", "impossible-day", 4)])


def test_a_warning_does_not_stop_strict_reading(tmp_path: Path) -> None:
    path = written(tmp_path, "log.csv", "case,type,time\nc1,a,2011-10-30 02:30\n")
    log = read_events(path, time_zone="Europe/Amsterdam", strict=True)
    assert (len(log), told(log)) == (1, [("warning", "time-twice", 2)])


def test_every_bad_row_is_counted_where_too_many_to_tell(tmp_path: Path) -> None:
    content = "case,type,time\n" + "".join(f"c{n},a,2026-03-02 09:00\n" for n in range(2_500))
    log = read_events(written(tmp_path, "log.csv", content))
    assert (log.rows, log.skipped, len(log.incomplete_cases)) == (2_500, 2_500, 2_500)
    assert log.lines == {"GR434": tuple(range(2, 2_502))}
    assert len(log.diagnostics) == 1_001
    assert log.diagnostics[-1].message() == "1500 more rows with `no-zone`, the last on line 2501"
    assert not log.ok


def test_a_zone_that_does_not_exist_is_said(tmp_path: Path) -> None:
    path = written(tmp_path, "log.csv", CHINESE)
    for zone in ("Beijing", "Asia", "../etc/passwd", "/etc/localtime", "x" * 999):
        assert told(read_events(path, time_zone=zone)) == [("error", "zone-unknown", 0)]


def test_an_argument_stands_before_the_mapping(tmp_path: Path) -> None:
    path = written(tmp_path, "log.csv", "case,type,time\nc1,a,2026-03-02 09:00\n")
    mapping = parse_mapping(
        "govrules: 1\nmapping: m\ncase: case\ntype: type\ntime: time\ntime_zone: Asia/Shanghai"
    ).or_raise()
    hours = [
        str(read_events(path, mapping=mapping, time_zone=zone).or_raise()[0].time)
        for zone in (None, "Europe/Amsterdam")
    ]
    assert hours == ["2026-03-02 09:00:00+08:00", "2026-03-02 09:00:00+01:00"]


def test_messages_hold_nothing_of_what_a_row_says(tmp_path: Path) -> None:
    secret = "王小明 13800138000 110101199003071234"
    record = {"case": [secret], "type": "a", "time": secret, "unit": [secret], "data": secret}
    rows = json.dumps(record, ensure_ascii=False) + "\n"
    csv = f"case,type,time\n{secret},,{secret},{secret}\nc1,a,{secret}\n,a,{secret}\n"
    for name, content in (("log.jsonl", rows + f'{{"{secret}\n'), ("log.csv", csv)):
        log = read_events(written(tmp_path, name, content))
        assert log.events == ()
        said = str(DiagnosticsError(log.diagnostics))
        assert len(log.diagnostics) > 3
        assert [part for part in (*secret.split(), "小明", "1380") if part in said] == []
