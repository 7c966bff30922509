"""Where a condition is read: at which moment, about which event, with what history behind it."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal, TypeAlias

import attrs

from govrules.declaring import evolve, frozen
from govrules.engine.happenings import Entry, Happening, Slice
from govrules.engine.moments import Key, is_after, is_certainly_after
from govrules.engine.values import Value
from govrules.engine.view import View
from govrules.model.findings import Moment, Violation

Verdict: TypeAlias = Literal["met", "violated", "unknown", "other"]


@frozen
class Fact:
    """What another clause's obligation came to, and when that was known."""

    clause: str
    """`policy/clause`"""
    case: str
    slice: Slice
    verdict: Verdict
    known: Key
    since: Key
    """when the obligation arose"""


Facts: TypeAlias = Mapping[str, tuple[Fact, ...]]
"""by `policy/clause`, as far as known"""


@frozen(eq=False)
class Context:
    """The point of view of one condition; `attrs.evolve` moves it."""

    view: View
    case: str
    slice: Slice
    entries: tuple[Entry, ...]
    """the history of the slice, in order, up to `as_of`"""
    case_history: tuple[Happening, ...]
    """the history of the whole case, in order"""
    reached: Key
    """how far virtual time has come"""
    moment: Moment
    facts: Facts
    event: Happening | None = None
    trigger: Happening | None = None
    event_parts: tuple[Happening, ...] = ()
    """what went before the event where several make up one (`all`, `in_order`)"""
    trigger_parts: tuple[Happening, ...] = ()
    names: Mapping[str, Value] = attrs.field(factory=dict)
    """the fields of the slice and the variable of `for_each`"""
    violation: Violation | None = None
    strict: bool = False
    """whether what has no certain order before `moment` is left out"""

    def at(self, happening: Happening, parts: tuple[Happening, ...] = ()) -> "Context":
        """The same, read at an event; `parts` are what went before it where several make up one."""
        # The end of a day is 00:00 of the next one, and yet it is that day that is asked about.
        is_day = not happening.given and happening.finding is None
        moment = happening.at if is_day else happening.known
        return evolve(self, event=happening, event_parts=parts, reached=happening.key, moment=moment)

    @property
    def parameters_on(self) -> dt.date:
        """The day whose parameters hold: the trigger's, else that of the event or moment."""
        if self.trigger is not None:
            return self.trigger.at.date
        return self.event.at.date if self.event is not None else self.moment.date

    def precedes(self, happening: Happening) -> bool:
        """Whether something happened, and was known, at or before this moment.

        On one day without times of day the order is not known: it counts as before, unless `strict`.
        """
        if happening is self.event:
            return True
        if happening.derived_from is not None and happening.key > self.reached:
            return False
        if self.strict and self._same_instant(happening) is False:
            return is_certainly_after(self.moment, happening.at)
        return happening.key <= self.reached or is_after(self.moment, happening.known)[0]

    def _same_instant(self, happening: Happening) -> bool:
        here, there = self.moment.instant, happening.at.instant
        return here is not None and here == there
