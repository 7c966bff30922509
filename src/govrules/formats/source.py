"""A file of events as bytes and as lines of text: whether it can be opened, what it is, how it is encoded.

The bytes are gone through once before any row is read. A file that is cut short, or in no encoding that
can be read, then gives no events at all, rather than the first half of them.
"""

import codecs as encodings
import gzip
import hashlib
import io
import os
import re
import stat
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, cast

from govrules.declaring import frozen
from govrules.diagnostics import Help
from govrules.diagnostics.codes import events as codes
from govrules.formats.encoding import encoding_named
from govrules.formats.report import Problem, Report, StopReadingError

TEXT_FORMS = (".jsonl", ".ndjson", ".json", ".csv", ".tsv")
FORMS = (*TEXT_FORMS, ".xlsx", ".parquet")
LONGEST_LINE = 1_000_000
"""characters of one line of text"""
LARGEST_WHOLE = 200_000_000
"""bytes of a file that must be held in memory as a whole: a JSON array, a workbook"""
LARGEST = 16_000_000_000
"""bytes after decompression: a small archive can be made to unpack without end"""
_CHUNK = 1 << 20
_RULE_FILE = re.compile(r"^govrules\s*:", re.MULTILINE)
_RULE_FILE_KIND = re.compile(r"^(policy|mapping|scenarios?|convention|calendar)\s*:", re.MULTILINE)
_IS_FOLDER = Help(en="it is a folder: name a file in it", zh="它是文件夹：请指明其中的文件")
_IS_NO_FILE = Help(
    en="it is a pipe or a device, and events are read twice: write them into a file first",
    zh="它是管道或设备，而事件需读取两遍：请先写入文件",
)
_NOT_ALLOWED = Help(en="you may not read it", zh="没有读取权限")
_DAMAGED = (EOFError, zlib.error, gzip.BadGzipFile)


@frozen
class Source:
    """A file that can be read to its end."""

    path: str
    name: str
    """the last part of the path: where an event came from, the same on every machine"""
    form: str
    """one of `FORMS`"""
    compressed: bool
    encoding: str | None
    sha256: str
    size: int
    """bytes after decompression"""

    def binary(self) -> BinaryIO:
        return _open(self.path, self.compressed)

    def text(self, open_files: ExitStack) -> io.TextIOWrapper:
        """The text, with its line breaks as they are, which the CSV reader needs; `open_files` closes it."""
        encoding = "utf-8-sig" if self.encoding == "utf-8" else self.encoding
        text = open_files.enter_context(io.TextIOWrapper(self.binary(), encoding=encoding, newline=""))
        # Editors write the mark in GB18030 too, where no codec takes it away.
        if text.read(1) != "\ufeff":
            text.seek(0)
        return text


def open_source(path: str | os.PathLike[str], *, encoding: str | None, report: Report) -> Source:
    """The file at `path`, gone through once.

    Raises:
        StopReadingError: it cannot be used; `report` says why.
    """
    place = os.fspath(path)
    name = Path(place).name
    form = Path(name.lower().removesuffix(".gz")).suffix
    compressed = _checked_start(place, form, report)
    try:
        if form in TEXT_FORMS:
            chosen = _text_encoding(encoding, report)
            digest, size, found = _scan_text(place, compressed, chosen, report)
        else:
            digest, size = _scan_bytes(place, compressed, report)
            found = None
    except _DAMAGED:
        raise report.fatal(Problem(codes.LOG_DAMAGED)) from None
    except OSError:
        raise report.fatal(Problem(codes.LOG_UNREADABLE)) from None
    return Source(place, name, form, compressed, found, digest, size)


def _open(path: str, compressed: bool) -> BinaryIO:
    if compressed:
        return cast(BinaryIO, gzip.open(path, "rb"))
    return Path(path).open("rb")


def _checked_start(path: str, form: str, report: Report) -> bool:
    """Whether the file is compressed, judged by its bytes; a name may be wrong."""
    try:
        status = Path(path).stat()
        # A pipe or device may never end, and it cannot be gone through twice.
        if not stat.S_ISREG(status.st_mode):
            why = _IS_FOLDER if stat.S_ISDIR(status.st_mode) else _IS_NO_FILE
            raise report.fatal(Problem(codes.LOG_UNREADABLE, {}, (why,)))
        with Path(path).open("rb") as file:
            compressed = file.read(2) == b"\x1f\x8b"
        with _open(path, compressed) as file:
            start = file.read(1 << 16)
    except (FileNotFoundError, ValueError):
        raise report.fatal(Problem(codes.LOG_MISSING)) from None
    except _DAMAGED:
        raise report.fatal(Problem(codes.LOG_DAMAGED)) from None
    except PermissionError:
        raise report.fatal(Problem(codes.LOG_UNREADABLE, {}, (_NOT_ALLOWED,))) from None
    except OSError:
        raise report.fatal(Problem(codes.LOG_UNREADABLE)) from None
    if not start.strip():
        raise report.fatal(Problem(codes.LOG_EMPTY))
    is_zip = start.startswith(b"PK\x03\x04")
    if form in TEXT_FORMS and is_zip:
        raise report.fatal(Problem(codes.LOG_NOT_TEXT))
    text = start.decode("utf-8", "replace").removeprefix("\ufeff")
    kind = _RULE_FILE_KIND.search(text)
    if kind and _RULE_FILE.search(text):
        raise report.fatal(Problem(codes.RULES_AS_LOG, {"key": kind[1]}))
    if form not in FORMS:
        raise report.fatal(Problem(codes.LOG_FORMAT_UNKNOWN, {"suffix": form}, _FORMS_HELP))
    if form == ".xlsx" and not is_zip:
        raise report.fatal(Problem(codes.EXCEL_DAMAGED))
    return compressed


