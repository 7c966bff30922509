"""The pages on the command line and its results show what the commands print.

`GOVRULES_UPDATE_GOLDEN=1` writes the outputs anew, to be read in the diff.
"""

import os
from pathlib import Path
from typing import get_args

import attrs
import pytest

from govrules.cli.export import COLUMNS
from govrules.cli.specification import MODULES, command
from govrules.model.evaluation import Evaluation, Provenance, Quality, QualityNote
from govrules.model.events import Event
from govrules.model.findings import (
    Alert,
    Evidence,
    ExtensionTaken,
    Finding,
    Holder,
    Ignored,
    Lapse,
    LateDecision,
    Moment,
    Obligation,
    OtherReading,
    PauseTaken,
    Reason,
    Shortfall,
    State,
    Unknown,
    Violation,
)
from govrules.model.views import HumanView
from tests.house.pages import follow
from tests.house.sources import ROOT

PAGE = ROOT / "docs" / "reference" / "command-line.md"


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("LC_ALL", "C")


def _anew(text: str, folder: Path) -> str:
    """The page with its outputs anew, each command run once: some write a file, and never over one."""
    pieces: list[str] = []
    done = 0
    for each in follow(text, folder):
        shown = f"$ {each.command}\n{each.shown}"
        at = text.index(shown, done)
        pieces += [text[done:at], f"$ {each.command}\n{each.printed}"]
        done = at + len(shown)
    return "".join([*pieces, text[done:]])


def test_every_command_prints_what_the_page_shows(tmp_path: Path) -> None:
    if os.environ.get("GOVRULES_UPDATE_GOLDEN"):
        again = tmp_path / "again"
        again.mkdir()
        text = _anew(PAGE.read_text(encoding="utf-8"), again)
        PAGE.write_text(text, encoding="utf-8", newline="\n")
    found = list(follow(PAGE.read_text(encoding="utf-8"), tmp_path))
    assert len(found) >= 12
    for each in found:
        assert each.printed == each.shown, each.command


def test_the_page_speaks_of_every_command() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [name for name in MODULES if name != "help" and f"## {name}\n" not in text] == []
    evaluate = [option.name for option in command("evaluate").options]
    assert [name for name in evaluate if name not in text] == []


def _section(name: str) -> str:
    text = (ROOT / "docs" / "reference" / "results.md").read_text(encoding="utf-8")
    return text.split(f"### {name}\n")[1].split("\n#")[0]


SHAPES: dict[str, tuple[type, ...]] = {
    "evaluation": (Evaluation,),
    "What all findings share": (Finding,),
    "obligation": (Obligation, Holder, PauseTaken, ExtensionTaken, OtherReading, Reason),
    "violation, shortfall": (Violation, Shortfall),
    "lapse": (Lapse,),
    "late_decision": (LateDecision,),
    "alert": (Alert,),
    "unknown": (Unknown,),
    "ignored": (Ignored,),
    "view": (HumanView,),
    "Evidence, moments, events": (Evidence, Moment, Event),
    "quality": (Quality, QualityNote),
    "provenance": (Provenance,),
}


@pytest.mark.parametrize("name", SHAPES)
def test_the_page_on_results_names_every_field(name: str) -> None:
    text = _section(name)
    shared = {field.name for field in attrs.fields(Finding)} if name != "What all findings share" else set()
    fields = {field.name for shape in SHAPES[name] for field in attrs.fields(shape)} - shared
    assert {each for each in fields if f"`{each}`" not in text} == set()


def test_the_page_on_results_names_every_state_and_column() -> None:
    text = (ROOT / "docs" / "reference" / "results.md").read_text(encoding="utf-8")
    assert [state for state in get_args(State) if f"`{state}`" not in text] == []
    assert f"\n{','.join(COLUMNS)}\n" in text
