"""What a file may hold, and what is said where it holds something else."""

import os
from pathlib import Path

import pytest

from govrules.rulefile.composer import read_text
from govrules.rulefile.textfile import LARGEST

TEXT = "受理: 自受理之日起二十日内作出决定，必须遵守。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf_8_is_read_with_and_without_its_mark(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "规则.yaml"
    path.write_text(TEXT, encoding=encoding)
    assert read_text(path) == (TEXT, ())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (TEXT.encode("gb18030"), "the file is not UTF-8: it looks like GB18030"),
        (TEXT.encode("utf-16"), "the file is not UTF-8: it looks like UTF-16"),
        ("a: b\n".encode("utf-16-le"), "the file is not UTF-8: it looks like UTF-16"),
        (TEXT.encode("utf-32"), "the file is not UTF-8: it looks like UTF-32"),
        (b"PK\x03\x04....", "the file is no text: it looks like an Excel, Word or zip file"),
        (b"%PDF-1.7", "the file is no text: it looks like a PDF file"),
        (b"\x1f\x8b\x08", "the file is no text: it looks like a gzip file"),
        (b"abc\x00\x01\x00\x00", "the file is no text: it looks like binary data, from byte 4 on"),
        (b"abc\xff\xff\xfe", "the file is no text: it looks like binary data, from byte 4 on"),
        (b"a" * (LARGEST + 1), "the file has more than 1000000 characters"),
        (b"a" * (4 * LARGEST + 1), "the file has more than 1000000 characters"),
    ],
)
def test_anything_else_is_named_for_what_it_looks_like(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "rules.yaml"
    path.write_bytes(content)
    text, diagnostics = read_text(path)
    assert (text, [each.message() for each in diagnostics]) == (None, [message])


def test_a_path_that_names_no_readable_file_says_which_way_it_fails(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    paths: list[str | Path] = [tmp_path / "none.yaml", tmp_path, pipe, "a\0b"]
    names = [[each.code.name for each in read_text(path)[1]] for path in paths]
    assert names == [["file-missing"], ["file-is-folder"], ["file-unreadable"], ["file-unreadable"]]
