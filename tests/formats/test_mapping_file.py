"""A mapping file says what it says, or what is wrong with it; the messages stand in tests/golden/events."""

from pathlib import Path

import pytest

from govrules.diagnostics import DiagnosticsError
from govrules.formats.mapping import Attribute, Column, Constant, EventMapping, EventShape, TimeColumn
from govrules.formats.mapping_file import parse_mapping, read_mapping

FULL = """\
govrules: 1
mapping: ours
title: {en: our log, zh: 本单位日志}
note: exported every night
time_zone: Asia/Shanghai
encoding: gb18030
delimiter: tab
header: 2
sheet: 明细
missing: ["NULL", "-"]
where: {state: done}
case: no
type: {constant: seen}
time: {column: on, format: "%d/%m/%Y", dates: true}
id: key
unit: office
actor: {column: who}
attributes: [grade]
events: {SL: accepted, login: null}
others: error
split:
- {event: sent, time: sent_on, unit: {constant: post}}
case_events:
- {event: applied, time: start, attributes: {due: {column: due, type: date}}}
"""

NO_MAPPING = "this is no mapping file: it does not begin with `govrules: 1` and `mapping: name`"
NO_EVENTS = "the mapping makes no event: it has neither `type` and `time`, nor `split`, nor `case_events`"


def test_every_key_is_read() -> None:
    grade = Attribute("grade", Column("grade"))
    assert parse_mapping(FULL).or_raise() == EventMapping(
        name="ours",
        case=Column("no"),
        row=EventShape(
            Constant("seen"),
            TimeColumn(Column("on"), "%d/%m/%Y", True),
            Column("key"),
            Column("office"),
            Column("who"),
            (grade,),
        ),
        split=(
            EventShape(
                Constant("sent"),
                TimeColumn(Column("sent_on")),
                None,
                Constant("post"),
                Column("who"),
                (grade,),
            ),
        ),
        case_events=(
            EventShape(
                Constant("applied"),
                TimeColumn(Column("start")),
                attributes=(Attribute("due", Column("due"), "date"),),
            ),
        ),
        events={"SL": "accepted", "login": None},
        others="error",
        where=((Column("state"), frozenset({"done"})),),
        missing=frozenset({"NULL", "-"}),
        time_zone="Asia/Shanghai",
        encoding="gb18030",
        delimiter="\t",
        sheet="明细",
        header=2,
    )


def test_a_column_may_be_called_what_yaml_takes_for_a_number_or_a_truth() -> None:
    text = "govrules: 1\nmapping: m\ncase: 2024\ntype: true\ntime: {column: 1.50}"
    mapping = parse_mapping(text).or_raise()
    assert [each.name for each in mapping.columns()] == ["2024", "true", "1.50"]


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("- a", [NO_MAPPING]),
        (
            "case,type,time",
            [NO_MAPPING],
        ),
        (
            "govrules: 1\npolicy: p",
            [NO_MAPPING],
        ),
        (
            "govrules: 1\nmapping: m\ncase: c",
            [NO_EVENTS],
        ),
        ("govrules: 1\nmapping: m\ncase: c\ntype: t", ["the key `time` is missing"]),
        ("mapping: m\ncase: c\ntype: t\ntime: on", ["the key `govrules` is missing"]),
        (
            "govrules: 1\nmapping: m\ncase: c\ntype: t\ntime: on\nattributes: [a, a]",
            ["`a` is named twice"],
        ),
    ],
)
def test_what_is_no_mapping_is_told(text: str, messages: list[str]) -> None:
    found = parse_mapping(text)
    assert found.mapping is None
    told = [each.message() for each in found.diagnostics]
    assert told == messages
    with pytest.raises(DiagnosticsError):
        found.or_raise()


def test_a_mapping_that_is_not_there_is_told(tmp_path: Path) -> None:
    found = read_mapping(tmp_path / "none.yaml")
    assert (found.mapping, [each.code.name for each in found.diagnostics]) == (None, ["file-missing"])


def test_an_entry_in_other_words_is_told_the_words_and_nothing_twice() -> None:
    text = FULL.replace("{event: sent, time: sent_on,", "{type: sent, column: sent_on,")
    parsed = parse_mapping(text, file="mapping.yaml")
    known = "known here: `event`, `time`, `id`, `unit`, `actor`, `attributes`"
    assert [(each.message(), [line.en for line in each.help]) for each in parsed.diagnostics] == [
        ("`type` is no key of a mapping here", [known]),
        ("`column` is no key of a mapping here", [known]),
    ]
