"""What generators work out once for each rulebook."""

import datetime as dt
from zoneinfo import ZoneInfo

from govrules.model.policy import Rulebook
from govrules.model.remembered import remembered
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
        self.reasons: dict[tuple[str, dt.date | None], str | None] = {}
        """why a clause in a version cannot be broken alone"""

    def __repr__(self) -> str:
        return "..."


_once = remembered(Ground, most=64)


def ground_of(rulebook: Rulebook) -> Ground:
    """What is worked out once for each rulebook."""
    return _once(rulebook)
