"""Reading a file as text: size, encoding, and what it looks like where it is no UTF-8 text."""

import codecs
import contextlib
import os
import stat
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from pathlib import Path

from govrules.diagnostics import Code, Diagnostic, Help, Span
from govrules.diagnostics.codes import files as codes

LARGEST = 1_000_000
"""the most characters that a rule file may have"""

_SIGNATURES: Sequence[tuple[bytes, str, str]] = (
    (b"PK\x03\x04", "an Excel, Word or zip file", "Excel、Word 或 zip 文件"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file", "旧版 Excel 或 Word 文件"),
    (b"\x1f\x8b", "a gzip file", "gzip 压缩文件"),
    (b"%PDF", "a PDF file", "PDF 文件"),
    (b"\x89PNG", "an image", "图片"),
    (b"\xff\xd8\xff", "an image", "图片"),
)
_MARKS: Sequence[tuple[bytes, str]] = (
    # UTF-32 first: its mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_SAVE_AS_UTF8 = Help(
    en="save the file as UTF-8 (Notepad: Save as, Encoding: UTF-8; or `iconv -f {encoding} -t UTF-8`)",
    zh="请另存为 UTF-8（记事本：另存为，编码选 UTF-8；或用 `iconv -f {encoding} -t UTF-8`）",
)


_kept: ContextVar[dict[Path, bytes] | None] = ContextVar("kept", default=None)


@contextlib.contextmanager
def files_read() -> Iterator[dict[Path, bytes]]:
    """The content of every file of rules, calendars and conventions that is read inside, by its real path.

    It fills while the block runs: what decided is what was read, even where a file changes meanwhile.
    """
    files: dict[Path, bytes] = {}
    token = _kept.set(files)
    try:
        yield files
    finally:
        _kept.reset(token)


def read_text(path: str | os.PathLike[str]) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The text of a UTF-8 file, without its byte order mark, or why there is none; never raises.

    A file of more than `LARGEST` characters, another encoding, a binary file, a folder, a device and a
    path that names nothing each get a diagnostic of their own.
    """
    place = os.fspath(path)
    try:
        status = Path(place).stat()
        if stat.S_ISDIR(status.st_mode):
            return None, (_whole(codes.FILE_IS_FOLDER, place, path=place),)
        # A device or a pipe may never end, or wait for ever.
        if not stat.S_ISREG(status.st_mode):
            return None, (_unreadable(place, "not an ordinary file", "不是普通文件"),)
        with Path(place).open("rb") as file:
            # Python makes room at once for as many bytes as are asked for, however short the file is.
            content = file.read(min(status.st_size, 4 * LARGEST) + 1)
    except FileNotFoundError:
        return None, (_whole(codes.FILE_MISSING, place, path=place),)
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.strerror:
            return None, (_unreadable(place, error.strerror.lower(), error.strerror),)
        return None, (_unreadable(place, "not a valid path", "不是有效的路径"),)
    kept = _kept.get()
    if kept is not None:
        kept[Path(os.path.realpath(place))] = content
    return decode(content, file=place)


def decode(content: bytes, *, file: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The text in `content`, or the diagnostic that says what the bytes look like instead."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return None, (_encoding(file, encoding),)
    for signature, kind, kind_zh in _SIGNATURES:
        if content.startswith(signature):
            return None, (_whole(codes.FILE_BINARY, file, kind=kind, kind_zh=kind_zh),)
    sample = content[:4096]
    if b"\0" in sample:
        wide = _looks_wide(sample)
        return None, (_encoding(file, wide) if wide else _binary(sample.index(0), file),)
    if len(content) > 4 * LARGEST:
        return None, (_whole(codes.FILE_TOO_LARGE, file, limit=LARGEST),)
    try:
        text = content.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        return None, (_not_utf8(content, error.start, file),)
    if len(text) > LARGEST:
        return None, (_whole(codes.FILE_TOO_LARGE, file, limit=LARGEST),)
    return text, ()


def _whole(code: Code, file: str, **values: object) -> Diagnostic:
    return Diagnostic(code, Span(file), values)


def _unreadable(path: str, reason: str, reason_zh: str) -> Diagnostic:
    return _whole(codes.FILE_UNREADABLE, path, path=path, reason=reason, reason_zh=reason_zh)


def _encoding(file: str, encoding: str) -> Diagnostic:
    advice = Help(*(each.format(encoding=encoding) for each in (_SAVE_AS_UTF8.en, _SAVE_AS_UTF8.zh)))
    return Diagnostic(codes.FILE_ENCODING, Span(file), {"encoding": encoding}, (advice,))


def _looks_wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: ASCII letters in it leave zeros in every other place, and only there."""
    zeros = [sum(1 for each in sample[parity::2] if each == 0) for parity in (0, 1)]
    return "UTF-16" if min(zeros) == 0 and max(zeros) * 8 > len(sample) else None


def _not_utf8(content: bytes, where: int, file: str) -> Diagnostic:
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        return _binary(where, file)
    # Nearly any bytes decode as GB18030; common Chinese characters say that it is meant.
    chinese = sum(1 for each in text if "一" <= each <= "鿿" or each in "，。：；、（）“”")
    strange = sum(1 for each in text if not (each.isprintable() or each in "\t\r\n"))
    if chinese and not strange:
        return _encoding(file, "GB18030")
    return _binary(where, file)


def _binary(where: int, file: str) -> Diagnostic:
    kind, kind_zh = f"binary data, from byte {where + 1} on", f"二进制数据（自第 {where + 1} 字节起）"
    return _whole(codes.FILE_BINARY, file, kind=kind, kind_zh=kind_zh)
