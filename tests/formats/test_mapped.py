"""A mapping turns somebody's columns into events: one a row, one a filled date, one a case."""

import datetime as dt
import json
from pathlib import Path

import pytest

from govrules.formats.log import EventLog
from govrules.formats.mapping_file import parse_mapping
from govrules.formats.read import read_events
from govrules.model.events import Event

START = "govrules: 1\nmapping: m\n"
DAY = dt.date(2026, 3, 2)


def read(folder: Path, mapping: str, content: str, name: str = "log.csv") -> EventLog:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return read_events(path, mapping=parse_mapping(START + mapping).or_raise())


def told(log: EventLog) -> list[tuple[str, str, int]]:
    return [(each.severity, each.code.name, each.span.line if each.span else 0) for each in log.diagnostics]


def test_columns_are_named_and_typed(tmp_path: Path) -> None:
    mapping = """\
case: no
type: step
time: {column: on, format: "%d.%m.%Y"}
id: {column: key}
unit: {constant: 行政审批局}
actor: who
attributes:
  grade: g
  fee: {column: f, type: number}
  copies: {column: n, type: integer}
  urgent: {column: u, type: bool}
  due: {column: d, type: date}
  told: {column: t, type: instant}
  offices: {column: o, type: list}
  aspects: {column: a, type: list, separator: "|"}
  note: {column: x, type: string}
  source: {constant: window}
  version: {constant: 3}
time_zone: Asia/Shanghai
"""
    header = "no;step;on;key;who;g;f;n;u;d;t;o;a;x;unused\n"
    full = "c1;a;2.3.2026;k1;王;简单;-1.5e1;２;是;2026-03-08T16:00:00Z;2026/3/2 9:00;住建;a | b, c|;007;zzz\n"
    empty = "c2;a;2.3.2026;;;;;;;;;;;;\n"
    log = read(tmp_path, mapping, header + full + empty)
    assert log.diagnostics == ()
    assert log.events == (
        Event(
            "c1",
            "a",
            DAY,
            "k1",
            "行政审批局",
            "王",
            {
                "grade": "简单",
                "fee": -15.0,
                "copies": 2,
                "urgent": True,
                "due": "2026-03-09",
                "told": "2026-03-02T09:00:00+08:00",
                "offices": ["住建"],
                "aspects": ["a", "b, c"],
                "note": "007",
                "source": "window",
                "version": 3,
            },
        ),
        Event("c2", "a", DAY, None, "行政审批局", None, {"source": "window", "version": 3}),
    )


@pytest.mark.parametrize(
    ("type", "value"),
    [
        ("integer", "1.5"),
        ("integer", "1_000"),
        ("integer", "1,000"),
        ("integer", "0x10"),
        ("number", "nan"),
        ("number", "inf"),
        ("number", "12元"),
        ("number", "1e999"),
        ("bool", "maybe"),
        ("instant", "2026-03-02"),
    ],
)
def test_a_value_of_another_type_makes_the_row_bad(tmp_path: Path, type: str, value: str) -> None:
    mapping = f"case: c\ntype: t\ntime: on\nattributes: {{x: {{column: x, type: {type}}}}}"
    log = read(tmp_path, mapping, f'c,t,on,x\nc1,a,2026-03-02,"{value}"\n')
    expected = "json-number" if value == "1e999" else "bad-value"
    assert (log.events, told(log)) == ((), [("error", expected, 2)])
    assert log.incomplete_cases == {"c1"}


def test_all_other_columns_can_be_taken_along(tmp_path: Path) -> None:
    mapping = "case: c\ntype: t\ntime: on\nwhere: {state: done}\nattributes: all"
    log = read(tmp_path, mapping, "c,t,on,state,x,,z\nc1,a,2026-03-02,done,1,2,\n")
    assert [event.data for event in log] == [{"x": "1", "column 6": "2"}]


def test_rows_are_left_out_by_where_and_counted(tmp_path: Path) -> None:
    mapping = "case: c\ntype: t\ntime: on\nwhere: {state: [done, 完成], kind: 1}"
    rows = "c1,a,2026-03-02,done,1\nc2,a,never,open,1\nc3,a,2026-03-02,完成,1\n"
    rows += "c4,a,2026-03-02,,1\nc5,a,x,done,2\n"
    log = read(tmp_path, mapping, "c,t,on,state,kind\n" + rows)
    assert ([event.case for event in log], log.rows, log.left_out) == (["c1", "c3"], 5, 3)
    assert log.diagnostics == ()


