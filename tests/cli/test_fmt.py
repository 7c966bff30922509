"""`govrules fmt` and `govrules schema`: what is written, what is told, and what is left alone."""

import json
from pathlib import Path

import pytest

from govrules.editing import formatter
from govrules.editing.schema import schema_text
from tests.cli.conftest import Run

UNTIDY = "policy: p\ngovrules:   1 # the language\nclauses:\n    c:  {not_checkable:  'words'}\n"
TIDY = "govrules: 1   # the language\npolicy: p\n\nclauses:\n  c:\n    not_checkable: words\n"
MISTAKEN = "govrules: 1\npolicy: p\nclauses: {c: {dty: {when: a}}}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return path


def names(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir()]


def test_a_file_is_rewritten_once(govrules: Run, folder: Path) -> None:
    path = write(folder / "p.yaml", UNTIDY)
    ran = govrules("fmt", "p.yaml")
    assert (ran.code, ran.out, ran.err) == (0, "rewritten: p.yaml\n1 file rewritten, 0 as they are\n", "")
    assert path.read_text(encoding="utf-8") == TIDY
    again = govrules("fmt", "p.yaml", "--lang", "zh")
    assert (again.code, again.out, again.err) == (0, "0 个文件已重写，1 个无需改动\n", "")
    assert names(folder) == ["p.yaml"]


def test_check_writes_nothing_and_says_what_would_change(govrules: Run, folder: Path) -> None:
    path = write(folder / "p.yaml", UNTIDY)
    write(folder / "q.yaml", TIDY)
    ran = govrules("fmt", ".", "--check")
    assert (ran.code, ran.out, ran.err) == (
        1,
        "would be rewritten: p.yaml\n1 file to be rewritten, 1 as they are\n",
        "",
    )
    assert path.read_text(encoding="utf-8") == UNTIDY
    assert govrules("fmt", "q.yaml", "--check").code == 0


def test_diff_shows_the_lines(govrules: Run, folder: Path) -> None:
    path = write(folder / "p.yaml", UNTIDY)
    ran = govrules("fmt", "p.yaml", "--diff")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.splitlines() == [
        "--- p.yaml",
        "+++ p.yaml",
        "@@ -1,4 +1,6 @@",
        "+govrules: 1   # the language",
        " policy: p",
        "-govrules:   1 # the language",
        "+",
        " clauses:",
        "-    c:  {not_checkable:  'words'}",
        "+  c:",
        "+    not_checkable: words",
        "1 file to be rewritten, 0 as they are",
    ]
    assert path.read_text(encoding="utf-8") == UNTIDY


@pytest.mark.parametrize("option", [(), ("--check",), ("--diff",)])
def test_a_file_with_mistakes_is_left_alone_and_the_others_are_not(
    govrules: Run, folder: Path, option: tuple[str, ...]
) -> None:
    mistaken = write(folder / "a.yaml", MISTAKEN)
    sound = write(folder / "b.yaml", UNTIDY)
    ran = govrules("fmt", ".", *option)
    assert ran.code == 2
    assert "a.yaml:3:15: error[GR101]" in ran.err
    assert "help: did you mean `duty`?" in ran.err
    assert ran.out.splitlines()[-1].endswith("1 with mistakes left alone")
    assert mistaken.read_text(encoding="utf-8") == MISTAKEN
    assert (sound.read_text(encoding="utf-8") == TIDY) == (option == ())


def test_other_files_of_a_folder_of_rules_are_passed_over(govrules: Run, folder: Path) -> None:
    write(folder / "expected.yaml", "anything:   [1,2]\n")
    write(folder / ".hidden.yaml", UNTIDY)
    write(folder / "notes.txt", UNTIDY)
    ran = govrules("fmt", ".")
    assert (ran.code, ran.out, ran.err) == (0, "0 files rewritten, 0 as they are\n", "")


