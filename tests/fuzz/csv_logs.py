"""Events in tables of text."""

from collections.abc import Iterator

from tests.fuzz.logs import in_every_way
from tests.fuzz.mapping_files import mapping_by_name
from tests.fuzz.target import Target, as_file, files


def run(data: bytes) -> None:
    mapping = mapping_by_name("wide" if "事项".encode() in data else "canonical")
    for ending in ("csv", "tsv"):
        in_every_way(as_file(f"csv/log.{ending}", data), mapping=mapping)


def seeds() -> Iterator[bytes]:
    yield from files("tests/golden/events/*.csv")
    for content in files("examples/*/*.csv"):
        yield b"".join(content.splitlines(keepends=True)[:6])
    yield from (each.encode() for each in _MORE)
    yield _MORE[0].encode("gb18030")
    yield _MORE[0].encode("utf-16")


_MORE = (
    "case,type,time,id,unit,actor,备注\r\nc1,受理,2026-03-02 09:00,1,u,a,好\r\nc1,办结,2026/3/9,,,,\r\n",
    'case;type;time\n"c;1";"a ""b""";2026-03-02T09:00:00+08:00\n\n;;\nc2;"x\ny";02.03.2026\n',
    "case\ttype\ttime\nc1\ta\t20260302\nc1\tb\t2026年3月2日 9时30分\n",
    "办件编号,事项,件数,受理日期,承诺期限,办结日期\n1,x,2,2026-03-02 09:00,20个工作日,2026-03-09\n"
    "2,-,-,2026-03-02,,-\n",
)


def words() -> tuple[str, ...]:
    return (
        "case", "type", "time", "id", "unit", "actor", ",", ";", "\t", "|", '"', '""', "\r\n", "\n", "\r",
        "\0", "\ufeff", "\xff\xfe", "2026-03-02", "2026-02-30", "2026-03-02 09:00:00", "2026-03-02T24:00:00",
        "2026-03-08T02:30:00", "+08:00", "Z", "20260302", "45000", "45000.5", "1e308", "-1", "0001-01-01",
        "9999-12-31T23:59:59", "2026年3月2日", "上午9时", "下午3时", "-", "NULL", "办件编号", "事项", "件数",
        "受理日期", "承诺期限", "办结日期", "\u3000", "\u2028", "\x85", "\x1c", "e\u0301", "=1+1",
    )  # fmt: skip


TARGET = Target("csv-logs", run, seeds, words, longest=2_048)
