"""A history: what a generator made, ready to be evaluated and printed as a scenario."""

import datetime as dt
from typing import Any

import attrs

from govrules.engine.batch import evaluate
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event, Time
from govrules.model.policy import Rulebook
from govrules.model.records import Record
from govrules.testing.pasting import scenario_text


@attrs.frozen(repr=False)
class History:
    """Events of one or several cases under a rulebook, with records, and the day up to which they are read.

    Whatever takes events takes a history: it has `events`. Printed, it is a scenario that can be pasted into
    a scenario file as it stands.
    """

    rulebook: Rulebook = attrs.field(eq=False)
    events: tuple[Event, ...]
    as_of: Time
    """up to when the log is read, included: a date means its end"""
    told: str = ""
    """what it was made to show, for the reader"""
    records: tuple[Record, ...] = ()
    """what is on record beside the events: who held which post, which units there are"""

    @property
    def cases(self) -> tuple[str, ...]:
        """The names of the cases, sorted."""
        return tuple(sorted({each.case for each in self.events}))

    def evaluate(self, *, as_of: Time | None = None, known_at: dt.date | None = None) -> Evaluation:
        """What the rulebook finds in the history.

        Args:
            as_of: another day or instant up to which to read; left out, the history's own.
            known_at: count with the days off that had been announced up to and including this day.
        """
        return evaluate(
            self.rulebook,
            self.events,
            as_of=as_of or self.as_of,
            known_at=known_at,
            records=self.records,
        )

    def __repr__(self) -> str:
        return scenario_text(
            self.rulebook, self.events, as_of=self.as_of, title=self.told, records=self.records
        )

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        # Hypothesis prints failing examples through this; a text of several lines begins on one of its own.
        del cycle
        for line in repr(self).splitlines():
            printer.break_()
            printer.text(line)
