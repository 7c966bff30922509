"""One bad file for each code, with the whole of what is said about it, in both languages.

`pytest tests/golden --refresh-golden` writes the expected texts anew.
"""

from pathlib import Path

import pytest

from govrules.diagnostics import render_all
from govrules.diagnostics.codes import all_codes
from govrules.rulefile.load import load

HERE = Path(__file__).parent
FILES = sorted(each.name for each in HERE.glob("*.yaml"))

# What no file in a folder can show has a test of its own.
ELSEWHERE = {
    "GR001": "tests/rulefile/test_read_text.py",
    "GR002": "tests/rulefile/test_read_text.py",
    "GR003": "tests/rulefile/test_read_text.py",
    "GR004": "tests/rulefile/test_read_text.py",
    "GR817": "tests/rulefile/test_load.py",
}


@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_is_told_as_expected(
    name: str, monkeypatch: pytest.MonkeyPatch, refresh_golden: bool
) -> None:
    monkeypatch.chdir(HERE)
    loaded = load(name)
    assert loaded.diagnostics
    code = name.partition("-")[0]
    if code.startswith("GR"):
        assert code in {each.code.id for each in loaded.diagnostics}
    said = "\n\n".join(render_all(loaded.diagnostics, lang=lang) for lang in ("en", "zh")) + "\n"
    expected = HERE / name.replace(".yaml", ".txt")
    if refresh_golden:
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")


def test_every_code_of_rule_files_has_its_bad_file() -> None:
    areas = ("GR0", "GR1", "GR2", "GR8")
    shown = {each.partition("-")[0] for each in FILES} | set(ELSEWHERE)
    assert [code for code in all_codes() if code.startswith(areas) and code not in shown] == []
