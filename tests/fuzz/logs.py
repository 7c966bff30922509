"""What every reader of events promises of the log that it returns."""

import zlib
from pathlib import Path

from govrules.formats.log import EventLog
from govrules.formats.read import read_events
from govrules.formats.write import write_events
from tests.fuzz.target import as_file, promise, told

SELDOM = 4
"""every so many examples are read in every way: thus more examples are tried"""
_MOST_WRITTEN = 50


def kept(log: EventLog, *, one_event_a_row: bool = True) -> None:
    """Every row is an event or is told, and what was read can be written and read again."""
    told(log.diagnostics)
    if log.ok:
        promise(log.skipped == 0 and log.rows > 0, "a log without errors that is not whole")
    if one_event_a_row:
        whole = len(log.events) + log.skipped == log.rows
        promise(whole or not log.ok, "a row that is neither an event nor told")
    if 0 < len(log.events) <= _MOST_WRITTEN:
        path = as_file("written/log.jsonl", b"")
        promise(write_events(log, path) == len(log.events), "events that were not written")
        again = read_events(path).or_raise()
        same = [each.content_key() for each in again] == [each.content_key() for each in log]
        promise(same, "what was written is read as something else")


def in_every_way(path: Path, *, mapping: Path) -> None:
    """Read a file by itself and by a mapping, and now and then strictly and with another zone."""
    kept(read_events(path, time_zone="Asia/Shanghai"))
    kept(read_events(path, mapping=mapping), one_event_a_row=False)
    if zlib.crc32(path.read_bytes()) % SELDOM:
        return
    kept(read_events(path))
    kept(read_events(path, time_zone="America/New_York"))
    strict = read_events(path, strict=True)
    told(strict.diagnostics)
    rows = [
        each for each in strict.diagnostics if each.severity == "error" and each.span and each.span.line > 1
    ]
    promise(len(rows) <= 1, "strict reading went on after a row with an error")
    promise(strict.ok or not strict.events, "strict reading gave events in spite of an error")
