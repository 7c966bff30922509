"""Stretches of a log for several processes: each reads the bytes of its own cases, and no others.

    stretches = in_stretches("log.jsonl", 2)            # a list of `Stretch`; small, sent to the processes
    columns = read_stretch(stretches[0], fields=("unit",))   # in a process: its cases as `Columns`

This serves files of JSON Lines or CSV that are clean and in the order of cases, as most large logs are. Of
any other file there are no stretches, or one of them turns out to be none where it is read: `read_stretch`
then gives None, and the log is read as a whole by `read_columns`; `Columns.part` takes what was read apart.
No case is in two stretches, and every case of the file is in one, if all of them could be read.
"""

import datetime as dt
import importlib.util
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

import attrs

from govrules.diagnostics import Diagnostic, DiagnosticsError, Span
from govrules.diagnostics.codes import columns as codes
from govrules.formats.times import UncleanError
from govrules.formats.zones import zone_named
from govrules.model.columns import Columns
from govrules.model.frozen import FrozenValueError, name_of

if TYPE_CHECKING:
    from govrules.formats.csv_blocks import CsvForm
    from govrules.formats.line_columns import Decoding
    from govrules.formats.read import MappingGiven

Progress: TypeAlias = Callable[[int, int], object]
"""told how many bytes have been read, and of how many"""

BOM = b"\xef\xbb\xbf"
LINES = (".jsonl", ".ndjson")
TABLES = (".csv", ".tsv")
LARGE = 20_000_000
"""bytes of JSON Lines from which on it pays to load numpy for them"""
LARGE_ENOUGH = 200_000
"""bytes for which it is used where it has been loaded"""
_CHUNK = 1 << 20
_LONGEST = 1_000_000
_NEAR = 1 << 14
"""bytes that are gone through line by line"""
_BEHIND = chr(0x10FFFF)
"""stands behind every case"""


@attrs.frozen
class Stretch:
    """Whole lines of a file: all of some cases, if the file is in the order of cases."""

    path: str
    start: int
    """bytes"""
    end: int
    """exclusive"""
    first_line: int
    """the number of its first line in the file, from 1"""
    low: str = ""
    """its first case"""
    high: str | None = None
    """the first case of the stretch after it; None where there is none"""
    stamp: tuple[int, int, int] | None = None
    """what changes when the file is changed; None where nobody looks"""
    table: "CsvForm | None" = None
    """the columns of CSV; None for JSON Lines"""
    zone: dt.tzinfo | None = None
    """of times of day without an offset, where the file was opened with one"""


def in_stretches(
    path: str | os.PathLike[str],
    processes: int,
    *,
    mapping: "MappingGiven | None" = None,
    time_zone: str | None = None,
    encoding: str | None = None,
) -> list[Stretch]:
    """A file in as many stretches of about equal length as there are processes, or fewer.

    Only a few lines of it are read, and its line breaks counted.

    Arguments:
        mapping, time_zone, encoding: as for `read_columns`.

    Returns:
        The stretches in order; none where the file cannot be taken apart so: it is compressed, small, of
        another form, or not in the order of cases where it was looked at.
    """
    from govrules.formats.columnar import lines_in
    from govrules.formats.file_rows import stamp

    place = os.fspath(path)
    try:
        table, whole, zone = lines_in(place, mapping=mapping, time_zone=time_zone, encoding=encoding)
        with Path(place).open("rb") as file:
            status = os.fstat(file.fileno())
            borders = _borders(file, status.st_size, whole, processes, table)
            cases = [case for _, case in borders]
            if any(first >= second for first, second in pairwise(cases)):
                return []
            lines = _lines_before(file, [at for at, _ in borders])
    except (OSError, ValueError, RecursionError, FrozenValueError, UncleanError):
        return []
    ends = [*(at for at, _ in borders[1:]), status.st_size]
    highs = [*cases[1:], None]
    return [
        Stretch(place, at, end, before + 1, low, high, stamp(status), table, zone)
        for (at, low), end, before, high in zip(borders, ends, lines, highs, strict=True)
    ]


def read_stretch(
    stretch: Stretch,
    *,
    time_zone: str | None = None,
    fields: Sequence[str] = (),
    progress: Progress | None = None,
) -> Columns | None:
    """The events of a stretch, as `read_columns` reads them.

    Arguments:
        time_zone, fields, progress: as for `read_columns`; left out, the zone that the file was opened with.

    Returns:
        The columns; None where there is something wrong in it, where cases stand in it that are not its own,
        or where msgspec is not installed: then the file has to be read as a whole.

    Raises:
        DiagnosticsError: the file has been changed since it was taken apart.
    """
    zone = zone_named(time_zone) if time_zone is not None else stretch.zone
    if (zone is None and time_zone is not None) or (stretch.table is None and not installed("msgspec")):
        return None
    from govrules.formats.line_columns import columns_of_lines

    decoding: Decoding = stretch.table or json_decoding(stretch.end - stretch.start)
    try:
        columns, _ = columns_of_lines(decoding, stretch, zone=zone, fields=fields, progress=progress)
        _check_unchanged(stretch)
    except (UncleanError, OSError):
        _check_unchanged(stretch)
        return None
    if columns.cases[0] < stretch.low or (stretch.high is not None and stretch.high <= columns.cases[-1]):
        return None
    return columns


