"""write_events: events as JSON Lines, whole or not at all."""

import gzip
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, cast

from govrules.model.events import Event


def write_events(events: Iterable[Event], path: str | os.PathLike[str]) -> int:
    """Write events as JSON Lines in UTF-8, in the order given, and say how many there were.

    The file appears under its name when it is complete: a run that fails leaves what was there before.
    Reading it back gives equal events; only `source` is not written.

    Arguments:
        path: of the file; compressed where it ends in .gz, and then with no time of day in it, so that equal
            events give equal bytes.

    Raises:
        OSError: the file cannot be written.

    >>> import datetime as dt, pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "log.jsonl")
    ...     write_events([Event("c1", "受理", dt.date(2026, 3, 2))], file), file.read_text(encoding="utf-8")
    (1, '{"case":"c1","type":"受理","time":"2026-03-02"}\\n')
    """
    # A link stays a link: what it points to is replaced.
    target = Path(path).resolve()
    # Beside the target: a rename replaces a file at one stroke only within one file system.
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with temporary.open("xb") as file:
            if target.suffix.lower() == ".gz":
                with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
                    count = _write(events, cast(BinaryIO, packed))
            else:
                count = _write(events, file)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return count


def _write(events: Iterable[Event], file: BinaryIO) -> int:
    count = 0
    for event in events:
        line = json.dumps(event.to_dict(), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        file.write(line.encode() + b"\n")
        count += 1
    return count
