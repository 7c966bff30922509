"""Of every pack that ships, nearly every clause can be broken by a history that breaks no other."""

from pathlib import Path

import pytest

from govrules.packs import rules_root
from govrules.rulefile.load import load
from govrules.scenarios.reader import SUFFIX
from govrules.testing import unbreakable, with_trial_values
from govrules.testing.constructed import checkable
from tests.testing.packs import NAMES

# Those of `tests.testing.packs` are looked at clause by clause elsewhere.
POLICIES: dict[str, list[Path]] = {}
for _file in sorted(rules_root().glob("*/*/*.yaml")):
    _pack = f"{_file.parent.parent.name}/{_file.parent.name}"
    if not _file.name.endswith(SUFFIX) and _file.stem != "vocabulary" and _pack not in NAMES:
        POLICIES.setdefault(_pack, []).append(_file)


@pytest.mark.parametrize("pack", POLICIES)
def test_at_most_one_clause_in_ten_of_a_pack_cannot_be_broken_alone(pack: str) -> None:
    # Each policy by itself: laws of several cities in one folder ask for one thing by one event.
    policies = [with_trial_values(load(file).or_raise()) for file in POLICIES[pack]]
    clauses = [each for rules in policies for each in checkable(rules)]
    assert len(clauses) > 0
    assert 10 * sum(len(unbreakable(rules)) for rules in policies) <= len(clauses)
