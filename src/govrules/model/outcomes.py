"""What became of duties, as figures count it: without saying in which case it was."""

import datetime as dt
from typing import NamedTuple

from govrules.model.findings import Obligation, State

NO_LIMIT = "no limit"
"""how an obligation tells that its clause sets no time limit"""
KINDS = frozenset({"duty", "accountability"})
"""the kinds of clauses whose obligations know being late"""


class Outcome(NamedTuple):
    """What became of a duty, and when."""

    policy: str
    clause: str
    state: State
    is_limited: bool
    """whether a time limit is known"""
    triggered: dt.date | None = None
    """the days are those of the policy's zone"""
    done: dt.date | None = None
    """on which day it was met, in time or late"""
    due: dt.date | None = None
    unit: str = ""
    """where it arose; empty where that is not named, or not asked for"""
    party: str = ""
    """who answered for it last; likewise"""

    @property
    def full_clause(self) -> str:
        """`policy/clause`."""
        return f"{self.policy}/{self.clause}"

    def of(self, *, unit: bool, party: bool) -> "Outcome":
        """The same, with the unit and the party or without."""
        return self._replace(unit=self.unit if unit else "", party=self.party if party else "")


def outcome_of(found: Obligation, *, unit: bool = False, party: bool = False) -> Outcome:
    """The outcome that an obligation tells of.

    Args:
        unit: whether it is to say where it arose.
        party: whether it is to say who answered.
    """
    held = found.holders[-1].party if found.holders else None
    return Outcome(
        found.policy,
        found.clause,
        found.state,
        found.due is not None or found.limit not in {None, NO_LIMIT},
        None if found.trigger is None else found.trigger.at.date,
        found.fulfilled.at.date if found.fulfilled is not None else None,
        found.due,
        (unit_of(found) or "") if unit else "",
        (held or found.responsible or "") if party else "",
    )


def unit_of(found: Obligation) -> str | None:
    """The unit at which an obligation arose: that of its trigger, else the one that it is sliced by."""
    return found.trigger.event.unit if found.trigger is not None else dict(found.slice).get("unit")
