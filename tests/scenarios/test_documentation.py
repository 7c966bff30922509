"""The pages on scenarios say what the code does."""

import re
from pathlib import Path

import pytest

from govrules.rulefile.load import load
from govrules.scenarios.reader import parse_scenarios
from govrules.scenarios.render import render
from govrules.scenarios.run import Report, prepare, run_scenario
from govrules.scenarios.words import ATTRIBUTES, WORDS
from tests.house.pages import follow

DOCS = Path(__file__).parents[2] / "docs"
REFERENCE = (DOCS / "reference" / "scenarios.md").read_text(encoding="utf-8")
BLOCKS: list[tuple[str, str]] = [
    (page, block)
    for page in ("reference/scenarios.md", "how-to/test-a-policy.md")
    for block in re.findall(
        r"(?<!-->\n)```yaml\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL
    )
]


def test_every_word_and_every_detail_is_in_the_reference() -> None:
    rows = "".join(line.split("|")[1] for line in REFERENCE.splitlines() if line.startswith("| `"))
    named = set(re.findall(r"`([a-z_]+)`", rows))
    assert {*WORDS, *ATTRIBUTES} - named == set()


def complete(page: str, block: str) -> str:
    """A block without a head goes on where the last one with a head left off."""
    if "cases:" in block:
        return block
    before = [text for other, text in BLOCKS[: BLOCKS.index((page, block))] if other == page]
    return [text for text in before if "cases:" in text][-1] + block


@pytest.mark.parametrize(("page", "block"), BLOCKS)
def test_every_example_comes_out_as_it_says(page: str, block: str) -> None:
    found = parse_scenarios(complete(page, block), file=page)
    [policy] = found.policies
    rules = load(policy.replace("cn-", "cn/", 1)).or_raise()
    prepared = prepare(found, rules=rules)
    results = [each for scenario in found.scenarios for each in run_scenario(prepared, scenario)]
    report = Report(tuple(results), prepared.diagnostics)
    assert report.passed, render(report)


def test_the_page_shows_what_recording_prints_and_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    shown = list(follow(REFERENCE, tmp_path))
    assert [each.command for each in shown] == ["govrules test mine.scenarios.yaml --record"]
    assert [each.printed for each in shown] == [each.shown for each in shown]
    [before] = re.findall(r"<!-- file: mine.scenarios.yaml -->\n```yaml\n(.*?)```", REFERENCE, re.DOTALL)
    [written] = re.findall(r"<!-- written: mine.scenarios.yaml -->\n```yaml\n(.*?)```", REFERENCE, re.DOTALL)
    expected = before.replace("    expect: todo\n", written)
    assert (tmp_path / "mine.scenarios.yaml").read_text(encoding="utf-8") == expected
