"""Whoever follows a tutorial sees what it shows.

`GOVRULES_UPDATE_GOLDEN=1` writes the outputs anew, to be read in the diff.
"""

import os
from pathlib import Path

import pytest

from tests.house.pages import follow, rewritten
from tests.house.sources import ROOT

PAGES = sorted(path for path in (ROOT / "docs" / "tutorials").glob("*.md") if path.name != "index.md")


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("LC_ALL", "C")


def test_there_is_a_tutorial_in_each_language() -> None:
    assert [path.name for path in PAGES] == ["first-rule-file.md", "first-rule-file.zh.md"]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_command_prints_what_the_page_shows(page: Path, tmp_path: Path) -> None:
    if os.environ.get("GOVRULES_UPDATE_GOLDEN"):
        again = tmp_path / "again"
        again.mkdir()
        page.write_text(rewritten(page.read_text(encoding="utf-8"), again), encoding="utf-8", newline="\n")
    found = list(follow(page.read_text(encoding="utf-8"), tmp_path))
    assert len(found) >= 8
    for each in found:
        assert each.printed == each.shown, each.command