def test_calendars_and_mappings_of_a_folder_are_written_too(govrules: Run, folder: Path) -> None:
    days = "first_day: 2025-01-01\nlast_day: 2025-12-31\n"
    calendar = write(folder / "calendars" / "c.yaml", f"govrules:  1\n{days}calendar:  c\n")
    mapping = write(folder / "mapping.yaml", "govrules:  1\nmapping:  m\ncase: c\ntype: t\ntime: d\n")
    ran = govrules("fmt", ".")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[-1] == "2 files rewritten, 0 as they are"
    assert calendar.read_text(encoding="utf-8") == f"govrules: 1\ncalendar: c\n{days}"
    assert mapping.read_text(encoding="utf-8") == "govrules: 1\nmapping: m\ncase: c\ntype: t\ntime: d\n"


def test_a_file_that_is_none_of_ours_is_told_where_it_is_named(govrules: Run, folder: Path) -> None:
    write(folder / "expected.yaml", "anything: [1, 2]\n")
    ran = govrules("fmt", "expected.yaml")
    assert (ran.code, ran.err.splitlines()[0][:27]) == (2, "expected.yaml: error[GR114]")


@pytest.mark.parametrize("word", ["nothing.yaml", "", "a\0b", "x" * 5000])
def test_what_is_not_there_is_told(govrules: Run, folder: Path, word: str) -> None:
    assert folder.is_dir()
    ran = govrules("fmt", word)
    assert ran.code == 2
    assert "error[GR0" in ran.err


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04rubbish", b"\xff\xfe\x00", "政策: p".encode("gb18030"), b"", b"[" * 3000]
)
def test_rubbish_is_told_and_left_alone(govrules: Run, folder: Path, content: bytes) -> None:
    path = folder / "p.yaml"
    path.write_bytes(content)
    ran = govrules("fmt", "p.yaml")
    assert ran.code == 2
    assert "error[GR" in ran.err
    assert "Traceback" not in ran.err
    assert path.read_bytes() == content


def test_the_same_file_named_twice_is_written_once(govrules: Run, folder: Path) -> None:
    write(folder / "p.yaml", UNTIDY)
    (folder / "link.yaml").symlink_to("p.yaml")
    ran = govrules("fmt", "p.yaml", "./p.yaml", ".", "link.yaml")
    assert (ran.code, ran.out) == (0, "rewritten: p.yaml\n1 file rewritten, 0 as they are\n")
    assert (folder / "link.yaml").is_symlink()


def test_line_ends_and_the_mode_of_the_file(govrules: Run, folder: Path) -> None:
    path = write(folder / "p.yaml", "\ufeff" + TIDY.replace("\n", "\r\n"))
    path.chmod(0o640)
    assert govrules("fmt", "p.yaml").code == 0
    assert path.read_bytes() == TIDY.encode()
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_file_that_cannot_be_replaced_stays_whole(
    govrules: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(folder / "p.yaml", UNTIDY)

    def refuse(*_: Path) -> Path:
        raise PermissionError(13, "permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    ran = govrules("fmt", "p.yaml")
    assert (ran.code, "error[GR631]" in ran.err) == (2, True)
    assert path.read_text(encoding="utf-8") == UNTIDY
    assert names(folder) == ["p.yaml"]


def test_a_form_that_would_say_something_else_is_never_written(
    govrules: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(folder / "p.yaml", UNTIDY)
    monkeypatch.setattr(formatter, "laid_out", lambda *_, **__: TIDY.replace("words", "others"))
    ran = govrules("fmt", "p.yaml")
    assert (ran.code, ran.err.splitlines()[0][:21]) == (2, "p.yaml: error[GR690]:")
    assert path.read_text(encoding="utf-8") == UNTIDY


# -- schema -----------------------------------------------------------------------------------------------


def test_the_schema_is_printed_or_written(govrules: Run, folder: Path) -> None:
    assert govrules("schema").out == schema_text()
    ran = govrules("schema", "--out", "s.json", "--lang", "zh")
    assert (ran.code, ran.out, ran.err) == (0, "已写入：s.json\n", "")
    assert (folder / "s.json").read_text(encoding="utf-8") == schema_text()
    assert json.loads(schema_text())["$schema"] == "http://json-schema.org/draft-07/schema#"


def test_the_schema_is_not_written_where_there_is_no_folder(govrules: Run, folder: Path) -> None:
    ran = govrules("schema", "--out", "no/where.json")
    assert (ran.code, ran.out, "error[GR631]" in ran.err) == (2, "", True)
    assert names(folder) == []