def json_decoding(size: int) -> "Decoding":
    """How so many bytes of JSON Lines are decoded."""
    if size > (LARGE_ENOUGH if "numpy" in sys.modules else LARGE) and installed("numpy"):
        from govrules.formats.shaped_blocks import ShapedBlocks

        return ShapedBlocks()
    from govrules.formats.json_blocks import JsonBlocks

    return JsonBlocks()


def _check_unchanged(stretch: Stretch) -> None:
    """Raises DiagnosticsError where the file is another than the one that was taken apart."""
    if stretch.stamp is None:
        return
    from govrules.formats.file_rows import stamp

    try:
        if stamp(Path(stretch.path).stat()) == stretch.stamp:
            return
    except OSError:
        pass
    raise DiagnosticsError([Diagnostic(codes.LOG_CHANGED, Span(stretch.path))])


def stands_in_order(columns: Columns) -> bool:
    """Whether the cases that were read stand in the file in the order of their names, each together."""
    from govrules.formats.file_rows import FileRows

    rows, starts = columns.rows, columns.starts
    if not isinstance(rows, FileRows):
        return False
    if rows.order is None:
        return True
    each = [rows.order[start:end] for start, end in pairwise(starts)]
    # Of rows that are there twice the first is kept: the others must stand before the next case begins.
    twice = Counter(case for _, case in columns.duplicates)
    sizes = [len(there) + twice[case] for case, there in zip(columns.cases, each, strict=True)]
    begun = [min(there) for there in each]
    return begun == [0, *accumulate(sizes[:-1])] and all(
        max(before) < after for before, after in zip(each, begun[1:], strict=False)
    )


def stretch_of(stretch: Stretch, case: str) -> Stretch | None:
    """The lines of one case within a stretch in which cases stand in order; None where none has that name.

    Raises:
        DiagnosticsError: the file has been changed since it was taken apart.
    """
    try:
        with Path(stretch.path).open("rb") as file:
            at = _place_of(file, stretch, case)
            end, found = at, False
            while end < stretch.end and _case_at(file, end, stretch.table) == case:
                found, end = True, file.tell()
            before = _breaks(file, stretch.start, at)
    except (OSError, ValueError, RecursionError, FrozenValueError, UncleanError):
        found = False
    _check_unchanged(stretch)
    if not found:
        return None
    first = stretch.first_line + before
    return attrs.evolve(stretch, start=at, end=end, first_line=first, low=case, high=None)


def _place_of(file: BinaryIO, stretch: Stretch, case: str) -> int:
    """Where in a stretch the first line begins whose case is this one, or one after it."""
    low, high = stretch.start, stretch.end
    while high - low > _NEAR:
        middle = (low + high) // 2
        file.seek(middle)
        file.readline()
        at = file.tell()
        if at < high and _case_at(file, at, stretch.table) < case:
            low = at
        else:
            high = middle
    while low < stretch.end and _case_at(file, low, stretch.table) < case:
        low = file.tell()
    return low


def _case_at(file: BinaryIO, place: int, table: "CsvForm | None") -> str:
    file.seek(place)
    line = file.readline(_LONGEST)
    # Behind the last event there may be blank lines.
    return _case(line, table) if line.strip() else _BEHIND


def installed(package: str) -> bool:
    """Whether a package of an extra is there."""
    return importlib.util.find_spec(package) is not None


def _borders(
    file: BinaryIO, size: int, whole: Stretch, processes: int, table: "CsvForm | None"
) -> list[tuple[int, str]]:
    """The places at which stretches begin, each with its first case."""
    file.seek(whole.start)
    found = [(whole.start, _case(file.readline(_LONGEST), table))]
    for number in range(1, processes):
        near = whole.start + (size - whole.start) * number // processes
        border = _border(file, max(near, found[-1][0] + 1), table)
        if border is None:
            break
        found.append(border)
    return found


def _border(file: BinaryIO, near: int, table: "CsvForm | None") -> tuple[int, str] | None:
    """The first place after `near` at which a case begins, and that case; None where there is no more."""
    file.seek(near)
    file.readline()
    before: str | None = None
    while True:
        at = file.tell()
        line = file.readline(_LONGEST)
        if not line.strip():
            return None
        case = _case(line, table)
        if before is not None and case != before:
            return at, case
        before = case


def _case(line: bytes, table: "CsvForm | None") -> str:
    """Raises ValueError, or UncleanError, where the line is no event."""
    if table is not None:
        (text,), _, _ = table.block([line.rstrip(b"\r\n")]).required()
        return name_of(text)
    row = json.loads(line)
    case = row.get("case") if type(row) is dict else None
    if type(case) is not str:
        raise ValueError
    return name_of(case)


def _lines_before(file: BinaryIO, places: Sequence[int]) -> list[int]:
    """How many line breaks stand before each of some places, which stand in order."""
    return list(accumulate(_breaks(file, start, end) for start, end in pairwise((0, *places))))


def _breaks(file: BinaryIO, start: int, end: int) -> int:
    """How many line breaks stand in some bytes of a file."""
    file.seek(start)
    at, count = start, 0
    while at < end:
        chunk = file.read(min(_CHUNK, end - at))
        if not chunk:
            raise ValueError
        at += len(chunk)
        count += chunk.count(b"\n")
    return count