def test_a_text_can_mean_no_value(tmp_path: Path) -> None:
    mapping = 'case: c\nmissing: ["NULL", "/"]\nattributes: [x]\nsplit: [{event: a, time: on}]'
    log = read(tmp_path, mapping, "c,on,x\nc1,/,1\nc2,2026-03-02,NULL\n")
    assert (log.events, log.diagnostics) == ((Event("c2", "a", DAY),), ())


def test_names_are_translated_left_out_and_passed_on(tmp_path: Path) -> None:
    rows = "".join(f"c1,{name},2026-03-02\n" for name in ("SL", "login", "SQ", "SQ", "accepted", " SL "))
    content = "c,t,on\n" + rows
    table = "case: c\ntype: t\ntime: on\nevents: {SL: accepted, login: null}\n"
    kept = read(tmp_path, table, content)
    assert [event.type for event in kept] == ["accepted", "SQ", "SQ", "accepted", "accepted"]
    assert (dict(kept.ignored), kept.skipped, kept.ok) == ({"login": 1}, 0, True)
    assert [each.message() for each in kept.diagnostics] == [
        "`SQ` (rows: 2) is not in the `events` of the mapping"
    ]
    ignored = read(tmp_path, table + "others: ignore", content)
    assert [event.type for event in ignored] == ["accepted"] * 3
    assert (dict(ignored.ignored), ignored.diagnostics) == ({"SQ": 2, "login": 1}, ())
    refused = read(tmp_path, table + "others: error", content)
    assert [event.type for event in refused] == ["accepted"] * 3
    assert told(refused) == [("error", "event-name-refused", 4), ("error", "event-name-refused", 5)]


def test_a_type_column_that_is_the_wrong_one_does_not_flood(tmp_path: Path) -> None:
    rows = "".join(f"c{n},2026-03-02\n" for n in range(500))
    log = read(tmp_path, "case: c\ntype: c\ntime: on\nevents: {SL: accepted}", "c,on\n" + rows)
    assert len(log.diagnostics) == 31
    assert log.diagnostics[-1].message() == (
        "470 more names (rows: 470) are not in the `events` of the mapping"
    )


def test_a_wide_row_gives_an_event_for_every_date_that_is_filled(tmp_path: Path) -> None:
    mapping = """\
case: no
unit: office
attributes: {item: item, grade: g}
split:
- {event: 受理, time: 受理日期, attributes: {grade: {constant: 高}, limit: 期限}, id: key}
- {event: 办结, time: 办结日期, unit: {constant: 大厅}}
"""
    content = (
        "no,office,item,g,受理日期,办结日期,期限,key\n"
        "1,一科,施工,低,2026-03-02,2026-03-09,二十日,k1\n"
        "2,一科,施工,,2026-03-02,,,\n"
    )
    log = read(tmp_path, mapping, content)
    assert log.events == (
        Event("1", "受理", DAY, "k1", "一科", None, {"item": "施工", "grade": "高", "limit": "二十日"}),
        Event("1", "办结", dt.date(2026, 3, 9), None, "大厅", None, {"item": "施工", "grade": "低"}),
        Event("2", "受理", DAY, None, "一科", None, {"item": "施工", "grade": "高"}),
    )
    assert log.diagnostics == ()


def test_a_wide_row_with_one_bad_date_gives_nothing(tmp_path: Path) -> None:
    # The acceptance alone would read as a decision that never came.
    mapping = "case: no\nsplit:\n- {event: accepted, time: a}\n- {event: decided, time: d}\n"
    log = read(tmp_path, mapping, "no,a,d\n1,2026-03-02,2026-02-30\n")
    assert (log.events, told(log), log.skipped) == ((), [("error", "impossible-day", 2)], 1)
    assert log.incomplete_cases == {"1"}


CASES = """\
case: no
type: step
time: on
case_events:
- {event: applied, time: {column: start, dates: true}, attributes: {deadline: {column: due, type: date}}}
- {event: closed, time: end}
"""


