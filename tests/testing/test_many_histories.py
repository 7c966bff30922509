"""The long run over the shipped packs: what it counts, and what it keeps."""

from pathlib import Path

import attrs
import pytest
from hypothesis import strategies as st

from govrules.model.policy import Rulebook
from govrules.testing import histories
from govrules.testing.checking import LAWS
from govrules.testing.history import History
from govrules.testing.law import Difference, Judge, Law
from tests.laws import many

PACK = "cn/licensing-law"


def _samples(rulebook: Rulebook) -> list[tuple[str, st.SearchStrategy[History]]]:
    return [("", histories(rulebook))]


def _breaks_of_three(history: History, judge: Judge) -> Difference | None:
    del judge
    return Difference("three events", history) if len(history.events) >= 3 else None


NEVER_THREE = Law("never three", "here", "no history has three events", _samples, _breaks_of_three)


def test_a_run_goes_on_until_so_many_different_histories_were_looked_at() -> None:
    [law] = [each for each in LAWS if each.name == "findings belong together"]
    totals = many.run(60, packs=[PACK], laws=[law], seed=1, examples=20)
    [(key, total)] = totals.items()
    assert key == (law.name, PACK)
    assert total.differences == ()
    assert 60 <= total.different <= total.histories == total.examples


def test_the_same_seed_looks_at_the_same_histories() -> None:
    [law] = [each for each in LAWS if each.name == "findings belong together"]
    batch = many.Batch(PACK, law.name, 7, 15)
    first, again = many.look(batch), many.look(batch)
    assert first.histories
    assert attrs.evolve(first, seconds=0) == attrs.evolve(again, seconds=0)


def test_a_difference_is_kept_with_the_line_that_finds_it_and_the_run_goes_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(many, "LAWS", (NEVER_THREE,))
    totals = many.run(30, packs=[PACK], laws=[NEVER_THREE], seed=1, examples=200)
    total = totals["never three", PACK]
    assert len(total.differences) >= 2
    assert all("law broken: never three" in each for each in total.differences)
    assert all("laws=['never three'], max_examples=200, shuffle=" in each for each in total.differences)
    # Each batch ends with its first difference: what shrinking looked at is not counted.
    assert total.examples < 200 * len(total.differences)
    many.keep(totals, tmp_path)
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert len(kept) == min(len(total.differences), many.KEPT)
    assert kept[0] == "cn-licensing-law-never-three-1.txt"
