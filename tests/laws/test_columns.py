"""Law of reading without objects: a file read into columns is the file read row by row, event for event."""

import csv
import datetime as dt
import io
import json
import math
import pickle
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from govrules.formats import coded, line_columns, permuting, stretches
from govrules.formats import columnar as reading
from govrules.formats.canonical import REQUIRED
from govrules.formats.column_log import ColumnLog
from govrules.formats.mapping import EventMapping
from govrules.formats.mapping_file import parse_mapping
from govrules.formats.read import read_events
from govrules.formats.stretches import (
    Stretch,
    in_stretches,
    installed,
    read_stretch,
    stands_in_order,
    stretch_of,
)
from govrules.model import taking
from govrules.model.columns import Columns, HeldEvents

msgspec_there = pytest.mark.skipif(not installed("msgspec"), reason="msgspec is not installed")
fewer = settings(max_examples=max(settings().max_examples // 2, 10))

texts = st.sampled_from(["a", "b", "受理", "é", "e\u0301", "x y", '"', "\\", "\n", "😀", " z "])
colons = st.sampled_from([":", '":', '{"a":', " : "])
keys = st.sampled_from(["a", "x y", "受理", "é"])
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.sampled_from([-0.0, 1.0, 2.5, 2**70, -(2**63), 1e300, "", "2026-03-02", "x"])
    | texts
)
values = st.recursive(
    scalars, lambda each: st.lists(each, max_size=2) | st.dictionaries(keys, each, max_size=2)
)
days = st.sampled_from(["2026-03-02", "2026-03-03", "2025-12-31", "0001-01-01", "9999-12-31"])
clocks = st.sampled_from(
    ["T00:00:00+00:00", "T09:30:00+08:00", " 23:59:59.999999Z", "T09:30+0800", "T00:00:00.5-12:00"]
)
times = days | st.builds(str.__add__, days, clocks)
cases = st.sampled_from(["c1", "c2", "c3", "c10", "案1", "e\u0301", "é"])
clean_rows = st.fixed_dictionaries(
    {"case": cases, "type": st.sampled_from(["accepted", "decided", "受理"]), "time": times},
    optional={
        "id": st.sampled_from(["1", "2", "", "é", "e\u0301"]) | st.none(),
        "unit": st.sampled_from(["Office", "局", " ", "e\u0301"]) | st.none(),
        "actor": st.sampled_from(["Li", ""]) | st.none(),
        "data": st.dictionaries(st.sampled_from(["grade", "fee", "unit", "é"]), scalars, max_size=3),
        "extra": values,
    },
)
odd = {"case", "type", "time", "data"}
dirty_rows = st.one_of(
    clean_rows,
    st.dictionaries(st.sampled_from(["case", "type", "time", "id", "data", "extra", "grade", "x"]), values),
    clean_rows.flatmap(lambda row: st.sampled_from(sorted(odd)).map(lambda name: {**row, name: [name]})),
    clean_rows.map(lambda row: {**row, "time": "2026-02-30"}),
    clean_rows.map(lambda row: {**row, "time": "2011-10-30 02:30"}),
    clean_rows.map(lambda row: {**row, "case": 17, "grade": 1}),
    st.builds(lambda row, text: {**row, "data": {text: text}}, clean_rows, colons),
    clean_rows.map(lambda row: {**row, "extra": {"é": 1, "e\u0301": 2}}),
    clean_rows.map(lambda row: {**row, "é": 1, "e\u0301": 2}),
)
spellings = st.sampled_from(
    [
        lambda row: json.dumps(row),
        lambda row: json.dumps(row, ensure_ascii=False),
        lambda row: json.dumps(row, ensure_ascii=False, separators=(",", ":")),
        lambda row: " " + json.dumps(row, separators=(" , ", " : ")),
        lambda row: json.dumps(row)[:-1] + ', "case": "c9"}',
        lambda row: json.dumps(row)[:-1] + ', "case"  : "c9", "b" : 1}',
        lambda row: json.dumps(row)[:-1] + ', "c\\u0061se": "c9"}',
        lambda row: json.dumps(row)[:-1] + ', "more": {"a": 1, "a": 2}}',
        lambda row: json.dumps(row)[:-1] + ', "more": [1e400]}',
        lambda row: json.dumps(row)[:-1] + ', "more": "\\ud800"}',
        lambda row: json.dumps(row) + json.dumps(row),
        lambda row: json.dumps(row)[:-3],
        lambda row: json.dumps(row).replace(", ", ",\r"),
        lambda _: "",
        lambda _: "\0",
    ]
)
clean_spellings = st.sampled_from([json.dumps, lambda row: json.dumps(row, separators=(",", ":"))])
breaks = st.sampled_from(["\n", "\n", "\n", "\r\n"])
fields = st.lists(st.sampled_from(["unit", "grade", "extra", "id", "none"]), unique=True, max_size=3)
zones = st.sampled_from([None, "Asia/Shanghai", "Europe/Amsterdam"])


@contextmanager
def by_blocks(block: int) -> Iterator[None]:
    """As if every file were a large one; with blocks of an even length, numpy reads and orders the rows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "SMALL", 0)
        patch.setattr(permuting, "MANY", 0 if block % 2 == 0 else 10**9)
        patch.setattr(line_columns, "BLOCK", block)
        patch.setattr(stretches, "LARGE", 10**9 if block % 2 else 0)
        patch.setattr(stretches, "LARGE_ENOUGH", 10**9 if block % 2 else 0)
        if installed("numpy"):
            from govrules.formats import byte_texts, shaped_blocks

            patch.setattr(taking, "_FEW", 0)
            patch.setattr(shaped_blocks, "AT_ONCE", 2 + block % 5)
            # Few places for texts, so that they are in each other's way; and soon too many of them.
            patch.setattr(byte_texts, "_FEWEST_SLOTS", 1)
            patch.setattr(byte_texts, "_ROOM", 2)
            patch.setattr(shaped_blocks, "MOST_TEXTS", 2 if block % 4 == 0 else 4096)
            patch.setattr(shaped_blocks, "_MOST_FAILURES", 10**9)
            # Soon a column holds too many different values to be kept by code.
            patch.setattr(coded, "MOST_SHARED", 2 if block % 3 == 0 else 4096)
        yield


def described(columns: Columns) -> list[tuple[object, ...]]:
    """Everything that columns hold, place by place; what Python takes for equal and is not is told apart."""
    names = ("unit", "actor", "id", "case", "type", "grade", "extra", "fee", "é", "none")
    held = {name: (columns.values(name), columns.data(name)) for name in names}
    numbers = {place: number for number in range(len(columns.cases)) for place in _places(columns, number)}
    found: list[tuple[object, ...]] = []
    for place in range(len(columns)):
        there = columns.event(place)
        own = [repr(each) for name in sorted(held) for each in (held[name][0][place], held[name][1][place])]
        found.append(
            (
                columns.cases[numbers[place]],
                columns.types[columns.kinds[place]],
                columns.times[place],
                bool(columns.bare[place]),
                repr(there),
                there.source,
                own,
            )
        )
    rest = (
        sorted(columns.conflicting),
        columns.duplicates,
        sorted(columns.incomplete_cases),
        len(columns.cases),
    )
    return [*found, rest]


def _places(columns: Columns, number: int) -> range:
    return range(columns.starts[number], columns.starts[number + 1])


def same(
    path: Path, log: ColumnLog, time_zone: str | None = None, mapping: EventMapping | None = None
) -> None:
    slow = read_events(path, time_zone=time_zone, mapping=mapping)
    assert described(log.columns) == described(Columns.of(slow.events, slow.incomplete_cases))
    assert (log.diagnostics, log.lines, log.rows, log.skipped) == (
        slow.diagnostics,
        slow.lines,
        slow.rows,
        slow.skipped,
    )
    assert (log.file, log.sha256, log.encoding) == (slow.file, slow.sha256, slow.encoding)


def lines_of(rows: Sequence[tuple[str, str]]) -> bytes:
    return "".join(text + end for text, end in rows).encode("utf-8", "surrogatepass")


clean_lines = st.lists(
    st.tuples(st.builds(lambda spell, row: spell(row), clean_spellings, clean_rows), breaks), min_size=1
)
dirty_lines = st.lists(st.tuples(st.builds(lambda spell, row: spell(row), spellings, dirty_rows), breaks))


@msgspec_there
@given(clean_lines, st.booleans(), st.integers(1, 600), fields, zones, st.booleans())
def test_a_clean_file_of_json_lines_is_the_same_in_columns(
    rows: Sequence[tuple[str, str]],
    ordered: bool,
    block: int,
    wanted: list[str],
    zone: str | None,
    marked: bool,
) -> None:
    rows = sorted(rows, key=lambda row: json.loads(row[0])["case"]) if ordered else rows
    with tempfile.TemporaryDirectory() as folder, by_blocks(block):
        path = Path(folder, "log.jsonl")
        path.write_bytes(b"\xef\xbb\xbf" * marked + lines_of(rows))
        log = reading.read_columns(path, fields=wanted, time_zone=zone)
        same(path, log, zone)
        assert not isinstance(log.columns.rows, HeldEvents)
        again = pickle.loads(pickle.dumps(log.columns))
        assert described(again) == described(log.columns)


@fewer
@given(
    st.one_of(dirty_lines, st.tuples(clean_lines, dirty_lines).map(lambda two: two[0] + two[1])),
    st.integers(1, 600),
)
def test_a_file_of_json_lines_with_anything_wrong_is_told_in_the_same_words(
    rows: Sequence[tuple[str, str]], block: int
) -> None:
    with tempfile.TemporaryDirectory() as folder, by_blocks(block):
        path = Path(folder, "log.jsonl")
        path.write_bytes(lines_of(rows))
        same(path, reading.read_columns(path))
        same(path, reading.read_columns(path, time_zone="Europe/Amsterdam"), "Europe/Amsterdam")


unescaped = st.sampled_from(["a", "b", "受理", "x y", ":", "null", "1", ""])
unescaped_values = st.none() | st.booleans() | st.sampled_from([1, 2.5]) | unescaped
unescaped_rows = st.fixed_dictionaries(
    {
        "case": cases,
        "type": st.sampled_from(["a", "b"]),
        "time": st.sampled_from(["2026-03-02", "2026-03-03"]),
    },
    optional={
        "unit": unescaped | st.none(),
        "grade": unescaped,
        "fee": unescaped_values,
        "data": st.dictionaries(st.sampled_from(["x", "y"]), unescaped_values),
        "extra": unescaped | st.lists(unescaped_values, max_size=2) | st.just({"a": "b"}),
    },
)
twice = st.sampled_from(
    [
        *["", "", "", ', "unit": "a"', ', "grade": "a"', ', "fee": null', ', "data": {"x": 1, "x": "a"}'],
        *[', "extra": {"a": 1, "a": 2}', ', "extra": [{"a": "b"}, {"a": null, "a": null}]', ', "type": "a"'],
    ]
)


@fewer
@given(st.lists(unescaped_rows, min_size=1), st.lists(twice), st.integers(1, 900))
def test_a_name_that_stands_twice_is_told_where_nothing_is_escaped(
    rows: Sequence[dict[str, object]], more: Sequence[str], block: int
) -> None:
    lines = [json.dumps(each, ensure_ascii=False) for each in rows]
    for number, each in enumerate(more[: len(lines)]):
        lines[number] = f"{lines[number][:-1]}{each}}}"
    with tempfile.TemporaryDirectory() as folder, by_blocks(block):
        path = Path(folder, "log.jsonl")
        path.write_text("\n".join(lines), encoding="utf-8")
        log = reading.read_columns(path, fields=("grade", "fee"))
        same(path, log)
        event(f"quick: {not isinstance(log.columns.rows, HeldEvents)}")


@msgspec_there
@fewer
@given(clean_lines, st.integers(1, 4), st.integers(1, 600), st.booleans())
def test_stretches_hold_together_what_the_file_holds(
    rows: Sequence[tuple[str, str]], processes: int, block: int, ordered: bool
) -> None:
    rows = sorted(rows, key=lambda row: nfc(json.loads(row[0])["case"])) if ordered else rows
    with tempfile.TemporaryDirectory() as folder, by_blocks(block):
        path = Path(folder, "log.jsonl")
        path.write_bytes(lines_of(rows))
        found = in_stretches(path, processes)
        parts = [read_stretch(pickle.loads(pickle.dumps(each))) for each in found]
        assert len(found) <= processes
        if ordered:
            assert all(parts)
            assert found
        if found and None not in parts:
            held = [placed for part in parts if part for placed in described(part)[:-1]]
            whole = reading.read_columns(path).columns
            assert held == described(whole)[:-1]
            assert sum(len(part.cases) for part in parts if part) == len(whole.cases)
            assert_cases_are_found(found, parts)
            if ordered:
                assert all(stands_in_order(part) for part in parts if part)


def assert_cases_are_found(found: Sequence[Stretch], parts: Sequence[Columns | None]) -> None:
    """Each case can be read by itself out of its stretch, and no other is there."""
    with patch.object(stretches, "_NEAR", 40):
        for stretch, part in zip(found, parts, strict=True):
            assert part is not None
            if not stands_in_order(part):
                continue
            for number, case in enumerate(part.cases):
                own = stretch_of(stretch, case)
                assert own is not None
                alone, among = read_stretch(own), part.part(number, number + 1)
                assert alone is not None
                assert described(alone)[:-1] == described(among)[:-1]
                assert stretch_of(stretch, f"{case}~") is None


alike_rows = st.fixed_dictionaries(
    {"case": cases, "type": st.sampled_from(["accepted", "decided", "受理"]), "time": times},
    optional={
        "unit": st.sampled_from(["局", "a", "eight byte", "e\u0301" * 30]) | st.none(),
        "fee": st.none() | st.booleans() | st.sampled_from([0, -0.0, 12, 2.5, 2**70, 1e300, 10**30]) | texts,
        "data": st.dictionaries(st.sampled_from(["grade", "受理", "x y"]), texts | st.none() | st.integers()),
    },
)
alike_spellings = st.sampled_from(
    [
        json.dumps,
        lambda row: json.dumps(row, ensure_ascii=False),
        lambda row: json.dumps(row, ensure_ascii=False, separators=(",", ":")),
    ]
)
strays = st.sampled_from(
    [
        b'{"case": "c1", "type": "a", "time": "2026-03-02", "fee": 01}',
        b'{"case": "c1", "type": "a", "time": "2026-03-02", "fee": NaN}',
        b'{"case": "c1", "type": "a", "time": "2026-03-02", "fee": 1e400}',
        b'{"case": "c1", "type": "a", "time": "2026-03-02", "fee":  7 }',
        b'{"case": "c1", "type": "a", "time": "2026-03-02", "fee": 7,}',
        b'{"case": "c1", "type": "a", "time": "2026-03-02", "fee": 7, "fee": 8}',
        b'{"case": "c1", "type": "a", "time": "2026-03-02", "fee": [7]}',
        b'{"case": "c1", "type": "a", "time": "2026-03-02", "fee": "7}',
        b'{"case": "c1", "type": "a", "time": "2026-03-02", "fee": }',
        b'{"case": "c1", "type": "a", "time": "2026-03-02", "fee": "\xff"}',
        b'{"case": "c1", "type": "a", "time": "2026-03-02", "fee": "\xed\xa0\x80"}',
        b'{"case": "c1", "type": "a", "time": "2026-03-02", "fee": "\\ud800"}',
        b'{"case": "c1", "type": "a", "time": "2026-03-02", "fee": "\\q"}',
        b'{"case": "c1", "type": "a", "time": "2026-03-02", "fee": "\t"}',
        b'{"case": "c1", "type": "a", "time": "2026-03-02", "unit": 7}',
        b'{"case": "c1", "type": "a", "time": "2026-03-02", "unit": false}',
        b'{"case": "\xff", "type": "a", "time": "2026-03-02"}',
        b'{"case": "c1", "type": "a", "time": "2026-03-0\xb2"}',
        b'{"case": "c1", "type": "a", "time": null}',
        b'{"case": "c1", "type": "", "time": "2026-03-02"}',
        b'{"case": " ", "type": "a", "time": "2026-03-02"}',
        b'{"case": "c1", "type": "a", "time": "2026-03-02", "data": null}',
        b'{"case": "c1", "type": "a", "time": "2026-03-02", "data": {"fee": 1}, "fee": 2}',
        b'{"case": "c1", "type": "a", "time": "2026-03-02"} ',
        b'{"case": "c1", "type": "a", "time": "2026-03-02"}\r',
        b'{"case": "c1", "type": "a", "time": "2026-03-02"}{}',
        b'{"case": "c1", "type": "a", "time": "2026\\u002d03-02"}',
        b"",
        b" ",
    ]
)


@fewer
@given(
    st.lists(alike_rows, min_size=1, max_size=20),
    alike_spellings,
    st.lists(st.tuples(st.integers(0, 20), strays), max_size=1),
    st.integers(1, 600).map(lambda each: 2 * each),
    fields,
    st.booleans(),
    zones,
)
def test_lines_of_a_few_shapes_are_the_same_in_columns(
    rows: Sequence[dict[str, object]],
    spelling: Callable[[object], str],
    more: Sequence[tuple[int, bytes]],
    block: int,
    wanted: list[str],
    ended: bool,
    zone: str | None,
) -> None:
    lines = [spelling(each).encode() for each in rows]
    for at, line in more:
        lines.insert(at, line)
    with tempfile.TemporaryDirectory() as folder, by_blocks(block):
        path = Path(folder, "log.jsonl")
        path.write_bytes(b"\n".join(lines) + b"\n" * ended)
        log = reading.read_columns(path, fields=wanted, time_zone=zone)
        same(path, log, zone)
        event(f"quick: {not isinstance(log.columns.rows, HeldEvents)}")


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


cells = st.sampled_from(["", "x", " x ", "x,y", 'a"b', "受理", "é", "e\u0301", "\u3000", "2026-03-02"])
instants = ["2026-03-02T09:30:00+08:00", "2026-03-02 09:30Z"]
days_of_cells = st.sampled_from(["2026-03-02", "2026-03-03", "2026/3/4", *instants])
clean_cells = st.tuples(cases, st.sampled_from(["a", " b", "受理"]), days_of_cells, cells, cells, cells)
dirty_cells = st.lists(cells | cases | st.sampled_from(["2026-02-30", "a\nb", "\r", "\0", '"']), max_size=8)
header = ["case", "type", "time", "unit", "id", "grade"]


def table(rows: Sequence[Sequence[str]], delimiter: str, end: str) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    writer.writerows(rows)
    return out.getvalue().encode()


@fewer
@given(
    st.lists(clean_cells, min_size=1, max_size=30),
    st.lists(dirty_cells, max_size=1),
    st.integers(1, 4),
    st.integers(1, 600),
    st.sampled_from(["\n", "\r\n"]),
)
def test_stretches_of_a_table_hold_together_what_it_holds(
    rows: Sequence[Sequence[str]], wrong: Sequence[Sequence[str]], processes: int, block: int, end: str
) -> None:
    rows = sorted([*rows, *wrong], key=lambda row: nfc("".join(row[:1]).strip()))
    with tempfile.TemporaryDirectory() as folder, by_blocks(block):
        path = Path(folder, "log.csv")
        path.write_bytes(table([header, *rows], ",", end))
        found = in_stretches(path, processes)
        parts = [read_stretch(pickle.loads(pickle.dumps(each))) for each in found]
        whole = reading.read_columns(path)
        if not wrong:
            assert all(parts)
            assert parts
        if parts and None not in parts:
            assert whole.diagnostics == ()
            held = [placed for part in parts if part for placed in described(part)[:-1]]
            assert held == described(whole.columns)[:-1]
            assert sum(len(part.cases) for part in parts if part) == len(whole.columns.cases)
            assert_cases_are_found(found, parts)


@given(
    st.lists(clean_cells, min_size=1),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
    st.permutations(header),
    st.integers(1, 300),
    fields,
    st.booleans(),
)
def test_a_clean_table_is_the_same_in_columns(
    rows: Sequence[Sequence[str]],
    delimiter: str,
    end: str,
    order: Sequence[str],
    block: int,
    wanted: list[str],
    marked: bool,
) -> None:
    placed = [order, *([row[header.index(name)] for name in order] for row in rows)]
    with tempfile.TemporaryDirectory() as folder, by_blocks(block):
        path = Path(folder, "log.tsv" if delimiter == "\t" else "log.csv")
        path.write_bytes(b"\xef\xbb\xbf" * marked + table(placed, delimiter, end))
        log = reading.read_columns(path, fields=wanted)
        same(path, log)
        assert not isinstance(log.columns.rows, HeldEvents)
        assert described(pickle.loads(pickle.dumps(log.columns))) == described(log.columns)


@fewer
@given(
    st.lists(clean_cells | dirty_cells),
    st.lists(st.sampled_from([*header, "", " case"]), max_size=7),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.integers(1, 300),
)
def test_a_table_with_anything_wrong_is_told_in_the_same_words(
    rows: Sequence[Sequence[str]], names: Sequence[str], end: str, block: int
) -> None:
    with tempfile.TemporaryDirectory() as folder, by_blocks(block):
        for number, first in enumerate((header, names)):
            path = Path(folder, f"log{number}.csv")
            path.write_bytes(table([first, *rows], ",", end))
            same(path, reading.read_columns(path))


MAPPINGS = st.builds(
    "govrules: 1\nmapping: m\ncase: 编号\ntype: {type}\ntime: {time}\n{rest}".format,
    type=st.sampled_from(["step", "step", "{constant: a}"]),
    time=st.sampled_from(["day", "day", "{column: day, dates: true}"]),
    rest=st.lists(
        st.sampled_from(
            [
                "unit: 单位\n",
                "id: number\n",
                "attributes: {级别: grade, n: number}\n",
                "attributes: all\n",
                "attributes: {n: {column: number, type: integer}}\n",
                'missing: ["x", "受理"]\n',
                "events: {a: accepted, b: decided, 受理: accepted}\n",
                "events: {a: accepted, b: }\n",
                "time_zone: Asia/Shanghai\n",
                "where: {单位: x}\n",
                'delimiter: ","\n',
            ]
        ),
        unique_by=lambda text: text.partition(":")[0],
        max_size=4,
    ).map("".join),
)


@fewer
@given(
    st.lists(clean_cells, min_size=1),
    MAPPINGS,
    st.permutations(["编号", "step", "day", "单位", "number", "grade"]),
    st.integers(1, 300),
    fields,
)
def test_a_mapped_table_is_the_same_in_columns(
    rows: Sequence[Sequence[str]], text: str, order: Sequence[str], block: int, wanted: list[str]
) -> None:
    mapping = parse_mapping(text).or_raise()
    with tempfile.TemporaryDirectory() as folder, by_blocks(block):
        path = Path(folder, "log.csv")
        path.write_bytes(table([order, *rows], ",", "\n"))
        log = reading.read_columns(path, mapping=mapping, fields=wanted)
        same(path, log, mapping=mapping)
        path.write_bytes(table([["编号", "step", "day", "单位", "number", "grade"], *rows], ",", "\n"))
        log = reading.read_columns(path, mapping=mapping, fields=wanted)
        same(path, log, mapping=mapping)
        event(f"quick: {not isinstance(log.columns.rows, HeldEvents)}")


def test_a_mapping_that_gives_other_names_is_no_reason_to_read_row_by_row() -> None:
    text = (
        "govrules: 1\nmapping: m\ncase: 编号\ntype: step\ntime: day\nunit: 单位\nattributes: {级别: grade}\n"
        "events: {a: accepted}\nmissing: [x]"
    )
    mapping = parse_mapping(text).or_raise()
    rows = [["单位", "编号", "day", "step", "grade"], ["Office", "c1", "2026-03-02", "a", "x"]]
    with tempfile.TemporaryDirectory() as folder, by_blocks(64):
        path = Path(folder, "log.csv")
        path.write_bytes(table(rows, ",", "\n"))
        log = reading.read_columns(path, mapping=mapping)
        same(path, log, mapping=mapping)
        assert not isinstance(log.columns.rows, HeldEvents)
        assert log.columns.event(0).to_dict() == {
            "case": "c1",
            "type": "accepted",
            "time": "2026-03-02",
            "unit": "Office",
        }


pyarrow_there = pytest.mark.skipif(not installed("pyarrow"), reason="pyarrow is not installed")
parquet_cells = {
    "case": st.sampled_from(["c1", " c2", "c3", "é", "e\u0301"]),
    "type": st.sampled_from(["a", "b ", "受理"]),
    "unit": st.sampled_from(["Office", "", " ", "e\u0301", None]),
    "id": st.sampled_from(["1", "2", None]),
    "grade": st.sampled_from(["x", " y ", "", "2026-03-02", None]),
    "fee": st.sampled_from([1.5, -0.0, float("nan"), None]),
    "extra": st.lists(st.integers(0, 3), max_size=2) | st.none(),
    "no": st.integers(-(2**63), 2**63 - 1) | st.none(),
    "day": st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31)) | st.none(),
    "price": st.decimals(-100, 100, places=2) | st.none(),
}
BEGINNING = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
instants_of_cells = st.integers(-(2**54), 2**54).map(lambda each: BEGINNING + dt.timedelta(microseconds=each))
time_columns = st.sampled_from(
    [
        st.dates(),
        instants_of_cells,
        instants_of_cells.map(lambda each: each.astimezone(ZoneInfo("Asia/Shanghai"))),
        days_of_cells,
    ]
)


@st.composite
def tables(draw: st.DrawFn, *, clean: bool) -> dict[str, list[object]]:
    rows = draw(st.integers(1, 6))
    times = draw(time_columns)
    held = {**parquet_cells, "time": times}
    if not clean:
        held["fee"] = st.sampled_from([1.5, float("inf"), None])
        held["time"] = times | st.none()
        held["case"] = parquet_cells["case"] | st.sampled_from([None, ""])
        held["raw"] = st.binary(max_size=2)
    names = draw(st.lists(st.sampled_from(sorted(held)), unique=True))
    if clean:
        names = list(dict.fromkeys(["case", "time", "type", *names]))
    return {name: draw(st.lists(held[name], min_size=rows, max_size=rows)) for name in names}


@pyarrow_there
@fewer
@given(
    st.booleans().flatmap(lambda clean: tables(clean=clean)),
    fields,
    st.integers(1, 4),
    st.integers(1, 4),
    st.booleans(),
)
def test_parquet_is_the_same_in_columns(
    columns: dict[str, list[object]], wanted: list[str], group: int, batch: int, apart: bool
) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    from govrules.formats import parquet_columns

    clean = {*REQUIRED} <= {*columns} and not {None, ""}.intersection(columns["case"] + columns["time"])
    clean = clean and "raw" not in columns and math.inf not in columns.get("fee", ())
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(parquet_columns, "BATCH", batch)
        patch.setattr(permuting, "MANY", 0 if batch % 2 == 0 else 10**9)
        # Each case once and numbers in the rows, as in a log in which its name takes more than a number.
        patch.setattr(parquet_columns, "_LITTLE_OF_CASES", 10**9 if apart else 0)
        if apart and group % 2 == 0:
            patch.setattr(taking, "_FEW", 0)
        path = Path(folder, "log.parquet")
        parquet.write_table(pa.table(columns), path, row_group_size=group)
        log = reading.read_columns(path, fields=wanted)
        same(path, log)
        years = [each.year for each in columns.get("time", ()) if isinstance(each, dt.date)]
        if clean and not {1, 9999}.intersection(years):
            assert not isinstance(log.columns.rows, HeldEvents)
            assert described(pickle.loads(pickle.dumps(log.columns))) == described(log.columns)
