"""The rule packs against the texts they were made from: quotes stand there literally, and ids exist."""

import csv
from pathlib import Path
from typing import Any

import pytest
import yaml

from govrules.packs import rules_root

TEXTS = Path(__file__).parents[2].parent / "shared"
LICENSING = "licensing-law"
POLICIES = {
    "hubei-2008-36": "000",
    "city-execution": "001",
    "yongzhou-2018-1": "002",
    "yuexi-efficiency": "003",
    "district-eight-systems": "004",
}

with_texts = pytest.mark.skipif(not TEXTS.is_dir(), reason=f"the source texts are not at {TEXTS}")


def clauses(pack: str) -> dict[str, dict[str, Any]]:
    file = rules_root() / "cn" / pack / f"{pack}.yaml"
    found: dict[str, dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))["clauses"]
    return found


def quotes(pack: str) -> list[tuple[str, str]]:
    """Every clause with each unbroken piece of its quote; `…` marks what is left out."""
    return [(name, piece) for name, clause in clauses(pack).items() for piece in clause["quote"].split("…")]


def analysis() -> dict[str, str]:
    """The quotes of the clause analysis by id."""
    with (TEXTS / "clauses" / "clauses.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["id"]: row["quote_zh"] for row in csv.DictReader(file)}


@with_texts
@pytest.mark.parametrize("pack", POLICIES)
def test_every_quote_of_a_policy_stands_in_its_text(pack: str) -> None:
    [file] = (TEXTS / "policies").glob(f"{POLICIES[pack]}_*.txt")
    text = file.read_text(encoding="utf-8")
    pieces = quotes(pack)
    assert pieces
    assert [name for name, piece in pieces if piece not in text] == []


@with_texts
def test_every_quote_of_the_licensing_law_stands_in_the_text_that_was_read() -> None:
    text = (TEXTS / "law" / "statutes.md").read_text(encoding="utf-8")
    law = text[text.index("### 1.1 ") : text.index("### 1.2 ")]
    pieces = quotes(LICENSING)
    assert pieces
    assert [name for name, piece in pieces if piece not in law] == []


@with_texts
@pytest.mark.parametrize("pack", POLICIES)
def test_a_clause_captures_clauses_of_the_analysis_that_exist(pack: str) -> None:
    traced = {each for clause in clauses(pack).values() for each in clause["traces"]}
    assert traced
    assert traced <= set(analysis())


@pytest.mark.parametrize("pack", [LICENSING, *POLICIES])
def test_every_clause_has_title_citation_quote_and_gloss(pack: str) -> None:
    incomplete = [
        name
        for name, clause in clauses(pack).items()
        if not (
            clause["cite"] and clause["quote"] and clause["gloss"]["en"]
            and clause["title"]["zh"] and clause["title"]["en"]
        )
    ]  # fmt: skip
    assert incomplete == []
