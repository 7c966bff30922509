"""The shipped packs, loaded once for the tests of this folder."""

import pytest

from govrules.model.policy import Rulebook
from govrules.rulefile.load import load
from govrules.testing import with_trial_values

NAMES = ("cn/licensing-law", "cn/hubei-2008-36", "cn/yuexi-efficiency", "cn/district-eight-systems")
PACKS: dict[str, Rulebook] = {name: load(name).or_raise() for name in NAMES}
TRIED = {name: with_trial_values(rules) for name, rules in PACKS.items()}
"""with values for what the texts leave open, so that every clause can be tried"""

every_pack = pytest.mark.parametrize("pack", NAMES)


def places(pack: str) -> set[str]:
    """What borders of a pack lie over; one that has lapsed held on no day that the horizon is near to."""
    lapsed = any(each.in_force.until is not None for each in TRIED[pack].policies)
    return {"anywhere", "make-up day", "year end"} | (set() if lapsed else {"horizon"})
