"""Events in JSON: a line each, or an array."""

from collections.abc import Iterator

from tests.fuzz.logs import in_every_way
from tests.fuzz.mapping_files import mapping_by_name
from tests.fuzz.target import Target, as_file, files


def run(data: bytes) -> None:
    mapping = mapping_by_name("canonical")
    for ending in ("jsonl", "json"):
        in_every_way(as_file(f"json/log.{ending}", data), mapping=mapping)


def seeds() -> Iterator[bytes]:
    for content in files("examples/*/events.jsonl"):
        lines = content.splitlines(keepends=True)
        for at in range(0, len(lines), 25):
            yield b"".join(lines[at : at + 3])
    yield from files("tests/golden/events/*.json", "tests/golden/events/*.jsonl")
    yield from (each.encode() for each in _MORE)


_MORE = (
    '{"case":"c1","type":"受理","time":"2026-03-02T09:00:00+08:00","id":"1","unit":"u","actor":"a","data":{"n":[1,2.5,null,{"x":true}]}}',
    '[{"case":"c1","type":"a","time":"2026-03-02"},\n {"case":"c1","type":"b","time":"2026-03-03 09:00"}]',
    '{"case":1,"type":null,"time":20260302,"data":[]}\n{"case":"c","case":"d","type":"a","time":"2026年3月2日"}',
)  # fmt: skip


def words() -> tuple[str, ...]:
    return (
        '{"case":', '"type":', '"time":', '"id":', '"unit":', '"actor":', '"data":', '"source":', "{", "}",
        "[", "]", ",", ":", '"', "null", "true", "NaN", "Infinity", "-0.0", "1e400", "9" * 40, "1" * 5000,
        "\\u0000", "\\ud800", "\\udc00", "\ufeff", "\n", "\r", '"2026-03-02"', '"2026-02-30"',
        '"0001-01-01T00:00:00+14:00"', '"9999-12-31T23:59:59-12:00"', '"24:00"', "+08:00", "Z",
        '"2026-03-02T09:00:00.123456789Z"', '"2026年3月2日 9时"', "e\u0301", "\u2028", "\x85",
    )  # fmt: skip


TARGET = Target("json-logs", run, seeds, words, longest=2_048)