_FORMS_HELP = (
    Help(
        "events are read from .jsonl, .ndjson, .json, .csv, .tsv, .xlsx and .parquet, "
        "each also with .gz after it",
        "可读取 .jsonl、.ndjson、.json、.csv、.tsv、.xlsx 和 .parquet，均可再加 .gz",
    ),
)


def _text_encoding(encoding: str | None, report: Report) -> str | None:
    if encoding is None:
        return None
    name = encoding_named(encoding)
    if name is None:
        raise report.fatal(Problem(codes.ENCODING_UNKNOWN, {"encoding": encoding[:40]}, _ENCODING_HELP))
    return "utf-8-sig" if name == "utf-8" else name


_ENCODING_HELP = (
    Help(
        "common ones are `utf-8`, `gb18030`, `utf-16` and `latin-1`",
        "常用的有 `utf-8`、`gb18030`、`utf-16` 和 `latin-1`",
    ),
)


def _chunks(path: str, compressed: bool, report: Report) -> Iterator[bytes]:
    size = 0
    with _open(path, compressed) as file:
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            if size > LARGEST:
                raise report.fatal(Problem(codes.LOG_TOO_LARGE, {"limit": LARGEST // 1_000_000}))
            yield chunk


def _scan_bytes(path: str, compressed: bool, report: Report) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for chunk in _chunks(path, compressed, report):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size


def _scan_text(path: str, compressed: bool, encoding: str | None, report: Report) -> tuple[str, int, str]:
    """The hash, the size and the encoding: the one given, that of a byte order mark, UTF-8, or GB18030."""
    with _open(path, compressed) as file:
        start = file.read(4)
    if encoding is None and start.startswith((encodings.BOM_UTF16_LE, encodings.BOM_UTF16_BE)):
        encoding = "utf-16"
    digest, size = hashlib.sha256(), 0
    wanted = encoding or "utf-8-sig"
    decoder = encodings.getincrementaldecoder(wanted)()
    bad_line, line = 0, 1
    for chunk in _chunks(path, compressed, report):
        digest.update(chunk)
        size += len(chunk)
        if not bad_line:
            try:
                line += decoder.decode(chunk).count("\n")
            except UnicodeError as error:
                bad_line = line + _breaks_before(error)
    if not bad_line:
        try:
            decoder.decode(b"", final=True)
        except UnicodeError as error:
            bad_line = line + _breaks_before(error)
    if not bad_line:
        return digest.hexdigest(), size, "utf-8" if wanted == "utf-8-sig" else wanted
    if encoding is None and _is_gb18030(path, compressed, report):
        found = Problem(codes.ENCODING_GUESSED, {}, _GUESSED_HELP, "warning")
        report.whole(found, line=bad_line)
        return digest.hexdigest(), size, "gb18030"
    said = "UTF-8" if encoding in (None, "utf-8-sig") else encoding
    raise report.fatal(Problem(codes.LOG_ENCODING, {"encoding": said}, _ENCODING_HELP), line=bad_line)


_GUESSED_HELP = (
    Help(
        "if that is right, name it and this warning goes: `encoding: gb18030` in the mapping",
        "若无误，请写明编码以消除此警告：在映射文件中写 `encoding: gb18030`",
    ),
)


def _breaks_before(error: UnicodeError) -> int:
    if isinstance(error, UnicodeDecodeError):
        return error.object[: error.start].count(b"\n")
    return 0


def _is_gb18030(path: str, compressed: bool, report: Report) -> bool:
    decoder = encodings.getincrementaldecoder("gb18030")()
    try:
        for chunk in _chunks(path, compressed, report):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


class Lines(Iterator[str]):
    """The lines of a text with their breaks, counted; one too long or with a NUL is reported and left out."""

    def __init__(self, stream: io.TextIOWrapper, report: Report) -> None:
        self._stream = stream
        self._report = report
        self.number = 0
        """of the line last given, from 1"""
        self.bad = 0
        """lines left out"""

    def __next__(self) -> str:
        while True:
            line = self._stream.readline(LONGEST_LINE + 1)
            if not line:
                raise StopIteration
            self.number += 1
            if len(line) > LONGEST_LINE and line[-1] not in "\r\n":
                self._pass_over()
                problem = Problem(codes.LINE_TOO_LONG, {"limit": LONGEST_LINE})
            elif "\0" in line:
                problem = Problem(codes.NUL_CHARACTER)
            else:
                return line
            self.bad += 1
            self._report.row(problem, self.number)

    def _pass_over(self) -> None:
        """Go to the end of a line that is too long to be held."""
        while (rest := self._stream.readline(LONGEST_LINE)) and not rest.endswith(("\n", "\r")):
            pass


__all__ = [
    "FORMS",
    "LARGEST_WHOLE",
    "LONGEST_LINE",
    "TEXT_FORMS",
    "Lines",
    "Source",
    "StopReadingError",
    "open_source",
]
