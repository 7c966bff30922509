"""What generators work out once for each rulebook."""

import datetime as dt
from zoneinfo import ZoneInfo

from govrules.model.patterns import event_names
from govrules.model.policy import DEPARTURE, Rulebook
from govrules.model.remembered import remembered
from govrules.testing.days import days_that_matter, last_day
from govrules.testing.depends import behind, logged, mentioned, types_of
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
        self.turns: dict[tuple[str, dt.date | None], int] = {}
        """by which choices a clause in a version can be broken alone"""
        self.bystander = _bystander(rulebook, self.words)
        """an event of which no clause speaks, where there is any"""

    def __repr__(self) -> str:
        return "..."


def _bystander(rulebook: Rulebook, words: Words) -> str:
    types = types_of(rulebook)
    spoken = {name for clause in rulebook.clauses for name in mentioned(clause)}
    for policy in rulebook.policies:
        spoken |= {name for kind in policy.records.values() for name in (*kind.set_by, *kind.ended_by)}
        for pattern in (policy.ladder.imposed, policy.ladder.dismissed):
            spoken |= event_names(pattern) if pattern is not None else set()
    known = {logged(each, types) for each in spoken | behind(spoken, types)} | {DEPARTURE}
    unspoken = sorted(set(words.types) - known)
    return [*unspoken, *sorted(words.types), "nothing"][0]


_once = remembered(Ground, most=64)


def ground_of(rulebook: Rulebook) -> Ground:
    """What is worked out once for each rulebook."""
    return _once(rulebook)