def test_columns_of_the_case_give_one_event_a_case(tmp_path: Path) -> None:
    content = (
        "no,step,on,start,due,end\n"
        "1,a,2026-03-02,2026-03-01,2026-04-01,\n"
        "2,a,2026-03-02,2026-03-02,,2026-03-05\n"
        "1,b,2026-03-03,2026-03-01,2026-04-01,2026-03-09\n"
        "1,c,2026-03-04,,2026-04-01,2026-03-09\n"
    )
    log = read(tmp_path, CASES, content)
    assert log.diagnostics == ()
    assert log.events[4:] == (
        Event("1", "applied", dt.date(2026, 3, 1), data={"deadline": "2026-04-01"}),
        Event("1", "closed", dt.date(2026, 3, 9)),
        Event("2", "applied", DAY),
        Event("2", "closed", dt.date(2026, 3, 5)),
    )
    assert [event.source for event in log[4:]] == ["log.csv:2", "log.csv:4", "log.csv:3", "log.csv:3"]


def test_a_case_whose_rows_disagree_gets_no_case_event(tmp_path: Path) -> None:
    content = (
        "no,step,on,start,due,end\n"
        "1,a,2026-03-02,2026-03-01,2026-04-01,\n"
        "2,a,2026-03-02,2026-03-02,,\n"
        "1,b,2026-03-03,2026-03-01,2026-04-08,\n"
    )
    log = read(tmp_path, CASES, content)
    assert [(event.case, event.type) for event in log] == [
        ("1", "a"),
        ("2", "a"),
        ("1", "b"),
        ("2", "applied"),
    ]
    assert (told(log), log.incomplete_cases, log.skipped) == (
        [("error", "case-conflict", 4)],
        frozenset({"1"}),
        0,
    )
    assert log.diagnostics[0].message() == (
        "case `1`: `due` differs from line 2; no case event is made for it"
    )


def test_a_case_with_one_bad_date_gets_no_case_event(tmp_path: Path) -> None:
    # The application alone would read as a decision that never came.
    content = "no,step,on,start,due,end\n1,a,2026-03-02,2026-03-01,2026-04-01,2026-02-30\n"
    log = read(tmp_path, CASES, content)
    assert [event.type for event in log] == ["a"]
    assert (told(log), log.incomplete_cases) == ([("error", "impossible-day", 2)], frozenset({"1"}))


def test_json_rows_are_mapped_too(tmp_path: Path) -> None:
    mapping = "case: no\ntype: step\ntime: {column: at, format: unix_ms}\nattributes: {tags: tags, fee: fee}"
    rows: list[dict[str, object]] = [
        {"no": 1, "step": "a", "at": 1772413200000, "tags": ["x"], "fee": None},
        {"no": 2.5, "step": "a", "at": 1772413200000},
    ]
    log = read(tmp_path, mapping, "".join(json.dumps(each) + "\n" for each in rows), "log.jsonl")
    instant = dt.datetime.fromisoformat("2026-03-02T01:00:00+00:00")
    assert log.events == (Event("1", "a", instant, data={"tags": ["x"]}),)
    assert told(log) == [("error", "not-text", 2)]


def test_a_name_that_no_json_row_has_is_a_warning(tmp_path: Path) -> None:
    # In JSON a name without a value may be left out, so that its absence proves nothing.
    mapping = "case: no\ntype: step\ntime: at\nattributes: {grade: graed}"
    log = read(tmp_path, mapping, '{"no": 1, "step": "a", "at": "2026-03-02", "grade": 1}\n', "log.jsonl")
    assert [(each.severity, each.message(), each.help[0].en) for each in log.diagnostics] == [
        ("warning", "there is no column `graed`", "did you mean `grade`?")
    ]


def test_two_spellings_of_an_accent_are_one_column(tmp_path: Path) -> None:
    mapping = "case: re\u0301f\ntype: t\ntime: on"
    for name, content in (
        ("log.csv", "réf,t,on\nc1,a,2026-03-02\n"),
        ("log.jsonl", '{"re\u0301f": "c1", "t": "a", "on": "2026-03-02"}\n'),
    ):
        log = read(tmp_path, mapping, content, name)
        assert (log.events, log.diagnostics) == ((Event("c1", "a", DAY),), ())


def test_a_delimiter_and_a_header_line_can_be_said(tmp_path: Path) -> None:
    mapping = 'case: c\ntype: t\ntime: on\ndelimiter: "|"\nheader: 3'
    log = read(tmp_path, mapping, "exported, by: somebody\n\nc|t|on\nc1|a|2026-03-02\n")
    assert (log.events, log.diagnostics, log[0].source) == ((Event("c1", "a", DAY),), (), "log.csv:4")
