"""The shipped packs, loaded once for the tests of this folder."""

import pytest

from govrules.model.policy import Rulebook
from govrules.rulefile.load import load

NAMES = ("cn/licensing-law", "cn/hubei-2008-36", "cn/yuexi-efficiency", "cn/district-eight-systems")
PACKS: dict[str, Rulebook] = {name: load(name).or_raise() for name in NAMES}

every_pack = pytest.mark.parametrize("pack", NAMES)
