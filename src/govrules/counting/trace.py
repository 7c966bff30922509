"""The steps of a count as values: what happened to each day, and which rule moved the date."""

import datetime as dt
from typing import Literal, TypeAlias

import attrs

from govrules.declaring import frozen
from govrules.model.text import Text

DayReason: TypeAlias = Literal[
    "working",
    "make_up",
    "weekend",
    "statutory",
    "swapped",
    "closure",
    "recess",
    "paused",
    "any_day",
]
"""what a day was: `any_day` where the count takes days whatever they are"""

Action: TypeAlias = Literal[
    "trigger",
    "cutoff",
    "start_moved",
    "origin",
    "first_day",
    "part",
    "day",
    "months",
    "months_paused",
    "month_end",
    "clear_day",
    "extension",
    "extension_no_earlier",
    "rest_run",
    "rolling",
    "rolled",
    "stays",
    "previous_at_origin",
    "from_data",
    "clock",
    "opening",
    "open",
    "closing",
    "next_opening",
    "due_end",
    "paused_still",
]


@frozen
class TraceStep:
    """One step of a count.

    `number` stands where the day counts, as the n-th of its part.
    `of` is the part or extension that is being counted, in canonical words.
    `to` is the day (or instant) that the step leads to, `amount` how many days it moves by.
    """

    action: Action
    date: dt.date
    number: int | None = None
    why: DayReason | None = None
    name: Text = attrs.field(factory=Text)
    of: str | None = None
    to: dt.date | dt.datetime | None = None
    amount: int | None = None

    @property
    def is_counted(self) -> bool:
        return self.number is not None

    def to_dict(self) -> dict[str, object]:
        """The step as plain JSON, without what is empty."""
        found: dict[str, object] = {"action": self.action, "date": self.date.isoformat()}
        if self.number is not None:
            found["number"] = self.number
        if self.why is not None:
            found["why"] = self.why
        if self.name:
            found["name"] = {
                lang: text for lang, text in (("zh", self.name.zh), ("en", self.name.en)) if text
            }
        if self.of is not None:
            found["of"] = self.of
        if self.to is not None:
            found["to"] = self.to.isoformat()
        if self.amount is not None:
            found["amount"] = self.amount
        return found
