"""What the two front pages show is what happens."""

import contextlib
import io
from pathlib import Path

import pytest

from govrules.rulefile.load import load_text
from tests.house.sources import ROOT

PAGES = ("README.md", "README.zh.md")


def fenced(page: str, language: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return [block.split("```")[0] for block in text.split(f"```{language}\n")[1:]]


@pytest.mark.parametrize("page", PAGES)
def test_the_python_on_a_front_page_prints_what_the_page_shows(page: str) -> None:
    names: dict[str, object] = {}
    printed = []
    for source in fenced(page, "python"):
        with contextlib.redirect_stdout(io.StringIO()) as output:
            exec(compile(source, page, "exec"), names)
        printed.append(output.getvalue())
    assert printed == fenced(page, "text")
    assert len(printed) == 2


@pytest.mark.parametrize("page", PAGES)
def test_the_rule_file_on_a_front_page_loads_without_a_remark(page: str) -> None:
    (rules,) = fenced(page, "yaml")
    assert load_text(rules).diagnostics == ()


def test_both_front_pages_run_the_same_commands() -> None:
    english, chinese = (fenced(page, "sh") for page in PAGES)
    assert chinese == [english[0].rstrip("\n") + " --lang zh\n", english[1]]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_that_a_front_page_points_to_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = [part.split(")")[0] for part in text.split("](")[1:]]
    assert targets
    assert [each for each in targets if not (ROOT / Path(each)).exists()] == []
