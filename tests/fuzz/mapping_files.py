"""Mapping files, and what is read by those that hold good."""

import functools
from collections.abc import Iterator
from pathlib import Path

from govrules.formats.mapping_file import read_mapping
from govrules.formats.read import read_events
from tests.fuzz import yaml_lines
from tests.fuzz.logs import kept
from tests.fuzz.target import Target, as_file, files, promise, text_of, told, words_in

# Columns by which the mappings of the seeds go, with values of several kinds.
_TABLE = """case,type,time,day,deadline,start,activity,grade,fee,note,办件编号,事项,件数,受理日期,承诺期限,\
办结日期
c1,SL,2026-03-02 09:00,2026-03-02,2026-03-31,45000,SL,A,1.5,"x,y",1,甲,2,2026-03-02,20个工作日,2026-03-09
c1,BJ,2026-03-09T10:00:00+08:00,09/03/2026,,20260302,login,B,1 000,,1,乙,-,2026年3月2日,,-
c2,login,bad,-,0001-01-01,1e9,BJ,,是,null,2,,x,9999-12-31,二十日,2026-02-30
"""
_LINES = """\
{"case":"c1","type":"SL","time":"2026-03-02","data":{"grade":[1,2]},"fee":1.5,"day":45000,"note":null}
{"case":"c1","type":{"a":1},"time":"2026-03-09 10:00","activity":true,"day":"2026-03-02","grade":{"x":null}}
"""
_MAPPINGS = {
    "canonical": (
        "govrules: 1\nmapping: canonical\ntime_zone: Asia/Shanghai\ncase: case\ntype: type\ntime: time\n"
    ),
    "wide": (
        "govrules: 1\nmapping: wide\ntime_zone: Asia/Shanghai\nmissing: '-'\ncase: 办件编号\n"
        "attributes:\n  item: 事项\n  copies: {column: 件数, type: integer}\nsplit:\n"
        "- {event: 受理, time: 受理日期, attributes: {limit: 承诺期限}}\n"
        "- {event: 办结, time: {column: 办结日期, dates: true}}\n"
    ),
}


@functools.cache
def mapping_by_name(name: str) -> Path:
    """A mapping that holds good, as a file."""
    return as_file(f"mappings/{name}.yaml", _MAPPINGS[name].encode())


@functools.cache
def _logs() -> tuple[Path, ...]:
    return as_file("mapped/log.csv", _TABLE.encode()), as_file("mapped/log.jsonl", _LINES.encode())


def run(data: bytes) -> None:
    read = read_mapping(as_file("mapping/mapping.yaml", data))
    told(read.diagnostics)
    wrong = any(each.severity == "error" for each in read.diagnostics)
    promise((read.mapping is None) == wrong, "a mapping in spite of errors, or none without any")
    if read.mapping is not None:
        for path in _logs():
            kept(read_events(path, mapping=read.mapping), one_event_a_row=False)


def seeds() -> Iterator[bytes]:
    yield from files("examples/*/mapping.yaml", "tests/golden/events/*.mapping.yaml")
    yield from (each.encode() for each in _MAPPINGS.values())


@functools.cache
def words() -> tuple[str, ...]:
    found = words_in([*seeds(), _TABLE.encode()])
    more = (
        "%Y-%m-%d",
        "%d/%m/%Y %H:%M",
        "%j",
        "%",
        "%Z%z",
        "excel",
        "iso",
        "number",
        "integer",
        "date",
        "text",
        "list",
        "separator",
    )
    return (*sorted(found), *more, *yaml_lines.STRANGE)


@functools.cache
def _donors() -> yaml_lines.Donors:
    return yaml_lines.Donors.of(text_of(each) for each in seeds())


def mutation(data: bytes, most: int, seed: int) -> bytes:
    return yaml_lines.mutated(data, seed=seed, donors=_donors(), words=words(), most=most)


TARGET = Target("mapping-files", run, seeds, words, mutation, longest=2_048)
