"""What generators work out once for each rulebook."""

import datetime as dt
import weakref
from zoneinfo import ZoneInfo

from govrules.model.policy import Rulebook
from govrules.testing.days import days_that_matter, last_day
from govrules.testing.words import Words, words_of


class Ground:
    """What is worked out once for each rulebook."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.words: Words = words_of(rulebook)
        self.days = days_that_matter(rulebook)
        self.last_day = last_day(rulebook)
        zones = [policy.time_zone for policy in rulebook.policies]
        self.zone = ZoneInfo(zones[0] if zones else "UTC")
        self.known: dict[object, tuple[dt.date, ...]] = {}

    def __repr__(self) -> str:
        return "..."


_KNOWN: "weakref.WeakValueDictionary[int, Ground]" = weakref.WeakValueDictionary()


def ground_of(rulebook: Rulebook) -> Ground:
    """What is worked out once for each rulebook."""
    found = _KNOWN.get(id(rulebook))
    if found is None or found.rulebook is not rulebook:
        found = _KNOWN[id(rulebook)] = Ground(rulebook)
    return found
