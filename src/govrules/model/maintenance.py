"""Maintenance: something holds at every instant of a window (a maintenance obligation)."""

from typing import Literal

from govrules.declaring import frozen
from govrules.model.limits import Limit
from govrules.model.patterns import Pattern


@frozen
class Hold:
    """`{from: shift_started, to: shift_ended, per: shift}`: what has to hold, from one event to another.

    Spans may overlap; together they cover what they cover.
    """

    start: Pattern
    end: Pattern
    per: tuple[str, ...] = ()
    """fields that pair an end with its start, so that two shifts may overlap"""


@frozen
class Window:
    """When it has to hold: always while the clause is in force, in office hours, or between two events.

    With `start` and `end` only between them; `office_hours` narrows either to the hours of the calendar.
    """

    start: Pattern | None = None
    end: Pattern | None = None
    office_hours: bool = False


@frozen
class Maintenance:
    """Every gap in what must hold throughout a window is a violation, with its length."""

    hold: Hold
    throughout: Window = Window()
    tolerate: Limit | None = None
    """a gap of at most this length is none"""

    @property
    def kind_of_window(self) -> Literal["always", "office_hours", "between"]:
        """What `throughout` says, in one word."""
        if self.throughout.start is not None:
            return "between"
        return "office_hours" if self.throughout.office_hours else "always"
