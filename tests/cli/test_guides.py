"""Whoever follows a guide on dates and calendars sees what it shows.

`GOVRULES_UPDATE_GOLDEN=1` writes the outputs anew, to be read in the diff.
"""

import os
from pathlib import Path

import pytest

from govrules.cli.case_columns import CHINESE, COLUMNS
from tests.cli.conftest import Run
from tests.house.pages import follow, rewritten
from tests.house.sources import ROOT

DOCS = ROOT / "docs"
PAGES = {
    "how-to/run-a-table-of-dates.md": 3,
    "how-to/run-a-table-of-dates.zh.md": 1,
    "how-to/new-year-notice.md": 4,
    "how-to/morning-worklist.md": 3,
    "how-to/morning-worklist.zh.md": 3,
    "how-to/contest-a-finding.md": 2,
    "how-to/contest-a-finding.zh.md": 2,
    "how-to/report.md": 2,
    "how-to/report.zh.md": 2,
    "explanation/known-on-a-day.md": 10,
}
"""each page with the number of its commands"""


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("LC_ALL", "C")


@pytest.mark.parametrize("name", PAGES)
def test_every_command_prints_what_the_page_shows(name: str, tmp_path: Path) -> None:
    page = DOCS / name
    if os.environ.get("GOVRULES_UPDATE_GOLDEN"):
        again = tmp_path / "again"
        again.mkdir()
        page.write_text(rewritten(page.read_text(encoding="utf-8"), again), encoding="utf-8", newline="\n")
    found = list(follow(page.read_text(encoding="utf-8"), tmp_path))
    assert len(found) == PAGES[name]
    for each in found:
        assert each.printed == each.shown, each.command


@pytest.mark.parametrize("name", ["how-to/run-a-table-of-dates.md"])
def test_the_guide_names_every_column(name: str) -> None:
    text = (DOCS / name).read_text(encoding="utf-8")
    assert [column for column in COLUMNS if f"`{column}`" not in text] == []
    assert [column for column in CHINESE if column not in text] == []


def test_the_table_that_is_shipped_comes_out_as_published(govrules: Run) -> None:
    folder = ROOT / "examples" / "table-of-dates"
    ran = govrules("due", "--batch", str(folder / "cases.csv"))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[-1] == "20 cases: 20 dated, 20 as expected, 0 otherwise"
