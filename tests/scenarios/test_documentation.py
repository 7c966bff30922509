"""The pages on scenarios say what the code does."""

import re
from pathlib import Path

import pytest

from govrules.scenarios.reader import parse_scenarios
from govrules.scenarios.words import ATTRIBUTES, WORDS

DOCS = Path(__file__).parents[2] / "docs"
REFERENCE = (DOCS / "reference" / "scenarios.md").read_text(encoding="utf-8")
BLOCKS = [
    (page, block)
    for page in ("reference/scenarios.md", "how-to/test-a-policy.md")
    for block in re.findall(r"```yaml\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)
]


def test_every_word_and_every_detail_is_in_the_reference() -> None:
    rows = "".join(line.split("|")[1] for line in REFERENCE.splitlines() if line.startswith("| `"))
    named = set(re.findall(r"`([a-z_]+)`", rows))
    assert {*WORDS, *ATTRIBUTES} - named == set()


@pytest.mark.parametrize(("page", "block"), BLOCKS)
def test_every_example_reads_without_a_mistake(page: str, block: str) -> None:
    whole = "".join(text for other, text in BLOCKS if other == page and "cases:" in text)
    # A block without a head goes on where the last one that has one left off.
    text = block if "cases:" in block else whole + block
    found = parse_scenarios(text, file=page)
    assert [each.code.id for each in found.diagnostics] == []
    assert [each.code.id for scenario in found.scenarios for each in scenario.diagnostics] == []
    assert found.scenarios
