"""Bad files of records and what is said of them, in both languages: each beside its messages.

`name.csv.en.txt` and `name.csv.zh.txt` hold what was read and every diagnostic, of the file and of records
under the policy below.
"""

from pathlib import Path

import pytest

from govrules.diagnostics import Language, render_all
from govrules.engine.stated import unfit
from govrules.formats.records import read_records
from govrules.rulefile.load import load_text

HERE = Path(__file__).parent
FILES = sorted(
    path.name
    for path in HERE.iterdir()
    if path.suffix not in (".py", ".pyc")
    and not path.name.endswith((".en.txt", ".zh.txt"))
    and path.is_file()
)
RULES = load_text("""
govrules: 1
policy: p
calendar: cn
convention: cn-civil-code
records:
  post: {data: {unit: any, role: string, holder: string, rooms: integer}}
clauses: {}
""").rulebook


def read(name: str, lang: Language) -> str:
    assert RULES is not None
    found = read_records(name)
    told = [f"rows: {found.rows}", *(f"{each.span} {each.to_dict()}" for each in found)]
    return "\n".join(told) + "\n\n" + render_all([*found.diagnostics, *unfit(found, RULES)], lang=lang) + "\n"


def test_there_are_files() -> None:
    assert FILES


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", FILES)
def test_every_mistake_is_told_at_once_in_its_place(
    name: str, lang: Language, monkeypatch: pytest.MonkeyPatch, refresh_golden: bool
) -> None:
    monkeypatch.chdir(HERE)
    said, expected = read(name, lang), HERE / f"{name}.{lang}.txt"
    if refresh_golden:
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")
